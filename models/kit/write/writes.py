"""The one door for writing: one transaction, one history batch, one broadcast for whatever a person or a rule changes."""

import hashlib
import json
import threading
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

from .. import words
from ..clock import now
from ..declare.access import Who, only_reads, system
from ..declare.offered import refuse_unknown
from ..declare.record import GONE, NOT_FOUND, Move, Record, Row
from ..declare.rules import FRESH, SETTLED, WAYS, ask
from ..declare.states import keep_states
from ..server.database import execute_many, handle, writing
from ..server.lane import once_saved
from ..server.standing import house, is_design, pinned, promise, renewed, withdraw
from ..text import Refused, Text
from .freezing import Frozen
from .history import (
    Batch,
    Change,
    Event,
    batch_hash,
    chain,
    chain_head,
    count_rows,
    is_seen,
    move_head,
    new_batch,
    new_versions,
    note,
    take_ids,
)
from .made import Made, making
from .numbers import passed, run_on
from .rows import (
    as_stored,
    as_text,
    keepers,
    kept_rows,
    own_links,
    places,
    put_back,
    quoted,
    ready_for_names,
    require,
    row_of,
    with_defaults,
    with_pinyin,
)
from .stored import keep_stored
from .telling import Committed, after_commit
from .unique import parked, refuse_taken
from .unseen import Tries, noted
from .used import refuse_used


class Duplicate(Exception):
    """This op id was applied before; `batch` is what it made."""

    def __init__(self, batch: Batch):
        super().__init__(f"op applied as batch {batch.id}")
        self.batch = batch


_here = threading.local()


@contextmanager
def changes(
    *, who: Who, via: str = "action", op: str | None = None, label: Text | None = None, digest: str | None = None
) -> Iterator["Changes"]:
    """A transaction, a history batch and a broadcast in one word; one at a time.

    Rules are handed the one that is open. Every clash a person can cause is refused before it is written, so an error of the
    database or of arithmetic is a bug and goes on as one. Raises Duplicate when `op` was applied before by the same person with the same content.
    """
    if getattr(_here, "door", None) is not None:
        raise RuntimeError("a change is open already: hand it on (rules take `c`) instead of opening one inside it")
    if why := only_reads(who):
        raise Refused(why)
    door = Changes(who, via, op or uuid.uuid4().hex, label, digest, WAYS.get(via, FRESH))
    ready_for_names(who, via)
    try:
        with pinned(), noted(who, door.tried), writing(), making(door.made):
            _here.door = door
            try:
                renewed()
                door.begin()
                yield door
                for rule in (*house().last, keep_stored):
                    rule(door)
                committed = door.seal()
            finally:
                _here.door = None
    except BaseException:
        withdraw(door.built)
        raise
    ends = is_design(committed.touched) or bool(door.afterwards)
    once_saved(partial(after_commit, committed, door.afterwards), ends)


