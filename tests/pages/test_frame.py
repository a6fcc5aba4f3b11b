"""The frame and the start page: a menu by rights, languages, figures for those who see every row, first steps, undo."""

import json
from dataclasses import replace
from datetime import UTC, date, timedelta

import apsw
import orjson
import peewee
import pytest
from nicegui import ui
from nicegui.testing import User

from models import house, members
from models.accounts import User as Account
from models.kit.clock import Week, now, today
from models.kit.declare.access import system
from models.kit.declare.beginning import Start, in_order
from models.kit.declare.house import House
from models.kit.server.database import reading
from models.kit.server.standing import pinned
from models.kit.week.weekly import SETTLED, Figure, figures, may_see_figures
from pages.menu import address_of, menu_for
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


async def test_an_empty_database_says_what_to_import_first(user: User):
    await sign_in(user)
    await user.open("/")
    await user.should_see("快速上手：还差", retries=20)
    await user.should_see("还没有内容")
    await user.should_see("你还没有改过内容")


def test_every_step_of_the_quick_start_says_what_it_is_for():
    assert not [start.record.key() for start in house().starts if start.what is None]


def test_tables_come_after_the_ones_they_refer_to():
    order = [start.record.key() for start in in_order(Start(record, 0) for record in house().records.values())]
    for earlier, later in (("region", "store"), ("store", "member"), ("member", "purchase"), ("gift", "redemption")):
        assert order.index(earlier) < order.index(later)


async def test_the_menu_holds_what_the_role_may_see_and_nothing_else(user: User):
    await user.http_client.get("/healthz")
    hire("bo")
    await sign_in(user, "bo")
    await user.open("/")
    await user.should_see("会员沟通", retries=20)
    await user.should_not_see("账号与权限")
    await user.should_not_see("快速上手")


def test_a_menu_is_worked_out_once_for_all_whose_rights_are_the_same(ann, bo):
    menu = menu_for(ann)
    assert menu_for(replace(ann, user_id=77, name="Anna")) is menu
    assert "账号" in "".join(menu_for(system("tests")).texts) and "账号" not in "".join(menu_for(bo).texts)
    assert "Members" in menu_for(replace(ann, lang="en")).texts
    seen = dict(ann.grants)
    del seen["member"]
    assert "会员" in menu.texts and json.loads(menu_json(ann)) != json.loads(menu_json(replace(ann, grants=seen)))
    assert '"/t/member"' not in menu_json(replace(ann, grants=seen))
    with pinned(House(house().areas)):
        assert menu_for(ann) is not menu


def menu_json(who) -> str:
    return orjson.dumps(menu_for(who).drawn).decode()


def test_a_page_names_its_entry_of_the_menu_and_the_area_around_it(ann):
    areas = menu_for(ann).areas
    assert [address_of(here) for here in ("home", "todo", "member", "/a/stores", "")] == [
        *("/", "/todo", "/t/member", "/a/stores", "")
    ]
    assert areas["/t/member"] == areas["/a/members"] == "members" and "/todo" not in areas


@pytest.mark.parametrize(("path", "most"), [("/t/member", 12), ("/todo", 25)])
async def test_header_and_menu_are_one_element_for_each_costs_time_on_every_page(user: User, path, most):
    await sign_in(user)
    await user.open(path)
    assert len(user.client.elements) <= most


async def test_an_area_whose_work_is_done_elsewhere_says_where(user: User):
    await sign_in(user)
    await user.open("/a/design")
    await user.should_see("右键点表头", retries=20)
    await user.open("/a/organization")
    await user.should_not_see("右键点表头")


async def test_the_whole_page_changes_its_language_with_the_person(user: User):
    await sign_in(user, lang="en")
    await user.open("/")
    await user.should_see("Customer service", retries=20)
    await user.should_see("Quick start")
    await user.should_not_see("客户服务")


async def test_this_week_stands_beside_the_last_one_and_the_change_says_of_which_weeks_it_is(user: User):
    put("member", {"card_no": "1", "name": "王小明"}, {"card_no": "2", "name": "李雷", "joined_on": "2020-01-01"})
    for no, weeks in enumerate((1, 2, 2), 3):
        joined = (today() - timedelta(weeks=weeks)).isoformat()
        put("member", {"card_no": str(no), "name": "韩梅梅", "joined_on": joined})
    await sign_in(user)
    await user.open("/")
    for text in ("新增会员", "本周至今", "前一周 2", "▼ 50.0%"):
        await user.should_see(text, retries=20)


def test_only_whoever_sees_every_row_sees_figures(ann, bo, chen):
    assert may_see_figures(ann, members.AREA)
    assert may_see_figures(bo, members.AREA)
    assert not may_see_figures(chen, members.AREA)


