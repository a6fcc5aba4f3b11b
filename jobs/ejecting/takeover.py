"""The migration after which what was made in the browser is declared: columns and tables are called otherwise, and no row moves."""

from collections.abc import Iterator
from inspect import getsource
from pathlib import Path
from typing import Any

from models.design.build import bound
from models.kit.declare.record import Record, Row
from models.kit.formula.checks import Check
from models.migrations import next_file, source_of

from .made import Made, items_of
from .settings import Setting
from .written import as_declared

HEAD = '''"""What was made in the browser of {table} is declared."""

from peewee import *


{helper}

def up(migrator, db):
{lines}
'''


def migration(
    record: type[Record], rows: list[tuple[Row, list[Any]]], checks: list[Check], settings: list[Setting]
) -> tuple[Path, str]:
    """Where it stands and what it says; rows: of the design, with the fields that each becomes."""
    table, name = record._meta.table_name, record.key()
    lines, helpers = [_line(record, row, fields) for row, fields in rows], [take_over] if rows else []
    if checks:
        helpers.append(put_checks_away)
        lines.append(f'put_checks_away(db, "{name}", {[check.label.zh for check in checks]!r})')
    for setting in settings:
        codes = sorted(option.key for option in setting.options)
        lines.append(f'put_setting_away(db, "{name}", "{setting.row.field}", {setting.stored()!r}, {codes!r})')
    helpers += [put_setting_away] if settings else []
    return next_file(f"{name}_declared"), _text(table, helpers, lines)


def _text(table: str, helpers: list[Any], lines: list[str]) -> str:
    said = "\n\n".join(getsource(helper) for helper in helpers)
    return HEAD.format(table=table, helper=said, lines="\n".join(f"    {line}" for line in lines))


def _line(record: type[Record], row: Row, fields: list[Any]) -> str:
    columns = ", ".join(f'"{name_of(item)}": {source_of(item, free=True)}' for item in fields)
    return f'take_over(migrator, db, "{record._meta.table_name}", ("{row.record_type}", "{row.name}", "{row.kind}"), {{{columns}}})'


def migration_of_tables(tables: list[Made]) -> tuple[Path, str]:
    """The same for whole tables, in their order; where one wasn't made in a database's browser it is created there."""
    lines = [line for made in tables for line in _table(made, tables)]
    helpers = [take_over, made_table, take_table_over, put_checks_away]
    text = _text(", ".join(made.table for made in tables), helpers, lines)
    return next_file(f"{tables[0].record.key()}_declared"), text


def _table(made: Made, tables: list[Made]) -> Iterator[str]:
    columns = [(row, fields) for row in made.columns if (fields := _stored(made, row))]
    yield f'place = made_table(db, "{made.row.name}")'
    yield "if place is not None:"
    for row, fields in columns:
        said = ", ".join(f'"{name_of(item)}": {source_of(item, free=True)}' for item in fields)
        yield f'    take_over(migrator, db, place, ("{row.record_type}", "{row.name}", "{row.kind}"), {{{said}}})'
    yield f'    take_table_over(db, "{made.row.name}", place, "{made.table}")'
    if made.checks:
        yield f'    put_checks_away(db, "{made.row.name}", {[check.label.zh for check in made.checks]!r})'
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
    targets = dict.fromkeys(item.linked for item in fields if item.linked)
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
    return f"{item.name}_id" if item.linked else item.name


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


def take_table_over(db, name, place, table):
    """The table gets its declared name and keeps its rows; what the design says of it and the program says now is put away."""
    db.execute_sql(f'ALTER TABLE "{place}" RENAME TO "{table}"')
    db.execute_sql(f"UPDATE design_type SET state = 'declared' WHERE name = {db.param}", (name,))
    mine = f"record_type = {db.param}"
    db.execute_sql(f"UPDATE design_step SET state = 'declared' WHERE {mine} AND state = 'active'", (name,))


def put_checks_away(db, name, checks):
    """Checks that were made in this database's browser are declared."""
    for check in checks:
        where = f"record_type = {db.param} AND zh = {db.param}"
        db.execute_sql(f"DELETE FROM design_check WHERE {where}", (name, check))


def put_setting_away(db, name, field, said, codes):
    """What was said of a declared column is declared, where this database says the same; what it says otherwise stays laid over it."""
    columns = "id, zh, en, hint_zh, hint_en, required, usual, least, most, longest, aside"
    where = f"record_type = {db.param} AND field = {db.param}"
    here = db.execute_sql(f"SELECT {columns} FROM design_field WHERE {where}", (name, field)).fetchone()
    if here is None or list(here[1:]) != said:
        return
    mine = f"settings_id = {db.param}"
    options = db.execute_sql(f"SELECT code FROM design_option WHERE {mine}", (here[0],)).fetchall()
    if sorted(code for (code,) in options) == codes:
        db.execute_sql(f"DELETE FROM design_option WHERE {mine}", (here[0],))
        db.execute_sql(f"DELETE FROM design_field WHERE id = {db.param}", (here[0],))
