"""What orders of goods say to the people who write, approve, pick and sign them."""

from ..kit import Choice, Text
from ..kit.text import join

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
BEFORE_PICKED = ("draft", "submitted", "approved", "picking")
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
TOO_FEW_BACK = Text(
    "{product} 要退 {qty}，{store} 现有可退的只有 {there}；请改数量再提交",
    "{qty} of {product} are to go back, {store} has {there}: change the quantity, then submit",
)
ONLY_REPLENISH = Text(
    "只有补货单按销售生成建议；调拨和退仓请自己填明细",
    "Only replenishment is proposed from sales; enter the lines of others",
)
BEYOND = Text(
    "{product} 建议 {proposed}，门店可在 {low}–{high} 之间调整（±{percent}%，{rounding}）；超出请写在备注里，由审批人改",
    "{product}: {proposed} proposed, the store may choose {low} to {high} (±{percent}%, {rounding}); write in the note what else is needed",
)
BY_BOXES = Text("按每箱 {pack} 放宽到整箱", "widened to whole boxes of {pack}")
BY_ONES = Text("放宽到整数", "widened to whole numbers")
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

CAUSES = (
    Choice("short", "少货", "Short", "warning"),
    Choice("damaged", "破损", "Damaged", "negative"),
    Choice("wrong", "错货", "Wrong goods", "warning"),
    Choice("held", "停售", "Held", "negative"),
    Choice("other", "其他", "Other"),
)
OUTCOMES = (
    Choice("returned", "已退回发货方", "Back where it came from", "info"),
    Choice("delivered", "补收入店", "Arrived after all", "positive"),
    Choice("lost", "丢失或报废", "Lost or destroyed", "negative"),
)
DIFFERENCE_STATES = (
    Choice("open", "待处理", "Open", "warning"),
    Choice("settled", "已处理", "Settled", "positive"),
)
PICKS_STAND = Text(
    "要货单 {no} 现为“{state}”，配货批次不能再改；要重配请先“退回货架”",
    "Order {no} is “{state}”: its batches stay; put the goods back to pick anew",
)
NOT_SENT = Text(
    "要货单 {no} 现为“{state}”，在途时才能填实收数量",
    "Order {no} is “{state}”: what arrived is written while it is on the way",
)
MORE_THAN_SENT = Text(
    "实收不能多于发出的 {qty}；多到的货请写在差异说明里，并请仓库另开一张要货单",
    "No more than the {qty} sent can arrive; write down what came besides, and have the warehouse order it separately",
)
MORE_THAN_WANTED = Text("{product} 只要 {qty}，配货不能更多", "{qty} of {product} are wanted, no more can be picked")
SHORT_OF = Text("{product} 缺 {qty}", "{qty} of {product} short")
NOTHING_THERE = Text(
    "要的商品现在一件也发不出：没有库存、已停售或剩余天数不够",
    "None of it can go now: nothing lies there, it is held, or too near its end",
)
LISTED = Text("已列出 {count} 个批次", "{count} batches listed")
PICKED_NOW = Text("已拣货 {qty}，单号 {no}", "{qty} picked: {no}")
TO_GIVE = Text(
    "{store} 的店间调拨 {no} 已批准，请拣 {lines} 个品种发给它",
    "The transfer {no} to {store} is approved: pick its {lines} products and send them",
)
GIVER_SENDS = Text("这批货在{store}，由它拣货、发出", "These goods lie in {store}, which picks and sends them")
RECEIVER_SIGNS = Text("这批货发给{store}，由它签收", "These goods go to {store}, which signs for them")
WAREHOUSE_SIGNS = Text("退仓的货由{warehouse}签收", "What goes back is signed for in {warehouse}")
NOT_YOURS = Text("仓库的货由物流仓储拣货", "The warehouse's goods are picked by logistics")
HELD_ON_WAY = Text(
    "{product} 批次 {batch} 已停售，不能入店：实收填 0，差异原因选“停售”",
    "Batch {batch} of {product} is held and can't come in: write 0 received with the cause “Held”",
)
STILL_HELD = Text(
    "{product} 批次 {batch} 仍在停售，不能补收入店；请退回发货方或报损",
    "Batch {batch} of {product} is still held and can't come in: send it back, or book it as lost",
)
BY_LOGISTICS = Text("装上哪趟配送由物流仓储安排", "Logistics decides which delivery an order rides with")
NO_CAUSE = Text(
    "{product} 批次 {batch} 实收少于发出，请选差异原因",
    "Less of batch {batch} of {product} came than was sent: choose the cause",
)
NO_PHOTO = Text(
    "{product} 批次 {batch} 有破损，请先拍照：照片传到要货单 {no} 上（签收窗口里或要货单的附件），传在批次行上的不算",
    "Batch {batch} of {product} is damaged: put a photo on order {no} itself, as you sign or among its files; one on the batch doesn't count",
)
ALL_CAME = Text("已全部收到，入店库存已增加", "All of it came and lies in the stock")
SOME_MISSING = Text("已签收，{count} 处差异已转给物流处理", "Signed for; {count} differences went to logistics")
DIFFERS = Text("{store} 签收 {no} 有 {count} 处差异，请处理", "{store} signed for {no} with {count} differences")
NOT_PICKED = Text(
    "要货单 {no} 现为“{state}”，还没拣完，不能出车；请先拣货，或从这趟配送里移出",
    "Order {no} is “{state}”, not picked yet: pick it or take it off this delivery",
)
LOADED = Text("已装入 {count} 张要货单，{boxes} 箱 {kg} kg", "{count} orders loaded: {boxes} boxes, {kg} kg")
NOTHING_TO_LOAD = Text("这趟配送的停靠门店没有待发出的要货单", "The stores of this delivery have no orders ready to go")
TOO_MUCH = Text(
    "{plate} 最多装 {most}，这趟共 {load}；请换车或移出几张要货单",
    "{plate} takes {most} and this is {load}: take another vehicle or move orders off it",
)


def listed(count: int, short: list[Text]) -> Text:
    """How many batches, and what is short."""
    said = LISTED(count=count)
    return join([said, *short], "，", ", ") if short else said


GONE_ALREADY = Text(
    "配送任务 {no} 现为“{state}”，不能再装卸要货单",
    "Delivery {no} is “{state}”: orders get on and off it before it leaves",
)
LINES_DIFFER = Text("按批次签收有差异，见要货单 {nos}", "Batches differ, see order {nos}")


def boxes_of(count: int) -> Text:
    return Text(f"{count} 箱", f"{count} boxes")


def kilos_of(shown: str) -> Text:
    return Text(f"{shown} kg", f"{shown} kg")
