"""The one door: what it lets in, what it refuses and why, and that all of a batch lands or none of it."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import apsw
import peewee
import pytest

from models.kit import Refused, Text, changes, database, system
from models.kit.edits import edit
from models.kit.history import AuditHead, Batch, Change, Event, verify
from models.kit.undo import restore
from models.kit.writes import Slot
from models.members.people import Member, MemberFollowUp, MemberTier
from models.members.points import PointsEntry, PointsLot, earn
from models.members.purchases import Purchase
from models.organization import Employee, Region, Store

PHONE = "13800138000"


def new(record, who, *sets, **options):
    return edit(record, [{"id": None, "set": values} for values in sets], who=who, **options)


def change(record, who, id, seen=None, **values):
    return edit(record, [{"id": id, "set": values, "seen": seen or {}}], who=who)


def made(record, who, **values) -> int:
    answer = new(record, who, values)
    assert answer.state == "applied", answer.errors
    return answer.rows[0]["id"]


def said(answer) -> list[tuple]:
    """Where and why, in Chinese."""
    return [(fault.index, fault.field, fault.text.zh) for fault in answer.errors]


def raw(sql: str, *values) -> list[tuple]:
    return database.handle.execute_sql(sql, values).fetchall()


# Rows come, change and go -----------------------------------------------------------------------------------------------


def test_a_new_row_gets_its_defaults_its_pinyin_and_comes_back_as_the_person_sees_it(boss):
    answer = new(
        Store, boss, {"code": "S1", "name": "锦江一店", "monthly_rent": "¥1,234.50", "opened_on": "2026年3月1日"}
    )
    assert answer.state == "applied"
    row = answer.rows[0]
    assert (row["code"], row["monthly_rent"], row["opened_on"]) == ("S1", "1234.50", "2026-03-01")
    assert (row["kind"], row["status"]) == ("own", "open")
    assert Store.row(row["id"]).name_py == "jinjiangyidian jjyd"


def test_a_changed_cell_is_stored_and_nothing_else(boss, stores):
    id = stores["锦江一店"]
    before = vars(Store.row(id))
    answer = change(Store, boss, id, address="东大街 1 号")
    assert (answer.state, answer.rows[0]["address"]) == ("applied", "东大街 1 号")
    assert vars(Store.row(id)) == {**before, "address": "东大街 1 号"}


def test_a_new_name_brings_its_new_pinyin_unless_a_reading_was_given(boss, stores):
    id = stores["锦江一店"]
    change(Store, boss, id, name="重庆店")
    assert Store.row(id).name_py == "chongqingdian cqd"
    change(Store, boss, id, name="单县店", name_py="shan xian dian")
    assert Store.row(id).name_py == "shanxiandian sxd"
    change(Store, boss, id, name_py="")
    assert Store.row(id).name_py == Store.fields()["name_py"].made_from("单县店")


def test_an_empty_cell_empties_the_field(boss):
    id = made(Store, boss, code="S9", name="九店", address="街", monthly_rent="1")
    change(Store, boss, id, address="", monthly_rent=None)
    assert (Store.row(id).address, Store.row(id).monthly_rent) == (None, None)


def test_a_deleted_row_is_gone_and_its_id_is_never_used_again(boss, stores):
    id = max(stores.values())
    assert edit(Store, [], who=boss, delete=[id]).state == "applied"
    assert not Store.select().where(Store.id == id).exists()
    assert made(Store, boss, code="S3", name="三店") > id


def test_ids_are_not_used_again_after_a_rollback_of_others_work_either(boss):
    ids = [made(Store, boss, code=f"S{n}", name=f"{n}店") for n in range(3)]
    edit(Store, [], who=boss, delete=ids[1:])
    assert made(Store, boss, code="S7", name="7店") not in ids


def test_one_batch_adds_changes_and_deletes_together(boss, stores):
    first, second = stores.values()
    wanted = [{"id": None, "set": {"code": "S3", "name": "三店"}}, {"id": first, "set": {"address": "街"}}]
    answer = edit(Store, wanted, who=boss, delete=[second])
    assert answer.state == "applied"
    assert {kind for (kind,) in Change.select(Change.kind).where(Change.batch == answer.batch).tuples()} == {
        "i",
        "u",
        "d",
    }
    assert sorted(row.code for row in Store.rows()) == ["S1", "S3"]


def test_the_same_row_twice_in_a_batch_takes_the_last_word(boss, chen, stores):
    id = made(Member, boss, card_no="M1", name="王小明", home_store=stores["锦江一店"])
    wanted = [{"id": id, "set": {"name": "王大明"}}, {"id": id, "set": {"note": "二", "name": "王三明"}}]
    answer = edit(Member, wanted, who=chen)
    assert (answer.state, len(answer.rows)) == ("applied", 1)
    assert (Member.row(id).name, Member.row(id).note) == ("王三明", "二")


def test_two_rows_may_swap_what_is_unique(boss):
    low, high = (made(MemberTier, boss, code=f"T{rank}", name=f"{rank}级", rank=rank) for rank in (1, 2))
    answer = edit(MemberTier, [{"id": low, "set": {"rank": 2}}, {"id": high, "set": {"rank": 1}}], who=boss)
    assert answer.state == "applied", said(answer)
    assert (MemberTier.row(low).rank, MemberTier.row(high).rank) == (2, 1)


def test_a_row_of_unique_values_may_move_up_by_one(boss):
    ids = [made(Store, boss, code=f"S{n}", name=f"{n}店") for n in (1, 2, 3)]
    answer = edit(Store, [{"id": id, "set": {"code": f"S{n}"}} for n, id in zip((2, 3, 4), ids, strict=True)], who=boss)
    assert answer.state == "applied", said(answer)
    assert [Store.row(id).code for id in ids] == ["S2", "S3", "S4"]


# What is refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("points", 999, "由系统计算"),
        ("spend_12m", "1", "由系统计算"),
        ("merged_into", 1, "操作按钮"),
        ("nonsense", 1, "没有“nonsense”这一列"),
        ("id", 99, "没有“id”这一列"),
        ("version", 2, "没有“version”这一列"),
        ("password_hash", "x", "没有“password_hash”这一列"),
        ("name_py__startswith", "x", "没有“name_py__startswith”这一列"),
        ("x" * 5000, 1, "没有“" + "x" * 40 + "”这一列"),
    ],
)
def test_locked_computed_and_unknown_fields_are_refused_and_nothing_is_stored(boss, name, value, why):
    id = made(Member, boss, card_no="M1", name="王小明")
    before = vars(Member.row(id))
    answer = edit(Member, [{"id": id, "set": {"note": "x", name: value}}], who=boss)
    assert answer.state == "refused"
    assert [(index, field) for index, field, _ in said(answer)] == [(0, name)]
    assert why in said(answer)[0][2]
    assert vars(Member.row(id)) == before
    assert new(Member, boss, {"card_no": "M2", "name": "李四", name: value}).state == "refused"
    assert Member.select().count() == 1


def test_a_secret_field_is_no_field_for_anybody(boss):
    from models.accounts import Role, User

    role = Role.get(Role.code == "viewer").id
    answer = new(User, boss, {"login": "eve", "name": "Eve", "role": role, "password_hash": "x"})
    assert (answer.state, answer.errors[0].field) == ("refused", "password_hash")
    id = made(User, boss, login="eve", name="Eve", role=role)
    with changes(who=boss) as c:
        c.update(User, id, password_hash="canary")
    assert not [row for row in Change.select().dicts() if "canary" in json.dumps(row, default=str)]


def test_what_is_required_is_named_cell_by_cell(boss):
    answer = new(Store, boss, {"code": "S1", "name": "一店"}, {"code": "S2"}, {"name": ""})
    assert answer.state == "refused"
    assert (1, "name", "门店名称不能为空") in said(answer) or (2, "name", "门店名称不能为空") in said(answer)
    assert Store.select().count() == 0


def test_emptying_a_required_cell_is_refused(boss, stores):
    answer = change(Store, boss, stores["锦江一店"], name="\u200b ")
    assert said(answer) == [(0, "name", "门店名称不能为空")]


def test_every_faulty_cell_of_a_batch_is_named_at_once(boss):
    answer = new(
        Store, boss,
        {"code": "S1", "name": "一店", "monthly_rent": "八百"}, {"code": "S2", "name": "二店"},
        {"code": "S3", "name": "三店", "opened_on": "2026-02-30", "kind": "关张"},
    )  # fmt: skip
    assert {(index, field) for index, field, _ in said(answer)} == {(0, "monthly_rent"), (2, "opened_on"), (2, "kind")}
    assert "“八百”不是数字" in said(answer)[0][2]
    assert Store.select().count() == 0


def test_what_must_be_unique_is_compared_with_the_table_and_with_the_batch(boss, stores):
    assert said(new(Store, boss, {"code": "S1", "name": "别的店"})) == [(0, "code", "门店编号“S1”已存在，不能重复")]
    answer = new(Store, boss, {"code": "S8", "name": "八店"}, {"code": "S8", "name": "另一八店"})
    assert said(answer) == [(1, "code", "门店编号“S8”在本次内容中重复出现")]
    assert said(change(Store, boss, stores["武侯一店"], code=" S1 "))[0][:2] == (0, "code")
    assert change(Store, boss, stores["锦江一店"], code="S1", address="x").state == "applied"


def test_empty_values_are_not_the_same_value(boss):
    rows = [{"code": f"S{n}", "name": f"{n}店"} for n in range(3)]
    assert new(Store, boss, *rows).state == "applied"
    members = [{"card_no": f"M{n}", "name": "同名", "phone": None} for n in range(3)]
    assert new(Member, boss, *members).state == "applied"


def test_a_pair_of_fields_may_be_unique_together(boss, stores):
    member = made(Member, boss, card_no="M1", name="王小明")
    line = {"receipt_no": "R1", "member": member, "store": stores["锦江一店"], "amount": "10"}
    assert new(Purchase, boss, line).state == "applied"
    assert new(Purchase, boss, {**line, "store": stores["武侯一店"]}).state == "applied"
    assert new(Purchase, boss, line).state == "refused"


def test_the_database_itself_refuses_what_slips_past_the_door(boss):
    id = made(Member, boss, card_no="M1", name="王小明")
    with pytest.raises(peewee.IntegrityError):
        raw('UPDATE "member" SET "points" = -1 WHERE "id" = ?', id)
    with pytest.raises(Refused, match="clashes"), changes(who=boss) as c:
        c.update(Member, id, points=-1)
    assert Member.row(id).points == 0


def test_a_number_too_large_for_the_database_is_a_refusal_not_a_fault(boss):
    id = made(Member, boss, card_no="M1", name="王小明")
    with pytest.raises(Refused), changes(who=boss) as c:
        c.update(Member, id, points=2**70)
    assert Member.row(id).points == 0


def test_so_many_rows_at_a_time_and_no_more(boss):
    answer = edit(Store, [{"id": None, "set": {}}] * 20_001, who=boss)
    assert "一次最多 20000 行" in said(answer)[0][2]


@pytest.mark.parametrize(
    "wanted",
    [[None], ["x"], [[]], [{"id": "1"}], [{"id": True}], [{"id": 1.5}], [{"id": {}}], [{"id": None, "set": []}], [{"id": 1, "seen": [1]}],
     [{"id": 2**70, "set": {}}], [{"id": -1, "set": {}}], [{"id": 0, "set": {"name": "x"}}]],
)  # fmt: skip
def test_a_malformed_change_is_refused_with_a_sentence(boss, stores, wanted):
    answer = edit(Store, wanted, who=boss)
    assert answer.state in ("refused", "conflict")
    assert answer.errors[0].text.zh


@pytest.mark.parametrize("id", [None, "1", [], {}, True, 2**70, -1, 1.5])
def test_deleting_what_is_no_id_is_refused_with_a_sentence(boss, stores, id):
    answer = edit(Store, [], who=boss, delete=[id])
    assert (answer.state, said(answer)[0][2]) == ("conflict", "这一行已被删除或不在你的范围内")
    assert Store.select().count() == 2


def test_a_row_that_others_point_to_stays(boss, stores):
    made(Member, boss, card_no="M1", name="王小明", home_store=stores["锦江一店"])
    answer = edit(Store, [], who=boss, delete=[stores["锦江一店"]])
    assert said(answer)[0][2] == "不能删除：还有 1 条会员与它相连"
    assert Store.select().count() == 2


def test_whoever_lacks_the_right_is_told_so(bo, stores):
    assert said(new(Store, bo, {"code": "S3", "name": "三店"}))[0][2] == "你的角色不能新增门店，请找运营经理"
    assert said(change(Store, bo, stores["锦江一店"], name="x"))[0][2] == "你的角色不能修改门店，请找运营经理"
    assert edit(Store, [], who=bo, delete=[stores["锦江一店"]]).state == "refused"
    assert Store.select().count() == 2


def test_ledgers_are_not_written_by_hand_not_even_by_the_system(boss):
    assert "由系统记账" in said(new(PointsEntry, boss, {"points": 5}))[0][2]
    assert said(edit(PointsEntry, [{"id": 1, "set": {"points": 5}}], who=boss))[0][2].startswith("积分流水由系统记账")
    assert edit(PointsEntry, [], who=boss, delete=[1]).state != "applied"


# Links -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said_as", ["锦江一店", " 锦江一店 ", "S1", "jinjiangyidian", "jjyd", "JJYD", "Ｓ１", {"id": 1, "text": "?"}, 1]
)
def test_a_link_is_found_by_name_code_pinyin_or_id(boss, stores, said_as):
    id = made(Member, boss, card_no="M1", name="王小明", home_store=said_as)
    assert Member.row(id).home_store == stores["锦江一店"]


def test_a_name_wins_over_a_pinyin_that_reads_the_same(boss):
    made(Store, boss, code="S1", name="阿波店")
    id = made(Store, boss, code="ABD", name="别的店")
    member = made(Member, boss, card_no="M1", name="王小明", home_store="ABD")
    assert Member.row(member).home_store == id


def test_an_ambiguous_or_missing_link_is_refused_by_name(boss, stores):
    made(Store, boss, code="S3", name="锦江一甸")
    answer = new(
        Member, boss, {"card_no": "M1", "name": "王", "home_store": "jjyd"}, {"card_no": "M2", "name": "李", "home_store": "没有的店"},
        {"card_no": "M3", "name": "张", "home_store": "锦江一店"}, {"card_no": "M4", "name": "赵", "home_store": 999},
    )  # fmt: skip
    assert said(answer) == [
        (3, "home_store", "门店里没有“999”"),
        (0, "home_store", "门店里有多个“jjyd”，请改用编号"),
        (1, "home_store", "门店里没有“没有的店”"),
    ] or sorted(index for index, *_ in said(answer)) == [0, 1, 3]
    assert Member.select().count() == 0


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "%", "_", "\\", "%%%%", "' OR 1=1 --", "\x00", "\ud800", "ab" * 60_000]
)
def test_a_hostile_link_is_a_missing_one(boss, stores, text):
    answer = new(Member, boss, {"card_no": "M1", "name": "王", "home_store": text})
    assert [fault[:2] for fault in said(answer)] in ([(0, "home_store")], [])
    assert not Member.select().where(Member.home_store.is_null(False)).exists()


def test_a_link_to_a_row_outside_ones_scope_looks_like_one_to_a_missing_row(chen, stores):
    other, missing = (
        said(new(Member, chen, {"card_no": "M1", "name": "王", "home_store": id})) for id in (stores["武侯一店"], 999)
    )
    assert other[0][2].replace(str(stores["武侯一店"]), "#") == missing[0][2].replace("999", "#")
    by_name = said(new(Member, chen, {"card_no": "M1", "name": "王", "home_store": "武侯一店"}))
    assert by_name[0][2] == "门店里没有“武侯一店”"


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


def in_threads(count, work):
    """Run the work in so many threads at once; each has its own connection."""
    gate = threading.Barrier(count)

    def one(number):
        with database.reading():
            gate.wait()
            try:
                return work(number)
            finally:
                database.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


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
        last = max(one for one in acked if one[1] == name)[2]
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
    assert said(answer) == [(321, "area_m2", "“大”不是数字")]
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


def test_nested_changes_join_the_outer_one(boss):
    with changes(who=boss, label=Text("外", "outer")) as outer:
        outer.create(Region, name="川西")
        with changes(who=boss, label=Text("内", "inner")) as inner:
            inner.create(Region, name="川东")
            assert inner is outer
    assert {change.batch_id for change in Change.select().where(Change.record == "region")} == {outer.batch_id}
    with pytest.raises(RuntimeError), changes(who=boss) as outer:
        with changes(who=boss) as inner:
            inner.create(Region, name="川北")
        raise RuntimeError
    assert Region.select().count() == 2


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
    database.open(f"sqlite:///{db}")
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


# History -----------------------------------------------------------------------------------------------------------------


def test_every_change_is_in_the_history_with_who_when_and_from_what_to_what(ann, boss):
    id = made(Member, ann, card_no="M1", name="王小明")
    change(Member, ann, id, name="王大明")
    edit(Member, [], who=ann, delete=[id])
    kept = [
        (
            one.kind,
            json.loads(one.before or "null"),
            json.loads(one.after or "null"),
            one.batch.user_name,
            one.batch.via,
        )
        for one in Change.select().where(Change.record == "member", Change.row_id == id).order_by(Change.id)
    ]
    assert [one[0] for one in kept] == ["i", "u", "d"]
    assert kept[0][2]["name"] == "王小明"
    assert (kept[1][1]["name"], kept[1][2]["name"]) == ("王小明", "王大明")
    assert set(kept[1][1]) == {"name", "name_py"}
    assert kept[2][1]["name"] == "王大明"
    assert {one[3:] for one in kept} == {("Ann", "grid")}
    assert verify() is None


def forge(*statements):
    """What somebody with the file in hands could do: away with the triggers, then change it."""
    for (name,) in raw("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        raw(f'DROP TRIGGER "{name}"')
    for statement in statements:
        raw(statement)


SWAP = """UPDATE "change" SET before = (SELECT o.before FROM "change" o WHERE o.id = 13 - "change".id),
    after = (SELECT o.after FROM "change" o WHERE o.id = 13 - "change".id) WHERE id IN (6, 7)"""


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE "change" SET after = '{"name":"别的"}' WHERE id = 7""",
        """UPDATE "change" SET row_id = 99 WHERE id = 7""",
        """UPDATE "change" SET hash = (SELECT hash FROM "change" WHERE id = 6) WHERE id = 7""",
        """DELETE FROM "change" WHERE id = 7""",
        """DELETE FROM "change" WHERE id = 1""",
        """DELETE FROM "change" WHERE id = (SELECT max(id) FROM "change")""",
        """DELETE FROM "change" """,
        """INSERT INTO "change" (batch_id, record, row_id, kind, after, hash) VALUES (1, 'store', 1, 'u', '{}', 'x')""",
        SWAP,
        """UPDATE "batch" SET user_name = 'Bo' WHERE id = 3""",
        """UPDATE "batch" SET user_id = 7 WHERE id = 3""",
        """UPDATE "batch" SET at = '2020-01-01 00:00:00' WHERE id = 3""",
        """UPDATE "batch" SET via = 'job' WHERE id = 3""",
    ],
    ids=["value", "row", "hash", "deletion", "first", "cut tail", "all", "insertion", "swap", "author", "author id", "moment", "way"],
)  # fmt: skip
def test_whatever_is_changed_in_the_history_is_found(boss, statement):
    for n in range(4):
        made(Region, boss, name=f"{n}区")
    assert verify() is None
    forge(statement)
    assert verify() is not None


