"""Group orders 团购订单: their lines, what they come to, the money received, and the way from draft to settled."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from ..kit import (
    Brings,
    Changes,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    QuantityField,
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
from ..kit.own_words import declare
from ..kit.text import join
from ..logistics import NEAR_HINT, Warehouse, take_all_out
from ..organization import Employee, Product
from . import words
from .accounts import KeyAccount, accounts_of
from .order_states import ORDER_STATES, OWING, SOLD
from .order_sums import owed_by, sums_of
from .pricing import fill_line_prices, refuse_nameless
from .selling import CENT, Bundle, BundleLine, GroupPolicy
from .terms import beyond

declare(words.FOR_CUSTOMER)

TERMS = ("account", "ordered_on", "policy", "discount", "gift_cost", "freight_cost")


def fill_orders(c: Changes, rows: list[dict]) -> None:
    numbered(GroupOrder, rows)
    accounts = KeyAccount.rows_by_id({row["account"] for row in rows if row["account"]})
    for row in rows:
        account = accounts.get(row["account"])
        row["owner"] = row["owner"] or (account and account.owner) or c.who.employee_id
        if row["due_on"] is None and account and row["ordered_on"]:
            row["due_on"] = row["ordered_on"] + timedelta(days=account.payment_days)


def keep_orders(c: Changes, moves: list[Move]) -> None:
    """Only a draft's terms change, and only a draft is deleted."""
    for move in moves:
        if move.new is None and move.old.state != "draft":
            raise Refused(words.NO_DELETE(state=state_of(move.old)), "state", move.index)
        if move.old and move.new and move.old.state != "draft" and move.changed(*TERMS):
            raise Refused(words.CLOSED(state=state_of(move.old), what=words.TERMS_ARE), "account", move.index)


def sum_up(c: Changes, moves: list[Move]) -> None:
    """Amounts follow the lines; the account knows what it owes and bought."""
    recount_orders(c, {move.id for move in moves if move.new and move.changed(*TERMS, "paid")})
    moved = [move for move in moves if move.changed("state", "amount", "unpaid", "due_on", "account")]
    recount_accounts(c, accounts_of(row for move in moved for row in (move.old, move.new)))


def confirm(c: Changes, row: Row, _: dict) -> None:
    """Within policy, margin and credit a seller confirms alone."""
    if excess := exceeding(row):
        raise Refused(words.ASK(why=join(excess)), "discount")
    c.update(GroupOrder, row.id, beyond=None)
    start_trading(c, row)


def submit(c: Changes, row: Row, _: dict) -> Text:
    """What is to be approved is written on the order, and told to those who may."""
    excess = exceeding(row)
    if not excess:
        raise Refused(words.NOTHING_BEYOND)
    why = join(excess)
    c.update(GroupOrder, row.id, beyond=why.zh)
    said, roles = words.WAITS(no=row.no, why=why), ("key_accounts", "operations_manager")
    notify(c, said, record=GroupOrder, row=row.id, roles=roles, waits="state")
    return words.SENT(why=why)


def approve(c: Changes, row: Row, _: dict) -> None:
    notify(c, words.APPROVED(no=row.no, by=c.who.name), record=GroupOrder, row=row.id, employees=(row.owner,))
    start_trading(c, row)


def settle(c: Changes, row: Row, _: dict) -> None:
    if row.unpaid > 0:
        raise Refused(words.NOT_PAID(left=GroupOrder.unpaid.show(row.unpaid)), "paid")


def deliver(c: Changes, row: Row, answers: dict) -> Text | None:
    """The goods leave the warehouses, the batches that expire first; each batch is booked to this order and its customer."""
    if (day := answers.get("delivered_on")) is not None and day > today():
        raise Refused(words.NOT_DELIVERED_YET(day=day), "delivered_on")
    wanted = goods_of(row.id)
    if not wanted:
        return None
    customer = KeyAccount.title_of(row.account)
    lines = take_all_out(
        c,
        wanted,
        "sale_out",
        answers.get("warehouse"),
        reference=row.no,
        reason=words.FOR_CUSTOMER(customer=customer).zh,
        batch_reason=answers.get("batch_reason"),
    )
    batches = [f"{Product.title_of(line.product)} {line.batch_no} × {-line.qty.normalize():f}" for line in lines]
    return words.DELIVERED(no=lines[0].no, batches="；".join(batches))


def goods_of(order: int) -> dict[int, Decimal]:
    """How much of each product an order takes, bundles taken apart; packing and other items are not stocked."""
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    lines = GroupOrderLine.rows(GroupOrderLine.order == order)
    parts = BundleLine.rows(BundleLine.bundle.in_([line.bundle for line in lines if line.bundle]))
    for line in lines:
        if line.product:
            wanted[line.product] += line.qty
        for part in parts:
            if part.bundle == line.bundle:
                wanted[part.product] += line.qty * part.qty
    return dict(wanted)


