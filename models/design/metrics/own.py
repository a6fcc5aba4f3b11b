"""Own figures 自建指标 as rows: what each counts, what it should reach, who reads it; and what must hold of them."""

import re
from typing import Any

from ...kit.clock import today, week_of
from ...kit.declare.area import Metric
from ...kit.declare.record import Move, Record, Row, Sheet
from ...kit.declare.rules import EVERY_WAY, Then
from ...kit.declare.states import Step
from ...kit.fields import (
    ChoiceField,
    DayField,
    FlagField,
    LineField,
    NameField,
    NoteField,
    PinyinField,
    QuantityField,
)
from ...kit.pinyin import word_pinyin
from ...kit.server.standing import declared_house, house, pinned
from ...kit.text import Refused, Text, join
from ...kit.week.measures import Measured, Ratio
from ...kit.week.rollup import WeekFigure
from ...kit.week.weekly import sees_all_of
from ...kit.write.writes import Changes
from ..allowed import NAME, types
from ..english import english_follows
from ..needed import coming
from ..tables.types import areas
from .measured import measured, metric_of, numbers_of
from .words import (
    AGAIN,
    BAD_NAME,
    BETTER,
    CLOSED,
    FIGURES,
    HINT_AIMED,
    HINT_BEGUN,
    HINT_DAYED,
    HINT_EACHED,
    HINT_FILTERED,
    HINT_NAMED,
    HINT_PARTS,
    HINT_PLACED,
    HINT_READ,
    HINT_STOP,
    HINT_SUMMED,
    HINT_WHERE,
    LABEL_TAKEN,
    NAME_TAKEN,
    NEEDED,
    NOT_SEEN,
    READERS,
    STATES,
    STOPPED,
    TOO_MANY,
    UNITS,
)

MOST = 100
COUNTS = ("record_type", "figure", "amount", "narrowed", "part", "above", "below", "day", "place", "each", "unit")


def ratios_of() -> dict[str, tuple[str, ...]]:
    """The figures that a ratio can be made of."""
    return {
        metric.name: (metric.zh, metric.en)
        for metric in house().metrics.values()
        if isinstance(metric.fn, Measured) and not isinstance(metric.fn, Ratio) and not metric.is_standing
    }


class OwnMetric(Record):
    """One figure of the week that was made in the browser."""

    zh = LineField("中文名称", "Label (Chinese)", max_length=40, width=170, aka=("指标",))
    zh_py = PinyinField("名称拼音", "Label pinyin", of="zh")
    en = LineField("英文名称", "Label (English)", max_length=60, width=170)
    name = LineField("名字", "Name", max_length=40, unique=True, width=130, hint=HINT_NAMED)
    area = NameField("板块", "Area", known=areas, null=True, max_length=60, width=110, hint=HINT_WHERE)
    record_type = NameField("表", "Record type", known=types, max_length=60, width=130)
    figure = ChoiceField("统计什么", "What", options=FIGURES, default="count", width=120)
    amount = LineField("哪一列", "Column", null=True, max_length=60, width=110, hint=HINT_SUMMED)
    narrowed = NoteField("条件", "Conditions", null=True, width=200, hint=HINT_FILTERED)
    part = NoteField("其中", "Of them", null=True, width=200, hint=HINT_PARTS)
    above = NameField("分子", "Above the line", known=ratios_of, null=True, max_length=60, width=150)
    below = NameField("分母", "Below the line", known=ratios_of, null=True, max_length=60, width=150)
    day = LineField("按哪个日期", "By which day", null=True, max_length=60, width=110, hint=HINT_DAYED)
    place = LineField("按门店", "Per store by", null=True, max_length=60, width=110, hint=HINT_PLACED)
    each = LineField("再按谁分", "One by one", null=True, max_length=60, width=110, hint=HINT_EACHED)
    unit = ChoiceField("单位", "Unit", options=UNITS, width=90)
    better = ChoiceField("方向", "Better", options=BETTER, default="higher", width=100)
    target = QuantityField("目标", "Target", null=True, width=90, hint=HINT_AIMED)
    words_zh = LineField("说明", "Words (Chinese)", null=True, max_length=200, width=200)
    words_en = LineField("英文说明", "Words (English)", null=True, max_length=200, width=200)
    marks = FlagField("进异常关注", "Asks to be explained", default=True, width=100)
    readers = ChoiceField("谁看得到", "Readers", options=READERS, default="rows", width=180, hint=HINT_READ)
    since = DayField("从哪一周起", "From", width=110, hint=HINT_BEGUN)
    until = DayField("到哪一周止", "Until", null=True, locked=True, width=110)
    state = ChoiceField("状态", "State", options=STATES, default="active", locked=True, width=90)

    sheet = Sheet(
        "自建指标",
        "Own figures",
        title="zh",
        order=("area", "id"),
        key=("name",),
        search=("zh", "zh_py", "en", "name"),
        columns=(
            "zh",
            "en",
            "area",
            "record_type",
            "figure",
            "day",
            "unit",
            "better",
            "target",
            "readers",
            "since",
            "until",
            "state",
            "name",
        ),
        verbs="see add edit export",
        icon="assessment",
        fill=lambda c, rows: complete(rows),
        derives=(lambda c, moves: english_follows(c, OwnMetric, moves),),
        take_back=lambda c, rows: stop_all(c, rows),
        consequences=(Then(lambda c, moves: keep_metrics(c, moves), also=EVERY_WAY),),
        steps=(
            Step(
                "stop",
                "停用",
                "Stop",
                "active",
                "stopped",
                icon="block",
                hint=HINT_STOP,
                then=lambda c, row, answers: stopped(c, row),
            ),
            Step(
                "resume",
                "恢复",
                "Bring back",
                "stopped",
                "active",
                icon="restore",
                then=lambda c, row, answers: resumed(c, row),
            ),
        ),
    )


