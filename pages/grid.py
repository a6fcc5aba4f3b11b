"""The grid page /t/<record>: one page for every record type the person may see."""

from typing import Any

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.design import DesignColumn, DesignView, may_design, shared_views
from models.kit.declare.access import Who, may
from models.kit.declare.describe import describe_record
from models.kit.declare.starters import starter_of
from models.kit.server.database import reading
from models.system import view_of

from . import guard
from .api.routes import block
from .frame import frame
from .parts import live
from .parts.columns import said, sheet_of
from .parts.session import ask
from .sheet import Sheet, assets

BLOCK = 100  # as pages/sheet/web/grid.js asks for them
SPECIAL = {"q", "filter", "sort", "view", "shape"}  # what an address may say of search, filter, order and view


def mount() -> None:
    assets.mount()

    @ui.page("/t/{record}")
    async def grid_page(request: Request, record: str) -> None:
        who = guard.who(request)
        with live.hearing(record) as heard:
            described, first = await ask(opening, who, record, asks_nothing_special(request))
        if described is None:
            raise HTTPException(404)
        with frame(said(described["label"], who.lang), record):
            sheet = grid_content(who, described)
            if first and not heard:  # the sheet hears for itself from here on
                sheet.send_along(first)


def asks_nothing_special(request: Request) -> bool:
    """The first block goes along with a page as such; a phone takes other blocks, a filter may take its time."""
    return not SPECIAL & set(request.query_params) and "Mobile" not in request.headers.get("user-agent", "")


def opening(who: Who, name: str, plain: bool) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """What the page shows: the type as this person sees it, and its first block when that needs no thought."""
    described = described_for(who, name)
    return described, first_rows(who, described) if described and plain else None


def described_for(who: Who, name: str) -> dict[str, Any] | None:
    """What GET /records says of one type; None when there is no such type for this person."""
    record = house().records.get(name)
    if record is None or not may(who, "see", record):
        return None
    area = house().area_of(record)
    starter = starter_of(who, record)
    with reading():
        described = describe_record(record, area.actions, who, view_of(who.user_id).get(name))
        views = shared_views(record, who)
    design = may(who, "add", DesignColumn) and may_design(who, record)
    share = may(who, "add", DesignView)
    starter_label = starter and starter.label.wire()
    return {**described, "starter": starter_label, "design": design, "views": views, "share": share}


def first_rows(who: Who, described: dict[str, Any]) -> dict[str, Any] | None:
    """{record, asked, answer} of the first block as the type is sorted by itself; other questions may take their time."""
    name, order = described["name"], described["order"]
    if any(view["default"] for view in described["views"]):
        return None
    if (described.get("view") or {}).get("sort") not in (None, order):
        return None
    asked = {"offset": 0, "limit": BLOCK, "sort": order, "filter": described["opens"], "search": ""}
    with reading():
        return {"record": name, "asked": asked, "answer": block(house().records[name], who, asked)}


def grid_content(who: Who, described: dict[str, Any]) -> Sheet:
    """The sheet itself, filling whatever the frame leaves."""
    return Sheet(sheet_of(described, who.lang), me={"id": who.user_id, "name": who.name}, lang=who.lang)


def lines_of(who: Who, name: str, parent: int, link: str | None = None) -> dict[str, Any] | None:
    """The sheet of lines as it stands on their parent's page: without the column of the parent, new rows belonging to it.

    link: the column that leads to that page, where it isn't that of the parent.
    """
    described = described_for(who, name)
    if described is None:
        return None
    link = link or house().records[name].sheet.parent
    described["fields"] = [field for field in described["fields"] if field["name"] != link]
    described["columns"] = [column for column in described["columns"] if column != link]
    described["order"] = [name for name in described["order"] if name.removeprefix("-") != link]
    described["may"] = [verb for verb in described["may"] if verb not in ("import", "export")]
    described |= {"starter": None, "design": False, "views": [], "share": False}
    return {**sheet_of(described, who.lang), "within": {"name": link, "id": parent}}
