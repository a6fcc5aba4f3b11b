"""What orders of goods say to the people who write, approve, pick and sign them."""

from ..kit import Choice, Text

ORDER_KINDS = (
    Choice("replenish", "补货", "Replenishment", "info", ("要货",)),
    Choice("transfer", "店间调拨", "Between stores", "warning", ("调拨",)),
    Choice("back", "退仓", "Back to the warehouse", "grey", ("退货",)),
)
ORDER_STATES = (
    Choice("draft", "待门店确认", "Draft", "grey", ("草稿",)),
    Choice("submitted", "待审批", "To approve", "warning"),
    Choice("approved", "待拣货", "To pick", "info", ("已批准",)),
    Choice("picking", "拣货中", "Being picked", "info"),
    Choice("ready", "待发出", "Ready to go", "info", ("已拣货",)),
    Choice("sent", "在途", "On the way", "warning"),
    Choice("received", "已签收", "Signed for", "positive", ("已收货",)),
    Choice("cancelled", "已取消", "Cancelled", "grey", ("取消",)),
)
BEFORE_PICKING = ("draft", "submitted", "approved", "picking")
PICKED = ("ready", "sent", "received")
COMING = ("submitted", "approved", "picking", "ready", "sent")

NO_STOCK_KEPT = Text(
    "{store} 还没有开始管理库存，请先在门店上点“开始管理库存”",
    "{store} keeps no stock yet: press “Keep stock here” on the store first",
)
NO_WAREHOUSE = Text("没有使用中的仓库，请先建立仓库", "There is no warehouse in use; add one first")
IS_STORE = Text(
    "“{name}”不是仓库，请选发货或收货的仓库", "“{name}” is no warehouse; choose one that sends or takes the goods"
)
FROM_WHOM = Text("店间调拨要填调出门店，且不能是本店", "A transfer names the other store that gives the goods")
NOBODY_GIVES = Text("只有店间调拨才填调出门店", "Only a transfer names a store that gives")
FIXED = Text(
    "要货单 {no} 现为“{state}”，不能再改；需要改的请先退回",
    "Order {no} is “{state}” and stays as it is; have it sent back to change it",
)
NO_DELETE = Text(
    "要货单 {no} 现为“{state}”，不能删除，请用“取消”", "Order {no} is “{state}”: cancel it instead of deleting it"
)
NO_LINES = Text("要货单 {no} 还没有数量大于零的明细", "Order {no} has no line with a quantity yet")
ONLY_REPLENISH = Text(
    "只有补货单按销售生成建议；调拨和退仓请自己填明细",
    "Only replenishment is proposed from sales; enter the lines of others",
)
BEYOND = Text(
    "{product} 建议 {proposed}，门店可在 {low}–{high} 之间调整（±{percent}%）；超出请写在备注里，由审批人改",
    "{product}: {proposed} proposed, the store may choose {low} to {high} (±{percent}%); write in the note what else is needed",
)
ADDED_WHY = Text("{product} 不在建议里，加货要写原因", "{product} was not proposed: say why it is added")
PACKS = Text(
    "{product} 每箱 {pack}，数量要是它的整数倍（如 {near}）",
    "{product} comes in packs of {pack}: order a multiple of it, such as {near}",
)
PROPOSED = Text("已生成 {lines} 行建议，共 {boxes} 箱", "{lines} lines proposed, {boxes} boxes in all")
NOTHING_NEEDED = Text(
    "按近四周销售和现有库存，暂时不需要补货", "By the last four weeks' sales and what lies there, nothing is needed"
)
WAITING = Text(
    "{store} 的要货单 {no} 待审批，{lines} 行 {boxes} 箱",
    "{no} of {store} waits for approval: {lines} lines, {boxes} boxes",
)
TO_CONFIRM = Text(
    "本周要货建议已生成：{no}，请确认数量后提交",
    "This week's order is proposed: {no}; check the quantities and submit it",
)
SENT_BACK = Text("要货单 {no} 被退回", "Order {no} was sent back")
MADE = Text("为 {n} 家门店生成要货建议", "Orders proposed for {n} stores")
