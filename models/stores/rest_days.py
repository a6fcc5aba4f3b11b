"""A day of rest 每周休息: nobody is planned for duty day after day without the rest that labour law gives everybody in a week."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from ..kit import Changes, Move, Param, Record, Text, setting
from ..kit.clock import today
from ..kit.declare.record import CHUNK
from ..kit.write.unseen import beside
from ..organization import Employee

ONE = timedelta(days=1)

MOST_DAYS = Param(
    "duty_most_days",
    "最多连续值班几天（劳动法：每周至少休息一天；0 为不限）",
    "Days of duty in a row at most (labour law: a day of rest a week; 0: no limit)",
    6,
    "天",
)
NO_DAY_OFF = Text(
    "{name} 从 {first} 到 {last} 连续值班 {days} 天，最多 {most} 天（每周至少休息一天）；请在其中安排一天休息，或换别人值班",
    "{name} would be on duty {days} days in a row, from {first} to {last}; {most} is the most, as everybody has a day of rest a week: "
    "leave one of them free, or plan somebody else",
)


def keep_rest(c: Changes, moves: list[Move], record: type[Record]) -> None:
    """What is planned leaves everybody a day of rest; what was is entered as it was."""
    most = int(setting(MOST_DAYS))
    planned = [m for m in moves if m.new and m.new.day >= today() and m.changed("employee", "day")]
    if most <= 0 or not planned:
        return
    held = _held(record, planned, most)
    for move in planned:
        days = _run(held[move.new.employee], move.new.day)
        if len(days) > most:
            said = {"first": f"{days[0]:%m-%d}", "last": f"{days[-1]:%m-%d}", "days": len(days), "most": most}
            text = NO_DAY_OFF(name=Employee.title_of(move.new.employee), **said)
            rows = {id for day in days for id in held[move.new.employee][day]}
            raise beside(record, rows, c.who, text, "day", move.index, ("day",))


def _held(record: type[Record], planned: list[Move], most: int) -> dict[int, dict[date, set[int]]]:
    """The duties of these people around these days as they stand now, by person and day."""
    held: dict[int, dict[date, set[int]]] = defaultdict(lambda: defaultdict(set))
    people, days = sorted({move.new.employee for move in planned}), [move.new.day for move in planned]
    first, last = min(days) - timedelta(days=most), max(days) + timedelta(days=most)
    for start in range(0, len(people), CHUNK):
        mine = record.employee.in_(people[start : start + CHUNK])
        for row in record.rows(mine, record.day.between(first, last)):
            held[row.employee][row.day].add(row.id)
    return held


def _run(days: Collection[date], day: date) -> list[date]:
    """The days of duty in a row that this one is of."""
    first = last = day
    while first - ONE in days:
        first -= ONE
    while last + ONE in days:
        last += ONE
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]
