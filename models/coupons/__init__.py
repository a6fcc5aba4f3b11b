"""Coupons 优惠券: issued to members within limits, used once at the counter or by the tills, and counted in what a promotion cost."""

from ..kit import Action, Area, ChoiceField, Due, Filler, Grant, Job, LinkField, NoteField, Rules, Shortcut, Text, Then
from ..kit.declare.access import VERBS
from ..members import Member, MemberList
from ..members.people import SEGMENTS
from ..organization import POSTS, Store
from ..tills import Receipt
from . import nightly
from .figures import METRICS
from .held import MemberCoupon
from .issuing import give_coupon, issue_coupons, void_coupon
from .kinds import GIVING, Coupon
from .uses import CouponUse, use_at_till

AREA = Area(
    "coupons",
    "优惠券",
    "Coupons",
    icon="confirmation_number",
    records=(Coupon, MemberCoupon, CouponUse),
    actions=(
        Action(
            issue_coupons,
            "发券",
            "Issue",
            on=Coupon,
            icon="send",
            verb="approve",
            when={"state": GIVING},
            asks={
                "segment": ChoiceField("会员分层", "Segment", options=SEGMENTS, null=True),
                "list": LinkField(MemberList, "会员行动名单", "List", null=True, beside=("members", "state")),
                "store": LinkField(Store, "只限门店", "Only of the store", null=True),
            },
            hint=Text(
                "发给分层或名单里的会员，领满的不再发；名单的对照组不发",
                "To the members of a segment or list who may have more; not to a list's control group",
            ),
        ),
        Action(
            give_coupon,
            "送优惠券",
            "Give a coupon",
            on=Member,
            icon="confirmation_number",
            verb="approve",
            when={"status": ("active", "dormant")},
            asks={
                "coupon": LinkField(
                    Coupon, "优惠券", "Coupon", where={"state": {"in": list(GIVING)}}, beside=("least", "ends_on")
                )
            },
        ),
        Action(
            void_coupon,
            "作废",
            "Make void",
            on=MemberCoupon,
            icon="block",
            danger=True,
            when={"state": ("held", "expired")},
            asks={"reason": NoteField("原因", "Reason", longest=200)},
        ),
    ),
    shortcuts=(Shortcut(CouponUse, "核销优惠券", "Use a coupon", icon="confirmation_number", rows="store"),),
    rules=((Receipt, Rules(consequences=(Then(use_at_till, also="import"),))),),
    metrics=METRICS,
    dues=(
        Due(
            "coupons_to_approve",
            Coupon,
            "优惠券待审批",
            "Coupons to approve",
            when={"state": {"eq": "submitted"}},
            due=None,
            verb="approve",
            ahead=None,
            icon="approval",
        ),
        Due(
            "coupons_more",
            Coupon,
            "优惠券加量待审批",
            "More coupons to approve",
            when={"state": {"eq": "asking"}},
            due=None,
            verb="approve",
            ahead=None,
            icon="approval",
        ),
    ),
    jobs=(Job("coupons", nightly.end, at="01:15", words=("优惠券到期", "Coupons run out")),),
    demo=(Filler("jobs.demo.coupons:fill", late=True),),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("members_service", "*", frozenset(VERBS)),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS if post != "members_service"),
        Grant("store_manager", "coupon", "see", hidden={"saved", "sales"}),
        Grant("store_manager", "member_coupon", "see", rows="store", masked={"*"}),
        Grant("store_manager", "coupon_use", "see add", rows="store", masked={"*"}),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)

__all__ = ["AREA", "Coupon", "CouponUse", "MemberCoupon"]
