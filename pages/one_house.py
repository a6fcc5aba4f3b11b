"""Each request is answered out of one house, whatever is put in place while it is under way."""

from typing import Any

from models.kit.server.standing import pinned


class OneHouse:
    """Around the API and the pages. A socket lasts too long for it: there each event is pinned by itself."""

    def __init__(self, inside: Any):
        self.inside = inside

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.inside(scope, receive, send)
            return
        with pinned():
            await self.inside(scope, receive, send)
