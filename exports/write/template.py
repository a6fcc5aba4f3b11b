"""The empty workbook to fill in and import again: headers, what each column takes, and lists to choose from."""

from functools import singledispatch
from io import BytesIO
from typing import TYPE_CHECKING, Any

from exports.read.sheets import letters
from models.kit import fields
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.text import Text

from .choices import choices

if TYPE_CHECKING:  # openpyxl comes with who asks for a template
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "微软雅黑"
ROWS = 2000
NEEDED, PLAIN = "FFF2CC", "E8EEF7"
NOTES = Text("填写说明", "How to fill in")
LISTS = Text("选项", "Lists")
COLUMN, TAKES = Text("列", "Column"), Text("怎么填", "What it takes")
REQUIRED = Text("必填", "Required")
OPTIONS = Text("从列表选择：{options}", "Choose from: {options}")
LINKED = Text("{record}的名称或编号", "The name or code of one of {record}")
KEY = Text("按“{key}”识别已有记录", "Rows are recognised by “{key}”")


@singledispatch
def takes(item: fields.Described) -> Text:
    """What a cell of this type takes, in words."""
    return Text("文字", "Text")


@takes.register(fields.PhoneField)
def _(item) -> Text:
    return Text("11 位手机号或带区号的座机号", "An 11-digit mobile or a landline number")


@takes.register(fields.CountField)
def _(item) -> Text:
    return Text("整数", "A whole number")


@takes.register(fields.DecimalAsInteger)
def _(item) -> Text:
    return Text(f"数字，最多 {item.digits} 位小数", f"A number with at most {item.digits} decimals")


@takes.register(fields.DayField)
def _(item) -> Text:
    return Text("日期，如 2026-03-01", "A day such as 2026-03-01")


@takes.register(fields.MonthField)
def _(item) -> Text:
    return Text("月份，如 2026-03", "A month such as 2026-03")


@takes.register(fields.MomentField)
def _(item) -> Text:
    return Text("时间，如 2026-03-01 08:30", "A time such as 2026-03-01 08:30")


@takes.register(fields.FlagField)
def _(item) -> Text:
    return Text("是 或 否", "Yes or no")


@takes.register(fields.TagsField)
def _(item) -> Text:
    return Text("几个词，用顿号或逗号分开", "A few words with commas between them")


@takes.register(fields.NameField)
def _(item) -> Text:
    return Text("从列表选择", "Choose from the list")


@takes.register(fields.NamesField)
def _(item) -> Text:
    return Text(
        "名称，几个的话用顿号或逗号分开，如：{}、{}".format(*_examples(item, "zh")),
        "Names with commas between them, such as {}, {}".format(*_examples(item, "en")),
    )


def _examples(item: fields.NamesField, lang: str) -> list[str]:
    return [option["label"][lang] for option in item.offers()[:2]]


@takes.register(fields.ChoiceField)
def _(item) -> Text:
    return OPTIONS(options=Text("、".join(c.zh for c in item.offered), ", ".join(c.en for c in item.offered)))


@takes.register(fields.LinkField)
def _(item) -> Text:
    return LINKED(record=item.rel_model.sheet.label)


def template(record: type[Record], who: Who) -> bytes:
    """The workbook for one record type, with the columns this person may bring in."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = record.sheet.label.say(who.lang)[:31]
    items = columns(record, who)
    lists = book.create_sheet(LISTS.say(who.lang))
    for at, item in enumerate(items, 1):
        _header(sheet, at, item, who.lang)
        _validation(sheet, lists, at, choices(item, who.lang))
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 24
    lists.sheet_state = "hidden"
    _notes(book.create_sheet(NOTES.say(who.lang)), record, items, who.lang)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def columns(record: type[Record], who: Who) -> list[fields.Described]:
    """The fields a workbook may bring: what may be added, and balances that come in as opening ledger lines."""
    known = record.fields()
    mine = [known[name] for name in record.columns() if name in known]
    return [item for item in mine if item.kind != "pinyin" and (item.opening or may(who, "import", record, item.name))]


def _header(sheet: "Worksheet", at: int, item: fields.Described, lang: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = sheet.cell(1, at, item.label.say(lang))
    cell.font = Font(name=FONT, bold=True)
    cell.fill = PatternFill("solid", fgColor=NEEDED if item.required else PLAIN)
    cell.alignment = Alignment(vertical="center")
    words = [takes(item).say(lang)] + ([REQUIRED.say(lang)] if item.required else [])
    cell.comment = Comment("；".join([*words, *([item.hint.say(lang)] if item.hint else [])]), "OpsDesk")
    letter = letters(at)
    sheet.column_dimensions[letter].width = max(12, item.width / 8)
    form = _format(item)
    for row in range(2, 52):
        sheet.cell(row, at).number_format = form


def _format(item: fields.Described) -> str:
    """Text by default: card and phone numbers typed into it keep their zeros."""
    kinds: dict[str, str] = {"count": "0", "money": "#,##0.00", "quantity": "0.###", "day": "yyyy-mm-dd"}
    return kinds.get(item.kind, "@")


def _validation(sheet: "Worksheet", lists: "Worksheet", at: int, options: list[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if not options:
        return
    for row, option in enumerate(options, 1):
        lists.cell(row, at, option)
    letter = letters(at)
    rule = DataValidation("list", f"'{lists.title}'!${letter}$1:${letter}${len(options)}", allow_blank=True)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{ROWS}")


def _notes(sheet: "Worksheet", record: type[Record], items: list[fields.Described], lang: str) -> None:
    from openpyxl.styles import Font

    rows: list[tuple[Any, ...]] = [(NOTES.say(lang),), (COLUMN.say(lang), TAKES.say(lang), REQUIRED.say(lang))]
    rows += [(i.label.say(lang), takes(i).say(lang), "✓" if i.required else "") for i in items]
    if record.sheet.key:
        key = "、".join(record.fields()[name].label.say(lang) for name in record.sheet.key)
        rows.append((KEY(key=key).say(lang),))
    for row in rows:
        sheet.append(row)
    sheet["A1"].font = Font(name=FONT, bold=True, size=14)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 60