@pytest.mark.parametrize("table", ["points_entry", "gift_movement", "batch", "change", "event"])
def test_ledgers_and_the_history_refuse_every_update_and_deletion(boss, table):
    member = made(Member, boss, card_no="M1", name="王")
    with changes(who=boss) as c:
        earn(c, [{"member": member, "points": 5, "expires_on": None}])
        c.note("test")
        if table == "gift_movement":
            from models.members.gifts import Gift, GiftMovement

            gift = c.create(Gift, code="G1", name="礼", price=1)
            c.create(GiftMovement, gift=gift.id, kind="in", qty=1)
    rows = raw(f'SELECT * FROM "{table}"')
    assert rows
    for statement in (
        f'UPDATE "{table}" SET id = id', f'DELETE FROM "{table}"', f'REPLACE INTO "{table}" SELECT * FROM "{table}"',
        f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE true ON CONFLICT(id) DO UPDATE SET id = id',
    ):  # fmt: skip
        with pytest.raises((peewee.DatabaseError, apsw.Error), match="append-only"):
            raw(statement)
    assert raw(f'SELECT * FROM "{table}"') == rows


def test_a_ledger_line_cannot_be_changed_through_the_door_either(boss):
    member = made(Member, boss, card_no="M1", name="王")
    with changes(who=boss) as c:
        earn(c, [{"member": member, "points": 5, "expires_on": None}])
    line = PointsEntry.rows()[0]
    with pytest.raises((peewee.DatabaseError, apsw.Error, Refused)), changes(who=boss) as c:
        c.update(PointsEntry, line.id, points=500)
    assert (PointsEntry.row(line.id).points, Member.row(member).points) == (5, 5)
    assert PointsLot.rows()[0].left == 5


