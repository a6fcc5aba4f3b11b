"""What a document has stopped is freed by that document alone: by no step, no edit, no import, no undo and no other hold."""

from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest

from models import house
from models.kit import Text, changes
from models.kit.ask.query import Query
from models.kit.server import database
from models.kit.server.dialect import placed
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.logistics import (
    BatchHold,
    Stock,
    StockMovement,
    Stocktake,
    Warehouse,
    hold_batch,
    hold_of,
    issue_goods,
    receive_goods,
    release_batch,
    spell_batches,
    transfer_stock,
)
from models.logistics.counting import StocktakeLine
from models.organization import Employee, Store, Supplier
from models.quality import (
    CorrectiveAction,
    IncomingCheck,
    InspectionItem,
    InspectionReport,
    Nonconformance,
    Recall,
    ReportRequirement,
    words,
)
from models.quality.nightly import keep_stops
from models.trace import trace
from tests.conftest import person
from tests.helpers.laboratory import Laboratory, step, taken
from tests.helpers.shop import SYSTEM, change, delete, last_batch, night, put, refusal, said


@pytest.fixture
def lab(clock, stores):
    """40 of B1 in each of two warehouses."""
    lab = Laboratory()
    lab.house, lab.branch = put(Warehouse, code="W1", name="总仓"), put(Warehouse, code="W2", name="分仓")
    lab.store = next(iter(stores.values()))
    lab.keeper = person("库管", "logistics", 301)
    for warehouse in (lab.house, lab.branch):
        comes_in(lab, warehouse=warehouse)
    return lab


def comes_in(lab, batch: str = "B1", **more) -> None:
    put(
        StockMovement,
        **{
            "kind": "purchase_in",
            "product": lab.powder,
            "warehouse": lab.house,
            "batch_no": batch,
            "qty": 40,
            "produced_on": "2026-10-01",
            "unit_cost": "50",
        }
        | more,
    )


def recalled(lab, *batches: str) -> int:
    return put(Recall, product=lab.powder, batches=list(batches or ("B1",)), cause="铅超标", level="one")


def contained(lab) -> int:
    id = put(Nonconformance, product=lab.powder, batch_no="B1", defect="破损", qty=1)
    taken("nonconformance_contain", id=id)
    return id


def failed(lab) -> int:
    lab.measures(lab.report(batch_no="B1"), "0.9", upper="0.5")
    return Nonconformance.rows()[0].id


STOPS = {"a recall": recalled, "a contained nonconformance": contained, "a failed report": failed}


def sells(lab) -> str:
    """Goods of B1 out to a store: nothing, or why not."""
    line = {
        "kind": "store_out",
        "qty": -1,
        "warehouse": lab.house,
        "product": lab.powder,
        "batch_no": "B1",
        "store": lab.store,
    }
    answer = edit(StockMovement, [{"id": None, "set": line}], who=SYSTEM)
    return "" if answer.state == "applied" else said(answer)


def is_stopped(lab) -> bool:
    """Everywhere and for everybody: the ledger, each warehouse's stock, the button, and the page of the batch."""
    rows = Stock.rows(Stock.product == lab.powder, Stock.batch_no == "B1")
    assert all(row.held and row.available == 0 for row in rows) == bool(sells(lab))
    return bool(sells(lab)) and trace(lab.powder, "B1", SYSTEM).held is not None


@pytest.fixture(params=STOPS)
def stop(request, lab) -> int:
    id = STOPS[request.param](lab)
    assert is_stopped(lab)
    return id


def test_the_warehouse_and_the_administrator_are_told_which_document_frees_it(lab, stop):
    for who in (lab.keeper, lab.gao, SYSTEM):
        for hold in BatchHold.rows():
            answer = act(house().actions["batch_hold_release"], who=who, id=hold.id, answers={"reason": "x"})
            assert hold.reference in said(answer) and hold.reason in said(answer)
    with changes(who=SYSTEM) as c, pytest.raises(Exception, match="ends with it"):
        release_batch(c, lab.powder, "B1")
    assert is_stopped(lab)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "released"},
        {"released_on": "2026-11-23"},
        {"reference": None},
        {"reason": "没事了"},
        {"batch_no": "B9"},
    ],
)
def test_no_edit_frees_it(lab, stop, values):
    hold = BatchHold.rows()[0].id
    for via in ("grid", "api", "import"):
        assert edit(BatchHold, [{"id": hold, "set": values}], who=SYSTEM, via=via).state == "refused"
    assert edit(BatchHold, [], delete=[hold], who=SYSTEM).state == "refused"
    assert is_stopped(lab)


