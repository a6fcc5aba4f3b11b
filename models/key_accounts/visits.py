"""Visits 拜访: what was agreed with an account, and when somebody is due there again."""

from datetime import date

import peewee

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    Move,
    NoteField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
)
from ..kit.clock import today
from ..organization import Employee
from .accounts import KeyAccount, accounts_of, plan_visits

VISIT_KINDS = (
    Choice("onsite", "上门", "On site", "positive"),
    Choice("phone", "电话", "Phone", "info"),
    Choice("wechat", "微信", "WeChat", "info"),
    Choice("meeting", "来访", "They came", "positive"),
    Choice("event", "活动", "Event", "info"),
)
VISIT_STATES = (
    Choice("planned", "计划", "Planned", "info", ("待拜访",)),
    Choice("done", "已完成", "Done", "positive", ("完成",)),
    Choice("missed", "未成行", "Missed", "negative", ("错过",)),
    Choice("moved", "已改期", "Moved", "grey", ("改期",)),
)
OPENING = Text("导入时的最近拜访", "Last visit as imported")

NOT_YET = Text("{day} 还没到，不能记为已完成的拜访", "{day} is still to come, so the visit can't be done")
NOT_BEFORE = Text("新日期要晚于今天", "The new date must be later than today")
MOVED_TO = Text("已改到 {day}", "Moved to {day}")


def fill_visits(c: Changes, rows: list[dict]) -> None:
    """A visit is by whoever enters it unless it says otherwise; one with a content has taken place."""
    for row in rows:
        row["by"] = row["by"] or c.who.employee_id
        if row["state"] == "planned" and row["content"] and row["visited_on"] and row["visited_on"] <= today():
            row["state"] = "done"


def keep_visits(c: Changes, moves: list[Move]) -> None:
    """What was done lies in the past."""
    for move in moves:
        if move.new and move.new.state == "done" and move.new.visited_on > today():
            raise Refused(NOT_YET(day=move.new.visited_on), "visited_on", move.index)


def count_visits(c: Changes, moves: list[Move]) -> None:
    """A visit moves the account's last and next one."""
    recount_visits(c, accounts_of(row for move in moves for row in (move.old, move.new)))


def plan_again(c: Changes, row: Row, answers: dict) -> Text:
    """A visit put off is planned anew; the old line stays and says so."""
    if answers["new_day"] <= today():
        raise Refused(NOT_BEFORE, "new_day")
    c.create(Visit, account=row.account, visited_on=answers["new_day"], kind=row.kind, by=row.by, purpose=row.purpose)
    return MOVED_TO(day=answers["new_day"])


class Visit(Record):
    """One visit to an account: planned, done, missed or put off."""

    account = LinkField(KeyAccount, "大客户", "Account", aka=("客户", "客户编号"))
    visited_on = DayField("拜访日期", "Visited on", default=today, index=True, aka=("日期", "计划日期"))
    kind = ChoiceField("方式", "Kind", options=VISIT_KINDS, default="onsite", width=80, aka=("拜访方式",))
    by = LinkField(Employee, "拜访人", "By", null=True)
    purpose = LineField("目的", "Purpose", max_length=100, width=160, aka=("拜访目的",))
    content = NoteField("内容", "Content", null=True, aka=("拜访内容",))
    result = LineField("结果", "Result", null=True, width=160)
    next_step = LineField("下一步", "Next step", null=True, width=160)
    next_on = DayField("约定下次", "Next agreed on", null=True, aka=("下次拜访",))
    place = LineField("地点", "Place", null=True, max_length=100)
    state = ChoiceField("状态", "State", options=VISIT_STATES, default="planned", locked=True, width=80)

    sheet = Sheet(
        "拜访记录",
        "Visits",
        title="purpose",
        order=("-visited_on",),
        search=("purpose", "content", "account"),
        parent="account",
        columns=(
            "account",
            "visited_on",
            "kind",
            "by",
            "purpose",
            "content",
            "result",
            "next_step",
            "next_on",
            "state",
        ),
        scopes={"own": "account.owner"},
        fill=fill_visits,
        checks=(keep_visits,),
        derives=(count_visits,),
        steps=(
            Step(
                "do",
                "完成拜访",
                "Done",
                "planned missed",
                "done",
                needs=("content", "result"),
                icon="done",
                asks={
                    "visited_on": DayField("拜访日期", "Visited on", default=today),
                    "content": NoteField("内容", "Content"),
                    "result": LineField("结果", "Result"),
                    "next_step": LineField("下一步", "Next step", null=True),
                    "next_on": DayField("约定下次", "Next agreed on", null=True),
                },
            ),
            Step("miss", "未成行", "Missed", "planned", "missed", reason=True, icon="event_busy"),
            Step(
                "move",
                "改期",
                "Move",
                "planned missed",
                "moved",
                reason=True,
                icon="event_repeat",
                then=plan_again,
                asks={"new_day": DayField("新日期", "New date")},
            ),
        ),
    )


def recount_visits(c: Changes, accounts: set[int]) -> None:
    """Tell the accounts their last visit done, the day agreed on and when the next one is due."""
    last, agreed = _last(accounts)
    c.derive(KeyAccount, {id: {"last_visit_on": last.get(id), "agreed_on": agreed.get(id)} for id in accounts})
    plan_visits(c, KeyAccount.rows_by_id(accounts).values())


def _last(accounts: set[int]) -> tuple[dict[int, date], dict[int, date]]:
    """By account: the newest visit done, and the day agreed on then or planned since."""
    theirs = Visit.account.in_(list(accounts))
    newest = peewee.fn.MAX(Visit.visited_on)
    done = Visit.select(Visit.account, newest).where(theirs, Visit.state == "done").group_by(Visit.account)
    last = dict(done.tuples())
    agreed: dict[int, date] = {}
    for row in Visit.rows(theirs, Visit.state.in_(("done", "planned")), order=Visit.visited_on):
        day = row.next_on if row.state == "done" and row.visited_on == last.get(row.account) else None
        day = row.visited_on if row.state == "planned" else day
        if day and row.account in last and day > last[row.account]:
            agreed[row.account] = min(day, agreed.get(row.account, day))
    return last, agreed


def visited_before(c: Changes, rows: list[tuple[Row, date]]) -> None:
    """The last visit an account comes with from a workbook is a visit of its own."""
    c.add(
        Visit,
        [
            {
                "account": row.id,
                "visited_on": day,
                "by": row.owner,
                "purpose": OPENING.zh,
                "content": OPENING.zh,
                "state": "done",
            }
            for row, day in rows
        ],
    )
