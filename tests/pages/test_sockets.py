"""Sockets behind the guard: a page obeys its own browser in its own session, and nobody else."""

import asyncio
import inspect
import re

import nicegui.nicegui as ng
from nicegui import Client, core
from nicegui import version as nicegui_version

from tests.helpers.attack import Target, can_plug, cookies_of, open_page, plug, visited
from tests.helpers.waiting import until

target = visited()
bare = visited("bare")
open_door = visited("open door")
any_origin = visited("any origin")


# Sockets (N1, N2, N3, N7, N22) -----------------------------------------------------------------------------------------


async def press(target: Target, pressed, **options) -> None:
    async with plug(target, **options) as sio:
        await sio.emit("event", pressed.event())
        await asyncio.sleep(0.3)


async def test_a_page_obeys_its_own_socket_in_the_order_of_its_events(target):
    with target.browser("ann") as ann:
        page = open_page(ann)
        async with plug(target, cookies=cookies_of(ann), page=page.client_id) as sio:
            await sio.emit("event", page.event())
            for number in range(20):
                await sio.emit("event", page.event("nicegui-input", "update:value", f"n{number}"))
            await until(lambda: "typed n19" in target.ran(ann))
        assert target.ran(ann)[-21:] == ["button of ann", *(f"typed n{number}" for number in range(20))]


async def test_a_colleagues_socket_cannot_press_a_button_of_an_open_page_and_is_noted(target):
    with target.browser("ann") as ann, target.browser("bo") as bo:
        page, own = open_page(ann), open_page(bo)
        before = target.ran(ann)
        async with plug(target, cookies=cookies_of(bo), page=own.client_id) as sio:
            await sio.emit("event", page.event())
            await until(lambda: not sio.connected)
        assert target.ran(ann) == before
        await until(lambda: ("Bo", "forged_event", '{"what": "event"}') in target.events())


async def test_without_the_socket_control_a_colleagues_socket_presses_it(bare):
    with bare.browser("ann") as ann, bare.browser("bo") as bo:
        page, own = open_page(ann), open_page(bo)
        async with plug(bare, cookies=cookies_of(ann), page=page.client_id):
            await press(bare, page, cookies=cookies_of(bo), page=own.client_id)
            await until(lambda: "button of ann" in bare.ran(ann))


async def test_a_stranger_and_a_foreign_site_get_no_socket_by_either_transport(target):
    with target.browser("ann") as ann:
        page, cookies = open_page(ann), cookies_of(ann)
        for transport in ("websocket", "polling"):
            assert not await can_plug(target, transport=transport)
            assert not await can_plug(target, page=page.client_id, transport=transport)
            assert not await can_plug(target, cookies=cookies, origin="http://evil.example", transport=transport)
            assert not await can_plug(target, cookies=cookies, origin="null", transport=transport)
            assert await can_plug(target, cookies=cookies, page=page.client_id, transport=transport) is (
                transport == "websocket"
            )
        assert not await can_plug(target, cookies=cookies, origin=None)


async def test_without_the_controls_a_stranger_from_a_foreign_site_runs_a_handler(open_door):
    with open_door.stranger() as client:
        page = open_page(client)
        async with plug(open_door, page=page.client_id):
            await press(open_door, page, origin="http://evil.example")
            await until(lambda: "button of nobody" in open_door.ran(client))


async def test_without_the_origin_control_a_foreign_site_gets_a_socket(any_origin):
    with any_origin.browser("ann") as ann:
        assert await can_plug(any_origin, cookies=cookies_of(ann), origin="http://evil.example")


async def test_nobody_takes_a_fresh_page_before_its_own_browser(target):
    with target.browser("ann") as ann, target.browser("bo") as bo:
        page = open_page(ann)
        assert not await can_plug(target, cookies=cookies_of(bo), page=page.client_id)
        async with plug(target, cookies=cookies_of(bo)) as sio:
            await sio.emit("handshake", {"client_id": page.client_id, "tab_id": "t", "document_id": "d"})
            await until(lambda: not sio.connected)
        assert await can_plug(target, cookies=cookies_of(ann), page=page.client_id)


async def test_without_the_socket_control_a_stranger_takes_it(bare):
    with bare.browser("ann") as ann, bare.browser("bo") as bo:
        page = open_page(ann)
        assert await can_plug(bare, cookies=cookies_of(bo), page=page.client_id)
        assert not await can_plug(bare, cookies=cookies_of(ann), page=page.client_id)


