"""Market surveys are due each quarter in each region that sells, and compare prices before they are done."""

from datetime import date
from decimal import Decimal

import pytest

from models import AREAS
from models.kit.ask.todo import todo
from models.kit.own_words import spoken
from models.kit.server import database
from models.kit.write.files import attach
from models.organization import Product, Region, Store
from models.stores import MarketPrice, MarketSurvey
from models.stores.surveys import ask_for_surveys
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, delete, night, put, said, take_back
from tests.helpers.steps import hire, notified, refused, take


@pytest.fixture
def region(clock, stores) -> int:
    """Monday 23 November 2026; the first store is in the east, which 洪刚 manages, and in the west nothing sells."""
    hong = hire("洪刚", "Y1")
    east = put(Region, code="E", name="东区", manager=hong)
    put(Region, code="W", name="西区")
    first, second = stores.values()
    change(Store, first, region=east)
    change(Store, second, status="suspended", region=None)
    return east


def planned() -> list:
    return MarketSurvey.rows(MarketSurvey.state == "planned")


def test_each_quarter_one_is_asked_for_and_only_one(region):
    assert night(ask_for_surveys, date(2026, 11, 23)).zh == "安排市场调查 1 项"
    (row,) = planned()
    manager = Region.row(region).manager
    assert (row.year, row.quarter, row.region, row.author, row.due_on) == (
        2026,
        "q4",
        region,
        manager,
        date(2026, 12, 16),
    )
    assert spoken(row.topic, "en") == "Market survey of 东区, 2026 Q4"
    assert (manager, "东区 2026 年第四季度的市场调查请在 2026-12-16 前完成") in notified()
    assert night(ask_for_surveys, date(2026, 12, 31)).zh == "安排市场调查 0 项"
    assert night(ask_for_surveys, date(2027, 1, 1)).zh == "安排市场调查 1 项"
    assert planned()[-1].due_on == date(2027, 3, 16)
    who = person("洪", "store_management", 91, employee_id=manager)
    assert [count for due, count, _ in todo(AREAS, who) if due.name == "market_surveys"] == [1], "45 days ahead"


def test_where_one_was_entered_for_the_quarter_nothing_is_asked(region):
    put(MarketSurvey, competitor="邻家大药房", topic="价格", quarter="q4", region=region)
    assert night(ask_for_surveys, date(2026, 11, 23)).zh == "安排市场调查 0 项"


def test_prices_are_compared_line_by_line_and_over_the_survey(region):
    """Ours 110 and 90 against their 100: 10 % dearer and 10 % cheaper; 130 against 100 makes it 10 % in the mean."""
    night(ask_for_surveys, date(2026, 11, 23))
    id = planned()[0].id
    lines = [
        put(MarketPrice, survey=id, product=put(Product, sku=f"P{at}", name=f"商品{at}", list_price=price), theirs=100)
        for at, price in enumerate((110, 90))
    ]
    assert [MarketPrice.row(line).gap for line in lines] == [10, -10]
    row = MarketSurvey.row(id)
    assert (row.prices, row.dearer, row.gap) == (2, 1, 0)
    change(MarketSurvey, id, findings="活动多", suggestions="跟进")
    assert refused("market_survey_finish", id, competitor="邻家大药房").startswith("请先上传附件（照片或 PDF）")
    picture = {"name": "价签.jpg", "kind": "image/jpeg", "size": 1, "stored": f"survey-{id}", "digest": "0" * 64}
    with database.writing():
        attach(SYSTEM, MarketSurvey, id, picture)
    assert refused("market_survey_finish", id, competitor="邻家大药房") == (
        "请先在“竞品价格”里登记至少 3 个商品的价格，再完成调查"
    )
    third = put(Product, sku="P9", name="商品9", list_price=130)
    put(MarketPrice, survey=id, product=third, theirs=100)
    assert (MarketSurvey.row(id).gap, MarketSurvey.row(id).dearer) == (10, 2)
    change(Product, third, list_price=500)
    change(MarketPrice, lines[0], theirs=88)
    assert MarketPrice.row(lines[0]).gap == 25, "by the list price of the day it was entered"
    assert MarketSurvey.row(id).gap == 15
    assert delete(MarketPrice, lines[1]).state == "applied"
    assert MarketSurvey.row(id).gap == Decimal("27.50")
    assert take_back().state == "applied"
    take("market_survey_finish", id, competitor="邻家大药房")
    row = MarketSurvey.row(id)
    assert (row.state, row.competitor, row.surveyed_on) == ("done", "邻家大药房", date(2026, 11, 23))


def test_a_price_of_nothing_is_refused(region):
    id = put(MarketSurvey, competitor="邻家大药房", topic="价格", quarter="q4")
    line = put(MarketPrice, survey=id, product=put(Product, sku="P1", name="商品", list_price=1), theirs=1)
    assert said(change(MarketPrice, line, theirs=0)) == "价格必须大于 0"


def test_another_product_of_ours_is_compared_at_its_own_price(region):
    cheap, dear = (put(Product, sku=f"P{price}", name=f"茶{price}", list_price=price) for price in (100, 200))
    survey = put(MarketSurvey, competitor="邻家大药房", topic="价格", quarter="q4", region=region)
    line = put(MarketPrice, survey=survey, product=cheap, theirs=100)
    batch = change(MarketPrice, line, product=dear, theirs=160).batch
    row = MarketPrice.row(line)
    assert (row.ours, row.gap, MarketSurvey.row(survey).gap) == (200, 25, 25)
    change(Product, cheap, list_price=120)
    assert take_back(batch).state == "applied"
    assert (MarketPrice.row(line).ours, MarketPrice.row(line).gap) == (100, 0), "the price of that day"
