"""How points are earned: rules per yuan or fixed, by store and date; what joining and birthdays bring."""

from calendar import isleap
from collections.abc import Callable
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    Move,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    TagsField,
    Text,
)
from ..kit.clock import add_months, today
from ..kit.server.dialect import month_and_day
from ..organization import Store
from .levels import MemberTier
from .people import Member
from .points import EXPIRES_AFTER_MONTHS, PointsEntry, earn

RULE_KINDS = (
    Choice("spend", "消费", "Spend"),
    Choice("sign_up", "入会", "Sign-up"),
    Choice("birthday", "生日", "Birthday"),
    Choice("activity", "活动", "Activity"),
    Choice("promotion", "促销", "Promotion"),
)

STALE_RULE = Text("结束日期不能早于开始日期", "The end must not be before the start")


class PointsRule(Record):
    """How points are earned: per yuan or a fixed number, where and when it holds."""

    name = LineField("规则名称", "Rule", unique=True, max_length=60, width=160, aka=("名称",))
    kind = ChoiceField("类型", "Kind", options=RULE_KINDS, default="spend")
    per_yuan = QuantityField("每元积分", "Points per yuan", null=True, least=0, most=1000)
    fixed = CountField("固定积分", "Fixed points", null=True, least=0, most=1000000)
    multiplier = QuantityField("倍数", "Multiplier", default=1, least=0, most=100)
    stores = TagsField(
        "适用门店",
        "Stores",
        null=True,
        hint=Text("填门店编号，留空为全部门店", "Store codes; leave empty for all stores"),
    )
    starts_on = DayField("开始日期", "From", null=True)
    ends_on = DayField("结束日期", "To", null=True)
    expires_months = CountField(
        "有效期（月）", "Expires after (months)", default=EXPIRES_AFTER_MONTHS, least=1, most=120
    )
    priority = CountField("优先级", "Priority", default=0)

    sheet = Sheet(
        "积分规则",
        "Points rules",
        order=("-priority", "name"),
        key=("name",),
        search=("name",),
        checks=(lambda c, moves: check_periods(moves),),
    )

    @classmethod
    def in_force(cls, kind: str, day: date) -> list[Row]:
        """The rules of a kind that hold on a day, the most important first, of equals the older."""
        begun = cls.starts_on.is_null() | (cls.starts_on <= day)
        running = cls.ends_on.is_null() | (cls.ends_on >= day)
        return sorted(cls.rows(cls.kind == kind, begun, running), key=lambda rule: -rule.priority)


def check_periods(moves: list[Move]) -> None:
    for move in moves:
        if move.new and move.new.starts_on and move.new.ends_on and move.new.ends_on < move.new.starts_on:
            raise Refused(STALE_RULE, "ends_on", move.index)


def points_for(
    amount: Decimal, store_code: str | None, multiplier: Decimal, rules: list[Row]
) -> tuple[int, int | None]:
    """The most points a purchase earns by any rule in force, times the tier; and that rule's months until expiry."""
    best, months = 0, None
    for rule in rules:
        if rule.stores and store_code not in rule.stores:
            continue
        base = amount * (rule.per_yuan or 0) + (rule.fixed or 0)
        points = int((base * rule.multiplier * multiplier).to_integral_value(ROUND_FLOOR))
        if points > best:
            best, months = points, rule.expires_months
    return best, months


def multipliers() -> dict[int, Decimal]:
    return dict(MemberTier.select(MemberTier.id, MemberTier.multiplier).tuples())


def welcome(c: Changes, moves: list[Move]) -> None:
    """Whoever joins gets what the sign-up rule gives; rows taken over from a workbook bring their own points."""
    joined = [move.new for move in moves if move.old is None]
    if joined:
        _give(c, "sign_up", today(), joined, lambda rule: rule.name)


def _give(c: Changes, kind: str, day: date, members: list[Row], called: Callable[[Row], str]) -> None:
    """The fixed points of the most important rule of a kind that holds in each member's store."""
    rules = PointsRule.in_force(kind, day)
    codes = dict(Store.select(Store.id, Store.code).tuples()) if rules else {}
    gains = []
    for row in members if rules else []:
        rule = next((rule for rule in rules if not rule.stores or codes.get(row.home_store) in rule.stores), None)
        if rule:
            points = int((rule.fixed or 0) * rule.multiplier)
            until = add_months(day, rule.expires_months)
            words = {"source": "rule", "reference": called(rule), "store": row.home_store}
            gains.append({"member": row.id, "points": points, "expires_on": until, **words})
    earn(c, gains)


def greet_birthdays(c: Changes, day: date) -> int:
    """Members whose birthday it is get what the birthday rule gives, once a year; 29 February falls on the 28th else."""
    if not (rules := PointsRule.in_force("birthday", day)):
        return 0
    days = [f"{day:%m-%d}"]
    if days == ["02-28"] and not isleap(day.year):
        days.append("02-29")
    names = [f"{rule.name} {day.year}" for rule in rules]
    already = PointsEntry.select(PointsEntry.member).where(PointsEntry.reference.in_(names))
    born = month_and_day(Member.birthday).in_(days)
    greeted = Member.rows(born, Member.status.in_(("active", "dormant")), Member.id.not_in(already))
    _give(c, "birthday", day, greeted, lambda rule: f"{rule.name} {day.year}")
    return len(greeted)
