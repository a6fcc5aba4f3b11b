"""The demo's stores: what they took each day and were to take, visits and what they found, a store about to open, pay and duty."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from models.kit import Changes, Row
from models.kit.clock import add_months, local, today
from models.members import Purchase
from models.stores import (
    ChecklistItem,
    CommissionPlan,
    CommissionResult,
    CommissionStep,
    DutyShift,
    HolidayDay,
    MarketPrice,
    MarketSurvey,
    Rectification,
    SalesTarget,
    StaffMove,
    StoreDay,
    StoreVisit,
    VisitItem,
    simulate_commission,
)
from models.stores.planning import plan_days

from . import store_words as words
from .company import Company
from .openings import meet, open_stores

DUTY_DAYS = 10
SHOPPING_DAYS = {*((6, day) for day in (16, 17, 18)), *((11, day) for day in (8, 9, 10, 11))}
# The first day of a festival, and how many times the usual the days before it sell.
PRESENTS = (
    (date(2025, 1, 28), 1.5),
    (date(2026, 2, 16), 1.5),
    (date(2027, 2, 5), 1.5),
    (date(2024, 9, 17), 1.25),
    (date(2025, 10, 6), 1.25),
    (date(2026, 9, 25), 1.25),
    (date(2025, 5, 31), 1.12),
    (date(2026, 6, 19), 1.12),
)
WELL = {"people_ok": True, "machines_ok": True, "materials_ok": True}
THOUSAND, CENT = Decimal(1000), Decimal("0.01")
FAULTS = dict(zip((item[1] for item in words.CHECKLIST), words.FAULTS, strict=True))


def fill(c: Changes, world: Company) -> None:
    shops = [store for store in world.stores if store.kind != "online"]
    _sell(c, world, shops)
    _visit(c, world, shops)
    open_stores(c, world)
    meet(c, world)
    _stand_duty(c, world, shops)
    _move(c, world, shops)
    _look_around(c, world)
    c.add(HolidayDay, [{"day": date(today().year + 1, 1, 1), "kind": "off", "name": "元旦"}])


# Sales and targets ------------------------------------------------------------------------------------------------------


def _sell(c: Changes, world: Company, shops: list[Row]) -> None:
    """Members' sales are what their receipts say; the others bought about as much again."""
    dice, last = world.dice, today() - timedelta(days=1)
    members: dict[tuple, list] = defaultdict(lambda: [Decimal(0), 0])
    for store, at, amount in Purchase.select(Purchase.store, Purchase.purchased_at, Purchase.amount).tuples():
        bought = members[store, local(at).date()]
        bought[0] += amount
        bought[1] += 1
    usual = {shop.id: dice.uniform(2200, 5200) for shop in shops}
    weeks = world.weeks + 53 if world.weeks > 52 else max(20, world.weeks)  # a year before, to be compared with
    rows, missing = [], {shop.id for shop in dice.sample(shops, 2)}
    for back in range(7 * weeks):
        day = last - timedelta(days=back)
        rows += [
            _day(dice, shop, day, members, usual[shop.id])
            for shop in shops
            if (dice.random() > 0.001 if back else shop.id not in missing)
        ]
    c.add(SalesTarget, _targets(dice, c.add(StoreDay, rows), shops))
    if world.weeks > 52:  # days are told by the seasons of a year
        _break_down(c)


def _break_down(c: Changes) -> None:
    """This month's and the last one's targets of the stores, by their days."""
    months = [f"{add_months(today(), -back):%Y-%m}" for back in (0, 1)]
    targets = SalesTarget.rows(
        SalesTarget.span == "month", SalesTarget.store.is_null(False), SalesTarget.month.in_(months)
    )
    plan_days(c, [target.id for target in targets])


def _feast(day: date) -> float:
    """People buy presents before a festival and stay at home on its first days; shopping days bring some into the stores, too."""
    times = 1.2 if (day.month, day.day) in SHOPPING_DAYS else 1.0
    for first, before in PRESENTS:
        away = (first - day).days
        times *= before if 1 <= away <= 12 else 0.7 if -3 <= away <= 0 else 1
    return times


