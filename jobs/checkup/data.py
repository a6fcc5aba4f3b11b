"""What is in the database: its pages, its form, its history and ledgers, the files of its attachments, its jobs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from models import declared, house
from models.kit import Text
from models.kit.server import copies, database
from models.kit.server.database import folder_of
from models.kit.server.settings import Settings
from models.kit.text import size_of
from models.kit.write import searched
from models.migrations import tables_of

from .. import soundness
from .finding import Finding, good, mind, wrong
from .opened import Opened

OLDEST_SERVER = 150000
SHOWN = 5
DAMAGED = Text(
    "已损坏：{why}。请停止运营台，用 main.py restore 恢复备份",
    "damaged: {why}. Stop OpsDesk and put a copy back with main.py restore",
)
WHOLE = Text("{name} 完好，{size}", "{name} is whole, {size}")
REACHED = Text("PostgreSQL {version} 可以连接", "PostgreSQL {version} answers")
TOO_OLD = Text("PostgreSQL {version} 太旧，请用 15 或更新的版本", "PostgreSQL {version} is too old; use 15 or newer")
NOT_OURS = Text("这不是运营台的数据库", "This is no database of OpsDesk")
PENDING = Text(
    "有 {count} 步升级还没做，下次启动会先备份再升级",
    "{count} steps of an upgrade are pending; the next start makes a copy, then takes them",
)
NEWER = Text(
    "由更新版本的程序建立（{name}），请升级程序", "made by a newer version of the program ({name}); upgrade the program"
)
LACKS = Text("缺少这些表或列：{names}", "lacks these tables or columns: {names}")
FITS = Text("与程序一致，{tables} 张表", "fits the program, {tables} tables")
CHAINED = Text("{changes} 条修改记录的校验链完整", "the chain of {changes} changes holds")
UNFOUND = Text(
    "{record}的查找可能漏掉一些行，例如编号 {id}：有别的程序改过数据库。今晚会自动重建，数据本身没有问题",
    "a search of {record} may leave rows out, as number {id}: another program changed the database. It is made anew tonight; "
    "the rows themselves are whole",
)
FOUND = Text("{count} 张长表的查找与内容一致", "the search of {count} long tables fits what is in them")
SUMMED = Text(
    "积分、库存与流水一致，各表行数相符", "points and stock agree with their ledgers, rows with what was counted"
)
FILES = Text("{count} 个附件的文件都在，内容完好", "the files of {count} attachments are there and whole")
GONE = Text(
    "{count} 个附件的文件不见了，{damaged} 个内容不对，例如 {names}",
    "the files of {count} attachments are gone and {damaged} are not as they were, as {names}",
)
SHARED_REFS = Text(
    "{count} 个订单号是几家网店共用的，分不清已出库的货是谁的：{names}。请核对；没有出过库的那张，"
    "在订单号后加上网店名保存，再点“补扣库存”",
    "{count} order numbers are those of several shops, and whose goods left nobody can say: {names}. Look them over; put the "
    "shop's name behind the number of the one whose goods never left, save it and press Take from stock",
)
APART = Text("各网店订单的出库分得清", "the goods of every shop's orders are told apart")
SHARED_SQL = """SELECT "order_no" FROM "online_order" WHERE "stock_ref" IS NULL AND "booked" <> 'apart'
    GROUP BY "order_no" HAVING count(DISTINCT "shop_id") > 1 ORDER BY "order_no" """
FAILED_JOBS = Text("最近一次运行失败：{names}", "whose last run failed: {names}")
JOBS_RAN = Text("最近的运行没有失败", "no last run failed")
FAILED_SQL = """SELECT j."job" FROM "job_run" j JOIN
    (SELECT "job", max("period") AS p FROM "job_run" WHERE "state" IN ('done', 'failed') GROUP BY "job") l
    ON l."job" = j."job" AND l.p = j."period" WHERE j."state" = 'failed' ORDER BY j."job" """


def whole(chosen: Settings, opened: Opened) -> Iterator[Finding]:
    """SQLite's own check of every page and link; a server answers for its own."""
    if opened.file is None:
        number = int(opened.value("SHOW server_version_num"))
        version = str(number // 10000)
        yield wrong(TOO_OLD(version=version)) if number < OLDEST_SERVER else good(REACHED(version=version))
        return
    if (why := next(soundness.pages_and_links(opened.file), None)) is not None:
        yield wrong(DAMAGED(why=why))
        return
    yield good(WHOLE(name=chosen.file.name, size=size_of(chosen.file.stat().st_size)))


def schema(chosen: Settings, opened: Opened) -> Iterator[Finding]:
    """The steps that were taken, and that every table and column of the declarations is there."""
    there = opened.columns()
    if "schema_migration" not in there:
        yield wrong(NOT_OURS)
        return
    applied = {name for (name,) in opened.ask("SELECT name FROM schema_migration")}
    known = {path.stem for path in database.MIGRATIONS.glob("[0-9]*.py")}
    if later := sorted(applied - known):
        yield wrong(NEWER(name=later[-1]))
    elif pending := known - applied:
        yield mind(PENDING(count=len(pending)))
    elif lacking := list(_lacking(there)):
        yield wrong(LACKS(names=", ".join(lacking[:SHOWN])))
    else:
        yield good(FITS(tables=len(there)))


def _lacking(there: dict[str, set[str]]) -> Iterator[str]:
    for table in tables_of(declared().areas):
        name = table._meta.table_name
        if name not in there:
            yield name
            continue
        yield from (f"{name}.{column}" for column in sorted(set(table._meta.columns) - there[name]))


def chain(chosen: Settings, opened: Opened) -> Iterator[Finding]:
    """The history, hash by hash."""
    if (why := next(soundness.chain(opened.ask), None)) is not None:
        yield wrong(why)
        return
    yield good(CHAINED(changes=f"{opened.value('SELECT count(*) FROM change'):,}"))


def sums(chosen: Settings, opened: Opened) -> Iterator[Finding]:
    """Ledgers and counted rows."""
    there = set(opened.columns())
    faults = [*soundness.sums(opened.ask, there), *soundness.counted(opened.ask, there)]
    yield from (wrong(why) for why in faults)
    if not faults:
        yield good(SUMMED)


def searches(chosen: Settings, opened: Opened) -> Iterator[Finding]:
    """The indexes of the quick search against their tables; those of PostgreSQL are its own."""
    if opened.file is None or "search_index" not in opened.columns():
        return
    execute, named = opened.file.execute, {record._meta.table_name: record for record in house().records.values()}
    tables = [table for table in sorted(searched.tables_indexed(execute)) if table in named]
    lacking = {table: searched.lacks(table, execute) for table in tables}
    for table, id in lacking.items():
        if id is not None:
            yield mind(UNFOUND(record=named[table].sheet.label, id=id))
    if not any(id is not None for id in lacking.values()):
        yield good(FOUND(count=len(tables)))


def references(chosen: Settings, opened: Opened) -> Iterator[Finding]:
    """Orders of several shops that the stock's ledger calls alike, from before it told them apart."""
    if "stock_ref" not in opened.columns().get("online_order", set()):
        return
    names = [name for (name,) in opened.ask(SHARED_SQL)]
    yield mind(SHARED_REFS(count=len(names), names="、".join(names[:SHOWN]))) if names else good(APART)


def attachments(chosen: Settings, opened: Opened) -> Iterator[Finding]:
    """Each file that hangs on a record, byte for byte."""
    folder, count, gone, damaged = folder_of("attachments"), 0, [], []
    rows = list(opened.ask('SELECT "stored", "digest", "name" FROM "attachment" WHERE "removed_at" IS NULL'))
    for stored, digest, name in rows:
        path, count = folder / stored, count + 1
        if not path.is_file():
            gone.append(name)
        elif copies.digest_of(path) != digest:
            damaged.append(name)
    if gone or damaged:
        names = "、".join([*gone, *damaged][:SHOWN])
        yield wrong(GONE(count=len(gone), damaged=len(damaged), names=names))
    else:
        yield good(FILES(count=count))


def jobs(chosen: Settings, opened: Opened) -> Iterator[Finding]:
    """Whether what happens unattended happens."""
    if failed := [name for (name,) in opened.ask(FAILED_SQL)]:
        yield mind(FAILED_JOBS(names=", ".join(failed[:SHOWN])))
    else:
        yield good(JOBS_RAN)


def moment_of(value: Any) -> datetime | None:
    """A moment as either database gives it."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime.fromisoformat(value).replace(tzinfo=None)
