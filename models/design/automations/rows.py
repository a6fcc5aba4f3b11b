"""Automations 自动化 as rows of the design: what one may be, whoever makes it and on whichever way it comes."""

import json
from typing import Any

from ...accounts.people import ADMINISTRATOR, Role
from ...accounts.rights import ROLES
from ...kit.ask.filters import BadQuery, named
from ...kit.ask.query import Query
from ...kit.declare.access import Who, system
from ...kit.declare.record import Move, Record, Row, Sheet
from ...kit.declare.rules import EVERY_WAY, Then
from ...kit.fields import FlagField, LineField, NameField, NoteField
from ...kit.fields.times import DayField, MomentField
from ...kit.formula.asking import formula_of
from ...kit.server.standing import house, pinned
from ...kit.text import Refused, Text
from ...kit.write.writes import Changes
from ..allowed import is_open, may_design, types
from ..needed import coming
from ..words import NO_TYPE
from . import deeds, timing
from .acting_as import actor
from .body import Automation, automation_of, read

MOST = 100
NOT_READ = Text(
    "自动化的内容读不懂；请在“自动化”页面里编辑",
    "What the automation holds can't be read; edit it on the page Automations",
)
TOO_MANY = Text(
    "已有 {most} 个自动化，不能再加；请先删除不用的",
    "There are {most} automations, which is the most; delete one first",
)
NOT_HERE = Text("{record}不能加自动化", "Automations can't be added to {record}")
NOT_YOURS = Text(
    "要给{record}加自动化，须能修改{record}的全部内容；请找系统管理员",
    "An automation of {record} takes the right to edit all of {record}; ask the administrator",
)
NOT_YOUR_ROLE = Text(
    "只有系统管理员能让自动化以别的角色的权限运行；请选自己的角色",
    "Only an administrator lets an automation run with the rights of another role; choose your own",
)
SEES_PART = Text(
    "角色“{role}”只看得到一部分{record}，自动化以它的权限运行会漏掉其余；请换一个角色",
    "“{role}” sees only a part of {record}; an automation with its rights would miss the rest. Choose another role",
)
NO_CONDITION = Text("请填写条件", "Give a condition")
BY_OTHERS = Text(
    "“{label}”由别的行算出，它变化时这一行没有被改，察觉不到；请放到“仅当”里",
    "“{label}” is reckoned from other rows: when it changes nobody moved this one, so that isn't noticed. Put it under “only if”",
)
NO_DAY = Text("请选择一个日期列", "Choose a column of days")
BAD_TIME = Text(
    "时间写成 08:00 的样子，日子在 1 到 28 之间", "A time is written like 08:00, a day of the month is 1 to 28"
)
SYSTEM = system("automations")


def built_in() -> dict[str, tuple[str, ...]]:
    """The roles that every house has, to choose from; one that was added is given by its code."""
    return {code: (label.zh, label.en) for code, label in ROLES.items()}


class DesignAutomation(Record):
    """One automation of one record type."""

    zh = LineField("名称", "Automation", max_length=60, width=220, aka=("自动化",))
    en = LineField("英文名称", "English name", null=True, max_length=100, width=200)
    record_type = NameField("表", "Record type", known=types, max_length=60, width=130)
    active = FlagField("启用", "On", default=False)
    role = NameField(
        "以哪个角色的权限运行",
        "Runs with the rights of",
        known=built_in,
        max_length=40,
        width=160,
        hint=Text("它只看得到、改得了这个角色能看能改的", "It sees and changes what this role may"),
    )
    imports = FlagField(
        "导入时也运行",
        "Also for imports",
        default=False,
        hint=Text(
            "不勾选时，从 Excel 导入的行不触发；撤销和恢复从不触发",
            "Otherwise rows that come from a workbook set nothing off; undo and restore never do",
        ),
    )
    owner = LineField("负责人", "Owner", null=True, max_length=60, locked=True, hint=Text("登录名", "The sign-in name"))
    body = NoteField("内容", "Contents", hint=Text("由“自动化”页面保存", "Kept by the page Automations"))

    sheet = Sheet(
        "自动化",
        "Automations",
        title="zh",
        order=("record_type", "zh"),
        key=("zh",),
        search=("zh", "en"),
        columns=("zh", "record_type", "active", "role", "imports", "owner"),
        verbs="see add edit delete export",
        consequences=(Then(lambda c, moves: keep_automations(c, moves), also=EVERY_WAY),),
    )

    class Meta:
        indexes = ((("zh",), True),)


