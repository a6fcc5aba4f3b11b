"""Excel's operators, by the kinds of what stands beside them."""

from typing import Any

from ..alike import written
from ..text import Refused, Text
from . import arithmetic, words
from .nodes import Mistake, Node, Nothing, Operation
from .value import Value, exact, pointed

UNKNOWN = Value("NULL", "unknown", size=1)


def operate(c: Any, node: Operation) -> Value:
    if node.sign == "&":
        return joined(c, [c.text(one) for one in node.args])
    if node.sign in ("=", "<>", "<", ">", "<=", ">="):
        return _compare(c, node)
    if node.sign in ("-1", "+1", "%"):
        return _alone(c, node)
    if node.sign in "+-":
        return _sum(c, node)
    one, other = (c.number(part) for part in node.args)
    made = {"*": arithmetic.multiply, "/": arithmetic.divide, "^": arithmetic.power}
    return made[node.sign](c, one, other)


def joined(c: Any, parts: list[Value]) -> Value:
    """Texts one after the other, as long as a cell holds them."""
    sql = c.dialect.joined([one.sql for one in parts])
    made = Value(
        sql,
        "text",
        may_lack=any(one.may_lack for one in parts),
        own=all(one.own for one in parts),
        size=sum(one.size for one in parts),
    )
    return short(c, made)


def short(c: Any, value: Value, most: int = 32767) -> Value:
    if value.size <= most:
        return value
    sql, own = c.once([value], lambda x: c.dialect.short_twice(x, most))
    return value.but(sql=sql, own=own, size=most, may_lack=True)


def _alone(c: Any, node: Operation) -> Value:
    one = c.number(node.args[0])
    if node.sign == "%":
        return arithmetic.per_cent(c, one)
    return arithmetic.negated(c, one) if node.sign == "-1" else one


def _sum(c: Any, node: Operation) -> Value:
    """Numbers, or a day and how many days later or earlier, or what lies between two days."""
    one, other = (c.node(part, solid=True) for part in node.args)
    days = [value.kind in ("day", "moment") for value in (one, other)]
    if all(days) and node.sign == "-":
        return _between(c, one, other)
    if any(days) and not all(days) and not (days[1] and node.sign == "-"):
        at = days.index(True)
        return later(c, (one, other)[at], c.number(node.args[1 - at]), node.sign)
    if any(days):
        said = {"one": words.KINDS[one.kind], "other": words.KINDS[other.kind]}
        raise Mistake(words.NOT_SO(**said), node.at, node.end)
    return arithmetic.add(c, _as_number(c, node.args[0], one), _as_number(c, node.args[1], other), node.sign)


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


def _between(c: Any, one: Value, other: Value) -> Value:
    d, own = c.dialect, one.own and other.own
    if one.kind == other.kind == "day":
        return exact(d.days_between(one.sql, other.sql), 1, 10**7, own=own)
    first, second = c.as_moment(one), c.as_moment(other)
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
    one, other = (c.node(part, solid=True) for part in node.args)
    if "unknown" in (one.kind, other.kind):
        return UNKNOWN.but(kind="flag")
    made = compare(c, node, one, other, node.sign)
    own = one.own and other.own and "ops_" not in made
    return Value(made, "flag", may_lack=one.may_lack or other.may_lack, own=own)


def compare(c: Any, node: Node, one: Value, other: Value, sign: str) -> str:
    """Whether it holds, as SQL; also for SWITCH. Raises Mistake for what can't be compared."""
    if "empty" in (one.kind, other.kind) and one.kind != other.kind:
        return _with_empty(c, node, one, other, sign)
    if one.is_number and other.is_number:
        return arithmetic.compared(c, one, other, sign)
    kinds = {one.kind, other.kind}
    if kinds == {"flag"}:
        return f"({one.sql} {sign} {other.sql})"
    if kinds == {"day"} or kinds == {"moment"}:
        return f"({one.sql} {sign} {other.sql})"
    if kinds == {"day", "moment"}:
        return f"({c.as_moment(one).sql} {sign} {c.as_moment(other).sql})"
    if "day" in kinds | {"x"} and "text" in kinds:
        return _day_and_text(c, node, one, other, sign)
    if kinds == {"row"}:
        return _rows(c, node, one, other, sign)
    if "choice" in kinds and (one.written is not None or other.written is not None):
        return _choice(c, node, one, other, sign)
    return _texts(c, node, one, other, sign)


