"""Member activities 会员活动: what is held for members, who signed up, who came, and what it brought."""

from datetime import date, timedelta

import peewee

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    Move,
    NoteField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    TagsField,
    Text,
)
from ..kit.clock import now, start_of
from ..members import Member, Purchase
from ..organization import Employee, Store

ACTIVITY_KINDS = (
    Choice("lecture", "健康讲座", "Health lecture"),
    Choice("clinic", "义诊检测", "Free check-up"),
    Choice("tasting", "体验品鉴", "Tasting"),
    Choice("party", "会员联谊", "Members' party"),
    Choice("outing", "参观出游", "Outing"),
    Choice("other", "其他", "Other"),
)
ACTIVITY_STATES = (
    Choice("planned", "筹备", "Planned", "info"),
    Choice("open", "报名中", "Open for sign-up", "positive"),
    Choice("full", "报名截止", "Sign-up closed", "warning"),
    Choice("held", "已举办", "Held", "grey"),
    Choice("cancelled", "已取消", "Cancelled", "negative"),
)
ATTENDANCE_STATES = (
    Choice("signed", "已报名", "Signed up", "info"),
    Choice("listed", "候补", "Waiting list", "warning"),
    Choice("came", "已到场", "Came", "positive"),
    Choice("absent", "未到场", "Did not come", "negative"),
    Choice("off", "取消报名", "Called off", "grey"),
)
AROUND = 30  # days before and after over which the purchases of whoever came are compared

NOT_OPEN = Text("“{name}”现在不接受报名（{state}）", "“{name}” takes no sign-ups now ({state})")
WRONG_ORDER = Text("结束时间不能早于开始时间", "It can't end before it starts")
STILL_SIGNED = Text("还有 {n} 人没有登记到场或未到", "{n} people are neither marked as come nor as absent")
MOVED_UP = Text("{name} 由候补转为已报名", "{name} moved up from the waiting list")


