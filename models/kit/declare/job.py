"""What a job is: its function, and when it is due by the business's clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from .. import by_lines
from ..clock import from_local, local, now, week_of
from ..named import named
from ..text import Text

MINUTES, HOURLY = (
    Text("每 {n} 分钟", "Every {n} minutes"),
    Text("每小时，{minute:02d} 分", "Every hour at :{minute:02d}"),
)
DAILY, WEEKLY = Text("每天 {at}", "Daily at {at}"), Text("每周一 {at}", "Mondays at {at}")


@dataclass(frozen=True)
class Job:
    """Something done each day at a time of the business's clock, or on Mondays, or every so many minutes: `fn(changes, day)`.

    fn returns a sentence (a Text, or a str that needs no translation); "module:function" where it needs what no area may, as
    files and pandas. at: "HH:MM", or a function that returns it.
    outside: it writes nothing to the database and takes its time, so it runs before its result is noted and without a
    transaction, as `fn(day)`; it must do no harm when it is run twice. catch_up: missed periods are made up, oldest first.
    every: minutes from one slot to the next, the first of each day at `at`; slots are never made up.
    weekly: due on Mondays for the ISO week that has just ended; fn gets the period, "2026-W47", instead of a day.
    aside: "module:function", the heavy part that only reads, run in a process of its own as `function(period, tell)`;
    what it returns (JSON) comes as a third argument: `fn(changes, period or day, found)`.
    limit: seconds after which a run is taken for hanging: its process is ended, and with it what it was writing.
    """

    name: str
    fn: Callable[..., Text | str] | str
    at: str | Callable[[], str]
    words: tuple[str, str]
    outside: bool = False
    catch_up: bool = True
    every: int | None = None
    weekly: bool = False
    aside: str | None = None
    limit: float = 60

    def __post_init__(self):
        by_lines.of(self.label)  # so that what an earlier start wrote is told in both languages too

    @property
    def by_line(self) -> Text:
        """Who the trail says it was when this job wrote."""
        return by_lines.OF(what=self.label)

    @property
    def label(self) -> Text:
        return Text(*self.words)

    @property
    def schedule(self) -> Text:
        """When it runs, in words."""
        if self.every == 60:
            return HOURLY(minute=self.starts.minute)
        if self.every is not None:
            return MINUTES(n=self.every)
        return (WEEKLY if self.weekly else DAILY)(at=f"{self.starts:%H:%M}")

    def work(self, *given: Any) -> Text | str:
        """What it does, done."""
        return named(self.fn)(*given)

    @property
    def starts(self) -> time:
        return time.fromisoformat(self.at() if callable(self.at) else self.at)

    def given(self, period: str) -> date | str:
        """What the function is told of the period: the week, or the day."""
        return period if self.weekly else date.fromisoformat(period[:10])

    def newest(self) -> str:
        """The period whose moment passed last."""
        return self.period_at(self.latest())

    def period_at(self, moment: datetime) -> str:
        """The period that is run at a due moment."""
        if self.weekly:
            return str(week_of(moment.date() - timedelta(weeks=1)))
        return f"{moment:%Y-%m-%d}" if self.every is None else f"{moment:%Y-%m-%d %H:%M}"

    def latest(self) -> datetime:
        """The newest due moment that has passed, by the business's clock."""
        moment = local(now())
        day = moment.date() - timedelta(days=moment.weekday() if self.weekly else 0)
        first = datetime.combine(day, self.starts)
        if first > moment:
            first -= timedelta(weeks=1) if self.weekly else timedelta(days=1)
            moment = datetime.combine(first, time.max)
        if self.every is None:
            return first
        step = timedelta(minutes=self.every)
        return first + (moment - first) // step * step

    def next(self) -> datetime:
        """The next due moment, in UTC."""
        last = self.latest()
        if self.every is None:
            return from_local(last + (timedelta(weeks=1) if self.weekly else timedelta(days=1)))
        following = last + timedelta(minutes=self.every)
        tomorrow = datetime.combine(local(now()).date() + timedelta(days=1), self.starts)
        return from_local(min(following, tomorrow) if following.date() > local(now()).date() else following)

    def periods(self, first: str, last: str) -> list[str]:
        """Every period from the first to the last."""
        step = timedelta(weeks=1) if self.weekly else timedelta(days=1)
        day, periods = _first_day(first), []
        while day <= _first_day(last):
            periods.append(str(week_of(day)) if self.weekly else str(day))
            day += step
        return periods


def _first_day(period: str) -> date:
    if "W" in period:
        year, week = period.split("-W")
        return date.fromisocalendar(int(year), int(week), 1)
    return date.fromisoformat(period)
