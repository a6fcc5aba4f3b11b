"""Training: nobody twice, who passed follows from the score, and everybody's required courses are known at any time."""

from dataclasses import replace
from datetime import date

import pytest
from nicegui.testing import User

from models import AREAS
from models.kit.ask.todo import todo
from models.kit.clock import Week
from models.kit.write.edits import edit
from models.organization import Employee
from models.training import Course, CourseRequirement, TrainingNeed, TrainingRecord, TrainingSession, week
from models.training.records import needs, refresh
from pages import training_matrix as matrix
from tests.conftest import person
from tests.helpers import desk
from tests.helpers.shop import SYSTEM, change, delete, night, put, said, take_back
from tests.helpers.steps import hire, notified, refused, take

THIS = Week(date(2026, 11, 23))


@pytest.fixture
def school(clock, stores):
    """Two clerks in two stores; 食品安全 is required of 店员 within 30 days and valid for 12 months."""
    return School(stores)


class School:
    def __init__(self, stores):
        self.stores = stores
        self.first, self.second = stores.values()
        self.wang = hire("王芳", "E1", position="店员", store=self.first, hired_on="2026-11-01")
        self.li = hire("李强", "E2", position="店员", store=self.second, hired_on="2020-01-01")
        self.safety = put(Course, code="C1", name="食品安全", hours=4, pass_score=80, valid_months=12)
        self.session = self.on("2026-11-23")

    def on(self, day: str, **more) -> int:
        return put(TrainingSession, course=self.safety, held_on=day, **more)

    def require(self, **more) -> int:
        return put(CourseRequirement, course=self.safety, position="店员", **more)

    def attends(self, employee: int, session: int | None = None, **more) -> int:
        return put(TrainingRecord, session=session or self.session, employee=employee, attended=True, **more)

    def state(self, employee: int) -> str:
        return next(row.state for row in TrainingNeed.rows(TrainingNeed.employee == employee))


def test_a_session_gets_its_number_and_counts_its_people(school):
    school.attends(school.wang, score=90)
    school.attends(school.li, score=60)
    row = TrainingSession.row(school.session)
    assert row.no.startswith("PX20261123")
    assert (row.listed_count, row.attended_count, row.passed_count) == (2, 2, 1)


def test_passed_and_the_certificate_s_end_follow_from_score_and_course(school):
    row = TrainingRecord.row(school.attends(school.wang, score=80))
    assert (row.passed, row.expires_on, row.hours, row.store) == (True, date(2027, 11, 23), 4, school.first)
    assert change(TrainingRecord, row.id, score=79).state == "applied"
    assert (TrainingRecord.row(row.id).passed, TrainingRecord.row(row.id).expires_on) == (False, None)


def test_without_a_score_nobody_has_passed_or_failed_yet(school):
    assert TrainingRecord.row(school.attends(school.wang)).passed is None


def test_attending_is_passing_where_no_score_is_asked(school):
    change(Course, school.safety, pass_score=0)
    assert TrainingRecord.row(school.attends(school.wang)).passed is True


def test_nobody_is_in_a_session_twice(school):
    school.attends(school.wang)
    again = edit(
        TrainingRecord, [{"id": None, "set": {"session": school.session, "employee": school.wang}}], who=SYSTEM
    )
    assert said(again) == "王芳 已在这场培训的名单中"


def test_nobody_attends_before_the_day_or_what_was_called_off(school):
    ahead = school.on("2026-12-01")
    row = {"session": ahead, "employee": school.wang, "attended": True}
    assert said(edit(TrainingRecord, [{"id": None, "set": row}], who=SYSTEM)) == "培训日期是 2026-12-01，还不能登记签到"
    take("training_session_cancel", ahead, reason="讲师出差")
    row["session"] = ahead
    assert said(edit(TrainingRecord, [{"id": None, "set": row}], who=SYSTEM)) == "这场培训已取消"


def test_a_session_is_finished_only_when_somebody_came_and_cancelled_only_when_nobody_did(school):
    assert refused("training_session_finish", school.session) == "还没有登记签到，不能标记为已完成"
    school.attends(school.wang)
    assert refused("training_session_cancel", school.session, reason="取消") == "已有 1 人签到，不能取消"
    take("training_session_finish", school.session)
    assert TrainingSession.row(school.session).state == "done"


def test_the_course_stays_once_people_are_on_the_list_and_the_day_moves_with_a_notice(school):
    ahead = school.on("2026-12-01")
    put(TrainingRecord, session=ahead, employee=school.wang)
    assert "名单上已有 1 人" in said(change(TrainingSession, ahead, held_on="2026-12-05"))
    assert take("reschedule", ahead, held_on="2026-12-05") == "已改到 2026-12-05，名单上的 1 人会收到通知"
    assert TrainingRecord.rows(TrainingRecord.session == ahead)[0].held_on == date(2026, 12, 5)
    assert notified()[-1] == (school.wang, f"培训 {TrainingSession.row(ahead).no} 改到 2026-12-05")


# Who lacks what ---------------------------------------------------------------------------------------------------------


def test_a_required_course_is_lacked_at_once_by_everybody_in_the_post(school):
    school.require()
    rows = {row.employee: row for row in TrainingNeed.rows()}
    assert {id: row.state for id, row in rows.items()} == {school.wang: "lacking", school.li: "lacking"}
    assert (rows[school.wang].due_on, rows[school.wang].store) == (date(2026, 12, 1), school.first)


def test_passing_fills_the_gap_and_taking_it_back_opens_it_again(school):
    school.require()
    record = school.attends(school.wang, score=95)
    assert school.state(school.wang) == "valid"
    assert delete(TrainingRecord, record).state == "applied"
    assert school.state(school.wang) == "lacking"


