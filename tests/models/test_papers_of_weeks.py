"""Papers of the weekly meeting: the closed week's figures, its stores and shared views, as far as the reader may know them."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from exports.papers.making import source_of
from exports.papers.weeks import WeekScheme
from exports.weeks import closing
from models import house
from models.design import DesignView
from models.kit import changes
from models.kit.clock import Week
from models.kit.week.rollup import week_named
from models.organization import Store
from models.stores import StoreDay
from tests.helpers.door import made
from tests.helpers.shop import SYSTEM
from tests.helpers.shop import change as set_down

LAST = week_named("2026-W47")


@pytest.fixture
def closed(shop) -> Week:
    """A shop that sold 300 on each day of the last three weeks, and the last of them closed."""
    set_down(Store, shop.first, status="open", kind="own")
    set_down(Store, shop.second, status="closed")
    days = [date(2026, 11, 2) + timedelta(days=at) for at in range(21)]
    with changes(who=SYSTEM) as c:
        c.add(StoreDay, [{"store": shop.first, "day": day, "sales": Decimal(300), "transactions": 4} for day in days])
    counted = closing.count(str(LAST))
    with changes(who=SYSTEM, via="job") as c:
        closing.freeze(c, counted)
    return LAST


def said(who, *marks: str) -> list[list[str]]:
    scheme, source = WeekScheme(who), source_of({"kind": "week", "week": str(LAST)}, who)
    places = [scheme.find(mark) for mark in marks]
    return [
        [said.text for said in source.lines(place.repeat, place.path)]
        if place.repeat
        else [source.once(place.path).text]
        for place in places
    ]


def test_figures_stand_with_what_they_are_held_against(closed):
    sales = house().metrics["store_sales"].label.zh
    texts = said(SYSTEM, "周", "周一", sales, f"{sales}.上周", "门店.门店名称", f"门店.{sales}")
    assert texts[0] == ["2026-W47"] and texts[1] == ["2026-11-16"]
    assert texts[2] == ["¥2,100"] and len(texts[3]) == 1
    assert texts[4] == ["锦江一店"] and texts[5] == ["¥2,100"]


def test_every_figure_has_a_line_and_an_area_its_own(closed):
    names, values, areas = said(SYSTEM, "指标.名称", "指标.本周", "门店管理.指标")
    assert len(names) == len(values) > 50 and house().metrics["store_sales"].label.zh in names
    assert set(areas) < set(names)


def test_a_shared_view_is_a_list_of_its_rows(closed):
    body = {"columns": [{"name": "name"}], "sort": ["name"], "filter": {"status": {"eq": "open"}}}
    made(DesignView, SYSTEM, record_type="store", name="在营门店", body=json.dumps(body))
    assert said(SYSTEM, "在营门店.门店名称", "在营门店.序号") == [["锦江一店"], ["1"]]
    reader = replace(SYSTEM, all_rights=False, grants={}, name="nobody")
    assert said(reader, "在营门店.门店名称", house().metrics["store_sales"].label.zh) == [
        ["（不可查看）"],
        ["（不可查看）"],
    ]


def test_what_is_not_known_is_not_guessed(closed):
    scheme = WeekScheme(SYSTEM)
    assert scheme.find("没有这个指标") is None and scheme.find("门店.没有") is None
    assert scheme.repeated("指标") == "figures" and scheme.repeated("门店") == "stores"
    assert house().metrics["store_sales"].label.zh in scheme.names()
