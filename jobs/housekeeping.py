"""What nobody needs any more goes, each after its own time; history, ledgers and the log of who saw what stay for ever.

Op ids are part of the history, so a change sent again is recognised however late. What hangs on a deleted row stays as well:
undo can bring the row back.
"""

import math
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from exports import attachments
from models import house
from models.accounts.second import HalfSignIn
from models.accounts.tables import Session, SignInTry
from models.kit import Text
from models.kit.clock import local, start_of
from models.kit.server import database
from models.kit.server.database import folder_of
from models.kit.write.files import Attachment, removed_before
from models.kit.write.notices import Notice, NoticeRead
from models.kit.write.outbox import MOST_TRIES, Outgoing
from models.runs import prune_runs

HOUR = 3600  # seconds after which what a broken upload or a killed copy left behind is nobody's any more
RESTORING, REPLACED, WRITER = "*.restoring*", ".replaced-", re.compile(r"\.(\d+)(?:-\d+)?\.(?:part|restoring)")
REMAINS = {"uploads": ("*.upload", "*.part"), "exports": ("*.part",), "backups": ("*.part*", "files/*.part")}
LINE = Text("{what} {count}", "{what}: {count}")
NOTHING = Text("没有到期的内容", "Nothing was due to go")
LEFTOVERS = Text("清理临时文件 {count} 个", "{count} temporary files removed")


@dataclass(frozen=True)
class Rule:
    """What goes so many days after it was last of use; `sweep(before, go)` says how much there is, and takes it away."""

    words: tuple[str, str]
    days: int
    sweep: Callable[[datetime, bool], int]


def tidy(day: date, *, go: bool = True) -> Text:
    """Take away what is past its time; go=False only says what would go."""
    with database.reading():
        counts = [(Text(*rule.words), rule.sweep(start_of(day - timedelta(days=rule.days)), go)) for rule in RULES]
    lines = [LINE(what=what, count=count) for what, count in counts if count]
    if not lines:
        return NOTHING
    return Text("；".join(line.zh for line in lines), "; ".join(line.en for line in lines))


def clear_at_start() -> None:
    """What was killed left behind: what people had sent goes at once, for no other server runs here.

    A copy may be another process's, which goes on.
    """
    for name, patterns in {**REMAINS, "uploads": ("*",)}.items():
        for path in (path for pattern in patterns for path in folder_of(name).glob(pattern)):
            if path.is_file() and (name in ("uploads", "exports") or _is_orphan(path)):
                path.unlink(missing_ok=True)


def settle_at_start() -> None:
    """The same for what only an open database can tell: half restores beside it, and attachments without a row.

    On PostgreSQL another server may be receiving one: there they go after an hour.
    """
    if not database.is_embedded():
        settle_attachments(time.time() - HOUR)
        return
    file = Path(database.handle.obj.database)
    for path in filter(_is_orphan, file.parent.glob(RESTORING)):
        path.unlink(missing_ok=True)
    for path in file.parent.glob(f"{file.name}{REPLACED}*"):
        if path.samefile(
            file
        ):  # a restore was killed before its last step: what it would have kept aside is what stands
            path.unlink()
    settle_attachments()


def _is_orphan(path: Path) -> bool:
    """Whether the process that wrote it, whose number is in its name, is no more; our own has written none yet."""
    match = WRITER.search(path.name)
    if match is None:
        return False
    if (number := int(match[1])) == os.getpid():
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass  # somebody else's: it lives
    return False


def settle_attachments(older: float = math.inf) -> int:
    """Uploads that ended between their bytes and their row: without a row the bytes go. Returns how many marks were left."""
    marks = [path for path in folder_of("attachments").glob("*.part") if path.stat().st_mtime < older]
    with database.reading():
        for mark in marks:
            there = Attachment.select().where(Attachment.stored == mark.stem).exists()
            attachments.settle(mark.parent, mark.stem, there)
    return len(marks)