def test_ending_another_hold_of_the_batch_does_not_free_it(lab, stop):
    by_hand = put(BatchHold, product=lab.powder, batch_no="B1", reason="顾客反映")
    added = last_batch()
    taken("batch_hold_release", id=by_hand, reason="已核实")
    assert is_stopped(lab)
    undo(last_batch(), house().records, who=SYSTEM)
    undo(added, house().records, who=SYSTEM)
    assert is_stopped(lab)


def test_a_hold_by_hand_before_it_is_not_what_keeps_it(lab):
    with changes(who=SYSTEM) as c:
        hold_batch(c, lab.powder, "B1", "顾客反映")
    before = last_batch()
    recalled(lab)
    assert undo(before, house().records, who=SYSTEM).state == "applied"
    assert is_stopped(lab)


def test_only_what_a_hand_stopped_waits_for_a_hand(lab):
    """A hold that only its document can end is no approval: the document is in the list itself."""
    due = next(due for area in house().areas for due in area.dues if due.name == "batch_held")
    waiting = Query(BatchHold, lab.keeper, due.when)
    recalled(lab, "B1")
    assert waiting.count() == 0
    with changes(who=SYSTEM) as c:
        hold_batch(c, lab.powder, "B2", "抽检待定")
    assert [row["batch_no"] for row in waiting.rows()] == ["B2"]


def test_nobody_without_the_right_to_approve_undoes_what_stopped_it(lab, stop):
    for who in (lab.keeper, lab.ying):
        assert undo(last_batch(), house().records, who=who).state in ("refused", "conflict")
    assert is_stopped(lab)


def test_neither_counting_nor_moving_nor_correcting_makes_it_sellable(lab, stop):
    stock = Stock.rows(Stock.warehouse == lab.house)[0]
    assert "已停售" in refusal(transfer_stock, stock.id, to=lab.branch, qty=Decimal(1))
    count = put(Stocktake, warehouse=lab.house, kind="cycle")
    taken("stocktake_start", id=count)
    (line,) = StocktakeLine.rows()
    change(StocktakeLine, line.id, counted_qty=50, recounted=True, cause="unbooked")
    taken("stocktake_submit", "stocktake_post", id=count)
    for kind in ("opening", "store_return", "customer_return"):
        comes_in(lab, kind=kind, qty=1, store=lab.store)
    assert Stock.row(stock.id).qty == 53 and is_stopped(lab)


def test_what_is_bought_in_of_a_batch_in_question_is_refused_whoever_makes_the_movement(lab, stop):
    line = {"kind": "purchase_in", "product": lab.powder, "warehouse": lab.branch, "batch_no": "B1", "qty": 5}
    for via in ("grid", "api", "import"):
        assert "有问题未了" in said(edit(StockMovement, [{"id": None, "set": line}], who=lab.keeper, via=via))
    assert "有问题未了" in refusal(receive_goods, lab.house, product=lab.powder, qty=Decimal(5), batch_no="B1")
    check = put(
        IncomingCheck,
        product=lab.powder,
        batch_no="B1",
        qty=5,
        produced_on="2026-10-01",
        warehouse=lab.house,
        licence_seen=True,
        label_ok=True,
    )
    assert "有问题未了" in said(step("incoming_check_accept", check))
    assert is_stopped(lab)


def test_a_batch_that_is_not_here_yet_is_stopped_where_it_turns_up(lab):
    recalled(lab, "B7")
    for kind, warehouse in (("opening", lab.house), ("store_return", lab.branch)):
        comes_in(lab, "B7", kind=kind, warehouse=warehouse, store=lab.store)
    assert {row.available for row in Stock.rows(Stock.batch_no == "B7")} == {0}
    assert "可出库的库存不足" not in sells(lab)
    assert refusal(issue_goods, lab.house, product=lab.powder, qty=Decimal(41), store=lab.store).endswith(
        "还差 2（另有 40 已停售，不能出库）"
    )


@pytest.mark.parametrize("written", ["b1", "Ｂ１", " B 1", "ｂ１"])
def test_a_batch_is_the_same_in_other_letters_however_it_is_stopped_and_wherever_it_lies(lab, written):
    id = recalled(lab, written)
    assert (Recall.row(id).batches, Recall.row(id).qty_held) == (["B1"], 80) and is_stopped(lab)
    taken("recall_lift", id=id, reason="误报")
    assert not sells(lab)
    hold = put(BatchHold, product=lab.powder, batch_no=written, reason="顾客反映")
    assert BatchHold.row(hold).batch_no == "B1" and is_stopped(lab)
    comes_in(lab, written, kind="opening")
    assert {row.batch_no for row in Stock.rows()} == {"B1"} and is_stopped(lab)
    defect = put(Nonconformance, product=lab.powder, batch_no=written, defect="破损", qty=1)
    assert Nonconformance.row(defect).batch_no == "B1" == InspectionReport.row(lab.report(batch_no=written)).batch_no