# Completing what was left out ----------------------------------------------------------------------------------------------


def complete(rows: list[dict[str, Any]]) -> None:
    """English as in Chinese unless it says otherwise, a name nobody has to think of, the unit and the table that follow from the rest."""
    for row in rows:
        row["en"] = row["en"] or row["zh"]
        row["since"] = row["since"] or week_of(today()).monday
        row["name"] = row["name"] or _free_name(row)
        metric = house().metrics.get(row["above"] or "")
        if not row["record_type"] and metric is not None and metric.records:
            row["record_type"] = metric.records[0].key()
        row["unit"] = row["unit"] or unit_of(row)


def unit_of(row: dict[str, Any]) -> str:
    """As people would read it."""
    if row["figure"] in ("share", "ratio"):
        return "percent"
    record = house().records.get(row["record_type"])
    numbers = numbers_of(record) if record is not None else {}
    called = {word: item for name, item in numbers.items() for word in (name, item.label.zh, item.label.en)}
    item = called.get(row["amount"])
    if item is not None and item.kind == "money":
        return "money"
    return (
        "count"
        if row["figure"] == "count" or (row["figure"] == "sum" and item is not None and item.kind == "count")
        else "quantity"
    )


def _free_name(row: dict[str, Any]) -> str:
    said = row["en"] if row["en"].isascii() else word_pinyin(row["zh"]).split(" ")[0]
    stem = "own_" + re.sub(r"[^a-z0-9]+", "_", said.lower()).strip("_")[:30]
    return next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, 1000))) if not is_taken(name))


def is_taken(name: str, but: int = 0) -> bool:
    """Whether a figure, or what is handed in daily, is or was called so in any week."""
    mine = OwnMetric.select().where(OwnMetric.name == name, OwnMetric.id != but).exists()
    declared = declared_house()
    return mine or name in declared.metrics or name in declared.dailies or is_closed(name)


def is_closed(name: str) -> bool:
    """Whether a closed week holds a figure of this name."""
    return WeekFigure.select().where(WeekFigure.metric == name).exists()


# What must hold -------------------------------------------------------------------------------------------------------------


def keep_metrics(c: Changes, moves: list[Move]) -> None:
    """What a figure may be, on whichever way it comes; columns are kept by their names."""
    with pinned(coming()) as built:
        for move in moves:
            if move.new is not None:
                _sound(c, move, {name: metric for name, metric in built.metrics.items() if name != move.new.name})
        refuse_unmeasured(moves[0].index)


