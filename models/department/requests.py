"""Requests between departments 协作请求: who asks whom for what, answered and done within the times agreed on for it."""

from datetime import timedelta
from typing import Any

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
    Move,
    NoteField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    notify,
    numbered,
)
from ..kit.clock import local, now, today
from ..kit.declare.access import Who, may
from ..organization import DEPARTMENTS, Employee, Store
from ..stores.calendar import Workdays

SERVING = DEPARTMENTS[1:]  # the posts at headquarters; stores ask, and are asked by tasks and notices
TERM_STATES = (Choice("on", "启用", "In use", "positive"), Choice("off", "停用", "Out of use", "grey"))
REQUEST_STATES = (
    Choice("asked", "待受理", "To answer", "warning"),
    Choice("doing", "办理中", "Under way", "info"),
    Choice("done", "待确认", "Done, to confirm", "info"),
    Choice("closed", "已完成", "Closed", "positive"),
    Choice("returned", "已退回", "Returned", "grey"),
)
BEFORE_HANDS = ("asked", "returned")  # nobody has taken it over as it is
OWN = Text("“{term}”由{department}自己办，不用提协作请求", "“{term}” is {department}'s own; it needs no request")
NOT_THEIRS = Text(
    "{no} 是向{department}提的，由{department}的人办理；你可以提醒对接人{handler}",
    "{no} is for {department} to do; you may remind {handler}",
)
NOT_ASKER = Text("{no} 是{asker}提的，由{asker}确认", "{no} was asked by {asker}, who confirms it")
HANDED = Text(
    "{no} 已由{department}受理，“协作事项”不能再改；请让对方退回，改好后重新提出，或另提一张",
    "{no} is already with {department}, and its service stays: have it returned and ask again, or ask for another",
)
NO_TERM = Text("“{term}”已停用，请换一项约定", "“{term}” is out of use; choose another")
ASKED = Text("{asker}请你办理“{term}”（{no}），{by} 前受理", "{asker} asks you for “{term}” ({no}); answer by {by}")
ACCEPTED = Text("“{term}”（{no}）由{handler}受理，{day} 前办完", "{handler} does “{term}” ({no}) by {day}")
FINISHED = Text("“{term}”（{no}）已办好，请确认并评分", "“{term}” ({no}) is done; please confirm and rate it")
SENT_BACK = Text("“{term}”（{no}）被退回：{reason}", "“{term}” ({no}) was returned: {reason}")
AGAIN = Text("“{term}”（{no}）没有通过确认：{reason}", "“{term}” ({no}) was not confirmed: {reason}")


class ServiceTerm(Record):
    """What a department does for the others, and how soon: agreed on once, so that nobody has to argue each time."""

    department = ChoiceField("承办部门", "Done by", options=SERVING)
    title = LineField("协作事项", "Service", max_length=60, width=220)
    answer_hours = CountField("几小时内受理", "Answered within hours", least=1, most=240, default=8)
    days = CountField("几个工作日办完", "Done within working days", least=1, most=90, default=3)
    handler = LinkField(Employee, "对接人", "Contact", null=True)
    needs = NoteField("提出时要给的资料", "What to hand over", null=True)
    status = ChoiceField("状态", "Status", options=TERM_STATES, default="on", width=80)

    sheet = Sheet(
        "协作约定",
        "Agreed services",
        title="title",
        order=("department", "title"),
        key=("department", "title"),
        search=("title", "handler"),
    )

    class Meta:
        indexes = ((("department", "title"), True),)


def begin_request(who: Who) -> dict[str, Any]:
    return {} if who.employee_id is None else {"asker": who.employee_id}


