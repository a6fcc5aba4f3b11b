"""Paper templates 单据模板: the company's own workbooks, into which rows, lists and the figures of a week are written."""

from typing import Any

from ..kit.declare.access import Who, may
from ..kit.declare.record import Move, Record, Row, Sheet
from ..kit.declare.rules import EVERY_WAY, Then
from ..kit.fields import Choice, ChoiceField, FilesField, FlagField, LineField, NameField
from ..kit.server.standing import house
from ..kit.text import Refused, Text
from ..kit.write.files import Attachment, attach_to, take_off
from ..kit.write.writes import Changes
from . import words
from .allowed import may_design, types

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW, LIST, WEEK = "row", "list", "week"
KINDS = (
    Choice(ROW, "每行一份", "One for each row"),
    Choice(LIST, "整张清单", "One of the whole list"),
    Choice(WEEK, "周会材料", "For the weekly meeting"),
)
MOST_PAPERS = 30
NO_TYPE = Text("请选择这个模板用在哪张表", "Say which table this template is for")
OF_NO_TYPE = Text(
    "周会材料不属于某一张表，请把“表”清空", "A paper of the week belongs to no table; empty “Record type”"
)
NOT_YOURS = Text(
    "为{record}做模板，须能修改{record}的全部内容；请找系统管理员",
    "A template for {record} takes the right to edit all of {record}; ask the administrator",
)
TOO_MANY = Text(
    "{record}已有 {most} 个模板，请先删除不用的", "{record} has {most} templates, which is the most; delete one first"
)
NO_BOOK = Text(
    "这里只放 .xlsx 工作簿，请在“单据模板”页上传", "Only .xlsx workbooks go here; upload them on the page of templates"
)


class DesignPaper(Record):
    """One template; its newest workbook is the one that is filled."""

    name = LineField("模板名称", "Template", max_length=40, unique=True, width=180, aka=("模板",))
    name_en = LineField("英文名称", "English name", null=True, max_length=60, width=180)
    kind = ChoiceField("用法", "Made of", options=KINDS, default=ROW)
    record_type = NameField("表", "Record type", known=types, null=True, max_length=60, width=130)
    active = FlagField("在用", "In use", default=True, hint=Text("停用后不再列出", "Without it, it isn't offered"))
    workbook = FilesField("工作簿", "Workbook", null=True)

    sheet = Sheet(
        "单据模板",
        "Paper templates",
        title="name",
        order=("record_type", "name"),
        key=("name",),
        search=("name", "name_en"),
        verbs="see add edit delete export",
        consequences=(Then(lambda c, moves: keep_papers(c, moves), also=EVERY_WAY),),
        icon="print",
    )


def keep_papers(c: Changes, moves: list[Move]) -> None:
    """What a template may be, on whichever way it comes."""
    for move in moves:
        row = move.new or move.old
        record = house().records.get(row.record_type) if row.record_type else None
        if record is None and row.record_type and move.new is not None:
            raise Refused(words.NO_TYPE(name=row.record_type), "record_type", move.index)
        if record is not None and not may_design(c.who, record):
            raise Refused(NOT_YOURS(record=record.sheet.label), "record_type", move.index)
        if move.new is None:
            continue
        if (row.kind == WEEK) != (row.record_type is None):
            raise Refused(OF_NO_TYPE if row.record_type else NO_TYPE, "record_type", move.index)
        _not_too_many(record, move)
        if move.changed("workbook"):
            ids = [file["id"] for file in row.workbook or ()]
            kinds = {file.kind for file in Attachment.select().where(Attachment.id.in_(ids))}
            if kinds - {XLSX}:
                raise Refused(NO_BOOK, "workbook", move.index)


def _not_too_many(record: type[Record] | None, move: Move) -> None:
    if move.old is None and len(_of(record)) > MOST_PAPERS:  # with itself
        label = record.sheet.label if record else KINDS[2].label
        raise Refused(TOO_MANY(record=label, most=MOST_PAPERS), "record_type", move.index)


def put_book(c: Changes, id: int, file: dict[str, Any]) -> None:
    """The workbook of a template; the one it had is taken off in the same change, so an undo has it back."""
    row = c.fresh(DesignPaper, id)
    for old in row.workbook or ():
        take_off(c, Attachment.get_by_id(old["id"]), house().records)
    attach_to(c, DesignPaper, id, "workbook", file)


def _of(record: type[Record] | None) -> list[Row]:
    where = DesignPaper.record_type.is_null() if record is None else DesignPaper.record_type == record.key()
    return DesignPaper.rows(where, order=DesignPaper.name)


def papers_for(record: type[Record] | None, who: Who) -> list[Row]:
    """What this person may have filled: of a type, or of None for the weekly meeting."""
    if record is not None and not may(who, "export", record):
        return []
    return [row for row in _of(record) if row.active and row.workbook]


def stored_book(paper: Row) -> Attachment | None:
    """The file of a template. Whoever may have it filled need not see the template's own row."""
    held = [file["id"] for file in paper.workbook or ()]
    return Attachment.get_or_none(Attachment.id == held[-1]) if held else None


def titled(paper: Row) -> Text:
    return Text(paper.name, paper.name_en or paper.name)
