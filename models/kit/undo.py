"""Taking a batch back as a new batch, weeks later if need be, with a clear answer where something was built on it since."""

import json
from collections import defaultdict
from typing import Any

from . import words
from .access import Who, may, scope, visible, why_not
from .database import reading
from .edits import Answer, Fault, Faulty, refusal
from .history import Batch, Change
from .query import Query
from .record import Record, Row
from .text import Refusals, Refused, Text
from .titles import titles_of
from .writes import Changes, Duplicate, changes, who_changed


def undo(batch_id: int, records: dict[str, type[Record]], *, who: Who, op: str | None = None) -> Answer:
    """Reverse a batch. Own batches need the rights of today; those of others the right to undo."""
    try:
        with changes(who=who, via="undo", op=op, digest=f"undo {batch_id}") as door:
            touched = _Undo(door, batch_id, records, who).run()
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id)
    except Refused as refused:
        return refusal([refused])
    except Refusals as refusals:
        return refusal(refusals.found)
    except Faulty as faulty:
        return Answer("conflict", errors=faulty.found)
    (record, ids), *_ = [*touched.items(), (None, [])]
    with reading():
        rows = Query(record, who).by_ids(ids[:2000]) if record and may(who, "see", record) else []
    return Answer("applied", door.batch_id, rows)


class _Undo:
    def __init__(self, door: Changes, batch_id: int, records: dict[str, type[Record]], who: Who):
        self.door, self.who, self.records = door, who, records
        self.batch = Batch.get_or_none(Batch.id == batch_id)
        if self.batch is None:
            raise Refused(words.NO_BATCH)
        if Batch.select().where(Batch.undoes == batch_id).exists():
            raise Refused(words.UNDONE_ALREADY)
        changes = Change.select().where(Change.batch == batch_id).order_by(Change.id.desc())
        self.changes = [change for change in changes if change.record in records]
        self.faults: list[Fault] = []
        door.undoes = batch_id
        door.label = words.UNDO_OF(
            what=Text(self.batch.label_zh or f"#{batch_id}", self.batch.label_en or f"#{batch_id}")
        )

    def run(self) -> dict[type[Record], list[int]]:
        if not self.changes:
            raise Refused(words.NO_BATCH)
        self._allowed()
        steps = self._steps()
        if self.faults:
            raise Faulty(self.faults[:50])
        touched: dict[type[Record], list[int]] = defaultdict(list)
        for record, kind, rows in steps:
            self._reverse(record, kind, rows)
            touched[record] += rows
        return touched

    def _allowed(self) -> None:
        """The column and row rights of today hold for undoing too; what rules moved goes back with what people moved."""
        verbs = {"i": "delete", "u": "edit", "d": "add"}
        mine = self.batch.user_id is not None and self.batch.user_id == self.who.user_id
        first = self.records[self.changes[-1].record]
        if not mine and not may(self.who, "undo", first) and not self.who.all_rights:
            raise Refused(words.NOT_YOURS)
        for key in {change.record for change in self.changes}:
            record = self.records[key]
            kinds = {verbs[change.kind] for change in self.changes if change.record == key} & record.sheet.allowed
            by_hand = self.batch.via != "action" and not record.sheet.ledger
            if by_hand and record is first and not may(self.who, "undo", record):
                verb = next((verb for verb in sorted(kinds) if why_not(self.who, verb, record)), None)
                if verb and not (verb == "delete" and self.batch.via == "import" and may(self.who, "import", record)):
                    raise Refused(why_not(self.who, verb, record))
            self._inside(record, [change.row_id for change in self.changes if change.record == key])

    def _inside(self, record: type[Record], ids: list[int]) -> None:
        condition = scope(self.who, record)
        if condition is None or record.sheet.ledger:
            return
        for start in range(0, len(ids), 500):
            there = record.select(record.id).where(record.id.in_(ids[start : start + 500]))
            if there.count() > there.where(condition).count():
                raise Refused(words.NOT_YOURS)

    def _steps(self) -> list[tuple[type[Record], str, dict[int, Any]]]:
        """What to reverse, newest first: per record type and kind of change, the rows; checks that all still stand."""
        steps: list[tuple[type[Record], str, dict[int, Any]]] = []
        seen: set[tuple[str, int]] = set()
        for change in self.changes:
            record = self.records[change.record]
            value = self._still(record, change, (change.record, change.row_id) not in seen)
            seen.add((change.record, change.row_id))
            if value is None:
                continue
            last = steps[-1] if steps else None
            if last and last[0] is record and last[1] == change.kind and change.row_id not in last[2]:
                last[2][change.row_id] = value
            else:
                steps.append((record, change.kind, {change.row_id: value}))
        # A member is back before the points that go with it, and can only go when these are taken back.
        return sorted(steps, key=lambda step: 0 if step[1] == "d" else 1 if step[0].sheet.ledger else 2)

    def _still(self, record: type[Record], change: Change, newest: bool) -> dict[str, Any] | None:
        """The values to put back; None when rules do so by themselves. Notes a fault when someone built on it."""
        fields = record.fields()
        before, after = (json.loads(text) if text else {} for text in (change.before, change.after))
        if change.kind == "d":
            return before
        mine = {name: value for name, value in after.items() if name in fields and not fields[name].derived}
        if change.kind == "u" and not mine:
            return None
        if record.sheet.ledger:
            return before
        now = next(iter(record.rows(record.id == change.row_id)), None)
        if now is None and not newest:
            return {
                name: before.get(name) for name in mine
            }  # this batch itself deleted it later, so it is back by then
        if now is None:
            self.faults.append(
                Fault(0, None, words.BUILT_ON_GONE(row=f"{record.sheet.zh} #{change.row_id}"), conflict=True)
            )
            return None
        if newest:
            self._built_on(record, change.row_id, now, mine)
        return {name: before.get(name) for name in mine}

    def _built_on(self, record: type[Record], id: int, now: Row, mine: dict[str, Any]) -> None:
        for name, value in mine.items():
            item = record.fields()[name]
            current = getattr(now, name)
            if item.keep(current) != value and not item.derived:
                shown = visible(self.who, record).get(name) == "full"
                text = words.BUILT_ON(
                    row=titles_of(record, {id}, self.who)[id], field=item.label, by=who_changed(record, id, name),
                    theirs=item.show(current, self.who.lang) if shown else "***",
                )  # fmt: skip
                self.faults.append(Fault(0, name, text, item.keep(current) if shown else None, conflict=True))

    def _reverse(self, record: type[Record], kind: str, rows: dict[int, Any]) -> None:
        if kind == "u":
            self.door.alter(record, {id: _parsed(record, values) for id, values in rows.items()})
        elif kind == "d":
            self.door.add(record, [_parsed(record, values) for values in rows.values()], ids=list(rows))
        elif record.sheet.take_back:
            for row in record.rows(record.id.in_(list(rows)), order=record.id.desc()):
                record.sheet.take_back(self.door, row)
        else:
            self.door.remove(record, list(rows))


