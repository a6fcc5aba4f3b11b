"""Lists of members to work with 会员行动名单: whom, by which channel and words, until when, and what came of it."""

from datetime import timedelta

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
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
)
from ..kit.clock import today
from ..organization import Employee, Product, Store
from .follow_ups import CONTACT_CHANNELS, MemberFollowUp
from .people import HAS_LEFT, SEGMENTS, Member
from .uplift import drawn, reckoned

SOURCES = (
    Choice("picked", "手选或视图", "Picked, or a view", "info"),
    Choice("segment", "会员分层", "A segment", "info"),
    Choice("rescue", "降级挽救", "About to lose the tier", "warning"),
    Choice("repurchase", "复购到期", "Due to buy again", "positive"),
)
LIST_STATES = (
    Choice("draft", "准备中", "Being prepared", "info"),
    Choice("running", "进行中", "Running", "warning"),
    Choice("ended", "已结束", "Ended", "positive"),
)
CALL_STATES = (
    Choice("planned", "待联系", "To contact", "warning"),
    Choice("done", "已联系", "Contacted", "positive"),
    Choice("held", "对照组", "Control group"),
)
OUTCOMES = (
    Choice("bought", "已购买", "Bought", "positive"),
    Choice("interested", "有意向", "Interested", "positive", ("考虑", "意向")),
    Choice("later", "以后再说", "Later", "info"),
    Choice("no_answer", "没有接通", "No answer", "warning", ("未接", "无人接听")),
    Choice("not_interested", "没有意向", "Not interested", "grey", ("拒绝",)),
    Choice("wrong", "号码不对", "Wrong number", "grey", ("空号", "错号")),
    Choice("refused", "请勿再联系", "Asked not to be contacted", "negative", ("拒绝联系",)),
)
REACHED = ("bought", "interested", "later", "not_interested", "refused")
NO_SEGMENT = Text("请选择会员分层", "Say which segment")
NO_CONSENT = Text("{name} 没有同意联系，不能列入名单", "{name} hasn't consented to be contacted and can't be on a list")
NOT_DRAFT = Text("名单“{title}”已开始，会员不能再增减", "The list “{title}” has started: nobody is added or taken off")
BEFORE = Text("截止日期不能早于开始日期", "The last day can't be before the first")
NOBODY = Text(
    "名单里还没有会员：请先“选出会员”，或在会员表里“列入名单”",
    "Nobody is on the list: press “Choose members”, or “Put on a list” in the table of members",
)
ONLY_PLANNED = Text("对照组的会员不联系，也不记结果", "Members of the control group are not contacted")
STARTED = Text("已开始：联系 {count} 人，没有留对照组", "Started: {count} to contact, nobody is left alone")
STARTED_BESIDE = Text("已开始：联系 {count} 人，对照组 {alone} 人", "Started: {count} to contact, {alone} left alone")


