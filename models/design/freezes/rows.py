"""Freeze rules 锁定规则 as rows of the design: what one may be, on whichever way it comes."""

from typing import Any

from ...kit.ask.filters import BadQuery, named
from ...kit.ask.query import Query
from ...kit.ask.titles import titles_of
from ...kit.declare.access import Who
from ...kit.declare.record import Move, Record, Row, Sheet
from ...kit.declare.rules import EVERY_WAY, Then
from ...kit.fields import DayField, LineField, MomentField, NameField, NoteField
from ...kit.server.standing import house, pinned
from ...kit.text import Refused, Text
from ...kit.write.writes import Changes
from ..allowed import is_open, may_design, types
from ..needed import coming
from ..views import NO_ROLE, built_in, roles
from ..words import NO_TYPE
from .rule import ALL, Freeze, freeze_of

MOST_RULES, MOST_TOLD = 20, 10
NOT_HERE = Text("{record}不能加锁定规则", "Rows of {record} can't be frozen")
NOT_YOURS = Text(
    "要给{record}加锁定规则，须能修改{record}的全部内容；请找系统管理员",
    "A freeze rule of {record} takes the right to edit all of {record}; ask the administrator",
)
TOO_MANY = Text(
    "{record}已有 {most} 条锁定规则，不能再加；请先删除不用的",
    "{record} has {most} freeze rules, which is the most; delete one first",
)
NOT_READ = Text(
    "锁定规则的内容读不懂；请在这张表的“整张表的设计”里编辑",
    "What the freeze rule holds can't be read; edit it on the page of the table's design",
)
WHICH_ROWS = Text(
    "请填写条件，或选一个日期列（它所在的周关账以后锁定），两样选一样",
    "Give a condition, or choose a day (locked once its week is closed): one of the two",
)
WHICH_COLUMNS = Text("请选择锁定整行还是哪几列", "Choose whether the row is locked, or which columns")
NO_COLUMN = Text(
    "{record}没有可以锁定的列“{name}”：算出来的和由规则推出的列跟着别的值走",
    "{record} has no column “{name}” that can be locked; what is reckoned or derived follows other values",
)
NO_DAY = Text("“{name}”不是日期列", "“{name}” is no column of days")
BY_PERSON = Text(
    "条件不能因人而异：请不要用“我的”", "The condition must be the same for everybody: don't use “mine” in it"
)


class DesignFreeze(Record):
    """One freeze rule of a record type."""

    record_type = NameField("表", "Record type", known=types, max_length=60, width=130)
    zh = LineField(
        "名称",
        "Rule",
        max_length=60,
        width=200,
        aka=("锁定规则",),
        hint=Text("锁定的原因，人人看得到，如“已入账”", "Why it is locked, as everybody reads it: “Booked”"),
    )
    en = LineField("英文名称", "English name", null=True, max_length=80, width=200)
    role = NameField(
        "谁可以更正",
        "Who may correct",
        known=built_in,
        null=True,
        max_length=40,
        width=150,
        hint=Text("一个角色；留空为能审批这张表的人", "A role; left empty, whoever may approve here"),
    )
    body = NoteField(
        "内容",
        "Contents",
        hint=Text("由“整张表的设计”保存", "Kept by the page of the table's design"),
    )

    sheet = Sheet(
        "锁定规则",
        "Freeze rules",
        title="zh",
        order=("record_type", "zh"),
        key=("record_type", "zh"),
        search=("zh", "en"),
        columns=("record_type", "zh", "en", "role"),
        verbs="see add edit delete export",
        consequences=(Then(lambda c, moves: keep_freezes(c, moves), also=EVERY_WAY),),
        icon="lock_clock",
    )

    class Meta:
        indexes = ((("record_type", "zh"), True),)


