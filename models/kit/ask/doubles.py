"""Rows that are likely the same in life, by what a person sees of them: one phone, one number, one name and what else agrees."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..declare.record import Record
from ..fields import BarcodeField, DayField, Described, EmailField, IdNumberField, LineField, LinkField, PhoneField
from ..text import Text
from .kept_apart import kept_apart
from .query import Query

MOST_LOOKED, MOST_GROUPS, MOST_TOGETHER = 100_000, 200, 20
SAME = Text("{field}相同", "same {field}")
NEARLY = Text("{field}几乎相同", "nearly the same {field}")
TELLING = (PhoneField, IdNumberField, EmailField, BarcodeField)
NUMBERED = re.compile(r"(?=(?:\D*\d){6})[0-9A-Z-]{10,30}")  # tax numbers, licences, contracts: nobody shares these
KINDS_OF_FIRM = re.compile(
    r"(有限责任公司|股份有限公司|有限公司|分公司|公司|集团|商行|经营部|coltd|ltd|inc|llc|company)+$"
)
PLACES = re.compile(r"^[一-鿿]{2,3}?省|^[一-鿿]{2,4}?市")
LEVELS = re.compile(r"^([一-鿿]{2,3}?)省|^([一-鿿]{2,4}?)市")
PLACED = re.compile(
    "^(北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
    "|内蒙古|广西|西藏|宁夏|新疆|成都|绵阳|德阳|武汉|广州|深圳|杭州|南京|西安|长沙|郑州|济南|青岛|沈阳|大连|昆明|贵阳)+"
)
SHORTEST_NEAR, LONGEST_PERSON, SHORTEST_ADDRESS = 5, 4, 6
COUNTING = set("零一二三四五六七八九十甲乙丙丁东南西北中上下前后新老大小")  # 城东店 and 城西店 are two


@dataclass(frozen=True)
class Double:
    """Rows that may be one, the oldest first, and what speaks for it, the strongest first."""

    ids: tuple[int, ...]
    why: tuple[Text, ...]


class Doubles:
    """`query`: among which rows, and by which columns: what is masked or hidden from the person speaks for nothing.

    partly: there are more rows than were looked at, which are the newest; more: there are more groups than are told.
    apart: what would be told if nobody had said that it isn't the same.
    """

    def __init__(self, query: Query):
        self.record, self.query = query.record, query
        shown = {name: item for name, item in query.fields.items() if query.shown.get(name) == "full"}
        self.items = {name: item for name, item in shown.items() if name in self.record.fields() and _speaks(item)}
        self.merged = [n for n, item in self.record.links().items() if item.rel_model is self.record and item.locked]
        self.partly = self.more = False
        self.apart: list[Double] = []
        self.groups = self._grouped()

    def _grouped(self) -> list[Double]:
        agreeing: dict[tuple[int, int], list[Text]] = defaultdict(list)
        parted: dict[tuple[int, int], list[Text]] = defaultdict(list)
        rows, apart = self._rows(), kept_apart(self.record)
        for alike, why in self._alike(rows):
            ids = sorted(alike)
            for at, other in enumerate(ids[1:], 1):
                first = next((id for id in ids[:at] if (id, other) not in apart), None)
                pairs, pair = (parted, (ids[0], other)) if first is None else (agreeing, (first, other))
                if why not in pairs[pair]:
                    pairs[pair].append(why)
        self.apart = _joined(parted)[:MOST_GROUPS]
        groups = _joined(agreeing)
        groups.sort(key=lambda group: (-len(group.why), group.ids))
        self.more = len(groups) > MOST_GROUPS
        return groups[:MOST_GROUPS]

    def _rows(self) -> list[tuple[int, dict[str, Any]]]:
        names = [*self.items, *self.merged]
        select = self.record.select(self.record.id, *(self.record.fields()[name] for name in names))
        select = select if self.query.where is None else select.where(self.query.where)
        read = list(select.order_by(self.record.id.desc()).limit(MOST_LOOKED + 1).tuples())
        self.partly = len(read) > MOST_LOOKED
        rows = [(id, dict(zip(names, values, strict=True))) for id, *values in read[:MOST_LOOKED]]
        return [(id, row) for id, row in rows if not any(row[name] for name in self.merged)]

    def _alike(self, rows: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[list[int], Text]]:
        title = self.record.sheet.title
        for name, item in self.items.items():
            if isinstance(item, TELLING):
                yield from _same(rows, name, lambda value: value, item.label)
            elif isinstance(item, LineField) and name != title:
                yield from _same(rows, name, _numbered, item.label)
        item = self.items.get(title)
        if item is not None and title in self.record.pinyin():
            yield from self._named(rows, title, item)

    def _named(self, rows: list[tuple[int, dict[str, Any]]], title: str, item: Described) -> Iterator[Any]:
        """Firms by their names alone, people where something else of them agrees, too."""
        called = _by_value(rows, title, core)
        near: dict[str, list[str]] = defaultdict(list)
        for name, alike in called.items():
            if any(_is_firm(row[title]) for _, row in alike):
                if 1 < len(alike) <= MOST_TOGETHER:
                    yield [id for id, _ in alike], SAME(field=item.label)
                for cut in _shortened(name):
                    near[cut].append(name)
            elif len(alike) > 1:
                yield from self._also(alike, item)
        for name, placed in called.items():  # 康源商贸 may be 四川康源商贸, but 成都地铁 isn't 重庆地铁
            short = PLACED.sub("", name)
            if short != name and len(short) > 1 and short in called:
                yield [placed[0][0], called[short][0][0]], NEARLY(field=item.label)
        for names in near.values():
            if 1 < len(names) <= MOST_TOGETHER:
                yield [called[name][0][0] for name in names], NEARLY(field=item.label)

    def _also(self, alike: list[tuple[int, dict[str, Any]]], item: Described) -> Iterator[tuple[list[int], Text]]:
        for name, other in self.items.items():
            if isinstance(other, DayField) and other.mask:
                ways: Any = str
            elif isinstance(other, LineField) and not isinstance(other, TELLING) and name != self.record.sheet.title:
                ways = _address
            else:
                continue
            for same, _ in _same(alike, name, ways, other.label):
                yield same, SAME(field=item.label)
                yield same, SAME(field=other.label)


def _speaks(item: Described) -> bool:
    """Whether a column can speak for two rows being one: what is written there by people, and no two rows share by chance."""
    if item.derived or isinstance(item, LinkField):
        return False
    return isinstance(item, LineField | PhoneField) or (isinstance(item, DayField) and item.mask)


def _by_value(rows: Iterable[tuple[int, dict[str, Any]]], name: str, way: Any) -> dict[Any, list[tuple[int, dict]]]:
    values: dict[Any, list[tuple[int, dict]]] = defaultdict(list)
    for id, row in rows:
        if row[name] not in (None, "") and (value := way(row[name])):
            values[value].append((id, row))
    return values


def _same(rows: list[tuple[int, dict[str, Any]]], name: str, way: Any, label: Text) -> Iterator[tuple[list[int], Text]]:
    for alike in _by_value(rows, name, way).values():
        if 1 < len(alike) <= MOST_TOGETHER:
            yield [id for id, _ in alike], SAME(field=label)


def _numbered(value: str) -> str | None:
    text = unicodedata.normalize("NFKC", value).upper().replace(" ", "")
    return text if NUMBERED.fullmatch(text) else None


def _address(value: str) -> str | None:
    text = _bare(value)
    while (cut := PLACES.sub("", text, count=1)) != text:
        text = cut
    return text if len(text) >= SHORTEST_ADDRESS and not text.isascii() else None


def _bare(value: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", value).casefold())


def core(value: str) -> str:
    """What a firm is called apart from what kind of firm it is: 四川省康源商贸有限公司 is 四川康源商贸."""
    text = _bare(value)
    text = LEVELS.sub(lambda place: place[1] or place[2], text, count=1) if len(text) > SHORTEST_NEAR else text
    return KINDS_OF_FIRM.sub("", text) or text


def _is_firm(name: str) -> bool:
    """Longer than people are called, or not in Chinese."""
    return len(text := _bare(name)) > LONGEST_PERSON or re.fullmatch(r"[一-鿿]+", text) is None


def _shortened(name: str) -> Iterator[str]:
    """The name with each sign left out, at its place: two names that differ in one sign share one of these."""
    if len(name) >= SHORTEST_NEAR and not any(sign.isdigit() for sign in name):
        for at in (at for at, sign in enumerate(name) if sign not in COUNTING):
            yield f"{name[:at]}_{name[at + 1 :]}"


def _joined(agreeing: dict[tuple[int, int], list[Text]]) -> list[Double]:
    """Pairs that have a row in common are one group, as long as it stays small enough to be looked at."""
    leader: dict[int, int] = {}
    members: dict[int, set[int]] = {}
    whys: dict[int, dict[Text, None]] = {}
    for (first, other), why in agreeing.items():
        sides = {leader.get(first, first), leader.get(other, other)}
        together = {first, other}.union(*(members.get(side, ()) for side in sides))
        if len(together) > MOST_TOGETHER:
            continue
        said = dict.fromkeys([text for side in sides for text in whys.pop(side, ())] + why)
        for side in sides:
            members.pop(side, None)
        head = min(together)
        members[head], whys[head] = together, said
        leader |= dict.fromkeys(together, head)
    return [Double(tuple(sorted(ids)), tuple(whys[head])) for head, ids in members.items()]


def joining(actions: Iterable[Any], record: type[Record]) -> Any | None:
    """The action that makes two rows of the type one, where it has such."""
    return next((action for action in actions if action.on is record and action.joins), None)
