"""Columns 列 made in the browser, as rows: what they are called, what they hold, where they stand; and what becomes of them."""

import re
from keyword import iskeyword
from typing import Any

from ..kit.alike import written
from ..kit.clock import today
from ..kit.declare.record import Move, Record, Row, Sheet
from ..kit.declare.rules import EVERY_WAY, Then
from ..kit.declare.states import Step
from ..kit.fields import (
    Choice,
    ChoiceField,
    CountField,
    DayField,
    Described,
    FlagField,
    LineField,
    LinkField,
    NameField,
    NoteField,
    PinyinField,
    QuantityField,
    RunningField,
)
from ..kit.fields.running import LONGEST_FORMAT, checked
from ..kit.formula.grammar import BRACKETS
from ..kit.pinyin import word_pinyin
from ..kit.server.standing import house
from ..kit.text import Refused, Text
from ..kit.write.numbers import number_all
from ..kit.write.writes import Changes
from . import words
from .allowed import NAME, RESERVED, is_open, may_design, targets, types
from .build import bound, columns_of, keep_once, lay, reading_of
from .computed import FIGURES
from .english import english_follows
from .kinds import KINDS, bare, field_of, heads_of
from .listed import SEEN_BY, STATES, TONES
from .needed import keep_needed, keep_option, refuse_over, settle
from .turning import come_back

MOST_COLUMNS, LONGEST_LABEL, KEPT_DAYS = 200, 40, 30
SET_ONCE = ("record_type", "name", "kind", "target", "digits")
TURNED = ("kind", "target", "digits")  # where another place of the table holds it, see `turning`
SET_AGAIN = ("target", "digits")  # where nothing is kept


