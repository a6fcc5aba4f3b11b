"""Running numbers 单号 for documents: a prefix, the day, and the row's place in the type's own count."""

from typing import Any

from ..clock import today
from ..declare.record import Record
from .history import Tally

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
