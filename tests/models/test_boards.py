"""Boards made in the browser: what may be on them, who opens them, and that nobody sees more on one than in the grid."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from exports.weeks.series import by_store, series
from jobs.designing import take_over
from models import designed, house
from models.design import Board
from models.design.boards.body import read, written
from models.design.boards.places import WIDE, At, fitting, in_order, settled
from models.design.boards.reading import Unshown, charted, listed
from models.design.boards.sound import misfits
from models.design.boards.standing import boards_for, choose_home, home_of
from models.design.boards.starters import STARTERS
from models.design.carrying import exported, planned
from models.design.uses import uses
from models.design.views import DesignView
from models.kit.clock import today
from models.kit.week.rollup import close, counted, last_whole
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.kit.write.writes import changes
from models.stores import DayTarget, StoreDay
from tests.conftest import person
from tests.helpers import house_before
from tests.helpers.door import change, made, new
from tests.helpers.shop import put

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def block(kind="text", at=(0, 0, 6, 2), id="b1", **settings):
    usual = {"text": {"text": {"zh": "好", "en": "good"}}}.get(kind, {})
    return {"id": id, "kind": kind, "at": [*at], **usual, **settings}


def body(*blocks, **more):
    return json.dumps({"blocks": [*blocks], **more})


def board(who, *blocks, roles=(), **sets):
    """One that is open."""
    sets = {"zh": "晨会", "open": True, "body": body(*blocks, **({"roles": [*roles]} if roles else {}))} | sets
    return made(Board, who, **sets)


def refusal(answer) -> str:
    assert answer.state == "refused", answer
    return answer.errors[0].text.zh


def refused(who, *blocks, **sets):
    return refusal(new(Board, who, {"zh": "晨会", "body": body(*blocks)} | sets))


def view(who, name, filter):
    shape = {"columns": [{"name": "store"}, {"name": "topic"}], "sort": [], "filter": filter}
    return made(DesignView, who, record_type="rectification", name=name, body=json.dumps(shape))


@pytest.fixture
def shops(boss, stores) -> tuple[int, int]:
    """Two stores, and three things to put right in them."""
    home, other = stores["锦江一店"], stores["武侯一店"]
    for store, topic in ((home, "商品无过期"), (other, "地面清洁"), (other, "地面湿滑")):
        made(house().records["rectification"], boss, store=store, topic=topic, problem="积灰")
    return home, other


# Places ---------------------------------------------------------------------------------------------------------------------


def test_blocks_give_way_to_the_moved_block_and_rise_into_what_is_free():
    places = {"a": At(0, 0, 6, 2), "b": At(6, 0, 6, 2), "c": At(0, 2, 12, 3)}
    laid = settled({**places, "c": At(0, 0, 12, 3)}, "c")
    assert laid == {"c": At(0, 0, 12, 3), "a": At(0, 3, 6, 2), "b": At(6, 3, 6, 2)}
    assert settled({name: at for name, at in laid.items() if name != "c"}) == {"a": At(0, 0, 6, 2), "b": At(6, 0, 6, 2)}


def test_however_blocks_are_moved_none_lies_on_another_and_all_are_within():
    places = {f"b{n}": At((n * 5) % 9, n // 2, 3 + n % 4, 1 + n % 3) for n in range(12)}
    places = {name: fitting(at.x, at.y, at.w, at.h) for name, at in places.items()}
    for n in range(60):
        name = f"b{(n * 7) % 12}"
        at = places[name]
        places = settled(
            {**places, name: fitting(at.x + (n % 5) - 2, at.y + (n % 7) - 3, at.w + n % 3 - 1, at.h)}, name
        )
        laid = list(places.values())
        assert not any(block.meets(other) for at, block in enumerate(laid) for other in laid[:at])
        assert all(at.x >= 0 and at.x + at.w <= WIDE and at.y >= 0 for at in laid)
    assert in_order(places)[0] in [name for name, at in places.items() if at.y == 0]


def test_what_somebody_does_not_see_leaves_no_hole():
    text = read(body(block(), block(id="b2", at=(0, 2, 12, 2)), block(id="b3", at=(0, 4, 12, 2))))
    assert [(part.id, part.at.y) for part in text.of({"b1", "b3"}).blocks] == [("b1", 0), ("b3", 2)]


# What may be on a board -----------------------------------------------------------------------------------------------------


def test_a_body_is_read_as_it_is_written():
    text = body(
        block(title={"zh": "标题", "en": "Title"}), block("todos", (6, 0, 6, 3), "b2", rows=4), roles=["viewer"]
    )
    assert read(written(read(text))) == read(text) and read(text).roles == ("viewer",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"blocks": 1}',
        body({"id": "b1"}),
        body(block("dance")),
        body(block(at=(0, 0, 1, 1))),
        body(block(at=(8, 0, 6, 1))),
        body(block(at=(0, 0, 6, 99))),
        body(block(), block()),
        body(block(), block(id="b2", at=(3, 1, 6, 2))),
        body(block("card")),
        body(block("card", figure="store_sales", week="never")),
        body(block("chart", draw="cake", figures=["store_sales"])),
        body(block("list", record="member", rows=10_000)),
        body(block("text", text={"zh": ""})),
        body(block("buttons", buttons=[{"do": "format", "path": "/c"}])),
        body(block(color="red")),
        body(block(title={"zh": "字" * 3000})),
    ],
)
def test_what_is_no_board_is_refused_in_words(boss, text):
    answer = new(Board, boss, {"zh": "晨会", "body": text})
    assert answer.state == "refused" and (not text or "仪表盘的内容读不懂" in answer.errors[0].text.zh)


def test_what_a_block_names_must_be_there(boss):
    cases = {
        "没有名为“nothing”的指标": block("card", figure="nothing"),
        "没有名为“nothing”的表": block("list", record="nothing"),
        "会员没有名为“老客”的共享视图": block("list", record="member", view="老客"),
        "请选择按哪一列分": block("chart", draw="bar", record="member"),
        "没有名为“nothing”的板块": block("figures", area="nothing"),
        "会员没有名为“反馈”的表单": block("buttons", buttons=[{"do": "form", "record": "member", "name": "反馈"}]),
        "会员没有“fly”这个操作": block("buttons", buttons=[{"do": "action", "record": "member", "name": "fly"}]),
        "应以 / 开头": block("buttons", buttons=[{"do": "page", "path": "https://bad.example"}]),
    }
    for why, wrong in cases.items():
        assert why in refused(boss, wrong)
    assert "应以 / 开头" in refused(boss, block("buttons", buttons=[{"do": "page", "path": "//bad.example"}]))


def test_names_are_taken_once_and_a_role_has_one_home(boss):
    board(boss, block(), home_for="viewer")
    assert "“晨会”已存在" in refused(boss, block())
    assert "的首页已是仪表盘“晨会”" in refused(boss, block(), zh="另一个", home_for="viewer")
    assert "没有名为“nobody”的角色" in refused(boss, block(), zh="另一个", home_for="nobody")
    assert "没有名为“nobody”的角色" in refused(boss, zh="另一个", body=body(block(), roles=["nobody"]))


def test_the_starters_name_only_what_there_is_and_lie_as_they_are_written():
    for starter in STARTERS:
        assert not [why for part in starter.body.blocks for why in misfits(part)]
        places = {part.id: part.at for part in starter.body.blocks}
        assert settled(places) == places


# Who opens which ------------------------------------------------------------------------------------------------------------


def test_a_draft_is_for_who_makes_boards_and_an_open_board_for_its_roles(boss, ann, bo):
    id = board(boss, block(), open=False)
    designed()
    assert [each.id for each in boards_for(boss)] == [id] and not boards_for(ann)
    change(Board, boss, id, open=True)
    designed()
    assert [each.id for each in boards_for(ann)] == [id] == [each.id for each in boards_for(bo)]
    change(Board, boss, id, body=body(block(), roles=["store_manager"]))
    designed()
    assert not boards_for(ann) and boards_for(replace(ann, role="store_manager"))


def test_the_home_is_what_a_person_chose_else_the_roles_board_else_the_starter(boss, chen):
    manager = chen
    assert home_of(manager).id is None and home_of(manager).label.zh == "店长首页" and home_of(boss) is None
    theirs, other = board(boss, block(), home_for="store_manager"), board(boss, block(), zh="我的")
    designed()
    assert home_of(manager).id == theirs
    choose_home(other, manager)
    assert home_of(manager).id == other
    change(Board, boss, other, open=False)
    designed()
    assert home_of(manager).id == theirs  # what was taken away from them is no home
    choose_home(None, manager)
    assert home_of(manager).id == theirs
    choose_home(other, manager)  # a draft is not for them
    assert home_of(manager).id == theirs


# What a block shows ---------------------------------------------------------------------------------------------------------


def test_a_list_holds_the_rows_of_its_view_that_the_reader_sees(boss, stores, shops):
    home, _ = shops
    manager = person("Mei", "store_manager", 104, store_id=home)
    said_so = {"record": "rectification", "rows": 5}
    assert listed(said_so, boss).count == 3 and not listed(said_so, boss).part
    mine = listed(said_so, manager)
    assert (mine.count, mine.part, [row["topic"] for row in mine.rows]) == (1, True, ["商品无过期"])
    view(boss, "地面", {"topic": {"contains": "地面"}})
    assert listed({**said_so, "view": "地面"}, boss).count == 2
    assert listed({**said_so, "view": "地面"}, manager).count == 0
    with pytest.raises(Unshown, match="no longer there"):
        listed({**said_so, "view": "没有了"}, boss)


def test_a_list_may_be_of_days_that_move_with_the_calendar(boss, stores):
    first, second = stores.values()
    for store, back in ((first, 0), (first, 6), (first, 7), (first, -1), (second, 0)):
        put(DayTarget, store=store, day=today() - timedelta(days=back), amount=1000 + back)
    put(StoreDay, store=first, day=today(), sales=500, transactions=5)
    home = next(
        part.settings for part in home_of(person("Mei", "store_manager", 104)).body.blocks if part.kind == "list"
    )
    manager = person("Mei", "store_manager", 104, store_id=first)
    mine = listed(home, manager)
    assert [(row["amount"], row["actual"], row["rate"]) for row in mine.rows] == [
        ("1000.00", "500.00", "50"),
        ("1006.00", None, None),
    ]
    assert "days-7" in mine.way, "and the table opens with the same rows"
    within = {"field": "amount", "days": "days-7"}
    assert "没有叫“amount”的日期列" in refused(boss, block("list", record="day_target", within=within))
    assert "不是时间段" in refused(boss, block("list", record="day_target", within={"field": "day", "days": "soon"}))
    shape = {"columns": [{"name": "amount"}], "sort": [], "filter": {"amount": {"lt": 1003}}}
    made(DesignView, boss, record_type="day_target", name="少的", body=json.dumps(shape))
    assert listed({**home, "view": "少的"}, boss).count == 2


def test_a_chart_counts_the_rows_that_the_reader_sees_and_leads_to_them(boss, shops):
    home, other = shops
    asked = {"record": "rectification", "draw": "bar", "by": [{"field": "store"}]}
    whole = charted(asked, boss)
    assert whole.series[0][1] == [2, 1] and whole.keys == [other, home] and not whole.part
    assert whole.ways[1] == f"/t/rectification?filter=%7B%22store%22%3A%7B%22in%22%3A%5B{home}%5D%7D%7D"
    mine = charted(asked, person("Mei", "store_manager", 104, store_id=home))
    assert mine.series[0][1] == [1] and mine.part
    heat = charted({**asked, "draw": "heat", "by": [{"field": "store"}, {"field": "state"}]}, boss)
    assert [len(values) for _, values in heat.series] == [2] * len(heat.series)


def test_a_gauge_shows_one_number_over_all_rows_however_its_view_is_grouped(boss, shops):
    day = last_whole(today()).monday.isoformat()
    for store, sales in zip(shops, ("1200", "8000"), strict=True):
        made(house().records["store_day"], boss, store=store, day=day, sales=sales, transactions=10)
    shape = {"columns": [{"name": "store"}], "sort": [], "filter": {}, "group": ["store"]}
    made(DesignView, boss, record_type="store_day", name="按门店", body=json.dumps(shape))
    asked = {"record": "store_day", "draw": "gauge", "view": "按门店", "measure": {"fn": "mean", "field": "sales"}}
    assert charted(asked, boss).series[0][1] == [4600], "of means there is no sum"
    assert charted({**asked, "by": [{"field": "store"}], "measure": None}, boss).series[0][1] == [2]


def test_a_chart_with_room_for_one_division_shows_all_of_it_and_no_part_of_a_second(boss, shops):
    shape = {"columns": [{"name": "store"}], "sort": [], "filter": {}, "group": ["store", "topic"]}
    made(DesignView, boss, record_type="rectification", name="两级", body=json.dumps(shape))
    asked = {"record": "rectification", "view": "两级"}
    for draw in ("pie", "funnel", "map"):
        assert [values for _, values in charted({**asked, "draw": draw}, boss).series] == [[2, 1]], draw
    assert len(charted({**asked, "draw": "stack"}, boss).series) == 3


def test_what_a_reader_does_not_see_a_block_does_not_tell_of(boss, shops):
    reader = person("Mei", "operations_manager", 104)
    grants = {**reader.grants, "rectification": replace(reader.grants["rectification"], hidden=frozenset({"topic"}))}
    hidden = replace(reader, grants=grants)
    view(boss, "地面", {"topic": {"contains": "地面"}})
    for asked in (
        {"record": "rectification", "draw": "bar", "by": [{"field": "topic"}]},
        {"record": "rectification", "draw": "bar", "view": "地面", "by": [{"field": "store"}]},
    ):
        with pytest.raises(Unshown) as why:
            charted(asked, hidden)
        assert "地面" not in why.value.text.zh and "看不到" in why.value.text.zh
    with pytest.raises(Unshown):
        listed({"record": "rectification", "view": "地面"}, hidden)
    assert "topic" not in {item.name for item in listed({"record": "rectification"}, hidden).columns}
    none = replace(hidden, grants={})
    with pytest.raises(Unshown):
        listed({"record": "rectification"}, none)


def test_figures_over_weeks_are_the_companys_or_those_of_the_own_store(boss, shops):
    home, other = shops
    week = last_whole(today())
    for store, sales in ((home, "1200"), (other, "8000")):
        made(house().records["store_day"], boss, store=store, day=week.monday.isoformat(), sales=sales, transactions=10)
    with changes(who=boss) as c:
        close(c, house().counted, week, counted(house().counted, week))
    manager = person("Mei", "store_manager", 104, store_id=home)
    assert series(["store_sales"], 3, boss).lines == {"store_sales": [None, None, 9200.0]}
    mine = series(["store_sales", "key_account_pipeline"], 2, manager)
    assert mine.lines == {"store_sales": [None, 1200.0]} and (mine.store, mine.unseen) == (home, 1)
    assert by_store("store_sales", boss).values == {home: 1200.0, other: 8000.0}
    assert by_store("store_sales", manager).values == {home: 1200.0}
    assert by_store("key_account_pipeline", manager) is None


def test_where_a_column_is_used_and_what_depends_on_a_figure_names_the_dashboards(boss):
    by = {"draw": "bar", "record": "rectification", "by": [{"field": "state"}], "measure": {"fn": "count"}}
    board(boss, block("chart", (0, 0, 6, 4), **by))
    designed()
    rectification = house().records["rectification"]
    assert "仪表盘“晨会”要用它" in [use.where.zh for use in uses(rectification, "state")]
    assert "仪表盘“晨会”要用它" not in [use.where.zh for use in uses(rectification, "topic")]


# The way in, and back -------------------------------------------------------------------------------------------------------


def test_a_board_goes_to_another_house_and_is_taken_back_as_a_whole(boss, tmp_path):
    id = board(boss, block(), block("todos", (6, 0, 6, 3), "b2"), en="Morning", home_for="viewer")
    designed()
    text = exported()
    assert "boards:" in text and "晨会" in text
    change(Board, boss, id, zh="改了名")
    path = tmp_path / "design.yaml"
    path.write_text(text, encoding="utf-8")
    assert [sentence.zh for sentence in planned(text).sentences] == ["仪表盘“晨会”：新增"]
    change(Board, boss, id, home_for=None)
    take_over(path, False, lambda sentence: None)
    (came,) = Board.rows(Board.zh == "晨会")
    assert not came.open and came.home_for == "viewer" and read(came.body).blocks[1].kind == "todos"
    assert planned(text).sentences == []
    assert "boards:" not in exported(("members",))


def test_a_board_that_was_deleted_comes_back_although_what_it_shows_is_gone(boss, shops):
    view(boss, "地面", {"topic": {"contains": "地面"}})
    id = board(boss, block("list", record="rectification", view="地面"))
    answer = edit(Board, [], who=boss, delete=[id])
    (row,) = DesignView.rows()
    assert edit(DesignView, [], who=boss, delete=[row.id]).state == "applied"
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    (back,) = Board.rows()
    other = body(block("list", record="rectification", view="地面", rows=3))
    assert back.zh == "晨会" and "没有名为“地面”的共享视图" in refusal(change(Board, boss, back.id, body=other))
