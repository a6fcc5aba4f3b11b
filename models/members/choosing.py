"""Who comes onto a list: of a segment, about to lose the tier, or due to buy again by pack and daily dose."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

import peewee

from ..kit import Changes, Param, Refused, Row, Text, in_one_change, setting
from ..kit.clock import local, start_of, today
from ..organization import Product
from .levels import MemberTier
from .lists import NOT_DRAFT, MemberCall, MemberList
from .people import Member
from .purchases import Purchase, PurchaseLine

RESCUE_DAYS = Param(
    "rescue_days", "降级挽救看未来多少天内到期的等级", "Days ahead in which a tier that ends is looked at", 60, "天"
)
SOON = Param(
    "repurchase_days", "复购名单看未来多少天内吃完的", "Days ahead in which a pack that ends is looked at", 7, "天"
)
LATE = Param(
    "repurchase_late_days", "吃完多少天以内还算复购到期", "Days after the end of a pack that still count", 30, "天"
)
PARAMS = (RESCUE_DAYS, SOON, LATE)
LONGEST = timedelta(days=400)  # no pack lasts longer; what was bought before is not read
CHOSEN = Text("选出 {count} 人", "{count} chosen")
CHOSEN_SOME = Text(
    "选出 {count} 人；另有 {silent} 人没有同意联系，没有列入",
    "{count} chosen; {silent} more who haven't consented are left out",
)
ON_IT = Text("{name} 已列入“{title}”", "{name} is on “{title}”")
PICKED = Text(
    "手选的名单请在会员表里勾选会员，点“列入名单”",
    "Of a picked list, tick the members in their table and press “Put on a list”",
)


@in_one_change
def choose_members(c: Changes, list: int) -> Text:
    """Put on the list who belongs there by its kind and isn't on it yet."""
    row = c.fresh(MemberList, list)
    if row.state != "draft":
        raise Refused(NOT_DRAFT(title=row.title))
    if row.source == "picked":
        raise Refused(PICKED)
    due = CHOOSERS[row.source](row)
    people = {person.id: person for person in _people(due)}
    there = {call.member for call in MemberCall.rows(MemberCall.list == list)}
    mine = [id for id in due if id in people and id not in there and row.store in (None, people[id].home_store)]
    asked = [id for id in mine if people[id].consent]
    c.add(MemberCall, [{"list": list, "member": id, "product": due[id]} for id in asked])
    silent = len(mine) - len(asked)
    return CHOSEN_SOME(count=len(asked), silent=silent) if silent else CHOSEN(count=len(asked))


@in_one_change
def put_on_list(c: Changes, member: int, *, list: int) -> Text:
    """One member, as he was picked in the table or in a view."""
    c.create(MemberCall, list=list, member=member)
    return ON_IT(name=Member.title_of(member), title=MemberList.title_of(list))


def _people(ids: Any) -> Iterator[Row]:
    """Those of them who are still members."""
    for some in _some(sorted(ids)):
        yield from Member.rows(Member.id.in_(some), Member.status.in_(("active", "dormant")))


def _some(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def of_segment(row: Row) -> dict[int, None]:
    query = Member.select(Member.id).where(Member.segment == row.segment).order_by(Member.id)
    return dict.fromkeys(id for (id,) in query.tuples())


def to_rescue(row: Row) -> dict[int, None]:
    """Whose tier ends soon and whose spend of twelve months doesn't keep it."""
    until = today() + timedelta(days=setting(RESCUE_DAYS))
    ending, short_ids = Member.tier_until.between(today(), until), []
    for tier in MemberTier.rows(MemberTier.threshold > 0):
        short = Member.select(Member.id).where(Member.tier == tier.id, ending, Member.spend_12m < tier.threshold)
        short_ids += [id for (id,) in short.tuples()]
    return dict.fromkeys(sorted(short_ids))


def due_again(row: Row) -> dict[int, int]:
    """Members by the product they run out of first: the last purchase of it, as many packs, and what one takes a day."""
    first, last = today() - timedelta(days=setting(LATE)), today() + timedelta(days=setting(SOON))
    doses = {
        product.id: product.pack_units / product.daily_dose
        for product in Product.rows(Product.pack_units > 0, Product.daily_dose > 0, Product.status == "on")
    }
    due: dict[int, tuple] = {}
    for (member, product), (bought, qty) in _last_bought(list(doses)).items():
        ends = bought + timedelta(days=int((doses[product] * qty).to_integral_value(ROUND_FLOOR)))
        if first <= ends <= last:
            due[member] = min(due.get(member, (ends, product)), (ends, product))
    return {member: product for member, (_, product) in sorted(due.items())}


def _last_bought(products: list[int]) -> dict[tuple[int, int], tuple]:
    """By member and product: the day it was bought last, and how much that day."""
    bought: dict[tuple[int, int], tuple] = {}
    since = start_of(today() - LONGEST)
    kept = Purchase.amount > Purchase.refunded
    for some in _some(sorted(products)):
        query = (
            PurchaseLine.select(Purchase.member, PurchaseLine.product, Purchase.purchased_at, PurchaseLine.qty)
            .join(Purchase, on=(PurchaseLine.purchase == Purchase.id))
            .where(PurchaseLine.product.in_(some), Purchase.purchased_at >= since, kept)
            .order_by(Purchase.purchased_at, peewee.SQL("1"))
        )
        for member, product, moment, qty in query.tuples():
            day, key = local(moment).date(), (member, product)
            before = bought.get(key)
            bought[key] = (day, qty + before[1] if before and before[0] == day else Decimal(qty))
    return bought


CHOOSERS: dict[str, Callable[[Row], dict[int, Any]]] = {
    "segment": of_segment,
    "rescue": to_rescue,
    "repurchase": due_again,
}
