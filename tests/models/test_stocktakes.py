"""Stocktakes: the book is frozen, people count, somebody else approves, and the difference is posted once."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models import house
from models.kit import Who
from models.kit.ask.query import Query
from models.kit.declare.access import visible
from models.kit.write.acting import act
from models.kit.write.edits import Answer, edit
from models.kit.write.notices import Notice
from models.logistics import Stock, StockMovement, Stocktake, StocktakeLine, Vehicle, issue_goods
from models.logistics.keeping import ClimateReading, LogisticsCost, WarehouseCheck
from models.logistics.places import Warehouse
from models.organization import Employee, Product, ProductCategory
from tests.conftest import person
from tests.helpers.depot import Depot, batch, day, lies, unsound
from tests.helpers.shop import SYSTEM, change, delete, put, said, take_back


@pytest.fixture
def depot(clock, stores) -> Depot:
    """A depot with 10 old and 20 new tins of milk powder and 5 cups."""
    made = Depot()
    made.store = stores["锦江一店"]
    made.brings(10, "OLD", age=100)
    made.brings(20, "NEW", age=10)
    made.brings(5, "C1", product=made.cup)
    made.keeper = put(Employee, staff_no="Y1", name="仓管老赵")
    made.lead = put(Employee, staff_no="Y2", name="物流主管")
    yield made
    assert unsound() == []


def by(name: str, user_id: int, employee: int | None = None) -> Who:
    return replace(person(name, "logistics", user_id), employee_id=employee)


def step(name: str, id: int, who: Who = SYSTEM, **answers) -> Answer:
    return act(house().actions[name], who=who, id=id, answers=answers)


def opened(depot, **more) -> int:
    id = put(Stocktake, warehouse=depot.main, **more)
    assert step("stocktake_start", id).state == "applied"
    return id


def lines(stocktake: int) -> dict[str, int]:
    return {line.batch_no: line.id for line in StocktakeLine.rows(StocktakeLine.stocktake == stocktake)}


def count(stocktake: int, **counted) -> None:
    for batch_no, qty in counted.items():
        assert change(StocktakeLine, lines(stocktake)[batch_no], counted_qty=qty).state == "applied"


def explained(depot) -> int:
    """A stocktake with one tin missing, recounted and explained, ready to submit."""
    id = opened(depot)
    count(id, OLD=9, NEW=20, C1=5)
    change(StocktakeLine, lines(id)["OLD"], recounted=True, cause="lost")
    return id


def test_starting_freezes_the_book_batch_by_batch(depot):
    id = opened(depot)
    rows = {line.batch_no: line for line in StocktakeLine.rows()}
    assert {no: (line.book_qty, line.unit_cost, line.counted_qty) for no, line in rows.items()} == {
        "OLD": (10, 50, None),
        "NEW": (20, 50, None),
        "C1": (5, 20, None),
    }
    assert Stocktake.row(id).no.startswith("PD20261123")


def test_a_stocktake_of_one_category_counts_only_that(depot):
    cups = put(ProductCategory, name="杯壶")
    change(Product, depot.cup, category=cups)
    assert set(lines(opened(depot, category=cups))) == {"C1"}


def test_the_difference_is_counted_less_book(depot):
    id = opened(depot)
    count(id, OLD=9, NEW=22)
    assert [line.difference for line in StocktakeLine.rows(order=StocktakeLine.batch_no)] == [None, 2, -1]


def test_it_can_t_be_submitted_before_all_is_counted_recounted_and_explained(depot):
    id = opened(depot)
    assert "还有 3 行没有填实盘数量：" in said(step("stocktake_submit", id))
    count(id, OLD=9, NEW=20, C1=5)
    assert said(step("stocktake_submit", id)) == "差异超过 5% 的行要先复盘：高钙奶粉 OLD"
    change(StocktakeLine, lines(id)["OLD"], recounted=True)
    assert said(step("stocktake_submit", id)) == "有差异的行要填原因：高钙奶粉 OLD"
    change(StocktakeLine, lines(id)["OLD"], cause="lost")
    assert step("stocktake_submit", id).state == "applied"
    row = Stocktake.row(id)
    assert (row.state, row.gap_value, row.book_value, row.lines_counted, row.lines_off) == ("review", 50, 1600, 3, 1)


def test_an_empty_stocktake_can_t_be_submitted(depot):
    id = put(Stocktake, warehouse=depot.branch)
    step("stocktake_start", id)
    assert "还没有明细" in said(step("stocktake_submit", id))


def test_posting_writes_the_differences_to_the_ledger_once_and_a_second_time_is_refused(depot):
    id = explained(depot)
    change(StocktakeLine, lines(id)["NEW"], counted_qty=21, cause="unbooked")
    step("stocktake_submit", id)
    answer = step("stocktake_post", id)
    assert answer.text.zh == "已过账，2 行有差异，盘盈盘亏合计 ¥0.00"
    assert lies(depot.powder) == {"OLD": 9, "NEW": 21}
    posted = StockMovement.rows(StockMovement.reference == Stocktake.row(id).no)
    assert sorted((line.kind, line.qty, line.reason) for line in posted) == [
        ("gain", 1, "漏记单据"),
        ("loss", -1, "丢失"),
    ]
    assert "不能" in said(step("stocktake_post", id))
    assert StockMovement.select().where(StockMovement.kind.in_(["gain", "loss"])).count() == 2
    assert (Stocktake.row(id).state, Stocktake.row(id).posted_on) == ("posted", day(0))


def test_what_moves_while_people_count_is_not_counted_as_a_difference(depot):
    id = explained(depot)
    step("stocktake_submit", id)
    issue_goods(depot.main, product=depot.powder, qty=Decimal(3), store=depot.store, who=SYSTEM)
    step("stocktake_post", id)
    assert lies(depot.powder) == {"OLD": 6, "NEW": 20}


def test_who_counted_or_submitted_can_t_approve(depot):
    id = explained(depot)
    change(Stocktake, id, counted_by=depot.keeper)
    keeper, lead = by("赵", 301, depot.keeper), by("主管", 302, depot.lead)
    assert step("stocktake_submit", id, lead).state == "applied"
    assert said(step("stocktake_post", id, keeper)) == "审批过账要由另一个人来做：你是这条记录的盘点人"
    assert said(step("stocktake_post", id, lead)) == "审批过账要由另一个人来做：上一步是你做的"
    assert step("stocktake_post", id, by("经理", 303)).state == "applied"


def test_lines_stand_still_once_submitted_and_move_again_when_sent_back(depot):
    id = explained(depot)
    step("stocktake_submit", id)
    assert "不能再改明细" in said(change(StocktakeLine, lines(id)["OLD"], counted_qty=10))
    assert "不能再改明细" in said(delete(StocktakeLine, lines(id)["OLD"]))
    assert step("stocktake_recount", id).state == "refused"
    assert step("stocktake_recount", id, reason="货架后还有一罐").state == "applied"
    assert change(StocktakeLine, lines(id)["OLD"], counted_qty=10).state == "applied"


def test_goods_found_that_the_book_doesn_t_know_are_entered_by_hand_and_gained(depot):
    id = opened(depot)
    put(
        StocktakeLine,
        stocktake=id,
        product=depot.powder,
        batch_no="LOST",
        produced_on=str(day(-50)),
        counted_qty=2,
        cause="misplaced",
        recounted=True,
    )
    count(id, OLD=10, NEW=20, C1=5)
    assert step("stocktake_submit", id).state == "applied"
    step("stocktake_post", id)
    assert (batch(depot.powder, "LOST").qty, batch(depot.powder, "LOST").expires_on) == (2, day(310))


def test_a_batch_counted_in_other_letters_is_the_one_on_the_books(depot):
    line = put(
        StocktakeLine,
        stocktake=put(Stocktake, warehouse=depot.main),
        product=depot.powder,
        batch_no="ｏｌｄ",
        counted_qty=9,
    )
    assert (StocktakeLine.row(line).batch_no, StocktakeLine.row(line).book_qty) == ("OLD", 10)


def test_a_posted_stocktake_stays_and_undoing_the_posting_takes_the_lines_back(depot):
    id = explained(depot)
    step("stocktake_submit", id)
    step("stocktake_post", id)
    assert delete(Stocktake, id).state == "refused"
    posting = act(house().actions["stocktake_cancel"], who=SYSTEM, id=id, answers={"reason": "x"})
    assert posting.state == "refused"
    assert take_back().state == "applied"
    assert (Stocktake.row(id).state, lies(depot.powder)) == ("review", {"OLD": 10, "NEW": 20})
    assert step("stocktake_post", id).state == "applied"


def seen_of(stocktake: int, who: Who) -> dict[str, tuple]:
    rows = Query(StocktakeLine, who, {"stocktake": {"eq": stocktake}}).rows()
    return {row["batch_no"]: (row.get("book_qty"), row.get("difference"), row.get("frozen_qty")) for row in rows}


def test_who_counts_blind_learns_what_the_book_says_by_handing_in(depot):
    id, keeper = opened(depot, kind="blind"), by("赵", 301, depot.keeper)
    count(id, OLD=9, NEW=20, C1=5)
    assert set(seen_of(id, keeper).values()) == {(None, None, None)}
    assert "frozen_qty" not in visible(SYSTEM, StocktakeLine)
    assert step("stocktake_submit", id).state == "applied"
    assert seen_of(id, keeper) == {"OLD": ("10", "-1", None), "NEW": ("20", "0", None), "C1": ("5", "0", None)}
    assert (Stocktake.row(id).gap_value, Stocktake.row(id).lines_off) == (50, 1)


def test_what_differs_after_counting_blind_is_counted_again_and_explained_before_it_is_posted(depot):
    id = opened(depot, kind="blind")
    count(id, OLD=9, NEW=20, C1=5)
    step("stocktake_submit", id)
    assert "请先“退回重盘”补上：高钙奶粉 OLD" in said(step("stocktake_post", id))
    step("stocktake_recount", id, reason="少一罐")
    assert said(step("stocktake_submit", id)) == "差异超过 5% 的行要先复盘：高钙奶粉 OLD"
    change(StocktakeLine, lines(id)["OLD"], recounted=True, cause="lost")
    step("stocktake_submit", id)
    assert step("stocktake_post", id).state == "applied"
    assert lies(depot.powder) == {"OLD": 9, "NEW": 20}


def test_a_blind_count_is_held_against_the_book_as_it_was_when_it_began(depot):
    id = opened(depot, kind="blind")
    count(id, OLD=10, NEW=20, C1=5)
    issue_goods(depot.main, product=depot.powder, qty=Decimal(3), store=depot.store, who=SYSTEM)
    assert step("stocktake_submit", id).state == "applied"
    assert step("stocktake_post", id).state == "applied"
    assert lies(depot.powder) == {"OLD": 7, "NEW": 20}


def test_a_line_entered_by_hand_in_a_blind_count_tells_no_book_either(depot):
    sheet = put(Stocktake, warehouse=depot.main, kind="blind")
    line = put(StocktakeLine, stocktake=sheet, product=depot.powder, batch_no="OLD", counted_qty=9)
    assert (StocktakeLine.row(line).book_qty, StocktakeLine.row(line).difference) == (None, None)


def test_where_and_how_is_counted_stays_from_when_the_book_is_frozen(depot):
    """Who counts blind would learn the book by making it an ordinary count; what was counted here would be posted there."""
    draft = put(Stocktake, warehouse=depot.main)
    assert change(Stocktake, draft, kind="blind").state == "applied"
    id = opened(depot, kind="blind")
    for name, value, label in (("kind", "full", "盘点方式"), ("warehouse", depot.branch, "仓库")):
        no = Stocktake.row(id).no
        assert said(change(Stocktake, id, **{name: value})) == (
            f"盘点单 {no} 的账面已经锁定，“{label}”不能再改；要改请作废这张，另建一张"
        )
    assert change(Stocktake, id, note="二楼先盘").state == "applied"


def test_a_line_moved_to_another_batch_is_held_against_the_book_of_that_one(depot):
    line = put(
        StocktakeLine,
        stocktake=put(Stocktake, warehouse=depot.main),
        product=depot.powder,
        batch_no="OLD",
        counted_qty=9,
    )
    change(StocktakeLine, line, batch_no="NEW")
    assert (StocktakeLine.row(line).book_qty, StocktakeLine.row(line).difference) == (20, -11)
    assert take_back().state == "applied"
    assert (StocktakeLine.row(line).book_qty, StocktakeLine.row(line).difference) == (10, -1)


# Checks, climate, costs ----------------------------------------------------------------------------------------------------


def test_a_check_with_a_low_score_needs_its_problem_written_down_and_opens(depot):
    low = {"id": None, "set": {"warehouse": depot.main, "kind": "fire", "score": 79}}
    assert said(edit(WarehouseCheck, [low], who=SYSTEM)) == "不合格的检查要写明问题"
    id = put(WarehouseCheck, **low["set"], problem="灭火器过期", owner=depot.keeper)
    row = WarehouseCheck.row(id)
    assert (row.state, row.due_on) == ("open", day(7))
    assert WarehouseCheck.row(put(WarehouseCheck, warehouse=depot.main, kind="5s", score=80)).state == "passed"


def test_a_check_that_turns_out_to_have_failed_opens_later(depot):
    id = put(WarehouseCheck, warehouse=depot.main, kind="5s", score=95)
    change(WarehouseCheck, id, problem="通道堆货")
    assert (WarehouseCheck.row(id).state, WarehouseCheck.row(id).due_on) == ("open", day(7))


def test_a_rectification_is_verified_by_another_person_than_its_owner(depot):
    id = put(WarehouseCheck, warehouse=depot.main, kind="fire", problem="灭火器过期", owner=depot.keeper)
    keeper, lead = by("赵", 301, depot.keeper), by("主管", 302, depot.lead)
    assert step("warehouse_check_done", id, keeper).state == "refused"
    assert step("warehouse_check_done", id, keeper, rectification="已换新").state == "applied"
    assert "要由另一个人来做" in said(step("warehouse_check_verify", id, keeper))
    assert step("warehouse_check_reopen", id, lead, reason="只换了一半").state == "applied"
    step("warehouse_check_done", id, keeper, rectification="全部换新")
    assert step("warehouse_check_verify", id, lead).state == "applied"
    assert (WarehouseCheck.row(id).state, WarehouseCheck.row(id).done_on) == ("closed", day(0))


def test_a_reading_out_of_range_is_told_at_once_and_opens_one_check(depot):
    change(Warehouse, depot.main, coldest=2, warmest=25, dampest=75, keeper=depot.keeper)
    fine = put(ClimateReading, warehouse=depot.main, measured_at="2026-11-23T00:00:00Z", temperature=20, humidity=60)
    warm = put(ClimateReading, warehouse=depot.main, measured_at="2026-11-23T01:00:00Z", temperature=26, humidity=60)
    put(ClimateReading, warehouse=depot.main, measured_at="2026-11-23T02:00:00Z", temperature=20, humidity=80)
    assert (ClimateReading.row(fine).out_of_range, ClimateReading.row(warm).out_of_range) == (False, True)
    check, *more = WarehouseCheck.rows()
    assert not more and (check.kind, check.state, check.owner) == ("climate", "open", depot.keeper)
    assert "成都总仓 11-23 09:00 温度 26℃" in check.problem
    assert Notice.select().where(Notice.urgent).count() == 4


def test_a_cost_belongs_to_a_warehouse_or_a_vehicle(depot):
    cost = {"month": "2026-11", "category": "rent", "amount": 5000}
    assert "费用要有归属" in said(edit(LogisticsCost, [{"id": None, "set": cost}], who=SYSTEM))
    put(LogisticsCost, warehouse=depot.main, **cost)
    put(LogisticsCost, vehicle=put(Vehicle, plate="川A12345"), **cost)


def test_stock_is_seen_but_kept_by_nobody_s_hand(depot):
    assert "由系统记账" in said(change(Stock, batch(depot.powder, "OLD").id, qty=1))
