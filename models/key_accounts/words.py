"""What is said of group orders."""

from ..kit import Text

CLOSED = Text("订单已是“{state}”，不能再改{what}", "The order is “{state}”: its {what} can't change any more")
TERMS_ARE = Text("内容", "terms")
LINES_ARE = Text("明细", "lines")
NO_GOODS = Text(
    "有数量或单价，但没有写品名、商品或产品组合；请补上，或者不导入数量和单价这两列",
    "A quantity or a price, but no item, product or bundle; name it, or leave these two columns out",
)
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
NOT_DELIVERED_YET = Text(
    "{day} 还没到，不能登记为已交付；请改交付日期，或到那天再交付",
    "{day} is still to come, so nothing was delivered on it: change the day, or deliver when it has come",
)
DELIVERED = Text("已交付，出库单 {no}：{batches}", "Delivered; {no}: {batches}")
NO_DELETE = Text(
    "订单已是“{state}”，不能删除；请取消订单", "The order is “{state}” and can't be deleted; cancel it instead"
)
