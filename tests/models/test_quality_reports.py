"""Inspection reports: each item's verdict by the standard of its day, the conclusion drawn, and what a failure opens at once."""

from datetime import date
from decimal import Decimal

import pytest

from models import house
from models.kit.ask.query import BadQuery, Query
from models.kit.declare.access import may
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.organization import Store, Supplier
from models.quality import CorrectiveAction, InspectionItem, InspectionReport, Nonconformance, QualityStandard
from models.quality.verdicts import Limit, verdict
from tests.helpers.laboratory import Laboratory, notices, step, taken
from tests.helpers.shop import SYSTEM, change, delete, last_batch, put, said


@pytest.fixture
def lab(clock, db):
    return Laboratory()


def D(text):
    return None if text is None else Decimal(text)


# How a result reads -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "lower", "upper", "expected"),
    [
        ("0.482", None, "0.5", "pass"),
        ("0.5", None, "0.5", "pass"),
        ("0.501", None, "0.5", "fail"),
        ("541.801", "495", "505", "fail"),
        ("17,841.421", "0", "30000", "pass"),
        ("0.08 mg/kg", None, "0.5", "pass"),
        ("<0.01", None, "0.5", "pass"),
        ("＜1", None, "0.5", None),
        ("<0.01", "5", None, "fail"),
        ("≥2400", None, "1000", "fail"),
        ("未检出", None, "0.5", "pass"),
        ("ND", None, "0.5", "pass"),
        ("未检出（<0.01）", None, "0.5", "pass"),
        ("未检出（检出限：0.7）", None, "0.5", None),
        ("1.2×10⁴ CFU/g", None, "30000", "pass"),
        ("1.2×10^5", None, "30000", "fail"),
        ("0.1～0.3", None, "0.5", "pass"),
        ("0.1~0.6", None, "0.5", None),
        ("n=5,c=2", None, "10", None),
        ("-0.5", "0", "1", "fail"),
        ("", None, "0.5", None),
    ],
)
def test_a_result_stands_inside_or_outside_its_limits_or_can_not_be_told(result, lower, upper, expected):
    assert verdict(result, Limit(D(lower), D(upper))) == expected


@pytest.mark.parametrize(
    ("result", "criterion", "expected"),
    [
        ("未检出", "不得检出", "pass"),
        ("<10", "不得检出", "pass"),
        ("3", "不得检出", "fail"),
        ("检出", "不得检出", "fail"),
        ("阳性", "阴性", "fail"),
        ("棕褐色粉末", "棕褐色粉末", "pass"),
        ("符合要求", "棕褐色粉末", "pass"),
        ("不符合", "棕褐色粉末", "fail"),
        ("浅棕色粉末", "棕褐色粉末", None),
    ],
)
def test_a_result_in_words_is_held_against_a_requirement_in_words(result, criterion, expected):
    assert verdict(result, Limit(criterion=criterion)) == expected


def test_limits_that_are_not_included_fail_at_the_limit_itself():
    assert verdict("0.5", Limit(upper=D("0.5"), inclusive=False)) == "fail"
    assert verdict("<0.5", Limit(upper=D("0.5"), inclusive=False)) == "pass"


# By which standard ------------------------------------------------------------------------------------------------------


def test_the_standard_in_force_on_the_sampling_day_decides_not_the_one_of_today(lab):
    first = lab.standard(upper="0.5")
    second = lab.standard(upper="0.3", version=2, effective_on="2026-10-01")
    before = lab.measures(lab.report(sampled_on="2026-09-30"), "0.4")
    after = lab.measures(lab.report(sampled_on="2026-10-01"), "0.4")
    assert (before.verdict, before.standard, before.limit) == ("pass", first, "≤0.5")
    assert (after.verdict, after.standard, after.limit) == ("fail", second, "≤0.3")
    assert QualityStandard.row(first).effective_until == date(2026, 9, 30)


