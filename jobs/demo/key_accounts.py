"""The demo's key accounts: forty of them with visits, opportunities, orders and money of a year."""

from contextlib import suppress
from datetime import datetime, time, timedelta
from decimal import Decimal

from models.key_accounts import (
    AccountContact,
    Bundle,
    BundleLine,
    GroupOrder,
    GroupOrderLine,
    GroupPolicy,
    GroupReceipt,
    KeyAccount,
    Visit,
    refresh_accounts,
    review_levels,
    suggest_accounts,
)
from models.key_accounts.orders import goods_of
from models.key_accounts.words import FOR_CUSTOMER
from models.kit import Changes, Refused, Row
from models.kit.clock import from_local, today
from models.logistics import take_all_out
from models.members import Member

from . import opportunities
from .company import Company

NAMES = (
    ("institution", "市第{n}人民医院"),
    ("institution", "{n}里养老院"),
    ("enterprise", "蓉成{n}科技有限公司"),
    ("school", "实验{n}小学"),
    ("government", "{n}桥街道办事处"),
    ("group", "{n}华社区团购"),
)
NUMBERS = "一二三四五六七八九十"
ACCOUNTS, DAYS = 58, 430
NEAR_AGREED = "客户知道效期，集中食用"
PURPOSES = ("季度回访", "节日团购洽谈", "送样品试用", "对账与回款", "新品推荐")
STAGES = ("contacted", "negotiating", "won", "active", "active", "active", "lost")


def fill(c: Changes, world: Company) -> None:
    _offers(c, world)
    accounts = _accounts(c, world)
    c.add(
        AccountContact,
        [
            {"account": account.id, "name": account.contact, "phone": account.phone, "role": "buys", "main": True}
            for account in accounts
        ],
    )
    _visits(c, world, accounts)
    ways = opportunities.stories(world, accounts)
    _orders(c, world, [account for account in accounts if account.stage == "active"])
    opportunities.aim(c)
    opportunities.live_through(c, ways)
    refresh_accounts(c, today())
    review_levels(c)
    suggest_accounts(c, today())


def _offers(c: Changes, world: Company) -> None:
    c.create(
        GroupPolicy,
        title="团购满 20 件九折",
        from_qty=Decimal(20),
        discount=Decimal(10),
        starts_on=today() - timedelta(days=300),
        state="active",
    )
    box = c.create(Bundle, code="ZH01", name="健康长辈礼盒", price=Decimal(399))
    c.add(BundleLine, [{"bundle": box.id, "product": product.id} for product in world.products[:3]])


def _accounts(c: Changes, world: Company) -> list[Row]:
    dice, rows = world.dice, []
    sellers = [employee for employee in world.staff[None] if employee.department == "key_accounts"]
    dearest = Member.select(Member.id).order_by(Member.spend_12m.desc(), Member.id).limit(40)
    buyers = [id for (id,) in dearest.tuples()]
    for at in range(ACCOUNTS):
        kind, name = NAMES[at % len(NAMES)]
        began = today() - timedelta(days=3 + at * 420 // ACCOUNTS + dice.randrange(5))
        rows.append(
            {
                "name": name.format(n=NUMBERS[at // len(NAMES)]),
                "kind": kind,
                "stage": dice.choice(STAGES),
                "owner": dice.choice(sellers).id,
                "source": buyers[at] if at % 4 == 1 and at < len(buyers) else None,
                "contact": world.person()[0],
                "phone": world.mobile(),
                "became_on": began,
                "credit_limit": Decimal(dice.choice((20000, 50000))),
                "potential": Decimal(dice.randrange(10, 200) * 1000),
            }
        )
    return c.add(KeyAccount, rows)


def _visits(c: Changes, world: Company, accounts: list[Row]) -> None:
    dice = world.dice
    c.add(
        Visit,
        [
            {
                "account": account.id,
                "by": account.owner,
                "visited_on": today() - timedelta(days=day),
                "purpose": dice.choice(PURPOSES),
                "content": "了解近期需求，介绍应季产品",
                "result": "继续跟进",
                "state": "done",
            }
            for account in accounts
            for day in range(dice.randrange(2, 60), (today() - account.became_on).days, dice.randrange(20, 45))
        ],
    )


def _orders(c: Changes, world: Company, accounts: list) -> None:
    dice, rows = world.dice, []
    for at, account in enumerate(accounts):
        # A few have not ordered for months.
        for day in range(
            dice.randrange(75, 140) if at % 7 == 3 else dice.randrange(3, 40), DAYS, dice.randrange(25, 60)
        ):
            on = today() - timedelta(days=day)
            rows.append(
                {
                    "account": account.id,
                    "owner": account.owner,
                    "ordered_on": on,
                    "due_on": on + timedelta(days=30),
                    "state": "settled"
                    if day > 60
                    else "delivered"
                    if day > 10
                    else dice.choice(("draft", "confirmed")),
                }
            )
    orders = c.add(GroupOrder, rows)
    with c.settled():  # most of these orders were delivered long ago
        c.add(
            GroupOrderLine,
            [
                {
                    "order": order.id,
                    "product": product.id,
                    "qty": Decimal(dice.randrange(5, 60) if order.state == "settled" else dice.randrange(2, 13)),
                }
                for order in orders
                for product in dice.sample(world.products, 2)
            ],
        )
    _deliver(c, [order for order in orders if order.state == "delivered"])
    _receive(c, world, orders)


def _deliver(c: Changes, orders: list[Row]) -> None:
    for order in orders:
        with suppress(Refused):  # the oldest went out of what the books no longer hold
            on = from_local(datetime.combine(order.ordered_on + timedelta(days=3), time(10)))
            said = FOR_CUSTOMER(customer=KeyAccount.title_of(order.account)).zh
            take_all_out(
                c,
                goods_of(order.id),
                "sale_out",
                reference=order.no,
                reason=said,
                occurred_at=on,
                batch_reason=NEAR_AGREED,
            )
            c.update(GroupOrder, order.id, delivered_on=order.ordered_on + timedelta(days=3))


def _receive(c: Changes, world: Company, orders: list[Row]) -> None:
    dice = world.dice
    amounts = {row.id: row for row in GroupOrder.rows_by_id([order.id for order in orders]).values()}
    c.add(
        GroupReceipt,
        [
            {
                "order": order.id,
                "received_on": order.ordered_on + timedelta(days=dice.randrange(5, 30)),
                "amount": amounts[order.id].amount,
            }
            for order in orders
            if order.state == "settled" and amounts[order.id].amount
        ],
    )
