"""What a week tells of the members, in the words of its readers."""

from datetime import date

from ..kit import Less, Measure, Metric, Ratio, Text
from .lists import REACHED, MemberCall
from .points import PointsEntry
from .week import (
    ACTIVE,
    BUDGET_SPENT,
    GIFTS_COST,
    LATELY,
    NEW,
    OUTSTANDING,
    RECEIPTS,
    REPEATED,
    SALES,
    SERVED,
    Budget,
    RecruitsWanted,
    WholeRecruits,
    gifts,
    points,
    points_cost,
    points_cost_rows,
)

DONE = {"state": {"eq": "done"}}
CALLED = Measure(MemberCall, "called_on", where=DONE, by="store")
CALLED_SINCE = date(2026, 11, 30)

METRICS = (
    Metric(
        NEW,
        "新增会员",
        "New members",
        name="new_members",
        words=Text("本周入会的会员数", "Members who joined in the week"),
        target=WholeRecruits(),
    ),
    Metric(
        Ratio(NEW, RecruitsWanted(), digits=1),
        "招募完成率",
        "Recruiting reached",
        name="recruiting_reached",
        unit="percent",
        goal=100,
        marks=False,
        words=Text(
            "新增会员 ÷ 按天分摊到本周的月度招募指标（各店之和，没有门店指标时用全公司指标）",
            "New members against the week's days' share of the monthly targets (the stores', or the company's where none is set)",
        ),
    ),
    Metric(
        ACTIVE,
        "活跃会员",
        "Active members",
        name="active_members",
        words=Text(
            "截至周末 90 天内有消费、且未全额退款的会员数；分店按消费门店",
            "Members who bought in the 90 days to the week's end and kept some of it; per store where they bought",
        ),
    ),
    Metric(
        Less(LATELY, ACTIVE),
        "休眠会员",
        "Dormant members",
        name="dormant_members",
        better="lower",
        words=Text(
            "截至周末 91–180 天前有过消费（未全额退款）、之后没有的会员数",
            "Members who bought 91 to 180 days before the week's end and kept some of it, but not since",
        ),
    ),
    Metric(
        Ratio(REPEATED, ACTIVE, digits=1),
        "复购率",
        "Repeat rate",
        name="repeat_rate",
        unit="percent",
        words=Text(
            "截至周末 90 天内消费两次及以上 ÷ 消费过的会员（未全额退款的小票）",
            "Bought twice or more, of those who bought in the 90 days to the week's end (receipts not refunded in full)",
        ),
    ),
    Metric(
        SALES,
        "会员消费",
        "Member sales",
        name="member_sales",
        unit="money",
        words=Text(
            "本周会员小票的实付金额 − 这些小票的退款",
            "Paid on the week's members' receipts, less what was refunded of them",
        ),
    ),
    Metric(
        Ratio(SALES, RECEIPTS, times=1),
        "会员客单价",
        "Average spend",
        name="average_spend",
        unit="money",
        words=Text("本周会员消费 ÷ 小票数", "Member sales over the number of receipts"),
    ),
    Metric(
        points("earn", 1),
        "获取积分",
        "Points earned",
        name="points_earned",
        words=Text("本周获取的积分，不含期初，已减冲正", "Earned in the week, openings left out, reversals taken off"),
    ),
    Metric(
        points("redeem", -1),
        "兑换积分",
        "Points spent",
        name="points_spent",
        words=Text("本周兑换用去的积分，已减退回", "Spent on gifts in the week, less what was given back"),
    ),
    Metric(
        points("expire", -1, by="member.home_store"),
        "过期积分",
        "Points expired",
        name="points_expired",
        better="lower",
        words=Text(
            "本周到期清零的积分，已减冲正；分店按入会门店", "Expired in the week, reversals taken off; per home store"
        ),
    ),
    Metric(
        OUTSTANDING,
        "结存积分",
        "Points outstanding",
        name="points_outstanding",
        better="lower",
        words=Text("周末全部会员的积分余额", "All balances at the end of the week"),
    ),
    Metric(
        points_cost,
        "结存积分成本",
        "Cost of points outstanding",
        unit="money",
        better="lower",
        standing=True,
        rows=(PointsEntry, points_cost_rows),
        words=Text(
            "结存积分 × 目前在架礼品的每分平均成本（成本之和 ÷ 所需积分之和）",
            "Points outstanding at the mean cost of a point of the gifts on offer now (their cost over the points they need)",
        ),
    ),
    Metric(
        gifts(sum="qty"),
        "发放礼品",
        "Gifts issued",
        name="gifts_issued",
        words=Text("本周兑换且已发放的礼品件数", "Pieces of the week's redemptions that were handed out"),
    ),
    Metric(
        GIFTS_COST,
        "礼品成本",
        "Cost of gifts",
        name="gifts_cost",
        better="neither",
        unit="money",
        words=Text("本周兑换且已发放礼品的成本", "Cost of the week's redemptions that were handed out"),
    ),
    Metric(
        Ratio(BUDGET_SPENT, Budget(), digits=1),
        "礼品预算使用率",
        "Gift budget used",
        name="budget_used",
        goal=100,
        unit="percent",
        better="lower",
        words=Text(
            "月初至周末（跨月的周到月末）已发放礼品的成本 ÷ 当月全公司礼品预算；分店用门店预算",
            "Cost of gifts issued from the first of the month to the week's or the month's end, over the company's budget "
            "of the month; per store over the store's",
        ),
    ),
    Metric(
        SERVED,
        "服务会员数",
        "Members served",
        name="members_served",
        words=Text(
            "本周兑换并领到礼品的不同会员数", "Different members of the week's redemptions that were handed out"
        ),
    ),
    Metric(
        Ratio(GIFTS_COST, SERVED, times=1),
        "人均礼品成本",
        "Cost per member served",
        name="cost_per_member",
        unit="money",
        better="lower",
        words=Text("礼品成本 ÷ 服务会员数", "Cost of gifts over members served"),
    ),
    Metric(
        CALLED,
        "联系名单会员",
        "Members contacted",
        name="member_calls",
        since=CALLED_SINCE,
        words=Text("本周登记了联系结果的名单会员", "Members of lists whose outcome was entered in the week"),
    ),
    Metric(
        Ratio(Measure(MemberCall, "called_on", where={**DONE, "outcome": {"in": list(REACHED)}}, by="store"), CALLED),
        "名单接通率",
        "Contacted who answered",
        name="member_calls_reached",
        unit="percent",
        since=CALLED_SINCE,
        words=Text(
            "本周联系的名单会员中，接通并说了结果的占比", "Of the members contacted in the week, those who were reached"
        ),
    ),
)