def test_the_products_own_standard_goes_before_its_kinds_and_that_before_one_for_all(lab):
    lab.standard(product=None, upper="0.9")
    assert lab.measures(lab.report(), "0.6").limit == "≤0.9"
    lab.standard(product=None, category=lab.kind, upper="0.7")
    assert lab.measures(lab.report(), "0.6").limit == "≤0.7"
    lab.standard(upper="0.5")
    assert lab.measures(lab.report(), "0.6").limit == "≤0.5"


def test_a_draft_decides_nothing_until_it_is_put_into_force_and_the_report_judged_again(lab):
    report = lab.report()
    draft = lab.standard(adopt=False)
    assert lab.measures(report, "0.4").verdict == "pending"
    taken("quality_standard_adopt", id=draft)
    taken("judge_again", id=report)
    assert InspectionReport.row(report).conclusion == "pass"


def test_without_a_standard_the_limits_on_the_report_decide_and_the_laboratory_only_where_those_can_not(lab):
    report = lab.report()
    assert lab.measures(report, "541.8", "净含量", lower=495, upper=505, stated="pass").verdict == "fail"
    assert lab.measures(report, "n=5,c=2", "大肠菌群", stated="pass").verdict == "pass"
    assert lab.measures(report, None, "水分", stated="pass").verdict == "pending"


def test_a_sampling_day_put_right_brings_new_verdicts(lab):
    lab.standard(upper="0.5")
    lab.standard(upper="0.3", version=2, effective_on="2026-10-01")
    report = lab.report(sampled_on="2026-10-02", produced_on="2026-01-01")
    lab.measures(report, "0.4")
    change(InspectionReport, report, sampled_on="2026-09-01")
    assert InspectionReport.row(report).conclusion == "pass"


# The conclusion ---------------------------------------------------------------------------------------------------------


def test_the_conclusion_is_drawn_from_the_items(lab):
    lab.standard()
    report = lab.report()
    assert InspectionReport.row(report).conclusion == "pending"
    lab.measures(report, "0.1")
    assert InspectionReport.row(report).conclusion == "pass"
    lab.measures(report, "浅黄", "色泽")
    assert InspectionReport.row(report).conclusion == "pending"
    answer = change(InspectionReport, report, conclusion="pass")
    assert "由系统计算" in said(answer)


def test_a_report_is_valid_for_a_year_from_its_day_and_of_the_products_supplier(lab):
    row = InspectionReport.row(lab.report(reported_on="2026-02-28"))
    assert (row.valid_until, row.supplier, row.received_on) == (date(2027, 2, 28), lab.supplier, date(2026, 2, 28))


def test_only_a_report_whose_items_all_passed_is_approved(lab):
    report = lab.report()
    assert said(step("inspection_report_check", report)) == "报告还没有检验项目，不能审核"
    item = lab.measures(report, "浅黄", "色泽")
    assert said(step("inspection_report_check", report)) == "色泽 无法自动判定，请填写报告单项结论"
    change(InspectionItem, item.id, stated="pass")
    taken("inspection_report_check", id=report, who=lab.ying)
    assert (InspectionReport.row(report).state, InspectionReport.row(report).checked_by) == ("valid", lab.he)


def test_dates_of_a_report_follow_one_another_and_it_was_sampled_in_one_place(lab):
    asked = {"report_no": "X", "laboratory": "所", "product": lab.powder, "batch_no": "B"}
    wrong = {**asked, "sampled_on": "2026-11-02", "reported_on": "2026-11-01"}
    assert said(edit(InspectionReport, [{"id": None, "set": wrong}], who=SYSTEM)) == "报告日期不能早于抽样日期"


# What a failure opens ---------------------------------------------------------------------------------------------------


def test_a_failing_item_fails_the_report_and_opens_all_that_must_follow_in_one_step(lab):
    lab.standard(risk="high")
    report = lab.report(batch_no="B7")
    lab.measures(report, "0.9")
    row = InspectionReport.row(report)
    case, action = Nonconformance.row(row.nonconformance), CorrectiveAction.rows()[0]
    assert (row.state, row.conclusion, row.failed_items) == ("failed", "fail", 1)
    assert (case.product, case.batch_no, case.supplier, case.defect) == (lab.powder, "B7", lab.supplier, "铅")
    assert (case.severity, case.reference, case.reported_to, case.action) == (
        "critical",
        "JC-1",
        "运营经理",
        action.id,
    )
    assert (action.source, action.reference, action.state, action.due_on) == (
        "report",
        case.no,
        "open",
        date(2026, 12, 7),
    )
    assert notices("operations_manager", urgent=True) == ["检验报告 JC-1 不合格：蛋白粉 批号 B7，铅 0.9（要求 ≤0.5）"]


