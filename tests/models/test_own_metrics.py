"""Figures made in the browser join the closed week: counted, revised, judged, read and stopped as declared ones are."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from exports.weekly import book_of_week
from exports.weeks.reader import for_reader, sight
from exports.weeks.report import report_of
from models import house
from models.design import DesignColumn, DesignType, OwnMetric
from models.design.carrying import carry_out, exported, planned
from models.design.uses import uses
from models.kit import changes
from models.kit.clock import Week
from models.kit.server.standing import declared_house, stand
from models.kit.week.rollup import WeekDifference, WeekRevision, figures_of, newest
from models.kit.week.weekly import figures, may_see_figure
from models.kit.write.acting import act
from models.kit.write.notices import Notice
from models.kit.write.undo import undo
from models.stores import StoreDay
from models.weekly import Attention, FigureTarget
from pages.weekly.reading import unseen_behind
from tests.conftest import person
from tests.helpers import house_before
from tests.helpers.door import change, made, new, said
from tests.helpers.shop import SYSTEM, put
from tests.helpers.shop import change as set_down
from tests.helpers.weeks_sold import LAST, close, look_again, sell

DAYS = {
    "zh": "大单天数",
    "en": "Large days",
    "record_type": "store_day",
    "day": "日期",
    "place": "门店",
    "name": "large_days",
}
LARGE = json.dumps({"sales": {"ge": 200}})


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


@pytest.fixture
def sold(shop) -> int:
    """A shop that sold 300 on each day of the last three weeks; the id of the first day of the last week."""
    return sell(shop, 300)


def own(**more) -> int:
    return made(OwnMetric, SYSTEM, **{**DAYS, "narrowed": LARGE, "since": "2026-11-16", **more})


def line(week: Week = LAST, name: str = "large_days", who=SYSTEM):
    report = for_reader(report_of(week), sight(who))
    return next((figure for area in report["areas"] for figure in area["figures"] if figure["metric"] == name), None)


def refused(**sets) -> tuple[str, str]:
    answer = new(OwnMetric, SYSTEM, {**DAYS, **sets})
    assert answer.state == "refused", answer
    return answer.errors[0].field, answer.errors[0].text.zh


def test_it_is_closed_compared_with_its_target_asked_about_and_printed(sold, shop, clock):
    own(target="20", better="higher", words_zh="卖到 200 元以上的天数", readers="area")
    close()
    figure = line()
    assert (figure["value"], figure["target"], figure["basis"], figure["light"]) == (7, 20, "target", "red")
    assert figure["stores"][str(shop.first)]["value"] == 7
    marked = next(row for row in Attention.rows() if row.metric == "large_days")
    assert (marked.title, marked.area, marked.kind, marked.value) == ("大单天数", "stores", "target", "7")
    book = load_workbook(BytesIO(book_of_week(LAST, SYSTEM)))
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert any("大单天数" in text for text in texts)


def test_a_share_of_a_week_without_rows_is_no_figure_and_nobody_is_asked_about_it(shop, clock):
    own(figure="share", narrowed=None, part=LARGE, amount="sales", target="50")
    close()
    share = line()
    assert share is None or (share["value"], share["light"]) == (None, "none"), share
    assert [row for row in Attention.rows() if row.metric == "large_days"] == []
    assert load_workbook(BytesIO(book_of_week(LAST, SYSTEM))).worksheets
    assert unseen_behind(house().metrics["large_days"], LAST, SYSTEM) == 0


def test_a_week_is_corrected_when_the_column_of_a_stopped_figure_is_gone(sold, boss, clock):
    """What was counted by it stays among what the week holds: it can't be counted any more, and the other figures can."""
    column = made(
        DesignColumn, boss, record_type="store_day", zh="客流数", en="Footfall", name="footfall", kind="count"
    )
    set_down(StoreDay, sold, footfall=40)
    id = own(zh="客流合计", en="Visitors in all", figure="sum", narrowed=None, amount="客流数")
    close()
    assert line()["value"] == 40
    for action, row in (("own_metric_stop", id), ("design_column_remove", column)):
        answer = act(house().actions[action], who=boss, id=row)
        assert answer.state == "applied", answer.errors
    clock("2026-11-25 03:10")
    set_down(StoreDay, sold, sales=Decimal(10))
    assert look_again() == "复查 1 周，已更新：2026-W47"
    assert float(figures_of(newest(LAST))["large_days", None].value) == 40 and line(name="store_sales")["value"] == 1810
    assert not [row for row in WeekDifference.select() if row.metric == "large_days"]
    assert act(house().actions["own_metric_resume"], who=boss, id=id).state == "refused"


