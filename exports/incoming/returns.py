"""The way back of a file that was exported to be edited: what differs, cell by cell, and what becomes of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from exports.incoming.incoming_book import Chosen
from exports.incoming.options import RETURNING, Options
from exports.incoming.reckoned import typed_over
from exports.incoming.stamped import chosen_of, extra_columns
from exports.read.sheets import Book
from models import house
from models.kit.ask.titles import titles_of
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.incoming.cells import Fault
from models.kit.incoming.incoming import mended
from models.kit.incoming.report import Outcome
from models.kit.incoming.returned import Cell, Returned
from models.kit.incoming.returning import COPIED, Choices, Plan, plan, write
from models.kit.incoming.stamp import MASKED, Stamp
from models.kit.incoming.worded import shown
from models.kit.server.copies import before_import
from models.kit.text import Refused, Text
from models.kit.write.history import who_changed
from models.kit.write.writes import digest_of

Fixes = Mapping[tuple[int, str], str]  # by row and field, what a cell of the file is to say instead
NO_FIXES: Fixes = MappingProxyType({})
LABEL = Text("导出修改 {file}", "Edited file {file}")
MOST = 1000  # of a kind told by name in an answer; the counts are always of all of them
MOST_ASKED = 200  # cells of which is looked up who changed them meanwhile
NO_CELL = Text("对比里没有 {cell} 这一格", "The comparison has no cell {cell}")
EXTRA = Text("不是导出的列，没有读：{columns}", "These columns were not exported and are not read: {columns}")
MASKED_OUT = Text("导出时打了星号的列不读：{columns}", "Columns that were masked in the export are not read: {columns}")
DROPPED = Text(
    "新行里有 {count} 格填在不能填的列，没有采用",
    "{count} cells of new rows stand in columns that can't be filled in, and are left out",
)
SKIPPED = Text(
    "有 {count} 行不是记录（合计、说明等），没有读", "{count} lines are no records (totals, remarks) and are not read"
)


@dataclass
class Came:
    """A file that came back: what it is compared with, what was decided, and what became of it."""

    chosen: Chosen
    stamp: Stamp
    returned: Returned
    choices: Choices
    outcome: Outcome | None = None
    notes: list[Text] = field(default_factory=list)
    fixes: Fixes = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        return plan(self.returned, self.choices)

    @property
    def faults(self) -> list[Fault]:
        """Cells that can't be taken as they are, and what the rules refuse."""
        return [*self.returned.faults, *(self.outcome.faults if self.outcome else ())]

    def wire(self, lang: str) -> dict[str, Any]:
        """The answer of the API: the counts of all, and of each kind the first ones by name."""
        returned, outcome, made, faults = self.returned, self.outcome, self.plan, self.faults
        titles = titles_of(self.chosen.record, set(list(returned.missing)[:MOST]), returned.who)
        return {
            "state": outcome.state if outcome else "checked",
            "message": outcome.text.say(lang) if outcome and outcome.text else None,
            "batch": outcome.batch if outcome else None,
            "asks": outcome.asks if outcome else None,
            "returned": {"at": self.stamp.at, "by": self.stamp.by},
            "sheet": self.chosen.table.sheet.name,
            "total": len(returned.lines),
            "new": made.added,
            "changed": made.changed,
            "cells": made.cells,
            "unchanged": returned.unchanged,
            "deleted": len(made.delete),
            "undecided": made.undecided,
            "theirs": len(returned.theirs),
            "both": returned.both,
            "faulty_rows": len({int(fault.row) for fault in faults}),
            "faulty": [self._fault(fault, lang) for fault in faults[:MOST]],
            "mine": self.described(returned.mine[:MOST], lang),
            "conflicts": self.described(returned.conflicts[:MOST], lang, by=True),
            "locked": [
                {**said, "message": why.say(lang)}
                for said, (_, why) in zip(
                    self.described([cell for cell, _ in returned.locked[:MOST]], lang), returned.locked, strict=False
                )
            ],
            "gone": [line.row for line in returned.gone[:MOST]],
            "missing": [
                {"id": id, "title": titles[id], "moved": moved} for id, moved in list(returned.missing.items())[:MOST]
            ],
            "doubles": [
                {"row": double.line.row, "first": double.first, "message": COPIED(row=double.first).say(lang)}
                for double in returned.doubles[:MOST]
            ],
            "notes": [note.say(lang) for note in self.notes],
        }

    def described(self, cells: list[Cell], lang: str, by: bool = False) -> list[dict[str, Any]]:
        """Cells of the comparison as people read them; by: also who changed them meanwhile."""
        record, who, fields = self.chosen.record, self.returned.who, self.returned.fields
        titles = titles_of(record, {cell.id for cell in cells}, who)
        said = _Said(cells, self.returned, lang)
        return [
            {
                "cell": self.chosen.cell(cell.row, cell.name),
                "row": cell.row,
                "id": cell.id,
                "title": titles[cell.id],
                "field": cell.name,
                "column": fields[cell.name].label.say(lang),
                "before": said(cell.name, cell.base),
                "theirs": said(cell.name, cell.theirs),
                "mine": said(cell.name, cell.mine),
            }
            | ({"by": who_changed(record, cell.id, cell.name)} if by and at < MOST_ASKED else {})
            for at, cell in enumerate(cells)
        ]

    def _fault(self, fault: Fault, lang: str) -> dict[str, Any]:
        name = fault.field
        wired = {
            "row": int(fault.row),
            "cell": self.chosen.cell(fault.row, name),
            "field": name,
            "column": self.chosen.label(name) if name else "",
            "value": fault.value,
            "message": fault.text.say(lang),
        }
        return wired if fault.better is None else {**wired, "better": fault.better}