def _sound(c: Changes, move: Move, known: dict[str, Metric]) -> None:
    row = move.new
    if move.old is None or move.changed("name"):
        _named(move)
    if move.changed("zh", "en"):
        _labelled(move, known)
    if move.old is None and OwnMetric.select().where(OwnMetric.state == "active").count() > MOST:
        raise Refused(TOO_MANY(most=MOST), "zh", move.index)
    if move.old is not None and move.changed(*COUNTS) and is_closed(row.name):
        before, after = _meant(move.old, known), _meant(row, known)
        if field := next((name for name in COUNTS if before[name] != after[name]), None):
            raise Refused(CLOSED(label=Text(row.zh, row.en)), field, move.index)
    if move.old is not None and not move.changed(*COUNTS, "readers", "state", "since"):
        return
    try:
        metric = metric_of(row, known)
    except Refused as why:
        raise Refused(why.text, why.field, move.index) from None
    area = house().area_of(house().records[row.record_type])
    if not c.who.all_rights and not sees_all_of(c.who, area, metric):
        records = join([record.sheet.label for record in metric.records], "、", ", ")
        raise Refused(NOT_SEEN(records=records), "record_type", move.index)
    if by_names := kept_names(row, measured(row, known)):
        c.derive(OwnMetric, {move.id: by_names})


def kept_names(row: Row, fn: Measured) -> dict[str, str]:
    """What a row says of columns once names stand in it for labels, where that is something else."""
    part = fn.parts()[0]
    named = {"day": part.when, "amount": part.sum, "place": part.by, "each": part.each}
    return {
        name: value
        for name, value in named.items()
        if row.figure != "ratio" and value and getattr(row, name) and value != getattr(row, name)
    }


def _meant(row: Row, known: dict[str, Metric]) -> dict[str, Any]:
    """What it counts, columns by their names however they were written."""
    said = {name: getattr(row, name) for name in COUNTS}
    try:
        return said | kept_names(row, measured(row, known))
    except Refused:
        return said


def _named(move: Move) -> None:
    row = move.new
    if not NAME.fullmatch(row.name):
        raise Refused(BAD_NAME(name=row.name), "name", move.index)
    if (move.old is not None and move.old.name != row.name and is_closed(move.old.name)) or is_taken(row.name, move.id):
        raise Refused(NAME_TAKEN(name=row.name), "name", move.index)


def _labelled(move: Move, known: dict[str, Metric]) -> None:
    others = {lang: {metric.label.say(lang).casefold() for metric in known.values()} for lang in ("zh", "en")}
    for lang in ("zh", "en"):
        label = getattr(move.new, lang)
        if move.changed(lang) and label.casefold() in others[lang]:
            raise Refused(LABEL_TAKEN(label=label), lang, move.index)


def refuse_unmeasured(index: int | None = None) -> None:
    """Raises Refused where a figure in use can't be counted in the house that holds here."""
    known = dict(house().metrics)
    for row in OwnMetric.rows(OwnMetric.state == "active"):
        try:
            measured(row, {name: metric for name, metric in known.items() if name != row.name})
        except Refused as why:
            raise Refused(NEEDED(label=Text(row.zh, row.en), why=why.text), index=index) from None


def keep_measured(c: Changes, moves: list[Move]) -> None:
    """Columns and tables stay such that what is counted by them can be counted."""
    if OwnMetric.select().exists():
        with pinned(coming()):
            refuse_unmeasured(moves[0].index)


# Stopping -------------------------------------------------------------------------------------------------------------------


def stop_all(c: Changes, rows: list[Row]) -> None:
    """Taking back that a figure was made stops it: weeks closed meanwhile keep it."""
    c.alter(OwnMetric, {row.id: {"state": "stopped", "until": week_of(today()).monday} for row in rows})


def stopped(c: Changes, row: Row) -> Text:
    day = week_of(today()).monday
    c.update(OwnMetric, row.id, until=day)
    return STOPPED(label=Text(row.zh, row.en), day=day)


def resumed(c: Changes, row: Row) -> Text:
    c.update(OwnMetric, row.id, until=None)
    return AGAIN(label=Text(row.zh, row.en))
