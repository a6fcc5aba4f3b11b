"""The clock of a complaint: when it must be answered and settled, stopped while the customer is to answer, and what it took."""

from datetime import datetime, timedelta
from decimal import Decimal

from ..kit import Param, Row, setting
from ..kit.clock import local

HOURS = {
    "normal": Param("complaint_hours_normal", "一般投诉处理时限", "Time to settle a normal complaint", 48, "小时"),
    "serious": Param("complaint_hours_serious", "严重投诉处理时限", "Time to settle a serious complaint", 24, "小时"),
    "critical": Param("complaint_hours_critical", "重大投诉处理时限", "Time to settle a critical complaint", 4, "小时"),
}
RESPONSE = {
    "normal": Param(
        "complaint_response_normal", "一般投诉首次响应时限", "First response to a normal complaint", 240, "分钟"
    ),
    "serious": Param(
        "complaint_response_serious", "严重投诉首次响应时限", "First response to a serious complaint", 120, "分钟"
    ),
    "critical": Param(
        "complaint_response_critical", "重大投诉首次响应时限", "First response to a critical complaint", 30, "分钟"
    ),
}
MEDIATION = Param("complaint_mediation_days", "12315 调解期限", "Days to mediate a regulator's case", 60, "天")
FREE = Param("complaint_compensation_free", "免审批的赔付金额", "Compensation that needs no approval", 50, "元")
MANAGERS = Param(
    "complaint_compensation_manager", "超过此赔付须运营经理审批", "Above: operations manager only", 500, "元"
)
PARAMS = (*HOURS.values(), *RESPONSE.values(), MEDIATION, FREE, MANAGERS)


def figures(row: Row) -> dict:
    """Deadlines and durations as the ticket's own moments say."""
    begun = begun_at(row)
    due = begun + timedelta(hours=float(setting(HOURS[row.severity])))
    respond = row.received_at + timedelta(minutes=float(setting(RESPONSE[row.severity])))
    mediation = local(row.received_at).date() + timedelta(days=int(setting(MEDIATION)))
    return {
        "due_at": due,
        "respond_due_at": respond,
        "responded_in_time": None if row.responded_at is None else row.responded_at <= respond,
        "in_time": None if row.resolved_at is None else row.resolved_at <= due,
        "hours": None if row.resolved_at is None else _hours(row.resolved_at - begun),
        "mediation_due_on": mediation if row.source == "authority" else None,
    }


def begun_at(row: Row) -> datetime:
    """When the clock would have begun, had it never stood still."""
    return (row.reopened_at or row.received_at) + timedelta(minutes=row.waited_minutes)


def used(row: Row, moment: datetime) -> int:
    """How much of its time a ticket has used, in per cent; a stopped clock shows what it showed when it stopped."""
    begun = begun_at(row)
    whole = row.due_at - begun
    return int(100 * ((row.waiting_since or moment) - begun) / whole) if whole > timedelta(0) else 100


def _hours(took: timedelta) -> Decimal:
    return (Decimal(max(0, int(took.total_seconds()))) / 3600).quantize(Decimal("0.1"))
