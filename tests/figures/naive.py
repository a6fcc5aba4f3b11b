"""The same figures once more, by whole tables in pandas and nothing of the app's own counting."""

from calendar import monthrange
from datetime import timedelta
from decimal import Decimal
from functools import singledispatch
from typing import Any

import pandas

from models.kit import Less, Measure, Plus, Ratio, Record
from models.kit.clock import Span, Week
from models.kit.server.dialect import handle
from models.kit.server.embedded import named

Answer = tuple[Any, dict[int, Any]]  # of the company, and per store
DIGITS = {"money": 2, "quantity": 3}


class Unknown(Exception):
    """A figure counts in a way of its own that has no twin here."""


def table(record: type[Record]) -> pandas.DataFrame:
    """The whole table as it is stored, with moments also as days of Shanghai."""
    name = record._meta.table_name
    columns = [column.name for column in handle.get_columns(name)]
    stored = list(handle.obj.asked(f'SELECT {named(columns)} FROM "{name}"'))
    frame = pandas.DataFrame(stored, columns=columns, dtype=object)
    for item in record.fields().values():
        if item.kind == "moment":
            wall = pandas.to_datetime(frame[item.column_name], utc=True, format="%Y-%m-%d %H:%M:%S")
            frame[f"{item.column_name} day"] = wall.dt.tz_convert("Asia/Shanghai").dt.strftime("%Y-%m-%d")
    return frame


def day_column(record: type[Record], name: str) -> str:
    item = record.fields()[name]
    return f"{item.column_name} day" if item.kind == "moment" else item.column_name


def between(frame: pandas.DataFrame, column: str, first: Any, last: Any) -> pandas.DataFrame:
    known = frame[frame[column].notna()]
    return known[(known[column] >= str(first)) & (known[column] <= str(last))]


def holds(record: type[Record], frame: pandas.DataFrame, where: dict[str, Any]) -> pandas.DataFrame:
    """Row by row through a grid's filter."""
    return only(frame, [_meets(record, row, where) for row in frame.to_dict("records")])


def only(frame: pandas.DataFrame, keep: list[bool]) -> pandas.DataFrame:
    """The rows to keep; none of none, too."""
    return frame[pandas.Series(keep, index=frame.index, dtype=bool)]


def _meets(record: type[Record], row: dict[str, Any], where: dict[str, Any]) -> bool:
    """All that stands beside one another, and of an `or` any."""
    groups = {"and": all, "or": any}
    return all(
        groups[name](_meets(record, row, part) for part in wanted)
        if name in groups
        else _fits(record, row, name, wanted)
        for name, wanted in where.items()
    )


def _fits(record: type[Record], row: dict[str, Any], name: str, wanted: dict[str, Any]) -> bool:
    item = record.fields()[name]
    stored = row[item.column_name]
    stored = None if pandas.isna(stored) else stored
    return all(_compares(record, row, item, stored, operator, value) for operator, value in wanted.items())


def _compares(record: type[Record], row: dict, item: Any, stored: Any, operator: str, value: Any) -> bool:
    if operator == "empty":
        return (stored is None) == value
    if operator in ("in", "not_in"):
        return (stored in [_kept(item, element) for element in value]) == (operator == "in")
    other = row[record.fields()[value[1:]].column_name] if str(value).startswith("=") else _kept(item, value)
    if operator in ("eq", "ne"):
        return (stored == other) == (operator == "eq")
    if stored is None or other is None:
        return False
    return {"lt": stored < other, "le": stored <= other, "gt": stored > other, "ge": stored >= other}[operator]


def _kept(item: Any, value: Any) -> Any:
    if value is None:
        return None
    if item.kind == "flag":
        return int(value)
    return value * 10 ** DIGITS[item.kind] if item.kind in DIGITS else value