def keep_times(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        row = move.new
        if row and row.starts_at and row.ends_at and row.ends_at < row.starts_at:
            raise Refused(WRONG_ORDER, "ends_at", move.index)


def hold(c: Changes, row: Row, answers: dict) -> None:
    """An activity is over when it is known of everybody whether they came."""
    open_ones = (
        ActivityAttendance.select()
        .where(ActivityAttendance.activity == row.id, ActivityAttendance.state == "signed")
        .count()
    )
    if open_ones:
        raise Refused(STILL_SIGNED(n=open_ones))


class MemberActivity(Record):
    """Something held for members, with so many places."""

    code = LineField("活动编号", "Activity no.", unique=True, max_length=20, width=110, aka=("编号",))
    name = LineField("活动名称", "Activity", max_length=80, width=200, public=True, aka=("活动", "主题"))
    kind = ChoiceField("类型", "Kind", options=ACTIVITY_KINDS, open=True, default="lecture")
    store = LinkField(Store, "门店", "Store", null=True)
    starts_at = MomentField("开始时间", "Starts at", aka=("活动时间", "日期"))
    ends_at = MomentField("结束时间", "Ends at", null=True)
    place = LineField("地点", "Place", null=True, max_length=100)
    audience = TagsField("面向会员", "For", null=True)
    places = CountField("名额", "Places", null=True, least=1)
    budget = MoneyField("预算", "Budget", null=True, least=0, sum=True)
    cost = MoneyField("实际费用", "Cost", null=True, least=0, sum=True, aka=("费用",))
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    signed = CountField("报名人数", "Signed up", default=0, derived=True, sum=True)
    came = CountField("到场人数", "Came", default=0, derived=True, sum=True)
    sales_before = MoneyField(
        "到场会员前30天消费", "Attendees' spend 30 days before", null=True, derived=True, sum=True, width=150
    )
    sales_after = MoneyField(
        "到场会员后30天消费", "Attendees' spend 30 days after", null=True, derived=True, sum=True, width=150
    )
    summary = NoteField("活动总结", "Summary", null=True)
    state = ChoiceField("状态", "State", options=ACTIVITY_STATES, default="planned", locked=True, width=100)

    sheet = Sheet(
        "会员活动",
        "Member activities",
        order=("-starts_at",),
        key=("code",),
        search=("name", "code", "place"),
        state="state",
        columns=(
            "code",
            "name",
            "kind",
            "store",
            "starts_at",
            "state",
            "places",
            "signed",
            "came",
            "budget",
            "cost",
            "owner",
        ),
        scopes={"store": "store", "region": "store.region", "own": "owner"},
        checks=(keep_times,),
        steps=(
            Step("open", "开放报名", "Open sign-up", "planned full", "open", icon="how_to_reg"),
            Step("shut", "截止报名", "Close sign-up", "open", "full", icon="event_busy"),
            Step("hold", "完成举办", "Held", "open full", "held", then=hold, icon="celebration"),
            Step(
                "cancel",
                "取消活动",
                "Call it off",
                "planned open full",
                "cancelled",
                reason=True,
                icon="cancel",
                danger=True,
            ),
        ),
    )


def seat(c: Changes, rows: list[dict]) -> None:
    """Whoever signs up takes a place while there is one, and stands on the waiting list after that."""
    free: dict[int, int] = {}
    for row in rows:
        activity = row["activity"] and c.fresh(MemberActivity, row["activity"])
        if not activity or activity.places is None or row["state"] != "signed":
            continue
        free.setdefault(activity.id, activity.places - _seated(activity.id))
        if free[activity.id] <= 0:
            row["state"] = "listed"
        free[activity.id] -= 1


def keep_open(c: Changes, moves: list[Move]) -> None:
    """Sign-ups come in while the activity takes them."""
    for move in moves:
        if move.old is None:
            activity = c.fresh(MemberActivity, move.new.activity)
            if activity.state in ("full", "cancelled"):
                state = Text(*(MemberActivity.state.show(activity.state, lang) for lang in ("zh", "en")))
                raise Refused(NOT_OPEN(name=activity.name, state=state), "activity", move.index)


def count_heads(c: Changes, moves: list[Move]) -> None:
    for id in {row.activity for move in moves for row in (move.old, move.new) if row}:
        mine = ActivityAttendance.activity == id
        states = [state for (state,) in ActivityAttendance.select(ActivityAttendance.state).where(mine).tuples()]
        signed, came = sum(state in ("signed", "came", "absent") for state in states), states.count("came")
        c.update(MemberActivity, id, signed=signed, came=came)


def move_up(c: Changes, row: Row, answers: dict) -> Text | None:
    """A place that becomes free goes to whoever waited longest."""
    activity = c.fresh(MemberActivity, row.activity)
    if activity.places is None or _seated(activity.id) >= activity.places:
        return None
    waiting = (ActivityAttendance.activity == activity.id) & (ActivityAttendance.state == "listed")
    first = next(iter(ActivityAttendance.rows(waiting, order=ActivityAttendance.signed_at)), None)
    if first is None:
        return None
    c.update(ActivityAttendance, first.id, state="signed")
    return MOVED_UP(name=Member.title_of(first.member))


def _seated(activity: int) -> int:
    taken = ActivityAttendance.state.in_(("signed", "came", "absent"))
    return ActivityAttendance.select().where(ActivityAttendance.activity == activity, taken).count()


class ActivityAttendance(Record):
    """One member at one activity: signed up, came or not, and what they thought of it."""

    activity = LinkField(MemberActivity, "活动", "Activity")
    member = LinkField(Member, "会员", "Member", aka=("会员卡号",))
    signed_at = MomentField("报名时间", "Signed up at", happened=True, default=now)
    came_at = MomentField("到场时间", "Came at", null=True, locked=True)
    feedback = CountField("评分（1–5）", "Feedback (1–5)", null=True, least=1, most=5)
    note = NoteField("反馈", "Remark", null=True)
    state = ChoiceField("状态", "State", options=ATTENDANCE_STATES, default="signed", locked=True, width=90)

    sheet = Sheet(
        "活动报名",
        "Activity attendance",
        title="member",
        order=("activity", "signed_at"),
        parent="activity",
        state="state",
        search=("member",),
        fill=seat,
        checks=(keep_open,),
        derives=(count_heads,),
        scopes={"store": "activity.store", "region": "activity.store.region"},
        steps=(
            Step(
                "arrive",
                "签到",
                "Check in",
                "signed listed absent",
                "came",
                icon="how_to_reg",
                then=lambda c, row, answers: c.update(ActivityAttendance, row.id, came_at=now()),
            ),
            Step("miss", "未到场", "Did not come", "signed", "absent", icon="person_off"),
            Step("call_off", "取消报名", "Call off", "signed listed", "off", then=move_up, icon="event_busy"),
            Step("move_up", "候补转正", "Move up", "listed", "signed", auto=True),
        ),
    )

    class Meta:
        indexes = ((("activity", "member"), True),)


def compare_sales(c: Changes, day: date) -> int:
    """What those who came bought in the 30 days before and after, until those days are over."""
    held = MemberActivity.rows(
        MemberActivity.state == "held",
        MemberActivity.starts_at >= start_of(day - timedelta(days=AROUND + 2)),
        MemberActivity.starts_at < start_of(day),
    )
    sets = {}
    for row in held:
        came = ActivityAttendance.select(ActivityAttendance.member).where(
            ActivityAttendance.activity == row.id, ActivityAttendance.state == "came"
        )
        spent = Purchase.select(peewee.fn.SUM(Purchase.amount - Purchase.refunded).coerce(False)).where(
            Purchase.member.in_(came)
        )
        around = timedelta(days=AROUND)
        before = spent.where(Purchase.purchased_at >= row.starts_at - around, Purchase.purchased_at < row.starts_at)
        after = spent.where(Purchase.purchased_at >= row.starts_at, Purchase.purchased_at < row.starts_at + around)
        sets[row.id] = {"sales_before": _yuan(before), "sales_after": _yuan(after)}
    return len(c.alter(MemberActivity, sets))


def _yuan(query: peewee.Query):
    return MoneyField.python_value(MemberActivity.cost, int(query.scalar() or 0))
