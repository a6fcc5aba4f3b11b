"""Import words 导入对应: which column a header of somebody's file goes to, as people said when they imported one."""

from ..kit.alike import plain
from ..kit.clock import now
from ..kit.declare.record import Move, Record, Sheet
from ..kit.fields import LineField, MomentField, NameField
from ..kit.fields.names import called
from ..kit.text import Refused, Text
from ..kit.write.writes import Changes
from .people import known_records, record_types

MOST_WORDS, LONGEST_WORD = 500, 80  # of a table, and of a header: what is longer is no label
NO_SUCH_COLUMN = Text(
    "{record}没有“{column}”这一列；写列名，空着表示不导入",
    "{record} have no column “{column}”; empty means it stays out",
)
NO_SUCH_TABLE = Text("没有“{table}”这张表", "There is no table “{table}”")


def point_at_columns(c: Changes, moves: list[Move]) -> None:
    """A word that goes nowhere known would be of no use to any import."""
    for move in moves:
        row = move.new
        if row is None:
            continue
        record = record_types().get(row.record_type)
        if record is None:
            raise Refused(NO_SUCH_TABLE(table=row.record_type), "record_type", move.index)
        if row.goes_to and field_of(row.record_type, row.goes_to) is None:
            raise Refused(NO_SUCH_COLUMN(record=record.sheet.label, column=row.goes_to), "goes_to", move.index)


def sign(c: Changes, moves: list[Move]) -> None:
    """Who said it last, and when."""
    for move in moves:
        if move.new is not None and (move.old is None or move.changed("goes_to") or move.changed("header")):
            c.update(ImportWord, move.id, said_by=c.who.name[:60], said_at=now())


class ImportWord(Record):
    """What a person once said of a header counts for everybody's files of that table, until it is changed or removed here."""

    record_type = NameField("表", "Record type", known=known_records, max_length=60, width=150)
    header = LineField("文件里的表头", "Header in the file", max_length=LONGEST_WORD, width=200)
    goes_to = LineField(
        "导入到",
        "Goes to",
        null=True,
        max_length=LONGEST_WORD,
        width=160,
        hint=Text("这张表的列名；空着表示这种表头不导入", "A column of that table; empty: such a column stays out"),
    )
    said_by = LineField("谁说的", "Said by", null=True, max_length=60, derived=True)
    said_at = MomentField("时间", "When", null=True, derived=True)

    sheet = Sheet(
        "导入对应",
        "Import words",
        title="header",
        order=("record_type", "header"),
        key=("record_type", "header"),
        search=("header", "goes_to"),
        columns=("record_type", "header", "goes_to", "said_by", "said_at"),
        checks=(point_at_columns,),
        derives=(sign,),
    )

    class Meta:
        indexes = ((("record_type", "header"), True),)


def field_of(record_type: str, column: str) -> str | None:
    """The name of the field that people call so."""
    record = record_types().get(record_type)
    items = record.arriving().items() if record is not None else ()
    known = {name: (item.label.zh, item.label.en, *item.aka) for name, item in items}
    return called(known).get(plain(column))


def words_of(record_type: str) -> dict[str, str | None]:
    """Header → field, None where such a column stays out; what points at a column that is gone says nothing."""
    rows = ImportWord.rows(ImportWord.record_type == record_type)
    fields = {row.header: field_of(record_type, row.goes_to) if row.goes_to else None for row in rows}
    return {row.header: fields[row.header] for row in rows if fields[row.header] or not row.goes_to}


def keep_words(c: Changes, record_type: str, said: dict[str, str]) -> None:
    """Header → field, as a person just said; of headers that are known already, what was said last counts."""
    rows = {row.header: row for row in ImportWord.rows(ImportWord.record_type == record_type)}
    items = record_types()[record_type].arriving()
    for header, name in said.items():
        label = items[name].label.zh
        if header not in rows and len(rows) < MOST_WORDS:
            c.create(ImportWord, record_type=record_type, header=header, goes_to=label)
        elif header in rows and field_of(record_type, rows[header].goes_to or "") != name:
            c.update(ImportWord, rows[header].id, goes_to=label)
