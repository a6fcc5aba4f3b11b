"""What key accounts are offered: opportunities, bundles of products, and the policy on discounts."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    PinyinField,
    QuantityField,
    Record,
    Refused,
    Sheet,
    Step,
    Text,
    Then,
)
from ..kit.clock import today
from ..organization import Employee, Product
from .accounts import ACCOUNT_KINDS, KeyAccount

OPPORTUNITY_STAGES = (
    Choice("lead", "线索", "Lead", "grey"),
    Choice("need", "确认需求", "Need confirmed", "info"),
    Choice("offer", "已报价", "Offer made", "info"),
    Choice("negotiating", "商务洽谈", "Negotiating", "warning"),
    Choice("won", "赢单", "Won", "positive"),
    Choice("lost", "丢单", "Lost", "negative"),
)
OPEN = ("lead", "need", "offer", "negotiating")
# How likely each stage usually ends well, and how many days it may last before it counts as stalled.
USUAL = {
    "lead": (10, 30),
    "need": (30, 30),
    "offer": (50, 21),
    "negotiating": (70, 21),
    "won": (100, None),
    "lost": (0, None),
}
BUNDLE_STATES = (Choice("on", "在售", "Offered", "positive"), Choice("off", "停售", "Withdrawn", "grey"))
POLICY_STATES = (
    Choice("draft", "草稿", "Draft", "grey"),
    Choice("active", "生效", "In force", "positive", ("已生效",)),
    Choice("ended", "停用", "Ended", "grey"),
)

LATER_THAN = Text("结束日期不能早于开始日期", "It can't end before it starts")
CENT = Decimal("0.01")


def fill_opportunities(c: Changes, rows: list[dict]) -> None:
    accounts = KeyAccount.rows_by_id({row["account"] for row in rows if row["account"]})
    for row in rows:
        account = accounts.get(row["account"])
        row["owner"] = row["owner"] or (account and account.owner) or c.who.employee_id
        if row["probability"] is None:
            row["probability"] = USUAL[row["stage"]][0]


def keep_forecast(c: Changes, moves: list[Move]) -> None:
    """What an opportunity is worth by its probability; one that was emptied is the usual one of its stage again."""
    rows = [move.new for move in moves if move.new and move.changed("amount", "probability")]
    likely = {row.id: USUAL[row.stage][0] if row.probability is None else row.probability for row in rows}
    c.alter(
        Opportunity,
        {
            row.id: {"probability": likely[row.id], "weighted": (row.amount * likely[row.id] / 100).quantize(CENT)}
            for row in rows
        },
    )


def start_stage(c: Changes, moves: list[Move]) -> None:
    """A stage brings its usual probability and starts its clock."""
    moved = [move.new for move in moves if move.old and move.new and move.changed("stage")]
    c.alter(
        Opportunity, {row.id: {"probability": USUAL[row.stage][0], "since": today(), "stalled": False} for row in moved}
    )


class Opportunity(Record):
    """Something an account may buy, how likely, and when."""

    account = LinkField(KeyAccount, "大客户", "Account", aka=("客户", "客户编号"))
    title = LineField("商机", "Opportunity", max_length=100, width=180, aka=("商机名称",))
    stage = ChoiceField("阶段", "Stage", options=OPPORTUNITY_STAGES, default="lead", locked=True, width=100)
    amount = MoneyField("预计金额", "Amount", least=0, sum=True)
    probability = CountField("把握（%）", "Probability (%)", percent=True, null=True, least=0, most=100, width=90)
    weighted = MoneyField("加权金额", "Weighted amount", default=0, derived=True, sum=True)
    expected_on = DayField("预计成交", "Expected on", null=True, index=True)
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    competitor = LineField("竞争对手", "Competitor", null=True, max_length=80)
    since = DayField("进入阶段", "In this stage since", default=today, locked=True)
    stalled = FlagField("停滞", "Stalled", default=False, derived=True)
    lost_reason = LineField("丢单原因", "Why lost", null=True, locked=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "商机",
        "Opportunities",
        title="title",
        order=("expected_on", "-amount"),
        search=("title", "account"),
        parent="account",
        columns=(
            "account",
            "title",
            "stage",
            "amount",
            "probability",
            "weighted",
            "expected_on",
            "owner",
            "stalled",
            "competitor",
        ),
        scopes={"own": "account.owner"},
        fill=fill_opportunities,
        derives=(keep_forecast,),
        consequences=(Then(start_stage, also="import"),),
        state="stage",
        steps=(
            Step("need", "需求已确认", "Need confirmed", "lead", "need", icon="fact_check"),
            Step("offer", "已报价", "Offer made", "lead need", "offer", needs=("expected_on",), icon="request_quote"),
            Step("negotiate", "进入洽谈", "Negotiate", "offer", "negotiating", icon="handshake"),
            Step("win", "赢单", "Won", "offer negotiating", "won", icon="emoji_events"),
            Step(
                "lose",
                "丢单",
                "Lost",
                " ".join(OPEN),
                "lost",
                icon="thumb_down",
                danger=True,
                asks={
                    "lost_reason": LineField("丢单原因", "Why lost"),
                    "competitor": LineField(
                        "竞争对手", "Competitor", null=True, hint=Text("输给谁", "Whom it was lost to")
                    ),
                },
            ),
            Step("reopen", "重新跟进", "Take up again", "lost", "need", reason=True, icon="refresh"),
        ),
    )


class Bundle(Record):
    """A set of products sold together at one price."""

    code = LineField("组合编码", "Bundle code", unique=True, max_length=20, width=100)
    name = LineField("组合名称", "Bundle", unique=True, max_length=60, public=True, width=160, aka=("产品组合", "组合"))
    name_py = PinyinField("组合拼音", "Bundle pinyin", of="name")
    price = MoneyField("组合价", "Bundle price", least=0)
    list_total = MoneyField("零售价合计", "At list prices", default=0, derived=True)
    cost_total = MoneyField("成本合计", "Cost", default=0, derived=True)
    margin = QuantityField("毛利率（%）", "Margin (%)", percent=True, null=True, derived=True)
    starts_on = DayField("开始日期", "From", null=True)
    ends_on = DayField("结束日期", "To", null=True)
    status = ChoiceField("状态", "Status", options=BUNDLE_STATES, default="on", width=80)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "产品组合",
        "Bundles",
        columns=("code", "name", "price", "list_total", "cost_total", "margin", "status"),
        order=("code",),
        key=("code",),
        search=("name", "name_py", "code"),
        checks=(lambda c, moves: keep_order(moves),),
        derives=(lambda c, moves: keep_bundles(c, moves),),
    )


def keep_bundle_lines(c: Changes, moves: list[Move]) -> None:
    recount_bundles(c, {row.bundle for move in moves for row in (move.old, move.new) if row})


class BundleLine(Record):
    """One product of a bundle."""

    bundle = LinkField(Bundle, "产品组合", "Bundle", aka=("组合",))
    product = LinkField(Product, "商品", "Product")
    qty = QuantityField("数量", "Qty", default=1, least=Decimal("0.001"))
    price = MoneyField("零售单价", "List price", null=True, locked=True)

    sheet = Sheet(
        "组合明细",
        "Bundle lines",
        title="product",
        order=("bundle", "id"),
        parent="bundle",
        key=("bundle", "product"),
        derives=(keep_bundle_lines,),
        fill=lambda c, rows: fill_list_prices(rows),
    )

    class Meta:
        indexes = ((("bundle", "product"), True),)


def fill_list_prices(rows: list[dict]) -> None:
    prices = dict(
        Product.select(Product.id, Product.list_price).where(Product.id.in_([r["product"] for r in rows])).tuples()
    )
    for row in rows:
        row["price"] = row["price"] if row["price"] is not None else prices.get(row["product"])


def keep_bundles(c: Changes, moves: list[Move]) -> None:
    recount_bundles(c, {move.id for move in moves if move.new and move.changed("price")})


def keep_order(moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.starts_on and move.new.ends_on and move.new.ends_on < move.new.starts_on:
            raise Refused(LATER_THAN, "ends_on", move.index)


def recount_bundles(c: Changes, bundles: set[int]) -> None:
    """What the products of a bundle would cost singly and cost us, and the margin of its price."""
    listed, costs = defaultdict(Decimal), defaultdict(Decimal)
    lines = BundleLine.rows(BundleLine.bundle.in_(list(bundles)))
    products = Product.rows_by_id({line.product for line in lines})
    for line in lines:
        product = products[line.product]
        listed[line.bundle] += line.qty * (line.price if line.price is not None else product.list_price or 0)
        costs[line.bundle] += line.qty * (product.cost or 0)
    c.alter(
        Bundle,
        {
            row.id: {
                "list_total": listed[row.id].quantize(CENT),
                "cost_total": costs[row.id].quantize(CENT),
                "margin": share(row.price - costs[row.id], row.price) if costs[row.id] else None,
            }
            for row in Bundle.rows_by_id(bundles).values()
        },
    )


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Per cent, one digit; None of nothing."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1")) if whole else None


class GroupPolicy(Record):
    """How much discount a kind of account may have from what quantity on."""

    title = LineField("政策名称", "Policy", unique=True, max_length=80, width=200, aka=("团购政策",))
    kind = ChoiceField(
        "适用客户类型",
        "For kind of account",
        options=ACCOUNT_KINDS,
        null=True,
        hint=Text("留空表示全部类型", "Empty: all kinds"),
    )
    from_qty = QuantityField("起订数量", "From quantity", default=1, least=0)
    discount = QuantityField(
        "最高优惠（%）",
        "Discount up to (%)",
        percent=True,
        least=0,
        most=100,
        hint=Text("按零售价让利的上限，九折填 10", "Off the list price at most; 10 means ten per cent off"),
    )
    starts_on = DayField("开始日期", "From", default=today)
    ends_on = DayField("结束日期", "To", null=True)
    state = ChoiceField("状态", "State", options=POLICY_STATES, default="draft", locked=True, width=80)
    note = NoteField("说明", "Note", null=True)

    sheet = Sheet(
        "团购政策",
        "Group policies",
        title="title",
        order=("state", "-starts_on"),
        key=("title",),
        search=("title",),
        columns=("title", "kind", "from_qty", "discount", "starts_on", "ends_on", "state", "note"),
        checks=(lambda c, moves: keep_order(moves),),
        steps=(
            Step("activate", "生效", "Put in force", "draft ended", "active", verb="approve", icon="verified"),
            Step("end", "停用", "End", "active", "ended", verb="approve", reason=True, icon="block", danger=True),
        ),
    )


def discount_allowed(kind: str, qty: Decimal, day: date) -> Decimal:
    """The most that the policies in force on a day allow this kind of account for this quantity, in per cent."""
    fits = (GroupPolicy.state == "active") & (GroupPolicy.from_qty <= qty) & (GroupPolicy.starts_on <= day)
    fits &= GroupPolicy.ends_on.is_null() | (GroupPolicy.ends_on >= day)
    fits &= GroupPolicy.kind.is_null() | (GroupPolicy.kind == kind)
    return max((row.discount for row in GroupPolicy.rows(fits)), default=Decimal(0))
