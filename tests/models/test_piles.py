"""The to-do list in piles: what waits for approval, what is one's own, what others are late with; what is put off; many at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jobs.outbox import digest_text
from models import AREAS, house
from models.department import Expense, WorkItem
from models.kit.ask import answers
from models.kit.ask.piles import by_post, count_waiting, piles
from models.kit.ask.todo import count
from models.kit.clock import today
from models.kit.text import Refused
from models.kit.write.acting import act_on_each
from models.kit.write.beforehand import beforehand
from models.kit.write.edits import edit
from models.kit.write.history import Batch
from models.kit.write.notices import Notice
from models.later import LONGEST, later_of, put_off
from models.organization import Employee
from pages.todo_each import lines, refusals
from pages.todo_piles import offered, read_piles
from tests.conftest import person
from tests.helpers.shop import put
from tests.helpers.statements import statements
from tests.helpers.steps import hire, take

LATE, SOON = date(2026, 11, 1), date(2026, 11, 28)


@pytest.fixture
def desk(clock, stores):
    return Desk(stores)


class Desk:
    """The manager with two people of his; a late task of each, one of the manager's own, one that is nobody's."""

    def __init__(self, stores):
        self.first, self.second = stores.values()
        self.zhou = hire("周敏", "E1", position="品控专员", department="quality")
        self.wang = hire("王芳", "E2", position="店长", store=self.first)
        self.boss = replace(
            person("Boss", "operations_manager", 8), employee_id=hire("陈总", "E0", position="运营经理")
        )
        self.chen = replace(person("Wang", "store_manager", 9), employee_id=self.wang, store_id=self.first)
        self.hers = self.task("退货流程", self.zhou)
        self.his = self.task("陈列图", self.wang, store=self.first)
        self.own = self.task("年度计划", self.boss.employee_id)
        self.nobodys = self.task("没人管的事", None)
        self.not_yet = self.task("还没到期", self.wang, due=SOON, store=self.first)

    def task(self, title, owner, due=LATE, **more) -> int:
        return put(WorkItem, title=title, owner=owner, due_on=due, area="stores", raised_on="2026-10-20", **more)

    def done(self, title) -> int:
        id = self.task(title, self.zhou, due=SOON)
        take("work_item_finish", id, resolution="好了")
        return id


def ids(kinds, record=WorkItem) -> set[int]:
    return {item.id for kind in kinds if kind.due.record is record for item in kind.items}


def test_a_manager_has_his_own_and_nobodys_and_of_the_others_only_what_is_late(desk):
    made = piles(AREAS, desk.boss)
    assert ids(made.mine) == {desk.own, desk.nobodys} and ids(made.team) == {desk.hers, desk.his}
    assert made.waiting == count_waiting(AREAS, desk.boss) == 2 < count(AREAS, desk.boss)
    posts = dict(Employee.select(Employee.id, Employee.position).tuples())
    late = by_post(made.team, posts)
    assert {post: (number, [item.id for _, item in items]) for post, (number, items) in late.items()} == {
        "品控专员": (1, [desk.hers]),
        "店长": (1, [desk.his]),
    }
    assert read_piles(desk.boss).posts[desk.zhou] == "品控专员"


def test_who_stands_above_nobody_has_no_team(desk):
    made = piles(AREAS, desk.chen)
    assert ids(made.mine) == {desk.his, desk.not_yet} and not made.team and not made.approve


def test_what_waits_for_approval_is_a_pile_of_its_own(desk):
    done = desk.done("报表改版")
    made = piles(AREAS, desk.boss)
    assert ids(made.approve) == {done} and done not in ids(made.mine) | ids(made.team)
    assert not ids(piles(AREAS, desk.chen).approve)


def test_what_is_put_off_is_out_of_sight_until_its_day_and_for_oneself_alone(desk, monkeypatch):
    until = today() + timedelta(days=3)
    put_off(desk.boss, WorkItem, desk.own, until)
    later = later_of(desk.boss.user_id)
    made = piles(AREAS, desk.boss, later)
    assert ids(made.mine) == {desk.nobodys} and ids(made.later) == {desk.own}
    assert made.waiting == count_waiting(AREAS, desk.boss, later) == 1
    assert later_of(desk.chen.user_id) == {}
    monkeypatch.setattr("models.later.today", lambda: until)
    assert later_of(desk.boss.user_id) == {}
    monkeypatch.undo()
    put_off(desk.boss, WorkItem, desk.own, today())
    assert later_of(desk.boss.user_id) == {}, "taken up again at once"


def test_only_what_one_sees_can_be_put_off_and_not_for_ever(desk):
    with pytest.raises(Refused):
        put_off(desk.chen, WorkItem, desk.hers, today() + timedelta(days=1))
    with pytest.raises(Refused):
        put_off(desk.chen, WorkItem, desk.his, today() + LONGEST + timedelta(days=1))
    with pytest.raises(Refused):
        put_off(replace(desk.chen, reads_only=True), WorkItem, desk.his, today() + timedelta(days=1))


# Many at once -------------------------------------------------------------------------------------------------------------


def test_several_are_approved_in_one_batch_or_none_of_them(desk):
    done = [desk.done(title) for title in ("报表改版", "货架标签")]
    due = next(kind.due for kind in piles(AREAS, desk.boss).approve)
    assert [action.name for action in offered(due, desk.boss)] == ["work_item_verify"]
    action = house().actions["work_item_verify"]
    refused = act_on_each(action, who=desk.boss, ids=[*done, desk.own])
    assert refused.state == "refused" and "年度计划" in refused.errors[0].text.zh
    assert {WorkItem.row(id).state for id in done} == {"done"}, "nothing half done"
    answer = act_on_each(action, who=desk.boss, ids=done)
    assert answer.state == "applied" and {WorkItem.row(id).state for id in done} == {"closed"}


def test_before_several_are_approved_they_are_summed_and_those_that_would_be_refused_are_named(desk):
    first, second = (put(Expense, amount=amount, department="quality") for amount in ("1200.50", "300"))
    action = house().actions["expense_approve"]
    take("expense_approve", first)
    known = beforehand(action, desk.boss, [second, first])
    assert known.count == 2 and "金额 300.00" in [text.zh.replace("¥", "") for text in known.sums], "what can be done"
    assert set(known.refused) == {first} and "已审批" in known.refused[first][1].zh
    assert known.oldest == Expense.title_of(first)
    assert Expense.row(second).state == "pending", "tried, not done"
    items = [item for kind in piles(AREAS, desk.boss).approve for item in kind.items if item.id == second]
    said = "\n".join(text.zh for text in (*lines(action, items, known), *refusals(action, known)))
    assert "共 1 项" in said and "300.00" in said and "还有 1 项现在不能审批，这次留下不动" in said


def test_what_is_only_tried_tells_nobody_and_leaves_no_batch(desk):
    done = [desk.done(title) for title in ("报表改版", "货架标签")]
    before = (Batch.select().count(), Notice.select().count())
    assert beforehand(house().actions["work_item_verify"], desk.boss, [*done, desk.own]).refused.keys() == {desk.own}
    assert (Batch.select().count(), Notice.select().count()) == before
    hidden = beforehand(house().actions["work_item_verify"], desk.chen, [desk.hers, desk.his])
    assert hidden.count == 1, "of what one sees"


def test_what_one_may_not_see_is_not_approved_and_not_named(desk):
    done = desk.done("报表改版")
    answer = act_on_each(house().actions["work_item_verify"], who=desk.chen, ids=[desk.his, done])
    assert answer.state == "refused" and "报表改版" not in answer.errors[0].text.zh
    assert act_on_each(house().actions["work_item_verify"], who=desk.boss, ids=[]).state == "refused"


def test_the_digest_tells_the_piles_alike(desk):
    desk.done("报表改版")
    lines = digest_text(desk.boss, today()).splitlines()
    assert lines[0].endswith("待办 3 项") and "【待审批】1 项" in lines and "【待处理】2 项" in lines
    assert lines[-1] == "【下属逾期】2 项：问题与任务 2"


# Asked again ---------------------------------------------------------------------------------------------------------------


@pytest.mark.embedded
def test_what_waits_is_asked_once_for_all_whose_rights_are_the_same_until_a_row_of_it_changes(desk):
    boss = desk.boss
    first, both = piles(AREAS, boss), lambda: (piles(AREAS, boss), count_waiting(AREAS, boss))
    both()
    assert statements(both) == 2, "how old each type is, once for each"
    assert piles(AREAS, replace(boss, user_id=77)) == first
    desk.task("又一件", boss.employee_id)
    assert statements(both) <= 2 + 30, "of one type alone"
    assert piles(AREAS, boss).waiting == count_waiting(AREAS, boss) == first.waiting + 1


def test_what_was_asked_for_longest_ago_makes_room(desk, monkeypatch):
    shelf = house().of(answers._shelf)
    monkeypatch.setattr(answers, "MOST_KEPT", 40)
    for number in range(5):
        made = piles(AREAS, replace(desk.boss, region_id=number))
        assert ids(made.mine) == {desk.own, desk.nobodys}
        assert shelf.weight == sum(answer.weight for answer in shelf.answers.values()) <= 40


def test_a_new_name_of_who_has_it_is_told_and_what_was_late_from_today_on(desk, monkeypatch):
    boss = desk.boss
    team = lambda: {item.id: (item.owner, item.late) for kind in piles(AREAS, boss).team for item in kind.items}  # noqa: E731
    assert team()[desk.hers] == ("周敏", True) and desk.not_yet not in team()
    edit(Employee, [{"id": desk.zhou, "set": {"name": "周小敏"}}], who=boss)
    assert team()[desk.hers][0] == "周小敏"
    for module in ("piles", "todo"):
        monkeypatch.setattr(f"models.kit.ask.{module}.today", lambda: SOON + timedelta(days=1))
    assert team()[desk.not_yet] == ("王芳", True)


def test_each_is_told_what_is_his_whoever_asked_before(desk):
    made = piles(AREAS, desk.boss)
    hers = replace(desk.boss, employee_id=desk.zhou)
    assert ids(piles(AREAS, hers).mine) == {desk.hers, desk.nobodys} != ids(made.mine)
    assert ids(piles(AREAS, replace(desk.boss, grants=desk.chen.grants)).team) == set()
