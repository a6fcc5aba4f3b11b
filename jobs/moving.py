"""Moving house: everything of one database into an empty other one, SQLite's file or PostgreSQL, looked through on both sides.

Nobody writes meanwhile. A move that broke off is begun again: what already agrees stays, the rest is brought anew.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
import peewee

from models import house
from models.design import DesignColumn, DesignType
from models.design.build import lay, made_of
from models.design.tables.classes import class_of
from models.design.tables.laying import lay_table
from models.kit import Refused, Text
from models.kit.declare.area import Area
from models.kit.declare.house import House
from models.kit.fields import Choice
from models.kit.server import database
from models.kit.server.dialect import alone, handle
from models.kit.server.embedded import named
from models.kit.server.served import MOVING
from models.kit.server.standing import pinned
from models.kit.write import history
from models.kit.write.searched import is_of_search
from models.kit.write.stored import is_kept

from .soundness import LEDGERS

Out = Callable[[Text], None]
ANY = Choice("o1", "选项", "Option")  # which choices a column has makes no difference to its table
STEP = 50_000  # rows between two words of how far it is
OWN = ("schema_migration", MOVING, "stored_roll_up", "search_index")  # each database has its own
SAME = Text("这就是正在使用的数据库", "That is the very database")
UNFIT = Text(
    "目标必须写成 sqlite:///路径 或 postgresql://用户:密码@主机/库名",
    "The target must be written sqlite:///path or postgresql://user:password@host/name",
)
OTHER = Text(
    "目标数据库里已有别的内容，没有动它；请换一个空的数据库",
    "The target holds something else and was left alone; name an empty database",
)
ALREADY = Text(
    "目标里已经有这个数据库的数据；要重新搬，请先清空目标",
    "The target holds this database already; to move it once more, empty the target first",
)
UNREACHED = Text("打不开目标数据库：{why}", "The target can't be opened: {why}")
BEGUN = Text("开始搬迁：{tables} 张表", "Moving {tables} tables")
STANDS = Text("{table}：{rows} 行，上次已搬好", "{table}: {rows} rows, there since last time")
SO_FAR = Text("{table}：{rows} 行……", "{table}: {rows} rows so far")
BROUGHT = Text("{at}/{tables} {table}：{rows} 行", "{at}/{tables} {table}: {rows} rows")
NOT_TAKEN = Text("{table} 没有搬成：{why}", "{table} could not be brought over: {why}")
LOST_LINKS = Text("有关联指向不存在的行：{why}", "Some links lead nowhere: {why}")
UNEQUAL = Text("{table} 两边不一致", "{table} is not the same on both sides")
BROKEN = Text("修改记录的校验链断开", "the history's chain is broken")
UNSUMMED = Text("{what}与流水不符", "{what} does not agree with its ledger")
WRONG = Text("没有搬成，请勿启用目标数据库：{why}", "Not moved, so don't use the target: {why}")
DONE = Text(
    "已搬完并核对：{tables} 张表、{rows} 行两边逐行一致，{changes} 条修改记录的校验链完整，积分与库存合计相符",
    "Moved and checked: {tables} tables, {rows} rows the same on both sides, the chain of {changes} changes whole, "
    "the sums of points and stock right",
)
NEXT = Text(
    "附件仍在数据文件夹里。停止运营台，把 DATABASE_URL 设为目标地址再启动；原来的数据库没有动，请留着",
    "Attachments stay in the data folder. Stop the app, set DATABASE_URL to the target and start it; "
    "the old database was left as it is: keep it",
)


def move(address: str, out: Out) -> None:
    """Everything of the open database into the one at this address. Raises Refused, and the source is never touched."""
    source = handle.obj
    with database.writing(), _target(address, source, _first(source)) as target:
        tables = sorted(table for table in source.get_tables() if table not in OWN and not is_of_search(table))
        out(BEGUN(tables=len(tables)))
        _lay_made(target)
        for at, table in enumerate(tables, 1):
            rows = _bring(source, target, table, out)
            if rows >= STEP // 50 or at == len(tables):
                out(BROUGHT(at=at, tables=len(tables), table=table, rows=f"{rows:,}"))
        if lost := target.tie():
            raise Refused(LOST_LINKS(why="; ".join(lost)))
        rows = _agree(source, target, tables)
        ((changes,),) = target.asked('SELECT count(*) FROM "change"')
        for table in tables:
            target.number_on(table)
    out(DONE(tables=len(tables), rows=f"{rows:,}", changes=f"{changes:,}"))
    out(NEXT)


# What is brought ----------------------------------------------------------------------------------------------------------


def _bring(source: Any, target: Any, table: str, out: Out) -> int:
    """One table, unless it is there as it should be. Returns its rows."""
    columns = _columns(source, table)
    sql = f'SELECT {named(columns)} FROM "{table}"'
    if list(target.asked(f'SELECT 1 FROM "{table}" LIMIT 1')):
        rows, digest = _digest(source, sql)
        if (rows, digest) == _digest(target, sql):
            out(STANDS(table=table, rows=f"{rows:,}"))
            return rows
        target.vacate(table)
    counted = _Counted(source.asked(sql), table, out)
    try:
        target.pour(table, columns, counted)
    except peewee.DatabaseError as error:
        raise Refused(NOT_TAKEN(table=table, why=str(error).splitlines()[0])) from error
    return counted.rows


def _columns(base: Any, table: str) -> list[str]:
    return sorted(column.name for column in base.get_columns(table) if not is_kept(column.name))


class _Counted:
    """Rows on their way, which say now and then how far they are."""

    def __init__(self, rows: Iterator[tuple], table: str, out: Out):
        self.source, self.table, self.out, self.rows = rows, table, out, 0

    def __iter__(self) -> Iterator[tuple]:
        for row in self.source:
            self.rows += 1
            if self.rows % STEP == 0:
                self.out(SO_FAR(table=self.table, rows=f"{self.rows:,}"))
            yield row


def _lay_made(target: Any) -> None:
    """What was made in the browser stands in no migration: the other side gets it as it was got here, also what is put away."""
    made = {row.name: class_of(row) for row in DesignType.rows(DesignType.state != "declared")}
    columns = DesignColumn.rows()
    for record in made.values():
        if not target.table_exists(record._meta.table_name):
            with _instead(target), target.atomic():
                lay_table(record)
    with pinned(House([*house().areas, Area("moved", "", "", records=tuple(made.values()))], None)):
        for row in columns:
            record = made.get(row.record_type) or house().records.get(row.record_type)
            if record is None:
                continue
            there = _columns(target, record._meta.table_name)
            fields = made_of(record, row, (ANY,))
            with _instead(target), target.atomic():
                lay(record, [item for item in fields if item.column_name not in there])


# What is looked at ----------------------------------------------------------------------------------------------------------


def _agree(source: Any, target: Any, tables: list[str]) -> int:
    """Every row of every table, the chain of the history and the sums of the ledgers. Returns the rows. Raises Refused."""
    total = 0
    for table in tables:
        sql = f'SELECT {named(_columns(source, table))} FROM "{table}"'
        rows, digest = _digest(source, sql)
        if (rows, digest) != _digest(target, sql):
            raise Refused(WRONG(why=UNEQUAL(table=table)))
        total += rows
    for side in (source, target):
        if history.verify(side.asked) is not None:
            raise Refused(WRONG(why=BROKEN))
        for what, sql in LEDGERS.items():
            if list(side.asked(sql)):
                raise Refused(WRONG(why=UNSUMMED(what=what)))
    return total


def _digest(base: Any, sql: str) -> tuple[int, int]:
    """How many rows, and what all of them come to in whichever order they stand."""
    rows = total = 0
    for row in base.asked(sql):
        rows += 1
        total += int.from_bytes(hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16).digest())
    return rows, total % 2**128


def _first(base: Any) -> str:
    """The hash of the first change ever made: it goes wherever a database is moved, and no other begins with it."""
    first = list(base.asked('SELECT "hash" FROM "change" ORDER BY "id" LIMIT 1'))
    return first[0][0] if first else ""


# Where it goes ----------------------------------------------------------------------------------------------------------------


@contextmanager
def _target(address: str, source: Any, of: str) -> Iterator[Any]:
    """The other database with its tables and nothing in them, or a broken move of ours; whole when this is over."""
    if address == source.address:
        raise Refused(SAME)
    if address.startswith("sqlite:///"):
        opened = _file(Path(address.removeprefix("sqlite:///")), of)
    elif address.startswith("postgresql://"):
        opened = _server(address, source, of)
    else:
        raise Refused(UNFIT)
    with opened as target:
        yield target


@contextmanager
def _file(path: Path, of: str) -> Iterator[Any]:
    """A file is written beside and has its name when it is whole."""
    if path.exists() and path.stat().st_size:
        raise Refused(ALREADY if _is_file_of(path, of) else OTHER)
    part = path.with_name(f"{path.name}.moving")
    for left in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
        left.unlink(missing_ok=True)
    with _opened(f"sqlite:///{part}", database.open) as target:
        target.untie()
        yield target
        target.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    part.replace(path)
    database.to_disk(path.parent)


def _is_file_of(path: Path, of: str) -> bool:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return bool(of) and connection.execute('SELECT "hash" FROM "change" ORDER BY "id" LIMIT 1').get == of
    except apsw.Error:
        return False
    finally:
        connection.close()


@contextmanager
def _server(address: str, source: Any, of: str) -> Iterator[Any]:
    """A database of a server says by a table of ours that it isn't whole yet, and no app starts on it."""
    with _opened(address, database.point_at) as target, target.connection_context(), _instead(target), alone():
        _begin(target, of)
        with _instead(source):
            yield target
        target.execute_sql(f"DROP TABLE {MOVING}")