def test_what_was_stopped_before_it_came_is_known_in_other_letters_and_old_twins_are_stopped_together(lab):
    recalled(lab, "LOT-a7")
    comes_in(lab, "ＬＯＴ－Ａ７", kind="opening")
    assert [row.available for row in Stock.rows(Stock.batch_no == "LOT-a7")] == [0]
    sql = "UPDATE stock SET batch_no = ? WHERE warehouse_id = ?"  # as they came in before
    with database.writing():
        database.handle.execute_sql(placed(sql), ("b1", lab.branch))
    put(BatchHold, product=lab.powder, batch_no="B1", reason="顾客反映")
    assert {row.available for row in Stock.rows()} == {0}


def test_a_new_batch_that_comes_in_twice_at_once_in_other_letters_is_one(lab):
    rows = [{"product": 1, "batch_no": text} for text in ("LOT-x9", "ＬＯＴ－Ｘ９", None)]
    spell_batches([*rows, other := {"product": 2, "batch_no": "lot-x9"}])
    assert [row["batch_no"] for row in rows] == ["LOT-x9", "LOT-x9", None] and other["batch_no"] == "lot-x9"


def test_two_recalls_of_one_batch_both_have_to_be_lifted(lab):
    first, second = recalled(lab), recalled(lab)
    taken("recall_lift", id=first, reason="误报")
    assert is_stopped(lab)
    taken("recall_lift", id=second, reason="误报")
    assert not sells(lab) and trace(lab.powder, "B1", SYSTEM).held is None


def test_undoing_that_it_was_lifted_stops_it_again(lab):
    id = recalled(lab)
    taken("recall_lift", id=id, reason="误报")
    lifted = last_batch()
    assert not sells(lab)
    assert undo(lifted, house().records, who=SYSTEM).state == "applied"
    assert (Recall.row(id).state, is_stopped(lab)) == ("blocked", True)


def test_a_nonconformance_that_stops_its_batch_keeps_batch_and_life(lab):
    id = contained(lab)
    assert said(change(Nonconformance, id, batch_no="B9")).endswith("“撤销（误报）”后另开一单")
    assert edit(Nonconformance, [], delete=[id], who=lab.ying).state == "refused"
    taken("nonconformance_judge", id=id, disposition="destroy")
    assert is_stopped(lab)


# A failing report ---------------------------------------------------------------------------------------------------------


def test_a_failing_report_holds_the_batch_in_the_same_breath_until_it_is_judged(lab):
    row = Nonconformance.row(failed(lab))
    assert (row.state, row.contained_at is not None, hold_of(lab.powder, "B1").reference) == (
        "contained",
        True,
        row.no,
    )
    assert is_stopped(lab)
    taken("nonconformance_judge", id=row.id, who=lab.gao, disposition="concession")
    taken("nonconformance_dispose", id=row.id, who=lab.gao, qty=1)
    assert not sells(lab)


def test_the_action_of_a_failure_has_somebody_of_the_post_to_do_it_and_the_work_is_shared(lab):
    for at in range(4):
        lab.measures(lab.report(batch_no=f"C{at}"), "9", f"项{at}", upper="0.5")
    owners = [row.owner for row in CorrectiveAction.rows()]
    assert sorted(owners) == sorted([lab.he, lab.ma] * 2)


def test_in_a_store_it_is_the_store_managers(lab):
    manager = put(Employee, staff_no="S1", name="陈店长", store=lab.store)
    change(Store, lab.store, manager=manager)
    put(Nonconformance, product=lab.powder, batch_no="B5", defect="破损", store=lab.store)
    assert CorrectiveAction.rows()[-1].owner == manager


def test_a_failed_report_that_turns_out_to_be_of_another_batch_stops_that_one(lab):
    report = lab.report(batch_no="X1")
    lab.measures(report, "0.9", upper="0.5")
    change(InspectionReport, report, batch_no="B1")
    assert is_stopped(lab) and hold_of(lab.powder, "X1") is not None


def test_a_result_put_right_waits_for_the_judgement_and_is_not_freed_by_itself(lab):
    failed(lab)
    change(InspectionItem, InspectionItem.rows()[0].id, result="0.1")
    assert is_stopped(lab)


