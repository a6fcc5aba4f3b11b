"""When automations that go by the clock are due, and how far each of them has come."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from ...kit.clock import from_local, local, now
from ...kit.declare.record import Move
from ...system import AutomationTurn
from .body import BY_CLOCK, read

AT = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
USUAL, MOST_DAYS, MOST_BEHIND = "08:00", 366, 7


def is_sound(when: dict[str, Any]) -> bool:
    every, days = when.get("every", "day"), when.get("days", 0)
    bounded = 1 <= when.get("weekday", 1) <= 7 and 1 <= when.get("monthday", 1) <= 28 and abs(days) <= MOST_DAYS
    return bounded and every in ("day", "week", "month") and AT.fullmatch(when.get("at", USUAL)) is not None


def begin(move: Move) -> None:
    """From the moment it is switched on, or goes by another clock, nothing is forgotten and nothing before made up for."""
    body = read(move.new.body)
    if body is None or body["when"]["kind"] not in BY_CLOCK or not move.new.active:
        return
    if move.changed("active") or (move.old is not None and read(move.old.body) != body):
        reach(move.id, now())


def reach(id: int, moment: datetime) -> None:
    there = AutomationTurn.update(upto=moment).where(AutomationTurn.automation == id).execute()
    if not there:
        AutomationTurn.insert(automation=id, upto=moment).execute()


def due(when: dict[str, Any], since: datetime, upto: datetime) -> Iterator[datetime]:
    """The moments (of the business's clock) after one and up to another (UTC) at which it is due, a week back at most."""
    first = max(local(since).date(), local(upto).date() - timedelta(days=MOST_BEHIND))
    for n in range((local(upto).date() - first).days + 1):
        day = first + timedelta(days=n)
        moment = datetime.combine(day, time.fromisoformat(when.get("at", USUAL)))
        if since < from_local(moment) <= upto and _is_on(when, day):
            yield moment


def _is_on(when: dict[str, Any], day: date) -> bool:
    every = when.get("every", "day") if when["kind"] == "time" else "day"
    if every == "week":
        return day.isoweekday() == when.get("weekday", 1)
    return every == "day" or day.day == when.get("monthday", 1)
