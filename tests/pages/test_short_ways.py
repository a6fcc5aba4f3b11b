"""What is spared at each request: looking through a route's declarations, the way to a thread and back, and long turns of other threads."""

import sys
import threading
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace

import pages
from models import accounts
from models.kit.server.database import is_embedded
from models.kit.server.settings import Settings
from pages import serving
from pages.api import routes
from pages.api.answers import at_once
from pages.guard import Guard, Limits


def test_routes_that_ask_for_who_what_and_a_body_are_answered_at_once_and_others_as_the_framework_does():
    for endpoint in (routes.rows, routes.ids, routes.values, routes.change, routes.keep):
        assert at_once(endpoint) is not None
    for endpoint in (routes.export_xlsx, routes.single_row, routes.undo_batch, routes.queue, routes.link_choices):
        assert at_once(endpoint) is None


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
