"""The API's short way: NiceGUI's middleware is made for pages; a block of rows needs none of it and is there in half the time."""

from typing import Any

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from .api import bulk as api_bulk
from .api import cells as api_cells
from .api import comments as api_comments
from .api import design as api_design
from .api import files as api_files
from .api import finding as api_finding
from .api import frozen as api_frozen
from .api import importing as api_import
from .api import looked as api_looked
from .api import made as api_made
from .api import odd as api_odd
from .api import papers as api_papers
from .api import routes as api
from .api import shapes as api_shapes
from .api import stood as api_stood
from .api import tab as api_tab
from .api import trash as api_trash
from .api import weekly as api_weekly
from .api.straight import Straight
from .assistants import ASSISTANTS_PATH, Assistants
from .guard.faults import hide_text

ROUTERS = (
    api_finding.router,
    api_weekly.router,
    api_papers.router,
    api_made.router,
    api_tab.router,
    api_import.router,
    api_files.router,
    api_comments.router,
    api_frozen.router,
    api_cells.router,
    api_looked.router,
    api_design.router,
    api_shapes.router,
    api_trash.router,
    api_bulk.router,
    api_stood.router,
    api_odd.router,
    api.router,
)


class ShortWay:
    """Sends what is for the API to the API alone, what is for assistants to their door, all else on to the pages; the guard stands before all."""

    def __init__(self, pages: Any, state: Any):
        quick = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        quick.state = state
        hide_text(quick)
        for router in ROUTERS:
            quick.include_router(router)
        # The lightest compression: most of the gain for little of the time; files say themselves that they are packed.
        self.assistants = Assistants()
        straight = Straight(quick, ROUTERS, api.PREFIX)
        self.quick, self.pages = GZipMiddleware(straight, minimum_size=2000, compresslevel=1), pages

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        mine = (
            scope["type"] == "http" and scope["path"].startswith(api.PREFIX + "/") and scope["path"] != api.DESCRIPTION
        )
        if scope["type"] == "http" and scope["path"] == ASSISTANTS_PATH:
            await self.assistants(scope, receive, send)
            return
        await (self.quick if mine else self.pages)(scope, receive, send)
