"""Openings: a template counted back on working days, tasks that move with the date, and a door that the law keeps shut."""

import runpy
from datetime import date, timedelta

import pytest

from models.kit.declare.states import moves_of
from models.kit.server import database
from models.kit.write.edits import edit
from models.organization import Store
from models.stores import (
    HolidayDay,
    MeetingAction,
    MeetingMinute,
    OpeningTask,
    OpeningTemplate,
    OpeningTemplateLine,
    StoreOpening,
    Workdays,
)
from models.stores.nightly import settle_openings
from tests.helpers.photos import photo
from tests.helpers.shop import change, last_batch, night, put, said, seen, take_back
from tests.helpers.steps import SYSTEM, refused, take
from tests.helpers.stores_desk import Desk


@pytest.fixture
def desk(clock, stores) -> Desk:
    return Desk(stores)


@pytest.fixture
def template(desk) -> int:
    id = put(OpeningTemplate, name="社区店模板")
    first = put(
        OpeningTemplateLine,
        template=id,
        task="营业执照",
        days_before=10,
        days_takes=5,
        legal=True,
        department="office",
        budget=500,
    )
    put(OpeningTemplateLine, template=id, task="食品经营许可证", days_before=5, legal=True, after=first)
    put(OpeningTemplateLine, template=id, task="门头招牌", days_before=3, proof=True, budget=8000)
    put(OpeningTemplateLine, template=id, task="首周回访", days_before=-3)
    return id


def opening(desk, template, day="2026-12-18", **more) -> int:
    return put(StoreOpening, name="高新三店筹备", store=desk.first, template=template, opening_on=day, **more)


def tasks(opening: int) -> dict:
    return {task.task: task for task in OpeningTask.rows(OpeningTask.opening == opening)}


def dues(opening: int) -> dict[str, str]:
    return {name: f"{task.due_on:%m-%d}" for name, task in tasks(opening).items()}


def done(id: int, *names: str) -> None:
    for name in names:
        take("opening_task_finish", tasks(id)[name].id)


def test_working_days_know_holidays_and_the_weekends_worked_for_them(db):
    days = Workdays()
    assert days.back(date(2026, 10, 8), 1) == date(2026, 9, 30), "over the seven days of October"
    assert days.is_one(date(2026, 10, 10)) and not days.is_one(date(2026, 10, 11))
    put(HolidayDay, day="2026-12-17", kind="off", name="公司年会")
    put(HolidayDay, day="2026-12-19", kind="work")
    days = Workdays()
    assert days.back(date(2026, 12, 21), 2) == date(2026, 12, 18)
    assert days.back(date(2026, 12, 18), 1) == date(2026, 12, 16)
    for count in (-7, 0, 1, 30):
        assert days.before(days.back(date(2026, 12, 18), count), date(2026, 12, 18)) == count


WEEKDAYS_OFF_2026 = (
    "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07"
)
WEEKENDS_WORKED_2026 = "01-04 02-14 02-28 05-09 09-20 10-10"


def test_the_published_plan_of_a_year_holds_day_by_day(db):
    days = Workdays()
    for at in range(365):
        day = date(2026, 1, 1) + timedelta(days=at)
        name = f"{day:%m-%d}"
        works = name in WEEKENDS_WORKED_2026 or (day.weekday() < 5 and name not in WEEKDAYS_OFF_2026)
        assert days.is_one(day) == works, day


@pytest.mark.parametrize(
    ("eve", "first_day_back"),
    [
        ("2027-02-05", "2027-02-15"),
        ("2028-01-25", "2028-02-02"),
        ("2029-02-12", "2029-02-20"),
        ("2033-01-30", "2033-02-07"),
    ],
)
def test_the_spring_festival_of_years_without_a_plan_yet_is_reckoned_from_the_moon(db, eve, first_day_back):
    days, day = Workdays(), date.fromisoformat(eve)
    back = date.fromisoformat(first_day_back)
    assert not any(days.is_one(day + timedelta(days=at)) for at in range((back - day).days))
    assert days.is_one(back)


def test_tasks_of_an_opening_after_the_spring_festival_lie_before_or_after_it(desk, template):
    id = opening(desk, template, day="2027-02-20")
    assert dues(id) == {"营业执照": "01-29", "食品经营许可证": "02-15", "门头招牌": "02-17", "首周回访": "02-24"}


def test_an_opening_is_not_planned_for_a_day_that_is_past(desk, template):
    planned = {"name": "旧店", "store": desk.first, "opening_on": "2026-11-22", "template": template}
    assert "2026-11-22 已经过去" in said(edit(StoreOpening, [{"id": None, "set": planned}], who=SYSTEM))
    id = opening(desk, template)
    assert "已经过去" in said(change(StoreOpening, id, opening_on="2026-11-01"))
    assert change(StoreOpening, id, opening_on="2026-11-23").state == "applied"


