"""Members 会员: who they are, their tier and how it moved, what was agreed with them, how many were to be won."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import peewee

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    MonthField,
    Move,
    NoteField,
    PhoneField,
    PinyinField,
    QuantityField,
    Record,
    Refused,
    Sheet,
    TagsField,
    Text,
    Then,
)
from ..kit.clock import add_months, now, today
from ..organization import GENDERS, Employee, Store
from .levels import MemberTier, lowest_tier

CHANNELS = (
    Choice("store", "门店", "Store"),
    Choice("online", "网店", "Online shop"),
    Choice("event", "活动", "Event"),
    Choice("group", "团购转化", "From group buying"),
)
MEMBER_STATES = (
    Choice("active", "正常", "Active", "positive"),
    Choice("dormant", "休眠", "Dormant", "info"),
    Choice("frozen", "冻结", "Frozen", "warning"),
    Choice("left", "退会", "Left", "grey"),
)
SEGMENTS = (
    Choice("champions", "核心会员", "Champions", "positive"),
    Choice("loyal", "忠诚会员", "Loyal", "positive"),
    Choice("potential", "潜力会员", "Potential loyalists", "info"),
    Choice("new", "新近会员", "New customers", "info"),
    Choice("promising", "有望会员", "Promising", "info"),
    Choice("attention", "需要关注", "Need attention", "warning"),
    Choice("sleepy", "将要沉睡", "About to sleep", "warning"),
    Choice("risk", "流失风险", "At risk", "negative"),
    Choice("cant_lose", "重点挽回", "Can't lose them", "negative"),
    Choice("hibernating", "沉睡会员", "Hibernating"),
    Choice("lost", "已经流失", "Lost"),
)
MOVE_CAUSES = (
    Choice("spend", "消费升级", "Spend reached", "positive"),
    Choice("refund", "退款收回", "Taken back with a refund", "warning"),
    Choice("lapse", "到期降级", "Validity ended", "warning"),
    Choice("hand", "人工调整", "Changed by hand", "info"),
)

DORMANT_AFTER_DAYS = 90  # active: bought in 90 days; the nightly rule and the week's figures share this
LEADS_ON = Text(
    "这张卡已并入其他会员，以前的流水要靠它找到现在的会员，不能删除",
    "This card was merged: its old ledger lines lead over it to the member of today, so it stays",
)
CONSENT_AHEAD = Text("同意日期 {day} 还没到", "Consent on {day} is still to come")
HAS_LEFT = Text(
    "{name} 已退会，不能再联系；会员回来了请先把状态改为“正常”",
    "{name} has left and isn't to be contacted; who comes back is made active first",
)
HAS_POINTS = Text(
    "还有 {points} 积分，不能删除；请先处理积分或改为退会",
    "Still holds {points} points; settle them first, or mark as left",
)
OWES_POINTS = Text(
    "还欠 {points} 积分，不能删除；可改为退会", "Still owes {points} points and can't be deleted; mark as left instead"
)


def fill_validity(c: Changes, rows: list[dict]) -> None:
    """A new member's tier is valid from today; one that is put back keeps its day."""
    months = _months_valid()
    for row in rows:
        if row["tier"] in months and row["tier_until"] is None:
            row["tier_until"] = add_months(today(), months[row["tier"]])


def keep_tier_moves(c: Changes, moves: list[Move]) -> None:
    """A tier changed by hand is kept as such."""
    changed = [move for move in moves if move.new and move.old and move.changed("tier") and move.new.tier]
    _keep_moves(c, {move.id: (move.old.tier, move.new.tier) for move in changed}, "hand")


def move_tiers(c: Changes, tiers: dict[int, int], cause: str) -> None:
    """Members go to these tiers, and why is kept."""
    before = {id: row.tier for id, row in Member.rows_by_id(tiers).items()}
    c.derive(Member, {id: {"tier": tier} for id, tier in tiers.items()})
    _keep_moves(c, {id: (before[id], tier) for id, tier in tiers.items() if before[id] != tier}, cause)


def _keep_moves(c: Changes, tiers: dict[int, tuple[int | None, int]], cause: str) -> None:
    """Every move of a tier stands with its cause; a new tier starts its validity today."""
    months = _months_valid() if tiers else {}
    c.add(
        TierMove,
        [
            {"member": id, "from_tier": old, "to_tier": new, "cause": cause, "moved_at": now(), "by": c.who.name}
            for id, (old, new) in tiers.items()
        ],
    )
    c.derive(Member, {id: {"tier_until": add_months(today(), months[new])} for id, (_, new) in tiers.items()})