class Changes:
    """What a rule writes through: `add`, `alter`, `remove`, `shift`, `fresh`. All of it lands, or none."""

    def __init__(self, who: Who, via: str, op: str, label: Text | None, digest: str | None = None, way: str = FRESH):
        self.who, self.via, self.op, self.label, self.digest = who, via, op, label, digest
        self.undoes: int | None = None
        self.way = way
        self.quiet = False  # what is written only follows from other values
        self.reason: str | None = None
        self.step: str | None = None
        self.tried = Tries()
        self.frozen = Frozen()
        self.afterwards: list[Callable[[], None]] = []  # what is done, in changes of its own, once this one is saved
        self.done: list[
            tuple[type[Record], int, str, dict | None, dict | None]
        ] = []  # what was written so far, in order
        self.ways: list[str] = []  # and each on which way, see `rules`
        self.made = Made()
        self.built: Any = None  # the house that a new design makes
        self.batch_id: int | None = None
        self.changed = 0  # rows that were moved, once it is sealed

    # What rules call ------------------------------------------------------------------------------------------------

    def fresh(self, record: type[Record], id: int | Row) -> Row:
        """The row as it is now, inside the transaction. Raises Refused when it is gone."""
        return record.row(id.id if isinstance(id, Row) else id)

    def create(self, record: type[Record], **values: Any) -> Row:
        return self.add(record, [values])[0]

    def update(self, record: type[Record], id: int | Row, **values: Any) -> None:
        self.alter(record, {id.id if isinstance(id, Row) else id: values})

    def shift(self, record: type[Record], name: str, deltas: dict[int, int], *, short: Text | None = None) -> None:
        """Add to a number; refuses as a whole when one would fall below zero (`short` may use {title} and {short}).

        Reading and writing are one step here: every writer holds the same lock, and the table has a CHECK behind it.
        """
        old = self._read(record, deltas)
        for id, delta in deltas.items():
            left = getattr(old[id], name) + delta
            if left < 0 and short is not None:
                raise Refused(short(title=record.title_of(id), short=-left), name)
        sets = {id: {name: getattr(old[id], name) + delta} for id, delta in deltas.items() if delta}
        with self.whole():
            self._alter(record, sets, old, {})

    def because(self, reason: str | None) -> AbstractContextManager[None]:
        """Why what follows is written, as the person said: for whatever begins it; rules leave it as it is."""
        return self._inside(reason=reason)

    def settled(self) -> AbstractContextManager[None]:
        """What is written inside was settled elsewhere: it isn't checked and has no consequences; values follow as ever."""
        return self._inside(way=SETTLED)

    def taken_over(self) -> AbstractContextManager[None]:
        """What is written inside is taken over from elsewhere, as an import does: checked, but no news."""
        return self._inside(way=WAYS["import"])

    def unasked(self) -> AbstractContextManager[None]:
        """What is written inside the house writes itself: nobody's rights are asked for it; the batch stays the person's."""
        return self._inside(who=system(self.who.name, self.who.lang))

    def as_another(self, who: Who) -> AbstractContextManager[None]:
        """What is written inside is written with the rights and under the name of another; the batch stays the person's."""
        return self._inside(who=who)

    def quietly(self) -> AbstractContextManager[None]:
        """What is written inside sets no rule off."""
        return self._inside(quiet=True)

    @contextmanager
    def _inside(self, **state: Any) -> Iterator[None]:
        before = {name: getattr(self, name) for name in state}
        vars(self).update(state)
        try:
            yield
        finally:
            vars(self).update(before)

    def derive(self, record: type[Record], sets: dict[int, dict[str, Any]]) -> None:
        """Set values that follow from others, which sets nothing else off."""
        with self.quietly():
            self.alter(record, sets)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All of what is written inside stays, or nothing, also when somebody further out goes on after the refusal."""
        before = len(self.done)
        try:
            with handle.atomic():
                yield
        except BaseException:
            del self.done[before:], self.ways[before:]
            self.made.writes += 1
            raise

    def note(self, kind: str, record: str | None = None, row_id: int | None = None, **detail: Any) -> None:
        """An event beside the changes, in the same transaction."""
        note(self.who, kind, record, row_id, **detail)

    # The three ways a row moves --------------------------------------------------------------------------------------

    def add(
        self, record: type[Record], rows: list[dict[str, Any]], *, ids: list[int] | None = None, indexes: Any = None
    ) -> list[Row]:
        """New rows of Python values by field name; unset fields get their defaults. Returns them with their ids."""
        if not rows:
            return []
        with self.whole():
            return self._add(record, rows, ids, list(indexes) if indexes is not None else list(range(len(rows))))

    def _add(self, record: type[Record], rows: list[dict[str, Any]], ids: list[int] | None, indexes: list) -> list[Row]:
        fields = record.fields()
        full = with_defaults(record, rows)
        if record.sheet.fill:
            record.sheet.fill(self, full)
        if ids is not None:
            put_back(record, full, rows)
        run_on(record, full)
        self.frozen.added(self, record, full, ids, indexes)
        require(record, full, indexes)
        if ids is None:  # a row that comes back may say what was an option once
            refuse_unknown(record, full, indexes, self.way == FRESH)
        self.tried.hold(self.who, record, [(row, None) for row in full])
        refuse_taken(record, dict(zip(range(-1, -1 - len(full), -1), full, strict=True)), indexes, fields, self.who)
        late = own_links(record) if ids is not None else []
        ids = ids or take_ids(record.key(), len(full))
        columns = [item.column_name for item in fields.values()]
        sql = f'INSERT INTO "{record._meta.table_name}" ("id", {quoted(columns)}) VALUES ({places(len(columns) + 1)})'
        stored = [as_stored(item, [row[name] for row in full]) for name, item in fields.items()]
        first = [[None] * len(full) if name in late else kept for name, kept in zip(fields, stored, strict=True)]
        execute_many(sql, list(zip(ids, *first, strict=True)))
        for name in late:
            self._update(
                record,
                (name,),
                [id for id, row in zip(ids, full, strict=True) if row[name] is not None],
                dict(zip(ids, full, strict=True)),
            )
        self.frozen.made(record, ids)
        made = [row_of({"id": id}, values) for id, values in zip(ids, full, strict=True)]
        kept = zip(ids, kept_rows(record, full), strict=True)
        self._wrote([(record, id, "i", None, came) for id, came in kept])
        count_rows(record.key(), len(made))
        self._rules(record, [Move(row.id, None, row, index) for row, index in zip(made, indexes, strict=True)])
        return made

    def alter(
        self,
        record: type[Record],
        sets: dict[int, dict[str, Any]],
        *,
        indexes: dict[int, int] | None = None,
        old: dict[int, Row] | None = None,
    ) -> list[Move]:
        """Set fields by id to Python values, where they differ; `old`: the rows, if just read here. Returns what moved."""
        with self.whole():
            return self._alter(record, sets, self._read(record, sets, indexes) if old is None else old, indexes or {})

    def _alter(self, record: type[Record], sets: dict, old: dict[int, Row], indexes: dict[int, int]) -> list[Move]:
        moves, by_columns, changed = [], defaultdict(list), {}
        for id, values in sets.items():
            before = old[id]
            values = with_pinyin(record, before, values)
            differs = {name: value for name, value in values.items() if getattr(before, name) != value}
            if not differs:
                continue
            moves.append(Move(id, before, row_of(vars(before), differs), indexes.get(id)))
            changed[id] = differs
            by_columns[tuple(sorted(differs))].append(id)
        self.frozen.altered(self, record, moves, changed)
        require(record, [vars(move.new) for move in moves], [move.index for move in moves], only=changed, moves=moves)
        refuse_unknown(record, changed.values(), [move.index for move in moves], self.way == FRESH)
        passed(record, changed.values())
        touched = set[str]().union(*by_columns)
        to_be = {move.id: vars(move.new) for move in moves}
        self.tried.hold(self.who, record, [(changed[move.id], move.old) for move in moves])
        refuse_taken(record, to_be, [move.index for move in moves], touched, self.who)
        for name, values in parked(record, moves, touched).items():
            column = record.fields()[name].column_name
            execute_many(f'UPDATE "{record._meta.table_name}" SET "{column}" = ? WHERE "id" = ?', values)
        for names, ids in by_columns.items():
            self._update(record, names, ids, changed)
        keep, entries = keepers(record), []
        for move in moves:
            stood, differs = vars(move.old), changed[move.id]
            was = {name: keep[name](stood[name]) for name in differs if name in keep}
            entries.append((record, move.id, "u", was, {name: keep[name](differs[name]) for name in was}))
        self._wrote(entries)
        self._rules(record, moves)
        return moves

    def remove(self, record: type[Record], ids: list[int]) -> None:
        """Delete rows; refuses while another record still points to one of them."""
        old = self._read(record, ids)
        self.frozen.removed(self, record, old)
        refuse_used(self.who, record, ids)
        with self.whole():
            for name in own_links(record) if len(ids) > 1 else ():
                self._update(
                    record,
                    (name,),
                    [id for id in ids if getattr(old[id], name) is not None],
                    dict.fromkeys(ids, {name: None}),
                )
            execute_many(f'DELETE FROM "{record._meta.table_name}" WHERE "id" = ?', [(id,) for id in ids])
            kept = zip(ids, kept_rows(record, [vars(old[id]) for id in ids]), strict=True)
            self._wrote([(record, id, "d", was, None) for id, was in kept])
            count_rows(record.key(), -len(ids))
            self._rules(record, [Move(id, old[id], None, at) for at, id in enumerate(ids)])

    # Begin and seal ---------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Queue behind other writers and see whether this op was applied before."""
        self._head = chain_head()
        if is_seen(self.op):
            before = Batch.get(Batch.op == self.op)
            if before.user_id != self.who.user_id or before.digest != self.digest:
                raise Refused(words.OP_REUSED)
            raise Duplicate(before)

    def seal(self) -> Committed:
        """Write the batch, its changes and their hashes: the last step before the commit."""
        self.tried.keep(self.who)
        self.frozen.keep(self.who)
        label = self.frozen.label(self.label)
        first = self.done[0][0].key() if self.done else None
        said = (label and label.zh, label and label.en)
        at = now()
        batch = self.batch_id = new_batch(self.op, at, self.who, self.via, *said, self.undoes, self.digest, first)
        rows = [(batch, record.key(), id, kind, as_text(old), as_text(new)) for record, id, kind, old, new in self.done]
        start = batch_hash(self._head[1], batch, at, self.who.user_id, self.who.name, self.via, self.undoes)
        hashed = list(chain(start, rows))
        columns = '"batch_id", "record", "row_id", "kind", "before", "after", "hash"'
        execute_many(f'INSERT INTO "change" ({columns}) VALUES ({places(7)})', hashed)
        if hashed:
            move_head(self._head[0], hashed[-1][-1])
        touched: dict[str, set[int]] = defaultdict(set)
        for record, id, *_ in self.done:
            touched[record.key()].add(id)
        new_versions(touched)
        if is_design(touched) and (built := self.made.house()) is not None:
            self.built = promise(built)  # nobody else writes before this is saved
        self.changed = sum(map(len, touched.values()))
        kinds = frozenset(kind for _, _, kind, *_ in self.done)
        done = tuple((record.key(), *rest) for record, *rest in self.done)
        return Committed(batch, self.who, {key: frozenset(ids) for key, ids in touched.items()}, kinds, done)

    # Below: reading, numbering, checking -------------------------------------------------------------------------------

    def _wrote(self, entries: list[tuple]) -> None:
        self.done += entries
        self.ways += [self.way] * len(entries)
        self.made.writes += len(entries)

    def _read(self, record: type[Record], ids: Any, indexes: dict[int, int] | None = None) -> dict[int, Row]:
        """Rows by id; one that is missing is named by the caller's index of it, else by its place among the ids."""
        rows = record.rows_by_id(wanted := list(ids))
        if missing := [id for id in wanted if id not in rows]:
            raise Refused(NOT_FOUND, index=(indexes or {}).get(missing[0], wanted.index(missing[0])))
        return rows

    def _update(self, record: type[Record], names: tuple[str, ...], ids: list[int], changed: dict) -> None:
        fields = record.fields()
        assignments = ", ".join(f'"{fields[name].column_name}" = ?' for name in names)
        sql = f'UPDATE "{record._meta.table_name}" SET {assignments} WHERE "id" = ?'
        stored = [as_stored(fields[name], [changed[id][name] for id in ids]) for name in names]
        execute_many(sql, list(zip(*stored, ids, strict=True)))

    def _rules(self, record: type[Record], moves: list[Move]) -> None:
        if moves and record.sheet.steps:
            keep_states(self, record, moves)
        if not moves or self.quiet:
            return
        ask(self, record, moves, house().rules.get(record) or record.sheet.asked)


def digest_of(*parts: Any) -> str:
    """What an op id is bound to: the content it came with."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


__all__ = ["Change", "Changes", "Duplicate", "Event", "GONE", "changes", "handle"]
