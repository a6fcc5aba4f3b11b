"""Opening templates 筹备模板: what opening a store takes, as a list to copy."""

from ..kit import (
    Choice,
    ChoiceField,
    CountField,
    FlagField,
    LineField,
    LinkField,
    MoneyField,
    NoteField,
    PinyinField,
    Record,
    Sheet,
    Text,
)

PHASES = (
    Choice("team", "组建团队", "Team"),
    Choice("plan", "筹备计划", "Plan"),
    Choice("licence", "证照办理", "Licences"),
    Choice("layout", "布局装修", "Layout and fitting"),
    Choice("staff", "人员培训", "Staff and training"),
    Choice("goods", "商品备货", "Goods"),
    Choice("display", "陈列布置", "Display"),
    Choice("promotion", "开业促销", "Opening promotion"),
    Choice("first_week", "开业后跟进", "After the opening"),
)
TASK_DEPARTMENTS = (
    Choice("product", "产品开发", "Product development"),
    Choice("office", "办公室", "Office"),
    Choice("marketing", "营销企划", "Marketing"),
    Choice("finance", "财务", "Finance"),
    Choice("people", "人力资源", "Human resources"),
    Choice("support", "后勤", "Support"),
    Choice("stores", "门店管理", "Store management"),
)
OPENED_KINDS = (Choice("own", "自营", "Own"), Choice("franchise", "加盟", "Franchise"))


class OpeningTemplate(Record):
    """What opening a store takes, as a list to copy."""

    name = LineField("模板名称", "Template", unique=True, max_length=60, width=180)
    name_py = PinyinField("模板拼音", "Template pinyin", of="name")
    kind = ChoiceField("适用类型", "For", options=OPENED_KINDS, null=True)
    active = FlagField("启用", "In use", default=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "筹备模板",
        "Opening templates",
        columns=("name", "kind", "active", "note"),
        order=("name",),
        key=("name",),
        search=("name", "name_py"),
    )


class OpeningTemplateLine(Record):
    """One task of a template, dated by how many working days before the opening it must be done."""

    template = LinkField(OpeningTemplate, "筹备模板", "Template", aka=("模板",))
    task = LineField("任务", "Task", max_length=100, width=220, aka=("任务名称", "事项"))
    phase = ChoiceField("阶段", "Phase", options=PHASES, default="plan")
    department = ChoiceField("责任部门", "Department", options=TASK_DEPARTMENTS, default="stores", aka=("部门",))
    days_before = CountField(
        "提前工作日",
        "Working days before",
        least=-60,
        most=250,
        hint=Text(
            "开业前多少个工作日完成；开业后的任务填负数", "So many working days before the opening; negative: after it"
        ),
        aka=("开业前天数", "提前天数"),
    )
    days_takes = CountField("所需工作日", "Takes (working days)", least=1, most=250, default=1, aka=("工期",))
    legal = FlagField("法定", "Required by law", default=False)
    proof = FlagField("要凭证", "Needs proof", default=False)
    after = LinkField("self", "前置任务", "After", null=True)
    budget = MoneyField("预算", "Budget", null=True, least=0, sum=True)

    sheet = Sheet(
        "模板任务",
        "Template tasks",
        title="task",
        order=("template", "-days_before"),
        key=("template", "task"),
        parent="template",
        search=("task",),
    )

    class Meta:
        indexes = ((("template", "task"), True),)
