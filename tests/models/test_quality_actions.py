"""Corrective actions, nonconformances and audits: who may do what next, what is asked for, and what comes back."""

from datetime import date

import pytest

from models.kit import changes
from models.kit.declare.states import moves_of
from models.kit.server import database
from models.kit.write.edits import edit
from models.kit.write.files import attach
from models.logistics import hold_of
from models.organization import Employee, Product, Store
from models.quality import (
    AuditFinding,
    CorrectiveAction,
    Nonconformance,
    QualityAudit,
    QualityPlan,
    open_corrective_action,
)
from tests.helpers.laboratory import Laboratory, notices, step, taken, way
from tests.helpers.shop import SYSTEM, change, put, said

PLAN = {"cause": "秤未校准", "action": "每日校准", "due_on": "2026-12-01"}


@pytest.fixture
def lab(clock, db):
    return Laboratory()


def opened(lab, **values) -> int:
    with changes(who=SYSTEM) as c:
        asked = {
            "source": "complaint",
            "problem": "净含量不足",
            "reference": "TS1",
            "product": lab.powder,
            "defect": "净含量",
        }
        return open_corrective_action(c, **{**asked, **values}).id


def attached(record, id: int) -> None:
    """A picture hangs on the row, as the page has stored it."""
    picture = {"name": "a.jpg", "kind": "image/jpeg", "size": 1, "stored": f"{record.key()}-{id}", "digest": "0" * 64}
    with database.writing():
        attach(SYSTEM, record, id, picture)


def row(id: int):
    return CorrectiveAction.row(id)


# Corrective actions -----------------------------------------------------------------------------------------------------


def test_an_action_goes_from_open_to_closed_with_a_second_person_in_between(lab):
    id = opened(lab)
    taken("corrective_action_start", id=id, who=lab.ying, **PLAN, owner=lab.he)
    taken("corrective_action_finish", id=id, who=lab.ying, proof="已校准")
    taken("corrective_action_verify", id=id, who=lab.lan)
    assert (row(id).verified_by, row(id).verified_on, row(id).check_on) == (
        lab.ma,
        date(2026, 11, 23),
        date(2026, 12, 23),
    )
    taken("corrective_action_close", id=id, who=lab.lan, effective="yes")
    assert way(CorrectiveAction, id) == ["open", "doing", "done", "verified", "closed"]
    assert row(id).closed_on == date(2026, 11, 23)


def test_nobody_verifies_an_action_of_his_own(lab):
    id = opened(lab, owner=lab.he)
    taken("corrective_action_start", id=id, who=lab.ying, **PLAN)
    taken("corrective_action_finish", id=id, who=lab.lan)
    assert said(step("corrective_action_verify", id, lab.ying)) == "验证通过要由另一个人来做：你是这条记录的责任人"
    assert said(step("corrective_action_verify", id, lab.lan)) == "验证通过要由另一个人来做：上一步是你做的"
    taken("corrective_action_verify", id=id, who=lab.gao)


def test_an_action_does_not_start_without_cause_and_action(lab):
    id = opened(lab)
    assert said(step("corrective_action_start", id)) == "请先填写根本原因、措施，再开始整改"


def test_an_action_can_not_be_closed_unverified_nor_by_writing_its_state(lab):
    id = opened(lab)
    assert "不能" in said(step("corrective_action_close", id, effective="yes"))
    assert "只能通过操作按钮" in said(change(CorrectiveAction, id, state="closed"))


def test_what_did_not_work_is_reopened_not_closed(lab):
    id = opened(lab)
    taken("corrective_action_start", id=id, **PLAN, owner=lab.he)
    taken("corrective_action_finish", "corrective_action_verify", id=id)
    assert said(step("corrective_action_close", id, effective="no")).startswith("效果检查为“无效”")
    taken("corrective_action_reopen", id=id, reason="仍不足")
    assert (row(id).state, row(id).verified_on, row(id).times, row(id).due_on) == ("open", None, 1, date(2026, 12, 7))


def test_what_was_sent_back_is_not_done(lab):
    id = opened(lab)
    taken("corrective_action_start", id=id, **PLAN, owner=lab.he)
    taken("corrective_action_finish", id=id, who=lab.ying)
    assert "原因" in said(step("corrective_action_send_back", id, lab.lan))
    taken("corrective_action_send_back", id=id, who=lab.lan, reason="没有照片")
    assert (row(id).state, row(id).done_on) == ("doing", None)


