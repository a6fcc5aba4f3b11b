"""Putting a copy back: looked at before anything is touched, then put in place in one step; what was there is kept aside.

Killed at any point, the old database or the new one is there, whole: the name `ops.db` is never without one of them.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import apsw

from exports import attachments
from models.kit import Refused, Text
from models.kit.clock import local, now
from models.kit.server import copies, database
from models.kit.server.database import folder_of
from models.kit.server.locks import lock_bytes
from models.kit.server.machine import is_full
from models.kit.text import size_of
from models.kit.write import history

from .soundness import DAMAGED, NOT_ONE, look_through, schema_fits

SQLITE = b"SQLite format 3\x00"
SHARED_BYTES = 0x40000000 + 2, 510  # where SQLite itself locks a file that somebody has open
BUSY_WAIT = 1500  # milliseconds
SIDES = ("-wal", "-shm", "-journal")
NO_FILE = Text("找不到备份文件 {file}；现有备份：{names}", "There is no copy {file}; there are: {names}")
NONE_THERE = Text("没有", "none")
LIVE = Text(
    "{file} 是正在使用的数据库（旁边有 -wal 文件），不是备份；请用 main.py backup 备份",
    "{file} is a database in use (there is a -wal file beside it), no copy; make one with main.py backup",
)
RUNNING = Text(
    "运营台正在使用这个数据库，请先停止运营台再恢复",
    "The app, or a command of it, is running on this database; stop it before restoring",
)
NOT_AS_MADE = Text("内容与备份时记下的校验值不一致", "it is not, byte for byte, what was written")
NO_FILES = Text(
    "备份里有 {count} 个附件的文件找不到或已损坏；仍要恢复请加 --without-files",
    "The bytes of {count} attachments are missing or damaged; to restore all the same, add --without-files",
)
NO_SPACE = Text("磁盘空间不够，没有恢复任何内容", "There is not enough room on the disk; nothing was restored")

DONE = Text("已恢复 {file}（{made} 的数据），{size}", "Restored {file} (as of {made}), {size}")
WITHOUT = Text("缺少 {count} 个附件的文件", "{count} attachments are without their bytes")
ASIDE = Text("原来的数据库保留为 {path}", "The database as it was is kept as {path}")
LOST = Text(
    "备份之后的 {count} 批修改不在其中（{first} 至 {last}，{people} 人）",
    "Not in it: {count} batches written after the copy ({first} to {last}, by {people} people)",
)
NOTHING_LOST = Text("备份之后没有修改，没有丢失内容", "Nothing was changed after the copy; nothing is lost")
OTHER_LINE = Text(
    "注意：现在的数据库不是这个备份的后续，两者历史不同",
    "Mind: the present database did not grow out of this copy; they have different histories",
)
UNREADABLE = Text(
    "原来的数据库无法读取，看不出备份之后丢失了什么", "The database as it was can't be read, so what is lost is unknown"
)
SIGN_IN = Text(
    "所有人需要重新登录；密码、角色和权限回到备份时的状态，请核对",
    "Everybody has to sign in again; passwords, roles and rights are those of the copy: look through them",
)


def restore(asked: str, target: Path, *, without_files: bool = False, out: Callable[[Text], None]) -> Path | None:
    """Put a copy in the place of `target`. Returns where the old database is kept. Raises Refused, and changes nothing then."""
    file = chosen(asked, target)
    staged = target.with_name(f"{target.name}.{os.getpid()}.restoring")
    try:
        with alone(target) as old:
            _stage(file, staged)
            with copies.looked_at(staged) as copy:
                schema_fits(copy, file)
                contents = look_through(copy, file)
                wanted, lacking = files_wanted(copy, file.parent / copies.FILES)
                if lacking and not without_files:
                    raise Refused(NO_FILES(count=lacking))
                lost = lost_since(copy, old)
            _ready(staged, file)
            marks = bring_files(wanted)
            kept = _swap(staged, target, clean=old is not None)
            for mark in marks:
                mark.unlink(missing_ok=True)
    except (OSError, apsw.FullError) as error:
        if not is_full(error):
            raise
        raise Refused(NO_SPACE) from error
    finally:
        for path in (staged, *(Path(f"{staged}{side}") for side in SIDES)):
            path.unlink(missing_ok=True)
    made = f"{local(copies.made_at(file)):%Y-%m-%d %H:%M}"
    without = [WITHOUT(count=lacking)] if lacking else []
    aside = [ASIDE(path=kept), *lost] if kept else []
    for line in (
        DONE(file=file.name, made=made, size=size_of(target.stat().st_size)),
        *contents,
        *without,
        *aside,
        SIGN_IN,
    ):
        out(line)
    return kept


def chosen(asked: str, target: Path) -> Path:
    """The file that is meant: a path, or the name of one of the backups. Raises Refused for what can't be a copy."""
    folder = folder_of("backups")
    file = next((path for path in (Path(asked).expanduser(), folder / asked) if path.is_file()), None)
    if file is None:
        names = sorted(
            (path.name for path in folder.glob(copies.PATTERN)), key=lambda name: (folder / name).stat().st_mtime
        )
        raise Refused(NO_FILE(file=asked, names=", ".join(names[:-9:-1]) or NONE_THERE))
    file = file.resolve()
    if not _is_sqlite(file):
        raise Refused(NOT_ONE(file=file.name))
    wal = Path(f"{file}-wal")
    if file == target.resolve() or (wal.exists() and wal.stat().st_size):
        raise Refused(LIVE(file=file.name))
    return file


