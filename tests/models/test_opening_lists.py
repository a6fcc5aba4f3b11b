"""The lists a store is opened with: copied, dated, counted, a gate before the opening; the first seven days and the hand-over."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.organization import Employee, Store
from models.stores import OpeningDay, OpeningItem, OpeningTemplateItem, StoreDay, StoreOpening
from models.stores.templates import OpeningTemplate
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, put, said
from tests.helpers.steps import hire, refused, take


@pytest.fixture
def site(clock, db):
    """A store prepared on Monday 2 November 2026 for Monday the 16th, with one thing on each list."""
    clock("2026-11-02 10:00")
    template = put(OpeningTemplate, name="标准")
    for kind, text, qty, days, required in (
        ("goods", "保健食品", 60, 5, True),
        ("staff", "店员", 2, 10, True),
        ("equipment", "电子秤", 1, 3, False),
        ("handover", "钥匙", 1, -5, True),
    ):
        put(OpeningTemplateItem, template=template, kind=kind, text=text, qty=qty, days_before=days, required=required)
    store = put(Store, code="N1", name="新店", status="preparing")
    return put(StoreOpening, name="新店筹备", store=store, template=template, opening_on="2026-11-16")


def item(text: str):
    return next(row for row in OpeningItem.rows() if row.text == text)


def store_of(site: int) -> int:
    return StoreOpening.row(site).store


def open_it(site: int, clock) -> None:
    hire("甲", "E1", store=store_of(site), position="店员")
    hire("乙", "E2", store=store_of(site), position="店员")
    change(OpeningItem, item("保健食品").id, actual=60)
    for text in ("保健食品", "店员"):
        take("opening_item_ready", item(text).id)
    take("store_opening_allow", site)
    clock("2026-11-16 09:00")
    take("store_opening_open", site)


def test_the_template_s_lists_come_with_their_days_and_move_with_the_opening(site):
    """Working days: five before Monday 16 November is Monday the 9th."""
    assert [(row.text, row.qty, row.gap, row.state) for row in OpeningItem.rows(order=OpeningItem.id)] == [
        ("保健食品", 60, 60, "open"),
        ("店员", 2, 2, "open"),
        ("电子秤", 1, 1, "open"),
        ("钥匙", 1, 1, "open"),
    ]
    assert item("保健食品").due_on == date(2026, 11, 9)
    change(StoreOpening, site, opening_on="2026-11-23")
    assert item("保健食品").due_on == date(2026, 11, 16)


def test_staff_are_counted_by_position_and_not_typed(site):
    first = hire("甲", "E1", store=store_of(site), position="店员")
    assert (item("店员").actual, item("店员").gap) == (1, 1)
    why = "“店员”的到岗人数按员工资料统计，不能手填"
    assert said(change(OpeningItem, item("店员").id, actual=2)) == why
    assert refused("opening_item_ready", item("店员").id) == "“店员”计划 2，实际 1，还没齐"
    change(Employee, first, position="店长")
    assert (item("店员").actual, item("店员").gap) == (0, 2)


def test_a_store_without_what_it_must_have_is_not_ready_unless_somebody_answers_for_it(site):
    assert refused("store_opening_allow", site) == "开业清单还有 2 项必备的没齐：保健食品、店员"
    change(OpeningItem, item("保健食品").id, actual=40)
    assert refused("opening_item_ready", item("保健食品").id) == "“保健食品”计划 60，实际 40，还没齐"
    take("opening_item_accept", item("保健食品").id, reason="周三补齐")
    take("opening_item_accept", item("店员").id, reason="借调")
    take("store_opening_allow", site)
    assert StoreOpening.row(site).state == "ready"


def test_the_first_seven_days_take_their_sales_from_what_the_store_hands_in(site, clock):
    """8,000 of 10,000 on the first day; corrected to 9,000."""
    open_it(site, clock)
    days = OpeningDay.rows(order=OpeningDay.number)
    assert [row.day.day for row in days] == [16, 17, 18, 19, 20, 21, 22]
    change(OpeningDay, days[0].id, target=10000)
    handed = put(StoreDay, store=store_of(site), day="2026-11-16", sales=8000, transactions=80, new_members=30)
    row = OpeningDay.row(days[0].id)
    assert (row.sales, row.rate, row.transactions, row.new_members) == (8000, 80, 80, 30)
    change(StoreDay, handed, sales=9000)
    assert OpeningDay.row(days[0].id).rate == Decimal(90)
    take("opening_day_fill", days[0].id, problem="无")
    assert refused("opening_day_fill", days[1].id, problem="无") == "2026-11-17 还没到，不能填"


def test_it_is_handed_over_once_all_is_done_signed_by_who_takes_it_and_reviewed_after_that(site, clock):
    open_it(site, clock)
    chen = hire("陈明", "E3", store=store_of(site), position="店长")
    assert refused("store_opening_hand_over", site, handed_to=chen) == "移交清单还有 1 项没有完成：钥匙"
    change(OpeningItem, item("钥匙").id, actual=1)
    take("opening_item_ready", item("钥匙").id)
    assert refused("store_opening_hand_over", site, handed_to=chen) == "开业首周还有 7 天没有填"
    clock("2026-11-23 09:00")
    for row in OpeningDay.rows():
        take("opening_day_fill", row.id, problem="无")
    assert refused("store_opening_sign", site) == "还没有移交，不能签收"
    take("store_opening_hand_over", site, handed_to=chen)
    assert refused("store_opening_sign", site, who=SYSTEM) == "移交要由接收人 陈明 本人签收"
    assert refused("store_opening_review", site, review="顺利") == "移交清单还没有签收，不能复盘"
    manager = replace(person("Chen", "store_manager", 5, store_id=store_of(site)), employee_id=chen)
    take("store_opening_sign", site, who=manager)
    take("store_opening_review", site, review="顺利")
    assert StoreOpening.row(site).signed_on == date(2026, 11, 23)
