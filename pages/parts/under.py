"""Which record types are lines of another one."""

from models import house
from models.kit.declare.record import Record


def lines_under(record: type[Record]) -> list[type[Record]]:
    """The record types whose rows are lines of this one."""
    parents = [
        (other, other.links().get(other.sheet.parent)) for other in house().records.values() if other.sheet.parent
    ]
    return [other for other, link in parents if link is not None and link.rel_model is record]
