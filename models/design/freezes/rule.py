"""One freeze rule as the house holds it: which rows it is met by, which columns it locks then, and who may correct them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ...accounts.people import Role
from ...kit.ask.conditions import any_of
from ...kit.ask.filters import BadQuery, named
from ...kit.ask.query import Query
from ...kit.clock import Days, local, week_of
from ...kit.declare.access import system
from ...kit.declare.record import Record, Row
from ...kit.formula.asking import formula_of
from ...kit.text import Text
from ...kit.week.rollup import closed_weeks
from ..conditions_met import NEVER, Part, Statements, met_of, part_of

ALL = "*"
PARTS = {"filter": dict, "week": str, "columns": list}
SYSTEM = system("freezes")
_statements = Statements()


@dataclass(frozen=True, eq=False)
class Freeze:
    """filter: which rows; or week: the day whose closed week locks them. columns: by name. whole: the row with its lines.

    keys: the columns it goes by, which are locked with the others: a lock is no lock with its key beside it.
    """

    id: int
    label: Text
    record_type: str
    role: str | None
    filter: dict[str, Any]
    week: str | None
    columns: frozenset[str]

    @property
    def whole(self) -> bool:
        return ALL in self.columns

    @property
    def called(self) -> Text:
        """The role that may correct, as people call it."""
        row = Role.get_or_none(Role.code == self.role)
        return Text(self.role or "", self.role or "") if row is None else Text(row.name, row.name_en or row.name)

    def keys(self, record: type[Record]) -> frozenset[str]:
        computed = record.facts().computed
        keys = {self.week} if self.week else named(self.filter)
        for name in [name for name in keys if name in computed]:
            keys |= {need.field.name for need in formula_of(SYSTEM, record, name).needs if need.record is record}
        return frozenset(keys)

    def met(self, record: type[Record], ids: Iterable[int]) -> set[int]:
        """Those of these rows that are locked as they stand; none where it asks for what is no longer there."""
        return self.met_each((self,), record, list(ids))[0]

    @staticmethod
    def met_each(rules: "Sequence[Freeze]", record: type[Record], ids: list[int]) -> list[set[int]]:
        """The same by rule, of all of them in one statement."""
        held: list[set[int]] = [set() for _ in rules]
        if ids:
            closed = tuple(closed_weeks()) if any(rule.week for rule in rules) else ()
            key = (*map(id, rules), closed)
            asked = _statements.of(record, key, lambda: [rule.part(record) for rule in rules], rules)
            met_of(record, asked, ids, held)
        return held

    def part(self, record: type[Record]) -> Part:
        """1 where a row is locked, as a part of a statement."""
        try:
            condition = self.condition(record)
        except BadQuery:
            return NEVER
        return NEVER if condition is None else part_of(record, condition)

    def condition(self, record: type[Record]) -> Any:
        """What is asked of a row; None where no row can meet it. Raises BadQuery."""
        if not self.week:
            return Query(record, SYSTEM, self.filter).where
        item = record.fields().get(self.week)
        if item is None:
            return None
        spans = list(_in_a_row([week.monday for week in closed_weeks()]))
        if item.kind == "moment":
            return any_of([(item >= span.starts) & (item < span.ends) for span in spans])
        return any_of([item.between(span.first, span.last) for span in spans])

    def closes(self, value: date | datetime | None) -> bool:
        """Whether a day lies in a week that is closed."""
        if value is None:
            return False
        day = local(value).date() if isinstance(value, datetime) else value
        return week_of(day) in closed_weeks()


def _in_a_row(mondays: list[date]) -> Iterable[Days]:
    """Weeks that follow one another as one stretch of days: a year of them is one condition."""
    first = last = None
    for monday in sorted(mondays):
        if last is not None and monday - last == timedelta(days=7):
            last = monday
            continue
        if first is not None and last is not None:
            yield Days(first, last + timedelta(days=6))
        first = last = monday
    if first is not None and last is not None:
        yield Days(first, last + timedelta(days=6))


def read(text: str) -> dict[str, Any] | None:
    """What a rule says: {filter or week, columns}; None where it is of another shape."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or not body.keys() <= PARTS.keys():
        return None
    kept = {name: value for name, value in body.items() if value}
    sound = all(isinstance(value, PARTS[name]) for name, value in kept.items())
    return kept if sound and all(isinstance(name, str) for name in kept.get("columns", ())) else None


def freeze_of(row: Row) -> Freeze | None:
    """A row of the design as a rule; None where its contents can't be read."""
    body = read(row.body)
    if body is None:
        return None
    said = (body.get("filter", {}), body.get("week"), frozenset(body.get("columns", ())))
    return Freeze(getattr(row, "id", 0), Text(row.zh, row.en or row.zh), row.record_type, row.role, *said)
