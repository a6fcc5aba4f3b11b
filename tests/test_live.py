"""Who is told of a commit, how often, and until when."""

import asyncio

import pytest
from nicegui import Client, app, core, ui

from models.kit.access import Who
from models.kit.writes import Committed
from pages.parts.live import GAP, Gathered, Live, listen_here

ANNA, BERT = Who(1, "安娜"), Who(2, "小波")


def commit(*ids: int, batch: int = 1, kinds: str = "u", who: Who = ANNA) -> Committed:
    return Committed(batch, who, {"member": frozenset(ids)}, frozenset(kinds))


def test_a_thousand_commits_in_a_moment_are_few_messages_and_name_every_row():
    async def run() -> list[dict]:
        live, sent = Live(), []
        live.listen("member", Gathered(2, sent.append))
        for n in range(1000):
            live.spread(commit(n % 200 + 1, batch=n))
        await asyncio.sleep(2.5 * GAP)
        return sent

    sent = asyncio.run(run())
    assert len(sent) == 2 and sent[0] == {"ids": [1], "all": False, "batches": [0], "mine": False}
    assert sent[1]["ids"] == list(range(1, 201)) and not sent[1]["all"]


def test_one_s_own_commits_are_told_as_such_and_others_records_not_at_all():
    async def run() -> list[dict]:
        live, sent = Live(), []
        unlisten = live.listen("member", Gathered(1, sent.append))
        live.listen("gift", Gathered(1, sent.append))
        live.spread(commit(7))
        unlisten()
        live.spread(commit(8))
        await asyncio.sleep(1.5 * GAP)
        return sent

    assert asyncio.run(run()) == [{"ids": [7], "all": False, "batches": [1], "mine": True}]


def test_a_place_is_told_only_for_an_own_open_grid_and_goes_with_it():
    live, heard = Live(), []
    live.listen("member", heard.append)
    anna, bert = live.enter("member", 1, "安娜"), live.enter("member", 2, "小波")
    assert live.place(anna, "member", BERT, 7, "name") == [] == live.place("made up", "member", BERT, 7, "name")
    assert live.place(anna, "gift", ANNA, 7, "name") == [] == heard
    live.place(anna, "member", ANNA, 7, "name")
    assert heard == [{"here": {"tab": anna, "user": 1, "name": "安娜", "id": 7, "field": "name"}}]
    assert [one["name"] for one in live.place(bert, "member", BERT, None, None)] == ["安娜", "小波"]
    live.leave(anna)
    assert heard[-1] == {"here": {"tab": anna, "gone": True}} and list(live.tabs) == [bert]


@pytest.fixture
def running():
    """A live in the app's one place for it."""
    before = getattr(app.state, "live", None)
    app.state.live = Live()
    yield app.state.live
    app.state.live = before


def test_a_record_page_hears_of_its_own_row_and_stops_with_its_container(running):
    async def run() -> list[str]:
        core.loop = asyncio.get_running_loop()
        heard: list[str] = []

        async def again() -> None:
            ui.label("fresh")
            heard.append("again")

        with Client(ui.page("/"), request=None) as client, ui.column() as column:
            listen_here("member", 7, again)
        running.spread(commit(8))
        running.spread(commit(7))
        await asyncio.sleep(1.5 * GAP)
        assert [type(child).__name__ for child in column.default_slot.children] == ["Ear", "Label"]
        column.clear()
        running.spread(commit(7))
        await asyncio.sleep(1.5 * GAP)
        client.delete()
        assert not running.listeners["member"]
        return heard

    loop = core.loop
    try:
        assert asyncio.run(run()) == ["again"]
    finally:
        core.loop = loop
