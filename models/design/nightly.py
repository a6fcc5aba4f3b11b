"""Each night: columns that were removed long enough ago are emptied, and who may want one back hears of it a week before."""

from datetime import date, timedelta

from ..kit import Changes, Text, notify
from ..kit.server.database import execute_many
from ..kit.server.standing import house
from .columns import KEPT_DAYS, DesignColumn
from .turning import places

AHEAD = 7
SOON = Text(
    "“{record}”已删除的列“{label}”将在 {day} 清空；还要用请在“设计 → 列”里恢复",
    "The removed column “{label}” of {record} will be emptied on {day}; bring it back in Design → Columns if it is still wanted",
)
CLEARED = Text("清空 {n} 列", "{n} columns emptied")


def clear_removed(c: Changes, day: date) -> Text:
    """What is emptied doesn't come back; ledgers keep what was written into them, out of sight."""
    gone = DesignColumn.rows(DesignColumn.state == "removed")
    types = house().records
    for row in gone:
        if row.record_type in types and row.removed_on + timedelta(days=KEPT_DAYS - AHEAD) == day:
            said = SOON(
                record=types[row.record_type].sheet.label, label=Text(row.zh, row.en), day=day + timedelta(days=AHEAD)
            )
            notify(c, said, record=DesignColumn, row=row.id, roles=("administrator",))
    over = [row for row in gone if row.removed_on + timedelta(days=KEPT_DAYS) <= day]
    for row in over:
        record = types.get(row.record_type)
        if record is not None and not record.sheet.ledger:
            for column in places(record, row.id):
                execute_many(
                    f'UPDATE "{record._meta.table_name}" SET "{column}" = ? WHERE "{column}" IS NOT NULL', [(None,)]
                )
    c.alter(DesignColumn, {row.id: {"state": "cleared"} for row in over})
    return CLEARED(n=len(over))
