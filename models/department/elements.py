"""Map of the quality system 体系要素: what the system asks for, by which policies and whom it is held, and where it has gaps."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    Move,
    NoteField,
    Record,
    Row,
    Sheet,
    TagsField,
    Text,
    in_one_change,
)
from ..kit.clock import add_months, today
from ..kit.own_words import declare
from ..kit.text import join
from ..organization import Employee
from .places import AREAS
from .policies import Policy

STATES = (Choice("gap", "有缺口", "Has gaps", "negative"), Choice("sound", "完整", "Complete", "positive"))
NO_POLICY = Text("没有对应的制度", "no policy")
NOT_IN_FORCE = Text("制度 {code} 没有生效的版本", "policy {code} has no version in force")
REVIEW_LATE = Text("制度 {code} 复审已过期", "the review of policy {code} is overdue")
NO_OWNER = Text("没有在职的负责人", "nobody who works here owns it")
NEVER_CHECKED = Text("还没有检查过", "never checked")
CHECK_LATE = Text("检查已过期", "its check is overdue")
MORE = Text("另有 {count} 处", "{count} more")
CHECKED = Text("已登记“{title}”的检查，下次 {day}", "“{title}” is checked, next on {day}")
RENEWED = Text("体系要素 {count} 项，有缺口 {gaps} 项", "{count} elements of the system, {gaps} with gaps")
LONGEST = 30  # letters of a code that are named: no policy has a longer one
SAID = 6  # gaps that are named; of more, how many there are
declare(NO_POLICY, NOT_IN_FORCE, REVIEW_LATE, NO_OWNER, NEVER_CHECKED, CHECK_LATE, MORE)


def keep_gaps(c: Changes, moves: list[Move]) -> None:
    recount(c, {move.id for move in moves if move.new})


def by_policies(c: Changes, moves: list[Move]) -> None:
    """A policy that comes into force, goes, or is to be reviewed fills a gap or leaves one."""
    moved = [move for move in moves if move.changed("code", "state", "review_on")]
    codes = {row.code for move in moved for row in (move.old, move.new) if row}
    if codes:
        recount(c, {row.id for row in SystemElement.rows() if codes & set(row.policies or ())})


def recount(c: Changes, ids: Iterable[int]) -> None:
    """What each of them lacks today."""
    rows = SystemElement.rows_by_id(set(ids)).values()
    policies: dict[str, Row] = {}
    for policy in Policy.rows(Policy.state == "effective"):
        policies[policy.code] = policy
    owners = Employee.rows_by_id({row.owner for row in rows if row.owner}, ["status"])
    here = {id for id, owner in owners.items() if owner.status != "left"}
    c.alter(SystemElement, {row.id: _state(row, policies, here) for row in rows})


def _state(row: Row, policies: dict[str, Row], here: set[int]) -> dict[str, Any]:
    next_on = None if row.checked_on is None else add_months(row.checked_on, row.every)
    gaps = [*_of_policies(row, policies), *([] if row.owner in here else [NO_OWNER])]
    if next_on is None:
        gaps.append(NEVER_CHECKED)
    elif next_on < today():
        gaps.append(CHECK_LATE)
    said = [*gaps[:SAID], *([MORE(count=len(gaps) - SAID)] if len(gaps) > SAID else [])]
    lacking = join(said).zh if gaps else None
    return {"next_on": next_on, "gaps": len(gaps), "lacking": lacking, "state": "gap" if gaps else "sound"}


def _of_policies(row: Row, policies: dict[str, Row]) -> list[Text]:
    if not row.policies:
        return [NO_POLICY]
    missing = [NOT_IN_FORCE(code=code[:LONGEST]) for code in row.policies if code not in policies]
    there = [policies[code] for code in row.policies if code in policies]
    return missing + [
        REVIEW_LATE(code=policy.code) for policy in there if policy.review_on and policy.review_on < today()
    ]


class SystemElement(Record):
    """One thing that the quality system asks for."""

    code = LineField("要素编号", "Element no.", unique=True, max_length=20, width=125, aka=("编号",))
    title = LineField("要素", "Element", max_length=60, width=180, aka=("名称",))
    area = ChoiceField("业务", "Area", options=AREAS, default="quality")
    requirement = NoteField("要求", "What it asks for", null=True)
    policies = TagsField(
        "制度编号", "Policies", null=True, hint=Text("可填几个文件编号", "Their codes; several may be named")
    )
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    every = CountField("几个月检查一次", "Checked every (months)", default=6, least=1, most=36)
    checked_on = DayField("上次检查", "Checked on", null=True)
    result = NoteField("检查结果", "What was seen", null=True)
    next_on = DayField("下次检查", "Next check", null=True, derived=True)
    gaps = CountField("缺口数", "Gaps", default=0, derived=True, sum=True)
    lacking = LineField("缺口", "What is lacking", null=True, derived=True, ours=True, max_length=400, width=260)
    state = ChoiceField("状态", "State", options=STATES, default="gap", derived=True, width=115)

    sheet = Sheet(
        "体系要素",
        "Map of the quality system",
        title="title",
        order=("code",),
        key=("code",),
        search=("title", "code", "requirement"),
        columns=("code", "title", "state", "lacking", "policies", "owner", "checked_on", "next_on", "area", "gaps"),
        derives=(keep_gaps,),
    )


@in_one_change
def check_element(c: Changes, element: int, *, result: str) -> Text:
    """It was looked at today: what was seen is kept, the next look is due in so many months."""
    c.update(SystemElement, element, checked_on=today(), result=result)
    row = c.fresh(SystemElement, element)
    return CHECKED(title=row.title, day=row.next_on)


def renew_gaps(c: Changes, day: date) -> Text:
    """What became overdue, and whose owner left."""
    recount(c, {id for (id,) in SystemElement.select(SystemElement.id).tuples()})
    gaps = SystemElement.select().where(SystemElement.state == "gap").count()
    return RENEWED(count=SystemElement.select().count(), gaps=gaps)