def store_of(record: type[Record], frame: pandas.DataFrame, path: str) -> pandas.Series:
    """The store of each row, by joining table after table."""
    *links, last = path.split(".")
    frame = frame.drop_duplicates("id")
    at = frame[["id"]].assign(row=frame["id"])
    current = frame
    for name in links:
        link = record.links()[name]
        step = current[["id", link.column_name]].rename(columns={"id": "from", link.column_name: "to"})
        at = at.merge(step, left_on="id", right_on="from", how="left")[["row", "to"]].rename(columns={"to": "id"})
        record, current = link.rel_model, table(link.rel_model)
    column = "id" if last == "id" else record.links()[last].column_name
    ends = current[["id"]].assign(store=current[column])
    return at.merge(ends, on="id", how="left").set_index("row")["store"]


def total(values: pandas.Series, item: Any = None) -> Any:
    summed = sum(int(value) for value in values if pandas.notna(value))
    return Decimal(summed).scaleb(-DIGITS[item.kind]) if item is not None and item.kind in DIGITS else summed


def counted(measure: Measure, frame: pandas.DataFrame) -> Any:
    if measure.sum:
        item = measure.record.fields()[measure.sum]
        return total(frame[item.column_name], item)
    if measure.distinct:
        return frame[measure.record.fields()[measure.distinct].column_name].dropna().nunique()
    return len(frame)


def split(measure: Measure, frame: pandas.DataFrame, count: Any) -> Answer:
    """What `count` makes of all the rows, and of the rows of each store."""
    if measure.by is None:
        return count(frame), {}
    stores = frame["id"].map(store_of(measure.record, frame, measure.by))
    return count(frame), {int(store): count(some) for store, some in frame.groupby(stores)}


def in_week(measure: Measure, week: Span) -> pandas.DataFrame:
    frame = holds(measure.record, table(measure.record), measure.where)
    if measure.when is None:
        return frame
    first = "0001-01-01" if measure.upto else week.first
    return between(frame, day_column(measure.record, measure.when), first, week.last)


# One twin for each way of counting -----------------------------------------------------------------------------------------


@singledispatch
def naive(measured: Any, week: Span) -> Answer:
    raise Unknown(type(measured).__name__)


@naive.register
def _(measured: Measure, week: Span) -> Answer:
    if type(measured) is not Measure:
        raise Unknown(type(measured).__name__)
    return split(measured, in_week(measured, week), lambda frame: counted(measured, frame))


@naive.register
def _(measured: Ratio, week: Span) -> Answer:
    (above, tops), (below, bottoms) = naive(measured.top, week), naive(measured.bottom, week)
    share = {store: part(measured, tops.get(store, 0), amount) for store, amount in bottoms.items() if amount}
    return part(measured, above, below), share


def part(ratio: Ratio, above: Any, below: Any) -> Decimal | None:
    if not below:
        return None
    return round(Decimal(above) * ratio.times / Decimal(below), ratio.digits)


@naive.register
def _(measured: Less, week: Span) -> Answer:
    (whole, wholes), (less, parts) = naive(measured.whole, week), naive(measured.part, week)
    return whole - less, {store: wholes.get(store, 0) - parts.get(store, 0) for store in {*wholes, *parts}}


@naive.register
def _(measured: Plus, week: Span) -> Answer:
    answers = [naive(part, week) for part in measured.added]
    stores = {store for _, parts in answers for store in parts}
    return sum(value for value, _ in answers), {
        store: sum(parts.get(store, 0) for _, parts in answers) for store in stores
    }


def month_of(week: Span) -> tuple[Any, Any]:
    """The month that most days of a week (or the last of any days) lie in, as far as the days go."""
    at = week.days[3] if isinstance(week, Week) else week.last
    end = at.replace(day=monthrange(at.year, at.month)[1])
    return at.replace(day=1), min(week.last, end)


def days_up_to(week: Span, days: int) -> Any:
    """The first of so many days that end with the week."""
    return week.last - timedelta(days=days - 1)
