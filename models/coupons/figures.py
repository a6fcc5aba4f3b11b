"""What a week tells of coupons: how many went out, how many were used, and what came off by them."""

from ..kit import Measure, Metric, Text
from .held import MemberCoupon
from .uses import CouponUse

issued = Measure(MemberCoupon, "issued_on", where={"state": {"ne": "void"}}, by="member.home_store")
used = Measure(CouponUse, "used_at", by="store")
saved = Measure(CouponUse, "used_at", sum="saved", by="store")

METRICS = (
    Metric(
        issued,
        "发放优惠券",
        "Coupons issued",
        name="coupons_issued",
        better="neither",
        words=Text(
            "本周发给会员的券，作废的不算；分店按入会门店", "Issued in the week and not taken back; by home store"
        ),
    ),
    Metric(
        used,
        "使用优惠券",
        "Coupons used",
        name="coupons_used",
        words=Text("本周用掉的券，按使用门店", "Used in the week, by the store they were used in"),
    ),
    Metric(
        saved,
        "用券让利",
        "Taken off by coupons",
        name="coupons_saved",
        unit="money",
        better="neither",
        words=Text("本周用掉的券减免的金额", "What the coupons used in the week took off"),
    ),
)
