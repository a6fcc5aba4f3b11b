"""Rows in groups, as one list of lines: each group a line with its count, sums and means, its rows below it unless it is folded.

The groups are one question, kept until a row changes; of the rows only those are read that are asked for.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from itertools import islice
from operator import add, and_
from typing import Any

import peewee

from .. import words
from ..server.database import handle
from ..text import Text
from .conditions import any_of
from .figures import cached
from .filters import BadQuery
from .group_keys import Key, keys_of, rank
from .levels import levels_of
from .query import MOST_IDS, MOST_OFFSET, MOST_ROWS, Query, whole

MOST_GROUPS, MOST_COUNTED, MOST_FOLDS = 5000, 50_000, 2000
MARK = ":group"  # no column's name: what says of a line that it is a group

TOO_MANY = Text(
    "这样分组超过 {most} 组；请先筛选，或按月、季、年分组，或换一列",
    "That makes more than {most} groups; filter first, group days by month, quarter or year, or take another column",
)


@dataclass
class Group:
    """A group with what is in it; the whole is one without a key."""

    path: tuple[Any, ...] = ()
    holds: tuple[Any, ...] = ()
    count: int = 0
    sums: list[int] = field(default_factory=list)
    filled: list[int] = field(default_factory=list)
    inner: dict[Any, "Group"] = field(default_factory=dict)
    text: str | None = None
    size: int = 0  # lines that it takes, as things are folded
    open: bool = True

    def add(self, count: int, sums: list[int], filled: list[int]) -> None:
        first = not self.count
        self.count += count
        self.sums = sums if first else list(map(add, self.sums, sums))
        self.filled = filled if first else list(map(add, self.filled, filled))


@dataclass(frozen=True)
class Stretch:
    """Rows of one group, from one to before another, that are asked for. before: how many rows stand above the group, folded or not."""

    group: Group
    first: int
    after: int
    before: int = 0


class Groups:
    """The lines of a question whose rows are grouped.

    asked: up to three columns, `joined_on:month` or `-home_store`; folds: {shut: whether groups are folded by themselves,
    but: the paths of those that are not so}.
    """

    def __init__(self, query: Query, asked: Any, folds: Any = None):
        self.query, self.keys = query, keys_of(asked, query)
        shut, but = _folds(folds)
        self.measures, self.ratios = query.measures(), query.ratios()
        self.levels = levels_of(query.record) if self.measures or self.ratios else []
        self.whole = self._grown()
        self._fold(self.whole, shut, but)
        self.lines = self.whole.size - 1
        self.numbers: dict[int, int] = {}  # by id, which of all rows those asked for last are; groups don't count

    def rows(self, offset: Any = 0, limit: Any = 100) -> list[dict[str, Any]]:
        """A block of lines, groups and rows as they follow each other."""
        stretches = list(self._between(whole(offset, 0, MOST_OFFSET), whole(limit, 1, MOST_ROWS)))
        ids = self._ids([stretch for stretch in stretches if isinstance(stretch, Stretch)])
        rows = {row["id"]: row for row in self.query.by_ids([id for part in ids for id in part])}
        following = iter(ids)
        lines = []
        self.numbers = {}
        for stretch in stretches:
            if isinstance(stretch, Group):
                lines.append(self._told(stretch))
                continue
            for at, id in enumerate(next(following), stretch.before + stretch.first + 1):
                if id in rows:
                    lines.append(rows[id])
                    self.numbers[id] = at
        return lines

    def means(self) -> dict[str, str | None]:
        """The means of all rows that fit, of what is filled in."""
        return self._means(self.whole)

    def ids(self, offset: Any = 0, limit: Any = MOST_IDS) -> list[int]:
        """The rows among these lines."""
        between = self._between(whole(offset, 0, MOST_OFFSET), whole(limit, 1, MOST_IDS))
        return [
            id for part in self._ids([stretch for stretch in between if isinstance(stretch, Stretch)]) for id in part
        ]

    # The groups -------------------------------------------------------------------------------------------------------

    def _grown(self) -> Group:
        stored = [key.stored().alias(f"k{at}") for at, key in enumerate(self.keys)]
        items = [*(expression for _, expression in self.measures), *(part for _, *pair in self.ratios for part in pair)]
        items += self.levels
        figures = [peewee.fn.SUM(item).coerce(False) for item in items] + [peewee.fn.COUNT(item) for item in items]
        places = [peewee.SQL(str(at + 1)) for at in range(len(stored))]
        select = self.query.record.select(*stored, peewee.fn.COUNT(peewee.SQL("*")), *figures).group_by(*places)
        select = select if self.query.where is None else select.where(self.query.where)
        measured = (item.name for item, *_ in (*self.measures, *self.ratios))
        over = self.query.over(*(key.name for key in self.keys), *measured)
        select = select.limit(MOST_COUNTED + 1)
        counted = cached(self.query.record, "groups", select, lambda: list(handle.execute_sql(*select.sql())), over)
        return self._planted(counted)

    def _planted(self, counted: list[tuple]) -> Group:
        top, depth, many = Group(), len(self.keys), len(self.measures) + 2 * len(self.ratios) + len(self.levels)
        made = 0
        for row in counted:
            count, filled = row[depth], list(row[depth + 1 + many :])
            sums = [int(total or 0) for total in row[depth + 1 : depth + 1 + many]]
            here = top
            here.add(count, sums, filled)
            for key, stored in zip(self.keys, row, strict=False):
                bucket = key.bucket(stored)
                if bucket not in here.inner:
                    made += 1
                    here.inner[bucket] = Group((*here.path, bucket), (*here.holds, (key, bucket, stored)))
                here = here.inner[bucket]
                here.add(count, sums, filled)
        if made > MOST_GROUPS or len(counted) > MOST_COUNTED:
            raise BadQuery(TOO_MANY(most=f"{MOST_GROUPS:,}"))
        self._named(top, 0, self._texts(top))
        return top

    def _texts(self, top: Group) -> list[dict[Any, str]]:
        """What the groups of each level are called, asked once for all of a level."""
        texts, level = [], [top]
        for key in self.keys:
            level = [inner for group in level for inner in group.inner.values()]
            texts.append(key.texts({group.path[-1]: group.holds[-1][2] for group in level}, self.query.who))
        return texts

    def _named(self, group: Group, depth: int, texts: list[dict[Any, str]]) -> None:
        """Names what is in it, and puts it in order; rows without a value come last, whichever way."""
        if depth == len(self.keys):
            return
        key = self.keys[depth]
        for bucket, inner in group.inner.items():
            inner.text = texts[depth].get(bucket)
            self._named(inner, depth + 1, texts)
        given = [inner for bucket, inner in group.inner.items() if bucket is not None]
        given.sort(key=lambda inner: rank(key.item, inner.path[-1], inner.text or ""), reverse=key.descending)
        empty = [group.inner[None]] if None in group.inner else []
        group.inner = {inner.path[-1]: inner for inner in (*given, *empty)}

    def _fold(self, group: Group, shut: bool, but: set[str]) -> None:
        group.open = not group.path or shut == (_written(group.path) in but)
        for inner in group.inner.values():
            self._fold(inner, shut, but)
        inside = sum(inner.size for inner in group.inner.values()) if group.inner else group.count if group.path else 0
        group.size = 1 + (inside if group.open else 0)

    # Lines ------------------------------------------------------------------------------------------------------------

    def _between(self, offset: int, limit: int) -> Iterator[Group | Stretch]:
        """What stands in these lines."""
        return self._within(self.whole, -1, offset, offset + limit, 0)

    def _within(self, group: Group, at: int, first: int, after: int, before: int) -> Iterator[Group | Stretch]:
        if at >= after or at + group.size <= first:
            return
        if first <= at:
            yield group
        at += 1
        if group.open and group.inner:
            for inner in group.inner.values():
                yield from self._within(inner, at, first, after, before)
                at += inner.size
                before += inner.count
        elif group.open and group.path:
            start, end = max(first - at, 0), min(after - at, group.count)
            if start < end:
                yield Stretch(group, start, end, before)

    def _ids(self, stretches: list[Stretch]) -> list[list[int]]:
        """The rows of each: groups of which all rows are asked for in one question, a part of one in one of its own."""
        parts = {
            at: stretch for at, stretch in enumerate(stretches) if stretch.after - stretch.first < stretch.group.count
        }
        full = [stretch.group for at, stretch in enumerate(stretches) if at not in parts]
        known = self._all_of(full)
        return [
            self._part(parts[at]) if at in parts else known.get(stretch.group.path, [])
            for at, stretch in enumerate(stretches)
        ]

    def _part(self, stretch: Stretch) -> list[int]:
        select = self.query.selected([self.query.record.id], _inside(stretch.group))
        select = select.limit(stretch.after - stretch.first).offset(stretch.first)
        return [id for (id,) in handle.execute_sql(*select.sql())]

    def _all_of(self, groups: list[Group]) -> dict[tuple, list[int]]:
        by_path: dict[tuple, list[int]] = {}
        groups_left = iter(groups)
        while part := list(islice(groups_left, 200)):
            columns = [self.query.record.id, *(key.stored() for key in self.keys)]
            select = self.query.selected(columns, any_of([_inside(group) for group in part]))
            for id, *stored in handle.execute_sql(*select.sql()):
                path = tuple(key.bucket(value) for key, value in zip(self.keys, stored, strict=True))
                by_path.setdefault(path, []).append(id)
        return by_path

    def _told(self, group: Group) -> dict[str, Any]:
        key = self.keys[len(group.path) - 1]
        sums = self.query.as_sums(group.sums)
        about = {"path": list(group.path), "by": key.name, "step": key.step, "text": group.text, "count": group.count}
        return {
            "id": f"g:{_written(group.path)}",
            MARK: {**about, "open": group.open, "means": self._means(group)},
            **sums,
        }

    def _means(self, group: Group) -> dict[str, str | None]:
        figures = zip((item for item, _ in self.measures), group.sums, group.filled, strict=False)
        means = {item.name: _mean(item, total, filled) if filled else None for item, total, filled in figures}
        whole = self.query.as_sums(group.sums) if group.sums else {}
        return means | {item.name: whole.get(item.name) for item, *_ in self.ratios}


def _inside(group: Group) -> Any:
    return reduce(and_, (key.holds(bucket, stored) for key, bucket, stored in group.holds))


def _mean(item: Any, total: int, filled: int) -> str:
    mean = Decimal(item.python_value(total)) / filled
    return format(mean.quantize(Decimal("0.01")), "f")


def _written(path: Iterable[Any]) -> str:
    return json.dumps(list(path), ensure_ascii=False, separators=(",", ":"))


def _folds(asked: Any) -> tuple[bool, set[str]]:
    if asked is None:
        return False, set()
    shut, but = (asked.get("shut", False), asked.get("but", [])) if isinstance(asked, dict) else (None, None)
    sound = (
        isinstance(shut, bool)
        and isinstance(but, list)
        and len(but) <= MOST_FOLDS
        and all(isinstance(path, list) for path in but)
    )
    if not sound:
        raise BadQuery(words.BAD_REQUEST(what="folds"))
    return shut, {_written(path) for path in but}


__all__ = ["MARK", "Groups", "Key"]
