"""Recalls and incoming checks: a batch is stopped everywhere at once, goods come in only as they should, duty checks are kept."""

from datetime import date
from decimal import Decimal

import pytest

from models import house
from models.kit import Refused, Text, changes
from models.kit.ask.piles import piles
from models.kit.write.edits import edit
from models.kit.write.notices import notices_for
from models.kit.write.undo import undo
from models.logistics import BatchHold, Stock, StockMovement, Warehouse, hold_batch, hold_of
from models.organization import Store, Supplier
from models.quality import (
    HealthFoodPaper,
    IncomingCheck,
    InspectionReport,
    Nonconformance,
    Recall,
    RecallNotice,
    ReportRequirement,
    SafetyCheck,
    recalls,
)
from models.quality.calls import RecallCall
from models.quality.nightly import keep_stops
from tests.helpers.laboratory import Laboratory, notices, step, taken
from tests.helpers.shop import SYSTEM, change, last_batch, moment, night, put, said
from tests.models.test_quality_actions import attached


@pytest.fixture
def lab(clock, stores):
    lab = Laboratory()
    lab.house = put(Warehouse, code="W1", name="总仓")
    lab.first, lab.second = stores.values()
    return lab


def arrives(lab, batch: str = "B1", qty: int = 100) -> None:
    put(
        StockMovement,
        kind="purchase_in",
        product=lab.powder,
        warehouse=lab.house,
        batch_no=batch,
        qty=qty,
        produced_on="2026-10-01",
        unit_cost="50",
    )


def recall(lab, *batches: str, **values) -> int:
    asked = {"product": lab.powder, "batches": list(batches or ("B1",)), "cause": "铅超标", "level": "one"}
    return put(Recall, **{**asked, **values})


# Recalls ----------------------------------------------------------------------------------------------------------------


def test_opening_a_recall_stops_every_batch_of_it_everywhere_in_one_step(lab):
    arrives(lab, "B1")
    arrives(lab, "B2", 20)
    id = recall(lab, "B1", "B2")
    assert {(row.batch_no, row.held, row.available) for row in Stock.rows()} == {
        ("B1", True, Decimal(0)),
        ("B2", True, Decimal(0)),
    }
    assert Recall.row(id).qty_held == 120
    wrong = {
        "kind": "store_out",
        "product": lab.powder,
        "warehouse": lab.house,
        "batch_no": "B1",
        "qty": "-1",
        "store": lab.first,
    }
    assert "已停售" in said(edit(StockMovement, [{"id": None, "set": wrong}], who=SYSTEM))
    assert notices("store_manager", urgent=True) == ["停售 蛋白粉 批号 B1、B2：铅超标。请立即下架，不得销售"]


def test_a_recall_that_can_not_stop_one_batch_stops_none(lab, monkeypatch):
    def fails_at_the_second(c, product, batch, reason, reference):
        if batch == "B2":
            raise Refused(Text("锁不住", "stuck"))
        return hold_batch(c, product, batch, reason, reference)

    monkeypatch.setattr(recalls, "hold_batch", fails_at_the_second)
    asked = {"product": lab.powder, "batches": ["B1", "B2"], "cause": "铅"}
    answer = edit(Recall, [{"id": None, "set": asked}], who=SYSTEM)
    assert (answer.state, BatchHold.select().count(), Recall.select().count()) == ("refused", 0, 0)


def test_a_recall_is_never_undone_only_lifted(lab):
    arrives(lab)
    id = recall(lab)
    answer = undo(last_batch(), house().records, who=SYSTEM)
    assert said(answer) == f"召回 {Recall.row(id).no} 已停售并通知各部门，不能删除或撤回；误报请用“解除停售（误报）”"
    assert (hold_of(lab.powder, "B1") is None, Stock.rows()[0].available) == (False, 0)


