"""Milestones of projects with partners 合作里程碑: what is due by when, whose it is, what it costs, and the proof of it."""

from decimal import Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MoneyField,
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
from ..kit.write.ending import EndsWith
from ..kit.write.files import has_file
from ..organization import Employee
from .campaigns import PartnerProject

STATES = (
    Choice("open", "未完成", "Open", "warning"),
    Choice("done", "已完成", "Done", "positive", ("完成",)),
    Choice("dropped", "取消", "Dropped", "grey"),
)
OVER = Text("“{project}”已完成或终止，里程碑不能再改", "“{project}” is over: its milestones stand")
NEEDS_PROOF = Text("请先上传成果文件或照片", "Attach a file or a photo of what was done first")
LEFT = Text("还有 {count} 个里程碑没有完成：{titles}", "{count} milestones aren't done: {titles}")


def keep_milestones(c: Changes, moves: list[Move]) -> None:
    """What is over stands."""
    projects = PartnerProject.rows_by_id({(move.new or move.old).project for move in moves})
    for move in moves:
        project = projects[(move.new or move.old).project]
        if project.state in ("done", "dropped"):
            raise Refused(OVER(project=project.project), None, move.index)


def add_costs(c: Changes, moves: list[Move]) -> None:
    """A project has cost what its milestones did."""
    ids = {
        row.project
        for move in moves
        for row in (move.old, move.new)
        if row and move.changed("project", "cost", "state")
    }
    sums = dict.fromkeys(ids, Decimal(0))
    for row in PartnerMilestone.rows(PartnerMilestone.project.in_(list(ids))) if ids else ():
        sums[row.project] += row.cost or Decimal(0)
    c.alter(PartnerProject, {id: {"cost": cost} for id, cost in sums.items()})


class PartnerMilestone(Record):
    """One step of a project with a partner."""

    project = LinkField(PartnerProject, "合作项目", "Project", width=180)
    title = LineField("里程碑", "Milestone", max_length=100, width=200)
    due_on = DayField("截止日期", "Due", index=True, aka=("计划完成日期", "期限"))
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    proof = FlagField("要凭证", "Needs proof", default=False)
    budget = MoneyField("预算", "Budget", null=True, least=0, sum=True)
    cost = MoneyField("实际费用", "Cost", null=True, least=0, sum=True)
    result = NoteField("完成情况", "Result", null=True)
    done_on = DayField("完成日期", "Done on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=STATES, default="open", locked=True, width=90)

    sheet = Sheet(
        "合作里程碑",
        "Partner milestones",
        title="title",
        order=("project", "due_on"),
        key=("project", "title"),
        parent="project",
        search=("title", "project"),
        fill=lambda c, rows: own_milestones(rows),
        checks=(keep_milestones,),
        derives=(add_costs,),
        scopes={"own": "owner"},
        steps=(
            Step(
                "finish",
                "完成",
                "Done",
                "open",
                "done",
                needs=("result",),
                asks={
                    "result": NoteField("完成情况", "Result", null=True),
                    "cost": MoneyField("实际费用", "Cost", null=True, least=0),
                },
                photos=True,
                then=lambda c, row, answers: finish(c, row),
                icon="flag",
            ),
            Step("drop", "不做了", "Drop", "open", "dropped", reason=True, danger=True, icon="cancel"),
            Step(
                "reopen",
                "重新打开",
                "Reopen",
                "done dropped",
                "open",
                reason=True,
                then=lambda c, row, answers: c.update(PartnerMilestone, row.id, done_on=None),
                icon="undo",
            ),
        ),
    )

    class Meta:
        indexes = ((("project", "title"), True),)


MILESTONES_END = EndsWith(PartnerMilestone, "project", over=("dropped",), waiting=("open",), to="dropped")


def own_milestones(rows: list[dict]) -> None:
    """Whose the project is, unless somebody says otherwise."""
    projects = PartnerProject.rows_by_id({row["project"] for row in rows if row["project"]})
    for row in rows:
        if row["owner"] is None and row["project"] in projects:
            row["owner"] = projects[row["project"]].owner


def finish(c: Changes, row: Row) -> None:
    if row.proof and not has_file(PartnerMilestone, row.id):
        raise Refused(NEEDS_PROOF, "proof")
    c.update(PartnerMilestone, row.id, done_on=today())


def all_reached(c: Changes, moves: list[Move]) -> None:
    """A project isn't done while a milestone of it is open."""
    for move in moves:
        if move.old and move.new and move.changed("state") and move.new.state == "done":
            mine = (PartnerMilestone.project == move.id, PartnerMilestone.state == "open")
            left = [row.title for row in PartnerMilestone.rows(*mine, order=PartnerMilestone.due_on)]
            if left:
                raise Refused(LEFT(count=len(left), titles="、".join(left[:5])), "state", move.index)
