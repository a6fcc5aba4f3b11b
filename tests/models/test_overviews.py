"""The page of a row on which all is gathered: sums worked out by hand, whose rows they are, and what isn't there for whom."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from exports.weeks.series import of_store
from models import house
from models.design.boards.reading import Shut, Unshown, belonging, listed
from models.design.boards.spans import spanned
from models.kit import AboutCard, DrawnCard, Overview, RowCard, Share, SpanCard, WeekCard
from models.kit.clock import week_of
from models.kit.declare.access import may
from models.kit.declare.overview import cards_of
from models.kit.server import database
from models.kit.server.standing import house_if_any, stand
from models.kit.week.rollup import close, counted
from models.kit.write.writes import changes
from models.logistics import Warehouse
from models.organization import Employee, Product, Store
from models.stores import DayTarget, Rectification, SalesTarget, StoreDay
from pages.boards.of_row import about
from pages.boards.reading import read, shown_to
from pages.described import described_for
from pages.overview import body_of, is_there
from pages.parts.columns import sheet_of
from tests.conftest import person
from tests.helpers.furnished import opened
from tests.helpers.shop import put

GATHERED = ("store", "product", "employee", "key_account")


@pytest.fixture
def shop(clock, stores) -> tuple[int, int]:
    """Monday 23 November 2026; the first store has reported up to Sunday."""
    first, second = stores.values()
    for day, sales, tickets in (
        ("2026-11-22", 900, 9),
        ("2026-11-21", 700, 4),
        ("2026-11-15", 500, 2),
        ("2026-10-31", 300, 3),
        ("2025-11-23", 450, 5),  # the Sunday 52 weeks before
        ("2025-11-22", 1000, 10),  # the same day of the year before
        ("2025-11-30", 4000, 9),
        ("2025-02-01", 1000, 9),
    ):
        put(StoreDay, store=first, day=day, sales=sales, transactions=tickets)
    put(StoreDay, store=second, day="2026-11-22", sales=77_777, transactions=1)
    for day, amount in (("2026-11-22", 1000), ("2026-11-21", 600), ("2026-11-15", 400), ("2026-11-30", 9999)):
        put(DayTarget, store=first, day=day, amount=amount)
    return first, second


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """Two rows of every record type; the ids by type and side, only read by the tests."""
    before = house_if_any()
    made = opened(f"{tmp_path_factory.mktemp('gathered')}/ops.db")
    with database.reading():
        yield made
    database.close()
    stand(before)


def card_of(record, cls, zh):
    return next(card for card in cards_of(record) if isinstance(card, cls) and card.zh == zh)


def sales_of(store, who):
    return spanned(card_of(Store, SpanCard, "销售与指标").settings(Store, store), who)


def block_of(record, id, zh):
    return next(block for block in body_of(record, id).blocks if block.called.zh == zh)


def test_a_store_s_day_week_month_and_year_stand_beside_target_and_the_year_before(shop, boss):
    first, _ = shop
    shown = sales_of(first, boss)
    assert shown.last == date(2026, 11, 22)
    assert [label.zh for label, _ in shown.heads] == [
        "销售额",
        "指标",
        "完成率",
        "比去年同期",
        "交易笔数",
        "新增会员",
        "客单价",
    ]
    lines = {label.zh: values for label, _, values in shown.lines}
    assert lines["当日 11-22"] == (900, 1000, 90, 100, 9, 0, 100)
    # 900 + 700 against 1,000 + 600; the week of 17–23 November 2025 took 450 + 1,000.
    assert lines["当周 2026-W47"] == (1600, 1600, 100, Decimal("10.3"), 13, 0, Decimal("123.08"))
    # 1–22 November: 2,100 against 1,000 a year before, of which the 23rd and the 30th are no part.
    assert lines["当月 2026-11"] == (2100, 2000, 105, 110, 15, 0, 140)
    # The year sold from October on and has targets since November: it is held against none.
    assert lines["当年 2026"] == (2400, None, None, 20, 18, 0, Decimal("133.33"))


def test_where_no_target_is_of_days_the_month_s_is_parted_evenly(shop, boss):
    """3,000 in 30 days are 100 a day; October has none, so the year is held against none until it has."""
    first, _ = shop
    with changes(who=boss) as c:
        c.remove(DayTarget, [row.id for row in DayTarget.rows()])
    put(SalesTarget, store=first, month="2026-11", amount=3000)

    def targets() -> dict:
        return {label.zh: values[1:3] for label, _, values in sales_of(first, boss).lines}

    assert targets() == {
        "当日 11-22": (100, 900),
        "当周 2026-W47": (700, Decimal("228.6")),
        "当月 2026-11": (2200, Decimal("95.5")),
        "当年 2026": (None, None),
    }
    for month in range(1, 11):
        put(SalesTarget, store=first, month=f"2026-{month:02d}", amount=310)
    assert targets()["当年 2026"][0] == 3100 + 2200


def test_a_year_with_a_month_without_targets_is_held_against_none(shop, boss):
    first, _ = shop
    for day in ("2026-09-01", "2026-11-01"):
        put(DayTarget, store=first, day=day, amount=100)
    put(StoreDay, store=first, day="2026-09-01", sales=50, transactions=1)
    lines = {label.zh: values for label, _, values in sales_of(first, boss).lines}
    assert lines["当月 2026-11"][1] == 2100
    assert lines["当年 2026"][:3] == (2450, None, None)  # October sold and has no target
    put(DayTarget, store=first, day="2026-10-01", amount=100)
    lines = {label.zh: values for label, _, values in sales_of(first, boss).lines}
    assert lines["当年 2026"][1] == 2300


def test_the_rows_behind_a_span_are_those_of_the_store_and_its_days(shop, boss):
    first, _ = shop
    way = sales_of(first, boss).lines[0][1]
    assert way.startswith("/t/store_day?filter=") and f"%7B%22eq%22%3A{first}%7D" in way and "2026-11-22" in way


def test_a_store_that_never_reported_has_no_spans(shop, boss, stores):
    put(Store, code="S3", name="新店")
    third = Store.rows(Store.code == "S3")[0].id
    shown = sales_of(third, boss)
    assert shown.last is None and not shown.lines


def test_a_store_manager_reads_the_own_store_and_of_another_nothing(shop):
    first, second = shop
    chen = person("Chen", "store_manager", 104, store_id=first)
    assert sales_of(first, chen).lines[0][2][0] == 900
    other = sales_of(second, chen)
    assert other.last is None and not other.lines
    assert read(block_of(Store, first, "门店资料"), chen)
    with pytest.raises(Shut):
        about(block_of(Store, second, "门店资料"), chen)


def test_who_may_not_read_sums_has_no_such_card(shop):
    """Whose columns are hidden has no card of them, and whose type is out of sight not even its place."""
    first, _ = shop
    seller = person("Sun", "key_accounts", 105)
    grants = {**seller.grants, "store_day": replace(seller.grants["store_day"], hidden=frozenset({"sales"}))}
    with pytest.raises(Unshown):
        sales_of(first, replace(seller, grants=grants))
    without = {key: grant for key, grant in seller.grants.items() if key != "store_day"}
    shown, _ = shown_to(body_of(Store, first), replace(seller, grants=without))
    assert not any(block.settings.get("record") == "store_day" for block in shown.blocks)


def test_targets_that_are_out_of_sight_leave_their_columns_out(shop, boss):
    first, _ = shop
    chen = person("Chen", "store_manager", 104, store_id=first)
    without = {key: grant for key, grant in chen.grants.items() if key not in ("day_target", "sales_target")}
    heads = [label.zh for label, _ in sales_of(first, replace(chen, grants=without)).heads]
    assert "完成率" not in heads and heads[:2] == ["销售额", "比去年同期"]


def test_a_list_is_of_the_row_alone_and_a_quiet_one_isn_t_there_when_it_is_empty(shop, boss):
    first, second = shop
    put(Rectification, store=second, topic="地面", problem="湿滑")
    mine, others = (listed(block_of(Store, id, "未完成的整改").settings, boss) for id in shop)
    assert (mine.count, others.count) == (0, 1) and str(second) in others.way
    empty = block_of(Store, first, "开业筹备")
    assert not is_there(empty, read(empty, boss)) and is_there(block_of(Store, first, "未完成的整改"), mine)
    assert not is_there(empty, Unshown(empty.called))


def test_two_links_lead_to_the_row_as_well(shop, boss):
    first, _ = shop
    store = put(Warehouse, code="W1", name="一店库", store=first)
    said = card_of(Store, RowCard, "临期和过期商品").settings(Store, first)
    assert belonging(house().records["stock"], said) == {"warehouse": {"in": [store]}}


def test_the_figures_of_the_last_week_are_the_store_s_own(shop, boss):
    first, second = shop
    week = week_of(date(2026, 11, 22))
    with changes(who=boss) as c:
        close(c, house().counted, week, counted(house().counted, week))
    week, figures = of_store(["store_sales", "store_ticket"], first, boss)
    assert (str(week), [figure.value for figure in figures]) == ("2026-W47", [1600, pytest.approx(123.08, abs=0.01)])
    chen = person("Chen", "store_manager", 104, store_id=first)
    assert [figure.value for figure in of_store(["store_sales"], first, chen)[1]] == [1600]
    assert of_store(["store_sales"], second, chen)[1] == []


def test_the_manager_reads_every_card_of_every_gathered_type(company):
    boss = person("Manager", "operations_manager", 1)
    for key in GATHERED:
        record = house().records[key]
        for block in body_of(record, company[key]["own"]).blocks:
            if not block.settings.get("figures"):  # no week is closed there
                assert read(block, boss) is not None, block.called  # and raises nothing


def test_each_role_is_told_of_no_card_whose_type_it_does_not_see(company):
    for role in ("store_manager", "viewer", "quality", "ecommerce"):
        who = person(role, role, 2, store_id=company["store"]["own"])
        for key in GATHERED:
            record = house().records[key]
            for block in shown_to(body_of(record, company[key]["own"]), who)[0].blocks:
                asked = house().records.get(block.settings.get("record", ""))
                assert asked is None or may(who, "see", asked), (role, block.called)


def test_the_cards_of_all_areas_stand_in_their_order_and_name_figures_that_there_are():
    for key in GATHERED:
        cards = cards_of(house().records[key])
        assert len(cards) >= 8 and [card.turn for card in cards] == sorted(card.turn for card in cards)
        for card in cards:
            if isinstance(card, WeekCard):
                assert set(card.figures.split()) <= house().metrics.keys()
    assert not cards_of(house().records["member_tier"])


def test_the_grid_is_told_whose_rows_have_such_a_page(shop, boss):
    known = {name: sheet_of(described_for(boss, name), "zh")["overview"] for name in ("store", "region")}
    assert known == {"store": True, "region": False}


def test_what_a_card_names_that_is_not_there_is_said_at_the_start():
    wrong = Overview(
        Store,
        (
            AboutCard("甲", "A", 1, 13, "shoe_size"),
            RowCard("乙", "B", 2, 6, StoreDay, "day", "store", where={"or": [{"moon": {"eq": 1}}]}),
            DrawnCard("丙", "C", 3, 6, StoreDay, "store", by="moon:month"),
            SpanCard(
                "丁",
                "D",
                4,
                6,
                StoreDay,
                "store",
                day="day",
                sums="event",
                shares=(Share("x", "x", "sales", "moon"),),
                target=(DayTarget, "day", "rate"),
            ),
            RowCard("戊", "E", 5, 6, Employee, "store.region", "name"),
            RowCard("己", "F", 6, 6, Product, "store", "name"),
        ),
    )
    assert [*wrong.mistakes()] == [
        "card 'A': store.shoe_size is no field",
        "card 'A': 13 of twelve columns",
        "card 'B': store_day doesn't lead to store by 'day'",
        "card 'B': store_day.moon is no field",
        "card 'C': store_day.moon is no field",
        "card 'D': store_day.event isn't summed",
        "card 'D': store_day.moon isn't summed",
        "card 'D': day_target.rate isn't summed",
        "card 'E': employee doesn't lead to store by 'store.region'",
        "card 'F': product doesn't lead to store by 'store'",
    ]
