"""What people change: cells by cell, checked against what they saw, all of it or nothing; the answer names each fault."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from .. import words
from ..ask.links import naming, resolve, visible_ids
from ..ask.query import Query
from ..ask.titles import titles_of
from ..declare.access import Who, home, on_behalf, reach, scope, visible, why_not
from ..declare.record import Record, Row
from ..fields import Described, LinkField
from ..pinyin import dictionary
from ..server.database import reading
from ..text import Refusals, Refused, Text
from .freezing import NeedsReason
from .handout import Handout
from .history import Batch, Change, who_changed
from .rows import opens_dictionary
from .twins import twins
from .unseen import tries
from .writes import Changes, Duplicate, changes, digest_of

MOST_CHANGES = 20_000
MOST_ROWS_ANSWERED = 2_000
_ASKED = {"id", "set", "seen"}


@dataclass(frozen=True)
class Fault:
    """Why one cell or row was not accepted. `theirs` and `by`: the colleague's value that stands there now."""

    index: int
    field: str | None
    text: Text
    theirs: Any = None
    by: str | None = None
    conflict: bool = False


@dataclass(frozen=True)
class Answer:
    """What became of a write: applied, duplicate, conflict or refused, of a trial checked; rows as this person may see them now.

    changed: how many rows of any type it moved; with none the batch is empty and there is nothing to take back.
    record: the type that the rows are of, where who asked can't know it. asks: what it would take to be applied: a reason.
    """

    state: str
    batch: int | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)
    text: Text | None = None
    changed: int = 0
    handout: Handout | None = None
    record: str | None = None
    asks: str | None = None

    def wire(self, lang: str) -> dict[str, Any]:
        errors = [
            {
                "index": fault.index,
                "field": fault.field,
                "message": fault.text.say(lang),
                "theirs": fault.theirs,
                "by": fault.by,
            }
            for fault in self.errors
        ]
        message = self.text.say(lang) if self.text else None
        answer = {"state": self.state, "batch": self.batch, "rows": self.rows, "errors": errors, "message": message}
        if self.state == "applied" and not self.changed:
            answer["changed"] = 0
        if self.record is not None:
            answer["record"] = self.record
        if self.asks is not None:
            answer["asks"] = self.asks
        return answer if self.handout is None else {**answer, "handout": self.handout.wire(lang)}


@dataclass
class _Cells:
    """One row of a request, parsed: `set` are Python values, `seen` what the person saw, by field name."""

    index: int
    id: int | None
    set: dict[str, Any]
    seen: dict[str, Any]


def edit(
    record: type[Record],
    wanted: list[dict[str, Any]],
    *,
    who: Who,
    op: str | None = None,
    delete: Any = (),
    via: str = "grid",
    label: Text | None = None,
    trial: bool = False,
    reason: str | None = None,
) -> Answer:
    """Apply a person's batch: `[{'id': 7 or None, 'set': {...}, 'seen': {...}}]` and ids to delete.

    Values may be typed text, wire values or Python values; links also names, codes or pinyin. trial: all of it is
    done, with every rule asked, and taken back; the answer is `checked`, with the rows as they would be. reason: why, where
    what is locked is corrected.
    """
    if opens_dictionary(record, wanted):
        dictionary()
    return written(record, wanted, list(delete), who, op, via=via, label=label, trial=trial, reason=reason)()


def written(
    record: type[Record],
    wanted: list[dict[str, Any]],
    delete: list[Any],
    who: Who,
    op: str | None,
    *,
    via: str = "grid",
    label: Text | None = None,
    trial: bool = False,
    reason: str | None = None,
) -> Callable[[], Answer]:
    """`edit` up to its commit; what is returned reads the answer, behind the commit."""
    if len(wanted) + len(delete) > MOST_CHANGES:
        return _given(Answer("refused", errors=[Fault(0, None, words.TOO_MANY_ROWS(most=MOST_CHANGES))]))
    digest = digest_of(record.key(), wanted, delete, who.user_id)
    who = on_behalf(who, "edit", record)
    try:
        with changes(who=who, via=via, op=op, label=label, digest=digest) as door, door.because(reason):
            ids = _Edit(door, record, who).apply(wanted, delete)
            if trial:
                raise _TakenBack(_rows(record, who, ids))
    except _TakenBack as back:
        return _given(Answer("checked", rows=back.rows))
    except Duplicate as duplicate:
        return partial(_again, record, who, duplicate.batch)
    except REFUSING as why:
        return _given(refusal(why))
    return lambda: Answer("applied", door.batch_id, _rows(record, who, ids), changed=door.changed)


