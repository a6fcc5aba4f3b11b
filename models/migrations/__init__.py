"""Schema changes: what the declarations say in stock peewee fields, compared with a database, written as a numbered file."""

from collections.abc import Iterator
from inspect import getsource
from pathlib import Path

import peewee

from ..accounts import ACCOUNT_TABLES
from ..kit.declare.states import StateMove
from ..kit.fields import Described, LinkField
from ..kit.week.closed_months import MONTH_TABLES
from ..kit.week.rollup import WEEK_TABLES
from ..kit.write.comments import Comment
from ..kit.write.files import Attachment
from ..kit.write.history import HOUSE_TABLES
from ..kit.write.notices import Notice, NoticeRead
from ..kit.write.outbox import Outgoing
from ..kit.write.searched import SearchIndex
from ..kit.write.stored import StoredRollUp
from ..system import SYSTEM_TABLES

FOLDER = Path(__file__).parent
FOR_EVER = ("batch", "change", "event", "state_move", "week_revision", "week_figure", "week_difference")
KIT_TABLES = (
    *HOUSE_TABLES,
    Attachment,
    Comment,
    Notice,
    NoticeRead,
    Outgoing,
    SearchIndex,
    StateMove,
    StoredRollUp,
    *WEEK_TABLES,
    *MONTH_TABLES,
)
HEAD = '''"""{title}"""

{imports}
{helper}

def up(migrator, db):
'''


def tables_of(areas: list) -> list[type[peewee.Model]]:
    """Every table of the app in an order in which they can be created: a table after those it points to."""
    records = [record for area in areas for record in area.records]
    return [*KIT_TABLES, *SYSTEM_TABLES, *peewee.sort_models([*records, *ACCOUNT_TABLES])]


def write(areas: list, name: str) -> Path | None:
    """Write the migration that brings the open database to the declarations; None when there is nothing to do."""
    lines = missing(areas)
    if not lines:
        return None
    path = next_file(name)
    # A migration stays as it is for ever: what it needs of ours is copied into it, not imported.
    guarded = any("append_only(" in line for line in lines)
    helper = f"\n\n{getsource(append_only)}" if guarded else ""
    imports = ("import peewee\n" if guarded else "") + "from peewee import *"
    head = HEAD.format(title=name.replace("_", " ").capitalize() + ".", imports=imports, helper=helper)
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def next_file(name: str) -> Path:
    """Behind all that are there; a number may have been left out among them."""
    number = max((int(path.name[:4]) for path in FOLDER.glob("[0-9]*.py")), default=0) + 1
    return FOLDER / f"{number:04d}_{name}.py"


def missing(areas: list) -> list[str]:
    """What the declarations have and the open database lacks, as lines of a migration."""
    tables = tables_of(areas)
    lines = [line for table in tables for line in _missing(table)]
    return [*_stand_ins(tables), *lines] if lines else []


def _stand_ins(tables: list[type[peewee.Model]]) -> Iterator[str]:
    """A new table that points to one already there needs its name, no more."""
    new = {table for table in tables if not table._meta.database.table_exists(table._meta.table_name)}
    targets = {
        item.rel_model: None
        for table in tables
        if table in new
        for item in table._meta.sorted_fields
        if isinstance(item, peewee.ForeignKeyField) and not getattr(item, "outlives", False)
    }
    for target in targets:
        if target not in new:
            yield f"    class {target.__name__}(Model):"
            yield "        class Meta:"
            yield "            database = db"
            yield f'            table_name = "{target._meta.table_name}"'
            yield ""


