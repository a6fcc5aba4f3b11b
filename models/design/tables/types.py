"""Tables 表 made in the browser, as rows: what they are called, where they stand, whose rows they hold; and what becomes of them."""

import re
from keyword import iskeyword
from typing import Any

from ...kit.clock import today
from ...kit.declare.record import Record, Row, Sheet
from ...kit.declare.states import Step
from ...kit.fields import (
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    NameField,
    PinyinField,
    TagsField,
)
from ...kit.pinyin import pinyin_of
from ...kit.server.standing import DESIGN, house, is_design
from ...kit.text import Refused, Text, join
from ...kit.write.writes import Changes
from ..allowed import NAME
from ..allowed import RESERVED as KEPT_OF_COLUMNS
from ..automations.body import read as automation_read
from ..columns import KEPT_DAYS, LONGEST_LABEL, DesignColumn
from ..english import english_follows
from ..listed import STATES
from .held import held_by
from .sharing import SHARED

# First parts of addresses that lead elsewhere than to a table.
RESERVED = KEPT_OF_COLUMNS | {
    "a",
    "actions",
    "batches",
    "comments",
    "docs",
    "files",
    "formula",
    "import",
    "login",
    "look",
    "mcp",
    "new",
    "openapi",
    "r",
    "records",
    "search",
    "sheet",
    "t",
    "tab",
    "view",
    "views",
    "weekly",
}
ICONS = tuple(
    Choice(key, zh, en)
    for key, zh, en in (
        ("table_rows", "表格", "Table"),
        ("inventory_2", "箱子", "Box"),
        ("devices", "设备", "Devices"),
        ("build", "工具", "Tool"),
        ("checklist", "清单", "Checklist"),
        ("event", "日历", "Calendar"),
        ("people", "人", "People"),
        ("store", "门店", "Store"),
        ("local_shipping", "货车", "Lorry"),
        ("payments", "钱", "Money"),
        ("description", "文件", "Document"),
        ("photo_camera", "相机", "Camera"),
        ("flag", "旗", "Flag"),
        ("star", "星", "Star"),
        ("favorite", "心", "Heart"),
        ("school", "学校", "School"),
    )
)

ADDED_TO = Text(
    "自动化{automations}还往“{label}”写；请先停用或改掉它们",
    "{label} is still written to by the automations {automations}; switch them off or change them first",
)
LINKED = Text(
    "{columns}还关联到“{label}”；请先删除这些列，再删除这张表",
    "{columns} still link to “{label}”; remove these columns first, then the table",
)
REMOVED = Text(
    "已删除表“{label}”；内容保留 {days} 天，可在“设计 → 表”里恢复{held}",
    "The table “{label}” is removed; its rows are kept for {days} days and come back with it in Design → Tables{held}",
)
BACK = Text("表“{label}”已恢复", "The table “{label}” is back")


def areas() -> dict[str, tuple[str, ...]]:
    """The areas that a table may stand in: all but the one in which the design itself is kept."""
    return {area.name: (area.zh, area.en) for area in house().areas if area.name != DESIGN.rstrip("_")}


def tables() -> dict[str, tuple[str, ...]]:
    return {
        name: (record.sheet.zh, record.sheet.en) for name, record in house().records.items() if not is_design([name])
    }