def _given(answer: Answer) -> Callable[[], Answer]:
    return lambda: answer


def within(
    c: Changes, record: type[Record], wanted: list[dict[str, Any]], who: Who, delete: Iterable[int] = ()
) -> list[int]:
    """`edit` in a change that is open already: the same rights, parsing and rules. Raises Refused or Faulty; returns the ids."""
    return _Edit(c, record, who).apply(wanted, list(delete))


class Faulty(Exception):
    """Faults of single cells, gathered."""

    def __init__(self, faults: list[Fault]):
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class _TakenBack(Exception):
    """A trial went through: nothing of it stays but the rows as they would have been."""

    def __init__(self, rows: list[dict[str, Any]]):
        super().__init__(f"{len(rows)} rows")
        self.rows = rows


REFUSING = (Refused, Refusals, Faulty)


def refusal(why: Refused | Refusals | Faulty) -> Answer:
    """The answer when one of REFUSING stopped a write: refused, or a conflict where somebody else's value stands against it."""
    if isinstance(why, Faulty):
        return Answer("conflict" if any(fault.conflict for fault in why.faults) else "refused", errors=why.faults)
    refusals = why.refusals if isinstance(why, Refusals) else [why]
    asks = "reason" if all(isinstance(refused, NeedsReason) for refused in refusals) else None
    faults = [Fault(refused.index or 0, refused.field, refused.text) for refused in refusals]
    return Answer("refused", errors=faults, asks=asks)


