"""Each night: reports whose validity has ended count as expired."""

from datetime import date

from models.kit import Changes, Text
from models.quality import InspectionReport

EXPIRED = Text("{n} 份检验报告到期", "{n} inspection reports expired")


def expire_reports(c: Changes, day: date) -> Text:
    """A report is good to the end of its last day."""
    over = InspectionReport.rows(InspectionReport.state == "valid", InspectionReport.valid_until < day)
    c.alter(InspectionReport, {row.id: {"state": "expired"} for row in over})
    return EXPIRED(n=len(over))
