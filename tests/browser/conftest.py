"""One Chromium for all browser tests; a page fails its test when it throws or logs an error."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import needs

ROOT = Path(__file__).parents[2]
# A busy machine is slow and nothing more: how fast the pages are is measured by tests.bench, not here.
PATIENCE = 60_000
PATIENCE_TO_LOAD = (
    90_000  # a grid is a megabyte of script in sixty files, and a starved machine sends each a third of a second late
)
PATIENCE_FOR_WORK = 120_000  # what takes the server seconds: an import, a week counted again, a workbook tried on a row
expect.set_options(timeout=PATIENCE)
MADE: dict[Callable, Path] = {}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--process-per-site",  # a page that stays open has read and compiled the scripts for all that a person opens after it
]


def serve(*command: str, ready: str, port: int, **more: str) -> subprocess.Popen:
    """Starts a server in a process of its own and waits until `ready` answers; NiceGUI must not see that tests run."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=plain | more)
    deadline = time.monotonic() + 180  # a busy machine starts three at once
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=30).close()
            return process
        except urllib.error.HTTPError:
            return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the server did not start: {command}")


def copied(data: Path, make: Callable[[Path], None]) -> None:
    """A data folder as `make` fills it, which takes a process and its time only once."""
    if make not in MADE:
        MADE[make] = data.with_name(f"{data.name}-as-made")
        make(MADE[make])
    shutil.copytree(MADE[make], data, dirs_exist_ok=True)


def soon(true: Callable[[], Any], page: Any = None, seconds: float = PATIENCE / 1000) -> Any:
    """Waits for what is nowhere on a page; `page` goes on meanwhile, so that its events arrive."""
    deadline = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < deadline, f"still not so after {seconds} s"
        page.wait_for_timeout(50) if page else time.sleep(0.05)
    return value


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()


def patient(context: Any) -> Any:
    """A browser's profile whose pages wait as long as a busy machine may need."""
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(PATIENCE_TO_LOAD)
    return context


def keep_warm(context: Any, url: str) -> None:
    """A page that stays open keeps a profile's process, which has read the scripts already: each further page takes a quarter less."""
    if not context.pages:
        context.new_page().goto(f"{url}/healthz")


@pytest.fixture(scope="package")
def chromium():
    path = needs.browser()
    assert path, "no browser: `python -m tests` installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def one_cache(chromium):
    """A context whose cache all tests share that don't need to be somebody else: the grid is a megabyte of script."""
    context = patient(chromium.new_context())
    yield context
    context.close()


@pytest.fixture(scope="package")
def app(tmp_path_factory):
    """The real app with real people, shared by the tests that don't stop it."""
    from tests.browser.running import App

    running = App(tmp_path_factory.mktemp("company") / "data").start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def seats(chromium):
    """A browser profile for each person: seats(app, login)."""
    profiles = {}

    def seat(app, login):
        if (app.port, login) not in profiles:
            name, _, value = app.signs_in(login).cookie.partition("=")
            profiles[app.port, login] = patient(chromium.new_context(locale="zh-CN"))
            profiles[app.port, login].add_cookies([{"name": name, "value": value, "url": app.url}])
            keep_warm(profiles[app.port, login], app.url)
        return profiles[app.port, login]

    yield seat
    for context in profiles.values():
        context.close()


@pytest.fixture
def sit(app, seats):
    """People at the grid: sit('anna', group=3, base=line.url); pages may complain of the network and of nothing else."""
    from tests.browser.running import Desk, Forgiving

    faults, opened = [], []

    def down(login, group=None, *, base=None, at=app, context=None, query=""):
        page = (context or seats(at, login)).new_page()
        opened.append(page)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.forgiven = Forgiving()
        page.on("pageerror", lambda error: faults.append(f"{error}"))
        page.on(
            "console", lambda said: said.type == "error" and said.text not in page.forgiven and faults.append(said.text)
        )
        return Desk(page, at, base or at.url, group, query)

    yield down
    for page in opened:
        page.close()
    assert faults == []


@pytest.fixture
def open_page(chromium, one_cache):
    """Opens pages that may not fail: open_page(url, width=1440); `page.forgiven` names errors a test expects.

    `alone=True` or any option of a context gives the page a context, and so cookies, of its own.
    """
    faults, opened = [], []

    def open_one(url: str | None = None, width: int = 1440, height: int = 900, *, alone: bool = False, **options):
        own = patient(chromium.new_context(**options)) if alone or options else None
        if own is None and url and url.startswith("http"):
            keep_warm(one_cache, "{0.scheme}://{0.netloc}".format(urlsplit(url)))
        page = (own or one_cache).new_page()
        opened.append(own or page)
        page.set_viewport_size({"width": width, "height": height})
        page.forgiven = []
        page.on("pageerror", lambda error: faults.append(f"{error}"))
        page.on(
            "console", lambda said: said.type == "error" and said.text not in page.forgiven and faults.append(said.text)
        )
        if url:
            page.goto(url)
        return page

    yield open_one
    for tab in opened:
        tab.close()
    assert faults == []


@pytest.fixture(scope="package")
def office(tmp_path_factory):
    """The real app for the sheet layer's tests: members to type over, stores and tiers to link to."""
    from tests.browser.office import furnish
    from tests.browser.running import App

    running = App(tmp_path_factory.mktemp("office") / "data").start()
    furnish(running)
    yield running
    running.stop()


@pytest.fixture
def sheet(office, seats):
    """Somebody at the grid of the office, with the columns as declared: sheet(), sheet('dora', query='&lang=en'); pages may not fail."""
    from tests.browser.office import Sheet

    faults, opened = [], []

    def open_sheet(login="anna", query="", context=None, prepare=None, width=1440):
        if login not in {name for name, _ in opened}:  # what an earlier test did to the columns is that test's own
            office.person(login).put("/member/view", {})
        context = context or seats(office, login)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        opened.append((login, page))
        page.set_viewport_size({"width": width, "height": 900})
        page.on("pageerror", lambda error: faults.append(f"{error}"))
        page.on("console", lambda said: said.type == "error" and faults.append(said.text))
        if prepare:
            prepare(page)
        return Sheet(page, office, query)

    yield open_sheet
    for _, page in opened:
        page.close()
    assert faults == []