def keep_lists(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        if move.new is None:
            continue
        if move.new.source == "segment" and move.new.segment is None:
            raise Refused(NO_SEGMENT, "segment", move.index)
        if move.new.due_on < move.new.starts_on:
            raise Refused(BEFORE, "due_on", move.index)


class MemberList(Record):
    """Members to be contacted for one purpose; some are left alone, so that the difference can be told."""

    title = LineField("名单名称", "List", unique=True, max_length=80, width=200)
    source = ChoiceField("会员来自", "Members by", options=SOURCES, default="segment", width=110)
    segment = ChoiceField("会员分层", "Segment", options=SEGMENTS, null=True)
    store = LinkField(
        Store,
        "只限门店",
        "Only of the store",
        null=True,
        hint=Text("按入会门店；留空为全部", "By home store; empty: all"),
    )
    channel = ChoiceField("联系方式", "Channel", options=CONTACT_CHANNELS, default="phone", width=90)
    script = NoteField("话术", "Script", null=True, width=240)
    starts_on = DayField("开始日期", "From", default=today)
    due_on = DayField("联系截止", "Contact by", default=lambda: today() + timedelta(days=7))
    window = CountField("看多少天的消费", "Days of purchases looked at", least=1, most=180, default=30, width=120)
    control = CountField(
        "对照组（%）",
        "Control group (%)",
        percent=True,
        least=0,
        most=50,
        default=10,
        hint=Text("随机留出不联系的会员，用来比较效果", "Members left alone at random, to tell the effect by"),
    )
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    members = CountField("会员数", "Members", default=0, derived=True)
    contacted = CountField("已联系", "Contacted", default=0, derived=True)
    reached = CountField("接通", "Reached", default=0, derived=True)
    called_bought = QuantityField(
        "联系组购买率（%）", "Contacted who bought (%)", percent=True, null=True, derived=True
    )
    control_bought = QuantityField("对照组购买率（%）", "Control who bought (%)", percent=True, null=True, derived=True)
    uplift = QuantityField("提升（百分点）", "Uplift (points)", null=True, derived=True)
    extra_sales = MoneyField(
        "增加的销售",
        "Extra sales",
        null=True,
        derived=True,
        hint=Text(
            "（联系组人均消费 − 对照组人均消费）× 联系组人数",
            "(Mean spend of the contacted − that of the control group) × the contacted",
        ),
    )
    ended_on = DayField("结束日期", "Ended on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=LIST_STATES, default="draft", locked=True, width=90)

    sheet = Sheet(
        "会员行动名单",
        "Member lists",
        title="title",
        order=("-starts_on",),
        key=("title",),
        search=("title", "script"),
        columns=(
            "title",
            "source",
            "segment",
            "store",
            "channel",
            "starts_on",
            "due_on",
            "members",
            "contacted",
            "reached",
            "uplift",
            "extra_sales",
            "state",
        ),
        checks=(keep_lists,),
        steps=(
            Step(
                "start",
                "开始",
                "Start",
                "draft",
                "running",
                needs=("script",),
                then=lambda c, row, answers: begin(c, row),
                icon="play_arrow",
                hint=Text(
                    "随机留出对照组，其余分给入会门店", "The control group is drawn; the others go to their stores"
                ),
            ),
            Step(
                "end",
                "结束并计算效果",
                "End and reckon",
                "running",
                "ended",
                then=lambda c, row, answers: end(c, row),
                icon="flag",
            ),
        ),
    )


def keep_calls(c: Changes, moves: list[Move]) -> None:
    """Only who consents is on a list; once it has started it stands, and the control group is left alone."""
    lists = MemberList.rows_by_id({(move.new or move.old).list for move in moves})
    people = Member.rows_by_id({move.new.member for move in moves if move.new and move.changed("member")})
    for move in moves:
        mine = lists[(move.new or move.old).list]
        if (move.new is None or move.changed("member", "list")) and mine.state != "draft":
            raise Refused(NOT_DRAFT(title=mine.title), "member", move.index)
        if move.new is None:
            continue
        if move.changed("member"):
            _asked(people[move.new.member], move)
        if move.new.state == "held" and move.changed("outcome") and move.new.outcome is not None:
            raise Refused(ONLY_PLANNED, "outcome", move.index)


def _asked(person: Row, move: Move) -> None:
    if person.status == "left":
        raise Refused(HAS_LEFT(name=person.name), "member", move.index)
    if not person.consent:
        raise Refused(NO_CONSENT(name=person.name), "member", move.index)


def fill_calls(rows: list[dict]) -> None:
    people = Member.rows_by_id({row["member"] for row in rows if row["member"]})
    for row in rows:
        if row["member"] in people and row["store"] is None:
            row["store"] = people[row["member"]].home_store


def count_calls(c: Changes, moves: list[Move]) -> None:
    """A list says how far it is."""
    ids = {
        row.list for move in moves for row in (move.old, move.new) if row and move.changed("list", "state", "outcome")
    }
    sets = {}
    for id in ids:
        rows = MemberCall.rows(MemberCall.list == id)
        sets[id] = {
            "members": len(rows),
            "contacted": sum(row.state == "done" for row in rows),
            "reached": sum(row.outcome in REACHED for row in rows),
        }
    c.alter(MemberList, sets)


def heed(c: Changes, moves: list[Move]) -> None:
    """What was said is among the conversations with the member; who wants no more of them has withdrawn the consent."""
    done = [move.new for move in moves if move.new and move.new.state == "done" and move.changed("state")]
    lists = MemberList.rows_by_id({row.list for row in done})
    c.add(
        MemberFollowUp,
        [
            {
                "member": row.member,
                "channel": lists[row.list].channel,
                "topic": lists[row.list].title,
                "content": row.note,
                "result": MemberCall.outcome.show(row.outcome),
                "next_on": row.next_on,
                "by": row.owner,
            }
            for row in done
        ],
    )
    c.alter(Member, {row.member: {"consent": False} for row in done if row.outcome == "refused"})


class MemberCall(Record):
    """One member of one list: who contacts him, and what he said."""

    list = LinkField(MemberList, "名单", "List", width=180)
    member = LinkField(Member, "会员", "Member", aka=("会员卡号",))
    store = LinkField(Store, "门店", "Store", null=True)
    product = LinkField(Product, "该复购的商品", "Due to buy", null=True)
    owner = LinkField(Employee, "联系人", "Who contacts", null=True)
    due_on = DayField("截止日期", "Due", null=True)
    outcome = ChoiceField("结果", "Outcome", options=OUTCOMES, null=True, locked=True, width=110)
    called_on = DayField("联系日期", "Contacted on", null=True, locked=True, index=True)
    next_on = DayField("下次联系", "Next on", null=True)
    note = NoteField("说了什么", "What was said", null=True)
    state = ChoiceField("状态", "State", options=CALL_STATES, default="planned", locked=True, width=90)

    sheet = Sheet(
        "名单会员",
        "Members of lists",
        title="member",
        says=("member", "list"),
        order=("list", "store", "id"),
        key=("list", "member"),
        parent="list",
        search=("member", "list", "note"),
        fill=lambda c, rows: fill_calls(rows),
        checks=(keep_calls,),
        derives=(count_calls,),
        consequences=(heed,),
        scopes={"store": "store", "region": "store.region", "own": "owner"},
        steps=(
            Step(
                "call",
                "登记联系结果",
                "Enter the outcome",
                "planned",
                "done",
                needs=("outcome",),
                asks={
                    "outcome": ChoiceField("结果", "Outcome", options=OUTCOMES),
                    "note": NoteField("说了什么", "What was said", null=True),
                    "next_on": DayField("下次联系", "Next on", null=True),
                },
                then=lambda c, row, answers: c.update(MemberCall, row.id, called_on=today()),
                icon="call",
            ),
            Step("leave_alone", "留作对照", "Leave alone", "planned", "held", auto=True),
            Step(
                "again",
                "再联系一次",
                "Contact again",
                "done",
                "planned",
                then=lambda c, row, answers: c.update(MemberCall, row.id, outcome=None),
                icon="replay",
            ),
        ),
    )

    class Meta:
        indexes = ((("list", "member"), True),)


def begin(c: Changes, row: Row) -> Text:
    """The control group is drawn, everybody else goes to the home store's manager with the list's last day."""
    calls = MemberCall.rows(MemberCall.list == row.id)
    if not calls:
        raise Refused(NOBODY, "state")
    alone = drawn(row, calls)
    managers = {
        store.id: store.manager for store in Store.rows_by_id({call.store for call in calls if call.store}).values()
    }
    sets = {
        call.id: {"state": "held"}
        if call.id in alone
        else {"owner": call.owner or managers.get(call.store) or row.owner, "due_on": row.due_on}
        for call in calls
    }
    c.alter(MemberCall, sets)
    called = len(calls) - len(alone)
    return STARTED_BESIDE(count=called, alone=len(alone)) if alone else STARTED(count=called)


def end(c: Changes, row: Row) -> Text:
    """What the two groups bought since the first day, one beside the other."""
    came = reckoned(row, MemberCall.rows(MemberCall.list == row.id))
    c.update(MemberList, row.id, ended_on=today(), **came.values)
    return came.words