def _day(dice: Any, shop: Row, day: date, members: dict, usual: float) -> dict[str, Any]:
    busy = (
        (1.3 if day.weekday() >= 5 else 0.92)
        * (1.15 if day.month in (1, 2) else 1)
        * _feast(day)
        * (1.06 if day.year == today().year else 1)
    )
    others = Decimal(str(max(300, dice.gauss(usual * busy, usual * 0.12)))).quantize(CENT)
    mine, tickets = members.get((shop.id, day), (Decimal(0), 0))
    if not tickets:
        tickets = dice.randrange(4, 14)
        mine = (others * Decimal("0.55")).quantize(CENT)
    transactions = tickets + max(1, round(float(others) / dice.uniform(88, 132)))
    return {
        "store": shop.id,
        "day": day,
        "sales": mine + others,
        "transactions": transactions,
        "member_sales": mine,
        "member_transactions": tickets,
        "units": round(transactions * dice.uniform(1.6, 2.3)),
        "visitors": round(transactions * dice.uniform(1.7, 2.6)),
        "new_members": dice.choice((0, 0, 1, 1, 2)),
        "cash_difference": Decimal(dice.choice((0,) * 18 + (-5, 2))),
        "staff_hours": Decimal(dice.choice((16, 16, 20, 24))),
        "event": dice.choice(words.EVENTS) if dice.random() < 0.06 else None,
    }


def _targets(dice: Any, days: list[Row], shops: list[Row]) -> list[dict[str, Any]]:
    """Each month somewhat off what it brought, quarters and the year as their months add up; one quarter does not."""
    sold: dict[tuple, Decimal] = defaultdict(Decimal)
    counted: dict[tuple, int] = defaultdict(int)
    for day in days:
        sold[day.store, f"{day.day:%Y-%m}"] += day.sales
        counted[day.store, f"{day.day:%Y-%m}"] += 1
    year = today().year
    first = min(day.day for day in days).replace(day=1)
    months = [add_months(first, at) for at in range(40) if add_months(first, at) <= date(year, 12, 1)]
    amounts: dict[tuple, Decimal] = {}
    for shop in shops:
        mean = sum(sold[shop.id, key] for _, key in list(sold) if _ == shop.id) / max(
            1, sum(n for (s, _), n in counted.items() if s == shop.id)
        )
        for month in months:
            key = (shop.id, f"{month:%Y-%m}")
            length = (add_months(month, 1) - month).days
            whole = sold[key] / counted[key] * length if counted[key] > 10 else mean * length
            amounts[key] = (whole * Decimal(str(dice.uniform(0.9, 1.12))) / THOUSAND).quantize(Decimal(1)) * THOUSAND
    rows = [
        {"span": "month", "month": month, "store": store, "amount": sum_} for (store, month), sum_ in amounts.items()
    ]
    return rows + _summed(amounts, [None, *(shop.id for shop in shops)], year)


def _summed(amounts: dict[tuple, Decimal], stores: list[int | None], year: int) -> list[dict[str, Any]]:
    rows = []
    for store in stores:
        mine = [
            sum(
                (amounts[key] for key in amounts if key[1] == f"{year}-{month:02d}" and store in (None, key[0])),
                Decimal(0),
            )
            for month in range(1, 13)
        ]
        if store is None:
            rows += [
                {"span": "month", "month": f"{year}-{at:02d}", "amount": amount} for at, amount in enumerate(mine, 1)
            ]
        for at in range(0, 12, 3):
            extra = THOUSAND * 20 if store == stores[1] and at == 9 else 0
            amount = sum(mine[at : at + 3]) + extra
            rows.append({"span": "quarter", "month": f"{year}-{at + 1:02d}", "store": store, "amount": amount})
        rows.append({"span": "year", "month": f"{year}-01", "store": store, "amount": sum(mine)})
    return rows


# Visits -----------------------------------------------------------------------------------------------------------------


