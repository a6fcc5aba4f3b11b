"""Promotions: agreed to by somebody else, running by their dates, warned of clashes, and held against ordinary days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from models import house
from models.kit import changes, system
from models.kit.ask.query import Query
from models.kit.clock import Week
from models.kit.write.acting import act
from models.kit.write.notices import Notice
from models.organization import Employee, Product, Store
from models.promotions import (
    AREA,
    CompetitorNote,
    Festival,
    Promotion,
    PromotionProduct,
    PromotionResult,
    PromotionStore,
    PromotionTask,
    nightly,
)
from models.promotions.baseline import Sold, baseline, usual
from models.promotions.results import take_sales
from models.promotions.running import move_on
from models.stores import StoreDay
from tests.conftest import person
from tests.helpers.door import change as by
from tests.helpers.door import made, new
from tests.helpers.photos import photo
from tests.helpers.shop import SYSTEM, change, delete, put, said

TERMS = {"mechanics": "全场 8 折", "budget": 1000, "target_sales": 20000}


@pytest.fixture
def desk(clock, stores):
    """Monday 23 November; two stores; a product that costs 40 and sells for 100."""
    put(Product, sku="P1", name="蛋白粉", list_price=100, cost=40)
    return stores


@pytest.fixture
def author(db):
    return person("Lin", "store_management", 120)


@pytest.fixture
def manager(db):
    return person("Mei", "operations_manager", 110)


@pytest.fixture
def product(desk):
    return Product.rows()[0].id


def plan(starts="2026-12-01", ends="2026-12-07", name="冬季促销", **more) -> int:
    return put(Promotion, **{"name": name, "starts_on": starts, "ends_on": ends, **TERMS, **more})


def step(id: int, name: str, who=SYSTEM, record="promotion", **answers):
    return act(house().actions[f"{record}_{name}"], who=who, id=id, answers=answers)


def agreed(id: int) -> int:
    for name in ("submit", "approve"):
        done = step(id, name)
        assert done.state == "applied", said(done)
    return id


def state(id: int) -> str:
    return Promotion.row(id).state


def night(day: str) -> int:
    with changes(who=system("night"), via="job") as c:
        return move_on(c, date.fromisoformat(day))


# Approval ----------------------------------------------------------------------------------------------------------------


def test_a_promotion_is_agreed_to_by_somebody_other_than_its_author(desk, author, manager):
    id = made(Promotion, author, name="冬季促销", starts_on="2026-12-01", ends_on="2026-12-07", **TERMS)
    assert step(id, "submit", author).state == "applied"
    assert "另一个人" in said(step(id, "approve", author))
    assert step(id, "approve", manager).state == "applied" and state(id) == "approved"


def test_nor_by_its_owner(desk, manager):
    owner = put(Employee, staff_no="Y1", name="经理")
    id = plan(owner=owner)
    step(id, "submit")
    assert "负责人" in said(step(id, "approve", person("Mei", "operations_manager", 111, employee_id=owner)))


def test_whoever_may_not_approve_approves_nothing(desk, ann, chen):
    id = plan()
    step(id, "submit")
    assert {step(id, "approve", who).state for who in (ann, chen)} == {"refused"}


def test_terms_are_complete_before_they_are_submitted(desk):
    id = plan(mechanics=None, budget=None)
    assert said(step(id, "submit")) == "请先填写促销内容、费用预算，再提交审批"


def test_what_is_over_is_not_submitted(desk):
    assert "已过" in said(step(plan("2026-11-01", "2026-11-22"), "submit"))


def test_a_period_runs_forward(desk):
    answer = new(Promotion, SYSTEM, {"name": "x", "starts_on": "2026-12-07", "ends_on": "2026-12-01"})
    assert said(answer) == "结束日期不能早于开始日期"


def test_sending_back_wants_a_reason_and_tells_the_owner(desk):
    owner = put(Employee, staff_no="Y1", name="林")
    id = plan(owner=owner)
    step(id, "submit")
    assert "原因" in said(step(id, "send_back"))
    assert step(id, "send_back", reason="预算太高").state == "applied" and state(id) == "draft"
    assert "促销“冬季促销”被退回：预算太高" in [
        notice.text_zh for notice in Notice.select().where(Notice.employee_id == owner)
    ]


@pytest.mark.parametrize("terms", [{"budget": 5000}, {"ends_on": "2026-12-20"}, {"mechanics": "5 折"}])
def test_changed_terms_wait_for_approval_again(desk, terms):
    id = agreed(plan())
    change(Promotion, id, **terms)
    assert state(id) == "submitted"
    assert any("退回待审" in notice.text_zh for notice in Notice.select())


def test_so_do_other_stores_and_products(desk, product):
    id = agreed(plan())
    put(PromotionStore, promotion=id, store=desk["锦江一店"])
    assert state(id) == "submitted"
    step(id, "approve")
    line = put(PromotionProduct, promotion=id, product=product, price=90)
    assert state(id) == "submitted"
    step(id, "approve")
    delete(PromotionProduct, line)
    assert state(id) == "submitted"


def test_a_remark_that_is_no_term_leaves_it_agreed(desk):
    id = agreed(plan())
    change(Promotion, id, name="冬季大促")
    assert state(id) == "approved"


def test_what_is_over_keeps_its_stores(desk):
    id = agreed(plan("2026-11-23", "2026-11-24"))
    night("2026-11-25")
    assert (
        said(new(PromotionStore, SYSTEM, {"promotion": id, "store": desk["锦江一店"]}))
        == "“冬季促销”已结束，不能再改商品和门店"
    )


# Prices below cost -------------------------------------------------------------------------------------------------------


def test_a_price_below_cost_needs_a_word_and_the_operations_manager(desk, product, author, manager):
    id = plan()
    put(PromotionProduct, promotion=id, product=product, price=39)
    assert Promotion.row(id).below_cost
    assert "低于成本说明" in said(step(id, "submit"))
    change(Promotion, id, below_cost_reason="临期清货")
    step(id, "submit")
    assert "须由运营经理审批" in said(step(id, "approve", author))
    assert step(id, "approve", manager).state == "applied"


def test_a_price_raised_to_cost_is_an_ordinary_one(desk, product):
    id = plan()
    line = put(PromotionProduct, promotion=id, product=product, price=39)
    change(PromotionProduct, line, price=40)
    assert not Promotion.row(id).below_cost


# By the dates ------------------------------------------------------------------------------------------------------------


def test_what_is_agreed_runs_and_ends_by_its_dates(desk):
    id, waiting = agreed(plan()), plan(name="没批的")
    assert night("2026-11-30") == 0
    assert night("2026-12-01") == 1 and (state(id), state(waiting)) == ("running", "draft")
    assert night("2026-12-07") == 0
    assert night("2026-12-08") == 1 and state(id) == "finished"
    assert night("2026-12-08") == 0


def test_a_promotion_that_starts_today_runs_once_it_is_agreed_to(desk):
    assert state(agreed(plan("2026-11-23", "2026-11-30"))) == "running"


def test_days_the_server_slept_through_are_made_up(desk):
    id = agreed(plan())
    night("2026-12-20")
    assert state(id) == "finished"


def test_a_review_wants_conclusions(desk):
    id = agreed(plan("2026-11-23", "2026-11-24"))
    night("2026-11-25")
    assert "复盘结论" in said(step(id, "review"))
    change(Promotion, id, conclusions="满减好于折扣")
    assert step(id, "review").state == "applied"


# Clashes -----------------------------------------------------------------------------------------------------------------


def test_two_promotions_on_one_shelf_are_said_and_not_forbidden(desk, product):
    first, second = plan(name="甲"), plan("2026-12-07", "2026-12-10", name="乙")
    assert (Promotion.row(first).clashes, Promotion.row(second).clashes) == ("乙（2 家店）", "甲（2 家店）")
    assert step(second, "submit").text.zh == "请注意撞期：甲（2 家店）"


def test_other_days_other_stores_or_other_products_do_not_clash(desk, product):
    other = put(Product, sku="P2", name="鱼油")
    days, stores, goods = plan(name="甲"), plan(name="乙"), plan(name="丙")
    change(Promotion, days, starts_on="2026-12-08", ends_on="2026-12-09")
    put(PromotionStore, promotion=stores, store=desk["锦江一店"])
    put(PromotionStore, promotion=goods, store=desk["武侯一店"])
    assert {Promotion.row(id).clashes for id in (days, stores, goods)} == {None}
    put(PromotionStore, promotion=goods, store=desk["锦江一店"])
    assert Promotion.row(goods).clashes == "乙（1 家店）"
    put(PromotionProduct, promotion=goods, product=product)
    line = put(PromotionProduct, promotion=stores, product=other)
    assert Promotion.row(goods).clashes is None
    delete(PromotionProduct, line)
    assert Promotion.row(goods).clashes == "乙（1 家店）"


def test_online_and_in_the_stores_do_not_meet(desk):
    put(Store, code="N1", name="天猫店", kind="online")
    first, second = plan(name="甲"), plan(name="乙", channel="online")
    assert Promotion.row(first).clashes is None
    change(Promotion, second, channel="both")
    assert Promotion.row(first).clashes == "乙（2 家店）"


def test_a_cancelled_promotion_clashes_no_more(desk):
    first, second = plan(name="甲"), plan(name="乙")
    assert step(second, "cancel", reason="不做了").state == "applied"
    assert Promotion.row(first).clashes is None


# Baseline, uplift, return ------------------------------------------------------------------------------------------------


def days(first: str, *amounts: int, weeks: int = 1) -> dict[date, Sold]:
    start = date.fromisoformat(first)
    return {start + timedelta(days=at): Sold(Decimal(amount), 2, 1) for at, amount in enumerate(amounts * weeks)}


WEEK = (100, 100, 100, 100, 100, 200, 300)  # a thousand, most of it at the weekend
BEFORE = "2026-11-02"  # the Monday four weeks before 30 November


def test_a_weekday_is_held_against_its_own_kind(desk):
    four = days(BEFORE, *WEEK, weeks=4)
    assert baseline(four, date(2026, 11, 30), date(2026, 12, 6)) == 1000
    assert baseline(four, date(2026, 12, 5), date(2026, 12, 6)) == 500


def test_days_of_promotions_and_festivals_are_no_ordinary_days(desk):
    four = days(BEFORE, *WEEK, weeks=4)
    four[date(2026, 11, 11)] = Sold(Decimal(9000))
    assert usual(four, date(2026, 11, 30), {date(2026, 11, 11)})[2] == 100
    assert usual(four, date(2026, 11, 30))[2] == Decimal(2325)


def test_a_weekday_without_an_ordinary_day_stands_at_the_mean(desk):
    four = days(BEFORE, *WEEK, weeks=4)
    sundays = {date(2026, 11, 8) + timedelta(days=7 * at) for at in range(4)}
    assert usual(four, date(2026, 11, 30), sundays)[6].quantize(Decimal("0.01")) == Decimal("116.67")


def test_without_any_day_nothing_is_claimed(desk):
    assert baseline({}, date(2026, 11, 30), date(2026, 12, 6)) is None


def take(id: int, daily: dict, through: str = "2026-12-06") -> int:
    with changes(who=system("night"), via="job") as c:
        return take_sales(c, id, daily, date.fromisoformat(through))


@pytest.fixture
def ran(desk, product):
    """A week's promotion of the protein in the first store: 1,500 instead of 1,000."""
    id = plan("2026-11-30", "2026-12-06")
    put(PromotionStore, promotion=id, store=desk["锦江一店"])
    put(PromotionProduct, promotion=id, product=product, price=90)
    agreed(id)
    night("2026-12-01")
    sold = days(BEFORE, *WEEK, weeks=4) | days("2026-11-30", 150, 150, 150, 150, 150, 300, 450)
    other = days(BEFORE, *WEEK, weeks=4) | days("2026-11-30", 110, 110, 110, 110, 110, 220, 330)
    take(id, {desk["锦江一店"]: sold, desk["武侯一店"]: other})
    return id


