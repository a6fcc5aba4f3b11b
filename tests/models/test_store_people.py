"""The people of the stores: nobody on two shifts at once, and moves that another person approves and the day brings about."""

from datetime import date

import pytest

from models.kit.clock import local
from models.kit.write.edits import edit
from models.organization import Employee, Store
from models.stores import DutyShift, MarketSurvey, Rectification, StaffMove
from models.stores.nightly import move_staff
from tests.helpers.shop import change, last_batch, night, put, said, take_back
from tests.helpers.steps import SYSTEM, hire, refused, take
from tests.helpers.stores_desk import Desk


@pytest.fixture
def desk(clock, stores) -> Desk:
    return Desk(stores)


def answer(record, **values):
    return edit(record, [{"id": None, "set": values}], who=SYSTEM)


def shift(desk, kind="early", store=None, on="2026-11-25", who=None) -> int:
    return put(DutyShift, store=store or desk.first, day=on, shift=kind, employee=who or desk.chen)


def test_nobody_holds_two_shifts_at_once(desk):
    shift(desk)
    for kind in ("early", "full"):
        text = said(answer(DutyShift, store=desk.second, day="2026-11-25", shift=kind, employee=desk.chen))
        assert "陈明 2026-11-25 已有早班（锦江一店，08:00–15:00），时间重叠" in text or "已存在" in text
    shift(desk, "late")
    shift(desk, "full", on="2026-11-26")
    shift(desk, who=desk.wu)


@pytest.mark.parametrize(
    ("held", "more", "hours"),
    [
        (("early@25", "late@25"), "night@25", 24),  # around the clock
        (("late@25",), "night@25", 17),
        (("night@25",), "early@26", 17),  # begins the minute the night ends
        (("early@26",), "night@25", 17),  # the same the other way round
        (("night@25",), "late@26", 17),  # seven hours of rest are too few
        (("full@25",), "night@25", 24),
        (("night@30",), "full@01", 24),  # over the end of the month
    ],
)
def test_nobody_works_around_the_clock(desk, held, more, hours):
    def on(shift):
        kind, day = shift.split("@")
        return kind, f"2026-{'12' if day == '01' else '11'}-{day}"

    for held_shift in held:
        kind, day = on(held_shift)
        shift(desk, kind, on=day)
    kind, day = on(more)
    text = said(answer(DutyShift, store=desk.second, day=day, shift=kind, employee=desk.chen))
    assert f"连续值班 {hours} 小时（中间休息不足 8 小时），最多 14 小时" in text


def test_with_a_rest_between_them_shifts_follow_each_other(desk):
    for kind, day in (
        ("early", 23),
        ("late", 23),
        ("early", 24),
        ("late", 25),
        ("early", 26),
        ("night", 27),
        ("early", 29),
    ):
        shift(desk, kind, on=f"2026-11-{day}")
    assert DutyShift.select().count() == 7


def test_a_shift_has_the_times_of_its_kind_until_somebody_gives_others(desk):
    def times(id):
        row = DutyShift.row(id)
        return f"{local(row.starts_at):%d %H:%M}", f"{local(row.ends_at):%d %H:%M}"

    id = shift(desk, "night")
    assert times(id) == ("25 22:00", "26 08:00")
    change(DutyShift, id, shift="early")
    assert times(id) == ("25 08:00", "25 15:00")
    change(DutyShift, id, day="2026-11-26")
    assert times(id) == ("26 08:00", "26 15:00")
    change(DutyShift, id, ends_at="2026-11-26 12:00")
    assert times(id) == ("26 08:00", "26 12:00")
    change(DutyShift, id, day="2026-11-27")
    assert times(id) == ("27 08:00", "27 12:00")
    change(DutyShift, id, day="2026-11-26", ends_at=None)
    assert times(id) == ("26 08:00", "26 15:00")
    assert "要晚于开始" in said(change(DutyShift, id, ends_at="2026-11-26 07:00"))
    assert "要在值班日期 2026-11-26 当天" in said(
        change(DutyShift, id, starts_at="2026-11-27 07:00", ends_at="2026-11-27 09:00")
    )


