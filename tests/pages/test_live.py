"""Who is told of a commit, how often, until when, and of which rows."""

import asyncio
from dataclasses import replace

import pytest
from nicegui import Client, app, background_tasks, core, ui

from models.design import DesignColumn
from models.kit.declare.access import Who, system
from models.kit.server.standing import house_if_any, stand
from models.kit.write import telling
from models.kit.write.edits import edit
from models.kit.write.telling import Committed
from models.members.people import Member
from models.organization import Store
from pages import guard
from pages.parts.ears import listen_here
from pages.parts.gathered import Gathered
from pages.parts.live import GAP, Live, in_sight, versions
from tests.helpers.door import change, made
from tests.helpers.waiting import until

ANNA, BERT = Who(1, "安娜"), Who(2, "小波")


def commit(*ids: int, batch: int = 1, kinds: str = "u", who: Who = ANNA) -> Committed:
    return Committed(batch, who, {"member": frozenset(ids)}, frozenset(kinds))


def test_a_thousand_commits_in_a_moment_are_few_messages_and_name_every_row():
    async def run() -> list[dict]:
        live, sent = Live(), []
        live.listen("member", Gathered(2, sent.append))
        for n in range(1000):
            live.spread(commit(n % 200 + 1, batch=n))
        await until(lambda: len(sent) > 1)
        await asyncio.sleep(1.5 * GAP)  # and no more of them
        return sent

    sent = asyncio.run(run())
    assert len(sent) == 2 and sent[0] == {"ids": [1], "all": False, "batches": [None], "mine": False}
    assert sent[1]["ids"] == list(range(1, 201)) and not sent[1]["all"]


def test_one_s_own_commits_are_told_as_such_and_others_records_not_at_all():
    async def run() -> list[dict]:
        live, sent = Live(), []
        unlisten = live.listen("member", Gathered(1, sent.append))
        live.listen("gift", Gathered(1, sent.append))
        live.spread(commit(7))
        unlisten()
        live.spread(commit(8))
        await until(lambda: sent)
        await asyncio.sleep(1.5 * GAP)
        return sent

    assert asyncio.run(run()) == [{"ids": [7], "all": False, "batches": [1], "mine": True}]


def test_where_something_is_reckoned_from_other_rows_it_is_read_anew_when_they_move_by_who_sees_them_all(boss, stores):
    before = house_if_any()
    made(DesignColumn, boss, record_type="region", zh="门店数", kind="rollup", target="store")
    live, all_of_it, part = Live(), [], []
    live.listen("region", all_of_it.append, lambda: boss)
    live.listen("region", part.append, lambda: ANNA)
    live.spread(Committed(1, BERT, {"store": frozenset([1])}, frozenset("u")))
    live.spread(Committed(2, BERT, {"member": frozenset([1])}, frozenset("u")))
    stand(before)
    assert all_of_it == [{"ids": [], "all": True, "batch": None, "by": None, "user": None}] and part == []


def test_a_place_is_told_only_for_an_own_open_grid_and_goes_with_it():
    live, heard = Live(), []
    live.listen("member", heard.append)
    anna, bert = live.enter("member", 1, "安娜"), live.enter("member", 2, "小波")
    assert live.place(anna, "member", BERT, 7, "name") == [] == live.place("made up", "member", BERT, 7, "name")
    assert live.place(anna, "gift", ANNA, 7, "name") == [] == heard
    live.place(anna, "member", ANNA, 7, "name")
    assert heard == [{"here": {"tab": anna, "user": 1, "name": "安娜", "id": 7, "field": "name"}}]
    assert [person["name"] for person in live.place(bert, "member", BERT, None, None)] == ["安娜", "小波"]
    live.leave(anna)
    assert heard[-1] == {"here": {"tab": anna, "gone": True}} and list(live.tabs) == [bert]


@pytest.fixture
def running():
    """A live in the app's one place for it."""
    before = getattr(app.state, "live", None)
    app.state.live = Live()
    yield app.state.live
    app.state.live = before


def test_a_record_page_hears_of_its_own_row_and_stops_with_its_container(running, monkeypatch):
    monkeypatch.setattr(guard, "who", lambda client: system("tests"))

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
        await until(lambda: heard)
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


# Of what is in sight ------------------------------------------------------------------------------------------------------


@pytest.fixture
def hears(monkeypatch, stores, boss):
    """`hears(who, record, *works)`: what a grid of this person is told while the boss does each of these."""

    def hears(who, record, *works):
        commits: list[Committed] = []
        monkeypatch.setattr(telling, "listener", commits.append)
        for work in works:
            work()
        return told_of(commits, who, record)

    return hears


def told_of(commits, who, record, before=lambda live: None) -> list[dict]:
    """What a grid hears of these commits, one by one."""

    async def run() -> list[dict]:
        core.loop = asyncio.get_running_loop()
        live, heard = Live(), []
        live.listen(record.key(), heard.append, lambda: who)
        before(live)
        for committed in commits:
            live.spread(committed)
        await at_rest()
        return heard

    loop = core.loop
    try:
        return asyncio.run(run())
    finally:
        core.loop = loop


