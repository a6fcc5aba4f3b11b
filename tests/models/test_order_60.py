"""Order 60: reviews of weeks and meetings of months are scheduled, gather the daily checks and stand; staff and equipment are in date."""

from datetime import date, timedelta

import pytest

from models import AREAS
from models.kit import changes
from models.kit.ask.todo import todo
from models.kit.clock import today
from models.kit.write.edits import edit
from models.quality import CorrectiveAction, FireDevice, SafetyCheck, SafetyLine, SafetyPoint
from models.quality.rounds import plan_rounds
from models.stores import DutyShift
from tests.conftest import person
from tests.helpers.shop import SYSTEM, change, put, said, take_back
from tests.helpers.steps import hire, refused, take

MONDAY, DAY = date(2026, 11, 23), date(2026, 11, 26)


@pytest.fixture
def shops(clock, stores):
    """Two stores that were open all the time, with a point for each kind of check; it is Thursday 26 November 2026."""
    clock("2026-11-26 10:00")
    put(SafetyPoint, kind="week", place="all", position=1, text="日管控每天完成")
    put(SafetyPoint, kind="week", place="store", position=2, text="消防器材在位")
    put(SafetyPoint, kind="month", place="office", position=1, text="听取汇报")
    return list(stores.values())


def plan() -> str:
    with changes(who=SYSTEM) as c:
        return plan_rounds(c, DAY).zh


def planned(kind: str, store: int | None) -> int:
    return next(row.id for row in SafetyCheck.rows(SafetyCheck.kind == kind) if row.store == store and row.period_from)


def test_each_store_and_headquarters_have_theirs_once_with_the_points_that_are_for_them(shops):
    assert plan() == "安排周排查 3 项、月调度 1 项"
    assert plan() == "安排周排查 0 项、月调度 0 项"
    rows = {(row.kind, row.store): row for row in SafetyCheck.rows()}
    week, month = rows["week", shops[0]], rows["month", None]
    assert (week.period_from, week.checked_on, week.state) == (MONDAY, date(2026, 11, 29), "planned")
    assert (month.period_from, month.checked_on) == (date(2026, 11, 1), date(2026, 11, 30))
    texts = {key: [line.text for line in SafetyLine.rows(SafetyLine.check == row.id)] for key, row in rows.items()}
    assert texts["week", shops[0]] == ["日管控每天完成", "消防器材在位"]
    assert (texts["week", None], texts["month", None]) == (["日管控每天完成"], ["听取汇报"])


def test_what_was_entered_by_hand_is_not_asked_for_again(shops):
    put(SafetyCheck, kind="week", store=shops[0], checked_on="2026-11-24")
    assert plan() == "安排周排查 2 项、月调度 1 项"


def test_without_points_nothing_is_asked(clock, stores):
    assert plan() == "安排周排查 0 项、月调度 0 项"


def test_a_review_gathers_the_days_and_what_is_open(shops):
    """Owed to Wednesday are three days a store. The first made two of them, with two problems, one of them not fixed."""
    put(SafetyCheck, store=shops[0], checked_on="2026-11-23", result="found", problem="冷柜偏高")
    put(SafetyCheck, store=shops[0], checked_on="2026-11-24", result="fixed", problem="价签缺失", measure="已补")
    put(SafetyCheck, store=shops[1], checked_on="2026-11-22")
    put(CorrectiveAction, problem="温度计不准", store=shops[0], due_on="2026-11-25")
    put(CorrectiveAction, problem="标识", store=shops[1], due_on="2026-12-25")
    plan()
    assert take("gather_safety", planned("week", shops[0])) == "已汇总：应做日管控 3，已做 2，发现问题 2"
    row = SafetyCheck.row(planned("week", shops[0]))
    assert (row.owed, row.made) == (3, 2)
    assert row.summary.split("\n")[:3] == [
        "日管控应做 3 天次，已做 2 天次",
        "日管控发现问题 2 条，其中 1 条还没整改",
        "未完成的改善措施 1 项，其中逾期 1 项",
    ]
    assert row.summary.split("\n")[3].endswith(": 冷柜偏高") and row.summary.endswith(": 价签缺失 → 已补")
    take("gather_safety", planned("month", None))
    month = SafetyCheck.row(planned("month", None)).summary.split("\n")
    # 25 days to the 25th, of two stores; the made ones are those of 22, 23 and 24 November
    assert month[:2] == ["日管控应做 50 天次，已做 3 天次", "周排查应做 2 次，已做 0 次"]
    assert month[4].startswith("缺日管控最多：") and month[4].endswith(" 23")


