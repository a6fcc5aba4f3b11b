"""Heavy files take turns, by whichever way they come: two at once, a short line, and a sentence for who is one too many."""

import asyncio
import threading
from contextlib import suppress
from types import SimpleNamespace

import pytest
from nicegui.testing import User

from exports.read import aside
from exports.write import worker
from models.accounts import User as Account
from models.kit import Refused, Text, system
from models.kit.incoming.incoming import Stopped
from models.kit.server import turns as lines
from models.kit.server.turns import BUSY, GIVEN_UP, JOBS, Turns
from models.kit.write.history import Event
from models.members import Member
from pages.importing.state import State
from pages.importing.work import Work
from tests.helpers import desk
from tests.helpers.desk import put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)
HEADERS = {"X-Requested-With": "opsdesk", "Origin": "http://test"}


@pytest.fixture
def narrow(monkeypatch) -> Turns:
    """One large file at a time and nobody waits; anything counts as large."""
    monkeypatch.setattr(aside, "LARGE", 10)
    monkeypatch.setattr(aside, "QUEUE", Turns(at_once=1, waiting=0, seconds=5, each=1))
    return aside.QUEUE


async def bring(user: User, number: int = 1):
    file = ("members.csv", f"会员卡号,姓名,入会门店\n{number},王小明,S1\n".encode())
    return await user.http_client.post("/api/v1/member/import", files={"file": file}, headers=HEADERS)


async def test_one_large_file_too_many_is_told_and_nothing_of_it_stays(user: User, narrow, folder):
    await user.http_client.get("/healthz")
    put("store", {"code": "S1", "name": "锦江一店"})
    await sign_in(user)
    with narrow.turn("somebody else"):
        refused = await bring(user)
    assert refused.status_code == 409 and "请稍后再试" in refused.json()["message"]
    assert Member.select().count() == 0 and list((folder / "uploads").iterdir()) == []
    done = await bring(user)
    assert done.json()["state"] == "applied" and narrow.line == []


def test_the_import_page_says_how_many_are_before(db, narrow, tmp_path):
    heard, file = [], tmp_path / "m.csv"
    file.write_text("会员卡号,姓名\n1,王小明\n", encoding="utf-8")
    narrow.waiting, work = 1, Work(None)

    def tell(share: float, before: int = 0) -> None:
        work.tell(share, before)
        heard.append(work.before)
        work.end()

    with narrow.turn("somebody else"), pytest.raises(Stopped):
        State(Member).read(file, "m.csv", system("tests"), tell)
    assert heard == [1] and not file.exists()


# One line for all kinds ----------------------------------------------------------------------------------------------------


class Held:
    """A line for two at once in which somebody else's work holds both places until it is let go."""

    def __init__(self):
        self.turns, self.begun = Turns(at_once=2, waiting=9, seconds=120, each=9), []
        self.gates: dict[str, threading.Event] = {}
        self.threads = [self.start(name, name) for name in ("ann", "bo")]

    def start(self, person: str, what: str) -> threading.Thread:
        there, self.gates[what] = len(self.turns.line), threading.Event()
        thread = threading.Thread(target=self._work, args=(person, what))
        thread.start()
        while len(self.turns.line) == there:
            threading.Event().wait(0.005)
        return thread

    def _work(self, person: str, what: str) -> None:
        with suppress(Refused), self.turns.turn(person):
            self.begun.append(what)
            self.gates[what].wait(120)

    def let_go(self, what: str) -> None:
        """One of those at work is done, and the next has begun."""
        there = len(self.begun)
        self.gates[what].set()
        while len(self.begun) == there:
            threading.Event().wait(0.005)

    def end(self) -> None:
        for gate in self.gates.values():
            gate.set()
        for thread in self.threads:
            thread.join(120)


@pytest.fixture
def held():
    made = Held()
    while len(made.begun) < 2:
        threading.Event().wait(0.005)
    yield made
    made.end()


def test_two_heavy_users_with_much_in_the_line_do_not_starve_a_third(held):
    held.threads += [held.start(name, f"{name} {n}") for n in (2, 3) for name in ("ann", "bo")]
    held.threads.append(held.start("chen", "chen"))
    assert [before for _, before in held.turns.of("chen")] == [1], "everybody's first comes before anybody's second"
    held.let_go("ann")
    assert held.begun == ["ann", "bo", "chen"]


def test_who_waits_sees_only_what_is_their_own_and_takes_it_out_again(held):
    held.threads.append(held.start("chen", "chen"))
    [(place, before)] = held.turns.of("chen")
    assert (before, held.turns.of("ann")) == (1, [])
    assert not held.turns.give_up("ann", place.number) and held.turns.give_up("chen", place.number)
    held.threads[-1].join(120)
    assert (held.turns.of("chen"), held.begun) == ([], ["ann", "bo"])


