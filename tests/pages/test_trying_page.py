"""The page of the company to try things on: for whoever sets the company up, and for nobody else."""

import pytest
from nicegui.testing import User

from models.kit.server import trial
from tests.helpers import desk
from tests.helpers.desk import hire, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


class Stub(trial.Trial):
    """What it is asked for, without a server."""

    def begin(self, password: str, size: str = "small") -> None:
        self._state = trial.State("ready", 18_081, "one two three", trial.now())

    def end(self) -> None:
        self._state = trial.NONE


@pytest.fixture
def beside(monkeypatch, tmp_path):
    made = Stub(tmp_path / "trial", "127.0.0.1", 18_080)
    monkeypatch.setattr(trial, "_standing", made)
    return made


async def test_an_administrator_makes_one_reads_how_to_sign_in_and_throws_it_away(user: User, beside):
    await sign_in(user)
    await user.open("/")
    await user.should_see("先看看一家装满数据的示例公司", retries=20)
    await user.open("/trial")
    user.find("begin trial").click()
    await user.should_see("one two three")
    await user.should_see("打开 http://test:18081")
    user.find("end trial").click()
    await user.should_see("begin trial")
    assert beside.state == trial.NONE


async def test_somebody_else_is_offered_none(user: User, beside):
    hire("bo")
    await sign_in(user, "bo")
    await user.open("/trial")
    await user.should_see("由系统管理员或运营经理打开")
    await user.should_not_see("begin trial")


async def test_inside_of_one_every_page_says_so_and_there_is_no_other(user: User, monkeypatch, tmp_path):
    monkeypatch.setattr(trial, "_standing", trial.Trial(tmp_path / "trial", "127.0.0.1", 1, inside=True))
    await sign_in(user)
    await user.open("/trial")
    await user.should_see("扔掉后什么都不留下")
    await user.should_see("这里就是示例公司")
