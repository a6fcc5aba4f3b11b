"""The demo's staff ladder: three steps of the shops, appraisals of their clerks, and who helps the first candidates along."""

from datetime import timedelta
from decimal import Decimal

from models.department import KpiItem, KpiReview, KpiScore
from models.kit import Changes
from models.kit.clock import add_months, today
from models.training import Candidate, LadderStep
from models.training.candidates import renew_candidates

from .company import Company

STEPS = (("店员", "副店长", 6, Decimal(80)), ("副店长", "店长", 6, Decimal(85)), ("店长", "区域经理", 24, Decimal(88)))
HELPED = 4  # of the first so many somebody wrote down how
MONTHS = 3


def fill(c: Changes, world: Company) -> None:
    names = ("from_position", "to_position", "months", "score")
    c.add(LadderStep, [dict(zip(names, step, strict=True)) for step in STEPS])
    _appraise(c, world)
    renew_candidates(c, today())
    first = Candidate.rows(order=Candidate.id)[:HELPED]
    leaders = {
        store: person.id for store, people in world.staff.items() for person in people if person.position == "店长"
    }
    plan = {"plan": "跟班店长两周，独立带一次早会和盘点", "review_on": today() + timedelta(days=20)}
    c.alter(Candidate, {row.id: {**plan, "mentor": leaders.get(row.store)} for row in first})


def _appraise(c: Changes, world: Company) -> None:
    """Every other store has reviewed its clerks in the last months."""
    item = c.create(
        KpiItem, code="K31", title="个人综合考核", subject="employee", weight=Decimal(100), target=Decimal(100)
    )
    stores = [
        people for store, people in sorted(world.staff.items(), key=lambda pair: pair[0] or 0) if store is not None
    ]
    clerks = [person for people in stores[::2] for person in people if person.position == "店员"]
    first = today().replace(day=1)
    for back in range(MONTHS, 0, -1):
        month = add_months(first, -back)
        reviews = c.add(
            KpiReview, [{"month": f"{month:%Y-%m}", "subject": "employee", "employee": clerk.id} for clerk in clerks]
        )
        scores = [Decimal(world.dice.randrange(74, 96)) for _ in reviews]
        c.add(
            KpiScore,
            [{"review": row.id, "item": item.id, "actual": score} for row, score in zip(reviews, scores, strict=True)],
        )
        day = add_months(month, 1).replace(day=8)
        c.alter(KpiReview, {row.id: {"state": "published", "published_on": min(day, today())} for row in reviews})
        c.alter(KpiReview, {row.id: {"state": "signed"} for row in reviews})
