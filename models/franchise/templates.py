"""Templates of franchise cases 手续模板: which steps each kind of case takes, and by which day."""

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    FlagField,
    LineField,
    LinkField,
    Move,
    NoteField,
    Record,
    Row,
    Sheet,
)
from ..organization import DEPARTMENTS

CASE_KINDS = (
    Choice("join", "加盟", "Join", "info"),
    Choice("renew", "续约", "Renew", "positive"),
    Choice("transfer", "转让", "Transfer", "warning"),
    Choice("exit", "退出", "Exit", "negative"),
)


class CaseTemplate(Record):
    """The checklist of one kind of case."""

    name = LineField("模板名称", "Template", unique=True, max_length=60, width=180)
    kind = ChoiceField("手续类型", "Kind", options=CASE_KINDS, default="join")
    active = FlagField("启用", "In use", default=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "手续模板",
        "Case templates",
        order=("kind", "name"),
        key=("name",),
        search=("name",),
        checks=(lambda c, moves: one_in_use(c, moves),),
    )


def one_in_use(c: Changes, moves: list[Move]) -> None:
    """Each kind has one template in use, or nobody knows which checklist a case gets: the newest takes over."""
    for move in moves:
        if move.new is not None and move.new.active and move.changed("active", "kind"):
            others = CaseTemplate.rows(
                CaseTemplate.kind == move.new.kind, CaseTemplate.active == 1, CaseTemplate.id != move.id
            )
            c.alter(CaseTemplate, {other.id: {"active": False} for other in others})


class CaseTemplateLine(Record):
    """One step of a template."""

    template = LinkField(CaseTemplate, "模板", "Template", width=160)
    position = CountField("序号", "No.", least=1, width=70)
    title = LineField("步骤", "Step", max_length=80, width=200)
    department = ChoiceField("部门", "Department", options=DEPARTMENTS, default="store_management")
    days = CountField("开始后第几天完成", "Done by day", least=0, default=7)
    legal = FlagField("法定", "Required by law", default=False)
    proof = FlagField("须留凭证", "Needs proof", default=False)

    sheet = Sheet(
        "手续模板步骤",
        "Template steps",
        title="title",
        order=("template", "position"),
        key=("template", "position"),
        parent="template",
        search=("title", "template"),
    )

    class Meta:
        indexes = ((("template", "position"), True),)


def checklist(kind: str) -> list[Row]:
    """What a case of this kind takes, by the template in use."""
    template = next(iter(CaseTemplate.rows(CaseTemplate.kind == kind, CaseTemplate.active == 1)), None)
    return (
        CaseTemplateLine.rows(CaseTemplateLine.template == template.id, order=CaseTemplateLine.position)
        if template
        else []
    )
