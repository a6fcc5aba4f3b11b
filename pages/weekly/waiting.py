"""The reader's own workbooks that wait for their turn, told on the page they were asked for from, each with a way out of the line."""

from functools import partial

from nicegui import ui
from nicegui.element import Element

from models.kit.server.turns import QUEUE, WAITS
from models.kit.text import Text

from ..parts.pieces import button, span, tag
from ..parts.session import viewer

LOOK, LOOKS = 1.0, 5
LEAVE = Text("取消", "Cancel")


class Waiting:
    """A line for each that waits; it looks from a click on such a link until none waits any more."""

    def __init__(self):
        with tag("div", "o-stack").props("role=status") as self.place:
            pass
        self.place.set_visibility(False)
        self.shown: list[tuple[int, int]] = []
        self.idle = 0
        self.timer = ui.timer(LOOK, self.look, active=False)

    def watches(self, made: Element) -> None:
        made.on("click", self.watch, args=[])

    def watch(self) -> None:
        self.idle = 0
        self.timer.activate()

    def look(self) -> None:
        """What waits of mine now; after some looks at nothing it looks no more."""
        who = viewer()
        waiting = [(place, before) for place, before in QUEUE.of(who.user_id) if place.what is not None]
        now = [(place.number, before) for place, before in waiting]
        self.idle = 0 if now else self.idle + 1
        if self.idle >= LOOKS:
            self.timer.deactivate()
        if now == self.shown:
            return
        self.shown = now
        self.place.clear()
        self.place.set_visibility(bool(now))
        with self.place:
            for place, before in waiting:
                with tag("div", "w-progress"):
                    span(f"{place.what.say(who.lang)} · {WAITS(n=before).say(who.lang)}", "o-soft")
                    tag("div", "o-gap")
                    button(
                        LEAVE.say(who.lang),
                        partial(self.leave, place.number),
                        kind="o-small",
                        mark=f"leave {place.number}",
                    )

    def leave(self, number: int) -> None:
        QUEUE.give_up(viewer().user_id, number)
        self.look()
