"""Store visits: scored for Q, S and C, failed by a red line, and every failing item put right and verified by another."""

from datetime import date

import pytest

from models.kit.write.edits import edit
from models.organization import Parameter
from models.stores import ChecklistItem, Rectification, StoreVisit, VisitItem
from tests.helpers.photos import photo
from tests.helpers.shop import change, delete, last_batch, put, said, take_back
from tests.helpers.steps import SYSTEM, notified, refused, take
from tests.helpers.stores_desk import Desk


@pytest.fixture
def desk(clock, stores) -> Desk:
    """A checklist of four items, 23 points in quality."""
    for text, section, weight, severity in (
        ("商品无过期", "q", 10, "critical"),
        ("价签一致", "q", 10, "normal"),
        ("主动问候", "s", 10, "serious"),
        ("地面清洁", "c", 5, "normal"),
    ):
        put(ChecklistItem, text=text, section=section, weight=weight, severity=severity)
    put(ChecklistItem, text="加盟店招", section="c", weight=5, kind="franchise")
    put(ChecklistItem, text="已停用的项目", section="c", weight=5, active=False)
    return Desk(stores)


def visit(desk, points=(10, 10, 10, 5), store=None, day="2026-11-20", finish=True) -> int:
    id = put(StoreVisit, store=store or desk.first, visited_on=day, inspector=desk.hong)
    take("store_visit_start", id)
    for line, got in zip(items(id), points, strict=True):
        change(VisitItem, line.id, **({"na": True} if got is None else {"points": got}))
    if finish:
        take("store_visit_finish", id)
    return id


def items(visit: int) -> list:
    return VisitItem.rows(VisitItem.visit == visit)


def scores(id: int) -> tuple:
    row = StoreVisit.row(id)
    return row.q_score, row.s_score, row.c_score, row.total, row.grade, row.passed


def open_ones(**where) -> list:
    return Rectification.rows(*(getattr(Rectification, name) == value for name, value in where.items()))


def one_to_rectify(desk, at=1) -> int:
    visit(desk, [0 if place == at else full for place, full in enumerate((10, 10, 10, 5))])
    return open_ones()[-1].id


def test_starting_lays_out_the_checklist_for_that_kind_of_store(desk):
    id = visit(desk, finish=False)
    assert [(line.text, line.section, line.weight, line.severity) for line in items(id)] == [
        ("商品无过期", "q", 10, "critical"),
        ("价签一致", "q", 10, "normal"),
        ("主动问候", "s", 10, "serious"),
        ("地面清洁", "c", 5, "normal"),
    ]


def test_a_store_without_anything_to_check_is_not_visited(desk):
    for item in ChecklistItem.rows():
        change(ChecklistItem, item.id, active=False)
    id = put(StoreVisit, store=desk.first)
    assert "没有适用于这类门店的项目" in refused("store_visit_start", id)


def test_what_is_to_be_put_right_is_said_by_the_remark_and_without_one_by_the_line(desk):
    id = visit(desk, finish=False)
    for line in items(id):
        failing = line.text in ("价签一致", "地面清洁")
        change(VisitItem, line.id, points=0 if failing else line.weight)
        if line.text == "地面清洁":
            change(VisitItem, line.id, remark="墙角积灰")
    take("store_visit_finish", id)
    assert {row.topic: row.problem for row in open_ones()} == {"价签一致": "价签一致", "地面清洁": "墙角积灰"}


def test_the_score_weighs_points_in_each_section_and_sections_by_their_shares(desk):
    id = visit(desk, finish=False)
    by_text = {line.text: line.id for line in items(id)}
    for text, points in (("商品无过期", 10), ("价签一致", 5), ("主动问候", 8), ("地面清洁", 5)):
        change(VisitItem, by_text[text], points=points)
    assert "总分 84" in take("store_visit_finish", id)  # 40 × 75 % + 30 × 80 % + 30 × 100 %
    assert scores(id) == (75, 80, 100, 84, "B", True)