def test_an_opening_copies_its_template_counted_back_on_working_days(desk, template):
    id = opening(desk, template)
    assert dues(id) == {"营业执照": "12-04", "食品经营许可证": "12-11", "门头招牌": "12-15", "首周回访": "12-23"}
    first = tasks(id)["营业执照"]
    assert (first.starts_on, first.legal, first.department, first.state) == (date(2026, 11, 30), True, "office", "open")
    assert tasks(id)["食品经营许可证"].after == first.id
    row = StoreOpening.row(id)
    assert (row.tasks, row.progress, row.budget, row.leader) == (4, 0, 8500, desk.chen)
    assert (row.next_due_on, *seen(StoreOpening, id, "days_left", "forecast_on")) == (
        date(2026, 12, 4),
        25,
        "2026-12-18",
    )


def test_moving_the_date_moves_what_is_not_done(desk, template):
    id = opening(desk, template)
    done(id, "营业执照")
    change(StoreOpening, id, opening_on="2026-12-25")
    assert dues(id) == {"营业执照": "12-04", "食品经营许可证": "12-18", "门头招牌": "12-22", "首周回访": "12-30"}
    assert take_back(last_batch()).state == "applied"
    assert dues(id)["门头招牌"] == "12-15"


def test_a_date_set_by_hand_keeps_its_new_distance(desk, template):
    id = opening(desk, template)
    change(OpeningTask, tasks(id)["门头招牌"].id, due_on="2026-12-11")
    assert tasks(id)["门头招牌"].days_before == 5
    change(StoreOpening, id, opening_on="2026-12-25")
    assert dues(id)["门头招牌"] == "12-18"
    change(OpeningTask, tasks(id)["门头招牌"].id, days_before=1)
    assert dues(id)["门头招牌"] == "12-24"


def test_a_template_is_copied_once_and_stands(desk, template):
    id = opening(desk, template)
    other = put(OpeningTemplate, name="加盟店模板")
    assert "不能换模板" in said(change(StoreOpening, id, template=other))
    bare = put(StoreOpening, name="无模板", store=desk.second, opening_on="2027-01-08")
    assert tasks(bare) == {}
    change(StoreOpening, bare, template=template)
    assert len(tasks(bare)) == 4


def test_it_may_not_open_while_a_legal_task_is_left(desk, template):
    id = opening(desk, template)
    assert "还有 2 项法定任务未完成，不能开业：营业执照、食品经营许可证" in refused("store_opening_allow", id)
    done(id, "营业执照", "食品经营许可证")
    take("store_opening_allow", id)
    take("opening_task_reopen", tasks(id)["食品经营许可证"].id, reason="证照退回")
    assert "还有 1 项法定任务" in refused("store_opening_open", id)
    done(id, "食品经营许可证")
    change(Store, desk.first, status="preparing")
    take("store_opening_open", id)
    row, store = StoreOpening.row(id), Store.row(desk.first)
    assert (row.state, row.opened_on, row.review_on) == ("opened", date(2026, 11, 23), date(2026, 12, 23))
    assert (store.status, store.opened_on) == ("open", date(2026, 11, 23))
    assert "开业日期不能再改" in said(change(StoreOpening, id, opening_on="2027-01-01"))
    take("store_opening_review", id, review="首周销售达标")
    assert StoreOpening.row(id).review == "首周销售达标"


def test_what_the_law_wants_is_neither_waived_nor_made_optional(desk, template):
    id = tasks(opening(desk, template))["营业执照"].id
    assert "是法定任务，不能免做" in refused("opening_task_waive", id, reason="不用办")
    assert "是法定任务" in said(change(OpeningTask, id, legal=False))


def test_a_task_waits_for_the_one_before_it_and_for_its_proof(desk, template):
    id = opening(desk, template)
    assert "要先完成“营业执照”" in refused("opening_task_finish", tasks(id)["食品经营许可证"].id)
    sign = tasks(id)["门头招牌"].id
    assert "要留凭证" in refused("opening_task_finish", sign)
    photo(OpeningTask, sign)
    take("opening_task_finish", sign)
    assert (tasks(id)["门头招牌"].done_on, StoreOpening.row(id).progress) == (date(2026, 11, 23), 25)


def test_tasks_do_not_wait_for_one_another_in_a_circle(desk, template):
    id = opening(desk, template)
    first, second = tasks(id)["营业执照"].id, tasks(id)["食品经营许可证"].id
    assert "不能是自己" in said(change(OpeningTask, first, after=second))
    assert "不能是自己" in said(change(OpeningTask, first, after=first))


def test_progress_delay_and_forecast_follow_the_days(desk, template, clock):
    id = opening(desk, template)
    clock("2026-12-09 09:00")
    night(settle_openings, date(2026, 12, 9))
    row = StoreOpening.row(id)
    assert (row.overdue, row.planned) == (1, 25)
    assert seen(StoreOpening, id, "days_left", "forecast_on") == [9, "2026-12-23"]
    take("opening_task_waive", tasks(id)["首周回访"].id, reason="并入复盘")
    assert StoreOpening.row(id).tasks == 3


