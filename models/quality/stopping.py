"""Ways into a recall: from a batch as it is traced, and from what failed."""

from ..kit import Changes, Refused, Text, in_one_change
from .nonconformances import Nonconformance
from .recalls import NO_BATCH, Recall

OPENED = Text("{no} 已开，批号 {batches} 全部停售", "{no} is open; batch {batches} is stopped everywhere")


@in_one_change
def recall_batch(c: Changes, product: int, *, batch_no: str, level: str, cause: str) -> Text:
    """Stop the sale of one batch everywhere, from the trace page or a product's page."""
    row = c.create(Recall, product=product, batches=[batch_no], level=level, cause=cause, owner=c.who.employee_id)
    return OPENED(no=row.no, batches=batch_no)


@in_one_change
def stop_nonconforming(c: Changes, nonconformance: int, *, level: str) -> Text:
    """A recall of the batch that a nonconformance is about."""
    cause = c.fresh(Nonconformance, nonconformance)
    if not cause.batch_no:
        raise Refused(NO_BATCH, "batch_no")
    row = c.create(
        Recall,
        product=cause.product,
        batches=[cause.batch_no],
        level=level,
        owner=c.who.employee_id,
        cause=cause.description or cause.defect,
        nonconformance=cause.id,
    )
    return OPENED(no=row.no, batches=cause.batch_no)
