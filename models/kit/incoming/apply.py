"""The second half of an import: what the preview announced is written as one batch, or nothing is."""

from dataclasses import replace
from time import monotonic
from typing import Any

from ..declare.access import Who
from ..text import Refusals, Refused, Text
from ..write.freezing import NeedsReason
from ..write.unseen import Unseen
from ..write.writes import Changes, Duplicate, changes
from . import report as says
from .cells import Fault, Making
from .groups import PartsRefused
from .making import begun
from .report import Outcome, Report, Stopped

MOST_ROUNDS, LONGEST = 60, 4.0  # of asking the rules again without the rows they refused; seconds


class Applying:
    """`incoming`: the judged rows, an `Incoming` with good ones among them."""

    def __init__(self, incoming: Any):
        self.incoming, self.report = incoming, incoming.report
        self.unseen = False
        self.reason: str | None = None  # why what is locked is corrected

    def run(
        self,
        who: Who,
        op: str | None,
        label: Text | None,
        digest: str | None,
        source: dict[str, Any],
        *,
        trial: bool = False,
        reason: str | None = None,
    ) -> Outcome:
        """The batch, or why there is none: done before, moved meanwhile, stopped by the person, or refused by rules, then with
        every row they refuse. trial: all of it is done, with every rule asked, and taken back.
        """
        began, self.reason = monotonic(), reason
        outcome = self._once(who, op, label, digest, source, trial)
        return self._with_others(who, outcome, began) if outcome.state == "refused" else outcome

    def _with_others(self, who: Who, outcome: Outcome, began: float) -> Outcome:
        """A rule mostly refuses the first row that it can't bear: what it says of the others is asked without that one.

        Nothing more is asked once a row out of sight was in the way: which of the others it isn't would be an answer, too.
        """
        faults, more = outcome.faults, outcome
        for _ in range(MOST_ROUNDS):
            round_began = monotonic()
            if self.unseen or more.state != "refused" or not self._leave_out({fault.row for fault in more.faults}):
                break
            more = self._once(who, None, None, None, {}, True)
            if more.state == "stopped":
                return more
            faults = faults + (more.faults if more.state == "refused" else [])
            now = monotonic()
            if now + (now - round_began) > began + LONGEST:
                break
        left = more.state == "refused" and not self.unseen and not any(fault.row == 0 for fault in faults)
        return replace(outcome, faults=faults, more=left, text=_both(outcome.text) if left else outcome.text)

    def _leave_out(self, rows: set[Any]) -> bool:
        """What is tried is without these rows from here on; whether they were named, and anything is left."""
        heads = {self.incoming.groups.head_of(row) for row in rows}
        new = [line for line in self.report.new if line.row not in heads]
        changed = [change for change in self.report.changed if change.row not in heads]
        self.report = replace(self.report, new=new, changed=changed)
        return 0 not in rows and bool(new or changed)

    def _once(
        self, who: Who, op: str | None, label: Text | None, digest: str | None, source: dict, trial: bool
    ) -> Outcome:
        report = self.report
        try:
            with changes(who=who, via="import", op=op, label=label, digest=digest) as door, door.because(self.reason):
                self._still_so()
                self._write(door, report)
                if trial:
                    raise _TakenBack
                counts = {"new": len(report.new), "changed": len(report.changed), "faulty": len(report.faulty)}
                door.note("import", self.incoming.record.key(), op=door.op, **source, **counts)
                self.incoming.tell(1)
        except _TakenBack:
            return Outcome("checked", new=len(report.new), changed=len(report.changed))
        except Duplicate as duplicate:
            return Outcome("duplicate", duplicate.batch.id, text=says.DONE_BEFORE)
        except Refused as refused:
            return self._refused([refused])
        except Refusals as several:
            return self._refused(several.refusals)
        except PartsRefused as parts:
            return self._refused(parts.refusals, parts.order)
        except Stopped:
            return Outcome("stopped", text=says.STOPPED)
        new, changed = len(report.new), len(report.changed)
        return Outcome("applied", door.batch_id, new, changed, text=says.done(new, changed))

    def _still_so(self) -> None:
        """Inside the transaction: looked at again only when one of the tables has moved since the preview."""
        if self.incoming.tables() == self.incoming.versions:
            return
        before = self.incoming.report.promise()
        self.incoming.cells.link(self.incoming.lines)
        after = self.incoming.judge().promise()
        moved = [row for row in {*before, *after} if before.get(row) != after.get(row)]
        if moved:
            raise _Stale(says.STALE(row=min(moved)))

    def _write(self, door: Changes, report: Report) -> None:
        made = self._make(door, report)
        opening, arrives = self.incoming.cells.opening, self.incoming.record.sheet.arrives
        arrives = self.incoming.record.facts().usual | arrives
        rows = [arrives | line.values for line in report.new]
        if opening or made:
            rows = [{n: _id(made, value) for n, value in row.items() if n not in opening} for row in rows]
        sets = {
            change.id: {name: _id(made, new) for name, (_, new) in change.cells.items()} for change in report.changed
        }
        added = door.add(self.incoming.record, rows, indexes=range(len(rows)))
        door.alter(self.incoming.record, sets, indexes={id: len(rows) + at for at, id in enumerate(sets)})
        for name in sorted(opening):
            brought = [(row, line.values.get(name)) for row, line in zip(added, report.new, strict=True)]
            self.incoming.fields[name].opening(door, [(row, value) for row, value in brought if value])
        self.incoming.groups.hand_over(door, added, report.new)

    def _make(self, door: Changes, report: Report) -> dict[Making, int]:
        """The missing look-ups come first; the rows then point to them."""
        made = {}
        for record, names in report.making.items():
            rows = door.add(record, [begun(record, self.incoming.who, name) for name in names])
            made |= {Making(record, name): row.id for row, name in zip(rows, names, strict=True)}
        return made

    def _refused(self, refusals: list[Refused], order: list[int] | None = None) -> Outcome:
        """The refusals of the rules, each at its row of the file."""
        if isinstance(refusals[0], _Stale):
            return Outcome("stale", text=refusals[0].text)
        self.unseen = self.unseen or any(isinstance(refused, Unseen) for refused in refusals)
        order = order or [*(line.row for line in self.report.new), *(change.row for change in self.report.changed)]
        lines, faults = {line.row: line for line in self.incoming.lines}, []
        for refused in refusals:
            row = order[refused.index] if refused.index is not None and refused.index < len(order) else 0
            faults.append(
                lines[row].fault(refused.field, refused.text) if row else Fault(0, refused.field, "", refused.text)
            )
        asks = "reason" if all(isinstance(refused, NeedsReason) for refused in refusals) else None
        return Outcome("refused", faults=faults, text=refusals[0].text, asks=asks)


