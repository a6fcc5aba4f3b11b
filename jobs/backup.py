"""Copies of the embedded database: each night, every quarter of an hour while people work, watched, and forgotten in time."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import apsw
from peewee import fn

from models.kit import Refused, Text, changes, notify, system
from models.kit.clock import local, now
from models.kit.server import copies, database
from models.kit.server.database import folder_of, untold
from models.kit.server.locks import held
from models.kit.text import size_of
from models.kit.write.history import Batch
from models.system import backup_state, keep_analysis

from . import away, dumping
from .dumping import MADE

log = logging.getLogger("opsdesk.backup")
DAILY, WEEKLY = 14, 8
# Four quarters of an hour to go back a little, and one of each hour to go back a day; more than this of disk only for the four.
QUARTERS, HOURS, MOST_RECENT = 4, 24, 10 * 1024**3
IMPORTS = 5
PATIENCE = 1800  # seconds that a look waits for a copy that is being made
LONGEST = timedelta(days=90)  # personal data that was erased is gone from the last copy after this
# A copy may take one part in fifty of the time: a large database is copied less often rather than all the time.
SHARE = 50
LATE, ROLES = timedelta(hours=26), ("administrator", "operations_manager")
NIGHTLY = Text("PostgreSQL 每夜备份一次", "PostgreSQL is copied once a night")
NOTHING_NEW = Text("自 {name} 以来没有新的修改", "Nothing new since {name}")
RESTING = Text("一次备份要 {seconds} 秒，间隔相应拉长", "A copy takes {seconds} s, so they are made less often")
SOUND = Text("最近的备份完好", "The newest copies are as they were made")
NO_DATABASE = Text("没有数据库文件 {path}", "There is no database {path}")
NONE = Text("还没有可用的备份", "There is no copy of the database")
OLD = Text(
    "最近一次夜间备份 {name} 已超过 {hours} 小时，请检查备份任务",
    "The newest nightly copy, {name}, is over {hours} hours old; look at the backup job",
)
FAILED = Text("数据库备份失败：{why}", "The backup of the database failed: {why}")
LACKING = Text(
    "{count} 个附件的文件丢失或损坏，备份里没有这些文件",
    "The bytes of {count} attachments are lost or damaged, so the copies lack them",
)
AWAY = Text("备份 {name} 没有送到第二处：{why}", "The copy {name} did not reach the second place: {why}")
CRASHED = Text("{kind}（{detail}）", "{kind} ({detail})")


def copy(day: date) -> Text:
    """Write `ops-2026-11-23.db`, take away what is too old; a copy that fails its check is never put in place."""
    if not database.is_embedded():
        return _dumped(day)
    return _told(lambda: copies.take(str(day)), day)


def _dumped(day: date) -> Text:
    """PostgreSQL's: that it did not reach the second place is told by the job, which ends in red."""
    folder = folder_of("backups")
    before = away.names_of(folder) if folder.is_dir() else set()
    said = dumping.nightly(day, DAILY)
    made = folder / f"ops-{day}.dump"
    if made.exists():
        away.remember(before - away.names_of(folder))
        if why := sent(made):
            with changes(who=system("系统·备份"), via="job") as c:
                notify(c, why, page="/jobs", roles=ROLES, urgent=True)
            raise Refused(why)
    return said


def copy_often(day: date) -> Text:
    """Every quarter of an hour, when something was written since the last copy: so much is lost at most with the disk's data."""
    if not database.is_embedded():
        return NIGHTLY
    if why := _not_now():
        return why
    return _told(lambda: copies.take(f"recent-{copies.stamp()}", thorough=False), day)


def by_hand() -> Path:
    """A copy that somebody asked for. Raises Refused."""
    if not Path(database.handle.obj.database).exists():
        raise Refused(NO_DATABASE(path=database.handle.obj.database))
    return copies.take(f"by-hand-{copies.stamp()}")