def _months_valid() -> dict[int, int]:
    return dict(MemberTier.select(MemberTier.id, MemberTier.valid_months).tuples())


def keep_recruiting(c: Changes, moves: list[Move]) -> None:
    """Whoever joins, leaves the list or changes store moves the recruiting figures of that month."""
    places = set()
    for move in moves:
        if move.changed("joined_on", "home_store"):
            places |= {
                (row.joined_on.isoformat()[:7], row.home_store) for row in (move.old, move.new) if row and row.joined_on
            }
    if places:
        recount_recruits(c, RecruitTarget.rows(RecruitTarget.month.in_({month for month, _ in places})))


def keep_members_with_points(c: Changes, moves: list[Move]) -> None:
    """Whoever holds or owes points stays on the books, and so does the card that leads from old ledger lines to a new one.

    It keeps the ledgers whole, so it stands among the values that follow: an undo may not break them either.
    """
    for move in moves:
        if move.new is None and move.old.points:
            raise Refused(HAS_POINTS(points=move.old.points), "points", move.index)
        if move.new is None and move.old.points_debt:
            raise Refused(OWES_POINTS(points=move.old.points_debt), "points_debt", move.index)
        if move.new is None and move.old.merged_into:
            raise Refused(LEADS_ON, "merged_into", move.index)


def refuse_consent_ahead(c: Changes, moves: list[Move]) -> None:
    """Nobody has consented on a day to come."""
    day = today()
    for move in moves:
        if move.new and move.changed("consent_on") and move.new.consent_on and move.new.consent_on > day:
            raise Refused(CONSENT_AHEAD(day=move.new.consent_on), "consent_on", move.index)


def date_consent(c: Changes, moves: list[Move]) -> None:
    """Consent has its day: the one it was entered on, unless another is given."""
    bare = [
        m.id for m in moves if m.new and m.new.consent and not m.new.consent_on and m.changed("consent", "consent_on")
    ]
    c.alter(Member, {id: {"consent_on": today()} for id in bare})


class Member(Record):
    """A customer with a card."""

    card_no = LineField(
        "会员卡号", "Card no.", unique=True, max_length=30, width=120, aka=("会员编号", "卡号", "会员号", "会员卡")
    )
    name = LineField(
        "姓名", "Name", max_length=40, width=100, aka=("会员姓名", "会员", "客户姓名", "顾客", "顾客姓名", "客户")
    )
    name_py = PinyinField("拼音", "Pinyin", of="name")
    phone = PhoneField(
        "手机号", "Phone", unique=True, null=True, mask=True, aka=("联系电话", "电话", "手机", "手机号码")
    )
    gender = ChoiceField("性别", "Gender", options=GENDERS, null=True, width=90)
    birthday = DayField(
        "生日",
        "Birthday",
        null=True,
        mask=True,
        aka=("出生日期", "出生年月日"),
    )
    tier = LinkField(
        MemberTier,
        "会员等级",
        "Tier",
        null=True,
        default=lowest_tier,
        aka=("等级", "会员级别", "级别"),
    )
    home_store = LinkField(
        Store, "入会门店", "Home store", null=True, aka=("所属门店", "门店", "办卡门店", "开卡门店", "注册门店")
    )
    joined_on = DayField(
        "入会日期", "Joined on", default=today, index=True, aka=("办卡日期", "注册日期", "开卡日期", "建卡日期")
    )
    channel = ChoiceField(
        "入会渠道", "Channel", options=CHANNELS, default="store", aka=("渠道", "来源", "会员来源", "入会来源")
    )
    recruiter = LinkField(
        Employee, "招募人", "Recruiter", null=True, aka=("推荐人", "经办人", "介绍人", "开卡人", "办卡人")
    )
    status = ChoiceField(
        "状态",
        "Status",
        options=MEMBER_STATES,
        default="active",
        width=90,
        aka=("会员状态",),
        hint=Text(
            "90 天没有消费的正常会员每晚转为休眠，再次消费即恢复",
            "Active members become dormant after 90 days without buying, and wake when they buy",
        ),
    )
    tags = TagsField("标签", "Tags", null=True)
    address = LineField(
        "地址", "Address", null=True, mask=True, width=200, aka=("家庭住址", "住址", "家庭地址", "联系地址", "详细地址")
    )
    interests = TagsField("健康关注", "Health interests", null=True, mask=True)
    consent = FlagField("同意联系", "Consents to contact", null=True)
    consent_on = DayField("同意日期", "Consent on", null=True, hint=Text("留空则记当天", "Left empty: today"))
    points = CountField(
        "可用积分",
        "Points",
        least=0,
        default=0,
        derived=True,
        sum=True,
        index=True,
        aka=("积分", "积分余额", "当前积分"),
    )
    points_debt = CountField("待抵扣积分", "Points owed", least=0, default=0, derived=True)
    spend_12m = MoneyField("近12个月消费", "12-month spend", width=140, default=0, derived=True, sum=True)
    opening_spend = MoneyField(
        "期初累计消费",
        "Spend before opening",
        null=True,
        least=0,
        aka=("累计消费", "累计消费金额", "历史消费", "历史累计消费", "总消费", "消费总额"),
    )
    last_purchase_at = MomentField("最近消费", "Last purchase", null=True, derived=True)
    tier_until = DayField("等级有效期至", "Tier until", null=True, locked=True)
    segment = ChoiceField("会员分层", "Segment", options=SEGMENTS, null=True, derived=True, index=True, aka=("分层",))
    rfm = LineField(
        "RFM",
        "RFM",
        null=True,
        derived=True,
        max_length=3,
        width=70,
        hint=Text("最近消费、频次、金额各 1 到 5 分，每月初评定", "Recency, frequency, spend: 1 to 5 each, monthly"),
    )
    merged_into = LinkField("self", "并入会员", "Merged into", null=True, locked=True, outlives=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "会员",
        "Members",
        order=("-joined_on",),
        key=("card_no",),
        search=("name", "name_py", "card_no", "phone"),
        columns=(
            "card_no",
            "name",
            "phone",
            "gender",
            "birthday",
            "tier",
            "home_store",
            "joined_on",
            "points",
            "spend_12m",
            "last_purchase_at",
            "status",
            "channel",
            "recruiter",
            "tags",
            "note",
        ),
        scopes={"store": "home_store", "region": "home_store.region", "own": "recruiter"},
        fill=fill_validity,
        checks=(refuse_consent_ahead,),
        derives=(keep_members_with_points, keep_recruiting, date_consent),
        consequences=(Then(keep_tier_moves, also="import"),),
    )


