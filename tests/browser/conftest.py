"""One Chromium for all browser tests; a page fails its test when it throws or logs an error."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def serve(*command: str, ready: str, port: int, **more: str) -> subprocess.Popen:
    """Starts a server in a process of its own and waits until `ready` answers; NiceGUI must not see that tests run."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=plain | more)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=2).close()
            return process
        except urllib.error.HTTPError:
            return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the server did not start: {command}")


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """Opens pages that may not fail: open_page(url, width=1440); `page.forgiven` names errors a test expects."""
    faults, contexts = [], []

    def opened(url: str | None = None, width: int = 1440, height: int = 900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.forgiven = []
        page.on("pageerror", lambda error: faults.append(f"{error}"))
        page.on("console", lambda said: said.type == "error" and said.text not in page.forgiven and faults.append(said.text))
        if url:
            page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
