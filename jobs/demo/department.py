"""The demo's department: policies and who has read them, a year of budgets and expenses, appraisals, tasks."""

from datetime import date, timedelta
from decimal import Decimal

from models.department import (
    Budget,
    Expense,
    KpiItem,
    KpiReview,
    KpiScore,
    Policy,
    PolicyReading,
    RentSchedule,
    WorkItem,
    missing_readers,
)
from models.department.starters import STARTERS
from models.kit import Changes, Row
from models.kit.clock import add_months, now, today

from .company import Company
from .policy_texts import TEXTS

POLICIES = (
    ("ZD-PZ-01", "品质管理制度", "quality", "system", "effective"),
    ("ZD-PZ-02", "进货查验与索证索票标准", "quality", "standard", "effective"),
    ("ZD-MD-01", "门店每日营业流程", "stores", "procedure", "effective"),
    ("ZD-MD-02", "门店 QSC 检查标准", "stores", "standard", "effective"),
    ("ZD-HY-01", "会员积分与礼品管理办法", "members", "system", "effective"),
    ("ZD-HY-02", "投诉受理与升级流程", "members", "procedure", "effective"),
    ("ZD-WL-01", "仓库 5S 与消防管理制度", "logistics", "system", "effective"),
    ("ZD-DS-01", "网店客服与发货规范", "ecommerce", "standard", "effective"),
    ("ZD-DK-01", "团购政策与授信管理办法", "key_accounts", "system", "effective"),
    ("ZD-JM-01", "加盟商管理办法", "franchise", "system", "effective"),
    ("ZD-BM-01", "费用预算与报销制度", "department", "system", "review"),
    ("ZD-PX-01", "员工培训管理办法", "training", "system", "draft"),
)
READERS = {
    "quality": ["店长", "品质控制专员"],
    "stores": ["店长", "店员"],
    "logistics": ["物流仓储专员"],
    "ecommerce": ["电商专员", "客服"],
    "key_accounts": ["大客户专员"],
    "franchise": ["门店管理专员"],
}
# category, what a month of it costs, how often in a month, payees
COSTS = (
    ("labour", 520_000, 1, ("工资代发",)),
    ("gifts", 6000, 3, ("义乌礼品厂", "成都礼品行")),
    ("promotion", 14000, 5, ("社区传媒", "印刷厂", "物料公司")),
    ("logistics", 18000, 4, ("中石化", "维修厂", "货运公司")),
    ("training", 3000, 2, ("外聘讲师", "教材费")),
    ("other", 5000, 6, ("办公用品", "水电费", "网络费")),
)
ITEMS = (
    ("K01", "重点工作完成率（%）", "department", None, 20, "higher", 95, None, None),
    ("K02", "逾期任务数", "department", None, 20, "lower", 2, None, None),
    ("K03", "预算使用率（%）", "department", None, 20, "range", None, None, ("80", "100")),
    ("K04", "周报按时提交", "department", None, 10, "yes_no", 1, None, None),
    ("K05", "协作满意度", "department", None, 10, "steps", None, ["4.5=100", "4=85", "3.5=70"], None),
)
# What each post is also reviewed by from last month on, taken from the closed weeks: code, name, post, figure, target.
FROM_FIGURES = (
    ("K11", "检验合格率（%）", "quality", "quality_pass_rate", 98),
    ("K12", "网店及时发货率（%）", "ecommerce", "online_in_time", 95),
    ("K13", "配送准时率（%）", "logistics", "delivery_on_time", 95),
    ("K14", "团购销售额", "key_accounts", "key_account_amount", 200_000),
    ("K15", "投诉按时办结率（%）", "members_service", "complaints_in_time", 95),
    ("K16", "巡店平均分（QSC）", "store_management", "store_qsc", 90),
)
OLD_WEIGHTS = {"K01": Decimal(40)}  # of reviews that are published, when what the figures say now was part of the first
TASKS = (
    ("冷柜温度记录缺失", "quality", "store_visit", "high"),
    ("价签与系统价不一致", "stores", "store_visit", "medium"),
    ("新品陈列图更新", "stores", "meeting", "low"),
    ("会员生日短信模板调整", "members", "complaint", "low"),
    ("仓库货架标识褪色", "logistics", "audit", "medium"),
    ("网店详情页禁用语整改", "ecommerce", "report", "high"),
    ("社区团购报价单模板", "key_accounts", "management", "low"),
    ("加盟店招牌破损", "franchise", "franchisee", "medium"),
    ("新员工带教计划", "training", "meeting", "medium"),
    ("退货流程梳理", "department", "meeting", "medium"),
    ("盘点差异原因分析", "logistics", "report", "high"),
    ("投诉回访超时", "members", "complaint", "high"),
)
POSTS = ("quality", "ecommerce", "logistics", "key_accounts", "members_service", "store_management")
MONTHS = 15


