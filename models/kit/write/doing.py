"""What a person does: one change, under the name and with the reason that was given."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from ..text import Text
from .writes import Changes, changes


def in_one_change(fn: Callable) -> Callable:
    """What a person does, as `fn(c, ...)`: part of the change it is handed, or, called with `who`, in one of its own.

    The answer named `reason` is why all of it happens: the book of moves keeps it, also of rows that only follow.
    """

    @wraps(fn)
    def done(*given: Any, **answers: Any) -> Any:
        if given and isinstance(given[0], Changes):
            c = given[0]
            with c.because(answers.get("reason") or c.reason):
                return fn(*given, **answers)
        who = answers.pop("who")
        with changes(who=who, label=with_reason(None, answers)) as c, c.because(answers.get("reason")):
            return fn(c, *given, **answers)

    return done


def with_reason(label: Text | None, answers: dict[str, Any]) -> Text | None:
    """What the history calls something a person did: with the reason that was given."""
    reason = str(answers.get("reason") or "").strip()
    if not reason:
        return label
    return Text(reason, reason) if label is None else Text(f"{label.zh}：{reason}", f"{label.en}: {reason}")
