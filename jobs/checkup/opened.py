"""A database opened to be read only, in one moment of it, while others may go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from models.kit import Refused, Text
from models.kit.server import copies, database
from models.kit.server.settings import Settings

NONE_YET = Text("没有数据库文件 {path}，第一次启动时会建立", "There is no database {path}; the first start makes it")


@dataclass(frozen=True)
class Opened:
    """One reader of either database. file: the embedded one's connection, None for a server's."""

    file: apsw.Connection | None

    def ask(self, sql: str) -> Any:
        return self.file.execute(sql) if self.file is not None else database.handle.execute_sql(sql)

    def value(self, sql: str) -> Any:
        """The only value of the only row."""
        ((value,),) = list(self.ask(sql))
        return value

    def columns(self) -> dict[str, set[str]]:
        """Every table with its columns."""
        if self.file is not None:
            sql = (
                """SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"""
            )
        else:
            sql = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        tables: dict[str, set[str]] = {}
        for table, column in self.ask(sql):
            tables.setdefault(table, set()).add(column)
        return tables


@contextmanager
def opened(chosen: Settings) -> Iterator[Opened]:
    """Raises Refused where there is none; a server's that doesn't answer raises what its driver says."""
    if chosen.file is None:
        database.point_at(chosen.database)
        with database.reading():
            database.only_read()
            yield Opened(None)
        return
    if not chosen.file.exists():
        raise Refused(NONE_YET(path=chosen.file))
    connection = _embedded(chosen.file)
    try:
        connection.execute("BEGIN")
        yield Opened(connection)
    finally:
        connection.close()


def _embedded(file: Path) -> apsw.Connection:
    """Without a log beside it nobody has it open, and reading must not make one."""
    if not Path(f"{file}-wal").exists():
        return copies.looked_at(file).connection
    connection = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)
    connection.set_busy_timeout(database.PRAGMAS["busy_timeout"])
    return connection
