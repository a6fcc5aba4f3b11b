"""The migration after which what was made in the browser is declared: columns and tables are called otherwise, and no row moves."""

from collections.abc import Iterator
from inspect import getsource
from pathlib import Path
from typing import Any

from models.design.build import bound
from models.kit.declare.record import Record, Row
from models.kit.fields import LinkField
from models.migrations import next_file, source_of

from .made import Made, items_of
from .written import as_declared

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


def migration_of_tables(tables: list[Made]) -> tuple[Path, str]:
    """The same for whole tables, in their order; where one wasn't made in a database's browser it is created there."""
    lines = [line for made in tables for line in _table(made, tables)]
    helpers = "\n\n".join(getsource(helper) for helper in (take_over, made_table, take_table_over))
    said = ", ".join(made.table for made in tables)
    text = HEAD.format(table=said, helper=helpers, lines="\n".join(f"    {line}" for line in lines))
    return next_file(f"{tables[0].record.key()}_declared"), text


def _table(made: Made, tables: list[Made]) -> Iterator[str]:
    columns = [(row, fields) for row in made.columns if (fields := _stored(made, row))]
    yield f'place = made_table(db, "{made.row.name}")'
    yield "if place is not None:"
    for row, fields in columns:
        said = ", ".join(f'"{name_of(item)}": {source_of(item, free=True)}' for item in fields)
        yield f'    take_over(migrator, db, place, ("{row.record_type}", "{row.name}", "{row.kind}"), {{{said}}})'
    checks = [check.label.zh for check in made.checks]
    yield f'    take_table_over(db, "{made.row.name}", place, "{made.table}", {checks!r})'
    yield "else:"
    yield from (f"    {line}" for line in _created(made, tables, [item for _, fields in columns for item in fields]))


def _stored(made: Made, row: Row) -> list[Any]:
    """The fields of a column that its table keeps, as they will be declared."""
    if row.name not in made.facts.fields:
        return []
    fields = items_of(made, row)
    for name, item in fields:
        as_declared(item)
        bound(item, made.record, name, name)
        bound(item, made.record, name, name_of(item))
    return [item for _, item in fields]


def _created(made: Made, tables: list[Made], fields: list[Any]) -> Iterator[str]:
    """The table in a database that has none; it points at those that are there by then, and to others by their ids alone."""
    names = {table.record: table.table for table in tables}
    later = {table.record for table in tables[tables.index(made) + 1 :]}
    targets = dict.fromkeys(item.rel_model for item in fields if isinstance(item, LinkField))
    for target in targets:
        if target is not made.record and target not in later:
            yield f"class {target.__name__}(Model):"
            yield "    class Meta:"
            yield "        database = db"
            yield f'        table_name = "{names.get(target, target._meta.table_name)}"'
            yield ""
    yield f"class {made.record.__name__}(Model):"
    for item in fields:
        free = getattr(item, "rel_model", None) in later
        yield f"    {item.column_name} = {source_of(item, free=free)}"
    yield ""
    yield "    class Meta:"
    yield "        database = db"
    yield f'        table_name = "{made.table}"'
    yield ""
    yield f"db.create_tables([{made.record.__name__}])"


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


def made_table(db, name):
    """Where a table lies that was made in this database's browser; None where it wasn't, or is declared by now."""
    where = f"name = {db.param} AND state <> 'declared'"
    here = db.execute_sql(f"SELECT id FROM design_type WHERE {where}", (name,)).fetchone()
    return None if here is None else f"t_{here[0]}"


def take_table_over(db, name, place, table, checks):
    """The table gets its declared name and keeps its rows; what the design says of it and the program says now is put away."""
    db.execute_sql(f'ALTER TABLE "{place}" RENAME TO "{table}"')
    db.execute_sql(f"UPDATE design_type SET state = 'declared' WHERE name = {db.param}", (name,))
    mine = f"record_type = {db.param}"
    db.execute_sql(f"UPDATE design_step SET state = 'declared' WHERE {mine} AND state = 'active'", (name,))
    for check in checks:
        db.execute_sql(f"DELETE FROM design_check WHERE {mine} AND zh = {db.param}", (name, check))
