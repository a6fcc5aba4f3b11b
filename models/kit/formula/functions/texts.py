"""Texts: parts of them, what stands where, and numbers and days in writing."""

from typing import Any

from ...text import Text
from .. import arithmetic, words
from ..formats import day_pattern, number_pattern
from ..nodes import Call, Mistake, String
from ..operators import joined, short
from ..value import Value, exact
from .function import Function


def _made(sql: str, *of: Value, size: int = 0, lacks: bool | None = None, own: bool = True) -> Value:
    may_lack = any(value.may_lack for value in of) if lacks is None else lacks
    return Value(
        sql,
        "text",
        may_lack=may_lack,
        own=own and all(value.own for value in of),
        size=size or max(value.size for value in of),
    )


def _side(which: str):
    def make(c: Any, node: Call, solid: bool) -> Value:
        text = c.text(node.args[0])
        count = (
            c.whole(node.args[1]) if len(node.args) > 1 else exact(c.dialect.number(1), 1, 1, may_lack=False, atom=True)
        )
        sql = getattr(c.dialect, which)(text.sql, count.sql)
        return _made(sql, text, count, size=text.size, lacks=True, own=which == "left" or c.dialect.name != "sqlite")

    return make


def _mid(c: Any, node: Call, solid: bool) -> Value:
    text, start, count = c.text(node.args[0]), c.whole(node.args[1]), c.whole(node.args[2])
    return _made(c.dialect.middle(text.sql, start.sql, count.sql), text, start, count, size=text.size, lacks=True)


def _len(c: Any, node: Call, solid: bool) -> Value:
    text = c.text(node.args[0])
    return exact(c.dialect.length(text.sql), 1, 10**6, may_lack=text.may_lack, own=text.own)


def _turned(way: str):
    def make(c: Any, node: Call, solid: bool) -> Value:
        text = c.text(node.args[0])
        return short(
            c, _made(getattr(c.dialect, way)(text.sql), text, own=False, size=text.size * (3 if way == "raised" else 1))
        )

    return make


def _concat(c: Any, node: Call, solid: bool) -> Value:
    return joined(c, [c.text(arg) for arg in node.args])


def _textjoin(c: Any, node: Call, solid: bool) -> Value:
    d, between, skips = c.dialect, c.text(node.args[0]), c.flag(node.args[1])
    parts, empty = [c.text(arg) for arg in node.args[2:]], d.text("")
    sqls = []
    for part in parts:
        sql, _ = c.once(
            [part, between, skips], lambda x, b, s: f"CASE WHEN {s} AND {x} = {empty} THEN {empty} ELSE {b} || {x} END"
        )
        sqls.append(sql)
    size = sum(part.size for part in parts) + between.size * len(parts)
    whole = _made(d.joined(sqls), between, *parts, size=size, own=False)
    if between.written is not None:
        return short(c, whole.but(sql=d.from_on(whole.sql, len(between.written) + 1)))
    sql, own = c.once([whole, between], lambda x, b: f"substr({x}, {_int(d, d.length(b))} + 1)")
    return short(c, whole.but(sql=sql, own=own))


def _int(d: Any, sql: str) -> str:
    return sql if d.name == "sqlite" else f"({sql})::int"


def _substitute(c: Any, node: Call, solid: bool) -> Value:
    text, old, new = (c.text(arg) for arg in node.args[:3])
    d = c.dialect
    if len(node.args) == 3:
        sql, lacks = d.replaced(text.sql, old.sql, new.sql), None
    else:
        sql, lacks = d.replaced_nth(text.sql, old.sql, new.sql, c.whole(node.args[3]).sql), True
    return _made(sql, text, old, new, size=32767, own=False, lacks=True if lacks is None else lacks)