def test_a_target_from_a_week_on_and_for_a_store_is_its_own_line(sold, shop, clock):
    own()
    put(FigureTarget, metric="大单天数", store=shop.first, starts_on="2026-11-16", value=9)
    close()
    assert line()["stores"][str(shop.first)]["target"] == 9


def test_a_correction_makes_a_revision_that_names_the_row(sold, clock):
    own()
    close()
    clock("2026-11-25 03:10")
    set_down(StoreDay, sold, sales=Decimal(10))
    assert look_again() == "复查 1 周，已更新：2026-W47"
    moved = next(row for row in WeekDifference.select() if row.metric == "large_days" and row.store_id is None)
    assert (moved.before, moved.after, json.loads(moved.causes)[0]["row"]) == ("7", "6", sold)


def test_made_later_it_is_counted_from_this_week_on_unless_it_is_to_begin_earlier(sold, clock):
    for back in (2, 1, 0):
        close(Week(LAST.monday - timedelta(weeks=back)))
    id = made(OwnMetric, SYSTEM, **DAYS, narrowed=LARGE)
    assert OwnMetric.row(id).since == date(2026, 11, 23)
    clock("2026-11-24 03:10")
    assert "没有变化" in look_again() and line() is None
    assert change(OwnMetric, SYSTEM, id, since="2026-11-12").state == "applied"
    before = Notice.select().count()
    clock("2026-11-25 03:10")
    assert look_again() == "复查 2 周，已更新：2026-W46、2026-W47"
    assert [(row.week, row.revision, row.reason) for row in WeekRevision.select().order_by(WeekRevision.id)][3:] == [
        ("2026-W46", 2, "补上后来加的指标"),
        ("2026-W47", 2, "补上后来加的指标"),
    ]
    assert Notice.select().count() == before + 1, "one notice for all of them"
    assert line()["value"] == 7 and line()["last"] == 7 and line(Week(LAST.monday - timedelta(weeks=2))) is None
    clock("2026-11-26 03:10")
    assert look_again() == "复查 0 周，没有变化"


def test_stopped_it_stays_in_the_weeks_that_have_it_and_comes_back_with_those_it_missed(sold, clock):
    id = own()
    close()
    area = house().area_named["stores"]
    week = Week(LAST.monday + timedelta(weeks=1))
    assert "large_days" in [figure.metric.name for figure in figures(area, week)]
    assert act(house().actions["own_metric_stop"], who=SYSTEM, id=id).state == "applied"
    assert "large_days" not in [figure.metric.name for figure in figures(house().area_named["stores"], week)]
    clock("2026-11-30 06:00")
    close(week)
    assert line()["value"] == 7 and line(week) is None
    assert act(house().actions["own_metric_resume"], who=SYSTEM, id=id).state == "applied"
    clock("2026-12-01 03:10")
    look_again()
    assert line(week)["value"] == 0 and line(week)["last"] == 7


def test_what_closed_weeks_hold_keeps_its_meaning_and_its_name(sold, clock):
    id = own()
    assert change(OwnMetric, SYSTEM, id, narrowed=json.dumps({"sales": {"ge": 250}})).state == "applied"
    close()
    answer = change(OwnMetric, SYSTEM, id, narrowed=None)
    assert said(answer)[0][1:] == (
        "narrowed",
        "已关账的周里已有“大单天数”，算法不能再改：请停用它，另做一项；名称、目标、说明可以改",
    )
    assert change(OwnMetric, SYSTEM, id, zh="大单日", target="5").state == "applied"
    assert said(change(OwnMetric, SYSTEM, id, name="other"))[0][1] == "name"


def test_taken_back_it_is_stopped_and_no_closed_week_breaks(sold, clock):
    answer = new(OwnMetric, SYSTEM, {**DAYS, "since": "2026-11-16"})
    close()
    undone = undo(answer.batch, house().records, who=SYSTEM)
    assert undone.state == "applied", undone.errors
    assert OwnMetric.rows()[0].state == "stopped" and line()["value"] == 7
    assert ("large_days", None) in figures_of(newest(LAST))


