"""The grid page /t/<record>: one page for every record type the person may see."""

from typing import Any

from fastapi import Request
from nicegui import run, ui
from starlette.exceptions import HTTPException

from models import AREAS, RECORDS
from models.kit.access import Who, may
from models.kit.database import reading
from models.kit.describe import describe_record
from models.system import view_of

from . import guard
from .frame import frame
from .parts.columns import said, sheet_of
from .sheet import Sheet


def mount() -> None:
    @ui.page("/t/{record}")
    async def grid_page(request: Request, record: str) -> None:
        who = guard.who(request)
        described = await run.io_bound(described_for, who, record)
        if described is None:
            raise HTTPException(404)
        with frame(said(described["label"], who.lang), record):
            grid_content(who, described)


def described_for(who: Who, name: str) -> dict[str, Any] | None:
    """What GET /records says of one type; None when there is no such type for this person."""
    record = RECORDS.get(name)
    if record is None or not may(who, "see", record):
        return None
    area = next(area for area in AREAS if record in area.records)
    with reading():
        return describe_record(record, area.actions, who, view_of(who.user_id).get(name))


def grid_content(who: Who, described: dict[str, Any]) -> Sheet:
    """The sheet itself, filling whatever the frame leaves."""
    ui.query(".nicegui-content").classes("p-0 gap-0")
    return Sheet(sheet_of(described, who.lang), me={"id": who.user_id, "name": who.name}, lang=who.lang)
