"""Rectifications 整改: what was found wrong, until another person has seen that it is right again."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LaterLink,
    LineField,
    LinkField,
    Move,
    NoteField,
    Param,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    notify,
    numbered,
    setting,
)
from ..kit.clock import today
from ..kit.declare.access import may
from ..organization import Employee, Store
from .checklist import SEVERITIES

RECTIFICATION_STATES = (
    Choice("issued", "待整改", "Issued", "warning"),
    Choice("accepted", "整改中", "Accepted", "info"),
    Choice("done", "待验收", "To be verified", "info"),
    Choice("closed", "已关闭", "Closed", "positive"),
    Choice("void", "作废", "Void", "grey"),
)
DAYS = {
    "critical": Param("rectify_days_critical", "红线项整改天数", "Days to put a red line right", 1, "天"),
    "serious": Param("rectify_days_serious", "严重项整改天数", "Days to put a serious item right", 3, "天"),
    "normal": Param("rectify_days_normal", "一般项整改天数", "Days to put a normal item right", 7, "天"),
}
REPEAT_DAYS = Param(
    "rectify_repeat_days", "多少天内再犯算重复问题", "Days within which the same again is a repeat", 60, "天"
)
TERMS = ("store", "topic", "problem", "severity", "owner", "opened_on", "due_on")
TERMS_STAND = Text(
    "问题、责任人和期限由巡店人定，你可以填写整改措施",
    "The inspector sets problem, owner and due day; you say what was done",
)
RED_LINE = Text(
    "{store} 红线项不合格：{topic}，{due} 前整改", "{store} failed a red line: {topic}, to be put right by {due}"
)


def fill_rectification(c: Changes, rows: list[dict]) -> None:
    """The store manager is to see to it, within the days its severity leaves; the same again within 60 days is a repeat."""
    numbered(Rectification, rows)
    stores = Store.rows_by_id({row["store"] for row in rows if row["store"]})
    days = {severity: setting(param) for severity, param in DAYS.items()}
    for row in rows:
        store = stores.get(row["store"])
        row["owner"] = row["owner"] or (store and store.manager)
        if row["due_on"] is None and row["opened_on"] and row["severity"]:
            row["due_on"] = row["opened_on"] + timedelta(days=days[row["severity"]])
    _mark_repeats(rows)


def _mark_repeats(rows: list[dict]) -> None:
    """In the order in which they were seen, so that of two in one workbook the later one is the repeat."""
    span, stores = timedelta(days=setting(REPEAT_DAYS)), {row["store"] for row in rows}
    seen: dict[tuple, list[date]] = defaultdict(list)
    for earlier in Rectification.rows(Rectification.store.in_(list(stores)), Rectification.state != "void"):
        seen[earlier.store, earlier.topic].append(earlier.opened_on)
    known = [row for row in rows if row["opened_on"]]
    for row in sorted(known, key=lambda row: row["opened_on"]):
        before = seen[row["store"], row["topic"]]
        row["repeat"] = any(timedelta(0) < row["opened_on"] - day <= span for day in before)
        before.append(row["opened_on"])


def keep_terms(c: Changes, moves: list[Move]) -> None:
    """Whoever puts it right says how; what is wrong, and until when, others say."""
    if may(c.who, "approve", Rectification):
        return
    for move in moves:
        if move.old and move.new and move.changed(*TERMS):
            raise Refused(TERMS_STAND, next(name for name in TERMS if move.changed(name)), move.index)


def tell_owners(c: Changes, moves: list[Move]) -> None:
    """Red lines are told at once; a workbook of past visits is no news."""
    for move in moves:
        if move.old is None and move.new.severity == "critical":
            text = RED_LINE(store=Store.title_of(move.new.store), topic=move.new.topic, due=move.new.due_on)
            notify(
                c,
                text,
                record=Rectification,
                row=move.id,
                roles=("store_management",),
                employees=(move.new.owner,),
                stores=(move.new.store,),
                urgent=True,
            )


def mark_done(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    c.update(Rectification, row.id, done_on=today(), in_time=today() <= row.due_on)


def verify(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    c.update(Rectification, row.id, verified_by=c.who.employee_id, verified_on=today())


def send_back(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    c.update(Rectification, row.id, done_on=None, in_time=None, returned=row.returned + 1)


class Rectification(Record):
    """Something that was found wrong in a store, until another person has seen that it is right again."""

    no = LineField("整改单号", "Rectification no.", unique=True, max_length=30, width=140, aka=("单号",), auto="ZG")
    store = LinkField(Store, "门店", "Store")
    topic = LineField("检查项", "Item", max_length=100, width=200, aka=("项目",))
    problem = NoteField("问题", "Problem", aka=("问题描述",))
    severity = ChoiceField("严重程度", "Severity", options=SEVERITIES, default="normal", width=90)
    owner = LinkField(
        Employee,
        "责任人",
        "Owner",
        null=True,
        aka=("负责人",),
        hint=Text("空时为店长，还没有店长时由本店账号处理", "Empty: the store manager, else the store's account"),
    )
    opened_on = DayField("发现日期", "Found on", default=today, index=True)
    due_on = DayField("整改期限", "Due on", null=True, index=True, aka=("期限",))
    state = ChoiceField("状态", "State", options=RECTIFICATION_STATES, default="issued", locked=True, width=90)
    measure = NoteField("整改措施", "What was done", null=True)
    done_on = DayField("整改日期", "Done on", null=True, locked=True, index=True)
    in_time = FlagField("按期", "In time", null=True, locked=True)
    verified_by = LinkField(Employee, "验收人", "Verified by", null=True, locked=True)
    verified_on = DayField("验收日期", "Verified on", null=True, locked=True)
    returned = CountField("退回次数", "Times returned", default=0, locked=True, sum=True)
    repeat = FlagField("重复问题", "Repeated", default=False, locked=True)
    # A failing item of a visit opens it, and names it in turn.
    visit = LaterLink("StoreVisit", "巡店", "Visit", null=True, locked=True)
    item = LaterLink("VisitItem", "巡店项目", "Visit item", null=True, unique=True, locked=True)

    sheet = Sheet(
        "整改",
        "Rectifications",
        says=("store", "topic", "no"),
        later=("measure",),
        title="no",
        order=("-opened_on", "due_on"),
        key=("no",),
        search=("no", "topic", "problem", "store"),
        columns=(
            "no",
            "store",
            "topic",
            "problem",
            "severity",
            "owner",
            "opened_on",
            "due_on",
            "state",
            "done_on",
            "in_time",
            "returned",
            "repeat",
            "verified_by",
        ),
        scopes={"store": "store", "region": "store.region", "own": "owner"},
        verbs="see add edit export",
        fill=fill_rectification,
        checks=(keep_terms,),
        consequences=(tell_owners,),
        steps=(
            Step("accept", "接收", "Accept", "issued", "accepted", icon="thumb_up"),
            Step(
                "finish",
                "完成整改",
                "Put right",
                "issued accepted",
                "done",
                attachment=True,
                icon="task_alt",
                then=mark_done,
                asks={"measure": NoteField("整改措施", "What was done")},
                hint=Text("附上整改后的照片", "Attach a photo of how it looks now"),
            ),
            Step(
                "verify",
                "验收通过",
                "Verify",
                "done",
                "closed",
                verb="approve",
                unlike=("owner", "mover"),
                icon="verified",
                then=verify,
            ),
            Step(
                "send_back",
                "退回重做",
                "Send back",
                "done",
                "accepted",
                verb="approve",
                reason=True,
                icon="undo",
                then=send_back,
            ),
            Step(
                "void",
                "作废",
                "Void",
                "issued accepted",
                "void",
                verb="approve",
                reason=True,
                danger=True,
                icon="block",
            ),
        ),
    )