def _find(c: Any, node: Call, solid: bool) -> Value:
    what, text = c.text(node.args[0]), c.text(node.args[1])
    d = c.dialect
    if len(node.args) == 2:
        return exact(f"NULLIF({d.place(text.sql, what.sql)}, 0)", 1, 10**6, own=what.own and text.own)
    return exact(d.place_from(text.sql, what.sql, c.whole(node.args[2]).sql), 1, 10**6, own=False)


def _search(c: Any, node: Call, solid: bool) -> Value:
    """Whatever the case; ? and * stand for others where the text that is sought is written out."""
    d, text = c.dialect, c.text(node.args[1])
    start = c.whole(node.args[2]).sql if len(node.args) > 2 else d.number(1)
    if isinstance(node.args[0], String):
        return exact(d.place_like(text.sql, node.args[0].text, start), 1, 10**6, own=False)
    what = c.text(node.args[0])
    return exact(d.place_from(d.folded(text.sql), d.folded(what.sql), start), 1, 10**6, own=False)


def _contains(c: Any, node: Call, solid: bool) -> Value:
    d, text, what = c.dialect, c.text(node.args[0]), c.text(node.args[1])
    fold = what.written is None or what.written.lower() != what.written.upper()
    inside = d.place(d.folded(text.sql), d.folded(what.sql)) if fold else d.place(text.sql, what.sql)
    return Value(
        f"({inside} > 0)", "flag", may_lack=text.may_lack or what.may_lack, own=not fold and text.own and what.own
    )


def _exact(c: Any, node: Call, solid: bool) -> Value:
    text, other = (c.text(part) for part in node.args)
    return Value(
        f"({text.sql} = {other.sql})", "flag", may_lack=text.may_lack or other.may_lack, own=text.own and other.own
    )


def _rept(c: Any, node: Call, solid: bool) -> Value:
    text, count = c.text(node.args[0]), c.whole(node.args[1])
    return _made(c.dialect.repeated(text.sql, count.sql, 32767), text, count, size=32767, lacks=True, own=False)


def _text(c: Any, node: Call, solid: bool) -> Value:
    """A number or a day in the way that the format says."""
    value = c.node(node.args[0], solid=True)
    wanted = c.written_text(node.args[1], "TEXT", '"0.00"')
    if value.kind == "unknown":
        return value.but(kind="text")
    if value.kind in ("day", "moment"):
        pattern = day_pattern(wanted)
        if pattern is None:
            raise Mistake(words.NO_FORMAT(format=wanted), node.args[1].at, node.args[1].end)
        at = value if value.kind == "day" else value.but(sql=c.dialect.moment_here(value.sql), atom=False)
        sql, own = c.once([at], lambda x: c.dialect.day_as(x, pattern, c.context.lang))
        return Value(sql, "text", may_lack=value.may_lack, own=own and c.dialect.name == "sqlite", size=100)
    if not (value.is_number or value.kind == "flag"):
        return c.words_of(value, node.args[0])
    pattern = number_pattern(wanted)
    if pattern is None:
        raise Mistake(words.NO_FORMAT(format=wanted), node.args[1].at, node.args[1].end)
    return _number_as(c, c.number(node.args[0]), pattern)


def _number_as(c: Any, value: Value, pattern: Any) -> Value:
    d = c.dialect
    if pattern is True:
        return c.words_of(value)
    if pattern.per_cent:
        value = arithmetic.multiply(c, value, exact(d.number(100), 1, 100, may_lack=False, atom=True, written=100))
    rounded = arithmetic.rounded(c, value, pattern.digits, "round")
    unit = arithmetic.scaled(c, rounded, 10**pattern.digits) if rounded.is_exact else None
    if unit is None:
        rounded = arithmetic.rounded(c, arithmetic.real(c, value), pattern.digits, "round")
        unit = arithmetic.scaled(c, rounded, 10**pattern.digits)
    around, minus = (pattern.before, pattern.after), d.text("-")

    def said(x: str) -> str:
        figures = d.number_as(f"abs({x})", pattern.digits, pattern.least, pattern.grouped)
        sign = f"CASE WHEN {x} < 0 THEN {minus} ELSE {d.text('')} END"
        return d.joined([sign, d.text(around[0]), figures, d.text(around[1])])

    sql, _ = c.once([unit], said)
    return Value(sql, "text", may_lack=unit.may_lack, own=False, size=60 + sum(map(len, around)))


