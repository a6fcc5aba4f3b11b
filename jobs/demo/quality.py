"""The demo's quality year: standards, a report for every batch, the few that failed and what was done, audits, checks and a recall."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from models.kit import Changes, Row
from models.kit.clock import Days, today
from models.logistics import BatchHold, Warehouse, release_batch
from models.organization import Employee
from models.quality import (
    AuditFinding,
    CorrectiveAction,
    FireDevice,
    HealthFoodPaper,
    InspectionItem,
    InspectionReport,
    Nonconformance,
    QualityAudit,
    QualityPlan,
    QualityStandard,
    SafetyCheck,
    SafetyLine,
    SafetyPoint,
)
from models.quality.gathering import gathered
from models.quality.nonconformances import leave_holds
from models.quality.rounds import plan_rounds
from models.quality.starters import STARTERS

from .company import Company

# item, unit, lower, upper, wanted in words, risk
ITEMS = (
    ("铅(以Pb计)", "mg/kg", None, "0.5", None, "high"),
    ("菌落总数", "CFU/g", None, "30000", None, "middle"),
    ("水分", "%", None, "7", None, "low"),
    ("净含量", "g", "495", "505", None, "low"),
    ("沙门氏菌", None, None, None, "不得检出", "high"),
)
LABORATORIES = ("省食品检验院", "SGS成都", "市质检所")
COMPLAINED = ("结块、有异味", "瓶盖内封膜破损", "胶囊粘连", "净含量不足")
CLAUSES = ("原料验收", "过程控制", "成品检验", "留样管理", "不合格品控制", "追溯与召回", "仓储条件", "人员健康")
OBJECTIVES = (
    ("q1", "供应商年度审核全部完成", 100),
    ("q2", "检验报告到期前续检率 100%", 100),
    ("q3", "质量投诉比上年下降两成", 100),
    ("q4", "改善措施按期完成率 95%", 60),
    ("q4", "标签换版计划（GB 7718-2025）", 20),
)
A_WEEK, FAILING = 4, 0.07


def fill(c: Changes, world: Company) -> None:
    dice, last = world.dice, today()
    people = [employee for employee in world.staff.get(None, []) if employee.department == "quality"] or world.staff[
        None
    ][:2]
    c.add(
        QualityStandard,
        [
            {
                "item": item,
                "unit": unit,
                "lower": lower and Decimal(lower),
                "upper": upper and Decimal(upper),
                "criterion": words,
                "risk": risk,
                "effective_on": last - timedelta(days=900),
                "state": "effective",
            }
            for item, unit, lower, upper, words, risk in ITEMS
        ],
    )
    _report(c, world)
    _act(c, world, people)
    _audit(c, world, people)
    c.add(
        QualityPlan,
        [
            {
                "year": last.year,
                "quarter": quarter,
                "objective": text,
                "owner": dice.choice(people).id,
                "progress": progress,
                "due_on": last + timedelta(days=30),
                "state": "done" if progress == 100 else "running",
            }
            for quarter, text, progress in OBJECTIVES
        ],
    )
    hats = [product for product in world.products if product.approval_no]
    c.add(
        HealthFoodPaper,
        [
            {
                "product": product.id,
                "number": product.approval_no,
                "label_version": "V1",
                "owner": people[0].id,
                "valid_until": last + timedelta(days=dice.randrange(40, 1500)),
            }
            for product in hats
        ],
    )
    _check_daily(c, world)
    _review(c, world)
    _hang_up(c, world)
    _certify(c, world)


def _report(c: Changes, world: Company) -> None:
    """Four reports a week for sixty weeks; the first of them have expired by now."""
    dice, last, rows, reports = world.dice, today(), [], A_WEEK * world.weeks
    for at in range(reports):
        product = dice.choice(world.products)
        day = last - timedelta(days=round((reports - 1 - at) * 7 / A_WEEK))
        made = day - timedelta(days=dice.randrange(8, 40))
        rows.append(
            {
                "report_no": f"JC-{day:%Y}-{at + 1:04d}",
                "laboratory": dice.choice(LABORATORIES),
                "product": product.id,
                "batch_no": f"{made:%y%m%d}{dice.choice('ABC')}",
                "produced_on": made,
                "sampled_on": made + timedelta(days=4),
                "reported_on": day,
                "valid_until": day + timedelta(days=365 if at % 6 == 0 else 730),
                "state": "received" if at >= reports - 2 else "valid",
            }
        )
    made = c.add(InspectionReport, rows)
    c.add(
        InspectionItem,
        [
            {"report": report.id, "item": item[0], "unit": item[1], "result": _measured(world, item)}
            for report in made
            for item in dice.sample(ITEMS, 3)
        ],
    )
    c.add(
        InspectionReport,
        [
            {
                "report_no": f"JC-{last:%Y}-9{at:03d}",
                "laboratory": dice.choice(LABORATORIES),
                "product": product.id,
                "batch_no": f"{last:%y%m%d}X",
                "state": "expected",
            }
            for at, product in enumerate(dice.sample(world.products, 3))
        ],
    )
    lost = Nonconformance.rows(order=Nonconformance.id)
    c.alter(Nonconformance, {row.id: {"value_lost": Decimal(dice.randrange(3, 60) * 20)} for row in lost})


def _measured(world: Company, item: tuple) -> str:
    dice = world.dice
    _, _, lower, upper, words, _ = item
    fails = dice.random() < FAILING / 3
    if words:
        return "检出" if fails else "未检出"
    low, high = float(lower or 0), float(upper)
    if fails:
        return f"{high * dice.uniform(1.02, 1.3):.2f}"
    if lower is None and dice.random() < 0.25:
        return f"<{high / 50:g}"
    return f"{dice.uniform(low + (high - low) * 0.1, high - (high - low) * 0.1):.2f}"


def _act(c: Changes, world: Company, people: list[Row]) -> None:
    """What the failures opened: the old ones are closed, the newer ones under way, some of them late."""
    dice, last, sets = world.dice, today(), {}
    _hear(c, world)
    actions = CorrectiveAction.rows(CorrectiveAction.source.in_(("report", "complaint")), order=CorrectiveAction.id)
    dice.shuffle(actions)
    span = 7 * world.weeks - 10
    for at, action in enumerate(actions):
        opened = last - timedelta(days=max(3, span - at * span // max(1, len(actions) - 1)))
        sets[action.id] = planned(opened, dice.choice(people))
    c.alter(CorrectiveAction, sets)
    for at, (id, values) in enumerate(sets.items()):
        settle(c, id, values, people, steps=3 if at < len(sets) * 4 // 5 else at % 3)
    _dispose(c)
    again = CorrectiveAction.rows(CorrectiveAction.state == "closed", order=CorrectiveAction.id)[::4]
    c.alter(CorrectiveAction, {row.id: {"times": 1, "reopened_on": row.opened_on + timedelta(days=9)} for row in again})


def planned(opened: date, owner: Row) -> dict[str, Any]:
    """What was written into an action when it was opened."""
    return {
        "opened_on": opened,
        "due_on": opened + timedelta(days=14),
        "owner": owner.id,
        "cause": "供应商批次间控制不稳定",
        "action": "要求供应商整改并加严两批检验",
    }


def _dispose(c: Changes) -> None:
    """What failed is sent back to the supplier within weeks; only the latest still waits for its judgement."""
    for row in Nonconformance.rows(Nonconformance.state == "contained", order=Nonconformance.id):
        days = (today() - row.found_on).days
        if days > 6:
            c.update(Nonconformance, row, state="judged", disposition="return")
        if days > 11:
            on = row.found_on + timedelta(days=9)
            c.update(Nonconformance, row, state="disposed", qty=Decimal(12), disposed_on=on)
        if days > 24:
            leave_holds(c, row.no)
            c.update(Nonconformance, row, state="closed", closed_on=row.found_on + timedelta(days=20))
            goods_left(c, row.product, row.batch_no, row.found_on, row.found_on + timedelta(days=20))


def goods_left(c: Changes, product: int, batch_no: str, since: date, on: date) -> None:
    """The last of a batch went back to its supplier, so whoever decides had nothing left to hold."""
    hold = release_batch(c, product, batch_no)
    c.alter(BatchHold, {hold.id: {"held_on": since, "released_on": on}})


def _hear(c: Changes, world: Company) -> None:
    """What customers complained of was looked into like a failed report."""
    dice = world.dice
    for problem in COMPLAINED * 3:
        product = dice.choice(world.products)
        c.create(
            CorrectiveAction,
            source="complaint",
            problem=f"{product.name}：{problem}",
            product=product.id,
            defect=problem,
        )


def settle(c: Changes, id: int, values: dict, people: list[Row], steps: int) -> None:
    """Take an action so many steps further, by the same way people go: under way, done, verified and closed."""
    done = values["opened_on"] + timedelta(days=11)
    if steps > 0:
        c.update(CorrectiveAction, id, state="doing")
    if steps > 1 and done <= today():
        c.update(CorrectiveAction, id, state="done", done_on=done)
    if steps > 2 and done + timedelta(days=2) <= today():
        other = next((employee.id for employee in people if employee.id != values["owner"]), None)
        verified = done + timedelta(days=2)
        c.update(
            CorrectiveAction,
            id,
            state="verified",
            verified_by=other,
            verified_on=verified,
            check_on=verified + timedelta(days=30),
        )
        if (closed := verified + timedelta(days=30)) <= today():
            c.update(CorrectiveAction, id, state="closed", closed_on=closed, effective="yes")


def _audit(c: Changes, world: Company, people: list[Row]) -> None:
    """A supplier each fortnight, and one still to come."""
    dice, last = world.dice, today()
    suppliers = sorted({product.supplier for product in world.products if product.supplier})
    for at in range(30):
        planned = last - timedelta(days=14 * (29 - at) - 12)
        audit = c.create(
            QualityAudit,
            kind="supplier",
            supplier=suppliers[at % len(suppliers)],
            scope="生产现场与追溯体系",
            planned_on=planned,
            auditor=dice.choice(people).id,
        )
        if planned > last:
            continue
        met = [dice.random() < 0.85 for _ in CLAUSES]
        c.add(
            AuditFinding,
            [
                {
                    "audit": audit.id,
                    "clause": clause,
                    "weight": dice.choice((1, 2, 3)),
                    "result": "pass" if good else "fail",
                    "severity": None if good else "observation",
                }
                for clause, good in zip(CLAUSES, met, strict=True)
            ],
        )
        c.update(QualityAudit, audit, state="done", done_on=planned)


def _check_daily(c: Changes, world: Company) -> None:
    """Daily checks; now and then a store forgets, now and then something is found."""
    dice, rows = world.dice, []
    for store in (store for store in world.stores if store.kind != "online"):
        for back in range(7 * world.weeks):
            if dice.random() < 0.05:
                continue
            faulty = dice.random() < 0.04
            rows.append(
                {
                    "store": store.id,
                    "checked_on": today() - timedelta(days=back),
                    "checker": world.staff[store.id][0].id,
                    "result": "fixed" if faulty else "none",
                    "problem": "冷柜温度偏高" if faulty else None,
                    "measure": "已调低并复测" if faulty else None,
                }
            )
    c.add(SafetyCheck, rows)


REVIEWED = 3  # weeks whose reviews are written out; the running one waits


def _review(c: Changes, world: Company) -> None:
    """The points of the checks, the reviews of the last weeks, and those of this week and month still to do."""
    c.add(SafetyPoint, [dict(row) for starter in STARTERS for row in starter.rows])
    for back in range(REVIEWED, -1, -1):
        plan_rounds(c, today() - timedelta(weeks=back))
    over = SafetyCheck.rows(SafetyCheck.state == "planned", SafetyCheck.checked_on < today())
    lines = SafetyLine.rows(SafetyLine.check.in_([row.id for row in over]))
    c.alter(SafetyLine, {line.id: {"result": "ok"} for line in lines})
    c.alter(SafetyCheck, {row.id: _ended(world, row) for row in over})


def _ended(world: Company, row: Row) -> dict:
    came = gathered(SafetyCheck, row.kind, row.store, Days(row.period_from, row.checked_on))
    values = {"owed": came.owed, "made": came.made, "summary": came.words, "state": "done", "done_on": row.checked_on}
    checker = row.checker or world.staff[None][0].id
    return {**values, "checker": checker, "conclusion": "问题已整改，下周重点查临期商品和冷藏温度。"}


def _hang_up(c: Changes, world: Company) -> None:
    """Two extinguishers and a light in each shop, some more in the warehouses; one or two are nearly past their day."""
    dice, last = world.dice, today()
    places = [("store", store.id) for store in world.stores if store.kind != "online"]
    places += [("warehouse", row.id) for row in Warehouse.rows(order=Warehouse.id) for _ in range(2)]
    things = (("powder", "收银台旁", "4kg"), ("powder", "后仓门口", "4kg"), ("light", "安全出口上方", None))
    c.add(
        FireDevice,
        [
            {
                "no": f"XF{at:02d}{number}",
                "kind": kind,
                place: id,
                "location": location,
                "spec": spec,
                "made_on": last - timedelta(days=900),
                "valid_until": last
                + timedelta(days=20 if at % 18 == 9 and number == 1 else dice.choice((400, 700, 900))),
                "checked_on": last - timedelta(days=29 if at % 12 == 4 and number == 1 else dice.randrange(21)),
            }
            for at, (place, id) in enumerate(places, 1)
            for number, (kind, location, spec) in enumerate(things, 1)
        ],
    )


def _certify(c: Changes, world: Company) -> None:
    """Who sells has a health certificate; some of them end within the month."""
    sellers = [person for store, people in world.staff.items() if store for person in people]
    days = {person.id: today() + timedelta(days=25 + 37 * at % 340) for at, person in enumerate(sellers)}
    c.alter(Employee, {id: {"health_until": day} for id, day in days.items()})
