"""What the reckoned columns of a type are for one person: who sees them, and their SQL."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from functools import cache
from threading import Lock
from typing import Any

import peewee

from ..ask.figures import version_of
from ..clock import today
from ..declare.access import Who, carried, leads_over, scope, system, visible
from ..declare.record import Record
from ..fields import Described
from ..server.database import handle, opening
from ..server.dialect import bare, is_embedded
from ..server.standing import house
from ..text import Text
from .context import Calendar, Context
from .embedded import keep_calendar
from .engines import POSTGRESQL, SQLITE
from .fields import result
from .formula import Formula, understand_field

_MOST = 4096
_kept: OrderedDict[tuple, Formula] = OrderedDict()
_lock = Lock()


def results(record: type[Record]) -> dict[str, Described]:
    """What the reckoned columns look like, by name; one that isn't understood (any more) is left out."""
    results = {}
    for name, declared in record.facts().computed.items():
        formula = understand_field(declared, _unopened(record))
        if not formula.mistakes:
            results[name] = result(declared, record, formula)
    return results


def _unopened(record: type[Record]) -> Context:
    """For what a column is of its kind: which days are worked doesn't matter, and no database need be open to say."""
    return Context(record, SQLITE, system("columns"), calendar=lambda: Calendar("", []), anchors=anchors)


def seen(who: Who, record: type[Record], taken: bool = False) -> dict[str, str]:
    """`visible`, and the reckoned columns of which this person sees all that they are made of in full; taken: as for a file."""
    modes = carried if taken else visible
    shown = dict(modes(who, record))
    if not shown or not record.facts().computed:
        return shown
    known: dict[type[Record], dict[str, str]] = {}
    grant = who.grants.get(record.key())
    hidden = frozenset() if who.all_rights or grant is None else grant.hidden | grant.masked
    if not who.all_rights and (grant is None or "edit" not in grant.verbs):
        hidden |= {name for name, field in record.facts().computed.items() if field.keepers}
    for name in record.facts().readable.keys() - shown.keys() & record.facts().computed.keys():
        needs = formula_of(who, record, name).needs
        full = (known.setdefault(need.record, modes(who, need.record)).get(need.field.name) == "full" for need in needs)
        if name not in hidden and all(full):
            shown[name] = "full"
    return {name: shown[name] for name in (*record.facts().readable,) if name in shown}


def formula_of(who: Who, record: type[Record], name: str) -> Formula:
    """A reckoned column for this person's questions."""
    person = (who.lang, who.role, who.all_rights, who.store_id, who.region_id, who.employee_id, id(who.grants))
    key = (house().number, opening(), record, name, person, today())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key][0]
    formula = understand_field(record.facts().computed[name], context_for(who, record))
    if not formula.by_clock:
        with _lock:
            _kept[key] = (formula, who.grants)  # which is held, so that no other has its id
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
    return formula


def why_nothing(who: Who, record: type[Record], name: str, id: int) -> Text | None:
    """Why this row has nothing in a reckoned column; None where it has, and for who doesn't see the row or the column."""
    declared = record.facts().computed.get(name)
    if declared is None or seen(who, record).get(name) != "full":
        return None
    limit = scope(who, record)
    if not record.select().where(record.id == id, *([] if limit is None else [limit])).exists():
        return None
    return declared.why(context_for(who, record), id, fetched)


def fetched(sql: str) -> list[tuple]:
    """All rows of what a formula comes to, with nothing to fill in: a ? or a % in it is a sign of its texts."""
    return handle.execute_sql(bare(sql)).fetchall()


def context_for(who: Who, record: type[Record]) -> Context:
    engine = SQLITE if is_embedded() else POSTGRESQL
    return Context(record, engine, who, calendar=calendar, scope=_scope_of(who), anchors=anchors)


def leading(who: Who, record: type[Record], name: str) -> set[type[Record]]:
    """The types whose changes change this column."""
    needed = {need.record for need in formula_of(who, record, name).needs}
    return needed.union(*(leads_over(who, reached) for reached in needed))


def reckoned_over(built: Any) -> dict[str, tuple[type[Record], ...]]:
    """By record type, the other types of which a column is reckoned from its rows: what is open of them is out of date once it moves."""
    by_need: dict[str, dict[type[Record], None]] = {}
    for record in built.records.values():
        for declared in record.facts().computed.values():
            for need in understand_field(declared, _unopened(record)).needs:
                if need.record is not record:
                    by_need.setdefault(need.record.key(), {})[record] = None
    return {name: tuple(records) for name, records in by_need.items()}


class Reckoned(peewee.SQL):
    """A reckoned column where a query takes a field: compared, sorted by, searched in."""

    null = True

    def __init__(self, formula: Formula, item: Described):
        super().__init__(f"({bare(formula.sql)})")
        self.formula, self.item = formula, item

    def kept_in(self, column: str) -> "Reckoned":
        """The same as a column of the table holds it."""
        stored = Reckoned(self.formula, self.item)
        stored.sql = f'"t1"."{column}"'
        return stored

    def enter(self, value: Any) -> Any:
        parsed = self.item.enter(value)
        return None if parsed is None else peewee.Value(self.item.db_value(parsed), converter=False)

    def __getattr__(self, name: str) -> Any:
        if name in ("kind", "ops", "label", "name", "ratio", "spoken", "sum"):
            return getattr(self.item, name)
        raise AttributeError(name)


# What the house gives formulas ------------------------------------------------------------------------------------------


def anchors() -> dict[str, type[Record]]:
    """Whose rows the scopes `store`, `region` and `own` lead to."""
    return house().of(_anchors)


def _anchors(built: Any) -> dict[str, type[Record]]:
    anchors: dict[str, type[Record]] = {}
    for record in built.records.values():
        for scope_, paths in record.sheet.scopes.items():
            here = record
            for name in paths.split("|")[0].strip().split("."):
                here = getattr(built.facts(here).links.get(name), "rel_model", None) or here
            if here is not record:
                anchors.setdefault(scope_, here)
    return anchors


def calendar() -> Calendar:
    """The working days of the company for ten years back and ten to come."""
    source = house().of(_workdays)
    if source is None:
        return _weekdays(today().year)
    record, make = source
    return _calendar(make, record, house().number, opening(), version_of(record), today().year)


def _workdays(built: Any) -> Any:
    return next((area.workdays for area in built.areas if area.workdays is not None), None)


@cache
def _weekdays(year: int) -> Calendar:
    return _written(year, lambda day: day.weekday() < 5)


@cache
def _calendar(make: Callable, record: type[Record], number: int, opened: int, version: int, year: int) -> Calendar:
    return _written(year, make())


def _written(year: int, works: Callable[[date], bool]) -> Calendar:
    first, last = date(year - 10, 1, 1).toordinal(), date(year + 10, 12, 31).toordinal()
    days = [day.isoformat() for day in map(date.fromordinal, range(first, last + 1)) if works(day)]
    made = Calendar(f"{abs(hash(tuple(days))):x}", days)
    keep_calendar(made.key, days)
    return made


def _scope_of(who: Who) -> Callable[[type[Record], str], str]:
    def limit(record: type[Record], alias: str) -> str:
        condition = scope(who, record, of=record.alias(alias))
        return "" if condition is None else f"({written(condition)})"

    return limit


def written(condition: Any) -> str:
    """A condition over an alias as plain SQL; what it compares with are ids."""
    sql, values = handle.obj.get_sql_context(subquery=True, parentheses=True).sql(condition).query()
    for value in values:
        sql = sql.replace("?" if is_embedded() else "%s", str(int(value)), 1)
    return sql