class DesignColumn(Record):
    """One column that was made in the browser."""

    record_type = NameField("表", "Record type", known=types, max_length=60, width=130)
    zh = LineField("中文名称", "Label (Chinese)", max_length=LONGEST_LABEL, width=150, aka=("列",))
    zh_py = PinyinField("名称拼音", "Label pinyin", of="zh")
    en = LineField("英文名称", "Label (English)", max_length=60, width=150)
    name = LineField(
        "列名",
        "Name",
        max_length=40,
        width=120,
        hint=Text("给程序和接口用；不填自动取", "For programs and the API; made up where it is left empty"),
    )
    kind = ChoiceField("类型", "Kind", options=[kind.choice for kind in KINDS.values()], default="line", width=110)
    target = NameField("对方表", "Other table", known=targets, null=True, max_length=60, width=120)
    digits = CountField("小数位数", "Decimals", null=True, least=0, most=6, width=90)
    least = QuantityField("最小值", "Least", null=True, width=90)
    most = QuantityField("最大值", "Most", null=True, width=90)
    required = FlagField("必填", "Required", default=False, width=80)
    usual = LineField("默认值", "Default", null=True, max_length=200, width=110)
    pattern = LineField(
        "编号格式",
        "Number format",
        null=True,
        max_length=LONGEST_FORMAT,
        width=150,
        hint=Text(
            "如 WX{YYYY}{MM}{0000}：前缀、年月和 4 位流水，每月从 1 开始",
            "As WX{YYYY}{MM}{0000}: a prefix, year and month, and four digits that begin anew each month",
        ),
    )
    only_once = FlagField("不能重复", "No duplicates", default=False, width=90)
    hint_zh = LineField("说明", "Hint (Chinese)", null=True, max_length=200, width=160)
    hint_en = LineField("英文说明", "Hint (English)", null=True, max_length=200, width=160)
    sum = FlagField("合计", "Total", default=True, width=80)
    search = FlagField("快速搜索", "Quick search", default=True, width=90)
    mask = FlagField(
        "敏感内容",
        "Sensitive",
        default=False,
        width=90,
        hint=Text("没有权限的角色看到的是星号", "Roles without the right see asterisks"),
    )
    seen_by = ChoiceField("谁能看到", "Seen by", options=SEEN_BY, default="keepers", width=140)
    formula = NoteField("公式", "Formula", null=True, width=200)
    through = LineField("经由哪一列", "Through the link", null=True, max_length=60, width=110)
    figure = ChoiceField("怎么汇总", "Figure", options=FIGURES, null=True, width=100)
    picks = NoteField("取哪一列", "Takes", null=True, width=160)
    condition = NoteField("条件", "Condition", null=True, width=200)
    sorted_by = LineField("先后按哪一列", "In the order of", null=True, max_length=60, width=110)
    percent = FlagField("显示为百分比", "In per cent", null=True, default=False, width=110)
    after = LineField("排在哪列之后", "Stands after", null=True, max_length=60, width=110)
    state = ChoiceField("状态", "State", options=STATES, default="active", locked=True, width=90)
    slot = CountField(
        "第几处",
        "Place",
        null=True,
        locked=True,
        width=80,
        hint=Text("换过类型的列，内容在表里的第几处", "Where in its table a column lies that became another kind"),
    )
    removed_on = DayField("删除日期", "Removed on", null=True, locked=True)

    sheet = Sheet(
        "列",
        "Columns",
        title="zh",
        order=("record_type", "id"),
        key=("record_type", "name"),
        search=("zh", "zh_py", "en", "name"),
        columns=("record_type", "zh", "en", "kind", "required", "usual", "seen_by", "state", "removed_on", "name"),
        verbs="see add edit export",
        fill=lambda c, rows: complete(rows),
        take_back=lambda c, rows: hide(c, rows),
        derives=(lambda c, moves: english_follows(c, DesignColumn, moves),),
        consequences=(
            Then(lambda c, moves: keep_columns(c, moves), also=EVERY_WAY),
            Then(lambda c, moves: settle(c, DesignColumn, moves), also=EVERY_WAY),
            Then(keep_needed, also=EVERY_WAY),
        ),
        steps=(
            Step(
                "remove",
                "删除列",
                "Remove column",
                "active",
                "removed",
                icon="delete",
                danger=True,
                then=lambda c, row, answers: removed(c, row),
                hint=Text(
                    f"表格、导入导出里不再有这一列；内容保留 {KEPT_DAYS} 天，可以恢复。",
                    f"It leaves the grid, imports and exports; its values are kept for {KEPT_DAYS} days and can be brought back.",
                ),
            ),
            Step(
                "bring_back",
                "恢复列",
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

    class Meta:
        indexes = ((("record_type", "name"), True),)


class DesignChoice(Record):
    """One option of a column of choices."""

    column = LinkField(DesignColumn, "列", "Column")
    code = LineField("键", "Key", null=True, derived=True, max_length=30)
    zh = LineField("中文名称", "Label (Chinese)", max_length=30, width=140)
    en = LineField("英文名称", "Label (English)", max_length=60, width=140)
    tone = ChoiceField("颜色", "Colour", options=TONES, default="grey", width=90)
    turn = CountField("顺序", "Order", default=0, least=0, width=80)
    retired = FlagField(
        "停用",
        "Retired",
        default=False,
        width=80,
        hint=Text("不再可选，已有的内容照常显示", "Not offered any more; what is there stays"),
    )

    sheet = Sheet(
        "列的选项",
        "Options of columns",
        title="zh",
        order=("column", "turn", "id"),
        parent="column",
        search=("zh", "en"),
        columns=("column", "zh", "en", "tone", "turn", "retired"),
        key=("column", "code"),
        verbs="see add edit export",
        fill=lambda c, rows: complete_choices(c, rows),
        take_back=lambda c, rows: c.alter(DesignChoice, {row.id: {"retired": True} for row in rows}),
        derives=(lambda c, moves: english_follows(c, DesignChoice, moves),),
        consequences=(Then(lambda c, moves: keep_choices(c, moves), also=EVERY_WAY),),
    )

    class Meta:
        indexes = ((("column", "code"), True),)


# Completing what was left out --------------------------------------------------------------------------------------------


def complete(rows: list[dict[str, Any]]) -> None:
    """English as in Chinese unless it says otherwise, and a name that nobody has to think of."""
    for row in rows:
        row["en"] = row["en"] or row["zh"]
        if not row["name"] and row["zh"]:
            row["name"] = _free_name(row)


def _free_name(row: dict[str, Any]) -> str:
    said = row["en"] if row["en"].isascii() else word_pinyin(row["zh"]).split(" ")[0]
    stem = re.sub(r"[^a-z0-9]+", "_", said.lower()).strip("_")[:30]
    stem = stem if NAME.fullmatch(stem) else f"column_{stem}".rstrip("_")
    record, used = house().records.get(row["record_type"]), _used(row["record_type"])
    for name in (stem, *(f"{stem}_{n}" for n in range(2, 1000))):
        if record is None or (name not in used and not is_kept(record, name)):
            return name
    return stem


def complete_choices(c: Changes, rows: list[dict[str, Any]]) -> None:
    """A key that is never used again, and its place behind those that are there."""
    counts: dict[int, int] = {}
    for row in rows:
        column = row["column"]
        if column not in counts:
            counts[column] = DesignChoice.select().where(DesignChoice.column == column).count()
        counts[column] += 1
        row["en"] = row["en"] or row["zh"]
        row["code"] = row["code"] or f"o{counts[column]}"
        row["turn"] = row["turn"] or counts[column]


# What must hold ----------------------------------------------------------------------------------------------------------


def keep_columns(c: Changes, moves: list[Move]) -> None:
    """What a column may be, on whichever way it comes; a new one is laid into its table in the same transaction."""
    for move in moves:
        row = move.new
        if row is None:
            continue
        record = house().records.get(row.record_type)
        if record is None:
            raise Refused(words.NO_TYPE(name=row.record_type), "record_type", move.index)
        if not is_open(record):
            raise Refused(words.NOT_DESIGNED(record=record.sheet.label), "record_type", move.index)
        if not may_design(c.who, record):
            raise Refused(words.NOT_YOURS(record=record.sheet.label), "record_type", move.index)
        refuse_over(move.old, row, move.index)
        if row.state == "active":
            _sound(record, row, move)
        if move.old is not None and move.changed("slot"):
            come_back(c, record, move, options_of)
        if move.old is None:
            lay(record, _parts(record, row))
        _numbers(record, row, move)


def _parts(record: type[Record], row: Row) -> list[Described]:
    return [bound(field, record, name, at) for field, name, at in columns_of(field_of(bare(row), ()), row)]


def _numbers(record: type[Record], row: Row, move: Move) -> None:
    """What holds of a column from now on holds of the rows that are there: they get their numbers, and none twice."""
    if move.changed("only_once"):
        for item in _parts(record, row):
            keep_once(record, item, move.index)
    if row.state == "active" and move.changed("state"):
        for item in _parts(record, row):
            if isinstance(item, RunningField):
                number_all(record, item)


def _sound(record: type[Record], row: Row, move: Move) -> None:
    if move.old is None:
        _name(record, row, move)
    again = SET_AGAIN if KINDS[row.kind].computes else TURNED if move.changed("slot") else ()
    for name in SET_ONCE if move.old is not None else ():
        if move.changed(name) and name not in again:
            raise Refused(words.STAYS(field=DesignColumn.fields()[name].label), name, move.index)
    if move.changed("zh", "en", "state", "percent"):
        _labels(record, row, move)
    if move.changed("state") and len(record.fields()) + len(record.facts().computed) >= MOST_COLUMNS:
        raise Refused(words.TOO_MANY(record=record.sheet.label, most=MOST_COLUMNS), "record_type", move.index)
    if row.kind == "link" and row.target not in house().records:
        raise Refused(words.NEEDS_TARGET, "target", move.index)
    if row.least is not None and row.most is not None and row.least > row.most:
        raise Refused(words.BOUNDS, "least", move.index)
    if row.only_once and row.usual is not None and "only_once" in KINDS[row.kind].takes:
        raise Refused(words.ONCE_USUAL, "usual", move.index)
    if move.changed("pattern") and "pattern" in KINDS[row.kind].takes:
        try:
            checked(row.pattern)
        except Refused as why:
            raise Refused(why.text, "pattern", move.index) from None
    options = options_of(move.id)
    if move.changed("usual", "least", "most") and (options or "choices" not in KINDS[row.kind].takes):
        try:
            field_of(row, options)
        except Refused as why:
            raise Refused(words.NEVER_BY_RULES(why=why.text), "usual", move.index) from None


def _name(record: type[Record], row: Row, move: Move) -> None:
    if not NAME.fullmatch(row.name):
        raise Refused(words.BAD_NAME(name=row.name), "name", move.index)
    if is_kept(record, row.name):
        raise Refused(words.NAME_KEPT(name=row.name), "name", move.index)
    if row.name in _used(row.record_type, but=move.id):
        raise Refused(words.NAME_TAKEN(record=record.sheet.label, name=row.name), "name", move.index)


def is_kept(record: type[Record], name: str) -> bool:
    """Whether a name means something to the type already: its fields, its links' accessors, what every type can do."""
    names = (name, reading_of(name))
    columns = {item.column_name for item in record._meta.sorted_fields}
    return (
        name in RESERVED
        or iskeyword(name)
        or any(hasattr(record, name) or name in columns or name in record.arriving() for name in names)
    )


def _used(record_type: str, but: int | None = None) -> set[str]:
    """Names of columns that are or were there, with those of their readings."""
    rows = DesignColumn.select(DesignColumn.name).where(
        DesignColumn.record_type == record_type, DesignColumn.id != (but or 0)
    )
    names = {name for (name,) in rows.tuples()}
    return (
        names
        | {reading_of(name) for name in names}
        | {name.removesuffix("_py") for name in names if name.endswith("_py")}
    )


def _labels(record: type[Record], row: Row, move: Move) -> None:
    others = DesignColumn.rows(
        DesignColumn.record_type == row.record_type, DesignColumn.state == "active", DesignColumn.id != move.id
    )
    made = {column.name for column in others} | {row.name}
    mine, known = heads_of(row), [head for column in others for head in heads_of(column)]
    known += [
        item.label
        for name, item in {**record.fields(), **record.facts().computed}.items()
        if name not in made and not item.secret and name.removesuffix("_py") not in made
    ]
    for name in ("zh", "en"):
        label = getattr(row, name)
        if BRACKETS & set(label) and move.changed(name):
            raise Refused(words.NO_BRACKETS, name, move.index)
        if ("%" in label or "％" in label) and not (row.kind == "percent" or row.percent):
            raise Refused(words.PERCENT, name, move.index)
        taken = {written(head.say(name)) for head in known}  # as formulas and files read them
        if any(written(head.say(name)) in taken for head in mine):
            raise Refused(words.LABEL_TAKEN(record=record.sheet.label, label=label), name, move.index)


def options_of(column: int) -> tuple[Choice, ...]:
    """The options of a column, in their order."""
    rows = DesignChoice.rows(DesignChoice.column == column, order=DesignChoice.turn)
    return tuple(Choice(row.code, row.zh, row.en, row.tone, retired=bool(row.retired)) for row in rows)


def keep_choices(c: Changes, moves: list[Move]) -> None:
    """Options belong to columns of choices, and no two of a column are called alike."""
    columns = DesignColumn.rows_by_id({move.new.column for move in moves if move.new})
    for move, row in [(move, move.new) for move in moves if move.new]:
        column = columns[row.column]
        refuse_over(column, column, move.index)
        if column.kind != "choice":
            raise Refused(words.CHOICE_ONLY(column=column.zh), "column", move.index)
        record = house().records.get(column.record_type)
        if record is not None and not may_design(c.who, record):
            raise Refused(words.NOT_YOURS(record=record.sheet.label), "column", move.index)
        keep_option(record, column.name, move)
        for other in DesignChoice.rows(DesignChoice.column == row.column, DesignChoice.id != move.id):
            for name in ("zh", "en"):
                if move.changed(name) and written(getattr(other, name)) == written(getattr(row, name)):
                    raise Refused(words.OPTION_TAKEN(column=column.zh, label=getattr(row, name)), name, move.index)


def hide(c: Changes, rows: list[Row]) -> None:
    """Taking back that a column was made hides it: what was written into it meanwhile stays."""
    c.alter(DesignColumn, {row.id: {"state": "removed", "removed_on": today()} for row in rows})


def removed(c: Changes, row: Row) -> Text:
    c.update(DesignColumn, row.id, removed_on=today())
    return words.REMOVED(label=Text(row.zh, row.en), days=KEPT_DAYS)


def back(c: Changes, row: Row) -> Text:
    c.update(DesignColumn, row.id, removed_on=None)
    return words.BACK(label=Text(row.zh, row.en))
