"""Events forged on the real pages: every listener of everybody's pages, sent by everybody else, does nothing and is noted."""

import asyncio
import contextlib
import json
import uuid

import pytest

from tests.browser.real import PEOPLE, Real, add, change
from tests.helpers.attack import Page, can_plug, cookies_of, plug
from tests.helpers.waiting import until

OTHERS = ("ann", "chen", "bo", "gail")
PAGES = ("/", "/t/member", "/r/member/{member}", "/r/member/{member}/form", "/r/store/{store}", "/history")
MORE = {
    "ada": ("/r/user/{user}", "/import/member", "/r/gift/{gift}", "/r/store/new", "/forms/complaint/{form}"),
    "ann": ("/import/member", "/r/gift/{gift}"),
    "gail": ("/import/gift",),
}


class Open:
    """A page as its own browser has it: its source, and whatever the server has sent over its socket since."""

    def __init__(self, source: str, client):
        self.page, self.client = Page(source), client
        self.elements, self.messages = dict(self.page.elements), []

    def took(self, message: dict) -> None:
        self.messages.append(message)
        self.elements |= {id: element for id, element in message.items() if isinstance(element, dict)}
        for gone in [id for id, element in message.items() if element is None]:
            self.elements.pop(gone, None)

    async def drawn(self) -> None:
        """Waits until the server has had nothing to add for a while: the longer, the longer it takes to answer anything."""
        seen = -1
        while seen != len(self.messages):
            seen = len(self.messages)
            await asyncio.sleep(0.6)
            for _ in range(2):
                await asyncio.to_thread(self.client.get, "/api/v1/queue")

    def listeners(self) -> list[dict]:
        return [
            {"id": int(id), "client_id": self.page.client_id, "listener_id": event["listener_id"], "args": []}
            for id, element in self.elements.items()
            for event in element.get("events", [])
        ]

    def marked(self, text: str) -> dict:
        """The click of the newest button with this text inside it."""
        for id, element in reversed(self.elements.items()):
            inside = [self.elements.get(str(child), {}) for child in element.get("children", [])]
            if element.get("tag") == "button" and any(part.get("text") == text for part in inside):
                (click,) = [event for event in element["events"] if event["type"] == "click"]
                return {
                    "id": int(id),
                    "client_id": self.page.client_id,
                    "listener_id": click["listener_id"],
                    "args": [],
                }
        raise LookupError(text)

    async def counted(self) -> None:
        """The header's count of what waits comes a moment later, the week's figures later still."""
        for _ in range(2400):
            counting = any("正在统计" in str(element.get("text")) for element in self.elements.values())
            if "o-main'" in str(self.messages) and not counting:
                await self.drawn()
                return
            await asyncio.sleep(0.05)
        raise AssertionError("the page never told how much waits")


