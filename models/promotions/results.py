"""Promotion results 促销成果: what a promotion brought each store over what it would have sold anyway, and whether it paid."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    Param,
    QuantityField,
    Record,
    Row,
    Sheet,
    Text,
    setting,
)
from ..kit.declare.occasions import On
from ..organization import Product, Store
from .baseline import WEEKS_BEFORE, Days, baseline, days_between, expected_sales, growth, growth_after, sold
from .campaigns import Promotion, products_of, stores_of
from .festivals import feast_days, festival_days

MARGIN = Param(
    "promotion_margin", "促销毛利率（商品没有成本价时）", "Gross margin where products have no cost", 45, "%"
)
AFTER_DAYS = Param("promotion_after_days", "活动后观察天数", "Days watched after a promotion", 14, "天")
PARAMS = (MARGIN, AFTER_DAYS)
BASES = (
    Choice("ordinary", "平常日", "Ordinary days", "info"),
    Choice("festival", "含去年同一节日", "With last year's festival", "positive"),
    Choice("mixed", "含节假日，无去年可比", "Festival, no last year to hold it against", "warning"),
)
HAPPENED = ("running", "finished", "reviewed")
COSTS = ("discounts", "coupons", "gifts", "media", "labour")
ZERO = Decimal(0)


def promotions_on(first: date, last: date) -> list[On]:
    """The promotions that ran on some of these days, with their stores."""
    met = (Promotion.starts_on <= last, Promotion.ends_on >= first, Promotion.state.in_(HAPPENED))
    rows = Promotion.rows(*met, order=Promotion.id)
    where = stores_of(rows)
    return [On(row.id, row.name, row.starts_on, row.ends_on, frozenset(where[row.id])) for row in rows]


def fill_margin(c: Changes, rows: list[dict]) -> None:
    """The margin of the promotion's products, unless somebody knows better."""
    known: dict[int, Decimal] = {}
    for row in rows:
        if row["margin"] is None and row["promotion"]:
            if row["promotion"] not in known:
                known[row["promotion"]] = margin_of(row["promotion"])
            row["margin"] = known[row["promotion"]]


def margin_of(promotion: int) -> Decimal:
    """The mean gross margin, in per cent of the list price, of the products a promotion is about."""
    ids = products_of([Promotion.row(promotion)])[promotion]
    priced = [p for p in Product.rows_by_id(ids).values() if p.list_price and p.cost is not None]
    if not priced:
        return Decimal(setting(MARGIN))
    return (sum((p.list_price - p.cost) * 100 / p.list_price for p in priced) / len(priced)).quantize(Decimal("0.1"))


def keep_returns(c: Changes, moves: list[Move]) -> None:
    """Cost, uplift and return follow from what was entered; the promotion adds its stores up.

    A margin that was emptied is that of the promotion's products again.
    """
    full = [{**vars(move.new)} for move in moves if move.new]
    fill_margin(c, full)
    ends = {id: row.ends_on for id, row in Promotion.rows_by_id({row["promotion"] for row in full}).items()}
    c.alter(
        PromotionResult,
        {
            row.id: {"margin": row.margin, **returns(row), "ended_on": ends[row.promotion]}
            for row in (Row(**values) for values in full)
        },
    )
    add_up(c, {row.promotion for move in moves for row in (move.old, move.new) if row})


def returns(row: Row) -> dict[str, Decimal | None]:
    """ROI is what the extra gross profit leaves after the cost, per yuan of cost: sales as such prove nothing."""
    cost = sum((getattr(row, name) or ZERO for name in COSTS), ZERO)
    uplift = None if row.sales is None or row.baseline is None else row.sales - row.baseline
    profit = None if uplift is None else (uplift * row.margin / 100).quantize(Decimal("0.01"))
    return {
        "cost": cost,
        "uplift": uplift,
        "gross_profit": profit,
        "uplift_rate": None if uplift is None else growth(row.sales, row.baseline),
        "roi": ((profit - cost) / cost).quantize(Decimal("0.001")) if cost and profit is not None else None,
    }


