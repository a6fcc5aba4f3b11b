"""Attacks as a stranger would make them: raw HTTP, raw sockets, forged events; and the small app they are aimed at."""

import asyncio
import atexit
import contextlib
import functools
import html
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import socketio

from tests.helpers.ports import free_port
from tests.helpers.small_app import PASSWORDS

HERE = Path(__file__).parent


class Target:
    """A running app and those who visit it."""

    def __init__(self, url: str, folder: Path):
        self.url, self.folder = url, folder
        self.log = folder / "log.txt"

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def stranger(self, **options) -> httpx.Client:
        # Over plain HTTP nobody has a certificate: to read those of all authorities takes longer than most attacks.
        return httpx.Client(base_url=self.url, timeout=60, verify=False, **options)

    @contextlib.contextmanager
    def browser(self, name: str) -> Iterator[httpx.Client]:
        """A browser in which somebody signed in; it names its origin as browsers do."""
        with self.stranger(headers={"Origin": self.url, "Accept": "text/html,*/*"}) as client:
            answer = client.post("/auth/login", data={"username": name, "password": PASSWORDS[name]})
            assert answer.status_code == 303, answer.text
            yield client

    def events(self) -> list[tuple]:
        """The audit log: who, what kind, what about."""
        with contextlib.closing(sqlite3.connect(self.folder / "small.db")) as database:
            return database.execute("SELECT user_name, kind, detail FROM event ORDER BY id").fetchall()

    def end_sessions(self, name: str) -> None:
        """What an administrator's change of that user does, as a running server sees it."""
        sql = "UPDATE session SET ended_at = ? WHERE user_id = (SELECT id FROM user WHERE login = ?)"
        with contextlib.closing(sqlite3.connect(self.folder / "small.db", timeout=60)) as database, database:
            database.execute(sql, ("2026-01-01 00:00:00.000", name))

    def ran(self, client: httpx.Client) -> list[str]:
        return client.get("/ran", headers={"Accept": "application/json"}).json()


class Page:
    """What somebody learns who reads a page's source: its id, and the ids of elements and of what they listen for."""

    def __init__(self, source: str):
        self.client_id = re.search(r"'client_id': '([0-9a-f-]{36})'", source)[1]
        text = re.search(r"String\.raw`(.*?)`", source, re.S)[1]
        self.elements = json.loads(html.unescape(text.replace("&#36;", "$").replace("&#96;", "`")))

    def listener(self, component: str, event: str) -> tuple[int, str]:
        for id, element in self.elements.items():
            for handler in element.get("events", []):
                if element.get("tag", "").endswith(component) and handler["type"] == event:
                    return int(id), handler["listener_id"]
        raise LookupError(f"no {component} that listens for {event}")

    def event(self, component: str = "q-btn", event: str = "click", *args) -> dict:
        id, listener = self.listener(component, event)
        return {
            "id": id,
            "client_id": self.client_id,
            "listener_id": listener,
            "args": [json.dumps(arg) for arg in args],
        }


def open_page(client: httpx.Client, path: str = "/") -> Page:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return Page(answer.text)


def cookies_of(client: httpx.Client) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)


@contextlib.asynccontextmanager
async def plug(
    target: Target,
    *,
    cookies: str = "",
    origin: str | None = "own",
    page: str | None = None,
    transport: str = "websocket",
):
    """A raw socket. With `page` it asks for the handshake of that page at once, as NiceGUI's own script does."""
    headers = {"Cookie": cookies} if cookies else {}
    if origin is not None:
        headers["Origin"] = target.url if origin == "own" else origin
    query = ""
    if page is not None:
        query = f"?implicit_handshake=true&client_id={page}&tab_id={uuid4()}&document_id={uuid4()}&next_message_id=0"
    sio = socketio.AsyncClient(reconnection=False)
    sio.codes = []
    sio.on("run_javascript", lambda message: sio.codes.append(message["code"]))
    try:
        await sio.connect(
            target.url + query,
            headers=headers,
            socketio_path="/_nicegui_ws/socket.io",
            transports=[transport],
            wait_timeout=60,
        )
        yield sio
    finally:
        await sio.disconnect()
        await asyncio.sleep(0.01)


async def can_plug(target: Target, **options) -> bool:
    """Whether such a socket is let in at all."""
    try:
        async with plug(target, **options) as sio:
            await asyncio.sleep(0.2)
            return sio.connected
    except (socketio.exceptions.ConnectionError, RuntimeError, OSError):
        return False


def small_app(without: str = "") -> contextlib.AbstractContextManager[Target]:
    """The small app in a process of its own, with the named controls left out."""
    return _started(lambda folder, port: [str(HERE / "small_app.py"), folder, str(port), "--without", without])


# What is left out where: together, every control there is. "bare" is what a careful NiceGUI app has by itself.
LEFT_OUT = {
    "bare": "headers,faults,patience,no prefix,pace,bodies,shares,crowd,template,sockets,closing,logs",
    "open door": "signed in,same origin,sockets,bodies",
    "any origin": "same origin",
}


@functools.cache
def shared(name: str = "guarded") -> Target:
    """The small app behind the guard, or with what LEFT_OUT names; started once for a whole run of the tests."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(small_app(LEFT_OUT.get(name, "")))


def visited(name: str = "guarded") -> Any:
    """The fixture of a file of tests that visits this app."""

    @pytest.fixture(scope="session")
    def target() -> Target:
        return shared(name)

    return target


def running(source: Path, folder: Path) -> contextlib.AbstractContextManager[Target]:
    """Any NiceGUI script in which PORT stands for the port."""

    def command(_: str, port: int) -> list[str]:
        source.write_text(source.read_text().replace("PORT", str(port)))
        return [str(source)]

    return _started(command, folder)


@contextlib.contextmanager
def _started(command, where: Path | None = None) -> Iterator[Target]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        target = Target(f"http://127.0.0.1:{port}", where or Path(folder))
        with target.log.open("w") as log:
            started = [sys.executable, *command(folder, port)]
            process = subprocess.Popen(
                started, stdout=log, stderr=subprocess.STDOUT, cwd=target.folder, env=_plain_environment()
            )
        try:
            _wait(target, process)
            yield target
        finally:
            process.terminate()
            process.wait(60)


def _plain_environment() -> dict[str, str]:
    """The environment without what pytest and NiceGUI's test plugin put into it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}


def _wait(target: Target, process: subprocess.Popen) -> None:
    for _ in range(1800):
        with contextlib.suppress(httpx.TransportError):
            if target.stranger().get("/healthz").status_code == 200:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(target.log.read_text())
