"""Group orders 团购订单: their lines, what they come to, the money received, and the way from draft to settled."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from ..kit import (
    Changes,
    Choice,
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
from ..kit.clock import add_months, today
from ..kit.own_words import declare
from ..kit.text import join
from ..logistics import NEAR_HINT, Warehouse, take_all_out
from ..organization import Employee, Product
from .accounts import KeyAccount, accounts_of
from .selling import CENT, Bundle, BundleLine, GroupPolicy, share
from .terms import beyond

ORDER_STATES = (
    Choice("draft", "草稿", "Draft", "grey"),
    Choice("submitted", "待审批", "Waiting for approval", "warning"),
    Choice("confirmed", "已确认", "Confirmed", "info"),
    Choice("delivered", "已交付", "Delivered", "info"),
    Choice("settled", "已结清", "Settled", "positive"),
    Choice("cancelled", "已取消", "Cancelled", "grey"),
)
PAY_METHODS = (
    Choice("transfer", "对公转账", "Bank transfer", "info"),
    Choice("card", "刷卡", "Card", "info"),
    Choice("wechat", "微信", "WeChat", "positive"),
    Choice("cash", "现金", "Cash", "grey"),
    Choice("refund", "退款", "Refund", "negative"),
)
OWING = ("confirmed", "delivered")  # money is due on these
SOLD = (*OWING, "settled")

CLOSED = Text("订单已是“{state}”，不能再改{what}", "The order is “{state}”: its {what} can't change any more")
TERMS_ARE = Text("内容", "terms")
OTHER = Row(name="其他项目")
LINES_ARE = Text("明细", "lines")
NOT_BOTH = Text("一行只填一个商品或一个组合", "A line has a product or a bundle, not both")
NOTHING_IN_IT = Text("订单还没有明细", "The order has no lines yet")
NOT_PAID = Text("还有 {left} 没有收到，不能结清", "{left} is still to come, so it can't be settled")
TOO_MUCH = Text("回款合计 {paid} 超过订单金额 {amount}", "{paid} received is more than the {amount} of the order")
BELOW_ZERO = Text("退款后回款合计不能小于 0", "What was received can't fall below zero")
CANCELLED = Text("订单已取消，不能登记回款", "The order is cancelled, so no money is due on it")
ASK = Text("{why}；请提交主管审批", "{why}; ask the area's manager to approve")
NOTHING_BEYOND = Text("本单都在条件之内，直接确认即可", "Nothing is beyond the terms; simply confirm it")
WAITS = Text("团购订单 {no} 待审批：{why}", "Group order {no} waits for approval: {why}")
SENT = Text("已提交审批：{why}", "Sent for approval: {why}")
APPROVED = Text("团购订单 {no} 已由 {by} 批准", "Group order {no} was approved by {by}")
FOR_CUSTOMER = Text("团购：{customer}", "Group order of {customer}")
declare(FOR_CUSTOMER)
DELIVERED = Text("已交付，出库单 {no}：{batches}", "Delivered; {no}: {batches}")
NO_DELETE = Text(
    "订单已是“{state}”，不能删除；请取消订单", "The order is “{state}” and can't be deleted; cancel it instead"
)

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
            raise Refused(NO_DELETE(state=state_of(move.old)), "state", move.index)
        if move.old and move.new and move.old.state != "draft" and move.changed(*TERMS):
            raise Refused(CLOSED(state=state_of(move.old), what=TERMS_ARE), "account", move.index)


def sum_up(c: Changes, moves: list[Move]) -> None:
    """Amounts follow the lines; the account knows what it owes and bought."""
    recount_orders(c, {move.id for move in moves if move.new and move.changed(*TERMS, "paid")})
    moved = [move for move in moves if move.changed("state", "amount", "unpaid", "due_on", "account")]
    recount_accounts(c, accounts_of(row for move in moved for row in (move.old, move.new)))


def confirm(c: Changes, row: Row, _: dict) -> None:
    """Within policy, margin and credit a seller confirms alone."""
    if found := exceeding(row):
        raise Refused(ASK(why=join(found)), "discount")
    c.update(GroupOrder, row.id, beyond=None)
    start_trading(c, row)


def submit(c: Changes, row: Row, _: dict) -> Text:
    """What is to be approved is written on the order, and told to those who may."""
    found = exceeding(row)
    if not found:
        raise Refused(NOTHING_BEYOND)
    why = join(found)
    c.update(GroupOrder, row.id, beyond=why.zh)
    notify(c, WAITS(no=row.no, why=why), record=GroupOrder, row=row.id, roles=("key_accounts", "operations_manager"))
    return SENT(why=why)


def approve(c: Changes, row: Row, _: dict) -> None:
    notify(c, APPROVED(no=row.no, by=c.who.name), record=GroupOrder, row=row.id, employees=(row.owner,))
    start_trading(c, row)


def settle(c: Changes, row: Row, _: dict) -> None:
    if row.unpaid > 0:
        raise Refused(NOT_PAID(left=GroupOrder.unpaid.show(row.unpaid)), "paid")


def deliver(c: Changes, row: Row, answers: dict) -> Text | None:
    """The goods leave the warehouses, the batches that expire first; each batch is booked to this order and its customer."""
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
        reason=FOR_CUSTOMER(customer=customer).zh,
        batch_reason=answers.get("batch_reason"),
    )
    batches = [f"{Product.title_of(one.product)} {one.batch_no} × {-one.qty.normalize():f}" for one in lines]
    return DELIVERED(no=lines[0].no, batches="；".join(batches))


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
        raise Refused(NOTHING_IN_IT)
    owing = GroupOrder.rows(GroupOrder.account == row.account, GroupOrder.state.in_(OWING), GroupOrder.id != row.id)
    return beyond(row, lines, KeyAccount.row(row.account), owing)


def start_trading(c: Changes, row: Row) -> None:
    """The first order makes an account an active one."""
    not_overpaid(row.paid, row.amount)
    if c.fresh(KeyAccount, row.account).stage in ("won", "lost"):
        c.update(KeyAccount, row.account, stage="active")


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


def fill_line_prices(c: Changes, rows: list[dict]) -> None:
    """A line is sold at the list price unless it says otherwise, and keeps what it would have cost and costs us."""
    products = Product.rows_by_id({row["product"] for row in rows if row["product"]})
    bundles = Bundle.rows_by_id({row["bundle"] for row in rows if row["bundle"]})
    for at, row in enumerate(rows):
        product, bundle = products.get(row["product"]), bundles.get(row["bundle"])
        if product and bundle:
            raise Refused(NOT_BOTH, "bundle", at)
        listed, cost, usual = _worth(product, bundle)
        row["item"] = row["item"] or (product or bundle or OTHER).name
        row["listed"] = row["listed"] if row["listed"] is not None else listed or Decimal(0)
        row["cost"] = row["cost"] if row["cost"] is not None else cost or Decimal(0)
        row["price"] = row["price"] if row["price"] is not None else usual or Decimal(0)


def _worth(product: Row | None, bundle: Row | None) -> tuple:
    """List price, cost and usual price; what is neither product nor bundle (packing, a card) has none of its own."""
    if product:
        return product.list_price, product.cost, product.list_price
    return (bundle.list_total, bundle.cost_total, bundle.price) if bundle else (None, None, None)


def keep_lines(c: Changes, moves: list[Move]) -> None:
    """Lines change while the order is a draft."""
    orders = GroupOrder.rows_by_id({row.order for move in moves for row in (move.old, move.new) if row})
    for move in moves:
        for row in (move.old, move.new):
            if row and orders[row.order].state != "draft":
                raise Refused(CLOSED(state=state_of(orders[row.order]), what=LINES_ARE), "order", move.index)


def sum_lines(c: Changes, moves: list[Move]) -> None:
    """Lines move the amount of their order."""
    c.alter(
        GroupOrderLine,
        {
            move.id: {"amount": (move.new.qty * move.new.price).quantize(CENT)}
            for move in moves
            if move.new and move.changed("qty", "price")
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


def keep_receipts(c: Changes, moves: list[Move]) -> None:
    """Money comes in for what is not cancelled, and never beyond the amount."""
    for id, delta in _received(moves).items():
        order = c.fresh(GroupOrder, id)
        if order.state == "cancelled" and delta > 0:
            raise Refused(CANCELLED, "order")
        if order.state in SOLD:  # a deposit may come before the lines are known
            not_overpaid(order.paid + delta, order.amount)


def count_receipts(c: Changes, moves: list[Move]) -> None:
    """Money received lowers what is owed; never below nothing, whichever way it was taken back."""
    received = _received(moves)
    paid = {id: order.paid + received[id] for id, order in GroupOrder.rows_by_id(received).items()}
    if any(amount < 0 for amount in paid.values()):
        raise Refused(BELOW_ZERO, "amount")
    c.alter(GroupOrder, {id: {"paid": amount} for id, amount in paid.items()})
    recount_orders(c, set(paid))


def _received(moves: list[Move]) -> dict[int, Decimal]:
    """By order: what more came in than before."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for move in moves:
        for row, sign in ((move.old, -1), (move.new, 1)):
            if row:
                totals[row.order] += sign * (-row.amount if row.method == "refund" else row.amount)
    return totals


