"""The pages of boards: a starter is copied, put together and becomes the home of a role; each sees on it what is his to see."""

import importlib
import json
from dataclasses import replace

import pytest
from nicegui import ui
from nicegui.testing import User

from models.design import Board
from models.design.boards.body import ROW_DRAWS, block_of, read
from models.design.boards.reading import Charted
from models.kit.clock import today
from models.kit.declare.area import Chart
from models.kit.server.database import reading
from pages.boards.charts import shortened
from pages.boards.hearing import heard_by
from pages.boards.room import fitted
from pages.parts.charts import options_of
from tests.helpers import desk, house_before
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def rows() -> list:
    with reading():
        return Board.rows()


def text(zh, at, id):
    return {"id": id, "kind": "text", "at": [*at], "title": {"zh": zh, "en": zh}, "text": {"zh": zh, "en": zh}}


async def test_a_starter_is_copied_given_a_block_and_made_the_home_of_a_role(user: User):
    await user.http_client.get("/healthz")
    [home] = put("store", {"code": "S1", "name": "锦江一店"})
    hire("chen", store=home)
    await sign_in(user, "admin")
    await user.open("/boards")
    await user.should_see("还没有仪表盘", retries=50)
    user.find(marker="copy store").click()
    await user.should_see(marker="save board", retries=50)
    (row,) = rows()
    assert row.zh == "店长首页" and not row.open
    user.find(marker="add block").click()
    user.find(marker="add todos").click()
    await user.should_see("有未保存的修改", retries=50)
    user.find(marker="board open").click()
    user.find(marker="home for").elements.pop().set_value("store_manager")
    user.find(marker="save board").click()
    await user.should_see("已保存", retries=50)
    (row,) = rows()
    assert row.open and row.home_for == "store_manager" and read(row.body).blocks[-1].kind == "todos"


async def test_a_reader_sees_what_is_his_and_how_many_blocks_are_not(user: User):
    await user.http_client.get("/healthz")
    [home] = put("store", {"code": "S1", "name": "锦江一店"})
    hire("chen", store=home)
    blocks = [
        {"id": "b1", "kind": "list", "at": [0, 0, 6, 4], "record": "user", "title": {"zh": "账号名单", "en": "People"}},
        text("早会先看这里", (6, 0, 6, 4), "b2"),
        {"id": "b3", "kind": "list", "at": [0, 4, 12, 4], "record": "rectification"},
    ]
    (id,) = put("board", {"zh": "早会", "open": True, "body": json.dumps({"blocks": blocks})})
    await sign_in(user, "chen")
    await user.open("/boards")
    await user.should_see("早会", retries=50)
    await user.should_not_see("复制来改")
    await user.open(f"/board/{id}")
    await user.should_see("早会先看这里", retries=50)
    await user.should_see("另有 1 块用到你看不到的内容")
    await user.should_see("没有符合的行", retries=50)
    await user.should_see("只含你看得到的行")
    await user.should_not_see("账号名单")
    user.find(marker="my home").click()
    await user.should_see("已设为你的首页", retries=50)
    await user.open("/")
    await user.should_see("早会先看这里", retries=50)
    user.find(marker="usual home").click()
    await user.should_see("填日销售", retries=50)


async def test_a_list_a_chart_and_a_running_figure_follow_what_others_change(user: User, monkeypatch):
    hearing = importlib.import_module("pages.boards.hearing")  # as the app that was just started has it
    monkeypatch.setattr(hearing, "COUNTED", 0.1)
    await user.http_client.get("/healthz")
    [home] = put("store", {"code": "S1", "name": "锦江一店"})
    hire("chen", store=home)
    by = {"draw": "bar", "by": [{"field": "home_store"}]}
    blocks = [
        {"id": "b1", "kind": "list", "at": [0, 0, 6, 4], "record": "member"},
        {"id": "b2", "kind": "chart", "at": [6, 0, 6, 4], "record": "member", **by},
        {"id": "b3", "kind": "card", "at": [0, 4, 6, 2], "figure": "new_members", "week": "running"},
    ]
    (id,) = put("board", {"zh": "早会", "open": True, "body": json.dumps({"blocks": blocks})})
    await sign_in(user, "admin")
    await user.open(f"/board/{id}")
    await user.should_see("没有符合的行", retries=50)
    await user.should_see("还没有可以画的内容", retries=50)
    put("member", {"card_no": "C1", "name": "王小明", "home_store": home, "joined_on": today().isoformat()})
    await user.should_see("王小明", retries=80)
    await user.should_not_see("还没有可以画的内容", retries=80)


