"""Finding rows: filter, search, sort, page, count and sum over any record type, within what the person may see."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any

import peewee

from .. import words
from ..declare.access import Who, leads_over, scope
from ..declare.record import Record, column_of
from ..fields import Described, LinkField
from ..formula.asking import Reckoned, formula_of, leading, seen
from ..formula.fields import RollUpField
from ..server.database import handle
from ..server.dialect import placed
from ..text import Refused, Text
from ..write.stored import kept_for
from .conditions import BESIDE, condition, is_told, operators_of, text_of
from .figures import live_rows
from .filters import ALL, GROUPS, MOST_VALUES, BadQuery, columns_of, sound
from .levels import TOLD_BY, mixed
from .narrowed import few_ids
from .ordering import beyond, ordered
from .places import DEEP, ids_from
from .quotients import quotient, ratios_of
from .searching import matches
from .titles import titles_of
from .totals import Totals
from .walk import first_ids
from .wire import as_columns, as_rows
from .written import written

MOST_ROWS, MOST_IDS, MOST_OFFSET = 500, 100_000, 10**9
MOST_SORTS, MOST_WORDS = 6, 5

__all__ = ["MOST_IDS", "MOST_OFFSET", "MOST_ROWS", "MOST_VALUES", "BadQuery", "Query", "whole"]


class Query:
    """One question about one record type, asked by one person.

    filter: {field: {operator: value}}, and groups of such in one another (`filters`); sort: field names, `-` before one
    for descending; search: free text.
    Raises BadQuery for names, operators and sizes that the declaration or the person's rights don't know.
    """

    def __init__(self, record: type[Record], who: Who, filter: Any = None, sort: Any = None, search: Any = ""):
        self.record, self.who = record, who
        self.fields = record.facts().readable
        self.shown = seen(who, record)
        self._further: set[type[Record]] = set()  # types whose rows reckoned columns of the filter read
        self.filter, self.search = sound(filter), text_of(search)
        self.where = self._conditions()
        self._sort = sort if sort else self._usual_order()
        self.order = self._order(self._sort)

    def taken_away(self) -> "Query":
        """The same question for a file that leaves the house, in which is masked what the person may not reveal."""
        leaving = copy(self)
        leaving.shown = seen(self.who, self.record, taken=True)
        return leaving

    # Answers ----------------------------------------------------------------------------------------------------------

    def rows(self, offset: Any = 0, limit: Any = 100, after: Any = None) -> list[dict[str, Any]]:
        """A block of rows as JSON keeps them; `after` (an id of this very order) pages without counting off."""
        return as_rows(self, self._block(offset, limit, after))

    def by_column(self, offset: Any = 0, limit: Any = 100, after: Any = None) -> dict[str, Sequence[Any]]:
        """The same block as a sequence of values for each column, "id" first: for whoever only hands it on."""
        return as_columns(self, self._block(offset, limit, after))

    def _block(self, offset: Any, limit: Any, after: Any) -> list[tuple]:
        """Its rows as the database keeps them."""
        offset, limit = whole(offset, 0, MOST_OFFSET), whole(limit, 1, MOST_ROWS)
        if after is not None:
            return _fetched(self._select(self._following(after)).limit(limit))
        if offset >= DEEP:
            return self._of_ids(ids_from(self, offset, limit, self._counted_off))
        if offset:
            return self._of_ids(self._counted_off(offset, limit))
        if (known := self._few_or_walked(limit)) is not None:
            return self._of_ids(known)
        return handle.execute_sql(*self._first(limit)).fetchall()

    def row(self, id: int) -> dict[str, Any] | None:
        """One row by its id, if this person may see it."""
        return next(iter(self.by_ids([id])), None)

    def by_ids(self, ids: Any) -> list[dict[str, Any]]:
        """Those of the rows with these ids that are in the person's scope, in the order of the ids."""
        return as_rows(self, self._of_ids(ids))

    def _of_ids(self, ids: Any) -> list[tuple]:
        wanted, by_id = list(ids), {}
        for start in range(0, len(wanted), 500):
            condition = self._all(among(wanted[start : start + 500]))
            by_id.update({row[0]: row for row in _fetched(self.record.select(self._columns()).where(condition))})
        return [by_id[id] for id in wanted if id in by_id]

    def ids(self, offset: Any = 0, limit: Any = MOST_IDS) -> list[int]:
        """The ids alone, in order."""
        offset, limit = whole(offset, 0, MOST_OFFSET), whole(limit, 1, MOST_IDS)
        if (known := few_ids(self, offset + limit)) is not None:
            return known[offset:]
        query = self._select(columns=[self.record.id]).limit(limit).offset(offset)
        return [id for (id,) in handle.execute_sql(*query.sql())]

    def among(self, ids: Any) -> list[int]:
        """Those of these ids whose rows fit."""
        if not isinstance(ids, list) or len(ids) > MOST_IDS:
            raise BadQuery(words.BAD_REQUEST(what="of: [...]"))
        wanted, fitting = [whole(id, 1, 2**53) for id in ids], set()
        for start in range(0, len(wanted), 500):
            condition = self._all(among(wanted[start : start + 500]))
            fitting.update(id for (id,) in self.record.select(self.record.id).where(condition).tuples())
        return [id for id in wanted if id in fitting]

    def count(self) -> int:
        """How many rows fit, over all pages."""
        return live_rows(self.record) if self.where is None else Totals(self, False).now()[0]

    def sums(self) -> dict[str, Any]:
        """The totals of every summable column over all rows that fit."""
        return self.as_sums(Totals(self, True).now()[1:]) if self.measures() or self.ratios() else {}

    def as_sums(self, totals: Sequence[int]) -> dict[str, Any]:
        """Totals as the wire carries them, by the columns they are of; None of rows that contain one another."""
        if self.record.sheet.levels:
            totals, spread = totals[:-TOLD_BY], totals[-TOLD_BY:]
            if mixed(spread):
                return {item.name: None for item, *_ in (*self.measures(), *self.ratios())}
        items, ratios = [item for item, _ in self.measures()], [item for item, _, _ in self.ratios()]
        sums = {item.name: item.keep(item.python_value(total)) for item, total in zip(items, totals, strict=False)}
        pairs = zip(ratios, totals[len(items) :: 2], totals[len(items) + 1 :: 2], strict=True)
        return sums | {item.name: quotient(item, above, below) for item, above, below in pairs}

    @property
    def joined(self) -> bool:
        """Whether other tables are read for its order."""
        return bool(self._joins)

    def measures(self) -> list[tuple[Described, Any]]:
        """The columns that are summed, as far as this person sees them, each with where a select takes it."""
        items = [item for name, item in self.fields.items() if item.sum and self.shown.get(name) == "full"]
        return [(item, self._found_by(item)) for item in items]

    def ratios(self) -> list[tuple[Described, Any, Any]]:
        """The columns whose total is a sum over a sum, as far as this person sees them, with what is added up above and below."""
        return ratios_of(self)

    def selected(self, columns: list[Any], also: Any) -> peewee.ModelSelect:
        """Columns of the rows that fit and meet one more condition, in order."""
        return self._select(also, columns)

    def column(self, name: Any) -> Any:
        """A column that this person may group and list rows by, where a select takes it. Raises BadQuery for others."""
        item = self._field(name, words.NOT_SORTABLE(field=str(name)[:40]))
        if not is_told(item, self.who):
            raise BadQuery(words.NOT_SORTABLE(field=item.label))
        return item

    def over(self, *names: str) -> set[type[Record]]:
        """The types whose changes change which rows fit, or what stands in these columns."""
        return self._over().union(*(self._leads(name) for name in names))

    def stream(
        self, names: tuple[str, ...], called: Callable[..., dict[int, str]] = titles_of
    ) -> Iterator[list[tuple[Any, ...]]]:
        """All rows that fit, in order, in chunks of tuples of Python values ("id" too; masked as masked).

        called: (record, ids, who) → what links are told as, their titles unless somebody knows better.
        """
        items = [self.record.id if name == "id" else self.fields[name] for name in names]
        query = self.selecting(names).tuples().iterator()
        while chunk := list(islice(query, 1000)):
            yield self._readable(chunk, items, called)

    def selecting(self, names: Sequence[str]) -> peewee.ModelSelect:
        """The ids, and after them these columns ("id" too), of all rows that fit, in order."""
        items = [self.record.id if name == "id" else self.fields[name] for name in names]
        return self._select(columns=[self.record.id, *map(self._expression, items)])

    def ids_after(self, id: int, offset: int, limit: int) -> list[int]:
        """The ids of rows from so many after this one on, in order."""
        query = self._select(self._following(id), [self.record.id]).limit(limit).offset(offset)
        return [id for (id,) in handle.execute_sql(*query.sql())]

    def _few_or_walked(self, wanted: int) -> list[int] | None:
        """The ids of the first rows, where there is a shorter way to them than to sort all that fit."""
        known = few_ids(self, wanted)
        return first_ids(self, wanted) if known is None else known

    def _counted_off(self, offset: int, limit: int) -> list[int]:
        """Counting off is done on ids alone, often on an index alone; only the rows of the block are read whole."""
        if (known := self._few_or_walked(offset + limit)) is not None:
            return known[offset:]
        ids = handle.execute_sql(*self._select(columns=[self.record.id]).limit(limit).offset(offset).sql())
        return [id for (id,) in ids]

    def _first(self, limit: int) -> tuple[str, Any]:
        """The statement of the first block; of a whole list it is written once, as writing it takes half as long as reading."""
        computed = self.record.facts().computed
        if self.where is not None or (computed and computed.keys() & {*self.shown, *self.asked_for()}):
            return self._select().limit(limit).sql()
        asked = ("rows", self.record, *self.shown.items(), *self._sort, limit)
        return written(asked, lambda: self._select().limit(limit).sql())

    # Building ---------------------------------------------------------------------------------------------------------

    def asked_for(self) -> set[str]:
        """The columns that decide which rows are here and in which order."""
        return {name.removeprefix("-") for name in self._sort} | columns_of(self.filter)

    def _columns(self) -> peewee.SQL:
        """The columns this person sees, written out: composing thirty of them takes peewee longer than reading the rows."""
        computed = self.record.facts().computed
        shown = (
            self._expression(self.fields[name]).sql if name in computed else f'"t1"."{self.fields[name].column_name}"'
            for name in self.shown
        )
        return peewee.SQL(", ".join(['"t1"."id"', *shown]))

    def _expression(self, item: Any) -> Any:
        """A field where a select, a condition or an order takes it: its column, or what is reckoned."""
        if item.name not in self.record.facts().computed:
            return item
        return Reckoned(formula_of(self.who, self.record, item.name), item)

    def _found_by(self, item: Any) -> Any:
        """The same where rows are looked for, ordered or summed by it: a roll-up that is kept needn't be reckoned for all of them."""
        expression = self._expression(item)
        rolled_up = isinstance(self.record.facts().computed.get(item.name), RollUpField)
        column = kept_for(expression.formula) if rolled_up else None
        return expression if column is None else expression.kept_in(column)

    def _leads(self, name: str) -> set[type[Record]]:
        return leading(self.who, self.record, name) if name in self.record.facts().computed else set()

    def _over(self) -> set[type[Record]]:
        """The types whose changes change which rows fit."""
        return leads_over(self.who, self.record) | self._further

    def _all(self, *more: Any) -> Any:
        parts = [part for part in (self.where, *more) if part is not None]
        return reduce(and_, parts) if parts else None

    def _select(self, also: Any = None, columns: list[Any] | None = None) -> peewee.ModelSelect:
        query = self.record.select(*(columns or [self._columns()]))
        for item, target in self._joins.items():
            query = query.join(target, peewee.JOIN.LEFT_OUTER, on=(item == target.id)).switch(self.record)
        where = self._all(also)
        query = query if where is None else query.where(where)
        return query.order_by(*(ordered(expression, descending, null) for expression, descending, null in self.order))

    def _conditions(self) -> Any:
        parts = [scope(self.who, self.record), self._met(self.filter), self._searched()]
        parts = [part for part in parts if part is not None]
        return reduce(and_, parts) if parts else None

    def _met(self, filter: dict[str, Any]) -> Any:
        """What a filter asks for; None where it asks for nothing."""
        parts = []
        for name, wanted in filter.items():
            if name in GROUPS:
                parts.append(self._grouped(name, [self._met(part or {}) for part in wanted]))
            else:
                parts += [self._condition(name, op, value) for op, value in (wanted or {}).items()]
        parts = [part for part in parts if part is not None]
        return reduce(and_, parts) if parts else None

    @staticmethod
    def _grouped(name: str, parts: list[Any]) -> Any:
        """Where any will do and one of them asks for nothing, nothing is asked for."""
        asked = [part for part in parts if part is not None]
        if not asked or (name != ALL and len(asked) < len(parts)):
            return None
        return reduce(and_ if name == ALL else or_, asked)

    def _field(self, name: Any, text: Text) -> Described:
        if not isinstance(name, str) or name not in self.shown:
            raise BadQuery(words.NO_SUCH_FIELD(field=str(name)[:40]))
        if self.shown[name] != "full":
            raise BadQuery(text)
        self._further |= self._leads(name)
        return self._found_by(self.fields[name])

    def _condition(self, name: Any, op: Any, value: Any) -> Any:
        if name == "id" and op in ("eq", "in"):
            return self.record.id.in_([whole(id, 1, 2**53) for id in (value if isinstance(value, list) else [value])])
        item = self._field(name, words.NO_OPERATOR(field=str(name), op=str(op)[:20]))
        if op not in operators_of(item):
            raise BadQuery(words.NO_OPERATOR(field=item.label, op=str(op)[:20]))
        if op in BESIDE and isinstance(value, str) and value.startswith("="):
            return self._beside(item, op, value[1:])
        try:
            return condition(item, op, value, self.who)
        except Refused as refused:
            raise BadQuery(words.BAD_FILTER(field=item.label, why=refused.text)) from None

    def _beside(self, item: Described, op: str, name: str) -> Any:
        """Against another column of the same row, as in {"amount": {"gt": "=refunded"}}."""
        other = self._field(name, words.NO_OPERATOR(field=item.label, op=op))
        if other.kind != item.kind:
            raise BadQuery(words.NO_OPERATOR(field=item.label, op=op))
        return BESIDE[op](item, other)

    def _searched(self) -> Any:
        """Every word of the search must be found in one of the searched columns."""
        parts = []
        for word in self.search_words():
            hits = [hit for item in self.searched() if (hit := matches(item, word)) is not None]
            parts.append(reduce(or_, hits) if hits else self.record.id.is_null())
        return reduce(and_, parts) if parts else None

    def search_words(self) -> list[str]:
        return self.search.split()[:MOST_WORDS]

    def searched(self) -> list[Described]:
        """The columns that the search looks in, as far as this person sees them."""
        names = [name for name in self.record.facts().search if self.shown.get(name) == "full"]
        return [self.fields[name] for name in names if is_told(self.fields[name], self.who)]

    def _usual_order(self) -> list[str]:
        """The order of the sheet, as far as this person sees the columns it goes by."""
        shown = [name for name in self.record.sheet.order if self.shown.get(name.removeprefix("-")) == "full"]
        return [name for name in shown if is_told(self.fields[name.removeprefix("-")], self.who)]

    def _order(self, sort: Any) -> list[tuple[Any, bool, bool]]:
        if not isinstance(sort, list | tuple) or len(sort) > MOST_SORTS:
            raise BadQuery(words.BAD_REQUEST(what="sort"))
        self._joins: dict[Any, Any] = {}
        order = [self._sorted(name) for name in sort if name not in ("id", "-id")]
        last = "-id" in sort or bool(order and order[0][1])
        return [*order, (self.record.id, last, False)]

    def _sorted(self, name: Any) -> tuple[Any, bool, bool]:
        bare = name.removeprefix("-") if isinstance(name, str) else name
        item = self._field(bare, words.NOT_SORTABLE(field=str(bare)))
        if not is_told(item, self.who):
            raise BadQuery(words.NOT_SORTABLE(field=item.label))
        descending = name.startswith("-")
        if isinstance(item, LinkField):
            target = self._joins.setdefault(item, item.rel_model.alias())
            title = item.rel_model.pinyin().get(item.rel_model.sheet.title, item.rel_model.sheet.title)
            return column_of(target, title), descending, True
        reading = self.record.pinyin().get(bare)
        item = self.fields[reading] if self.shown.get(reading) == "full" else item
        return item, descending, item.null

    def _following(self, after: Any) -> Any:
        """Rows after the one with this id in the present order; blanks come last, whichever way."""
        anchor = self.record.select(*(expression.alias(f"a{at}") for at, (expression, *_) in enumerate(self.order)))
        for item, target in self._joins.items():
            anchor = anchor.join(target, peewee.JOIN.LEFT_OUTER, on=(item == target.id)).switch(self.record)
        sql, params = anchor.where(self._all(self.record.id == whole(after, 1, 2**53))).sql()
        values = handle.execute_sql(sql, params).fetchone()
        if values is None:
            raise BadQuery(words.BAD_REQUEST(what="after"))
        return beyond(self.order, tuple(peewee.Value(value, converter=False) for value in values))

    # Showing ----------------------------------------------------------------------------------------------------------

    def wired(self, query: peewee.ModelSelect) -> list[dict[str, Any]]:
        """The rows of a select over `_columns`, as the wire carries them, masked for this person."""
        return as_rows(self, _fetched(query))

    def _readable(self, chunk: list[tuple], items: list[Described], called: Callable) -> list[tuple]:
        columns = [list(column) for column in zip(*chunk, strict=True)][1:]
        for at, item in enumerate(items):
            if self.shown.get(item.name) == "masked":
                columns[at] = [item.masked(value) for value in columns[at]]
            elif isinstance(item, LinkField):
                titles = called(item.rel_model, {value for value in columns[at] if value is not None}, self.who)
                columns[at] = [None if value is None else titles[value] for value in columns[at]]
            elif item.name in self.record.facts().computed:
                columns[at] = [item.python_value(value) for value in columns[at]]
        return list(zip(*columns, strict=True))


def _fetched(query: peewee.ModelSelect) -> list[tuple]:
    return handle.execute_sql(*query.sql()).fetchall()


def among(ids: list[int]) -> peewee.SQL:
    """Rows with these ids, written out: peewee takes longer to compose a hundred of them than the database to read the rows."""
    return peewee.SQL(placed(f'"t1"."id" IN ({", ".join("?" * len(ids))})'), ids)


def whole(value: Any, least: int, most: int) -> int:
    """A number within these bounds. Raises BadQuery."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadQuery(words.BAD_LIMIT(most=most) if most == MOST_ROWS else words.BAD_REQUEST(what=str(value)[:20]))
    return value
