"""Roll-ups: one figure over the rows that link here, as a subquery with an alias of its own."""

from dataclasses import replace
from typing import Any

from . import arithmetic, words
from .context import Context, Need
from .nodes import Mistake, Node, part
from .value import WHOLE, Value, exact

WAYS = ("count", "sum", "mean", "least", "most", "first", "last", "list", "share")
APART = 10**9  # sums are made of what is above and below it, so that no sum runs over


def roll_up(c: Any, field: Any, link: Any, of: Node | None, where: Node | None) -> Value:
    """The value for each row of the compiler's context, which the condition and the value may name as the row that asks."""
    c._names += 1
    outer: Context = c.context
    inner = replace(outer.at(field.over, f"r{c._names}"), outer=outer)
    tests = [outer.scope(field.over, inner.alias)]
    if link is not None:
        tests.append(f'"{inner.alias}"."{link.column_name}" = "{outer.alias}"."id"')
    c.context = inner
    try:
        with part("where"):
            tests.append("" if where is None else c.flag(where).sql)
            if link is None and not any(need.record is field.over for need in c.needs):
                raise Mistake(words.NO_MATCH(record=field.over.sheet.label), 0)
        with part("of"):
            made = _FIGURES[field.what](c, of, field)
    finally:
        c.context = outer
    select, tail, value = made
    condition = " AND ".join(test for test in tests if test)
    sql = f'(SELECT {select} FROM "{field.over._meta.table_name}" AS "{inner.alias}" WHERE {condition}{tail})'
    return value.but(sql=sql, atom=False, own=False)


Figure = tuple[str, str, Value]


def _count(c: Any, of: Node | None, field: Any) -> Figure:
    return "COUNT(*)", "", exact("", 1, 10**12, may_lack=False)


def _needed(of: Node | None) -> Node:
    if of is None:
        raise Mistake(words.NOTHING, 0)
    return of


def _number(c: Any, of: Node | None, digits: int | None) -> Value:
    """Each row's number exact in one unit, so that the sum of a million is exact too."""
    from .formula import in_units

    value = c.node(_needed(of))  # where a column is empty it doesn't count
    value = value if value.is_number else c.number(of)
    if value.is_exact:
        return value
    return in_units(c, value, 2 if value.kind == "money" else 6 if digits is None else digits)


def _sum(c: Any, of: Node | None, field: Any) -> Figure:
    value, d = _number(c, of, field.digits), c.dialect
    high, low = d.whole(f"SUM({value.sql} / {APART})"), d.whole(f"SUM({value.sql} % {APART})")
    whole = f"CASE WHEN COUNT(*) = 0 THEN 0 WHEN abs({high}) < {WHOLE // APART - 1} THEN COALESCE({high} * {APART} + {low}, 0) END"
    return whole, "", exact("", value.scale, WHOLE, value.kind, percent=value.percent)


def _mean(c: Any, of: Node | None, field: Any) -> Figure:
    value = _number(c, of, field.digits)
    mean = f"{c.dialect.as_real(f'SUM({c.dialect.as_real(value.sql)})')} / NULLIF(COUNT({value.sql}), 0)"
    made = arithmetic.real(c, exact("", value.scale, WHOLE, value.kind, percent=value.percent))
    return f"({mean}) / {c.dialect.real(value.scale)}", "", made


def _most(which: str) -> Any:
    def figure(c: Any, of: Node | None, field: Any) -> Figure:
        value = c.node(_needed(of))
        if value.kind not in ("number", "money", "day", "moment", "month"):
            raise c.wrong(of, "number", value)
        return f"{which}({value.sql})", "", value.but(plain=True, may_lack=True)

    return figure


def _end(direction: str) -> Any:
    """The first or the last in the order of a column, which is read by that; rows without it come behind."""

    def figure(c: Any, of: Node | None, field: Any) -> Figure:
        value = c.node(_needed(of))
        if value.kind in ("row", "tags", "choice"):
            value = c.words_of(value)
        by = field.over.fields().get(field.by)
        alias = c.context.alias
        order = f'"{alias}"."id" {direction}'
        if by is not None:
            c.needs.append(Need(field.over, by))
            column = f'"{alias}"."{by.column_name}"'
            order = f"CASE WHEN {column} IS NULL THEN 1 ELSE 0 END, {column} {direction}, {order}"
        return value.sql, f" ORDER BY {order} LIMIT 1", value.but(plain=True, may_lack=True)

    return figure


def _list(c: Any, of: Node | None, field: Any) -> Figure:
    value, d = c.text(_needed(of)), c.dialect
    empty, between = d.text(""), d.text("、")
    listed = f'{d.listing}(NULLIF({value.sql}, {empty}), {between} ORDER BY "{c.context.alias}"."id")'
    return f"substr({listed}, 1, 2000)", "", Value("", "text", plain=True, size=2000)


def _share(c: Any, of: Node | None, field: Any) -> Figure:
    test, d = c.flag(_needed(of)), c.dialect
    fit = f"SUM(CASE WHEN {test.sql} THEN 1 ELSE 0 END)"
    value = arithmetic.real(c, exact("", 1, 1))
    return f"{d.as_real(fit)} / NULLIF(COUNT(*), 0)", "", value.but(low=-12.0, percent=True)


_FIGURES = {
    "count": _count,
    "sum": _sum,
    "mean": _mean,
    "least": _most("MIN"),
    "most": _most("MAX"),
    "first": _end("ASC"),
    "last": _end("DESC"),
    "list": _list,
    "share": _share,
}
