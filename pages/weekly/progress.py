"""Counting a week again, seen from a page: the reason is asked, the progress shown, and what it came to is said."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from models.kit.server.turns import WAITS
from models.kit.text import Refused, Text

from ..parts.dialogs import alarm, dialog, foot
from ..parts.pieces import button, notice, progress, rooted, span, tag
from ..parts.session import ask, viewer
from .reading import may_recompute
from .recount import BUSY, NO_REASON, count_again, running

WHY = Text("原因（会记入版本记录）", "Reason (kept with the revision)")
NOTE = Text(
    "会按现在的数据重新统计这一周。与现有版本不同时生成新版本，旧版本保留。",
    "The week is counted from the data as it is now. Where it differs there is a new revision; the old one is kept.",
)
COUNTING, STOP = Text("正在统计 {week}…", "Counting {week}…"), Text("停止", "Stop")
EXAMPLES = (
    Text("补录数据", "Data entered late"),
    Text("更正错误", "A mistake was corrected"),
    Text("周会前核对", "Checked before the meeting"),
)
LOOK = 0.5


class Progress:
    """The bar of a week that is being counted, also for those who came later; `done` hears of its end."""

    def __init__(self, week: str, done: Callable[[], Awaitable[None]]):
        self.week, self.done, self.mine = week, done, False
        with tag("div", "w-progress") as self.place:
            self.text = span("", "o-soft")
            self.bar = progress(COUNTING(week=week).say(viewer().lang)).props("instant-feedback rounded")
            if may_recompute(viewer()):
                button(STOP.say(viewer().lang), self._stop, kind="o-small", mark="stop")
        self.place.set_visibility(False)
        self.timer = ui.timer(LOOK, self._look, active=False)
        if recount := running(week):
            self.show(recount.share, recount.before)

    async def _look(self) -> None:
        recount = running(self.week)
        if recount is not None:
            self.show(recount.share, recount.before)
        elif self.timer.active and not self.mine:
            self.hide()
            await self.done()

    def hide(self) -> None:
        self.timer.deactivate()
        self.place.set_visibility(False)

    def show(self, share: float, before: int = 0) -> None:
        self.timer.activate()
        self.place.set_visibility(True)
        lang = viewer().lang
        self.text.set_text(
            WAITS(n=before).say(lang) if before else f"{COUNTING(week=self.week).say(lang)} {share:.0f}%"
        )
        self.bar.set_value(min(1.0, share / 100))

    def _stop(self) -> None:
        recount = running(self.week)
        if recount is not None and may_recompute(viewer()):
            recount.stop()

    async def run(self, reason: str) -> None:
        """Count in a thread; the page stays usable meanwhile."""
        self.mine = True
        self.show(0)
        try:
            said, new = await ask(count_again, self.week, reason, viewer())
        except Refused as refused:
            notice(refused.text.say(viewer().lang), bad=True)
            return
        finally:
            self.mine = False
            self.hide()
        notice(said.say(viewer().lang))
        if new:
            await self.done()


def ask_reason(week: str, label: str, progress: Progress) -> None:
    """Why the week is counted again; then it begins."""
    who = viewer()
    with dialog(label) as (made, alert):
        tag("div", "o-soft", NOTE.say(who.lang))
        with tag("div", "o-field"):
            with tag("label", "o-label"):
                span(WHY.say(who.lang))
            reason = ui.input().props("outlined dense autofocus").mark("reason")
            reason.props["aria-label"] = WHY.say(who.lang)
        with tag("div", "o-line"):
            for text in EXAMPLES:
                button(text.say(who.lang), lambda text=text: reason.set_value(text.say(viewer().lang)), kind="o-small")

        async def go() -> None:
            if running(week) is not None:
                alarm(alert, BUSY(week=week), viewer())
                return
            if not (reason.value or "").strip():
                alarm(alert, NO_REASON, viewer())
                return
            given = reason.value
            made.close()
            await progress.run(given)

        reason.on("keydown.enter", rooted(go), args=[])
        foot(made, label, go, who)