# Nobody writes past the door ---------------------------------------------------------------------------------------------

SIDE_DOORS = {
    "insert": lambda: Region.insert(name="x").execute(),
    "insert_many": lambda: Region.insert_many([{"name": "x"}]).execute(),
    "update": lambda: Region.update(name="x").execute(),
    "delete": lambda: Region.delete().execute(),
    "create": lambda: Region.create(name="x"),
    "save": lambda: Region(name="x").save(),
    "save again": lambda: Region.get().save(),
    "get_or_create": lambda: Region.get_or_create(name="x"),
    "bulk_create": lambda: Region.bulk_create([Region(name="x")]),
    "bulk_update": lambda: Region.bulk_update([Region.get()], fields=[Region.name]),
    "replace": lambda: Region.replace(name="x").execute(),
    "replace_many": lambda: Region.replace_many([{"name": "x"}]).execute(),
    "set_by_id": lambda: Region.set_by_id(1, {"name": "x"}),
    "delete_by_id": lambda: Region.delete_by_id(1),
    "delete_instance": lambda: Region.get().delete_instance(),
    "setitem": lambda: (
        Region.__setitem__(1, {"name": "x"}) if hasattr(Region, "__setitem__") else Region.set_by_id(1, {"name": "x"})
    ),
}


@pytest.mark.parametrize("way", SIDE_DOORS)
def test_peewees_own_write_calls_are_shut_inside_the_door_too(boss, way):
    made(Region, boss, name="川西")
    with pytest.raises(RuntimeError, match="the one door"):
        SIDE_DOORS[way]()
    with pytest.raises(RuntimeError, match="the one door"), changes(who=boss):
        SIDE_DOORS[way]()
    assert [row.name for row in Region.rows()] == ["川西"]


