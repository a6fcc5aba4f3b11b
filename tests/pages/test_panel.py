"""The panel beside the grid: what was chosen last is what it shows, and news leaves alone what it doesn't change."""

import threading

import pytest
from nicegui.testing import User

from models import house
from models.kit.declare.access import system
from models.kit.write.edits import edit
from tests.helpers import desk
from tests.helpers.desk import put, sign_in
from tests.helpers.waiting import until

folder = pytest.fixture(desk.folder, autouse=True)


@pytest.fixture
async def store(user: User) -> int:
    from pages.sheet import Sheet  # as the app has it: page modules are new with each simulated server

    [id] = put("store", {"code": "S1", "name": "锦江一店"})
    await sign_in(user)
    await user.open("/t/store")
    user.find(kind=Sheet).trigger("panel", {"id": id})
    await user.should_see(marker="panel-files")
    return id


async def test_of_two_tabs_chosen_on_a_slow_line_the_last_one_stands(user: User, store: int, monkeypatch):
    from pages import panel

    read, begun, may_end = panel.history, threading.Event(), threading.Event()

    def slow(*given):
        begun.set()
        assert may_end.wait(60)
        ended.append("read")
        return read(*given)

    ended: list[str] = []
    monkeypatch.setattr(panel, "history", slow)
    user.find(marker="panel-history").click()
    await until(begun.is_set)
    user.find(marker="panel-files").click()
    await user.should_see("还没有附件")
    may_end.set()
    await until(lambda: ended)
    user.find(marker="panel-details").click()
    user.find(marker="panel-files").click()
    await user.should_see("还没有附件")
    await user.should_not_see(marker="undo")


async def test_news_of_the_row_leaves_the_way_to_a_photo_where_it_is(user: User, store: int):
    user.find(marker="panel-files").click()
    await user.should_see(marker="add-file")
    [way] = user.find(marker="add-file").elements
    edit(house().records["store"], [{"id": store, "set": {"name": "同事改的店名"}}], who=system("王芳"))
    await user.should_see("同事改的店名")
    assert not way.is_deleted
