"""Random formulas: each a number, a text, a day or a yes-or-no, of whatever is known, some of it absurd."""

from hypothesis import strategies as st

NUMBERS = (
    "[a]",
    "[b]",
    "[m]",
    "[n]",
    "[up].[a]",
    "[up].[up].[m]",
    "0",
    "1",
    "-1",
    "2",
    "0.5",
    "1.005",
    "100",
    "1e15",
    "-7.25",
    "1e-9",
    "1e90",
    "999999999999999",
)
TEXTS = ("[t]", "[u]", "[k]", "[y]", "[s]", "[up].[t]", "[up]", '"a"', '"金卡"', '""', '"1,234.5"', '" x  y "')
DAYS = ("[d]", "[e]", "[up].[d]", "TODAY()", "DATE(2024,2,29)")
FLAGS = ("[f]", "TRUE", "FALSE", "[up].[f]")


def _call(name: str, *parts) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda said: f"{name}({','.join(said)})")


def _between(signs: tuple[str, ...], left, other) -> st.SearchStrategy[str]:
    return st.tuples(left, st.sampled_from(signs), other).map(lambda said: f"({said[0]}{said[1]}{said[2]})")


def formulas(depth: int = 3) -> st.SearchStrategy[str]:
    """Any of them."""
    return st.one_of(*_kinds(depth))


def _kinds(depth: int):
    number, text, day, flag = (st.sampled_from(leaves) for leaves in (NUMBERS, TEXTS, DAYS, FLAGS))
    digit = st.sampled_from(("0", "1", "2", "-1", "5", "12", "-30"))
    for _ in range(depth):
        number, text, day, flag = _deeper(number, text, day, flag, digit)
    return number, text, day, flag


def _deeper(number, text, day, flag, digit):
    small = st.one_of(digit, number)
    unit, format_ = (
        st.sampled_from(('"D"', '"M"', '"Y"', '"YM"', '"MD"', '"YD"')),
        st.sampled_from(('"0.00"', '"#,##0"', '"0%"', '"000"')),
    )
    numbers = [
        _between(("+", "-", "*", "/", "^"), number, number),
        number.map(lambda text: f"(-{text})"),
        number.map(lambda text: f"({text})%"),
        *(_call(name, number, small) for name in ("ROUND", "ROUNDUP", "ROUNDDOWN", "MOD", "POWER", "CEILING", "FLOOR")),
        *(_call(name, number) for name in ("INT", "ABS", "SQRT")),
        *(_call(name, number, number) for name in ("MIN", "MAX", "SUM", "AVERAGE")),
        _call("IF", flag, number, number),
        _call("IFS", flag, number, flag, number),
        _call("SWITCH", number, number, number, number),
        _call("IFERROR", number, number),
        _call("COALESCE", number, number),
        _call("LEN", text),
        _call("VALUE", text),
        _call("FIND", text, text),
        _call("SEARCH", text, text, small),
        *(_call(name, day) for name in ("YEAR", "MONTH", "DAY", "WEEKDAY", "ISOWEEKNUM", "WEEKNUM")),
        _call("DAYS", day, day),
        _call("DATEDIF", day, day, unit),
        _call("NETWORKDAYS", day, day),
        _between(("-",), day, day),
    ]
    texts = [
        _between(("&",), text, st.one_of(text, number, day, flag)),
        *(_call(name, text, small) for name in ("LEFT", "RIGHT", "REPT")),
        _call("MID", text, small, small),
        _call("TRIM", text),
        _call("CONCAT", text, text),
        _call("TEXTJOIN", text, flag, text, text),
        _call("SUBSTITUTE", text, text, text),
        _call("SUBSTITUTE", text, text, text, small),
        _call("TEXT", number, format_),
        _call("TEXT", day, st.just('"yyyy年m月d日 aaaa"')),
        _call("IF", flag, text, text),
        _call("SWITCH", text, text, text, text),
        _call("WEEK", day),
        _call("UPPER", text),
        _call("LOWER", text),
        _call("COALESCE", text, text),
        _call("IFERROR", text, text),
    ]
    days = [
        _between(("+", "-"), day, small),
        _call("DATE", small, small, small),
        _call("EDATE", day, small),
        _call("EOMONTH", day, small),
        _call("WORKDAY", day, small),
        _call("IF", flag, day, day),
        _call("MAX", day, day),
        _call("COALESCE", day, day),
    ]
    signs = ("=", "<>", "<", ">", "<=", ">=")
    flags = [
        _between(signs, number, number),
        _between(signs, day, day),
        _between(("=", "<>"), text, text),
        _call("AND", flag, flag),
        _call("OR", flag, flag),
        _call("NOT", flag),
        _call("ISBLANK", st.one_of(number, text, day)),
        _call("CONTAINS", text, text),
        _call("EXACT", text, text),
        _between(("=",), st.one_of(number, day), st.just('""')),
    ]
    return tuple(st.one_of(old, *new) for old, new in ((number, numbers), (text, texts), (day, days), (flag, flags)))