def test_a_week_that_holds_a_figure_nobody_declares_any_more_is_still_read(sold, clock):
    own()
    close()
    stand(declared_house())
    report = report_of(LAST)
    assert not [figure for area in report["areas"] for figure in area["figures"] if figure["metric"] == "large_days"]
    assert book_of_week(LAST, SYSTEM)


@pytest.mark.parametrize(
    ("sets", "field", "why"),
    [
        ({"day": "店长"}, "day", "不是日期列；可以选：日期"),
        ({"day": None}, "day", "不是日期列"),
        ({"figure": "sum"}, "amount", "请选择把哪一列加起来"),
        ({"figure": "mean", "amount": "门店"}, "amount", "不是数字列"),
        ({"figure": "share"}, "part", "请写明占比"),
        ({"figure": "ratio", "above": "store_sales", "below": "no_such"}, "below", "没有名为“no_such”"),
        ({"figure": "ratio", "above": "store_qsc_pass", "below": "store_sales"}, "above", "没有名为"),
        ({"place": "日期"}, "place", "不通到门店；可以选：门店"),
        ({"each": "门店"}, "each", "不是关联列"),
        ({"narrowed": "{"}, "narrowed", "条件读不懂"),
        ({"narrowed": '{"no_such": {"eq": 1}}'}, "narrowed", "条件读不懂"),
        ({"narrowed": '{"day": {"span": "this_week"}}'}, "narrowed", ""),
        ({"narrowed": '{"or": [{"store": {"mine": true}}]}'}, "narrowed", "会变的说法"),
        ({"record_type": "design_column"}, "record_type", ""),
        ({"name": "store_sales"}, "name", "已用作周指标的名字"),
        ({"name": "A b"}, "name", "不能作名字"),
        ({"zh": "门店销售额"}, "zh", ""),
    ],
)
def test_what_can_t_be_counted_is_refused_with_the_cell_and_the_remedy(boss, sets, field, why):
    assert refused(**sets)[0] == field
    assert why in refused(**sets)[1]


def test_what_changes_by_itself_is_no_figure_of_a_closed_week(boss):
    made(
        DesignColumn,
        boss,
        record_type="store_day",
        zh="过了几天",
        en="Days since",
        name="since_then",
        kind="formula",
        formula="=TODAY()-[day]",
    )
    assert "TODAY" in refused(figure="sum", amount="过了几天")[1]


def test_columns_and_tables_that_it_counts_by_stay_and_say_where_they_are_used(boss):
    column = made(
        DesignColumn, boss, record_type="store_day", zh="客流数", en="Footfall", name="footfall", kind="count"
    )
    own(zh="客流合计", en="Visitors in all", figure="sum", amount="客流数", name="visitors_in_all")
    assert OwnMetric.rows()[0].amount == "footfall"
    assert any("客流合计" in use.where.zh for use in uses(StoreDay, "footfall"))
    answer = act(house().actions["design_column_remove"], who=boss, id=column)
    assert answer.state == "refused" and "周指标“客流合计”还要用到它" in answer.errors[0].text.zh
    act(house().actions["own_metric_stop"], who=boss, id=OwnMetric.rows()[0].id)
    answer = act(house().actions["design_column_remove"], who=boss, id=column)
    assert answer.state == "applied", answer.errors


def test_a_made_table_is_counted_like_any(boss, stores, clock):
    made(DesignType, boss, zh="试吃", en="Tasting", name="tasting", area="stores", per_store=True)
    made(DesignColumn, boss, record_type="tasting", zh="试吃日期", en="Tasted on", name="tasted_on", kind="day")
    store = house().records["tasting"].sheet.scopes["store"]
    own(
        zh="试吃场次", en="Tastings", record_type="tasting", day="试吃日期", place=store, narrowed=None, name="tastings"
    )
    table, here = house().records["tasting"], stores["锦江一店"]
    made(table, boss, name="第一场", tasted_on="2026-11-18", **{store: here})
    metric = house().metrics["tastings"]
    assert (metric.value(LAST), metric.per_store(LAST)) == (1, {here: 1})