def test_the_first_type_that_somebody_does_not_see_says_that_its_figures_are_not_for_him(chen, monkeypatch):
    asked: list[tuple] = []
    monkeypatch.setattr("models.kit.week.weekly.may", lambda *which: bool(asked.append(which)))
    assert not may_see_figures(chen, members.AREA) and len(asked) == 1 < len(members.AREA.records)


def test_a_figure_is_counted_again_once_the_area_changed_and_a_while_passed(db, monkeypatch):
    week = Week(date(2026, 11, 23))

    def joined() -> Figure:
        return next(figure for figure in figures(members.AREA, week) if figure.metric.name == "new_members")

    start = now()
    monkeypatch.setattr("models.kit.clock.source", lambda: start.replace(tzinfo=UTC))
    assert joined().now == 0
    put("member", {"card_no": "1", "name": "王小明", "joined_on": "2026-11-23"})
    put("member", {"card_no": "2", "name": "李雷", "joined_on": "2026-11-16"})
    assert joined().now == 0  # not at every change
    monkeypatch.setattr("models.kit.clock.source", lambda: (start + 2 * SETTLED).replace(tzinfo=UTC))
    assert (joined().now, joined().last, joined().before) == (1, 1, 0)


async def test_my_last_change_can_be_undone_from_the_start_page(user: User):
    await user.http_client.get("/healthz")
    with reading():
        admin = Account.get(Account.login == "admin")
    me = system("tests").__class__(admin.id, admin.name, login="admin", all_rights=True)
    [id] = [
        row["id"] for row in desk.edit(house().records["region"], [{"id": None, "set": {"name": "西区"}}], who=me).rows
    ]
    await sign_in(user)
    await user.open("/history")
    await user.should_see("西区", retries=20)
    user.find(marker="undo").click()
    await user.should_see("这一批共改动 1 行", retries=20)
    user.find(marker="go").click()
    await user.should_see("已撤销", retries=20)
    with reading():
        assert not house().records["region"].select().where(house().records["region"].id == id).exists()


async def test_a_bug_in_a_handler_gives_a_number_and_none_of_its_text(user: User, caplog):
    await sign_in(user)
    await user.open("/")
    await user.should_see("首页")
    with user:
        ui.button("broken", on_click=lambda: {}["secret detail"])
    user.find("broken").click()
    assert [said for said in user.notify.messages if "编号" in said and "secret" not in said]
    caplog.clear()


def test_today_is_a_day_of_the_business():
    assert isinstance(today(), date)


@pytest.mark.parametrize(("lang", "said"), [("zh", "或你没有权限"), ("en", "There is no such")])
async def test_a_page_that_is_not_there_or_not_ones_own_is_told_within_the_frame(user: User, lang, said):
    await user.http_client.get("/healthz")
    html = {"Accept": "text/html"}
    stranger = await user.http_client.get("/t/nonsense", headers=html, follow_redirects=False)
    assert '"menu":[' not in stranger.text
    hire("bo")
    await sign_in(user, "bo", lang)
    for path in (
        "/t/nonsense",
        "/t/user",
        "/jobs",
        "/nowhere/at/all",
        "/a/nonsense",
        "/r/store/99",
        "/r/store_visit/99",
        "/import/store",
    ):
        answer = await user.http_client.get(path, headers=html)
        assert answer.status_code == 404, path
        assert (
            '"menu":[' in answer.text
            and said in answer.text
            and "/t/member" in answer.text
            and "/account/password" in answer.text
        ), path
    program = await user.http_client.get("/t/nonsense", headers={"Accept": "application/json"})
    assert (program.status_code, list(program.json())) == (404, ["message"])


async def test_a_page_that_meets_a_busy_database_is_a_page_that_comes_back_by_itself(user: User, monkeypatch, caplog):
    await user.http_client.get("/healthz")
    await sign_in(user)
    import pages.weekly

    def busy(*_):
        raise peewee.OperationalError("database is locked") from apsw.BusyError("database is locked")

    monkeypatch.setattr(pages.weekly, "read_around", busy)
    for accept, lang, says in (("text/html", "zh", "5 秒后自动重试"), ("*/*", "en", "tries again by itself in 5 s")):
        answer = await user.http_client.get("/weekly", headers={"Accept": accept, "Accept-Language": lang})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert answer.headers["content-type"].startswith("text/html") and says in answer.text
        assert '<meta http-equiv="refresh" content="5">' in answer.text and "没有保存" not in answer.text
    program = await user.http_client.get("/weekly", headers={"Accept": "application/json"})
    assert program.status_code == 503 and "数据库正忙" in program.json()["message"]
    assert all(
        "database is locked" in str(record.exc_info[1]) for record in caplog.records if record.levelname == "ERROR"
    )
    caplog.clear()  # they are what the log is for
    monkeypatch.undo()
    assert (await user.http_client.get("/weekly", headers={"Accept": "text/html"})).status_code == 200