class _Edit:
    """One batch on its way through the door, inside its transaction."""

    def __init__(self, door: Changes, record: type[Record], who: Who):
        self.door, self.record, self.who = door, record, who
        self.fields = record.fields()
        self.faults: list[Fault] = []
        self._why: dict[tuple[str, str | None], Text | None] = {}

    def apply(self, wanted: list[dict[str, Any]], delete: list[Any]) -> list[int]:
        cells = [self._read(index, change) for index, change in enumerate(wanted)]
        rows = [(edit.index, edit.set) for edit in cells]
        linked = [
            (index, {name: value for name, value in row.items() if isinstance(value, int)}) for index, row in rows
        ]
        resolve(self.record, self.who, rows, self._fault)
        self._linkable(linked)
        old = self._present([(edit.index, edit.id) for edit in cells if edit.id is not None])
        for edit in cells:
            if edit.id in old:
                self._compare(edit, old[edit.id])
        gone = self._present(list(enumerate(delete, start=len(wanted))))
        if delete and (why := self._may("delete")):
            self._fault(len(wanted), None, why)
        self._inside(cells)
        if self.faults:
            raise Faulty(self.faults)
        self._filled_in(cells)
        claims: list[tuple[int, Mapping[str, Any], Row | None]] = [
            (o.index, o.set if o.id else self._with_scope(o.set), old.get(o.id)) for o in cells
        ]
        self.faults += [
            Fault(twin.index, twin.field, twin.text) for twin in twins(self.record, claims, set(gone), self.who)
        ]
        if self.faults:
            raise Faulty(self.faults)
        if count := tries(self.who, self.record, [(edit.set, old.get(edit.id)) for edit in cells]):
            self.door.tried[self.record] = count
        return self._write(cells, old, list(gone))

    def _write(self, cells: list[_Cells], old: dict[int, Row], gone: list[int]) -> list[int]:
        new = [edit for edit in cells if edit.id is None]
        sets: dict[int, dict[str, Any]] = {}
        for edit in cells:
            if edit.id is not None:
                sets.setdefault(edit.id, {}).update(edit.set)
        indexes = {edit.id: edit.index for edit in cells if edit.id is not None}
        made = self.door.add(self.record, [self._with_scope(edit.set) for edit in new], indexes=[o.index for o in new])
        # What rules did for new rows may have moved the others; without any, the rows are as they were read just now.
        self.door.alter(self.record, sets, indexes=indexes, old=None if made else old)
        ids = [*(row.id for row in made), *sets]
        self._still_mine(ids, [*(edit.index for edit in new), *(indexes[id] for id in sets)])
        if gone:
            self.door.remove(self.record, gone)
        return ids

    # Reading the request ----------------------------------------------------------------------------------------------

    def _read(self, index: int, change: Any) -> _Cells:
        if not isinstance(change, dict) or not isinstance(change.get("set", {}), dict):
            raise Refused(words.BAD_REQUEST(what="changes"), index=index)
        # {"id": 7, "delete": true} would be taken for nothing to do
        if unknown := sorted(map(str, change.keys() - _ASKED)):
            raise Refused(words.BAD_REQUEST(what=f"changes: {unknown[0][:40]}"), index=index)
        id, seen = change.get("id"), change.get("seen") or {}
        if not (id is None or (isinstance(id, int) and not isinstance(id, bool))) or not isinstance(seen, dict):
            raise Refused(words.BAD_REQUEST(what="id"), index=index)
        verb = "add" if id is None else "edit"
        if why := self._may(verb):
            self._fault(index, None, why)
            return _Cells(index, id, {}, {})
        values = {name: self._parse(index, verb, name, value) for name, value in change.get("set", {}).items()}
        # What may not be written is not compared either: whether a guess was right is an answer, too.
        return _Cells(index, id, {n: value for n, value in values.items() if self._may(verb, n) is None}, seen)

    def _parse(self, index: int, verb: str, name: str, value: Any) -> Any:
        item = self.fields.get(name)
        if why := self._may(verb, name):
            if verb == "add" and item is not None and value in (None, "") and not item.secret:
                return None  # a pasted or copied row brings the empty cells of locked columns along
            known = item is not None or name in self.record.facts().computed
            self._fault(index, name, why if known else words.NO_SUCH_FIELD(field=name[:40]))
            return None
        if isinstance(item, LinkField) and isinstance(value, str):
            return value  # names and codes are looked up for the whole batch at once
        try:
            parsed = item.enter(value)
        except Refused as refused:
            self._fault(index, name, refused.text)
            return None
        if parsed is None and (item.asked or not item.null):
            self._fault(index, name, words.REQUIRED(field=item.label))
        return parsed

    def _may(self, verb: str, name: str | None = None) -> Text | None:
        key = (verb, name)
        if key not in self._why:
            self._why[key] = why_not(self.who, verb, self.record, name)
        return self._why[key]

    def _linkable(self, rows: list[tuple[int, dict[str, Any]]]) -> None:
        """An id can only be linked to when the person may see, or here name, its row: guessing ids tells nothing."""
        for name, item in self.record.links().items():
            asked = {row[name] for _, row in rows if name in row}
            there = visible_ids(item.rel_model, naming(item, self.who), asked)
            for index, row in rows:
                if name in row and row[name] not in there:
                    self._fault(index, name, words.NO_LINK(record=item.rel_model.sheet.label, value=row[name]))

    # Is it still what you saw? ----------------------------------------------------------------------------------------

    def _present(self, wanted: list[tuple[int, Any]]) -> dict[int, Row]:
        """The rows with these ids that the person may see; the others are faults."""
        ids = [id for _, id in wanted if isinstance(id, int) and not isinstance(id, bool) and 0 < id < 2**53]
        mine = visible_ids(self.record, self.who, set(ids)) if scope(self.who, self.record) is not None else set(ids)
        rows = self.record.rows_by_id(mine)
        for index, id in wanted:
            if not isinstance(id, int) or id not in rows:
                self.faults.append(Fault(index, None, words.DELETED, conflict=True))
        return rows

    def _compare(self, edit: _Cells, old: Row) -> None:
        for name, seen in edit.seen.items():
            item = self.fields.get(name)
            if item is None or name not in edit.set:
                continue
            now = getattr(old, name)
            if not _same(item, now, seen) and item.keep(now) != item.keep(edit.set[name]):
                by = who_changed(self.record, old.id, name)
                theirs = self._wired(name, old.id)
                text = words.CHANGED(by=by, theirs=self._shown(item, now), seen=_spoken(item, seen))
                self.faults.append(Fault(edit.index, name, text, theirs, by, conflict=True))

    def _wired(self, name: str, id: int) -> Any:
        return (Query(self.record, self.who).row(id) or {}).get(name)

    def _shown(self, item: Described, value: Any) -> str:
        if visible(self.who, self.record).get(item.name) != "full":
            return item.show(item.masked(value))
        if isinstance(item, LinkField) and value is not None:
            return titles_of(item.rel_model, {value}, self.who)[value]
        return item.show(value, self.who.lang)

    # Rows stay inside the person's scope ------------------------------------------------------------------------------

    def _with_scope(self, values: dict[str, Any]) -> dict[str, Any]:
        """A store manager's new row belongs to the own store unless it says otherwise, and begins as is usual for that person."""
        begins = self.record.sheet.begins
        own = {**(begins(self.who) if begins else {}), **home(self.who, self.record)}
        usual = self.record.facts().usual
        return usual | values | {path: mine for path, mine in own.items() if values.get(path) is None}

    def _inside(self, cells: list[_Cells]) -> None:
        """Rows that say themselves that they belong elsewhere are refused before anything else is told of them."""
        within = reach(self.who, self.record)
        for edit in cells if within else ():
            if within.keys() <= edit.set.keys() and all(edit.set[name] not in (None, *within[name]) for name in within):
                self._fault(edit.index, None, words.OUT_OF_SCOPE)

    def _still_mine(self, ids: list[int], indexes: list[int]) -> None:
        condition = scope(self.who, self.record)
        if condition is None or not ids:
            return
        query = self.record.select(self.record.id).where(self.record.id.in_(ids), condition)
        inside = {id for (id,) in query.tuples()}
        outside = [
            Fault(index, None, words.OUT_OF_SCOPE) for id, index in zip(ids, indexes, strict=True) if id not in inside
        ]
        if outside:
            raise Faulty(outside)

    def _filled_in(self, cells: list[_Cells]) -> None:
        """What people are asked for in a new row; what the table itself can't be without is the door's matter."""
        asked = [item for item in self.fields.values() if item.asked and item.required]
        for edit in cells if asked else ():
            scoped = self._with_scope(edit.set) if edit.id is None else {}
            for item in asked if edit.id is None else ():
                if scoped.get(item.name) is None and self._may("add", item.name) is None:
                    self._fault(edit.index, item.name, words.REQUIRED(field=item.label))

    def _fault(self, index: int, name: str | None, text: Text) -> None:
        self.faults.append(Fault(index, name, text))


def _same(item: Described, now: Any, seen: Any) -> bool:
    try:
        return item.keep(now) == item.keep(item.parse(seen))
    except Refused:
        return False


def _spoken(item: Described, seen: Any) -> str:
    if isinstance(seen, dict):
        return str(seen.get("text", ""))
    try:
        return item.show(item.parse(seen))
    except Refused:
        return str(seen)[:40]


def _rows(record: type[Record], who: Who, ids: list[int]) -> list[dict[str, Any]]:
    if len(ids) > MOST_ROWS_ANSWERED:
        return []
    with reading():
        return Query(record, who).by_ids(ids)


def _again(record: type[Record], who: Who, batch: Batch) -> Answer:
    """The answer to an op that was applied before: the same rows, as they are now."""
    with reading():
        query = Change.select(Change.row_id).where(Change.batch == batch.id, Change.record == record.key())
        ids = list(dict.fromkeys(id for (id,) in query.order_by(Change.id).limit(MOST_ROWS_ANSWERED).tuples()))
        return Answer("duplicate", batch.id, Query(record, who).by_ids(ids))
