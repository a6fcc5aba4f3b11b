"""The menu: what a person may open, by area; worked out once for all whose rights are the same, and sent as plain data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from models import house
from models.design import Board, DesignType
from models.design.boards.standing import boards_for
from models.kit.declare.access import Who, may
from models.kit.declare.area import Area
from models.kit.declare.house import House
from models.kit.declare.record import Record
from models.kit.text import Text
from models.runs import runs_jobs
from models.weekly.readers import reads_weeks

HOME, TODO, HISTORY = Text("首页", "Home"), Text("待办", "To do"), Text("修改记录", "Changes")
BOARDS = Text("仪表盘", "Dashboards")
WEEKLY, OVERVIEW = Text("周报", "Weekly report"), Text("概览", "Overview")
JOBS, NEW_TABLE = Text("后台任务", "Jobs"), Text("新建表", "New table")
ALL_OPEN = 32  # so many menu entries fit on a screen without folding
MOST = 500  # menus kept of one house: roles, languages, and whether a store or region is one's own


@dataclass(frozen=True)
class Menu:
    """`drawn` goes to the page as it is; `texts` is what stands in it; `areas`: by address, in which area something is."""

    drawn: orjson.Fragment
    texts: tuple[str, ...]
    areas: Mapping[str, str]


def menu_for(who: Who) -> Menu:
    """Asks no database: every page has it."""
    kept, rights = house().of(_kept), _rights(who)
    menu = kept.get(rights)
    if menu is None:
        menu = _made(who)
        if len(kept) >= MOST:
            kept.clear()
        kept[rights] = menu
    return menu


def _kept(built: House) -> dict[Any, Menu]:
    """The menus of this house that were drawn already, gone with it."""
    return {}


def _rights(who: Who) -> Any:
    """All of a person that decides what the menu holds."""
    placed = (who.store_id is not None, who.region_id is not None, who.employee_id is not None)
    return who.lang, who.role, who.all_rights, placed, frozenset(who.grants.items())


def address_of(here: str) -> str:
    """Where the menu's entry leads that a page names: by its address, a record type, or the name of a page of the house."""
    if here.startswith("/") or not here:
        return here
    return f"/t/{here}" if here in house().records else "/" if here == "home" else f"/{here}"


def _made(who: Who) -> Menu:
    seen = [(area, [record for record in area.records if may(who, "see", record)]) for area in house().areas]
    seen = [(area, records) for area, records in seen if records]
    all_open = sum(len(records) for _, records in seen) <= ALL_OPEN
    entries = [*_pages(who), *(_area(area, records, who, all_open) for area, records in seen)]
    if may(who, "add", DesignType):
        entries.append(_entry(NEW_TABLE, "/tables/new", "add", who))
    texts = [item["text"] for entry in entries for item in (entry, *entry.get("items", ()))]
    areas = {address: area.name for area, records in seen for address in _addresses(area, records)}
    return Menu(orjson.Fragment(orjson.dumps(entries)), tuple(texts), areas)


def _pages(who: Who) -> Iterator[dict[str, Any]]:
    yield _entry(HOME, "/", "home", who)
    yield _entry(TODO, "/todo", "task_alt", who)
    if reads_weeks(who):
        yield _entry(WEEKLY, "/weekly", "event_note", who)
    if boards_for(who) or may(who, "add", Board):
        yield _entry(BOARDS, "/boards", "dashboard", who)
    yield _entry(HISTORY, "/history", "history", who)
    if runs_jobs(who):
        yield _entry(JOBS, "/jobs", "schedule", who)


def _area(area: Area, records: list[type[Record]], who: Who, is_open: bool) -> dict[str, Any]:
    items = []
    if area.metrics or area.charts or area.dues:
        items.append(_entry(OVERVIEW, f"/a/{area.name}", None, who))
    for record in records:
        if record.sheet.parent is None:
            items.append(_entry(record.sheet.label, f"/t/{record.key()}", record.sheet.icon, who))
    items += [_entry(label, path, None, who) for path, label in area.pages]
    head = {"area": area.name, "text": area.label.say(who.lang), "icon": area.icon, "items": items}
    return head | {"open": True} if is_open else head


def _addresses(area: Area, records: list[type[Record]]) -> Iterator[str]:
    yield f"/a/{area.name}"
    yield from (f"/t/{record.key()}" for record in records)
    yield from (path for path, _ in area.pages)


def _entry(text: Text, to: str, icon: str | None, who: Who) -> dict[str, Any]:
    entry = {"text": text.say(who.lang), "to": to}
    return entry | {"icon": icon} if icon else entry
