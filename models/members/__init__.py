"""Members 会员: who they are, their points, purchases and gifts."""

from ..kit import (
    Action,
    Area,
    Chart,
    ChoiceField,
    CountField,
    Due,
    Filler,
    Grant,
    Job,
    LineField,
    LinkField,
    MoneyField,
    NoteField,
    Rules,
    Shortcut,
    Text,
)
from ..kit.declare.access import VERBS
from ..kit.declare.beginning import Start
from ..organization import POSTS, Store
from . import nightly
from .care import adjust_points, adjusting_leaves, freeze, merge, thaw
from .choosing import PARAMS, choose_members, put_on_list
from .earning import PointsRule, welcome
from .figures import METRICS
from .follow_ups import MemberFollowUp
from .gifts import MOVEMENT_KINDS, Gift, GiftBudget, GiftMovement, Redemption, open_stock
from .levels import MemberTier, TierBenefit
from .lists import MemberCall, MemberList
from .overview import OVERVIEWS
from .people import Member, RecruitTarget, TierMove
from .points import PointsDebt, PointsEntry, PointsLot, open_points
from .purchases import Purchase, PurchaseLine, refund
from .redeeming import (
    cancel,
    issue,
    issuing_leaves,
    moving_leaves,
    receive_gifts,
    redeem,
    redeeming_leaves,
    request_gift,
)
from .starters import STARTERS
from .tiers import FALLS_WITH_REFUND
from .week import by_recruiter

ASK_REASON = NoteField("原因", "Reason")
ASK_GIFT = {
    "gift": LinkField(
        Gift, "礼品", "Gift", where={"status": {"eq": "on"}, "stock": {"ge": 1}}, beside=("price", "stock")
    ),
    "qty": CountField("数量", "Qty", least=1, most=1000, default=1),
    "store": LinkField(Store, "门店", "Store", null=True),
    "note": NoteField("备注", "Note", null=True),
}
RECEIVED = tuple(choice for choice in MOVEMENT_KINDS if choice.key in ("in", "count", "scrap"))
OWN_RECORDS = "member member_follow_up"
RESULTS = frozenset({"members", "contacted", "reached", "called_bought", "control_bought", "uplift", "extra_sales"})
KEPT = "purchase purchase_line points_entry points_lot points_debt tier_move recruit_target gift_budget"

