"""What links to a row, as small live grids below it: searched, sorted, edited and added to in place; one is open at a time."""

from typing import Any

from models.kit.declare.access import Who, may
from models.kit.text import Text

from .described import lines_of
from .parts.drawn import Drawn
from .parts.pieces import rooted, span, tag
from .parts.session import ask, viewer
from .record_reading import Way
from .sheet import Sheet

LINKED = Text("关联的记录", "Linked records")


class LinkedRows:
    """A tab for each way that leads here; the grid behind it is made when its tab is pressed, and hears for itself."""

    def __init__(self, id: int):
        self.id, self.open = id, False
        self.place = tag("section", "o-card o-linked")
        self.place.set_visibility(False)
        self.drawn = Drawn()

    def draw(self, ways: list[Way], who: Who) -> None:
        """The tabs, anew as long as none was pressed: those with rows, and those where this person may add one."""
        shown = [way for way in ways if way.link != way.record.sheet.parent and (way.count or _addable(way, who))]
        if self.open or not shown:
            return
        self.place.set_visibility(True)
        self.drawn.draw(self.place, (shown, who), lambda: self._tabs(shown, who))

    def _tabs(self, shown: list[Way], who: Who) -> None:
        with tag("div", "o-card-head"):
            tag("h2", "", LINKED.say(who.lang))
        with tag("div", "o-tabs o-scroll"):
            tabs = [self._tab(way, who) for way in shown]
        body = tag("div")
        for at, tab in enumerate(tabs):
            tab.on("click", rooted(lambda at=at: self._show(shown[at], tabs, at, body)), args=[])

    def _tab(self, way: Way, who: Who) -> Any:
        with tag("button", "o-tab").mark(f"linked {way.record.key()} {way.link}") as made:
            made.props["type"] = "button"
            span(way.label.say(who.lang))
            span(f" {way.count:,}" if way.count else "", "o-count")
        return made

    async def _show(self, way: Way, tabs: list[Any], at: int, body: Any) -> None:
        who = viewer()
        described = await ask(lines_of, who, way.record.key(), self.id, way.link)
        if described is None:
            return
        self.open = True
        for index, tab in enumerate(tabs):
            tab.classes(add="o-here") if index == at else tab.classes(remove="o-here")
        body.clear()
        with body:
            Sheet(described, me={"id": who.user_id, "name": who.name}, lang=who.lang)


def _addable(way: Way, who: Who) -> bool:
    return not way.record.sheet.ledger and may(who, "add", way.record, way.link)
