"""The real app in a process of its own, with a company of three people and some hundred members made through the kit."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Error, expect

from tests.browser.conftest import ROOT, copied, serve, stop
from tests.helpers import places
from tests.helpers.ports import free_port

PASSWORD = "seven green kettles on the shelf"
PEOPLE = {"anna": ("安娜", "administrator"), "bert": ("陈小波", "administrator"), "dora": ("朵拉", "viewer")}
MEMBERS = 400
GROUPS = 20
FACTS = "facts.json"
NETWORK = ("net::ERR_", "Failed to load resource", "WebSocket connection", "Failed to fetch")


class App:
    """A data folder with people and members in it, and a server on it that can be stopped and started again.

    With an `address` people and members are there already, and what is to be known of them in the folder.
    """

    def __init__(self, data: Path, port: int | None = None, address: str = ""):
        self.data, self.port, self.process = data, port or free_port(), None
        self.address = address or f"sqlite:///{data}/ops.db"
        if not address:
            copied(data, seeded)
        self.people = json.loads((data / FACTS).read_text())
        self.clients: dict[str, Client] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "App":
        command = ("main.py", "--data", str(self.data), "--port", str(self.port))
        self.process = serve(*command, ready="/healthz", port=self.port, DATABASE_URL=self.address)
        return self

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process)
        self.process = None

    def kill(self) -> None:
        """As a power cut would: no time to say goodbye to anybody."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def person(self, login: str) -> "Client":
        """One session for all that tests do in somebody's name: a person has so many, and one more ends the first, a browser's."""
        if login not in self.clients:
            self.clients[login] = self.signs_in(login)
        return self.clients[login]

    def signs_in(self, login: str) -> "Client":
        """A session of its own, for who ends it, looks as somebody else or gives it to a browser."""
        return Client(self.url, login)

    # What is in the database, read beside the app ------------------------------------------------------------------------

    def ask(self, sql: str, *given: Any) -> list[tuple]:
        return places.ask(self.address, sql, *given)

    def count(self, group: int | None = None) -> str:
        """What a page says of how many members there are now, in a group or in all; tests beside this one add and delete."""
        asked = "SELECT count(*) FROM member WHERE coalesce(note, '') LIKE ?"
        return f"共 {self.ask(asked, '%' if group is None else f'%组{group:02}%')[0][0]:,} 行"

    def cell(self, id: int, column: str) -> Any:
        return self.ask(f'SELECT "{column}" FROM member WHERE id = ?', id)[0][0]

    def last(self) -> int:
        """The newest line of the history; other tests may have been at the same rows before."""
        return self.ask("SELECT max(id) FROM change")[0][0]

    def history(self, id: int, column: str, since: int = 0) -> list[Any]:
        """Every value this cell took, oldest first."""
        asked = "SELECT after FROM change WHERE record = 'member' AND row_id = ? AND kind = 'u' AND id > ? ORDER BY id"
        rows = self.ask(asked, id, since)
        return [after[column] for after in (json.loads(text) for (text,) in rows) if column in after]

    def member(self, card_no: str) -> int:
        """By the card, not by how many come before: tests beside this one add and delete."""
        return self.ask("SELECT id FROM member WHERE card_no = ?", card_no)[0][0]

    def ids(self, count: int) -> list[int]:
        return [id for (id,) in self.ask("SELECT id FROM member ORDER BY id LIMIT ?", count)]


class Client:
    """A signed-in person without a browser: posts as the grid does."""

    def __init__(self, url: str, login: str):
        self.url = url
        answer = self._open("/auth/login", {"username": login, "password": PASSWORD}, Accept="application/json")
        self.cookie = next(
            part for name, part in answer.headers.items() if name.lower() == "set-cookie" and "ops_session" in part
        )
        self.cookie = self.cookie.split(";")[0]

    def _open(self, path: str, body: Any, method: str = "POST", **headers: str) -> Any:
        sent = {"Content-Type": "application/json", "X-Requested-With": "opsdesk", "Origin": self.url, **headers}
        if hasattr(self, "cookie"):
            sent["Cookie"] = self.cookie
        data = None if body is None else json.dumps(body).encode()
        return urllib.request.urlopen(urllib.request.Request(self.url + path, data, sent, method=method), timeout=90)

    def post(self, path: str, body: Any) -> Any:
        try:
            with self._open("/api/v1" + path, body) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return {"state": "failed", "status": error.code, **json.load(error)}

    def put(self, path: str, body: Any) -> Any:
        with self._open("/api/v1" + path, body, "PUT") as answer:
            return json.load(answer)

    def get(self, path: str) -> Any:
        with self._open("/api/v1" + path, None, "GET") as answer:
            return json.load(answer)

    def change(self, changes: list[dict], op: str, **more: Any) -> Any:
        return self.post("/member/changes", {"op": op, "via": "grid", "changes": changes, **more})

    def set(self, id: int, **values: Any) -> Any:
        return self.change([{"id": id, "set": values}], f"set-{id}-{time.monotonic_ns()}")


