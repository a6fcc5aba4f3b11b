"""Policies 制度文件: drafted, reviewed, in force one version at a time, and read by everybody they concern."""

from collections.abc import Iterable
from datetime import timedelta

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MomentField,
    Move,
    NoteField,
    Param,
    PinyinField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    TagsField,
    Text,
    in_one_change,
    notify,
    setting,
)
from ..kit.clock import add_months, now, today
from ..organization import Employee, Store
from .places import AREAS

POLICY_KINDS = (
    Choice("system", "制度", "System"),
    Choice("standard", "标准", "Standard"),
    Choice("procedure", "流程", "Procedure"),
    Choice("form", "表单", "Form"),
)
POLICY_STATES = (
    Choice("draft", "草稿", "Draft", "grey"),
    Choice("review", "审核中", "In review", "info"),
    Choice("effective", "生效", "Effective", "positive", ("已生效", "执行中")),
    Choice("retired", "废止", "Retired", "grey", ("作废", "已废止")),
)
READING_STATES = (
    Choice("unread", "未读", "Unread", "warning"),
    Choice("read", "已读", "Read", "positive"),
)
READ_DAYS = Param("policy_read_days", "制度生效后应读天数", "Days to read a policy", 7, "天")
REVIEW_MONTHS = Param("policy_review_months", "制度复审周期（月）", "Months until a policy is reviewed", 12, "月")
STANDS = Text(
    "{title} 第 {version} 版{state}，内容不能再改；请“修订”出新版本",
    "{title} version {version} is {state} and stands as it is; revise it into a new version",
)
NOT_AN_EMPLOYEE = Text(
    "你的账号没有关联员工，不能登记已读", "Your account isn't linked to an employee, so nothing can be noted as read"
)
ALREADY_READ = Text("你已读过这一版", "You have read this version already")
NOT_IN_FORCE = Text("只有生效的制度需要阅读", "Only a policy in force is to be read")
THANKS = Text("已登记：{name} 已阅读《{title}》第 {version} 版", "Noted: {name} has read “{title}”, version {version}")
NEW_VERSION = Text("已建立第 {version} 版草稿", "Version {version} is drafted")
DRAFTED_ALREADY = Text(
    "第 {version} 版还没有生效，请直接修改它", "Version {version} isn't in force yet; change that one"
)
TO_READ = Text(
    "请阅读《{title}》第 {version} 版，{day} 前登记已读", "Please read “{title}”, version {version}, by {day}"
)
PART_OF_IT = ("code", "title", "area", "kind", "version", "readers", "content")


class Policy(Record):
    """One version of a rule, standard, form or procedure of the house."""

    code = LineField("文件编号", "Policy code", max_length=30, width=120, aka=("编号",))
    title = LineField("文件名称", "Policy", max_length=100, width=220, aka=("制度名称", "名称"))
    title_py = PinyinField("名称拼音", "Policy pinyin", of="title")
    area = ChoiceField("业务", "Area", options=AREAS, default="department")
    kind = ChoiceField("类型", "Kind", options=POLICY_KINDS, open=True, default="system")
    version = CountField("版本", "Version", least=1, default=1, width=80)
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    effective_on = DayField("生效日期", "Effective on", null=True, index=True)
    review_on = DayField("复审日期", "Review on", null=True)
    readers = TagsField(
        "应读岗位", "To be read by", null=True, hint=Text("留空表示全体在职员工", "Empty: everybody who works here")
    )
    content = NoteField("内容摘要", "Content", null=True)
    to_read = CountField("应读人数", "To read it", default=0, derived=True)
    have_read = CountField("已读人数", "Have read it", default=0, derived=True)
    read_rate = QuantityField("已读率（%）", "Read (%)", percent=True, null=True, derived=True)
    state = ChoiceField("状态", "State", options=POLICY_STATES, default="draft", locked=True, width=90)

    sheet = Sheet(
        "制度文件",
        "Policies",
        title="title",
        order=("code", "-version"),
        key=("code", "version"),
        search=("title", "title_py", "code"),
        columns=(
            "code",
            "title",
            "area",
            "kind",
            "version",
            "owner",
            "effective_on",
            "review_on",
            "read_rate",
            "state",
        ),
        checks=(lambda c, moves: keep_text(c, moves),),
        steps=(
            Step("submit", "提交审核", "Submit", "draft", "review", needs=("owner",), icon="send"),
            Step("send_back", "退回", "Send back", "review", "draft", verb="approve", reason=True, icon="undo"),
            Step(
                "issue",
                "批准生效",
                "Put into force",
                "review",
                "effective",
                verb="approve",
                unlike=("creator", "owner"),
                then=lambda c, row, answers: put_into_force(c, row),
                icon="verified",
            ),
            Step(
                "retire",
                "废止",
                "Retire",
                "effective",
                "retired",
                verb="approve",
                reason=True,
                then=lambda c, row, answers: drop_readings(c, row.id),
                icon="block",
                danger=True,
            ),
        ),
    )

    class Meta:
        indexes = ((("code", "version"), True),)


