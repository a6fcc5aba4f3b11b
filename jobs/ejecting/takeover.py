"""The migration after which columns that were made in the browser are declared: their values stay where they are."""

from inspect import getsource
from pathlib import Path
from typing import Any

from models.kit.declare.record import Record, Row
from models.kit.fields import LinkField
from models.migrations import next_file, source_of

HEAD = '''"""What was made in the browser of {table} is declared."""

from peewee import *


{helper}

def up(migrator, db):
{lines}
'''


def migration(record: type[Record], rows: list[tuple[Row, list[Any]]]) -> tuple[Path, str]:
    """Where it stands and what it says; rows: of the design, with the fields that each becomes."""
    lines = [f"    {_line(record, row, fields)}" for row, fields in rows]
    helper = getsource(take_over)
    table = record._meta.table_name
    return next_file(f"{record.key()}_declared"), HEAD.format(table=table, helper=helper, lines="\n".join(lines))


def _line(record: type[Record], row: Row, fields: list[Any]) -> str:
    columns = ", ".join(f'"{name_of(item)}": {source_of(item, free=True)}' for item in fields)
    return f'take_over(migrator, db, "{record._meta.table_name}", ("{row.record_type}", "{row.name}", "{row.kind}"), {{{columns}}})'


def name_of(item: Any) -> str:
    """What the column of a field is called once it is declared."""
    return f"{item.name}_id" if isinstance(item, LinkField) else item.name


def take_over(migrator, db, table, made, columns):
    """A column that was made in this database's browser gets its declared name and keeps its values; else it is added."""
    where = "record_type = '{}' AND name = '{}' AND kind = '{}'".format(*made)
    here = db.execute_sql(f"SELECT id, slot FROM design_column WHERE {where}").fetchone()
    place = "" if here is None else f"x_{here[0]}" + ("" if here[1] is None else f"_{here[1]}")
    for column, field in columns.items():
        if here is None:
            migrator.migrate(migrator.add_column(table, column, field))
        else:
            was = f"{place}_py" if column == f"{made[1]}_py" else place
            db.execute_sql(f'ALTER TABLE "{table}" RENAME COLUMN "{was}" TO "{column}"')
    if here is not None:
        db.execute_sql(f"UPDATE design_column SET state = 'declared' WHERE {where}")
