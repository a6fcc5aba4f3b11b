"""Taking a batch back as a new batch, weeks later if need be, with a clear answer where something was built on it since."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from .. import words
from ..ask.query import Query
from ..ask.titles import titles_of
from ..declare.access import MASKED, NO_FIELD, Who, may, scope, visible, was_within, why_not
from ..declare.record import Record, Row
from ..server.database import reading
from ..server.memory import growing
from ..server.standing import house
from ..text import Refused, Text
from .edits import REFUSING, Answer, Fault, Faulty, refusal
from .history import Batch, Change, who_changed
from .lost import refuse_lost
from .writes import Changes, Duplicate, changes

MOST_BACK = 500  # deleted rows put back at once


@growing()
def undo(batch_id: int, records: dict[str, type[Record]], *, who: Who, op: str | None = None) -> Answer:
    """Reverse a batch. Own batches need the rights of today; those of others the right to undo."""
    try:
        with changes(who=who, via="undo", op=op, digest=f"undo {batch_id}") as door:
            touched = _Undo(door, batch_id, records, who).run()
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id)
    except REFUSING as why:
        return refusal(why)
    record, ids = next(iter(touched.items()), (None, []))
    with reading():
        rows = Query(record, who).by_ids(ids[:2000]) if record and may(who, "see", record) else []
    return Answer("applied", door.batch_id, rows, changed=door.changed, record=record.key() if record else None)


class _Undo:
    def __init__(self, door: Changes, batch_id: int, records: dict[str, type[Record]], who: Who):
        self.door, self.who, self.records = door, who, records
        self.batch = Batch.get_or_none(Batch.id == batch_id)
        if self.batch is None:
            raise Refused(words.NO_BATCH)
        if Batch.select().where(Batch.undoes == batch_id).exists():
            raise Refused(words.UNDONE_ALREADY)
        changes = Change.select().where(Change.batch == batch_id).order_by(Change.id.desc())
        for name in (change.record for change in changes if change.record in house().gone):
            raise Refused(words.TABLE_GONE(record=house().gone[name]))
        self.changes = [change for change in changes if change.record in records]
        self.faults: list[Fault] = []
        self.along = self._went_along() if self._mine else set()
        door.undoes = batch_id
        door.label = words.UNDO_OF(
            what=Text(self.batch.label_zh or f"#{batch_id}", self.batch.label_en or f"#{batch_id}")
        )

    def run(self) -> dict[type[Record], list[int]]:
        if not self.changes:
            raise Refused(words.NO_BATCH)
        self._out_of_sight()
        self._allowed()
        self._still_stands()
        steps = self._steps()
        if self.faults:
            raise Faulty(self.faults[:50])
        touched: dict[type[Record], list[int]] = defaultdict(list)
        for record, kind, rows in steps:
            self._reverse(record, kind, rows)
            if kind == "d":
                self._inside(record, self._asked(record, list(rows)), all_there=True)
            touched[record] += rows
        self.door.frozen.settle_undo(self.who)
        return touched

    def _out_of_sight(self) -> None:
        """What stands in a column that was taken away can't be put back; one that only leaves with its row is in nobody's way."""
        for change in self.changes:
            gone = self.records[change.record].facts().gone
            if gone and change.kind != "i":
                _refuse_gone(gone, json.loads(change.after or change.before))

    def _allowed(self) -> None:
        """The column and row rights of today hold for undoing too; what rules moved goes back with what people moved."""
        first = self.records[self.changes[-1].record]
        if not self._mine and not may(self.who, "undo", first) and not self.who.all_rights:
            raise Refused(words.NOT_YOURS)
        touched = {change.record: self.records[change.record] for change in self.changes}
        if self.batch.via == "action" and not any(self._writes(record) for record in touched.values()):
            raise Refused(words.NOT_FOR_ROLE)
        if self.batch.via != "action" and not first.sheet.ledger:
            self._by_hand(first)
        for key, record in touched.items():
            moved = [change.row_id for change in self.changes if change.record == key and self._moved(change)]
            self._inside(record, self._asked(record, moved))

    def _went_along(self) -> set[int]:
        """Changes that were made for it with the rights of another: they go back with what set them off, whoever sees them."""
        made: Counter[tuple] = Counter()
        for record in {self.records[change.record] for change in self.changes}:
            if record.sheet.along:
                ids = [change.row_id for change in self.changes if change.record == record.key() and change.kind == "i"]
                made.update(record.sheet.along(list(record.rows_by_id(ids).values())))
        along = set()
        for change in self.changes:  # the newest first, as what a person did comes before what that set off
            mark = (change.record, change.row_id, change.kind, tuple(sorted(json.loads(change.after or change.before))))
            if made[mark] > 0:
                made[mark] -= 1
                along.add(change.id)
        return along

    def _asked(self, record: type[Record], ids: list[int]) -> list[int]:
        """Those of these rows that somebody moved with his own rights."""
        own = {
            change.row_id for change in self.changes if change.record == record.key() and change.id not in self.along
        }
        return [id for id in ids if id in own]

    @property
    def _mine(self) -> bool:
        return self.batch.user_id is not None and self.batch.user_id == self.who.user_id

    def _writes(self, record: type[Record]) -> bool:
        grant = self.who.grants.get(record.key())
        return self.who.all_rights or bool(grant and grant.verbs & {"add", "edit", "delete", "approve"})

    def _by_hand(self, record: type[Record]) -> None:
        """What was typed or pasted goes back only through verbs and columns that are still open to the person.

        A row of one's own goes back with the right to add it: it is taken back, not deleted, as long as it is as it came.
        """
        changes = [c for c in self.changes if c.record == record.key() and c.id not in self.along]
        gone = "add" if self._mine else "delete"
        verbs = {{"i": gone, "u": "edit", "d": "add"}[change.kind] for change in changes} & record.sheet.allowed
        imported = self.batch.via == "import" and may(self.who, "import", record)
        for verb in sorted(verbs - ({gone} if imported else set())):
            if not may(self.who, "undo", record) and (why := why_not(self.who, verb, record)):
                raise Refused(why)
        shown, fields = visible(self.who, record), record.fields()
        for name in dict.fromkeys(name for change in changes if change.kind == "u" for name in self._moved(change)):
            if shown.get(name) != "full" and name not in record.pinyin().values():
                raise Refused(MASKED(field=fields[name].label) if name in shown else NO_FIELD)

    def _moved(self, change: Change) -> dict[str, Any]:
        """What of a change was not computed by rules: what there is to put back."""
        fields = self.records[change.record].fields()
        kept = json.loads(change.after or change.before)
        return {name: value for name, value in kept.items() if name in fields and not fields[name].derived}

    def _inside(self, record: type[Record], ids: list[int], all_there: bool = False) -> None:
        condition = scope(self.who, record)
        if condition is None or record.sheet.ledger:
            return
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            there = record.select(record.id).where(record.id.in_(part))
            if (len(part) if all_there else there.count()) > there.where(condition).count():
                raise Refused(words.NOT_YOURS)

    def _steps(self) -> list[tuple[type[Record], str, dict[int, Any]]]:
        """What to reverse, newest first: per record type and kind of change, the rows."""
        steps: list[tuple[type[Record], str, dict[int, Any]]] = []
        for change in self.changes:
            record = self.records[change.record]
            value = self._before(record, change)
            if value is None:
                continue
            last = steps[-1] if steps else None
            if last and last[0] is record and last[1] == change.kind and change.row_id not in last[2]:
                last[2][change.row_id] = value
            else:
                steps.append((record, change.kind, {change.row_id: value}))
        # A member is back before the points that go with it, and can only go when these are taken back.
        return sorted(steps, key=lambda step: 0 if step[1] == "d" else 1 if step[0].sheet.ledger else 2)

    def _before(self, record: type[Record], change: Change) -> dict[str, Any] | None:
        """The values to put back; None when rules do so by themselves."""
        before, moved = json.loads(change.before or "{}"), self._moved(change)
        if change.kind == "d" or record.sheet.ledger:
            return before
        return {name: before.get(name) for name in moved} if moved or change.kind == "i" else None

    def _still_stands(self) -> None:
        """Notes a fault wherever somebody built on what this batch left behind."""
        left: dict[type[Record], dict[int, dict | None]] = defaultdict(dict)
        for change in reversed(self.changes):
            rows, id = left[self.records[change.record]], change.row_id
            known = self._blank(change) if change.kind == "i" else rows.get(id) or {}
            rows[id] = None if change.kind == "d" else {**known, **self._moved(change)}
        for record, rows in left.items():
            ids = [id for id, values in rows.items() if values and not record.sheet.ledger]
            there = record.rows_by_id(ids)
            for id in ids:
                if id in there:
                    self._built_on(record, id, there[id], rows[id])
                else:
                    text = words.BUILT_ON_GONE(row=f"{record.sheet.zh} #{id}")
                    self.faults.append(Fault(0, None, text, conflict=True))

    def _blank(self, change: Change) -> dict[str, None]:
        """What a new row was before its values: a cell that was left empty counts as well."""
        fields = self.records[change.record].fields()
        return dict.fromkeys(name for name, item in fields.items() if not item.derived and not item.secret)

    def _built_on(self, record: type[Record], id: int, now: Row, mine: dict[str, Any]) -> None:
        for name, value in mine.items():
            item = record.fields()[name]
            current = getattr(now, name)
            if item.keep(current) != value:
                shown = visible(self.who, record).get(name) == "full"
                text = words.BUILT_ON(
                    row=titles_of(record, {id}, self.who)[id],
                    field=item.label,
                    by=who_changed(record, id, name),
                    theirs=item.show(current, self.who.lang) if shown else "***",
                )
                self.faults.append(Fault(0, name, text, item.keep(current) if shown else None, conflict=True))

    def _reverse(self, record: type[Record], kind: str, rows: dict[int, Any]) -> None:
        if kind != "i":
            values = {id: _parsed(record, kept) for id, kept in rows.items()}
            refuse_lost(record, values, self.who)
        if kind == "u":
            self.door.alter(record, values)
        elif kind == "d":
            self.door.add(record, list(values.values()), ids=list(values))
        elif record.sheet.take_back:
            there = record.rows_by_id(rows)
            record.sheet.take_back(self.door, [there[id] for id in sorted(there, reverse=True)])
        else:
            self.door.remove(record, list(rows))


def _refuse_gone(gone: dict[str, Text], values: dict[str, Any]) -> None:
    for name in values.keys() & gone.keys():
        raise Refused(words.COLUMN_GONE(field=gone[name]), name)


def _parsed(record: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    """History's values as Python values; derived ones are left to the rules, dropped columns to the past."""
    fields = record.fields()
    kept = {name: value for name, value in values.items() if name in fields and not fields[name].derived}
    return {name: None if value is None else fields[name].parse(value) for name, value in kept.items()}