TEXTS = (
    Function(
        "LEFT",
        1,
        2,
        _side("left"),
        Text("LEFT(文字, 个数)", "LEFT(text, count)"),
        Text("前几个字", "The first characters"),
        words.NO_RESULT,
    ),
    Function(
        "RIGHT",
        1,
        2,
        _side("right"),
        Text("RIGHT(文字, 个数)", "RIGHT(text, count)"),
        Text("后几个字", "The last characters"),
        words.NO_RESULT,
    ),
    Function(
        "MID",
        3,
        3,
        _mid,
        Text("MID(文字, 起, 个数)", "MID(text, from, count)"),
        Text("中间几个字", "Characters from the middle"),
        words.NO_RESULT,
    ),
    Function("LEN", 1, 1, _len, Text("LEN(文字)", "LEN(text)"), Text("有几个字", "How many characters")),
    Function(
        "TRIM",
        1,
        1,
        _turned("trimmed"),
        Text("TRIM(文字)", "TRIM(text)"),
        Text("去掉多余空格", "Without needless blanks"),
    ),
    Function("UPPER", 1, 1, _turned("raised"), Text("UPPER(文字)", "UPPER(text)"), Text("变大写", "In capitals")),
    Function("LOWER", 1, 1, _turned("lowered"), Text("LOWER(文字)", "LOWER(text)"), Text("变小写", "In small letters")),
    Function(
        "CONCAT", 1, 255, _concat, Text("CONCAT(文字, …)", "CONCAT(text, …)"), Text("接起来", "One after the other")
    ),
    Function(
        "TEXTJOIN",
        3,
        255,
        _textjoin,
        Text("TEXTJOIN(分隔, 跳过空白, 文字, …)", "TEXTJOIN(between, skip empty, text, …)"),
        Text("用分隔符接起来", "One after the other with something between"),
    ),
    Function(
        "SUBSTITUTE",
        3,
        4,
        _substitute,
        Text("SUBSTITUTE(文字, 旧, 新, 第几个)", "SUBSTITUTE(text, old, new, which)"),
        Text("替换", "With something put in the place of another"),
        words.NO_RESULT,
    ),
    Function(
        "FIND",
        2,
        3,
        _find,
        Text("FIND(找什么, 文字, 从第几个)", "FIND(what, text, from)"),
        Text("在第几个字，区分大小写", "Where it stands, case counts"),
        words.NOT_FOUND,
    ),
    Function(
        "SEARCH",
        2,
        3,
        _search,
        Text("SEARCH(找什么, 文字, 从第几个)", "SEARCH(what, text, from)"),
        Text("在第几个字，不分大小写，可用 ? 和 *", "Where it stands, in any case; with ? and *"),
        words.NOT_FOUND,
    ),
    Function(
        "CONTAINS",
        2,
        2,
        _contains,
        Text("CONTAINS(文字, 找什么)", "CONTAINS(text, what)"),
        Text("是否含有", "Whether it is in there"),
    ),
    Function(
        "EXACT",
        2,
        2,
        _exact,
        Text("EXACT(文字, 文字)", "EXACT(text, text)"),
        Text("完全相同，区分大小写", "Whether they are the same to the letter"),
    ),
    Function(
        "TEXT",
        2,
        2,
        _text,
        Text('TEXT(数或日期, "0.00")', 'TEXT(number or day, "0.00")'),
        Text("按格式写出来", "Written in a format"),
        words.TOO_BIG,
    ),
    Function(
        "REPT",
        2,
        2,
        _rept,
        Text("REPT(文字, 次数)", "REPT(text, times)"),
        Text("重复", "Again and again"),
        words.NO_RESULT,
    ),
)