@contextlib.asynccontextmanager
async def opened(app: Real, client, path: str):
    """Somebody looks at a page: fetched, its socket shaken hands with, everything drawn."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    tab = Open(answer.text, client)
    async with plug(app, cookies=cookies_of(client), page=tab.page.client_id) as sio:
        sio.on("update", tab.took)
        await tab.drawn()
        await tab.counted()
        yield tab, sio


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("forged")).start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def ids(app):
    """A member with points, a gift on the shelf, a store nobody needs, and Chen's own store."""
    ada = app.browser("ada")
    own, spare = add(ada, "store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "多余的店"})
    (member,) = add(ada, "member", {"card_no": "M1", "name": "王小明", "phone": "13912345678", "home_store": own["id"]})
    (gift,) = add(ada, "gift", {"code": "G1", "name": "保温杯", "price": 10})
    asked = json.dumps({"parts": [{"fields": [{"name": "description", "required": True}]}]})
    (form,) = add(ada, "design_form", {"record_type": "complaint", "name": "留言", "body": asked})
    users = dict(app.ask("SELECT login, id FROM user"))
    assert change(ada, "user", {"id": users["chen"], "set": {"store": own["id"]}})["state"] == "applied"
    rows = {"member": member, "gift": gift, "store": own, "spare": spare, "form": form}
    return {name: row["id"] for name, row in rows.items()} | {"user": users["bo"]}


def state(app: Real) -> tuple:
    """Whatever an effect would move: batches of changes, sessions, columns kept."""
    return app.ask("SELECT (SELECT max(id) FROM batch), (SELECT count(*) FROM session WHERE ended_at IS NULL)")[0]


def noted(app: Real, kind: str) -> list[str]:
    return [who for who, what, _ in app.events() if what == kind]


async def all_noted(app: Real, before: int, names: set[str]) -> None:
    """The log is written by a thread of its own, a moment after the socket is cut."""
    await until(lambda: set(noted(app, "forged_event")[before:]) >= names)


async def send(app: Real, client, events: list[dict], page: str | None = None) -> None:
    async with plug(app, cookies=cookies_of(client), page=page) as sio:
        for event in events:
            await sio.emit("event", event)
        await until(lambda: not sio.connected)


async def test_every_listener_of_everybodys_pages_is_deaf_to_everybody_else(app, ids):
    clients = {login: app.browser(login) for login in PEOPLE}
    tried = 0
    for place, (victim, client) in enumerate(clients.items()):
        shared = [
            path for at, path in enumerate(PAGES) if at == 0 or (at + place) % 3 == 0
        ]  # each page by a third of them
        for number, path in enumerate((*shared, *MORE.get(victim, ()))):
            async with opened(app, client, path.format(**ids)) as (tab, sio):
                before, listeners = state(app), tab.listeners()
                assert len(listeners) > 0, path
                tab.messages.clear()
                others = [login for login in PEOPLE if login != victim]
                others = (
                    others if number == 0 else [others[number % len(others)]]
                )  # each at some page, all at the first
                seen = noted(app, "forged_event")
                await asyncio.gather(*(send(app, clients[other], listeners) for other in others))
                await all_noted(app, len(seen), {other.title() for other in others})
                tried += len(others) * len(listeners)
                assert sio.connected and tab.messages == [] and state(app) == before, (victim, path)
    assert tried > 400


async def test_each_button_of_the_administrators_record_page_is_deaf_one_by_one_also_from_a_page_of_ones_own(app, ids):
    ada, chen = app.browser("ada"), app.browser("chen")
    async with opened(app, ada, f"/r/user/{ids['user']}") as (tab, sio):
        before = state(app)
        tab.messages.clear()
        buttons = [event for event in tab.listeners() if tab.elements[str(event["id"])].get("tag") == "button"]
        assert len(buttons) >= 5
        for event in buttons:
            own = Page(chen.get("/").text).client_id
            await send(app, chen, [event], page=own)
        assert tab.messages == [] and state(app) == before and sio.connected


async def test_the_last_button_of_a_deletion_hears_only_the_one_who_opened_it(app, ids):
    """With the control case: the same event, from its own socket, does delete."""
    ada, others = app.browser("ada"), {login: app.browser(login) for login in OTHERS}
    there = "SELECT count(*) FROM store WHERE id = ?"
    async with opened(app, ada, f"/r/store/{ids['spare']}") as (tab, sio):
        await sio.emit("event", tab.marked("删除"))
        await tab.drawn()
        go = tab.marked("删除")
        for client in others.values():
            await send(app, client, [go])
        assert not await can_plug(app, page=tab.page.client_id)
        assert app.value(there, ids["spare"]) == 1
        await sio.emit("event", go)
        await until(lambda: app.value(there, ids["spare"]) == 0)


async def test_a_stranger_gets_no_socket_for_any_of_these_pages(app, ids):
    ada = app.browser("ada")
    async with opened(app, ada, f"/r/member/{ids['member']}") as (tab, sio):
        for transport in ("websocket", "polling"):
            assert not await can_plug(app, transport=transport)
            assert not await can_plug(app, page=tab.page.client_id, transport=transport)
        for cookie in ("ops_session=", "ops_session=" + "x" * 43, cookies_of(ada) + "x"):
            assert not await can_plug(app, page=tab.page.client_id, cookies=cookie)
        assert sio.connected


@pytest.mark.parametrize("how", ["signed out", "demoted", "moved to another store", "disabled"])
async def test_who_lost_his_place_moves_nothing_with_his_own_page_and_cookie(app, ids, how):
    login = {"signed out": "ann", "demoted": "gail", "moved to another store": "chen", "disabled": "bo"}[how]
    ada, victim = app.browser("ada"), app.browser(login)
    path = f"/r/member/{ids['member']}/form"
    async with opened(app, victim, path) as (tab, sio):
        listeners = tab.listeners()
        lose(app, ada, victim, login, how)
        before, seen = state(app), noted(app, "event_after_end").count(login.title())
        for event in listeners:
            await sio.emit("event", event)
        await until(lambda: not sio.connected)
        assert any("/login" in code for code in sio.codes)
        assert state(app) == before
        await until(lambda: noted(app, "event_after_end").count(login.title()) > seen)
        assert noted(app, "event_after_end").count(login.title()) == seen + 1
    assert not await can_plug(app, cookies=cookies_of(victim), page=tab.page.client_id)
    assert victim.get(path).headers["location"].startswith("/login")
    assert victim.post("/api/v1/member/rows", json={}).status_code == 401


def lose(app: Real, ada, victim, login: str, how: str) -> None:
    if how == "signed out":
        cookie = cookies_of(victim)
        victim.post("/auth/logout")
        for part in cookie.split("; "):  # the copy somebody kept
            name, _, value = part.partition("=")
            victim.cookies.set(name, value)
        return
    viewer = app.value("SELECT id FROM role WHERE code = 'viewer'")
    if how == "moved to another store":
        (other,) = add(ada, "store", {"code": "S3", "name": "别处的店"})
        values = {"store": other["id"]}
    else:
        values = {"demoted": {"role": viewer}, "disabled": {"active": False}}[how]
    id = app.value("SELECT id FROM user WHERE login = ?", login)
    done = change(ada, "user", {"id": id, "set": values}, op=uuid.uuid4().hex)
    assert done["state"] == "applied", done
