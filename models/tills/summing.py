"""What a day comes to 日合计: by receipts or online orders, and by each who reports it, counted for many days at once."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from peewee import JOIN, Case, fn

from ..ecommerce import OnlineOrder, ShopDay
from ..kit import Record
from ..kit.clock import local, start_of
from ..members import Purchase
from ..replenishment import ProductDay
from ..stores import StoreDay
from .receipts import Receipt, ReceiptLine

ZERO, DAY = Decimal(0), timedelta(days=1)
UNSOLD = ("unpaid", "closed")
Key = tuple[int | None, int | None, date]  # the store, the online shop, the day


@dataclass
class Sum:
    """What a day comes to by each who says so; None where nobody did."""

    tickets: int = 0
    sales: Decimal = ZERO
    member_sales: Decimal = ZERO
    members_bought: Decimal = ZERO  # without what they brought back, which their purchases keep apart
    units: Decimal = ZERO
    late: int = 0
    unmatched: int = 0
    reported: dict[str, Any] = field(default_factory=dict)

    def values(self, is_shop: bool) -> dict[str, Any]:
        said = self.reported
        units = None if "units" not in said else self.units - said["units"]
        return {
            "tickets": self.tickets,
            "sales": self.sales,
            "member_sales": self.member_sales,
            "units": self.units,
            "late": self.late,
            "unmatched": self.unmatched,
            "reported": said.get("sales"),
            "sales_gap": _less(self.sales, said.get("sales")),
            "tickets_gap": _less(self.tickets, said.get("tickets")),
            "members_gap": None if is_shop else _less(self.member_sales, said.get("members")),
            "units_gap": units,
        }


def _less(mine: Any, other: Any) -> Any:
    return None if other is None else mine - other


def counted(wanted: set[Key]) -> dict[Key, Sum]:
    """The days among these that something was sold on, with all that is said of them."""
    sums: dict[Key, Sum] = {}
    stores = {(store, day) for store, shop, day in wanted if shop is None}
    if stores:
        _by_receipts(stores, sums)
        _by_reports(stores, sums)
        _by_purchases(stores, sums)
    shops = {(shop, day): key for key in wanted if (shop := key[1]) is not None for day in (key[2],)}
    if shops:
        _by_orders(shops, sums)
    return sums


def _within(record: type[Record], pairs: set[tuple[int, date]]) -> Any:
    days = {day for _, day in pairs}
    fields = record.fields()
    return fields["store"].in_(list({store for store, _ in pairs})) & fields["day"].between(min(days), max(days))


def _money(cents: Any) -> Decimal:
    return Decimal(int(cents or 0)).scaleb(-2)


def _qty(stored: Any) -> Decimal:
    return Decimal(int(stored or 0)).scaleb(-3)


def _total(of: Any, when: Any = None) -> Any:
    return fn.SUM(of if when is None else Case(None, [(when, of)], 0)).coerce(False)


def _by_receipts(pairs: set[tuple[int, date]], sums: dict[Key, Sum]) -> None:
    sale, member = Receipt.kind == "sale", Receipt.member.is_null(False)
    query = Receipt.select(
        Receipt.store,
        Receipt.day,
        _total(Case(None, [(sale, 1)], 0)),
        _total(Receipt.amount),
        _total(Receipt.amount, member),
        _total(Receipt.amount, member & sale),
        _total(Receipt.late),
    ).where(_within(Receipt, pairs))
    for store, day, tickets, sales, members, bought, late in query.group_by(Receipt.store, Receipt.day).tuples():
        if (store, day) in pairs:
            sums[store, None, day] = Sum(
                int(tickets), _money(sales), _money(members), _money(bought), late=int(late or 0)
            )
    units = ReceiptLine.select(Receipt.store, Receipt.day, _total(ReceiptLine.qty)).join(Receipt)
    for store, day, qty in units.where(_within(Receipt, pairs)).group_by(Receipt.store, Receipt.day).tuples():
        if (store, None, day) in sums:
            sums[store, None, day].units = _qty(qty)


def _by_reports(pairs: set[tuple[int, date]], sums: dict[Key, Sum]) -> None:
    """The store's own day, and what it says sold by product."""
    for row in StoreDay.rows(_within(StoreDay, pairs)):
        if total := sums.get((row.store, None, row.day)):
            total.reported |= {"sales": row.sales, "tickets": row.transactions}
            total.reported |= {} if row.member_sales is None else {"members": row.member_sales}
    query = ProductDay.select(ProductDay.store, ProductDay.day, _total(ProductDay.qty))
    for store, day, qty in query.where(_within(ProductDay, pairs)).group_by(ProductDay.store, ProductDay.day).tuples():
        if total := sums.get((store, None, day)):
            total.reported["units"] = _qty(qty)


def _by_purchases(pairs: set[tuple[int, date]], sums: dict[Key, Sum]) -> None:
    """Receipts of members without their purchase, and purchases in the store without a receipt."""
    same = (Purchase.store == Receipt.store) & (Purchase.receipt_no == Receipt.no)
    off = Purchase.id.is_null() | (Purchase.amount != Receipt.amount) | (Purchase.member != Receipt.member)
    bought = Receipt.member.is_null(False) & (Receipt.kind == "sale") & _within(Receipt, pairs)
    query = Receipt.select(Receipt.store, Receipt.day, fn.COUNT(Receipt.id)).join(Purchase, JOIN.LEFT_OUTER, on=same)
    for store, day, count in query.where(bought & off).group_by(Receipt.store, Receipt.day).tuples():
        if total := sums.get((store, None, day)):
            total.unmatched += count
    days = [day for _, day in pairs]
    within = (Purchase.purchased_at >= start_of(min(days))) & (Purchase.purchased_at < start_of(max(days) + DAY))
    mine = within & Purchase.store.in_(list({store for store, _ in pairs})) & (Purchase.channel == "store")
    alone = Receipt.id.is_null() | Receipt.member.is_null()
    bare = Purchase.select(Purchase.store, Purchase.purchased_at).join(Receipt, JOIN.LEFT_OUTER, on=same)
    for store, moment in bare.where(mine & alone).tuples():
        if total := sums.get((store, None, local(moment).date())):
            total.unmatched += 1


def _by_orders(shops: dict[tuple[int, date], Key], sums: dict[Key, Sum]) -> None:
    """Orders that were paid, by the day they were placed; the shop's day keeps what was refunded apart."""
    days = [day for _, day in shops]
    placed = (OnlineOrder.ordered_at >= start_of(min(days))) & (OnlineOrder.ordered_at < start_of(max(days) + DAY))
    mine = OnlineOrder.shop.in_(list({shop for shop, _ in shops})) & OnlineOrder.state.not_in(UNSOLD)
    totals: dict[Key, Sum] = defaultdict(Sum)
    query = OnlineOrder.select(OnlineOrder.shop, OnlineOrder.ordered_at, OnlineOrder.amount).where(placed & mine)
    for shop, moment, amount in query.tuples():
        if key := shops.get((shop, local(moment).date())):
            totals[key].tickets += 1
            totals[key].sales += amount
    reports = ShopDay.rows(ShopDay.shop.in_([shop for shop, _ in shops]), ShopDay.day.between(min(days), max(days)))
    for row in reports:
        key = shops.get((row.shop, row.day))
        if key and key in totals:
            totals[key].reported |= {"sales": row.sales, "tickets": row.orders}
    sums |= totals