def test_it_is_finished_once_every_point_is_answered_and_the_result_follows(shops):
    plan()
    check, chen = planned("week", shops[0]), hire("陈明", "E1", store=shops[0])
    answers = {"checker": chen, "conclusion": "下周复查"}
    assert refused("safety_check_finish", check, **answers) == "还有 2 项没有填结果：日管控每天完成、消防器材在位"
    first, second = (line.id for line in SafetyLine.rows(SafetyLine.check == check))
    assert said(change(SafetyLine, first, result="problem")) == "有问题时请写明问题"
    change(SafetyLine, first, result="problem", problem="少一天")
    change(SafetyLine, second, result="ok")
    take("safety_check_finish", check, **answers)
    row = SafetyCheck.row(check)
    assert (row.result, row.problem, row.done_on, row.state) == ("found", "日管控每天完成：少一天", DAY, "done")
    assert said(change(SafetyLine, second, result="na")) == "这次检查已完成，结果不能再改；要改请先退回"
    take("safety_check_take_back", check, reason="补查")
    change(SafetyLine, first, measure="已补做")
    take("safety_check_finish", check, **answers)
    assert SafetyCheck.row(check).result == "fixed"
    take_back()
    assert SafetyCheck.row(check).state == "planned"


def test_the_check_of_a_day_still_to_come_is_not_written_yet(shops):
    put(SafetyCheck, store=shops[0], checked_on=today())
    with pytest.raises(AssertionError, match="还没到，日管控当天检查"):
        put(SafetyCheck, store=shops[0], checked_on=today() + timedelta(days=1))


def test_it_waits_for_the_store_s_manager(shops):
    chen = hire("陈明", "E1", store=shops[0], position="店长")
    plan()
    manager = person("Chen", "store_manager", 5, store_id=shops[0], employee_id=chen)
    mine = [item for due, _, items in todo(AREAS, manager) if due.name == "safety_round" for item in items]
    assert len(mine) == 1 and SafetyCheck.row(planned("week", shops[0])).checker == chen
    line = SafetyLine.rows(SafetyLine.check == planned("week", shops[1]))[0].id
    assert edit(SafetyLine, [{"id": line, "set": {"result": "ok"}}], who=manager).state != "applied"


def test_who_has_no_valid_health_certificate_is_not_on_duty(shops):
    chen = hire("陈明", "E1", store=shops[0], health_until="2026-11-27")
    put(DutyShift, store=shops[0], employee=chen, day="2026-11-27", shift="early")
    why = said(
        edit(
            DutyShift,
            [{"id": None, "set": {"store": shops[0], "employee": chen, "day": "2026-11-28", "shift": "early"}}],
            who=SYSTEM,
        )
    )
    assert why == "陈明 的健康证 2026-11-27 到期，2026-11-28 不能上岗；换证后先更新员工资料"


def test_fire_equipment_is_looked_at_in_turn_and_a_fault_is_settled(shops):
    device = put(FireDevice, no="XF1", store=shops[0], valid_until="2026-12-31", checked_on="2026-10-01")
    assert FireDevice.row(device).next_check_on == date(2026, 10, 31)
    take("fire_device_check", device)
    assert FireDevice.row(device).next_check_on == date(2026, 12, 26)
    take("fire_device_fault", device, reason="压力不足")
    action = CorrectiveAction.rows()[0]
    assert (action.reference, action.store) == ("XF1", shops[0]) and action.problem.endswith("压力不足")
    change(FireDevice, device, valid_until="2026-11-01")
    assert refused("fire_device_check", device) == "XF1 2026-11-01 已过有效期，不能登记为检查合格；请更换后登记"
    why = said(edit(FireDevice, [{"id": None, "set": {"no": "XF2"}}], who=SYSTEM))
    assert why == "请填写门店或仓库，只填一个"
