"""Addresses that are kept for somebody, and what they are called: asked anew each time, within what he sees now."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from models import house
from models.design import shared_views
from models.kit.ask.everywhere import named
from models.kit.declare.access import Who, may
from models.kit.declare.overview import AT_A_GLANCE, cards_of
from models.kit.declare.record import Record
from models.kit.text import Text
from models.places import LONGEST, is_starred, opened, places_of, star
from models.system import view_of

from .catalogue import Entry, pages_for
from .words import VIEW

ROW = re.compile(r"/r/(?P<record>\w+)/(?P<id>\d{1,15})(?P<page>/form|/overview)?")
OVERVIEW = "/overview"
WHOLE = re.compile(
    r"/(?P<page>weekly|jobs|subscriptions)/.+"
)  # one of many of a kind: the page that lists them is kept
MOST_SHOWN = 12


def canonical(address: str) -> str | None:
    """The address that is kept for this one: of a list its view, of everything else the path alone."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = parts.path if len(parts.path) < 2 else parts.path.rstrip("/")
    if not address.startswith("/") or parts.netloc or len(path) > LONGEST:
        return None
    if row := ROW.fullmatch(path):
        return f"/r/{row['record']}/{int(row['id'])}{OVERVIEW if row['page'] == OVERVIEW else ''}"
    if part := WHOLE.fullmatch(path):
        return f"/{part['page']}"
    view = parse_qs(parts.query).get("view", [""])[0]
    kept = f"{path}?view={quote(view)}" if path.startswith("/t/") and view and view != "-" else path
    return kept if len(kept) <= LONGEST else path


def entries(paths: Iterable[str], who: Who) -> dict[str, Entry]:
    """What each of these addresses is called; those that lead nowhere for this person are left out."""
    wanted = list(dict.fromkeys(paths))
    pages = {entry.path: entry for entry in pages_for(who)}
    known = {path: pages[path] for path in wanted if path in pages}
    known |= _rows([path for path in wanted if path not in known], who)
    return known | {path: entry for path in wanted if "?view=" in path and (entry := _view(path, pages, who))}


def _rows(paths: list[str], who: Who) -> dict[str, Entry]:
    asked: dict[str, dict[int, list[str]]] = {}
    for path in paths:
        if row := ROW.fullmatch(path):
            asked.setdefault(row["record"], {}).setdefault(int(row["id"]), []).append(path)
    entered = {}
    for key, ids in asked.items():
        record = house().records.get(key)
        if record is not None and may(who, "see", record):
            for hit in named(record, who, list(ids)):
                entered |= {path: entry for path in ids[hit.id] if (entry := _row(path, record, hit.title)) is not None}
    return entered


def _row(path: str, record: type[Record], title: str) -> Entry | None:
    """A row, by its page or by the one on which all is gathered, where its type has that."""
    icon, label = record.sheet.icon or house().area_of(record).icon, record.sheet.label
    if not path.endswith(OVERVIEW):
        return Entry("row", path, Text(title, title), icon, label)
    if not cards_of(record):
        return None
    called = Text(f"{title} · {AT_A_GLANCE.zh}", f"{title} · {AT_A_GLANCE.en}")
    return Entry("row", path, called, "dashboard", label)


def _view(path: str, pages: dict[str, Entry], who: Who) -> Entry | None:
    bare, _, query = path.partition("?")
    table = pages.get(bare)
    if table is None:
        return None
    record, wanted = house().records[bare.removeprefix("/t/")], parse_qs(query).get("view", [""])[0]
    own = (view_of(who.user_id).get(record.key()) or {}).get("named", [])
    views = [*own, *({**view, "key": str(view["id"])} for view in shared_views(record, who))]
    name = next((str(view["name"]) for view in views if str(view.get("key")) == wanted), None)
    return None if name is None else Entry("view", path, Text(name, name), "view_list", VIEW(record=record.sheet.label))


def shown_places(who: Who) -> tuple[list[Entry], list[Entry]]:
    """What this person starred, and where he was last besides."""
    starred, recent = places_of(who.user_id)
    known = entries([*starred, *recent], who)
    kept = [known[path] for path in starred if path in known]
    later = [known[path] for path in recent if path in known and path not in starred and path != "/"]
    return kept, later[:MOST_SHOWN]


def note_opened(who: Who, address: str) -> dict[str, Any]:
    """He opened it. Says whether it can be starred, and whether it is."""
    path = canonical(address)
    if path is None or path == "/" or path not in entries([path], who):
        return {"known": False, "starred": False}
    opened(who, path)
    return {"known": True, "starred": is_starred(who.user_id, path)}


def set_star(who: Who, address: str, on: bool) -> dict[str, Any]:
    """Raises Refused when there are too many."""
    path = canonical(address)
    if path is None or (on and path not in entries([path], who)):
        return {"known": False, "starred": False}
    star(who, path, on)
    return {"known": True, "starred": on}
