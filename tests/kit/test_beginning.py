"""The first days: what to enter first, who is asked to, and until when."""

import re
from pathlib import Path

import pytest

from models import house
from models.accounts import Role, User, stores_without_reader
from models.kit.declare.access import Who
from models.kit.declare.beginning import CARD, in_order, show_card
from models.kit.declare.params import Parameter
from models.kit.text import Refused
from models.kit.write.edits import edit
from models.members import Member, MemberTier
from models.organization import Employee, Letterhead, Region, Store
from pages.beginning import next_step, read_beginning
from tests.conftest import person

README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")


def names(who: Who) -> list[str]:
    return [step.record.sheet.zh for step in read_beginning(who).steps]


def test_every_first_table_comes_after_those_it_links_to_and_as_the_readme_tells_them(boss):
    order = [start.record for start in in_order(house().starts)]
    assert order == [start.record for start in house().starts]
    for at, record in enumerate(order):
        for link in record.links().values():
            if link.rel_model in order and not link.outlives and link.rel_model is not record:
                assert order.index(link.rel_model) < at, (record, link)
    listed = re.search(r"先录入什么：(.*?)；", README)[1].split(" → ")
    assert names(boss) == listed


def test_a_store_manager_and_a_reader_are_asked_to_enter_nothing_first(chen, bo):
    assert names(chen) == [] and names(bo) == []
    assert next_step(chen) is None


def test_a_post_is_asked_for_what_it_enters_itself(ann):
    assert names(ann) == ["会员等级", "会员", "礼品", "积分规则"]


def test_the_next_step_is_the_first_that_is_still_missing(boss):
    assert next_step(boss).record is Letterhead
    edit(Letterhead, [{"id": None, "set": {"name": "川南健康"}}], who=boss)
    assert next_step(boss).record is Region
    edit(Region, [{"id": None, "set": {"name": "川南"}}], who=boss)
    assert next_step(boss).record is Store
    edit(Store, [{"id": None, "set": {"code": "S1", "name": "锦江一店"}}], who=boss)
    assert next_step(boss).record is MemberTier


def test_an_import_out_of_order_leaves_what_was_left_out_to_be_done(boss):
    edit(Member, [{"id": None, "set": {"card_no": "M1", "name": "王小明"}}], who=boss)
    steps = {step.record: step for step in read_beginning(boss).steps}
    assert steps[Member].done and not steps[Region].done
    assert next_step(boss).record is Letterhead


def test_the_administrators_own_account_is_no_account_for_the_others(boss):
    role = Role.get(Role.code == "administrator").id
    for n, login in enumerate(("admin", "lin")):
        step = next(step for step in read_beginning(boss).steps if step.record is User)
        assert (step.rows, step.done) == (n, False)
        edit(User, [{"id": None, "set": {"login": login, "name": login, "role": role}}], who=boss)
    assert next(step for step in read_beginning(boss).steps if step.record is User).done


def test_the_card_stays_until_it_is_put_away_and_can_be_brought_back(boss, ann):
    assert read_beginning(boss).shown and read_beginning(boss).missing
    show_card(False, boss)
    assert not read_beginning(boss).shown and not read_beginning(ann).shown
    assert Parameter.get(Parameter.code == CARD.name).value == 0
    show_card(True, boss)
    assert read_beginning(boss).shown


@pytest.mark.parametrize("role", ["members_service", "store_manager", "viewer", "quality"])
def test_who_may_not_change_parameters_cannot_put_it_away_for_everybody(db, role):
    who = person("One", role, 300)
    assert not read_beginning(who).may_hide
    with pytest.raises(Refused):
        show_card(False, who)


def test_a_store_is_missed_until_somebody_can_read_what_goes_to_it(boss, stores):
    assert stores_without_reader() == 2
    role = Role.get(Role.code == "store_manager").id
    login = {"login": "store1", "name": "店长一", "role": role, "store": stores["锦江一店"]}
    edit(User, [{"id": None, "set": login}], who=boss)
    assert stores_without_reader() == 1
    manager = {"staff_no": "E2", "name": "李敏", "position": "店长", "store": stores["武侯一店"]}
    person = edit(Employee, [{"id": None, "set": manager}], who=boss).rows[0]["id"]
    assert stores_without_reader() == 1  # a manager without an account reads nothing
    reader = Role.get(Role.code == "viewer").id
    edit(User, [{"id": None, "set": {"login": "li", "name": "李敏", "role": reader, "employee": person}}], who=boss)
    assert stores_without_reader() == 0


def test_only_who_keeps_all_stores_is_told_of_stores_nobody_reads_for(chen, boss, bo):
    assert read_beginning(boss).unread == 2
    assert read_beginning(chen).unread == read_beginning(bo).unread == 0
    for at, status in ((0, "preparing"), (1, "closed")):  # where nothing goes yet, or any more
        id = Store.select().order_by(Store.id)[at].id
        edit(Store, [{"id": id, "set": {"status": status}}], who=boss)
        assert read_beginning(boss).unread == 1 - at