class DepartmentRequest(Record):
    """One thing that somebody of one department asks of another."""

    no = LineField(
        "请求单号", "Request no.", unique=True, null=True, max_length=30, width=150, aka=("单号",), auto="XZ"
    )
    term = LinkField(ServiceTerm, "协作事项", "Service", width=200)
    asker = LinkField(Employee, "提出人", "Asked by")
    store = LinkField(Store, "门店", "Store", null=True)
    content = NoteField("具体要求", "What is asked for")
    department = ChoiceField("承办部门", "Done by", options=SERVING, null=True, derived=True)
    asked_at = MomentField("提出时间", "Asked at", default=now, locked=True, index=True)
    answer_by = MomentField("最晚受理", "Answer by", null=True, derived=True)
    due_on = DayField("最晚办完", "Due", null=True, derived=True, index=True)
    handler = LinkField(Employee, "办理人", "Handled by", null=True)
    accepted_at = MomentField("受理时间", "Accepted at", null=True, locked=True)
    accepted_on = DayField("受理日期", "Accepted on", null=True, derived=True, index=True)
    accepted_in_time = FlagField("按时受理", "Accepted in time", null=True, derived=True)
    result = NoteField("办理结果", "Result", null=True)
    done_on = DayField("办完日期", "Done on", null=True, locked=True)
    rating = CountField("协作评分（1–5）", "Rating (1–5)", null=True, least=1, most=5, locked=True, width=100)
    closed_on = DayField("确认日期", "Confirmed on", null=True, locked=True, index=True)
    returned = CountField("退回次数", "Returned", default=0, derived=True)
    state = ChoiceField("状态", "State", options=REQUEST_STATES, default="asked", locked=True, width=90)

    sheet = Sheet(
        "协作请求",
        "Requests",
        says=("term", "no"),
        title="no",
        order=("-asked_at",),
        key=("no",),
        search=("no", "term", "asker", "handler", "content"),
        later=("result",),
        columns=(
            "no",
            "term",
            "department",
            "asker",
            "store",
            "handler",
            "asked_at",
            "due_on",
            "done_on",
            "rating",
            "state",
        ),
        scopes={"store": "store", "region": "store.region", "own": "asker"},
        begins=begin_request,
        fill=lambda c, rows: fill_requests(rows),
        checks=(lambda c, moves: keep_hands(c, moves),),
        derives=(lambda c, moves: reckon(c, moves),),
        consequences=(lambda c, moves: tell(c, moves),),
        steps=(
            Step(
                "accept",
                "受理",
                "Accept",
                "asked",
                "doing",
                asks={"handler": LinkField(Employee, "办理人", "Handled by", null=True)},
                needs=("handler",),
                then=lambda c, row, answers: c.update(DepartmentRequest, row.id, accepted_at=now()),
                icon="how_to_reg",
            ),
            Step(
                "send_back",
                "退回",
                "Return",
                "asked doing",
                "returned",
                reason=True,
                then=lambda c, row, answers: sent_back(c, row, answers, SENT_BACK),
                icon="undo",
            ),
            Step(
                "ask_again",
                "补充后重新提出",
                "Ask again",
                "returned",
                "asked",
                then=lambda c, row, answers: anew(c, row),
                icon="send",
            ),
            Step(
                "finish",
                "办完",
                "Finish",
                "doing",
                "done",
                needs=("result",),
                asks={"result": NoteField("办理结果", "Result", null=True)},
                then=lambda c, row, answers: c.update(DepartmentRequest, row.id, done_on=today()),
                icon="done",
            ),
            Step(
                "confirm",
                "确认并评分",
                "Confirm and rate",
                "done",
                "closed",
                unlike=("handler",),
                asks={"rating": CountField("协作评分（1–5）", "Rating (1–5)", least=1, most=5)},
                then=lambda c, row, answers: c.update(DepartmentRequest, row.id, closed_on=today()),
                icon="task_alt",
            ),
            Step(
                "reject",
                "没办好，重办",
                "Not what was asked for",
                "done",
                "doing",
                reason=True,
                unlike=("handler",),
                then=lambda c, row, answers: sent_back(c, row, answers, AGAIN),
                icon="replay",
            ),
        ),
    )


def fill_requests(rows: list[dict]) -> None:
    """Who looks after such requests is asked first; a store's people ask for their store."""
    numbered(DepartmentRequest, rows)
    terms = ServiceTerm.rows_by_id({row["term"] for row in rows if row["term"]})
    people = Employee.rows_by_id({row["asker"] for row in rows if row["asker"]})
    for row in rows:
        term, asker = terms.get(row["term"]), people.get(row["asker"])
        if term is not None and row["handler"] is None:
            row["handler"] = term.handler
        if asker is not None and row["store"] is None:
            row["store"] = asker.store