def test_what_does_not_apply_is_left_out_of_the_sum(desk):
    id = visit(desk, finish=False)
    for line in items(id):
        change(VisitItem, line.id, **({"na": True, "points": None} if line.section == "s" else {"points": line.weight}))
    take("store_visit_finish", id)
    assert scores(id)[:4] == (100, None, 100, 100)


def test_the_shares_are_parameters_of_the_managers(desk):
    parameter = Parameter.get(Parameter.code == "visit_share_c").id
    change(Parameter, parameter, value=0)
    id = visit(desk, finish=False)
    for line in items(id):
        change(VisitItem, line.id, points=0 if line.section == "c" else line.weight)
    take("store_visit_finish", id)
    assert StoreVisit.row(id).total == 100


@pytest.mark.parametrize(
    ("lost", "grade", "passed"), [(0, "A", True), (3, "B", True), (5, "C", False), (10, "D", False)]
)
def test_grades_and_the_pass_mark(desk, lost, grade, passed):
    id = visit(desk, finish=False)
    for line in items(id):
        change(VisitItem, line.id, points=line.weight - (lost if line.text in ("价签一致", "主动问候") else 0))
    take("store_visit_finish", id)
    assert scores(id)[4:] == (grade, passed), scores(id)


def test_a_failed_red_line_fails_the_visit_whatever_its_score(desk):
    id = visit(desk, finish=False)
    for line in items(id):
        change(VisitItem, line.id, points=9 if line.severity == "critical" else line.weight)
    take("store_visit_finish", id)
    row = StoreVisit.row(id)
    assert (row.total, row.grade, row.red_lines, row.passed) == (98, "D", 1, False)
    assert any("红线项不合格：商品无过期" in text for _, text in notified())


def test_a_visit_is_not_finished_with_items_left_blank_or_before_its_day(desk):
    id = visit(desk, finish=False)
    change(VisitItem, items(id)[0].id, points=None)
    assert "还有 1 项没打分" in refused("store_visit_finish", id)
    later = put(StoreVisit, store=desk.first, visited_on="2026-12-01")
    take("store_visit_start", later)
    for line in items(later):
        change(VisitItem, line.id, points=line.weight)
    assert "还没到，不能完成巡店" in refused("store_visit_finish", later)


def test_points_never_exceed_the_full_ones(desk):
    id = visit(desk, finish=False)
    assert "得分不能高于满分" in said(change(VisitItem, items(id)[0].id, points=11))


def test_what_an_item_is_worth_is_as_listed_again_when_it_is_emptied_so_that_it_still_counts(desk):
    id = visit(desk)
    before, scored = items(id)[0], scores(id)
    for name in ("weight", "section", "severity"):
        change(VisitItem, before.id, **{name: None})
        assert getattr(items(id)[0], name) == getattr(before, name) is not None
    assert scores(id) == scored
    planned = items(visit(desk, finish=False, day="2026-11-21"))[0]
    assert "得分不能高于满分" in said(change(VisitItem, planned.id, weight=None, points=planned.weight + 1))


def test_an_item_that_wants_a_photo_when_it_failed_gets_one(desk):
    change(ChecklistItem, ChecklistItem.get(ChecklistItem.text == "地面清洁").id, proof=True)
    id = visit(desk, finish=False)
    line = next(line for line in items(id) if line.text == "地面清洁")
    for each in items(id):
        change(VisitItem, each.id, points=0 if each.id == line.id else each.weight)
    assert "要先上传照片" in refused("store_visit_finish", id)
    photo(VisitItem, line.id)
    take("store_visit_finish", id)


