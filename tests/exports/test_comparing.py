"""A closed week held against others: a year ago, target, means, month and year, records, and who may read which part."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pandas
import pytest
from openpyxl import load_workbook

from exports.weekly import book_of_week
from exports.weekly.styles import figure as figure_cell
from exports.weeks import apart, comparing, reader, report
from exports.weeks.closing import count, fill, freeze
from exports.weeks.judging import judge
from models import house
from models.department import WorkItem
from models.ecommerce import OnlineShop, ShopDay
from models.kit import changes, system
from models.kit.clock import Week, week_of
from models.kit.week.measures import Measure, Ratio
from models.kit.week.rollup import Counted
from models.kit.write.edits import edit
from models.organization import Employee, Region, Store
from models.stores import StoreDay
from models.weekly import Attention, FigureTarget, WeekNote, aims
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, put

LAST = Week(date(2026, 11, 16))
SALES, TICKET = house().metrics["store_sales"], house().metrics["store_ticket"]


def weeks(values: list, metric: str = "store_sales", **more) -> pandas.DataFrame:
    """Figures of the company, the last of them of the week of 16 November 2026."""
    mondays = [LAST.monday - timedelta(weeks=back) for back in reversed(range(len(values)))]
    rows = [
        (monday, metric, None, value, None, None, more.get("target"))
        for monday, value in zip(mondays, values, strict=True)
    ]
    return pandas.DataFrame(rows, columns=comparing.COLUMNS)


def line(values: list, metric: str = "store_sales", **more) -> dict:
    frame = weeks(values, metric, **more)
    for name in ("store", "value", "top", "bottom", "target"):
        frame[name] = pandas.to_numeric(frame[name])
    return comparing.compared(house().metrics[metric], LAST, frame, {})


def test_a_figure_stands_against_last_week_the_mean_of_four_and_the_same_week_last_year():
    compared = line([900, *[100] * 47, 10, 20, 30, 40, 50])
    assert (compared["value"], compared["last"], compared["mean4"], compared["year_ago"]) == (50, 40, 25, 900)
    assert compared["change"] == 0.25
    assert compared["trend"][-2:] == [["2026-W46", 40], ["2026-W47", 50]] and len(compared["trend"]) == 13


def test_the_light_goes_by_the_target_first_and_without_one_by_what_is_usual():
    usually = [100, 104, 96, 101, 99, 103, 97, 100]

    def light(value, target=None, past=usually):
        return judge(SALES, value, target, past).light

    assert [light(value, 100) for value in (100, 95, 89, None)] == ["green", "amber", "red", "none"]
    assert [light(value) for value in (120, 100, 97, 92, 60)] == ["green", "green", "green", "amber", "red"]
    assert light(5, past=[]) == light(5, past=[100] * 5) == "none", "too few weeks to know what is usual"
    judged = judge(SALES, 97, None, usually)
    assert (judged.basis, judged.low < 97 < judged.high) == ("usual", True)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (4418811, "money", "¥4,418,811"),
        (-12.5, "money", "-¥12.50"),
        (99.96, "percent", "99.96%"),
        (96.52, "percent", "96.5%"),
        (100, "percent", "100.0%"),
        (3.25, "hours", "3.2 h"),
        (None, "count", "—"),
    ],
)
def test_a_figure_is_written_out_as_its_cell_shows_it_and_not_rounded_up_to_a_hundred(value, unit, shown):
    assert figure_cell(value, unit).shown == shown


def test_small_numbers_are_not_judged_by_per_cent():
    members, kept = house().metrics["new_members"], house().metrics["complaints_in_time"]
    assert [judge(members, value, 5, []).light for value in (5, 4, 3, 2)] == ["green", "amber", "amber", "red"]
    assert judge(members, 440, 500, []).light == "red", "of many a tenth is no chance"
    assert judge(kept, 80, None, [100] * 8, bottom=5).light == "green", "one of five was late"
    assert judge(kept, 80, None, [100] * 8, bottom=500).light == "red"


def test_a_balance_that_grows_as_it_always_does_is_as_usual_and_sets_no_record():
    held, grown = house().metrics["points_outstanding"], [1000 + 50 * week for week in range(12)]
    assert judge(held, 1600, None, grown).light == "green"
    assert judge(held, 2400, None, grown).light == "red"
    assert line([*grown, 1600], metric="points_outstanding")["record"] is None


def test_figures_of_the_month_so_far_and_those_that_are_neither_good_nor_bad_get_no_light_of_their_own():
    assert judge(house().metrics["store_month_sales"], 5, None, [100] * 12).light == "none"
    assert judge(house().metrics["key_account_cash_due"], 5, None, [100] * 12).light == "none"
    running = line([50, 80], metric="store_month_sales")
    assert (running["change"], running["mean4"]) == (None, None), "a sum that runs on is not held against last week's"
    assert line([98.3], metric="store_month_reached")["light"] == "amber", "a rate against a plan has 100 to reach"


def test_a_remark_says_nothing_that_the_light_does_not():
    falling = [100, 104, 96, 101, 99, 103, 97, 100, 99, 98]
    compared = line(falling)
    assert (compared["light"], compared["worse"]) == ("green", 0)
    assert line([*falling, 20])["worse"] == 3
    assert line([*falling, 95.9], target=90)["record"] is None, "the lowest of a year, and above its target"


def test_shares_change_by_points_and_all_else_by_per_cent():
    assert line([75, 100], metric="complaints_in_time")["change"] == 25
    assert line([75, 100])["change"] == round(25 / 75, 6)
    assert line([0, 100])["change"] is None and line([0, 3.5], metric="complaints_in_time")["change"] == 3.5
    assert line([96.5], metric="store_month_reached")["to_target"] == -3.5


def test_what_should_be_low_is_red_when_it_is_high():
    assert judge(house().metrics["complaints_received"], 14, 10, []).light == "red"


def test_off_target_a_record_outside_the_usual_and_worse_two_weeks_running_are_marked_the_gravest_only():
    usually = [100, 104, 96, 101, 99, 103, 97, 100]

    def kind(values, **more):
        compared = line(values, **more)
        return [alarm["kind"] for alarm in report._of_figure(SALES, compared)]

    assert kind([*usually, 99, 98]) == [], "as it often is"
    assert kind([*usually, 99, 95.8]) == ["worse"]
    assert kind([*usually, 60]) == ["low"]
    assert kind([40, *usually, 60]) == ["usual"]
    assert kind([*usually, 80], target=100) == ["target"]
    assert kind([*usually, 91], target=100) == []
    assert line([100] * 9 + [110])["record"] == "high"


def test_what_many_stores_have_in_common_is_one_matter():
    off = {"value": 1, "target": 9, "basis": "target", "light": "red"}
    figure = {
        "value": 50,
        "target": 50,
        "basis": "target",
        "light": "green",
        "stores": {str(id): off for id in range(3)},
    }
    assert [(alarm["store"], alarm["kind"]) for alarm in report._of_figure(SALES, figure)] == [
        (id, "target") for id in range(3)
    ]
    figure["stores"]["3"] = off
    (matter,) = report._of_figure(SALES, figure)
    assert (matter["store"], matter["kind"], len(matter["stores"])) == (None, "stores", 4)
    figure["light"] = "red"
    assert [alarm["kind"] for alarm in report._of_figure(SALES, figure)] == ["target"]
    assert report._of_figure(house().metrics["recruiting_reached"], figure) == [], "another figure says the same"


def test_the_53rd_week_has_the_52nd_of_the_year_before_beside_it():
    assert str(apart.a_year_ago(week_of(date(2026, 12, 31)))) == "2025-W52"


def test_every_comparison_is_what_plain_loops_give_over_random_weeks():
    random.seed(7)
    values = [random.choice([None, round(random.uniform(-50, 500), 2)]) for _ in range(70)]
    compared = line(values)
    known = {LAST.monday - timedelta(weeks=back): value for back, value in enumerate(reversed(values))}
    four = [known[LAST.monday - timedelta(weeks=at)] for at in range(1, 5)]
    four = [value for value in four if value is not None]
    assert compared["mean4"] == (round(sum(four) / len(four), 4) if four else None)
    assert [value for _, value in compared["trend"]] == list(
        reversed([known[LAST.monday - timedelta(weeks=at)] for at in range(13)])
    )


# A small company ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def company(shop):
    """Two stores of one region with two weeks of sales; the second store missed two days of the last."""
    region = put(Region, code="R1", name="城南")
    change(Store, shop.first, region=region, status="open", kind="own")
    change(Store, shop.second, region=region, status="open", kind="own")
    days = [LAST.monday + timedelta(days=at) for at in range(-7, 7)]
    with changes(who=SYSTEM) as c:
        c.add(StoreDay, [{"store": shop.first, "day": day, "sales": Decimal(100), "transactions": 4} for day in days])
        c.add(
            StoreDay, [{"store": shop.second, "day": day, "sales": Decimal(50), "transactions": 1} for day in days[:-2]]
        )
    return shop


def closed(week: Week = LAST) -> dict:
    fill([Week(week.monday - timedelta(weeks=1))], who=SYSTEM)
    counted = count(str(week))
    with changes(who=SYSTEM) as c:
        freeze(c, counted)
    return report.report_of(week)


def figure(weekly: dict, name: str) -> dict:
    return next(line for area in weekly["areas"] for line in area["figures"] if line["metric"] == name)


def test_stores_are_ranked_and_regions_added_up(company):
    sales = figure(closed(), "store_sales")
    assert (sales["value"], sales["last"]) == (950, 1050)
    assert {id: (part["value"], part["rank"]) for id, part in sales["stores"].items()} == {
        str(company.first): (700, 1),
        str(company.second): (250, 2),
    }
    assert list(sales["regions"].values()) == [{"value": 950, "last": 1050, "target": None}]
    ticket = figure(report.report_of(LAST), "store_ticket")
    assert list(ticket["regions"].values())[0]["value"] == round(950 / 33, 2)


def test_days_that_were_not_handed_in_are_named_and_asked_for(company):
    weekly = closed()
    gap = next(gap for gap in weekly["missing"] if gap["daily"] == "store_day")
    assert [(place["id"], place["missing"]) for place in gap["places"]] == [
        (company.second, ["2026-11-21", "2026-11-22"])
    ]
    asked = Attention.rows(Attention.metric == "store_day")
    assert [(row.store, row.kind, row.state) for row in asked] == [(company.second, "missing", "open")]


def test_a_target_set_for_a_store_is_frozen_with_the_week_and_its_miss_is_marked(company):
    put(FigureTarget, metric="store_sales", store=company.second, starts_on="2026-11-01", value=300)
    put(FigureTarget, metric="store_sales", store=company.second, starts_on="2026-11-10", value=400)
    assert aims(LAST) == {("store_sales", company.second): Decimal(400)}
    weekly = closed()
    assert figure(weekly, "store_sales")["stores"][str(company.second)]["target"] == 400
    assert {
        "area": "stores",
        "metric": "store_sales",
        "store": company.second,
        "kind": "target",
        "value": 250,
        "aim": 400,
    } in weekly["alarms"]


def test_a_store_manager_reads_the_own_store_s_parts_and_nothing_else(company):
    chen = replace(person("Chen", "store_manager", 103), store_id=company.first)
    weekly = reader.for_reader(closed(), reader.sight(chen))
    assert {id for area in weekly["areas"] for line in area["figures"] for id in line["stores"]} == {str(company.first)}
    assert all(line["value"] is None and line["regions"] == {} for area in weekly["areas"] for line in area["figures"])
    assert {alarm["store"] for alarm in weekly["alarms"]} <= {company.first}
    assert not [place for gap in weekly["missing"] for place in gap["places"] if place["store"] != company.first]


def test_a_post_reads_whole_areas_and_none_of_the_key_accounts(company):
    weekly = reader.for_reader(closed(), reader.sight(person("Li", "quality", 104)))
    names = {area["name"] for area in weekly["areas"]}
    assert "quality" in names and "key_accounts" not in names


def test_whoever_has_no_rights_reads_nothing(company):
    assert reader.sight(person("Nobody", "no_such_role", 105)).nothing
    assert not reader.sight(system("tests")).nothing


def test_a_report_is_of_the_newest_revision(company):
    closed()
    day = StoreDay.rows(StoreDay.store == company.second, StoreDay.day == LAST.monday)[0]
    change(StoreDay, day.id, sales=Decimal(1050))
    with changes(who=SYSTEM) as c:
        freeze(c, {**count(str(LAST)), "mark": False}, "补录")
    weekly = report.report_of(LAST)
    assert (weekly["revision"], weekly["reason"], figure(weekly, "store_sales")["value"]) == (2, "补录", 1950)
    moved = {
        (difference["metric"], difference["store"]): (difference["before"], difference["after"])
        for difference in weekly["differences"]
    }
    assert moved["store_sales", None] == ("950.00", "1950.00")


def test_counted_figures_survive_the_way_through_a_child_process():
    assert Counted("12.50", "1", None, None).row()["value"] == "12.50"
    assert isinstance(SALES.fn, Measure) and isinstance(TICKET.fn, Ratio)


def test_a_figure_of_the_online_shops_is_had_shop_by_shop_against_last_week_and_last_year(company):
    first, other = (put(OnlineShop, name=name, status="open") for name in ("天猫旗舰店", "抖音小店"))
    # 2025-W47 is 52 weeks before; a year of 53 weeks is not between
    weeks_ago = {0: (300, 50), 1: (200, 40), 53: (100, None)}
    with changes(who=SYSTEM) as c:
        for back, sold in weeks_ago.items():
            day = LAST.monday - timedelta(weeks=back if back < 2 else 52)
            rows = [(shop, amount) for shop, amount in zip((first, other), sold, strict=True) if amount]
            c.add(ShopDay, [{"shop": shop, "day": day, "sales": Decimal(amount), "buyers": 1} for shop, amount in rows])
    fill([Week(LAST.monday - timedelta(weeks=52))], who=SYSTEM)
    shops = figure(closed(), "online_sales")["each"]
    assert shops["record"] == "online_shop"
    by_name = {row["name"]: (row["value"], row["last"], row["year_ago"], row["rank"]) for row in shops["rows"].values()}
    assert by_name == {"天猫旗舰店": (300, 200, 100, 1), "抖音小店": (50, 40, None, 2)}
    sheet = load_workbook(BytesIO(book_of_week(LAST, SYSTEM)))["电商"]
    lines = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["网店成交额", "天猫旗舰店", 300, 200, 0.5, 100, "—"] in lines


def test_without_any_target_set_there_is_none_to_hold_a_figure_against(company):
    assert figure(closed(), "store_sales")["target"] is None


def test_a_post_says_something_of_its_own_and_a_head_decides_for_others(company):
    he, she = (put(Employee, staff_no=no, name=name) for no, name in (("E1", "何品控"), ("E2", "佘电商")))
    post = replace(person("He", "quality", 104), employee_id=he)

    def write(who, **values):
        set_ = {"week": str(LAST), "area": "quality", "text": "下周复检", **values}
        return edit(WeekNote, [{"id": None, "set": set_}], who=who)

    assert write(post, kind="comment").state == "applied"
    assert WeekNote.rows()[0].owner == he
    assert write(post, kind="decision", owner=she).state == "refused"
    assert write(person("Boss", "operations_manager", 106), kind="decision", owner=she).state == "applied"
    task = WorkItem.row(WeekNote.rows()[1].task)
    assert (task.owner, task.area, task.source) == (she, "quality", "meeting")
