"""Member activities: so many places, a waiting list that moves up, and what it brought."""

from datetime import date

import pytest

from models import house
from models.kit.ask.query import Query
from models.kit.write.acting import act
from models.service import ActivityAttendance, MemberActivity
from models.service.activities import compare_sales
from tests.helpers.door import new
from tests.helpers.shop import SYSTEM, change, delete, night, put, said


@pytest.fixture
def lecture(shop):
    """A lecture on Saturday with one place, open for sign-up."""
    shop.lecture = put(
        MemberActivity, code="H1", name="血糖讲座", store=shop.first, starts_at="2026-11-28 10:00", places=1
    )
    do(shop.lecture, "open")
    return shop


def do(id: int, name: str, record: str = "member_activity", who=SYSTEM, **answers):
    return act(house().actions[f"{record}_{name}"], who=who, id=id, answers=answers)


def sign_up(lecture, member: int) -> int:
    return put(ActivityAttendance, activity=lecture.lecture, member=member)


def state(id: int) -> str:
    return ActivityAttendance.row(id).state


def heads(lecture) -> tuple:
    row = MemberActivity.row(lecture.lecture)
    return row.signed, row.came


def test_whoever_comes_when_it_is_full_waits(lecture):
    first, second = sign_up(lecture, lecture.wang), sign_up(lecture, lecture.li)
    assert (state(first), state(second), heads(lecture)) == ("signed", "listed", (1, 0))


def test_a_place_that_becomes_free_goes_to_whoever_waits(lecture):
    first, second = sign_up(lecture, lecture.wang), sign_up(lecture, lecture.li)
    assert do(first, "call_off", "activity_attendance").text.zh == "李静 由候补转为已报名"
    assert (state(first), state(second)) == ("off", "signed")


def test_nobody_signs_up_twice(lecture):
    sign_up(lecture, lecture.wang)
    assert new(ActivityAttendance, SYSTEM, {"activity": lecture.lecture, "member": lecture.wang}).state == "refused"


@pytest.mark.parametrize("step", ["shut", "cancel"])
def test_nobody_signs_up_once_it_is_closed(lecture, step):
    do(lecture.lecture, step, **({"reason": "讲师生病"} if step == "cancel" else {}))
    assert "不接受报名" in said(new(ActivityAttendance, SYSTEM, {"activity": lecture.lecture, "member": lecture.wang}))


def test_checking_in_is_counted(lecture):
    id = sign_up(lecture, lecture.wang)
    do(id, "arrive", "activity_attendance")
    assert heads(lecture) == (1, 1) and ActivityAttendance.row(id).came_at is not None
    assert delete(ActivityAttendance, id).state == "applied" and heads(lecture) == (0, 0)


def test_it_is_over_when_it_is_known_of_everybody(lecture):
    id = sign_up(lecture, lecture.wang)
    assert said(do(lecture.lecture, "hold")) == "还有 1 人没有登记到场或未到"
    do(id, "miss", "activity_attendance")
    assert do(lecture.lecture, "hold").state == "applied"


def test_cancelling_wants_a_reason(lecture):
    assert "原因" in said(do(lecture.lecture, "cancel"))


def test_it_ends_after_it_starts(lecture):
    assert "不能早于" in said(change(MemberActivity, lecture.lecture, ends_at="2026-11-28 09:00"))


@pytest.mark.parametrize("score", [0, 6])
def test_feedback_is_one_to_five(lecture, score):
    id = sign_up(lecture, lecture.wang)
    assert change(ActivityAttendance, id, feedback=score).state == "refused"


def test_what_those_who_came_bought_before_and_after_is_compared(lecture, clock):
    id = sign_up(lecture, lecture.wang)
    clock("2026-11-27 13:00")
    lecture.buys(lecture.wang, 100, purchased_at="2026-11-27 12:00")
    lecture.buys(lecture.wang, 5, purchased_at="2026-10-20 12:00")
    clock("2026-11-28 10:00")
    do(id, "arrive", "activity_attendance")
    do(lecture.lecture, "hold")
    clock("2026-12-02 01:00")
    lecture.buys(lecture.wang, 300, purchased_at="2026-12-01 12:00")
    lecture.buys(lecture.li, 900, purchased_at="2026-12-01 12:00")
    assert night(compare_sales, date(2026, 12, 2)) == 1
    row = MemberActivity.row(lecture.lecture)
    assert (row.sales_before, row.sales_after) == (100, 300)


def test_a_store_manager_sees_the_own_store_s_activities(lecture, chen):
    other = put(MemberActivity, code="H2", name="义诊", store=lecture.second, starts_at="2026-11-29 10:00")
    assert Query(MemberActivity, chen).row(lecture.lecture) and not Query(MemberActivity, chen).row(other)
    assert do(lecture.lecture, "shut", who=chen).state == "applied"