async def at_rest() -> None:
    while background_tasks.running_tasks:
        await asyncio.gather(*list(background_tasks.running_tasks))


def rows_of(heard: list[dict]) -> list[tuple]:
    return [(event["ids"], event["all"]) for event in heard]


def test_a_store_manager_hears_nothing_while_rows_of_another_store_come_change_and_go(hears, boss, chen):
    far = made(Member, boss, card_no="F0", name="别家", home_store="S2")
    works = [
        lambda: made(Member, boss, card_no="F1", name="别家", home_store="S2"),
        lambda: change(Member, boss, far, name="改名"),
        lambda: edit(
            Member, [{"set": {"card_no": f"G{n}", "name": "多", "home_store": "S2"}} for n in range(400)], who=boss
        ),
        lambda: edit(Member, [], who=boss, delete=[far]),
    ]
    assert hears(chen, Member, *works) == []


def test_a_store_manager_hears_of_the_own_rows_alone_as_if_there_were_no_others(hears, boss, chen):
    own = made(Member, boss, card_no="M0", name="自家", home_store="S1")
    far = made(Member, boss, card_no="F0", name="别家", home_store="S2")
    both = [{"id": own, "set": {"name": "甲"}}, {"id": far, "set": {"name": "乙"}}]
    change = {"id": own, "set": {"name": "丙"}}
    works = [
        lambda: edit(Member, both, who=boss),
        lambda: edit(Member, [change, {"set": {"card_no": "F1", "name": "丁"}}], who=boss),
        lambda: edit(Member, [], who=boss, delete=[own, far]),
    ]
    heard = [event for work in works for event in hears(chen, Member, work)]
    assert rows_of(heard) == [([own], False), ([own], False), ([own], True)]


def test_a_row_that_leaves_or_enters_the_store_is_told(hears, boss, chen):
    own = made(Member, boss, card_no="M0", name="自家", home_store="S1")
    away = hears(chen, Member, lambda: change(Member, boss, own, home_store="S2"))
    there = hears(chen, Member, lambda: change(Member, boss, own, name="在别处"))
    back = hears(chen, Member, lambda: change(Member, boss, own, home_store="S1"))
    assert (rows_of(away), there, rows_of(back)) == ([([own], True)], [], [([own], True)])


def test_who_sees_all_hears_of_all(hears, boss, ann):
    far = made(Member, boss, card_no="F0", name="别家", home_store="S2")
    assert rows_of(hears(ann, Member, lambda: change(Member, boss, far, name="改名"))) == [([far], False)]


def test_a_hidden_column_that_changes_is_not_told(hears, boss, chen, stores):
    hidden = chen.grants["store"].hidden | {"phone"}
    grants = {**chen.grants, "store": replace(chen.grants["store"], hidden=hidden)}
    lower, own = replace(chen, grants=grants), stores["锦江一店"]
    assert hears(lower, Store, lambda: change(Store, boss, own, phone="02812345678")) == []
    assert rows_of(hears(lower, Store, lambda: change(Store, boss, own, address="新街"))) == [([own], False)]


def test_what_another_process_writes_is_told_of_rows_in_sight_alone(monkeypatch, boss, chen, stores):
    own = made(Member, boss, card_no="M0", name="自家", home_store="S1")
    far = made(Member, boss, card_no="F0", name="别家", home_store="S2")

    def hears(id: int) -> list[dict]:
        before = versions()
        change(Member, boss, id, name=f"改{id}")
        after = versions()
        return told_of([], chen, Member, lambda live: (live.compare(*before), live.compare(*after)))

    assert (hears(far), rows_of(hears(own))) == ([], [([own], False)])


def test_where_a_colleague_is_shows_only_in_cells_in_sight(boss, chen, ann, stores):
    own = made(Member, boss, card_no="M0", name="自家", home_store="S1")
    far = made(Member, boss, card_no="F0", name="别家", home_store="S2")
    more = made(Member, boss, card_no="F1", name="别家", home_store="S2")

    async def run() -> list[dict]:
        core.loop = asyncio.get_running_loop()
        live, heard = Live(), []
        live.listen("member", heard.append, lambda: chen)
        tab = live.enter("member", ann.user_id, ann.name)
        for id in (far, more, own, far):
            others = live.place(tab, "member", ann, id, "name")
            await at_rest()
            shown.append(in_sight("member", chen, others))
        live.leave(tab)
        return heard

    shown: list[list[dict]] = []
    loop = core.loop
    try:
        heard = asyncio.run(run())
    finally:
        core.loop = loop
    assert [event["here"].get("id") for event in heard] == [None, own, None, None] and "gone" in heard[-1]["here"]
    assert [[person["id"] for person in others] for others in shown] == [[None], [None], [own], [None]]
