"""What happened to a row, newest first: who, when, through what, from what to what, and the way back."""

from collections.abc import Awaitable, Callable
from typing import Any

from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.text import Text

from .dialogs import ask_undo
from .pieces import empty, icon_button, span, tag
from .still import Part, Still, part, sign
from .values import when

NO_HISTORY = Text("还没有修改记录", "Nothing has been changed yet")
UNDO, UNDONE = Text("撤销", "Undo"), Text("已撤销", "Undone")
BLANK = Text("空", "blank")
KINDS = {"add": Text("新增", "Added"), "edit": Text("修改", "Changed"), "delete": Text("删除", "Deleted")}
ALL_CELLS = Text("共 {n} 项", "{n} fields")
FEW = 6


def timeline(record: type[Record], past: list[dict[str, Any]], who: Who, done: Callable[[], Awaitable[None]]) -> None:
    """Draw what `models.kit.ask.past.history` told."""
    if not past:
        empty(NO_HISTORY.say(who.lang), "history")
    with tag("div", "o-past"):
        for change in past:
            _event(record, change, who, done)


def _event(record: type[Record], change: dict[str, Any], who: Who, done: Callable[[], Awaitable[None]]) -> None:
    with tag("div", "o-event").classes("o-" + change["kind"]) as made:
        with tag("div", "o-line"):
            tag("b", "", change["who"])
            span(KINDS[change["kind"]].say(who.lang))
            tag("div", "o-gap")
            with tag("div", "o-line o-tools"):
                span(when(change["at"]), "o-faint")
                _way_back(record, change, who, done)
        tag("div", "o-faint", change["label"])
        if change["undone"]:
            made.classes("o-undone")
        cells = change["cells"] if change["kind"] == "edit" else []
        if cells:
            Still(*(_cell(cell, who) for cell in cells[:FEW]), flat=True)
        rest = change["cells"][len(cells[:FEW]) :]
        if rest:
            summary = part("summary", "", ALL_CELLS(n=len(change["cells"])).say(who.lang))
            Still(part("details", "o-more", summary, *(_cell(cell, who) for cell in rest)))


def _cell(cell: dict[str, Any], who: Who) -> Part:
    drawn = [part("span", "", cell["label"])]
    if cell["from"]:
        drawn += [part("del", "", cell["from"]), sign("arrow_right_alt", "o-faint")]
    if cell["from"] or cell["to"]:
        drawn.append(part("ins", "" if cell["to"] else "o-faint", cell["to"] or BLANK.say(who.lang)))
    return part("div", "o-cell", *drawn)


def _way_back(record: type[Record], change: dict[str, Any], who: Who, done: Callable[[], Awaitable[None]]) -> None:
    if change["undone"]:
        span(UNDONE.say(who.lang), "o-pill")
    elif change["via"] != "undo" and (change["who"] == who.name or may(who, "undo", record)):
        batch, what = change["batch"], change["label"]
        undo = icon_button("undo", UNDO.say(who.lang), lambda: ask_undo(batch, what, done), kind="o-quiet o-small")
        undo.mark("undo")