def add_up(c: Changes, promotions: set[int]) -> None:
    sums: dict[int, list[Decimal]] = {id: [ZERO, ZERO] for id in promotions}
    for row in PromotionResult.rows(PromotionResult.promotion.in_(promotions)):
        sums[row.promotion][0] += row.sales or ZERO
        sums[row.promotion][1] += row.cost
    c.alter(Promotion, {id: {"sales": sales, "cost": cost} for id, (sales, cost) in sums.items()})


def take_coupons(c: Changes, promotion: int, by_store: Mapping[int, Decimal]) -> None:
    """What coupons of a promotion took off in each store; a store that had no result yet gets one."""
    rows = {row.store: row.id for row in PromotionResult.rows(PromotionResult.promotion == promotion)}
    new = c.add(
        PromotionResult, [{"promotion": promotion, "store": store} for store in sorted(by_store.keys() - rows.keys())]
    )
    rows |= {row.store: row.id for row in new}
    c.alter(PromotionResult, {id: {"coupons": by_store.get(store)} for store, id in rows.items()})
    keep_returns(c, [Move(id, None, row) for id, row in PromotionResult.rows_by_id(rows.values()).items()])


class PromotionResult(Record):
    """One store's part in a promotion: sold, spent, and what of it is due to the promotion."""

    promotion = LinkField(Promotion, "促销活动", "Promotion")
    store = LinkField(Store, "门店", "Store")
    sales = MoneyField("销售额", "Sales", null=True, least=0, sum=True, aka=("活动销售额",))
    transactions = CountField("交易笔数", "Transactions", null=True, least=0, sum=True)
    new_members = CountField("新增会员", "New members", null=True, least=0, sum=True)
    discounts = MoneyField("让利", "Discounts", null=True, least=0, sum=True, aka=("折扣金额",))
    coupons = MoneyField(
        "用券让利",
        "Coupons",
        null=True,
        derived=True,
        sum=True,
        hint=Text("本促销的券在本店减免的金额，“让利”里不用再填", "What coupons of it took off here; not in Discounts"),
    )
    gifts = MoneyField("赠品费用", "Gifts", null=True, least=0, sum=True)
    media = MoneyField("宣传物料费", "Media", null=True, least=0, sum=True)
    labour = MoneyField("人工费", "Labour", null=True, least=0, sum=True)
    cost = MoneyField("费用合计", "Cost", default=0, derived=True, sum=True)
    margin = QuantityField("毛利率（%）", "Gross margin (%)", percent=True, null=True, least=0, most=100)
    baseline = MoneyField(
        "基线销售额",
        "Baseline sales",
        null=True,
        least=0,
        sum=True,
        hint=Text("活动前四周同星期的平均，不含促销日和节假日", "Same ordinary weekdays of the four weeks before"),
    )
    basis = ChoiceField(
        "基线依据",
        "Baseline from",
        options=BASES,
        null=True,
        locked=True,
        width=150,
        hint=Text(
            "活动遇上节假日：以去年同一节日的销售为准；没有去年的数据时，增量含节日本身的增长",
            "Over a festival last year's sales of it; where unknown, the uplift has the festival's own in it",
        ),
    )
    uplift = MoneyField("增量销售额", "Uplift", null=True, derived=True, sum=True)
    uplift_rate = QuantityField("增幅（%）", "Uplift (%)", percent=True, null=True, derived=True)
    gross_profit = MoneyField("增量毛利", "Extra gross profit", null=True, derived=True, sum=True)
    roi = QuantityField(
        "投入产出（ROI）",
        "ROI",
        null=True,
        derived=True,
        hint=Text("（增量毛利－费用）÷费用", "(extra gross profit − cost) ÷ cost"),
    )
    others = QuantityField(
        "对照门店增幅（%）",
        "Stores without it (%)",
        percent=True,
        null=True,
        hint=Text("同期没有参加的门店相对各自基线", "The other stores over the same days"),
    )
    after = QuantityField(
        "活动后两周增幅（%）",
        "Two weeks after (%)",
        percent=True,
        null=True,
        hint=Text(
            "明显为负说明销售被提前；其他促销和节假日不算在内",
            "Clearly below zero: sales were only pulled forward; other promotions and festivals left out",
        ),
    )
    ended_on = DayField("活动结束日", "Ended on", null=True, derived=True, index=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "促销成果",
        "Promotion results",
        title="store",
        order=("-ended_on", "store"),
        key=("promotion", "store"),
        parent="promotion",
        search=("promotion", "store"),
        fill=fill_margin,
        derives=(keep_returns,),
        columns=(
            "promotion",
            "store",
            "sales",
            "baseline",
            "basis",
            "uplift",
            "uplift_rate",
            "cost",
            "gross_profit",
            "roi",
            "transactions",
            "new_members",
            "others",
            "after",
        ),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("promotion", "store"), True),)