AREA = Area(
    "members",
    "会员",
    "Members",
    icon="groups",
    overviews=OVERVIEWS,
    pages=(("/analysis/members", Text("会员分析", "Member analysis")),),
    records=(
        Member,
        MemberFollowUp,
        MemberList,
        MemberCall,
        Purchase,
        PurchaseLine,
        PointsEntry,
        PointsLot,
        PointsDebt,
        Gift,
        Redemption,
        GiftMovement,
        GiftBudget,
        MemberTier,
        TierBenefit,
        TierMove,
        PointsRule,
        RecruitTarget,
    ),
    actions=(
        Action(redeem, "兑换礼品", "Redeem a gift", on=Member, asks=ASK_GIFT, icon="redeem", leaves=redeeming_leaves),
        Action(
            request_gift,
            "申请礼品",
            "Request a gift",
            on=Member,
            asks=ASK_GIFT,
            icon="playlist_add",
            leaves=redeeming_leaves,
        ),
        Action(
            adjust_points,
            "调整积分",
            "Adjust points",
            on=Member,
            verb="approve",
            icon="tune",
            asks={"points": CountField("积分（可为负）", "Points (may be negative)"), "reason": ASK_REASON},
            leaves=adjusting_leaves,
        ),
        Action(
            freeze,
            "冻结",
            "Freeze",
            on=Member,
            asks={"reason": ASK_REASON},
            icon="lock",
            danger=True,
            hint=Text("冻结期间不能积分、兑换", "No points and no gifts as long as it lasts"),
            when={"status": ("active", "dormant")},
        ),
        Action(thaw, "解冻", "Unfreeze", on=Member, icon="lock_open", when={"status": ("frozen",)}),
        Action(
            put_on_list,
            "列入名单",
            "Put on a list",
            on=Member,
            icon="playlist_add",
            asks={
                "list": LinkField(
                    MemberList, "名单", "List", where={"state": {"eq": "draft"}}, beside=("source", "members")
                )
            },
            hint=Text("没有同意联系的会员不能列入", "Only who consents to be contacted"),
        ),
        Action(
            choose_members,
            "选出会员",
            "Choose members",
            on=MemberList,
            icon="group_add",
            when={"state": ("draft",)},
            hint=Text(
                "按分层、等级到期或复购到期选，不列没有同意联系的", "By segment, tier or pack; only who consents"
            ),
        ),
        Action(
            merge,
            "合并会员",
            "Merge members",
            on=Member,
            verb="approve",
            icon="merge",
            danger=True,
            joins="into",
            asks={
                "into": LinkField(
                    Member,
                    "并入会员",
                    "Into",
                    where={"status": {"in": ["active", "dormant"]}},
                    beside=("points", "status"),
                )
            },
            hint=Text(
                "积分、消费、兑换和沟通都转到所选会员名下，可撤销",
                "Everything moves to the member chosen; can be undone",
            ),
        ),
        Action(
            refund,
            "退款",
            "Refund",
            on=Purchase,
            icon="undo",
            asks={"amount": MoneyField("退款金额", "Amount", least=0)},
        ),
        Action(
            issue, "发放", "Issue", on=Redemption, icon="done", when={"state": ("requested",)}, leaves=issuing_leaves
        ),
        Action(
            cancel,
            "取消兑换",
            "Cancel the redemption",
            on=Redemption,
            icon="cancel",
            danger=True,
            hint=Text("积分、库存和预算都退回", "Points, stock and budget go back"),
            when={"state": ("requested", "issued")},
        ),
        Action(
            receive_gifts,
            "出入库",
            "Stock movement",
            on=Gift,
            icon="inventory",
            asks={
                "kind": ChoiceField("类型", "Kind", options=RECEIVED, default="in"),
                "qty": CountField("数量", "Qty"),
                "reason": LineField("原因", "Reason", null=True),
            },
            leaves=moving_leaves,
        ),
    ),
    shortcuts=(
        Shortcut(Member, "兑换礼品", "Redeem", icon="redeem", action="redeem", rows="store"),
        Shortcut(Member, "新增会员", "New member", icon="person_add"),
        Shortcut(Member, "兑换礼品", "Redeem", icon="redeem", action="redeem"),
    ),
    starters=STARTERS,
    metrics=METRICS,
    charts=(Chart(by_recruiter, "本月招募排行（推荐人）", "Recruited this month, by person", kind="bar"),),
    openings=((Member.points, open_points), (Gift.stock, open_stock)),
    rules=((Member, Rules(consequences=(welcome,))),),  # rules of points know members, not the other way round
    params=(FALLS_WITH_REFUND, *PARAMS),
    dues=(
        Due(
            "member_calls",
            MemberCall,
            "名单会员待联系",
            "Members to contact",
            owner="owner",
            heir=True,
            when={"state": {"eq": "planned"}, "due_on": {"empty": False}},
            icon="call",
        ),
    ),
    jobs=(
        Job("expire_points", nightly.expire, at="01:10", words=("积分到期清零", "Expire points")),
        Job("birthday_points", nightly.greet, at="01:20", words=("生日送积分", "Birthday points")),
        Job("tiers", nightly.settle_tiers, at="01:30", words=("等级到期评定", "Settle tiers")),
        Job("dormant", nightly.rest, at="01:40", words=("标记休眠会员", "Mark dormant members")),
        # named by its place, as pandas takes its time to come
        Job("segments", "jobs.segments:segment", at="01:50", words=("会员分层", "Member segments")),
    ),
    faces=("pages.analysis", "pages.member"),
    demo=(Filler("jobs.demo.owing:fill", late=True),),
    starts=(
        Start(MemberTier, 3, Text("等级、门槛和积分倍数", "Tiers, what they ask for and give")),
        Start(Member, 8, Text("卡号、姓名、手机、等级、开卡门店", "Card, name, phone, tier and store")),
        Start(Gift, 9, Text("积分能换什么，要多少分", "What points buy, and for how many")),
        Start(PointsRule, 12, Text("消费多少积一分", "How many points a purchase gives")),
    ),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("members_service", "*", frozenset(VERBS)),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS if post != "members_service"),
        Grant("store_management", "*", "see export", masked={"*"}),
        Grant("store_manager", "member_tier tier_benefit points_rule", "see"),
        Grant("store_manager", "gift", "see", hidden={"unit_cost"}),
        Grant("store_manager", "member_list", "see", hidden=RESULTS),
        Grant("store_manager", "member_call", "see edit", rows="store"),
        Grant("store_manager", OWN_RECORDS, "see add edit reveal", rows="store", masked={"*"}),
        Grant("store_manager", KEPT, "see", rows="store", masked={"*"}),
        Grant("store_manager", "gift_movement", "see", rows="store", hidden={"unit_cost"}),
        Grant("store_manager", "redemption", "see edit", rows="store", masked={"*"}, hidden={"cost"}),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)
