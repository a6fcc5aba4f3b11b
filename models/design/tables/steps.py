"""Steps 步骤 made in the browser: from which state to which, who may, what it demands; and when an open row falls due."""

import re
from typing import Any

from ...kit.declare.record import Move, Record, Row, Sheet
from ...kit.declare.rules import EVERY_WAY, Then
from ...kit.declare.states import Step
from ...kit.fields import Choice, ChoiceField, CountField, FlagField, LineField, NameField, NoteField, TagsField
from ...kit.formula import kept
from ...kit.formula.checks import understood
from ...kit.pinyin import pinyin_of
from ...kit.server.standing import house, pinned
from ...kit.text import Refused, Text, join
from ...kit.write.writes import Changes
from ..allowed import NAME
from ..checks import refuse_unseen
from ..columns import DesignChoice, DesignColumn
from ..computed import refuse_mistakes
from ..english import english_follows
from ..listed import STATES
from ..needed import coming, refuse_declared
from .machines import condition_of
from .starting import begin_all
from .types import DesignType

MAY = (
    Choice("edit", "能修改这张表的人", "Who may edit the table", "info"),
    Choice("approve", "能审批这张表的人", "Who may approve in the table", "warning"),
)
EYES = (
    Choice("anybody", "谁都行", "Anybody", "grey"),
    Choice("creator", "不能是登记的人", "Not who entered the row", "warning"),
    Choice("mover", "不能是做上一步的人", "Not who took the last step", "warning"),
)
NO_STATE = Text(
    "{record}还没有指定状态列；请先在“设计 → 表”里填“状态列”",
    "{record} has no column of states yet; name one in Design → Tables first",
)
NO_OPTION = Text("“{column}”没有选项“{name}”；现有：{known}", "{column} has no option “{name}”; there are: {known}")
NO_COLUMN = Text("{record}没有“{name}”这一列", "{record} has no column “{name}”")
TAKEN = Text("{record}已有一步叫“{label}”", "{record} has a step called “{label}” already")
NO_SENTENCE = Text(
    "步骤“{step}”有条件，请写上条件不成立时的提示",
    "The step “{step}” has a condition: say what people read where it doesn't hold",
)
NOT_MADE_HERE = Text(
    "{record}的步骤由系统规定，不能在这里加", "The steps of {record} are declared and can't be added to here"
)


def made_tables() -> dict[str, tuple[str, ...]]:
    return {row.name: (row.zh, row.en) for row in DesignType.rows(DesignType.state == "active")}


class DesignStep(Record):
    """One way from state to state of a table that was made in the browser."""

    record_type = NameField("表", "Record type", known=made_tables, max_length=60, width=130)
    zh = LineField("步骤", "Step (Chinese)", max_length=20, width=120)
    en = LineField("英文名称", "Step (English)", max_length=40, width=120)
    name = LineField("键", "Name", null=True, derived=True, max_length=30)
    sources = TagsField("从哪些状态", "From", width=160)
    to = LineField("到哪个状态", "To", max_length=30, width=110)
    may = ChoiceField("谁能做", "Who may", options=MAY, default="edit", width=140)
    eyes = ChoiceField("换人", "Another person", options=EYES, default="anybody", width=150)
    needs = TagsField("须先填写", "Fields it needs", null=True, width=150)
    reason = FlagField("须说明原因", "Asks for a reason", default=False, width=100)
    file = FlagField("须有附件", "Needs a file", default=False, width=90, hint=Text("照片或 PDF", "A photo or PDF"))
    condition = NoteField(
        "条件",
        "Condition",
        null=True,
        width=200,
        hint=Text(
            "公式成立才能走这一步，如 =[维修费用]<=500；有关的列还空着时也不能走",
            "A formula that must hold, as =[Repair cost]<=500; while a column of it is empty, it doesn't",
        ),
    )
    unmet = LineField(
        "条件不成立时的提示",
        "Sentence (Chinese)",
        null=True,
        max_length=120,
        width=200,
        hint=Text("写给按这一步的人：差什么、怎么办", "For who takes the step: what is lacking, and what to do"),
    )
    unmet_en = LineField("英文提示", "Sentence (English)", null=True, max_length=200, width=160)
    danger = FlagField("红色按钮", "Red button", default=False, width=90)
    turn = CountField("顺序", "Order", default=0, least=0, width=80)
    state = ChoiceField("状态", "State", options=(*STATES[:2], STATES[3]), default="active", locked=True, width=90)

    sheet = Sheet(
        "步骤",
        "Steps",
        title="zh",
        order=("record_type", "turn", "id"),
        key=("record_type", "name"),
        search=("zh", "en"),
        columns=(
            "record_type",
            "zh",
            "en",
            "sources",
            "to",
            "may",
            "eyes",
            "needs",
            "reason",
            "file",
            "condition",
            "unmet",
            "unmet_en",
            "danger",
            "turn",
            "state",
        ),
        verbs="see add edit export",
        fill=lambda c, rows: complete(rows),
        take_back=lambda c, rows: c.alter(DesignStep, {row.id: {"state": "removed"} for row in rows}),
        derives=(lambda c, moves: english_follows(c, DesignStep, moves),),
        consequences=(Then(lambda c, moves: keep_steps(c, moves), also=EVERY_WAY),),
        steps=(
            Step("remove", "删除步骤", "Remove step", "active", "removed", icon="delete", danger=True),
            Step("bring_back", "恢复步骤", "Bring back", "removed", "active", icon="restore"),
            Step("declare", "写进程序", "Write as source", "active", "declared", auto=True),
        ),
    )

    class Meta:
        indexes = ((("record_type", "name"), True),)


