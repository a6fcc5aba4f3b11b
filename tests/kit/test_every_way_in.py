"""Two companies that differ only out of sight answer alike on every way in, over HTTP, as the pages and the API are asked."""

import asyncio
import io
import json
import re
import sys
import zipfile

import orjson
import pytest
from nicegui import Client, app, background_tasks
from nicegui.testing import User

from models.accounts.sessions import open_session
from models.kit.server import database
from pages.short_way import ROUTERS
from tests.helpers import desk, two_worlds
from tests.helpers.shop import source_at
from tests.helpers.ways import ASKED, TELLS_NOTHING, Asker
from tests.kit.test_learns_nothing import apart, guesses_at

LIMITED = ("store_manager", "key_account_seller")  # kept to a store, and to the own rows of a discreet type
folder = pytest.fixture(desk.folder, autouse=True)
# What is another at every asking: the page's own id, a file's own id, and how long ago the server started.
FLEETING = re.compile(
    rb'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|tab": ?"[0-9a-f]{24}|(nonce|name="op" value)(=.?.|-)[\w-]{24}'
)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    """Both companies' first half, with somebody of each role signed in."""
    place = tmp_path_factory.mktemp("ways")
    made, cookies = two_worlds.build(place), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.kit.clock.source", source_at("2026-11-23 10:00"))
        for role in LIMITED:
            who = two_worlds.reader(place, "one", role)
            with database.writing():
                cookies[role] = open_session(who.user_id, device=None, lang="zh")
    database.close()
    return place, made, cookies


def routes() -> set[str]:
    """Every route of the running app, as METHOD and path."""
    known = [*app.routes, *(route for router in ROUTERS for route in router.routes)]
    ways = set()
    for route in known:
        path = getattr(route, "path", None)
        if path is not None:
            path = re.sub(r"^/_nicegui/[\d.]+/", "/_nicegui/*/", path)
            ways |= {f"{method} {path}" for method in getattr(route, "methods", None) or ("MOUNT",)}
    return {way for way in ways if not way.startswith("HEAD ")}


async def test_every_route_says_what_is_asked_there_or_why_it_tells_nothing(user: User):
    await user.http_client.get("/healthz")
    assert not ASKED.keys() & TELLS_NOTHING.keys()
    assert routes() == ASKED.keys() | TELLS_NOTHING.keys()


def as_text(value: object) -> object:
    """What stands ready as JSON is what it says."""
    return orjson.loads(orjson.dumps(value)) if isinstance(value, orjson.Fragment) else str(value)


async def asked(client, method: str, path: str, given: dict) -> bytes:
    """Status, headers and what it says: a page's elements once it is built, a workbook's parts, else the body."""
    known = set(Client.instances)
    answer = await client.request(
        method, path, headers={"X-Requested-With": "opsdesk", "Origin": "http://test"}, **given
    )
    assert answer.status_code < 500, (path, answer.text)
    assert answer.status_code != 403 or "不是从本系统的页面" not in answer.text, (path, "asked as no page asks")
    building = [
        task for task in background_tasks.running_tasks if task.get_name().startswith("wait for result of page")
    ]
    if building:
        await asyncio.wait(building)
    body, heads = answer.content, ("content-type", "content-disposition", "location")
    if pages := [page for id, page in Client.instances.items() if id not in known]:
        body = json.dumps(
            [pages[0].title, {id: element._to_dict() for id, element in pages[0].elements.items()}],
            default=as_text,
            ensure_ascii=False,
        )
        body = body.encode(errors="replace")
    elif body[:2] == b"PK":
        packed = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(packed.read(name) for name in packed.namelist() if name != "docProps/core.xml")
    else:
        heads += ("content-length",)
    parts = [str(answer.status_code), *(answer.headers.get(name, "") for name in heads)]
    return FLEETING.sub(b"-", "\n".join(parts).encode() + b"\n" + body)


@pytest.mark.embedded
@pytest.mark.parametrize("role", LIMITED)
async def test_two_worlds_answer_alike_on_every_way_in(user: User, worlds, role, monkeypatch):
    place, made, cookies = worlds
    monkeypatch.setattr("models.kit.clock.source", source_at("2026-11-23 10:00"))
    # The running app's own modules: the plugin that runs it loads them anew for every test.
    crowd = next(control.layer for control in app.state.guard.controls if control.name == "crowd")
    monkeypatch.setitem(crowd.__call__.__globals__, "asks_for_page", lambda scope: False)  # nobody opens pages so fast
    looking = sys.modules["pages.finding.looking"]
    for name in ("SECONDS_AT_ONCE", "SECONDS_EACH"):
        monkeypatch.setattr(looking, name, 600)  # else how far one answer looks is up to the machine's speed
    for task in background_tasks.running_tasks:
        if task.get_name() == "live":
            task.cancel()  # it looks for others' commits, and the database is changed under it
    two_worlds.twist(place, role)
    who = two_worlds.reader(place, "one", role)
    asker = Asker(who, made, guesses_at(place, made, who))
    client, answers = user.http_client, {}
    client.cookies.set("ops_session", cookies[role])
    for name in ("one", "two"):
        two_worlds.reader(place, name, role)
        for way, ask in ASKED.items():
            with database.reading():
                questions = list(ask(asker))
            for n, (method, path, given) in enumerate(questions):
                answers.setdefault((way, n, path), []).append(await asked(client, method, path, given))
    unlike = [f"{what}: {apart(*both)}" for what, both in answers.items() if len(both) != 2 or both[0] != both[1]]
    assert not unlike, "\n".join(unlike[:40])
    assert len(answers) > 150