def result(id: int):
    return PromotionResult.rows(PromotionResult.promotion == id)[0]


def test_sales_are_held_against_the_ordinary_days_and_the_other_stores(ran):
    row = result(ran)
    assert PromotionResult.select().count() == 1
    assert (row.sales, row.baseline, row.uplift, row.uplift_rate, row.others) == (1500, 1000, 500, 50, 10)
    assert (row.transactions, row.new_members, row.ended_on, row.basis) == (14, 7, date(2026, 12, 6), "ordinary")


def test_roi_is_what_the_extra_gross_profit_leaves_after_the_cost(ran):
    change(PromotionResult, result(ran).id, discounts=100, media=20, labour=30)
    row = result(ran)
    assert (row.margin, row.gross_profit, row.cost, row.roi) == (60, 300, 150, 1)
    change(PromotionResult, row.id, gifts=450)
    assert result(ran).roi == Decimal("-0.5")
    assert (Promotion.row(ran).sales, Promotion.row(ran).cost) == (1500, 600)


def test_a_margin_that_is_emptied_is_that_of_the_products_again(ran):
    before = result(ran)
    change(PromotionResult, before.id, margin=12)
    assert result(ran).gross_profit != before.gross_profit
    change(PromotionResult, before.id, margin=None)
    assert (result(ran).margin, result(ran).gross_profit) == (before.margin, before.gross_profit)


