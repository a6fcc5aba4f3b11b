"""Market surveys 市场调查: each quarter in each region, what the competitors around the stores do, and at what price."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    Param,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    Then,
    YearField,
    notify,
    setting,
)
from ..kit.clock import add_months, today
from ..kit.own_words import declare
from ..organization import Employee, Product, Region, Store
from .selling import SELLING

QUARTERS = tuple(
    Choice(f"q{n}", f"第{zh}季度", f"Q{n}", aka=(f"{n}季度", f"Q{n}")) for n, zh in enumerate("一二三四", 1)
)
STATES = (Choice("planned", "待调查", "Due", "warning"), Choice("done", "已完成", "Done", "positive"))
DAYS_LEFT = Param(
    "market_survey_days_left",
    "市场调查在季末前多少天完成",
    "Days before a quarter ends by which its market surveys are done",
    15,
    "天",
)
NO_PRICES = Text(
    "请先在“竞品价格”里登记至少 {least} 个商品的价格，再完成调查",
    "Enter the prices of {least} products at least, then finish the survey",
)
LEAST_PRICES = 3
NOT_BELOW = Text("价格必须大于 0", "A price is more than 0")
ASKED = Text(
    "{region} {year} 年{quarter}的市场调查请在 {due} 前完成",
    "The market survey of {region}, {year} {quarter}, is due by {due}",
)
PLANNED = Text("安排市场调查 {n} 项", "{n} market surveys planned")
TO_NAME = Text("（待定）", "(to be named)")
TOPIC = Text("{region} {year} 年{quarter}市场调查", "Market survey of {region}, {year} {quarter}")
declare(TO_NAME, TOPIC, *(quarter.label for quarter in QUARTERS))


def this_year() -> int:
    return today().year


def quarter_of(day: date) -> str:
    return f"q{(day.month - 1) // 3 + 1}"


def ask_for_surveys(c: Changes, day: date) -> Text:
    """One survey a quarter of each region with stores that sell, by its manager; where one was entered nothing is asked."""
    quarter, first = quarter_of(day), date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    due = add_months(first, 3) - timedelta(days=1 + int(setting(DAYS_LEFT)))
    wanted = {store.region for store in Store.rows(SELLING, Store.status == "open") if store.region}
    mine = (MarketSurvey.year == day.year) & (MarketSurvey.quarter == quarter)
    there = {row.region for row in MarketSurvey.rows(mine)}
    regions = Region.rows_by_id(wanted - there)
    label = next(choice.label for choice in QUARTERS if choice.key == quarter)
    for id, region in sorted(regions.items()):
        topic = TOPIC(region=region.name, year=day.year, quarter=label).zh
        values = {"year": day.year, "quarter": quarter, "region": id, "topic": topic, "competitor": TO_NAME.zh}
        row = c.create(MarketSurvey, **values, author=region.manager, surveyed_on=due, due_on=due, state="planned")
        said = ASKED(region=region.name, year=day.year, quarter=label, due=due)
        whom: dict[str, Any] = {"employees": (region.manager,)} if region.manager else {"roles": ("store_management",)}
        notify(c, said, record=MarketSurvey, row=row.id, waits="state", **whom)
    return PLANNED(n=len(regions))


def finish(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """A survey compares prices; the day it is done is the day it was made."""
    if row.prices < LEAST_PRICES:
        raise Refused(NO_PRICES(least=LEAST_PRICES), "prices")
    c.update(MarketSurvey, row.id, surveyed_on=today())


class MarketSurvey(Record):
    """What one look at one competitor in one quarter brought."""

    year = YearField("年份", "Year", default=this_year)
    quarter = ChoiceField("季度", "Quarter", options=QUARTERS, width=90)
    region = LinkField(Region, "区域", "Region", null=True)
    competitor = LineField("竞争对手", "Competitor", ours=True, max_length=60, width=150, aka=("竞品", "对手"))
    topic = LineField("调查主题", "Topic", ours=True, max_length=100, width=180, aka=("主题",))
    surveyed_on = DayField("调查日期", "Surveyed on", default=today, index=True, aka=("日期",))
    findings = NoteField("发现", "Findings", null=True, aka=("调查结果",))
    suggestions = NoteField("建议", "Suggestions", null=True)
    author = LinkField(Employee, "调查人", "Author", null=True)
    due_on = DayField("完成期限", "Due", null=True)
    prices = CountField("比价商品数", "Prices compared", default=0, derived=True)
    dearer = CountField("我方更贵", "Ours dearer", default=0, derived=True)
    gap = QuantityField(
        "平均价差（%）",
        "Mean difference (%)",
        percent=True,
        null=True,
        derived=True,
        hint=Text(
            "（我方 − 对手）÷ 对手的平均，正数表示我方贵", "Mean of (ours − theirs) ÷ theirs; above 0 ours are dearer"
        ),
    )
    state = ChoiceField("状态", "State", options=STATES, default="done", locked=True, width=90)

    sheet = Sheet(
        "市场调查",
        "Market surveys",
        title="topic",
        order=("-surveyed_on",),
        search=("topic", "competitor", "findings"),
        columns=(
            "year",
            "quarter",
            "region",
            "competitor",
            "topic",
            "surveyed_on",
            "prices",
            "gap",
            "dearer",
            "findings",
            "suggestions",
            "author",
            "due_on",
            "state",
        ),
        scopes={"region": "region", "own": "author"},
        steps=(
            Step(
                "finish",
                "完成调查",
                "Finish",
                "planned",
                "done",
                needs=("findings", "suggestions"),
                attachment=True,
                hint=Text("附上对手价签或货架的照片", "With pictures of their price tags or shelves"),
                asks={"competitor": LineField("竞争对手", "Competitor", max_length=60)},
                then=finish,
                icon="task_alt",
            ),
        ),
    )


def fill_prices(c: Changes, rows: list[dict[str, Any]]) -> None:
    """Ours is the list price of that day."""
    products = Product.rows_by_id({row["product"] for row in rows if row["product"]}, ["list_price"])
    for row in rows:
        if row["ours"] is None and row["product"] in products:
            row["ours"] = products[row["product"]].list_price


def price_anew(c: Changes, moves: list[Move]) -> None:
    """Another product of ours has another price."""
    moved = {move.id: move.new.product for move in moves if move.old and move.new and move.changed("product")}
    products = Product.rows_by_id(set(moved.values()), ["list_price"])
    c.alter(MarketPrice, {id: {"ours": products[product].list_price} for id, product in moved.items()})


def keep_prices(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.theirs <= 0:
            raise Refused(NOT_BELOW, "theirs", move.index)


def compare(c: Changes, moves: list[Move]) -> None:
    """By how much ours is dearer, on each line and over the survey."""
    fresh = MarketPrice.rows_by_id({move.id for move in moves if move.new and move.changed("ours", "theirs")})
    c.alter(MarketPrice, {id: {"gap": _gap(row)} for id, row in fresh.items()})
    sets = {}
    for id in {row.survey for move in moves for row in (move.old, move.new) if row}:
        gaps = [row.gap for row in MarketPrice.rows(MarketPrice.survey == id) if row.gap is not None]
        mean = (sum(gaps, Decimal(0)) / len(gaps)).quantize(Decimal("0.01")) if gaps else None
        count = MarketPrice.select().where(MarketPrice.survey == id).count()
        sets[id] = {"prices": count, "dearer": sum(gap > 0 for gap in gaps), "gap": mean}
    c.alter(MarketSurvey, {id: sets[id] for id in MarketSurvey.rows_by_id(sets)})


def _gap(row: Row) -> Decimal | None:
    return None if row.ours is None else ((row.ours - row.theirs) * 100 / row.theirs).quantize(Decimal("0.01"))


class MarketPrice(Record):
    """What a competitor asks for one of our products, or for what stands in its place."""

    survey = LinkField(MarketSurvey, "市场调查", "Survey")
    product = LinkField(Product, "我方商品", "Our product")
    their_item = LineField(
        "对手商品", "Their product", null=True, max_length=80, hint=Text("品牌、规格", "Brand and size")
    )
    theirs = MoneyField("对手价格", "Theirs", least=0, aka=("竞品价格",))
    ours = MoneyField("我方零售价", "Ours", null=True, locked=True)
    gap = QuantityField("价差（%）", "Difference (%)", percent=True, null=True, derived=True)
    on_offer = LineField("对手促销", "Their offer", null=True, max_length=80)

    sheet = Sheet(
        "竞品价格",
        "Competitors' prices",
        title="product",
        order=("survey", "id"),
        key=("survey", "product"),
        parent="survey",
        search=("product", "their_item"),
        fill=fill_prices,
        checks=(keep_prices,),
        derives=(compare,),
        consequences=(Then(price_anew, also="import"),),
        scopes={"region": "survey.region", "own": "survey.author"},
    )

    class Meta:
        indexes = ((("survey", "product"), True),)
