"""The real server in a process of its own, with one person of every role and a token for each."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from models import accounts, house
from models.kit.server import database
from tests.helpers import furnished, places
from tests.helpers.ports import free_port
from tests.helpers.quiet import jobs_done

from . import world

ROOT = Path(__file__).parent.parent.parent
API = "/api/v1"


class Served:
    """A running server, what is in it, and everything it ever answered to whom."""

    def __init__(self, url: str, made: dict, tokens: dict[str, str], stored: dict, log: Path, address: str):
        self.url, self.made, self.tokens, self.stored, self.log = url, made, tokens, stored, log
        self.address = address
        self.bodies: dict[str, list[str]] = {login: [] for login in tokens}
        self._clients: dict[str, httpx.Client] = {}

    def ask(self, login: str, method: str, path: str, **options) -> httpx.Response:
        """One request in somebody's name; what comes back is kept for the hunt for leaks."""
        if login not in self._clients:
            headers = {"Authorization": f"Bearer {self.tokens[login]}"} if login else {}
            self._clients[login] = httpx.Client(base_url=self.url, headers=headers, timeout=60)
        answer = self._clients[login].request(method, path if path.startswith("/") else f"{API}/{path}", **options)
        assert answer.status_code < 500, (login, method, path, options, answer.text)
        if "openxml" not in answer.headers.get("content-type", ""):  # a workbook is packed; its csv tells the same
            self.bodies.setdefault(login, []).append(answer.text)
        return answer

    def get(self, login: str, path: str, **options) -> httpx.Response:
        return self.ask(login, "GET", path, **options)

    def post(self, login: str, path: str, body=None, **options) -> httpx.Response:
        return self.ask(login, "POST", path, **({"json": body} if body is not None else {}), **options)


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The world is built before the server starts; the tests ask it over HTTP only."""
    folder = tmp_path_factory.mktemp("served")
    made = furnished.opened(f"{folder}/ops.db")
    address = places.url(f"{folder}/ops.db")
    with database.reading():
        jobs_done()
        tokens = {login: accounts.issue_token(login) for (login,) in accounts.User.select(accounts.User.login).tuples()}
        stored = {
            (key, name, side): world.texts_of(record, name, made[key][side])
            for key, record in house().records.items()
            for name in record.fields()
            for side in (world.OWN, world.OTHER)
        }
    database.close()
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    environment["DATABASE_URL"] = address
    environment["OPS_ADMIN_PASSWORD"] = "boxes of green tea 42"
    log = folder / "log.txt"
    command = [sys.executable, str(ROOT / "main.py"), "--data", str(folder), "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder, env=environment)
        try:
            url = f"http://127.0.0.1:{port}"
            wait(url, process, log)
            yield Served(url, made, tokens, stored, log, address)
        finally:
            process.terminate()
            process.wait(60)


def wait(url: str, process: subprocess.Popen, log: Path) -> None:
    with httpx.Client(verify=False) as client:  # certificates aren't read anew for each look
        for _ in range(1800):
            try:
                if client.get(f"{url}/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                pass  # not up yet
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(log.read_text())


def dumped(value) -> str:
    return json.dumps(value, ensure_ascii=False)
