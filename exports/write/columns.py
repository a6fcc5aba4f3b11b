"""A column of a list that is written, and where a list is written to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

Target = str | Path | BinaryIO


@dataclass(frozen=True)
class Column:
    """A column of a list: its label as the reader should see it, and how its values are shown.

    `kind` is one of text, note, count, number, money, quantity, percent, day, moment. read: from what the rows bring, never
    None, to the value that is shown; they are the same without it.
    """

    label: str
    kind: str = "text"
    width: float | None = None
    number_format: str | None = None
    read: Callable[[Any], Any] | None = None


@contextmanager
def opened(target: Target) -> Iterator[BinaryIO]:
    """A path is opened and closed here, a stream is left to whoever opened it."""
    if isinstance(target, str | Path):
        with open(target, "wb") as out:
            yield out
    else:
        yield target