def test_every_failing_item_opens_a_rectification_due_by_its_severity(desk):
    id = visit(desk, finish=False)
    for line in items(id):
        change(VisitItem, line.id, points=0)
    take("store_visit_finish", id)
    due = {row.topic: (row.severity, row.due_on, row.owner, row.state) for row in open_ones()}
    assert due == {
        "商品无过期": ("critical", date(2026, 11, 21), desk.chen, "issued"),
        "价签一致": ("normal", date(2026, 11, 27), desk.chen, "issued"),
        "主动问候": ("serious", date(2026, 11, 23), desk.chen, "issued"),
        "地面清洁": ("normal", date(2026, 11, 27), desk.chen, "issued"),
    }


def test_correcting_a_finished_visit_scores_it_anew_and_opens_what_is_missing_once(desk):
    id = visit(desk, finish=False)
    for line in items(id):
        change(VisitItem, line.id, points=line.weight)
    take("store_visit_finish", id)
    assert (StoreVisit.row(id).total, open_ones()) == (100, [])
    line = next(line for line in items(id) if line.text == "主动问候")
    for points in (5, 4):
        change(VisitItem, line.id, points=points)
    assert (StoreVisit.row(id).total, len(open_ones())) == (82, 1)


def test_a_finished_visit_keeps_its_store_and_day(desk):
    id = visit(desk, finish=False)
    for line in items(id):
        change(VisitItem, line.id, points=line.weight)
    take("store_visit_finish", id)
    assert "门店和日期不能再改" in said(change(StoreVisit, id, store=desk.second))


def test_the_same_again_within_60_days_is_a_repeat(desk):
    days = ("2026-08-01", "2026-09-29", "2026-11-28")
    for day in days:
        put(Rectification, store=desk.first, topic="地面清洁", problem="积灰", opened_on=day)
    put(Rectification, store=desk.second, topic="地面清洁", problem="积灰", opened_on="2026-10-01")
    assert [(row.store, row.repeat) for row in open_ones()] == [
        (desk.first, False),
        (desk.first, True),
        (desk.first, True),
        (desk.second, False),
    ]
    put(Rectification, store=desk.first, topic="地面清洁", problem="积灰", opened_on="2027-01-28")
    assert open_ones()[-1].repeat is False, "61 days after the last"


def test_a_rectification_is_put_right_with_a_photo_and_verified_by_another(desk):
    id = one_to_rectify(desk)
    take("rectification_accept", id, desk.manager)
    assert "请先上传附件" in refused("rectification_finish", id, desk.manager, measure="重新打印")
    photo(Rectification, id)
    take("rectification_finish", id, desk.manager, measure="重新打印")
    row = Rectification.row(id)
    assert (row.state, row.measure, row.done_on, row.in_time) == ("done", "重新打印", date(2026, 11, 23), True)
    take("rectification_verify", id, desk.inspector)
    row = Rectification.row(id)
    assert (row.state, row.verified_by, row.verified_on) == ("closed", desk.hong, date(2026, 11, 23))


def test_nobody_verifies_what_is_his_own_or_what_he_did_himself(desk):
    id = one_to_rectify(desk)
    photo(Rectification, id)
    change(Rectification, id, owner=desk.hong)
    take("rectification_finish", id, desk.other, measure="换了价签")
    assert "要由另一个人来做：你是这条记录的责任人" in refused("rectification_verify", id, desk.inspector)
    assert "要由另一个人来做：上一步是你做的" in refused("rectification_verify", id, desk.other)
    assert refused("rectification_verify", id, desk.manager), "a store manager has no right to verify"
    take("rectification_verify", id, desk.boss)


def test_what_is_not_right_is_sent_back_with_a_reason_and_counted(desk):
    id = one_to_rectify(desk)
    photo(Rectification, id)
    for _ in range(2):
        take("rectification_finish", id, desk.manager, measure="擦了")
        assert "原因不能为空" in refused("rectification_send_back", id, desk.inspector)
        take("rectification_send_back", id, desk.inspector, reason="还是旧价签")
    row = Rectification.row(id)
    assert (row.state, row.returned, row.done_on, row.in_time) == ("accepted", 2, None, None)


