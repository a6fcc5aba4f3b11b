"""What each kind of field looks for in a message: where it stands, what it means, and how sure that is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from ...clock import today
from ...declare.access import Who, may, visible
from ...fields import (
    ChoiceField,
    CountField,
    DayField,
    Described,
    EmailField,
    IdNumberField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    NoteField,
    PhoneField,
    PinyinField,
    QuantityField,
)
from ...text import Refused
from ..figures import live_rows
from ..filters import BadQuery
from ..links import look, names_of
from ..query import Query
from .days import days_in

SURE, KNOWN, LIKELY, PERHAPS = 90, 80, 70, 50
PHONE = re.compile(
    r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}(?![0-9])|(?<![0-9])0[1-9][0-9]{1,2}-[0-9]{7,8}(?![0-9])"
)
ID_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
MONEY = re.compile(
    r"[¥￥]\s*(?P<before>[0-9][0-9,]*(?:\.[0-9]+)?)|(?P<after>[0-9][0-9,]*(?:\.[0-9]+)?\s*万?)\s*(?:元|块钱|块)"
    r"|(?:花|花了|付了|收了|总共|一共|合计|共计)\s*(?P<bare>[0-9][0-9,]*(?:\.[0-9]+)?)(?=[\s,，。;；!！)）]|$)"
)
NUMBER_WORDS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
AMOUNT = re.compile(
    r"(?<![0-9.])([0-9]{1,6}(?:\.[0-9]{1,3})?|[一二两三四五六七八九十])\s*(?:盒|罐|瓶|件|个|箱|袋|包|份|次|人|台|套|斤|张|只|支|提)"
)
TIME = re.compile(r"\s*(?:早上|上午|中午|下午|傍晚|晚上)?\s*[0-9]{1,2}(?:[点时](?:[0-9]{1,2}分?|半)?|:[0-9]{2})")
CALLED = re.compile(
    r"(?<![\u4e00-\u9fff])(?:客户|顾客|会员|联系人|收件人|收货人)?"
    r"([\u4e00-\u9fff]{1,3}?(?:姐|哥|总|女士|先生|小姐|阿姨|叔叔|老师|经理|主任|老板|师傅|大爷|大妈|婆婆|奶奶|爷爷))"
)
NAMED = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})(?=[\s,，、:：]*(?:\+?86)?1[3-9][0-9])|(?<=[0-9])[\s,，、]+([\u4e00-\u9fff]{2,3})(?![\u4e00-\u9fff])"
    r"|(?:联系人|收件人|收货人|姓名|我叫)[\s:：]*([\u4e00-\u9fff]{2,3})(?![\u4e00-\u9fff])"
    r"|(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})(?=[\s,，、/]+[男女](?![\u4e00-\u9fff]))"
)
BEFORE = re.compile(r"\s*(?:之|以)?前(?![台面天几])")  # 周五前 is until when, and nothing that happened
UNTIL = ("期限", "截止", "期望", "送达", "到货", "交付", "交货", "最晚", "要求")
PLACE = "省|市|区|县|旗|镇|乡|街道|路|街|巷|弄|大道|小区|花园|苑|村|大厦|广场"
ADDRESS = re.compile(
    rf"[\u4e00-\u9fff]{{2,}}?(?:{PLACE})[^\s,，。;；]*(?:\s+[0-9]+(?:号|栋|幢|座|单元|楼|室)?[^\s,，。;；]*)*"
)
TO = re.compile(r"^.*?(?P<word>送到|送货到|寄到|送至|寄至|送|寄|地址|住在|住)(?!.*(?:送|寄|住))")
SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
PEOPLE = ("姓名", "联系人", "收件人", "收货人", "称呼", "顾客")
PLACES = ("地址", "住址")
BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
MOST_NAMES = 3000  # rows whose names are all looked for


@dataclass(frozen=True)
class Piece:
    """A part of the message that could be a value: where, as it travels, how sure.

    apart: where several fields could hold it, none does; else it is the first of them. beside: it shares its words.
    """

    start: int
    end: int
    value: Any
    sure: int
    apart: bool = True
    beside: bool = False


def names_in(item: Described) -> list[str]:
    return [item.label.zh, item.label.en, *item.aka]


def entered(item: Described, start: int, end: int, text: str, sure: int, apart: bool = True) -> Iterator[Piece]:
    """A text as the field takes it; nothing where it doesn't."""
    try:
        value = item.enter(text)
    except Refused:
        return
    if value is not None:
        yield Piece(start, end, item.keep(value), sure, apart)


@singledispatch
def pieces_of(item: Described, text: str, who: Who) -> Iterator[Piece]:
    """What in a text could be a value of this field, by what such values look like."""
    return iter(())


@pieces_of.register
def _(item: PhoneField, text: str, who: Who) -> Iterator[Piece]:
    for match in PHONE.finditer(text):
        yield from entered(item, *match.span(), match[0], SURE, apart=False)


@pieces_of.register
def _(item: IdNumberField, text: str, who: Who) -> Iterator[Piece]:
    for match in ID_NUMBER.finditer(text):
        yield from entered(item, *match.span(), match[0], SURE + 5, apart=False)


@pieces_of.register
def _(item: EmailField, text: str, who: Who) -> Iterator[Piece]:
    for match in EMAIL.finditer(text):
        yield from entered(item, *match.span(), match[0], SURE, apart=False)


@pieces_of.register
def _(item: DayField, text: str, who: Who) -> Iterator[Piece]:
    for start, end, day in days_in(text, today()):
        behind = time.end() if (time := TIME.match(text, end)) else end
        if until := BEFORE.match(text, behind):
            if is_until(item):
                yield from entered(item, start, until.end(), day, LIKELY + 6)
        else:
            yield from entered(item, start, end, day, LIKELY)


