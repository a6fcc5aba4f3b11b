"""The demo's lists of members: who was worked with last month and what it brought, who runs out of a pack now; the year's plan."""

from datetime import date, timedelta
from decimal import Decimal

from models.kit import Changes, Row
from models.kit.clock import add_months, today
from models.members import Member, MemberCall, MemberList
from models.members.choosing import due_again
from models.members.lists import begin, end
from models.organization import Product
from models.service import MemberPlan
from models.service.plan import actual_of

from .company import Company

MOST, COUNTED = 80, 3  # members on a list; months of the plan whose figures are taken over
OUTCOMES = (*("interested",) * 4, *("bought",) * 3, *("no_answer",) * 2, "later", "not_interested")
SCRIPT = "您好，我是健康管家{店名}的{姓名}，想问问上次买的产品吃得怎么样，这个月会员有满减，要不要给您留一份？"
THEMES = [
    "年货节",
    "开门红",
    "女神节",
    "踏青季",
    "感恩母亲",
    "年中会员日",
    "夏季养护",
    "三伏调理",
    "开学季",
    "重阳敬老",
    "双十一",
    "年终答谢",
]


def fill(c: Changes, world: Company) -> None:
    pills = [product.id for product in world.products if product.approval_no]
    c.alter(Product, {id: {"pack_units": Decimal(60), "daily_dose": Decimal(2)} for id in pills})
    willing = Member.rows(Member.consent == 1, Member.status == "active", order=Member.id)
    asked = [member.id for member in world.dice.sample(willing, min(MOST, len(willing)))]
    back = today() - timedelta(days=40)
    _called(c, world, _list(c, "十月老客回访", "picked", back, asked), len(asked))
    consenting = {member.id for member in willing}
    row = _list(c, "本周复购提醒", "repurchase", today(), [])
    due = {member: product for member, product in due_again(row).items() if member in consenting}
    again = [{"list": row.id, "member": member, "product": product} for member, product in list(due.items())[:MOST]]
    c.add(MemberCall, again)
    if again:
        _start(c, row)
    _plan(c)


def _list(c: Changes, title: str, source: str, day: date, members: list[int]) -> Row:
    values = {"title": title, "source": source, "starts_on": day, "due_on": day + timedelta(days=7), "script": SCRIPT}
    row = c.create(MemberList, **values, control=20)
    c.add(MemberCall, [{"list": row.id, "member": member} for member in members])
    return row


def _start(c: Changes, row: Row) -> None:
    begin(c, row)
    c.update(MemberList, row.id, state="running")


def _called(c: Changes, world: Company, row: Row, count: int) -> None:
    if not count:
        return
    _start(c, row)
    calls = MemberCall.rows(MemberCall.list == row.id, MemberCall.state == "planned", order=MemberCall.id)
    sets = {
        call.id: {"outcome": world.dice.choice(OUTCOMES), "called_on": row.starts_on + timedelta(days=2)}
        for call in calls
    }
    c.alter(MemberCall, {id: {**values, "state": "done"} for id, values in sets.items()})
    end(c, row)
    c.update(MemberList, row.id, state="ended", ended_on=row.starts_on + timedelta(days=row.window))


def _plan(c: Changes) -> None:
    first = today().replace(month=1, day=1)
    months = [add_months(first, at) for at in range(12)]
    rows = c.add(
        MemberPlan,
        [
            {
                "month": f"{month:%Y-%m}",
                "theme": theme,
                "activities": f"{theme}：会员日满减、健康讲座、积分换礼",
                "new_target": 300,
                "sales_target": Decimal(2_000_000),
                "active_target": 9000,
                "activities_target": 2,
                "budget": Decimal(20_000),
                "state": "approved" if month <= today() else "draft",
            }
            for month, theme in zip(months, THEMES, strict=True)
        ],
    )
    recent = [
        row
        for row in rows
        if add_months(today(), -COUNTED) < date.fromisoformat(f"{row.month}-28") and row.state == "approved"
    ]
    c.alter(MemberPlan, {row.id: actual_of(row.month) for row in recent})