def reckon(c: Changes, moves: list[Move]) -> None:
    """By when it is to be answered and done follows from what is agreed on when it is asked, and stays so."""
    asked = [move for move in moves if move.new and move.changed("term", "asked_at")]
    terms, days = ServiceTerm.rows_by_id({move.new.term for move in asked}), Workdays()
    sets: dict[int, dict[str, Any]] = {
        move.id: {
            "department": terms[move.new.term].department,
            "answer_by": move.new.asked_at + timedelta(hours=terms[move.new.term].answer_hours),
            "due_on": days.back(local(move.new.asked_at).date(), -terms[move.new.term].days),
        }
        for move in asked
    }
    for move in moves:
        if move.new and move.changed("accepted_at"):
            at, by = move.new.accepted_at, sets.get(move.id, {}).get("answer_by") or move.new.answer_by
            kept = {"accepted_on": at and local(at).date(), "accepted_in_time": None if at is None else at <= by}
            sets.setdefault(move.id, {}).update(kept)
    c.alter(DepartmentRequest, sets)


def keep_hands(c: Changes, moves: list[Move]) -> None:
    """Those who are asked do it, those who asked confirm it; who leads may do either."""
    people = Employee.rows_by_id({c.who.employee_id} | {move.new.asker for move in moves if move.new})
    me = people.get(c.who.employee_id)
    for move in moves:
        row = move.new
        if row is None:
            continue
        term = ServiceTerm.row(row.term)
        if move.old is not None and move.changed("term") and move.old.state not in BEFORE_HANDS:
            department = _named(ServiceTerm.row(move.old.term))
            raise Refused(HANDED(no=row.no, department=department), "term", move.index)
        if move.old is None or move.changed("term", "asker"):
            _askable(term, people[row.asker], move)
        if move.old is None or me is None or may(c.who, "approve", DepartmentRequest):
            continue
        if not (moved := next((name for name in ("state", "handler") if move.changed(name)), None)):
            continue
        given = move.old.handler  # nobody else takes it over by naming himself, nor does who asked
        mine = me.department == term.department or (me.id == given and me.id != row.asker)
        if move.old.state in ("asked", "doing") and not mine:
            handler = Employee.row(given).name if given else "—"
            raise Refused(NOT_THEIRS(no=row.no, department=_named(term), handler=handler), moved, move.index)
        if moved == "state" and move.old.state in ("done", "returned") and row.asker != me.id:
            raise Refused(NOT_ASKER(no=row.no, asker=people[row.asker].name), "state", move.index)


def _askable(term: Row, asker: Row, move: Move) -> None:
    if term.status != "on":
        raise Refused(NO_TERM(term=term.title), "term", move.index)
    if asker.department == term.department:
        raise Refused(OWN(term=term.title, department=_named(term)), "term", move.index)


def _named(term: Row) -> Text:
    return Text(*(ServiceTerm.department.show(term.department, lang) for lang in ("zh", "en")))


def sent_back(c: Changes, row: Row, answers: dict, said: Text) -> None:
    c.update(DepartmentRequest, row.id, returned=row.returned + 1, done_on=None)
    to = row.asker if said is SENT_BACK else row.handler
    if to:
        message = said(term=ServiceTerm.row(row.term).title, no=row.no, reason=answers.get("reason") or "—")
        notify(c, message, record=DepartmentRequest, row=row.id, employees=[to])


def anew(c: Changes, row: Row) -> None:
    """What was returned for want of something begins its time anew."""
    c.update(DepartmentRequest, row.id, asked_at=now(), accepted_at=None)


def tell(c: Changes, moves: list[Move]) -> None:
    """Whoever is asked hears of it, and whoever asked hears who does it by when, and that it is done."""
    for move in moves:
        row = move.new
        if row is None or not (move.old is None or move.changed("state", "handler")):
            continue
        names = {"term": ServiceTerm.row(row.term).title, "no": row.no}
        if row.state == "asked" and row.handler:
            by = DepartmentRequest.answer_by.show(row.answer_by)
            message, to = ASKED(asker=Employee.row(row.asker).name, by=by, **names), row.handler
        elif row.state == "doing" and row.handler and (move.old is None or move.old.state == "asked"):
            message, to = ACCEPTED(handler=Employee.row(row.handler).name, day=row.due_on, **names), row.asker
        elif row.state == "done" and move.changed("state"):
            message, to = FINISHED(**names), row.asker
        else:
            continue
        notify(c, message, record=DepartmentRequest, row=move.id, employees=[to])
