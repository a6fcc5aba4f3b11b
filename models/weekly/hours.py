"""When on Monday the week before is closed, and its workbook written; and on which day the month."""

from ..kit import Param, setting

CLOSING_HOUR = Param(
    "weekly_hour", "周报生成时间（周一几点）", "Hour on Monday at which the week before is closed", 6, "点"
)

MONTH_CLOSING_DAY = Param("month_closing_day", "月结日（次月几日）", "Day on which the month before is closed", 3, "日")


def closing_hour() -> str:
    return f"{_hour():02d}:00"


def book_hour() -> str:
    """Ten minutes later, so that the week is there."""
    return f"{_hour():02d}:10"


def _hour() -> int:
    return min(23, max(0, int(setting(CLOSING_HOUR))))


def month_closing_day() -> int:
    """From which day on the month before may be closed: its last days' sales are in by then."""
    return min(28, max(1, int(setting(MONTH_CLOSING_DAY))))