def _visit(c: Changes, world: Company, shops: list[Row]) -> None:
    dice, last = world.dice, today()
    items = c.add(
        ChecklistItem,
        [
            {"section": section, "text": text, "weight": Decimal(weight), "severity": severity, "how": how}
            for section, text, weight, severity, how in words.CHECKLIST
        ],
    )
    inspectors = [employee for employee in world.staff.get(None, []) if employee.department == "store_management"]
    rows = []
    for at, shop in enumerate(shops):
        for week in range(at % 5, world.weeks, 5):
            day = last - timedelta(weeks=week, days=dice.randrange(1, 6))
            rows.append(
                {
                    "store": shop.id,
                    "visited_on": day,
                    "inspector": dice.choice(inspectors).id,
                    "state": "done",
                    "kind": dice.choice(("announced", "announced", "surprise", "remote")),
                }
            )
    rows.sort(key=lambda row: row["visited_on"])
    visits = c.add(StoreVisit, rows)
    with c.taken_over():  # what they found is no news
        c.add(VisitItem, [_found(dice, visit, item) for visit in visits for item in items])
    _put_right(c, world, inspectors)
    c.add(
        StoreVisit,
        [
            {
                "store": shop.id,
                "visited_on": last + timedelta(days=dice.randrange(0, 9)),
                "inspector": dice.choice(inspectors).id,
            }
            for shop in dice.sample(shops, 6)
        ],
    )


def _found(dice: Any, visit: Row, item: Row) -> dict[str, Any]:
    lost = dice.random() < (0.03 if item.severity == "critical" else 0.07)
    points = item.weight * Decimal(dice.choice((2, 4, 6))) / 10 if lost else item.weight
    remark = FAULTS[item.text][0] if lost else None
    return {"visit": visit.id, "item": item.id, "text": item.text, "points": points, "remark": remark}


def _put_right(c: Changes, world: Company, inspectors: list[Row]) -> None:
    """Most of it is long done and verified; of the last weeks some waits, some is late."""
    dice, last = world.dice, today()
    going = [row for row in Rectification.rows() if row.opened_on < last - timedelta(days=3)]
    old = [row for row in going if row.opened_on < last - timedelta(days=21) or dice.random() < 0.6]
    steps: dict[str, dict[int, dict]] = {"accepted": {row.id: {} for row in going}, "done": {}, "closed": {}}
    for row in old:
        done = min(
            last, row.opened_on + timedelta(days=max(0, round(dice.gauss(4 if row.severity == "normal" else 1.4, 1.8))))
        )
        steps["done"][row.id] = {
            "measure": FAULTS[row.topic][1] if row.topic in FAULTS else "已处理并拍照",
            "done_on": done,
            "in_time": done <= row.due_on,
            "returned": dice.choice((0,) * 9 + (1,)),
        }
        if done < last - timedelta(days=4):
            verified = min(last, done + timedelta(days=dice.randrange(1, 4)))
            steps["closed"][row.id] = {"verified_on": verified, "verified_by": dice.choice(inspectors).id}
    for state, rows in steps.items():
        c.alter(Rectification, {id: {"state": state, **values} for id, values in rows.items()})


# Openings and meetings --------------------------------------------------------------------------------------------------


# Pay, duty and people ---------------------------------------------------------------------------------------------------


def pay(c: Changes, world: Company) -> None:
    """By what the stores sold, once their promotions and receipts have their part in it."""
    plan = c.create(CommissionPlan, name="门店月度提成", mode="whole", floor_rate=Decimal(80), cap_rate=Decimal(150))
    c.add(
        CommissionStep,
        [
            {"plan": plan.id, "from_rate": Decimal(low), "to_rate": high and Decimal(high), "percent": Decimal(percent)}
            for low, high, percent in ((80, 100, "1.8"), (100, 120, "2.6"), (120, None, "4"))
        ],
    )
    c.update(CommissionPlan, plan.id, state="in_force")
    this = today().replace(day=1)
    for back in (3, 2, 1):
        simulate_commission(c, plan.id, month=f"{add_months(this, -back):%Y-%m}")
        ids = [row.id for row in CommissionResult.rows(CommissionResult.state == "simulated")]
        for state in ("approved", "paid") if back > 1 else ("approved",):
            c.alter(CommissionResult, {id: {"state": state} for id in (ids if back > 1 else ids[2:])})