def test_who_doesn_t_see_its_rows_or_columns_in_full_reads_it_only_where_that_is_on_purpose(sold, shop, clock):
    own()
    made(
        OwnMetric,
        SYSTEM,
        **{
            **DAYS,
            "zh": "公开天数",
            "en": "Public days",
            "name": "public_days",
            "readers": "all",
            "since": "2026-11-16",
        },
    )
    close()
    chen = replace(person("Chen", "store_manager", 103), store_id=shop.first)
    far = replace(person("Far", "store_manager", 104), store_id=shop.second)
    area, metrics = house().area_named["stores"], house().metrics
    assert not may_see_figure(chen, area, metrics["large_days"]) and may_see_figure(chen, area, metrics["public_days"])
    assert line(who=chen)["value"] is None and set(line(who=chen)["stores"]) == {str(shop.first)}
    assert line(who=far) is None and line(name="public_days", who=far)["value"] == 7
    assert [unseen_behind(metrics["public_days"], LAST, who) for who in (chen, far, SYSTEM)] == [0, 7, 0]
    grants = {**chen.grants, "store_day": replace(chen.grants["store_day"], hidden=frozenset({"sales"}))}
    blind = replace(chen, grants=grants)
    assert line(who=blind) is None, "a sum of what is hidden says what is hidden"
    manager = person("Li", "operations_manager", 105)
    assert line(who=manager)["value"] == 7
    grants = {**manager.grants, "store_day": replace(manager.grants["store_day"], hidden=frozenset({"sales"}))}
    kept = replace(manager, grants=grants)
    assert line(who=kept) is None and line(name="public_days", who=kept)["value"] == 7
    assert line(name="store_sales", who=kept)["value"] == 2100, "declared ones are as they were"
    grants = {**manager.grants, "store_day": replace(manager.grants["store_day"], masked=frozenset({"sales"}))}
    assert line(who=replace(manager, grants=grants)) is None, "nor does a sum of what is masked"


def test_nobody_makes_one_of_what_he_doesn_t_see(sold, shop):
    manager = person("Li", "operations_manager", 105)
    grants = {**manager.grants, "store_day": replace(manager.grants["store_day"], hidden=frozenset({"sales"}))}
    answer = new(OwnMetric, replace(manager, grants=grants), {**DAYS, "narrowed": LARGE})
    assert answer.state == "refused" and "须看得到它统计的全部行和列" in answer.errors[0].text.zh
    assert new(OwnMetric, manager, {**DAYS, "narrowed": LARGE}).state == "applied"


def test_what_stands_out_and_isn_t_everybody_s_is_the_head_s_to_explain(sold, shop, clock):
    own(target="20")
    close()
    assert {row.store for row in Attention.rows() if row.metric == "large_days"} == {None}


def test_it_goes_into_another_house_with_the_design_and_is_the_same_there(boss, clock):
    own()
    made(
        OwnMetric,
        boss,
        zh="每个大单日",
        en="Per large day",
        figure="ratio",
        above="store_sales",
        below="large_days",
        unit="money",
        name="per_large",
    )
    text = exported()
    assert "figures:" in text and "since" not in text
    plan = planned(text)
    assert not plan.sentences and not plan.writes
    words = {"large_days": "big_days", "大单天数": "大单日数", "Large days": "Big days"}
    words |= {"per_large": "per_big", "每个大单日": "每大单日", "Per large day": "Per big day"}
    for here, there in words.items():
        text = text.replace(here, there)
    with changes(who=SYSTEM) as c:
        carry_out(c, planned(text), SYSTEM)
    big, per = (house().metrics[name] for name in ("big_days", "per_big"))
    assert big.fn.where == {"sales": {"ge": 200}} and per.fn.bottom is big.fn and big.since == date(2026, 11, 23)
    text = exported()
    for row in OwnMetric.rows():
        assert act(house().actions["own_metric_stop"], who=boss, id=row.id).state == "applied"
    assert [text.zh for text in planned(text).wrong], "what is stopped here is said"


def test_a_figure_of_a_ratio_names_its_rows_by_what_stands_above_the_line(boss, stores, clock):
    own()
    id = made(
        OwnMetric,
        boss,
        zh="占比甲",
        en="Share A",
        figure="ratio",
        above="large_days",
        below="store_sales",
        name="share_a",
    )
    assert OwnMetric.row(id).record_type == "store_day" and OwnMetric.row(id).unit == "percent"
    answer = act(house().actions["own_metric_stop"], who=boss, id=OwnMetric.rows(OwnMetric.name == "large_days")[0].id)
    assert answer.state == "applied", "stopped ones are counted no more, but what is made of them goes on"
