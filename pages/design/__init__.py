"""Design 设计 of one record type as a whole: columns in both languages, choices with colours, steps, rights, what depends on what."""

from typing import Any

from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.design import DesignColumn, DesignForm, OwnMetric, may_design, may_form
from models.design.freezes.rule import Freeze
from models.design.outline import Held, Line, Move, Outline, Right, outline
from models.design.tables.setting_up import SetUp, set_up
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.text import Text

from ..frame import page
from ..parts.pieces import button, card, icon_button, link, span, table, tag
from ..parts.session import ask, viewer
from . import setting_up
from .checks import open_check
from .freezes import freezes, rules_in_words

TITLE = Text("{record}的设计", "The design of {record}")
WHAT = Text(
    "列在表格里加和改：打开表格，点表头的“⋮”或右键。这里看全貌：每一列是什么、有哪些规定、用在哪里。",
    "Columns are made and changed in the grid: open it and press ⋮ in a column's head, or right-click. Here is the whole: what each "
    "column is, what holds of it, and where it is used.",
)
TO_FIGURES, NEW_FIGURE = Text("周指标", "Figures"), Text("做成周指标", "Make a figure of the week")
TO_CHECKS, CHECKS = Text("加检查…", "Add a check…"), Text("检查", "Checks")
CHANGE_CHECK = Text("修改这项检查", "Change this check")
SENTENCE, FORMULA, READS = (
    Text("不符合时的提示", "What people read"),
    Text("公式", "Formula"),
    Text("看哪些列", "Reads"),
)
TO_GRID, TO_COLUMNS = (
    Text("打开表格", "Open the grid"),
    Text("自己加的列（含已删除）", "Columns made here, and removed ones"),
)
TO_FORMS = Text("表单", "Forms")
TO_SETTINGS = Text("自带列的设置", "Settings of built-in columns")
COLUMNS, STEPS, RIGHTS = Text("列", "Columns"), Text("步骤", "Steps"), Text("权限", "Rights")
LINKED, REMOVED = Text("关联到这里的表", "What links here"), Text("已删除的列", "Removed columns")
LABEL, KIND, ORIGIN = Text("名称", "Label"), Text("类型", "Kind"), Text("来源", "Origin")
HOLDS, OPTIONS, USED = Text("规定", "What holds"), Text("选项", "Options"), Text("用在哪里", "Used")
STEP, FROM, TO, DEMANDS = Text("步骤", "Step"), Text("从", "From"), Text("到", "To"), Text("要求", "Demands")
ROLE, ROWS, MAY = Text("角色", "Role"), Text("范围", "Rows"), Text("可以", "May")
UNSEEN, MASKED = Text("看不到的列", "Hidden columns"), Text("打码的列", "Masked columns")
PLACES = Text("{n} 处", "{n} places")
TABLE, BY = Text("表", "Table"), Text("经由列", "By its column")


def mount() -> None:
    @ui.page("/design/{record}")
    async def design_page(record: str) -> None:
        who, record_type = viewer(), house().records.get(record)
        if record_type is None or not (may(who, "see", DesignColumn) and may_design(who, record_type)):
            raise HTTPException(404)
        design, given, rules = await ask(asked, record_type, who)
        title = TITLE(record=record_type.sheet.label).say(who.lang)
        with page(title, "/t/design_column"):
            _draw(record_type, design, given, rules, title, who)


def asked(record: type[Record], who: Who) -> tuple[Outline, SetUp | None, list[tuple[Freeze, Text, Text, Text]]]:
    return outline(record, who), set_up(record, who), rules_in_words(record)


def _draw(
    record: type[Record],
    design: Outline,
    given: SetUp | None,
    rules: list[tuple[Freeze, Text, Text, Text]],
    title: str,
    who: Who,
) -> None:
    _ways_on(record, given, title, who)
    with card(COLUMNS.say(who.lang), str(len(design.columns)), flush=True):
        table(
            [
                (text.say(who.lang), "o-tight" if text is ORIGIN else "")
                for text in (LABEL, KIND, ORIGIN, HOLDS, OPTIONS, USED)
            ],
            [_column(line, who) for line in design.columns],
        )
    if given is not None:
        setting_up.states(given, who)
        setting_up.dues(given, who)
        setting_up.dailies(given, who)
        setting_up.rights(given, who)
    elif design.steps:
        with card(STEPS.say(who.lang), str(len(design.steps)), flush=True):
            heads = [(text.say(who.lang), "") for text in (STEP, FROM, TO, DEMANDS)]
            table(heads, [_step(step, who) for step in design.steps])
    if design.checks:
        with card(CHECKS.say(who.lang), str(len(design.checks)), flush=True):
            heads = [(text.say(who.lang), "") for text in (SENTENCE, FORMULA, READS)]
            table(heads, [_held(record, check, who) for check in design.checks])
    freezes(record, rules, who)
    _beside(design, who)


