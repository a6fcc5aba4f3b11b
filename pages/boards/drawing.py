"""How each kind of block is drawn once it is read; what can't be shown says why, and what to do next."""

from collections.abc import Awaitable, Callable
from typing import Any

from models.design.boards.body import Block
from models.design.boards.reading import Listed, Unshown
from models.kit.declare.access import Who
from models.kit.text import Text
from models.kit.write.edits import Answer

from ..history import batch_table
from ..parts.dialogs import ask_row
from ..parts.pieces import button, card, empty, link, span, table, tag
from ..parts.still import way
from ..parts.values import address, cell_of, text_of, title_of
from ..start_parts import (
    ALL_CHANGES,
    AREAS_TITLE,
    MY_STORE,
    NO_CHANGES,
    RECENT,
    WAITING,
    areas_of,
    shortcut_bar,
    waiting_card,
)
from ..week_figures import SO_FAR, figures_of, rows_behind
from ..weekly.figures import change, light, number
from . import charts, of_row, words
from .reading import Button, Card

Again = Callable[[], Awaitable[None]]


def draw(block: Block, read: Any, who: Who, again: Again) -> None:
    """The block with what was read for it; again: reads and draws it anew."""
    if isinstance(read, Unshown):
        with card(block.called.say(who.lang)):
            empty(read.text.say(who.lang), "visibility_off")
        return
    DRAWN[block.kind](block, read, who, again)


def _card(block: Block, read: Card, who: Who, again: Again) -> None:
    metric = read.metric
    with tag("section", "o-card o-figure b-card"):
        with tag("div", "o-line"):
            tag("h2", "o-name", (block.title or metric.label).say(who.lang))
            tag("div", "o-gap")
            if read.judged and read.judged["light"] != "none":
                light(read.judged, metric, who)
        with tag("div", "o-line o-with-change"):
            way = rows_behind(metric, read.week) if read.value is not None else None
            text = number(read.value, metric, who)
            link(text, way, "o-value o-behind") if way else tag("div", "o-value", text)
            if read.value is not None and read.before is not None and block.says("week", "closed") == "closed":
                change(metric, float(read.value), float(read.before), who, (read.judged or {}).get("light", "none"))
        _under(block, read, who)


def _under(block: Block, read: Card, who: Who) -> None:
    running = block.says("week", "closed") == "running"
    parts = [words.RUNNING if running else words.IN_WEEK(week=read.week)]
    if read.own:
        parts.insert(0, words.OWN_STORE)
    if read.before is not None and read.metric.compares:
        parts.append(words.BEFORE(value=number(read.before, read.metric, who)))
    if read.target is not None:
        parts.append(words.TARGET(value=number(read.target, read.metric, who)))
    with tag("div", "o-trend"):
        for part in parts:
            span(part.say(who.lang))


def _figures(block: Block, read: Any, who: Who, again: Again) -> None:
    by_area, judged, store = read
    if store:
        figures_of((block.title or MY_STORE).say(who.lang), store, {}, who)
    for area, each in by_area:
        figures_of(SO_FAR(area=area.label).say(who.lang), each, judged, who, more="/a/" + area.name)
    if not store and not any(each for _, each in by_area):
        with card(block.called.say(who.lang)):
            empty(words.NOTHING_COUNTED.say(who.lang), "insights")


def _chart(block: Block, read: Any, who: Who, again: Again) -> None:
    with card(titled(block, read).say(who.lang)):
        charts.draw(block, read, who)


def titled(block: Block, read: Any) -> Text:
    """What stands over a chart: its own title, else what is drawn."""
    if block.title is not None:
        return block.title
    if isinstance(read, charts.Lines):
        labels = [metric.label for metric in read.metrics]
        return Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
    return read.label if isinstance(read.label, Text) else Text(read.label, read.label)


def _list(block: Block, read: Listed, who: Who, again: Again) -> None:
    title = block.title or read.record.sheet.label
    with card(title.say(who.lang), f"{read.count:,}", flush=True) as head:
        with head:
            link(words.OPEN_GRID.say(who.lang), read.way)
        if not read.rows:
            empty((read.record.sheet.awaits or words.NO_ROWS).say(who.lang), "table_rows")
        else:
            table(
                [(item.label.say(who.lang), "") for item in read.columns], [_row(read, row, who) for row in read.rows]
            )
        notes = [(read.part and "of" not in block.settings, words.ONLY_YOURS)]
        notes.append((read.count > len(read.rows) > 0, words.MORE_ROWS(n=f"{read.count:,}", shown=len(read.rows))))
        if texts := [text.say(who.lang) for holds, text in notes if holds]:
            tag("div", "o-faint o-note", " · ".join(texts))


def _row(read: Listed, row: dict[str, Any], who: Who) -> list[Any]:
    """The first cell leads to the row."""
    first, *rest = read.columns or [None]
    text = text_of(first, row.get(first.name), who.lang) if first else title_of(read.record, row, who.lang)
    opening = way(text or f"#{row['id']}", address(read.record, row["id"]))
    return [opening, *(cell_of(item, row.get(item.name), who) for item in rest)]


def _todos(block: Block, read: Any, who: Who, again: Again) -> None:
    total, items = read
    title = block.title or WAITING
    if items:
        waiting_card(total, items, who, title)
        return
    with card(title.say(who.lang)):
        empty(words.NOTHING_WAITS.say(who.lang), "task_alt")


def _buttons(block: Block, read: list[Button], who: Who, again: Again) -> None:
    if block.title:
        tag("h2", "o-h2", block.title.say(who.lang))
    with tag("nav", "o-shortcuts") as made:
        made.props["aria-label"] = block.called.say(who.lang)
        for each in read:
            label = each.label.say(who.lang)
            if each.action is None:
                link(label, each.way or "/", "o-shortcut", icon=each.icon)
            else:
                pressed = button(label, lambda action=each.action: ask_row(action, _then(again)), icon=each.icon)
                pressed.classes(replace="o-shortcut").mark(each.action.name)


def _shortcuts(block: Block, read: Any, who: Who, again: Again) -> None:
    if block.title:
        tag("h2", "o-h2", block.title.say(who.lang))
    shortcut_bar(read, _then(again), who)


def _then(again: Again) -> Callable[[Answer], Awaitable[None]]:
    async def done(_: Answer) -> None:
        await again()

    return done


def _text(block: Block, read: Any, who: Who, again: Again) -> None:
    said = block.settings["text"]
    zh, en = ((said.get(lang) or "").strip() for lang in ("zh", "en"))
    with card(block.title.say(who.lang) if block.title else None):
        tag("div", "b-text", Text(zh or en, en or zh).say(who.lang))


def _areas(block: Block, read: Any, who: Who, again: Again) -> None:
    areas_of(read, who, block.title or AREAS_TITLE)


def _changes(block: Block, read: Any, who: Who, again: Again) -> None:
    with card((block.title or RECENT).say(who.lang), flush=True) as head:
        with head:
            link(ALL_CHANGES.say(who.lang), "/history")
        if read:
            batch_table(read, who, again)
        else:
            empty(NO_CHANGES.say(who.lang), "history")


DRAWN: dict[str, Callable[[Block, Any, Who, Again], None]] = {
    "card": _card,
    "figures": _figures,
    "chart": _chart,
    "list": _list,
    "todos": _todos,
    "buttons": _buttons,
    "shortcuts": _shortcuts,
    "text": _text,
    "areas": _areas,
    "changes": _changes,
    **of_row.DRAWN,
}