def _parsed(record: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    """History's values as Python values; derived ones are left to the rules, dropped columns to the past."""
    fields = record.fields()
    kept = {name: value for name, value in values.items() if name in fields and not fields[name].derived}
    return {name: None if value is None else fields[name].parse(value) for name, value in kept.items()}


def restore(record: type[Record], id: int, *, who: Who, op: str | None = None) -> Answer:
    """Put a deleted row back, with its old id."""
    query = Change.select().where(Change.record == record.key(), Change.row_id == id, Change.kind == "d")
    try:
        if why := why_not(who, "add", record):
            raise Refused(why)
        label, digest = words.RESTORE_OF(record=record.sheet.label), f"restore {record.key()} {id}"
        with changes(who=who, via="restore", op=op, label=label, digest=digest) as door:
            last = query.order_by(Change.id.desc()).first()
            if last is None or record.select().where(record.id == id).exists():
                raise Refused(words.NOTHING_TO_RESTORE)
            door.add(record, [_parsed(record, json.loads(last.before))], ids=[id])
            condition = scope(who, record)
            if condition is not None and not record.select().where(record.id == id, condition).exists():
                raise Refused(words.NOTHING_TO_RESTORE)
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id)
    except Refused as refused:
        return refusal([refused])
    except Refusals as refusals:
        return refusal(refusals.found)
    with reading():
        return Answer("applied", door.batch_id, Query(record, who).by_ids([id]))
