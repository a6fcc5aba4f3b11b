"""Copies 备份: each is the database as it was at one moment, a note of what it must be, and the bytes of its attachments.

`ops-2026-11-23.db` has its note in `ops-2026-11-23.db.json`; the attachments lie in `files/` under their SHA-256, once for all
copies, as hard links where that is possible: they cost nothing and outlive the original. A backups folder that is a link
to another disk gets true copies.
"""

import hashlib
import json
import logging
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import apsw

from ..clock import local, now
from ..text import Refused, Text
from . import database
from .database import COPY_FULL, folder_of
from .locks import Held, held

log = logging.getLogger("opsdesk.copies")
FILES, NOTE, PATTERN = "files", ".json", "ops-*.db"
ROOM = 64 * 1024**2  # what must stay free on the disk beside the copy, for the people's own work
# An import can be undone as one batch; the copy is for what is noticed later. It is worth some seconds, not more.
LARGE_IMPORT, LONGEST_WAIT, FRESH = 500, 20, timedelta(minutes=5)
# What only grows: when none of these has grown, nothing was written that a newer copy would have.
GROWING = ("change", "event", "state_move", "week_revision")
TURN, LONGEST_TURN = ".copying", 3600
COPYING = Text("另一个备份还在进行，请稍后再试", "Another copy is still being made; try again in a moment")
GONE = Text("备份文件 {name} 不见了", "The copy {name} is gone")
DIFFERS = Text("备份文件 {name} 已损坏：内容与备份时不一致", "The copy {name} is damaged: it is not what was written")


@dataclass(frozen=True)
class Note:
    """What a copy was when it was made: how large, its SHA-256, the newest hash of the audit chain, rows by record type."""

    made_at: str
    bytes: int
    sha256: str
    seconds: float
    head: str | None
    grown: list[int]
    rows: dict[str, int]
    files: int = 0
    lacking: list[str] | None = None


def take(name: str, *, thorough: bool = True, most_seconds: float | None = None) -> Path:
    """Put `ops-{name}.db` into the backups: checked, noted, with its attachments. Raises Refused, and changes nothing then.

    One at a time, whoever asks. A nightly copy takes the place of one of the same name, any other goes beside it.
    """
    with _turn(LONGEST_TURN):
        return _take(name, thorough=thorough, most_seconds=most_seconds)


@contextmanager
def _turn(seconds: float) -> Iterator[None]:
    folder = folder_of("backups")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with held(Path(f"{database.handle.obj.database}{TURN}"), seconds):
            yield
    except Held:
        raise Refused(COPYING) from None


def _take(name: str, *, thorough: bool, most_seconds: float | None) -> Path:
    folder, began = folder_of("backups"), time.monotonic()
    target, moment = free(folder, name), now()
    if shutil.disk_usage(folder).free < Path(database.handle.obj.database).stat().st_size + ROOM:
        raise Refused(COPY_FULL)

    beside, facts = target.with_name(target.name + NOTE), {}

    def look(part: Path) -> None:
        with looked_at(part) as connection:
            count, lacking = keep_files(connection, folder / FILES)
            facts.update(
                head=head_of(connection),
                grown=grown(connection),
                rows=rows_of(connection),
                files=count,
                lacking=lacking,
            )
        facts.update(bytes=part.stat().st_size, sha256=digest_of(part))
        beside.unlink(missing_ok=True)  # killed now, there is a copy without a note, never one with another's

    database.back_up(target, "integrity_check" if thorough else "quick_check", look, most_seconds)
    note = Note(f"{moment:%Y-%m-%dT%H:%M:%SZ}", seconds=round(time.monotonic() - began, 2), **facts)
    _write(beside, json.dumps(asdict(note), ensure_ascii=False))
    return target


def free(folder: Path, name: str, ending: str = ".db") -> Path:
    """Where a copy goes: two of the same second are two, but the night's takes the place of another of its day."""
    nightly = re.fullmatch(r"\d{4}-\d\d-\d\d", name)
    names = (f"ops-{name}{f'-{again}' if again else ''}{ending}" for again in count())
    return next(folder / name for name in names if nightly or not (folder / name).exists())


def before_import(rows: int) -> Path | None:
    """A copy before a large import, unless one has just been made: who brings in a folder of files waits once, not each time.

    A copy that fails does not stop the import, which is one transaction and can be undone.
    """
    if rows < LARGE_IMPORT or not database.is_embedded():
        return None
    try:
        with _turn(LONGEST_WAIT):  # who waited for another's copy finds it, made before either import wrote anything
            if any(
                abs(now() - moment) < FRESH for path in folder_of("backups").glob(PATTERN) if (moment := made_at(path))
            ):
                return None
            return _take(f"before-import-{stamp()}", thorough=False, most_seconds=LONGEST_WAIT)
    except (Refused, OSError, apsw.Error) as error:
        log.warning("no copy before the import: %s", error)
        return None


