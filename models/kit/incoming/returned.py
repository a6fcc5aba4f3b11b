"""A file that was taken away to be edited and comes back: each cell as it was, as it is now, and as the file says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..ask.links import visible_ids
from ..ask.lookup import rows_with
from ..ask.marks import MARK
from ..declare.access import Who, scope, visible, why_not
from ..declare.record import Record
from ..server.database import reading
from ..server.memory import growing
from ..text import Refused, Text
from ..write import since
from .cells import Cells, Fault, Line
from .report import OF_ANOTHER
from .stamp import MASKED as WAS_MASKED
from .stamp import Stamp, takes_new
from .worded import Unknown, Worded, as_value

NOT_HERE = Text(
    "导出这份文件之后，数据库换过（例如从备份恢复），没法知道别人改了什么；请重新导出，在新的文件里修改",
    "The database was replaced since this file was exported (by a restored copy, say), so what others changed can't be told; "
    "export it anew",
)
NO_ROW_IDS = Text(
    "文件里没有“运营台行号”这一列（平时是隐藏的），认不出哪一行是哪一条；请重新导出，不要删除隐藏的列",
    "The column of row IDs, which is hidden, is missing, so that no row can be recognised; export anew and leave hidden columns in",
)
FOREIGN = Text(
    "这一行不是这份文件导出的（可能从另一份导出粘贴过来）；要新增请清空隐藏的行号格，要修改请在它自己的文件里改",
    "This row was not exported with this file (pasted from another one?); to add it, empty its hidden row ID, to change it use its own file",
)


class Cell(NamedTuple):
    """A cell that differs somewhere: in the row of the file, of the stored row; before, now, and in the file."""

    row: int
    id: int
    name: str
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Double:
    """A second line with the ID of another: copied in the file, for a new row or by mistake."""

    line: Line
    first: int


class ReturnedCells(Cells):
    """The columns that the stamp names, whatever may be done with them: reading alone changes nothing."""

    def __init__(self, record: type[Record], who: Who, names: list[str], tell: Callable[[float], None]):
        super().__init__(record, who, False, tell, "keep")
        self.names = names

    def _arrange(self, names: Iterable[str], lines: list[Line]) -> None:
        self.taken, self.marked = [name for name in self.names if name in {*names}], True


class Returned:
    """The comparison. names: the columns that came back, by field; rows: as `Incoming` takes them, with MARK.

    Cells: mine were changed in the file alone, theirs here alone, both alike, conflicts differently; locked were changed in
    the file where that is not open to this person; faults can't be read; dropped: how many of new rows take nothing there.
    Lines: gone have no row any more, or none in sight; new and doubles none of their own. missing: rows that the file lacks,
    and whether they moved here meanwhile.
    Raises Refused where nothing can be compared.
    """

    def __init__(
        self,
        record: type[Record],
        stamp: Stamp,
        names: Iterable[str],
        rows: Iterable[tuple[int, dict[str, Any]]],
        who: Who,
        *,
        tell: Callable[[float], None] = lambda share: None,
    ):
        for verb in ("import", "edit"):
            if why := why_not(who, verb, record):
                raise Refused(why)
        self.record, self.stamp, self.who, self.tell = record, stamp, who, tell
        self.names = list(names)
        if MARK not in self.names:
            raise Refused(NO_ROW_IDS)
        self.fields, self.shown = record.fields(), visible(who, record)
        self.open = [name for name in self.names if self._is_compared(name)]
        self.fresh = [
            name for name in self.names if takes_new(record, name, who) and self.fields[name].kind != "pinyin"
        ]
        self.why = {name: why_not(who, "edit", record, name) for name in self.open}
        with reading(), growing():
            self._compare(rows)

    def _is_compared(self, name: str) -> bool:
        """Masked cells say nothing, nor do columns that this person doesn't see, or that are reckoned."""
        item = self.fields.get(name)
        sound = item is not None and not item.uploaded and item.kind != "pinyin"
        return sound and self.stamp.columns[name][1] != WAS_MASKED and self.shown.get(name) == "full"

    def _compare(self, rows: Iterable[tuple[int, dict[str, Any]]]) -> None:
        if not since.is_known(self.stamp.since):
            raise Refused(NOT_HERE)
        self.at = since.point()
        self.dropped = 0
        cells = ReturnedCells(self.record, self.who, list(dict.fromkeys([*self.open, *self.fresh])), self.tell)
        self.lines = cells.read(self._held(rows))
        self.tell(0.6)
        self.mine, self.theirs, self.conflicts, self.both = [], [], [], 0
        self.locked: list[tuple[Cell, Text]] = []
        self.faults: list[Fault] = []
        self.new, self.gone, self.doubles, self.unchanged = [], [], [], 0
        by_id = self._by_id()
        self._now = self._stored(self.stamp.ids)
        self._was = since.before(self.record, self.stamp.since, self.open, self._now)
        self.worded = Worded(self.record, self.stamp.since, self.who)
        self.tell(0.7)
        for id, lines in by_id.items():
            self._row(id, lines)
        self._left_out_when_sorting()
        self.missing = {id: id in self._was for id in sorted(self._now.keys() - by_id.keys())}
        self.tell(0.95)

    def moved(self, id: int) -> bool:
        """Whether the row was changed here since the export."""
        return id in self._was

    def _held(self, rows: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
        """What is read of each line: of a known row what can be compared, of a new one what it may bring."""
        compared, brought = {*self.open, MARK}, {*self.fresh}
        for row, raw in rows:
            known = raw.get(MARK) not in (None, "")
            held = compared if known else brought
            self.dropped += not known and sum(raw[name] not in (None, "") for name in raw.keys() - brought)
            yield row, {name: value for name, value in raw.items() if name in held}

    def _by_id(self) -> dict[int, list[Line]]:
        by_id: dict[int, list[Line]] = {}
        for line in self.lines:
            wrong = [fault for fault in line.faults if fault.field == MARK]
            id = line.marks.get(MARK)
            if wrong:
                self.faults += wrong
            elif id is None:
                self.new.append(line)
                self.faults += line.faults
            elif id not in self.stamp.ids:
                self.faults.append(line.fault(None, FOREIGN))
            else:
                by_id.setdefault(id, []).append(line)
        return by_id

    def _stored(self, ids: frozenset[int]) -> dict[int, dict[str, Any]]:
        """The rows as they are now; one out of sight is no more than one that was deleted."""
        whole = scope(self.who, self.record) is None
        there = ids if whole else visible_ids(self.record, self.who, set(ids))
        rows = rows_with(self.record, self.open, "id", there) if there else ()
        return {id: dict(zip(self.open, values, strict=True)) for id, *values in rows}

    # Row by row ---------------------------------------------------------------------------------------------------------

    def _row(self, id: int, lines: list[Line]) -> None:
        if id not in self._now:
            self.gone += lines
            return
        base = self._base(id)
        compared = [(line, [*self._cells(id, line, base)]) for line in lines]
        # Of lines copied from one another the one that is closest to what was exported is the row itself.
        line, cells = min(compared, key=lambda pair: len(pair[1])) if len(compared) > 1 else compared[0]
        self.doubles += [Double(other, line.row) for other, _ in compared if other is not line]
        before = len(self.mine) + len(self.conflicts) + len(self.faults) + len(self.locked)
        self.faults += [fault for fault in line.faults if not self._unread(line, fault, base)]
        for cell in cells:
            self._sort(cell)
        now = self._now[id]
        if id in self._was:
            self.theirs += [
                Cell(line.row, id, name, base[name], now[name], base[name])
                for name in self._was[id]
                if name in base and not self._same(name, base[name], now[name]) and name not in {c.name for c in cells}
            ]
        after = len(self.mine) + len(self.conflicts) + len(self.faults) + len(self.locked)
        self.unchanged += before == after

    def _base(self, id: int) -> dict[str, Any]:
        now, was = self._now[id], self._was.get(id)
        return now if not was else now | {name: as_value(self.fields[name], kept) for name, kept in was.items()}

    def _cells(self, id: int, line: Line, base: dict[str, Any]) -> Iterator[Cell]:
        """The cells in which the file says something else than was exported."""
        values, now, unclear = line.values, self._now[id], {fault.field for fault in line.faults}
        for name in self.open:
            mine, was = values.get(name), base[name]
            if mine == was or name in unclear:
                continue
            if not self._same(name, was, mine) and not self.worded.says(name, was, line.raw.get(name)):
                yield Cell(line.row, id, name, was, now[name], mine)

    def _same(self, name: str, stored: Any, given: Any) -> bool:
        if isinstance(stored, Unknown) or isinstance(given, Unknown):
            return False
        item = self.fields[name]
        if given is None or stored is None:
            return stored == given or not item.show(stored if given is None else given).strip()
        return stored == given or item.same(stored, given)

    def _unread(self, line: Line, fault: Fault, base: dict[str, Any]) -> bool:
        """Whether the cell can't be read today but says what it said when it was exported: then nobody has touched it."""
        return fault.field in base and self.worded.shows(fault.field, base[fault.field], line.raw.get(fault.field))

    def _sort(self, cell: Cell) -> None:
        if self._same(cell.name, cell.theirs, cell.mine):
            self.both += 1
        elif why := self.why[cell.name]:
            self.locked.append((cell, why))
        elif self._same(cell.name, cell.base, cell.theirs):
            self.mine.append(cell)
        else:
            self.conflicts.append(cell)

    def _left_out_when_sorting(self) -> None:
        """Rows that changed places but for their IDs: the key says another row of the file."""
        key = self.record.sheet.key
        if not key or not {*key} <= {*self.open}:
            return
        moved = {cell.row: cell.id for cell in [*self.mine, *self.conflicts] if cell.name in key}
        if len(moved) < 2:
            return
        lines = {line.row: line for line in self.lines if line.row in moved}
        of = {tuple(self._base(id)[name] for name in key): id for id in self._now}
        for row, line in lines.items():
            other = of.get(tuple(line.values.get(name) for name in key))
            if other not in (None, moved[row]) and other in moved.values() and self._is_of(line, other, moved[row]):
                said = " / ".join(line.shown(name) for name in key)
                label = self.fields[key[-1]].label
                self.faults.append(line.fault(MARK, OF_ANOTHER(value=line.shown(MARK), said=said, field=label)))

    def _is_of(self, line: Line, other: int, own: int) -> bool:
        def agreeing(id: int) -> int:
            base = self._base(id)
            return sum(self._same(name, base[name], line.values.get(name)) for name in self.open)

        return agreeing(other) > agreeing(own)
