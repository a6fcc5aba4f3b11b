"""Whether a copy is whole: its pages, its history's chain, the sums of its ledgers, its counted rows, and that we know its schema."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apsw

from models import house
from models.kit import Refused, Text
from models.kit.server import copies, database
from models.kit.write import history

NOT_ONE = Text("{file} 不是运营台的数据库备份", "{file} is no copy of an OpsDesk database")
DAMAGED = Text("备份 {file} 已损坏，不能恢复：{why}", "The copy {file} is damaged and can't be restored: {why}")
CHAIN = Text("修改记录的校验链在第 {change} 条断开", "the history's chain breaks at change {change}")
HEAD = Text("修改记录的末尾与备份时不一致", "the history does not end where it ended when the copy was made")
UNSUMMED = Text("{what}与流水不符", "{what} does not agree with its ledger")
COUNTED = Text("{record}有 {there} 行，应有 {rows} 行", "{record} has {there} rows and should have {rows}")
NEWER = Text(
    "备份 {file} 由更新版本的程序建立（{name}），请先升级程序",
    "The copy {file} was made by a newer version of the program ({name}); upgrade the program first",
)
CHECKED = Text(
    "检查通过：完整性、{changes} 条修改记录的校验链、积分与库存流水合计、{files} 个附件",
    "Checked: integrity, the chain of {changes} changes, the sums of points and stock, {files} attachments",
)
ROWS = Text("{record} {rows} 行", "{record}: {rows}")
REST = Text("其余 {kinds} 种记录共 {rows} 行", "{kinds} other kinds of records: {rows}")

Ask = Callable[[str], Any]  # runs a statement and gives its rows
MAIN = (
    "member",
    "points_entry",
    "purchase",
    "redemption",
    "stock_movement",
    "store",
    "employee",
    "complaint",
    "key_account",
)
# What must agree in every database of ours: nothing may come out of these.
LEDGERS = {
    Text("会员积分", "A member's points"): """SELECT m.id FROM member m LEFT JOIN
        (SELECT member_id, sum(points) AS s FROM points_entry GROUP BY member_id) e ON e.member_id = m.id
        WHERE m.points <> coalesce(e.s, 0) LIMIT 1""",
    Text("积分批次", "A lot of points"): """SELECT l.id FROM points_lot l LEFT JOIN
        (SELECT lot_id, sum(points) AS s FROM points_entry GROUP BY lot_id) e ON e.lot_id = l.id
        WHERE l."left" <> coalesce(e.s, 0) LIMIT 1""",
    Text("礼品库存", "A gift's stock"): """SELECT g.id FROM gift g LEFT JOIN
        (SELECT gift_id, sum(qty) AS s FROM gift_movement GROUP BY gift_id) m ON m.gift_id = g.id
        WHERE g.stock <> coalesce(m.s, 0) LIMIT 1""",
    Text("仓库库存", "A warehouse's stock"): """SELECT s.id FROM stock s LEFT JOIN
        (SELECT warehouse_id, product_id, batch_no, sum(qty) AS s FROM stock_movement
         GROUP BY warehouse_id, product_id, batch_no) m
        ON m.warehouse_id = s.warehouse_id AND m.product_id = s.product_id AND m.batch_no = s.batch_no
        WHERE s.qty <> coalesce(m.s, 0) LIMIT 1""",
}


def schema_fits(copy: apsw.Connection, file: Path) -> None:
    """Raises Refused when the copy is not one of ours, or knows a step of the schema that this program doesn't."""
    try:
        applied = {name for (name,) in copy.execute("SELECT name FROM schema_migration")}
        copies.head_of(copy)
    except (apsw.SQLError, apsw.NotADBError) as error:
        raise Refused(NOT_ONE(file=file.name)) from error
    except apsw.Error as error:
        raise Refused(DAMAGED(file=file.name, why=str(error))) from error
    if later := sorted(applied - {path.stem for path in database.MIGRATIONS.glob("*.py")}):
        raise Refused(NEWER(file=file.name, name=later[-1]))


def look_through(copy: apsw.Connection, file: Path) -> list[Text]:
    """Integrity, the audit chain, the ledgers' sums, the counted rows. Returns what there is to say. Raises Refused."""
    try:
        why = next(_faults(copy, copies.note_of(file)), None)
    except apsw.Error as error:
        why = str(error)
    if why is not None:
        raise Refused(DAMAGED(file=file.name, why=why))
    changes = copy.execute('SELECT count(*) FROM "change"').get
    hanging = sum(hangs for *_, hangs in copies.files_in(copy))
    rows = {key: rows for key, rows in copies.rows_of(copy).items() if rows and key in house().records}
    main = [ROWS(record=house().records[key].sheet.label, rows=f"{rows[key]:,}") for key in MAIN if key in rows]
    rest = REST(kinds=len(rows.keys() - set(MAIN)), rows=f"{sum(rows[key] for key in rows.keys() - set(MAIN)):,}")
    return [CHECKED(changes=f"{changes:,}", files=hanging), *main, rest]


def _faults(copy: apsw.Connection, note: copies.Note | None) -> Iterator[Text | str]:
    yield from pages_and_links(copy)
    yield from chain(copy.execute)
    if note is not None and copies.head_of(copy) != note.head:
        yield HEAD
    there = {name for (name,) in copy.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    yield from sums(copy.execute, there)
    yield from counted(copy.execute, there)


def pages_and_links(copy: apsw.Connection) -> Iterator[str]:
    """What SQLite itself finds wrong with a file, and rows that point to rows that aren't there."""
    if (answer := copy.pragma("integrity_check")) != "ok":
        yield str(answer)[:200]
    if orphans := copy.execute("PRAGMA foreign_key_check").fetchall():
        yield str(orphans[:2])


def chain(ask: Ask) -> Iterator[Text]:
    """Where the history's chain of hashes breaks."""
    if (change := history.verify(ask)) is not None:
        yield CHAIN(change=change)


def sums(ask: Ask, there: set[str]) -> Iterator[Text]:
    """Ledgers that don't add up, of the tables that are there."""
    for what, sql in LEDGERS.items():
        if sql.split("FROM ")[1].split()[0] in there and list(ask(sql)):
            yield UNSUMMED(what=what)


def counted(ask: Ask, there: set[str]) -> Iterator[Text]:
    """Tables that have other rows than were counted into them."""
    for key, rows in list(ask('SELECT "record", "rows" FROM "tally" ORDER BY "record"')):
        table = house().records[key]._meta.table_name if key in house().records else None
        if table in there:
            ((count,),) = list(ask(f'SELECT count(*) FROM "{table}"'))
            if count != rows:
                yield COUNTED(record=house().records[key].sheet.label, there=count, rows=rows)