def _not_now() -> Text | None:
    """Why there need not be a copy now: nothing was written since the newest, or copies take too much of the time."""
    there = all_copies()
    note = copies.note_of(there[0]) if there else None
    with database.reading():
        if note is None or (backup_state() or {}).get("ok") is False:
            return None
        if copies.grown(database.handle.connection()) == note.grown and there[0].stat().st_size == note.bytes:
            return NOTHING_NEW(name=there[0].name)
    # The nightly copy is looked at more thoroughly; what counts is how long one of these takes.
    seconds = next((quick.seconds for path in there if "-recent-" in path.name and (quick := copies.note_of(path))), 0)
    passed = abs((now() - copies.made_at(there[0])).total_seconds())  # a clock that stood ahead once holds up no copy
    return RESTING(seconds=seconds) if passed < seconds * SHARE else None


@contextmanager
def _turn() -> Iterator[None]:
    """Jobs run side by side, each in a process of its own; copying, looking and forgetting do not."""
    folder = folder_of("backups")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held(folder, PATIENCE):
        yield


def _told(take: Callable[[], Path], day: date) -> Text:
    """Make a copy and say where it stands, for the page of jobs; a failure is told to those who can help."""
    with _turn():
        return _told_alone(take, day)


def _told_alone(take: Callable[[], Path], day: date) -> Text:
    try:
        made = take()
    except (Refused, OSError, apsw.Error) as error:
        why = (
            error.text
            if isinstance(error, Refused)
            else CRASHED(kind=type(error).__name__, detail=untold(str(error))[:200])
        )
        try:
            _stand(FAILED(why=why))
        except Refused:  # the database is on the same full disk: the mark of the job, and the watch, will tell
            log.exception("the failed backup could not be noted")
        raise
    before = away.names_of(folder_of("backups"))
    gone = forget(day)
    away.remember(before - away.names_of(folder_of("backups")))
    lacking = len(copies.note_of(made).lacking)
    unsent = sent(made)
    _stand(unsent or (LACKING(count=lacking) if lacking else late()))
    return unsent or MADE(name=made.name, size=size_of(made.stat().st_size), gone=gone)


def sent(made: Path) -> Text | None:
    """Why the copy isn't in the second place, for whoever must know; None when it is there, or none was named."""
    try:
        away.send(made)
    except Refused as refused:
        log.error("a copy was not brought to the second place: %s", refused.text.en)
        return AWAY(name=made.name, why=refused.text)
    return None


def _stand(why: Text | None) -> None:
    """Keep what the page of jobs shows; a new reason goes to the roles that must hear of it, the same one once a day."""
    before, copies_there = backup_state() or {}, all_copies()
    newest, nightly = next(iter(copies_there), None), next((path.name for path in copies_there if day_of(path)), None)
    state = {
        "name": newest and newest.name,
        "bytes": newest.stat().st_size if newest else 0,
        "ok": why is None,
        "made_at": newest and f"{copies.made_at(newest):%Y-%m-%dT%H:%M:%SZ}",
        "why": why and [why.zh, why.en],
        "seconds": note.seconds if newest and (note := copies.note_of(newest)) else None,
        "copies": len(copies_there),
        "total": sum(path.stat().st_size for path in copies_there),
        "free": shutil.disk_usage(folder_of("backups").parent).free,
        "nightly": nightly or before.get("nightly"),
        "alarmed": f"{local(now()):%Y-%m-%d} {why.en}" if why else before.get("alarmed"),
    }
    if why is None or state["alarmed"] == before.get("alarmed"):
        with database.writing():
            keep_analysis("backup", state, now())
        return
    with changes(who=system("系统·备份"), via="job") as c:
        keep_analysis("backup", state, now())
        notify(c, why, page="/jobs", roles=ROLES, urgent=True)


# Watching ---------------------------------------------------------------------------------------------------------------


def watch(day: date) -> Text:
    """Each hour: is there a copy of this night, and are the newest ones still what was written, byte for byte?"""
    if not database.is_embedded():
        return NIGHTLY
    with _turn():
        return _watched()


def _watched() -> Text:
    state = backup_state() or {}
    why = alarm() or (Text(*state["why"]) if state.get("why") and _still(state) else None)
    _stand(why)
    return why or SOUND


