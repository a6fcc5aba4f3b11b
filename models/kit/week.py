"""The clock of the house: one injectable now() in UTC, business dates and Monday-to-Sunday weeks in the local zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


class Clock:
    """Holds where the time comes from, so that a test or a replay can set it."""

    source: Callable[[], datetime] = staticmethod(lambda: datetime.now(UTC))


def now() -> datetime:
    """This moment to the second, naive UTC, as the database and every workbook keep it."""
    return Clock.source().astimezone(UTC).replace(tzinfo=None, microsecond=0)


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


@dataclass(frozen=True, order=True)
class Week:
    """A business week, Monday to Sunday, named as ISO does (2026-W48)."""

    monday: date

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def month(self) -> str:
        """The month it belongs to, as 2026-11: the one its Thursday lies in, as ISO gives weeks to years."""
        return f"{self.monday + timedelta(days=3):%Y-%m}"

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=at) for at in range(7)]

    @property
    def starts(self) -> datetime:
        return start_of(self.monday)

    @property
    def ends(self) -> datetime:
        """The first UTC moment after the week."""
        return start_of(self.monday + timedelta(days=7))

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"


def week_of(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


def weeks_of_month(month: str) -> list[Week]:
    """The weeks of 2026-11, oldest first."""
    week = week_of(date.fromisoformat(f"{month}-01"))
    near = [Week(week.monday + timedelta(weeks=at)) for at in range(6)]
    return [one for one in near if one.month == month]