def complete(rows: list[dict[str, Any]]) -> None:
    """A key that is never used again, and its place behind those that are there and come before it."""
    for at, row in enumerate(rows):
        row["en"] = row["en"] or row["zh"]
        before = [other for other in rows[:at] if other["record_type"] == row["record_type"]]
        there = DesignStep.rows(DesignStep.record_type == row["record_type"])
        said = row["en"] if row["en"].isascii() else (pinyin_of(row["zh"]) or "").split(" ")[0]
        stem = re.sub(r"[^a-z0-9]+", "_", said.lower()).strip("_")[:20]
        stem = stem if NAME.fullmatch(stem) else "step"
        actions = house().actions
        used = {step.name for step in there} | {other["name"] for other in rows if other is not row}
        tries = (stem, *(f"{stem}_{n}" for n in range(2, 1000)))
        free = (name for name in tries if name not in used and f"{row['record_type']}_{name}" not in actions)
        row["name"] = row["name"] or next(free)
        row["turn"] = row["turn"] or len(there) + len(before) + 1


def keep_steps(c: Changes, moves: list[Move]) -> None:
    """States and columns may be named as people call them; they are kept by their keys."""
    for move in moves:
        refuse_declared(move)
        if move.new is None or move.new.state != "active":
            continue
        made = DesignType.rows(DesignType.name == move.new.record_type, DesignType.state != "declared")
        table = next(iter(made), None)
        if table is None:
            raise Refused(NOT_MADE_HERE(record=move.new.record_type), "record_type", move.index)
        label = Text(table.zh, table.en)
        if not table.state_by:
            raise Refused(NO_STATE(record=label), "record_type", move.index)
        others = DesignStep.rows(
            DesignStep.record_type == table.name, DesignStep.state == "active", DesignStep.id != move.id
        )
        if any(move.new.zh == step.zh or move.new.en.casefold() == step.en.casefold() for step in others):
            raise Refused(TAKEN(record=label, label=move.new.zh), "zh", move.index)
        columns = DesignColumn.rows(DesignColumn.record_type == table.name, DesignColumn.state == "active")
        sets = _settled(move, table, columns) | _condition(move)
        c.derive(
            DesignStep, {move.id: {name: value for name, value in sets.items() if value != getattr(move.new, name)}}
        )
    there = [move.new for move in moves if move.new is not None and (move.old is None or move.changed("state"))]
    for table in {row.record_type for row in there if row.state == "active"}:
        begin_all(c, table)


def _condition(move: Move) -> dict[str, Any]:
    """What the step asks of the row, by the names of columns, and nothing that who takes it doesn't see."""
    row = move.new
    if not row.condition:
        return {}
    if not row.unmet:
        raise Refused(NO_SENTENCE(step=Text(row.zh, row.en)), "unmet", move.index)
    with pinned(coming()):
        record = house().records[row.record_type]
        try:
            refuse_mistakes(Row(formula=row.condition), understood(condition_of(row), record), move.index)
        except Refused as wrong:
            raise Refused(wrong.text, "condition", move.index) from None
        refuse_unseen("condition", move.index)
        return {"condition": kept(row.condition, record)}


def _settled(move: Move, table: Row, columns: list[Row]) -> dict[str, Any]:
    held = next(column for column in columns if column.name == table.state_by)
    options = DesignChoice.rows(DesignChoice.column == held.id)
    codes = {said.casefold(): option.code for option in options for said in (option.zh, option.en, option.code)}
    known = join([Text(option.zh, option.en) for option in options], "、", ", ")

    def code(name: str, field: str) -> str:
        if name.casefold() not in codes:
            raise Refused(NO_OPTION(column=Text(held.zh, held.en), name=name, known=known), field, move.index)
        return codes[name.casefold()]

    named = {said.casefold(): column.name for column in columns for said in (column.zh, column.en, column.name)}
    for name in move.new.needs or ():
        if name.casefold() not in named:
            raise Refused(NO_COLUMN(record=Text(table.zh, table.en), name=name), "needs", move.index)
    return {
        "sources": [code(source, "sources") for source in move.new.sources],
        "to": code(move.new.to, "to"),
        "needs": [named[need.casefold()] for need in move.new.needs or ()] or None,
    }
