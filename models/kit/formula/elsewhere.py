"""What people bring along from Excel and other programs, and how it is written here: the remedy behind a mistake."""

import re

from ..text import Text

LOOKED_UP = Text(
    "；取别的表的值，请加一列“查找”，有关联列时直接写 [关联列].[列]",
    "; for a value of another table add a column of the kind Lookup, or go through a link: [Link].[Column]",
)
ROLLED_UP = Text(
    "；按条件汇总别的行，请加一列“汇总”", "; to sum or count other rows by a condition add a column of the kind Roll-up"
)
BY_IF_ERROR = Text("；请用 IFERROR(值, 算不出时)", "; use IFERROR(value, if there is none)")
BY_SWITCH = Text("；请用 SWITCH(值, 1, 结果1, 2, 结果2, …)", "; use SWITCH(value, 1, result 1, 2, result 2, …)")
BY_BLANK = Text(
    "；看有没有填，请写 NOT(ISBLANK([列]))", "; to ask whether it is filled in, write NOT(ISBLANK([Column]))"
)
BY_COUNT = Text("；请用 COUNT，文字和日期也算", "; use COUNT, which counts text and days, too")
BY_TEXT = Text('；请写 VALUE(TEXT([时间], "hh"))', '; write VALUE(TEXT([Moment], "hh"))')
BY_QUARTER = Text("；季度请写 ROUNDUP(MONTH([日期])/3, 0)", "; for the quarter write ROUNDUP(MONTH([Day])/3, 0)")
BY_ELSE = Text("；两个条件只成立一个，请写 [条件1]<>[条件2]", "; for one of two but not both write [one]<>[other]")
NUMBERED = Text(
    "；行号会随排序变，请加一列“编号”", "; rows change their places: add a column of the kind Running number"
)
INSTEAD = {
    **dict.fromkeys(
        ("VLOOKUP", "HLOOKUP", "XLOOKUP", "LOOKUP", "INDEX", "MATCH", "XMATCH", "FILTER", "OFFSET", "INDIRECT", "DGET"),
        LOOKED_UP,
    ),
    **dict.fromkeys(
        ("SUMIF", "SUMIFS", "COUNTIF", "COUNTIFS", "AVERAGEIF", "AVERAGEIFS", "MAXIFS", "MINIFS", "SUMPRODUCT", "DSUM"),
        ROLLED_UP,
    ),
    **dict.fromkeys(("IFNA", "ISERROR", "ISERR", "ISNA"), BY_IF_ERROR),
    **dict.fromkeys(("ISNUMBER", "ISTEXT", "ISNONTEXT"), BY_BLANK),
    **dict.fromkeys(("ROW", "ROWS"), NUMBERED),
    "CHOOSE": BY_SWITCH,
    "COUNTA": BY_COUNT,
    "HOUR": BY_TEXT,
    "QUARTER": BY_QUARTER,
    "XOR": BY_ELSE,
}
CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}")
NOT_EQUAL = Text("；不等于写成 <>", "; “not equal” is written <>")
ONE_EQUAL = Text("；等于只写一个 =", "; “equal” is a single =")
THE_OTHER_WAY = Text("；请写成 >= 或 <=", "; write >= or <=")
NO_RANGE = Text(
    "；这里没有区域，请把各列逐个写出来，用逗号隔开",
    "; there are no ranges here: write each column, with commas between",
)
NO_CELL = Text("；这里没有单元格地址，请写列名", "; there are no cells' addresses here: write the column's name")
TWO_QUOTES = Text('；文字请用双引号 "…"', '; text stands in double quotes: "…"')
NO_COMMA = Text("；数里不写逗号，如 1000", "; a number has no commas: 1000")
NOTHING_BETWEEN = Text("；两项之间要有运算符（+、&…）或逗号", "; between two things stands a sign (+, & …) or a comma")
BOTH = Text("；几个条件都要成立，请写 AND(条件1, 条件2)", "; for conditions that must all hold write AND(one, other)")
EITHER = Text(
    "；几个条件有一个成立，请写 OR(条件1, 条件2)", "; for conditions of which one must hold write OR(one, other)"
)
BETWEEN = {
    **dict.fromkeys(("AND", "并且", "且", "而且", "同时"), BOTH),
    **dict.fromkeys(("OR", "或", "或者"), EITHER),
}
NONE = Text("", "")
_CALL_OR_TEXT = re.compile(r'"[^"]*"|\[[^\]]*\]|([^\W\d][\w.]*)\s*\(|[()]')


def foreign_call(plain: str, until: int) -> tuple[str, int, int] | None:
    """The outermost function of another program that is open at this place of a formula in half-width signs: its name, from
    where to where. Whatever is wrong inside of it, that it isn't there is what there is to say.
    """
    open_: list[tuple[str, int, int] | None] = []
    for match in _CALL_OR_TEXT.finditer(plain[:until]):
        if match[0] == ")":
            del open_[-1:]
        elif match[0].endswith("("):
            name = (match[1] or "").upper().removeprefix("_XLFN.")
            open_.append((name, match.start(1), match.end(1)) if name in INSTEAD else None)
    return next((call for call in open_ if call), None)


def instead_of(plain: str, at: int) -> Text:
    """What to write instead of the sign at this place of a formula in half-width signs."""
    sign, before = plain[at], plain[:at].rstrip()
    last = before[-1:]
    word = re.match(r"[^\W\d]+", plain[at:])
    if word and word[0].upper() in BETWEEN:
        return BETWEEN[word[0].upper()]
    if sign == "!":
        return NOT_EQUAL
    if sign in "=<>" and last in ("=", "<", ">"):
        return ONE_EQUAL if sign == last == "=" else NOT_EQUAL if sign == "<" and last == ">" else THE_OTHER_WAY
    if sign in ":$":
        return NO_RANGE if sign == ":" else NO_CELL
    if sign in "'‘’":
        return TWO_QUOTES
    if sign == "," and last.isdigit() and plain[at + 1 :].lstrip()[:1].isdigit():
        return NO_COMMA
    if (sign in '["(' or sign.isalnum()) and (last in ("]", '"', ")") or last.isalnum()):
        return NOTHING_BETWEEN
    return NONE
