"""What a week tells of receipts: what they came to, days on which the reports say otherwise, and what came after closing."""

from ..kit import Measure, Metric, Text
from .days import SaleDay
from .receipts import Receipt

sold = Measure(Receipt, "day", sum="amount", by="store")
differing = Measure(SaleDay, "day", where={"state": {"in": ["open", "explained"]}}, by="store")
late = Measure(Receipt, "day", where={"late": {"eq": True}}, by="store")

METRICS = (
    Metric(
        sold,
        "小票销售额",
        "Sales by receipts",
        name="receipt_sales",
        unit="money",
        marks=False,
        words=Text("本周小票的实收金额，退货为负", "What the receipts of the week came to, refunds taken off"),
    ),
    Metric(
        differing,
        "对账差异天数",
        "Days that differ",
        name="sale_days_differing",
        better="lower",
        words=Text(
            "小票（订单）与日报、会员消费或商品日销售对不上的店天数，已说明的也算",
            "Days of stores on which receipts (orders) and the reports of the day, of members or of goods differ, explained or not",
        ),
    ),
    Metric(
        late,
        "关账后收到的小票",
        "Receipts after closing",
        name="receipts_late",
        better="lower",
        marks=False,
        words=Text(
            "营业日在本周、周报关账后才收到的小票", "Receipts of the week's days that came after the week was closed"
        ),
    ),
)