def test_the_night_stops_what_older_books_left_free(lab):
    id = recalled(lab)
    night(lambda c, _: c.alter(BatchHold, {row.id: {"state": "released"} for row in BatchHold.rows()}), None)
    assert not sells(lab) and trace(lab.powder, "B1", SYSTEM).held == f"召回 {Recall.row(id).no}"
    night(lambda c, _: keep_stops(c), None)
    assert is_stopped(lab)


# Goods in -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["business_until", "production_until"])
def test_goods_of_a_supplier_whose_paper_ran_out_come_in_by_no_door(lab, paper):
    change(Supplier, lab.supplier, **{paper: "2026-11-22"})
    line = {
        "kind": "purchase_in",
        "product": lab.powder,
        "warehouse": lab.house,
        "batch_no": "N1",
        "qty": 5,
        "produced_on": "2026-10-01",
    }
    for via in ("grid", "api", "import"):
        assert "已于 2026-11-22 到期，不能收货" in said(
            edit(StockMovement, [{"id": None, "set": line}], who=lab.keeper, via=via)
        )
    assert "不能收货" in refusal(
        receive_goods, lab.house, product=lab.powder, qty=Decimal(1), batch_no="N1", produced_on=date(2026, 10, 1)
    )
    line["occurred_at"] = "2026-11-22 10:00"
    assert edit(StockMovement, [{"id": None, "set": line}], who=lab.keeper).state == "applied"  # good on its last day


def test_what_has_run_out_is_not_bought_in(lab):
    line = {
        "kind": "purchase_in",
        "product": lab.powder,
        "warehouse": lab.house,
        "batch_no": "N1",
        "qty": 5,
        "produced_on": "2025-01-01",
    }
    assert "过期，不能采购入库" in said(edit(StockMovement, [{"id": None, "set": line}], who=SYSTEM))


def test_goods_bought_in_without_their_report_wait_for_it_in_every_warehouse_however_that_is_worded(lab, monkeypatch):
    put(ReportRequirement, product=lab.powder, kind="delivery")
    receive_goods(
        lab.branch, product=lab.powder, qty=Decimal(5), batch_no="N1", produced_on=date(2026, 10, 1), who=lab.keeper
    )
    hold = hold_of(lab.powder, "N1")
    assert (hold.reason, hold.reference) == ("待检，缺报告：出厂检验", StockMovement.rows()[-1].no)
    monkeypatch.setattr(words, "WAITING", Text("等厂家的报告", "Waits for the maker's report"))  # reworded in between
    report = lab.report(kind="delivery", batch_no="N1")
    lab.measures(report, "0.1", upper=1)
    taken("inspection_report_check", id=report)
    assert hold_of(lab.powder, "N1") is None


def test_what_somebody_stopped_by_hand_is_not_freed_by_a_report_however_it_is_worded(lab):
    put(ReportRequirement, product=lab.powder, kind="delivery")
    put(BatchHold, product=lab.powder, batch_no="N1", reason="待检，缺报告，店长要求先停")
    report = lab.report(kind="delivery", batch_no="N1")
    lab.measures(report, "0.1", upper=1)
    taken("inspection_report_check", id=report)
    assert hold_of(lab.powder, "N1") is not None


def test_a_report_that_is_no_longer_asked_for_holds_nothing_back_after_the_night(lab):
    need = put(ReportRequirement, product=lab.powder, kind="delivery")
    comes_in(lab, "N1")
    delete(ReportRequirement, need)
    night(lambda c, _: keep_stops(c), None)
    assert hold_of(lab.powder, "N1") is None


def test_older_books_lose_the_defect_that_the_app_wrote_into_a_hold_and_nothing_a_person_wrote(lab):
    case = Nonconformance.row(contained(lab))
    by_hand = put(BatchHold, product=lab.powder, batch_no="B9", reason="不合格品 听说：破损")
    old = f"不合格品 {case.no}：破损"
    other = f"不合格品 {case.no}：破损，另见邮件"
    up = import_module("models.migrations.0013_words_of_holds").up
    with database.writing():
        database.handle.execute_sql(placed("UPDATE batch_hold SET reason = ? WHERE reference IS NOT NULL"), (old,))
        up(None, database.handle)
    assert [row.reason for row in BatchHold.rows()] == [f"不合格品 {case.no}", "不合格品 听说：破损"]
    with database.writing():
        database.handle.execute_sql(placed("UPDATE batch_hold SET reason = ? WHERE reference IS NOT NULL"), (other,))
        up(None, database.handle)
    assert {row.reason for row in BatchHold.rows()} == {other, BatchHold.row(by_hand).reason}