class _Said:
    """Values of cells in words, links by what they are called."""

    def __init__(self, cells: Iterable[Cell], returned: Returned, lang: str):
        self.fields, self.lang = returned.fields, lang
        ids: dict[str, set[int]] = {}
        for cell in cells:
            if self.fields[cell.name].linked:
                values = (cell.base, cell.theirs, cell.mine)
                ids.setdefault(cell.name, set()).update(value for value in values if isinstance(value, int))
        self.titles = {name: titles_of(self.fields[name].linked, wanted, returned.who) for name, wanted in ids.items()}

    def __call__(self, name: str, value: Any) -> str:
        if name in self.titles and isinstance(value, int):
            return self.titles[name][value]
        return shown(self.fields[name], value, self.lang)


def came_back(
    book: Book,
    stamp: Stamp,
    filename: str,
    record: type[Record],
    who: Who,
    asked: Options,
    *,
    tell: Callable[[float], None] = lambda share: None,
) -> Came:
    """Compare and, unless it is a dry run, write. Raises Refused where there is nothing to compare."""
    came = compared(book, stamp, record, who, tell=tell)
    came.choices = _choices(came, asked)
    if asked.dry_run:
        came.outcome = write(came.returned, came.choices, reason=asked.reason, trial=True)
        came.outcome = came.outcome if came.outcome.state in ("refused", "conflict") else None
    else:
        came.outcome = write_back(came, filename, asked, who=who)
    return came


def compared(
    book: Book,
    stamp: Stamp,
    record: type[Record],
    who: Who,
    *,
    fixes: Fixes = NO_FIXES,
    tell: Callable[[float], None] = lambda share: None,
) -> Came:
    """What the file says, what was exported, and what is here now; fixes: what a person put right since. Raises Refused."""
    chosen = chosen_of(book, stamp, record, house().records)
    rows = mended(chosen.rows(), fixes, set())
    returned = Returned(record, stamp, list(chosen.mapping.values()), rows, who, tell=tell)
    return Came(chosen, stamp, returned, Choices(), notes=_notes(chosen, stamp, returned), fixes=fixes)


def write_back(came: Came, filename: str, asked: Options, *, who: Who) -> Outcome:
    """One batch, named after the file and bound to its bytes and to what was decided."""
    choices, book = came.choices, came.chosen.book
    delete = choices.delete if isinstance(choices.delete, str) else sorted(choices.delete)
    cells, rows = sorted(choices.cells.items()), sorted(choices.rows.items())
    decided = [
        choices.conflicts,
        cells,
        choices.doubles,
        rows,
        delete,
        choices.skip,
        sorted(choices.left_out),
        who.user_id,
        *sorted(came.fixes.items()),
    ]
    digest = digest_of("returned", came.chosen.record.key(), book.digest, decided)
    made = came.plan
    before_import(len(made.wanted) + len(made.delete))
    source = {"file": filename[:200], "sha256": book.digest}
    more = {"op": asked.op, "digest": digest, "source": source, "reason": asked.reason}
    return write(came.returned, choices, who=who, label=LABEL(file=filename[:120]), **more)


def _choices(came: Came, asked: Options) -> Choices:
    """Decisions on cells of the sheet, as decisions on what they hold. Raises Refused for cells that aren't compared."""
    returned, cells = came.returned, {}
    places = {came.chosen.cell(cell.row, cell.name): cell for cell in [*returned.mine, *returned.conflicts]}
    for place, taken in asked.cells.items():
        cell = places.get(place.upper())
        if cell is None:
            raise Refused(NO_CELL(cell=place[:20]))
        cells[cell.row, cell.name] = taken
    delete = asked.deleted if isinstance(asked.deleted, str) else frozenset(asked.deleted)
    how = {name: getattr(asked, name) for name in RETURNING}
    return Choices(**how, cells=cells, delete=delete, skip=asked.only_good)


def _notes(chosen: Chosen, stamp: Stamp, returned: Returned) -> list[Text]:
    notes, fields = [], returned.fields
    if extra := extra_columns(chosen, stamp):
        notes.append(EXTRA(columns="、".join(label[:30] for label in extra[:20])))
    masked = [fields[name].label for name, (_, mode) in stamp.columns.items() if mode == MASKED and name in fields]
    if masked:
        notes.append(MASKED_OUT(columns=Text("、".join(m.zh for m in masked), ", ".join(m.en for m in masked))))
    if typed := typed_over(chosen, stamp, returned):
        notes.append(typed)
    if returned.dropped:
        notes.append(DROPPED(count=f"{returned.dropped:,}"))
    if chosen.table.skipped:
        notes.append(SKIPPED(count=f"{len(chosen.table.skipped):,}"))
    return notes