def keep_automations(c: Changes, moves: list[Move]) -> None:
    """What an automation may be: it is kept by names, and does nothing its role may not."""
    for move in moves:
        row = move.new or move.old
        record = house().records.get(row.record_type)
        if record is None and move.new is None:
            continue  # what its table left behind
        if record is None:
            raise Refused(NO_TYPE(name=row.record_type), "record_type", move.index)
        if not is_open(record) or record.key() == "automation_run":
            raise Refused(NOT_HERE(record=record.sheet.label), "record_type", move.index)
        try:
            refuse_others(c.who, record, row.role)
        except Refused as why:
            raise Refused(why.text, why.field, move.index) from None
        if move.new is not None:
            _whose(c, move)
            if move.new.active or move.changed("body", "record_type"):
                _sound(c, record, move)
            timing.begin(move)


def refuse_others(who: Who, record: type[Record], role: str) -> None:
    """Raises Refused for an automation of what this person may not edit all of, or with the rights of others."""
    if not may_design(who, record):
        raise Refused(NOT_YOURS(record=record.sheet.label), "record_type")
    if role != who.role and not who.all_rights and who.role != ADMINISTRATOR:
        raise Refused(NOT_YOUR_ROLE, "role")


def _whose(c: Changes, move: Move) -> None:
    if move.new.active and move.changed("active") and c.who.user_id is not None:
        c.derive(DesignAutomation, {move.id: {"owner": c.who.login}})
    if move.old is None and DesignAutomation.select().count() > MOST:
        raise Refused(TOO_MANY(most=MOST), "record_type", move.index)


def _sound(c: Changes, record: type[Record], move: Move) -> None:
    try:
        with pinned(coming()):
            body = settled(record, move.new)
    except Refused as why:
        raise Refused(why.text, why.field or "body", move.index) from None
    except BadQuery as why:
        raise Refused(why.text, "body", move.index) from None
    text = json.dumps(body, ensure_ascii=False)
    if text != move.new.body:
        c.derive(DesignAutomation, {move.id: {"body": text}})


def settled(record: type[Record], row: Row) -> dict[str, Any]:
    """The body as it is kept, by names. Raises Refused or BadQuery for what can't be, or its role may not."""
    if read(row.body) is None:
        raise Refused(NOT_READ, "body")
    automation = automation_of(row)
    who = actor(automation)
    _sees_all(record, who, row.role)
    for filter in (automation.when.get("filter") or {}, automation.only):
        Query(record, who, filter)
    _triggers(record, automation)
    then = deeds.look(record, list(automation.then), who, bool(automation.when.get("list")))
    return {"when": automation.when, "only": automation.only, "then": then}


def _sees_all(record: type[Record], who: Who, code: str) -> None:
    grant = who.grants.get(record.key())
    if grant is None or "see" not in grant.verbs or grant.rows != "all":
        role = Role.get(Role.code == code)
        raise Refused(SEES_PART(role=Text(role.name, role.name_en or role.name), record=record.sheet.label), "role")


def _triggers(record: type[Record], automation: Automation) -> None:
    """What sets it off can be noticed, and is there."""
    when = automation.when
    if automation.kind in ("meets", "leaves"):
        if not when.get("filter"):
            raise Refused(NO_CONDITION, "body")
        for name in named(when["filter"]) & record.facts().computed.keys():
            if any(need.record is not record for need in formula_of(SYSTEM, record, name).needs):
                raise Refused(BY_OTHERS(label=record.facts().computed[name].label), "body")
    for name in when.get("fields") or ():
        if name not in record.fields():
            raise Refused(deeds.NO_COLUMN(record=record.sheet.label, name=name), "body")
    if automation.kind == "day" and not isinstance(record.fields().get(when.get("day")), DayField | MomentField):
        raise Refused(NO_DAY, "body")
    if automation.kind == "time" and "yearly" in when and not isinstance(record.fields().get(when["yearly"]), DayField):
        raise Refused(NO_DAY, "body")
    if automation.kind in ("day", "time") and not timing.is_sound(when):
        raise Refused(BAD_TIME, "body")