def _missing(table: type[peewee.Model]) -> Iterator[str]:
    database, name = table._meta.database, table._meta.table_name
    if not database.table_exists(name):
        yield from _new_table(table)
        return
    there = {column.name for column in database.get_columns(name)}
    for item in table._meta.sorted_fields:
        if item.column_name not in there:
            yield f'    migrator.migrate(migrator.add_column("{name}", "{item.column_name}", {source_of(item, free=True)}))'
    indexes = {tuple(index.columns) for index in database.get_indexes(name)}
    for columns, unique in _indexes(table):
        added_with_its_column = len(columns) == 1 and columns[0] not in there
        if columns not in indexes and not added_with_its_column:
            yield f'    migrator.migrate(migrator.add_index("{name}", {columns!r}, {unique}))'


def _new_table(table: type[peewee.Model]) -> Iterator[str]:
    meta = table._meta
    yield f"    class {table.__name__}(Model):"
    for item in meta.sorted_fields:
        if not (isinstance(item, peewee.AutoField) and item.name == "id"):
            yield f"        {item.column_name} = {source_of(item)}"
    yield ""
    yield "        class Meta:"
    yield "            database = db"
    yield f'            table_name = "{meta.table_name}"'
    several = [(columns, unique) for columns, unique in _indexes(table) if len(columns) > 1]
    if several:
        yield f"            indexes = {tuple(several)!r}"
    yield ""
    yield f"    db.create_tables([{table.__name__}])"
    if getattr(getattr(table, "sheet", None), "ledger", False) or meta.table_name in FOR_EVER:
        yield f'    append_only(db, "{meta.table_name}")'
    yield ""


def _indexes(table: type[peewee.Model]) -> Iterator[tuple[tuple[str, ...], bool]]:
    fields = table._meta.fields
    for item in table._meta.sorted_fields:
        if item.unique or (item.index and not item.primary_key):
            yield (item.column_name,), bool(item.unique)
    for names, unique in table._meta.indexes:
        yield tuple(fields[name].column_name for name in names), unique


def source_of(item: peewee.Field, free: bool = False) -> str:
    """The field in stock peewee terms: what the column is, and the CHECK that stands behind a lower bound of zero."""
    stock = next(cls for cls in type(item).__mro__ if cls.__module__ == "peewee")
    options = []
    if isinstance(item, peewee.ForeignKeyField):
        if getattr(item, "outlives", False):
            stock = peewee.BigIntegerField if item.rel_field.field_type == "BIGINT" else peewee.IntegerField
            options.append("index=True")
        else:
            target = '"self"' if item.rel_model is item.model else item.rel_model.__name__
            return _foreign_key(item, target, free)
    if item.primary_key:
        options.append("primary_key=True")
    if item.unique:
        options.append("unique=True")
    elif item.index and "index=True" not in options:
        options.append("index=True")
    if item.null or free:
        options.append("null=True")
    if isinstance(item, peewee.CharField):
        options.append(f"max_length={item.max_length}")
    if isinstance(item, Described) and item.derived and getattr(item, "least", None) == 0:
        options.append(f"constraints=[Check('\"{item.column_name}\" >= 0')]")
    return f"{stock.__name__}({', '.join(options)})"


def _foreign_key(item: LinkField, target: str, free: bool) -> str:
    if free:
        plain = "BigIntegerField" if item.rel_field.field_type == "BIGINT" else "IntegerField"
        return f"{plain}(null=True, index=True)"
    options = [target, f'column_name="{item.column_name}"']
    if item.null:
        options.append("null=True")
    if item.unique:
        options.append("unique=True")
    if item.on_delete:
        options.append(f'on_delete="{item.on_delete}"')
    return f"ForeignKeyField({', '.join(options)})"


def append_only(database: peewee.Database, table: str) -> None:
    """Triggers that refuse UPDATE and DELETE on a ledger, whoever asks and by whatever road."""
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_no_{verb.lower()}"
        if isinstance(database, peewee.SqliteDatabase):
            refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            database.execute_sql(f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" {refuse}')
        else:
            body = f"BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{table} is append-only'; END"
            database.execute_sql(f'CREATE FUNCTION "{name}"() RETURNS trigger AS $$ {body} $$ LANGUAGE plpgsql')
            database.execute_sql(
                f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()'
            )
