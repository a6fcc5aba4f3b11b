"""Several people and several tries at the one door: conflicts, threads, op ids, all or nothing, and who is told."""

import json
from dataclasses import replace

import pytest

from models.kit import Refused, Text, changes
from models.kit.server import database
from models.kit.write import telling
from models.kit.write.edits import edit
from models.kit.write.history import Batch, verify
from models.members.people import Member
from models.members.points import earn
from models.organization import Region, Store
from tests.helpers import places
from tests.helpers.door import change, in_threads, made, new, said

# Two people at once ------------------------------------------------------------------------------------------------------


def test_a_cell_that_changed_since_it_was_seen_is_a_conflict_with_both_values_and_the_name(boss, ann, stores):
    id = made(Member, boss, card_no="M1", name="王小明", note="旧")
    assert change(Member, ann, id, {"note": "旧"}, note="安的").state == "applied"
    answer = change(Member, boss, id, {"note": "旧"}, note="我的")
    fault = answer.errors[0]
    assert (answer.state, fault.field, fault.theirs, fault.by) == ("conflict", "note", "安的", "Ann")
    assert fault.text.zh == "已被Ann改为“安的”，你看到的是“旧”"
    assert Member.row(id).note == "安的"


def test_no_stale_write_gets_through_in_a_hundred_tries(boss, ann):
    id = made(Member, boss, card_no="M1", name="王", note="0")
    now = "0"
    for turn in range(1, 101):
        assert change(Member, ann, id, {"note": now}, note=str(turn)).state == "applied"
        answer = change(Member, boss, id, {"note": now}, note=f"stale {turn}")
        assert (answer.state, answer.errors[0].theirs) == ("conflict", str(turn))
        now = str(turn)
    assert Member.row(id).note == "100"


def test_other_cells_of_the_row_and_the_very_same_value_are_no_conflict(boss, ann, stores):
    id = made(Member, boss, card_no="M1", name="王小明", note="旧", home_store="S1")
    change(Member, ann, id, note="安的", home_store="S2")
    assert change(Member, boss, id, {"address": None}, address="街").state == "applied"
    assert change(Member, boss, id, {"note": "旧"}, note="安的").state == "applied"
    assert change(Member, boss, id, {"home_store": {"id": 1, "text": "锦江一店"}}, home_store="S2").state == "applied"
    assert (
        change(Member, boss, id, {"joined_on": Member.row(id).joined_on.isoformat()}, joined_on="2026-03-01").state
        == "applied"
    )


def test_a_link_conflict_names_both_rows_by_name(boss, ann, stores):
    id = made(Member, boss, card_no="M1", name="王", home_store="S1")
    change(Member, ann, id, home_store="S2")
    answer = change(Member, boss, id, {"home_store": {"id": stores["锦江一店"], "text": "锦江一店"}}, home_store=None)
    assert answer.errors[0].text.zh == "已被Ann改为“武侯一店”，你看到的是“锦江一店”"
    assert answer.errors[0].theirs == {"id": stores["武侯一店"], "text": "武侯一店"}


def test_one_conflict_stops_the_whole_batch(boss, stores):
    wanted = [
        {"id": id, "set": {"address": "新"}, "seen": {"address": seen}}
        for id, seen in zip(stores.values(), (None, "旧"), strict=True)
    ]
    answer = edit(Store, wanted, who=boss)
    assert (answer.state, [fault.index for fault in answer.errors]) == ("conflict", [1])
    assert not Store.select().where(Store.address.is_null(False)).exists()


def test_editing_a_row_that_a_colleague_deleted_is_a_conflict(boss, stores):
    id = stores["武侯一店"]
    edit(Store, [], who=boss, delete=[id])
    answer = change(Store, boss, id, {"name": "武侯一店"}, name="x")
    assert (answer.state, said(answer)) == ("conflict", [(0, None, "这一行已被删除或不在你的范围内")])


def test_quick_edits_of_one_cell_end_with_the_last_one_typed(boss, stores):
    id, seen = stores["锦江一店"], None
    for turn in range(50):
        assert change(Store, boss, id, {"address": seen}, address=f"{turn} 号").state == "applied"
        seen = f"{turn} 号"
    assert Store.row(id).address == "49 号"


def test_twenty_editors_of_one_row_lose_nothing(boss):
    id = made(Store, boss, code="S1", name="一店")
    names = ["address", "licence_no", "phone", "monthly_rent"]
    values = [lambda n: f"{n} 号", lambda n: f"L{n}", lambda n: f"138001380{n:02d}", lambda n: str(n)]
    acked = []

    def work(number):
        at = number % 4
        for turn in range(3):
            value = values[at](number * 3 + turn)
            answer = change(Store, boss, id, **{names[at]: value})
            assert answer.state == "applied"
            acked.append((answer.batch, names[at], value))

    in_threads(20, work)
    assert len(acked) == 60
    for name in names:
        last = max(ack for ack in acked if ack[1] == name)[2]
        assert Store.fields()[name].parse(last) == getattr(Store.row(id), name)
    assert verify() is None


def test_points_taken_by_many_at_once_add_up(boss):
    id = made(Member, boss, card_no="M1", name="王")
    with changes(who=boss) as c:
        c.shift(Member, "points", {id: 30})

    def take(_):
        try:
            with changes(who=boss) as c:
                c.shift(Member, "points", {id: -2}, short=Text("{title} 差 {short}", "{title} is {short} short"))
            return 1
        except Refused as refused:
            assert refused.text.zh == "王 差 2"
            return 0

    assert sum(in_threads(20, take)) == 15
    assert Member.row(id).points == 0


# All or nothing, once ----------------------------------------------------------------------------------------------------


