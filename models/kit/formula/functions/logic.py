"""Conditions, and what to take where something is missing."""

from typing import Any

from ...text import Text
from .. import words
from ..nodes import Call, Node
from ..operators import compare
from ..value import Value
from .function import Function


def _first_that_fits(c: Any, tests: list[Value], given: list[tuple[Node, Value]], otherwise: bool) -> Value:
    """A test that has no answer ends the search without a result, as an error does in Excel."""
    values = c.one_kind(given)
    results = [value.sql for value in values]
    rest = results.pop() if otherwise else None
    sql = rest if rest is not None else c.lacking(values[0].kind).sql
    for test, result in reversed(list(zip(tests, results, strict=True))):
        plain = f"CASE WHEN {test.sql} THEN {result} ELSE {sql} END"
        sql = c.dialect.when(test.sql, result, sql) if test.may_lack else plain
    lacks = not otherwise or any(value.may_lack for value in (*tests, *values))
    made = c.merged(values, sql, may_lack=lacks)
    return made.but(own=made.own and all(test.own for test in tests))


def _if(c: Any, node: Call, solid: bool) -> Value:
    test = c.flag(node.args[0])
    given = [(arg, c.node(arg, solid)) for arg in node.args[1:]]
    if len(given) == 1:
        given.append((node, Value(c.dialect.truth(False), "flag", may_lack=False)))
        if given[0][1].kind != "flag":
            given[1] = (
                node,
                c.lacking(given[0][1].kind) if given[0][1].kind in ("day", "moment") else _no(c, given[0][1]),
            )
    return _first_that_fits(c, [test], given, True)


def _no(c: Any, like: Value) -> Value:
    """IF without an “else” is nothing of its kind."""
    return Value(c.dialect.text(""), "empty", may_lack=False, atom=True, written="")


def _ifs(c: Any, node: Call, solid: bool) -> Value:
    pairs = list(zip(node.args[::2], node.args[1::2], strict=False))
    tests = [c.flag(test) for test, _ in pairs]
    return _first_that_fits(c, tests, [(result, c.node(result, solid)) for _, result in pairs], False)


def _switch(c: Any, node: Call, solid: bool) -> Value:
    asked, *rest = node.args
    value = c.node(asked, solid=True)
    pairs, otherwise = list(zip(rest[::2], rest[1::2], strict=False)), len(rest) % 2
    tests = []
    for test, _ in pairs:
        wanted = c.node(test, solid=True)
        if "unknown" in (value.kind, wanted.kind):
            tests.append(wanted.but(kind="flag"))
            continue
        sql = compare(c, test, value, wanted, "=")
        tests.append(Value(sql, "flag", may_lack=value.may_lack or wanted.may_lack, own=value.own and wanted.own))
    given = [(arg, c.node(arg, solid)) for arg in [result for _, result in pairs] + rest[-1:] * otherwise]
    return _first_that_fits(c, tests, given, bool(otherwise))


def _all(sign: str):
    def make(c: Any, node: Call, solid: bool) -> Value:
        parts = [c.flag(arg) for arg in node.args]
        sql = "(" + f" {sign} ".join(part.sql for part in parts) + ")"
        return Value(sql, "flag", may_lack=any(part.may_lack for part in parts), own=all(part.own for part in parts))

    return make


def _not(c: Any, node: Call, solid: bool) -> Value:
    flag = c.flag(node.args[0])
    return flag.but(sql=f"(NOT {flag.sql})", atom=False, plain=False)


def _if_error(c: Any, node: Call, solid: bool) -> Value:
    first, other = node.args
    given = [(first, c.node(first, solid=True)), (other, c.node(other, solid))]
    values = c.one_kind(given)
    sql = f"COALESCE({values[0].sql}, {values[1].sql})"
    return c.merged(values, sql, may_lack=values[1].may_lack)


def _is_blank(c: Any, node: Call, solid: bool) -> Value:
    value = c.node(node.args[0])
    if value.kind == "empty":
        return Value(c.dialect.truth(True), "flag", may_lack=False)
    return Value(f"({value.sql} IS NULL)", "flag", may_lack=False, own=value.own)


def _coalesce(c: Any, node: Call, solid: bool) -> Value:
    values = c.one_kind([(arg, c.node(arg)) for arg in node.args])
    empty = c.dialect.text("")
    parts = [f"NULLIF({value.sql}, {empty})" if value.kind == "text" else value.sql for value in values]
    sql = f"COALESCE({', '.join(parts)})" if len(parts) > 1 else parts[0]
    made = c.merged(
        values, sql, may_lack=all(value.may_lack for value in values) or values[0].kind == "text", plain=True
    )
    return c.solid(made).but(plain=False) if solid else made.but(plain=False)


LOGIC = (
    Function(
        "IF",
        2,
        3,
        _if,
        Text("IF(条件, 是则, 否则)", "IF(condition, if so, else)"),
        Text("条件成立时取前一个，否则取后一个", "One value if it holds, else the other"),
    ),
    Function(
        "IFS",
        2,
        254,
        _ifs,
        Text("IFS(条件1, 值1, 条件2, 值2, …)", "IFS(condition 1, value 1, condition 2, value 2, …)"),
        Text("取第一个成立的条件后面的值", "The value behind the first condition that holds"),
        words.NO_BRANCH,
    ),
    Function(
        "SWITCH",
        3,
        254,
        _switch,
        Text("SWITCH(值, 情况1, 结果1, …, 其他)", "SWITCH(value, case 1, result 1, …, else)"),
        Text("按值取对应的结果", "The result that belongs to the value"),
        words.NO_BRANCH,
    ),
    Function(
        "AND", 1, 255, _all("AND"), Text("AND(条件, …)", "AND(condition, …)"), Text("全部成立", "Whether all hold")
    ),
    Function(
        "OR",
        1,
        255,
        _all("OR"),
        Text("OR(条件, …)", "OR(condition, …)"),
        Text("至少一个成立", "Whether one of them holds"),
    ),
    Function("NOT", 1, 1, _not, Text("NOT(条件)", "NOT(condition)"), Text("不成立", "Whether it does not hold")),
    Function(
        "IFERROR",
        2,
        2,
        _if_error,
        Text("IFERROR(值, 算不出时)", "IFERROR(value, if there is none)"),
        Text("算不出时用后一个", "The other value where there is no result"),
    ),
    Function(
        "ISBLANK", 1, 1, _is_blank, Text("ISBLANK([列])", "ISBLANK([Column])"), Text("是否空白", "Whether it is empty")
    ),
    Function(
        "COALESCE",
        1,
        255,
        _coalesce,
        Text("COALESCE([列1], [列2], …)", "COALESCE([Column 1], [Column 2], …)"),
        Text("第一个不空的", "The first one that is not empty"),
    ),
)
