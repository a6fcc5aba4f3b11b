"""Heavy files take turns, by whichever way they come: two at once, a short line, and a sentence for who is one too many."""

import pytest
from nicegui.testing import User

from exports import aside
from exports.turns import Turns
from models.kit import system
from models.kit.incoming import Stopped
from models.members import Member
from pages.importing.state import State
from pages.importing.work import Work
from tests import desk
from tests.desk import put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)
HEADERS = {"X-Requested-With": "opsdesk", "Origin": "http://test"}


@pytest.fixture
def narrow(monkeypatch) -> Turns:
    """One large file at a time and nobody waits; anything counts as large."""
    monkeypatch.setattr(aside, "LARGE", 10)
    monkeypatch.setattr(aside, "HEAVY", Turns(at_once=1, waiting=0, seconds=5, each=1))
    return aside.HEAVY


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
