"""One person's devices, pages, requests and files take no seat from others, however many there are."""

import asyncio
import gc
import threading
import time
from types import SimpleNamespace

import pytest
from nicegui import Client
from starlette.concurrency import run_in_threadpool

from exports.write import worker
from models import accounts
from models.accounts import Session, passwords, tables
from models.kit import Refused
from models.kit.declare.access import Who
from models.kit.server import patience
from models.kit.server.dialect import handle
from models.kit.server.turns import YOURS, Turns
from pages.guard import Limits, Seat
from pages.guard.crowd import FULL, TOO_MANY, Crowd
from pages.guard.shares import Shares
from tests.helpers.people import TEA

pytest_plugins = ["tests.helpers.staff"]
NEVER_ENDS = (
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10000000000) SELECT count(*) FROM n"
)
LIMITS = Limits(live_pages=12, live_pages_each=5, requests_each=3, waiting_each=4)


class Open:
    """An open page, as the guard sees it."""

    def __init__(self, person: int, age: float = 60, seen: bool = False, session: int = 1):
        seat = Seat(Who(person, "x", "x", session_id=session))
        self._request = SimpleNamespace(scope={"ops.seat": seat})
        self.id, self.created = f"{person}-{id(self)}", time.time() - age
        self.has_socket_connection, self.is_deleted, self._delete_tasks = seen, False, {}
        Client.instances[self.id] = self

    def delete(self) -> None:
        self.is_deleted = True
        del Client.instances[self.id]


@pytest.fixture
def crowd(monkeypatch) -> Crowd:
    monkeypatch.setattr(Client, "instances", {})
    return Crowd(None, SimpleNamespace(limits=LIMITS))


# Pages ------------------------------------------------------------------------------------------------------------------


async def test_pages_are_counted_by_person_not_by_session(crowd):
    for number in range(5):
        Open(1, seen=True, session=number)
    assert await crowd._room(1) is TOO_MANY and await crowd._room(2) is None
    assert len(Client.instances) == 5


async def test_over_the_cap_ones_own_oldest_page_that_nobody_looks_at_is_given_up(crowd):
    seen, old, older, fresh = Open(1, 90, seen=True), Open(1, 60), Open(1, 80), Open(1, 2)
    Open(1, seen=True)
    others = [Open(2, 99) for _ in range(3)]
    assert await crowd._room(1) is None
    assert older.is_deleted
    assert not any(page.is_deleted for page in (seen, old, fresh, *others)), "a fresh one is on its way to its browser"


async def test_when_all_seats_are_taken_whoever_has_most_makes_room_for_who_has_fewer(crowd):
    many = [Open(1, 100 - number, seen=True) for number in range(5)]
    for person in (2, 2, 2, 2, 3, 3, 3):
        Open(person, seen=True)
    assert await crowd._room(4) is None and many[0].is_deleted and len(Client.instances) == 11
    Open(4, seen=True)
    assert await crowd._room(3) is FULL, "nobody has much more than this person"
    assert len(Client.instances) == 12


# Requests ---------------------------------------------------------------------------------------------------------------


async def test_so_many_requests_of_one_person_are_under_way_and_the_others_are_served_meanwhile():
    running, most, go, messages = {1: 0, 2: 0}, {1: 0, 2: 0}, asyncio.Event(), []

    async def work(scope, receive, send) -> None:
        person = scope["ops.seat"].who.user_id
        running[person] += 1
        most[person] = max(most[person], running[person])
        try:
            await go.wait()
        finally:
            running[person] -= 1

    async def send(message) -> None:
        messages.append(message)

    shares = Shares(work, SimpleNamespace(limits=LIMITS))

    def ask(person: int) -> asyncio.Task:
        seat = Seat(Who(person, "x", "x"))
        scope = {"type": "http", "method": "POST", "path": "/api/v1/x", "headers": [], "ops.seat": seat}
        return asyncio.create_task(shares(scope, None, send))

    mine = [ask(1) for _ in range(9)]
    other = ask(2)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert running == {1: 3, 2: 1}
    assert [message["status"] for message in messages if "status" in message] == [429] * 2, "three under way, four wait"
    mine[0].cancel()  # one under way
    mine[3].cancel()  # one that waits
    await asyncio.gather(mine[0], mine[3], return_exceptions=True)
    go.set()
    await asyncio.gather(*mine, other, return_exceptions=True)
    assert most == {1: 3, 2: 1} and not shares.asked and not shares.turns


async def test_a_request_whose_browser_went_away_while_it_waited_is_let_go_of():
    go, begun, gone = asyncio.Event(), [], asyncio.Event()

    async def work(scope, receive, send) -> None:
        begun.append((scope["path"], (await receive())["type"]))
        await go.wait()

    shares = Shares(work, SimpleNamespace(limits=LIMITS))

    def ask(path: str, leaves: asyncio.Event) -> asyncio.Task:
        said = iter(({"type": "http.request", "body": b"", "more_body": False},))

        async def receive():
            if (message := next(said, None)) is not None:
                return message
            await leaves.wait()
            return {"type": "http.disconnect"}

        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "ops.seat": Seat(Who(1, "x", "x"))}
        return asyncio.create_task(shares(scope, receive, None))

    stays = asyncio.Event()
    first = [ask(f"/{at}", stays) for at in range(3)]
    left, patient = ask("/left", gone), ask("/patient", stays)
    await asyncio.sleep(0.01)
    gone.set()
    await asyncio.wait_for(left, 60)
    go.set()
    await asyncio.gather(*first, patient)
    assert begun == [*((f"/{at}", "http.request") for at in range(3)), ("/patient", "http.request")]
    assert not shares.asked and not shares.turns


