"""Weeks apart: so many before one, and the one it is held against a year ago."""

from datetime import date, timedelta

from models.kit.clock import Week

TREND = 13  # weeks that are drawn


def before(week: Week, weeks: int) -> date:
    return week.monday - timedelta(weeks=weeks)


def a_year_ago(week: Week) -> Week:
    """The week of the same ISO number a year ago; the 53rd has the 52nd for it."""
    year, number, _ = week.monday.isocalendar()
    try:
        return Week(date.fromisocalendar(year - 1, number, 1))
    except ValueError:
        return Week(date.fromisocalendar(year - 1, 52, 1))
