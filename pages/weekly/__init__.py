"""The weekly report 周报: a closed week on screen, from the cover to the rows behind each figure, with notes and revisions."""

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from .. import guard
from ..api.answers import NOT_THERE
from ..parts.session import ask
from .page import WeekPage, no_week
from .reading import COVER_PART, STORE_PART, Around, read_around


def mount() -> None:
    @ui.page("/weekly")
    async def newest_page(request: Request) -> None:
        await opened(request, request.query_params.get("week") or None, COVER_PART)

    @ui.page("/weekly/{name}")
    async def week_page(request: Request, name: str) -> None:
        await opened(request, name, COVER_PART)

    @ui.page("/weekly/{name}/{part}")
    async def part_page(request: Request, name: str, part: str) -> None:
        await opened(request, name, part)

    @ui.page("/weekly/{name}/store/{id:int}")
    async def store_page(request: Request, name: str, id: int) -> None:
        await opened(request, name, STORE_PART, id)


async def opened(request: Request, name: str | None, part: str, store: int | None = None) -> None:
    """The page of that week and part; what this person may not know of is not there."""
    around: Around | None = await ask(read_around, guard.who(request), name)
    if around is None or not around.has(part, store):
        raise HTTPException(404, NOT_THERE)
    if around.week is None:
        no_week(around, name)
    else:
        WeekPage(around, part, store)
