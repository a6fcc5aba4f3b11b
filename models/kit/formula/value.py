"""A part of a formula as SQL: what kind it is, how large it can become, and whether it may be empty."""

from dataclasses import dataclass, replace
from math import log10
from typing import Any

NUMBERS = ("number", "money")
WHOLE = 9 * 10**18  # what a column of whole numbers holds
FAR = 150.0  # beyond this many digits a number is cut off before it is reckoned with


@dataclass(frozen=True)
class Value:
    """One expression.

    scale: an exact number as a whole number of its 1/scale, at most `most` of them; None for a number with a point, which is 0 or
    has between 10**low and 10**high. may_lack: it may be NULL, for a row where it is empty or can't be worked out; `plain`: it is
    what a column holds, so NULL means empty. atom: short enough to be said twice. own: it needs neither a subquery nor functions of
    ours, so an index can be built on it. size: how many characters a text can have. written: the value, where it was written out.
    of: the options of a choice, or the record type of a row. percent: people read it in per cent, a quarter as 25%.
    """

    sql: str
    kind: str
    scale: int | None = None
    most: int = 0
    low: float = 0.0
    high: float = 0.0
    may_lack: bool = True
    plain: bool = False
    atom: bool = False
    own: bool = True
    size: int = 0
    written: Any = None
    of: Any = None
    percent: bool = False

    def but(self, **changed: Any) -> "Value":
        return replace(self, **changed)

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    @property
    def is_exact(self) -> bool:
        return self.scale is not None


def exact(sql: str, scale: int = 1, most: int = WHOLE, kind: str = "number", **more: Any) -> Value:
    return Value(sql, kind, scale, most, low=-log10(scale), high=log10(max(most, 1) / scale), **more)


def pointed(sql: str, low: float, high: float, kind: str = "number", **more: Any) -> Value:
    return Value(sql, kind, None, 0, low, high, **more)
