"""Faults of the machine in words: a full disk, a busy or damaged database, a folder that can't be written to."""

import errno

import apsw
import peewee

from ..text import Text

DISK_FULL = Text(
    "磁盘已满，没有保存；请清理磁盘后重试", "The disk is full, nothing was saved; free some space and try again"
)
LOCKED = Text("数据库正忙，没有保存，请稍后重试", "The database is busy, nothing was saved; try again in a moment")
DAMAGED = Text(
    "数据库文件已损坏。请管理员停止运营台，运行 main.py restore 恢复最近的备份",
    "The database file is damaged. An administrator must stop OpsDesk and put back the newest copy with main.py restore",
)
UNWRITABLE = Text(
    "数据文件夹不能写入，没有保存；请管理员检查文件夹的权限和磁盘",
    "The data folder can't be written to, nothing was saved; an administrator must look at its permissions and the disk",
)
UNREADABLE = Text(
    "读写磁盘时出错，没有保存；请管理员检查磁盘", "The disk failed, nothing was saved; an administrator must look at it"
)
AWAY = Text(
    "数据库服务器没有应答，没有保存，请稍后重试",
    "The database server doesn't answer, nothing was saved; try again in a moment",
)
# By what SQLite or the system calls it, and by the words when a driver kept only those.
KINDS = (
    (DISK_FULL, (apsw.FullError,), (errno.ENOSPC, errno.EDQUOT), ("disk is full", "No space left")),
    (LOCKED, (apsw.BusyError, apsw.LockedError), (), ("database is locked",)),
    (DAMAGED, (apsw.CorruptError, apsw.NotADBError), (), ("image is malformed", "file is not a database")),
    (
        UNWRITABLE,
        (apsw.ReadOnlyError, apsw.CantOpenError),
        (errno.EROFS, errno.EACCES),
        ("readonly database", "read-only transaction"),
    ),
    (
        AWAY,
        (),
        (),
        ("connection failed", "connection is closed", "connection is lost", "terminating connection", "server closed"),
    ),
    (UNREADABLE, (apsw.IOError,), (errno.EIO,), ()),
)


def explained(error: BaseException | None) -> Text | None:
    """The sentence for a fault of the machine, wherever in the chain a library hid it; None for any other fault."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        for text, types, numbers, words in KINDS:
            by_number = isinstance(error, OSError) and error.errno in numbers
            by_word = isinstance(error, OSError | peewee.DatabaseError) and any(word in str(error) for word in words)
            if isinstance(error, types) or by_number or by_word:
                return text
        error = error.__cause__ or error.__context__
    return None


def is_full(error: BaseException) -> bool:
    """Whether it is the disk that is full."""
    return explained(error) is DISK_FULL
