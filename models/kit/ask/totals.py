"""How many rows fit and what their columns come to: kept, and brought on by what was changed since instead of counted anew.

An edit that touches no column of the question leaves them as they are; one that does takes away what the row gave before and
adds what it gives now. Only who asks something new, or after a change of very many rows, has all rows counted.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import peewee

from ..server.database import fetch, handle, opening
from ..server.dialect import one_look, placed
from ..server.standing import house
from ..write.rows import as_stored
from .figures import in_turn, versions_of
from .filters import named
from .levels import levels_of
from .narrowed import few_counted
from .touched import HEAD, MOST_CHANGES, SINCE, columns_in, looks_at_its_own, types_in
from .veil import value_kept
from .written import written

if TYPE_CHECKING:
    from .query import Query

MOST_KEPT = 1024
MOST_MOVED = 300  # rows that are taken away and added again

_kept: OrderedDict[tuple, "Figures"] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Figures:
    """What was counted: the number of rows, then a sum for each measure; of the time up to a batch."""

    values: tuple[int, ...]
    head: int
    version: int
    others: tuple[tuple[str, int], ...]


class Totals:
    """The figures of one question. measured: with its sums, not the count alone."""

    def __init__(self, query: "Query", measured: bool):
        self.query, self.record = query, query.record
        items = query.measures() if measured else []
        ratios = query.ratios() if measured else []
        self.names = [item.name for item, *_ in (*items, *ratios)]
        parts = [*(taken for _, taken in items), *(part for _, *pair in ratios for part in pair)]
        parts += levels_of(self.record) if parts else []
        self._sums = [peewee.fn.SUM(taken).coerce(False) for taken in parts]
        self.sql, self.params = self._written()
        self.key = (house().number, opening(), self.sql, tuple(map(repr, self.params)))

    @property
    def select(self) -> peewee.ModelSelect:
        select = self.record.select(peewee.fn.COUNT(peewee.SQL("*")), *self._sums)
        return select if self.query.where is None else select.where(self.query.where)

    def _written(self) -> tuple[str, list[Any]]:
        """The statement; that of all rows is written once, as it is asked with every first block."""
        if self.query.where is not None or self.record.facts().computed.keys() & set(self.names):
            return self.select.sql()
        return written(("totals", self.record, *self.names), self.select.sql)

    def at_hand(self, most: int = MOST_CHANGES) -> tuple[int, ...] | None:
        """The figures as they are now, where that takes no counting. most: so many changes since are looked through for it."""
        if handle.in_transaction():  # what isn't committed yet may never be
            return None
        with _lock:
            kept = _kept.get(self.key)
        if kept is None:
            return None
        if self._versions() == (kept.version, kept.others):
            return kept.values
        brought = self._brought_on(kept, most)
        return None if brought is None else self._keep(brought).values

    def now(self) -> tuple[int, ...]:
        """The figures as they are now, counted where they must be: by one, for all who ask at that moment."""
        values = self.at_hand()
        if values is not None:
            return values
        if handle.in_transaction():
            return tuple(int(value or 0) for value in handle.execute_sql(self.sql, self.params).fetchone())
        with in_turn(self.key):
            values = self.at_hand()
            return self._keep(self._counted()).values if values is None else values

    def of_rows(self, ids: list[int]) -> tuple[int, ...]:
        """The same of these rows, which are all that fit."""
        if len(self.names) == 0 or not ids:
            return (len(ids), *(0 for _ in self._sums))
        columns = [peewee.fn.COUNT(peewee.SQL("*")), *self._sums]
        return _numbers(handle.execute_sql(*self.record.select(*columns).where(self.record.id.in_(ids)).sql()))

    def earlier(self) -> tuple[int, ...] | None:
        """What they were at some time."""
        with _lock:
            return _kept[self.key].values if self.key in _kept else None

    # Counted -----------------------------------------------------------------------------------------------------------

    def _counted(self) -> Figures:
        """One statement for figures and time, so that no change comes between."""
        _, others = self._versions()
        start = f'SELECT ({HEAD}), (SELECT "version" FROM "tally" WHERE "record" = \'{self.record.key()}\'), '
        few = few_counted(self.query)
        sql, params = (self.sql, self.params) if few is None else self.select.where(few.condition).sql()
        counted = handle.execute_sql(start + sql.removeprefix("SELECT "), params)
        head, version, *values = counted.fetchone()
        return Figures(tuple(int(value or 0) for value in values), head or 0, version or 0, others)

    def _keep(self, figures: Figures) -> Figures:
        with _lock:
            known = _kept.get(self.key)
            if known is None or known.head <= figures.head:
                _kept[self.key] = figures
            _kept.move_to_end(self.key)
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        return figures

    @cached_property
    def others(self) -> set[str]:
        """The other types whose changes may change which rows fit: none where the question looks at these rows alone."""
        over = {other.key() for other in self.query.over(*self.names)}
        if self.sql.count("SELECT") > 1:
            over |= {item.rel_model.key() for item in self.record.links().values()} | types_in(self.sql)
        return over - {self.record.key()}

    def _versions(self) -> tuple[int, tuple[tuple[str, int], ...]]:
        versions = dict(versions_of({self.record.key(), *self.others}))
        return versions.pop(self.record.key(), 0), tuple(sorted(versions.items()))

    # Brought on --------------------------------------------------------------------------------------------------------

    def _brought_on(self, kept: Figures, most: int) -> Figures | None:
        """The same figures after what was changed since; None where they have to be counted anew."""
        if not self._is_plain():
            return None
        with one_look():
            version, others = self._versions()
            changes = fetch(SINCE, (kept.head, most + 1))
            ((head,),) = fetch(HEAD)
            own = [(batch, *rest) for batch, record, *rest in changes if record == self.record.key()]
            sealed = len({batch for batch, *_ in own}) == version - kept.version  # else somebody wrote beside the door
            if others != kept.others or len(changes) > most or not sealed:
                return None
            moved = self._moved(own)
            if len(moved) > MOST_MOVED or not self._can_be_read(moved):
                return None
            figures = replace(kept, head=head or 0, version=version)
            return self._shifted(figures, moved) if moved else figures

    def _is_plain(self) -> bool:
        """Whether what a row gives hangs on its own stored columns, and on other types' rows, alone."""
        record, query = self.record, self.query
        names = {*named(query.filter), *self.names, *(record.facts().search if query.search else ())}
        return not names & record.facts().computed.keys() and looks_at_its_own(record, self.sql)

    def _moved(self, changes: list[tuple]) -> dict[int, dict[str, Any] | None]:
        """By row that moved in a column of the question: what the history kept of it before the first change; None: it wasn't there."""
        columns, fields = columns_in(self.sql), self.record.fields()
        asked = {name for name, item in fields.items() if item.column_name in columns}
        states: dict[int, dict[str, Any] | None] = {}
        for _, id, kind, before in reversed(changes):
            values = json.loads(before) if before else {}
            if kind == "i":
                states[id] = None
            elif kind == "d":
                states[id] = {name: values.get(name) for name in asked}
            elif id in states or asked & values.keys():
                states[id] = {**(states.get(id) or {}), **{name: values[name] for name in asked & values.keys()}}
        return states

    def _can_be_read(self, moved: dict[int, dict[str, Any] | None]) -> bool:
        """Whether all that was is told again from what the history kept: what a rule wrote may be beyond what may be entered."""
        fields = self.record.fields()
        was = [(fields[name], kept) for state in moved.values() for name, kept in (state or {}).items()]
        return all(kept is None or _kept_again(item, kept) == kept for item, kept in was)

    def _shifted(self, figures: Figures, moved: dict[int, dict[str, Any] | None]) -> Figures:
        after = _numbers(handle.execute_sql(*self.select.where(self.record.id.in_(list(moved))).sql()))
        before = self._before({id: state for id, state in moved.items() if state is not None})
        values = zip(figures.values, before, after, strict=True)
        return replace(figures, values=tuple(now - less + more for now, less, more in values))

    def _before(self, states: dict[int, dict[str, Any]]) -> tuple[int, ...]:
        """What these rows gave as they were."""
        if not states:
            return (0,) * (1 + len(self._sums))
        columns, table = columns_in(self.sql), self.record._meta.table_name
        fields = [item for item in self.record.fields().values() if item.column_name in columns]
        now = self.record.rows_by_id(states, [item.name for item in fields])
        stored = [as_stored(item, [_was(item, state, now.get(id)) for id, state in states.items()]) for item in fields]
        rows = list(zip(states, *stored, strict=True))
        names = ", ".join(f'"{name}"' for name in ("id", *(item.column_name for item in fields)))
        listed = f" UNION ALL SELECT {', '.join('?' * (len(fields) + 1))}" * len(rows)
        source = placed(f'(SELECT {names} FROM "{table}" WHERE 1 = 0{listed})')  # whose columns the values' types are
        start, _, rest = self.sql.partition(f'FROM "{table}" AS "t1"')
        return _numbers(handle.execute_sql(f'{start}FROM {source} AS "t1"{rest}', [*_flat(rows), *self.params]))


def _was(item: Any, state: dict[str, Any], now: Any) -> Any:
    return value_kept(item, state[item.name]) if item.name in state else getattr(now, item.name)


def _kept_again(item: Any, kept: Any) -> Any:
    value = value_kept(item, kept)
    return None if value is None else item.keep(value)


def _flat(rows: Iterable[tuple]) -> Iterable[Any]:
    return (value for row in rows for value in row)


def _numbers(cursor: Any) -> tuple[int, ...]:
    return tuple(int(value or 0) for value in cursor.fetchone())