def fill(c: Changes, world: Company) -> None:
    _policies(c, world)
    _budgets(c, world)
    _appraise(c, world)
    _tasks(c, world)


def _policies(c: Changes, world: Company) -> None:
    dice, last = world.dice, today()
    office = world.staff[None]
    rows = []
    for code, title, area, kind, state in POLICIES:
        begins = last - timedelta(days=dice.randrange(20, 380)) if state == "effective" else None
        rows.append(
            {
                "code": code,
                "title": title,
                "area": area,
                "kind": kind,
                "state": state,
                "owner": dice.choice(office).id,
                "readers": READERS.get(area),
                "effective_on": begins,
                "review_on": begins and add_months(begins, 12),
                "content": TEXTS.get(code, f"{title}的目的、适用范围、职责、流程与记录要求。"),
            }
        )
    policies = c.add(Policy, rows)
    readings = missing_readers([policy for policy in policies if policy.state == "effective"])
    begun = {policy.id: policy.effective_on for policy in policies}
    for row in readings:
        row["due_on"] = begun[row["policy"]] + timedelta(days=7)
        if dice.random() < 0.94:
            row |= {
                "state": "read",
                "read_at": now() - timedelta(days=dice.randrange(1, 19), minutes=dice.randrange(600)),
            }
    c.add(PolicyReading, readings)


def _budgets(c: Changes, world: Company) -> None:
    """Budgets of a year with what was spent on them; rents as agreed. The money first, for budgets count what is there."""
    dice, last = world.dice, today()
    shops = [store for store in world.stores if store.monthly_rent and store.kind == "own"]
    c.add(
        RentSchedule,
        [
            {
                "store": store.id,
                "landlord": f"{store.name}物业",
                "starts_on": last - timedelta(days=dice.randrange(200, 900)),
                "ends_on": last + timedelta(days=dice.choice((40, 200, 400, 600, 800, 950, 1100))),
                "monthly": store.monthly_rent,
                "pay_day": dice.randrange(1, 11),
                "deposit": store.monthly_rent * 2,
            }
            for store in shops
        ],
    )
    months = [add_months(last.replace(day=1), -back) for back in range(MONTHS - 1, -1, -1)]
    c.add(Expense, [row for month in months for row in _spent(world, month, last, shops)])
    rent = sum((store.monthly_rent for store in shops), Decimal(0))
    c.add(
        Budget,
        [
            {"month": f"{month:%Y-%m}", "category": category, "amount": _round(Decimal(each) * Decimal("1.12"))}
            for month in months
            for category, each, *_ in (*COSTS, ("rent", rent * Decimal("1.02"), 1, ()))
        ],
    )


def _spent(world: Company, month: date, last: date, shops: list[Row]) -> list[dict]:
    dice, rows = world.dice, []
    for category, each, times, payees in COSTS:
        for _ in range(times):
            day = month + timedelta(days=dice.randrange(28))
            if day <= last:
                rows.append(
                    {
                        "spent_on": day,
                        "category": category,
                        "amount": _round(Decimal(each) / times * Decimal(dice.randrange(70, 121)) / 100),
                        "payee": dice.choice(payees),
                        "invoice_no": f"{dice.randrange(10**8):08d}",
                        "state": _state(dice, day, last),
                    }
                )
    for store in shops:
        day = month + timedelta(days=dice.randrange(10))
        if day <= last:
            rows.append(
                {
                    "spent_on": day,
                    "category": "rent",
                    "store": store.id,
                    "amount": store.monthly_rent,
                    "payee": f"{store.name}物业",
                    "state": _state(dice, day, last),
                }
            )
    return rows


def _state(dice, day: date, last: date) -> str:
    """What is older than a week is paid; the newest waits."""
    age = (last - day).days
    return "paid" if age > 8 else dice.choice(("pending", "approved", "approved", "paid", "paid"))


