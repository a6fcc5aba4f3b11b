"""The demo's weekly meetings: targets, sixty closed weeks, what stood out and what was said about it, and a late correction."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from exports.weeks import closing, report
from models import house
from models.accounts import User, who_for
from models.department import WorkItem
from models.kit import Changes, Row, Text, Who, changes
from models.kit.clock import Week, now, today
from models.kit.week.rollup import close, counted, last_whole
from models.stores import StoreDay
from models.system import keep_analysis
from models.weekly import Attention, FigureTarget, WeekNote, aims

from . import dated
from . import weekly_words as words
from .company import Company

SPOKEN_OF = 2  # weeks before the last one whose figures were explained
CORRECTED = 3  # which week before the last one was corrected late


def close_weeks(who: Who, world: Company, weeks: int, out: Callable[[str], None]) -> None:
    """Close so many whole weeks, the last of them as the Monday job does it."""
    if not weeks:
        return
    last = last_whole(today())
    past = [_before(last, back) for back in range(weeks - 1, 0, -1)]
    with changes(who=who, via="demo", label=Text("演示：指标目标与周会意见", "Demo: targets and notes")) as c:
        _aim(c, past[0] if past else last, last)
        _note(c, world.dice, [*past[-5:], last])
        dated.fill(c, world)  # again, for what was just decided is about earlier days
    out(f"关账 {weeks} 周 … / closing {weeks} weeks")
    closing.fill(past, who=who, tell=_telling(out))
    if weeks > CORRECTED:
        _correct(past[-CORRECTED:], who)
    with changes(who=who, via="demo", label=Text(f"演示：{last} 关账", f"Demo: {last} is closed")) as c:
        said = closing.freeze(c, closing.count(str(last)))
        _meet(c, world.dice, past[-SPOKEN_OF:])
        # The nightly look for corrections begins here: all that went before is counted.
        keep_analysis(closing.CHECKED, {"until": (now() + closing.MARGIN).isoformat()}, now())
    out(f"{said.zh} / {said.en}")


def _before(week: Week, back: int) -> Week:
    return Week(week.monday - timedelta(days=7 * back))


def _telling(out: Callable[[str], None]) -> Callable[..., None]:
    """A line at every tenth of the way."""
    said: set[int] = set()

    def tell(share: float, text: str | None = None) -> None:
        if int(share) // 10 not in said:
            said.add(int(share) // 10)
            out(f"  {share:3.0f}%  {text or ''}")

    return tell


# Targets ----------------------------------------------------------------------------------------------------------------


def _aim(c: Changes, first: Week, last: Week) -> None:
    """Fixed aims for shares and scores; sums are to be somewhat more than they were some weeks ago, in each store too."""
    rows = [{"metric": name, "value": Decimal(value)} for name, value in words.AIMS]
    model = _before(last, 12)
    for name, more in words.GROWING:
        metric = house().metrics[name]
        values = {None: metric.value(model), **(metric.per_store(model) if name in words.IN_STORES else {})}
        rows += [
            {"metric": name, "store": store, "value": _round(Decimal(value) * Decimal(more))}
            for store, value in values.items()
            if value
        ]
    c.add(FigureTarget, [{"starts_on": first.monday, **row} for row in rows])


def _round(value: Decimal) -> Decimal:
    """Two digits that count, as people set targets."""
    return Decimal(round(value, 1 - len(str(int(value))) + 1)) if value >= 100 else value.quantize(Decimal(1))


# What was said ----------------------------------------------------------------------------------------------------------


def _meet(c: Changes, dice: Random, weeks: list[Week]) -> None:
    """What stood out in the weeks before was explained; most of it is done, some is under way, a little was never answered."""
    for at, week in enumerate(weeks):
        closing.mark(c, week, report.make(week)["alarms"])
        answered, closed = {}, {}
        for row in Attention.rows(Attention.week == str(week), order=Attention.id):
            fate = dice.random() + 0.15 * (len(weeks) - 1 - at)
            if fate < 0.12:
                continue
            cause, action = dice.choice(_fitting(row))
            due = week.sunday + timedelta(days=dice.randrange(6, 18))
            answered[row.id] = {"cause": cause, "action": action, "due_on": due, "state": "answered"}
            if fate > 0.5:
                closed[row.id] = {"state": "closed"}
        c.alter(Attention, answered)
        c.alter(Attention, closed)


def _fitting(row: Row) -> tuple[tuple[str, str], ...]:
    """What may be said of a figure: its area's own causes where it fell short."""
    if row.kind == "missing":
        return words.MISSING
    if _went_well(row):
        return words.BETTER
    own = (pairs for begins, pairs in words.NARROWER if row.metric.startswith(begins))
    return next(own, words.ANSWERS[row.area])


def _went_well(row: Row) -> bool:
    metric, value, aim = house().metrics.get(row.metric), _number(row.value), _number(row.aim)
    if metric is None or metric.better == "neither" or value is None or aim is None or value == aim:
        return False
    return (value > aim) == (metric.better == "higher")


def _number(said: str | None) -> Decimal | None:
    match = re.search(r"-?\d[\d,]*(\.\d+)?", said or "")
    return Decimal(match[0].replace(",", "")) if match else None


def _note(c: Changes, dice: Random, weeks: list[Week]) -> None:
    """A few comments each week, and decisions with somebody who sees to them."""
    employees = dict(User.select(User.login, User.employee).where(User.employee.is_null(False)).tuples())
    for week in weeks:
        for area, text in dice.sample(words.COMMENTS, 3):
            c.create(WeekNote, week=str(week), area=area, kind="comment", text=text)
        area, text, login = dice.choice(words.DECISIONS)
        owner, due = employees.get(login), week.sunday + timedelta(days=10)
        task = _task(c, area, text, owner, due)
        c.create(WeekNote, week=str(week), area=area, kind="decision", text=text, owner=owner, due_on=due, task=task)


def _task(c: Changes, area: str, text: str, owner: int | None, due: Any) -> int:
    done = due < today()
    values: dict[str, Any] = {
        "title": text,
        "area": words.WORK.get(area, area),
        "source": "meeting",
        "owner": owner,
        "content": text,
        "due_on": due,
        "raised_on": due - timedelta(days=9),
    }
    if done:
        values |= {"state": "closed", "progress": 100, "resolution": "已落实", "done_on": due, "closed_on": due}
    with c.taken_over():
        return c.create(WorkItem, **values).id


# A late correction ------------------------------------------------------------------------------------------------------


def _correct(weeks: list[Week], who: Who) -> None:
    """The store management finds a day that was entered too high; it moves its own week and what adds up to later ones."""
    day = _wrong_day(weeks[0])
    clerk = User.get_or_none(User.login == "stores")
    label = Text("更正门店日销售", "A store's day corrected")
    with changes(who=who_for(clerk.id) if clerk else who, via="grid", label=label) as c:
        sales, tickets = (day.sales * Decimal("0.72")).quantize(Decimal("0.01")), round(day.transactions * 0.8)
        c.update(StoreDay, day, sales=sales, transactions=tickets, event=words.CORRECTED)
    for week in weeks:
        values = counted(house().counted, week, standing=False, aims=aims(week))
        with changes(who=who, via="job", label=Text(f"重新统计 {week}", f"Count {week} again")) as c:
            close(c, house().counted, week, values, words.CORRECTED)


def _wrong_day(week: Week) -> Row:
    """The best Wednesday of that week."""
    rows = StoreDay.rows(StoreDay.day == week.monday + timedelta(days=2), order=StoreDay.sales.desc())
    return rows[0]