def test_one_bad_row_among_many_changes_nothing_and_leaves_no_history(boss):
    batches = Batch.select().count()
    rows = [{"code": f"S{n}", "name": f"{n}店"} for n in range(500)]
    rows[321]["area_m2"] = "大"
    answer = new(Store, boss, *rows)
    assert said(answer) == [(321, "area_m2", "“大”不是数字，请只写数字，如 1234.5")]
    assert (Store.select().count(), Batch.select().count()) == (0, batches)


def test_a_rule_that_refuses_late_takes_everything_back(boss):
    with pytest.raises(Refused, match="no"), changes(who=boss) as c:
        c.create(Region, name="川西")
        raise Refused(Text("不行", "no"))
    assert Region.select().count() == 0
    with pytest.raises(ZeroDivisionError), changes(who=boss) as c:
        c.create(Region, name="川西")
        raise ZeroDivisionError
    assert Region.select().count() == 0
    assert made(Region, boss, name="川西")


def test_one_change_is_open_at_a_time(boss):
    with pytest.raises(RuntimeError, match="open already"), changes(who=boss) as outer:
        outer.create(Region, name="川西")
        with changes(who=boss) as inner:
            inner.create(Region, name="川东")
    assert Region.select().count() == 0
    assert made(Region, boss, name="川东")  # the next one opens as ever


def test_the_same_op_is_applied_once_and_answered_with_the_rows_as_they_are(boss):
    first = new(Region, boss, {"name": "川西"}, op="op-1")
    again = new(Region, boss, {"name": "川西"}, op="op-1")
    assert (first.state, again.state) == ("applied", "duplicate")
    assert (again.batch, again.rows) == (first.batch, first.rows)
    assert Region.select().count() == 1


def test_the_same_op_a_hundred_times_at_once_is_applied_once(boss):
    answers = in_threads(50, lambda _: [new(Region, boss, {"name": "川西"}, op="op-1") for _ in range(2)])
    answers = [answer for pair in answers for answer in pair]
    assert sorted(answer.state for answer in answers) == ["applied"] + ["duplicate"] * 99
    assert len({(answer.batch, json.dumps(answer.rows)) for answer in answers}) == 1
    assert Region.select().count() == 1


def test_the_same_op_is_known_after_the_database_was_opened_anew(boss, db):
    first = new(Region, boss, {"name": "川西"}, op="op-1")
    database.close()
    database.open(places.url(db))
    with database.reading():
        again = new(Region, boss, {"name": "川西"}, op="op-1")
        assert (again.state, again.batch) == ("duplicate", first.batch)
        assert Region.select().count() == 1


def test_an_op_id_belongs_to_one_person_and_one_content(boss, ann):
    made_by_ann = new(Member, ann, {"card_no": "M1", "name": "王"}, op="op-1")
    assert made_by_ann.state == "applied"
    other_content = new(Member, ann, {"card_no": "M2", "name": "李"}, op="op-1")
    other_person = new(Member, replace(ann, user_id=999), {"card_no": "M1", "name": "王"}, op="op-1")
    other_record = new(Region, boss, {"name": "川西"}, op="op-1")
    for answer in (other_content, other_person, other_record):
        assert (answer.state, answer.rows) == ("refused", [])
        assert "操作编号已被另一次修改用过" in said(answer)[0][2]
    assert Member.select().count() == 1


def test_a_refused_op_may_be_sent_again_once_it_is_put_right(boss):
    assert new(Region, boss, {"name": ""}, op="op-1").state == "refused"
    assert new(Region, boss, {"name": "川西"}, op="op-1").state == "applied"


def test_an_edit_that_changes_nothing_is_still_remembered_by_its_op(boss, stores):
    wanted = [{"id": stores["锦江一店"], "set": {"code": "S1"}}]
    assert [edit(Store, wanted, who=boss, op="op-1").state for _ in range(2)] == ["applied", "duplicate"]


# Who is told -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def heard(monkeypatch, db):
    """What listeners hear, and whether another connection already sees it then."""
    heard = []

    def tell(committed):
        (seen,) = in_threads(1, lambda _: Batch.select().where(Batch.id == committed.batch).count())
        heard.append((dict(committed.touched), seen == 1))

    monkeypatch.setattr(telling, "listener", tell)
    return heard


def test_listeners_hear_after_the_commit_which_rows_changed(boss, heard):
    id = made(Region, boss, name="川西")
    assert heard == [({"region": frozenset({id})}, True)]


def test_a_rule_tells_of_every_table_it_touched_and_once(boss, heard):
    member = made(Member, boss, card_no="M1", name="王")
    heard.clear()
    with changes(who=boss) as c:
        earn(c, [{"member": member, "points": 5, "expires_on": None}])
        assert heard == []
    assert [set(touched) for touched, _ in heard] == [{"member", "points_entry", "points_lot"}]


def test_nobody_hears_of_what_was_rolled_back_refused_or_sent_twice(boss, heard):
    new(Region, boss, {"name": ""})
    with pytest.raises(ZeroDivisionError), changes(who=boss) as c:
        c.create(Region, name="川西")
        raise ZeroDivisionError
    assert heard == []
    new(Region, boss, {"name": "川西"}, op="op-1")
    new(Region, boss, {"name": "川西"}, op="op-1")
    assert len(heard) == 1


def test_a_listener_that_fails_does_not_turn_a_saved_change_into_an_error(boss, monkeypatch):
    def broken(committed):
        raise OSError("the page is gone")

    monkeypatch.setattr(telling, "listener", broken)
    assert new(Region, boss, {"name": "川西"}).state == "applied"
    assert Region.select().count() == 1