def exceeding(row: Row) -> list[Text]:
    """What of an order goes beyond the terms; one without lines is none."""
    lines = GroupOrderLine.rows(GroupOrderLine.order == row.id)
    if not lines:
        raise Refused(words.NOTHING_IN_IT)
    owing = GroupOrder.rows(GroupOrder.account == row.account, GroupOrder.state.in_(OWING), GroupOrder.id != row.id)
    return beyond(row, lines, KeyAccount.row(row.account), owing)


def start_trading(c: Changes, row: Row) -> None:
    """The first order makes an account an active one."""
    not_overpaid(row.paid, row.amount)
    if c.fresh(KeyAccount, row.account).stage in ("won", "lost"):
        c.update(KeyAccount, row.account, stage="active")


def take_lines(c: Changes, groups: list[tuple[Row, list[dict]]]) -> None:
    """The lines of a workbook, beside their order or on a sheet of their own."""
    rows = [{"order": order.id, **line} for order, lines in groups for line in lines]
    refuse_nameless(rows)
    c.add(GroupOrderLine, rows)


class GroupOrder(Record):
    """An order of a key account, from the draft to the money."""

    no = LineField(
        "订单号",
        "Order no.",
        null=True,
        unique=True,
        max_length=30,
        width=150,
        aka=("团购单号", "单号"),
        hint=Text("留空则自动编号", "Left empty, it gets the next number"),
        auto="TG",
    )
    account = LinkField(KeyAccount, "大客户", "Account", index=True, aka=("客户", "客户编号"))
    ordered_on = DayField("下单日期", "Ordered on", default=today, index=True, aka=("日期",))
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    policy = LinkField(GroupPolicy, "团购政策", "Policy", null=True)
    listed = MoneyField("零售价合计", "At list prices", default=0, derived=True, sum=True)
    discount = MoneyField("整单优惠", "Discount", default=0, least=0, sum=True, aka=("优惠金额",))
    amount = MoneyField("订单金额", "Amount", default=0, derived=True, sum=True)
    rate = QuantityField("让利（%）", "Off list (%)", percent=True, null=True, derived=True)
    gift_cost = MoneyField("赠品成本", "Cost of gifts", default=0, least=0, sum=True)
    freight_cost = MoneyField("运费成本", "Cost of freight", default=0, least=0, sum=True)
    cost = MoneyField("商品成本", "Cost of goods", default=0, derived=True, sum=True)
    margin = QuantityField("毛利率（%）", "Margin (%)", percent=True, null=True, derived=True)
    due_on = DayField("应收日期", "Due on", null=True, index=True)
    paid = MoneyField("已收金额", "Received", default=0, derived=True, sum=True, aka=("已付金额", "回款金额"))
    unpaid = MoneyField("未收金额", "Unpaid", default=0, derived=True, sum=True)
    invoiced = MoneyField("已开票", "Invoiced", default=0, derived=True, sum=True)
    state = ChoiceField("状态", "State", options=ORDER_STATES, default="draft", locked=True, width=90)
    beyond = NoteField("超出条件", "Beyond the terms", null=True, locked=True, ours=True)
    delivered_on = DayField("交付日期", "Delivered on", null=True, locked=True)
    deliver_to = LineField("送货地址", "Deliver to", null=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "团购订单",
        "Group orders",
        says=("account", "no"),
        title="no",
        order=("-ordered_on", "-id"),
        key=("no",),
        search=("no", "account"),
        columns=(
            "no",
            "account",
            "ordered_on",
            "owner",
            "listed",
            "discount",
            "amount",
            "rate",
            "margin",
            "policy",
            "state",
            "due_on",
            "paid",
            "unpaid",
            "beyond",
        ),
        scopes={"own": "account.owner"},
        fill=fill_orders,
        checks=(keep_orders,),
        derives=(sum_up,),
        brings=Brings(lambda: GroupOrderLine, "item product bundle qty price"),
        takes=take_lines,
        steps=(
            Step(
                "confirm",
                "确认订单",
                "Confirm",
                "draft",
                "confirmed",
                then=confirm,
                icon="task_alt",
                hint=Text("让利、毛利和信用都在条件之内时可直接确认", "Within policy, margin and credit"),
            ),
            Step("submit", "提交审批", "Ask for approval", "draft", "submitted", then=submit, reason=True, icon="send"),
            Step(
                "approve",
                "批准",
                "Approve",
                "submitted",
                "confirmed",
                verb="approve",
                reason=True,
                unlike=("owner", "mover"),
                then=approve,
                icon="verified",
            ),
            Step("reject", "退回", "Send back", "submitted", "draft", verb="approve", reason=True, icon="undo"),
            Step(
                "deliver",
                "交付",
                "Deliver",
                "confirmed",
                "delivered",
                icon="local_shipping",
                then=deliver,
                hint=Text("商品从仓库按先到期先出扣减", "The goods leave the warehouse, the first to expire first"),
                asks={
                    "delivered_on": DayField("交付日期", "Delivered on", default=today),
                    "warehouse": LinkField(Warehouse, "出库仓库（空为全部）", "From warehouse (empty: any)", null=True),
                    "batch_reason": NoteField("选批原因", "Why this batch", null=True, hint=NEAR_HINT),
                },
            ),
            Step("settle", "结清", "Settle", "delivered", "settled", then=settle, icon="paid"),
            Step(
                "cancel",
                "取消订单",
                "Cancel the order",
                "draft submitted confirmed",
                "cancelled",
                reason=True,
                danger=True,
                icon="cancel",
            ),
        ),
    )


