"""Forms 表单: a way for people to add rows of a type without seeing it, signed in or by a public link; and which rows came so."""

import secrets
from typing import Any

from ...kit.clock import now
from ...kit.declare.access import Who, may
from ...kit.declare.record import Move, Record, Row, Sheet
from ...kit.declare.rules import EVERY_WAY, Then
from ...kit.fields import CountField, DayField, FlagField, LineField, LinkField, MomentField, NameField, NoteField
from ...kit.server.standing import house, pinned
from ...kit.text import Refused, Text
from ...kit.write.doing import in_one_change
from ...kit.write.writes import Changes
from ..allowed import may_design, types
from ..needed import coming
from ..words import NO_TYPE
from .body import NOT_A_FORM, read
from .sound import NOT_FOR_FORMS, askable, misfits

MOST_FORMS = 50
NOT_YOURS = Text(
    "要给{record}做表单，须能新增和修改{record}的全部内容；请找系统管理员",
    "A form for {record} takes the right to add and edit all of {record}; ask the administrator",
)
NAME_TAKEN = Text(
    "{record}已有名为“{name}”的表单，请换一个名字", "{record} has a form called “{name}” already; choose another name"
)
TOO_MANY = Text(
    "{record}已有 {most} 张表单，请先删除不用的", "{record} has {most} forms, which is the most; delete one first"
)
RENEWED = Text("旧链接和二维码已失效，请换上新的", "The old link and QR code have ended; put up the new ones")


class DesignForm(Record):
    """One form of a record type."""

    record_type = NameField("表", "Record type", known=types, max_length=60, width=130)
    name = LineField("表单名称", "Form", max_length=60, width=180, aka=("表单",))
    name_en = LineField("英文名称", "English name", null=True, max_length=80, width=180)
    open = FlagField("开放", "Open", default=False, hint=Text("开放后才能填写", "It is answered only while it is open"))
    public = FlagField(
        "公开链接",
        "Public link",
        default=False,
        hint=Text("有链接或扫码的人不用登录就能填", "Whoever has the link or code answers without signing in"),
    )
    closes_on = DayField("截止日期", "Closes on", null=True, hint=Text("这一天还能填", "The last day it is answered"))
    most = CountField("最多份数", "At most", null=True, least=1, width=90)
    once = FlagField("每台设备一份", "Once a device", default=False, width=110)
    body = NoteField("内容", "Contents", hint=Text("由表单页编辑", "Kept by the page of forms"))
    token = LineField("链接码", "Link", null=True, unique=True, locked=True, max_length=40)

    sheet = Sheet(
        "表单",
        "Forms",
        title="name",
        order=("record_type", "name"),
        key=("record_type", "name"),
        search=("name", "name_en"),
        columns=("record_type", "name", "name_en", "open", "public", "closes_on", "most", "once"),
        verbs="see add edit delete export",
        fill=lambda c, rows: give_links(rows),
        consequences=(Then(lambda c, moves: keep_forms(c, moves), also=EVERY_WAY),),
        icon="dynamic_form",
    )

    class Meta:
        indexes = ((("record_type", "name"), True),)


class FormAnswer(Record):
    """That one row came by a form. `slot` lets one device, or one sending, in once."""

    form = LinkField(DesignForm, "表单", "Form", locked=True, outlives=True)
    record_type = LineField("表", "Record type", locked=True, max_length=60)
    row_no = CountField("行号", "Row", locked=True)
    slot = LineField("凭据", "Slot", secret=True, locked=True, max_length=64)
    answered_at = MomentField("填写时间", "Answered at", default=now, locked=True, index=True)

    sheet = Sheet(
        "表单填写记录",
        "Answers to forms",
        title="answered_at",
        order=("-answered_at",),
        verbs="see export",
    )

    class Meta:
        indexes = ((("form", "slot"), True),)


def give_links(rows: list[dict[str, Any]]) -> None:
    """Each form has a link nobody guesses, whether it is public or not."""
    for row in rows:
        row["token"] = row["token"] or secrets.token_urlsafe(18)


def keep_forms(c: Changes, moves: list[Move]) -> None:
    """What a form may be, on whichever way it comes."""
    for move in moves:
        row = move.new or move.old
        record = house().records.get(row.record_type)
        if record is None:
            if move.new is None:
                continue
            raise Refused(NO_TYPE(name=row.record_type), "record_type", move.index)
        if not askable(record):
            raise Refused(NOT_FOR_FORMS(record=record.sheet.label), "record_type", move.index)
        if not may_form(c.who, record):
            raise Refused(NOT_YOURS(record=record.sheet.label), "record_type", move.index)
        if move.new is not None:
            _unlike_others(record, move)
            if move.changed("body", "record_type", "public"):
                _sound(record.key(), move, c.who)


def may_form(who: Who, record: type[Record]) -> bool:
    """Whether somebody with a right on forms may make them for this type."""
    return askable(record) and may_design(who, record) and may(who, "add", record)


def _sound(name: str, move: Move, who: Who) -> None:
    try:
        body = read(move.new.body)
    except Refused as refused:
        raise Refused(refused.text, "body", move.index) from None
    with pinned(coming()):  # as it is once what is written with it is there
        wrong = misfits(house().records[name], body, bool(move.new.public), who)
    if wrong:
        raise Refused(NOT_A_FORM(why=wrong[0].text), "body", move.index)


def _unlike_others(record: type[Record], move: Move) -> None:
    others = DesignForm.rows(DesignForm.record_type == record.key(), DesignForm.id != move.id)
    if move.old is None and len(others) >= MOST_FORMS:
        raise Refused(TOO_MANY(record=record.sheet.label, most=MOST_FORMS), "record_type", move.index)
    if any(other.name.casefold() == move.new.name.casefold() for other in others):
        raise Refused(NAME_TAKEN(record=record.sheet.label, name=move.new.name), "name", move.index)


@in_one_change
def renew_link(c: Changes, form: int):
    """The link went where it shouldn't have: it ends, and there is another one."""
    c.update(DesignForm, form, token=secrets.token_urlsafe(18))
    return RENEWED


def titled(form: Row) -> Text:
    return Text(form.name, form.name_en or form.name)


def forms_of(record: type[Record]) -> list[Row]:
    return DesignForm.rows(DesignForm.record_type == record.key(), order=DesignForm.name)