def test_a_job_that_nobody_sits_before_waits_however_long_the_line_is():
    turns = Turns(at_once=1, waiting=0, seconds=0, each=1)
    heard: list[int] = []

    def wait(before: int) -> None:
        heard.append(before)
        raise Refused(BUSY)

    with turns.turn("ann"), pytest.raises(Refused), turns.turn(JOBS, wait, patient=True):
        raise AssertionError("it was not its turn")
    assert heard == [1]


async def test_the_line_is_told_and_left_over_http(user: User, monkeypatch):
    await user.http_client.get("/healthz")
    await sign_in(user)
    queue = Turns(at_once=1, waiting=9, seconds=120, each=9)
    monkeypatch.setattr(lines, "QUEUE", queue)
    me = Account.get(Account.login == "admin").id
    done: list[str] = []

    def work() -> None:
        try:
            with queue.turn(me, what=Text("导出会员", "Export: Members")):
                done.append("worked")
        except Refused as refused:
            done.append(refused.text.zh)

    with queue.turn("somebody else"):
        thread = threading.Thread(target=work)
        thread.start()
        while not queue.of(me):
            threading.Event().wait(0.005)
        [entry] = (await user.http_client.get("/api/v1/queue")).json()["queue"]
        assert (entry["what"], entry["before"], entry["said"]) == ("导出会员", 1, "正在排队，前面还有 1 项……")
        assert (
            await user.http_client.delete(f"/api/v1/queue/{entry['number'] + 1}", headers=HEADERS)
        ).status_code == 404
        assert (await user.http_client.delete(f"/api/v1/queue/{entry['number']}", headers=HEADERS)).status_code == 200
        thread.join(120)
    assert done == [GIVEN_UP.zh] and queue.line == []


async def until(true) -> None:
    for _ in range(3000):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it didn't come to that")


@pytest.fixture
async def waiting(user: User, monkeypatch):
    """Somebody signed in whose exports are all long, with a line of one place and an answer held for a moment only."""
    await user.http_client.get("/healthz")
    await sign_in(user)
    from pages.api import downloads, routes  # as the app has them: page modules are new with each simulated server

    queue = Turns(at_once=1, waiting=9, seconds=120, each=9)
    for place in (lines, worker):
        monkeypatch.setattr(place, "QUEUE", queue)
    monkeypatch.setattr(routes, "MOST_AT_ONCE", -1)
    monkeypatch.setattr(downloads, "HOLD", 0.05)
    monkeypatch.setattr(worker.Beside, "pieces", lambda self: (piece for piece in (b"first,", b"second")))
    yield SimpleNamespace(client=user.http_client, queue=queue, downloads=downloads, monkeypatch=monkeypatch)
    await until(lambda: not queue.line and not downloads.Coming.on_the_way)


EXPORT = "/api/v1/store/export.csv"


async def test_who_waits_for_a_download_is_sent_round_and_keeps_the_place_in_the_line(waiting):
    with waiting.queue.turn("somebody else"):
        sent = await waiting.client.get(EXPORT)
        assert sent.status_code == 307
        again = sent.headers["location"]
        assert (await waiting.client.get(EXPORT + again)).headers["location"] == again
        assert len(waiting.queue.line) == 2 and len((await waiting.client.get("/api/v1/queue")).json()["queue"]) == 1
        another = await waiting.client.get("/api/v1/region/export.csv" + again)
        assert another.headers["location"] != again, "a ticket is for what was asked for with it"
    waiting.monkeypatch.setattr(waiting.downloads, "HOLD", 30.0)
    assert Event.select().where(Event.kind == "export").count() == 0
    came = await waiting.client.get(EXPORT + again)
    assert came.status_code == 200 and came.content == b"first,second"
    assert Event.select().where(Event.kind == "export").count() == 1
    assert (await waiting.client.get("/api/v1/region/export.csv" + another.headers["location"])).status_code == 200


async def test_a_place_is_given_back_when_nobody_comes_for_it_and_taken_out_it_is_told_in_words(waiting):
    waiting.monkeypatch.setattr(waiting.downloads, "RETURN", 0.3)
    with waiting.queue.turn("somebody else"):
        assert (await waiting.client.get(EXPORT)).status_code == 307
        await until(lambda: len(waiting.queue.line) == 1)
        waiting.monkeypatch.setattr(waiting.downloads, "RETURN", 30.0)
        again = (await waiting.client.get(EXPORT)).headers["location"]
        [entry] = (await waiting.client.get("/api/v1/queue")).json()["queue"]
        await waiting.client.delete(f"/api/v1/queue/{entry['number']}", headers=HEADERS)
        await until(lambda: len(waiting.queue.line) == 1)
        waiting.monkeypatch.setattr(waiting.downloads, "HOLD", 30.0)
        refused = await waiting.client.get(EXPORT + again)
    assert (refused.status_code, refused.json()["message"]) == (409, GIVEN_UP.zh)


async def test_what_nobody_fetches_once_it_is_made_gives_its_place_back(waiting):
    waiting.monkeypatch.setattr(waiting.downloads, "RETURN", 0.3)
    with waiting.queue.turn("somebody else"):
        assert (await waiting.client.get(EXPORT)).status_code == 307
    await until(lambda: not waiting.queue.line)
