"""Numbers: rounding and the rest of what Excel's people reckon with."""

from collections.abc import Callable
from typing import Any

from ...text import Text
from .. import arithmetic, words
from ..nodes import Call, Column
from ..value import Value, exact, pointed
from .function import Function


def _rounding(way: str) -> Callable:
    def make(c: Any, node: Call, solid: bool) -> Value:
        value = c.number(node.args[0])
        if len(node.args) == 1:
            return arithmetic.rounded(c, value, 0, way)
        digits = c.written_number(node.args[1], "2")
        return (
            arithmetic.rounded(c, value, digits, way)
            if digits is not None
            else _to_digits(c, value, c.whole(node.args[1]), way)
        )

    return make


def _to_digits(c: Any, number: Value, digits: Value, way: str) -> Value:
    """Where a column says to how many digits: one of the usual numbers of them."""
    cases = [(at, arithmetic.real(c, arithmetic.rounded(c, number, at, way))) for at in range(-6, 10)]
    whens = " ".join(f"WHEN {c.dialect.number(at)} THEN {value.sql}" for at, value in cases)
    if number.atom:
        sql, own = f"CASE {digits.sql} {whens} END", number.own and digits.own
    else:
        sql, own = c.once([number, digits], lambda x, n: _cases(c, number, x, n, way))
    return pointed(sql, -18, max(value.high for _, value in cases), number.kind, own=own)


def _cases(c: Any, value: Value, x: str, n: str, way: str) -> str:
    said = value.but(sql=x, atom=True)
    cases = [(at, arithmetic.real(c, arithmetic.rounded(c, said, at, way)).sql) for at in range(-6, 10)]
    return f"CASE {n} " + " ".join(f"WHEN {c.dialect.number(at)} THEN {sql}" for at, sql in cases) + " END"


def _int(c: Any, node: Call, solid: bool) -> Value:
    return arithmetic.whole(c, c.number(node.args[0]), "floor")


def _mod(c: Any, node: Call, solid: bool) -> Value:
    return arithmetic.remainder(c, c.number(node.args[0]), c.number(node.args[1]))


def _abs(c: Any, node: Call, solid: bool) -> Value:
    value = c.number(node.args[0])
    return value.but(sql=f"abs({value.sql})", atom=False, plain=False, written=None)


def _each(c: Any, node: Call) -> tuple[list[Value], list[Value]]:
    """Columns, whose empty cells don't count, and everything else, all of one unit."""
    plain, strict = [], []
    for arg in node.args:
        value = c.node(arg) if isinstance(arg, Column) else None
        if value is not None and value.is_number and value.plain and value.may_lack:
            plain.append(value)
        else:
            strict.append(c.number(arg))
    both = arithmetic.alike(c, plain + strict)
    return both[: len(plain)], both[len(plain) :]


def _kind(values: list[Value]) -> str:
    return "money" if {value.kind for value in values} == {"money"} else "number"


def _extreme(which: str) -> Callable:
    def make(c: Any, node: Call, solid: bool) -> Value:
        if _are_days(c, node):
            return _extreme_day(c, node, which)
        plain, strict = _each(c, node)
        values, d = plain + strict, c.dialect
        if not plain and not any(value.may_lack for value in strict):
            pick = d.least if which == "min" else d.greatest
            sql = strict[0].sql
            for value in strict[1:]:
                sql = pick(sql, value.sql)
            return c.merged(values, sql, kind=_kind(values), plain=False)
        sql = d.extreme(which, [value.sql for value in plain], [value.sql for value in strict])
        if not strict:
            sql = d.filled(sql, d.number(0) if values[0].is_exact else d.real(0))
        made = c.merged(values, sql, kind=_kind(values), own=False, plain=False)
        return made.but(may_lack=any(value.may_lack for value in strict))

    return make


