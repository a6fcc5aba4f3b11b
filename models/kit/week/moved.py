"""Which figures of which weeks a change can have moved: by the fields a figure reads and the days that stand or stood in the row."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from ..clock import Week, local, week_of, weeks_of_month
from ..declare.area import Area, Metric
from ..declare.record import Record
from ..fields import DayField, MomentField, MonthField, NoteField
from ..formula.asking import formula_of
from ..formula.formula import Formula
from ..write.history import Batch, Change
from .measures import COUNTING, Less, Measure, Measured, Plus, Ratio

AT_ONCE = 500  # changes whose rows are read together
Reads = dict[type[Record], set[str]]


@dataclass(frozen=True)
class Touch:
    """Changes of one type: which fields they touched (None: the whole row came or went), and the weeks of each day in it."""

    fields: frozenset[str] | None
    weeks: dict[str, set[Week]]

    def weeks_for(self, names: set[str]) -> set[Week] | None:
        """The weeks in which a figure that reads these fields may have moved; None: it reads nothing of this."""
        if self.fields is not None and not self.fields & names:
            return None
        return set().union(*(self.weeks[name] for name in self.weeks.keys() & names or self.weeks.keys()))


def touched(record: type[Record], changes: Iterable[Change]) -> Iterator[tuple[Change, Touch]]:
    """Each change with what it alone touches; how the rows stand now is read for many of them at once."""
    days = [item for item in record.fields().values() if isinstance(item, DayField | MomentField | MonthField)]
    waiting = iter(changes)
    while some := list(islice(waiting, AT_ONCE)):
        ids = {change.row_id for change in some if change.kind == "u"}
        rows = record.rows_by_id(list(ids)) if days and ids else {}
        for change in some:
            yield change, Touch(_changed(change), _weeks_of(change, days, rows.get(change.row_id)))


def _changed(change: Change) -> frozenset[str] | None:
    sides = [json.loads(text) for text in (change.before, change.after) if text]
    return frozenset().union(*sides) if change.kind == "u" else None


def touches(records: Iterable[type[Record]], since: datetime) -> dict[type[Record], list[Touch]]:
    """What was changed since then, changes of the same fields taken together."""
    return {record: touched for record in records if (touched := _touches(record, since))}


def _touches(record: type[Record], since: datetime) -> list[Touch]:
    by_fields: dict[frozenset[str] | None, Touch] = {}
    query = Change.select().join(Batch).where(Change.record == record.key(), Batch.at >= since)
    for _, alone in touched(record, query.iterator()):
        touch = by_fields.setdefault(alone.fields, Touch(alone.fields, {}))
        for name, weeks in alone.weeks.items():
            touch.weeks.setdefault(name, set()).update(weeks)
    return list(by_fields.values())


def _weeks_of(change: Change, days: list[Any], row: Any) -> dict[str, set[Week]]:
    """By the name of each day of the row: the weeks of what stands there and of what stood there."""
    sides = [json.loads(text) for text in (change.before, change.after) if text]
    if change.kind == "u" and row is not None:
        sides.append({item.name: item.keep(getattr(row, item.name)) for item in days})
    weeks: dict[str, set[Week]] = {}
    for item in days:
        for side in sides:
            if side.get(item.name):
                weeks.setdefault(item.name, set()).update(_weeks(item.parse(side[item.name])))
    return weeks


def _weeks(value: Any) -> Iterable[Week]:
    if value is None:
        return []
    if isinstance(value, str):
        return weeks_of_month(value)
    return [week_of(local(value).date() if isinstance(value, datetime) else value)]


# What a figure reads ----------------------------------------------------------------------------------------------------


def reads(area: Area, metric: Metric) -> Reads:
    """The fields a figure reads, by type. What counts in a way of its own may read all but what people write freely."""
    if isinstance(metric.fn, Measured) and metric.records:
        return _reads(metric.fn)
    return {record: _countable(record) for record in metric.records or area.records}


def _reads(measured: Measured) -> Reads:
    reads: Reads = {}
    for part in measured.parts():
        plain = type(part) is Measure
        for record, names in (_fields(part) if plain else {part.record: _countable(part.record)}).items():
            reads.setdefault(record, set()).update(names)
    return reads


def _countable(record: type[Record]) -> set[str]:
    return {name for name, item in record.fields().items() if not isinstance(item, NoteField)}


def _fields(measure: Measure) -> Reads:
    reads: Reads = {measure.record: measure.read()}
    for formula in _formulas(measure):
        for need in formula.needs:
            reads.setdefault(need.record, set()).add(need.field.name)
    for path in (measure.by, measure.each):
        record = measure.record
        for name in path.split(".") if path else ():
            reads.setdefault(record, set()).add(name)
            link = record.links().get(name)
            record = link.rel_model if link else record
    return reads


def _formulas(measure: Measure) -> list[Formula]:
    """Its reckoned columns."""
    names = sorted(measure.read() & measure.record.facts().computed.keys())
    return [formula_of(COUNTING, measure.record, name) for name in names]


def _from_afar(metric: Metric) -> Reads:
    """By type what reckoned columns read in rows whose own days say nothing of the week that is counted."""
    afar: Reads = {}
    for part in metric.fn.parts() if isinstance(metric.fn, Measured) else ():
        for formula in _formulas(part):
            for need in formula.needs:
                if need.record is not part.record or not formula.own:
                    afar.setdefault(need.record, set()).add(need.field.name)
    return afar


def _only_its_week(measured: Any) -> bool:
    """Whether nothing but days of the week itself counts."""
    if isinstance(measured, Ratio):
        return _only_its_week(measured.top) and _only_its_week(measured.bottom)
    if isinstance(measured, Less):
        return _only_its_week(measured.whole) and _only_its_week(measured.part)
    if isinstance(measured, Plus):
        return all(_only_its_week(part) for part in measured.added)
    return type(measured) is Measure and measured.when is not None and not measured.upto


def moved(area: Area, metric: Metric, touched: dict[type[Record], list[Touch]], weeks: list[Week]) -> set[Week]:
    """Of these weeks those whose figure the changes may have moved: what adds up to a week's end, or looks back from it,
    moves with every earlier week too. What is reckoned from other rows may move it in any week."""
    for record, names in _from_afar(metric).items():
        if any(touch.weeks_for(names) is not None for touch in touched.get(record, [])):
            return set(weeks)
    hit: set[Week] = set()
    for record, names in reads(area, metric).items():
        for touch in touched.get(record, []):
            hit |= touch.weeks_for(names) or set()
    if not hit:
        return hit
    plain = _only_its_week(metric.fn)
    return {week for week in weeks if week in hit or (not plain and week >= min(hit))}