def test_times_that_touch_are_no_overlap_and_times_that_cross_midnight_are(desk):
    answer(
        DutyShift,
        store=desk.first,
        day="2026-11-25",
        shift="late",
        employee=desk.chen,
        starts_at="2026-11-25 18:00",
        ends_at="2026-11-26 01:00",
    )
    text = said(
        answer(
            DutyShift,
            store=desk.second,
            day="2026-11-26",
            shift="early",
            employee=desk.chen,
            starts_at="2026-11-26 00:30",
            ends_at="2026-11-26 03:00",
        )
    )
    assert "已有晚班（锦江一店，18:00–01:00），时间重叠" in text
    shift_after = answer(
        DutyShift,
        store=desk.second,
        day="2026-11-26",
        shift="early",
        employee=desk.chen,
        starts_at="2026-11-26 01:00",
        ends_at="2026-11-26 03:00",
    )
    assert shift_after.state == "applied"


def test_two_shifts_in_one_paste_are_seen_too(desk):
    rows = [
        {"id": None, "set": {"store": desk.first, "day": "2026-11-25", "shift": kind, "employee": desk.chen}}
        for kind in ("late", "full")
    ]
    assert "已有" in said(edit(DutyShift, rows, who=SYSTEM))
    assert DutyShift.select().count() == 0


def test_moving_a_shift_onto_another_is_refused(desk):
    shift(desk, "early")
    id = shift(desk, "late")
    assert "已有早班" in said(change(DutyShift, id, shift="full"))


def test_whoever_has_left_is_not_on_duty(desk):
    change(Employee, desk.chen, status="left", left_on="2026-11-24")
    assert "陈明 已离职" in said(
        answer(DutyShift, store=desk.first, day="2026-11-25", shift="early", employee=desk.chen)
    )
    shift(desk, on="2026-11-20")


def test_handing_over_wants_the_three_checks_and_an_incident_becomes_a_rectification(desk):
    id = shift(desk, on="2026-11-23")
    assert "交班前要检查：人员正常、设备正常、物料正常" in refused("duty_shift_hand_over", id, handover="无")
    change(DutyShift, id, people_ok=True, machines_ok=False, materials_ok=True, incidents="冷柜报警")
    take("duty_shift_hand_over", id, desk.manager, handover="冷柜已报修")
    made = Rectification.rows()[0]
    assert (made.store, made.problem, made.owner) == (desk.first, "冷柜报警", desk.chen)
    assert "要由另一个人来做" in refused("duty_shift_take_over", id, desk.manager)
    take("duty_shift_take_over", id, desk.inspector)
    assert DutyShift.row(id).taken_by == desk.hong


# Moves ------------------------------------------------------------------------------------------------------------------


def move(desk, **more) -> int:
    values = {"employee": desk.chen, "kind": "rotation", "to_store": desk.second, "effective_on": "2026-12-01"}
    return put(StaffMove, **{**values, **more})


def test_a_move_is_approved_by_another_and_takes_effect_on_its_day(desk, clock):
    id = move(desk)
    row = StaffMove.row(id)
    assert (row.from_position, row.from_store) == ("店长", desk.first)
    take("staff_move_submit", id, desk.other)
    assert "上一步是你做的" in refused("staff_move_approve", id, desk.other)
    take("staff_move_approve", id, desk.inspector)
    assert (StaffMove.row(id).state, StaffMove.row(id).approver) == ("approved", desk.hong)
    night(move_staff, date(2026, 11, 30))
    assert Employee.row(desk.chen).store == desk.first
    night(move_staff, date(2026, 12, 1))
    assert (Employee.row(desk.chen).store, StaffMove.row(id).state) == (desk.second, "effective")
    assert (Store.row(desk.first).manager, Store.row(desk.second).manager) == (None, desk.chen)


