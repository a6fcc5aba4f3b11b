"""What stands on a printed paper, read as the person sees it: its head, its tables, and the pictures that hang on the row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from models import house
from models.kit.ask.query import MOST_ROWS, BadQuery, Query
from models.kit.ask.todo import called
from models.kit.declare.access import Who, may
from models.kit.declare.paper import Paper, PaperLines, field_at
from models.kit.declare.record import Record
from models.kit.fields import (
    CountField,
    Described,
    MoneyField,
    NoteField,
    PinyinField,
    QuantityField,
    added_up,
)
from models.kit.formula.asking import seen
from models.kit.text import Text
from models.kit.write.files import files_of
from models.organization import Letterhead

from ..parts.under import lines_under
from ..parts.values import text_of, title_of

MOST_PAPERS, MOST_LINES, MOST_COLUMNS = 100, 5000, 9
TOO_MANY_LINES = Text(
    "明细超过 {n} 行，请少选几份，分几次打印", "More than {n} lines; choose fewer and print them in parts"
)
NUMBERS = (MoneyField, QuantityField, CountField)  # they stand to the right
WHOLE_FORM = Text("整张表单", "The whole form")
WHOLE = ""  # the paper that every type has: all that its form shows, and its lines


@dataclass(frozen=True)
class Pair:
    """A field of the head: what it is called, what stands there, whether it takes the whole width."""

    label: str
    text: str
    wide: bool


@dataclass(frozen=True)
class Table:
    """Lines: their columns (name, whether numbers), the rows as texts, what is added up (None: nothing), lines left empty."""

    label: str
    heads: list[tuple[str, bool]]
    rows: list[list[str]]
    totals: list[str] | None
    blank: int = 0


@dataclass(frozen=True)
class Printed:
    """One paper of one row."""

    id: int
    title: str
    about: str
    head: list[Pair]
    tables: list[Table]
    pictures: list[tuple[int, str]] = field(default_factory=list)


def papers_of_type(record: type[Record]) -> list[Paper]:
    """The papers that are declared for a type, by whichever area, then the one that each type has."""
    declared = [paper for area in house().areas for paper in area.papers if paper.record is record]
    label = record.sheet.label
    return [*declared, Paper(WHOLE, record, label.zh, label.en, photos=True)]


def offered_as(paper: Paper) -> Text:
    """What a paper is called where somebody chooses among them."""
    return WHOLE_FORM if paper.name == WHOLE else paper.label


def letterhead() -> Any:
    """Whose paper it is; None where nobody entered any. Its name and address are no secret from those who print."""
    return next(iter(Letterhead.rows(order=Letterhead.position)), None)


def read_papers(paper: Paper, ids: Sequence[int], who: Who) -> list[Printed]:
    """One for each of the rows that this person sees and that are in a state for it."""
    rows = [row for row in Query(paper.record, who).by_ids(ids) if paper.fits(row)]
    heads = _Columns(paper.record, paper.fields.split() or _all_of(paper.record, who), who, rows)
    tables = [_Lines(lines, [row["id"] for row in rows], who) for lines in paper.lines or _lines_of(paper, who)]
    printed = []
    for row in rows:
        title = title_of(paper.record, row, who.lang)
        head = [Pair(*pair) for pair in heads.pairs(row)]
        below = [table for lines in tables if (table := lines.table(row["id"])) is not None]
        pictures = [*_pictures(paper.record, row["id"])] if paper.photos else []
        printed.append(Printed(row["id"], title, called(paper.record, row, who, title), head, below, pictures))
    return printed


def _all_of(record: type[Record], who: Who) -> tuple[str, ...]:
    fields = record.facts().readable
    return tuple(name for name in seen(who, record) if not isinstance(fields[name], PinyinField))


def _lines_of(paper: Paper, who: Who) -> Iterator[PaperLines]:
    """The lines of a paper for which nothing is declared: what its columns show in the grid, as many as a page holds."""
    for record in lines_under(paper.record) if not paper.fields else ():
        shown = [name for name in record.sheet.columns or seen(who, record) if name != record.sheet.parent]
        plain = [name for name in shown if not isinstance(record.facts().readable[name], PinyinField)]
        if may(who, "see", record):
            yield PaperLines(record, " ".join(plain[:MOST_COLUMNS]))


class _Columns:
    """Fields by their paths, of the rows and of what these link to, as far as this person sees them."""

    def __init__(self, record: type[Record], paths: Iterable[str], who: Who, rows: list[dict[str, Any]]):
        self.record, self.who = record, who
        shown = seen(who, record)
        self.paths = [path for path in paths if path.partition(".")[0] in shown and self._reaches(path)]
        self.linked = {name: self._linked(name, rows) for name in {p.partition(".")[0] for p in self.paths if "." in p}}

    def _reaches(self, path: str) -> bool:
        name, _, further = path.partition(".")
        item = self.record.facts().readable[name]
        if not further:
            return True
        return item.linked is not None and may(self.who, "see", item.linked) and further in seen(self.who, item.linked)

    def _linked(self, name: str, rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
        target = self.record.fields()[name].rel_model
        ids = {row[name]["id"] for row in rows if isinstance(row.get(name), dict)}
        return {row["id"]: row for row in Query(target, self.who).by_ids(sorted(ids))}

    def items(self) -> list[Described]:
        return [field_at(self.record, path) for path in self.paths]

    def labels(self) -> list[str]:
        """What each is called; of what is linked to with the link's own name before it, unless it says that itself."""
        return [self._label(path).say(self.who.lang) for path in self.paths]

    def _label(self, path: str) -> Text:
        name, _, further = path.partition(".")
        own = field_at(self.record, path).label
        if not further:
            return own
        link = self.record.fields()[name].label
        zh = own.zh if own.zh.startswith(link.zh) else link.zh + own.zh
        en = own.en if own.en.lower().startswith(link.en.lower()) else f"{link.en}: {own.en}"
        return Text(zh, en)

    def wires(self, row: dict[str, Any]) -> list[Any]:
        return [self._wire(row, path) for path in self.paths]

    def _wire(self, row: dict[str, Any], path: str) -> Any:
        name, _, further = path.partition(".")
        value = row.get(name)
        if not further:
            return value
        return self.linked[name].get(value["id"], {}).get(further) if isinstance(value, dict) else None

    def texts(self, row: dict[str, Any]) -> list[str]:
        columns = zip(self.items(), self.wires(row), strict=True)
        return ["" if wire is None else text_of(item, wire, self.who.lang) for item, wire in columns]

    def pairs(self, row: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
        for item, label, text in zip(self.items(), self.labels(), self.texts(row), strict=True):
            yield label, text, isinstance(item, NoteField)


class _Lines:
    """The lines of all the rows that are printed, read at once."""

    def __init__(self, lines: PaperLines, ids: list[int], who: Who):
        self.lines, self.who = lines, who
        self.by: dict[int, list[dict[str, Any]]] = {id: [] for id in ids}
        sees = may(who, "see", lines.record)
        wanted = {lines.by: {"in": ids}, **{name: {"in": [*values]} for name, values in lines.where.items()}}
        rows = _every(Query(lines.record, who, wanted)) if sees and ids else []
        for row in rows:
            self.by[row[lines.by]["id"]].append(row)
        self.columns = _Columns(lines.record, lines.columns.split(), who, rows) if sees else None

    def table(self, id: int) -> Table | None:
        rows = self.by[id]
        if self.columns is None or (not rows and not self.lines.blank):
            return None
        lang, items = self.who.lang, self.columns.items()
        heads = [(name, isinstance(item, NUMBERS)) for name, item in zip(self.columns.labels(), items, strict=True)]
        label = (self.lines.label or self.lines.record.sheet.label).say(lang)
        totals = self._totals(rows) if self.lines.total and rows else None
        return Table(label, heads, [self.columns.texts(row) for row in rows], totals, self.lines.blank)

    def _totals(self, rows: list[dict[str, Any]]) -> list[str]:
        """Below each column that is added up its sum; what somebody doesn't see in full isn't added up for him."""
        wires = [self.columns.wires(row) for row in rows]
        columns = zip(self.columns.paths, self.columns.items(), zip(*wires, strict=True), strict=True)
        return [
            _added(item, column, self.who.lang) if path in self.lines.total.split() else ""
            for path, item, column in columns
        ]


def _added(item: Described, wires: Iterable[Any], lang: str) -> str:
    there = [wire for wire in wires if wire is not None]  # what is to be filled in by hand has no sum
    try:
        return item.show(added_up(there), lang) if there else ""
    except ArithmeticError:  # asterisks are no numbers
        return ""


def _every(query: Query) -> list[dict[str, Any]]:
    """All of the lines, block by block. Raises BadQuery where they are more than anybody prints."""
    rows: list[dict[str, Any]] = []
    while len(block := query.rows(len(rows), MOST_ROWS)) == MOST_ROWS:
        rows += block
        if len(rows) > MOST_LINES:
            raise BadQuery(TOO_MANY_LINES(n=MOST_LINES))
    return rows + block


def _pictures(record: type[Record], id: int) -> Iterator[tuple[int, str]]:
    return ((file.id, file.name) for file in files_of(record, id) if file.kind.startswith("image/"))