class DesignType(Record):
    """One table that was made in the browser."""

    zh = LineField("中文名称", "Label (Chinese)", max_length=LONGEST_LABEL, width=150, aka=("表",))
    zh_py = PinyinField("名称拼音", "Label pinyin", of="zh")
    en = LineField("英文名称", "Label (English)", max_length=60, width=150)
    name = LineField(
        "表名",
        "Name",
        max_length=40,
        width=120,
        unique=True,
        hint=Text("给程序和接口用；不填自动取", "For programs and the API; made up where it is left empty"),
    )
    area = NameField("板块", "Area", known=areas, max_length=60, width=110)
    after = NameField("排在哪张表之后", "Stands after", known=tables, null=True, max_length=60, width=120)
    icon = ChoiceField("图标", "Icon", options=ICONS, default="table_rows", width=80)
    first = LineField(
        "第一列",
        "First column",
        null=True,
        max_length=LONGEST_LABEL,
        width=110,
        hint=Text(
            "别的表关联过来时显示的那一列；不填就叫“名称”",
            "What rows are called by, also where other tables link here; “Name” where it is left empty",
        ),
    )
    per_store = FlagField(
        "每行属于一家门店",
        "Each row belongs to a store",
        default=False,
        width=130,
        hint=Text(
            "加一列“门店”，店长只看到自己门店的行",
            "Adds a column Store; a store manager sees the rows of the own store only",
        ),
    )
    copied_from = NameField(
        "照着哪张表",
        "Copied from",
        known=tables,
        null=True,
        max_length=60,
        width=110,
        hint=Text(
            "列、公式、状态和步骤、检查、共享视图都照抄，内容不抄",
            "With its columns, formulas, states and steps, checks and shared views, without its rows",
        ),
    )
    seen_by = ChoiceField("谁能看", "Seen by", options=SHARED, default="area", width=120)
    edited_by = ChoiceField("谁能改", "Edited by", options=SHARED, default="area", width=120)
    title = LineField("标题列", "Title", null=True, max_length=60, width=100)
    keyed_by = LineField(
        "认行的列",
        "Key",
        null=True,
        max_length=200,
        width=110,
        hint=Text(
            "导入时按这些列认出已有的行；几列用空格隔开",
            "By these columns an import knows a row again; several apart by blanks",
        ),
    )
    order = LineField(
        "排序",
        "Order",
        null=True,
        max_length=200,
        width=110,
        hint=Text("列名前加 - 表示从大到小", "A - before a column sorts it from the largest down"),
    )
    store_by = LineField("按哪列分门店", "Store by", null=True, max_length=60, width=110)
    own_by = LineField("按哪列分本人", "Owner by", null=True, max_length=60, width=110)
    parent = LineField(
        "上级（明细表）",
        "Parent (lines)",
        null=True,
        max_length=60,
        width=120,
        hint=Text(
            "填关联到上级的那一列，行就在上级的页面里录入",
            "The link to what its rows are lines of: they are then entered on its page",
        ),
    )
    state_by = LineField(
        "状态列",
        "States",
        null=True,
        max_length=60,
        width=110,
        hint=Text(
            "一列选项；它的值按“步骤”变化，新行从第一个选项开始",
            "A column of choices that changes by steps; new rows begin with its first option",
        ),
    )
    due_states = TagsField("哪些状态算待办", "Open states", null=True, width=140)
    due_by = LineField("到期看哪列", "Due by", null=True, max_length=60, width=110)
    due_hours = CountField("登记后几小时到期", "Due after hours", null=True, least=1, most=9999, width=120)
    daily_by = LineField(
        "每天上报看哪列",
        "Handed in daily by",
        null=True,
        max_length=60,
        width=120,
        hint=Text(
            "填一列日期：营业的门店每天要有一行，缺的在周报“填报情况”里",
            "A column of days: each open store owes a row a day, and what lacks is told in the weekly report",
        ),
    )
    shared = LineField(
        "权限已按",
        "Rights set up as",
        null=True,
        derived=True,
        max_length=40,
        width=110,
        hint=Text("谁能看、谁能改：权限表里已经照办的", "Seen by and edited by, as the rights follow them by now"),
    )
    state = ChoiceField("状态", "State", options=STATES, default="active", locked=True, width=90)
    removed_on = DayField("删除日期", "Removed on", null=True, locked=True)

    sheet = Sheet(
        "表",
        "Tables",
        title="zh",
        order=("area", "id"),
        key=("name",),
        search=("zh", "zh_py", "en", "name"),
        columns=(
            "zh",
            "en",
            "area",
            "after",
            "seen_by",
            "edited_by",
            "state",
            "removed_on",
            "title",
            "keyed_by",
            "order",
            "store_by",
            "own_by",
            "parent",
            "state_by",
            "due_states",
            "due_by",
            "due_hours",
            "daily_by",
            "name",
        ),
        verbs="see add edit export",
        fill=lambda c, rows: complete(rows),
        derives=(lambda c, moves: english_follows(c, DesignType, moves),),
        take_back=lambda c, rows: hide(c, rows),
        later=(
            "title",
            "keyed_by",
            "order",
            "store_by",
            "own_by",
            "parent",
            "state_by",
            "due_states",
            "due_by",
            "due_hours",
            "daily_by",
        ),
        steps=(
            Step(
                "remove",
                "删除表",
                "Remove table",
                "active",
                "removed",
                icon="delete",
                danger=True,
                then=lambda c, row, answers: removed(c, row),
                hint=Text(
                    f"菜单、导入导出里不再有这张表；内容保留 {KEPT_DAYS} 天，可以恢复。",
                    f"It leaves the menu, imports and exports; its rows are kept for {KEPT_DAYS} days and can be brought back.",
                ),
            ),
            Step(
                "bring_back",
                "恢复表",
                "Bring back",
                "removed",
                "active",
                icon="restore",
                then=lambda c, row, answers: back(c, row),
            ),
            Step("clear", "清空", "Clear", "removed", "cleared", auto=True),
            Step("declare", "写进程序", "Write as source", "active", "declared", auto=True),
        ),
    )