def _is_sqlite(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(SQLITE)) == SQLITE


# Nobody else ------------------------------------------------------------------------------------------------------------


@contextmanager
def alone(target: Path) -> Iterator[apsw.Connection | None]:
    """Nobody else has the database open, nor can open it meanwhile; its log is folded into it, so that it is one whole file.

    None where there is no database, or one that is too damaged to be opened.
    """
    if not target.exists():
        yield None
        return
    if not _is_sqlite(target):
        with _held(target):
            yield None
        return
    connection = apsw.Connection(str(target))
    try:
        connection.set_busy_timeout(BUSY_WAIT)
        if connection.pragma("journal_mode", "DELETE") != "delete":
            raise Refused(RUNNING)
        connection.execute("BEGIN EXCLUSIVE")
    except (apsw.BusyError, apsw.LockedError) as error:
        connection.close()
        raise Refused(RUNNING) from error
    except apsw.Error:
        connection.close()
        with _held(target):
            yield None
        return
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _held(target: Path) -> Iterator[None]:
    """The same lock by hand, on a file that SQLite can't read."""
    with target.open("r+b") as file:
        try:
            lock_bytes(file.fileno(), *SHARED_BYTES)
        except OSError as error:
            raise Refused(RUNNING) from error
        yield


# Looking through the copy -------------------------------------------------------------------------------------------------


def _stage(file: Path, staged: Path) -> None:
    """A copy of the copy beside the database, byte for byte what was noted when it was made."""
    if shutil.disk_usage(staged.parent).free < file.stat().st_size + copies.ROOM:
        raise Refused(NO_SPACE)
    note = copies.note_of(file)
    shutil.copyfile(file, staged)
    staged.chmod(0o600)
    if note is not None and copies.digest_of(staged) != note.sha256:
        raise Refused(DAMAGED(file=file.name, why=NOT_AS_MADE))


def files_wanted(copy: apsw.Connection, kept: Path) -> tuple[list[tuple[Path, Path, str]], int]:
    """Which attachments' bytes must be brought (from, to, SHA-256), and how many that hang on a record are not to be had."""
    folder, wanted, lacking = folder_of("attachments"), [], 0
    for stored, digest, hangs in copies.files_in(copy):
        path = folder / stored
        if _holds(path, digest):
            continue
        sources = (kept / digest, folder_of("backups") / copies.FILES / digest)
        if source := next((candidate for candidate in sources if _holds(candidate, digest)), None):
            wanted.append((source, path, digest))
        else:
            lacking += hangs
    return wanted, lacking