def tried(incoming: Any, reason: str | None = None) -> Outcome | None:
    """What the business rules would refuse of the good rows: these are written, and all of it is taken back.

    None where nothing stands in their way, or there are none. Raises Stopped.
    """
    if not incoming.report.new and not incoming.report.changed:
        return None
    outcome = Applying(incoming).run(incoming.who, None, None, None, {}, trial=True, reason=reason)
    if outcome.state == "stopped":
        raise Stopped
    return outcome if outcome.state == "refused" else None


def _both(text: Text | None) -> Text:
    return (
        Text(f"{text.zh}。{says.MORE_REFUSED.zh}", f"{text.en}. {says.MORE_REFUSED.en}") if text else says.MORE_REFUSED
    )


class _TakenBack(Exception):
    """A trial went through: nothing of it stays."""


class _Stale(Refused):
    """What the person saw in the preview is no longer what would happen."""


def _id(made: dict[Making, int], value: Any) -> Any:
    return made[value] if value.__class__ is Making else value


def same_rights(now: Who, then: Who) -> bool:
    """Whether a person may now what he might when the file was judged."""
    mine = ("user_id", "store_id", "region_id", "employee_id", "all_rights")
    return dict(now.grants) == dict(then.grants) and all(getattr(now, name) == getattr(then, name) for name in mine)