class PolicyReading(Record):
    """Somebody a policy concerns, and whether that person has read it."""

    policy = LinkField(Policy, "制度文件", "Policy", locked=True, width=200)
    employee = LinkField(Employee, "员工", "Employee", locked=True)
    store = LinkField(Store, "门店", "Store", null=True, locked=True)
    due_on = DayField("应读期限", "Read by", null=True, locked=True)
    read_at = MomentField("阅读时间", "Read at", null=True, locked=True)
    state = ChoiceField("状态", "State", options=READING_STATES, default="unread", locked=True, width=90)

    sheet = Sheet(
        "制度阅读",
        "Policy readings",
        title="policy",
        order=("policy", "state", "employee"),
        verbs="see export",
        parent="policy",
        search=("policy", "employee"),
        scopes={"store": "store", "region": "store.region", "own": "employee"},
        derives=(lambda c, moves: count_readings(c, moves),),
        steps=(Step("read", "登记已读", "Read", "unread", "read", auto=True),),
    )

    class Meta:
        indexes = ((("policy", "employee"), True),)


def keep_text(c: Changes, moves: list[Move]) -> None:
    """What is in force, or was, stays word for word: another text is another version."""
    for move in moves:
        if move.old is None or move.new is None or move.old.state in ("draft", "review"):
            continue
        if move.changed(*PART_OF_IT):
            raise Refused(
                STANDS(title=move.old.title, version=move.old.version, state=_state(move.old)), None, move.index
            )


def put_into_force(c: Changes, policy: Row) -> None:
    """The former version steps back, and everybody the policy concerns is asked to read it."""
    former = Policy.rows(Policy.code == policy.code, Policy.state == "effective", Policy.id != policy.id)
    c.alter(Policy, {old.id: {"state": "retired"} for old in former})
    for old in former:
        drop_readings(c, old.id)
    begins = policy.effective_on or today()
    c.update(
        Policy,
        policy.id,
        effective_on=begins,
        review_on=policy.review_on or add_months(begins, int(setting(REVIEW_MONTHS))),
    )
    due = max(begins, today()) + timedelta(days=int(setting(READ_DAYS)))
    people = concerned(policy)
    c.add(
        PolicyReading,
        [{"policy": policy.id, "employee": employee.id, "store": employee.store, "due_on": due} for employee in people],
    )
    message = TO_READ(title=policy.title, version=policy.version, day=due)
    notify(c, message, record=Policy, row=policy.id, employees=[employee.id for employee in people])


def concerned(policy: Row) -> list[Row]:
    """Those who work here in one of the posts the policy names; everybody when it names none."""
    there = Employee.status != "left"
    return Employee.rows(there, Employee.position.in_(policy.readers)) if policy.readers else Employee.rows(there)


def drop_readings(c: Changes, policy: int) -> None:
    """Nobody need read any more what is no longer in force; who has read it stays on record."""
    c.remove(
        PolicyReading,
        [reading.id for reading in PolicyReading.rows(PolicyReading.policy == policy, PolicyReading.state == "unread")],
    )


def count_readings(c: Changes, moves: list[Move]) -> None:
    touched = {row.policy for move in moves for row in (move.old, move.new) if row is not None}
    sets = {}
    for policy in touched:
        states = [reading.state for reading in PolicyReading.rows(PolicyReading.policy == policy)]
        read = states.count("read")
        rate = QuantityField.plain(Policy.read_rate.read(round(100 * read / len(states), 1))) if states else None
        sets[policy] = {"to_read": len(states), "have_read": read, "read_rate": rate}
    c.alter(Policy, sets)


@in_one_change
def read_policy(c: Changes, policy: int) -> Text:
    """Somebody says to have read the version in force."""
    if c.who.employee_id is None:
        raise Refused(NOT_AN_EMPLOYEE)
    row = c.fresh(Policy, policy)
    if row.state != "effective":
        raise Refused(NOT_IN_FORCE)
    person = c.fresh(Employee, c.who.employee_id)
    mine = PolicyReading.rows(PolicyReading.policy == policy, PolicyReading.employee == person.id)
    if not mine:
        mine = c.add(PolicyReading, [{"policy": policy, "employee": person.id, "store": person.store}])
    if mine[0].state == "read":
        raise Refused(ALREADY_READ)
    c.update(PolicyReading, mine[0].id, state="read", read_at=now())
    return THANKS(name=person.name, title=row.title, version=row.version)


@in_one_change
def revise_policy(c: Changes, policy: int) -> Text:
    """A new draft of the next version; the one in force stays so until the draft takes its place."""
    row = c.fresh(Policy, policy)
    newest = Policy.rows(Policy.code == row.code, order=Policy.version.desc())[0]
    if newest.state in ("draft", "review"):
        raise Refused(DRAFTED_ALREADY(version=newest.version))
    kept = {name: getattr(row, name) for name in (*PART_OF_IT, "owner") if name != "version"}
    c.create(Policy, **kept, version=newest.version + 1)
    return NEW_VERSION(version=newest.version + 1)


def _state(row: Row) -> Text:
    return Text(*(Policy.state.show(row.state, lang) for lang in ("zh", "en")))


def missing_readers(policies: Iterable[Row]) -> list[dict]:
    """Who joined since a policy came into force and hasn't been asked to read it yet."""
    readings = []
    due = today() + timedelta(days=int(setting(READ_DAYS)))
    for policy in policies:
        asked = {
            id
            for (id,) in PolicyReading.select(PolicyReading.employee).where(PolicyReading.policy == policy.id).tuples()
        }
        readings += [
            {"policy": policy.id, "employee": employee.id, "store": employee.store, "due_on": due}
            for employee in concerned(policy)
            if employee.id not in asked
        ]
    return readings