def test_without_cost_there_is_no_return(ran):
    assert result(ran).roi is None


def test_taking_the_sales_again_renews_them_and_keeps_what_was_entered(ran, desk):
    change(PromotionResult, result(ran).id, media=100)
    sold = days(BEFORE, *WEEK, weeks=4) | days("2026-11-30", *WEEK)
    take(ran, {desk["锦江一店"]: sold})
    row = result(ran)
    assert (row.sales, row.uplift, row.cost, PromotionResult.select().count()) == (1000, 0, 100, 1)


def test_two_weeks_after_show_whether_sales_were_only_pulled_forward(ran, desk):
    sold = (
        days(BEFORE, *WEEK, weeks=4)
        | days("2026-11-30", *WEEK)
        | days("2026-12-07", *(50, 50, 50, 50, 50, 100, 150), weeks=2)
    )
    take(ran, {desk["锦江一店"]: sold}, "2026-12-19")
    assert result(ran).after is None
    take(ran, {desk["锦江一店"]: sold}, "2026-12-20")
    assert result(ran).after == -50


def test_the_weeks_after_leave_out_other_promotions_and_festivals_as_the_weeks_before_do(ran, desk):
    put(Festival, name="圣诞", starts_on="2026-12-10", ends_on="2026-12-10")
    later = plan("2026-12-14", "2026-12-16", name="后一场")
    put(PromotionStore, promotion=later, store=desk["锦江一店"])
    agreed(later)
    night("2026-12-15")
    fallen = days("2026-12-07", *(50, 50, 50, 50, 50, 100, 150), weeks=2)
    for day in ("2026-12-10", "2026-12-14", "2026-12-15", "2026-12-16"):
        fallen[date.fromisoformat(day)] = Sold(Decimal(9000))
    take(ran, {desk["锦江一店"]: days(BEFORE, *WEEK, weeks=4) | days("2026-11-30", *WEEK) | fallen}, "2026-12-20")
    assert result(ran).after == -50