async def test_an_ended_session_runs_nothing_and_its_page_is_sent_to_sign_in_at_once(target):
    with target.browser("bo") as bo, target.browser("ann") as ann:
        page, before = open_page(bo), target.ran(ann)
        async with plug(target, cookies=cookies_of(bo), page=page.client_id) as sio:
            target.end_sessions("bo")
            await sio.emit("event", page.event())
            await until(lambda: not sio.connected)
            assert any("/login" in code for code in sio.codes)
        assert target.ran(ann) == before
        await until(lambda: ("Bo", "event_after_end", '{"what": "event"}') in target.events())


async def test_a_page_that_sends_nothing_is_sent_away_too(target):
    with target.browser("bo") as bo:
        page = open_page(bo)
        async with plug(target, cookies=cookies_of(bo), page=page.client_id) as sio:
            target.end_sessions("bo")
            await until(lambda: not sio.connected)
            assert any("/login" in code for code in sio.codes)


async def test_without_the_controls_a_page_of_an_ended_session_goes_on(bare):
    with bare.browser("bo") as bo, bare.browser("ann") as ann:
        page = open_page(bo)
        async with plug(bare, cookies=cookies_of(bo), page=page.client_id) as sio:
            bare.end_sessions("bo")
            await asyncio.sleep(1)
            await sio.emit("event", page.event())
            await until(lambda: "button of bo" in bare.ran(ann))
            assert sio.connected


FORGED = "harmless\n2026-01-01 INFO forged line"


async def write_log(target: Target) -> None:
    with target.browser("ann") as ann:
        page = open_page(ann)
        async with plug(target, cookies=cookies_of(ann), page=page.client_id) as sio:
            await sio.emit("log", {"client_id": page.client_id, "level": "error", "message": FORGED})
            await asyncio.sleep(0.3)


async def test_a_browser_cannot_write_into_the_log(target):
    await write_log(target)
    assert "forged line" not in target.log.read_text()


async def test_without_the_controls_it_writes_whole_lines(bare):
    await write_log(bare)
    await until(lambda: "\n2026-01-01 INFO forged line" in bare.log.read_text())


async def test_nobody_speaks_for_a_colleagues_polling_socket(target):
    with target.browser("ann") as ann, target.browser("bo") as bo:
        opened = ann.get("/_nicegui_ws/socket.io/?EIO=4&transport=polling").text
        sid = re.search(r'"sid":"([^"]+)"', opened)[1]
        address = f"/_nicegui_ws/socket.io/?EIO=4&transport=polling&sid={sid}"
        assert bo.post(address, content="40").status_code == 403
        assert bo.get(address).status_code == 403
        assert ann.post(address, content="40").status_code == 200


async def test_garbage_on_the_socket_does_not_hurt_the_server(target):
    with target.browser("ann") as ann:
        for garbage in (
            None,
            1,
            "x",
            [],
            {},
            {"client_id": 5},
            {"client_id": {"$ne": 1}},
            {"client_id": "x", "id": -1},
        ):
            for name in ("event", "ack", "javascript_response", "handshake", "log", "nothing"):
                async with plug(target, cookies=cookies_of(ann)) as sio:
                    await sio.emit(name, garbage)
        assert ann.get("/").status_code == 200


# The private names we rely on (H5) -----------------------------------------------------------------------------------------


def test_the_private_names_of_nicegui_are_as_we_use_them():
    assert nicegui_version.__version__ == "3.18.0", "run the attacks of this file, then change this line"
    for name in ("_on_event", "_on_ack", "_on_javascript_response", "_on_log"):
        assert list(inspect.signature(getattr(ng, name)).parameters)[1] == "msg" and not inspect.iscoroutinefunction(
            getattr(ng, name)
        )
    assert inspect.iscoroutinefunction(ng._on_connect) and len(inspect.signature(ng._on_connect).parameters) == 3
    assert (
        inspect.iscoroutinefunction(ng._on_handshake) and inspect.signature(ng._on_handshake).return_annotation is bool
    )
    assert list(inspect.signature(ng._on_disconnect).parameters) == ["sid"]
    source = inspect.getsource(Client)
    for name in (
        "self._request = request",
        "self._delete_tasks: dict[str, asyncio.Task] = {}",
        "del Client.instances[self.id]",
    ):
        assert name in source
    assert "Implicit handshake failed" in inspect.getsource(ng._on_connect)
    assert hasattr(core.sio, "environ") and hasattr(core.sio.eio, "cors_allowed_origins")
    assert set(core.sio.handlers["/"]) == {
        "connect",
        "handshake",
        "disconnect",
        "event",
        "javascript_response",
        "ack",
        "log",
    }
