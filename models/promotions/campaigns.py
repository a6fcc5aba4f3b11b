"""Promotions 促销活动: what is offered where and when, who agreed to it, and whether two of them meet on one shelf."""

from collections import defaultdict
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
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    Then,
    notify,
    numbered,
)
from ..kit.clock import today
from ..kit.own_words import both
from ..organization import Employee, Product, Store
from .clashes import met

KINDS = (
    Choice("discount", "折扣", "Discount"),
    Choice("reduction", "满减", "Full reduction"),
    Choice("gift", "赠品", "Gift"),
    Choice("bundle", "组合", "Bundle"),
    Choice("points", "积分翻倍", "Points multiple"),
    Choice("opening", "开业", "Opening"),
    Choice("launch", "新品上市", "Launch"),
)
CHANNELS = (
    Choice("store", "门店", "Stores", "info"),
    Choice("online", "线上", "Online", "positive", ("网店",)),
    Choice("both", "线上线下", "Both", "info"),
)
STATES = (
    Choice("draft", "草稿", "Draft", "info"),
    Choice("submitted", "待审", "Submitted", "warning"),
    Choice("approved", "已批", "Approved", "positive"),
    Choice("running", "进行中", "Running", "positive"),
    Choice("finished", "已结束", "Finished", "info"),
    Choice("reviewed", "已复盘", "Reviewed", "grey"),
    Choice("cancelled", "已取消", "Cancelled", "grey"),
)
LIVE = ("draft", "submitted", "approved", "running")
AGREED = ("approved", "running")
TERMS = ("kind", "channel", "starts_on", "ends_on", "mechanics", "target_sales", "budget")
MANAGING = ("operations_manager", "administrator")

WRONG_ORDER = Text("结束日期不能早于开始日期", "The last day can't be before the first")
ENDED = Text("结束日期 {day} 已过，不能提交审批", "The last day {day} is over, so it can't be submitted")
NO_REASON = Text("有商品低于成本价，请先填写“低于成本说明”", "A price is below cost; say why in “Why below cost” first")
BELOW_COST = Text(
    "有商品低于成本价，须由运营经理审批", "A price is below cost; only the operations manager can approve it"
)
FIXED = Text("“{name}”{state}，不能再改商品和门店", "“{name}” is {state}; its stores and products stay as they are")
CLASHES = Text("请注意撞期：{clashes}", "Mind the clash: {clashes}")
SUBMITTED = Text("促销“{name}”待审批", "The promotion “{name}” waits for approval")
REOPENED = Text(
    "促销“{name}”批准后有改动，已退回待审", "The promotion “{name}” was changed after its approval and waits again"
)
SENT_BACK = Text("促销“{name}”被退回：{reason}", "The promotion “{name}” was sent back: {reason}")


# What holds however a promotion is written ------------------------------------------------------------------------------


def fill_codes(c: Changes, rows: list[dict]) -> None:
    numbered(Promotion, rows, name="code")


