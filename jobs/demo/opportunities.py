"""The demo's opportunities: each goes its way from stage to stage over the months, and its sellers have targets and scorecards."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from models.key_accounts import GroupOrder, Opportunity
from models.key_accounts.order_states import SOLD
from models.key_accounts.scorecards import renew_month
from models.kit import Changes, Row
from models.kit.clock import add_months, set_source, time_source, today
from models.stores import SalesTarget

from .company import Company
from .days import set_clock

LOST = ("价格高于对手", "今年预算取消", "改由总部统一采购", "交期来不及")
WAY = ("lead", "need", "offer", "negotiating")
CARDS = 6  # months with scorecards, this one included
AIMED = 13  # months with targets
STANDING = 5  # opportunities that stand still
BUSY = {1: Decimal("1.3"), 2: Decimal("0.8"), 9: Decimal("1.2"), 12: Decimal("1.25")}  # group orders go by festivals


@dataclass
class Story:
    """One opportunity and the days on which it came to its stages."""

    values: dict[str, Any]
    stages: list[tuple[date, str]]
    lost_reason: str | None = None


def stories(world: Company, accounts: list[Row]) -> list[Story]:
    """What is under way with those who may buy, and what came to an end, two a week, most of it well."""
    way = Random(len(accounts))  # of its own, so that the rest of the demo stays as it is
    here = [account for account in accounts if account.stage in ("negotiating", "won", "active")]
    return [*_open(world, here, way), *_ended(world, [row for row in here if row.stage != "negotiating"], way)]


def _open(world: Company, accounts: list[Row], way: Random) -> list[Story]:
    dice, made, standing = world.dice, [], 0
    for account in accounts:
        stage = dice.choice(WAY)
        values = _values(account, "年货团购", Decimal(dice.randrange(20, 400) * 100))
        values["expected_on"] = today() + timedelta(days=dice.randrange(10, 70))
        still = standing < STANDING and stage in ("need", "offer")
        standing += still
        last = today() - timedelta(days=50 if still else way.randrange(1, 18))
        made.append(Story(values, _days(way, last, WAY[: WAY.index(stage) + 1])))
    return made


def _ended(world: Company, accounts: list[Row], way: Random) -> list[Story]:
    dice, made = world.dice, []
    for back in range(2, 7 * world.weeks, 4):
        account, won = dice.choice(accounts), dice.random() < 0.62
        title = dice.choice(("季度福利", "节日礼包", "员工健康包"))
        values = _values(account, title, Decimal(dice.randrange(20, 400) * 100))
        reason = None if won else dice.choice(LOST)
        last = today() - timedelta(days=back)
        before = len(WAY) if won else way.randrange(1, len(WAY) + 1)
        values["expected_on"] = last
        made.append(Story(values, _days(way, last, (*WAY[:before], "won" if won else "lost")), reason))
    return made


def _values(account: Row, title: str, amount: Decimal) -> dict[str, Any]:
    return {"account": account.id, "owner": account.owner, "title": title, "amount": amount}


def _days(way: Random, last: date, stages: tuple[str, ...]) -> list[tuple[date, str]]:
    """The days of these stages, the last of them known: a week or two in each."""
    reached, day = [], last
    for stage in reversed(stages):
        reached.append((day, stage))
        day -= timedelta(days=way.randrange(4, 15))
    return reached[::-1]


def aim(c: Changes) -> None:
    """Each seller is to sell a little more than he does in a usual month, by the season."""
    first = today().replace(day=1)
    months = [add_months(first, -back) for back in range(AIMED)]
    sold: dict[int, Decimal] = defaultdict(Decimal)
    for row in GroupOrder.rows(GroupOrder.ordered_on >= months[-1], GroupOrder.state.in_(SOLD)):
        sold[row.owner] += row.amount
    rows = [
        {"month": f"{month:%Y-%m}", "owner": owner, "amount": _round(total / AIMED * BUSY.get(month.month, Decimal(1)))}
        for owner, total in sorted(sold.items())
        for month in months
    ]
    c.add(SalesTarget, rows)


def _round(amount: Decimal) -> Decimal:
    return max(Decimal(1000), (amount * Decimal("1.05") / 500).quantize(Decimal(1)) * 500)


def live_through(c: Changes, stories: list[Story]) -> None:
    """Stage by stage on the days they were reached, and at the end of each month the sellers' scorecards."""
    clock, last = time_source(), today()
    days: dict[date, list[tuple[Story, str]]] = defaultdict(list)
    for story in stories:
        for day, stage in story.stages:
            days[day].append((story, stage))
    for back in range(1, CARDS):
        days[_end(last, back)] += []
    ids: dict[int, int] = {}
    try:
        for day in sorted(days):
            set_clock(day, 17)
            _reach(c, days[day], ids, day)
            if (day + timedelta(days=1)).day == 1 and day >= _end(last, CARDS - 1):
                renew_month(c, f"{day:%Y-%m}")
    finally:
        set_source(clock)
    renew_month(c, f"{last:%Y-%m}")
    waiting = Opportunity.rows(Opportunity.stage.in_(WAY), Opportunity.since <= last - timedelta(days=45))
    c.alter(Opportunity, {row.id: {"stalled": True} for row in waiting})


def _end(day: date, back: int) -> date:
    """The last day of the month so many before."""
    return add_months(day.replace(day=1), 1 - back) - timedelta(days=1)


def _reach(c: Changes, events: list[tuple[Story, str]], ids: dict[int, int], day: date) -> None:
    new = [story for story, stage in events if id(story) not in ids]
    rows = c.add(Opportunity, [{**story.values, "stage": "lead", "since": day} for story in new])
    ids |= {id(story): row.id for story, row in zip(new, rows, strict=True)}
    moved = {
        ids[id(story)]: {"stage": stage} | ({"lost_reason": story.lost_reason} if stage == "lost" else {})
        for story, stage in events
        if stage != "lead"
    }
    c.alter(Opportunity, moved)
