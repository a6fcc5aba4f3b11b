"""The clock of the house: one injectable now() in UTC, business dates and Monday-to-Sunday weeks in the local zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def real_now() -> datetime:
    return datetime.now(UTC)


source: Callable[[], datetime] = real_now


def time_source() -> Callable[[], datetime]:
    """Where the time comes from here: `real_now`, unless a test or a replay has set another."""
    return source


def set_source(moments: Callable[[], datetime]) -> None:
    """From now on the time of this process comes from here."""
    global source
    source = moments


def now() -> datetime:
    """This moment to the second, naive UTC, as the database and every workbook keep it."""
    return source().astimezone(UTC).replace(tzinfo=None, microsecond=0)


# Two machines' clocks differ by no more; what claims to be of a later moment was written while a clock stood ahead.
AHEAD = timedelta(minutes=2)


def lately(field: Any, span: timedelta) -> Any:
    """Whether a stored moment lies in the span that ends now, as a condition of a query."""
    return (field > now() - span) & (field <= now() + AHEAD)


def local(moment: datetime) -> datetime:
    """A stored UTC moment as the wall clock of the business shows it."""
    return moment.replace(tzinfo=UTC).astimezone(ZONE).replace(tzinfo=None)


def from_local(moment: datetime) -> datetime:
    """A wall-clock moment of the business as naive UTC."""
    return moment.replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None)


def today() -> date:
    return local(now()).date()


def start_of(day: date) -> datetime:
    """The UTC moment at which a business day begins."""
    return from_local(datetime(day.year, day.month, day.day))


def add_months(day: date, months: int) -> date:
    """The same day some months on; the last day of the month where that day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


class Span:
    """Days in a row, from `first` to `last`: what a figure is counted over."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=at) for at in range((self.last - self.first).days + 1)]

    @property
    def starts(self) -> datetime:
        return start_of(self.first)

    @property
    def ends(self) -> datetime:
        """The first UTC moment after it."""
        return start_of(self.last + timedelta(days=1))

    @property
    def middle(self) -> date:
        """The day by which it belongs to a month and to a year."""
        return self.last

    def to_date(self, of: str) -> "Days":
        """The `month` or `year` it belongs to, from its first day up to here, and no further than to its own end.

        Days that haven't come yet decide nothing: on Monday 30 November the running week still tells of November.
        """
        at = min(self.middle, max(self.first, today()))
        first = at.replace(day=1) if of == "month" else at.replace(month=1, day=1)
        end = add_months(first, 1 if of == "month" else 12) - timedelta(days=1)
        return Days(first, min(self.last, end))

    def ended(self, of: str) -> "Days | None":
        """The whole `month` or `year` that ended in these days without being the one they belong to; mostly there is none."""
        following = self.to_date(of).first
        if not self.first < following <= self.last:
            return None
        return Days(add_months(following, -1 if of == "month" else -12), following - timedelta(days=1))


@dataclass(frozen=True, order=True)
class Days(Span):
    """Any days in a row; they belong to the month of the last one."""

    first: date
    last: date


def days_of_month(month: str) -> Days:
    """2026-11 from its first to its last day."""
    first = date.fromisoformat(f"{month}-01")
    return Days(first, add_months(first, 1) - timedelta(days=1))


def is_year(period: str) -> bool:
    """Whether a period that is closed is a year, as 2026, and not a month, as 2026-11."""
    return "-" not in period


def days_of_period(period: str) -> Days:
    """A month or a year from its first to its last day."""
    return Days(date(int(period), 1, 1), date(int(period), 12, 31)) if is_year(period) else days_of_month(period)


def months_of(year: str) -> list[str]:
    return [f"{year}-{month:02d}" for month in range(1, 13)]


@dataclass(frozen=True, order=True)
class Week(Span):
    """A business week, Monday to Sunday, named as ISO does (2026-W48)."""

    monday: date

    @property
    def first(self) -> date:  # type: ignore[override]  # a week is told by its Monday, other days by both ends
        return self.monday

    @property
    def last(self) -> date:  # type: ignore[override]  # as above
        return self.monday + timedelta(days=6)

    sunday = last

    @property
    def middle(self) -> date:
        """Its Thursday, as ISO gives weeks to years: on one side of a month's end lie most of its days."""
        return self.monday + timedelta(days=3)

    @property
    def month(self) -> str:
        """The month it belongs to, as 2026-11."""
        return f"{self.middle:%Y-%m}"

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"


def week_of(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


def weeks_of_month(month: str) -> list[Week]:
    """The weeks with a day of 2026-11, oldest first; the first and the last may have days of other months too."""
    whole, week = days_of_month(month), week_of(days_of_month(month).first)
    near = [Week(week.monday + timedelta(weeks=at)) for at in range(6)]
    return [week for week in near if week.monday <= whole.last]
