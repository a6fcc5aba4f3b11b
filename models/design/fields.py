"""Declared columns 已有列 as the browser has them: called otherwise, asked for, narrower, out of sight; never any looser."""

from typing import Any

from ..kit.alike import written
from ..kit.declare.record import Move, Record, Row, Sheet
from ..kit.declare.rules import EVERY_WAY, Then
from ..kit.fields import (
    Choice,
    ChoiceField,
    CountField,
    Described,
    FlagField,
    LineField,
    LinkField,
    NameField,
    QuantityField,
)
from ..kit.formula.grammar import BRACKETS
from ..kit.server.standing import house
from ..kit.text import Refused, Text
from ..kit.write.writes import Changes
from .allowed import is_open, may_design, types
from .columns import LONGEST_LABEL
from .english import english_follows
from .listed import TONES
from .needed import keep_option
from .overlay import as_own, is_peoples, laid_over, takes_bounds, takes_length, takes_usual
from .uses import bearing
from .words import (
    BOUNDS,
    LABEL_TAKEN,
    NEVER_BY_RULES,
    NO_BRACKETS,
    NO_TYPE,
    NOT_DESIGNED,
    NOT_YOURS,
    OPTION_TAKEN,
    PERCENT,
    STAYS,
)

NO_FIELD = Text("{record}里没有列“{name}”", "{record} has no column “{name}”")
MADE_HERE = Text(
    "“{label}”是自己加的列，请在“列”里修改", "“{label}” was made in the browser; change it among the columns"
)
BY_RULES = Text("“{label}”由规则自动填写，不能设{what}", "Rules fill in “{label}”; it takes no {what}")
NOT_THIS = Text("“{label}”这一类内容没有{what}可设", "A column like “{label}” takes no {what}")
LATER = Text(
    "“{label}”新增时还不知道，由后面的步骤来问，不能设为必填",
    "“{label}” isn't known when a row is added; a later step asks for it, so it can't be required",
)
WIDER = Text(
    "只能收紧，不能放宽：“{label}”原来的{what}是 {own}",
    "It may only become narrower: the {what} of “{label}” is {own}",
)
NOT_ASIDE = Text("“{label}”不能隐藏：{why}", "“{label}” can't be hidden: {why}")
ASKED_ASIDE = Text(
    "“{label}”必填又没有默认值，隐藏后就新增不了；请先给它默认值",
    "“{label}” is required and has no default: hidden, no row could be added. Give it a default first",
)
CLOSED = Text(
    "“{label}”的选项不能增减：规则、步骤和统计按这些选项判断",
    "The options of “{label}” stay as they are: rules, steps and figures go by them",
)
STANDS = Text("“{label}”是系统自带的选项，请换个名称", "“{label}” is an option already; choose another name")

SAYS = ("zh", "en", "hint_zh", "hint_en", "usual", "least", "most", "longest")
NOTHING = {**dict.fromkeys(SAYS), "required": False, "aside": False}


class DesignField(Record):
    """What is said of one declared column; where it says nothing, the declaration holds."""

    record_type = NameField("表", "Record type", known=types, max_length=60, width=130)
    field = LineField("列名", "Name", max_length=60, width=120)
    zh = LineField("中文名称", "Label (Chinese)", null=True, max_length=LONGEST_LABEL, width=150)
    en = LineField("英文名称", "Label (English)", null=True, max_length=60, width=150)
    hint_zh = LineField("说明", "Hint (Chinese)", null=True, max_length=200, width=160)
    hint_en = LineField("英文说明", "Hint (English)", null=True, max_length=200, width=160)
    required = FlagField("必填", "Required", default=False, width=80)
    usual = LineField(
        "默认值",
        "Default",
        null=True,
        max_length=200,
        width=110,
        hint=Text("新增和导入时没填就用它", "What new rows and imports have where they say nothing"),
    )
    least = QuantityField("最小值", "Least", null=True, width=90)
    most = QuantityField("最大值", "Most", null=True, width=90)
    longest = CountField("最多字数", "Characters at most", null=True, least=1, width=90)
    aside = FlagField(
        "隐藏",
        "Hidden",
        default=False,
        width=80,
        hint=Text("所有人都看不到这一列，内容保留", "Nobody sees the column; its values stay"),
    )

    sheet = Sheet(
        "已有列的设置",
        "Settings of built-in columns",
        title="field",
        order=("record_type", "field"),
        key=("record_type", "field"),
        search=("field", "zh", "en"),
        verbs="see add edit delete export",
        take_back=lambda c, rows: forget(c, rows),
        consequences=(Then(lambda c, moves: keep_fields(c, moves), also=EVERY_WAY),),
    )

    class Meta:
        indexes = ((("record_type", "field"), True),)