def _are_days(c: Any, node: Call) -> bool:
    before, steps = len(c.mistakes), c.steps
    kinds = {c.node(arg).kind for arg in node.args}
    del c.mistakes[before:]
    c.steps = steps
    return bool(kinds) and kinds <= {"day", "moment"}


def _extreme_day(c: Any, node: Call, which: str) -> Value:
    """The earliest or the latest day, of those that are there."""
    values = c.one_kind([(arg, c.node(arg)) for arg in node.args])
    return c.merged(values, c.dialect.extreme(which, [value.sql for value in values], []), own=False, may_lack=True)


def _sum(c: Any, node: Call, solid: bool) -> Value:
    total = c.number(node.args[0])
    for arg in node.args[1:]:
        total = arithmetic.add(c, total, c.number(arg), "+")
    return total


def _average(c: Any, node: Call, solid: bool) -> Value:
    plain, strict = _each(c, node)
    total = _sum(c, node, solid)
    if not plain:
        return arithmetic.divide(c, total, exact(c.dialect.number(len(strict)), 1, len(strict), written=len(strict)))
    there = f"({c.dialect.counted([value.sql for value in plain])} + {len(strict)})"
    return arithmetic.divide(c, total, exact(there, 1, len(node.args), may_lack=False))


def _count(c: Any, node: Call, solid: bool) -> Value:
    values = [c.node(arg) for arg in node.args]
    return exact(
        c.dialect.counted([value.sql for value in values]),
        1,
        len(values),
        may_lack=False,
        own=all(value.own for value in values),
    )


def _power(c: Any, node: Call, solid: bool) -> Value:
    return arithmetic.power(c, c.number(node.args[0]), c.number(node.args[1]))


def _sqrt(c: Any, node: Call, solid: bool) -> Value:
    value = c.real(node.args[0])
    sql, own = c.once([value], lambda x: f"CASE WHEN {x} >= {c.dialect.real(0)} THEN sqrt({x}) END")
    return pointed(sql, value.low / 2, value.high / 2, value.kind if value.kind == "number" else "number", own=own)


def _steps(way: str) -> Callable:
    """CEILING and FLOOR: to a multiple; in which direction, Excel leaves to the signs."""

    def make(c: Any, node: Call, solid: bool) -> Value:
        value = c.number(node.args[0])
        step = (
            c.number(node.args[1])
            if len(node.args) > 1
            else exact(c.dialect.number(1), 1, 1, may_lack=False, atom=True, written=1)
        )
        written = step.written
        if written is not None and written > 0 and step.is_exact:
            times = arithmetic.whole(
                c, arithmetic.divide(c, value, step) if step.scale != 1 or written != 1 else value, way
            )
            return arithmetic.multiply(c, times, step).but(kind=value.kind)
        return _any_step(c, value, step, way)

    return make


def _any_step(c: Any, value: Value, step: Value, way: str) -> Value:
    d = c.dialect
    x, y = arithmetic.real(c, value), arithmetic.real(c, step)

    def made(a: str, b: str) -> str:
        zero, far = d.real(0), d.real(1e15)
        times = f"({a} / NULLIF({b}, {zero}))"
        whole = f"{way}({d.near(times)})" + ("" if d.name == "sqlite" else "::double precision")
        nought = f"WHEN {a} = {zero} THEN {zero}" + (f" WHEN {b} = {zero} THEN {zero}" if way == "ceil" else "")
        return f"CASE {nought} WHEN {a} > {zero} AND {b} < {zero} THEN NULL WHEN abs({times}) < {far} THEN {whole} * {b} END"

    sql, own = c.once([x, y], made)
    return pointed(sql, min(x.low, y.low), max(x.high, y.high) + 1, value.kind, own=own)


def _value(c: Any, node: Call, solid: bool) -> Value:
    value = c.node(node.args[0], solid=True)
    if value.is_number or value.kind == "flag":
        return c.number(node.args[0])
    text, d = c.text(node.args[0]), c.dialect
    bare = c.node(node.args[0]) if isinstance(node.args[0], Column) else text
    read = d.read_number(text.sql)
    if bare.plain and bare.may_lack and bare.kind in ("text", "month"):
        read = f"CASE WHEN {bare.sql} IS NULL THEN {d.real(0)} ELSE {read} END"  # an empty cell is 0, a text without letters none
    return pointed(read, -170, 170, own=False)


