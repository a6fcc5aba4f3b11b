"""What of a ticket stands once it is closed, and what one about quality must name."""

from ..kit import Changes, Move, Refused, Row
from . import words

SETTLED = (
    "kind",
    "category",
    "severity",
    "store",
    "product",
    "batch_no",
    "received_at",
    "cause_code",
    "cause",
    "resolution",
    "compensation",
    "description",
    "handler",
)


def keep_closed(c: Changes, moves: list[Move]) -> None:
    """A closed ticket stays as it was; one that is being handled isn't deleted."""
    for move in moves:
        if move.new is None and move.old.state != "new":
            raise Refused(words.ONLY_NEW(no=move.old.no), "state", move.index)
        if move.old and move.new and move.old.state == move.new.state == "closed":
            name = next((name for name in SETTLED if move.changed(name)), None)
            if name:
                raise Refused(words.IS_CLOSED(no=move.old.no), name, move.index)


def keep_quality(c: Changes, moves: list[Move]) -> None:
    """A quality complaint names product and batch."""
    for move in moves:
        if is_of_quality(move.new) and (move.new.product is None or not move.new.batch_no):
            raise Refused(words.NEEDS_BATCH, "batch_no" if move.new.product else "product", move.index)


def is_of_quality(row: Row | None) -> bool:
    return row is not None and row.kind == "complaint" and row.category == "quality"
