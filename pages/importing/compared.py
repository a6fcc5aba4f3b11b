"""One file that came back, on the server: what differs, what of it is open on the page, and what the person decided."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from exports.incoming.options import Options
from exports.incoming.returns import Came, compared, write_back
from exports.read.sheets import Book
from models.kit.ask.marks import MARK
from models.kit.ask.titles import titles_of
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.incoming.cells import Fault
from models.kit.incoming.report import Outcome
from models.kit.incoming.returned import Cell
from models.kit.incoming.returning import ASK, MINE, NEW, THEIRS, Choices, Plan, still_meant, write
from models.kit.incoming.stamp import Stamp
from models.kit.server.database import reading

MOST_TRIED = 2000  # rows that the rules are asked about before they are written: nobody else can write meanwhile
EACH = 20
# What has to be decided comes first.
CELLS = ("conflicts", "mine", "theirs", "locked")
KINDS = ("conflicts", "doubles", "faulty", "mine", "theirs", "new", "missing", "locked", "gone")


@dataclass(frozen=True)
class Seen:
    """What the page shows at the moment, read in a thread: what will be written, the cells and the missing rows of the open page."""

    plan: Plan
    cells: list[tuple[Cell, dict[str, Any]]]
    away: list[dict[str, Any]]


class Compared:
    """The comparison of one upload; what was chosen counts at once, and no row is read again for it."""

    def __init__(self, record: type[Record], book: Book, stamp: Stamp, filename: str):
        self.record, self.book, self.stamp, self.filename = record, book, stamp, filename
        self.came: Came | None = None
        self.outcome: Outcome | None = None
        self.open, self.column, self.at, self.reason = "", "", 0, None
        self.op = ""
        self.fixes: dict[tuple[int, str], str] = {}
        self.typed: dict[tuple[int, str], str] = {}  # not compared yet
        self.seen: Seen | None = None

    def compare(self, op: str, who: Who, tell: Callable[[float], None]) -> None:
        """What was decided of what is still as it was counts on. Raises Refused where nothing can be compared."""
        before, fixes = self.came, {**self.fixes}
        self.came = compared(self.book, self.stamp, self.record, who, fixes=fixes, tell=tell)
        if before is not None:
            self.came.choices = still_meant(before.choices, before.returned, self.came.returned)
        self.op, self.outcome = op, None
        if len(self.came.plan.wanted) <= MOST_TRIED:
            tried = write(self.came.returned, self.choices, reason=self.reason, trial=True)
            self.outcome = tried if tried.state in ("refused", "conflict") else None
        if self.open != "faulty" or not self.faults:  # who puts cells right goes on with the next one
            self.open = next((kind for kind, count in self.counts.items() if count), "mine")
        self.look(who)

    def look(self, who: Who) -> Seen:
        """Read what the open page shows; whoever changed what is open or decided calls it, in a thread."""
        with reading():
            cells = self.page(self.cells(self.open)) if self.open in CELLS else []
            described = self.came.described(cells, who.lang, by=self.open in ("conflicts", "theirs"))
            away = self._away(self.page(list(self.came.returned.missing)), who) if self.open == "missing" else []
        self.seen = Seen(self.came.plan, list(zip(cells, described, strict=True)), away)
        return self.seen

    def page(self, rows: list[Any]) -> list[Any]:
        at = min(self.at, max(0, -(-len(rows) // EACH) - 1))
        return rows[at * EACH : (at + 1) * EACH]

    def apply(self, who: Who, tell: Callable[[float], None]) -> None:
        self.came.returned.tell = tell
        asked = Options(op=self.op, reason=self.reason)
        self.outcome = write_back(self.came, self.filename, asked, who=who)
        self.look(who)

    # What was decided ---------------------------------------------------------------------------------------------------

    @property
    def choices(self) -> Choices:
        return self.came.choices

    def decide(self, cells: list[Cell], taken: str) -> None:
        decided = {(cell.row, cell.name): taken for cell in cells}
        self.came.choices = replace(self.choices, cells={**self.choices.cells, **decided})

    def taken(self, cell: Cell, usual: str = ASK) -> str:
        return self.choices.of(cell, usual)

    def add(self, rows: list[int], taken: str) -> None:
        self.came.choices = replace(self.choices, rows={**self.choices.rows, **dict.fromkeys(rows, taken)})

    def delete(self, ids: set[int], away: bool) -> None:
        now = self.choices.delete
        known = frozenset() if isinstance(now, str) else now
        self.came.choices = replace(self.choices, delete=known | ids if away else known - ids)

    def leave_out(self, rows: set[int]) -> None:
        self.came.choices = replace(self.choices, left_out=self.choices.left_out | rows)

    def keep_typed(self) -> None:
        self.fixes, self.typed = {**self.fixes, **self.typed}, {}

    def put_back(self) -> None:
        """The cells say again what the file says, and no line is left out."""
        self.fixes, self.typed = {}, {}
        self.came.choices = replace(self.choices, left_out=frozenset())

    def skip(self, skipped: bool) -> None:
        self.came.choices = replace(self.choices, skip=skipped)

    # What is shown ------------------------------------------------------------------------------------------------------

    @property
    def counts(self) -> dict[str, int]:
        returned = self.came.returned
        counts = {kind: len(getattr(returned, kind)) for kind in KINDS if kind != "faulty"}
        return {kind: len(self.faults) if kind == "faulty" else counts[kind] for kind in KINDS}

    @property
    def faults(self) -> list[Fault]:
        refused = [fault for fault in (self.outcome.faults if self.outcome else ()) if fault.row]
        return [f for f in [*self.came.returned.faults, *refused] if f.row not in self.choices.left_out]

    def cells(self, kind: str) -> list[Cell]:
        """Those of the open column."""
        return [cell for cell in self._cells(kind) if self.column in ("", cell.name)]

    def _cells(self, kind: str) -> list[Cell]:
        listed: list[Any] = getattr(self.came.returned, kind)
        return [cell for cell, _ in listed] if kind == "locked" else listed

    def columns(self, kind: str) -> Counter[str]:
        return Counter(cell.name for cell in self._cells(kind))

    def said(self, line: Any) -> str:
        """The first cells of a line of the file, for people who look for it there."""
        texts = (line.shown(name) for name in self.came.returned.names if name in line.raw and name != MARK)
        return " · ".join([text for text in texts if text][:3])

    def _away(self, ids: list[int], who: Who) -> list[dict[str, Any]]:
        """Rows that the file lacks, by name: whether they moved meanwhile, and are to be deleted."""
        titles, missing = titles_of(self.record, set(ids), who), self.came.returned.missing
        ticked = self.choices.delete
        return [{"id": id, "title": titles[id], "moved": missing[id], "ticked": id in ticked} for id in ids]

    def may_delete(self, who: Who) -> bool:
        return may(who, "delete", self.record)


__all__ = ["EACH", "MINE", "NEW", "THEIRS", "Compared"]