def complete(rows: list[dict[str, Any]]) -> None:
    """English as in Chinese unless it says otherwise, and a name that nobody has to think of."""
    taken: set[str] = set()
    for row in rows:
        row["en"] = row["en"] or row["zh"]
        if not row["name"] and row["zh"]:
            row["name"] = free_name(row["zh"], row["en"], taken)
        taken.add(row["name"])


def free_name(zh: str, en: str, taken: set[str]) -> str:
    said = en if en.isascii() else (pinyin_of(zh) or "").split(" ")[0]
    stem = re.sub(r"[^a-z0-9]+", "_", said.lower()).strip("_")[:30]
    stem = stem if NAME.fullmatch(stem) else f"table_{stem}".rstrip("_")
    used = taken | {name for (name,) in DesignType.select(DesignType.name).tuples()}
    tries = (stem, *(f"{stem}_{n}" for n in range(2, 1000)))
    return next((name for name in tries if name not in used and not is_kept(name)), stem)


def is_kept(name: str) -> bool:
    """Whether addresses or the database have another use for the name."""
    declared = {record.key() for area in house().areas for record in area.records}
    return name in RESERVED or name in declared or iskeyword(name) or name.startswith(DESIGN)


# Out of sight and back ---------------------------------------------------------------------------------------------------


def hide(c: Changes, rows: list[Row]) -> None:
    """Taking back that a table was made hides it: what was written into it meanwhile stays."""
    for row in rows:
        _unlinked(row)
    c.alter(DesignType, {row.id: {"state": "removed", "removed_on": today()} for row in rows})


def removed(c: Changes, row: Row) -> Text:
    _unlinked(row)
    c.update(DesignType, row.id, removed_on=today())
    return REMOVED(label=Text(row.zh, row.en), days=KEPT_DAYS, held=held_by(row.name))


def back(c: Changes, row: Row) -> Text:
    c.update(DesignType, row.id, removed_on=None)
    return BACK(label=Text(row.zh, row.en))


def _unlinked(row: Row) -> None:
    """A table that others link to is needed."""
    there = DesignColumn.rows(
        DesignColumn.target == row.name, DesignColumn.state == "active", DesignColumn.record_type != row.name
    )
    records = house().records
    named = [(records[column.record_type].sheet.label, column) for column in there if column.record_type in records]
    if named:
        said = join(
            [Text(f"{label.zh}的“{column.zh}”", f"“{column.en}” of {label.en}") for label, column in named[:5]],
            "、",
            ", ",
        )
        raise Refused(LINKED(columns=said, label=Text(row.zh, row.en)))
    if writing := _automations_to(row.name):
        said = join([Text(f"“{other.zh}”", f"“{other.en or other.zh}”") for other in writing[:5]], "、", ", ")
        raise Refused(ADDED_TO(automations=said, label=Text(row.zh, row.en)))


def _automations_to(name: str) -> list[Row]:
    """Those that are on, of other tables, and would fail without this one."""
    automations = house().records["design_automation"]
    rows = automations.rows(automations.active == 1, automations.record_type != name)
    bodies = [(row, automation_read(row.body)) for row in rows]
    return [
        row
        for row, body in bodies
        if body and any((deed["do"], deed.get("record")) == ("add", name) for deed in body["then"])
    ]
