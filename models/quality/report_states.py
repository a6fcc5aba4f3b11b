"""What an inspection report goes through."""

from ..kit import Choice

REPORT_STATES = (
    Choice("expected", "待收", "Expected", "grey"),
    Choice("received", "待审核", "Received", "info", ("已收",)),
    Choice("valid", "有效", "Valid", "positive"),
    Choice("failed", "不合格", "Failed", "negative"),
    Choice("expired", "已过期", "Expired", "warning"),
    Choice("withdrawn", "已作废", "Withdrawn", "grey"),
)
ORDERS = (("produced_on", "sampled_on"), ("sampled_on", "reported_on"), ("reported_on", "valid_until"))
