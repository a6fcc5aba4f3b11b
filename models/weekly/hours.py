"""When on Monday the week before is closed, and its workbook written, by the business's clock."""

from ..kit import Param, setting

CLOSING_HOUR = Param(
    "weekly_hour", "周报生成时间（周一几点）", "Hour on Monday at which the week before is closed", 6, "点"
)


def closing_hour() -> str:
    return f"{_hour():02d}:00"


def book_hour() -> str:
    """Ten minutes later, so that the week is there."""
    return f"{_hour():02d}:10"


def _hour() -> int:
    return min(23, max(0, int(setting(CLOSING_HOUR))))
