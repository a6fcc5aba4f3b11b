"""One file on its way in: what was read, how its columns are taken, what was corrected, and what would happen."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from exports.incoming.arranged.ways import KINDS, Asked
from exports.incoming.choosing import SHOWN, sheets
from exports.incoming.columns import FoundColumn
from exports.incoming.guesses import confirmed, unsure
from exports.incoming.importing import Before, Options, apply, as_known, choose_any, imported_before, judge, open_book
from exports.incoming.incoming_book import Chosen
from exports.incoming.layouts import layout_of, remember
from exports.incoming.remarks import better_suited, remarks
from exports.incoming.stamped import LOST, lost, stamp_of
from exports.read.aside import turn
from exports.read.encodings import NO_ENCODING, readings
from exports.read.sheets import Book
from exports.write.faults import FaultyRow, write_faults
from models.kit.ask.titles import titles_of
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.incoming.apply import tried
from models.kit.incoming.incoming import Fault, Incoming, Outcome, mended
from models.kit.text import Refused, Text

from .compared import Compared
from .counted import Counted
from .upload import new_path

MOST_SHOWN, MOST_EXAMPLES, MOST_COLUMNS = 20, 3, 60
MOST_TRIED = 2000  # rows that the rules are asked about at each check: nobody else can write meanwhile


@dataclass
class State:
    """Everything about one upload, on the server, for the page it was sent to and nobody else."""

    record: type[Record]
    filename: str = ""
    book: Book | None = None
    text: bytes = b""  # of a csv, which may have to be read in another encoding
    readings: dict[str, str] = field(default_factory=dict)  # of a csv that may be in several encodings: what each says
    before: Before | None = None
    fitting: dict[str, bool] = field(default_factory=dict)  # sheet → whether a header of this type was found
    chosen: Chosen | None = None
    options: Options = field(default_factory=Options)
    arrange: Asked = SHOWN  # what was said of ways to read the file otherwise than row by row
    fixes: dict[tuple[int, str], str] = field(default_factory=dict)
    typed: dict[tuple[int, str], str] = field(default_factory=dict)  # not checked yet
    left_out: set[int] = field(default_factory=set)
    incoming: Incoming | None = None
    refused: Text | None = None
    outcome: Outcome | None = None
    skip: bool = False
    suits: tuple[type[Record], int] | None = None  # whose file it seems to be instead
    returned: Compared | None = None  # where it is a file that was exported to be edited
    due: bool = False  # whether something was corrected since the last check began
    mapped: bool = False  # whether a person said where a column goes
    _counted: Counted | None = None  # the faults of the last check
    _remarks: list[Text] = field(default_factory=list)  # what it has to say of the file

    @property
    def holds_work(self) -> bool:
        """Whether a person put something right here, or said something of it, that no row has yet."""
        done = self.outcome is not None and self.outcome.state in ("applied", "duplicate")
        return not done and bool(self.mapped or self.fixes or self.typed or self.left_out)

    # What the page asks a thread to do ----------------------------------------------------------------------------------

    def read(self, path: Path, filename: str, who: Who, tell: Callable[..., None]) -> None:
        """Read the file and judge it as it is. Raises Refused when it can't be read at all."""
        try:
            with turn(path, who.user_id, lambda before: tell(0.0, before)):
                self._open(path, filename, who, tell)
                self.before = imported_before(self.record, self.book.digest)
        finally:
            path.unlink(missing_ok=True)

    def read_as(self, encoding: str, who: Who, tell: Callable[..., None]) -> None:
        """The same text in another encoding. Raises Refused, and all stays as it was, where its bytes don't allow that."""
        path = new_path()
        try:
            path.write_bytes(self.text)
            self._open(path, self.filename, who, tell, encoding)
        finally:
            path.unlink(missing_ok=True)

    def _open(
        self, path: Path, filename: str, who: Who, tell: Callable[[float], None], encoding: str | None = None
    ) -> None:
        data = path.read_bytes()
        try:
            self.book = open_book(path, filename, self.record, who, tell=tell, encoding=encoding)
        except Refused as refused:
            if refused.text == NO_ENCODING:
                self.filename, self.text, self.readings = filename, data, readings(data)
            raise
        self.readings = {}
        self.filename, self.text = filename, data if self.book.encoding else b""
        self.options = replace(self.options, encoding=encoding)
        if (stamp := stamp_of(self.book)) is not None:
            self.returned = Compared(self.record, self.book, stamp, filename)
            self.compare(who, tell)
            return
        if lost(self.book):
            self.book.notes.append(LOST)
        self.fitting = {sheet.name: fits for sheet, fits in sheets(self.book, self.record, who)}
        self.take(None, who, tell)

    def compare(self, who: Who, tell: Callable[[float], None]) -> None:
        """Hold a file that came back against what is here now. Raises Refused where it can't be."""
        self.returned.compare(uuid.uuid4().hex, who, tell)

    def write_back(self, who: Who, tell: Callable[[float], None]) -> None:
        self.returned.apply(who, tell)

    def take(self, sheet: str | None, who: Who, tell: Callable[[float], None]) -> None:
        """Start with a sheet of the file: corrections belong to the sheet they were made on."""
        self._choose(sheet, who)
        self.check(who, tell)

    def _choose(self, sheet: str | None, who: Who) -> None:
        chosen = as_known(choose_any(self.record, who, self.book, sheet, self.arrange), who)
        self.chosen = _with({**chosen.fixed, **self.options.fixed}, chosen)
        self.fixes, self.typed, self.left_out = {}, {}, set()
        taken = {proposal.kind for proposal in chosen.proposals if proposal.taken}
        arrange = ",".join(kind for kind in KINDS if kind in taken) or "leave"
        self.options = replace(self.options, sheet=self.chosen.table.sheet.name, key=self._key(), arrange=arrange)

    def arranged(self, kind: str, taken: bool, who: Who, tell: Callable[[float], None]) -> None:
        """A person says whether a file is to be read otherwise than row by row; what was said of its columns stays."""
        said = {column.label: column.name for column in self.chosen.table.columns if column.chosen}
        before, self.arrange = self.arrange, self.arrange.saying(kind, taken)
        try:
            self._choose(self.options.sheet, who)
        except Refused:
            self.arrange = before
            raise
        places = {c.index: said[c.label] for c in self.chosen.table.columns if c.label in said}
        if places:
            self.chosen = replace(self.chosen, table=self.chosen.table.remapped(places))
            self.options = replace(self.options, key=self._key())
        self.check(who, tell)

    def _key(self) -> tuple[str, ...]:
        """The usual key where the file has it; without one, lines can only be new."""
        names, fields = [*self.chosen.table.names, *self.chosen.fixed], self.record.fields()
        whole = all(name in names or fields[name].null for name in self.record.sheet.key)
        return tuple(self.record.sheet.key) if whole else ()

    def map(self, place: int, name: str | None, who: Who, tell: Callable[[float], None]) -> None:
        """A person says where a column goes; a field that another column had comes to this one."""
        taken = {column.index: None for column in self.chosen.table.columns if name and column.name == name}
        table = self.chosen.table.remapped({**taken, place: name})
        self._say(replace(self.chosen, table=table))
        self.check(who, tell)

    def confirm(self, places: set[int], taken: bool, who: Who, tell: Callable[[float], None]) -> None:
        """A person says of columns that only seem to be a field that they are, or that they stay out."""
        self._say(confirmed(self.chosen, places, taken))
        self.check(who, tell)

    def _say(self, chosen: Chosen) -> None:
        """A person said where columns go; what was put right in a field goes with the column that it was put right in."""
        before = {column.name: column.index for column in self.chosen.table.columns}
        self.chosen, self.mapped = _with(self.chosen.fixed, chosen), True
        after = {column.name: column.index for column in self.chosen.table.columns}
        kept = tuple(name for name in self.options.key if name in self.chosen.table.names)
        self.options = replace(self.options, key=kept or self._key())
        self.fixes = {at: value for at, value in self.fixes.items() if before.get(at[1]) == after.get(at[1])}

    @property
    def to_confirm(self) -> int:
        """How many questions about the file are open."""
        return len(self.unsure) + len(self.chosen.pending)

    @property
    def unsure(self) -> list[FoundColumn]:
        return unsure(self.chosen.table)

    def fill(self, name: str, value: str, who: Who, tell: Callable[[float], None]) -> None:
        """One value for all rows, where the file lacks the column; an empty one takes that back."""
        fixed = {other: kept for other, kept in self.chosen.fixed.items() if other != name}
        self.chosen = _with(fixed | ({name: value} if value else {}), self.chosen)
        self.options = replace(self.options, key=self._key(), fixed=dict(self.chosen.fixed))
        self.check(who, tell)

    def asked(self, options: dict[str, Any], who: Who, tell: Callable[[float], None]) -> None:
        """Other options: mode, key, create_links."""
        self.options = replace(self.options, **options)
        self.check(who, tell)

    def corrected(self, who: Who, tell: Callable[[float], None]) -> None:
        """Look again at what was put right; what is put right from here on is for the next time."""
        self.due = False
        (self.check if self.returned is None else self.compare)(who, tell)

    def check(self, who: Who, tell: Callable[[float], None]) -> None:
        """Judge every row anew, and ask the rules about the good ones; why that is impossible is kept instead of a report."""
        self.incoming = self.refused = self.outcome = self._counted = None
        self.suits = better_suited(self.chosen, who)
        self.options = replace(self.options, op=uuid.uuid4().hex)
        try:
            rows = mended(self.chosen.rows(), self.fixes, self.left_out)
            self.incoming = judge(self.chosen, rows, who, self.options, tell=tell)
            self.outcome = None if self.untried else tried(self.incoming, self.options.reason)
            self._counted = self._count()
            self._remarks = remarks(self.chosen, self.incoming.report)  # all rows are looked through: not while drawing
        except Refused as refused:
            self.refused = refused.text

    def apply(self, who: Who, tell: Callable[[float], None]) -> None:
        self.incoming.tell = tell
        asked = replace(self.options, only_good=self.skip)
        self.outcome = apply(self.incoming, self.filename, self.chosen, asked, who=who)
        self._counted = None
        if self.mapped and self.outcome.state == "applied":
            remember(self.chosen, layout_of(self.chosen, None), who)

    # What the page shows ------------------------------------------------------------------------------------------------

    @property
    def faults(self) -> list[Fault]:
        """What the check found, and what the business rules refused when it was tried."""
        return [*self.incoming.report.faults, *(fault for fault in self.told_by_rules if fault.row)]

    @property
    def counted(self) -> Counted:
        """The faults by column and row, as they are drawn."""
        if self._counted is None:
            self._counted = self._count()
        return self._counted

    def _count(self) -> Counted:
        return Counted(self.record, self.incoming, self.faults, self.lacking)

    @property
    def lacking(self) -> list[str]:
        """Required columns that the file hasn't got: those that hold rows up, and those filled with one value."""
        missing = self.incoming.report.missing if self.incoming else []
        held_up = {fault.field for fault in self.faults} if missing else set()
        return [*(name for name in missing if name in held_up), *self.chosen.fixed]

    def remarks(self) -> list[Text]:
        """What the file's reading and the check have to say of the whole."""
        return [*self.chosen.notes, *(self._remarks if self.incoming else [])]

    @property
    def untried(self) -> bool:
        """Whether it is too much to ask the rules before the import itself."""
        return len(self.incoming.report.new) + len(self.incoming.report.changed) > MOST_TRIED

    @property
    def told_by_rules(self) -> list[Fault]:
        return self.outcome.faults if self.outcome is not None else []

    def shown_columns(self) -> tuple[list[FoundColumn], int]:
        """The columns to map, recognised ones first where there are very many; and how many are not shown."""
        columns = [column for column in self.chosen.table.columns if not column.serial]
        if len(columns) > MOST_COLUMNS:
            columns.sort(key=lambda column: column.name is None)
        return columns[:MOST_COLUMNS], max(0, len(columns) - MOST_COLUMNS)

    def examples(self, place: int) -> list[str]:
        """The first different values of a column."""
        table, samples = self.chosen.table, {}
        begins = table.header + 1 - table.sheet.first_row
        for row in table.sheet.rows[begins : begins + 200]:
            value = row[place] if place < len(row) else None
            if value is not None and str(value).strip():
                samples[" ".join(str(value).split())[:30]] = None
            if len(samples) == MOST_EXAMPLES:
                break
        return list(samples)

    def new_rows(self, lang: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
        """The first rows to be added, as they were understood: columns, and by row what goes into each."""
        cells = self.incoming.cells
        names = [name for name in (*cells.taken, *cells.brought) if name in self.record.arriving()]
        rows = [
            (line.row, [self._said(line, name, lang) for name in names])
            for line in self.incoming.report.new[:MOST_SHOWN]
        ]
        return names, rows

    def _said(self, line: Any, name: str, lang: str) -> str:
        item, value = self.record.arriving()[name], (line.values | line.brought).get(name)
        if value is None:
            return ""
        return line.shown(name) if item.linked else item.show(value, lang)

    def changed_rows(self, lang: str) -> list[tuple[int, str, str, str, str]]:
        """The first cells to change: row of the file, which record, which column, from what, to what."""
        rows, fields = [], self.record.fields()
        changed = self.incoming.report.changed[:MOST_SHOWN]
        wanted = {change.row for change in changed}
        lines = {line.row: line for line in self.incoming.lines if line.row in wanted} if wanted else {}
        titles = titles_of(self.record, {change.id for change in changed})
        for change in changed:
            for name, (now, new) in change.cells.items():
                item = fields[name]
                if item.linked:
                    was = titles_of(item.linked, {now}).get(now, "") if now is not None else ""
                    becomes = lines[change.row].shown(name)
                else:
                    was, becomes = item.show(now, lang), item.show(new, lang)
                if was == becomes:  # what differs is more than people are usually shown
                    was, becomes = f"{was}（{item.keep(now)}）", f"{becomes}（{item.keep(new)}）"
                said = [lines[change.row].shown(key) for key in self.record.sheet.key if key != self.record.sheet.title]
                named = " · ".join([titles[change.id], *filter(None, said)])
                rows.append((change.row, named, item.label.say(lang), was, becomes))
        return rows

    def faulty_workbook(self, lang: str) -> bytes:
        """The rows that don't go in with their reasons, to be put right in Excel and imported again."""
        by_row: dict[int, list[Fault]] = {}
        for fault in self.faults:
            by_row.setdefault(int(fault.row), []).append(fault)
        rows = [
            FaultyRow(
                row,
                tuple(self.chosen.values(row)),
                tuple((self.chosen.cell(row, fault.field), fault.value, fault.text) for fault in faults),
            )
            for row, faults in sorted(by_row.items())
        ]
        out = BytesIO()
        write_faults(out, [column.label for column in self.chosen.table.columns], rows, lang)
        return out.getvalue()


def _with(fixed: dict[str, str], chosen: Chosen) -> Chosen:
    """A column that the file has speaks for itself."""
    return replace(chosen, fixed={name: value for name, value in fixed.items() if name not in chosen.table.names})