def _deleted(record: type[Record], id: int, who: Who) -> dict[str, Any] | None:
    """What the row held when it was deleted; None where it never was, or was none of this person's."""
    deleted = (Change.record == record.key()) & (Change.row_id == id) & (Change.kind == "d")
    last = Change.select().where(deleted).order_by(Change.id.desc()).first()
    values = None if last is None else _parsed(record, json.loads(last.before))
    return values if values is not None and was_within(who, record, id, values) else None


def restorable(record: type[Record], id: int, who: Who) -> bool:
    """Whether this row was deleted and this person may bring it back."""
    return 0 < id < 2**53 and may(who, "add", record) and _deleted(record, id, who) is not None


def restore(record: type[Record], ids: int | Sequence[int], *, who: Who, op: str | None = None) -> Answer:
    """Put deleted rows back with their old ids, as one batch: all of them, or none where one can't come back."""
    wanted = [ids] if isinstance(ids, int) else list(dict.fromkeys(ids))
    try:
        if why := why_not(who, "add", record):
            raise Refused(why)
        if len(wanted) > MOST_BACK:
            raise Refused(words.TOO_MANY_BACK(count=len(wanted), most=MOST_BACK))
        label = words.RESTORE_OF(record=record.sheet.label)
        digest = f"restore {record.key()} {','.join(map(str, wanted))}"
        with changes(who=who, via="restore", op=op, label=label, digest=digest) as door:
            _bring_back(door, record, wanted, who)
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id)
    except REFUSING as why:
        return refusal(why)
    with reading():
        return Answer("applied", door.batch_id, Query(record, who).by_ids(wanted), changed=door.changed)


def _bring_back(door: Changes, record: type[Record], ids: list[int], who: Who) -> None:
    there = {id for (id,) in record.select(record.id).where(record.id.in_(ids)).tuples()}
    rows = [None if id in there else _deleted(record, id, who) for id in ids]
    for at in [at for at, row in enumerate(rows) if row is None] or ([] if ids else [0]):
        raise Refused(words.NOTHING_TO_RESTORE, index=at)
    refuse_lost(record, dict(zip(ids, rows, strict=True)), who)
    door.add(record, rows, ids=ids)
    condition = scope(who, record)
    if condition is not None and record.select().where(record.id.in_(ids), condition).count() < len(ids):
        raise Refused(words.NOTHING_TO_RESTORE)