def keep_lines(c: Changes, moves: list[Move]) -> None:
    """Lines change while the order is a draft."""
    orders = GroupOrder.rows_by_id({row.order for move in moves for row in (move.old, move.new) if row})
    for move in moves:
        for row in (move.old, move.new):
            if row and orders[row.order].state != "draft":
                raise Refused(
                    words.CLOSED(state=state_of(orders[row.order]), what=words.LINES_ARE), "order", move.index
                )


def sum_lines(c: Changes, moves: list[Move]) -> None:
    """Lines move the amount of their order; a price or a name that was emptied is the usual one again, as the cell says."""
    rows = [{**vars(move.new)} for move in moves if move.new and move.changed("item", "qty", "price")]
    fill_line_prices(c, rows)
    c.alter(
        GroupOrderLine,
        {
            row["id"]: {
                "item": row["item"],
                "price": row["price"],
                "amount": (row["qty"] * row["price"]).quantize(CENT),
            }
            for row in rows
        },
    )
    recount_orders(c, {row.order for move in moves for row in (move.old, move.new) if row})


def price_anew(c: Changes, moves: list[Move]) -> None:
    """Another product has other prices."""
    touched = [move for move in moves if move.new and move.old and move.changed("product", "bundle")]
    rows = [{**vars(move.new), "listed": None, "cost": None} for move in touched]
    fill_line_prices(c, rows)
    c.alter(GroupOrderLine, {row["id"]: {"listed": row["listed"], "cost": row["cost"]} for row in rows})


class GroupOrderLine(Record):
    """One product or bundle of an order."""

    order = LinkField(GroupOrder, "团购订单", "Order", aka=("订单号",))
    item = LineField(
        "品名",
        "Item",
        null=True,
        max_length=80,
        width=160,
        hint=Text("留空按商品或组合名称", "Empty: as the product or bundle"),
    )
    product = LinkField(Product, "商品", "Product", null=True)
    bundle = LinkField(Bundle, "产品组合", "Bundle", null=True)
    qty = QuantityField("数量", "Qty", default=1, least=Decimal("0.001"), sum=True)
    price = MoneyField("成交单价", "Price", null=True, least=0, hint=Text("留空按零售价", "Empty: the list price"))
    listed = MoneyField("零售单价", "List price", null=True, locked=True)
    cost = MoneyField("成本单价", "Unit cost", null=True, locked=True)
    amount = MoneyField("金额", "Amount", default=0, derived=True, sum=True)

    sheet = Sheet(
        "团购订单明细",
        "Group order lines",
        title="item",
        order=("order", "id"),
        parent="order",
        columns=("order", "item", "product", "bundle", "qty", "price", "amount", "listed", "cost"),
        scopes={"own": "order.account.owner"},
        fill=fill_line_prices,
        checks=(keep_lines,),
        derives=(sum_lines,),
        consequences=(Then(price_anew, also="import"),),
    )


def not_overpaid(paid: Decimal, amount: Decimal) -> None:
    if paid > amount:
        raise Refused(words.TOO_MUCH(paid=GroupOrder.paid.show(paid), amount=GroupOrder.amount.show(amount)), "amount")


def recount_orders(c: Changes, orders: set[int]) -> None:
    """What orders come to, by their lines; and what accounts owe then."""
    lines = GroupOrderLine.rows(GroupOrderLine.order.in_(list(orders)))
    rows = list(GroupOrder.rows_by_id(orders).values())
    c.derive(GroupOrder, sums_of(rows, lines))
    recount_accounts(c, accounts_of(rows))


def recount_accounts(c: Changes, accounts: set[int]) -> None:
    """What accounts owe, how much of it is overdue, and what they bought in twelve months."""
    theirs = GroupOrder.account.in_(list(accounts))
    sold = GroupOrder.rows(theirs, GroupOrder.state.in_(SOLD), order=GroupOrder.ordered_on)
    c.alter(KeyAccount, owed_by(accounts, sold))


def state_of(row: Row) -> Text:
    return Text(*(GroupOrder.state.show(row.state, lang) for lang in ("zh", "en")))
