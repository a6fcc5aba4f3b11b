"""Campaigns 推广 and partners 合作: what was paid to be seen, what it brought, and who we work with."""

from datetime import date

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    PhoneField,
    PinyinField,
    QuantityField,
    Record,
    Refused,
    Sheet,
    Step,
    Text,
)
from ..kit.clock import today
from ..organization import Employee
from .shops import OnlineShop, rate

CHANNELS = (
    Choice("article", "软文", "Article", "info"),
    Choice("links", "友情链接", "Links", "grey"),
    Choice("mail", "邮件", "E-mail", "grey"),
    Choice("social", "SNS", "Social", "info", ("社交媒体", "小红书", "微博")),
    Choice("forum", "论坛", "Forum", "grey"),
    Choice("ads", "站内广告", "Platform ads", "warning", ("直通车", "万相台")),
    Choice("live", "直播", "Live", "positive"),
    Choice("other", "其他", "Other", "grey"),
)
CAMPAIGN_STATES = (
    Choice("planned", "计划", "Planned", "grey"),
    Choice("running", "进行中", "Running", "positive"),
    Choice("ended", "已结束", "Ended", "info"),
    Choice("reviewed", "已复盘", "Reviewed", "positive"),
)
PARTNER_KINDS = (
    Choice("media", "媒体", "Media", "info"),
    Choice("agency", "代运营", "Agency", "warning"),
    Choice("influencer", "达人主播", "Influencer", "positive"),
    Choice("courier", "快递", "Courier", "grey"),
    Choice("software", "软件服务", "Software", "grey"),
    Choice("other", "其他", "Other", "grey"),
)
PARTNER_STATES = (Choice("active", "合作中", "Active", "positive"), Choice("ended", "已终止", "Ended", "grey"))
PROJECT_STATES = (
    Choice("talking", "洽谈", "Talking", "grey"),
    Choice("running", "进行中", "Running", "info"),
    Choice("paused", "暂停", "Paused", "warning"),
    Choice("done", "已完成", "Done", "positive"),
    Choice("dropped", "终止", "Dropped", "negative"),
)
WRONG_WAY = Text("结束日期不能早于开始日期", "It can't end before it starts")
CLICKS = Text("点击数 {clicks} 大于展现量 {impressions}", "{clicks} clicks are more than the {impressions} impressions")


def keep_campaigns(c: Changes, moves: list[Move]) -> None:
    """The dates and the figures can be true."""
    for move in moves:
        row = move.new
        if row is None:
            continue
        in_order(row, move.index)
        if row.impressions and row.clicks > row.impressions:
            raise Refused(CLICKS(clicks=row.clicks, impressions=row.impressions), "clicks", move.index)


def rate_campaigns(c: Changes, moves: list[Move]) -> None:
    """Cost per click and return follow from the figures."""
    rows = [move.new for move in moves if move.new]
    c.alter(
        Campaign,
        {row.id: {"per_click": rate(row.cost, row.clicks), "returned": rate(row.sales, row.cost)} for row in rows},
    )


def in_order(row, index: int | None = None) -> None:
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise Refused(WRONG_WAY, "ends_on", index)


