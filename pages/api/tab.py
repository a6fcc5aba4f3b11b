"""What open pages tell the server of themselves: which cell is active there, and what they had to throw away."""

from typing import Any

from fastapi import APIRouter, Response

from models.kit.declare.access import visible
from models.kit.declare.record import Record
from models.kit.server.database import writing
from models.kit.write.history import note

from ..parts import live
from ..parts.session import ask
from .answers import Answering, Asking
from .routes import PREFIX, Body, Known, answer

router = APIRouter(prefix=PREFIX, route_class=Answering)
MOST_OPS = 1_000_000


@router.post(
    "/{record}/here", summary="Where I am in an open grid: {tab, id, field} → {others}", include_in_schema=False
)
async def here(who: Asking, record: type[Record] = Known, asked: dict = Body) -> Response:
    """Presence is a courtesy: what makes no sense is not told to anybody, and nothing is kept."""
    running = live.running()
    id, field = asked.get("id"), asked.get("field")
    known = isinstance(id, int) and not isinstance(id, bool) and 0 < id < 2**53
    shown = known and isinstance(field, str) and field in visible(who, record)
    place = (id, field) if shown else (None, None)
    others = running.place(str(asked.get("tab")), record.key(), who, *place) if running and who.behind is None else []
    return answer({"others": await ask(live.in_sight, record.key(), who, others) if others else []})


@router.post(
    "/outbox/discarded", summary="Unsaved changes of another person were thrown away: {ops}", include_in_schema=False
)
def discarded(who: Asking, asked: dict[str, Any] = Body) -> Response:
    ops = asked.get("ops")
    count = min(ops, MOST_OPS) if isinstance(ops, int) and not isinstance(ops, bool) and ops > 0 else 0
    if count:
        with writing():
            note(who, "outbox_discarded", ops=count)
    return answer({"ok": True})
