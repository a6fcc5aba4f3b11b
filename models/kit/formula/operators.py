"""Excel's operators, by the kinds of what stands beside them."""

from typing import Any

from ..alike import written
from ..fields import yes_or_no
from ..text import Refused, Text
from . import arithmetic, words
from .naming import names_of
from .nodes import Mistake, Node, Nothing, Operation
from .value import Value, exact, pointed

UNKNOWN = Value("NULL", "unknown", size=1)


def operate(c: Any, node: Operation) -> Value:
    if node.sign == "&":
        return joined(c, [c.text(arg) for arg in node.args])
    if node.sign in ("=", "<>", "<", ">", "<=", ">="):
        return _compare(c, node)
    if node.sign in ("-1", "+1", "%"):
        return _alone(c, node)
    if node.sign in "+-":
        return _sum(c, node)
    value, other = (c.number(part) for part in node.args)
    made = {"*": arithmetic.multiply, "/": arithmetic.divide, "^": arithmetic.power}
    return made[node.sign](c, value, other)


def joined(c: Any, parts: list[Value]) -> Value:
    """Texts one after the other, as long as a cell holds them."""
    sql = c.dialect.joined([part.sql for part in parts])
    made = Value(
        sql,
        "text",
        may_lack=any(part.may_lack for part in parts),
        own=all(part.own for part in parts),
        size=sum(part.size for part in parts),
    )
    return short(c, made)


def short(c: Any, value: Value, most: int = 32767) -> Value:
    if value.size <= most:
        return value
    sql, own = c.once([value], lambda x: c.dialect.short_twice(x, most))
    return value.but(sql=sql, own=own, size=most, may_lack=True)


def _alone(c: Any, node: Operation) -> Value:
    value = c.number(node.args[0])
    if node.sign == "%":
        return arithmetic.per_cent(c, value)
    return arithmetic.negated(c, value) if node.sign == "-1" else value


def _sum(c: Any, node: Operation) -> Value:
    """Numbers, or a day and how many days later or earlier, or what lies between two days."""
    left, right = (c.node(part, solid=True) for part in node.args)
    days = [value.kind in ("day", "moment") for value in (left, right)]
    if all(days) and node.sign == "-":
        return _between(c, left, right)
    if any(days) and not all(days) and not (days[1] and node.sign == "-"):
        at = days.index(True)
        return later(c, (left, right)[at], c.number(node.args[1 - at]), node.sign)
    if any(days):
        said = {"one": words.KINDS[left.kind], "other": words.KINDS[right.kind]}
        raise Mistake(words.NOT_SO(**said), node.at, node.end)
    return arithmetic.add(c, _as_number(c, node.args[0], left), _as_number(c, node.args[1], right), node.sign)


def _as_number(c: Any, node: Node, value: Value) -> Value:
    """What is there already as a number, without working it out anew."""
    if value.is_number:
        return value
    if value.kind == "unknown":
        return exact("NULL", 1, 1)
    if isinstance(node, Nothing):
        return exact(c.dialect.number(0), 1, 0, may_lack=False, atom=True, written=0)
    if value.kind == "flag":
        return exact(c.dialect.number_of_truth(value.sql), 1, 1, may_lack=value.may_lack, own=value.own)
    raise c.wrong(node, "number", value)


def _between(c: Any, value: Value, other: Value) -> Value:
    d, own = c.dialect, value.own and other.own
    if value.kind == other.kind == "day":
        return exact(d.days_between(value.sql, other.sql), 1, 10**7, own=own)
    first, second = c.as_moment(value), c.as_moment(other)
    return pointed(d.moments_between(first.sql, second.sql), -5, 7, own=own)


def later(c: Any, day: Value, count: Value, sign: str = "+") -> Value:
    d = c.dialect
    step = arithmetic.negated(c, count) if sign == "-" else count
    if day.kind == "day":
        step = arithmetic.whole(c, step, "floor")
        return Value(d.day_on(day.sql, step.sql), "day", own=day.own and step.own)
    seconds = arithmetic.multiply(c, step, exact(d.number(86400), 1, 86400, may_lack=False, written=86400))
    seconds = arithmetic.whole(c, seconds, "round")
    return Value(d.moment_on(day.sql, seconds.sql), "moment", own=day.own and seconds.own)


# Comparing ----------------------------------------------------------------------------------------------------------------


def _compare(c: Any, node: Operation) -> Value:
    value, other = (c.node(part, solid=True) for part in node.args)
    if "unknown" in (value.kind, other.kind):
        return UNKNOWN.but(kind="flag")
    made = compare(c, node, value, other, node.sign)
    own = value.own and other.own and "ops_" not in made
    return Value(made, "flag", may_lack=value.may_lack or other.may_lack, own=own)