@pytest.mark.parametrize(("level", "hours"), [("one", 24), ("two", 48), ("three", 72)])
def test_the_level_says_how_soon_it_must_start(lab, level, hours):
    row = Recall.row(recall(lab, level=level, known_at="2026-11-22 10:00"))
    assert (row.start_by - moment("2026-11-22 10:00")).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("level", "hours", "last"),
    [("one", 24, date(2026, 12, 7)), ("two", 48, date(2026, 12, 21)), ("three", 72, date(2027, 1, 5))],
)
def test_the_level_says_by_when_stores_act_and_by_when_it_is_finished(lab, level, hours, last):
    id = recall(lab, level=level)
    assert Recall.row(id).finish_by is None, "it has not begun"
    taken("recall_notify", id=id, who=lab.ying, owner=lab.he)
    assert Recall.row(id).finish_by == last, "10, 20 or 30 working days, without weekends and New Year"
    assert {(row.due_at - row.sent_at).total_seconds() for row in RecallNotice.rows()} == {hours * 3600}
    waiting = {kind.due.name: kind.items[0].on for kind in piles(house().areas, lab.gao).mine}
    assert waiting["quality_recall_finish"] == last
    change(Recall, id, level="one")
    assert Recall.row(id).finish_by == date(2026, 12, 7)
    assert {(row.due_at - row.sent_at).total_seconds() for row in RecallNotice.rows()} == {24 * 3600}


def test_every_open_store_gets_a_notice_and_only_its_manager_answers_it(lab, chen):
    change(Store, lab.second, status="suspended")
    id = recall(lab)
    assert said(step("recall_notify", id)) == "请先填写负责人，再发布召回通知"
    taken("recall_notify", id=id, who=lab.ying, owner=lab.he)
    (notice,) = RecallNotice.rows()
    assert (notice.store, notice.state) == (lab.first, "sent")
    assert said(step("recall_notice_done", notice.id, chen)).startswith("下架数量")
    taken("recall_notice_done", id=notice.id, who=chen, qty=3)
    assert (RecallNotice.row(notice.id).state, RecallNotice.row(notice.id).qty) == ("done", 3)


def test_a_recall_closes_when_all_stores_answered_and_every_piece_is_accounted_for(lab):
    arrives(lab)
    id = recall(lab, owner=lab.he)
    taken("recall_notify", id=id)
    assert said(step("recall_close", id)) == "还有 2 家门店没有回报执行结果"
    for notice in RecallNotice.rows():
        taken("recall_notice_done", id=notice.id, qty=0)
    assert said(step("recall_close", id)) == "请先填写已售数量、收回数量、销毁数量、报告监管部门日期"
    change(Recall, id, qty_sold=10, qty_recovered=4, qty_destroyed=105, authority_on="2026-11-23")
    assert said(step("recall_close", id)) == "销毁 105 多于封存加收回的 104"
    change(Recall, id, qty_destroyed=104)
    assert said(step("recall_close", id)) == "销毁 104 须有见证人，并上传照片或材料"
    change(Recall, id, witness="王主任")
    attached(Recall, id)
    taken("recall_close", id=id)
    assert hold_of(lab.powder, "B1") is not None


def test_a_false_alarm_lifts_the_stop_but_not_where_a_nonconformance_still_holds_the_batch(lab):
    case = put(Nonconformance, product=lab.powder, batch_no="B1", defect="破损")
    taken("nonconformance_contain", id=case)
    id = recall(lab, "B1", "B2")
    taken("recall_lift", id=id, who=lab.gao, reason="误报")
    assert hold_of(lab.powder, "B2") is None
    assert hold_of(lab.powder, "B1").reason.startswith("不合格品")


def test_lifting_a_false_alarm_takes_back_the_notices_and_tells_whoever_was_told_to_stop(lab, chen):
    case = put(Nonconformance, product=lab.powder, batch_no="B1", defect="破损")
    taken("nonconformance_contain", id=case)
    id = recall(lab, "B1", "B2", owner=lab.he)
    taken("recall_notify", id=id)
    acted, waiting = RecallNotice.rows(RecallNotice.store == lab.second)[0].id, lab.first
    taken("recall_notice_done", id=acted, qty=2)
    stop = "停售 蛋白粉 批号 B1、B2：铅超标。请立即下架，不得销售"
    assert "quality_recall_notice" in to_do(chen) and stop in unread(chen)
    answer = step("recall_lift", id, lab.gao, reason="误报")
    said_of_it = (
        f"召回 {Recall.row(id).no} 是误报，已解除停售：蛋白粉 批号 B2 可以重新上架销售；"
        f"批号 B1 仍停售（不合格品 {Nonconformance.row(case).no}），不得上架销售"
    )
    assert answer.text.zh == said_of_it
    assert {row.store: row.state for row in RecallNotice.rows()} == {waiting: "withdrawn", lab.second: "done"}
    mine = RecallNotice.rows(RecallNotice.store == lab.first)[0].id
    assert step("recall_notice_done", mine, chen, qty=1).state == "refused"
    assert "quality_recall_notice" not in to_do(chen)
    assert said_of_it in unread(chen) and stop not in unread(chen)
    assert undo(last_batch(), house().records, who=SYSTEM).state == "applied"
    assert RecallNotice.row(mine).state == "sent" and "quality_recall_notice" in to_do(chen)
    assert stop in unread(chen) and said_of_it not in unread(chen), "the all-clear is taken back with it"