def alarm() -> Text | None:
    """Why the newest copies can't be relied on, or None."""
    there = all_copies()
    newest = [*there[:1], *[path for path in there if day_of(path)][:1]]
    return late() or next((why for path in dict.fromkeys(newest) if (why := copies.wrong_with(path))), None)


def late() -> Text | None:
    """No nightly copy, or an old one. Before the first night of a new database there need not be one."""
    nightly = next((path for path in all_copies() if day_of(path)), None)
    if nightly is None:
        begun = Batch.select(fn.MIN(Batch.at)).scalar()
        return NONE if (backup_state() or {}).get("nightly") or (begun and now() - begun > LATE) else None
    return (
        OLD(hours=round(LATE.total_seconds() / 3600), name=nightly.name)
        if abs(now() - copies.made_at(nightly)) > LATE
        else None
    )


def _still(state: dict[str, Any]) -> bool:
    """A copy that failed stays told until one succeeds; so does what the newest copy lacks."""
    newest = next(iter(all_copies()), None)
    return newest is not None and newest.name == state["name"]


def all_copies() -> list[Path]:
    """All copies, the newest first; one that went meanwhile is left out."""
    dated = [
        (moment, path.name, path)
        for path in folder_of("backups").glob(copies.PATTERN)
        if (moment := copies.made_at(path))
    ]
    return [path for *_, path in sorted(dated, reverse=True)]


# Forgetting -------------------------------------------------------------------------------------------------------------


def forget(day: date) -> int:
    """Take away the copies nobody goes back to any more, and the bytes of attachments that only they had."""
    folder = folder_of("backups")
    gone = [*outdated(folder, day), *passed(folder)]
    for path in gone:
        path.unlink(missing_ok=True)
        path.with_name(path.name + copies.NOTE).unlink(missing_ok=True)
    if gone and (folder / copies.FILES).is_dir():
        copies.forget_files(folder.glob(copies.PATTERN), folder / copies.FILES)
    return len(gone)


def day_of(path: Path) -> date | None:
    """The day of a nightly copy; None for any other."""
    try:
        return date.fromisoformat(path.stem.removeprefix("ops-"))
    except ValueError:
        return None


def outdated(folder: Path, day: date) -> list[Path]:
    """Nightly copies that are neither of the last 14 days nor the newest of their week in the last 8 weeks."""
    there = {made: path for path in folder.glob("ops-????-??-??.db") if (made := day_of(path))}
    monday = day - timedelta(days=day.weekday())
    newest = {made - timedelta(days=made.weekday()): made for made in sorted(there)}
    keep = {made for made in there if made > day - timedelta(days=DAILY)}
    keep |= {made for week, made in newest.items() if week > monday - timedelta(weeks=WEEKLY)}
    return [path for made, path in sorted(there.items()) if made not in keep]


def passed(folder: Path) -> Iterator[Path]:
    """Of the copies between the nights those that are not kept, and whatever is older than any copy may be."""
    yield from _of_the_day(sorted(folder.glob("ops-recent-*.db"), reverse=True))
    yield from sorted(folder.glob("ops-before-import-*.db"), reverse=True)[IMPORTS:]
    file = Path(database.handle.obj.database)
    last = now() - LONGEST
    for pattern in (f"{file.name}.before-*", f"{file.name}.replaced-*"):
        yield from (path for path in file.parent.glob(pattern) if copies.made_at(path) < last)
    for pattern in ("ops-before-migration-*.db", "ops-by-hand-*.db"):
        yield from (path for path in folder.glob(pattern) if copies.made_at(path) < last)


def _of_the_day(newest_first: list[Path]) -> Iterator[Path]:
    hours, size = set(), 0
    for at, path in enumerate(newest_first):
        hour, size = path.stem[: len("ops-recent-20261123-10")], size + path.stat().st_size
        kept = at < QUARTERS or (hour not in hours and len(hours) < HOURS and size <= MOST_RECENT)
        if not kept:
            yield path
            size -= path.stat().st_size
        hours.add(hour)
