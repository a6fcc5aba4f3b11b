"""The levels that members reach, and what each brings."""

from ..kit import (
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    NoteField,
    PinyinField,
    QuantityField,
    Record,
    Sheet,
)

BENEFIT_KINDS = (
    Choice("discount", "折扣", "Discount"),
    Choice("gift", "礼品", "Gift"),
    Choice("service", "服务", "Service"),
    Choice("points", "积分", "Points"),
    Choice("other", "其他", "Other"),
)


def lowest_tier() -> int | None:
    return MemberTier.select(MemberTier.id).order_by(MemberTier.rank).scalar()


class MemberTier(Record):
    """A step of the member ladder, reached by the net spend of twelve months."""

    code = LineField("等级编码", "Tier code", unique=True, max_length=20, width=90, aka=("等级编号", "编码"))
    name = LineField("等级名称", "Tier", unique=True, max_length=40, width=120, aka=("会员等级", "等级"))
    name_py = PinyinField("等级拼音", "Tier pinyin", of="name")
    rank = CountField("级别", "Rank", least=1, unique=True, width=70)
    threshold = MoneyField("年消费门槛", "12-month spend from", least=0, default=0, aka=("消费门槛", "门槛"))
    multiplier = QuantityField("积分倍数", "Points multiplier", least=0, most=100, default=1)
    upgrade_gift = LineField("升级礼", "Upgrade gift", null=True, max_length=100)
    valid_months = CountField("有效期（月）", "Valid for (months)", least=1, most=120, default=12)

    sheet = Sheet(
        "会员等级",
        "Member tiers",
        columns=("code", "name", "rank", "threshold", "multiplier", "upgrade_gift", "valid_months"),
        order=("rank",),
        key=("code",),
        search=("name", "name_py", "code"),
    )


class TierBenefit(Record):
    """What a tier gives its members."""

    tier = LinkField(MemberTier, "会员等级", "Tier")
    title = LineField("权益", "Benefit", max_length=100, width=200, public=True)
    kind = ChoiceField("类型", "Kind", options=BENEFIT_KINDS, default="service")
    cost = MoneyField("人均成本", "Cost per member", null=True, least=0)
    starts_on = DayField("开始日期", "From", null=True)
    ends_on = DayField("结束日期", "To", null=True)
    effect = NoteField("效果说明", "Effect", null=True)

    sheet = Sheet("会员权益", "Tier benefits", title="title", order=("tier", "title"), search=("title",))