# Who is told -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def told(monkeypatch, db):
    """What listeners hear, and whether another connection already sees it then."""
    heard = []

    def tell(committed):
        other = apsw.Connection(str(db))
        seen = other.execute("SELECT count(*) FROM batch WHERE id = ?", (committed.batch,)).fetchone()[0]
        other.close()
        heard.append((dict(committed.touched), seen == 1))

    monkeypatch.setattr(Slot, "tell", staticmethod(tell))
    return heard


def test_listeners_hear_after_the_commit_which_rows_changed(boss, told):
    id = made(Region, boss, name="川西")
    assert told == [({"region": frozenset({id})}, True)]


def test_a_rule_tells_of_every_table_it_touched_and_once(boss, told):
    member = made(Member, boss, card_no="M1", name="王")
    told.clear()
    with changes(who=boss) as c, changes(who=boss):
        earn(c, [{"member": member, "points": 5, "expires_on": None}])
        assert told == []
    assert [set(touched) for touched, _ in told] == [{"member", "points_entry", "points_lot"}]


def test_nobody_hears_of_what_was_rolled_back_refused_or_sent_twice(boss, told):
    new(Region, boss, {"name": ""})
    with pytest.raises(ZeroDivisionError), changes(who=boss) as c:
        c.create(Region, name="川西")
        raise ZeroDivisionError
    assert told == []
    new(Region, boss, {"name": "川西"}, op="op-1")
    new(Region, boss, {"name": "川西"}, op="op-1")
    assert len(told) == 1


