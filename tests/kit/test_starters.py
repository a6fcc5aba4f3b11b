"""A table that is still empty is begun with a usual set: by whom, what it holds, once, and back again in one go."""

from dataclasses import replace

import pytest

from models import AREAS, house
from models.department import KpiItem
from models.kit.declare.access import scope
from models.kit.declare.starters import BEGIN, Starter, begin_with, starter_of
from models.kit.write.edits import edit
from models.kit.write.history import Batch
from models.kit.write.undo import undo
from models.members import Member, MemberTier, Purchase
from models.organization import Store
from models.stores import ChecklistItem, OpeningTask, StoreDay, StoreOpening, StoreVisit, VisitItem
from models.training import Course, CourseRequirement
from tests.conftest import person
from tests.helpers.steps import put, refused, take

EVERY = [starter for area in AREAS for starter in area.starters]


def begun(record, who):
    done = begin_with(starter_of(who, record), who=who)
    assert done.state == "applied", [error.text.zh for error in done.errors]
    return done


def offered(who) -> set:
    return {starter.record for starter in EVERY if starter_of(who, starter.record)}


@pytest.mark.parametrize("starter", EVERY, ids=lambda starter: starter.record.key())
def test_a_set_comes_whole_as_one_batch_once_and_goes_in_one(boss, clock, starter):
    done = begin_with(starter, who=boss)
    assert done.state == "applied", [error.text.zh for error in done.errors]
    assert str(len(starter.rows)) in done.text.zh and done.changed == sum(len(rows) for _, rows in starter.tables)
    written = {record: record.select().count() for record, _ in starter.tables}
    for record, count in written.items():
        assert count == sum(len(rows) for other, rows in starter.tables if other is record)
    assert Batch.get(Batch.id == done.batch).label_zh == starter.label.zh
    again = begin_with(starter, who=boss)
    assert (again.state, [error.text.zh for error in again.errors]) == (
        "refused",
        [f"{starter.record.sheet.zh}里已经有内容，不能再整套录入；要补充请新增或导入"],
    )
    assert undo(done.batch, house().records, who=boss).state == "applied"
    assert not any(record.select().exists() for record in written)
    assert begin_with(starter, who=boss).state == "applied"


def test_the_same_wish_sent_twice_is_done_once(boss):
    starter = starter_of(boss, ChecklistItem)
    first, second = (begin_with(starter, who=boss, op="once") for _ in range(2))
    assert (first.state, second.state, second.batch) == ("applied", "duplicate", first.batch)


def test_who_enters_a_table_for_the_whole_company_is_offered_its_set(chen, bo, ann, boss):
    assert offered(boss) == {starter.record for starter in EVERY}
    assert {record.key() for record in offered(ann)} == {"member_tier", "points_rule"}
    assert {record.key() for record in offered(person("Hong", "store_management", 7))} == {
        "checklist_item",
        "opening_template",
        "ladder_step",
        "course",
        "case_template",
        "kpi_item",
    }
    assert offered(chen) == offered(bo) == set()


def test_who_sees_some_rows_only_is_offered_nothing_and_so_learns_nothing_of_the_others(chen):
    own = Starter(StoreDay, ({"store": "锦江一店", "day": "2026-11-20", "sales": 1},))
    assert scope(chen, StoreDay) is not None and not own.open_to(chen)


def test_a_set_with_parts_asks_for_the_right_to_all_of_them(boss, db):
    hong = person("Hong", "store_management", 7)
    grants = {name: grant for name, grant in hong.grants.items() if name != "course_requirement"}
    assert starter_of(hong, Course) and not starter_of(replace(hong, grants=grants), Course)


def test_one_row_anywhere_in_it_refuses_the_whole_set(boss):
    begun(Course, boss)
    for row in CourseRequirement.select():
        edit(CourseRequirement, [], who=boss, delete=[row.id])
    left = [row.id for row in Course.select()][1:]
    edit(Course, [], who=boss, delete=left)
    assert begin_with(starter_of(boss, Course), who=boss).state == "refused"
    assert (Course.select().count(), CourseRequirement.select().count()) == (1, 0)


def test_a_visit_that_could_not_start_says_where_the_checklist_begins_and_then_starts(boss, stores):
    first, second = stores.values()
    edit(Store, [{"id": second, "set": {"kind": "franchise"}}], who=boss)
    id = put(StoreVisit, store=first)
    assert "用一套常用的检查项开始" in refused("store_visit_start", id)
    begun(ChecklistItem, person("Hong", "store_management", 7))
    take("store_visit_start", id)
    other = put(StoreVisit, store=second)
    take("store_visit_start", other)
    own, franchise = ({line.text for line in VisitItem.rows(VisitItem.visit == visit)} for visit in (id, other))
    assert len(own) == 37 and len(franchise) == 38
    assert {item.text for item in ChecklistItem.rows(ChecklistItem.kind == "franchise")} == franchise - own


def test_every_section_of_the_checklist_has_its_items_each_with_how_to_look_and_red_lines_want_a_photo(boss):
    begun(ChecklistItem, boss)
    items = ChecklistItem.rows()
    assert all(sum(item.section == section for item in items) >= 10 for section in "qsc")
    assert all(item.how for item in items)
    assert {item.proof for item in items if item.severity == "critical"} == {True}


def test_an_opening_takes_the_usual_template_with_what_waits_for_what(boss, stores, clock):
    begun(house().records["opening_template"], boss)
    template = house().records["opening_template"].select().get().id
    first, _ = stores.values()
    put(StoreOpening, name="新店", store=first, template=template, opening_on="2027-03-15")
    tasks = {task.task: task for task in OpeningTask.rows()}
    assert len(tasks) >= 30 and any(task.legal for task in tasks.values())
    by_id = {task.id: task for task in tasks.values()}
    waiting = [task for task in tasks.values() if task.after is not None]
    assert len(waiting) > 10
    assert [task.task for task in waiting if by_id[task.after].due_on > task.due_on] == []
    assert all(task.proof for task in tasks.values() if task.legal)


def test_who_joins_buys_and_reaches_a_tier_gets_points_by_the_usual_rules(boss, stores, clock):
    for record in (MemberTier, house().records["points_rule"]):
        begun(record, boss)
    id = put(Member, card_no="M1", name="王小明", home_store=stores["锦江一店"])
    assert Member.row(id).points == 100
    put(Purchase, receipt_no="R1", member=id, store=stores["锦江一店"], amount="50", purchased_at="2026-11-23 09:00")
    assert Member.row(id).points == 150


def test_indicators_of_each_subject_make_a_hundred_and_name_figures_there_are(boss):
    begun(KpiItem, boss)
    weights: dict[str, int] = {}
    for item in KpiItem.rows():
        weights[item.subject] = weights.get(item.subject, 0) + item.weight
    assert weights == {"department": 100, "store": 100, "employee": 100}
    known = {metric.name for area in AREAS for metric in area.metrics}
    assert {item.metric for item in KpiItem.rows() if item.metric} <= known


def test_the_button_says_what_it_begins_in_both_languages():
    assert BEGIN(record=ChecklistItem.sheet.label).say("zh") == "用一套常用的检查项开始"
    assert all(starter.label.say("en").isascii() for starter in EVERY)