def test_a_verified_action_stays_as_it_was_verified(lab):
    id = settled(lab)
    others = {
        "problem": "别的",
        "cause": "别的",
        "action": "别的",
        "owner": put(Employee, staff_no="Q9", name="别人"),
        "due_on": "2027-01-01",
        "defect": "别的",
        "product": put(Product, sku="Q9", name="别的"),
        "batch_no": "Q9",
        "store": put(Store, code="Q9", name="别的店"),
    }
    for state in ("verified", "closed"):
        if state == "closed":
            taken("corrective_action_close", id=id, effective="yes")
        assert row(id).state == state
        for name, value in others.items():
            assert "要改先重新打开" in said(change(CorrectiveAction, id, **{name: value})), (state, name)


def settled(lab, **values) -> int:
    id = opened(lab, **values)
    taken("corrective_action_start", id=id, **PLAN, owner=lab.he)
    taken("corrective_action_finish", "corrective_action_verify", id=id)
    return id


def test_the_same_product_and_defect_within_90_days_reopens_the_action_instead_of_a_new_one(lab, clock):
    id = settled(lab)
    clock("2027-02-21 10:00")  # the ninetieth day
    assert opened(lab, reference="TS2", defect="水分、净含量") == id
    assert (row(id).state, row(id).times, row(id).verified_by) == ("open", 1, None)
    assert "TS2" in row(id).problem
    assert (moves_of(CorrectiveAction, id)[0].step, moves_of(CorrectiveAction, id)[0].before) == ("recur", "verified")
    assert notices("operations_manager")[-1].startswith(f"{row(id).no} 在 90 天内复发（第 1 次）")


@pytest.mark.parametrize("values", [{"defect": "水分"}, {"defect": None}, {"product": None}])
def test_another_defect_or_product_opens_an_action_of_its_own(lab, values):
    assert opened(lab, **values) != settled(lab)
    assert opened(lab, **values) != settled(lab, defect="铅")


def test_after_90_days_it_is_a_new_problem(lab, clock):
    id = settled(lab)
    clock("2027-02-22 10:00")
    assert opened(lab) != id


def test_an_action_still_open_is_not_reopened_but_joined_by_another(lab):
    assert opened(lab) != opened(lab)


def test_the_quality_post_and_the_owner_hear_of_a_new_action(lab):
    id = opened(lab, owner=lab.he)
    assert notices("quality") == [f"新的改善措施 {row(id).no}：净含量不足"]
    assert len(notices()) == 2


def test_only_the_manager_cancels_an_action(lab):
    id = opened(lab)
    assert step("corrective_action_cancel", id, lab.ying, reason="误开").state == "refused"
    taken("corrective_action_cancel", id=id, who=lab.gao, reason="误开")


# Nonconformances --------------------------------------------------------------------------------------------------------


def bad(lab, **values) -> int:
    asked = {"product": lab.powder, "batch_no": "B1", "defect": "包装破损", "source": "warehouse"}
    return put(Nonconformance, **{**asked, **values})


def test_a_nonconformance_entered_by_hand_has_its_action_and_is_reported(lab):
    id = bad(lab)
    case = Nonconformance.row(id)
    assert (row(case.action).source, row(case.action).reference, case.reported_to) == (
        "nonconformance",
        case.no,
        "运营经理",
    )
    assert len(notices("operations_manager")) == 1


def test_containing_stops_the_batch_everywhere_and_rework_frees_it(lab):
    id = bad(lab)
    taken("nonconformance_contain", id=id)
    assert hold_of(lab.powder, "B1").reason == f"不合格品 {Nonconformance.row(id).no}"
    taken("nonconformance_judge", id=id, disposition="rework")
    assert said(step("nonconformance_dispose", id)) == "请填写数量"
    taken("nonconformance_dispose", id=id, qty="3")
    assert hold_of(lab.powder, "B1") is None


def test_a_concession_is_for_the_manager_and_never_for_a_critical_defect(lab):
    id, worse = bad(lab), bad(lab, batch_no="B2", severity="critical")
    taken("nonconformance_contain", id=id)
    taken("nonconformance_contain", id=worse)
    assert said(step("nonconformance_judge", id, lab.ying, disposition="concession")) == "让步接收要由运营经理批准"
    taken("nonconformance_judge", id=id, who=lab.gao, disposition="concession")
    assert said(step("nonconformance_judge", worse, lab.gao, disposition="concession")) == "致命缺陷不能让步接收"


