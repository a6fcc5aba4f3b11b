"""The second half of a file's return: what was decided of its differences is written as one batch, or nothing is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from ..ask.marks import MARK
from ..declare.access import Who
from ..server.memory import growing
from ..text import Refused, Text
from ..write import since
from ..write.edits import REFUSING, refusal, within
from ..write.writes import Changes, Duplicate, changes
from .apply import same_rights
from .cells import Fault, Line
from .report import STALE_RIGHTS, Outcome
from .returned import Cell, Returned

MINE, THEIRS, ASK = "mine", "theirs", "ask"
NEW, LEAVE = "new", "leave"
ALL = "all"
HAS_FAULTS = Text(
    "有 {count} 格有误，没有写入任何内容；请改正，或选择不采用这些格",
    "{count} cells are faulty, and nothing was written; correct them, or choose to leave them out",
)
UNDECIDED = Text(
    "有 {count} 处要先决定（两边都改了的格、行号重复的行），没有写入任何内容",
    "{count} things are to be decided first (cells changed on both sides, lines with the same ID); nothing was written",
)
NOTHING = Text("没有需要写入的改动", "There is nothing to write")
MOVED_ON = Text(
    "要删除的行在对比之后又有变化，没有写入任何内容；请重新对比",
    "A row that is to be deleted has changed since the comparison; nothing was written. Compare again",
)
DONE_BEFORE = Text(
    "这份文件的改动之前已经写入，没有重复写入", "These changes were written before; nothing was written twice"
)
CHANGED, ADDED, DELETED = (
    Text("修改 {count} 行", "{count} rows changed"),
    Text("新增 {count} 行", "{count} rows added"),
    Text("删除 {count} 行", "{count} rows deleted"),
)
COPIED = Text(
    "与第 {row} 行的行号相同，像是复制出来的：请说明是作为新行加入，还是不要",
    "It has the ID of row {row} and seems to be a copy of it: say whether it is a new row or to be left out",
)


@dataclass(frozen=True)
class Choices:
    """What a person decided. conflicts: of cells changed on both sides, mine, theirs, or ask; cells: of single cells, by row
    of the file and field, also of those changed in the file alone. doubles: of copied lines, new, leave or ask; rows: of
    single ones. delete: which of the missing rows are deleted here, none of them by itself. skip: what can't be read or
    added stays out; left_out: lines that stay out.
    """

    conflicts: str = ASK
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    doubles: str = ASK
    rows: Mapping[int, str] = field(default_factory=dict)
    delete: frozenset[int] | str = frozenset()
    skip: bool = False
    left_out: frozenset[int] = frozenset()

    def of(self, cell: Cell, usual: str) -> str:
        return self.cells.get((cell.row, cell.name), usual)


def still_meant(choices: Choices, before: Returned, now: Returned) -> Choices:
    """The decisions on what is in a further comparison as it was when they were made."""
    was, cells = _decided_on(before), _decided_on(now)
    copies = {double.line.row for double in now.doubles}
    left, delete = {line.row for line in now.lines}, choices.delete
    if not isinstance(delete, str):
        delete = frozenset(id for id in delete if id in now.missing and now.missing[id] == before.missing.get(id))
    return replace(
        choices,
        cells={at: taken for at, taken in choices.cells.items() if at in cells and was.get(at) == cells[at]},
        rows={row: taken for row, taken in choices.rows.items() if row in copies},
        delete=delete,
        skip=choices.skip and bool(now.faults),
        left_out=choices.left_out & left,
    )


def _decided_on(returned: Returned) -> dict[tuple[int, str], Cell]:
    return {(cell.row, cell.name): cell for cell in [*returned.mine, *returned.conflicts]}


@dataclass
class Plan:
    """What is to be written: cells by stored row, new lines, rows to delete; `rows` are the lines of the file, in the order written."""

    wanted: list[dict[str, Any]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    changed: int = 0
    added: int = 0
    cells: int = 0
    delete: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    undecided: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.wanted or self.delete)


def plan(returned: Returned, choices: Choices) -> Plan:
    """What the decisions come to; a line that isn't known for a row is written nowhere, whatever else is left out."""
    made = Plan()
    out = choices.left_out | {fault.row for fault in returned.faults if fault.field in (MARK, None)}
    cells = [cell for cell in returned.mine if cell.row not in out and choices.of(cell, MINE) == MINE]
    for cell in returned.conflicts:
        taken = choices.of(cell, choices.conflicts) if cell.row not in out else THEIRS
        made.undecided += taken == ASK
        cells += [cell] if taken == MINE else []
    _changes(returned, made, cells)
    lines = [line for line in returned.new if line.row not in out]
    for double in returned.doubles:
        row = double.line.row
        taken = choices.rows.get(row, choices.doubles) if row not in out else LEAVE
        made.undecided += taken == ASK
        lines += [double.line] if taken == NEW else []
    wrong = [fault for fault in returned.faults if fault.row not in choices.left_out]
    wrong += [fault for line in lines if MARK in line.marks for fault in line.faults]
    made.faults = [] if choices.skip else wrong
    faulty = {fault.row for fault in wrong}
    _additions(returned, made, [line for line in lines if line.row not in faulty])
    # A line whose ID can't be read may be any of the rows that seem to be missing: then none of them goes.
    missing = {} if any(fault.field == MARK for fault in returned.faults) else returned.missing
    made.delete = list(missing) if choices.delete == ALL else [id for id in missing if id in choices.delete]
    return made