def test_days_left_and_forecast_are_of_the_day_one_looks_whether_or_not_the_night_work_ran(desk, template, clock):
    id, planned = opening(desk, template), date(2026, 12, 18)
    put(HolidayDay, day="2026-12-21", kind="off")
    days = Workdays()
    waiting = sorted(task.due_on for task in tasks(id).values() if task.days_before >= 0)
    for day in (date(2026, 12, 4), date(2026, 12, 5), date(2026, 12, 7), date(2026, 12, 18), date(2027, 1, 5)):
        clock(f"{day} 00:01")
        late = max((days.before(due, day) for due in waiting if due < day), default=0)
        forecast = max(day, days.back(planned, -late))
        assert seen(StoreOpening, id, "days_left", "forecast_on") == [(planned - day).days, str(forecast)], day


def test_an_upgrade_fills_in_which_task_is_due_next_as_the_rules_would(desk, template):
    first, other = opening(desk, template), put(StoreOpening, name="无任务", store=desk.second, opening_on="2026-12-25")
    done(first, "营业执照")
    before = {id: StoreOpening.row(id).next_due_on for id in (first, other)}
    assert before == {first: date(2026, 12, 11), other: None}
    with database.writing():
        database.handle.execute_sql("UPDATE store_opening SET next_due_on = NULL")
        database.handle.execute_sql(runpy.run_path(database.MIGRATIONS / "0063_next_task_due.py")["FILL"])
    assert {id: StoreOpening.row(id).next_due_on for id in before} == before


def test_what_is_done_after_the_opening_holds_none_up_and_an_opening_that_is_over_has_no_forecast(
    desk, template, clock
):
    id = opening(desk, template)
    done(id, "营业执照", "食品经营许可证")
    take("opening_task_waive", tasks(id)["门头招牌"].id, reason="沿用旧招牌")
    assert StoreOpening.row(id).next_due_on is None
    assert seen(StoreOpening, id, "forecast_on") == ["2026-12-18"]
    take("store_opening_allow", id)
    assert seen(StoreOpening, id, "days_left", "forecast_on") == [25, "2026-12-18"]
    take("store_opening_open", id)
    assert seen(StoreOpening, id, "days_left", "forecast_on") == [None, None]


def test_a_cancelled_opening_leaves_nothing_to_do(desk, template):
    id = opening(desk, template)
    take("store_opening_cancel", id, reason="选址取消")
    assert {task.state for task in tasks(id).values()} == {"waived"}
    assert {moves_of(OpeningTask, task.id)[0].reason for task in tasks(id).values()} == {"选址取消"}
    assert "任务不能再改" in said(change(OpeningTask, tasks(id)["门头招牌"].id, note="x"))


# Meetings ---------------------------------------------------------------------------------------------------------------


def test_a_meeting_on_an_opening_names_it_and_what_is_overdue_leads_the_next(desk, template, clock):
    assert "是哪个新店筹备" in said_of(subject="opening")
    id = opening(desk, template)
    first = put(MeetingMinute, title="第一次周会", subject="opening", opening=id)
    action = put(MeetingAction, meeting=first, task="确认开业海报", owner=desk.hong, due_on="2026-11-27")
    assert MeetingMinute.row(first).open_actions == 1
    clock("2026-11-30 10:00")
    second = put(MeetingMinute, title="第二次周会", subject="opening", opening=id)
    assert MeetingMinute.row(second).agenda == "上次遗留：确认开业海报（2026-11-27）"
    take("meeting_action_finish", action, result="已定稿")
    assert (MeetingMinute.row(first).open_actions, MeetingAction.row(action).done_on) == (0, date(2026, 11, 30))


def said_of(**values) -> str:
    return said(edit(MeetingMinute, [{"id": None, "set": {"title": "周会", **values}}], who=SYSTEM))


def test_an_action_is_dropped_only_with_a_reason_and_may_come_back(desk):
    meeting = put(MeetingMinute, title="例会")
    action = put(MeetingAction, meeting=meeting, task="报价", owner=desk.hong, due_on="2026-11-27")
    assert "原因不能为空" in refused("meeting_action_drop", action)
    take("meeting_action_drop", action, reason="不做了")
    take("meeting_action_reopen", action, reason="还是要做")
    assert MeetingAction.row(action).state == "open"


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (
            "2027-02-07",
            "春节放假（2027-02-05 至 2027-02-14），验收、施工和送货可能停办，请确认，或改到 2027-02-15 及以后",
        ),
        (
            "2027-01-01",
            "元旦放假（2027-01-01 至 2027-01-03），验收、施工和送货可能停办，请确认，或改到 2027-01-04 及以后",
        ),
        ("2026-12-19", None),  # a Saturday like any other
        ("2026-12-18", None),
    ],
)
def test_a_day_on_which_people_are_away_is_said(desk, template, day, message):
    id = opening(desk, template)
    assert change(StoreOpening, id, opening_on=day).state == "applied"
    assert StoreOpening.row(id).day_note == message


def test_a_holiday_of_the_company_is_said_until_the_opening_moves_out_of_it(desk, template):
    put(HolidayDay, day="2026-12-18", kind="off", name="店庆")
    id = opening(desk, template)
    assert StoreOpening.row(id).day_note.startswith("公司统一放假（2026-12-18 至 2026-12-20）")
    change(StoreOpening, id, opening_on="2026-12-21")
    assert StoreOpening.row(id).day_note is None
