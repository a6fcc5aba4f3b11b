"""The copies: how old the newest is, and whether it could be put back this minute."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from models.kit import Refused, Text
from models.kit.clock import local, now
from models.kit.server import copies
from models.kit.server.database import folder_of
from models.kit.server.settings import Settings
from models.kit.text import size_of

from .. import away, backup, dumping, restore, soundness
from .data import moment_of
from .finding import Finding, good, mind, wrong
from .opened import Opened

NO_COPY = Text("还没有备份", "there is no copy yet")
NO_NIGHT = Text("还没有夜间备份", "there is no nightly copy yet")
NEW = Text(
    "数据库还不满一天，第一次夜间备份还没到时间", "the database is younger than a day, so there was no night yet"
)
FRESH = Text(
    "最近的备份 {name}（{made}，{size}），共 {count} 份", "the newest is {name} ({made}, {size}); {count} in all"
)
OLD = Text(
    "最近的夜间备份 {name} 是 {made} 的，已超过 {hours} 小时",
    "the newest nightly copy, {name}, is of {made}: over {hours} hours old",
)
RESTORABLE = Text(
    "{name} 可以恢复：内容、校验链、流水合计、附件都检查过",
    "{name} can be put back: bytes, chain, ledgers and attachments were looked through",
)
LACKING = Text("{name} 里缺少 {count} 个附件的文件", "{name} lacks the files of {count} attachments")
SECOND = Text("{name} 也在 {place} 里，内容一致", "{name} is in {place} as well, the same")
SAME_DISK = Text(
    "备份和数据库在同一块磁盘上，磁盘坏了会一起丢失；请设置 OPS_BACKUP_TO 或把 backups 链接到另一块磁盘",
    "copies and database are on one disk, which would take both with it; set OPS_BACKUP_TO, or link backups to another disk",
)
HOURS = round(backup.LATE.total_seconds() / 3600)


def kept(chosen: Settings, opened: Opened | None) -> Iterator[Finding]:
    """opened: the database they are of; None where it can't be read, which is when they are needed most."""
    if chosen.file is None:
        yield from _dumps()
        return
    there = backup.all_copies()
    yield from _age(there, opened)
    for path in there[:1]:
        yield from _would_go_back(path)
    if away.place():
        yield from _second(there)
    elif chosen.file.exists() and _one_disk(chosen.file, folder_of("backups")):
        yield mind(SAME_DISK)


def _age(there: list[Path], opened: Opened | None) -> Iterator[Finding]:
    nightly = next((path for path in there if backup.day_of(path)), None)
    if nightly is None and opened is not None and _is_young(opened):
        yield good(NEW)
    elif nightly is None:
        yield mind(NO_NIGHT) if there else wrong(NO_COPY)
    elif now() - copies.made_at(nightly) > backup.LATE:
        yield mind(OLD(name=nightly.name, made=_when(copies.made_at(nightly)), hours=HOURS))
    if there:
        newest = there[0]
        size = size_of(newest.stat().st_size)
        yield good(FRESH(name=newest.name, made=_when(copies.made_at(newest)), size=size, count=len(there)))


def _is_young(opened: Opened) -> bool:
    begun = moment_of(opened.value('SELECT min("at") FROM "batch"'))
    return begun is None or now() - begun < backup.LATE


def _would_go_back(path: Path) -> Iterator[Finding]:
    """Every question that putting it back would ask, without putting it anywhere."""
    if (why := copies.wrong_with(path)) is not None:
        yield wrong(why)
        return
    with copies.looked_at(path) as copy:
        soundness.schema_fits(copy, path)
        soundness.look_through(copy, path)
        _, lacking = restore.files_wanted(copy, path.parent / copies.FILES)
    yield mind(LACKING(name=path.name, count=lacking)) if lacking else good(RESTORABLE(name=path.name))


def _dumps() -> Iterator[Finding]:
    """PostgreSQL's, as far as its tools are here."""
    if shutil.which(dumping.RESTORE) is None:
        yield mind(dumping.ELSEWHERE)
        return
    there = sorted(folder_of("backups").glob("ops-*.dump"), key=lambda path: path.stat().st_mtime)
    if not there:
        yield wrong(NO_COPY)
        return
    newest, status = there[-1], there[-1].stat()
    made = datetime.fromtimestamp(status.st_mtime, UTC).replace(tzinfo=None)
    dumping.look_at(newest)
    if now() - made > backup.LATE:
        yield mind(OLD(name=newest.name, made=_when(made), hours=HOURS))
    yield good(FRESH(name=newest.name, made=_when(made), size=size_of(status.st_size), count=len(there)))


def _second(there: list[Path]) -> Iterator[Finding]:
    """The newest copy in the second place."""
    for path in there[:1]:
        try:
            away.look(path)
            yield good(SECOND(name=path.name, place=away.place()))
        except Refused as refused:
            yield wrong(backup.AWAY(name=path.name, why=refused.text))


def _one_disk(file: Path, folder: Path) -> bool:
    return folder.exists() and file.stat().st_dev == folder.stat().st_dev


def _when(moment: datetime | None) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else "–"