# From the tills ---------------------------------------------------------------------------------------------------------


def take_sales(c: Changes, promotion: int, daily: Mapping[int, Days], through: date) -> int:
    """Fill a promotion's results from the stores' days up to `through`; stores whose days are unknown stay as entered."""
    row = c.fresh(Promotion, promotion)
    if row.starts_on > through:
        return 0
    last, mine = min(row.ends_on, through), stores_of([row])[row.id]
    busy, feasts = busy_days(row, through), feast_days(row.starts_on, last)
    others = _others(daily, mine, row.starts_on, last, busy)
    have = {result.store: result.id for result in PromotionResult.rows(PromotionResult.promotion == promotion)}
    figures = {
        store: _figures(daily[store], row, last, through, busy[store], feasts, others)
        for store in sorted(mine & daily.keys())
    }
    c.add(
        PromotionResult,
        [{"promotion": promotion, "store": s, **values} for s, values in figures.items() if s not in have],
    )
    c.alter(PromotionResult, {have[store]: values for store, values in figures.items() if store in have})
    return len(figures)


def _figures(
    days: Days,
    row: Row,
    last: date,
    through: date,
    busy: set[date],
    feasts: dict[date, date | None],
    others: Decimal | None,
) -> dict:
    whole = sold(days, row.starts_on, last)
    watched = watched_until(row)
    after = None
    if through >= watched:
        after = growth_after(days, row.starts_on, row.ends_on + timedelta(days=1), watched, busy)
    expected, basis = expected_sales(days, row.starts_on, last, busy, feasts)
    return {**whole._asdict(), "baseline": expected, "basis": basis, "others": others, "after": after}


def watched_until(row: Row) -> date:
    return row.ends_on + timedelta(days=int(setting(AFTER_DAYS)))


def _others(
    daily: Mapping[int, Days], mine: set[int], first: date, last: date, busy: dict[int, set[date]]
) -> Decimal | None:
    """How the stores without the promotion did over the same days, all of them together."""
    actual = expected = ZERO
    for store in daily.keys() - mine:
        usual_sales = baseline(daily[store], first, last, busy[store])
        if usual_sales:
            expected += usual_sales
            actual += sold(daily[store], first, last).sales
    return growth(actual, expected)


def busy_days(row: Row, through: date) -> dict[int, set[date]]:
    """By store, the days of the weeks before and after that were no ordinary ones: other promotions, and festivals."""
    since, until = row.starts_on - timedelta(days=7 * WEEKS_BEFORE), max(row.ends_on, min(watched_until(row), through))
    near = [
        other
        for other in Promotion.rows(
            Promotion.state.in_(HAPPENED), Promotion.starts_on <= until, Promotion.ends_on >= since
        )
        if other.id != row.id
    ]
    festivals = festival_days(since, until)
    busy: dict[int, set[date]] = defaultdict(lambda: set(festivals))
    for other, stores in ((other, stores_of(near)[other.id]) for other in near):
        for store in stores:
            busy[store] |= set(days_between(other.starts_on, other.ends_on))
    return busy