async def test_every_kind_of_chart_draws_the_rows_of_a_table(user: User):
    await user.http_client.get("/healthz")
    west, east = put("region", {"code": "W", "name": "川西"}, {"code": "E", "name": "川东"})
    first, second = put(
        "store", {"code": "S1", "name": "锦江一店", "region": west}, {"code": "S2", "name": "达州一店", "region": east}
    )
    for at, home in enumerate((first, first, second)):
        row = {"card_no": f"C{at}", "name": f"会员{at}", "home_store": home, "joined_on": today().isoformat()}
        put("member", row)
    month = {"field": "joined_on", "grain": "month"}
    blocks = []
    for at, draw in enumerate(ROW_DRAWS):
        by = [{"field": "home_store"}, *([month] if draw in ("stack", "heat") else [])]
        more = {"goal": 4} if draw == "gauge" else {}
        said = {"draw": draw, "record": "member", "by": [] if draw == "gauge" else by, **more}
        blocks.append({"id": f"b{at}", "kind": "chart", "at": [0, 4 * at, 12, 4], **said})
    (id,) = put("board", {"zh": "图表", "open": True, "body": json.dumps({"blocks": blocks})})
    await sign_in(user, "admin")
    await user.open(f"/board/{id}")
    for text in ("川西", "川东"):  # the map comes last, and has the stores by region
        await user.should_see(text, retries=80)
    drawn = [made.options["series"] for made in user.find(kind=ui.echart).elements]
    assert sorted(series[0]["type"] for series in drawn) == ["bar", "bar", "funnel", "gauge", "line", "pie"]
    assert [series[0]["stack"] for series in drawn if "stack" in series[0]] == ["all"]
    bars = next(series[0] for series in drawn if series[0]["type"] == "bar")
    gauge = next(series[0] for series in drawn if series[0]["type"] == "gauge")
    funnel = next(series[0] for series in drawn if series[0]["type"] == "funnel")
    assert {part["label"]["formatter"] for part in funnel["data"]} == {"锦江一店 2", "达州一店 1"}
    assert "{number|3}" in gauge["detail"]["formatter"] and "4" in gauge["detail"]["formatter"]
    assert sorted(bars["data"]) == [1, 2] and gauge["data"] == [{"value": 0.75}]
    heat = [made for made in user.find(kind=ui.element).elements if "o-heat" in made.classes]
    assert heat, "shades of a heat map, as a table that can be read"


def test_a_chart_draws_what_it_has_room_for_and_says_what_it_leaves_out(chen):
    values = [float(value) for value in (*range(1, 31), -4, 0)]
    names = [f"店{at}" for at in range(len(values))]
    chart = Charted(
        names, [("行数", values)], [f"/t/{name}" for name in names], "count", "行数", total=sum(values) + 50
    )
    pie = fitted("pie", replace(chart, left=9), chen)
    assert pie.x == [f"店{at}" for at in range(19, 30)] + ["其他"] and pie.left == 1, "less than nothing is no share"
    assert sum(pie.series[0][1]) == sum(range(1, 31)) + 50 and pie.ways[-1] == ""
    means = fitted("pie", replace(chart, total=None), chen)
    assert (len(means.x), means.left) == (12, 19), "of means no others are made up"
    assert (len(fitted("funnel", chart, chen).x), fitted("funnel", chart, chen).left) == (20, 11)
    assert fitted("bar", chart, chen).x == names
    assert len(fitted("heat", replace(chart, x=names * 4, ways=names * 4, series=[("", values * 4)]), chen).x) == 60


def test_many_names_above_a_chart_stay_in_one_line(chen):
    def legend(count):
        chart = Chart(lambda week: {}, "走势", "Trend", kind="line")
        return options_of(chart, {"x": ["W1"], "series": [(f"{n}", [n]) for n in range(count)]}, chen)["legend"]

    assert (legend(4)["type"], legend(5)["type"]) == ("plain", "scroll")


def test_a_name_beside_a_funnel_takes_the_room_of_eight_characters_at_most():
    names = ["锦江社区一店八个", "锦江社区一店九个字", "Jinjiang store 1", "Jinjiang store 12"]
    assert [shortened(name) for name in names] == [
        "锦江社区一店八个",
        "锦江社区一店九…",
        "Jinjiang store 1",
        "Jinjiang store …",
    ]


def test_a_block_hears_of_the_types_it_is_made_of_and_closed_weeks_of_none():
    def hears(kind, **settings):
        return heard_by(block_of({"id": "b1", "kind": kind, "at": [0, 0, 6, 4], **settings}))

    assert hears("list", record="member") == {"member"}
    assert hears("list", record="nothing") == set()
    assert hears("card", figure="new_members", week="running") == {"member"}
    assert hears("card", figure="new_members") == hears("chart", draw="line", figures=["new_members"]) == set()
    assert hears("todos") == set()


async def test_a_draft_and_the_editor_are_for_who_makes_boards(user: User):
    await user.http_client.get("/healthz")
    [home] = put("store", {"code": "S1", "name": "锦江一店"})
    hire("chen", store=home)
    body = json.dumps({"blocks": [text("还没说好", (0, 0, 6, 2), "b1")]})
    draft, shown = put("board", {"zh": "草稿", "body": body}, {"zh": "早会", "open": True, "body": body})
    await sign_in(user, "chen")
    for path in (f"/board/{draft}", f"/board/{draft}/edit", f"/board/{shown}/edit", "/board/999"):
        answer = await user.http_client.get(path)
        assert answer.status_code == 404 and "还没说好" not in answer.text, path