def clear_remains(day: date) -> Text:
    """Files that were begun and never finished, an hour after."""
    before = time.time() - HOUR
    gone = settle_attachments(before)
    remains = [
        path for name, patterns in REMAINS.items() for pattern in patterns for path in folder_of(name).glob(pattern)
    ]
    if database.is_embedded():
        remains += Path(database.handle.obj.database).parent.glob(RESTORING)
    for path in remains:
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone += 1
    return LEFTOVERS(count=gone)


def _sessions(before: datetime, go: bool) -> int:
    return _rows(Session, Session.seen_at < before, go)


def _tries(before: datetime, go: bool) -> int:
    return _rows(SignInTry, SignInTry.at < before, go)


def _half_sign_ins(before: datetime, go: bool) -> int:
    return _rows(HalfSignIn, HalfSignIn.made_at < before, go)


def _messages(before: datetime, go: bool) -> int:
    """Delivered, or given up after the last try."""
    given_up = Outgoing.sent_at.is_null() & (Outgoing.tries >= MOST_TRIES) & (Outgoing.queued_at < before)
    return _rows(Outgoing, (Outgoing.sent_at < before) | given_up, go)


def _read_notices(before: datetime, go: bool) -> int:
    return _notices((Notice.at < before) & Notice.id.in_(NoticeRead.select(NoticeRead.notice)), go)


def _old_notices(before: datetime, go: bool) -> int:
    return _notices(Notice.at < before, go)


def _notices(which, go: bool) -> int:
    if go:
        with database.writing():
            ids = [id for (id,) in Notice.select(Notice.id).where(which).tuples()]
            for at in range(0, len(ids), 500):
                NoticeRead.delete().where(NoticeRead.notice.in_(ids[at : at + 500])).execute()
                Notice.delete().where(Notice.id.in_(ids[at : at + 500])).execute()
        return len(ids)
    return Notice.select().where(which).count()


def _rows(table, which, go: bool) -> int:
    if not go:
        return table.select().where(which).count()
    with database.writing():
        return table.delete().where(which).execute()


def _runs(before: datetime, go: bool) -> int:
    """The job runs' own rule says which; it counts only what it takes."""
    if not go:
        return 0
    with database.writing():
        return prune_runs(local(before).date())


def _removed_files(before: datetime, go: bool) -> int:
    """The bytes of attachments that were taken off; that they were there stays in the table and in the log of events."""
    removed = removed_before(before, house().records)
    return _unlink((folder_of("attachments") / attachment.stored for attachment in removed), go)


def _stray_files(before: datetime, go: bool) -> int:
    """Bytes no attachment knows: of an upload that broke off, or of a row that a restored copy has not."""
    known = {stored for (stored,) in Attachment.select(Attachment.stored).tuples()}
    oldest = time.time() - STRAY * 86400
    strays = (path for path in folder_of("attachments").glob("?" * 32) if path.name not in known)
    return _unlink((path for path in strays if path.stat().st_mtime < oldest), go)


def _unlink(paths: Iterator[Path], go: bool) -> int:
    there = [path for path in paths if path.is_file()]
    for path in there if go else ():
        path.unlink(missing_ok=True)
    return len(there)


STRAY = 30
RULES = (
    # A browser is known again for 180 days after its last sign-in; beyond that the address and the device are nobody's business.
    Rule(("登录会话", "sessions"), 200, _sessions),
    # A lock after a hundred wrong passwords in a row stands until an administrator frees it, at the longest this long.
    Rule(("登录尝试", "sign-in tries"), 180, _tries),
    Rule(("没完成的登录", "sign-ins without their code"), 1, _half_sign_ins),
    # Long enough to look up whether a message of last quarter went out.
    Rule(("已发出的消息", "messages sent"), 90, _messages),
    Rule(("已读通知", "notices read"), 90, _read_notices),
    Rule(("未读旧通知", "notices nobody read"), 365, _old_notices),
    Rule(("运行记录", "job runs"), 0, _runs),
    # A month to notice that the wrong picture was taken off; the backups have it for as long as they are kept.
    Rule(("已移除附件的文件", "files of removed attachments"), 30, _removed_files),
    Rule(("无主的附件文件", "files no attachment knows"), STRAY, _stray_files),
)