def _with_empty(c: Any, node: Node, one: Value, other: Value, sign: str) -> str:
    """`[列]=""` asks whether it is empty, whatever kind it is."""
    full = other if one.kind == "empty" else one
    if sign not in ("=", "<>"):
        raise Mistake(words.UNLIKE(one=words.KINDS[one.kind], other=words.KINDS[other.kind]), node.at, node.end)
    if full.kind in ("text", "month", "choice"):
        said = c.dialect.filled(full.sql, c.dialect.text("")) if full.plain and full.may_lack else full.sql
        return f"({said} {sign} {c.dialect.text('')})"
    index = 0 if full is one else 1
    bare = c.node(node.args[index]) if index < len(node.parts) else full
    return f"({bare.sql} IS {'NOT ' if sign == '<>' else ''}NULL)"


def _day_and_text(c: Any, node: Node, one: Value, other: Value, sign: str) -> str:
    """`[日期]>="2026-07-01"`: a day written out."""
    from ..reading import day as read_day

    day, text = (one, other) if one.kind == "day" else (other, one)
    if text.written is None:
        raise Mistake(words.UNLIKE(one=words.KINDS[one.kind], other=words.KINDS[other.kind]), node.at, node.end)
    try:
        said = c.dialect.day(read_day(text.written, lambda moment: moment))
    except Refused as refused:
        raise Mistake(refused.text, node.at, node.end) from None
    left, right = (day.sql, said) if one is day else (said, day.sql)
    return f"({left} {sign} {right})"


def _rows(c: Any, node: Node, one: Value, other: Value, sign: str) -> str:
    if one.of is not other.of or sign not in ("=", "<>"):
        said = Text(*(getattr(one.of.sheet.label, lang) for lang in ("zh", "en")))
        raise Mistake(words.UNLIKE(one=said, other=other.of.sheet.label), node.at, node.end)
    if c.context.strict:
        return f"({one.sql} {sign} {other.sql})"
    if sign == "<>":
        return f"(COALESCE({one.sql}, 0) <> COALESCE({other.sql}, 0))"
    return f"(COALESCE({one.sql}, 0) = COALESCE({other.sql}, -1))"


def _choice(c: Any, node: Node, one: Value, other: Value, sign: str) -> str:
    """A choice and one of its names, whichever language it is written in."""
    choice, text = (one, other) if one.kind == "choice" else (other, one)
    names = {written(said): each.key for each in choice.of.options for said in (each.key, each.zh, each.en, *each.aka)}
    key = names.get(written(text.written))
    if key is None:
        options = Text(
            "、".join(each.zh for each in choice.of.options), ", ".join(each.en for each in choice.of.options)
        )
        raise Mistake(words.NO_OPTION(name=choice.of.label, value=text.written, options=options), node.at, node.end)
    if sign not in ("=", "<>"):
        raise Mistake(words.NO_ORDER, node.at, node.end)
    return f"({choice.sql} {sign} {c.dialect.text(key)})"


def _texts(c: Any, node: Node, one: Value, other: Value, sign: str) -> str:
    """Words are the same whatever their case; only months have an order."""
    kinds = {one.kind, other.kind}
    if not kinds <= {"text", "choice", "month", "row", "tags", "empty"}:
        first, second = words.KINDS[one.kind], words.KINDS[other.kind]
        raise Mistake(words.UNLIKE(one=first, other=second), node.at, node.end)
    if sign not in ("=", "<>") and "month" not in kinds:
        raise Mistake(words.NO_ORDER, node.at, node.end)
    left, right = c.words_of(one), c.words_of(other)
    for value, beside in ((left, right), (right, left)):
        if value.written is not None and value.written.lower() == value.written.upper() or "month" in kinds:
            return f"({value.sql} {sign} {beside.sql})" if value is left else f"({beside.sql} {sign} {value.sql})"
    return f"({c.dialect.folded(left.sql)} {sign} {c.dialect.folded(right.sql)})"
