"""A week being counted again: one at a time for each week, seen by whoever has its page open, and stopped on demand."""

import threading

from exports.weeks.closing import recompute
from models.kit.declare.access import Who
from models.kit.fields import TOO_LONG
from models.kit.server.turns import QUEUE
from models.kit.text import Refused, Text
from models.kit.week.rollup import newest, week_named

from .reading import may_recompute

BUSY = Text("{week} 正在统计，请等它完成", "{week} is being counted already; wait for it")
NOT_YOURS = Text("重新统计由运营经理进行", "Counting a week again is for the operations manager")
NO_REASON = Text("请写明为什么要重新统计", "Say why the week is counted again")
STOPPED = Text("已停止，没有保存任何内容", "Stopped; nothing was saved")
WHAT = Text("重新统计 {week}", "Count {week} again")
LONGEST = 300

_running: dict[str, "Recount"] = {}
_lock = threading.Lock()


class Recount:
    """How far one counting is; `stop` ends it before anything is written."""

    def __init__(self, week: str):
        self.week, self.share, self.before, self.stopping = week, 0.0, 0, False

    def tell(self, share: float, _text: str | None = None) -> None:
        if self.stopping:
            raise Refused(STOPPED)
        self.share, self.before = share, 0

    def wait(self, before: int) -> None:
        """So many of others' are done first."""
        self.tell(0.0)
        self.before = before

    def stop(self) -> None:
        self.stopping = True


def running(week: str) -> Recount | None:
    return _running.get(week)


def count_again(week: str, reason: str | None, who: Who) -> tuple[Text, bool]:
    """Counts and freezes; returns what it came to and whether there is a new revision. Raises Refused."""
    reason = " ".join((reason or "").split())
    if not may_recompute(who):
        raise Refused(NOT_YOURS)
    if not reason:
        raise Refused(NO_REASON)
    if len(reason) > LONGEST:
        raise Refused(TOO_LONG(most=LONGEST, length=len(reason)))
    recount = Recount(week)
    with _lock:
        if week in _running:
            raise Refused(BUSY(week=week))
        _running[week] = recount
    try:
        before = _revision(week)
        with QUEUE.turn(who.user_id, recount.wait, WHAT(week=week)):
            said = recompute(week, reason=reason, who=who, tell=recount.tell)
        return said, _revision(week) != before
    finally:
        with _lock:
            del _running[week]


def _revision(week: str) -> int:
    try:
        made = newest(week_named(week))
    except ValueError:  # `recompute` says what is wrong with the name
        return 0
    return made.revision if made else 0
