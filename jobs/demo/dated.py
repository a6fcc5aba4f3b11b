"""The demo's documents carry the day they were about, as if each had been entered on it."""

from datetime import date

from models import house
from models.kit import Changes, Record

from .company import Company

# By type, the column that says its day; nothing names these documents by their number but they themselves.
DATED = (
    ("store_visit", "visited_on"),
    ("rectification", "opened_on"),
    ("meeting_minute", "held_on"),
    ("work_item", "raised_on"),
    ("department_request", "asked_at"),
    ("expense", "spent_on"),
    ("promotion", "starts_on"),
    ("training_session", "held_on"),
    ("warehouse_check", "checked_on"),
    ("delivery", "delivered_on"),
    ("quality_audit", "planned_on"),
)


def fill(c: Changes, world: Company) -> None:
    for record, name in dated():
        number = number_of(record)
        rows = {row.id: (getattr(row, number), getattr(row, name)) for row in record.rows()}
        c.derive(record, {id: {number: _of(record, no, day)} for id, (no, day) in rows.items() if no and day})


def dated() -> list[tuple[type[Record], str]]:
    records = house().records
    return [(records[key], name) for key, name in DATED if key in records]


def number_of(record: type[Record]) -> str:
    """The column that holds a document's number."""
    return next(name for name, item in record.fields().items() if getattr(item, "auto", None))


def _of(record: type[Record], no: str, day: date) -> str:
    """The same running number behind the day it was about."""
    prefix = record.fields()[number_of(record)].auto
    return f"{prefix}{day:%Y%m%d}{no[len(prefix) + 8 :]}"
