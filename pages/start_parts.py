"""What a start page is made of: what waits, what is done several times a day, a week's figures, and every table by its area."""

from typing import Any

from nicegui import ui

from models import house
from models.kit.ask.figures import live_rows
from models.kit.ask.piles import piles
from models.kit.ask.todo import Item
from models.kit.clock import today, week_of
from models.kit.declare.access import Who, may
from models.kit.declare.area import Action, Area
from models.kit.declare.record import Record
from models.kit.declare.shortcuts import Shortcut, own_first
from models.kit.text import Text
from models.kit.week.weekly import Figure, counts_seen, figures, may_see_figure, own_figures
from models.later import later_of

from .finding.catalogue import Entry
from .finding.words import PLACES
from .history import read_batches
from .parts.dialogs import Done, ask_row
from .parts.pieces import button, card, link, span, tag
from .parts.still import Part, Still, part, sign, way
from .parts.values import address
from .todo_piles import when_of

LEADING = 4  # of an area's figures
WAITING, ALL_WAITING = Text("等你处理", "Waiting for you"), Text("全部待办", "All to-dos")
PRESSING = 5  # of what waits, how many are named at once
OWN, OTHERS = 4, 1  # figures of a store of its people's first area, and of each of the next two
FOLD = Text("展开或收起", "Unfold or fold")
FOLDING = """(event) => {
  const card = event.target.closest(".o-card-head")?.closest(".o-folding");
  card?.querySelector("[aria-expanded]").setAttribute("aria-expanded", card.classList.toggle("o-open"));
}"""
AREAS_TITLE, RECENT = Text("我负责的内容", "My areas"), Text("我最近的修改", "My latest changes")
NO_CHANGES = Text(
    "你还没有改过内容。导入、保存和操作都会列在这里，可以整批撤销。",
    "Nothing yet. What you import, save or do is listed here and can be undone.",
)
ALL_CHANGES = Text("全部记录", "All changes")
MY_STORE = Text("本店本周情况", "My store this week")


def areas_for(who: Who) -> list[tuple[Area, list[type[Record]]]]:
    """The areas with the tables this person sees, the own post's first."""
    seen = [
        (area, [record for record in area.records if may(who, "see", record)]) for area in own_first(house().areas, who)
    ]
    return [(area, records) for area, records in seen if records]


def changes_of(who: Who, most: int = 8) -> list[dict[str, Any]]:
    """What this person changed last."""
    return [batch for batch in read_batches(who, limit=30) if batch["via"] != "account"][:most]


def figures_by_area(who: Who, only: str | None = None) -> list[tuple[Area, list[Figure]]]:
    """The leading figures of every area, or `only` of this, as far as they are for this person; nothing as long as there is
    nothing to count."""
    week, areas = week_of(today()), own_first(house().areas, who)
    mine = [area for area in areas if only in (None, area.name)]
    shown = [area for area in mine if any(may_see_figure(who, area, metric) for metric in area.metrics)]
    return [
        (area, figures(area, week, LEADING, who)) for area in shown if any(live_rows(record) for record in area.records)
    ]


def figures_of_store(who: Who) -> list[Figure]:
    """A few figures of the own store, most of them of the area its people work in most."""
    areas = own_first(house().areas, who)
    mine = [area for area in areas if any(counts_seen(metric, who) for metric in area.metrics)][:3]
    most = (OWN, OTHERS, OTHERS)
    return [
        figure for area, n in zip(mine, most, strict=False) for figure in own_figures(area, week_of(today()), who, n)
    ]


def pressing(who: Who, most: int = PRESSING) -> tuple[int, list[Item]]:
    """How much waits for this person himself, and the first few: late ones first, then by their day."""
    made = piles(house().areas, who, later_of(who.user_id))
    items = [item for kind in (*made.approve, *made.mine) for item in kind.items[:most]]
    items.sort(key=lambda item: (not item.mine, not item.late, item.on is None, item.on or today()))
    return made.waiting, items[:most]


def waiting_card(total: int, items: list[Item], who: Who, title: Text = WAITING) -> None:
    with card(title.say(who.lang), f"{total:,}", flush=True) as head:
        with head:
            link(ALL_WAITING.say(who.lang), "/todo")
        with tag("ul", "o-todo"):
            for item in items:
                with tag("li", "o-late" if item.late else ""):
                    ui.icon(item.due.icon)
                    with tag("div", "o-grow"):
                        link(item.title, address(item.due.record, item.id))
                        tag("div", "o-faint", item.due.label.say(who.lang))
                    span(when_of(item).say(who.lang), "o-when")


def places_bar(places: tuple[list[Entry], list[Entry]], who: Who) -> None:
    """What this person starred, then where he was last."""
    starred, recent = places
    if not starred and not recent:
        return
    with tag("nav", "o-places") as made:
        made.props["aria-label"] = PLACES.say(who.lang)
        for entry, icon in [*((entry, "star") for entry in starred), *((entry, "history") for entry in recent)]:
            shown = link(entry.label.say(who.lang), entry.path, "o-place-link", icon=icon)
            shown.props["title"] = entry.where.say(who.lang) if entry.where else ""


def shortcut_bar(offered: list[tuple[Shortcut, Action | None]], done: Done, who: Who) -> None:
    """What is done several times a day, large enough for a thumb."""
    with tag("nav", "o-shortcuts"):
        for shortcut, action in offered:
            label = shortcut.label.say(who.lang)
            if action is None:
                link(label, f"/r/{shortcut.record.key()}/new", "o-shortcut", icon=shortcut.icon)
            else:
                made = button(label, lambda action=action: ask_row(action, done), icon=shortcut.icon, mark=action.name)
                made.classes(replace="o-shortcut")


def areas_of(areas: list[tuple[Area, list[type[Record]]]], who: Who, title: Text = AREAS_TITLE) -> None:
    """Every table by its area, the own post's first; on a phone the others are folded."""
    tag("h2", "o-h2", title.say(who.lang))
    drawn = (_area(area, records, who, is_open=at == 0) for at, (area, records) in enumerate(areas))
    Still(part("div", "o-areas", *drawn)).on("click", js_handler=FOLDING)


def _area(area: Area, records: list[type[Record]], who: Who, *, is_open: bool) -> Part:
    label = area.label.say(who.lang)
    opener = {"type": "button", "aria_expanded": "true" if is_open else "false"}
    fold = part("button", "o-fold-button", sign("expand_more"), aria_label=f"{FOLD.say(who.lang)} · {label}", **opener)
    head = part("div", "o-card-head", sign(area.icon, "o-faint"), part("h2", "", label), part("div", "o-gap"), fold)
    tiles = (way(record.sheet.label.say(who.lang), f"/t/{record.key()}", "o-tile") for record in records)
    body = part("div", "o-card-body o-flush", part("div", "o-tiles", *tiles))
    return part("section", "o-card o-folding o-open" if is_open else "o-card o-folding", head, body)
