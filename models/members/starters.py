"""What a member programme usually begins with: four tiers, and what a yuan, joining and a birthday bring."""

from ..kit.declare.starters import Starter
from .earning import PointsRule
from .levels import MemberTier

TIERS = (
    ("PT", "普通会员", 1, 0, "1", None),
    ("YK", "银卡会员", 2, 2000, "1.2", "健康礼包一份"),
    ("JK", "金卡会员", 3, 6000, "1.5", "健康礼包一份和一次健康讲座名额"),
    ("ZS", "钻石会员", 4, 15000, "2", "生日上门礼"),
)

STARTERS = (
    Starter(
        MemberTier,
        tuple(
            dict(zip(("code", "name", "rank", "threshold", "multiplier", "upgrade_gift"), values, strict=True))
            for values in TIERS
        ),
    ),
    Starter(
        PointsRule,
        (
            {"name": "消费积分", "kind": "spend", "per_yuan": 1, "expires_months": 24},
            {"name": "入会送积分", "kind": "sign_up", "fixed": 100, "expires_months": 12},
            {"name": "生日送积分", "kind": "birthday", "fixed": 200, "expires_months": 3},
        ),
    ),
)
