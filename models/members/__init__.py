"""Members 会员: who they are, their points, purchases and gifts."""

from ..kit import (
    Action,
    Area,
    ChoiceField,
    CountField,
    Grant,
    LineField,
    LinkField,
    Metric,
    MoneyField,
    NoteField,
    Text,
)
from ..kit.access import VERBS
from ..organization import POSTS, Store
from . import week
from .care import adjust_points, freeze, merge, thaw
from .earning import PointsRule
from .gifts import MOVEMENT_KINDS, Gift, GiftBudget, GiftMovement, Redemption
from .people import Member, MemberFollowUp, MemberTier, RecruitTarget, TierBenefit, TierMove
from .points import PointsDebt, PointsEntry, PointsLot
from .purchases import Purchase, PurchaseLine, refund
from .redeeming import cancel, issue, receive_gifts, redeem, request_gift

ASK_REASON = NoteField("原因", "Reason")
ASK_GIFT = {
    "gift": LinkField(Gift, "礼品", "Gift"),
    "qty": CountField("数量", "Qty", least=1, most=1000, default=1),
    "store": LinkField(Store, "门店", "Store", null=True),
    "note": NoteField("备注", "Note", null=True),
}
RECEIVED = tuple(choice for choice in MOVEMENT_KINDS if choice.key in ("in", "count", "scrap"))
OWN_RECORDS = "member member_follow_up"
KEPT = "purchase purchase_line points_entry points_lot points_debt tier_move recruit_target gift_budget"