NUMBERS = (
    Function(
        "ROUND",
        1,
        2,
        _rounding("round"),
        Text("ROUND(数, 位数)", "ROUND(number, digits)"),
        Text("四舍五入", "To so many decimals, halves away from zero"),
        words.TOO_BIG,
    ),
    Function(
        "ROUNDUP",
        1,
        2,
        _rounding("up"),
        Text("ROUNDUP(数, 位数)", "ROUNDUP(number, digits)"),
        Text("远离零进位", "To so many decimals, away from zero"),
        words.TOO_BIG,
    ),
    Function(
        "ROUNDDOWN",
        1,
        2,
        _rounding("trunc"),
        Text("ROUNDDOWN(数, 位数)", "ROUNDDOWN(number, digits)"),
        Text("舍去多余位数", "To so many decimals, the rest cut off"),
        words.TOO_BIG,
    ),
    Function(
        "INT", 1, 1, _int, Text("INT(数)", "INT(number)"), Text("向下取整", "Down to the whole number"), words.TOO_BIG
    ),
    Function(
        "MOD",
        2,
        2,
        _mod,
        Text("MOD(数, 除数)", "MOD(number, divisor)"),
        Text("余数", "What is left over"),
        words.BY_ZERO,
    ),
    Function("ABS", 1, 1, _abs, Text("ABS(数)", "ABS(number)"), Text("绝对值", "Without its sign")),
    Function(
        "MIN",
        1,
        255,
        _extreme("min"),
        Text("MIN(数, …)", "MIN(number, …)"),
        Text("最小的；空白不算", "The least; empty cells don't count"),
    ),
    Function(
        "MAX",
        1,
        255,
        _extreme("max"),
        Text("MAX(数, …)", "MAX(number, …)"),
        Text("最大的；空白不算", "The most; empty cells don't count"),
    ),
    Function("SUM", 1, 255, _sum, Text("SUM(数, …)", "SUM(number, …)"), Text("合计", "The sum"), words.TOO_BIG),
    Function(
        "AVERAGE",
        1,
        255,
        _average,
        Text("AVERAGE(数, …)", "AVERAGE(number, …)"),
        Text("平均；空白不算", "The mean; empty cells don't count"),
        words.BY_ZERO,
    ),
    Function(
        "COUNT",
        1,
        255,
        _count,
        Text("COUNT([列], …)", "COUNT([Column], …)"),
        Text("有几个不空", "How many are not empty"),
    ),
    Function(
        "POWER",
        2,
        2,
        _power,
        Text("POWER(底数, 指数)", "POWER(base, exponent)"),
        Text("乘方", "A number raised to a power"),
        words.TOO_BIG,
    ),
    Function(
        "SQRT", 1, 1, _sqrt, Text("SQRT(数)", "SQRT(number)"), Text("平方根", "The square root"), words.BELOW_ZERO
    ),
    Function(
        "CEILING",
        1,
        2,
        _steps("ceil"),
        Text("CEILING(数, 倍数)", "CEILING(number, multiple)"),
        Text("向上取到倍数", "Up to a multiple"),
        words.TOO_BIG,
    ),
    Function(
        "FLOOR",
        1,
        2,
        _steps("floor"),
        Text("FLOOR(数, 倍数)", "FLOOR(number, multiple)"),
        Text("向下取到倍数", "Down to a multiple"),
        words.TOO_BIG,
    ),
    Function(
        "VALUE",
        1,
        1,
        _value,
        Text("VALUE(文字)", "VALUE(text)"),
        Text("把文字变成数字", "The number that a text says"),
        words.NOT_A_NUMBER,
    ),
)
