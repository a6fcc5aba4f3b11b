"""The first rows of a filtered list, found by walking in the order of the list where that costs less than sorting all that fit.

SQLite goes by the index of a filtered column, reads every row behind it and sorts them, though only a hundred are wanted. Of a
short walk one knows how frequent the rows are that fit, and so what either way costs. PostgreSQL knows that by itself.
"""

import time
from collections import OrderedDict
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import TYPE_CHECKING

import peewee

from ..declare.record import Record
from ..server.database import handle, opening
from ..server.dialect import cut_short, is_embedded, one_look
from .figures import live_rows
from .ordering import ordered
from .touched import columns_in
from .written import written

if TYPE_CHECKING:
    from .query import Query

FIRST, SECOND = 2_000, 8_000  # rows that are walked before anything is known, and where so many held nothing
PATIENCE = 3  # times as far as should be enough
MOST_PLANS = 1000
SORTS = "TEMP B-TREE FOR ORDER BY"

_plans: OrderedDict[tuple, bool] = OrderedDict()
_lock = Lock()


class Walk:
    """A question as a walk. wanted: so many of its first rows."""

    def __init__(self, query: "Query", wanted: int):
        self.record, self.query, self.wanted = query.record, query, wanted
        self.seen, self.ids = 0, list[int]()
        self.plain, self.params = _plain(query)
        # Of the unfiltered question, as what is reckoned in a filter may hold an order of its own.
        self.order = _unfiltered(query)[0].partition(" ORDER BY ")[2].rpartition(" LIMIT ")[0]

    def wanted_ids(self) -> list[int] | None:
        """The ids of the wanted rows, or of all there are; None where the walk wasn't worth it."""
        began = time.thread_time()
        self.on(FIRST)
        if self.is_done():
            return self.ids
        rows, share = live_rows(self.record), max(len(self.ids), 0.5) / self.seen
        enough = int((self.wanted - len(self.ids)) / share)
        if enough > rows * share:  # of what the usual way reads at least: it may take as long as the walk would
            with cut_short((time.thread_time() - began) / self.seen * min(enough, rows)) as over:
                whole = self.query.selected([self.record.id], None).limit(self.wanted)
                sorted_ids = [id for (id,) in handle.execute_sql(*whole.sql())]
            if not over:
                return sorted_ids
        self.on(min(PATIENCE * enough if self.ids else SECOND, rows))
        return self.ids if self.is_done() else None

    def is_done(self) -> bool:
        return len(self.ids) >= self.wanted or self.seen >= live_rows(self.record)

    def on(self, rows: int) -> None:
        """Walks over so many further rows."""
        columns = ", ".join(f'"t1"."{name}"' for name in dict.fromkeys(("id", *sorted(columns_in(self.plain)))))
        table = f'"{self.record._meta.table_name}" AS "t1"'
        walked = f"(SELECT {columns} FROM {table} ORDER BY {self.order} LIMIT {rows} OFFSET {self.seen})"
        start, _, rest = self.plain.partition(f"FROM {table}")
        sql = f'{start}FROM {walked} AS "t1"{rest} LIMIT {self.wanted - len(self.ids)}'
        self.ids += [id for (id,) in handle.execute_sql(sql, self.params)]
        self.seen += rows


def first_ids(query: "Query", wanted: int) -> list[int] | None:
    """The ids of the first rows of a question in its order; None where its usual way is as good."""
    if query.where is None or query.joined or not is_embedded() or live_rows(query.record) <= FIRST:
        return None  # so few rows are sorted sooner than anything is known of them
    if not _helps(query):
        return None
    with _of_one_moment():
        return Walk(query, wanted).wanted_ids()


def ids_within(query: "Query", wanted: int, rows: int) -> list[int] | None:
    """The ids of the first rows of a question, if so many rows at the top of the list hold them."""
    if query.joined or SORTS in _plan(*_unfiltered(query)):
        return None
    with _of_one_moment():
        walk = Walk(query, wanted)
        walk.on(rows)
        return walk.ids if walk.is_done() else None


def _of_one_moment() -> AbstractContextManager[None]:
    """No row moves between two parts of a way, however much others write meanwhile."""
    return nullcontext() if handle.connection().in_transaction else one_look()


def _helps(query: "Query") -> bool:
    """Whether SQLite would sort what fits, though the order could be walked."""
    key = (opening(), handle.obj.pragma("schema_version"), _plain(query)[0], _unfiltered(query)[0])
    with _lock:
        if key in _plans:
            return _plans[key]
    whole = query.selected([query.record.id], None).limit(1)
    helps = SORTS in _plan(*whole.sql()) and SORTS not in _plan(*_unfiltered(query))
    with _lock:
        _plans[key] = helps
        while len(_plans) > MOST_PLANS:
            _plans.popitem(last=False)
    return helps


def _plain(query: "Query") -> tuple[str, list]:
    """Which rows fit, in no order."""
    record: type[Record] = query.record
    return record.select(record.id).where(query.where).sql()


def _unfiltered(query: "Query") -> tuple[str, list]:
    """The first row of all there are, in the order of the question."""
    record: type[Record] = query.record

    def compose() -> tuple[str, list]:
        return record.select(record.id).order_by(*(ordered(*part) for part in query.order)).limit(1).sql()

    stored = all(isinstance(column, peewee.Field) for column, *_ in query.order)
    if query.joined or not stored:  # what is reckoned may hang on who asks
        return compose()
    return written(("unfiltered", record, *((column.column_name, *way) for column, *way in query.order)), compose)


def _plan(sql: str, params: list) -> str:
    return " ".join(row[-1] for row in handle.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params))
