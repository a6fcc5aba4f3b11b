"""Targets that add up, store days that make sense, and commission tried out, approved by another and frozen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from models.kit.ask.groups import MARK, Groups
from models.kit.ask.query import Query
from models.kit.clock import days_of_month, week_of
from models.kit.write.edits import edit
from models.kit.write.notices import Notice
from models.organization import Store
from models.organization.opened import open_days, open_on
from models.quality.week import CHECKING, ChecksOwed, stores_that_check
from models.stores import (
    AREA,
    CommissionPlan,
    CommissionResult,
    CommissionStep,
    SalesTarget,
    StoreDay,
    simulate_commission,
)
from models.stores.commission import commission, ladder_of
from models.stores.day_targets import DayTarget
from models.stores.nightly import ask_for_days
from models.stores.selling import DaysMissing, TargetSince, month_to_date, of_week
from pages.todo import place_of
from tests.conftest import person
from tests.helpers.shop import change, delete, last_batch, night, put, refusal, said, take_back
from tests.helpers.steps import SYSTEM, notified, refused, take
from tests.helpers.stores_desk import Desk


@pytest.fixture
def desk(clock, stores) -> Desk:
    return Desk(stores)


def target(amount, month="2026-11", **more) -> int:
    return put(SalesTarget, month=month, amount=amount, **more)


def day(store, sales, on="2026-11-20", transactions=100, **more) -> int:
    return put(StoreDay, store=store, day=on, sales=sales, transactions=transactions, **more)


def answer(record, **values):
    return edit(record, [{"id": None, "set": values}], who=SYSTEM)


# Targets ----------------------------------------------------------------------------------------------------------------


def test_months_add_up_to_quarters_and_the_year_and_the_gap_says_when_not(desk):
    months = [target(100, f"2026-{month:02d}", store=desk.first) for month in range(1, 13)]
    quarter = target(330, "2026-04", span="quarter", store=desk.first)
    year = target(1200, "2026-01", span="year", store=desk.first)

    def sums(id: int) -> tuple:
        return SalesTarget.row(id).parts, SalesTarget.row(id).gap

    assert (sums(quarter), sums(year)) == ((300, 30), (1200, 0))
    change(SalesTarget, months[4], amount=130)
    assert (sums(quarter), sums(year)) == ((330, 0), (1230, -30))
    delete(SalesTarget, months[4])
    assert (sums(quarter), sums(year)) == ((200, 130), (1100, 100))


def test_targets_that_contain_each_other_have_no_total_and_those_of_one_level_do(desk):
    for store in (desk.first, desk.second):
        target(100, store=store)
    target(200)
    target(1200, "2026-01", span="year", store=desk.first)

    def total(**where):
        return Query(SalesTarget, SYSTEM, where).sums()["amount"]

    stores = {"store": {"empty": False}, "span": {"eq": "month"}}
    assert (total(), total(span={"eq": "month"}), total(month={"eq": "2026-11"})) == (None, None, None)
    assert total(**stores) == "200.00"
    third = target(50, "2026-10", store=desk.first)
    assert total(**stores) == "250.00"
    change(SalesTarget, third, span="quarter")
    assert (total(**stores), total(store={"empty": False})) == ("200.00", None)
    months = Groups(Query(SalesTarget, SYSTEM), ["span", "store"]).rows(0, 500)
    named = {tuple(line[MARK]["path"]): line["amount"] for line in months if MARK in line}
    assert named[("month",)] is None and named[("month", desk.first)] == "100.00"


def test_the_companys_month_is_held_against_its_stores(desk):
    whole = target(500)
    target(200, store=desk.first)
    target(250, store=desk.second)
    assert (SalesTarget.row(whole).parts, SalesTarget.row(whole).gap) == (450, 50)


def test_a_period_has_one_target_for_each_subject_the_company_too(desk):
    target(1)
    target(1, store=desk.first)
    assert "月度（门店、大客户负责人为空）的月份“2026-11”已存在" in said(answer(SalesTarget, month="2026-11", amount=2))
    assert "锦江一店 月度（大客户负责人为空）的月份“2026-11”已存在" in said(
        answer(SalesTarget, month="2026-11", amount=2, store=desk.first)
    )


def test_a_quarter_begins_with_its_first_month_and_a_target_has_one_subject(desk):
    assert "季度的第一个月" in said(answer(SalesTarget, month="2026-05", span="quarter", amount=1))
    assert "年度的第一个月" in said(answer(SalesTarget, month="2026-04", span="year", amount=1))
    assert "只属于" in said(answer(SalesTarget, month="2026-11", amount=1, store=desk.first, owner=desk.hong))


def test_what_was_sold_shows_in_the_targets_at_once(desk):
    mine, whole = target(1000, store=desk.first), target(4000)
    id = day(desk.first, 300)
    day(desk.second, 500)

    def reached(id: int) -> tuple:
        return SalesTarget.row(id).actual, SalesTarget.row(id).rate

    assert (reached(mine), reached(whole)) == ((300, 30), (800, 20))
    delete(StoreDay, id)
    assert (reached(mine), reached(whole)) == ((0, 0), (500, Decimal("12.5")))


# Store days -------------------------------------------------------------------------------------------------------------


def test_a_store_has_one_row_a_day_and_none_for_days_to_come(desk):
    id = day(desk.first, "1234.50", transactions=50)
    assert StoreDay.row(id).ticket == Decimal("24.69")
    assert "已存在" in said(answer(StoreDay, store=desk.first, day="2026-11-20", sales=1, transactions=1))
    assert "2026-11-24 还没到" in said(answer(StoreDay, store=desk.first, day="2026-11-24", sales=1, transactions=1))


def test_members_buy_no_more_than_everybody(desk):
    asked = {"store": desk.first, "day": "2026-11-20", "sales": 100, "transactions": 5}
    assert "会员销售额不能多于全部销售额" in said(answer(StoreDay, **asked, member_sales=101))
    assert "会员交易笔数不能多于全部交易笔数" in said(answer(StoreDay, **asked, member_transactions=6))


def test_stores_that_handed_in_nothing_are_asked_the_next_morning(desk):
    day(desk.first, 100, on="2026-11-22")
    night(ask_for_days, date(2026, 11, 23))
    assert notified() == [
        (desk.wu, "2026-11-22 的日销售还没填：武侯一店"),
        (f"store {desk.second}", "2026-11-22 的日销售还没填：武侯一店"),
        ("store_management", "2026-11-22 的日销售还没填：武侯一店"),
    ]
    manager, own, heads = Notice.select().order_by(Notice.id)
    assert manager.page == own.page == f"/r/store_day/new?store={desk.second}&day=2026-11-22"
    keeper, reader = person("Keeper", "store_manager", 9, store_id=desk.second), person("Bo", "viewer", 8)
    assert (place_of(own, {}, keeper), place_of(own, {}, reader)) == (own.page, "/t/store_day")
    assert place_of(heads, {}, keeper) == "/t/store_day"
    assert DaysMissing().value(week_of(date(2026, 11, 22))) == 13


def test_days_missed_while_the_server_stood_still_are_asked_for_once_and_together(desk):
    day(desk.second, 100, on="2026-11-18")
    day(desk.first, 100, on="2026-11-22")
    for on in range(19, 24):
        night(ask_for_days, date(2026, 11, on))
    assert {text for _, text in notified()} == {
        "2026-11-19 至 2026-11-22 的日销售还没填：武侯一店",
        "2026-11-22 的日销售还没填：武侯一店",
    }
    assert len(notified()) == 3, "the manager, the store and store management, once each"
    assert Notice.select().order_by(Notice.id).first().page.endswith("day=2026-11-19")


def test_the_weeks_target_is_the_months_share_by_days(desk):
    target(3000, "2026-11", store=desk.first)
    week = week_of(date(2026, 11, 18))
    assert TargetSince(of_week).value(week) == 700
    assert TargetSince(month_to_date).value(week) == 2200
    assert TargetSince(month_to_date).value(week_of(date(2026, 11, 23))) == 2200, "today is not in yet"


def test_where_a_month_is_broken_down_the_weeks_target_is_the_sum_of_its_days(desk):
    """Saturday and Sunday weigh more; the other store's month isn't broken down and goes by even days."""
    target(3000, "2026-11", store=desk.first)
    target(3000, "2026-11", store=desk.second)
    week = week_of(date(2026, 11, 18))
    assert TargetSince(of_week).per_store(week) == {desk.first: 700, desk.second: 700}
    for number in range(1, 31):
        put(DayTarget, store=desk.first, day=f"2026-11-{number:02}", amount=150 if number in (21, 22) else 90)
    assert TargetSince(of_week).per_store(week) == {desk.first: 5 * 90 + 2 * 150, desk.second: 700}
    assert TargetSince(month_to_date).per_store(week)[desk.first] == 20 * 90 + 2 * 150
    assert TargetSince(of_week).behind(week)[0] is SalesTarget, "as far as not all of it is of days"
    for number in range(1, 31):
        put(DayTarget, store=desk.second, day=f"2026-11-{number:02}", amount=100)
    record, narrowed = TargetSince(of_week).behind(week)
    assert record is DayTarget and Decimal(Query(record, SYSTEM, narrowed).sums()["amount"]) == 750 + 700
    change(Store, desk.first, status="closed", closed_on="2026-11-18")
    assert TargetSince(of_week).per_store(week)[desk.first] == 180, "Monday and Tuesday, while it was open"


def test_which_stores_were_open_is_the_same_asked_of_one_day_or_of_many(desk):
    dates = (None, "2026-11-01", "2026-11-03")
    states = [("open", None), ("suspended", None), *(("closed", closed) for closed in dates)]
    for at, (first, (status, last)) in enumerate((first, state) for first in dates for state in states):
        values = {"opened_on": first, "closed_on": last, "status": status, "kind": ("own", "online")[at % 2]}
        put(Store, code=f"D{at}", name=f"第{at}店", **values)
    days = [date(2026, 10, 30) + timedelta(days=at) for at in range(7)]
    expected = [
        (id, on)
        for on in days
        for (id,) in Store.select(Store.id).where(open_on(on), CHECKING).order_by(Store.id).tuples()
    ]
    assert open_days(days, CHECKING) == expected and len({id for id, _ in expected}) > 4
    assert open_days([], CHECKING) == []


def test_a_store_that_closed_in_the_week_owes_what_was_due_while_it_was_open(desk):
    target(3000, "2026-11", store=desk.first)
    change(Store, desk.first, status="closed", closed_on="2026-11-18")
    week = week_of(date(2026, 11, 18))
    assert TargetSince(of_week).value(week) == 200, "Monday and Tuesday"
    assert TargetSince(month_to_date).value(week) == 1700
    assert TargetSince(of_week).value(week_of(date(2026, 11, 25))) == 0
    assert set(stores_that_check(date(2026, 11, 17))) - set(stores_that_check(date(2026, 11, 18))) == {desk.first}
    assert ChecksOwed().per_store(week)[desk.first] == 2
    sold = {"store": desk.first, "sales": 1, "transactions": 1}
    assert "“锦江一店”2026-11-18 已退出，不能登记 2026-11-19 的日销售" in said(
        answer(StoreDay, **sold, day="2026-11-19")
    )
    assert answer(StoreDay, **sold, day="2026-11-18").state == "applied", "the last day's till"


def test_a_store_that_opened_in_the_month_is_to_sell_its_target_from_then_on(desk):
    target(1500, "2026-11", store=desk.first)
    change(Store, desk.first, opened_on="2026-11-16")
    assert TargetSince(of_week).value(week_of(date(2026, 11, 11))) == 0
    assert TargetSince(of_week).value(week_of(date(2026, 11, 18))) == 700
    assert TargetSince(of_week, to_date=False).value(days_of_month("2026-11")) == 1500


@pytest.mark.parametrize(
    ("sold", "shown"),
    [("799.90", "79.99"), ("799.99", "79.99"), ("999.95", "99.99"), ("800", "80"), ("-0.01", "-0.01")],
)
def test_what_was_reached_is_cut_and_never_rounded_up_to_an_edge(desk, sold, shown):
    id = plan()
    target(1000, store=desk.first)
    day(desk.first, sold)
    simulate(id)
    assert (result(desk.first).rate, SalesTarget.rows()[0].rate) == (Decimal(shown), Decimal(shown))
    assert bool(result(desk.first).amount) == (result(desk.first).rate >= 80)


def test_a_stores_sales_and_target_are_not_typed_over_in_its_commission(desk):
    id = plan()
    target(1000, store=desk.first)
    day(desk.first, 790)
    simulate(id)
    mine = result(desk.first).id
    assert "取自日销售（790.00 元），不能改写" in said(change(CommissionResult, mine, actual=900))
    assert "取自销售指标（1000.00 元）" in said(change(CommissionResult, mine, target=900))
    assert (result(desk.first).amount, result(desk.first).actual) == (0, 790)


def test_a_store_manager_enters_days_of_the_own_store_only(desk):
    values = {"day": "2026-11-20", "sales": 100, "transactions": 5}
    assert edit(StoreDay, [{"id": None, "set": {**values, "store": desk.second}}], who=desk.manager).state == "refused"
    assert edit(StoreDay, [{"id": None, "set": values}], who=desk.manager).rows[0]["store"]["id"] == desk.first


# Commission -------------------------------------------------------------------------------------------------------------


def plan(mode="whole", release=True, **more) -> int:
    """1 % from 80 % of the target, 2 % from 100 %, 3 % from 120 %; nothing counts beyond 150 %."""
    id = put(CommissionPlan, name=f"方案{CommissionPlan.select().count()}", mode=mode, **more)
    for low, high, percent in ((80, 100, 1), (100, 120, 2), (120, None, 3)):
        put(CommissionStep, plan=id, from_rate=low, to_rate=high, percent=percent)
    if release:
        take("commission_plan_release", id)
    return id


@pytest.mark.parametrize(
    ("mode", "actual", "pays"),
    [
        ("whole", 799, 0),
        ("whole", 800, 8),
        ("whole", 999, "9.99"),
        ("whole", 1000, 20),
        ("whole", 1200, 36),
        ("whole", 2000, 45),
        ("slices", 799, 0),
        ("slices", 900, 1),
        ("slices", 1100, 4),
        ("slices", 1300, 9),
        ("slices", 2000, 15),
        ("whole", -50, 0),
    ],
)
def test_the_ladder_pays_by_the_step_or_by_slices_with_floor_and_cap(desk, mode, actual, pays):
    id = plan(mode)
    assert commission(CommissionPlan.row(id), ladder_of(id), Decimal(1000), Decimal(actual)) == Decimal(pays)


def test_nothing_is_earned_without_a_target(desk):
    id = plan()
    assert commission(CommissionPlan.row(id), ladder_of(id), Decimal(0), Decimal(500)) == 0


def test_a_ladder_is_sound_before_it_is_released_and_stands_afterwards(desk):
    id = put(CommissionPlan, name="空")
    assert "至少要有一档" in refused("commission_plan_release", id)
    step = put(CommissionStep, plan=id, from_rate=80, to_rate=70, percent=1)
    assert "上限要大于下限" in refused("commission_plan_release", id)
    change(CommissionStep, step, to_rate=100)
    other = put(CommissionStep, plan=id, from_rate=90, percent=2)
    assert "与前一档重叠" in refused("commission_plan_release", id)
    change(CommissionStep, other, from_rate=100)
    change(CommissionPlan, id, cap_rate=70)
    assert "封顶完成率要大于起提完成率" in refused("commission_plan_release", id)
    change(CommissionPlan, id, cap_rate=150)
    take("commission_plan_release", id)
    assert "不能再改" in said(change(CommissionStep, step, percent=5))
    assert "不能再改" in said(change(CommissionPlan, id, mode="slices"))


def simulate(id: int, month="2026-11") -> str:
    return simulate_commission(id, month=month, who=SYSTEM).zh


def result(store: int):
    return CommissionResult.rows(CommissionResult.store == store)[0]


def test_a_plan_is_tried_out_on_targets_and_sales_and_again_when_they_move(desk):
    id = plan()
    assert "没有门店的月度指标" in refusal(simulate_commission, id, month="2026-11")
    target(1000, store=desk.first)
    target(1000, store=desk.second)
    day(desk.first, 1100)
    assert simulate(id) == "已试算 2 条，合计 22.00 元"
    assert (result(desk.first).rate, result(desk.first).amount, result(desk.second).amount) == (110, 22, 0)
    day(desk.second, 900)
    assert simulate(id) == "已试算 2 条，合计 31.00 元"
    assert CommissionResult.select().count() == 2


def test_only_a_plan_in_force_is_tried_out(desk):
    id = plan(release=False)
    assert "先启用再试算" in refusal(simulate_commission, id, month="2026-11")


def test_approved_commission_is_frozen(desk):
    id = plan()
    target(1000, store=desk.first)
    day(desk.first, 1100)
    simulate(id)
    mine = result(desk.first).id
    take("commission_result_approve", mine, desk.boss)
    sold = StoreDay.rows()[0].id
    change(StoreDay, sold, sales=2000)
    assert simulate(id) == "已试算 0 条，合计 0 元；另有 1 条已批准，没有改动"
    assert "不能再改" in said(change(CommissionResult, mine, adjustment=5, adjusted_why="退货"))
    assert "不能再改" in said(delete(CommissionResult, mine))
    assert (result(desk.first).amount, result(desk.first).state) == (22, "approved")
    take("commission_result_pay", mine, desk.boss)


def test_what_was_sold_since_it_was_tried_out_is_tried_out_again_before_it_is_approved(desk):
    id = plan()
    aim = target(1000, store=desk.first)
    sold = day(desk.first, 1100)
    simulate(id)
    change(StoreDay, sold, sales=1000)
    mine = result(desk.first).id
    name = Store.title_of(desk.first)
    assert refused("commission_result_approve", mine, desk.boss) == (
        f"{name} 2026-11 的日销售现在是 1000.00 元，试算时是 1100.00 元，不能按原来的批准；请重新试算后再批准"
    )
    simulate(id)
    change(SalesTarget, aim, amount=900)
    assert f"{name} 2026-11 的销售指标现在是 900.00 元，试算时是 1000.00 元" in refused(
        "commission_result_approve", mine, desk.boss
    )
    simulate(id)
    take("commission_result_approve", mine, desk.boss)


def test_whoever_tried_it_out_or_is_paid_does_not_approve(desk):
    id = plan()
    target(1000, store=desk.first)
    day(desk.first, 1100)
    simulate_commission(id, month="2026-11", who=desk.boss)
    assert "这条记录是你登记的" in refused("commission_result_approve", result(desk.first).id, desk.boss)
    assert refused("commission_result_approve", result(desk.first).id, desk.manager)
    take("commission_result_approve", result(desk.first).id, desk.inspector)


def test_an_adjustment_says_why_and_is_paid_with_the_rest(desk):
    id = plan()
    target(1000, store=desk.first)
    day(desk.first, 1100)
    simulate(id)
    mine = result(desk.first).id
    assert "有调整就要写调整说明" in said(change(CommissionResult, mine, adjustment="-2"))
    change(CommissionResult, mine, adjustment="-2", adjusted_why="上月退货")
    assert result(desk.first).payable == 20


def test_employees_are_paid_on_their_own_targets_and_what_is_entered_for_them(desk):
    id = plan(paid_to="employee")
    target(1000, owner=desk.hong)
    simulate(id)
    mine = CommissionResult.rows(CommissionResult.employee == desk.hong)[0].id
    change(CommissionResult, mine, actual=1200)
    assert CommissionResult.row(mine).amount == 36
    assert "的指标取自销售指标（1000.00 元），不能在这里改写" in said(change(CommissionResult, mine, target=800))
    simulate(id)
    assert CommissionResult.row(mine).amount == 36, "what was entered stays"


def test_approval_can_be_taken_back(desk):
    id = plan()
    target(1000, store=desk.first)
    simulate(id)
    take("commission_result_approve", result(desk.first).id, desk.boss)
    assert take_back(last_batch()).state == "applied"
    assert result(desk.first).state == "simulated"


def test_the_weeks_sales_are_had_per_store_and_lead_to_their_rows(desk):
    day(desk.first, 700, on="2026-11-18")
    day(desk.second, 300, on="2026-11-16")
    sales = next(metric for metric in AREA.metrics if metric.name == "store_sales")
    week = week_of(date(2026, 11, 18))
    assert (sales.value(week), sales.per_store(week)) == (1000, {desk.first: 700, desk.second: 300})
    record, wanted = sales.behind(week)
    assert Query(record, SYSTEM, wanted).count() == 2


def test_every_figure_and_chart_of_the_area_can_be_counted(desk):
    week = week_of(date(2026, 11, 18))
    for metric in AREA.metrics:
        metric.value(week), metric.aim(week), metric.per_store(week)
        if rows := metric.behind(week):
            Query(rows[0], SYSTEM, rows[1]).count()
    for chart in AREA.charts:
        drawn = chart.fn(week)
        assert all(len(numbers) == len(drawn["x"]) for _, numbers in drawn["series"])