class Campaign(Record):
    """Something paid for to be seen: what it cost, and what came of it."""

    shop = LinkField(OnlineShop, "网店", "Shop")
    channel = ChoiceField("渠道", "Channel", options=CHANNELS, open=True, default="ads", width=90)
    title = LineField("推广主题", "Campaign", max_length=100, width=200, public=True, aka=("活动名称",))
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    starts_on = DayField("开始日期", "From", default=today)
    ends_on = DayField("结束日期", "To", null=True, index=True)
    budget = MoneyField("预算", "Budget", null=True, least=0, sum=True)
    cost = MoneyField("花费", "Cost", default=0, least=0, sum=True)
    impressions = CountField("展现量", "Impressions", default=0, least=0, sum=True)
    clicks = CountField("点击数", "Clicks", default=0, least=0, sum=True)
    orders = CountField("成交订单", "Orders", default=0, least=0, sum=True)
    sales = MoneyField("成交金额", "Sales", default=0, least=0, sum=True)
    per_click = MoneyField(
        "点击成本", "Cost per click", null=True, derived=True, hint=Text("花费 ÷ 点击数", "Cost over clicks")
    )
    returned = QuantityField(
        "投入产出比", "Return", null=True, derived=True, hint=Text("成交金额 ÷ 花费", "Sales over cost")
    )
    coupon = LineField("追踪码", "Coupon or tracking code", null=True, max_length=60)
    link = LineField("内容链接", "Link", null=True)
    review = NoteField("复盘", "Review", null=True)
    state = ChoiceField("状态", "State", options=CAMPAIGN_STATES, default="planned", locked=True, width=90)

    sheet = Sheet(
        "推广投放",
        "Campaigns",
        title="title",
        order=("-starts_on",),
        search=("title", "shop", "coupon"),
        later=("review",),
        checks=(keep_campaigns,),
        derives=(rate_campaigns,),
        columns=(
            "shop",
            "channel",
            "title",
            "starts_on",
            "ends_on",
            "budget",
            "cost",
            "impressions",
            "clicks",
            "orders",
            "sales",
            "per_click",
            "returned",
            "state",
        ),
        scopes={"store": "shop.store", "region": "shop.store.region", "own": "owner"},
        steps=(
            Step("start", "开始", "Start", "planned", "running", icon="play_arrow"),
            Step("finish", "结束", "End", "running", "ended", icon="stop"),
            Step(
                "review",
                "复盘",
                "Review",
                "ended",
                "reviewed",
                needs=("review",),
                icon="rate_review",
                asks={"review": NoteField("复盘", "Review")},
            ),
        ),
    )


def follow_dates(c: Changes, day: date) -> int:
    """Campaigns start and end by their dates. Returns how many moved."""
    starting = Campaign.rows(Campaign.state == "planned", Campaign.starts_on <= day)
    c.alter(Campaign, {row.id: {"state": "running"} for row in starting})
    ending = Campaign.rows(Campaign.state == "running", Campaign.ends_on < day)
    c.alter(Campaign, {row.id: {"state": "ended"} for row in ending})
    return len(starting) + len(ending)


class Partner(Record):
    """Somebody outside we work with online."""

    name = LineField("合作伙伴", "Partner", unique=True, max_length=80, width=160, aka=("合作方",))
    name_py = PinyinField("伙伴拼音", "Partner pinyin", of="name")
    kind = ChoiceField("类型", "Kind", options=PARTNER_KINDS, default="other", width=90)
    contact = LineField("联系人", "Contact", null=True, max_length=40)
    phone = PhoneField("联系电话", "Phone", null=True, mask=True)
    contract_until = DayField("合同到期日", "Contract until", null=True)
    status = ChoiceField("状态", "Status", options=PARTNER_STATES, default="active", width=80)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet("合作伙伴", "Partners", order=("name",), key=("name",), search=("name", "name_py", "contact"))


def keep_projects(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new:
            in_order(move.new, move.index)


class PartnerProject(Record):
    """A project with a partner."""

    partner = LinkField(Partner, "合作伙伴", "Partner")
    project = LineField("合作项目", "Project", max_length=100, width=180)
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    starts_on = DayField("开始日期", "From", default=today)
    ends_on = DayField("结束日期", "To", null=True, index=True)
    budget = MoneyField("预算", "Budget", null=True, least=0, sum=True)
    cost = MoneyField(
        "费用", "Cost", null=True, derived=True, sum=True, hint=Text("各里程碑费用合计", "The sum of its milestones")
    )
    milestones = NoteField("里程碑", "Milestones", null=True)
    result = NoteField("成果", "Result", null=True)
    state = ChoiceField("状态", "State", options=PROJECT_STATES, default="talking", locked=True, width=90)

    sheet = Sheet(
        "合作项目",
        "Partner projects",
        title="project",
        order=("state", "ends_on"),
        search=("project", "partner"),
        parent="partner",
        later=("result",),
        checks=(keep_projects,),
        scopes={"own": "owner"},
        steps=(
            Step("start", "启动", "Start", "talking paused", "running", icon="play_arrow", needs=("owner", "ends_on")),
            Step("pause", "暂停", "Pause", "running", "paused", reason=True, icon="pause"),
            Step(
                "finish",
                "完成",
                "Finish",
                "running",
                "done",
                needs=("result",),
                icon="flag",
                asks={"result": NoteField("成果", "Result")},
            ),
            Step("drop", "终止", "Drop", "talking running paused", "dropped", reason=True, danger=True, icon="cancel"),
        ),
    )
