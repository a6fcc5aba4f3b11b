"""What one function is: how many values it takes, what it makes of them, and how the editor explains it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...text import Text
from ..nodes import Call
from ..value import Value


@dataclass(frozen=True)
class Function:
    """usage: how it is written; says: what it does; fails: why it has no result for a row, where that can be."""

    name: str
    least: int
    most: int | None
    make: Callable[[Any, Call, bool], Value]
    usage: Text
    says: Text
    fails: Text | None = None