def not_overpaid(paid: Decimal, amount: Decimal) -> None:
    if paid > amount:
        raise Refused(TOO_MUCH(paid=GroupOrder.paid.show(paid), amount=GroupOrder.amount.show(amount)), "amount")


class GroupReceipt(Record):
    """Money that came in for an order."""

    order = LinkField(GroupOrder, "团购订单", "Order", aka=("订单号",))
    received_on = DayField("到账日期", "Received on", default=today, index=True, aka=("回款日期",))
    amount = MoneyField("金额", "Amount", least=Decimal("0.01"), sum=True, aka=("回款金额",))
    method = ChoiceField("方式", "Method", options=PAY_METHODS, default="transfer", width=90)
    invoice_no = LineField("发票号", "Invoice no.", null=True, max_length=40)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "团购回款",
        "Group order receipts",
        title="received_on",
        order=("-received_on", "-id"),
        search=("order", "invoice_no"),
        parent="order",
        scopes={"own": "order.account.owner"},
        checks=(keep_receipts,),
        derives=(count_receipts,),
    )


def recount_orders(c: Changes, orders: set[int]) -> None:
    """What orders come to, by their lines: amount, what was let off the list price, cost, margin; and what accounts owe then."""
    listed, sold, cost, above = (defaultdict(Decimal) for _ in range(4))
    for line in GroupOrderLine.rows(GroupOrderLine.order.in_(list(orders))):
        listed[line.order] += line.qty * line.listed
        sold[line.order] += line.qty * line.price
        above[line.order] += line.qty * max(line.price - line.listed, Decimal(0))
        cost[line.order] += line.qty * line.cost
    rows, sets = GroupOrder.rows_by_id(orders).values(), {}
    for row in rows:
        amount = max((sold[row.id] - row.discount).quantize(CENT), Decimal(0))
        spent = (cost[row.id] + row.gift_cost + row.freight_cost).quantize(CENT)
        sets[row.id] = {
            "listed": listed[row.id].quantize(CENT),
            "amount": amount,
            "cost": cost[row.id].quantize(CENT),
            "rate": share(max(listed[row.id] + above[row.id] - amount, Decimal(0)), listed[row.id]),
            "margin": share(amount - spent, amount),
            "unpaid": amount - row.paid,
        }
    c.derive(GroupOrder, sets)
    recount_accounts(c, accounts_of(rows))


def recount_accounts(c: Changes, accounts: set[int]) -> None:
    """What accounts owe, how much of it is overdue, and what they bought in twelve months."""
    day = today()
    year = add_months(day, -12)
    theirs = GroupOrder.account.in_(list(accounts))
    sets = {
        id: {"receivable": Decimal(0), "overdue": Decimal(0), "sales_12m": Decimal(0), "last_order_on": None}
        for id in accounts
    }
    for row in GroupOrder.rows(theirs, GroupOrder.state.in_(SOLD), order=GroupOrder.ordered_on):
        mine = sets[row.account]
        mine["last_order_on"] = row.ordered_on
        mine["sales_12m"] += row.amount if row.ordered_on > year else 0
        if row.state in OWING:
            mine["receivable"] += row.unpaid
            mine["overdue"] += row.unpaid if row.due_on and row.due_on < day else 0
    c.alter(KeyAccount, sets)


def state_of(row: Row) -> Text:
    return Text(*(GroupOrder.state.show(row.state, lang) for lang in ("zh", "en")))
