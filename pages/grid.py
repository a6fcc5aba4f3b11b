"""The grid page /t/<record>: one page for every record type the person may see."""

from typing import Any

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.kit.declare.access import Who
from models.kit.server.database import reading

from . import guard
from .api.blocks import block
from .described import described_for
from .finding.head import script as find_script
from .frame import frame
from .panel import SidePanel
from .parts import live
from .parts.columns import said, sheet_of
from .parts.pieces import tag
from .parts.session import ask
from .sheet import Sheet, assets

BLOCK = 100  # as pages/sheet/web/same.js asks for them
SPECIAL = {"q", "filter", "sort", "view", "shape"}  # what an address may say of search, filter, order and view


def mount() -> None:
    assets.mount(find_script())

    @ui.page("/t/{record}")
    async def grid_page(request: Request, record: str) -> None:
        who = guard.who(request)
        with live.hearing(record) as heard:
            described, first = await ask(opening, who, record, asks_nothing_special(request))
        if described is None:
            raise HTTPException(404)
        with frame(said(described["label"], who.lang), record), tag("div", "o-beside"):
            sheet = grid_content(who, described)
            SidePanel(house().records[record], sheet)
            if first and not heard:  # the sheet hears for itself from here on
                sheet.send_along(first)


def asks_nothing_special(request: Request) -> bool:
    """The first block goes along with a page as such; a phone takes other blocks, a filter may take its time."""
    return not SPECIAL & set(request.query_params) and "Mobile" not in request.headers.get("user-agent", "")


def opening(who: Who, name: str, plain: bool) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """What the page shows: the type as this person sees it, and its first block when that needs no thought."""
    described = described_for(who, name)
    return described, first_rows(who, described) if described and plain else None


def first_rows(who: Who, described: dict[str, Any]) -> dict[str, Any] | None:
    """{record, asked, answer} of the first block as the type is sorted by itself; other questions may take their time."""
    name, order = described["name"], described["order"]
    if any(view["default"] for view in described["views"]):
        return None
    left = described.get("view") or {}
    if left.get("sort") not in (None, order) or any(left.get(part) for part in ("filter", "group", "shape", "colours")):
        return None
    asked: dict[str, Any] = {"offset": 0, "limit": BLOCK, "totals": "later", "as": "columns"}
    asked |= {"sort": order, "filter": described["opens"], "search": ""}
    with reading():
        return {"record": name, "asked": asked, "answer": block(house().records[name], who, asked)}


def grid_content(who: Who, described: dict[str, Any]) -> Sheet:
    """The sheet itself, filling whatever the frame leaves."""
    return Sheet(sheet_of(described, who.lang), me={"id": who.user_id, "name": who.name}, lang=who.lang)
