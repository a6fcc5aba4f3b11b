"""Every five minutes: automations that go by the clock are run for each moment that has come, each in a change of its own."""

from datetime import date, datetime, timedelta
from typing import Any

from ...kit.ask.filters import BadQuery
from ...kit.ask.query import Query
from ...kit.clock import from_local, now, start_of
from ...kit.declare.access import system
from ...kit.declare.record import Record
from ...kit.fields.times import MomentField
from ...kit.server.database import reading
from ...kit.server.dialect import month_and_day
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from ...kit.write.writes import Duplicate, changes
from ...system import AutomationTurn
from .acting_as import actor, by_line
from .body import BY_CLOCK, Automation
from .runs import note
from .setting_off import run
from .timing import due, reach

MOST_ROWS = 2000
DONE = Text("{n} 次", "{n} runs")
LEFT = Text("符合的有 {n} 行，只运行了前 {most} 行", "{n} rows fit; it was run for the first {most}")


def run_due(day: date) -> Text:
    """What is missed while the server stands still is run for later, a week back at most; what is at a time only once."""
    upto, count = now(), 0
    with reading():
        reached = dict(AutomationTurn.select(AutomationTurn.automation, AutomationTurn.upto).tuples())
        waiting = [
            (automation, record)
            for record in house().records.values()
            for automation in record.facts().automations
            if automation.kind in BY_CLOCK
        ]
    for automation, record in waiting:
        moments = list(due(automation.when, reached.get(automation.id, upto - timedelta(minutes=10)), upto))
        for moment in moments if automation.kind == "day" else moments[-1:]:
            count += once(automation, record, moment)
    return DONE(n=count)


def once(automation: Automation, record: type[Record], moment: datetime) -> int:
    """In one transaction with the note that it is done: a server that dies in between does all of it again, or nothing."""
    who = system(by_line(automation))
    try:
        op = f"automation {automation.id} {moment:%Y-%m-%d %H:%M}"
        with changes(who=who, via="job", op=op, label=automation.label) as c:
            count = on_rows(c, automation, record, moment.date())
            reach(automation.id, from_local(moment))
    except Duplicate:
        return 0
    return count


def on_rows(c: Any, automation: Automation, record: type[Record], day: date) -> int:
    try:
        who = actor(automation)
        query = Query(record, who, due_filter(automation, record, day), ["id"])
        ids = _yearly(record, automation, query, day) if automation.when.get("yearly") else query.ids(0, MOST_ROWS + 1)
        total, ids = query.count() if len(ids) > MOST_ROWS else len(ids), ids[:MOST_ROWS]
    except (BadQuery, Refused) as why:
        note(c, automation, [None], "failed", why.text, 0)
        return 0
    if total > MOST_ROWS:
        note(c, automation, [None], "stopped", LEFT(n=total, most=MOST_ROWS), 0)
    return run(c, automation, record, ids) if ids else 0


def _yearly(record: type[Record], automation: Automation, query: Query, day: date) -> list[int]:
    """Those whose day comes round in the seven days from this one; the 29th of February with the 28th."""
    days = {f"{day + timedelta(days=n):%m-%d}" for n in range(7)}
    days |= {"02-29"} if "02-28" in days else set()
    item = query.column(automation.when["yearly"])
    born = record.select(record.id).where(month_and_day(item).in_(sorted(days))).limit(MOST_ROWS * 2)
    return query.among([id for (id,) in born.tuples()])


def due_filter(automation: Automation, record: type[Record], day: date) -> dict[str, Any]:
    """The rows it is for on this day."""
    if automation.kind != "day":
        return automation.filter
    name, on = automation.when["day"], day - timedelta(days=automation.when.get("days", 0))
    asked: dict[str, Any] = {name: {"eq": on.isoformat()}}
    if isinstance(record.fields()[name], MomentField):
        ends = (f"{start_of(at).isoformat()}Z" for at in (on, on + timedelta(days=1)))
        asked = {name: dict(zip(("ge", "lt"), ends, strict=True))}
    return {"and": [asked, automation.filter]} if automation.filter else asked


__all__ = ["due_filter", "on_rows", "run_due"]
