"""A way to read a table otherwise than row by row below its header: what it would be, as a sentence, and the table it makes."""

from dataclasses import dataclass, replace
from typing import Any

from exports.incoming.columns import FoundColumn
from exports.incoming.matching import Matcher
from exports.incoming.table import Table
from exports.read.sheets import Book
from models.kit.text import Text

NAME_OF_SHEET = Text("（工作表名）", "(name of the sheet)")
MONTH_OF_SHEET = Text("（工作表名里的月份）", "(month in the name of the sheet)")
HEADING = Text("（小标题）", "(heading)")
ADDED = {
    "sheets": NAME_OF_SHEET,
    "sheet_months": MONTH_OF_SHEET,
    "headings": HEADING,
}  # what columns of ours are called, by what made them
KINDS = ("across", "sheets", "lines", "blocks", "fill", "headings")


@dataclass(frozen=True)
class Way:
    """kind: one of KINDS; text: what would be done, for a person to agree to; table: the table if it is."""

    kind: str
    text: Text
    table: Table


@dataclass(frozen=True)
class Proposal:
    """A way that fits a file; answered: whether somebody said so or not; taken: whether the table is read so."""

    kind: str
    text: Text
    taken: bool
    answered: bool


@dataclass(frozen=True)
class Asked:
    """What somebody said of the ways by their kind; `otherwise`: whether those nobody spoke of are taken."""

    answers: tuple[tuple[str, bool], ...] = ()
    otherwise: bool = True

    @classmethod
    def of(cls, arrange: str, dry: bool) -> "Asked":
        """From an option: ask, take, leave, or the kinds to be taken with commas between; what isn't named is left."""
        if arrange == "ask":
            return cls(otherwise=dry)
        kinds = KINDS if arrange == "take" else () if arrange == "leave" else arrange.split(",")
        return cls(tuple((kind, kind in kinds) for kind in KINDS), False)

    def __contains__(self, kind: str) -> bool:
        return any(kind == known for known, _ in self.answers)

    def takes(self, kind: str) -> bool:
        return dict(self.answers).get(kind, self.otherwise)

    def saying(self, kind: str, taken: bool) -> "Asked":
        return replace(self, answers=((kind, taken), *(pair for pair in self.answers if pair[0] != kind)))


@dataclass
class Place:
    """What a way is looked for in: a table, the book it lies in, and what the record type wants."""

    table: Table
    book: Book
    matcher: Matcher

    @property
    def around(self) -> str:
        """What is said about the table: its file, its sheet, the titles above."""
        sheet, top = self.table.sheet, self.table.top - self.table.sheet.first_row
        titles = [value for row in sheet.rows[:top] for value in row if isinstance(value, str)]
        return " ".join([self.book.name, sheet.name, *titles[:20]])


def widened(rows: list[list[Any]], width: int, values: list[Any]) -> list[list[Any]]:
    """The rows with a cell more at the same place for all of them."""
    return [[*row[:width], *[None] * (width - len(row)), value] for row, value in zip(rows, values, strict=True)]


def with_added(
    place: Place, table: Table, label: str, index: int, kind: str, name: str | None = None
) -> tuple[Table, FoundColumn]:
    """The table with a column of ours, matched by what it holds where its field isn't known; what it says it is is nobody's header."""
    column = FoundColumn(index, label, added=kind, name=name)
    if name is not None:
        return replace(table, columns=(*table.columns, column)), column
    alone = replace(table, columns=(*(replace(c, guess=None) for c in table.columns if c.name), column))
    guessed = next(c for c in place.matcher.guessed(alone).columns if c.index == index)
    if guessed.guess is not None:  # the sentence that proposes the way asks about its column as well
        guessed = replace(guessed, guess=replace(guessed.guess, sure=True))
    made = guessed if guessed.name is not None else column
    return replace(table, columns=(*table.columns, made)), made