def is_until(item: Described) -> bool:
    """Whether it says until when something is to be done."""
    return any(word in name for name in names_in(item) for word in UNTIL)


@pieces_of.register
def _(item: MomentField, text: str, who: Who) -> Iterator[Piece]:
    """A day with its time; a day alone is no moment."""
    for start, end, day in days_in(text, today()):
        if time := TIME.match(text, end):
            at = time[0].strip().replace("半", "30分")
            if BEFORE.match(text, time.end()) and not is_until(item):
                continue
            yield from entered(item, start, time.end(), f"{day} {at}", LIKELY + 5)


@pieces_of.register
def _(item: MoneyField, text: str, who: Who) -> Iterator[Piece]:
    for match in MONEY.finditer(text):
        yield from entered(item, *match.span(), match["before"] or match["after"] or match["bare"], LIKELY + 5)


@pieces_of.register(CountField)
@pieces_of.register(QuantityField)
def _(item: Described, text: str, who: Who) -> Iterator[Piece]:
    for match in AMOUNT.finditer(text):
        yield from entered(item, *match.span(), str(NUMBER_WORDS.get(match[1], match[1])), PERHAPS)


@pieces_of.register
def _(item: ChoiceField, text: str, who: Who) -> Iterator[Piece]:
    for option in item.options:
        for name in {option.zh, option.en, *option.aka}:
            # One sign alone must stand alone: 女, but not 女士.
            sought = re.escape(name) if len(name) > 1 else rf"(?<!\w){re.escape(name)}(?!\w)"
            if match := re.search(sought, text):
                yield Piece(*match.span(), option.key, PERHAPS + min(len(name), 9))


@pieces_of.register(LineField)
@pieces_of.register(NoteField)
def _(item: Described, text: str, who: Who) -> Iterator[Piece]:
    """By what the field is called: people by how one speaks of them, places by their streets."""
    called = " ".join(names_in(item))
    if any(word in called for word in PEOPLE):
        yield from _people(item, text)
    if any(word in called for word in PLACES):
        yield from _places(item, text)


def _people(item: Described, text: str) -> Iterator[Piece]:
    for match in CALLED.finditer(text):
        if match[1].lstrip("小老大")[:1] in SURNAMES:  # 刚有个阿姨 is nobody's name
            yield from entered(item, *match.span(), match[1], LIKELY + 2, apart=False)
    for match in NAMED.finditer(text):
        group = match.lastindex or 1
        if match[group][0] in SURNAMES:
            yield from entered(item, *match.span(group), match[group], LIKELY + 1, apart=False)


def _places(item: Described, text: str) -> Iterator[Piece]:
    for match in ADDRESS.finditer(text):
        start, address = match.start(), match[0]
        if led := TO.match(address[: re.search(PLACE, address).start()]):
            address, start = address[led.end() :], start + led.start("word")
        if len(address) > 4:
            yield from entered(item, start, match.end(), address, LIKELY - 5, apart=False)


@pieces_of.register
def _(item: LinkField, text: str, who: Who) -> Iterator[Piece]:
    """Rows by a name that no other row goes by, or by a phone number that stands with them."""
    target = item.rel_model
    if not may(who, "see", target):
        return
    yield from _by_phone(item, text, who)
    yield from _by_name(item, text, who)


def _by_name(item: LinkField, text: str, who: Who) -> Iterator[Piece]:
    """By a whole name, or by its beginning where no other row begins so; of the longest lists, not at all."""
    target, titles = item.rel_model, {}
    names = [name for name in names_of(target, who) if not isinstance(target.fields()[name], PinyinField)]
    if not names or live_rows(target) > MOST_NAMES:
        return
    spots: dict[tuple[int, int], set[int]] = {}
    for chunk in Query(target, who).stream(("id", *names)):
        for id, *called in chunk:
            titles[id] = called[names.index(target.sheet.title)] if target.sheet.title in names else ""
            for spot in _spots([name for name in called if name], text):
                spots.setdefault(spot, set()).add(id)
    for (start, end), ids in spots.items():
        if len(ids) == 1:
            id = ids.pop()
            yield Piece(start, end, {"id": id, "text": titles[id] or text[start:end]}, KNOWN + min(end - start, 9))


def _spots(called: list[str], text: str) -> Iterator[tuple[int, int]]:
    """Where a row is named: its longest beginning that the text holds; a code only as a word of its own."""
    for name in called:
        core = BRACKETS.sub("", name).strip()
        if core.isascii():
            match = re.search(rf"(?<![0-9A-Za-z]){re.escape(core)}(?![0-9A-Za-z])", text) if len(core) > 2 else None
            if match:
                yield match.span()
            continue
        lengths = (n for n in range(len(core), 1, -1) if n > 2 or n == len(core))
        part = next((core[:n] for n in lengths if core[:n] in text), None)
        if part:
            at = text.index(name) if name in text else text.index(part)
            yield at, at + len(name if name in text else part)


def _by_phone(item: LinkField, text: str, who: Who) -> Iterator[Piece]:
    target = item.rel_model
    shown = visible(who, target)
    fields = [
        field for name, field in target.fields().items() if isinstance(field, PhoneField) and shown.get(name) == "full"
    ]
    for field in fields:
        for piece in pieces_of(field, text, who):
            try:
                ids = Query(target, who, {field.name: {"eq": piece.value}}).ids(0, 2)
            except BadQuery:
                continue
            if len(ids) == 1:
                row = look(target, who, "", 1, ids)
                value = {"id": ids[0], "text": row[0]["text"] if row else ""}
                yield Piece(piece.start, piece.end, value, SURE + 2, beside=True)
