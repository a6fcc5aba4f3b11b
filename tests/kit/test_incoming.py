"""Rows from outside: judged as a whole before anything is written, then one batch of changes or none."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from models import house
from models.key_accounts import GroupOrder, KeyAccount
from models.kit import Refused
from models.kit.ask.query import Query
from models.kit.declare.access import Grant
from models.kit.incoming import apply
from models.kit.incoming.apply import tried
from models.kit.incoming.incoming import Incoming, Stopped, Unusable, mended
from models.kit.text import Text
from models.kit.write.edits import edit
from models.kit.write.history import Batch
from models.kit.write.undo import undo
from models.members import Gift, GiftBudget, GiftMovement, Member, MemberTier, PointsEntry, RecruitTarget
from models.members.follow_ups import MemberFollowUp
from models.organization import Employee, Region, Store
from tests.helpers.accounts_office import Office
from tests.helpers.door import made


@pytest.fixture
def tiers(boss):
    edit(MemberTier, [{"id": None, "set": {"code": "T1", "name": "普通会员", "rank": 1}}], who=boss)


def lines(*rows, first=4):
    """Rows as they stand in a file, the first one in row 4."""
    return list(enumerate(rows, first))


def members(*rows, who, **options):
    return Incoming(Member, lines(*rows), who, **options)


def person(card, name="王小明", **more):
    return {"card_no": card, "name": name, **more}


def faults(report):
    return [(fault.row, fault.field, fault.value, fault.text.zh) for fault in report.faults]


def test_good_rows_go_in_as_one_batch_and_can_be_taken_back(boss, stores, tiers):
    work = members(
        person(
            "001", "王小明", phone="138 0000 0001", tier="普通会员", home_store="锦江一店", joined_on="2024年3月6日"
        ),
        person("002", "李雷", home_store="S2", gender="女", points="1,200"),
        who=boss,
    )
    assert (work.report.total, len(work.report.new), work.report.faults) == (2, 2, [])
    done = work.apply(op="a", label=Text("导入 会员.xlsx", "Import of 会员.xlsx"))
    assert (done.state, done.new, done.changed) == ("applied", 2, 0)
    first, second = sorted(Query(Member, boss).rows(), key=lambda row: row["card_no"])
    assert (first["phone"], first["joined_on"], first["home_store"]["text"]) == (
        "13800000001",
        "2024-03-06",
        "锦江一店",
    )
    assert (second["home_store"]["text"], second["gender"], second["points"]) == ("武侯一店", "female", 1200)
    batch = Batch.get_by_id(done.batch)
    assert (batch.via, batch.label_zh, batch.record) == ("import", "导入 会员.xlsx", "member")
    assert undo(done.batch, house().records, who=boss).state == "applied"
    assert Query(Member, boss).count() == 0


def test_each_faulty_cell_is_named_with_its_row_value_and_reason(boss, stores, tiers):
    report = members(
        person("001", joined_on="2025-02-30"),
        person("002", points="八百"),
        person("003", points=-5),
        person("004", phone="138123"),
        person("005", tier="白金卡", home_store="不存在店"),
        person("006", name="  "),
        person("007"),
        who=boss,
    ).report
    assert faults(report) == [
        (4, "joined_on", "2025-02-30", "没有“2025-02-30”这一天，请核对年月日（写法如 2026-03-01）"),
        (5, "points", "八百", "“八百”不是数字，请只写数字，如 1234.5"),
        (6, "points", "-5", "不能小于 0"),
        (7, "phone", "138123", "“138123”不是 11 位手机号或带区号的座机号；请核对位数，座机如 028-85551234"),
        (8, "tier", "白金卡", "会员等级里没有“白金卡”"),
        (8, "home_store", "不存在店", "门店里没有“不存在店”"),
        (9, "name", "  ", "姓名不能为空"),
    ]
    assert (report.faulty, [line.row for line in report.new]) == ([4, 5, 6, 7, 8, 9], [10])


def test_one_faulty_row_stops_all_unless_it_is_left_out(boss, stores):
    rows = (person("001"), person("002", points="x"))
    work = members(*rows, who=boss)
    refused = work.apply()
    assert (refused.state, refused.text.zh, Query(Member, boss).count()) == (
        "refused",
        "有 1 行有误，没有导入任何内容",
        0,
    )
    assert (work.apply(only_good=True).state, Query(Member, boss).count()) == ("applied", 1)


def test_the_second_row_with_a_key_is_faulty_and_names_the_first(boss):
    report = members(person("001"), person("002"), person("001", "李雷"), who=boss).report
    assert faults(report) == [(6, "card_no", "001", "会员卡号“001”与第 4 行重复")]


def test_a_unique_value_may_occur_once_in_the_file_and_in_the_table(boss):
    members(person("001", phone="13800000001"), who=boss).apply()
    report = members(
        person("002", phone="13800000001"),
        person("003", phone="13800000002"),
        person("004", phone="138-0000-0002"),
        who=boss,
    ).report
    assert faults(report) == [
        (4, "phone", "13800000001", "手机号“13800000001”已存在，不能重复"),
        (6, "phone", "138-0000-0002", "手机号“13800000002”与第 5 行重复"),
    ]


def test_who_holds_a_unique_value_keeps_it_though_a_newcomer_stands_above(boss):
    members(person("001", phone="13800000001"), who=boss).apply()
    report = members(person("002", phone="13800000001"), person("001", phone="13800000001"), who=boss).report
    assert faults(report) == [(4, "phone", "13800000001", "手机号“13800000001”与第 5 行重复")]


def test_a_unique_value_that_its_holder_gives_up_in_the_same_file_is_free(boss):
    members(person("001", phone="13800000001"), who=boss).apply()
    report = members(person("001", phone="13800000009"), person("002", phone="13800000001"), who=boss).report
    assert (report.faults, len(report.new), len(report.changed)) == ([], 1, 1)


def test_existing_rows_change_only_where_they_differ_and_empty_cells_leave_them_alone(boss, stores):
    members(person("001", phone="13800000001", home_store="S1", note="老顾客"), person("002"), who=boss).apply()
    work = members(person("001", "王大明", phone="", home_store="锦江一店", note=None), person("002"), who=boss)
    (changed,) = work.report.changed
    assert (changed.row, changed.cells, work.report.unchanged) == (4, {"name": ("王小明", "王大明")}, 1)
    assert work.apply().changed == 1
    row = next(row for row in Query(Member, boss).rows() if row["card_no"] == "001")
    assert (row["name"], row["name_py"], row["phone"], row["note"]) == (
        "王大明",
        "wangdaming wdm",
        "13800000001",
        "老顾客",
    )


def test_the_same_rows_twice_change_nothing(boss, stores):
    rows = (
        person("001", points=500, home_store="S1", joined_on=date(2024, 1, 2)),
        person("002", tags="糖尿病、老顾客"),
    )
    members(*rows, who=boss).apply()
    again = members(*rows, who=boss)
    assert (again.report.unchanged, again.report.new, again.report.changed, again.report.faults) == (2, [], [], [])
    assert again.apply().state == "nothing"


def test_insert_leaves_existing_rows_alone_and_update_adds_none(boss):
    members(person("001"), who=boss).apply()
    rows = (person("001", "王大明"), person("002"))
    assert faults(members(*rows, who=boss, mode="insert").report) == [
        (4, "card_no", "001", "“001”已存在且内容不同，现在的方式是只新增")
    ]
    update = members(*rows, who=boss, mode="update").report
    assert (faults(update), len(update.changed)) == ([(5, "card_no", "002", "没有“002”的记录可更新")], 1)
    assert members(person("001"), who=boss, mode="insert").report.unchanged == 1


def test_update_needs_its_key(boss):
    with pytest.raises(Refused, match="map that column first"):
        Incoming(Member, lines({"name": "王小明"}), boss, mode="update")
    with pytest.raises(Refused, match="no column to recognise"):
        Incoming(MemberFollowUp, lines({"topic": "回访"}), boss, mode="update")
    report = members(person("", "王小明"), who=boss, mode="update").report
    assert faults(report) == [(4, "card_no", "", "会员卡号不能为空")]


def test_the_person_may_choose_another_key_of_several_columns(boss, stores):
    rows = [
        {"staff_no": f"Y{at}", "name": name, "store": store}
        for at, (name, store) in enumerate([("王芳", "S1"), ("王芳", "S2")])
    ]
    Incoming(Employee, lines(*rows), boss).apply()
    work = Incoming(Employee, lines({"name": "王芳", "store": "S2", "position": "店长"}), boss, key=("name", "store"))
    assert [(row.id, row.cells) for row in work.report.changed] == [(2, {"position": (None, "店长")})]
    alone = Incoming(Employee, lines({"name": "王芳", "position": "店长"}), boss, key=("name",), mode="update")
    assert faults(alone.report) == [(4, "name", "王芳", "有 2 条记录都是“王芳”，请换用唯一的列识别")]


def test_part_of_a_key_may_be_empty_where_that_means_something(boss, stores):
    rows = ({"month": "2026-11", "store": "", "target": 100}, {"month": "2026年11月", "store": "S1", "target": 10})
    Incoming(RecruitTarget, lines(*rows), boss).apply()
    again = Incoming(RecruitTarget, lines({"month": "2026-11", "store": None, "target": 120}, rows[1]), boss)
    assert [(row.row, row.cells) for row in again.report.changed] == [(4, {"target": (100, 120)})]
    assert again.report.unchanged == 1


def test_a_small_lookup_is_created_where_the_person_allows_and_may(boss, ann, db):
    rows = ({"code": "S1", "name": "一店", "region": "锦江区"}, {"code": "S2", "name": "二店", "region": "锦江区"})
    assert [fault.text.zh for fault in Incoming(Store, lines(*rows), boss).report.faults] == ["区域里没有“锦江区”"] * 2
    work = Incoming(Store, lines(*rows), boss, create_links=True)
    assert work.report.making == {Region: ["锦江区"]}
    assert work.apply().state == "applied"
    assert [row["region"]["text"] for row in Query(Store, boss).rows()] == ["锦江区"] * 2
    assert Query(Region, boss).count() == 1
    grants = {**ann.grants, "store": Grant("x", "store", "see add edit import")}
    helper = replace(ann, grants=MappingProxyType(grants))
    rows = ({"code": "S3", "name": "三店", "region": "武侯区"},)
    assert [fault.text.zh for fault in Incoming(Store, lines(*rows), helper, create_links=True).report.faults] == [
        "区域里没有“武侯区”"
    ]


def test_a_lookup_wanted_by_a_faulty_row_alone_is_not_created(boss, db):
    report = Incoming(Store, lines({"code": "S1", "region": "锦江区"}), boss, create_links=True).report
    assert (report.faulty, report.making) == ([4], {})


def test_balances_of_new_rows_become_opening_lines_and_later_ones_belong_to_the_ledger(boss, stores):
    members(person("001", points=500, home_store="S1"), person("002", points=0), who=boss).apply()
    (entry,) = Query(PointsEntry, boss).rows()
    assert (entry["kind"], entry["points"], entry["source"], entry["store"]["text"]) == (
        "opening",
        500,
        "import",
        "锦江一店",
    )
    report = members(person("001", points="500"), person("002", points=7), who=boss).report
    assert report.unchanged == 1
    assert faults(report) == [(5, "points", "7", "可用积分由流水变动，现为 0，不能导入为 7；请用操作按钮调整")]
    Incoming(Gift, lines({"code": "G1", "name": "雨伞", "price": 100, "stock": 12, "unit_cost": "9.5"}), boss).apply()
    (movement,) = Query(GiftMovement, boss).rows()
    assert (movement["kind"], movement["qty"], Query(Gift, boss).rows()[0]["stock"]) == ("opening", 12, 12)


def test_computed_columns_are_told_and_never_stored(boss):
    members(person("001"), who=boss).apply()
    report = members(person("001", spend_12m="99"), person("002", spend_12m="77", status="冻结"), who=boss).report
    assert report.ignored["spend_12m"].zh == "近12个月消费由系统计算，不能直接修改"
    assert (report.differing, report.faults, report.unchanged) == ({"spend_12m": 1}, [], 1)
    assert "spend_12m" not in report.new[0].values


def test_columns_that_are_not_of_the_type_never_get_in(boss):
    work = members(person("001", id=77, role="administrator", password="x", points_debt=5), who=boss)
    assert set(work.report.ignored) == {"id", "role", "password", "points_debt"}
    work.apply()
    (row,) = Query(Member, boss).rows()
    assert (row["id"], row["points_debt"]) == (1, 0)


def test_empty_cells_of_new_rows_get_the_defaults(boss, tiers):
    members(person("001", channel="", status=None, tier=""), who=boss).apply()
    (row,) = Query(Member, boss).rows()
    assert (row["channel"], row["status"], row["tier"]["text"]) == ("store", "active", "普通会员")


def test_a_file_without_a_required_column_says_which(boss):
    report = Incoming(Member, lines({"card_no": "001"}), boss).report
    assert (report.missing, faults(report)) == (["name"], [(4, "name", "", "姓名不能为空")])


def test_what_the_reader_could_not_give_is_a_fault_of_its_cell(boss):
    report = members(person("001", points=Unusable("=SUM(A1)", Text("公式没有结果", "no result"))), who=boss).report
    assert faults(report) == [(4, "points", "=SUM(A1)", "公式没有结果")]


def test_text_that_looks_like_a_formula_stays_text(boss):
    members(person("001", "=1+1", note="=cmd|'/c calc'!A1"), who=boss).apply()
    (row,) = Query(Member, boss).rows()
    assert (row["name"], row["note"]) == ("=1+1", "=cmd|'/c calc'!A1")


def test_a_long_number_that_excel_has_cut_is_never_guessed(boss):
    report = Incoming(
        Employee, lines({"staff_no": "Y1", "name": "王芳", "id_number": 1.1010119900101123e17}), boss
    ).report
    assert faults(report) == [
        (4, "id_number", "1.1010119900101123e+17", "数字超过 15 位，Excel 已丢失末尾数字，请把该列设为文本后重新录入")
    ]


def test_people_who_may_not_import_are_told_so(bo, chen, stores):
    for who in (bo, chen):
        with pytest.raises(Refused, match="may not import"):
            members(person("001"), who=who)


TAKEN = "这个会员卡号已被占用，占用它的内容你看不到；请核对，仍有疑问请找能看到全部会员的同事"
TAKEN_PHONE = TAKEN.replace("会员卡号", "手机号")


def importing(who, **verbs):
    """The same person with the right to import added, who sees every store by name."""
    grants = {key: replace(grant, verbs=grant.verbs | verbs.get(key, frozenset())) for key, grant in who.grants.items()}
    grants["store"] = replace(grants["store"], rows="all")
    return replace(who, grants=MappingProxyType(grants))


def test_chen_brings_rows_into_his_own_store_and_no_other(boss, chen, stores):
    chen = importing(chen, member=frozenset({"import"}))
    members(person("009", home_store="武侯一店"), who=boss).apply()
    rows = [person("001"), person("002", home_store="锦江一店"), person("003", home_store="武侯一店")]
    work = members(*rows, who=chen)
    assert faults(work.report) == [(6, None, "", "这一行不属于你的门店或范围")]
    assert work.apply(only_good=True).new == 2
    assert {row["home_store"]["text"] for row in Query(Member, chen).rows()} == {"锦江一店"}
    moved = members(person("001", home_store="S2"), who=chen)
    assert faults(moved.report) == [(4, None, "", "这一行不属于你的门店或范围")]


def test_a_row_out_of_sight_is_no_row_to_an_import_and_no_line_that_clashes_with_it_is_singled_out(boss, chen, stores):
    chen = importing(chen, member=frozenset({"import"}))
    members(person("009", home_store="武侯一店"), who=boss).apply()
    for mode, said in (("update", "没有“009”的记录可更新"), ("insert", TAKEN), ("both", TAKEN)):
        assert faults(members(person("009", "改名"), who=chen, mode=mode).report) == [(4, "card_no", "009", said)]
    among = "这 3 行里有会员卡号已被占用，占用它的内容你看不到，所以不指明是哪一行；请逐行录入"
    work = members(*(person(no) for no in ("001", "009", "002")), who=chen)
    assert faults(work.report) == [(row, "card_no", no, among) for row, no in ((4, "001"), (5, "009"), (6, "002"))]
    assert work.apply(only_good=True).state == "nothing"
    assert [row.name for row in Member.rows()] == ["王小明"]


def test_an_import_is_no_way_to_guess_what_is_masked(boss, chen, stores):
    chen = importing(chen, member=frozenset({"import"}))
    members(person("001", phone="13800000001", home_store="S1"), who=boss).apply()
    members(person("002", phone="13800000002", home_store="S2"), who=boss).apply()
    guesses = ("13800000001", "13800000002", "13800000003")
    reports = [members(person("001", phone=guess), who=chen).report for guess in guesses]
    assert [(faults(report), report.unchanged, report.differing) for report in reports] == [([], 1, {})] * 3
    assert faults(members(person("003", phone=guesses[1]), who=chen).report) == [(4, "phone", guesses[1], TAKEN_PHONE)]
    many = [person(f"9{n}", phone=f"1390000{n:04d}") for n in range(201)]
    for rows in (many, [*many[1:], person("904", phone=guesses[1])]):
        with pytest.raises(Refused, match="at most 200 rows an hour"):
            members(*rows, who=chen)


def test_masked_cells_of_existing_rows_stay_and_new_rows_bring_their_own(boss, chen, stores):
    chen = importing(chen, member=frozenset({"import"}))
    members(person("001", phone="13800000001", home_store="S1"), who=boss).apply()
    report = members(
        person("001", "王大明", phone="138****0001"),
        person("002", phone="13800000002"),
        person("003", phone="138****0003"),
        who=chen,
    ).report
    assert [(row.row, list(row.cells)) for row in report.changed] == [(4, ["name"])]
    assert [line.row for line in report.new] == [5]
    assert faults(report) == [(6, "phone", "138****0003", "这是打了星号的内容，请填写完整的值")]


def test_changing_rows_needs_the_right_to_change_them(boss, bo, stores):
    members(person("001"), who=boss).apply()
    bo = importing(bo, member=frozenset({"import", "add"}))
    report = members(person("001"), person("001x"), who=bo).report
    assert (report.unchanged, len(report.new), report.faults) == (1, 1, [])
    report = members(person("001", "王大明"), who=bo).report
    assert faults(report) == [(4, None, "", "你的角色不能修改会员，请找运营经理")]


def test_a_row_changed_since_the_preview_stops_the_import(boss, stores):
    members(person("001"), person("002"), who=boss).apply()
    work = members(person("001", note="a"), person("002", note="b"), person("003"), who=boss)
    edit(Member, [{"id": 2, "set": {"note": "同事改的"}}], who=boss)
    done = work.apply()
    assert (done.state, done.text.zh) == ("stale", "预览之后，第 5 行对应的数据有变化，没有导入；请重新检查")
    assert Query(Member, boss).count() == 2


def test_a_change_elsewhere_since_the_preview_does_not_stop_it(boss, stores):
    members(person("001"), person("002"), who=boss).apply()
    work = members(person("001", note="a"), person("003", home_store="S1"), who=boss)
    edit(Member, [{"id": 2, "set": {"note": "同事改的"}}], who=boss)
    edit(Store, [{"id": stores["武侯一店"], "set": {"address": "新地址"}}], who=boss)
    assert work.apply().state == "applied"


def test_somebody_else_adding_the_same_card_since_the_preview_stops_it(boss):
    work = members(person("001"), who=boss)
    edit(Member, [{"id": None, "set": {"card_no": "001", "name": "别人"}}], who=boss)
    assert work.apply().state == "stale"
    assert [row["name"] for row in Query(Member, boss).rows()] == ["别人"]


def test_losing_the_right_since_the_preview_stops_it(ann, bo, stores):
    work = members(person("001"), who=ann)
    assert work.apply(who=replace(ann, grants=bo.grants)).state == "stale"


def test_applying_twice_applies_once(boss):
    work = members(person("001"), who=boss)
    assert work.apply(op="x", digest="d").state == "applied"
    assert work.apply(op="x", digest="d").state == "duplicate"
    assert Query(Member, boss).count() == 1


def test_a_refusal_of_the_rules_is_told_by_the_row_of_the_file(boss, stores):
    edit(GiftBudget, [{"id": None, "set": {"month": "2026-11", "amount": "10"}}], who=boss)
    rows = ({"name": "甲", "per_yuan": 1}, {"name": "乙", "starts_on": "2026-02-01", "ends_on": "2026-01-01"})
    done = Incoming(house().records["points_rule"], lines(*rows), boss).apply()
    assert (done.state, [(f.row, f.field, f.value, f.text.zh) for f in done.faults]) == (
        "refused",
        [(5, "ends_on", "2026-01-01", "结束日期不能早于开始日期")],
    )
    assert Query(house().records["points_rule"], boss).count() == 0


def test_a_trial_says_what_the_rules_would_refuse_and_writes_nothing(boss, stores):
    before = Batch.select().count()
    rows = ({"name": "甲", "per_yuan": 1}, {"name": "乙", "starts_on": "2026-02-01", "ends_on": "2026-01-01"})
    work = Incoming(house().records["points_rule"], lines(*rows), boss)
    said = tried(work)
    assert work.report.faults == [], "what the cells alone show is in order"
    assert [(f.row, f.field, f.text.zh) for f in said.faults] == [(5, "ends_on", "结束日期不能早于开始日期")]
    good = Incoming(house().records["points_rule"], lines(rows[0]), boss)
    assert tried(good) is None
    assert (Query(house().records["points_rule"], boss).count(), Batch.select().count()) == (0, before)
    assert good.apply().state == "applied", "after a trial the same rows still go in"


BACKWARDS = {"starts_on": "2026-02-01", "ends_on": "2026-01-01"}


def test_all_rows_that_the_rules_refuse_are_told_each_with_its_cell(boss, stores, monkeypatch):
    rows = [{"name": f"规则{at}", **(BACKWARDS if at % 2 else {})} for at in range(8)]
    work = Incoming(house().records["points_rule"], lines(*rows), boss)
    wanted = [(line, "ends_on") for line in (5, 7, 9, 11)]
    for said in (tried(work), work.apply()):
        assert (said.state, [(fault.row, fault.field) for fault in said.faults], said.more) == (
            "refused",
            wanted,
            False,
        )
    assert Query(house().records["points_rule"], boss).count() == 0
    monkeypatch.setattr(apply, "MOST_ROUNDS", 2)
    said = tried(work)
    assert ([fault.row for fault in said.faults], said.more) == ([5, 7, 9], True)
    assert "还可能拒绝别的行" in said.text.zh


def test_a_link_the_file_calls_as_it_is_called_now_stays_though_the_name_is_ambiguous(boss, stores):
    rows = [{"staff_no": f"Y{at}", "name": "王芳"} for at in (1, 2)]
    Incoming(Employee, lines(*rows), boss).apply()
    edit(Member, [{"id": None, "set": {"card_no": "001", "name": "甲", "recruiter": 2}}], who=boss)
    report = members(person("001", "甲", recruiter="王芳"), person("002", recruiter="王芳"), who=boss).report
    assert (report.unchanged, faults(report)) == (1, [(5, "recruiter", "王芳", "员工里有多个“王芳”，请改用编号")])


def test_links_are_found_by_code_name_or_pinyin_in_any_width(boss, stores):
    edit(Store, [{"id": None, "set": {"code": "S3", "name": "高新（西区）店"}}], who=boss)
    texts = ("S1", "锦江一店", "jinjiangyidian", "jjyd", "Ｓ１", "高新（西区）店")
    rows = [person(f"{at}", home_store=text) for at, text in enumerate(texts)]
    work = members(*rows, who=boss)
    assert work.report.faults == []
    assert [line.values["home_store"] for line in work.report.new] == [1, 1, 1, 1, 1, 3]


def test_stopping_writes_nothing(boss):
    def stop(share):
        if share == 1:
            raise Stopped

    work = members(person("001"), who=boss, tell=stop)
    assert (work.apply().state, Query(Member, boss).count()) == ("stopped", 0)


def test_corrections_are_laid_over_the_rows_and_rows_left_out(boss):
    rows = lines(person("001", points="八百"), person("002"), person("003"))
    work = Incoming(Member, mended(rows, {(4, "points"): "800"}, {6}), boss)
    assert (work.report.total, work.report.faults, work.report.new[0].values["points"]) == (2, [], 800)


def test_a_customer_is_created_by_an_order_where_its_type_is_asked_for_and_none_is_nearly_there(boss, ann, db):
    made(KeyAccount, boss, name="成都地铁集团有限公司")
    rows = [{"no": f"TG{at}", "account": name} for at, name in enumerate(("十里养老院", "十里养老院", "天府银行"))]
    for asked in (False, True, ("region",)):
        report = Incoming(GroupOrder, lines(*rows), boss, create_links=asked).report
        assert [fault.text.zh for fault in report.faults][:1] == ["大客户里没有“十里养老院”"], asked
    work = Incoming(GroupOrder, lines(*rows), boss, create_links=("key_account",))
    assert work.report.making == {KeyAccount: ["十里养老院", "天府银行"]}
    outcome = work.apply()
    assert (outcome.state, KeyAccount.select().count(), GroupOrder.select().count()) == ("applied", 3, 3)
    assert len({row.account for row in GroupOrder.rows()}) == 2
    assert undo(outcome.batch, house().records, who=boss).state == "applied"
    assert (KeyAccount.select().count(), GroupOrder.select().count()) == (1, 0)
    near = Incoming(GroupOrder, lines({"no": "TG9", "account": "成都市地铁集团"}), boss, create_links=("key_account",))
    assert [fault.text.zh for fault in near.report.faults] == [
        "大客户里已有“成都地铁集团有限公司”，与“成都市地铁集团”几乎相同，没有新建；是同一家请改成已有的名称，不是请先手工新增"
    ]
    grants = {**ann.grants, "group_order": Grant("x", "group_order", "see add edit import")}
    helper = replace(ann, grants=MappingProxyType(grants))
    report = Incoming(GroupOrder, lines(rows[0]), helper, create_links=("key_account",)).report
    assert report.making == {} and report.faults


def test_two_spellings_of_a_new_customer_in_one_file_make_no_two_of_it(boss, db):
    rows = lines({"no": "TG1", "account": "天府银行"}, {"no": "TG2", "account": "天府银行股份有限公司"})
    report = Incoming(GroupOrder, rows, boss, create_links=("key_account",)).report
    assert [fault.text.zh for fault in report.faults] == [
        "文件里“天府银行股份有限公司”和“天府银行”几乎相同，只会新建“天府银行”；"
        "是同一家请统一写法，不是请先手工新增“天府银行股份有限公司”"
    ]
    assert report.making == {KeyAccount: ["天府银行"]}


def test_a_customer_whom_a_seller_s_import_creates_is_that_seller_s_own(clock, db):
    office = Office()
    rows = lines({"no": "TG1", "account": "十里养老院"}, {"no": "TG2", "account": "三小学"})
    work = Incoming(GroupOrder, rows, office.luo, create_links=("key_account",))
    assert work.report.faults == [] and work.apply().state == "applied"
    assert KeyAccount.get(KeyAccount.name == "十里养老院").owner_id == office.staff["罗英"]
    for who, seen in ((office.luo, (2, 2)), (office.gu, (1, 0))):
        assert (Query(KeyAccount, who).count(), Query(GroupOrder, who).count()) == seen
    other = Incoming(GroupOrder, lines({"no": "TG3", "account": "市第四人民医院"}), office.luo)
    assert other.report.faults
