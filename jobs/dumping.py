"""Copies of a PostgreSQL database, by the tools that come with it: made, looked at, put back."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from models.kit import Refused, Text
from models.kit.server import beside, copies, database
from models.kit.server.database import folder_of
from models.kit.text import size_of

DUMP, RESTORE = "pg_dump", "pg_restore"
BACK = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
ELSEWHERE = Text(
    "这台机器上没有 pg_dump，请在数据库服务器上备份",
    "There is no pg_dump on this machine: make copies at the database's own server",
)
MADE = Text("{name}，{size}；清理旧备份 {gone} 份", "{name}, {size}; {gone} old copies removed")
LACKING = Text(
    "这台机器上没有 {tool}。请在装有 PostgreSQL 工具的机器上运行：{command}",
    "There is no {tool} on this machine. Where PostgreSQL's tools are installed, run: {command}",
)
FAILED = Text("{tool} 没有成功：{why}", "{tool} failed: {why}")
NO_FILE = Text("找不到备份文件 {file}", "There is no copy {file}")
IN_USE = Text(
    "还有 {count} 个程序连着这个数据库，请先停止运营台再恢复",
    "Programs still connected to this database: {count}; stop the app before restoring",
)
RESTORED = Text(
    "已恢复 {file}；所有人需要重新登录，附件在数据文件夹里，没有动",
    "Restored {file}; everybody has to sign in again. Attachments lie in the data folder and were left alone",
)
OTHERS = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""


def nightly(day: date, keep: int) -> Text:
    """The copy of a night, and away with those of more than so many days ago; said instead where there is no pg_dump."""
    if shutil.which(DUMP) is None:
        return ELSEWHERE
    made = dump(str(day))
    last = f"ops-{day - timedelta(days=keep)}.dump"
    old = [path for path in made.parent.glob("ops-????-??-??.dump") if path.name <= last]
    for path in old:
        path.unlink(missing_ok=True)
    return MADE(name=made.name, size=size_of(made.stat().st_size), gone=len(old))


def dump(name: str) -> Path:
    """A copy by pg_dump among the other copies, looked through by pg_restore. Raises Refused."""
    folder = folder_of("backups")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = copies.free(folder, name, ".dump")
    part = database.part_of(target)
    try:
        _run(DUMP, "-Fc", "--no-owner", "--no-privileges", "-f", str(part))
        look_at(part)
        part.chmod(0o600)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def look_at(file: Path) -> None:
    """Raises Refused for what pg_restore can't read, and where there is none."""
    _run(RESTORE, "--list", str(file), reads=True)


def put_back(asked: str) -> Text:
    """A copy in the place of everything, whole or not at all; nobody else may be connected. Raises Refused."""
    file = next((path for path in (Path(asked).expanduser(), folder_of("backups") / asked) if path.is_file()), None)
    if file is None:
        raise Refused(NO_FILE(file=asked))
    again = [*BACK, str(file)]
    _at_hand(RESTORE, again)
    with database.reading():
        ((others,),) = database.fetch(OTHERS)
    if others:
        raise Refused(IN_USE(count=others))
    look_at(file)
    _run(RESTORE, *again)
    with database.reading():
        database.handle.execute_sql(
            "UPDATE session SET ended_at = now() AT TIME ZONE 'UTC', why = 'restore' WHERE ended_at IS NULL"
        )
    return RESTORED(file=file.name)


def _run(tool: str, *arguments: str, reads: bool = False) -> None:
    """One of the tools on the open database; its password goes by the environment, where no list of processes shows it."""
    _at_hand(tool, list(arguments))
    address, password = _without_password(database.address())
    words = [*arguments] if reads else ["--dbname", address, *arguments]
    code, said = beside.tool([tool, *words], {"PGPASSWORD": password} if password else {})
    if code:
        raise Refused(FAILED(tool=tool, why=(said.splitlines() or ["?"])[-1][:300]))


def _at_hand(tool: str, arguments: list[str]) -> None:
    if shutil.which(tool) is None:
        command = [tool, "--dbname", _without_password(database.address())[0], *arguments]
        raise Refused(LACKING(tool=tool, command=" ".join(command)))


def _without_password(address: str) -> tuple[str, str | None]:
    parts = urlsplit(address)
    who, at, host = parts.netloc.rpartition("@")
    name, _, password = who.partition(":")
    return urlunsplit(parts._replace(netloc=f"{name}{at}{host}")), unquote(password) or None