def test_the_night_takes_back_the_notices_of_a_false_alarm_that_older_books_left_open(lab, chen):
    id = recall(lab, owner=lab.he)
    taken("recall_notify", id=id)
    taken("recall_lift", id=id, who=lab.gao, reason="误报")
    with changes(who=SYSTEM) as c, c.settled():
        c.alter(RecallNotice, {row.id: {"state": "sent"} for row in RecallNotice.rows()})
    assert "quality_recall_notice" in to_do(chen)
    standing = recall(lab, "B2", owner=lab.he)
    taken("recall_notify", id=standing)
    night(lambda c, _: keep_stops(c), None)
    assert {(row.recall, row.state) for row in RecallNotice.rows()} == {(id, "withdrawn"), (standing, "sent")}


def test_nobody_is_called_any_more_for_a_false_alarm(lab):
    id = recall(lab)
    with changes(who=SYSTEM) as c:
        of = {"recall": id, "kind": "account", "batch_no": "B1", "qty": Decimal(1)}
        c.add(RecallCall, [{**of, "source": f"T{at}", "state": state} for at, state in enumerate(("planned", "back"))])
    taken("recall_lift", id=id, who=lab.gao, reason="误报")
    assert [row.state for row in RecallCall.rows(order=RecallCall.source)] == ["dropped", "back"]
    assert undo(last_batch(), house().records, who=SYSTEM).state == "applied"
    assert [row.state for row in RecallCall.rows(order=RecallCall.source)] == ["planned", "back"]


def to_do(who) -> set[str]:
    return {kind.due.name for kind in piles(house().areas, who).mine}


def unread(who) -> list[str]:
    return [notice.text_zh for notice in notices_for(house().records, who)]


def test_rework_of_a_nonconformance_does_not_end_a_recall(lab):
    case = put(Nonconformance, product=lab.powder, batch_no="B1", defect="破损", qty=1)
    taken("nonconformance_contain", id=case)
    taken("stop_nonconforming", id=case, level="two")
    taken("nonconformance_judge", id=case, disposition="rework")
    taken("nonconformance_dispose", id=case)
    assert hold_of(lab.powder, "B1").reason.startswith("召回")


def test_what_is_recalled_does_not_change_afterwards_and_needs_a_batch(lab):
    id = recall(lab)
    assert said(change(Recall, id, batches=["B9"])) == "召回已开始停售，产品和批号不能再改，请另开一单"
    taken("recall_batch", id=lab.powder, batch_no="B5", level="three", cause="异味")
    assert Recall.rows()[-1].batches == ["B5"]


def test_only_the_manager_lifts_or_closes_a_recall(lab):
    id = recall(lab)
    assert step("recall_lift", id, lab.ying, reason="误报").state == "refused"


# Incoming checks --------------------------------------------------------------------------------------------------------


def check(lab, **values) -> int:
    asked = {
        "product": lab.powder,
        "batch_no": "B1",
        "qty": 50,
        "produced_on": "2026-10-01",
        "received_on": "2026-11-23",
        "warehouse": lab.house,
        "licence_seen": True,
        "label_ok": True,
        "unit_cost": "40",
    }
    return put(IncomingCheck, **{**asked, **values})


def test_goods_that_are_in_order_are_in_stock(lab):
    id = check(lab)
    row = IncomingCheck.row(id)
    assert (row.supplier, row.expires_on, row.life_left) == (lab.supplier, date(2028, 3, 24), Decimal("90.2"))
    assert row.keep_until == date(2028, 9, 24)
    taken("incoming_check_accept", id=id)
    (stock,) = Stock.rows()
    assert (stock.qty, stock.expires_on, StockMovement.rows()[0].no) == (50, date(2028, 3, 24), row.no)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"licence_seen": False}, "还没有查验供应商证照"),
        ({"licence_until": "2026-11-22"}, "天润药业的证照有效期已于 2026-11-22 到期，不能收货"),
        ({"label_ok": False}, "标签检查不合格，不能收货；请拒收"),
        ({"produced_on": "2026-01-01"}, "剩余保质期只有 39.6%，低于收货要求 66.6%，不能收货"),
        ({"produced_on": None}, "请填写生产日期"),
    ],
)
def test_goods_that_are_not_in_order_are_not_received(lab, values, reason):
    assert said(step("incoming_check_accept", check(lab, **values))) == reason
    assert StockMovement.select().count() == 0