def test_too_late_is_not_in_time(desk, clock):
    id = one_to_rectify(desk)
    photo(Rectification, id)
    clock("2026-12-10 10:00")
    take("rectification_finish", id, measure="好了")
    assert Rectification.row(id).in_time is False


def test_a_store_manager_sees_only_his_own_and_cannot_move_his_own_due_day(desk):
    id = one_to_rectify(desk)
    there = put(Rectification, store=desk.second, topic="地面清洁", problem="积灰")
    assert "没有" in refused("rectification_accept", there, desk.manager)
    answer = edit(Rectification, [{"id": id, "set": {"due_on": "2027-01-01"}}], who=desk.manager)
    assert "期限由巡店人定" in said(answer)
    assert edit(Rectification, [{"id": id, "set": {"measure": "明天换"}}], who=desk.manager).state == "applied"


def test_a_store_manager_enters_self_checks_only_and_leaves_the_inspectors_points_alone(desk):
    own = [{"id": None, "set": {"kind": "announced"}}]
    assert "店长只能登记门店自查" in said(edit(StoreVisit, own, who=desk.manager))
    made = edit(StoreVisit, [{"id": None, "set": {"kind": "self"}}], who=desk.manager)
    assert made.state == "applied"
    take("store_visit_start", made.rows[0]["id"], desk.manager)
    line = items(made.rows[0]["id"])[0].id
    assert edit(VisitItem, [{"id": line, "set": {"points": 5}}], who=desk.manager).state == "applied"
    theirs = items(visit(desk, finish=False))[0].id
    assert "店长只能登记门店自查" in said(edit(VisitItem, [{"id": theirs, "set": {"points": 9}}], who=desk.manager))


@pytest.mark.parametrize("name", ["weight", "text", "severity", "section", "item"])
def test_what_an_item_asks_and_is_worth_is_the_inspectors_to_say(desk, name):
    id = put(StoreVisit, store=desk.first, visited_on="2026-11-20", kind="self")
    take("store_visit_start", id, desk.manager)
    line, given = (
        items(id)[1],
        {"weight": 1, "text": "价签", "severity": "serious", "section": "c", "item": items(id)[0].item},
    )
    cell = [{"id": line.id, "set": {name: given[name]}}]
    assert "你不能修改" in said(edit(VisitItem, cell, who=desk.manager))
    assert edit(VisitItem, cell, who=desk.inspector).state == "applied"


def test_a_visit_without_an_inspector_is_the_visit_of_who_finishes_it(desk):
    id = put(StoreVisit, store=desk.first, visited_on="2026-11-20")
    take("store_visit_start", id, desk.inspector)
    for line in items(id):
        change(VisitItem, line.id, points=line.weight)
    take("store_visit_finish", id, desk.inspector)
    assert StoreVisit.row(id).inspector == desk.hong


def test_finishing_can_be_taken_back_with_its_rectifications(desk):
    id = visit(desk, finish=False)
    for line in items(id):
        change(VisitItem, line.id, points=0)
    take("store_visit_finish", id)
    assert take_back(last_batch()).state == "applied"
    assert (StoreVisit.row(id).state, open_ones()) == ("doing", [])


def test_a_planned_visit_may_be_deleted_and_one_with_items_only_cancelled(desk):
    id = put(StoreVisit, store=desk.first)
    assert delete(StoreVisit, id).state == "applied"
    id = visit(desk, finish=False)
    assert "巡店项目" in said(delete(StoreVisit, id))
    take("store_visit_cancel", id, SYSTEM, reason="门店停电")
    assert StoreVisit.row(id).state == "cancelled"


def test_a_visit_is_finished_by_somebody_an_account_without_an_employee_says_first_who_inspected(desk):
    id = visit(desk, finish=False)
    change(StoreVisit, id, inspector=None)
    assert "请先填写“巡店人”" in refused("store_visit_finish", id)
    take("store_visit_finish", id, desk.inspector)
    assert StoreVisit.row(id).inspector == desk.hong
