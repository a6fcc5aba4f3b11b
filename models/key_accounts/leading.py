"""What the area's manager does: hand accounts over, fix a level, and what the nightly job keeps up to date."""

from datetime import date, timedelta
from decimal import Decimal

from ..kit import Changes, Param, Refused, Row, Text, in_one_change, notify, setting
from ..organization import Employee
from .accounts import KeyAccount
from .order_states import OWING
from .orders import GroupOrder, recount_accounts
from .selling import OPEN, USUAL, Opportunity

A_SHARE = Param("key_account_a_share", "A 级客户占累计销售", "Share of sales of the A accounts", 75, "%")
B_SHARE = Param("key_account_b_share", "B 级客户累计占比到", "Share of sales up to the B accounts", 95, "%")

SAME_OWNER = Text("{name} 已经由 {owner} 负责", "{owner} looks after {name} already")
HAS_LEFT = Text("{owner} 已离职，不能接手", "{owner} has left and can't take over")
HANDED_OVER = Text("{name} 已交给 {owner}", "{owner} now looks after {name}")
YOURS_NOW = Text("大客户 {name} 交由你负责：{reason}", "Key account {name} is yours now: {reason}")
LEVELLED = Text("{name} 定为 {level} 级", "{name} is now level {level}")
FREED = Text("{name} 的级别恢复按销售评定", "{name} is graded by its sales again")


@in_one_change
def hand_over(c: Changes, account: int, *, to: int, reason: str):
    """Another colleague looks after the account from now on; everything that hangs on it goes along."""
    row, taker = c.fresh(KeyAccount, account), c.fresh(Employee, to)
    if row.owner == to:
        raise Refused(SAME_OWNER(name=row.name, owner=taker.name), "to")
    if taker.status == "left":
        raise Refused(HAS_LEFT(owner=taker.name), "to")
    _give(c, row, to)
    notify(c, YOURS_NOW(name=row.name, reason=reason), record=KeyAccount, row=account, employees=(to,))
    return HANDED_OVER(name=row.name, owner=taker.name)


def _give(c: Changes, row: Row, to: int) -> None:
    """Open opportunities and orders follow their account."""
    c.update(KeyAccount, row.id, owner=to)
    for record, state in (
        (Opportunity, Opportunity.stage.in_(OPEN)),
        (GroupOrder, GroupOrder.state.in_(("draft", "submitted", *OWING))),
    ):
        ids = [id for (id,) in record.select(record.id).where(record.account == row.id, state).tuples()]
        c.alter(record, {id: {"owner": to} for id in ids})


@in_one_change
def set_level(c: Changes, account: int, *, level: str, reason: str):
    """A level given by hand stays until it is freed again."""
    c.update(KeyAccount, account, level=level, level_fixed=True, level_reason=reason)
    return LEVELLED(name=KeyAccount.title_of(account), level=level)


@in_one_change
def free_level(c: Changes, account: int):
    c.update(KeyAccount, account, level_fixed=False, level_reason=None)
    review_levels(c)
    return FREED(name=KeyAccount.title_of(account))


def review_levels(c: Changes) -> int:
    """A: the accounts that make the first three quarters of sales, B: up to 95 %, C: the rest. Returns how many moved."""
    a, b = Decimal(setting(A_SHARE)), Decimal(setting(B_SHARE))
    rows = KeyAccount.rows(order=KeyAccount.sales_12m.desc())
    total, before, sets = sum((row.sales_12m for row in rows), Decimal(0)), Decimal(0), {}
    for row in rows:
        share = before * 100 / total if total else Decimal(100)
        before += row.sales_12m
        level = "A" if share < a and row.sales_12m else "B" if share < b and row.sales_12m else "C"
        if not row.level_fixed and row.level != level:
            sets[row.id] = {"level": level, "level_reason": None}
    c.alter(KeyAccount, sets)
    return len(sets)


def refresh_accounts(c: Changes, day: date) -> int:
    """What became overdue or a year old overnight, and opportunities that stand still. Returns the overdue accounts."""
    ids = {id for (id,) in KeyAccount.select(KeyAccount.id).tuples()}
    recount_accounts(c, ids)
    sets = {}
    for row in Opportunity.rows(Opportunity.stage.in_(OPEN)):
        most = USUAL[row.stage][1]
        sets[row.id] = {"stalled": bool(most) and row.since + timedelta(days=most) < day}
    c.alter(Opportunity, sets)
    return KeyAccount.select().where(KeyAccount.overdue > 0).count()