def test_over_a_festival_last_years_sales_of_it_are_what_would_have_been_sold(ran, desk):
    put(Festival, name="购物节", starts_on="2026-12-05", ends_on="2026-12-06")
    sold = days(BEFORE, *WEEK, weeks=4) | days("2026-11-30", 150, 150, 150, 150, 150, 900, 1200)
    take(ran, {desk["锦江一店"]: sold})
    assert (result(ran).baseline, result(ran).basis) == (1000, "mixed"), (
        "nobody knows last year's: the uplift is marked"
    )
    put(Festival, name="购物节", starts_on="2025-11-29", ends_on="2025-11-30")
    take(ran, {desk["锦江一店"]: sold | days("2025-11-29", 800, 1000)})
    assert (result(ran).baseline, result(ran).basis, result(ran).uplift) == (2300, "festival", 550)


def test_a_festival_in_the_weeks_before_is_left_out(ran, desk):
    put(Festival, name="购物节", starts_on="2026-11-11", ends_on="2026-11-11")
    sold = days(BEFORE, *WEEK, weeks=4) | days("2026-11-30", *WEEK)
    sold[date(2026, 11, 11)] = Sold(Decimal(9000))
    take(ran, {desk["锦江一店"]: sold})
    assert result(ran).baseline == 1000


def test_another_promotion_in_the_weeks_before_is_left_out_in_its_own_stores(ran, desk):
    other = plan("2026-11-24", "2026-11-25", name="前一场")
    put(PromotionStore, promotion=other, store=desk["锦江一店"])
    agreed(other)
    night("2026-12-01")
    sold = days(BEFORE, *WEEK, weeks=4) | days("2026-11-30", *WEEK)
    sold[date(2026, 11, 24)] = Sold(Decimal(5000))
    take(ran, {desk["锦江一店"]: sold})
    assert result(ran).baseline == 1000


def test_nothing_is_taken_before_it_starts(desk):
    id = agreed(plan())
    assert take(id, {desk["锦江一店"]: {}}, "2026-11-30") == 0


# In the stores -----------------------------------------------------------------------------------------------------------


def set_up(id: int, items: str = "端架陈列\n海报", due_on: str = "2026-11-29"):
    return act(house().actions["set_up_stores"], who=SYSTEM, id=id, answers={"items": items, "due_on": due_on})