def test_a_listener_that_fails_does_not_turn_a_saved_change_into_an_error(boss, monkeypatch):
    def broken(committed):
        raise OSError("the page is gone")

    monkeypatch.setattr(Slot, "tell", staticmethod(broken))
    assert new(Region, boss, {"name": "川西"}).state == "applied"
    assert Region.select().count() == 1


# Rows stay where the person may see them ---------------------------------------------------------------------------------


@pytest.fixture
def members(boss, stores):
    """One member of each store."""
    return {
        name: made(Member, boss, card_no=f"M{id}", name=f"{name}会员", home_store=id) for name, id in stores.items()
    }


def test_a_store_manager_edits_the_own_store_and_finds_no_other(chen, members):
    assert change(Member, chen, members["锦江一店"], name="王").state == "applied"
    other, missing = change(Member, chen, members["武侯一店"], name="王"), change(Member, chen, 999, name="王")
    assert (
        (other.state, said(other))
        == (missing.state, said(missing))
        == ("conflict", [(0, None, "这一行已被删除或不在你的范围内")])
    )
    assert Member.row(members["武侯一店"]).name == "武侯一店会员"


def test_a_store_managers_new_member_joins_the_own_store(chen, stores):
    id = made(Member, chen, card_no="M9", name="王")
    assert Member.row(id).home_store == stores["锦江一店"]


