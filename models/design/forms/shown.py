"""Shown when …: a filter over the other answers, asked of what was typed as it was typed; the browser's twin is form.js."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...kit.ask.filters import ALL, ANY

OPERATORS = ("eq", "ne", "in", "not_in", "empty", "lt", "le", "gt", "ge", "contains")
Given = Mapping[str, Sequence[str]]


def holds(filter: Mapping[str, Any], given: Given) -> bool:
    """Whether it holds of these answers; an answer that isn't there is an empty one."""
    for name, asked in filter.items():
        if name == ALL:
            if not all(holds(part, given) for part in asked):
                return False
        elif name == ANY:
            if not any(holds(part, given) for part in asked):
                return False
        elif not all(_is_so(op, value, given.get(name, ())) for op, value in asked.items()):
            return False
    return True


def _is_so(op: str, value: Any, given: Sequence[str]) -> bool:
    answers = [text.strip() for text in given if text.strip()]
    if op == "empty":
        return (not answers) == bool(value)
    if op in ("in", "not_in"):
        return bool({_word(part) for part in value} & set(answers)) == (op == "in")
    if op in ("eq", "ne"):
        return (_word(value) in answers) == (op == "eq")
    if op == "contains":
        return any(_word(value).lower() in text.lower() for text in answers)
    return any(_compared(op, text, _word(value)) for text in answers)


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _compared(op: str, text: str, other: str) -> bool:
    first, second = _number(text), _number(other)
    left, right = (text, other) if first is None or second is None else (first, second)
    return {"lt": left < right, "le": left <= right, "gt": left > right, "ge": left >= right}[op]  # type: ignore[operator]


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None
