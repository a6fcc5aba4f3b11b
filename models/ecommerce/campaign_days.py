"""What campaigns cost and brought each day 推广日报, as the platforms' reports have it; a campaign is the sum of its days."""

from decimal import Decimal

from ..kit import (
    Changes,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    QuantityField,
    Record,
    Refused,
    Sheet,
    Text,
)
from ..kit.clock import today
from .campaigns import CHANNELS, CLICKS, Campaign
from .shops import OnlineShop, rate

SUMMED = ("cost", "impressions", "clicks", "orders", "sales")
NOT_YET = Text("{day} 还没到，不能登记", "{day} is still to come")
FROM_DAYS = Text(
    "“{title}”的数字由推广日报合计，不能手填；请改推广日报",
    "The figures of “{title}” are the sum of its days, not typed: correct the days",
)


def keep_days(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        row = move.new
        if row is None:
            continue
        if row.day > today():
            raise Refused(NOT_YET(day=row.day), "day", move.index)
        if row.impressions and row.clicks > row.impressions:
            raise Refused(CLICKS(clicks=row.clicks, impressions=row.impressions), "clicks", move.index)


def find_campaigns(rows: list[dict]) -> None:
    """A plan of the platform belongs to the campaign of the shop that is called so."""
    shops = {row["shop"] for row in rows if row["campaign"] is None}
    named = {(row.shop, row.title): row.id for row in Campaign.rows(Campaign.shop.in_(list(shops)))} if shops else {}
    for row in rows:
        row["campaign"] = row["campaign"] or named.get((row["shop"], row["plan"]))


def follow_days(c: Changes, moves: list[Move]) -> None:
    """Rates of the day, and the sums of the campaigns."""
    c.alter(
        CampaignDay,
        {
            m.id: {"per_click": rate(m.new.cost, m.new.clicks), "returned": rate(m.new.sales, m.new.cost)}
            for m in moves
            if m.new and m.changed("cost", "clicks", "sales")
        },
    )
    add_up(c, {row.campaign for m in moves for row in (m.old, m.new) if row and row.campaign})


def add_up(c: Changes, campaigns: set[int]) -> None:
    sums: dict[int, dict] = {
        id: dict.fromkeys(SUMMED, 0) | {"cost": Decimal(0), "sales": Decimal(0)} for id in campaigns
    }
    for row in CampaignDay.rows(CampaignDay.campaign.in_(list(campaigns))) if campaigns else ():
        for name in SUMMED:
            sums[row.campaign][name] += getattr(row, name)
    for values in sums.values():
        values |= {
            "per_click": rate(values["cost"], values["clicks"]),
            "returned": rate(values["sales"], values["cost"]),
        }
    c.alter(Campaign, sums)


def keep_sums(c: Changes, moves: list[Move]) -> None:
    """Where the days are there, nobody types another sum."""
    typed = [move for move in moves if move.old and move.new and move.changed(*SUMMED)]
    for move in typed:
        days = CampaignDay.rows(CampaignDay.campaign == move.id)
        if days and any(getattr(move.new, name) != sum(getattr(day, name) for day in days) for name in SUMMED):
            raise Refused(FROM_DAYS(title=move.new.title), "cost", move.index)


class CampaignDay(Record):
    """One plan of one shop on one day, as a platform's report says."""

    shop = LinkField(OnlineShop, "网店", "Shop", aka=("店铺", "店铺名称"))
    day = DayField("日期", "Day", index=True, aka=("时间", "统计日期", "投放日期"))
    channel = ChoiceField(
        "渠道", "Channel", options=CHANNELS, open=True, default="ads", width=90, aka=("场景名字", "推广方式")
    )
    plan = LineField(
        "计划名称",
        "Plan",
        max_length=100,
        width=180,
        aka=("推广计划", "计划名字", "推广计划名称", "广告计划名称", "单元名称", "宝贝推广计划"),
    )
    campaign = LinkField(
        Campaign,
        "推广投放",
        "Campaign",
        null=True,
        hint=Text("计划名称和推广主题相同的自动对应", "Found by its title where the plan is called the same"),
    )
    cost = MoneyField(
        "花费", "Cost", default=0, least=0, sum=True, aka=("消耗", "整体消耗", "总花费", "推广费用", "消耗金额")
    )
    impressions = CountField(
        "展现量", "Impressions", default=0, least=0, sum=True, aka=("展示次数", "展示数", "曝光量", "展现")
    )
    clicks = CountField("点击数", "Clicks", default=0, least=0, sum=True, aka=("点击量", "点击次数", "点击"))
    orders = CountField(
        "成交订单",
        "Orders",
        default=0,
        least=0,
        sum=True,
        aka=("总成交笔数", "成交订单数", "成交笔数", "整体成交订单数", "直接成交订单数"),
    )
    sales = MoneyField(
        "成交金额",
        "Sales",
        default=0,
        least=0,
        sum=True,
        aka=("总成交金额", "整体成交金额", "成交总金额", "直接成交金额", "支付金额"),
    )
    per_click = MoneyField("点击成本", "Cost per click", null=True, derived=True)
    returned = QuantityField("投入产出比", "Return", null=True, derived=True)

    sheet = Sheet(
        "推广日报",
        "Campaign days",
        title="day",
        says=("shop", "plan", "day"),
        order=("-day", "shop"),
        key=("shop", "channel", "plan", "day"),
        search=("plan", "shop"),
        fill=lambda c, rows: find_campaigns(rows),
        checks=(keep_days,),
        derives=(follow_days,),
        scopes={"store": "shop.store", "region": "shop.store.region"},
    )

    class Meta:
        indexes = ((("shop", "channel", "plan", "day"), True),)