def test_a_supplier_whose_business_licence_ran_out_delivers_nothing(lab):
    change(Supplier, lab.supplier, business_until="2026-11-01")
    assert said(step("incoming_check_accept", check(lab))) == "天润药业的营业执照到期日已于 2026-11-01 到期，不能收货"


def test_goods_refused_at_the_door_are_a_nonconformance_of_the_supplier(lab):
    id = check(lab, label_ok=False)
    taken("incoming_check_reject", id=id, reason="无中文标签")
    (case,) = Nonconformance.rows()
    assert (case.source, case.supplier, case.description) == ("incoming", lab.supplier, "无中文标签")
    assert said(change(IncomingCheck, id, qty=1)) == "查验单已是“已拒收”，不能再改"


def test_a_batch_without_its_report_is_in_stock_but_does_not_go_out_until_the_report_is_valid(lab):
    put(ReportRequirement, product=lab.powder, kind="delivery")
    taken("incoming_check_accept", id=check(lab))
    assert hold_of(lab.powder, "B1").reason == "待检，缺报告：出厂检验"
    other = lab.report(kind="delivery", batch_no="B2")
    lab.measures(other, "0.1", upper=1)
    taken("inspection_report_check", id=other)
    assert hold_of(lab.powder, "B1") is not None
    mine = lab.report(kind="delivery", batch_no="B1")
    lab.measures(mine, "0.1", upper=1)
    taken("inspection_report_check", id=mine)
    assert (hold_of(lab.powder, "B1"), Stock.rows()[0].available) == (None, 50)
    assert notices("logistics")[-1] == "蛋白粉 批号 B1 的报告已齐，可以出库"


def test_a_yearly_report_serves_every_batch(lab):
    put(ReportRequirement, product=lab.powder, kind="type", frequency="yearly")
    report = lab.report(kind="type", batch_no="B0")
    lab.measures(report, "0.1", upper=1)
    taken("inspection_report_check", id=report)
    taken("incoming_check_accept", id=check(lab))
    assert hold_of(lab.powder, "B1") is None
    assert InspectionReport.row(report).state == "valid"


# Food-safety duty and papers --------------------------------------------------------------------------------------------


def checked(**values):
    return edit(SafetyCheck, [{"id": None, "set": {"kind": "day", **values}}], who=SYSTEM)


def test_no_problem_is_a_record_too_and_a_problem_says_what_and_how(lab):
    assert checked(store=lab.first, checked_on="2026-11-23").state == "applied"
    assert said(checked(store=lab.first, checked_on="2026-11-22", result="found")) == "有问题时请写明问题"
    assert said(checked(store=lab.first, checked_on="2026-11-22", result="fixed", problem="灯坏")) == "请写明整改措施"
    assert "已存在" in said(checked(store=lab.first, checked_on="2026-11-23"))


def test_headquarters_records_a_review_once_too(lab):
    assert checked(kind="week", checked_on="2026-11-22").state == "applied"
    assert said(checked(kind="week", checked_on="2026-11-22")) == "周排查（门店为空）的日期“2026-11-22”已存在，不能重复"


@pytest.mark.parametrize(
    ("kind", "number", "fits"),
    [
        ("approval", "国食健注G20180001", True),
        ("approval", "卫食健字（2003）第0123号", True),
        ("filing", "食健备G201951000123", True),
        ("filing", "食健备J202100000001", True),
        ("filing", "国食健注G20180001", False),
        ("approval", "国食健注G2018", False),
        ("filing", "食健备J202151000001", False),
    ],
)
def test_an_approval_number_is_one_the_authority_gives(lab, kind, number, fits):
    values = {"product": lab.powder, "kind": kind, "number": number}
    answer = edit(HealthFoodPaper, [{"id": None, "set": values}], who=SYSTEM)
    assert (answer.state == "applied") is fits
    assert fits or "号，如" in said(answer)


def test_an_old_label_is_to_be_renewed_before_the_new_rule_holds(lab):
    id = put(HealthFoodPaper, product=lab.powder)
    assert HealthFoodPaper.row(id).renew_by == date(2027, 3, 16)
    taken("health_food_paper_renew", id=id, label_version="V2")
    assert (HealthFoodPaper.row(id).label_rule, HealthFoodPaper.row(id).state) == ("gb2025", "done")
