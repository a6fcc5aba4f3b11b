"""Complaints: their clock, their way to an answer, what they may cost, and who hears of them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from models import house
from models.kit import changes, system
from models.kit.ask.query import Query
from models.kit.clock import Week, local
from models.kit.declare.params import Parameter, seed_params
from models.kit.declare.states import moves_of
from models.kit.write.acting import act
from models.kit.write.notices import Notice
from models.organization import Employee, Product
from models.quality import CorrectiveAction
from models.service import AREA, Complaint
from models.service.handling import escalate
from tests.conftest import person
from tests.helpers.door import change as by
from tests.helpers.door import new
from tests.helpers.shop import SYSTEM, change, delete, put, said, take_back

SETTLED = {"cause_code": "attitude", "cause": "新员工没有培训", "resolution": "店长上门道歉"}


@pytest.fixture
def desk(clock, stores):
    """Monday 23 November at ten, one product and one handler."""
    put(Product, sku="P1", name="维生素C片")
    put(Employee, staff_no="Y1", name="周敏", department="members_service")
    return stores


def ticket(**more) -> int:
    return put(Complaint, **{"description": "店员态度不好", "category": "service", **more})


def step(id: int, name: str, who=SYSTEM, **answers):
    return act(house().actions[f"complaint_{name}"], who=who, id=id, answers=answers)


def take(id: int, *names: str, **answers) -> None:
    for name in names:
        done = step(id, name, **answers)
        assert done.state == "applied", said(done)


def notified() -> list[tuple]:
    """Who heard what: role or employee, and the sentence."""
    return [
        (notice.role or notice.employee_id, notice.text_zh, notice.urgent)
        for notice in Notice.select().order_by(Notice.id)
    ]


def due(id: int) -> str:
    return f"{local(Complaint.row(id).due_at):%m-%d %H:%M}"


# The clock ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "settle", "respond"),
    [("normal", "11-25 10:00", "14:00"), ("serious", "11-24 10:00", "12:00"), ("critical", "11-23 14:00", "10:30")],
)
def test_the_severity_sets_when_a_ticket_is_due_and_first_answered(desk, severity, settle, respond):
    id = ticket(severity=severity)
    row = Complaint.row(id)
    assert (due(id), f"{local(row.respond_due_at):%H:%M}") == (settle, respond)
    assert row.no == f"TS20261123{id:06d}"


def test_a_manager_may_set_other_hours(desk):
    seed_params(AREA.params, SYSTEM)
    hours = next(row for row in Parameter.rows() if row.code == "complaint_hours_normal")
    assert change(Parameter, hours.id, value=12).state == "applied"
    assert due(ticket()) == "11-23 22:00"


def test_a_ticket_made_more_severe_is_due_earlier(desk):
    id = ticket()
    change(Complaint, id, severity="serious")
    assert due(id) == "11-24 10:00"


def test_the_clock_stands_still_while_the_customer_is_to_answer(desk, clock):
    id = ticket()
    take(id, "start")
    clock("2026-11-23 12:00")
    take(id, "wait", reason="请顾客补寄照片")
    clock("2026-11-24 09:30")
    take(id, "resume")
    row = Complaint.row(id)
    assert (row.waited_minutes, row.waiting_since, due(id)) == (21 * 60 + 30, None, "11-26 07:30")
    change(Complaint, id, **SETTLED)
    clock("2026-11-26 07:00")
    take(id, "resolve")
    row = Complaint.row(id)
    assert (row.in_time, row.hours) == (True, Decimal("47.5"))


def test_a_ticket_settled_after_its_time_is_late(desk, clock):
    id = ticket(severity="critical", **SETTLED)
    take(id, "start")
    clock("2026-11-23 14:01")
    take(id, "resolve")
    assert Complaint.row(id).in_time is False


def test_waiting_for_the_customer_wants_a_reason(desk):
    id = ticket()
    take(id, "start")
    assert "原因" in said(step(id, "wait"))


def test_the_first_response_is_kept_and_held_against_its_time(desk, clock):
    id = ticket(severity="serious")
    clock("2026-11-23 12:30")
    take(id, "start")
    row = Complaint.row(id)
    assert row.responded_in_time is False
    take(id, "wait", reason="等照片")
    take(id, "resume")
    assert Complaint.row(id).responded_at == row.responded_at


def test_a_regulator_s_case_is_mediated_within_sixty_days(desk):
    id = ticket(source="authority", case_no="5101042026112300001")
    assert Complaint.row(id).mediation_due_on == date(2027, 1, 22)
    assert Complaint.row(ticket()).mediation_due_on is None


# Escalation --------------------------------------------------------------------------------------------------------------


def pass_time(clock, text: str) -> int:
    clock(text)
    with changes(who=system("clock"), via="job") as c:
        return escalate(c)


def test_a_ticket_that_runs_late_is_told_at_half_at_eighty_and_past_its_time_each_once(desk, clock):
    handler = Employee.rows()[0].id
    id = ticket(handler=handler)
    assert pass_time(clock, "2026-11-24 09:59") == 0
    assert [pass_time(clock, at) for at in ("2026-11-24 10:00", "2026-11-24 12:00")] == [1, 0]
    assert pass_time(clock, "2026-11-25 00:30") == 1 and Complaint.row(id).mark == 80
    assert pass_time(clock, "2026-11-25 10:01") == 1 and pass_time(clock, "2026-11-26 10:00") == 0
    assert [whom for whom, _, _ in notified()] == [
        handler,
        "members_service",
        handler,
        "members_service",
        "operations_manager",
        handler,
    ]
    assert "已超过处理时限" in notified()[-1][1] and notified()[-1][2]


def test_nothing_is_told_while_the_customer_is_to_answer_or_once_it_is_settled(desk, clock):
    waiting, settled = ticket(), ticket(**SETTLED)
    take(waiting, "start")
    take(waiting, "wait", reason="等顾客")
    take(settled, "start", "resolve")
    assert pass_time(clock, "2026-12-24 10:00") == 0


def test_a_critical_complaint_is_put_before_the_operations_manager_at_once(desk):
    ticket(severity="critical", description="顾客食用后送医")
    assert notified() == [("operations_manager", "重大投诉 TS20261123000001：顾客食用后送医", True)]


def test_so_is_one_that_turns_out_to_be_critical(desk):
    id = ticket()
    assert notified() == []
    change(Complaint, id, severity="critical")
    assert notified()[0][0] == "operations_manager"


def test_whoever_gets_a_ticket_hears_of_it(desk):
    handler = Employee.rows()[0].id
    take(ticket(), "assign", handler=handler)
    assert notified()[0][:2] == (handler, "工单 TS20261123000001 派给了你，请于 11-25 10:00 前处理完")


# The way to an answer ----------------------------------------------------------------------------------------------------


def test_a_ticket_goes_its_way_and_every_move_is_kept(desk, ann):
    id = ticket()
    assert step(id, "start", ann).state == "applied"
    change(Complaint, id, **SETTLED)
    for name, answers in (("resolve", {}), ("call_back", {"satisfaction": 4}), ("close", {})):
        assert step(id, name, ann, **answers).state == "applied"
    row = Complaint.row(id)
    assert (row.state, row.satisfaction, row.closed_at is not None) == ("closed", 4, True)
    assert [move.after for move in moves_of(Complaint, id)] == ["closed", "called_back", "resolved", "working", "new"]
    assert moves_of(Complaint, id)[0].user_name == "Ann"


def test_nothing_is_settled_without_cause_and_resolution(desk):
    id = ticket()
    take(id, "start")
    assert said(step(id, "resolve")) == "请先填写原因分类、原因分析、处理结果，再解决"
    change(Complaint, id, **{**SETTLED, "resolution": None})
    assert said(step(id, "resolve")) == "请先填写处理结果，再解决"


def test_nothing_is_closed_without_a_call_back(desk):
    id = ticket(**SETTLED)
    take(id, "start", "resolve")
    assert "不能" in said(step(id, "close"))
    assert Complaint.row(id).state == "resolved"


@pytest.mark.parametrize("satisfaction", [0, 6])
def test_satisfaction_is_one_to_five(desk, satisfaction):
    id = ticket(**SETTLED)
    take(id, "start", "resolve")
    assert step(id, "call_back", satisfaction=satisfaction).state == "refused"


def test_no_other_way_leads_to_a_state(desk):
    id = ticket()
    assert "只能通过操作按钮变更" in said(change(Complaint, id, state="closed"))


def test_a_discontent_customer_reopens_the_ticket_and_the_clock_starts_anew(desk, clock):
    id = ticket(**SETTLED)
    take(id, "start", "resolve")
    take(id, "call_back", satisfaction=1)
    clock("2026-11-30 09:00")
    assert "原因" in said(step(id, "reopen"))
    take(id, "reopen", reason="顾客不认可")
    row = Complaint.row(id)
    assert (row.reopened, row.satisfaction, row.resolved_at, due(id)) == (1, None, None, "12-02 09:00")
    assert moves_of(Complaint, id)[0].reason == "顾客不认可"


def test_a_closed_ticket_stays_as_it_was(desk):
    id = ticket(**SETTLED)
    take(id, "start", "resolve")
    take(id, "call_back", satisfaction=5)
    take(id, "close")
    assert said(change(Complaint, id, cause="另有原因")) == "TS20261123000001 已关闭，要修改请先重新打开"


def test_a_ticket_that_is_being_handled_is_not_deleted(desk):
    id, other = ticket(), ticket()
    take(id, "start")
    assert "不能删除" in said(delete(Complaint, id))
    assert delete(Complaint, other).state == "applied"


def test_a_duplicate_goes_into_the_ticket_that_goes_on(desk):
    id, other = ticket(), ticket()
    merge = house().actions["merge_complaints"]
    assert said(act(merge, who=SYSTEM, id=id, answers={"into": id})) == "不能并入自己"
    assert act(merge, who=SYSTEM, id=id, answers={"into": other}).state == "applied"
    assert (Complaint.row(id).state, Complaint.row(id).merged_into) == ("merged", other)
    assert "不能并单" in said(act(merge, who=SYSTEM, id=other, answers={"into": id}))


# Quality -----------------------------------------------------------------------------------------------------------------


def test_a_quality_complaint_needs_product_and_batch(desk):
    product = Product.rows()[0].id
    base = {"description": "胶囊发霉", "category": "quality"}
    assert said(new(Complaint, SYSTEM, base)) == "质量类投诉必须填写商品和批号，以便追溯"
    assert "批号" in said(new(Complaint, SYSTEM, {**base, "product": product}))
    assert CorrectiveAction.select().count() == 0


def test_a_quality_complaint_opens_one_corrective_action(desk):
    product = Product.rows()[0].id
    id = ticket(category="quality", description="胶囊发霉", product=product, batch_no="B20260901")
    action = CorrectiveAction.row(Complaint.row(id).corrective_action)
    assert (action.source, action.reference, action.product, action.batch_no) == (
        "complaint",
        "TS20261123000001",
        product,
        "B20260901",
    )
    assert action.problem == "投诉 TS20261123000001：胶囊发霉"
    change(Complaint, id, description="胶囊发霉，一瓶")
    take(id, "start")
    assert CorrectiveAction.select().count() == 1


def test_undoing_a_quality_complaint_takes_its_action_along(desk):
    ticket(category="quality", product=Product.rows()[0].id, batch_no="B1")
    assert take_back().state == "applied"
    assert (Complaint.select().count(), CorrectiveAction.select().count()) == (0, 0)


# Compensation ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def manager(db):
    return person("Mei", "operations_manager", 110)


def test_a_small_compensation_needs_no_approval(desk):
    assert Complaint.row(ticket(compensation=50)).compensation_state == "none"


def test_a_larger_one_holds_the_ticket_until_somebody_else_agreed(desk, ann, manager):
    id = ticket(**SETTLED)
    assert by(Complaint, ann, id, compensation=200).state == "applied"
    assert Complaint.row(id).compensation_state == "waiting"
    assert {whom for whom, _, _ in notified()} == {"members_service", "operations_manager"}
    take(id, "start")
    assert said(step(id, "resolve")) == "赔付 ¥200.00 还没有批准，不能解决"
    assert said(act(house().actions["approve_compensation"], who=ann, id=id)) == "赔付须由申请人以外的人审批"
    assert act(house().actions["approve_compensation"], who=manager, id=id).state == "applied"
    take(id, "resolve")


def test_a_large_one_is_for_the_operations_manager(desk, ann, manager):
    id = ticket(compensation=501)
    assert said(act(house().actions["approve_compensation"], who=ann, id=id)) == "¥501.00 的赔付须由运营经理审批"
    assert act(house().actions["approve_compensation"], who=manager, id=id).state == "applied"


def test_a_rejected_one_still_holds_it_until_the_amount_changes(desk, ann):
    id = ticket(compensation=100, **SETTLED)
    take(id, "start")
    assert (
        act(house().actions["reject_compensation"], who=ann, id=id, answers={"reason": "与事实不符"}).state == "applied"
    )
    assert "还没有批准" in said(step(id, "resolve"))
    change(Complaint, id, compensation=30)
    take(id, "resolve")


def test_an_agreed_amount_that_grows_waits_again(desk, ann):
    id = ticket(compensation=100)
    act(house().actions["approve_compensation"], who=ann, id=id)
    change(Complaint, id, compensation=120)
    assert Complaint.row(id).compensation_state == "waiting"


# Who sees what -----------------------------------------------------------------------------------------------------------


def test_a_store_manager_handles_the_own_store_s_tickets_only(desk, chen):
    mine, other = ticket(store=desk["锦江一店"], phone="13800000001"), ticket(store=desk["武侯一店"])
    assert [row["id"] for row in Query(Complaint, chen).rows()] == [mine]
    assert Query(Complaint, chen).row(mine)["phone"] == "138****0001"
    assert step(mine, "start", chen).state == "applied"
    assert step(other, "start", chen).state == "refused"


def test_a_viewer_moves_nothing(desk, bo):
    assert step(ticket(), "start", bo).state == "refused"


def test_the_figures_of_the_week_count_complaints(desk, clock):
    values = {metric.name: metric for metric in AREA.metrics}
    store = desk["锦江一店"]
    late, early = ticket(severity="critical", store=store, **SETTLED), ticket(store=store, compensation=20, **SETTLED)
    ticket(kind="enquiry")
    take(late, "start")
    take(early, "start")
    clock("2026-11-23 16:00")
    take(early, "resolve")
    take(early, "call_back", satisfaction=4)
    take(late, "resolve")
    week = Week(date(2026, 11, 23))
    told_now = {
        name: values[name].value(week)
        for name in (
            "complaints_received",
            "complaints_in_time",
            "complaints_mean_hours",
            "complaints_satisfaction",
            "complaints_open",
            "complaints_compensation",
            "enquiries_received",
            "complaints_responded_in_time",
        )
    }
    assert told_now == {
        "complaints_received": 2,
        "complaints_in_time": 50,
        "complaints_mean_hours": 6,
        "complaints_satisfaction": 4,
        "complaints_open": 0,
        "complaints_compensation": 20,
        "enquiries_received": 1,
        "complaints_responded_in_time": 100,
    }
    assert values["complaints_received"].per_store(week) == {store: 2}
    assert values["complaints_received"].value(Week(week.monday - timedelta(days=7))) == 0
    for chart in AREA.charts:
        assert chart.fn(week)["series"]