def keep_freezes(c: Changes, moves: list[Move]) -> None:
    """What a rule may be, on whichever way it comes."""
    for move in moves:
        row = move.new or move.old
        record = house().records.get(row.record_type)
        if record is None and move.new is None:
            continue  # what its table left behind
        if record is None:
            raise Refused(NO_TYPE(name=row.record_type), "record_type", move.index)
        if not is_open(record):
            raise Refused(NOT_HERE(record=record.sheet.label), "record_type", move.index)
        if not may_design(c.who, record):
            raise Refused(NOT_YOURS(record=record.sheet.label), "record_type", move.index)
        if move.new is not None:
            _sound(c.who, record, move)


def _sound(who: Who, record: type[Record], move: Move) -> None:
    count = DesignFreeze.select().where(DesignFreeze.record_type == record.key()).count()
    if move.old is None and count > MOST_RULES:
        raise Refused(TOO_MANY(record=record.sheet.label, most=MOST_RULES), "record_type", move.index)
    if move.new.role is not None and move.new.role not in roles():
        raise Refused(NO_ROLE(name=move.new.role), "role", move.index)
    if move.changed("body", "record_type"):
        with pinned(coming()):
            if why := mistake(freeze_of(move.new), house().records[record.key()], who):
                raise Refused(why, "body", move.index)


def mistake(rule: Freeze | None, record: type[Record], who: Who) -> Text | None:
    """Why a rule can't be, for who makes it; None where it can."""
    if rule is None:
        return NOT_READ
    if bool(rule.filter) == bool(rule.week):
        return WHICH_ROWS
    if not rule.columns:
        return WHICH_COLUMNS
    for name in rule.columns - {ALL}:
        if name not in lockable(record):
            return NO_COLUMN(record=record.sheet.label, name=name)
    if rule.week:
        return None if rule.week in days_of(record) else NO_DAY(name=rule.week)
    try:
        Query(record, who, rule.filter)
    except BadQuery as why:
        return why.text
    return BY_PERSON if "mine" in _operators(rule.filter) else None


def _operators(filter: Any) -> set[str]:
    """All words of a filter: its columns, groups and operators."""
    if isinstance(filter, list):
        return {word for part in filter for word in _operators(part)}
    return (
        {word for name, part in filter.items() for word in {name, *_operators(part)}}
        if isinstance(filter, dict)
        else set()
    )


def lockable(record: type[Record]) -> dict[str, Text]:
    """The columns that a rule can lock, with their labels: what is kept, and isn't derived from others."""
    readings = set(record.pinyin().values())
    fields = {name: item for name, item in record.fields().items() if name not in readings}
    return {name: item.label for name, item in fields.items() if not (item.derived or item.secret)}


def days_of(record: type[Record]) -> dict[str, Text]:
    return {name: item.label for name, item in record.fields().items() if isinstance(item, DayField | MomentField)}


def names_in(row: Row) -> set[str]:
    """The columns that a rule of the design goes by or locks."""
    rule = freeze_of(row)
    return (
        set() if rule is None else {*named(rule.filter), *(rule.columns - {ALL}), *({rule.week} if rule.week else ())}
    )


def bill(record: type[Record], body: str, who: Who) -> dict[str, Any]:
    """What a rule would be: what is wrong with it, or how many rows it locks as they stand now, the first by name."""
    rule = freeze_of(Row(id=0, zh="", en="", record_type=record.key(), role=None, body=body))
    if why := mistake(rule, record, who):
        return {"wrong": why, "count": 0, "rows": []}
    condition = rule.condition(record)
    if condition is None:
        return {"wrong": None, "count": 0, "rows": []}
    held = record.select(record.id).where(condition)
    ids = [id for (id,) in held.order_by(record.id).limit(MOST_TOLD).tuples()]
    titles = titles_of(record, set(ids), who)
    return {"wrong": None, "count": held.count(), "rows": [titles[id] for id in ids]}


__all__ = ["DesignFreeze", "bill", "days_of", "lockable", "names_in"]