def _changes(returned: Returned, made: Plan, cells: list[Cell]) -> None:
    by_row: dict[int, dict[str, Any]] = {}
    for cell in cells:
        change = by_row.get(cell.id)
        if change is None:
            change = by_row[cell.id] = {"id": cell.id, "set": {}, "seen": {}}
            made.rows.append(cell.row)
        change["set"][cell.name] = cell.mine
        change["seen"][cell.name] = returned.fields[cell.name].keep(cell.theirs)
    made.wanted += by_row.values()
    made.changed, made.cells = len(by_row), len(cells)


def _additions(returned: Returned, made: Plan, lines: list[Line]) -> None:
    for line in lines:
        values = {name: line.values[name] for name in returned.fresh if line.values.get(name) is not None}
        if values:
            made.wanted.append({"id": None, "set": values})
            made.rows.append(line.row)
            made.added += 1


@growing()
def write(
    returned: Returned,
    choices: Choices,
    *,
    who: Who | None = None,
    op: str | None = None,
    label: Text | None = None,
    digest: str | None = None,
    source: Mapping[str, Any] = MappingProxyType({}),
    reason: str | None = None,
    trial: bool = False,
) -> Outcome:
    """One batch with the rights and rules of an edit by hand, or none of it. trial: every rule is asked, and all is taken back.

    who: the same person as known now. The outcome's `changed` counts rows; its faults stand at lines of the file.
    """
    who, made = who or returned.who, plan(returned, choices)
    if not same_rights(who, returned.who):
        return Outcome("stale", text=STALE_RIGHTS)
    if made.faults and not trial:
        return Outcome("refused", text=HAS_FAULTS(count=f"{len(made.faults):,}"))
    if made.undecided and not trial:
        return Outcome("conflict", text=UNDECIDED(count=f"{made.undecided:,}"))
    if made.is_empty:
        return Outcome("nothing", text=NOTHING)
    try:
        with changes(who=who, via="grid", op=op, label=label, digest=digest) as door, door.because(reason):
            _still_so(returned, made)
            _through(door, returned, made, who)
            counts = {"new": made.added, "changed": made.changed, "deleted": len(made.delete)}
            door.note("import", returned.record.key(), op=door.op, returned=True, **source, **counts)
            if trial:
                raise _TakenBack
    except _TakenBack:
        return Outcome("checked", new=made.added, changed=made.changed)
    except Duplicate as duplicate:
        return Outcome("duplicate", duplicate.batch.id, text=DONE_BEFORE)
    except REFUSING as why:
        return _refused(why, returned, made)
    return Outcome("applied", door.batch_id, made.added, made.changed, text=done(made))


def _still_so(returned: Returned, made: Plan) -> None:
    """What is to be deleted is as it was compared; cells say by themselves what they replace."""
    if made.delete and since.before(returned.record, returned.at, ("id",), {*made.delete}):
        raise Refused(MOVED_ON)


def _through(door: Changes, returned: Returned, made: Plan, who: Who) -> None:
    within(door, returned.record, made.wanted, who, made.delete)
    returned.tell(1)


def _refused(why: Any, returned: Returned, made: Plan) -> Outcome:
    """The refusals at their lines of the file; row 0 where it is none of them."""
    answer = refusal(why)
    lines = {line.row: line for line in returned.lines}
    faults = []
    for fault in answer.errors:
        row = made.rows[fault.index] if fault.index < len(made.rows) and not _is_general(why) else 0
        faults.append(lines[row].fault(fault.field, fault.text) if row else Fault(0, fault.field, "", fault.text))
    return Outcome(answer.state, faults=faults, text=faults[0].text if faults else None, asks=answer.asks)


def _is_general(why: Any) -> bool:
    return isinstance(why, Refused) and why.index is None


def done(made: Plan) -> Text:
    counts = ((CHANGED, made.changed), (ADDED, made.added), (DELETED, len(made.delete)))
    parts = [text(count=f"{count:,}") for text, count in counts if count]
    return Text("已" + "，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


class _TakenBack(Exception):
    """A trial went through: nothing of it stays."""


__all__ = ["COPIED", "Choices", "Plan", "plan", "still_meant", "write"]
