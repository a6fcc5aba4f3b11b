"""Two companies that differ only in what one role can't see: rows out of its scope, types it has no right to, masked and hidden columns."""

import json
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from models import accounts, house
from models.kit.declare.access import Who, scope, visible
from models.kit.declare.record import Record
from models.kit.fields import LinkField
from models.kit.server import database
from models.kit.text import Refused
from tests.helpers import furnished, places
from tests.over_http import world

FAR = 10**6  # ids of rows that only the second world has
fresh = count(40_000)


def build(folder: Path) -> dict[str, dict[str, int]]:
    """The first world, as `one.db`; returns the id of each side's row by record type."""
    made = furnished.opened(f"{folder}/one.db")
    database.close()
    return made


def reader(folder: Path, name: str, login: str) -> Who:
    """Open a world and say who asks there."""
    database.close()
    database.open(places.url(f"{folder}/{name}.db"))
    with database.reading():
        return accounts.who_for(accounts.User.get(accounts.User.login == login).id)


def twist(folder: Path, login: str) -> int:
    """Make `two.db` from `one.db`, other in all that this person can't see. Returns how many cells differ."""
    who = reader(folder, "one", login)
    with database.reading():
        unseen = {key: _unseen_ids(record, who) for key, record in house().records.items()}
        closed = {key: _closed(record, who) for key, record in house().records.items()}
    database.close()
    for left in folder.glob("two.db*"):  # with what its log holds still, as a thread may have been writing there
        left.unlink()
    connection = sqlite3.connect(folder / "two.db")
    with closing(sqlite3.connect(folder / "one.db")) as source:
        source.backup(connection)
    connection.execute("PRAGMA foreign_keys = OFF")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{trigger}"')  # the past, too, is another there
    twisted = 0
    for key, record in house().records.items():
        if not key.startswith(
            ("user", "role", "grant", "parameter", "design_", "own_metric", "board", "subscription")
        ):  # what is designed shows in the types; a subscription to whom it goes
            twisted += _columns(connection, record, closed[key])
            twisted += _rows(connection, record, unseen[key])
            twisted += _comments(connection, record, unseen[key], closed[key])
    connection.commit()
    connection.close()
    return twisted


def _unseen_ids(record: type[Record], who: Who) -> list[int]:
    """Rows out of scope; of a type that isn't seen at all none, as their names are told where others link to them."""
    limit = scope(who, record)
    if limit is None or not visible(who, record):
        return []
    return [
        id for (id,) in record.select(record.id).where(~record.id.in_(record.select(record.id).where(limit))).tuples()
    ]


def _closed(record: type[Record], who: Who) -> list[str]:
    """Columns masked for or hidden from this person; the name and its reading stay, as links tell them."""
    shown = visible(who, record)
    title = (record.sheet.title, record.pinyin().get(record.sheet.title))
    return [name for name in record.fields() if shown.get(name) != "full" and name not in title]


def _columns(connection: Any, record: type[Record], names: list[str]) -> int:
    """Another value behind each mask, and another hidden one, in every row; masked alike where the mask shows a part."""
    table, done = record._meta.table_name, 0
    for name in names:
        item = record.fields()[name]
        for id, stored in connection.execute(f'SELECT "id", "{item.column_name}" FROM "{table}"').fetchall():
            other = None if stored is None else _other(item, stored)
            if other is not None:
                done += _put(connection, table, item.column_name, id, other)
                _past(connection, record, id, name, item.keep(item.python_value(other)))
    return done


def _other(item: Any, stored: Any) -> Any:
    if isinstance(item, LinkField) or item.kind in ("choice", "flag"):
        return None
    if item.kind == "phone":
        return f"{stored[:3]}{next(fresh) % 10**4:04d}{stored[7:]}"
    if item.kind == "idnumber":
        return next(
            text for n in range(1000) if _is_right(item, text := f"{stored[:3]}{next(fresh) % 1000:03d}{stored[6:]}")
        )
    if item.kind == "day" and item.mask:  # the mask shows month and day
        return item.db_value(item.python_value(stored).replace(year=1904))
    value = world.sample(item, next(fresh))
    return None if value is None else item.db_value(value)


def _is_right(item: Any, text: str) -> bool:
    try:
        return bool(item.parse(text))
    except Refused:
        return False


def _past(connection: Any, record: type[Record], id: int, name: str, kept: Any) -> None:
    for change, after in connection.execute(
        'SELECT "id", "after" FROM "change" WHERE "record" = ? AND "row_id" = ?', (record.key(), id)
    ).fetchall():
        values = json.loads(after or "{}")
        if name in values:
            text = json.dumps(values | {name: kept}, ensure_ascii=False)
            connection.execute('UPDATE "change" SET "after" = ? WHERE "id" = ?', (text, change))


def _put(connection: Any, table: str, column: str, id: int, value: Any) -> int:
    try:
        connection.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE "id" = ?', (value, id))
    except sqlite3.IntegrityError:
        return 0  # a CHECK of the table holds it as it is
    return 1


def _rows(connection: Any, record: type[Record], ids: list[int]) -> int:
    """Each row out of sight says other things, and has a twin that the first world lacks."""
    table, key, done = record._meta.table_name, record.key(), 0
    columns = [item.column_name for item in record.fields().values()]
    unique = {name for names in record.unique_sets() for name in names}
    for id in ids:
        row = connection.execute(f'SELECT {_names(columns)} FROM "{table}" WHERE "id" = ?', (id,)).fetchone()
        twin = dict(zip(columns, row, strict=True))
        for name, item in record.fields().items():
            other = None if twin[item.column_name] is None else _other(item, twin[item.column_name])
            if name in (record.sheet.title, record.pinyin().get(record.sheet.title)):
                continue  # what a row is called is told where another row links to it
            if other is not None and name in unique:
                twin[item.column_name] = other
            elif other is not None:
                done += _put(connection, table, item.column_name, id, other)
        places = ", ".join("?" * (len(columns) + 1))
        try:
            connection.execute(
                f'INSERT INTO "{table}" ("id", {_names(columns)}) VALUES ({places})', (FAR + id, *twin.values())
            )
        except sqlite3.IntegrityError:
            continue
        connection.execute('UPDATE "tally" SET "rows" = "rows" + 1 WHERE "record" = ?', (key,))
        done += 1
    return done


def _comments(connection: Any, record: type[Record], unseen: list[int], closed: list[str]) -> int:
    """Something is said on each row out of sight, and on the cells of a column out of sight."""
    rows = connection.execute(f'SELECT "id" FROM "{record._meta.table_name}" ORDER BY "id" LIMIT 20').fetchall()
    cells = [(id, None) for id in unseen] + [(id, name) for (id,) in rows for name in closed[:2]]
    for id, name in cells:
        connection.execute(
            'INSERT INTO "comment" ("record", "row_id", "field", "text", "at", "user_id", "user_name") VALUES (?, ?, ?, ?, ?, ?, ?)',
            (record.key(), id, name, f"没有给你看的评论 {next(fresh)}", "2026-11-20 01:00:00", 1, "Gail"),
        )
    return len(cells)


def _names(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