@pytest.mark.embedded
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_is_read_for_a_request_is_given_up_as_soon_as_its_browser_is_gone(db, method):
    leaves, begun, refused = asyncio.Event(), asyncio.Event(), []
    loop = asyncio.get_running_loop()

    def read() -> None:
        with pytest.raises(Refused) as why, patience.in_time():
            loop.call_soon_threadsafe(begun.set)
            handle.execute_sql(NEVER_ENDS)
        refused.append(why.value)

    async def work(scope, receive, send) -> None:
        assert (await receive())["type"] == "http.request"
        await run_in_threadpool(read)

    task = asyncio.create_task(_asked(work, method, leaves))
    await asyncio.wait_for(begun.wait(), 60)
    leaves.set()
    await asyncio.wait_for(task, 60)
    assert len(refused) == 1


async def test_what_goes_on_after_an_answer_is_not_taken_for_abandoned():
    leaves, gone = asyncio.Event(), []

    async def work(scope, receive, send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        leaves.set()
        await asyncio.sleep(0.01)
        gone.append(patience.Asking.is_gone())

    await _asked(work, "GET", leaves)
    assert gone == [False]


async def _asked(work, method: str, leaves: asyncio.Event) -> None:
    """One request of the API whose browser goes away at that moment."""
    said = iter(({"type": "http.request", "body": b"", "more_body": False},))

    async def receive():
        if (message := next(said, None)) is not None:
            return message
        await leaves.wait()
        return {"type": "http.disconnect"}

    async def send(message) -> None:
        pass

    scope = {"type": "http", "method": method, "path": "/api/v1/x", "headers": [], "ops.seat": Seat(Who(1, "x", "x"))}
    await Shares(work, SimpleNamespace(limits=LIMITS))(scope, receive, send)


# Sign-ins -----------------------------------------------------------------------------------------------------------------


def test_one_sign_in_too_many_ends_the_one_that_was_not_used_for_longest(people, monkeypatch, later):
    monkeypatch.setattr(passwords, "fits", lambda password, stored: password == TEA)
    monkeypatch.setattr(tables.Lasting, "at_once", 3)
    others = accounts.sign_in("chen", TEA).token
    first, second, third = (accounts.sign_in("bo", TEA).token for _ in range(3))
    later(minutes=5)
    accounts.touch(accounts.seat_of(first).who.session_id)
    fourth = accounts.sign_in("bo", TEA).token
    assert [bool(accounts.seat_of(token)) for token in (first, second, third, fourth, others)] == [
        True,
        False,
        True,
        True,
        True,
    ]
    assert Session.get(Session.token_hash == tables.hashed(second)).why == "too_many"


# Heavy work -----------------------------------------------------------------------------------------------------------------


def test_who_has_nothing_at_work_goes_before_who_has_and_nobody_takes_both_places():
    turns, begun, ends = Turns(at_once=2, waiting=6, seconds=120, each=3, working=1), [], {}

    def work(person: str) -> None:
        with turns.turn(person):
            begun.append(person)
            ends[person].wait(120)

    def start(person: str, waits: bool) -> threading.Thread:
        ends.setdefault(person, threading.Event())
        there = len(turns.line), len(begun)
        made = threading.Thread(target=work, args=(person,))
        made.start()
        while (len(turns.line), len(begun)) != (there[0] + 1, there[1] + (not waits)):
            threading.Event().wait(0.005)
        return made

    threads = [start("ann", False), start("ann", True), start("bo", False), start("ann", True), start("chen", True)]
    ends["bo"].set()
    while len(begun) < 3:
        threading.Event().wait(0.005)
    assert begun == ["ann", "bo", "chen"], "a place was free, but ann has one"
    for end in ends.values():
        end.set()
    for thread in threads:
        thread.join(120)
    assert begun == ["ann", "bo", "chen", "ann", "ann"] and turns.line == []


def test_long_exports_take_turns_and_one_that_nobody_fetches_gives_its_place_back(db, monkeypatch):
    turns = Turns(at_once=3, waiting=1, seconds=5, each=2)
    monkeypatch.setattr(worker, "QUEUE", turns)
    monkeypatch.setattr(worker.Beside, "pieces", lambda self: iter((b"a", b"b")))
    mine, theirs = Who(7, "x", "x"), Who(8, "y", "y")
    first, second, third, other = (worker.in_turn(who, "member", {}, [], "csv") for who in (mine, mine, mine, theirs))
    assert next(first) == next(second) == next(other) == b"a"
    with pytest.raises(Refused) as refused:
        next(third)
    assert refused.value.text == YOURS(most=2) and len(turns.line) == 3
    first.close()
    del second, other
    gc.collect()
    assert turns.line == []
