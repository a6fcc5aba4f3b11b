"""Running numbers 单号: for documents a prefix, the day, and the row's place in the type's own count; for columns of running
numbers what their format says.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ..clock import local, today
from ..declare.record import CHUNK, Record
from ..fields import RunningField
from ..server.database import execute_many, fetch
from .history import Batch, Tally, new_versions, pass_counts, take_counts

DIGITS = 6
LACKING = """
    SELECT t."id", (SELECT b."at" FROM "change" c JOIN "batch" b ON b."id" = c."batch_id"
                    WHERE c."record" = ? AND c."row_id" = t."id" AND c."kind" = 'i' ORDER BY c."id" LIMIT 1)
    FROM "{table}" t WHERE t."{column}" IS NULL ORDER BY t."id"
"""


def numbered(record: type[Record], rows: list[dict[str, Any]], prefix: str | None = None, name: str = "no") -> None:
    """Give the new rows that bring no number the next ones, in place: TS20261123000017. For `Sheet.fill`.

    prefix: where it isn't the one that the field declares as `auto`.
    """
    prefix = prefix or record.fields()[name].auto
    number = Tally.select(Tally.next_id).where(Tally.record == record.key()).scalar() or 1
    for at, row in enumerate(rows):
        if not row.get(name):
            row[name] = f"{prefix}{today():%Y%m%d}{number + at:0{DIGITS}d}"


def run_on(record: type[Record], rows: list[dict[str, Any]]) -> None:
    """Give new rows, and those that come back without one, their running numbers, in place.

    One that was given is never given again, not even after its row is gone: a gap is no mistake, a number that means two things is.
    """
    for name, item in record.facts().running.items():
        passed(record, rows, name)
        lacking = [row for row in rows if row[name] is None]
        for row, number in zip(lacking, _next(record, item, today(), len(lacking)), strict=True):
            row[name] = number


def passed(record: type[Record], rows: Iterable[dict[str, Any]], only: str | None = None) -> None:
    """Numbers that rows bring of their own, as from a file, are not given to others later."""
    for name, item in record.facts().running.items():
        if only in (None, name):
            last: dict[str, int] = {}
            for counted in (item.counted(row[name]) for row in rows if row.get(name) is not None):
                if counted is not None:
                    key = _key(record, item, counted[0])
                    last[key] = max(last.get(key, 0), counted[1])
            pass_counts(last)


def number_all(record: type[Record], item: RunningField) -> None:
    """Give the rows that have none their numbers, in the order in which they were made and by the day of it, as far as it is known."""
    lacking = fetch(LACKING.format(table=record._meta.table_name, column=item.column_name), (record.key(),))
    by_day: dict[date, list[int]] = {}
    for id, at in lacking:
        by_day.setdefault(today() if at is None else local(Batch.at.python_value(at)).date(), []).append(id)
    for day, ids in by_day.items():
        numbers = zip(_next(record, item, day, len(ids)), ids, strict=True)
        execute_many(f'UPDATE "{record._meta.table_name}" SET "{item.column_name}" = ? WHERE "id" = ?', list(numbers))
    if lacking:
        new_versions([record.key()])


def _next(record: type[Record], item: RunningField, day: date, count: int) -> list[str]:
    """So many numbers that no row has: those that came from elsewhere are left out."""
    numbers: list[str] = []
    while len(numbers) < count:
        counts = take_counts(_key(record, item, item.period(day)), count - len(numbers))
        new = [item.numbered(day, count) for count in counts]
        taken = _taken(record, item, new)
        numbers += [number for number in new if number not in taken]
    return numbers


def _taken(record: type[Record], item: RunningField, numbers: list[str]) -> set[str]:
    taken: set[str] = set()
    for start in range(0, len(numbers), CHUNK):
        part = numbers[start : start + CHUNK]
        places = ", ".join("?" * len(part))
        sql = f'SELECT "{item.column_name}" FROM "{record._meta.table_name}" WHERE "{item.column_name}" IN ({places})'
        taken |= {number for (number,) in fetch(sql, part)}
    return taken


def _key(record: type[Record], item: RunningField, period: str) -> str:
    return f"{record.key()}.{item.name}.{period}"