def _round(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1)).quantize(Decimal("0.01"))


def _appraise(c: Changes, world: Company) -> None:
    dice = world.dice
    items = c.add(
        KpiItem,
        [
            {
                "code": code,
                "title": title,
                "subject": subject,
                "department": post,
                "weight": Decimal(weight),
                "rule": rule,
                "target": None if target is None else Decimal(target),
                "steps": steps,
                "low": bounds and Decimal(bounds[0]),
                "high": bounds and Decimal(bounds[1]),
            }
            for code, title, subject, post, weight, rule, target, steps, bounds in ITEMS
        ],
    )
    _of_stores(c)
    _take_from_figures(c)
    first = today().replace(day=1)
    for back in range(MONTHS, 0, -1):
        month = add_months(first, -back)
        reviews = c.add(
            KpiReview, [{"month": f"{month:%Y-%m}", "subject": "department", "department": post} for post in POSTS]
        )
        day = add_months(month, 1).replace(day=8)
        agreed = [] if day > today() else reviews if back > 1 else reviews[2:]  # two of the last month are still open
        old = {review.id for review in agreed}
        c.add(
            KpiScore,
            [
                {
                    "review": review.id,
                    "item": item.id,
                    "actual": _actual(dice, item),
                    "weight": OLD_WEIGHTS.get(item.code) if review.id in old else None,
                }
                for review in reviews
                for item in items
            ],
        )
        c.alter(KpiReview, {review.id: {"state": "published", "published_on": day} for review in agreed})
        c.alter(KpiReview, {review.id: {"state": "signed"} for review in agreed})


def _of_stores(c: Changes) -> None:
    """Stores are reviewed by what they are usually reviewed by."""
    (usual,) = (starter for starter in STARTERS if starter.record is KpiItem)
    rows = [row for row in usual.rows if row["subject"] == "store"]
    c.add(KpiItem, [{**row, "weight": Decimal(row["weight"]), "target": Decimal(row["target"])} for row in rows])


def _take_from_figures(c: Changes) -> None:
    c.add(
        KpiItem,
        [
            {
                "code": code,
                "title": title,
                "subject": "department",
                "department": post,
                "weight": Decimal(20),
                "rule": "higher",
                "target": Decimal(target),
                "metric": figure,
            }
            for code, title, post, figure, target in FROM_FIGURES
        ],
    )


def _actual(dice, item: Row) -> Decimal:
    spread = {"K01": (780, 1000), "K02": (0, 50), "K03": (700, 1080), "K04": (10, 10), "K05": (33, 49)}[item.code]
    value = Decimal(dice.randrange(spread[0], spread[1] + 1)) / 10
    return value.quantize(Decimal(1)) if item.code == "K02" else value


def _tasks(c: Changes, world: Company) -> None:
    """Two or three a week; old ones are closed, a few are late."""
    dice, last, rows = world.dice, today(), []
    office = world.staff[None]
    for weeks in range(world.weeks, -1, -1):
        for _ in range(dice.randrange(2, 5)):
            title, area, source, severity = dice.choice(TASKS)
            raised = last - timedelta(weeks=weeks, days=dice.randrange(7))
            rows.append(
                {
                    "title": title,
                    "area": area,
                    "source": source,
                    "severity": severity,
                    "owner": dice.choice(office).id,
                    "store": world.visited().id if area in ("stores", "franchise", "quality") else None,
                    "raised_on": raised,
                    "due_on": raised + timedelta(days={"high": 3, "medium": 7, "low": 14}[severity]),
                    **_outcome(dice, raised, last),
                }
            )
    with c.taken_over():
        c.add(WorkItem, rows)


def _outcome(dice, raised: date, last: date) -> dict:
    age = (last - raised).days
    if age > 18 and dice.random() < 0.985:
        done = min(last, raised + timedelta(days=dice.randrange(1, 16)))
        return {
            "state": "closed",
            "progress": 100,
            "resolution": "已处理并复查",
            "done_on": done,
            "closed_on": min(last, done + timedelta(days=2)),
        }
    state = dice.choice(("open", "doing", "doing", "done")) if age > 3 else "open"
    if state == "done":
        return {"state": "done", "progress": 100, "resolution": "已处理，待验证", "done_on": last - timedelta(days=1)}
    return {"state": state, "progress": 0 if state == "open" else dice.randrange(20, 90, 10)}
