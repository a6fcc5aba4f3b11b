"""Looking everything over 体检: database, history, files, copies, settings, disk and clock, a line each; nothing is changed.

It may run beside the app: a database is only read, in one moment of it, and files are only looked at.
"""

from collections.abc import Callable, Iterator

import apsw
import peewee

from models.kit import Refused, Text
from models.kit.server.machine import explained
from models.kit.server.settings import Settings

from . import copied, data, machine
from .finding import GOOD, Finding, mind, wrong
from .opened import Opened, opened

HEADS = {
    GOOD: Text("正常", "good"),
    mind.level: Text("注意", "mind"),
    wrong.level: Text("错误", "wrong"),
}
LINE = Text("[{head}] {what}：{text}", "[{head}] {what}: {text}")
DATABASE, FILES, COPIES = Text("数据库", "Database"), Text("附件", "Attachments"), Text("备份", "Copies")
CHAIN, SCHEMA, SUMS = Text("修改记录", "History"), Text("表结构", "Schema"), Text("流水合计", "Ledgers")
SEARCHES = Text("查找", "Search")
ORDERS = Text("网店订单", "Online orders")
FOLDER, SETTINGS = Text("数据文件夹", "Data folder"), Text("设置", "Settings")
DISK, CLOCK, JOBS = Text("磁盘", "Disk"), Text("时钟", "Clock"), Text("定时任务", "Jobs")
CRASHED = Text("{kind}（{detail}）", "{kind} ({detail})")
WELL = Text("检查完毕，一切正常", "Looked through; all is well")
SO_MANY = Text("检查完毕：{wrong} 处错误，{mind} 处需要注意", "Looked through: {wrong} wrong, {mind} to mind")

Look = Callable[[Settings], Iterator[Finding]]
Read = Callable[[Settings, Opened], Iterator[Finding]]
BESIDE: tuple[tuple[Text, Look], ...] = (
    (FOLDER, machine.folder),
    (SETTINGS, machine.settings_hold),
    (DISK, machine.disk),
)
INSIDE: tuple[tuple[Text, Read], ...] = (
    (DATABASE, data.whole),
    (SCHEMA, data.schema),
    (CHAIN, data.chain),
    (SUMS, data.sums),
    (SEARCHES, data.searches),
    (ORDERS, data.references),
    (FILES, data.attachments),
    (COPIES, copied.kept),
    (CLOCK, machine.clock),
    (JOBS, data.jobs),
)


def look_over(chosen: Settings, say: Callable[[Text], None]) -> int:
    """Say what was found, a line each as soon as it is known. Returns 0, 1 where something is to be minded, 2 where it is wrong."""
    levels = []

    def tell(what: Text, findings: Iterator[Finding]) -> None:
        for finding in _caught(findings):
            levels.append(finding.level)
            say(LINE(head=HEADS[finding.level], what=what, text=finding.text))

    for what, look in BESIDE:
        tell(what, look(chosen))
    try:
        with opened(chosen) as reader:
            for what, read in INSIDE:
                tell(what, read(chosen, reader))
    except (Refused, apsw.Error, peewee.DatabaseError, OSError) as error:
        tell(DATABASE, iter([wrong(_words(error))]))
        tell(COPIES, copied.kept(chosen, None))
    worst = max(levels, default=GOOD)
    say(SO_MANY(wrong=levels.count(wrong.level), mind=levels.count(mind.level)) if worst else WELL)
    return worst


def _caught(findings: Iterator[Finding]) -> Iterator[Finding]:
    """What can't even be looked at is wrong, too, and the rest is looked at all the same."""
    try:
        yield from findings
    except (Refused, apsw.Error, peewee.DatabaseError, OSError, ValueError) as error:
        yield wrong(_words(error))


def _words(error: Exception) -> Text:
    if isinstance(error, Refused):
        return error.text
    return explained(error) or CRASHED(kind=type(error).__name__, detail=str(error)[:200])
