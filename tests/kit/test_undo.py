"""Taking back: a cell, a paste, a deletion, an import, an action; and the clear answer where it can't be."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from models import house
from models.kit import changes
from models.kit.declare.access import Grant, may
from models.kit.write import telling
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.history import Batch, Change, verify
from models.kit.write.undo import undo
from models.members.follow_ups import MemberFollowUp
from models.members.gifts import Gift, GiftBudget, GiftMovement, Redemption
from models.members.people import Member, RecruitTarget
from models.members.points import PointsEntry
from models.organization import Employee, Region, Store
from models.stores import OpeningTemplate, OpeningTemplateLine, StoreVisit
from tests.conftest import person


def put(record, who, **values) -> int:
    answer = edit(record, [{"id": None, "set": values}], who=who)
    assert answer.state == "applied", [fault.text.zh for fault in answer.errors]
    return answer.rows[0]["id"]


def change(record, who, id, **values):
    answer = edit(record, [{"id": id, "set": values}], who=who)
    assert answer.state == "applied", [fault.text.zh for fault in answer.errors]
    return answer.batch


def taken_back(batch, who, **options):
    answer = undo(batch, house().records, who=who, **options)
    assert answer.state == "applied", [fault.text.zh for fault in answer.errors]
    assert verify() is None
    return answer


def refused(batch, who) -> str:
    answer = undo(batch, house().records, who=who)
    assert answer.state in ("refused", "conflict") and answer.batch is None
    return answer.errors[0].text.zh


def snapshot(*records) -> dict:
    """All the rows, computed columns included."""
    return {record.key(): [vars(row) for row in record.rows()] for record in records}


@pytest.fixture
def member(boss, stores) -> int:
    return put(Member, boss, card_no="M1", name="王小明", home_store="S1", note="旧")


# What can be taken back --------------------------------------------------------------------------------------------------


def test_an_edited_cell_goes_back_with_what_followed_from_it(ann, member):
    before = snapshot(Member)
    answer = taken_back(change(Member, ann, member, name="重庆", note=None), ann)
    assert snapshot(Member) == before
    assert (answer.rows[0]["id"], answer.rows[0]["name"]) == (member, "王小明")


def test_a_paste_of_new_and_changed_rows_goes_back_as_one(ann, member):
    before = snapshot(Member)
    rows = [{"id": None, "set": {"card_no": f"N{n}", "name": "新"}} for n in range(20)]
    answer = edit(Member, [*rows, {"id": member, "set": {"note": "新"}}], who=ann, via="paste")
    assert Member.select().count() == 21
    taken_back(answer.batch, ann)
    assert snapshot(Member) == before


def test_a_deletion_goes_back_with_the_same_ids(boss, stores):
    ids = [
        put(Employee, boss, staff_no=f"E{n}", name="李", store="S1", phone="13800138000", hired_on="2026-03-01")
        for n in range(3)
    ]
    before = snapshot(Employee)
    answer = edit(Employee, [], who=boss, delete=ids)
    assert Employee.select().count() == 0
    taken_back(answer.batch, boss)
    assert snapshot(Employee) == before


def test_a_batch_that_adds_changes_and_deletes_goes_back_in_one_step(boss, stores):
    first, second = stores.values()
    before = snapshot(Store)
    wanted = [{"id": None, "set": {"code": "S3", "name": "三店"}}, {"id": first, "set": {"name": "改名店"}}]
    taken_back(edit(Store, wanted, who=boss, delete=[second]).batch, boss)
    assert snapshot(Store) == before


def test_swapped_values_swap_back(boss, stores):
    first, second = stores.values()
    before = snapshot(Store)
    answer = edit(Store, [{"id": first, "set": {"code": "S2"}}, {"id": second, "set": {"code": "S1"}}], who=boss)
    assert answer.state == "applied"
    taken_back(answer.batch, boss)
    assert snapshot(Store) == before


def test_rows_that_came_like_an_import_go_again_opening_points_too(ann, stores):
    with changes(who=ann, via="import") as c:
        made = c.add(Member, [{"card_no": f"M{n}", "name": "王", "home_store": stores["锦江一店"]} for n in range(5)])
        Member.points.opening(c, [(row, 100) for row in made])
    assert sum(row.points for row in Member.rows()) == 500
    taken_back(c.batch_id, ann)
    assert (Member.select().count(), Member.select().where(Member.id.in_([row.id for row in made])).count()) == (0, 0)
    assert sum(row.points for row in PointsEntry.rows()) == 0


@pytest.fixture
def gift(boss, member) -> int:
    """A gift in stock, and a member who can afford it."""
    id = put(Gift, boss, code="G1", name="茶", price=30, unit_cost="8")
    for action, on, answers in (
        ("receive_gifts", id, {"kind": "in", "qty": 5}),
        ("adjust_points", member, {"points": 100, "reason": "试"}),
    ):
        assert act(house().actions[action], who=boss, id=on, answers=answers).state == "applied"
    return id


def test_an_action_goes_back_points_stock_and_budget_with_it(ann, boss, member, gift):
    put(GiftBudget, boss, month="2026-11", amount="1000")
    before = snapshot(Member, Gift, GiftBudget)
    answer = act(house().actions["redeem"], who=ann, id=member, answers={"gift": gift, "qty": 2})
    assert answer.state == "applied", answer.errors
    assert (Member.row(member).points, Gift.row(gift).stock) == (40, 3)
    taken_back(answer.batch, ann)
    assert snapshot(Member, Gift, GiftBudget) == before
    assert Redemption.rows()[0].state == "cancelled"
    assert sum(row.qty for row in GiftMovement.rows()) == 5


def test_a_status_changed_by_an_action_goes_back(ann, member):
    answer = act(house().actions["freeze"], who=ann, id=member, answers={"reason": "试"})
    assert Member.row(member).status == "frozen"
    taken_back(answer.batch, ann)
    assert Member.row(member).status == "active"


def test_figures_that_rules_keep_follow_an_undo(boss, ann, stores):
    put(RecruitTarget, boss, month="2026-11", store="S1", target=10)
    answer = edit(
        Member,
        [{"id": None, "set": {"card_no": "M1", "name": "王", "home_store": "S1", "joined_on": "2026-11-02"}}],
        who=ann,
    )
    assert RecruitTarget.rows()[0].actual == 1
    taken_back(answer.batch, ann)
    assert RecruitTarget.rows()[0].actual == 0


def test_an_undo_is_a_batch_of_its_own_and_listeners_hear_of_it(ann, member, monkeypatch):
    batch = change(Member, ann, member, note="新")
    heard = []
    monkeypatch.setattr(telling, "listener", heard.append)
    answer = taken_back(batch, ann)
    made = Batch.get(Batch.id == answer.batch)
    assert (made.via, made.undoes_id, made.user_name) == ("undo", batch, "Ann")
    assert heard[0].touched == {"member": frozenset({member})}
    assert [change.kind for change in Change.select().where(Change.batch == answer.batch)] == ["u"]


def test_an_undo_can_be_undone_and_that_again(ann, member):
    batch = change(Member, ann, member, note="新")
    for expected in ("旧", "新", "旧", "新"):
        batch = taken_back(batch, ann).batch
        assert Member.row(member).note == expected


def test_undoing_the_undo_of_a_deletion_deletes_again(boss, stores):
    id = put(Region, boss, name="川西")
    deletion = edit(Region, [], who=boss, delete=[id]).batch
    back = taken_back(deletion, boss).batch
    taken_back(back, boss)
    assert Region.select().count() == 0


def test_batches_are_taken_back_newest_first_down_to_the_beginning(ann, member):
    batches = [change(Member, ann, member, note=f"{n}") for n in range(10)]
    for batch in reversed(batches):
        taken_back(batch, ann)
    assert Member.row(member).note == "旧"


# What can't ---------------------------------------------------------------------------------------------------------------


def test_nothing_is_taken_back_twice(ann, member):
    batch = change(Member, ann, member, note="新")
    taken_back(batch, ann)
    assert refused(batch, ann) == "这一批已经撤销过了"
    assert Member.row(member).note == "旧"


def test_the_same_wish_sent_twice_is_answered_twice_and_done_once(ann, member):
    batch = change(Member, ann, member, note="新")
    first, again = (undo(batch, house().records, who=ann, op="op-1") for _ in range(2))
    assert (first.state, again.state, again.batch) == ("applied", "duplicate", first.batch)
    other = undo(change(Member, ann, member, note="又"), house().records, who=ann, op="op-1")
    assert other.state == "refused"


@pytest.mark.parametrize("batch", [0, -1, 999_999])
def test_a_batch_that_never_was_is_refused_with_a_sentence(ann, member, batch):
    assert refused(batch, ann) == "没有这一批修改"


def test_a_batch_that_changed_nothing_has_nothing_to_take_back(ann, member):
    assert refused(change(Member, ann, member, note="旧"), ann) == "没有这一批修改"


def test_who_changed_the_cell_since_is_named_with_the_value(ann, boss, member):
    batch = change(Member, ann, member, note="安的")
    change(Member, replace(boss, name="Dora"), member, note="多拉的")
    answer = undo(batch, house().records, who=ann)
    fault = answer.errors[0]
    assert (answer.state, fault.field, fault.theirs) == ("conflict", "note", "多拉的")
    assert fault.text.zh == "王小明 的备注之后又被Dora改为“多拉的”，不能整批撤销"
    assert Member.row(member).note == "多拉的"


def test_a_change_of_another_cell_is_no_obstacle(ann, boss, member):
    batch = change(Member, ann, member, note="安的")
    change(Member, boss, member, address="街")
    taken_back(batch, ann)
    assert (Member.row(member).note, Member.row(member).address) == ("旧", "街")


def test_one_cell_built_on_keeps_the_whole_batch(ann, boss, stores):
    ids = [put(Member, boss, card_no=f"M{n}", name="王", note="旧") for n in range(3)]
    batch = edit(Member, [{"id": id, "set": {"note": "新"}} for id in ids], who=ann).batch
    change(Member, boss, ids[1], note="别")
    assert "不能整批撤销" in refused(batch, ann)
    assert [Member.row(id).note for id in ids] == ["新", "别", "新"]


def test_a_new_row_that_somebody_filled_in_since_is_not_thrown_away(ann, boss, stores):
    answer = edit(Member, [{"id": None, "set": {"card_no": "M1", "name": "王"}}], who=ann)
    id = answer.rows[0]["id"]
    change(Member, boss, id, note="很重要")
    assert "备注之后又被tests改为“很重要”" in refused(answer.batch, ann)
    assert Member.row(id).note == "很重要"


def test_a_new_row_that_others_point_to_since_stays(ann, boss, stores):
    answer = edit(Member, [{"id": None, "set": {"card_no": "M1", "name": "王"}}], who=ann)
    put(MemberFollowUp, boss, member=answer.rows[0]["id"], topic="回访")
    assert refused(answer.batch, ann) == "不能删除：还有 1 条会员沟通与它相连"


def test_a_row_that_was_deleted_since_is_named(ann, boss, member):
    batch = change(Member, ann, member, note="新")
    assert edit(Member, [], who=boss, delete=[member]).state == "applied"
    assert refused(batch, ann) == f"会员 #{member} 之后已被删除，不能整批撤销"


def test_a_link_does_not_go_back_to_what_was_deleted_since(boss, stores):
    old, new = put(Region, boss, name="旧区"), put(Region, boss, name="新区")
    store = put(Store, boss, code="N1", name="新店", region=old)
    batch = change(Store, boss, store, region=new)
    assert edit(Region, [], who=boss, delete=[old]).state == "applied"
    assert "区域“旧区”已删除" in refused(batch, boss) and Store.get_by_id(store).region_id == new


def test_points_that_were_spent_since_are_not_taken_back(ann, boss, member, gift):
    earned = Change.select().where(Change.record == "points_entry").order_by(Change.id).first().batch_id
    assert act(house().actions["redeem"], who=ann, id=member, answers={"gift": gift, "qty": 3}).state == "applied"
    before = snapshot(Member)
    assert "90 分" in refused(earned, boss)
    assert snapshot(Member) == before


def test_what_was_taken_since_stands_in_the_way_of_a_deleted_row(boss):
    id = put(Region, boss, name="川西")
    batch = edit(Region, [], who=boss, delete=[id]).batch
    put(Region, boss, name="川西")
    assert refused(batch, boss) == "区域名称“川西”已存在，不能重复"


def test_a_deletion_that_was_restored_by_hand_is_not_undone_over_it(boss):
    from models.kit.write.undo import restore

    id = put(Region, boss, name="川西")
    batch = edit(Region, [], who=boss, delete=[id]).batch
    restore(Region, id, who=boss)
    assert undo(batch, house().records, who=boss).state in ("refused", "conflict")
    assert [row.name for row in Region.rows()] == ["川西"]


# Whose it is --------------------------------------------------------------------------------------------------------------


def without(who, record, verbs="", **options):
    """The same person with other rights on one record type."""
    grants = {**who.grants, record.key(): Grant(who.role, record.key(), verbs, **options)}
    return replace(who, grants=MappingProxyType(grants))


def test_somebody_elses_batch_needs_the_right_to_undo(ann, member, db):
    batch = change(Member, ann, member, note="安的")
    colleague = without(replace(ann, user_id=7, name="Eva"), Member, "see add edit delete")
    assert refused(batch, colleague) == "只能撤销自己的修改；撤销他人的修改请找运营经理"
    for stranger in ("viewer", "quality", "store_manager"):
        assert undo(batch, house().records, who=person("X", stranger, 8)).state == "refused"
    taken_back(batch, person("Max", "operations_manager", 9))
    assert Member.row(member).note == "旧"


def test_the_systems_batches_are_nobodys_own(boss, bo, member):
    batch = Batch.select().where(Batch.record == "member").get().id
    assert undo(batch, house().records, who=replace(bo, user_id=None)).state == "refused"


@pytest.mark.parametrize(
    ("act_first", "verbs"),
    [
        (lambda who, id: change(Member, who, id, note="新"), "see add delete"),
        (
            lambda who, id: edit(Member, [{"id": None, "set": {"card_no": "M9", "name": "李"}}], who=who).batch,
            "see edit delete",
        ),
        (lambda who, id: edit(Member, [], who=who, delete=[id]).batch, "see edit delete"),
        (lambda who, id: change(Member, who, id, note="新"), ""),
    ],
    ids=["edit", "add", "delete", "see"],
)
def test_the_rights_of_today_hold_for_ones_own_batches(ann, member, act_first, verbs):
    batch = act_first(ann, member)
    before = snapshot(Member)
    assert undo(batch, house().records, who=without(ann, Member, verbs)).state == "refused"
    assert snapshot(Member) == before
    taken_back(batch, ann)


@pytest.mark.parametrize("now", [{"masked": {"phone"}}, {"masked": {"*"}}, {"hidden": {"phone"}}], ids=str)
def test_a_column_that_was_closed_since_is_not_written_by_undo_nor_shown(ann, boss, stores, now):
    id = put(Member, boss, card_no="M1", name="王", phone="13800138000")
    batch = change(Member, ann, id, phone="13900139000")
    lower = without(ann, Member, "see add edit delete undo", **now)
    answer = undo(batch, house().records, who=lower)
    assert answer.state == "refused"
    assert not [fault for fault in answer.errors if "13" in fault.text.zh]
    assert Member.row(id).phone == "13900139000"


def test_what_stands_in_a_masked_cell_is_not_told_by_a_refused_undo(ann, boss, stores):
    id = put(Member, boss, card_no="M1", name="王")
    batch = edit(Member, [{"id": None, "set": {"card_no": "M2", "name": "李", "phone": "13800138000"}}], who=ann).batch
    new = Member.rows(Member.card_no == "M2")[0].id
    change(Member, boss, new, phone="13900139000")
    answer = undo(batch, house().records, who=without(ann, Member, "see add edit delete", masked={"*"}))
    assert answer.state == "conflict" and id
    assert all("13900139000" not in str(fault) and "13800138000" not in str(fault) for fault in answer.errors)


def test_an_own_action_is_not_taken_back_once_one_only_looks_on(ann, bo, member, gift):
    answer = act(house().actions["redeem"], who=ann, id=member, answers={"gift": gift})
    demoted = replace(bo, user_id=ann.user_id)
    assert refused(answer.batch, demoted) == "你的角色不能做这项操作，请找运营经理"
    taken_back(answer.batch, ann)


def test_a_store_manager_takes_back_what_was_done_in_the_own_store(chen, boss, member, gift):
    put(GiftBudget, boss, month="2026-11", amount="1000")
    put(RecruitTarget, boss, month="2026-11", target=10)
    batch = change(Member, chen, member, note="新")
    taken_back(batch, chen)
    answer = act(house().actions["redeem"], who=chen, id=member, answers={"gift": gift})
    assert answer.state == "applied", answer.errors
    taken_back(answer.batch, chen)
    assert Member.row(member).points == 100


def test_a_row_that_left_the_own_store_is_out_of_reach_of_undo(chen, boss, member):
    batch = change(Member, chen, member, note="新")
    change(Member, boss, member, home_store="S2")
    assert "只能撤销自己的修改" in refused(batch, chen)
    assert Member.row(member).note == "新"


def test_a_deleted_row_comes_back_only_into_ones_scope(chen, boss, member, stores):
    helper = without(chen, Member, "see add edit delete", rows="store")
    batch = edit(Member, [], who=helper, delete=[member]).batch
    moved = replace(helper, store_id=stores["武侯一店"])
    assert "只能撤销自己的修改" in refused(batch, moved)
    assert Member.select().count() == 0
    taken_back(batch, helper)


def test_who_may_import_may_take_an_import_back_without_the_right_to_delete(ann, stores):
    with changes(who=ann, via="import") as c:
        c.add(Member, [{"card_no": "M1", "name": "王"}])
    taken_back(c.batch_id, without(ann, Member, "see import"))
    assert Member.select().count() == 0


# Nothing changed, nothing to take back -----------------------------------------------------------------------------------


@pytest.mark.parametrize("via", ["grid", "paste", "fill", "form"])
def test_a_change_that_changed_nothing_leaves_nothing_to_take_back(boss, member, via):
    answer = edit(Member, [{"id": member, "set": {"note": "旧的"}}], who=boss)
    before = answer.batch
    assert answer.changed == 1
    same = edit(Member, [{"id": member, "set": {"note": "旧的", "home_store": "S1"}}], who=boss, op="same", via=via)
    assert (same.state, same.changed, same.wire("zh")["changed"]) == ("applied", 0, 0)
    assert (
        edit(Member, [{"id": member, "set": {"note": "旧的", "home_store": "S1"}}], who=boss, op="same", via=via).state
        == "duplicate"
    )
    taken_back(before, boss)
    assert Member.row(member).note == "旧"


def test_rows_that_wait_for_one_another_go_together_and_come_back_together(boss):
    template = put(OpeningTemplate, boss, name="标准")
    first = put(OpeningTemplateLine, boss, template=template, task="执照", days_before=20)
    then = put(OpeningTemplateLine, boss, template=template, task="许可", days_before=10, after=first)
    before = [vars(row) for row in OpeningTemplateLine.rows(order=OpeningTemplateLine.id)]
    gone = edit(OpeningTemplateLine, [], who=boss, delete=[first, then])
    assert gone.state == "applied", gone.wire("zh")
    assert undo(gone.batch, house().records, who=boss).state == "applied"
    assert [vars(row) for row in OpeningTemplateLine.rows(order=OpeningTemplateLine.id)] == before
    assert edit(OpeningTemplateLine, [], who=boss, delete=[first]).state == "refused"


def test_a_row_of_ones_own_is_taken_back_without_the_right_to_delete_as_long_as_it_is_as_it_came(boss, chen, stores):
    def add():
        return edit(StoreVisit, [{"id": None, "set": {}}], who=chen)

    assert not may(chen, "delete", StoreVisit)
    first = add()
    assert edit(StoreVisit, [], who=chen, delete=[first.rows[0]["id"]]).state == "refused"
    gone = undo(first.batch, house().records, who=chen)
    assert (gone.state, StoreVisit.select().count()) == ("applied", 0)
    assert undo(gone.batch, house().records, who=chen).state == "applied", "and comes again"
    second = add()
    change(StoreVisit, boss, second.rows[0]["id"], note="下午去")
    assert undo(second.batch, house().records, who=chen).state == "conflict"
    others = edit(StoreVisit, [{"id": None, "set": {"store": chen.store_id, "kind": "self"}}], who=boss)
    assert undo(others.batch, house().records, who=chen).state == "refused"
    assert StoreVisit.select().count() == 3