class TierMove(Record):
    """A member went up or down a tier, and why."""

    member = LinkField(Member, "会员", "Member")
    from_tier = LinkField(MemberTier, "原等级", "From", null=True)
    to_tier = LinkField(MemberTier, "新等级", "To")
    cause = ChoiceField("原因", "Cause", options=MOVE_CAUSES)
    moved_at = MomentField("变动时间", "Moved at")
    by = LineField("经办", "By", null=True, ours=True)

    sheet = Sheet(
        "等级变动",
        "Tier moves",
        title="moved_at",
        order=("-moved_at",),
        verbs="see export",
        scopes={"store": "member.home_store", "region": "member.home_store.region", "own": "member.recruiter"},
    )


def keep_targets(c: Changes, moves: list[Move]) -> None:
    recount_recruits(c, [move.new for move in moves if move.new and move.changed("month", "store", "target")])


class RecruitTarget(Record):
    """How many members a store is to win in a month; what was reached counts itself."""

    month = MonthField("月份", "Month", index=True)
    store = LinkField(Store, "门店", "Store", null=True)
    target = CountField("招募指标", "Target", least=0, aka=("指标", "目标"))
    actual = CountField("实际招募", "Actual", default=0, derived=True)
    rate = QuantityField("完成率（%）", "Reached (%)", percent=True, null=True, derived=True)

    sheet = Sheet(
        "会员招募指标",
        "Recruit targets",
        title="month",
        order=("-month", "store"),
        key=("store", "month"),
        derives=(keep_targets,),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("store", "month"), True),)


def recount_recruits(c: Changes, targets: list) -> None:
    """Set the actual figures of these targets to the members who joined in their month and store."""
    counted: dict[tuple, int] = defaultdict(int)
    months = {target.month for target in targets}
    for month in months:
        first = date.fromisoformat(f"{month}-01")
        joined = (Member.joined_on >= first) & (Member.joined_on < add_months(first, 1))
        query = Member.select(Member.home_store, peewee.fn.COUNT(Member.id)).where(joined).group_by(Member.home_store)
        for store, count in query.tuples():
            counted[month, None] += count
            if store is not None:
                counted[month, store] = count
    c.alter(
        RecruitTarget,
        {
            t.id: {"actual": counted[t.month, t.store], "rate": reached(counted[t.month, t.store], t.target)}
            for t in targets
        },
    )


def reached(actual, target):
    """Per cent of the target, one digit; None without a target."""
    return None if not target else (Decimal(actual) * 100 / Decimal(target)).quantize(Decimal("0.1"))
