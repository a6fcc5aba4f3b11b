"""Each night: columns and tables that were removed long enough ago are emptied, and who may want one back hears of it a week before."""

from datetime import date, timedelta

from ..kit import Changes, Text, notify
from ..kit.declare.record import Record, Row
from ..kit.server.database import execute_many
from ..kit.server.standing import house
from ..kit.write.history import count_rows
from .columns import KEPT_DAYS, DesignColumn
from .tables.classes import class_of
from .tables.types import DesignType
from .turning import places

AHEAD = 7
SOON = Text(
    "“{record}”已删除的列“{label}”将在 {day} 清空；还要用请在“设计 → 列”里恢复",
    "The removed column “{label}” of {record} will be emptied on {day}; bring it back in Design → Columns if it is still wanted",
)
SOON_TABLE = Text(
    "已删除的表“{label}”将在 {day} 清空；还要用请在“设计 → 表”里恢复",
    "The removed table “{label}” will be emptied on {day}; bring it back in Design → Tables if it is still wanted",
)
CLEARED = Text("清空 {n} 列、{tables} 张表", "{n} columns and {tables} tables emptied")


def clear_removed(c: Changes, day: date) -> Text:
    """What is emptied doesn't come back; ledgers keep what was written into them, out of sight."""
    there, back = house().records, house().gone  # a table that may come back comes with the columns it lacked
    columns = [row for row in DesignColumn.rows(DesignColumn.state == "removed") if row.record_type not in back]
    for row in (column for column in columns if column.record_type in there):
        said = SOON(record=there[row.record_type].sheet.label, label=Text(row.zh, row.en), day=_last(row))
        _tell(c, DesignColumn, row, day, said)
    tables = DesignType.rows(DesignType.state == "removed")
    for row in tables:
        _tell(c, DesignType, row, day, SOON_TABLE(label=Text(row.zh, row.en), day=_last(row)))
    columns, tables = ([row for row in rows if _last(row) <= day] for rows in (columns, tables))
    for row in columns:
        _empty(there.get(row.record_type), row)
    for row in tables:
        record = class_of(row)
        count_rows(record.key(), -record.select().count())
        execute_many(f'DELETE FROM "{record._meta.table_name}" WHERE "id" > ?', [(0,)])
    c.alter(DesignColumn, {row.id: {"state": "cleared"} for row in columns})
    c.alter(DesignType, {row.id: {"state": "cleared"} for row in tables})
    return CLEARED(n=len(columns), tables=len(tables))


def _empty(record: type[Record] | None, row: Row) -> None:
    """In all places the column ever had; where its type is gone, there is nothing to empty."""
    if record is None or record.sheet.ledger:
        return
    for column in places(record, row.id):
        table = record._meta.table_name
        execute_many(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" IS NOT NULL', [(None,)])


def _last(row: Row) -> date:
    return row.removed_on + timedelta(days=KEPT_DAYS)


def _tell(c: Changes, record: type[Record], row: Row, day: date, said: Text) -> None:
    """A week before."""
    if _last(row) - timedelta(days=AHEAD) == day:
        notify(c, said, record=record, row=row.id, roles=("administrator",))