AREA = Area(
    "members",
    "会员",
    "Members",
    icon="groups",
    pages=(("/analysis/members", Text("会员分析", "Member analysis")),),
    records=(
        Member, MemberFollowUp, Purchase, PurchaseLine, PointsEntry, PointsLot, PointsDebt, Gift, Redemption, GiftMovement, GiftBudget,
        MemberTier, TierBenefit, TierMove, PointsRule, RecruitTarget,
    ),
    actions=(
        Action(redeem, "兑换礼品", "Redeem a gift", on=Member, asks=ASK_GIFT, icon="redeem"),
        Action(request_gift, "申请礼品", "Request a gift", on=Member, asks=ASK_GIFT, icon="playlist_add"),
        Action(adjust_points, "调整积分", "Adjust points", on=Member, verb="approve", icon="tune",
               asks={"points": CountField("积分（可为负）", "Points (may be negative)"), "reason": ASK_REASON}),
        Action(freeze, "冻结", "Freeze", on=Member, asks={"reason": ASK_REASON}, icon="lock", danger=True,
               when={"status": ("active", "dormant")}),
        Action(thaw, "解冻", "Unfreeze", on=Member, icon="lock_open", when={"status": ("frozen",)}),
        Action(merge, "合并会员", "Merge members", on=Member, verb="approve", icon="merge", danger=True,
               asks={"into": LinkField(Member, "并入会员", "Into")},
               hint=Text("积分、消费、兑换和沟通都转到所选会员名下，可撤销", "Everything moves to the member chosen; can be undone")),
        Action(refund, "退款", "Refund", on=Purchase, icon="undo", asks={"amount": MoneyField("退款金额", "Amount", least=0)}),
        Action(issue, "发放", "Issue", on=Redemption, icon="done", when={"state": ("requested",)}),
        Action(cancel, "取消兑换", "Cancel", on=Redemption, icon="cancel", danger=True,
               when={"state": ("requested", "issued")}),
        Action(receive_gifts, "出入库", "Stock movement", on=Gift, icon="inventory",
               asks={"kind": ChoiceField("类型", "Kind", options=RECEIVED, default="in"), "qty": CountField("数量", "Qty"),
                     "reason": LineField("原因", "Reason", null=True)}),
    ),
    metrics=(
        Metric(week.new_members, "新增会员", "New members", words=Text("本周入会的会员数", "Members who joined in the week"),
               rows=(Member, week.joined), target=week.recruits_wanted),
        Metric(week.recruiting_reached, "招募完成率", "Recruiting reached", unit="percent",
               words=Text("新增会员 ÷ 本周分摊的月度招募指标", "New members against the week's share of the monthly targets")),
        Metric(week.active_members, "活跃会员", "Active members", words=Text("截至周末 90 天内有消费", "Bought in the 90 days to the week's end")),
        Metric(week.dormant_members, "休眠会员", "Dormant members", better="lower",
               words=Text("截至周末 91–180 天前有过消费，之后没有", "Last bought 91 to 180 days before the week's end")),
        Metric(week.repeat_rate, "复购率", "Repeat rate", unit="percent",
               words=Text("90 天内消费两次及以上 ÷ 消费过的会员", "Twice or more, of those who bought in the 90 days")),
        Metric(week.member_sales, "会员消费", "Member sales", unit="money", words=Text("本周会员消费，已减退款", "Net of refunds"),
               rows=(Purchase, week.bought)),
        Metric(week.average_spend, "会员客单价", "Average spend", unit="money", words=Text("本周会员消费 ÷ 小票数", "Member sales per receipt"),
               rows=(Purchase, week.bought)),
        Metric(week.points_earned, "获取积分", "Points earned", words=Text("本周获取的积分，不含期初", "Earned in the week, openings left out"),
               rows=(PointsEntry, week.earned)),
        Metric(week.points_spent, "兑换积分", "Points spent", words=Text("本周兑换用去的积分", "Points spent on gifts in the week"),
               rows=(PointsEntry, week.spent)),
        Metric(week.points_expired, "过期积分", "Points expired", better="lower", words=Text("本周到期清零的积分", "Expired in the week"),
               rows=(PointsEntry, week.expired)),
        Metric(week.points_outstanding, "结存积分", "Points outstanding", better="lower",
               words=Text("周末全部会员的积分余额", "All balances at the end of the week")),
        Metric(week.points_cost, "结存积分成本", "Cost of points outstanding", unit="money", better="lower",
               words=Text("结存积分 × 在架礼品的每分平均成本", "Points outstanding at the mean cost of a point of the gifts on offer")),
        Metric(week.gifts_issued, "发放礼品", "Gifts issued", words=Text("本周发放的礼品件数", "Gifts handed out in the week"),
               rows=(Redemption, week.handed_out)),
        Metric(week.gifts_cost, "礼品成本", "Cost of gifts", unit="money", better="lower",
               words=Text("本周发放礼品的成本", "Cost of the gifts handed out"),
               rows=(Redemption, week.handed_out)),
        Metric(week.budget_used, "礼品预算使用率", "Gift budget used", unit="percent", better="lower",
               words=Text("当月全公司礼品预算已用比例", "Used of the company's budget of the month")),
        Metric(week.members_served, "服务会员数", "Members served", words=Text("本周领到礼品的会员数", "Members who took a gift home"),
               rows=(Redemption, week.handed_out)),
        Metric(week.cost_per_member, "人均礼品成本", "Cost per member served", unit="money", better="lower",
               words=Text("礼品成本 ÷ 服务会员数", "Cost of gifts per member served"),
               rows=(Redemption, week.handed_out)),
    ),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("members_service", "*", frozenset(VERBS)),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS if post != "members_service"),
        Grant("store_management", "*", "see export", masked={"*"}),
        Grant("store_manager", "member_tier tier_benefit points_rule", "see"),
        Grant("store_manager", "gift", "see", hidden={"unit_cost"}),
        Grant("store_manager", OWN_RECORDS, "see add edit reveal", rows="store", masked={"*"}),
        Grant("store_manager", KEPT, "see", rows="store", masked={"*"}),
        Grant("store_manager", "gift_movement", "see", rows="store", hidden={"unit_cost"}),
        Grant("store_manager", "redemption", "see edit", rows="store", masked={"*"}, hidden={"cost"}),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)  # fmt: skip