def test_a_second_failing_item_of_a_failed_report_opens_nothing_more(lab):
    report = lab.report()
    lab.measures(report, "9", upper=1)
    lab.measures(report, "9", "镉", upper=1)
    assert (Nonconformance.select().count(), InspectionReport.row(report).failed_items) == (1, 2)


def test_a_typing_mistake_put_right_takes_the_report_back_to_be_checked(lab):
    report = lab.report()
    item = lab.measures(report, "9", upper=1)
    change(InspectionItem, item.id, result="0.9")
    assert (InspectionReport.row(report).state, InspectionReport.row(report).conclusion) == ("received", "pass")
    change(InspectionItem, item.id, result="9")
    assert (InspectionReport.row(report).state, Nonconformance.select().count()) == ("failed", 1)


def test_taking_back_the_failing_item_takes_back_what_it_opened(lab):
    report = lab.report()
    lab.measures(report, "9", upper=1)
    assert undo(last_batch(), house().records, who=SYSTEM).state == "applied"
    assert (Nonconformance.select().count(), CorrectiveAction.select().count()) == (0, 0)
    assert (InspectionReport.row(report).state, InspectionReport.row(report).conclusion) == ("received", "pending")


def test_deleting_an_item_draws_the_conclusion_anew(lab):
    report = lab.report()
    lab.measures(report, "0.5", upper=1)
    second = lab.measures(report, "淡", "色泽")
    assert delete(InspectionItem, second.id).state == "applied"
    assert InspectionReport.row(report).conclusion == "pass"


# Standards --------------------------------------------------------------------------------------------------------------


def test_a_standard_in_force_is_not_changed_but_followed_by_a_new_version(lab):
    id = lab.standard()
    assert said(change(QualityStandard, id, upper="0.9")) == "标准已是“生效”，限值不能再改，请新建版本"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"category": "保健食品"}, "商品和类别只填一项；都不填为通用标准"),
        ({"lower": "2", "upper": "1"}, "下限 2 大于上限 1"),
        ({"effective_until": "2025-01-01"}, "废止日期不能早于生效日期"),
        ({"item": "镉"}, "蛋白粉 镉（适用类别为空）的版本“1”已存在，不能重复"),
    ],
)
def test_a_standard_that_contradicts_itself_is_refused(lab, values, reason):
    lab.standard("镉", adopt=False)
    asked = {"item": "铅", "product": lab.powder, "upper": "1", "effective_on": "2026-01-01", **values}
    assert said(edit(QualityStandard, [{"id": None, "set": asked}], who=SYSTEM)) == reason


def test_a_standard_without_any_limit_is_not_put_into_force(lab):
    id = put(QualityStandard, item="铅", product=lab.powder)
    assert said(step("quality_standard_adopt", id)) == "请填写下限、上限或文字要求，至少一项"


def test_sampled_in_a_store_or_in_a_warehouse_but_not_in_both(lab, stores):
    from models.logistics import Warehouse

    house = put(Warehouse, code="W1", name="总仓")
    report = lab.report(sampled_store=stores["锦江一店"])
    assert said(change(InspectionReport, report, sampled_warehouse=house)) == "抽样地点只能是门店或仓库之一"
    assert Store.row(stores["锦江一店"]).id == InspectionReport.row(report).sampled_store


def test_a_store_reads_in_a_report_who_supplied_the_batch_and_nothing_else_of_him(chen):
    """By law a shop shows for its goods who delivered them and their report; prices and people are the buyers' business."""
    assert may(chen, "see", InspectionReport, "supplier") and not may(chen, "see", Supplier)
    with pytest.raises(BadQuery):
        Query(InspectionReport, chen, {"supplier.phone": {"eq": "13800000000"}}).rows(0, 1)
