"""Profit of stores 门店损益: a month's sales less goods, rent, people and the rest; what share the rent takes, and from where it pays."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

import peewee

from ..department import Expense, agreed_rents
from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    LinkField,
    MoneyField,
    MonthField,
    NoteField,
    Param,
    QuantityField,
    Record,
    Row,
    Sheet,
    Text,
    in_one_change,
    setting,
)
from ..kit.clock import Span, add_months, days_of_month
from ..organization import Product, Store
from ..replenishment import ProductDay
from ..stores.selling import SELLING, sold

ZERO, CENT, HUNDRED = Decimal(0), Decimal("0.01"), Decimal(100)
MARGIN = Param(
    "store_margin",
    "门店毛利率（商品销售和成本不全时）",
    "Gross margin of stores where goods and costs aren't known",
    50,
    "%",
)
HALF = Decimal("0.5")  # what part of the sales must be known by product for their cost to speak for all
BASES = (
    Choice("goods", "按商品成本", "By the goods' cost", "positive"),
    Choice("assumed", "按默认毛利率", "By the usual margin", "warning"),
)
WHOLE = Choice("whole", "完整", "Whole", "positive")
GAPS = {  # what of rent and labour isn't entered
    (): WHOLE,
    ("rent",): Choice("rent", "未完整：缺租金", "Not whole: no rent", "warning"),
    ("labour",): Choice("labour", "未完整：缺人工", "Not whole: no labour", "warning"),
    ("rent", "labour"): Choice("both", "未完整：缺租金、人工", "Not whole: no rent, no labour", "warning"),
}
COUNTED = Text("已核算 {count} 条", "{count} counted")
RENEWED = Text("核算 {months} 的门店损益 {count} 条", "{count} profits of stores, {months}")


def profit_of(
    sales: Decimal, margin: Decimal, costs: dict[str, Decimal], lacks: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What follows from sales, margin in per cent and costs: profit, the rent's share, and the sales at which nothing is lost.

    lacks: those of GAPS that aren't entered; what would follow from them isn't known then.
    """
    goods = (sales * (HUNDRED - margin) / HUNDRED).quantize(CENT)
    fixed = sum(costs.values(), ZERO)
    even = (fixed * HUNDRED / margin).quantize(CENT, ROUND_CEILING) if margin > 0 else None
    left = sales - goods - fixed
    if lacks:
        even = None
    return {
        "sales": sales,
        "margin": margin,
        "goods": goods,
        "gross": sales - goods,
        **costs,
        "missing": GAPS[lacks].key,
        "left": left,
        "profit": None if lacks else left,
        "profit_rate": None if lacks else _share(left, sales),
        "rent_ratio": None if "rent" in lacks else _share(costs["rent"], sales),
        "break_even": even,
        "above": None if even is None else sales - even,
    }


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part * HUNDRED / whole).quantize(CENT) if whole > 0 else None


class StoreProfit(Record):
    """One store's month, as far as it is entered."""

    month = MonthField("月份", "Month", index=True, locked=True)
    store = LinkField(Store, "门店", "Store", locked=True)
    sales = MoneyField("销售额", "Sales", default=0, derived=True, sum=True)
    margin = QuantityField("毛利率（%）", "Gross margin (%)", percent=True, null=True, derived=True)
    basis = ChoiceField(
        "毛利依据",
        "Margin from",
        options=BASES,
        default="assumed",
        locked=True,
        hint=Text(
            "商品日销售占到销售额一半以上的，按商品成本；否则按业务参数里的毛利率",
            "By the goods' cost where daily sales by product are half of the sales or more; else by the parameter",
        ),
    )
    goods = MoneyField("商品成本", "Goods", default=0, derived=True, sum=True)
    gross = MoneyField("毛利", "Gross profit", default=0, derived=True, sum=True)
    rent = MoneyField("租金", "Rent", default=0, derived=True, sum=True)
    labour = MoneyField("人工", "Labour", default=0, derived=True, sum=True)
    promotion = MoneyField("促销", "Promotion", default=0, derived=True, sum=True)
    other = MoneyField("其他费用", "Other costs", default=0, derived=True, sum=True)
    missing = ChoiceField(
        "完整性",
        "Whole",
        options=tuple(GAPS.values()),
        default="whole",
        derived=True,
        width=170,
        hint=Text(
            "没有录入租金或人工的月份，不算利润和保本（缺租金的也不算租售比）；请在“费用”里补录，再点“重新核算”。"
            "确实没有租金或人工的，录一笔 0 元",
            "A month without rent or labour has no profit and no break-even, without rent no rent of sales: enter them under "
            "Expenses and count anew; where there really is none, enter an expense of 0",
        ),
    )
    left = MoneyField(
        "已录费用后余额",
        "Left after costs entered",
        default=0,
        derived=True,
        sum=True,
        column_name="profit",
        hint=Text(
            "毛利减去已录入的费用；不完整的月份不是利润", "Gross profit less costs as entered; no profit unless whole"
        ),
    )
    profit = MoneyField(
        "门店利润",
        "Profit",
        null=True,
        derived=True,
        sum=True,
        column_name="earned",
        hint=Text(
            "只算租金、人工已录入的月份；合计也是", "Of months whose rent and labour are entered alone, in totals, too"
        ),
    )
    profit_rate = QuantityField("利润率（%）", "Profit (%)", percent=True, null=True, derived=True)
    rent_ratio = QuantityField("租售比（%）", "Rent of sales (%)", percent=True, null=True, derived=True)
    break_even = MoneyField(
        "保本销售额",
        "Break-even sales",
        null=True,
        derived=True,
        hint=Text("（租金＋人工＋促销＋其他）÷ 毛利率", "(Rent + labour + promotion + other) ÷ gross margin"),
    )
    above = MoneyField("超过保本", "Above break-even", null=True, derived=True)
    note = NoteField("说明", "Note", null=True)

    sheet = Sheet(
        "门店损益",
        "Profit of stores",
        title="month",
        says=("store", "month"),
        order=("-month", "store"),
        key=("store", "month"),
        search=("store",),
        verbs="see edit export",
        columns=(
            "month",
            "store",
            "sales",
            "margin",
            "gross",
            "rent",
            "labour",
            "promotion",
            "other",
            "missing",
            "profit",
            "profit_rate",
            "rent_ratio",
            "break_even",
            "above",
            "basis",
        ),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("store", "month"), True),)