def test_what_is_destroyed_leaves_proof_and_stays_held(lab):
    id = bad(lab, qty=5)
    taken("nonconformance_contain", id=id)
    taken("nonconformance_judge", id=id, disposition="destroy", value_lost="120")
    assert said(step("nonconformance_dispose", id)) == "销毁须有照片或见证材料作附件"
    attached(Nonconformance, id)
    taken("nonconformance_dispose", id=id)
    assert hold_of(lab.powder, "B1") is not None


def test_a_nonconformance_closes_when_its_action_is_verified(lab):
    id = bad(lab, qty=5)
    taken("nonconformance_contain", id=id)
    taken("nonconformance_judge", id=id, disposition="return")
    taken("nonconformance_dispose", id=id)
    action = Nonconformance.row(id).action
    assert said(step("nonconformance_close", id)) == f"改善措施 {row(action).no} 尚未验证，不能关闭"
    taken("corrective_action_start", id=action, **PLAN, owner=lab.he)
    taken("corrective_action_finish", "corrective_action_verify", id=action)
    taken("nonconformance_close", id=id)


def test_a_false_alarm_frees_the_batch(lab):
    id = bad(lab)
    taken("nonconformance_contain", id=id)
    taken("nonconformance_cancel", id=id, who=lab.gao, reason="误报")
    assert hold_of(lab.powder, "B1") is None


# Audits and the plan ----------------------------------------------------------------------------------------------------


def audit(lab, **values) -> int:
    return put(
        QualityAudit, kind="supplier", scope="生产现场", supplier=lab.supplier, planned_on="2026-11-20", **values
    )


def finding(audit: int, clause: str, result: str, **values) -> int:
    return put(AuditFinding, audit=audit, clause=clause, result=result, **values)


def test_the_score_is_what_was_met_of_what_applied_by_weight(lab):
    id = audit(lab)
    assert QualityAudit.row(id).score is None
    finding(id, "原料验收", "pass", weight=3)
    finding(id, "留样", "fail", weight=1, severity="minor")
    finding(id, "冷链", "na", weight=9)
    assert QualityAudit.row(id).score == 75


def test_every_finding_that_does_not_conform_opens_an_action_and_observations_do_not(lab):
    id = audit(lab, auditor=lab.he)
    failing = finding(id, "留样", "fail", severity="severe", description="未留样")
    finding(id, "标识", "fail", severity="observation")
    taken("quality_audit_finish", id=id)
    (action,) = CorrectiveAction.rows()
    assert (action.source, action.reference, action.problem) == ("audit", QualityAudit.row(id).no, "留样：未留样")
    assert AuditFinding.row(failing).action == action.id
    assert said(step("quality_audit_close", id)) == "还有 1 项改善措施未验证，不能关闭"
    assert said(change(AuditFinding, failing, result="pass")) == "审核已是“已审核”，条款不能再改"


def test_an_audit_is_not_done_without_findings_or_auditor(lab):
    id = audit(lab)
    assert said(step("quality_audit_finish", id)) == "请先填写审核员，再完成审核"
    change(QualityAudit, id, auditor=lab.he)
    assert said(step("quality_audit_finish", id)) == "请先登记审核条款的结果"


def test_an_audit_says_whose_it_is_and_a_finding_how_severe(lab):
    asked = {"kind": "store", "scope": "门店", "planned_on": "2026-11-20"}
    assert said(edit(QualityAudit, [{"id": None, "set": asked}], who=SYSTEM)) == "门店审核要写明门店"
    id = audit(lab)
    wrong = {"audit": id, "clause": "留样", "result": "fail"}
    assert said(edit(AuditFinding, [{"id": None, "set": wrong}], who=SYSTEM)) == "不符合的条款要选择严重程度"


def test_a_plan_that_is_finished_stands_at_a_hundred_per_cent(lab):
    id = put(QualityPlan, quarter="q4", objective="合格率 99%")
    assert said(step("quality_plan_start", id)) == "请先填写负责人、完成期限，再开始"
    change(QualityPlan, id, owner=lab.he, due_on="2026-12-31")
    taken("quality_plan_start", "quality_plan_finish", id=id)
    assert QualityPlan.row(id).progress == 100
