"""Festivals 节假日: days on which stores sell like on no other, so that nothing is measured against them."""

from datetime import date, timedelta

from ..kit import Changes, DayField, FlagField, LineField, Move, Record, Refused, Row, Sheet, Text
from ..kit.declare.occasions import On
from .baseline import days_between

WRONG_ORDER = Text("结束日期不能早于开始日期", "The last day can't be before the first")


def keep_period(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.ends_on < move.new.starts_on:
            raise Refused(WRONG_ORDER, "ends_on", move.index)


class Festival(Record):
    """A festival or a shopping day, from its first to its last day."""

    name = LineField("节假日", "Festival", max_length=40, width=140, aka=("名称", "节日"))
    starts_on = DayField("开始日期", "From", aka=("放假开始",))
    ends_on = DayField("结束日期", "To", aka=("放假结束",))
    day_off = FlagField("法定放假", "Public holiday", default=True, width=90)

    sheet = Sheet(
        "节假日", "Festivals", order=("-starts_on",), key=("starts_on", "name"), search=("name",), checks=(keep_period,)
    )

    class Meta:
        indexes = ((("starts_on", "name"), True),)


def feast_days(first: date, last: date) -> dict[date, date | None]:
    """The festivals' days among these, each with the same day of the same festival a year before; None where that is unknown."""
    feasts: dict[date, date | None] = {}
    for row in Festival.rows(Festival.starts_on <= last, Festival.ends_on >= first):
        then = _a_year_before(row)
        for day in days_between(max(first, row.starts_on), min(last, row.ends_on)):
            like = then.starts_on + (day - row.starts_on) if then else None
            feasts[day] = like if like and like <= then.ends_on else feasts.get(day)
    return feasts


def _a_year_before(row: Row) -> Row | None:
    """The last one of the same name before it, of the year before: festivals of the moon move by a month at most."""
    since = row.starts_on - timedelta(days=400)
    named = Festival.rows(
        (Festival.name == row.name), Festival.starts_on.between(since, row.starts_on - timedelta(days=300))
    )
    return next(iter(named), None)


def festival_days(first: date, last: date) -> set[date]:
    festivals = Festival.rows(Festival.starts_on <= last, Festival.ends_on >= first)
    return {day for row in festivals for day in days_between(row.starts_on, row.ends_on)}


def festivals_on(first: date, last: date) -> list[On]:
    """The festivals that meet these days."""
    rows = Festival.rows(Festival.starts_on <= last, Festival.ends_on >= first, order=Festival.id)
    return [On(row.id, row.name, row.starts_on, row.ends_on) for row in rows]