class DesignOption(Record):
    """A further option of a declared choice whose options are open."""

    settings = LinkField(DesignField, "列", "Column")
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
        "已有列的选项",
        "Options of built-in columns",
        title="zh",
        order=("settings", "turn", "id"),
        parent="settings",
        search=("zh", "en"),
        columns=("settings", "zh", "en", "tone", "turn", "retired"),
        key=("settings", "code"),
        verbs="see add edit export",
        fill=lambda c, rows: complete_options(rows),
        take_back=lambda c, rows: c.alter(DesignOption, {row.id: {"retired": True} for row in rows}),
        derives=(lambda c, moves: english_follows(c, DesignOption, moves),),
        consequences=(Then(lambda c, moves: keep_options(c, moves), also=EVERY_WAY),),
    )

    class Meta:
        indexes = ((("settings", "code"), True),)


def complete_options(rows: list[dict[str, Any]]) -> None:
    """A key that no declaration uses and that is never used again, and its place behind those that are there."""
    counts: dict[int, int] = {}
    for row in rows:
        settings = row["settings"]
        if settings not in counts:
            counts[settings] = DesignOption.select().where(DesignOption.settings == settings).count()
        counts[settings] += 1
        row["en"] = row["en"] or row["zh"]
        row["code"] = row["code"] or f"x{settings}_{counts[settings]}"
        row["turn"] = row["turn"] or counts[settings]


def forget(c: Changes, rows: list[Row]) -> None:
    """Taking back that something was said: nothing is said any more; what has options of its own stays for their sake."""
    held = {option.settings for option in DesignOption.rows(DesignOption.settings.in_([row.id for row in rows]))}
    c.alter(DesignField, dict.fromkeys(held, NOTHING))
    c.remove(DesignField, [row.id for row in rows if row.id not in held])


# What must hold ----------------------------------------------------------------------------------------------------------


def keep_fields(c: Changes, moves: list[Move]) -> None:
    """Nothing is said that loosens a rule, that rules keep to themselves, or that leaves people unable to add a row."""
    for move in moves:
        row = move.new
        record = declared_type(c, row or move.old, move.index)
        if row is None:
            continue
        item = declared_field(record, row, move.index)
        for name in ("record_type", "field") if move.old is not None else ():
            if move.changed(name):
                raise Refused(STAYS(field=DesignField.fields()[name].label), name, move.index)
        _labels(record, item, move)
        for name, why in refused(record, item).items():
            if getattr(row, name) not in (None, False) and move.changed(name):
                raise Refused(why, name, move.index)
        _narrower(item, row, move.index)
        _usual(item, row, move.index)
        if row.aside and laid_over(item, row).required:
            raise Refused(ASKED_ASIDE(label=item.label), "aside", move.index)


def declared_type(c: Changes, row: Row, index: int | None) -> type[Record]:
    """The type of which something is said, by somebody who may."""
    record = house().records.get(row.record_type)
    if record is None:
        raise Refused(NO_TYPE(name=row.record_type), "record_type", index)
    if not is_open(record):
        raise Refused(NOT_DESIGNED(record=record.sheet.label), "record_type", index)
    if not may_design(c.who, record):
        raise Refused(NOT_YOURS(record=record.sheet.label), "record_type", index)
    return record


def declared_field(record: type[Record], row: Row, index: int | None = None) -> Described:
    item = record._meta.fields.get(row.field)
    if isinstance(item, Described) and not item.secret:
        return item
    made = record.facts().readable.get(row.field)
    if made is not None and item is None:
        raise Refused(MADE_HERE(label=made.label), "field", index)
    raise Refused(NO_FIELD(record=record.sheet.label, name=row.field), "field", index)


