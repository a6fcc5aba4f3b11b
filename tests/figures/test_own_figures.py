"""Own figures, made in the browser, on rows laid out by hand; the week is 16 to 22 November 2026."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from models import house
from models.design import DesignColumn, OwnMetric
from models.kit.clock import Week
from models.kit.server.database import handle
from models.kit.server.standing import house_if_any, stand
from models.members import Member, Purchase
from models.organization import Store
from models.service import Complaint
from models.stores import StoreDay
from tests.figures.filling import Filling
from tests.figures.naive import naive, table
from tests.figures.plain import ids_behind, lay
from tests.figures.world import LAST, opened
from tests.helpers.chance import random_for
from tests.helpers.door import made
from tests.helpers.shop import SYSTEM


def own(**said) -> str:
    """A figure as a person makes it; filters are the grid's own. Returns its name."""
    for name in ("narrowed", "part"):
        if name in said:
            said[name] = json.dumps(said[name], ensure_ascii=False)
    return OwnMetric.row(made(OwnMetric, SYSTEM, **said)).name


SOLD = {"record_type": "store_day", "day": "day", "place": "store"}
HEARD = {"record_type": "complaint", "day": "received_at", "place": "store"}
BOUGHT = {"record_type": "purchase", "day": "purchased_at", "place": "member.home_store"}
RANDOM = (
    {"zh": "甲", "en": "days", "figure": "count", **SOLD},
    {
        "zh": "乙",
        "en": "sales in all",
        "figure": "sum",
        "amount": "sales",
        "narrowed": {"transactions": {"ge": 2}},
        **SOLD,
    },
    {"zh": "丙", "en": "mean", "figure": "mean", "amount": "sales", **SOLD},
    {
        "zh": "丁",
        "en": "share",
        "figure": "share",
        "narrowed": {
            "and": [{"sales": {"empty": False}}, {"or": [{"transactions": {"gt": 1}}, {"sales": {"lt": 900}}]}]
        },
        "part": {"or": [{"transactions": {"ge": 7}}, {"sales": {"gt": 300}}]},
        **SOLD,
    },
    {"zh": "戊", "en": "heard", "figure": "count", "narrowed": {"state": {"not_in": ["closed"]}}, **HEARD},
    {"zh": "己", "en": "bought", "figure": "sum", "amount": "amount", "unit": "money", **BOUGHT},
    {"zh": "庚", "en": "by member", "figure": "count", "each": "member", **BOUGHT},
    {"zh": "辛", "en": "per day", "figure": "ratio", "above": "own_sales_in_all", "below": "own_days", "unit": "money"},
    {"zh": "壬", "en": "heard per bought", "figure": "ratio", "above": "own_heard", "below": "own_by_member"},
)

EXPECTED = {
    "own_busy_days": 3,
    "own_takings": Decimal("450.00"),
    "own_per_day": Decimal("150.00"),
    "own_large_share": Decimal("66.67"),
    "own_share_of_takings": Decimal("77.78"),
    "own_per_sale": Decimal("20.45"),
    "own_tens": Decimal("45.00"),
}
STORES = {
    "own_busy_days": {1: 2, 2: 1},
    "own_takings": {1: Decimal("350.00"), 2: Decimal("100.00")},
    "own_per_day": {1: Decimal("175.00"), 2: Decimal("100.00")},
    "own_large_share": {1: Decimal("50.00"), 2: Decimal("100.00")},
    "own_share_of_takings": {1: Decimal("71.43"), 2: Decimal("100.00")},
    "own_per_sale": {1: Decimal("17.50"), 2: Decimal("50.00")},
    "own_tens": {1: Decimal("35.00"), 2: Decimal("10.00")},
}
BEHIND = {
    "own_busy_days": [1, 2, 3],
    "own_takings": [1, 2, 3],
    "own_per_day": [1, 2, 3],
    "own_large_share": [1, 3],
    "own_share_of_takings": [1, 3],
    "own_per_sale": [1, 2, 3],
    "own_tens": [1, 2, 3],
}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    before = house_if_any()
    with opened(fresh, tmp_path_factory.mktemp("own")):
        lay(Store, "code name", (1, "S1", "锦江一店"), (2, "S2", "武侯一店"))
        lay(
            StoreDay,
            "store day sales transactions",
            (1, 1, "2026-11-16", 250, 10),
            (2, 1, "2026-11-22", 100, 10),
            (3, 2, "2026-11-18", 100, 2),
            (4, 1, "2026-11-15", 999, 9),  # the Sunday before
            (5, 2, "2026-11-23", 999, 9),  # the Monday after
        )
        made(
            DesignColumn,
            SYSTEM,
            record_type="store_day",
            zh="十分之一",
            en="A tenth",
            name="tenth",
            kind="formula",
            formula="=[sales]/10",
        )
        store_day = {"record_type": "store_day", "day": "日期", "place": "门店"}
        own(zh="营业天数", en="busy days", figure="count", **store_day)
        own(zh="营业额", en="takings", figure="sum", amount="sales", **store_day)
        own(zh="日均营业额", en="per day", figure="mean", amount="sales", **store_day)
        large = {"or": [{"sales": {"ge": 200}}, {"store": {"eq": 2}}]}
        own(zh="大单天数占比", en="large share", figure="share", part=large, **store_day)
        own(zh="大单金额占比", en="share of takings", figure="share", amount="sales", part=large, **store_day)
        made(
            OwnMetric,
            SYSTEM,
            zh="交易笔数甲",
            en="sales made",
            figure="sum",
            amount="transactions",
            name="own_sales",
            **store_day,
        )
        own(zh="自建客单价", en="per sale", figure="ratio", above="own_takings", below="own_sales", unit="money")
        own(zh="十分之一合计", en="tens", figure="sum", amount="tenth", **store_day)
        yield
    stand(before)


def mine() -> dict:
    return {name: house().metrics[name] for name in EXPECTED}


def test_the_company_s_figures_are_what_was_worked_out_by_hand(world):
    assert {name: metric.value(LAST) for name, metric in mine().items()} == EXPECTED


def test_each_store_has_its_part(world):
    assert {name: metric.per_store(LAST) for name, metric in mine().items()} == STORES


def test_a_click_opens_exactly_the_rows_that_were_counted(world):
    assert {name: ids_behind(metric, LAST) for name, metric in mine().items()} == BEHIND


@pytest.mark.parametrize("monday", ["2026-11-16", "2026-12-28"])
def test_over_random_rows_they_are_what_whole_tables_in_pandas_come_to(fresh, tmp_path, monday):
    before, week = house_if_any(), Week(date.fromisoformat(monday))
    with opened(fresh, tmp_path, at="2027-01-04 10:00"):
        with handle.atomic():
            filling = Filling(week, random_for("own figures", monday))
            for record in (StoreDay, Complaint, Purchase):
                filling.fill(record)
        for said in RANDOM:
            own(since="2026-01-05", **said)
        mine = {row.name: house().metrics[row.name] for row in OwnMetric.rows()}
        ours = {name: (metric.value(week), metric.per_store(week)) for name, metric in mine.items()}
        assert ours == {name: naive(metric.fn, week) for name, metric in mine.items()}
        assert len(ours) == len(RANDOM) and sum(bool(value) for value, _ in ours.values()) * 2 > len(ours)
        apart = house().metrics["own_by_member"].apart
        rows = [
            row
            for row in table(Purchase).to_dict("records")
            if str(week.first) <= row["purchased_at day"] <= str(week.last)
        ]
        assert apart[0] is Member and apart[1].per_store(week) == Counter(row["member_id"] for row in rows)
    stand(before)
