"""The real app, main.py in a process of its own on an empty folder, and people of every kind who sign in there."""

import json
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import httpx

from tests.browser.conftest import ROOT, copied, serve, stop
from tests.helpers.attack import Target
from tests.helpers.ports import free_port

PASSWORD = "seven green kettles on the shelf"
PEOPLE = {
    "ada": "administrator",
    "gail": "operations_manager",
    "ann": "members_service",
    "bo": "viewer",
    "chen": "store_manager",
}


class Real(Target):
    """A data folder, the app on it, and what is in its database."""

    def __init__(self, data: Path):
        self.data, self.port, self.process = data, free_port(), None
        super().__init__(f"http://127.0.0.1:{self.port}", data)
        copied(data, seeded)

    def start(self) -> "Real":
        command = ("main.py", "--data", str(self.data), "--port", str(self.port))
        self.process = serve(*command, ready="/healthz", port=self.port)
        return self

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process)

    def bring(self, file: Path, record: str, *more: str) -> str:
        """The command that imports a workbook; returns what it says."""
        return run("main.py", "import", file, "--record", record, "--data", self.data, *more)

    def browser(self, name: str) -> Any:
        """The cookies of somebody signed in, for HTTP and raw sockets."""
        client = self.stranger(headers={"Origin": self.url, "Accept": "text/html,*/*", "X-Requested-With": "opsdesk"})
        answer = client.post("/auth/login", data={"username": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    def ask(self, sql: str, *given: Any) -> list[tuple]:
        with closing(apsw.Connection(str(self.data / "ops.db"), flags=apsw.SQLITE_OPEN_READONLY)) as database:
            database.set_busy_timeout(5000)
            return list(database.execute(sql, given))

    def value(self, sql: str, *given: Any) -> Any:
        return self.ask(sql, *given)[0][0]

    def events(self) -> list[tuple]:
        return self.ask("SELECT user_name, kind, detail FROM event ORDER BY id")


def add(client: httpx.Client, record: str, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows through the API, in that person's name; returns them as stored."""
    done = change(client, record, *({"id": None, "set": row} for row in rows))
    assert done["state"] == "applied", done
    return done["rows"]


def change(client: httpx.Client, record: str, *changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"op": uuid.uuid4().hex, "changes": list(changes), **more}
    return client.post(f"/api/v1/{record}/changes", json=body).json()


def sign_in(page: Any, url: str, name: str, path: str = "/") -> None:
    """As a person does: the sign-in page, name, password, Enter."""
    page.goto(url + path)
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda address: "/login" not in address)


def run(*command: Any) -> str:
    asked = [sys.executable, *map(str, command)]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr
    return done.stdout


def seeded(data: Path) -> None:
    """By a process of its own: the test's process keeps its database to itself."""
    run("-m", "tests.browser.real", data)


def seed(data: Path) -> None:
    from models import AREAS, accounts
    from models.kit.server import database
    from tests.helpers.people import make
    from tests.helpers.quiet import jobs_done

    data.mkdir(parents=True, exist_ok=True)
    database.open(f"sqlite:///{data}/ops.db")
    with database.reading():
        accounts.seed_roles(AREAS)
        jobs_done()
        for login, role in PEOPLE.items():
            make(login, role, PASSWORD)
    database.close()


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    seed(Path(sys.argv[1]))
