"""What group orders go through."""

from ..kit import Choice

ORDER_STATES = (
    Choice("draft", "草稿", "Draft", "grey"),
    Choice("submitted", "待审批", "Waiting for approval", "warning"),
    Choice("confirmed", "已确认", "Confirmed", "info"),
    Choice("delivered", "已交付", "Delivered", "info"),
    Choice("settled", "已结清", "Settled", "positive"),
    Choice("cancelled", "已取消", "Cancelled", "grey"),
)
OWING = ("confirmed", "delivered")  # money is due on these
SOLD = (*OWING, "settled")
