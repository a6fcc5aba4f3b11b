"""What receipts are called, and what is said of them."""

from ..kit import Choice, Text

KINDS = (
    Choice("sale", "销售", "Sale", "positive", ("零售", "正常", "正单", "售出")),
    Choice("refund", "退货", "Refund", "warning", ("退款", "退单", "负单")),
)
PAYMENTS = (
    Choice("wechat", "微信", "WeChat", "positive", ("微信支付",)),
    Choice("alipay", "支付宝", "Alipay", "info"),
    Choice("card", "银行卡", "Bank card", "info", ("刷卡", "银联")),
    Choice("cash", "现金", "Cash", "warning"),
    Choice("stored", "储值卡", "Stored value", "info", ("会员卡余额", "储值")),
    Choice("voucher", "代金券", "Voucher", "info", ("券", "优惠券")),
    Choice("mixed", "组合支付", "Mixed", "grey", ("多种", "混合支付")),
    Choice("other", "其他", "Other", "grey"),
)
BOOKED = (
    Choice("apart", "不管库存", "Not kept", "grey"),
    Choice("whole", "已扣足", "Taken", "positive"),
    Choice("lacking", "未扣足", "Not all taken", "negative"),
)
DAY_STATES = (
    Choice("waiting", "待日报", "No day report yet", "grey"),
    Choice("same", "相符", "Agrees", "positive"),
    Choice("open", "有差异", "Differs", "negative"),
    Choice("explained", "已说明", "Explained", "info"),
)
CAUSES = (
    Choice("lacking", "小票漏传", "Receipts missing"),
    Choice("typed", "日报填错", "Day report mistyped"),
    Choice("member", "会员漏登记或登记错", "Member not or wrongly entered"),
    Choice("late", "小票迟到", "Receipts came late"),
    Choice("other", "其他", "Other"),
)

IS_ONLINE = Text(
    "“{store}”是网店，请登记网店订单，不登记小票", "“{store}” is online: enter online orders, not receipts"
)
MORE_THAN_SOLD = Text(
    "{product} 退货 {back}，多于原小票 {of} 卖出后还没退的 {sold}",
    "{product}: {back} come back, more than the {sold} of receipt {of} that did not yet",
)
STOPPED = Text(
    "{product} 批次 {batch} 已停售（{reason}），小票 {no} 不能入账；已卖出的请先向品质控制报告，由其在召回里登记",
    "Batch {batch} of {product} is held ({reason}), so receipt {no} is refused; report what was sold to quality control, "
    "who enter it with the recall",
)
ONLY_HELD = Text(
    "{product} 在“{store}”剩下的 {qty} 都已停售（批次 {batches}），小票 {no} 不能入账；卖的是别的批次请写明批号",
    "What is left of {product} in {store}, {qty}, is all held (batch {batches}), so receipt {no} is refused; name the batch if it "
    "was another",
)
EXPIRED = Text(
    "{product} 批次 {batch} 已于 {day} 过期，小票 {no} 不能入账，请核对批号",
    "Batch {batch} of {product} ran out on {day}, so receipt {no} is refused; check the batch",
)
LATE = Text(
    "{store} {days} 的小票 {count} 张在周报关账后才收到；对账已更新，已关账的数字没有改",
    "{count} receipts of {store}, {days}, came after the week was closed; the comparison is up to date, the "
    "closed figures stand",
)
TAKEN = Text("已补扣 {qty}，还差 {short}", "{qty} taken now, {short} still short")
STILL_SHORT = Text(
    "“{store}”没有可扣的 {product}，请先收货或调拨；盘点自动算清",
    "There is no {product} to take in {store}: receive or transfer first; a count settles it by itself",
)