def test_a_row_cannot_be_moved_out_of_ones_scope(chen, members, stores):
    for place in (None, ""):
        answer = change(Member, chen, members["锦江一店"], home_store=place)
        assert said(answer) == [(0, None, "这一行不属于你的门店或范围")]
    assert change(Member, chen, members["锦江一店"], home_store=stores["武侯一店"]).state == "refused"
    assert Member.row(members["锦江一店"]).home_store == stores["锦江一店"]


def test_a_row_that_hangs_on_another_store_cannot_be_added(chen, members):
    answer = new(MemberFollowUp, chen, {"member": members["武侯一店"], "topic": "x"})
    assert answer.state == "refused"
    assert new(MemberFollowUp, chen, {"member": members["锦江一店"], "topic": "x"}).state == "applied"
    assert MemberFollowUp.select().count() == 1


def test_whoever_has_a_scope_but_no_store_sees_and_writes_nothing(chen, members):
    lost = replace(chen, store_id=None)
    assert change(Member, lost, members["锦江一店"], name="x").state == "conflict"
    assert new(Member, lost, {"card_no": "M9", "name": "王"}).state == "refused"


# Restoring ---------------------------------------------------------------------------------------------------------------


def test_a_deleted_row_comes_back_whole_with_its_id(boss, stores):
    id = made(Employee, boss, staff_no="E1", name="李", store="S1", hired_on="2026-03-01")
    before = vars(Employee.row(id))
    edit(Employee, [], who=boss, delete=[id])
    answer = restore(Employee, id, who=boss)
    assert (answer.state, answer.rows[0]["id"]) == ("applied", id)
    assert vars(Employee.row(id)) == before
    assert verify() is None