def test_undoing_a_record_opens_the_gap_again(school):
    school.require()
    school.attends(school.wang, score=95)
    assert take_back().state == "applied"
    assert school.state(school.wang) == "lacking"


def test_a_certificate_expires_first_soon_then_really(school, clock):
    school.require()
    school.attends(school.wang, score=95)
    for day, state in (
        ("2027-10-23", "valid"),
        ("2027-10-24", "expiring"),
        ("2027-11-23", "expiring"),
        ("2027-11-24", "expired"),
    ):
        clock(f"{day} 02:00")
        night(lambda c, day: refresh(c), None)
        assert (day, school.state(school.wang)) == (day, state)


def test_the_best_certificate_counts(school, clock):
    school.require()
    old = school.on("2026-01-10")
    school.attends(school.wang, score=95)
    school.attends(school.wang, session=old, score=95)
    assert TrainingNeed.rows(TrainingNeed.employee == school.wang)[0].expires_on == date(2027, 11, 23)


def test_who_left_lacks_nothing_and_who_changes_post_lacks_what_the_new_one_requires(school):
    school.require()
    change(Employee, school.wang, status="left")
    change(Employee, school.li, position="店长")
    night(lambda c, day: refresh(c), None)
    assert {row.state for row in TrainingNeed.rows()} == {"released"}
    assert (week.lacking.value(THIS), week.covered.value(THIS)) == (0, None)
    assert needs(date(2026, 11, 23)) == []


def test_a_course_that_is_no_longer_required_is_no_longer_lacked(school):
    required = school.require()
    assert delete(CourseRequirement, required).state == "applied"
    assert {row.state for row in TrainingNeed.rows()} == {"released"}


def test_what_somebody_lacks_is_on_the_to_do_list_of_the_person_and_of_the_store(school):
    school.require()
    keeper = person("Keeper", "store_manager", 9, store_id=school.first, employee_id=school.li)
    assert [item.title for due, _, items in todo(AREAS, keeper) if due.name == "training_needs" for item in items] == [
        "王芳 · 食品安全"
    ]
    clerk = person("Li", "quality", 10, employee_id=school.li)
    assert [item.title for due, _, items in todo(AREAS, clerk) if due.name == "training_needs" for item in items] == [
        "李强 · 食品安全"
    ]
    boss = replace(person("Boss", "operations_manager", 8), employee_id=school.li)
    assert [count for due, count, _ in todo(AREAS, boss) if due.name == "training_needs"] == [2]


# Figures ----------------------------------------------------------------------------------------------------------------


def test_the_week_counts_sessions_people_hours_and_passes(school):
    school.require()
    school.attends(school.wang, score=95)
    school.attends(school.li, score=40)
    take("training_session_finish", school.session)
    assert (week.sessions.value(THIS), week.attendance.value(THIS), week.hours.value(THIS)) == (1, 2, 4)
    assert (week.pass_rate.value(THIS), week.lacking.value(THIS), week.covered.value(THIS)) == (50, 1, 50)
    assert week.attendance.per_store(THIS) == {school.first: 1, school.second: 1}
    assert week.lacking.per_store(THIS) == {school.second: 1}


def test_the_charts_have_something_true_to_show(school):
    school.require()
    school.attends(school.wang, score=95)
    assert week.by_week(THIS)["series"][0][1][-1] == 1
    assert week.by_state(THIS)["series"][0][1] == [1, 0, 0, 1]
    assert week.by_course(THIS)["x"] == ["食品安全"]


# The matrix -------------------------------------------------------------------------------------------------------------


def test_the_matrix_shows_who_lacks_what_and_each_store_manager_only_the_own_people(school):
    school.require()
    school.attends(school.wang, score=95)
    whole = matrix.read(SYSTEM, None, False)
    assert [(person.name, mine[school.safety].state) for person, mine in whole.posts["店员"]] == [
        ("王芳", "valid"),
        ("李强", "lacking"),
    ]
    assert whole.courses == {school.safety: "食品安全"}
    assert [person.name for person, _ in matrix.read(SYSTEM, None, True).posts["店员"]] == ["李强"]
    assert [person.name for person, _ in matrix.read(SYSTEM, school.first, False).posts["店员"]] == ["王芳"]
    keeper = person("Keeper", "store_manager", 9, store_id=school.second)
    assert [person.name for person, _ in matrix.read(keeper, None, False).posts["店员"]] == ["李强"]


@pytest.fixture
def folder(fresh, tmp_path, monkeypatch):
    return desk.folder(fresh, tmp_path, monkeypatch)


async def test_the_page_of_the_matrix_opens_narrows_and_leads_to_people(folder, user: User):
    await user.http_client.get("/healthz")
    (shop,) = desk.put("store", {"code": "S1", "name": "锦江一店"})
    (wang,) = desk.put(
        "employee", {"staff_no": "E1", "name": "王芳", "position": "店员", "store": shop, "hired_on": "2026-11-01"}
    )
    (course,) = desk.put("course", {"code": "C1", "name": "食品安全"})
    desk.put("course_requirement", {"course": course, "position": "店员"})
    await desk.sign_in(user)
    await user.open("/training/matrix?gaps=1")
    for text in ("培训矩阵", "店员", "王芳", "食品安全", "未取得"):
        await user.should_see(text, retries=20)
    for store in ("abc", "999"):
        await user.open(f"/training/matrix?store={store}&gaps=0")
        await user.should_see(f"没有“{store}”这家门店", retries=20)
        await user.should_see("王芳")
