"""Heavy files take turns, by whichever way they come: two at once, a short line, and a sentence for who is one too many."""

import threading
from contextlib import suppress

import pytest
from nicegui.testing import User

from exports.read import aside
from models.accounts import User as Account
from models.kit import Refused, Text, system
from models.kit.incoming.incoming import Stopped
from models.kit.server import turns as lines
from models.kit.server.turns import BUSY, GIVEN_UP, JOBS, Turns
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
    with narrow.one("somebody else"):
        refused = await bring(user)
    assert refused.status_code == 409 and "请稍后再试" in refused.json()["message"]
    assert Member.select().count() == 0 and list((folder / "uploads").iterdir()) == []
    done = await bring(user)
    assert done.json()["state"] == "applied" and narrow.line == []


def test_the_import_page_says_how_many_are_before(db, narrow, tmp_path):
    told, file = [], tmp_path / "m.csv"
    file.write_text("会员卡号,姓名\n1,王小明\n", encoding="utf-8")
    narrow.waiting, work = 1, Work(None)

    def tell(share: float, before: int = 0) -> None:
        work.tell(share, before)
        told.append(work.before)
        work.end()

    with narrow.one("somebody else"), pytest.raises(Stopped):
        State(Member).read(file, "m.csv", system("tests"), tell)
    assert told == [1] and not file.exists()


# One line for all kinds ----------------------------------------------------------------------------------------------------


class Held:
    """A line for two at once in which somebody else's work holds both places until it is let go."""

    def __init__(self):
        self.turns, self.begun = Turns(at_once=2, waiting=9, seconds=20, each=9), []
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
        with suppress(Refused), self.turns.one(person):
            self.begun.append(what)
            self.gates[what].wait(20)

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
            thread.join(20)


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
    held.threads[-1].join(20)
    assert (held.turns.of("chen"), held.begun) == ([], ["ann", "bo"])


def test_a_job_that_nobody_sits_before_waits_however_long_the_line_is():
    turns = Turns(at_once=1, waiting=0, seconds=0, each=1)
    told: list[int] = []

    def wait(before: int) -> None:
        told.append(before)
        raise Refused(BUSY)

    with turns.one("ann"), pytest.raises(Refused), turns.one(JOBS, wait, patient=True):
        raise AssertionError("it was not its turn")
    assert told == [1]


async def test_the_line_is_told_and_left_over_http(user: User, monkeypatch):
    await user.http_client.get("/healthz")
    await sign_in(user)
    queue = Turns(at_once=1, waiting=9, seconds=20, each=9)
    monkeypatch.setattr(lines, "QUEUE", queue)
    me = Account.get(Account.login == "admin").id
    done: list[str] = []

    def work() -> None:
        try:
            with queue.one(me, what=Text("导出会员", "Export: Members")):
                done.append("worked")
        except Refused as refused:
            done.append(refused.text.zh)

    with queue.one("somebody else"):
        thread = threading.Thread(target=work)
        thread.start()
        while not queue.of(me):
            threading.Event().wait(0.005)
        [one] = (await user.http_client.get("/api/v1/queue")).json()["queue"]
        assert (one["what"], one["before"], one["said"]) == ("导出会员", 1, "正在排队，前面还有 1 项……")
        assert (await user.http_client.delete(f"/api/v1/queue/{one['number'] + 1}", headers=HEADERS)).status_code == 404
        assert (await user.http_client.delete(f"/api/v1/queue/{one['number']}", headers=HEADERS)).status_code == 200
        thread.join(20)
    assert done == [GIVEN_UP.zh] and queue.line == []