def _begin(target: Any, of: str) -> None:
    """Nothing is there, or the beginning of this very move. Raises Refused."""
    there = set(target.get_tables())
    if MOVING in there:
        if target.execute_sql(f"SELECT 1 FROM {MOVING} WHERE what = 'of' AND words = %s", (of,)).fetchone() is None:
            raise Refused(OTHER)
    elif there:
        raise Refused(ALREADY if "change" in there and of and of == _first(target) else OTHER)
    else:
        database.migrate()
        target.execute_sql(f"CREATE TABLE {MOVING} (what text, words text)")
        target.execute_sql(f"INSERT INTO {MOVING} (what, words) VALUES ('of', %s)", (of,))
    target.untie()


@contextmanager
def _opened(address: str, opening: Callable[[str], None]) -> Iterator[Any]:
    """Another database beside the open one."""
    source = handle.obj
    try:
        opening(address)
        target = handle.obj
        with database.reading():
            pass
    except peewee.OperationalError as error:
        raise Refused(UNREACHED(why=str(error).strip().splitlines()[0])) from error
    finally:
        handle.initialize(source)
    try:
        yield target
    finally:
        target.close()


@contextmanager
def _instead(base: Any) -> Iterator[None]:
    before = handle.obj
    handle.initialize(base)
    try:
        yield
    finally:
        handle.initialize(before)
