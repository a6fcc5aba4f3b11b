"""Every request counted and timed under the route it went to, never under its address: that may hold names and tokens."""

import time
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

from .headers import ASSETS

disable_created_metrics()  # a third line for each, which says when it was first counted
REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "opsdesk_requests", "Requests by route and status.", ("route", "method", "status"), registry=REGISTRY
)
SECONDS = Histogram(
    "opsdesk_request_seconds",
    "How long requests took until their answer was sent.",
    ("route",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER, FILES = "other", "assets"


class Metered:
    """Outermost of all, so that what is turned away counts as well."""

    def __init__(self, app: Any):
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), "none"

        async def noted(message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            route = route_of(scope)
            method = scope["method"] if scope["method"] in METHODS else OTHER
            REQUESTS.labels(route, method, status).inc()
            SECONDS.labels(route).observe(time.perf_counter() - began)


def route_of(scope: Any) -> str:
    """As it was declared, as `/t/{record}`. What met no route goes under one name, whatever was asked for."""
    if scope["path"].startswith(ASSETS):
        return FILES
    if declared := getattr(scope.get("route"), "path", None):
        return declared
    if root := scope.get("root_path"):
        return f"{root}/…"
    return scope["path"] if scope.get("endpoint") is not None and not scope.get("path_params") else OTHER
