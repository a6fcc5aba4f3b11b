"""A column of a file and a column that is wanted: how each is called, and how surely the two belong together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from exports.incoming.labels import Unit
from exports.read.sheets import letters
from models.kit.text import Text


@dataclass(frozen=True)
class Merged:
    """The value of a merged range, for each of its cells, and where the range lies."""

    value: Any
    range: str


@dataclass(frozen=True)
class Wanted:
    """A column we can use: its field name, and what headers call it: Chinese, English, field name, then synonyms.

    also: what headers call it where no other column of the file is called by its labels.

    spreads: for a column that a workbook may lay out sideways, which of its values a header stands for, or None, given
    what stands around the table; cells: the column that the cells below such a header go to; besides: what all the
    rows made of them are.
    """

    name: str
    labels: tuple[str, ...]
    spreads: Callable[[str, str], Any] | None = None
    cells: str = ""
    scale: str = ""  # "money" or "count" where a unit over the column changes what its numbers are worth
    besides: dict[str, Any] = field(default_factory=dict, hash=False)
    also: tuple[str, ...] = ()
    owner: str = ""  # what one row is called: 商品规格 is the 规格 of a list of 商品


@dataclass(frozen=True)
class Guess:
    """That a column goes where it does was made out from its words and values: whether surely, how surely, and why.

    name: the field, which the column keeps to itself until a person has said so; others: what it could be as well.
    """

    name: str
    sure: bool
    worth: float
    why: Text
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundColumn:
    """A column of the file: its place from 0, the header as it stands there, and the wanted name it goes to, if any.

    spread: the value its header stands for, where each cell of the column is a row of its own (1月, 2月 …).
    """

    index: int
    label: str
    name: str | None = None
    serial: bool = False  # a mere row count, of no use to anybody
    spread: Any = None
    unit: Unit | None = None  # what its header says one stands for
    guess: Guess | None = None  # where its header alone didn't say where it goes
    chosen: bool = False  # whether a person said where it goes
    under: str = ""  # the field its cells go to, where several columns stand for the same value of their header
    added: str = ""  # the arrangement that made it of what stands elsewhere, such as the names of sheets

    @property
    def letter(self) -> str:
        return letters(self.index + 1)