def test_every_store_gets_the_list_once(desk):
    id = plan()
    assert "批准后" in said(set_up(id)) or "不能" in said(set_up(id))
    agreed(id)
    assert set_up(id).text.zh == "已给 2 家门店布置 4 项任务"
    assert set_up(id, "海报\n价签").text.zh == "已给 2 家门店布置 2 项任务"
    assert PromotionTask.select().count() == 6


def test_what_is_to_be_set_up_ends_with_a_promotion_that_is_cancelled_also_where_older_books_left_it(desk):
    id, stands = agreed(plan()), agreed(plan(starts_on="2026-12-20", ends_on="2026-12-21"))
    set_up(id, "端架陈列")
    set_up(stands, "海报")
    assert step(id, "cancel", reason="不做了").state == "applied"
    assert {(row.promotion, row.state) for row in PromotionTask.rows()} == {(id, "dropped"), (stands, "todo")}
    with changes(who=SYSTEM) as c, c.settled():
        c.alter(PromotionTask, {row.id: {"state": "todo"} for row in PromotionTask.rows()})
    with changes(who=system("night"), via="job") as c:
        nightly.move(c, date(2026, 11, 23))
    assert {(row.promotion, row.state) for row in PromotionTask.rows()} == {(id, "dropped"), (stands, "todo")}


def test_a_store_proves_by_photo_and_somebody_else_checks(desk, chen, author):
    id = agreed(plan())
    set_up(id, "端架陈列")
    task = PromotionTask.rows(PromotionTask.store == desk["锦江一店"])[0].id
    other = PromotionTask.rows(PromotionTask.store == desk["武侯一店"])[0].id
    assert "附件" in said(step(task, "done", chen, "promotion_task"))
    photo(PromotionTask, task)
    assert step(task, "done", chen, "promotion_task").state == "applied"
    assert PromotionTask.row(task).done_on == date(2026, 11, 23)
    assert step(other, "done", chen, "promotion_task").state == "refused"
    assert step(task, "check", chen, "promotion_task").state == "refused"
    assert step(task, "give_back", author, "promotion_task", reason="位置不对").state == "applied"
    assert PromotionTask.row(task).done_on is None
    step(task, "done", chen, "promotion_task")
    assert step(task, "check", author, "promotion_task").state == "applied"


def test_a_store_manager_sees_no_margin_and_no_other_store(ran, desk, chen):
    put(PromotionResult, promotion=plan(name="另一场"), store=desk["武侯一店"], sales=10)
    rows = Query(PromotionResult, chen).rows()
    assert [row["store"]["id"] for row in rows] == [desk["锦江一店"]]
    assert not {"margin", "gross_profit", "roi"} & rows[0].keys()
    assert by(Promotion, chen, ran, name="x").state == "refused"


def test_the_figures_of_the_week_follow_the_promotions_that_ended(ran, desk):
    change(PromotionResult, result(ran).id, media=100)
    put(CompetitorNote, seen_on="2026-12-02", competitor="某大药房", activity="满 100 减 30")
    night("2026-12-07")
    values = {metric.name: metric for metric in AREA.metrics}
    week = Week(date(2026, 11, 30))
    assert {
        name: values[name].value(week)
        for name in (
            "promotions_running",
            "promotions_starting",
            "promotions_finished",
            "promotion_sales",
            "promotion_uplift_rate",
            "promotion_roi",
            "promotion_budget_used",
            "competitor_notes",
            "promotion_new_members",
        )
    } == {
        "promotions_running": 1,
        "promotions_starting": 1,
        "promotions_finished": 1,
        "promotion_sales": 1500,
        "promotion_uplift_rate": 50,
        "promotion_roi": 2,
        "promotion_budget_used": 10,
        "competitor_notes": 1,
        "promotion_new_members": 7,
    }
    assert values["promotion_sales"].per_store(week) == {desk["锦江一店"]: 1500}
    for chart in AREA.charts:
        assert chart.fn(week)["series"]


def test_each_morning_the_results_are_taken_from_what_the_stores_reported(ran, desk, clock):
    clock("2026-12-07 10:00")
    for day, sold in (days(BEFORE, *WEEK, weeks=4) | days("2026-11-30", *(200 for _ in WEEK))).items():
        put(StoreDay, store=desk["锦江一店"], day=day, sales=sold.sales, transactions=3)
    with changes(who=system("night"), via="job") as c:
        assert nightly.take_results(c, date(2026, 12, 7)).en == "1 results taken"
    assert (result(ran).sales, result(ran).baseline, result(ran).transactions) == (1400, 1000, 21)