def keep_period(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.ends_on < move.new.starts_on:
            raise Refused(WRONG_ORDER, "ends_on", move.index)


def reopen_when_changed(c: Changes, moves: list[Move]) -> None:
    """What was agreed to is what runs: changed terms wait for approval again."""
    changed = [m.new for m in moves if m.old and m.new and m.old.state == m.new.state and m.changed(*TERMS)]
    ask_again(c, [row for row in changed if row.state in AGREED])


def ask_again(c: Changes, rows: list[Row]) -> None:
    for row in rows:
        c.update(Promotion, row.id, state="submitted")
        _tell(c, row, REOPENED)


def keep_clashes(c: Changes, moves: list[Move]) -> None:
    if any(move.changed("state", "channel", "starts_on", "ends_on", "name") for move in moves):
        note_clashes(c, moves)


def note_clashes(c: Changes, moves: list[Move]) -> None:
    """Every live promotion says which others it meets."""
    live = Promotion.rows(Promotion.state.in_(LIVE))
    clashes = met(live, stores_of(live), products_of(live))
    c.derive(Promotion, {id: {"clashes": words} for id, words in clashes.items()})


def stores_of(promotions: list[Row]) -> dict[int, set[int]]:
    """Which stores each promotion runs in: those it names, else all of its channel."""
    named: dict[int, set[int]] = defaultdict(set)
    mine = PromotionStore.promotion.in_([row.id for row in promotions])
    for line in PromotionStore.rows(mine):
        named[line.promotion].add(line.store)
    online = {
        id: kind == "online" for id, kind in Store.select(Store.id, Store.kind).where(Store.status != "closed").tuples()
    }
    every = {
        "both": set(online),
        "online": {id for id in online if online[id]},
        "store": {id for id in online if not online[id]},
    }
    return {row.id: named.get(row.id) or every[row.channel] for row in promotions}


def products_of(promotions: list[Row]) -> dict[int, set[int]]:
    """Which products each promotion is about; empty for all of them."""
    named: dict[int, set[int]] = {row.id: set() for row in promotions}
    mine = PromotionProduct.promotion.in_(list(named))
    for line in PromotionProduct.rows(mine):
        named[line.promotion].add(line.product)
    return named


def _tell(c: Changes, row: Row, text: Text, waits: str | None = None, **values: str) -> None:
    owner = (row.owner,)
    notify(
        c, text(name=row.name, **values), record=Promotion, row=row.id, waits=waits, roles=MANAGING[:1], employees=owner
    )


# The steps --------------------------------------------------------------------------------------------------------------


def submit(c: Changes, row: Row, answers: dict) -> Text | None:
    """On its way to a manager; a clash is said, not forbidden."""
    if row.ends_on < today():
        raise Refused(ENDED(day=row.ends_on), "ends_on")
    if row.below_cost and not row.below_cost_reason:
        raise Refused(NO_REASON, "below_cost_reason")
    _tell(c, row, SUBMITTED, waits="state")
    return CLASHES(clashes=both(row.clashes)) if row.clashes else None


def approve(c: Changes, row: Row, answers: dict) -> None:
    """Prices below cost are for the operations manager; what should run today does so at once."""
    if row.below_cost and c.who.role not in MANAGING and not c.who.all_rights:
        raise Refused(BELOW_COST, "below_cost")
    if row.starts_on <= today():
        c.update(Promotion, row.id, state="running")


def send_back(c: Changes, row: Row, answers: dict) -> None:
    _tell(c, row, SENT_BACK, reason=answers["reason"])


class Promotion(Record):
    """One promotion: its terms, its period, what it is to bring and may cost."""

    code = LineField(
        "促销编号",
        "Promotion no.",
        null=True,
        unique=True,
        max_length=30,
        width=140,
        aka=("活动编号", "编号"),
        auto="CX",
    )
    name = LineField(
        "促销名称", "Promotion", max_length=80, width=200, public=True, aka=("活动名称", "促销活动", "活动")
    )
    kind = ChoiceField("类型", "Kind", options=KINDS, default="discount", width=100, aka=("促销类型", "活动类型"))
    channel = ChoiceField("渠道", "Channel", options=CHANNELS, default="store", width=90)
    starts_on = DayField("开始日期", "From", index=True)
    ends_on = DayField("结束日期", "To", index=True)
    mechanics = NoteField("促销内容", "Mechanics", null=True, public=True, aka=("活动内容", "促销规则"))
    target_sales = MoneyField("销售目标", "Target sales", null=True, least=0, sum=True, aka=("目标销售额",))
    budget = MoneyField("费用预算", "Budget", null=True, least=0, sum=True, aka=("预算",))
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    clashes = LineField(
        "撞期提醒",
        "Clashes",
        null=True,
        derived=True,
        ours=True,
        max_length=300,
        width=180,
        hint=Text("同一门店、同一商品、同一时间的其他促销", "Others on the same store and product at that time"),
    )
    below_cost = FlagField("低于成本", "Below cost", default=False, derived=True, width=90)
    below_cost_reason = NoteField("低于成本说明", "Why below cost", null=True)
    sales = MoneyField("实际销售额", "Sales", null=True, derived=True, sum=True)
    cost = MoneyField("实际费用", "Cost", null=True, derived=True, sum=True)
    conclusions = NoteField("复盘结论", "Conclusions", null=True, aka=("总结",))
    state = ChoiceField("状态", "State", options=STATES, default="draft", locked=True, width=90)

    sheet = Sheet(
        "促销活动",
        "Promotions",
        order=("-starts_on",),
        key=("code",),
        search=("name", "code", "mechanics"),
        state="state",
        later=("conclusions",),
        columns=(
            "code",
            "name",
            "kind",
            "channel",
            "state",
            "starts_on",
            "ends_on",
            "clashes",
            "target_sales",
            "sales",
            "budget",
            "cost",
            "owner",
            "mechanics",
        ),
        scopes={"own": "owner"},
        fill=fill_codes,
        checks=(keep_period,),
        derives=(keep_clashes,),
        consequences=(Then(reopen_when_changed, also="import"),),
        steps=(
            Step(
                "submit",
                "提交审批",
                "Submit",
                "draft",
                "submitted",
                needs=("mechanics", "budget", "target_sales"),
                then=submit,
                icon="send",
            ),
            Step(
                "approve",
                "批准",
                "Approve",
                "submitted",
                "approved",
                verb="approve",
                unlike=("creator", "owner", "mover"),
                then=approve,
                icon="done",
            ),
            Step(
                "send_back",
                "退回",
                "Send back",
                "submitted",
                "draft",
                verb="approve",
                reason=True,
                then=send_back,
                icon="undo",
            ),
            Step("start", "开始", "Start", "approved", "running", auto=True),
            Step("finish", "结束", "Finish", "running", "finished", auto=True),
            Step("ask_again", "退回待审", "Ask again", "approved running", "submitted", auto=True),
            Step("review", "复盘", "Review", "finished", "reviewed", needs=("conclusions",), icon="rate_review"),
            Step(
                "cancel",
                "取消活动",
                "Cancel the promotion",
                "draft submitted approved running",
                "cancelled",
                reason=True,
                icon="cancel",
                danger=True,
            ),
        ),
    )


# Where, and of what -----------------------------------------------------------------------------------------------------


def keep_agreed(c: Changes, moves: list[Move]) -> None:
    """Stores and products are terms too: what is over stays as it was."""
    for row in _promotions(moves):
        if row.state not in LIVE:
            state = Text(*(Promotion.state.show(row.state, lang) for lang in ("zh", "en")))
            raise Refused(FIXED(name=row.name, state=state), "promotion", moves[0].index)


def reopen_with_parts(c: Changes, moves: list[Move]) -> None:
    """A promotion with other stores or products waits for approval again."""
    ask_again(c, [row for row in _promotions(moves) if row.state in AGREED])


def _promotions(moves: list[Move]) -> list[Row]:
    touched = {row.promotion for move in moves for row in (move.old, move.new) if row}
    return list(Promotion.rows_by_id(touched).values())


def keep_floor(c: Changes, moves: list[Move]) -> None:
    """A price under the product's cost is marked on the line and on the promotion."""
    products = Product.rows_by_id({move.new.product for move in moves if move.new})
    c.alter(
        PromotionProduct,
        {
            move.id: {"below_cost": _below(move.new.price, products[move.new.product].cost)}
            for move in moves
            if move.new
        },
    )
    for id in {row.promotion for move in moves for row in (move.old, move.new) if row}:
        mine = (PromotionProduct.promotion == id) & (PromotionProduct.below_cost == 1)
        c.update(Promotion, id, below_cost=PromotionProduct.select().where(mine).exists())


def _below(price: Decimal | None, cost: Decimal | None) -> bool:
    return price is not None and cost is not None and price < cost


class PromotionStore(Record):
    """One store a promotion runs in; a promotion without such lines runs in all stores of its channel."""

    promotion = LinkField(Promotion, "促销活动", "Promotion")
    store = LinkField(Store, "门店", "Store")

    sheet = Sheet(
        "促销门店",
        "Promotion stores",
        title="store",
        order=("promotion", "store"),
        key=("promotion", "store"),
        parent="promotion",
        checks=(keep_agreed,),
        derives=(note_clashes,),
        consequences=(Then(reopen_with_parts, also="import"),),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("promotion", "store"), True),)


class PromotionProduct(Record):
    """One product a promotion is about; a promotion without such lines is about all of them."""

    promotion = LinkField(Promotion, "促销活动", "Promotion")
    product = LinkField(Product, "商品", "Product")
    price = MoneyField("促销价", "Promotion price", null=True, least=0)
    limit = CountField("限购数量", "Limit each", null=True, least=1, column_name="limit_qty")
    below_cost = FlagField("低于成本", "Below cost", default=False, derived=True, width=90)

    sheet = Sheet(
        "促销商品",
        "Promotion products",
        title="product",
        order=("promotion", "product"),
        key=("promotion", "product"),
        parent="promotion",
        checks=(keep_agreed,),
        derives=(keep_floor, note_clashes),
        consequences=(Then(reopen_with_parts, also="import"),),
    )

    class Meta:
        indexes = ((("promotion", "product"), True),)