def test_only_what_was_deleted_can_be_restored_and_only_once(boss, stores):
    id = made(Region, boss, name="川西")
    assert restore(Region, id, who=boss).state == "refused"
    assert restore(Region, 999, who=boss).state == "refused"
    edit(Region, [], who=boss, delete=[id])
    assert restore(Region, id, who=boss, op="op-1").state == "applied"
    assert restore(Region, id, who=boss, op="op-1").state == "duplicate"
    assert restore(Region, id, who=boss, op="op-2").state == "refused"
    assert restore(Region, 999, who=boss, op="op-1").state == "refused"


def test_restoring_is_adding_and_stays_within_rights_and_scope(boss, bo, chen, members):
    for id in members.values():
        edit(Member, [], who=boss, delete=[id])
    assert restore(Member, members["锦江一店"], who=bo).state == "refused"
    assert restore(Member, members["武侯一店"], who=chen).state == "refused"
    assert restore(Member, members["锦江一店"], who=chen).state == "applied"
    assert [row.id for row in Member.rows()] == [members["锦江一店"]]


def test_what_was_taken_in_the_meantime_stands_in_the_way_of_a_restore(boss):
    id = made(Region, boss, name="川西")
    edit(Region, [], who=boss, delete=[id])
    made(Region, boss, name="川西")
    assert said(restore(Region, id, who=boss))[0][2] == "区域名称“川西”已存在，不能重复"


# Small things the door keeps ---------------------------------------------------------------------------------------------


def test_taking_more_than_there_is_says_by_how_much(boss):
    id = made(Member, boss, card_no="M1", name="王")
    with pytest.raises(Refused) as refused, changes(who=boss) as c:
        c.shift(Member, "points", {id: -3}, short=Text("{title} 还差 {short}", "{title}: {short} short"))
    assert refused.value.text.zh == "王 还差 3"


def test_money_is_exact(boss, stores):
    id = stores["锦江一店"]
    for _ in range(3):
        with changes(who=boss) as c:
            c.update(Store, id, monthly_rent=(Store.row(id).monthly_rent or Decimal(0)) + Decimal("0.10"))
    assert Store.row(id).monthly_rent == Decimal("0.30")
    assert raw('SELECT "monthly_rent" FROM "store" WHERE "id" = ?', id) == [(30,)]


def test_an_event_is_written_in_the_transaction_of_what_it_is_about(boss):
    with pytest.raises(ZeroDivisionError), changes(who=system("x")) as c:
        c.note("try")
        raise ZeroDivisionError
    assert not Event.select().where(Event.kind == "try").exists()


def test_the_chain_has_one_head(boss):
    for n in range(3):
        made(Region, boss, name=f"{n}区")
    assert AuditHead.select().count() == 1
