"""Rows that come from outside: a dry run that names every faulty cell, then one batch of changes, or none."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from .. import words
from ..alike import only_zeros
from ..ask.figures import version_of
from ..ask.marks import MARK
from ..declare.access import MASKED, Who, home, reach, why_not
from ..declare.record import Record, Row
from ..declare.states import is_further
from ..fields import Described
from ..reading import clean
from ..server.database import reading, writing
from ..server.memory import growing
from ..text import Refused, Text
from ..write.unseen import keep_tries, tries
from . import report as says
from .again import AGAIN, LEFT, Again
from .apply import Applying, same_rights
from .cells import Cells, Fault, Line, Making, Unusable
from .empty import BLANKS, PLACEHOLDERS, SEEMS_EMPTY
from .groups import Groups
from .making import is_mine
from .match import Matching
from .report import Differing, Outcome, Report, Stopped
from .sparing import SPARING, spared
from .stored import Stored, unique_faults

MODES = ("both", "skip", "fill", "insert", "update")


class Incoming:
    """Rows for one record type on their way in: `(row number, {field name: raw value})`, links and dates as the file has them.

    mode: add new rows and change existing ones (both), leave existing ones alone (skip), fill in only what they lack (fill),
    or do only one of the two, the other being a fault (insert, update); key: the fields that say which stored row a
    line is (the sheet's own unless the person chose others); what a file of our own says itself comes before it.
    placeholders: whether - and 无 are asked about, read as empty or kept; blanks: whether an empty cell leaves the stored
    value alone ("keep") or empties it ("clear"). again: whether lines without a key that say what rows here say word for word
    are asked about, left or added; came: how many rows these very bytes added before. `tell` hears how far the work is and may raise Stopped.
    Raises Refused when this can't be imported at all: no right to, or nothing to recognise rows by.
    """

    def __init__(
        self,
        record: type[Record],
        rows: Iterable[tuple[int, dict[str, Any]]],
        who: Who,
        *,
        mode: str = "both",
        key: Iterable[str] | None = None,
        create_links: bool | Collection[str] = False,
        placeholders: str = "ask",
        blanks: str = "keep",
        again: str = "ask",
        came: int = 0,
        tell: Callable[[float], None] = lambda share: None,
    ):
        if mode not in MODES or placeholders not in PLACEHOLDERS or blanks not in BLANKS or again not in AGAIN:
            raise Refused(says.NO_MODE)
        if why := why_not(who, "import", record):
            raise Refused(why)
        self.record, self.who, self.mode, self.blanks, self.tell = record, who, mode, blanks, tell
        self.again, self.came = again, came
        self.fields = record.fields()
        self.cells = Cells(record, who, create_links, tell, placeholders)
        with reading(), growing():
            self.versions = self.tables()
            self.lines = self.cells.read(rows)
            self.key = self._key(tuple(key or ()))
            self.report = self.judge()
            tried = self._tried()
        if tried:
            with writing():
                keep_tries(who, record, tried, clashed=self._stored.clashed)

    def _tried(self) -> int:
        """How many lines were held against what the person can't see. Raises Refused when that is more than he may."""
        given = ((line.values, Row(**self._stored.row(line.id)) if line.id else None) for line in self.heads)
        closed = self.cells.masked
        fresh = (({n: v for n, v in values.items() if not (old and n in closed)}, old) for values, old in given)
        return tries(self.who, self.record, fresh)

    def _key(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """What recognises a stored row; nothing where lines can only be new."""
        key = chosen or self.record.sheet.key
        for name in key:
            item = self.fields.get(name)
            if item is None or item.derived or name in self.cells.masked or name in self.cells.ignored:
                raise Refused(says.NO_KEY(field=item.label if item is not None else str(name)[:40]))
        there = [name for name in key if name in self.cells.taken]
        # A file without a column says of all its lines that they are empty there, as targets that belong to no store are.
        free = {name for name in key if there and (self.fields[name].null or _usual(self.fields[name]))}
        lacking = next((name for name in key if name not in there and name not in free), None)
        if lacking and (chosen or (self.mode == "update" and not self.cells.marked)):
            raise Refused(says.KEY_MISSING(field=self.fields[lacking].label))
        if not key and self.mode == "update" and not self.cells.marked:
            raise Refused(says.KEYLESS(record=self.record.sheet.label))
        return () if lacking else key

    def tables(self) -> dict[str, int]:
        """The versions of the tables the judgement rests on."""
        involved = {self.record, *(item.rel_model for item in self.record.links().values())}
        return {record.key(): version_of(record) for record in involved}

    # The dry run ------------------------------------------------------------------------------------------------------

    def judge(self) -> Report:
        """Hold the lines against what is stored; may be asked again, what was read from the file stays."""
        report = Report(total=len(self.lines), ignored=dict(self.cells.ignored))
        self._faults = {line.row: list(line.faults) for line in self.lines if line.faults}
        self._stored = Stored(self.record, self.who, self.lines, self.key, [*self.cells.taken, *self.cells.watched])
        self.tell(0.6)
        self._match()
        self._forgive(report)
        self._doubt(report)
        differing = {line.row: self._differences(line, report) for line in self.heads if line.id is not None}
        self.tell(0.8)
        known = [line for line in self.heads if line.row not in self._unclear]
        for line, name, text in unique_faults(known, self._stored, self.cells.taken, self.cells.masked):
            self._fault(line, name, text)
        self.tell(0.9)
        self._stay_inside()
        self._require(report)
        self._allow(differing)
        self._ask_again(report)
        self.groups.stand_together(self._faults, self.heads, self._fault)
        self._sort(report, differing)
        self._remark(report)
        return report

    def _ask_again(self, report: Report) -> None:
        """Lines that have no key, and seem to have come before, are not added a second time before somebody says so."""
        self._left: set[Any] = set()
        if self.again == "add" or self.mode == "update":
            return
        keys = self._stored.keys
        fresh = [
            line
            for line in self.heads
            if line.id is None
            and keys[line.row] is None
            and line.row not in self._faults
            and line.row not in self._unclear
        ]
        aside = self.cells.masked | self.cells.opening | self.cells.begun
        asked = list(Again(self.record, self.who, fresh, aside, self.came).asks()) if fresh else []
        if self.again == "leave":
            self._left = {line.row for line, _ in asked}
            return
        report.again = len(asked)
        for line, text in asked:
            self._fault(line, None, text)

    def _remark(self, report: Report) -> None:
        """What is about to happen to the file as a whole, and might not be meant."""
        report.notes += self.cells.units.sentences()
        report.notes += [LEFT(count=f"{len(self._left):,}")] if self._left else []
        if not self.key and not self.cells.marked and report.new:
            report.notes.append(says.KEYLESS_DOUBLES(record=self.record.sheet.label, count=f"{len(report.new):,}"))
        skipped, left = self._spared
        report.notes += [says.SKIPPED(count=f"{skipped:,}")] if skipped else []
        report.notes += [says.KEPT(count=f"{left:,}")] if left and not skipped else []
        if alike := self._matching.alike:
            row, kept = next(iter(alike.items()))
            said = next(self._stored.say(line) for line in self.lines if line.row == row)
            report.notes.append(says.ALIKE(count=f"{len(alike):,}", value=said, kept=kept))

    def _sort(self, report: Report, differing: dict[int, dict[str, tuple]]) -> None:
        place = {name: at for at, name in enumerate((*self.cells.taken, *self.fields))}
        for line in self.lines:
            if faults := self._faults.get(line.row):
                report.faults += sorted(faults, key=lambda fault: place.get(fault.field, -1))
            elif self.groups.is_part(line):
                report.parts += 1
            elif line.row in self._left:
                report.unchanged += 1
            elif line.id is None:
                report.new.append(line)
            elif cells := differing[line.row]:
                report.changed.append(Differing(line.row, line.id, cells))
            else:
                report.unchanged += 1
        going = [line.values for line in report.new]
        going += [{name: new for name, (_, new) in change.cells.items()} for change in report.changed]
        report.making = self.cells.making(going)

    def _fault(self, line: Line, name: str | None, text: Text, better: str | None = None) -> None:
        self._faults.setdefault(line.row, []).append(line.fault(name, text, better))

    def _match(self) -> None:
        """Which stored row each line is; a second line for the same one is faulty and names the first."""
        self.groups = Groups(self.record)
        self._matching = Matching(self.record, self.cells, self._stored, self.groups, self.mode, self._fault)
        self._matching.run(self.lines)
        self._unclear = self._matching.unclear
        self.heads = [line for line in self.lines if not self.groups.is_part(line)]
        self._spared = (0, 0)
        if self.mode in SPARING:
            self._spared = spared(self.mode, self.heads, self._stored, self.fields, self._faults)

    def _forgive(self, report: Report) -> None:
        """An existing row keeps its masked cells, and a link that the file calls as it is called now, whatever else is."""
        there = [line for line in self.lines if line.id is not None]
        if there:
            report.ignored |= {name: MASKED(field=self.fields[name].label) for name in self.cells.masked}
        links = self.record.links()
        unclear = [(line, fault.field) for line in there for fault in line.faults if fault.field in links]
        now = self._stored.called((line.id, name) for line, name in unclear)
        same = {(line.row, name) for line, name in unclear if _calls(clean(line.shown(name)), *now[line.id, name])}
        for line in there:
            if line.row in self._faults:
                kept = [
                    fault
                    for fault in self._faults.pop(line.row)
                    if fault.field not in self.cells.masked and (line.row, fault.field) not in same
                ]
                self._faults |= {line.row: kept} if kept else {}

    def _doubt(self, report: Report) -> None:
        """Cells that only look like something are a person's to decide, unless that is what stands there already."""
        for line in self.lines:
            for name, value in line.doubts.items():
                if value is None or line.id is None or self._stored.row(line.id).get(name) != value:
                    report.doubtful += 1
                    self._fault(line, name, SEEMS_EMPTY(value=line.shown(name)), "")

    def _differences(self, line: Line, report: Report) -> dict[str, tuple[Any, Any]]:
        """What the line would change; an empty cell leaves the stored value alone."""
        cells, stored, masked = {}, self._stored.row(line.id), self.cells.masked
        for name, value in line.values.items():
            now = stored[name]
            if value == now or name in masked or self.fields[name].same(now, value):
                continue
            if name in self.cells.begun and not is_further(self.record, now, value):
                report.differing[name] = report.differing.get(name, 0) + 1
            elif name in self.cells.opening:
                item = self.fields[name]
                text = says.BY_LEDGER(field=item.label, now=item.show(now), value=item.show(value))
                self._fault(line, name, text)
            elif only_zeros(value, now) and len(value) < len(now):
                self._fault(line, name, says.ZEROS_GONE(value=line.shown(name), kept=now), now)
            else:
                cells[name] = (now, value)
        cells |= self._emptied(line, stored)
        for name, value in line.watched.items():
            if not self.fields[name].same(stored[name], value):
                report.differing[name] = report.differing.get(name, 0) + 1
        if cells and self.mode == "insert":
            name = MARK if MARK in line.marks else self.key[-1]
            self._fault(line, name, says.THERE_ALREADY(value=self._stored.say(line)))
        return cells

    def _emptied(self, line: Line, stored: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
        """What an empty cell empties, where the person asked for that."""
        if self.blanks != "clear" or self.mode in SPARING:
            return {}
        kept = {*line.values, *line.doubts, *(fault.field for fault in self._faults.get(line.row, ()))}
        kept |= self.cells.masked | self.cells.opening | self.cells.begun | set(self.key)
        names = [name for name in self.cells.taken if name not in kept and self.fields[name].null]
        return {name: (stored[name], None) for name in names if stored[name] is not None}

    def _stay_inside(self) -> None:
        """New and moved rows must be of the person's own store, region or list; a new one is unless it says otherwise."""
        within = reach(self.who, self.record)
        if within is None:
            return
        own = home(self.who, self.record)
        for line in self.heads:
            if line.id is None:
                line.values = own | line.values
            elif not any(name in line.values for name in within):
                continue
            stored = {} if line.id is None else {name: self._stored.row(line.id)[name] for name in within}
            values = stored | line.values
            if not any(
                (value := values.get(name)) in ids or is_mine(value, self.who, self.record, name)
                for name, ids in within.items()
            ):
                self._fault(line, None, words.OUT_OF_SCOPE)

    def _require(self, report: Report) -> None:
        """New rows need every required field."""
        arrives = self.record.sheet.arrives
        needed = [
            name for name, item in self.fields.items() if item.required and not item.locked and name not in arrives
        ]
        report.missing = [name for name in needed if name not in self.cells.taken]
        for line in self.heads:
            if line.id is not None or line.row in self._unclear or self.mode == "update":
                continue
            if lacking := [name for name in needed if name not in line.values]:
                faulty = {fault.field for fault in self._faults.get(line.row, ())}
                for name in lacking:
                    if name not in faulty:
                        self._fault(line, name, words.REQUIRED(field=self.fields[name].label))

    def _allow(self, differing: dict[int, dict]) -> None:
        """Adding needs the right to add, where such rows can be added by hand at all; changing the right to edit."""
        add = why_not(self.who, "add", self.record) if "add" in self.record.sheet.allowed else None
        edit = why_not(self.who, "edit", self.record)
        for line in self.heads if add or edit else ():
            why = add if line.id is None else edit if differing[line.row] else None
            if why and line.row not in self._faults:
                self._fault(line, None, why)

    @growing()
    def apply(
        self,
        *,
        who: Who | None = None,
        op: str | None = None,
        label: Text | None = None,
        digest: str | None = None,
        only_good: bool = False,
        source: dict[str, Any] | None = None,
        reason: str | None = None,
    ) -> Outcome:
        """Write what the report announced as one batch; nothing is written when that is no longer what would happen.

        `who`: the same person as known now. `only_good` leaves the faulty rows out; without it one of them stops all.
        `source`: where the rows came from, for the log of events. `reason`: why what is locked is corrected.
        """
        report, who = self.report, who or self.who
        if not same_rights(who, self.who):
            return Outcome("stale", text=says.STALE_RIGHTS)
        if report.faults and not only_good:
            return Outcome("refused", text=says.HAS_FAULTS(count=len(report.faulty)))
        if not report.new and not report.changed:
            return Outcome("nothing", text=says.NOTHING)
        return Applying(self).run(who, op, label, digest, source or {}, reason=reason)


def _calls(said: str, title: str, mark: str | None) -> bool:
    """Whether a file that says this means the row with this title: by its name, or by the number our exports give it."""
    return said == title or (mark is not None and (said == mark or said.endswith(f"（{mark}）")))


def _usual(item: Described) -> bool:
    """Whether a line that says nothing of this part of the key means the value every new row begins with."""
    return item.default is not None and not callable(item.default)


def mended(
    rows: Iterable[tuple[Any, dict[str, Any]]], fixes: Mapping[tuple[int, str], str], left_out: set[int]
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows with a person's corrections laid over them, and without those left out."""
    by_row: dict[int, dict[str, str]] = {}
    for (row, name), value in fixes.items():
        by_row.setdefault(row, {})[name] = value
    for row, values in rows:
        if row not in left_out:
            yield row, {**values, **by_row[row]} if row in by_row else values


__all__ = ["Differing", "Fault", "Incoming", "Line", "Making", "Outcome", "Report", "Stopped", "Unusable", "mended"]