def _holds(path: Path, digest: str) -> bool:
    return path.exists() and copies.digest_of(path) == digest


def bring_files(wanted: list[tuple[Path, Path, str]]) -> list[Path]:
    """Put the bytes where the copy expects them. Returns the marks beside them, as an upload's: as long as one is there, the
    next start looks whether the database that stands then knows the file, for we may be killed before the copy's does.
    """
    marks = []
    for source, path, digest in wanted:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        marks.append(attachments.mark(path))
        copies.link_checked(source, path, digest)
    return marks


def lost_since(copy: apsw.Connection, old: apsw.Connection | None) -> list[Text]:
    """What the present database has that the copy has not."""
    if old is None:
        return [UNREADABLE]
    try:
        last, head = copy.execute('SELECT max("id"), (SELECT "hash" FROM "audit_head") FROM "change"').fetchone()
        same = last is None or old.execute('SELECT "hash" FROM "change" WHERE "id" = ?', (last,)).get == head
        batch = copy.execute('SELECT coalesce(max("id"), 0) FROM "batch"').get
        sql = 'SELECT count(*), min("at"), max("at"), count(DISTINCT "user_id") FROM "batch" WHERE "id" > ?'
        count, first, end, people = old.execute(sql, (batch,)).fetchone()
    except apsw.Error:
        return [UNREADABLE]
    if not same:
        return [OTHER_LINE]
    if not count:
        return [NOTHING_LOST]
    return [LOST(count=count, first=_said(first), last=_said(end), people=people)]


def _said(moment: str) -> str:
    return f"{local(history.Batch.at.python_value(moment)):%Y-%m-%d %H:%M}"


# Putting it in place ------------------------------------------------------------------------------------------------------


def _ready(staged: Path, file: Path) -> None:
    """Sessions that ended after the copy must not live again; the log of events tells of the restoring."""
    moment = f"{now():%Y-%m-%d %H:%M:%S}"
    connection = apsw.Connection(str(staged))
    try:
        connection.pragma("journal_mode", "DELETE")
        connection.pragma("synchronous", 2)
        with connection:
            connection.execute(
                'UPDATE "session" SET "ended_at" = ?, "why" = ? WHERE "ended_at" IS NULL', (moment, "restore")
            )
            connection.execute(
                'INSERT INTO "event" ("at", "user_name", "kind", "detail") VALUES (?, ?, ?, ?)',
                (moment, "系统·命令行", "restore", json.dumps({"file": file.name}, ensure_ascii=False)),
            )
    finally:
        connection.close()
    database.to_disk(staged)


def _swap(staged: Path, target: Path, *, clean: bool) -> Path | None:
    """The old one gets a second name, then the new one takes its first: there is no moment without a database."""
    aside, there = _free_beside(target), target.exists()
    if there:
        try:
            aside.hardlink_to(target)
        except OSError:
            shutil.copyfile(target, aside)
        aside.chmod(0o600)
    for side in () if clean else SIDES:  # the log of a database too damaged to be opened must not meet the new one
        if (beside := Path(f"{target}{side}")).exists():
            beside.replace(f"{aside}{side}")
    staged.replace(target)
    database.to_disk(target.parent)
    return aside if there else None


def _free_beside(target: Path) -> Path:
    """Where the old one is kept: what an earlier restore of the same second has kept stays, and so does its log."""
    names = (f"{target.name}.replaced-{copies.stamp()}{f'-{again}' if again else ''}" for again in count())
    paths = (target.with_name(name) for name in names)
    return next(path for path in paths if not any(Path(f"{path}{side}").exists() for side in ("", *SIDES)))