def compare(c: Any, node: Node, value: Value, other: Value, sign: str) -> str:
    """Whether it holds, as SQL; also for SWITCH. Raises Mistake for what can't be compared."""
    if "empty" in (value.kind, other.kind) and value.kind != other.kind:
        return _with_empty(c, node, value, other, sign)
    if value.is_number and other.is_number:
        return arithmetic.compared(c, value, other, sign)
    kinds = {value.kind, other.kind}
    if kinds == {"flag", "text"}:
        value, other = (_said_yes(c, node, part, value, other) for part in (value, other))
        kinds = {"flag"}
    if kinds == {"flag"}:
        return f"({value.sql} {sign} {other.sql})"
    if kinds == {"day"} or kinds == {"moment"}:
        return f"({value.sql} {sign} {other.sql})"
    if kinds == {"day", "moment"}:
        return f"({c.as_moment(value).sql} {sign} {c.as_moment(other).sql})"
    if "day" in kinds | {"x"} and "text" in kinds:
        return _day_and_text(c, node, value, other, sign)
    if kinds == {"row"}:
        return _rows(c, node, value, other, sign)
    if "choice" in kinds and (value.written is not None or other.written is not None):
        return _choice(c, node, value, other, sign)
    return _texts(c, node, value, other, sign)


def _with_empty(c: Any, node: Node, value: Value, other: Value, sign: str) -> str:
    """`[列]=""` asks whether it is empty, whatever kind it is."""
    full = other if value.kind == "empty" else value
    if sign not in ("=", "<>"):
        raise Mistake(words.UNLIKE(one=words.KINDS[value.kind], other=words.KINDS[other.kind]), node.at, node.end)
    if full.kind in ("text", "month", "choice"):
        said = c.dialect.filled(full.sql, c.dialect.text("")) if full.plain and full.may_lack else full.sql
        return f"({said} {sign} {c.dialect.text('')})"
    index = 0 if full is value else 1
    bare = c.node(node.args[index]) if index < len(node.parts) else full
    return f"({bare.sql} IS {'NOT ' if sign == '<>' else ''}NULL)"


def _day_and_text(c: Any, node: Node, value: Value, other: Value, sign: str) -> str:
    """`[日期]>="2026-07-01"`: a day written out."""
    day, text = (value, other) if value.kind == "day" else (other, value)
    if text.written is None:
        raise Mistake(words.UNLIKE(one=words.KINDS[value.kind], other=words.KINDS[other.kind]), node.at, node.end)
    said = c.written_day(node, text.written).sql
    left, right = (day.sql, said) if value is day else (said, day.sql)
    return f"({left} {sign} {right})"


def _said_yes(c: Any, node: Node, part: Value, value: Value, other: Value) -> Value:
    """`[是否]="是"`: yes or no in words, as the cell shows it."""
    if part.kind == "flag":
        return part
    try:
        return part.but(sql=c.dialect.truth(yes_or_no(part.written or "")), kind="flag")
    except Refused:
        raise Mistake(
            words.UNLIKE(one=words.KINDS[value.kind], other=words.KINDS[other.kind]), node.at, node.end
        ) from None


def _rows(c: Any, node: Node, value: Value, other: Value, sign: str) -> str:
    if value.of is not other.of or sign not in ("=", "<>"):
        said = Text(*(getattr(value.of.sheet.label, lang) for lang in ("zh", "en")))
        raise Mistake(words.UNLIKE(one=said, other=other.of.sheet.label), node.at, node.end)
    if c.context.strict:
        return f"({value.sql} {sign} {other.sql})"
    if sign == "<>":
        return f"(COALESCE({value.sql}, 0) <> COALESCE({other.sql}, 0))"
    return f"(COALESCE({value.sql}, 0) = COALESCE({other.sql}, -1))"


def _choice(c: Any, node: Node, value: Value, other: Value, sign: str) -> str:
    """A choice and one of its names, whichever language it is written in."""
    choice, text = (value, other) if value.kind == "choice" else (other, value)
    key = names_of(choice.of).get(written(text.written))
    if key is None:
        options = Text(
            "、".join(each.zh for each in choice.of.options), ", ".join(each.en for each in choice.of.options)
        )
        raise Mistake(words.NO_OPTION(name=choice.of.label, value=text.written, options=options), node.at, node.end)
    if sign not in ("=", "<>"):
        raise Mistake(words.NO_ORDER, node.at, node.end)
    return f"({choice.sql} {sign} {c.dialect.text(key)})"


def _texts(c: Any, node: Node, value: Value, other: Value, sign: str) -> str:
    """Words are the same whatever their case; only months have an order."""
    kinds = {value.kind, other.kind}
    if not kinds <= {"text", "choice", "month", "row", "tags", "empty"}:
        reason = words.DAY_AS_NUMBER if kinds & {"day", "moment"} and kinds & {"number", "money"} else words.UNLIKE
        raise Mistake(reason(one=words.KINDS[value.kind], other=words.KINDS[other.kind]), node.at, node.end)
    if sign not in ("=", "<>") and "month" not in kinds:
        raise Mistake(words.NO_ORDER, node.at, node.end)
    left, right = c.words_of(value), c.words_of(other)
    for mine, beside in ((left, right), (right, left)):
        if mine.written is not None and mine.written.lower() == mine.written.upper() or "month" in kinds:
            return f"({mine.sql} {sign} {beside.sql})" if mine is left else f"({beside.sql} {sign} {mine.sql})"
    return f"({c.dialect.folded(left.sql)} {sign} {c.dialect.folded(right.sql)})"
