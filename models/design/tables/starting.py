"""What rows that were there before become when their table gets steps."""

from ...kit.server.database import fetch
from ...kit.server.standing import pinned
from ...kit.write.writes import Changes
from ..needed import coming


def begin_all(c: Changes, table: str) -> None:
    """Rows in no state begin in the first one, as new rows do: no step leads out of none, and by hand it can't be set any more."""
    with pinned(coming()) as built:
        record = built.records.get(table)
        if record is None or not record.sheet.steps:
            return
        held = record.fields()[record.sheet.state]
        empty = fetch(f'SELECT "id" FROM "{record._meta.table_name}" WHERE "{held.column_name}" IS NULL')
        c.derive(record, {id: {held.name: held.default} for (id,) in empty})