def _ways_on(record: type[Record], given: SetUp | None, title: str, who: Who) -> None:
    """The head, and where one goes from here: the grid, and what can be made for this type."""
    tag("h1", "o-h1", title)
    tag("p", "o-soft", WHAT.say(who.lang))
    made = f'?filter={{"record_type":{{"eq":"{record.key()}"}}}}'
    with tag("div", "o-row"):
        link(TO_GRID.say(who.lang), f"/t/{record.key()}", "o-button o-go", icon="grid_on")
        link(TO_COLUMNS.say(who.lang), "/t/design_column" + made, "o-button", icon="view_column")
        link(TO_SETTINGS.say(who.lang), "/t/design_field" + made, "o-button", icon="tune")
        if may(who, "see", DesignForm) and may_form(who, record):
            link(TO_FORMS.say(who.lang), f"/forms/{record.key()}", "o-button", icon="dynamic_form")
        button(TO_CHECKS.say(who.lang), lambda: open_check(record, None), icon="rule", mark="add check")
        if may(who, "see", OwnMetric):
            link(TO_FIGURES.say(who.lang), "/t/own_metric" + made, "o-button", icon="assessment")
        if may(who, "add", OwnMetric):
            link(NEW_FIGURE.say(who.lang), f"/figure/new?record={record.key()}", "o-button", icon="add_chart")
    if given is not None:
        setting_up.ways_on(record.key(), who)


def _beside(design: Outline, who: Who) -> None:
    """Who may what, what links here, and the columns that were removed."""
    if design.rights:
        with card(RIGHTS.say(who.lang), str(len(design.rights)), flush=True):
            heads = [(text.say(who.lang), "") for text in (ROLE, ROWS, MAY, UNSEEN, MASKED)]
            table(heads, [_right(right, who) for right in design.rights])
    if design.linked:
        with card(LINKED.say(who.lang), str(len(design.linked)), flush=True):
            heads = [(TABLE.say(who.lang), ""), (BY.say(who.lang), "")]
            table(heads, [[_to(name, label, who), by.say(who.lang)] for name, label, by in design.linked])
    if design.removed:
        with card(REMOVED.say(who.lang), str(len(design.removed))):
            for row in design.removed:
                link(Text(row.zh, row.en).say(who.lang), f"/r/design_column/{row.id}")


def _to(name: str, label: Text, who: Who) -> Any:
    return lambda: link(label.say(who.lang), f"/t/{name}")


def _column(line: Line, who: Who) -> list[Any]:
    def called() -> None:
        with tag("div"):
            tag("div", "", line.label.say(who.lang))
            tag("div", "o-soft", f"{line.label.say('zh' if who.lang == 'en' else 'en')} · {line.name}")

    def options() -> None:
        with tag("div", "o-row"):
            for option in line.options:
                span(option.label.say(who.lang), f"o-pill {option.tone}" + (" o-soft" if option.retired else ""))

    def used() -> None:
        if not line.used:
            return
        with tag("details"):
            tag("summary", "o-soft", PLACES(n=len(line.used)).say(who.lang))
            for text in line.used:
                tag("div", "", text.say(who.lang))

    return [called, line.kind.say(who.lang), line.origin.say(who.lang), _listed(line.notes, who), options, used]


def _step(move: Move, who: Who) -> list[Any]:
    return [move.label.say(who.lang), _listed(move.froms, who), move.to.say(who.lang), _listed(move.demands, who)]


def _held(record: type[Record], check: Held, who: Who) -> list[Any]:
    label, said = check.label.say(who.lang), check.formula.say(who.lang)

    def called() -> None:
        link(label, f"/r/design_check/{check.id}")

    def formula() -> None:
        with tag("div", "o-row"):
            span(said)
            icon_button("edit", CHANGE_CHECK.say(who.lang), lambda: open_check(record, check), kind="o-quiet o-small")

    shown = (label, said) if check.id is None else (called, formula)
    return [*shown, _listed(check.reads, who)]


def _right(right: Right, who: Who) -> list[Any]:
    return [
        right.role.say(who.lang),
        right.rows.say(who.lang),
        *(_listed(names, who) for names in (right.verbs, right.hidden, right.masked)),
    ]


def _listed(texts: tuple[Text, ...], who: Who) -> str:
    return ("、" if who.lang == "zh" else ", ").join(text.say(who.lang) for text in texts)