def stamp() -> str:
    return f"{local(now()):%Y%m%d-%H%M%S}"


# Looking at copies ------------------------------------------------------------------------------------------------------


class looked_at:
    """A copy opened as it lies there: nothing is written to it or beside it."""

    def __init__(self, path: Path):
        self.connection = apsw.Connection(
            f"file:{_quoted(path)}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        )

    def __enter__(self) -> apsw.Connection:
        return self.connection

    def __exit__(self, *_: Any) -> None:
        self.connection.close()


def note_of(path: Path) -> Note | None:
    """The note beside a copy; None where there is none, or it can't be read."""
    try:
        facts = json.loads(path.with_name(path.name + NOTE).read_text(encoding="utf-8"))
        return Note(**facts)
    except (OSError, ValueError, TypeError):
        return None


def made_at(path: Path) -> datetime | None:
    """When a copy was made (UTC): by its note, else by its file; None when it is gone."""
    if note := note_of(path):
        return datetime.strptime(note.made_at, "%Y-%m-%dT%H:%M:%SZ")
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)
    except OSError:
        return None


def wrong_with(path: Path) -> Text | None:
    """Why a copy can't be relied on: it is gone, or not a byte as it was; None when it is as it was made."""
    note = note_of(path)
    try:
        if note is None:
            with looked_at(path) as connection:
                return None if connection.pragma("quick_check") == "ok" else DIFFERS(name=path.name)
        same = path.stat().st_size == note.bytes and digest_of(path) == note.sha256
        return None if same else DIFFERS(name=path.name)
    except FileNotFoundError:
        return GONE(name=path.name)
    except (OSError, apsw.Error):
        return DIFFERS(name=path.name)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def head_of(connection: apsw.Connection) -> str | None:
    return connection.execute('SELECT "hash" FROM "audit_head"').get


def rows_of(connection: apsw.Connection) -> dict[str, int]:
    return dict(connection.execute('SELECT "record", "rows" FROM "tally" ORDER BY "record"'))


def grown(connection: apsw.Connection) -> list[int]:
    """How far the tables that only grow have come."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return [
        connection.execute(f'SELECT coalesce(max("id"), 0) FROM "{name}"').get if name in there else 0
        for name in GROWING
    ]


# Attachments --------------------------------------------------------------------------------------------------------------


def files_in(connection: apsw.Connection) -> Iterator[tuple[str, str, bool]]:
    """Each attachment a copy knows: the random name of its file, its SHA-256, and whether it still hangs on its record."""
    for stored, digest, removed in connection.execute('SELECT "stored", "digest", "removed_at" FROM "attachment"'):
        yield stored, digest, removed is None


def keep_files(connection: apsw.Connection, folder: Path) -> tuple[int, list[str]]:
    """Keep the bytes of all attachments; returns how many are there, and the digests of those whose bytes are lost."""
    folder.mkdir(mode=0o700, exist_ok=True)
    there, lacking, count = set(os.listdir(folder)), [], 0
    for stored, digest, hangs in files_in(connection):
        if digest not in there and link_checked(folder_of("attachments") / stored, folder / digest, digest):
            there.add(digest)
        count += digest in there
        if hangs and digest not in there:
            lacking.append(digest)
    return count, lacking


def link_checked(source: Path, target: Path, digest: str) -> bool:
    """The same bytes under another name, if they are what they should be: as a link, or copied to another disk."""
    try:
        if digest_of(source) != digest:
            return False
        part = database.part_of(target)
        try:
            try:
                part.hardlink_to(source)
            except OSError:
                shutil.copyfile(source, part)
                part.chmod(0o600)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)  # a link onto the very same file is no rename: the second name stays
        return True
    except OSError as error:
        if source.exists():
            raise
        log.warning("an attachment's file is gone: %s (%s)", source.name, error.strerror)
        return False


def forget_files(copies: Iterable[Path], folder: Path) -> int:
    """Take away the bytes that no copy has referred to for a day; returns how many. A copy being made links its own first."""
    needed = set()
    for path in copies:
        with looked_at(path) as connection:
            needed |= {digest for _, digest, _ in files_in(connection)}
    before = time.time() - 86400
    gone = [path for path in folder.glob("*") if path.name not in needed and path.stat().st_ctime < before]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _write(path: Path, text: str) -> None:
    part = database.part_of(path)
    try:
        part.write_text(text, encoding="utf-8")
        part.chmod(0o600)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    """A path inside a URI: what would end it there is written as a number."""
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
