"""Copies in a second place, as OPS_BACKUP_TO says: a folder on another disk, or a store that rclone knows.

What lies in `backups/` goes there and is looked at there: nothing is taken for kept because a program ended well. What was
forgotten here is forgotten there, and only that: an emptied folder here empties nothing there.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.kit import Refused, Text
from models.kit.server import beside, copies, database, surroundings
from models.kit.server.database import folder_of
from models.kit.server.machine import is_full

TOOL, TO_FORGET = "rclone", "gone-there.json"
KINDS = ("ops-*.db", "ops-*.db.json", "ops-*.dump", f"{copies.FILES}/*")
NO_FOLDER = Text(
    "OPS_BACKUP_TO 指定的文件夹 {place} 不存在，磁盘可能没有挂上",
    "the folder {place} named by OPS_BACKUP_TO isn't there; perhaps its disk isn't mounted",
)
NO_TOOL = Text(
    "OPS_BACKUP_TO 是 rclone 的存储 {place}，但这台机器上没有 rclone",
    "OPS_BACKUP_TO names {place}, a store of rclone's, and there is no rclone on this machine",
)
ABSENT = Text("{place} 里没有 {name}", "{name} isn't in {place}")
DIFFERS = Text("{name} 复制后内容不一致", "{name} is not the same after copying")
NO_ROOM = Text("{place} 空间不够", "there is no room in {place}")
NO_SUCCESS = Text("rclone {verb} 没有成功：{why}", "rclone {verb} failed: {why}")


def place() -> str:
    """Where to; empty when nobody said."""
    return surroundings.read().backup_to


def send(newest: Path) -> None:
    """Whatever of the copies isn't there yet, the newest first; looked at there. Raises Refused with why it is not kept there."""
    where = place()
    if not where:
        return
    if surroundings.is_remote(where):
        _by_rclone(newest, where)
    else:
        _into_folder(newest, Path(where).expanduser())


def look(newest: Path) -> None:
    """Whether the copy lies there as it is here; writes nothing. Raises Refused."""
    where = place()
    if surroundings.is_remote(where):
        _at_hand(where)
        _rclone("check", str(newest.parent), where, "--one-way", "--include", f"/{newest.name}")
    elif not Path(where).expanduser().is_dir():
        raise Refused(NO_FOLDER(place=where))
    elif not (there := Path(where).expanduser() / newest.name).exists():
        raise Refused(ABSENT(name=newest.name, place=where))
    elif copies.digest_of(there) != copies.digest_of(newest):
        raise Refused(DIFFERS(name=newest.name))


def remember(gone: Iterable[str]) -> None:
    """Names, seen from the backups folder, that are to go there as well: at once or when it can be reached again."""
    if place() and (names := sorted({*_to_forget(), *gone})):
        _list().write_text(json.dumps(names), encoding="utf-8")


def names_of(folder: Path) -> set[str]:
    """What of the folder belongs there, and nothing half written."""
    return {str(path.relative_to(folder)) for kind in KINDS for path in folder.glob(kind) if not _is_part(path)}


def _is_part(path: Path) -> bool:
    return path.name.endswith(".part")


def _list() -> Path:
    return folder_of("backups") / TO_FORGET


def _to_forget() -> list[str]:
    """What is there again under a name that went once, as the copy of a night, stays."""
    try:
        names = json.loads(_list().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [name for name in names if not (folder_of("backups") / name).exists()]


# A folder -----------------------------------------------------------------------------------------------------------------


def _into_folder(newest: Path, target: Path) -> None:
    if not target.is_dir():
        raise Refused(NO_FOLDER(place=target))
    source = folder_of("backups")
    (target / copies.FILES).mkdir(mode=0o700, exist_ok=True)
    try:
        for name in _in_order(names_of(source), newest.name):
            if not _is_there(source / name, target / name):
                _copied(source / name, target / name)
    except OSError as error:
        raise Refused(NO_ROOM(place=target) if is_full(error) else Text(str(error), str(error))) from error
    for name in _to_forget():
        (target / name).unlink(missing_ok=True)
    _list().unlink(missing_ok=True)


def _in_order(names: set[str], newest: str) -> Iterator[str]:
    """Attachments before the copies that need them, and of those the newest first; each note behind its copy."""
    yield from sorted(name for name in names if name.startswith(f"{copies.FILES}/"))
    rest = sorted(names - {name for name in names if name.startswith(f"{copies.FILES}/")}, reverse=True)
    yield from sorted(rest, key=lambda name: (not name.startswith(newest), name.endswith(copies.NOTE)))


def _is_there(source: Path, target: Path) -> bool:
    if not target.exists():
        return False
    here, there = source.stat(), target.stat()
    return here.st_size == there.st_size and abs(here.st_mtime - there.st_mtime) < 3  # FAT knows even seconds only


def _copied(source: Path, target: Path) -> None:
    part = database.part_of(target)
    try:
        shutil.copyfile(source, part)
        shutil.copystat(source, part)
        database.to_disk(part)
        if copies.digest_of(part) != copies.digest_of(source):
            raise Refused(DIFFERS(name=source.name))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


# A store ------------------------------------------------------------------------------------------------------------------


def _by_rclone(newest: Path, where: str) -> None:
    """The store's own sums say whether it has what we have; the night's copy is read back besides, byte for byte."""
    _at_hand(where)
    source, whole = folder_of("backups"), where.rstrip("/")
    rules = ["- *.part", *(f"+ /{kind}" for kind in KINDS), "- *"]  # the first that fits a name holds
    parts = [word for rule in rules for word in ("--filter", rule)]
    _rclone("copy", str(source), whole, *parts)
    _rclone("check", str(source), whole, "--one-way", *parts)
    if "-recent-" not in newest.name:
        _rclone("check", str(source), whole, "--one-way", "--download", "--include", f"/{newest.name}")
    if names := _to_forget():  # what isn't there is gone as well
        _rclone("delete", whole, *(word for name in names for word in ("--include", f"/{name}")))
    _list().unlink(missing_ok=True)


def _at_hand(where: str) -> None:
    if shutil.which(TOOL) is None:
        raise Refused(NO_TOOL(place=where))


def _rclone(verb: str, *words: str) -> None:
    code, said = beside.tool([TOOL, verb, *words, "--retries", "3", "--log-level", "ERROR"], {})
    if code:
        raise Refused(NO_SUCCESS(verb=verb, why=(said.splitlines() or ["?"])[-1][:300]))