def test_a_move_whose_day_has_come_takes_effect_with_its_approval_and_can_be_taken_back(desk):
    clerk = hire("店员甲", "Y9", position="店员", store=desk.first, hired_on="2024-01-01")
    id = move(
        desk, employee=clerk, kind="promotion", to_store=None, to_position="副店长", score=90, effective_on="2026-11-23"
    )
    take("staff_move_submit", id, desk.other)
    take("staff_move_approve", id, desk.boss)
    assert (Employee.row(clerk).position, StaffMove.row(id).state) == ("副店长", "effective")
    assert take_back(last_batch()).state == "applied"
    assert (Employee.row(clerk).position, StaffMove.row(id).state) == ("店员", "submitted")


def test_a_move_must_change_something(desk):
    assert "至少要有一项与现在不同" in refused("staff_move_submit", move(desk, to_store=desk.first))


def test_a_promotion_needs_its_score_and_its_months(desk):
    id = move(desk, kind="promotion", to_position="区域经理")
    assert "考核分 80 分以上，现为 还没填" in refused("staff_move_submit", id)
    change(StaffMove, id, score=79)
    assert "现为 79" in refused("staff_move_submit", id)
    change(StaffMove, id, score=85)
    change(Employee, desk.chen, hired_on="2026-09-01")
    assert "在职满 6 个月（2027-03-01 起）" in refused("staff_move_submit", id)
    change(Employee, desk.chen, hired_on="2026-01-01")
    take("staff_move_submit", id)


def test_what_was_submitted_stands_until_it_is_withdrawn(desk):
    id = move(desk)
    take("staff_move_submit", id)
    assert "请先撤回" in said(change(StaffMove, id, effective_on="2027-01-01"))
    take("staff_move_withdraw", id)
    change(StaffMove, id, effective_on="2027-01-01")
    take("staff_move_submit", id)
    assert "原因不能为空" in refused("staff_move_reject", id)
    take("staff_move_reject", id, reason="暂缓")
    assert StaffMove.row(id).state == "rejected"


def test_one_person_has_one_move_under_way(desk):
    take("staff_move_submit", move(desk))
    assert "已有一份未办完的调动" in refused("staff_move_submit", move(desk, to_position="区域经理"))


def test_a_survey_belongs_to_a_quarter(desk):
    assert "季度不能为空" in said(answer(MarketSurvey, competitor="邻家大药房", topic="价格"))
    id = put(MarketSurvey, competitor="邻家大药房", topic="价格", quarter="第四季度")
    assert (MarketSurvey.row(id).year, MarketSurvey.row(id).quarter) == (2026, "q4")


def test_a_duty_moved_over_the_end_of_summer_time_keeps_its_hours(desk, clock):
    """Clocks were put back on Sunday 15 September 1991; the early shift stays at eight."""
    id = shift(desk, on="1991-09-13")
    assert change(DutyShift, id, day="1991-09-20").state == "applied"
    assert f"{local(DutyShift.row(id).starts_at):%F %H:%M}" == "1991-09-20 08:00"


def test_everybody_has_a_day_of_rest_a_week(desk):
    for day in range(24, 30):
        shift(desk, on=f"2026-11-{day}")
    message = said(answer(DutyShift, store=desk.first, day="2026-11-30", shift="late", employee=desk.chen))
    assert message == (
        "陈明 从 11-24 到 11-30 连续值班 7 天，最多 6 天（每周至少休息一天）；请在其中安排一天休息，或换别人值班"
    )
    shift(desk, on="2026-11-30", who=desk.wu)
    shift(desk, on="2026-12-01")
    assert "连续值班 8 天" in said(
        answer(DutyShift, store=desk.first, day="2026-11-30", shift="late", employee=desk.chen)
    )


def test_days_that_close_a_gap_count_with_those_around_them_and_what_was_is_entered_as_it_was(desk):
    week = [
        {"id": None, "set": {"store": desk.first, "day": f"2026-12-0{day}", "shift": "early", "employee": desk.chen}}
        for day in range(1, 8)
    ]
    assert "连续值班 7 天" in said(edit(DutyShift, week, who=SYSTEM))
    for day in range(15, 23):
        shift(desk, on=f"2026-11-{day}")
    assert DutyShift.select().count() == 8
