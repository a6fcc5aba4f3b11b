"""The page /print/<record>/list: a list as it stands in the grid, on A4."""

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from nicegui import app

from models import house
from models.kit.declare.access import may
from models.kit.server.database import writing
from models.kit.server.patience import in_time
from models.kit.write.history import note

from .. import guard
from ..api.answers import NOT_THERE, Answering
from .list_paper import list_of
from .listing import listed

LISTED = "/print/{record}/list"


def mount() -> None:
    app.router.add_api_route(
        LISTED, list_page, methods=["GET"], include_in_schema=False, route_class_override=Answering
    )


def list_page(request: Request, record: str, query: str = "{}", view: str = "") -> Response:
    """Rows leave the house as in a file, so the right to export is asked for, and it is noted."""
    record_type, who = house().records.get(record), guard.who(request)
    if record_type is None or not may(who, "export", record_type):
        raise HTTPException(404, NOT_THERE)
    with in_time():
        sheet = listed(record_type, who, query)
    with writing():  # the log comes before the page leaves
        note(who, "export", record, rows=len(sheet.rows), columns=sheet.names, printed=True)
    return HTMLResponse(list_of(sheet, view[:60], who, request.scope.get("ops.nonce", "")))