def _stand_duty(c: Changes, world: Company, shops: list[Row]) -> None:
    last, rows = today(), []
    for shop in shops:
        early, late = world.staff[shop.id][:2]
        for at in range(-DUTY_DAYS + 4, 4):
            day, checked = last + timedelta(days=at), {**WELL, "state": "taken"}
            for shift, person, other in _shifts(day, early, late):
                past = {**checked, "taken_by": other.id, "handover": "正常"} if at < 0 else {}
                rows.append({"store": shop.id, "day": day, "shift": shift, "employee": person.id, **past})
    for back in range(20, 7 * world.weeks, 6):
        shop, (story, answer) = world.dice.choice(shops), world.dice.choice(words.INCIDENTS)
        rows.append(
            {
                "store": shop.id,
                "day": last - timedelta(days=back),
                "shift": "late",
                "employee": world.staff[shop.id][1].id,
                **WELL,
                "state": "taken",
                "taken_by": world.staff[shop.id][0].id,
                "incidents": story,
                "handover": answer,
            }
        )
    recent = [row for row in rows if row["day"] < last and "incidents" not in row]
    for row in world.dice.sample(recent, min(3, len(recent))):
        row["incidents"], row["handover"] = world.dice.choice(words.INCIDENTS)
    c.add(DutyShift, rows)


def _shifts(day: date, early: Row, late: Row) -> list[tuple[str, Row, Row]]:
    """Who keeps a store of two on a day, with whom it is handed over to: on Mondays and Tuesdays one of them rests."""
    if day.weekday() < 2:
        there, away = (early, late) if day.weekday() else (late, early)
        return [("full", there, away)]
    return [("early", early, late), ("late", late, early)]


def _move(c: Changes, world: Company, shops: list[Row]) -> None:
    last, clerks = today(), [world.staff[shop.id][1] for shop in shops[:3]]
    c.add(
        StaffMove,
        [
            {
                "employee": clerks[0].id,
                "kind": "promotion",
                "to_position": "副店长",
                "score": Decimal(92),
                "effective_on": last + timedelta(days=8),
                "grounds": "季度考核第一",
                "state": "submitted",
            },
            {
                "employee": clerks[1].id,
                "kind": "rotation",
                "to_store": shops[5].id,
                "effective_on": last + timedelta(days=5),
                "grounds": "支援新店",
                "state": "approved",
                "approver": world.staff[None][0].id,
            },
            {
                "employee": clerks[2].id,
                "kind": "promotion",
                "to_position": "店长",
                "score": Decimal(84),
                "effective_on": last + timedelta(days=30),
            },
        ],
    )


def _look_around(c: Changes, world: Company) -> None:
    this, people = today(), world.staff[None]
    rows = []
    for at, (competitor, topic, findings, suggestions) in enumerate(words.SURVEYS):
        day = this - timedelta(days=20 + 45 * at)
        rows.append(
            {
                "year": day.year,
                "quarter": f"q{(day.month + 2) // 3}",
                "region": world.stores[at].region,
                "competitor": competitor,
                "topic": topic,
                "surveyed_on": day,
                "findings": findings,
                "suggestions": suggestions,
                "author": people[at % len(people)].id,
            }
        )
    _prices(c, world, c.add(MarketSurvey, rows))


def _prices(c: Changes, world: Company, surveys: list[Row]) -> None:
    """What the competitor asks for five of our products: most of it a little less."""
    lines = []
    for at, survey in enumerate(surveys):
        for product in world.products[at * 3 : at * 3 + 5]:
            theirs = (product.list_price * world.dice.choice((88, 92, 95, 98, 104)) / 100).quantize(Decimal("0.1"))
            lines.append({"survey": survey.id, "product": product.id, "theirs": theirs})
    c.add(MarketPrice, lines)
