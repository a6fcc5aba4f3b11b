"""The straight way to the API's busiest routes: which one is meant is seen from the last word of the address.

The framework tries one route after another and goes through eight layers of its own on the way, which takes as long as reading a
block of rows. What asks for nothing but a record type and a body is answered from here; all else goes the usual way.
"""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException

from ..guard.faults import refuse
from .answers import Answering, at_once

ANY = "{record}"


class Straight:
    """Around the API of these routers, whose paths all begin with the prefix."""

    def __init__(self, api: Any, routers: Iterable[APIRouter], prefix: str):
        self.api, self.prefix = api, f"{prefix}/"
        self.known: dict[tuple[str, str], tuple[Answering, Any]] = {}
        self.heads: set[str] = set()  # under which something else stands than rows of a type
        for route in (route for router in routers for route in router.routes):
            self._learn(route)

    def _learn(self, route: Any) -> None:
        head, _, word = route.path.removeprefix(self.prefix).partition("/")
        if head != ANY:
            self.heads.add(head)
        elif isinstance(route, Answering) and "{" not in word and at_once(route.endpoint) is not None:
            for method in route.methods or ():
                self.known.setdefault((method, word), (route, route.get_route_handler()))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        head, _, word = scope["path"].removeprefix(self.prefix).partition("/")
        known = self.known.get((scope["method"], word)) if head and head not in self.heads else None
        if known is None:
            await self.api(scope, receive, send)
            return
        scope["route"], handle = known
        scope["path_params"] = {"record": head}
        request = Request(scope, receive, send)
        try:
            response = await handle(request)
        except HTTPException as error:
            response = await refuse(request, error)
        await response(scope, receive, send)
