"""Each night: reports whose validity has ended count as expired."""

from datetime import date

from models.kit import Changes
from models.quality import InspectionReport


def expire_reports(c: Changes, day: date) -> str:
    """A report is good to the end of its last day."""
    over = InspectionReport.rows(InspectionReport.state == "valid", InspectionReport.valid_until < day)
    c.alter(InspectionReport, {row.id: {"state": "expired"} for row in over})
    return f"{len(over)} inspection reports expired"