class Forgiving(list):
    """What the browser itself says of a line that the test broke."""

    def __contains__(self, said: str) -> bool:
        return any(part in said for part in NETWORK)


class Desk:
    """A person at the grid of members, of which one group of twenty is in sight."""

    def __init__(self, page: Any, app: App, base: str, group: int | None = None, query: str = ""):
        self.page, self.app, self.keys = page, app, page.keyboard
        asked = {"note": {"contains": f"组{group:02}"}} if group is not None else {}
        query += f"&filter={quote(json.dumps(asked))}" if asked else ""
        self.address = f"{base}/t/member?sort=card_no{query}"
        self.load()

    def load(self) -> None:
        self.page.goto(self.address)
        self.ready()

    def ready(self) -> None:
        """Rows come first, and how many there are after them."""
        self.cell(3, "card_no").wait_for()
        expect(self.page.locator(".s-count")).not_to_be_empty()

    def cell(self, row: int, field: str) -> Any:
        return self.page.locator(f'.ag-row[row-index="{row}"] [col-id="{field}"]')

    def text(self, row: int, field: str) -> str:
        return self.cell(row, field).inner_text().strip()

    def id(self, row: int) -> int:
        return int(self.page.locator(f'.ag-row[row-index="{row}"]').first.get_attribute("row-id"))

    def put(self, row: int, field: str, text: str) -> None:
        """Types over a cell and goes on, as one does."""
        self.cell(row, field).click()
        self.keys.type(text)
        self.keys.press("Enter")

    def fill_down(self, field: str, texts: list[str], row: int = 0) -> None:
        self.cell(row, field).click()
        for text in texts:
            self.keys.type(text)
            self.keys.press("Enter")

    def sheet(self, work: str, given: Any = None) -> Any:
        """Runs a function of (page of the sheet, given) in the browser."""
        find = "getElement(Number(document.querySelector('.s-sheet').id.slice(1))).page"
        return self.page.evaluate(f"(given) => ({work})({find}, given)", given)

    def unsaved(self) -> int:
        return self.sheet("(page) => page.context.transport.waiting()")

    def drained(self, seconds: float = 90) -> None:
        deadline = time.monotonic() + seconds
        while waiting := self._unsaved_yet():
            assert time.monotonic() < deadline, f"{waiting} still not saved after {seconds} s"
            self.page.wait_for_timeout(50)

    def _unsaved_yet(self) -> Any:
        """After a restart of the server the page loads itself anew, and may do so in the middle of the question."""
        try:
            return self.unsaved()
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
            self.ready()
            return self.unsaved()

    def marks(self, state: str) -> int:
        return self.page.locator(f".ag-cell.s-{state}").count()


def seeded(data: Path, address: str = "") -> None:
    """By a process of its own: the test's own process keeps its database to itself."""
    given = (str(data), address or f"sqlite:///{data}/ops.db")
    subprocess.run([sys.executable, "-m", "tests.browser.running", *given], cwd=ROOT, check=True, timeout=300)


def seed(data: Path, address: str) -> None:
    from models import AREAS, accounts
    from models.kit import system
    from models.kit.server import database
    from models.kit.write.edits import edit
    from models.kit.write.writes import changes
    from models.members import Member
    from tests.helpers.people import make
    from tests.helpers.quiet import jobs_done

    data.mkdir(parents=True, exist_ok=True)
    database.open(address)
    with database.reading():
        accounts.seed_roles(AREAS)
        jobs_done()
        ids = {login: make(login, role, PASSWORD) for login, (_, role) in PEOPLE.items()}
        with changes(who=system("seed")) as c:
            for login, (name, _) in PEOPLE.items():
                c.update(accounts.User, ids[login], name=name)
        rows = [
            {
                "id": None,
                "set": {
                    "card_no": f"HY{n:05}",
                    "name": f"会员{n:03}",
                    "phone": f"1380000{n:04}",
                    "joined_on": "2026-01-02",
                    "note": f"组{n % GROUPS:02}",
                },
            }
            for n in range(1, MEMBERS + 1)
        ]
        answer = edit(Member, rows, who=system("seed"))
        assert answer.state == "applied", answer.errors[:3]
    database.close()
    (data / FACTS).write_text(json.dumps(ids))


if __name__ == "__main__":
    seed(Path(sys.argv[1]), sys.argv[2])
