"""Running numbers 单号 for documents: a prefix, the day, and the row's place in the type's own count."""

from typing import Any

from ..clock import today
from ..declare.record import Record
from .history import Tally, take_ids

DIGITS = 6


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
    """Give new rows their running numbers; one is never given twice, and with a new year, month or day they begin anew."""
    for name, item in record.fields().items():
        lacking = [row for row in rows if item.pattern and not row.get(name)]
        if lacking:
            begun = item.begins(today())
            counts = take_ids(f"{item.column_name}.{begun}", len(lacking))
            for row, count in zip(lacking, counts, strict=True):
                row[name] = item.numbered(begun, count)
