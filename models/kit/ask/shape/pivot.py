"""A pivot: rows × columns × a measure, with its totals, and for each head the filter that leaves exactly its rows."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Any

import peewee

from ... import words
from ...clock import add_months, start_of
from ...server.dialect import day_here, period_of
from ...text import Text
from ..query import BadQuery
from .laid import NOTHING, Laid, places

PIVOT = Text("透视", "pivot")
DATED = ("day", "moment")
KINDS = (*DATED, "choice", "link", "flag", "month", "line", "name", "count", "rating", "progress")
NUMBERS = ("count", "money", "quantity", "rating", "progress")
GRAINS = {"day": 0, "week": 0, "month": 1, "quarter": 3, "year": 12}
FUNCTIONS = ("count", "sum", "mean", "least", "most", "distinct")
MOST_ROWS, MOST_COLUMNS, MOST_AXES, MOST_CELLS = 300, 40, 3, 200_000
NO_GRAIN = Text(
    "没有“{grain}”这种时间段；可用 day、week、month、quarter、year",
    "There is no span “{grain}”; take day, week, month, quarter or year",
)
NO_FUNCTION = Text("没有“{fn}”这种算法；可用 {known}", "There is no measure “{fn}”; take one of {known}")
NO_MEASURE = Text("“{field}”不是数字，不能{fn}", "“{field}” is no number: {fn} can't be taken of it")
NO_SUM = Text(
    "“{field}”是两数之比，各行加起来没有意义；请合计它的分子或分母那一列",
    "“{field}” is one number over another, and its rows don't add up; take the sum of the column above or below",
)
TOO_FINE = Text(
    "分得太细了：格子超过 {most} 个，请换粗一些的分组，或加筛选条件",
    "That is too fine: more than {most} cells; group by something coarser or narrow the filter",
)


@dataclass(frozen=True)
class Axis:
    """A column that rows are grouped by, of a day or a moment by the span it lies in."""

    item: Any
    grain: str | None
    expression: Any

    @property
    def name(self) -> str:
        return self.item.name


class Pivot:
    """rows, columns: [{field, grain}]; measure: {fn, field}."""

    def __init__(self, query: Laid, rows: Any, columns: Any, measure: Any):
        self.query = query
        self.rows, self.columns = ([self._axis(axis) for axis in _listed(part)] for part in (rows, columns))
        if len(self.rows) + len(self.columns) > MOST_AXES:
            raise BadQuery(words.BAD_REQUEST(what="rows, columns"))
        self.fn, self.of = self._measure(measure)

    def _axis(self, asked: Any) -> Axis:
        if not isinstance(asked, dict) or asked.keys() - {"field", "grain"}:
            raise BadQuery(words.BAD_REQUEST(what="rows, columns"))
        item = self.query.axis(asked.get("field"), KINDS, PIVOT)
        if item.kind not in DATED:
            return Axis(item, None, item)
        grain = asked.get("grain") or "month"
        if not isinstance(grain, str) or grain not in GRAINS:
            raise BadQuery(NO_GRAIN(grain=str(grain)[:20]))
        return Axis(item, grain, period_of(item if item.kind == "day" else day_here(item), grain))

    def _measure(self, asked: Any) -> tuple[str, Any]:
        asked = {"fn": "count"} if asked is None else asked
        fn = asked.get("fn") if isinstance(asked, dict) else None
        if fn not in FUNCTIONS:
            raise BadQuery(NO_FUNCTION(fn=str(fn)[:20], known=", ".join(FUNCTIONS)))
        if fn == "count":
            return fn, None
        kinds = (*KINDS, *NUMBERS) if fn == "distinct" else (*NUMBERS, *DATED) if fn in ("least", "most") else NUMBERS
        item = self.query.axis(asked.get("field"), (*KINDS, *NUMBERS), PIVOT)
        if item.kind not in kinds:
            raise BadQuery(NO_MEASURE(field=item.label, fn=fn))
        if fn == "sum" and item.ratio:
            raise BadQuery(NO_SUM(field=item.label))
        return fn, item

    # Counting ---------------------------------------------------------------------------------------------------------

    def answer(self) -> dict[str, Any]:
        """{rows, columns: [{key, label, filter, total}], cells, total, out: {rows, columns}}; a head is [one value for each axis]."""
        rows, out_rows = self._heads(self.rows, MOST_ROWS)
        columns, out_columns = self._heads(self.columns, MOST_COLUMNS)
        ((*whole,),) = self._counted([], None)
        return {
            "rows": rows,
            "columns": columns,
            "total": self._value(whole),
            "cells": self._cells(
                [head["at"] for head in rows], [head["at"] for head in columns], bool(out_rows or out_columns)
            ),
            "out": {"rows": out_rows, "columns": out_columns},
            "kind": self._kind(),
            "count": whole[0],
            "fn": self.fn,
        }

    def _heads(self, axes: list[Axis], most: int) -> tuple[list[dict[str, Any]], int]:
        """The groups of one side in their order, with their totals; of too many the latest or largest. And how many stay out."""
        if not axes:
            return [], 0
        groups = self._counted(axes, None)
        kept = groups if len(groups) <= most else _foremost(groups, axes)[:most]
        labels = [self._labels(axis, {group[at] for group in kept}) for at, axis in enumerate(axes)]
        orders = [_order(axis, self.query, labels[at]) for at, axis in enumerate(axes)]
        kept = sorted(kept, key=lambda group: tuple(order(group[at]) for at, order in enumerate(orders)))
        return [
            {
                "key": [self._wire(axis, group[at]) for at, axis in enumerate(axes)],
                "label": [labels[at][group[at]] for at in range(len(axes))],
                "filter": _together([self._filter(axis, group[at]) for at, axis in enumerate(axes)]),
                "total": self._value(group[len(axes) :]),
                "at": group[: len(axes)],
            }
            for group in kept
        ], len(groups) - len(kept)

    def _cells(self, rows: list[tuple], columns: list[tuple], some: bool) -> list[list[Any]]:
        if not self.rows or not self.columns:
            return []
        axes = [*self.rows, *self.columns]
        also = self._within(rows, columns) if some else None
        values = {group[: len(axes)]: self._value(group[len(axes) :]) for group in self._counted(axes, also)}
        return [[values.get((*row, *column)) for column in columns] for row in rows]

    def _within(self, rows: list[tuple], columns: list[tuple]) -> Any:
        """Only what stands in the heads that are shown."""
        parts = [
            (axis, {keys[at] for keys in side})
            for side, axes in ((rows, self.rows), (columns, self.columns))
            for at, axis in enumerate(axes)
        ]
        return reduce(and_, (_any_of(axis.expression, keys) for axis, keys in parts))

    def _counted(self, axes: list[Axis], also: Any) -> list[tuple]:
        names = [axis.name for axis in axes] + ([self.of.name] if self.of is not None else [])
        groups = self.query.grouped(
            "pivot", [axis.expression for axis in axes], self._measures(), also, self.query.over(*names)
        )
        if len(groups) > MOST_CELLS:
            raise BadQuery(TOO_FINE(most=f"{MOST_CELLS:,}"))
        return groups

    def _measures(self) -> list[Any]:
        """How many rows stand in a group, and what its measure is made of."""
        fn, of = peewee.fn, self.of
        rows = fn.COUNT(self.query.record.id)
        made: list[Any] = {
            "count": list,
            "sum": lambda: [fn.SUM(of)],
            "mean": lambda: [fn.SUM(of), fn.COUNT(of)],
            "least": lambda: [fn.MIN(of)],
            "most": lambda: [fn.MAX(of)],
            "distinct": lambda: [fn.COUNT(of.distinct())],
        }[self.fn]()
        return [rows, *made]

    # Telling ----------------------------------------------------------------------------------------------------------

    def _value(self, measured: Any) -> Any:
        """A measure as the wire carries it: counts as numbers, the others as texts; nothing of nothing."""
        rows, *made = measured
        if self.fn == "count":
            return rows
        if made[0] is None or self.fn == "distinct":
            return made[0]
        field = self.query.fields[self.of.name]
        if self.fn != "mean":
            return field.keep(field.python_value(made[0] if self.of.kind in DATED else int(made[0])))
        mean = Decimal(str(made[0])) / int(made[1])
        return format(mean.scaleb(-field.digits).quantize(Decimal("0.01")), "f")

    def _kind(self) -> str:
        """The kind of the measure, by which it is shown."""
        if self.fn in ("count", "distinct"):
            return "count"
        return "quantity" if self.fn == "mean" and self.of.kind != "money" else self.of.kind

    def _labels(self, axis: Axis, keys: set[Any]) -> dict[Any, str]:
        if axis.grain is None:
            return self.query.label(axis.item, keys)
        said = {key: period_name(date.fromisoformat(key), axis.grain) for key in keys if key is not None}
        return {None: self.query.who.say(NOTHING), **said}

    def _wire(self, axis: Axis, key: Any) -> Any:
        return key if axis.grain else self.query.wire(axis.item, key)

    def _filter(self, axis: Axis, key: Any) -> dict[str, Any]:
        """What leaves the rows of one group, as a grid asks for them."""
        if key is None:
            return {axis.name: {"empty": True}}
        if axis.grain is None:
            wire = self.query.wire(axis.item, key)
            return {axis.name: {"in": [wire]} if "in" in axis.item.ops else {"eq": wire}}
        first = date.fromisoformat(key)
        after = _after(first, axis.grain)
        field = self.query.fields[axis.name]
        if axis.item.kind == "day":
            return {axis.name: {"ge": field.keep(first), "le": field.keep(after - timedelta(days=1))}}
        return {axis.name: {"ge": field.keep(start_of(first)), "lt": field.keep(start_of(after))}}


def period_name(first: date, grain: str) -> str:
    """2026-11, 2026-W48, 2026-Q4: the same in either language."""
    if grain == "week":
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02d}"
    if grain == "quarter":
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return {"day": first.isoformat(), "month": first.isoformat()[:7], "year": str(first.year)}[grain]


def _after(first: date, grain: str) -> date:
    if GRAINS[grain]:
        return add_months(first, GRAINS[grain])
    return first + timedelta(days=7 if grain == "week" else 1)


def _order(axis: Axis, query: Laid, labels: dict[Any, str]) -> Any:
    """Days and numbers as they run, choices as they are listed, all else by name; what is empty last."""
    place = places(query.fields[axis.name])
    named = axis.item.kind in ("link", "line", "name")
    return lambda key: (key is None, place.get(key, len(place)), labels[key] if named or key is None else key)


def _foremost(groups: list[tuple], axes: list[Axis]) -> list[tuple]:
    """Of days the latest first, of all else what most rows stand in."""
    if axes[0].grain:
        return sorted(groups, key=lambda group: group[0] or "", reverse=True)
    return sorted(groups, key=lambda group: -group[len(axes)])


def _any_of(expression: Any, keys: set[Any]) -> Any:
    parts = [expression.in_(list(keys - {None}))] if keys - {None} else []
    return reduce(or_, [*parts, *([expression.is_null()] if None in keys else [])])


def _together(filters: list[dict[str, Any]]) -> dict[str, Any]:
    combined: dict[str, Any] = {}
    for part in filters:
        for name, asked in part.items():
            combined[name] = {**combined.get(name, {}), **asked}
    return combined


def _listed(asked: Any) -> list[Any]:
    if asked is None:
        return []
    if not isinstance(asked, list) or len(asked) > MOST_AXES:
        raise BadQuery(words.BAD_REQUEST(what="rows, columns"))
    return asked
