"""From retail to key account: members whose buying looks like a firm's, and what becomes of them."""

from datetime import date
from decimal import Decimal

import peewee

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    Param,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    in_one_change,
    setting,
)
from ..kit.ask.reveal import hand_on
from ..kit.clock import add_months, start_of, today
from ..kit.declare.access import why_not
from ..members import Member, Purchase
from ..organization import Employee, Store
from .accounts import ACCOUNT_KINDS, KeyAccount

LARGE_RECEIPT = Param(
    "key_account_large_receipt", "大额小票（提示转大客户）", "Receipt that suggests a key account", 3000, "元"
)
LARGE_YEAR = Param(
    "key_account_large_year", "年消费（提示转大客户）", "Year's spend that suggests a key account", 20000, "元"
)
SUGGESTION_STATES = (
    Choice("open", "待跟进", "Open", "info"),
    Choice("dismissed", "不转化", "Dismissed", "grey"),
)

CONVERTING = Text("会员转大客户", "Convert a member")
ACCOUNT_ALREADY = Text("{name} 已经是大客户的来源会员", "{name} is the source of a key account already")
CONVERTED = Text(
    "已建立大客户 {name}（{code}），由 {owner} 负责", "Key account {name} ({code}) is set up, looked after by {owner}"
)
NOBODY = Text("（未指定）", "(nobody yet)")


class AccountSuggestion(Record):
    """A member who may be worth looking after as a key account; found at night from what they bought."""

    member = LinkField(Member, "会员", "Member", unique=True)
    store = LinkField(Store, "门店", "Store", null=True)
    largest = MoneyField("最大一笔", "Largest receipt", default=0, derived=True)
    spend = MoneyField("近 12 个月消费", "12-month spend", default=0, derived=True, sum=True)
    receipts = CountField("小票数", "Receipts", default=0, derived=True)
    found_on = DayField("发现日期", "Found on", default=today, locked=True)
    state = ChoiceField("状态", "State", options=SUGGESTION_STATES, default="open", locked=True)

    sheet = Sheet(
        "转化建议",
        "Members to convert",
        title="member",
        order=("state", "-largest"),
        search=("member",),
        verbs="see edit export",
        columns=("member", "largest", "spend", "receipts", "store", "found_on", "state"),
        steps=(
            Step("dismiss", "不转化", "Dismiss", "open", "dismissed", reason=True, icon="person_off"),
            Step("reopen", "恢复", "Take up again", "dismissed", "open", icon="refresh"),
        ),
    )


ASKS = {
    "name": LineField("客户名称", "Account", max_length=80),
    "kind": ChoiceField("客户类型", "Kind", options=ACCOUNT_KINDS, default="enterprise"),
    "owner": LinkField(Employee, "负责人", "Owner", null=True),
}


@in_one_change
def convert_member(c: Changes, suggestion: int, *, name: str, kind: str, owner: int | None = None):
    """The member becomes the source of a new account of the person who asks, unless another owner is named.

    The account shows the member's phone and address in full: to whom they are masked, that is a reveal.
    """
    if why := why_not(c.who, "add", KeyAccount):
        raise Refused(why)
    row = c.fresh(AccountSuggestion, suggestion)
    member = c.fresh(Member, row.member)
    if KeyAccount.select().where(KeyAccount.source == member.id).exists():
        raise Refused(ACCOUNT_ALREADY(name=member.name))
    hand_on(c.who, Member, member.id, ("phone", "address"), c.who.say(CONVERTING))
    made = _set_up(c, member, name, kind, owner or c.who.employee_id)
    c.remove(AccountSuggestion, [row.id])  # who looks after the account now is nobody else's business
    named = Employee.title_of(made.owner) if made.owner else NOBODY
    return CONVERTED(name=made.name, code=made.code, owner=named)


def _set_up(c: Changes, member: Row, name: str, kind: str, owner: int | None) -> Row:
    return c.create(
        KeyAccount,
        name=name,
        kind=kind,
        stage="contacted",
        source=member.id,
        owner=owner,
        contact=member.name,
        phone=member.phone,
        address=member.address,
    )


def suggest_accounts(c: Changes, day: date) -> int:
    """Note members with a large receipt or a large year who are no account's source yet. Returns how many are new."""
    since = start_of(add_months(day, -12))
    net = Purchase.amount - Purchase.refunded
    largest, spend = peewee.fn.MAX(net).coerce(False), peewee.fn.SUM(net).coerce(False)
    receipts = peewee.fn.COUNT(Purchase.id)
    large = (largest >= int(setting(LARGE_RECEIPT) * 100)) | (spend >= int(setting(LARGE_YEAR) * 100))
    buyers = (
        Purchase.select(Purchase.member, largest, spend, receipts)
        .where(Purchase.purchased_at >= since, Purchase.member.is_null(False))
        .group_by(Purchase.member)
        .having(large)
        .tuples()
    )
    figures = {
        member: {"largest": _yuan(most), "spend": _yuan(total), "receipts": count}
        for member, most, total, count in buyers
    }
    known = dict(AccountSuggestion.select(AccountSuggestion.member, AccountSuggestion.id).tuples())
    sources = {id for (id,) in KeyAccount.select(KeyAccount.source).where(KeyAccount.source.is_null(False)).tuples()}
    c.alter(AccountSuggestion, {known[member]: values for member, values in figures.items() if member in known})
    stores = {row.id: row.home_store for row in Member.rows_by_id(figures).values()}
    fresh = [member for member in figures if member not in known and member not in sources]
    c.add(AccountSuggestion, [{"member": m, "store": stores[m], "found_on": day, **figures[m]} for m in fresh])
    return len(fresh)


def _yuan(cents: int | None) -> Decimal:
    return Decimal(int(cents or 0)).scaleb(-2)
