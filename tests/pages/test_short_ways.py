"""What is spared at each request: looking through a route's declarations, the way to a thread and back, and long turns of other threads."""

import sys
import threading
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace

from starlette.routing import Match

import pages
from models import accounts, house
from models.kit.server.database import is_embedded
from models.kit.server.settings import Settings
from pages import serving
from pages.api import routes
from pages.api.answers import at_once
from pages.api.straight import Straight
from pages.guard import Guard, Limits
from pages.short_way import ROUTERS


def test_routes_that_ask_for_who_what_and_a_body_are_answered_at_once_and_others_as_the_framework_does():
    for endpoint in (routes.rows, routes.ids, routes.values, routes.change, routes.keep):
        assert at_once(endpoint) is not None
    for endpoint in (routes.export_xlsx, routes.single_row, routes.undo_batch, routes.queue, routes.link_choices):
        assert at_once(endpoint) is None


def test_the_straight_way_leads_where_the_frameworks_own_would():
    straight, every = Straight(None, ROUTERS, routes.PREFIX), [route for router in ROUTERS for route in router.routes]
    assert {("POST", word) for word in ("rows", "totals", "ids", "values", "changes")} <= straight.known.keys()
    for (method, word), (known, _) in straight.known.items():
        scope = {"type": "http", "method": method, "path": f"{routes.PREFIX}/member/{word}", "path_params": {}}
        assert next(route for route in every if route.matches(scope)[0] is Match.FULL) is known, (method, word)
    assert not straight.heads & house().records.keys(), "a type of such a name would go the longer way"


async def test_what_is_asked_of_no_record_type_and_by_other_ways_is_left_to_the_framework():
    left = []

    async def framework(scope, receive, send):
        left.append((scope["method"], scope["path"]))

    straight = Straight(framework, ROUTERS, routes.PREFIX)
    others = [("GET", "member/rows"), ("POST", "actions/rows"), ("POST", "/rows"), ("POST", "member/rows/")]
    for method, path in others:
        await straight({"type": "http", "method": method, "path": f"{routes.PREFIX}/{path}"}, None, None)
    assert left == [(method, f"{routes.PREFIX}/{path}") for method, path in others]


async def test_who_sits_there_is_asked_where_the_request_is_unless_a_server_has_to_be_asked(db):
    def look(token: str) -> str:
        return f"{token} in {threading.current_thread().name}"

    here = threading.current_thread().name
    guard = Guard(Limits(), SimpleNamespace(asks_quickly=lambda: True), ())
    assert await guard.who_sits(look, "x") == f"x in {here}"
    guard = Guard(Limits(), SimpleNamespace(asks_quickly=lambda: False), ())
    assert (await guard.who_sits(look, "x")).startswith("x in guard")
    assert accounts.asks_quickly() == is_embedded()


def test_while_it_serves_threads_hand_on_after_a_millisecond():
    before, seen = sys.getswitchinterval(), []
    serving.run(None, lambda: seen.append(sys.getswitchinterval()))
    assert (round(seen[0], 6), sys.getswitchinterval()) == (serving.TURN, before)


def test_pages_are_packed_as_lightly_as_the_server_says(monkeypatch):
    asked = {}
    monkeypatch.setattr(pages.ui, "run", lambda **options: asked.update(options))
    pages._serve(Settings("127.0.0.1", 0, Path(), "", "serve", Namespace()))
    assert asked["gzip_middleware_factory"](None).compresslevel == serving.TIGHT < 6
