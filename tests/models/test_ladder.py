"""The staff ladder: who stands before which step, what is lacking, and that nobody is promoted along it without."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models import house
from models.department import KpiItem, KpiReview, KpiScore
from models.kit import changes
from models.kit.ask.query import Query
from models.kit.ask.todo import todo
from models.kit.declare.access import may
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.organization import Employee
from models.stores import StaffMove
from models.stores.nightly import move_staff
from models.training import Candidate, Course, CourseRequirement, LadderStep, TrainingRecord, TrainingSession
from models.training.candidates import renew_candidates
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, delete, last_batch, night, put, said, source_at, take_back
from tests.helpers.steps import hire, refused, take

TODAY = date(2026, 11, 23)


class Staff:
    """王芳 has been a 店员 of the first store since 1 May; a 副店长 must have passed 门店管理."""

    def __init__(self, stores: dict[str, int]):
        self.first, self.second = stores.values()
        self.wang = hire("王芳", "E1", position="店员", store=self.first, hired_on="2026-05-01")
        self.course = put(Course, code="C1", name="门店管理", pass_score=60)
        put(CourseRequirement, course=self.course, position="副店长", within_days=30)
        self.step = put(LadderStep, from_position="店员", to_position="副店长", months=6, score=80)
        self.desk = person("店管", "store_management", 95)
        self.boss = person("总监", "operations_manager", 96)

    def passes(self, score: int, employee: int | None = None) -> None:
        session = put(TrainingSession, course=self.course, held_on="2026-11-20", place="总部")
        put(TrainingRecord, session=session, employee=employee or self.wang, attended=True, score=score)

    def appraised(self, month: str, score: int, employee: int | None = None) -> None:
        """A published appraisal that comes to this score."""
        review = put(KpiReview, month=month, subject="employee", employee=employee or self.wang)
        item = KpiItem.rows(KpiItem.code == "Y1") or [
            KpiItem.row(put(KpiItem, code="Y1", title="出勤", subject="employee", weight=100, target=100))
        ]
        put(KpiScore, review=review, item=item[0].id, actual=score)
        with changes(who=SYSTEM) as c:
            c.update(KpiReview, review, state="published")

    def candidate(self, employee: int | None = None):
        return Candidate.rows(Candidate.employee == (employee or self.wang), Candidate.step == self.step)[0]

    def move(self, **more) -> int:
        values = {"employee": self.wang, "kind": "promotion", "to_position": "副店长", "effective_on": TODAY}
        return put(StaffMove, **values, score=90, **more)


@pytest.fixture
def staff(clock, stores) -> Staff:
    return Staff(stores)


def lacking(row, lang: str = "zh") -> str | None:
    return row.lacking and Candidate.lacking.show(row.lacking, lang)


def test_what_is_lacking_is_named_until_nothing_is(staff):
    row = staff.candidate()
    assert (row.state, row.store, row.months, row.score) == ("growing", staff.first, 6, None)
    assert lacking(row) == "没有已公示的个人考核；没有取得“门店管理”"
    assert lacking(row, "en") == "no appraisal was published yet; “门店管理” isn't passed"
    for month, score in (("2026-07", 10), ("2026-08", 76), ("2026-09", 80), ("2026-10", 82)):
        staff.appraised(month, score)
    staff.passes(59)
    night(renew_candidates, TODAY)
    row = staff.candidate()
    assert row.score == Decimal("79.3"), "of the last three"
    assert lacking(row) == "近三次考核平均 79.3 分，要 80 分；没有取得“门店管理”"
    staff.passes(60)
    change(LadderStep, staff.step, score=79)
    row = staff.candidate()
    assert (row.state, row.lacking, row.gaps) == ("ready", None, 0)
    step = LadderStep.row(staff.step)
    assert (step.listed, step.ready) == (1, 1)


def test_time_counts_in_the_position_from_the_move_that_led_there(staff, monkeypatch):
    with changes(who=SYSTEM) as c:
        c.update(Employee, staff.wang, position="收银员", hired_on=date(2020, 1, 1))
    back = put(StaffMove, employee=staff.wang, kind="rotation", to_position="店员", effective_on="2026-11-23")
    for step in ("submit", "approve"):
        take(f"staff_move_{step}", back, who=person(step, "store_management", 90 + len(step)))
    night(move_staff, TODAY)
    night(renew_candidates, TODAY)
    assert staff.candidate().months == 0
    monkeypatch.setattr("models.kit.clock.source", source_at("2027-03-22 02:22"))
    night(renew_candidates, date(2027, 3, 22))
    assert staff.candidate().months == 3
    monkeypatch.setattr("models.kit.clock.source", source_at("2027-03-23 02:22"))
    night(renew_candidates, date(2027, 3, 23))
    assert staff.candidate().months == 4 and "在岗 4 个月，要满 6 个月" in lacking(staff.candidate())


def test_who_is_ready_is_proposed_and_another_approves(staff):
    staff.appraised("2026-10", 90)
    staff.passes(88)
    night(renew_candidates, TODAY)
    id = staff.candidate().id
    text = take("propose_promotion", id, who=staff.desk, effective_on="2026-11-23", to_store=staff.second)
    (move,) = StaffMove.rows()
    assert move.no in text and (move.kind, move.to_position, move.score, move.state) == (
        "promotion",
        "副店长",
        90,
        "draft",
    )
    assert "已有一份未办完的调动" in refused("propose_promotion", id, who=staff.desk, effective_on="2026-11-23")
    take("staff_move_submit", move.id, who=staff.desk)
    take("staff_move_approve", move.id, who=staff.boss)
    assert (Employee.row(staff.wang).position, Employee.row(staff.wang).store) == ("副店长", staff.second)
    night(renew_candidates, TODAY)
    assert not Candidate.rows(), "risen, and no step begins there"


def test_a_promotion_along_the_ladder_lacks_nothing(staff):
    id = staff.move()
    assert refused("staff_move_submit", id, who=staff.desk) == (
        "王芳 还不能从店员晋升到副店长：没有已公示的个人考核；没有取得“门店管理”。晋升阶梯里可以看到要求"
    )
    change(LadderStep, staff.step, status="off")
    assert not Candidate.rows()
    take("staff_move_submit", id, who=staff.desk)


def test_beside_the_ladder_the_old_terms_hold(staff):
    values = {"kind": "promotion", "to_position": "店长", "effective_on": "2026-11-23", "score": 90}
    take("staff_move_submit", put(StaffMove, employee=staff.wang, **values))


def test_who_is_not_ready_is_not_proposed(staff):
    answers = {"effective_on": "2026-11-23"}
    action = house().actions["propose_promotion"]
    assert act(action, who=staff.desk, id=staff.candidate().id, answers=answers).state == "refused"


def test_a_step_leads_elsewhere_and_can_be_taken_back(staff):
    answer = edit(LadderStep, [{"id": None, "set": {"from_position": "店员", "to_position": "店员"}}], who=SYSTEM)
    assert "不能相同" in said(answer)
    put(LadderStep, from_position="店员", to_position="仓管")
    assert len(Candidate.rows()) == 2
    assert take_back(last_batch()).state == "applied"
    assert [row.step for row in Candidate.rows()] == [staff.step]


def test_who_leaves_is_off_the_list_and_the_mentor_is_reminded(staff):
    mentor = hire("李店", "E9", position="店长", store=staff.first)
    leader = replace(person("李店", "store_manager", 97, store_id=staff.first), employee_id=mentor)
    id = staff.candidate().id
    edit(Candidate, [{"id": id, "set": {"mentor": mentor, "plan": "带教", "review_on": "2026-11-25"}}], who=staff.desk)
    area = [house().area_named["training"]]
    assert {due.name: [item.id for item in items] for due, _, items in todo(area, leader)}["candidate_reviews"] == [id]
    assert Query(Candidate, leader).count() == 1
    other = person("别店", "store_manager", 98, store_id=staff.second)
    assert Query(Candidate, other).count() == 0
    for role in ("quality", "viewer"):
        assert not may(person("别人", role, 99), "see", Candidate)
    change(Employee, staff.wang, status="left", left_on="2026-11-23")
    assert not Candidate.rows(), "at once"


def test_whom_no_step_holds_is_deleted_at_once_and_the_list_follows_every_change(staff):
    li = hire("李梅", "E2", position="收银员", store=staff.first, hired_on="2026-11-20")
    assert not Candidate.rows(Candidate.employee == li)
    change(Employee, li, position="店员")
    assert (staff.candidate(li).months, LadderStep.row(staff.step).listed) == (0, 2)
    change(Employee, li, store=staff.second)
    assert staff.candidate(li).store == staff.second
    assert "1 条后备人才" in said(delete(Employee, li))
    kept = staff.candidate().id
    edit(Candidate, [{"id": staff.candidate(li).id, "set": {"plan": "带教"}}], who=staff.desk)
    change(Employee, li, status="left", left_on="2026-11-23")
    assert [row.id for row in Candidate.rows()] == [kept] and LadderStep.row(staff.step).listed == 1
    assert take_back(last_batch()).state == "applied"
    assert (staff.candidate(li).plan, LadderStep.row(staff.step).listed) == ("带教", 2)
    change(Employee, li, position="收银员")
    assert delete(Employee, li).state == "applied"
