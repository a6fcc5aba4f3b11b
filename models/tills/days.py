"""Sales compared 销售对账: what receipts and online orders come to in a day, beside what its day report, members and goods say."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ..ecommerce import OnlineShop
from ..kit import (
    Changes,
    ChoiceField,
    CountField,
    DayField,
    LinkField,
    MoneyField,
    Move,
    QuantityField,
    Record,
    Row,
    Sheet,
    Step,
    Text,
)
from ..kit.clock import local
from ..organization import Store
from . import words
from .receipts import Receipt
from .summing import Key, counted

GAPS = ("sales_gap", "tickets_gap", "members_gap", "units_gap", "unmatched")


class SaleDay(Record):
    """What was sold in one day by its receipts or orders, and by how much the reports of that day say otherwise."""

    day = DayField("日期", "Day", locked=True, index=True)
    store = LinkField(Store, "门店", "Store", null=True, locked=True)
    shop = LinkField(OnlineShop, "网店", "Online shop", null=True, locked=True)
    tickets = CountField("小票（订单）数", "Receipts (orders)", default=0, derived=True, sum=True)
    sales = MoneyField("小票（订单）金额", "By receipts (orders)", default=0, derived=True, sum=True, width=150)
    reported = MoneyField("日报金额", "By the day report", null=True, derived=True, sum=True)
    sales_gap = MoneyField("金额差异", "Sales differ by", null=True, derived=True, sum=True)
    tickets_gap = CountField("笔数差异", "Tickets differ by", null=True, derived=True, sum=True)
    member_sales = MoneyField("会员小票金额", "Members by receipts", default=0, derived=True, sum=True)
    members_gap = MoneyField("会员金额差异", "Members differ by", null=True, derived=True, sum=True)
    unmatched = CountField(
        "会员消费对不上",
        "Member purchases off",
        default=0,
        derived=True,
        sum=True,
        width=140,
        hint=Text(
            "会员小票没有对应的消费记录，或消费记录没有小票，或会员、金额不同",
            "Receipts of members without their purchase, purchases without a receipt, or with another member or amount",
        ),
    )
    units = QuantityField("小票件数", "Units by receipts", default=0, derived=True, sum=True)
    units_gap = QuantityField("商品日销售差异", "Daily sales by product differ by", null=True, derived=True, sum=True)
    late = CountField("关账后收到", "After closing", default=0, derived=True, sum=True)
    cause = ChoiceField("差异原因", "Cause", options=words.CAUSES, null=True, locked=True)
    state = ChoiceField("状态", "State", options=words.DAY_STATES, default="waiting", locked=True, width=90)

    sheet = Sheet(
        "销售对账",
        "Sales compared",
        title="day",
        says=("store", "shop", "day"),
        order=("-day", "store"),
        search=("store", "shop"),
        verbs="see edit export",
        columns=(
            "day",
            "store",
            "shop",
            "sales",
            "reported",
            "sales_gap",
            "tickets_gap",
            "members_gap",
            "unmatched",
            "units_gap",
            "state",
            "cause",
        ),
        scopes={"store": "store", "region": "store.region"},
        steps=(
            Step(
                "explain",
                "说明差异",
                "Explain",
                "open",
                "explained",
                icon="rate_review",
                reason=True,
                asks={"cause": ChoiceField("差异原因", "Cause", options=words.CAUSES)},
                hint=Text(
                    "两边的数字都不改；以后数字再变，会重新列出",
                    "Neither side is changed; it opens again when a number moves",
                ),
            ),
            Step("differ", "有差异", "Differs", "waiting same explained", "open", auto=True),
            Step("agree", "相符", "Agrees", "waiting open explained", "same", auto=True),
            Step("await", "待日报", "No day report", "same open explained", "waiting", auto=True),
        ),
    )

    class Meta:
        indexes = ((("store", "day"), False), (("shop", "day"), False))


def compare_days(c: Changes, keys: Iterable[Key]) -> None:
    """Count these days anew. A day that nobody sold anything on by receipts or orders is not compared at all."""
    wanted = set(keys)
    if not wanted:
        return
    sums = counted(wanted)
    days = [key[2] for key in wanted]
    there = {
        (row.store, row.shop, row.day): row
        for row in SaleDay.rows(SaleDay.day.between(min(days), max(days)))
        if (row.store, row.shop, row.day) in wanted
    }
    c.remove(SaleDay, [row.id for key, row in there.items() if key not in sums])
    sets, new = {}, []
    for key, total in sums.items():
        values = total.values(key[1] is not None)
        row = there.get(key)
        state = _state(row, values)
        if row is None:
            new.append({"store": key[0], "shop": key[1], "day": key[2], "state": state, **values})
        else:
            sets[row.id] = {**values, "state": state, "cause": row.cause if state == "explained" else None}
    c.alter(SaleDay, sets)
    c.add(SaleDay, new)


def _state(row: Row | None, values: dict[str, Any]) -> str:
    """What was explained stays so until a number moves."""
    if not any(values[name] for name in GAPS):
        return "waiting" if values["reported"] is None else "same"
    if row and row.state == "explained" and all(getattr(row, name) == values[name] for name in GAPS):
        return "explained"
    return "open"


# What moves a day ------------------------------------------------------------------------------------------------------


def rows_of(moves: list[Move]) -> list[Row]:
    return [row for move in moves for row in (move.old, move.new) if row]


def by_receipts(c: Changes, moves: list[Move]) -> None:
    compare_days(c, {(row.store, None, row.day) for row in rows_of(moves)})


def by_lines(c: Changes, moves: list[Move]) -> None:
    receipts = Receipt.rows_by_id({row.receipt for row in rows_of(moves)}).values()
    compare_days(c, {(row.store, None, row.day) for row in receipts})


def by_day_reports(c: Changes, moves: list[Move]) -> None:
    """A report of a day, or what sold by product on it; in stores that hand in no receipts nothing is compared."""
    keys: set[Key] = {(row.store, None, row.day) for row in rows_of(moves)}
    compare_days(c, _with_receipts(keys))


def by_purchases(c: Changes, moves: list[Move]) -> None:
    moved = [move for move in moves if move.changed("store", "receipt_no", "member", "amount", "purchased_at")]
    keys: set[Key] = {(row.store, None, local(row.purchased_at).date()) for row in rows_of(moved)}
    compare_days(c, _with_receipts(keys))


def _with_receipts(keys: set[Key]) -> set[Key]:
    stores = {store for store, _, _ in keys}
    having = {id for (id,) in Receipt.select(Receipt.store).where(Receipt.store.in_(list(stores))).distinct().tuples()}
    return {key for key in keys if key[0] in having}


def by_orders(c: Changes, moves: list[Move]) -> None:
    moved = [move for move in moves if move.changed("shop", "ordered_at", "amount", "state")]
    _compare_shops(c, {(row.shop, local(row.ordered_at).date()) for row in rows_of(moved)})


def by_shop_days(c: Changes, moves: list[Move]) -> None:
    moved = [move for move in moves if move.changed("shop", "day", "sales", "orders")]
    _compare_shops(c, {(row.shop, row.day) for row in rows_of(moved)})


def _compare_shops(c: Changes, pairs: set[tuple[int, date]]) -> None:
    """A shop's day is of no store: who sees a store's rows need not know what was ordered online."""
    compare_days(c, {(None, shop, day) for shop, day in pairs})
