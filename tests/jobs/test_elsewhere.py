"""Several servers on one PostgreSQL: what one does, the others know."""

import asyncio
import json
import os
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date

import pytest
from nicegui import core

from jobs import dumping, housekeeping, outbox
from models.kit import Refused
from models.kit.declare.access import Who
from models.kit.server import database
from models.kit.server.dialect import only_one
from models.kit.server.served import POSTING
from models.organization import Store
from pages.parts.live import Live
from tests.helpers import places
from tests.helpers.shop import broken, change, put

ANNA, BERT = Who(1, "安娜"), Who(2, "小波")
SEEN = {  # what another server tells of a cell somebody stands in
    "tab": "t",
    "record": "member",
    "user": 1,
    "name": "安娜",
    "id": 7,
    "field": "name",
    "here": True,
    "server": "",
}


async def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends
        await asyncio.sleep(0.02)


@contextmanager
def servers(*lives: Live):
    for live in lives:
        live.elsewhere.start()
    try:
        yield
    finally:
        for live in lives:
            live.elsewhere.stop()


def two(monkeypatch, meanwhile) -> None:
    """Two servers' live updates on the database that is open, and what is tried with them."""

    async def run() -> None:
        monkeypatch.setattr(core, "loop", asyncio.get_running_loop())
        here, other = Live(), Live()
        with servers(here, other):
            await until(lambda: bool(here.elsewhere.servers and other.elsewhere.servers))
            await meanwhile(here, other)

    asyncio.run(run())


def test_a_word_from_elsewhere_shows_who_is_where_and_who_left():
    live, heard = Live(), []
    live.listen("member", heard.append)
    live.elsewhere.heard(json.dumps({"server": "other", "here": SEEN}))
    assert heard == [{"here": {"tab": "t", "user": 1, "name": "安娜", "id": 7, "field": "name"}}]
    assert live.place("t", "member", ANNA, 8, "name") == [], "nobody moves whoever is on another server"
    live.elsewhere.heard(json.dumps({"server": "other", "over": True}))
    assert heard[-1] == {"here": {"tab": "t", "gone": True}} and live.tabs == {}


def test_whoever_is_on_a_server_that_fell_silent_is_gone(monkeypatch):
    live = Live()
    live.elsewhere.heard(json.dumps({"server": "other", "here": SEEN}))
    live.elsewhere.servers["other"] -= 3600
    live.elsewhere.heard("")
    assert live.tabs == {}


@pytest.mark.served
def test_where_somebody_is_shows_on_the_other_server_and_goes_with_it(db, monkeypatch):
    async def meanwhile(here: Live, other: Live) -> None:
        heard: list[dict] = []
        other.listen("member", heard.append)
        tab = here.enter("member", ANNA.user_id, ANNA.name)
        here.place(tab, "member", ANNA, 7, "name")
        await until(lambda: bool(heard))
        assert heard[-1]["here"]["name"] == "安娜"
        mine = other.enter("member", BERT.user_id, BERT.name)
        assert [who["name"] for who in other.place(mine, "member", BERT, 8, "name")] == ["安娜", "小波"]
        here.leave(tab)
        await until(lambda: heard[-1] == {"here": {"tab": tab, "gone": True}})
        await until(lambda: mine in here.tabs)
        other.elsewhere.stop()
        await until(lambda: mine not in here.tabs)

    two(monkeypatch, meanwhile)


@pytest.mark.served
def test_who_starts_later_learns_who_is_there(db, monkeypatch):
    async def meanwhile(here: Live, other: Live) -> None:
        tab = here.enter("member", ANNA.user_id, ANNA.name)
        here.place(tab, "member", ANNA, 7, "name")
        third = Live()
        with servers(third):
            await until(lambda: tab in third.tabs)
        assert third.tabs[tab].id == 7

    two(monkeypatch, meanwhile)


@pytest.mark.served
def test_what_one_server_wrote_rings_the_other_at_once(db, monkeypatch):
    async def meanwhile(here: Live, other: Live) -> None:
        here.elsewhere.call({"wrote": True})
        await asyncio.wait_for(other.bell.wait(), 60)
        assert not here.bell.is_set()

    two(monkeypatch, meanwhile)


@pytest.mark.served
def test_one_server_at_a_time_sends_messages(db):
    line = places.another(database.address())
    line.execute("SELECT pg_advisory_lock(%s)", (POSTING,))
    assert outbox.run() == "another server is at it"
    line.close()
    ends = time.monotonic() + 60
    while outbox.run() != "0 of 0 sent":
        assert time.monotonic() < ends
    with only_one(POSTING) as ours:
        assert ours


@pytest.mark.served
def test_a_server_that_starts_leaves_what_another_is_receiving(db):
    folder = database.folder_of("attachments")
    folder.mkdir()
    mark = folder / f"{'a' * 32}.part"
    mark.touch()
    housekeeping.settle_at_start()
    assert mark.exists()
    os.utime(mark, (0, 0))
    housekeeping.settle_at_start()
    assert not mark.exists()


@pytest.mark.served
def test_a_copy_by_postgresqls_own_tools_is_put_back_whole(fresh, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(places.tools()), prepend=":")
    database.open(places.url(tmp_path / "own.db"))
    with database.reading():
        store = put(Store, code="S1", name="锦江一店")
        copy = dumping.dump("by-hand")
        change(Store, store, name="改过的店")
        (copy.parent / "ops-2026-11-09.dump").touch()
        said = dumping.nightly(date(2026, 11, 23), 14)
        assert said.en.startswith("ops-2026-11-23.dump") and said.en.endswith("1 old copy removed")
    places.leave()
    other = places.another(database.address())
    with pytest.raises(Refused) as refused:
        dumping.put_back(copy.name)
    assert "database: 1;" in refused.value.text.en
    other.close()
    places.leave()
    dumping.put_back(copy.name)
    with database.reading():
        assert Store.row(store).name == "锦江一店" and broken() == []
    places.leave()
