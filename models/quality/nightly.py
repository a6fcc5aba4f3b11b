"""Each night: reports whose validity has ended count as expired, and every stop of sale is as its documents say."""

from datetime import date

from ..kit import Changes, Text
from ..kit.clock import now
from ..logistics import hold_batch
from ..organization import Product
from .calls import CALLS_END
from .nonconformances import AT_ONCE, Nonconformance, hold_reason, stands
from .recalls import NOTICES_END, STANDING, Recall, recall_reason, set_deadlines
from .reports import InspectionReport, free_what_waited

EXPIRED = Text("{n} 份检验报告到期", "{n} inspection reports expired")


def expire_reports(c: Changes, day: date) -> Text:
    """A report is good to the end of its last day."""
    over = InspectionReport.rows(InspectionReport.state == "valid", InspectionReport.valid_until < day)
    c.alter(InspectionReport, {row.id: {"state": "expired"} for row in over})
    keep_stops(c)
    return EXPIRED(n=len(over))


def keep_stops(c: Changes) -> None:
    """Books from before a stop of sale hung on its document: what stands holds its batch, what nothing asks for waits no more."""
    standing = Recall.rows(Recall.state.in_(STANDING))
    set_deadlines(c, [row for row in standing if row.started_at and row.finish_by is None])
    NOTICES_END.left(c)
    CALLS_END.left(c)
    for row in standing:
        for batch in row.batches:
            hold_batch(c, row.product, batch, recall_reason(row), row.no)
    failed = Nonconformance.rows(Nonconformance.state == "found", Nonconformance.source.in_(AT_ONCE))
    sets = {"state": "contained", "contained_at": now()}
    c.alter(Nonconformance, {row.id: sets for row in failed if row.batch_no})
    for row in Nonconformance.rows(Nonconformance.state.in_(("contained", "judged", "disposed"))):
        if stands(row):
            hold_batch(c, row.product, row.batch_no, hold_reason(row), row.no)
    free_what_waited(c, {id for (id,) in Product.select(Product.id).tuples()})