def refused(record: type[Record], item: Described) -> dict[str, Text]:
    """Which settings this column can't have, and why."""
    fields, reasons = DesignField.fields(), {}
    takes = {"required": is_peoples(item), "usual": takes_usual(item), "longest": takes_length(item)}
    for name, may in (takes | dict.fromkeys(("least", "most"), takes_bounds(item))).items():
        if not may:
            why = NOT_THIS if is_peoples(item) else BY_RULES
            reasons[name] = why(label=item.label, what=fields[name].label)
    if item.name in record.sheet.later:
        reasons["required"] = LATER(label=item.label)
    if (why := bearing(record, item.name)) is not None:
        reasons["aside"] = NOT_ASIDE(label=item.label, why=why)
    return reasons


def _labels(record: type[Record], item: Described, move: Move) -> None:
    index = move.index
    for name in ("zh", "en"):
        label = getattr(move.new, name)
        if not label or not move.changed(name):
            continue
        if BRACKETS & set(label):
            raise Refused(NO_BRACKETS, name, index)
        if ("%" in label or "％" in label) and not item.percent:
            raise Refused(PERCENT, name, index)
        others = [
            field.label for key, field in record.facts().readable.items() if key != item.name and not field.secret
        ]
        if any(written(label) == written(other.say(name)) for other in others):
            raise Refused(LABEL_TAKEN(record=record.sheet.label, label=label), name, index)


def _narrower(item: Any, row: Row, index: int | None) -> None:
    for name, is_wider in (("least", lambda said, own: said < own), ("most", lambda said, own: said > own)):
        said, own = getattr(row, name), getattr(item, name, None)
        if said is not None and own is not None and is_wider(as_own(item, said), own):
            raise Refused(WIDER(label=item.label, what=DesignField.fields()[name].label, own=own), name, index)
    own = getattr(item, "max_length", None) or getattr(item, "longest", None)
    if row.longest is not None and own is not None and row.longest > own:
        raise Refused(WIDER(label=item.label, what=DesignField.fields()["longest"].label, own=own), "longest", index)
    if row.least is not None and row.most is not None and row.least > row.most:
        raise Refused(BOUNDS, "least", index)


def _usual(item: Any, row: Row, index: int | None) -> None:
    """A default is read as the column will read what people write: with its bounds, and its further options."""
    if row.usual is None:
        return
    laid = laid_over(item, Row(**{**vars(row), "usual": None}), options_of(row.id))
    try:
        laid.parse(row.usual)
    except Refused as why:
        raise Refused(NEVER_BY_RULES(why=why.text), "usual", index) from None


def options_of(settings: int) -> list[Choice]:
    rows = DesignOption.rows(DesignOption.settings == settings, order=DesignOption.turn)
    return [Choice(row.code, row.zh, row.en, row.tone, retired=bool(row.retired)) for row in rows]


def keep_options(c: Changes, moves: list[Move]) -> None:
    """Further options stand only where no rule goes by the options, and none is called like another."""
    settings = DesignField.rows_by_id({move.new.settings for move in moves if move.new})
    for move in moves:
        row = move.new
        if row is None:
            continue
        column = settings[row.settings]
        record = declared_type(c, column, move.index)
        item = declared_field(record, column, move.index)
        if not (isinstance(item, ChoiceField) and item.open):
            why = CLOSED if isinstance(item, ChoiceField) else NOT_THIS
            raise Refused(why(label=item.label, what=Text("选项", "options")), "settings", move.index)
        _called_otherwise(item, row, move)
        keep_option(record, item.name, move)


def _called_otherwise(item: ChoiceField, row: Row, move: Move) -> None:
    own = {written(word) for option in item.options for word in (option.key, option.zh, option.en, *option.aka)}
    others = DesignOption.rows(DesignOption.settings == row.settings, DesignOption.id != move.id)
    for name in ("zh", "en"):
        label = getattr(row, name)
        if not move.changed(name):
            continue
        if written(label) in own:
            raise Refused(STANDS(label=label), name, move.index)
        if any(written(label) == written(getattr(other, name)) for other in others):
            raise Refused(OPTION_TAKEN(column=item.label, label=label), name, move.index)


__all__ = ["DesignField", "DesignOption", "refused"]
