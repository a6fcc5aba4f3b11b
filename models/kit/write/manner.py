"""How a bulk change makes a new value of each old one: the same for all, reckoned, or with part of its text replaced."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .. import reading, words
from ..ask.links import resolve_fields
from ..ask.query import BadQuery
from ..ask.titles import titles_of
from ..declare.access import Who, visible, why_not
from ..declare.record import Record
from ..fields import ChoiceField, DayField, Described, FlagField, LinkField, MomentField, TagsField
from ..fields.numbers import CountField, DecimalAsInteger
from ..text import Refused, Text
from .unseen import unseen_sets

HOWS = ("set", "clear", "add", "times", "replace", "tag", "untag")
LONGEST = 500
NOT_SO = Text("“{field}”不能{how}", "“{field}” can't be changed by {how}")
SAID = {
    "add": Text("加减", "adding"),
    "times": Text("乘以一个数", "multiplying"),
    "replace": Text("替换其中的文字", "replacing part of it"),
    "tag": Text("添加标签", "adding a tag"),
    "untag": Text("去掉标签", "taking a tag off"),
}
NO_FIELDS = Text("请选择要改的列", "Choose the columns to change")
NOTHING_SOUGHT = Text("请填写要查找的内容", "Say what to look for")
NO_WHOLE_DAYS = Text("“{field}”只能加减整天数", "“{field}” moves by whole days")
ONE_BY_ONE = Text(
    "“{field}”要与你看不到的{record}核对是否重复，不能批量修改，请逐行修改",
    "“{field}” is checked against {record} you can't see; it isn't changed in bulk, only row by row",
)
READABLE = (ChoiceField, FlagField, TagsField)


@dataclass(frozen=True)
class Manner:
    """What happens to these columns; `new(name, value)` gives the Python value, or raises Refused."""

    fields: tuple[str, ...]
    new: Callable[[str, Any], Any]


def manner_of(record: type[Record], who: Who, wanted: Any) -> Manner:
    """{fields: [name …], how, value} or, for how=replace, {find, value, whole, case, width}. Raises Refused and BadQuery.

    add: a number, of days for days and moments. times: a number or a per cent. whole, case, width: whether the text is
    all of the value, upper and lower case differ, full and half width differ.
    """
    if not isinstance(wanted, dict) or wanted.get("how") not in HOWS or not isinstance(wanted.get("fields"), list):
        raise BadQuery(words.BAD_REQUEST(what="do: [{fields, how, value}]"))
    names, how, value = tuple(dict.fromkeys(map(str, wanted["fields"]))), wanted["how"], wanted.get("value")
    if not names:
        raise Refused(NO_FIELDS)
    for name in names:
        _open(record, who, name)
    items = {name: record.fields()[name] for name in names}
    if how == "clear":
        return _clearing(items)
    if how == "set":
        fixed = {name: _fixed(item, value, who) for name, item in items.items()}
        return Manner(names, lambda name, _: fixed[name])
    if how == "replace":
        return _replacing(items, wanted, who)
    return _tagging(items, how, value) if how in ("tag", "untag") else _reckoning(items, how, value)


def _open(record: type[Record], who: Who, name: str) -> None:
    if why := why_not(who, "edit", record, name):
        raise Refused(why, name)
    if visible(who, record).get(name) != "full":
        raise Refused(words.NO_SUCH_FIELD(field=name[:40]), name)
    if any(name in names for names in unseen_sets(who, record)):
        raise Refused(ONE_BY_ONE(field=record.fields()[name].label, record=record.sheet.label), name)


def _clearing(items: dict[str, Described]) -> Manner:
    for name, item in items.items():
        if item.asked or not item.null:
            raise Refused(words.REQUIRED(field=item.label), name)
    return Manner(tuple(items), lambda *_: None)


def _fixed(item: Described, value: Any, who: Who) -> Any:
    """The value for all of them, read once."""
    name = item.name
    if isinstance(item, LinkField) and isinstance(value, str):
        row: dict[str, Any] = {name: value}
        faults: list[Text] = []
        resolve_fields({name: item}, who, [(0, row)], lambda _, __, text: faults.append(text))
        if faults:
            raise Refused(faults[0], name)
        parsed = row[name]
    else:
        try:
            parsed = item.enter(value)
        except Refused as refused:
            raise Refused(refused.text, name) from refused
    if parsed is None and (item.asked or not item.null):
        raise Refused(words.REQUIRED(field=item.label), name)
    return parsed


def _fits(items: dict[str, Described], how: str, kinds: tuple[type, ...]) -> None:
    for name, item in items.items():
        if not isinstance(item, kinds):
            raise Refused(NOT_SO(field=item.label, how=SAID[how]), name)


def _reckoning(items: dict[str, Described], how: str, value: Any) -> Manner:
    numbers = (CountField, DecimalAsInteger)
    _fits(items, how, (*numbers, DayField, MomentField) if how == "add" else numbers)
    by = reading.number(value) if how == "add" else _factor(value)

    def new(name: str, now: Any) -> Any:
        item = items[name]
        if now is None:
            return None
        if isinstance(item, DayField | MomentField):
            return _days_on(item, now, by)
        reckoned = now + by if how == "add" else now * by
        step = Decimal(1) if isinstance(item, CountField) else item.step
        return item.parse(Decimal(reckoned).quantize(step, ROUND_HALF_UP))

    return Manner(tuple(items), new)


def _factor(value: Any) -> Decimal:
    """105% is 1.05."""
    text = reading.narrow(str(value)).strip()
    return reading.number(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def _days_on(item: Described, now: Any, by: Decimal) -> Any:
    if by != by.to_integral_value():
        raise Refused(NO_WHOLE_DAYS(field=item.label))
    try:
        return item.parse(item.keep(now + timedelta(days=int(by))))
    except OverflowError:
        raise Refused(NO_WHOLE_DAYS(field=item.label)) from None


def _tagging(items: dict[str, Described], how: str, value: Any) -> Manner:
    _fits(items, how, (TagsField,))
    given = {name: item.parse(value) or [] for name, item in items.items()}

    def new(name: str, now: list[str] | None) -> list[str] | None:
        rest = [word for word in now or [] if word not in given[name]]
        if how == "untag":
            return rest or None
        return items[name].parse([*(now or []), *(word for word in given[name] if word not in (now or []))])

    return Manner(tuple(items), new)


def _replacing(items: dict[str, Described], wanted: dict[str, Any], who: Who) -> Manner:
    sought, put = wanted.get("find"), wanted.get("value")
    sought, put = ("" if text is None else str(text) for text in (sought, put))
    if not sought or max(len(sought), len(put)) > LONGEST:
        raise Refused(NOTHING_SOUGHT)
    pattern = pattern_of(sought, case=wanted.get("case") is True, width=wanted.get("width") is True)
    whole = wanted.get("whole") is True
    read: dict[tuple[str, str], Any] = {}  # a link is looked up once, however many rows come to it

    def new(name: str, now: Any) -> Any:
        text = text_of(items[name], now, who)
        other = whole and not pattern.fullmatch(text)
        changed = text if other else pattern.sub(lambda _: put, text)
        if changed == text:
            return now
        if (name, changed) not in read:
            read[name, changed] = _fixed(items[name], changed, who)
        return read[name, changed]

    return Manner(tuple(items), new)


def text_of(item: Described, value: Any, who: Who) -> str:
    """The value as a text that the column reads back: numbers without separators, days as they are kept."""
    if value is None:
        return ""
    if isinstance(item, LinkField):
        return titles_of(item.rel_model, {value}, who)[value]
    return item.show(value, who.lang) if isinstance(item, READABLE) or item.ours else str(item.keep(value))


def pattern_of(text: str, *, case: bool, width: bool) -> re.Pattern:
    """The text itself, as a pattern that takes either case and either width where these don't matter."""
    return re.compile("".join(_either(character, case=case, width=width) for character in text))


def _either(character: str, *, case: bool, width: bool) -> str:
    same = {character}
    if not width:
        same |= {unicodedata.normalize("NFKC", character), _wide(character)}
    if not case:
        same |= {turned for each in same for turned in (each.lower(), each.upper())}
    return "(?:" + "|".join(re.escape(each) for each in sorted(same, key=len, reverse=True)) + ")"


def _wide(character: str) -> str:
    """ABC as ＡＢＣ, where there is such a thing."""
    if character == " ":
        return "\u3000"
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character