@in_one_change
def count_profit(c: Changes, profits: Iterable[int]) -> Text:
    """Count the chosen months anew, with what was entered since."""
    rows = StoreProfit.rows_by_id(list(profits)).values()
    by_month: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_month[row.month].append(row)
    for month, mine in by_month.items():
        counted = counted_of(month, {row.store for row in mine})
        c.alter(StoreProfit, {row.id: counted[row.store] for row in mine})
    return COUNTED(count=len(rows))


def renew_profits(c: Changes, day: date) -> Text:
    """The running month and the one before; what is longer past is counted by the button."""
    months, count = [f"{add_months(day, back):%Y-%m}" for back in (-1, 0)], 0
    for month in months:
        span = days_of_month(month)
        stores = {id for (id,) in Store.select(Store.id).where(SELLING).tuples()} & sold(span.first, span.last).keys()
        there = {row.store: row.id for row in StoreProfit.rows(StoreProfit.month == month)}
        counted = counted_of(month, stores | there.keys())  # also where what was sold is taken back since
        c.alter(StoreProfit, {id: counted[store] for store, id in there.items()})
        new = [{"month": month, "store": store, **counted[store]} for store in sorted(stores - there.keys())]
        c.add(StoreProfit, new)
        count += len(counted)
    return RENEWED(months="、".join(months), count=count)


def counted_of(month: str, stores: set[int]) -> dict[int, dict[str, Any]]:
    """By store, a month as it stands."""
    span = days_of_month(month)
    sales, known = sold(span.first, span.last), _known_goods(span, stores)
    costs, entered = _costs(month, stores)
    values = {}
    for store in stores:
        amount, goods = known.get(store, (ZERO, ZERO))
        mine = sales.get(store, ZERO)
        by_goods = amount > 0 and amount >= mine * HALF
        margin = ((amount - goods) * HUNDRED / amount).quantize(CENT) if by_goods else Decimal(setting(MARGIN))
        lacks = tuple(kind for kind in ("rent", "labour") if kind not in entered[store])
        values[store] = {**profit_of(mine, margin, costs[store], lacks), "basis": "goods" if by_goods else "assumed"}
    return values


def _known_goods(span: Span, stores: set[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """By store, what was sold by product and what these goods cost, where both are known."""
    costs = {id: cost for id, cost in Product.select(Product.id, Product.cost).tuples() if cost is not None}
    qty, amount = (peewee.fn.SUM(item).coerce(False) for item in (ProductDay.qty, ProductDay.amount))
    query = (
        ProductDay.select(ProductDay.store, ProductDay.product, qty, amount)
        .where(
            ProductDay.day.between(span.first, span.last),
            ProductDay.store.in_(sorted(stores)),
            ProductDay.amount.is_null(False),
        )
        .group_by(ProductDay.store, ProductDay.product)
    )
    known: dict[int, tuple[Decimal, Decimal]] = {}
    for store, product, units, cents in query.tuples():
        if product in costs:
            before = known.get(store, (ZERO, ZERO))
            goods = Decimal(int(units or 0)).scaleb(-3) * costs[product]
            known[store] = (before[0] + Decimal(int(cents or 0)).scaleb(-2), before[1] + goods)
    return known


def _costs(month: str, stores: set[int]) -> tuple[dict[int, dict[str, Decimal]], dict[int, set[str]]]:
    """By store, what was entered for the month and not turned down, the rent as agreed where none is; and what kinds are known."""
    entered: dict[int, set[str]] = {store: set() for store in stores}
    costs = {store: dict.fromkeys(("rent", "labour", "promotion", "other"), ZERO) for store in stores}
    mine = (Expense.month == month) & Expense.store.in_(sorted(stores)) & (Expense.state != "rejected")
    for row in Expense.rows(mine):
        kind = row.category if row.category in ("rent", "labour", "promotion") else "other"
        costs[row.store][kind] += row.amount
        entered[row.store].add(kind)
    agreed = _agreed(days_of_month(month))
    for store, parts in costs.items():
        if store in agreed and "rent" not in entered[store]:
            parts["rent"] = agreed[store]
            entered[store].add("rent")
    return costs, entered


def _agreed(span: Span) -> dict[int, Decimal]:
    """By store, the month's rent."""
    rents: dict[int, Decimal] = defaultdict(Decimal)
    for contract, amount in agreed_rents(span):
        rents[contract.store] += amount
    return rents
