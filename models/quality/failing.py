"""What a failed report opens at once, so that nobody has to think of it."""

from ..kit import Changes, Row
from ..kit.clock import today
from . import words
from .nonconformances import Nonconformance
from .standards import QualityStandard


def open_nonconformance(c: Changes, report: Row, failed: list[Row]) -> Row | None:
    """None where the report was corrected in between, and what it opened is still being worked on."""
    known = Nonconformance.row(report.nonconformance) if report.nonconformance else None
    about = known and (known.product, known.batch_no) == (report.product, report.batch_no)
    if about and known.state not in ("closed", "cancelled"):
        return None
    description = "；".join(
        words.FAILED_ITEM(item=item.item, result=item.result or "", limit=item.limit or "—").zh for item in failed
    )
    risky = QualityStandard.rows(
        QualityStandard.id.in_([item.standard for item in failed if item.standard]), QualityStandard.risk == "high"
    )
    return c.create(
        Nonconformance,
        source="report",
        reference=report.report_no,
        product=report.product,
        batch_no=report.batch_no,
        supplier=report.supplier,
        store=report.sampled_store,
        warehouse=report.sampled_warehouse,
        defect="、".join(item.item for item in failed)[:200],
        description=description,
        severity="critical" if risky else "major",
        found_on=report.reported_on or today(),
    )
