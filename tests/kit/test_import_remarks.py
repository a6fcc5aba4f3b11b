"""What an import tells beside its faults, and how cells that are empty, or only look so, are taken."""

import csv

import pytest

from exports.incoming import importing
from exports.incoming.row_kinds import PART_ROW, kind_of
from exports.write.columns import Column
from exports.write.csv_lists import csv_chunks, guarded, unguarded
from jobs.demo.weekly_words import DECISIONS, WORK
from models.department import Expense, WorkItem
from models.ecommerce import OnlineOrder, OnlineShop
from models.kit.fields import TagsField
from models.kit.incoming.incoming import Incoming
from models.kit.write.edits import edit
from models.logistics import ClimateReading, Vehicle, Warehouse
from models.members import Member
from models.organization import Product, Store
from tests.helpers.shop import put


def lines(*rows):
    return list(enumerate(rows, 2))


@pytest.fixture
def member(boss) -> int:
    done = edit(Member, [{"id": None, "set": {"card_no": "UB001", "name": "王小明", "note": "无"}}], who=boss)
    return done.rows[0]["id"]


def brought(tmp_path, who, text, record=Member, **options):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8-sig")
    return importing.run(path, path.name, record, who, options={"dry_run": True, **options}).wire("zh")


@pytest.mark.parametrize("text", ["-", "—", "/", "--", "无", "NULL", "N/A", "#N/A", "－"])
def test_what_only_looks_like_something_is_asked_about_and_never_stored(boss, db, text):
    rows = lines({"card_no": "A1", "name": "甲", "birthday": text, "note": text})
    asked = Incoming(Member, rows, boss).report
    assert (asked.doubtful, [(fault.field, fault.better) for fault in asked.faults]) == (
        2,
        [("birthday", ""), ("note", "")],
    )
    empty = Incoming(Member, rows, boss, placeholders="empty").report
    assert (empty.faults, empty.new[0].values.keys() & {"birthday", "note"}) == ([], set())
    assert [fault.field for fault in Incoming(Member, rows, boss, placeholders="keep").report.faults] == ["birthday"]


def test_what_is_stored_so_already_is_no_question(boss, member):
    assert Incoming(Member, lines({"card_no": "UB001", "note": "无"}), boss).report.unchanged == 1


def test_empty_cells_clear_what_is_stored_only_where_the_person_says_so(boss, member):
    rows = lines({"card_no": "UB001", "name": "", "note": ""})
    assert Incoming(Member, rows, boss).report.unchanged == 1
    [changed] = Incoming(Member, rows, boss, blanks="clear").report.changed
    assert changed.cells == {"note": ("无", None)}


@pytest.mark.parametrize("card", ["ub001", "ＵＢ００１", "UB 001", "Ub001"])
def test_a_key_written_otherwise_is_the_same_row_and_keeps_its_writing(boss, member, card):
    report = Incoming(Member, lines({"card_no": card, "name": "王大明"}), boss).report
    assert [(row.id, row.cells) for row in report.changed] == [(member, {"name": ("王小明", "王大明")})]
    assert (report.new, "认作同一条" in report.notes[0].zh) == ([], True)


def test_two_new_rows_whose_keys_differ_only_in_writing_are_told(boss, db):
    report = Incoming(Member, lines({"card_no": "a1", "name": "甲"}, {"card_no": "A 1", "name": "乙"}), boss).report
    assert [(fault.row, fault.field) for fault in report.faults] == [(3, "card_no")]


def test_rows_that_are_here_are_skipped_whatever_their_line_says(boss, member):
    rows = lines({"card_no": "UB001", "name": "王大明", "birthday": "x"}, {"card_no": "N1", "name": "新"})
    report = Incoming(Member, rows, boss, mode="skip").report
    assert (len(report.new), report.changed, report.unchanged, report.faults) == (1, [], 1, [])
    assert "1 行系统里已有" in report.notes[0].zh


def test_only_what_is_empty_is_filled_in_where_that_is_asked_for(boss, member):
    row = {"card_no": "UB001", "name": "王大明", "birthday": "1990-01-02", "note": "x"}
    report = Incoming(Member, lines(row), boss, mode="fill", blanks="clear").report
    [changed] = report.changed
    assert (list(changed.cells), changed.cells["birthday"][0], report.faults) == (["birthday"], None, [])
    assert "2 格系统里已有内容" in report.notes[0].zh
    faulty = Incoming(Member, lines({**row, "birthday": "x"}), boss, mode="fill").report
    assert [fault.field for fault in faulty.faults] == ["birthday"]


def test_zeros_that_a_spreadsheet_dropped_make_no_twin(boss, db):
    edit(Member, [{"id": None, "set": {"card_no": "000777", "name": "王小明"}}], who=boss)
    [fault] = Incoming(Member, lines({"card_no": "777", "name": "王小明"}), boss).report.faults
    assert (fault.field, fault.better) == ("card_no", "000777")


def test_rows_that_stay_out_are_counted_with_their_reason(boss, db, tmp_path):
    answer = brought(tmp_path, boss, "会员卡号,姓名,备注\nA1,甲,x\n,,\n合计,,\n会员卡号,姓名,备注\nA2,乙,x\n,,\n")
    assert [line["row"] for line in answer["skipped"]] == [3, 4, 5]
    assert any("3 行不导入" in note for note in answer["notes"])
    assert answer["new"] == 2


def test_what_a_total_is_made_of_and_what_only_compares_is_no_row_and_a_day_or_a_name_makes_one(boss, db, tmp_path):
    head = "日期,费用类别,金额,用途\n2026-11-01,办公,100,其中 2 盒破损\n"
    foot = "合计,,100,\n,,60,其中：门店\n,,40,其中：总部\n同比,,12%,\n较上月下降,,-3%,\n,,5,其他\n"
    answer = brought(tmp_path, boss, head + foot, Expense)
    assert {line["row"]: line["message"] for line in answer["skipped"]} == {
        3: "合计行",
        4: "“其中”行，已含在合计里",
        5: "“其中”行，已含在合计里",
        6: "对比行",
        7: "对比行",
    }
    assert answer["total"] == 2


def test_a_row_of_numbers_with_a_remark_that_begins_so_stays_a_row(boss, db, tmp_path):
    answer = brought(tmp_path, boss, "卡号,姓名,积分,备注\n1001,甲,20,其中 5 分补录\n1002,乙,30,\n", Member)
    assert (answer["skipped"], answer["total"]) == ([], 2)
    assert kind_of([1001, 20, "其中 5 件破损", None], {}) is None
    assert kind_of(["其中现金", 20, None], {}) is PART_ROW is kind_of([None, 1, 20, "其中：现金"], {})


def test_cells_of_a_column_without_a_header_are_told_and_none_where_nothing_stands(boss, db, tmp_path):
    answer = brought(tmp_path, boss, "会员卡号,姓名,,手机号,\nA1,甲,{重要},13800000001,\nA2,乙,,,\n合计,2,,,9\n")
    assert answer["notes"][-1] == "没有表头的列不导入：C 列（如“{重要}”）；要导入请给这一列写上表头"
    assert not any("没有表头" in note for note in brought(tmp_path, boss, "会员卡号,姓名,\nA1,甲,\n")["notes"])


def test_a_file_of_another_list_is_recognised(boss, db, tmp_path):
    answer = brought(tmp_path, boss, "会员卡号,姓名,手机号,入会日期\nA1,甲,13800000001,2026-01-01\n", Store, sheet="a")
    assert any("看起来是会员的表" in note for note in answer["notes"])


def test_a_moment_whose_seconds_a_spreadsheet_dropped_is_unchanged_and_another_minute_is_not(boss, db):
    shop = put(OnlineShop, name="天猫旗舰店")
    values = {"shop": shop, "order_no": "A1", "ordered_at": "2026-11-28 18:57:33"}
    edit(OnlineOrder, [{"id": None, "set": values}], who=boss)
    row = {"shop": "天猫旗舰店", "order_no": "A1", "ordered_at": "2026-11-28 18:57"}
    assert Incoming(OnlineOrder, lines(row), boss).report.unchanged == 1
    assert len(Incoming(OnlineOrder, lines({**row, "ordered_at": "2026-11-28 18:58"}), boss).report.changed) == 1
    assert len(Incoming(OnlineOrder, lines({**row, "ordered_at": "2026-11-28 18:57:34"}), boss).report.changed) == 1


@pytest.mark.parametrize(
    "text",
    [
        *["000777", "202611201234567890", "2.02E+17", "3-5", "TRUE", "5%", "(5)", "(1,234.50)", "€5", "5€", "9:30"],
        "9:30 PM",
        "2026-11-28 08:30",
    ],
)
def test_what_a_spreadsheet_would_rewrite_leaves_as_text_and_comes_back_as_it_was(text):
    out = b"".join(csv_chunks([Column("备注")], [(text,)])).decode("utf-8-sig")
    cell = next(csv.reader([out.splitlines()[1]]))[0]
    assert (cell, unguarded(cell)) == (f'="{text}"', text)


def test_the_work_of_the_demo_is_of_areas_that_there_are():
    assert {WORK.get(area, area) for area, *_ in DECISIONS} <= {area.key for area in WorkItem.area.options}


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-", "@小明", "“=甲", "＝1"])
def test_a_guard_before_what_looks_like_a_formula_is_no_change_also_when_a_csv_was_saved_as_a_workbook(text):
    line, tags = Member.fields()["note"], TagsField("标签", "Tags")
    assert guarded(text) == f"'{text}"
    assert line.same(text, guarded(text)) and line.same(guarded(text), text)
    assert tags.same([text, "b"], [guarded(text), "b"]) and not tags.same([text], [text, "b"])
    assert not line.same("甲", "'甲") and not line.same(text, f"'{text}x")


def test_units_in_cells_are_taken_or_converted_and_told_of_and_other_units_are_refused(boss, db, tmp_path):
    [depot] = edit(Warehouse, [{"id": None, "set": {"code": "W1", "name": "一号仓"}}], who=boss).rows
    text = "仓库,测量时间,温度,湿度\n一号仓,2026-11-02 08:00,18℃,60%\n一号仓,2026-11-02 16:00,１９ °C,61\n一号仓,2026-11-03 08:00,64℉,62\n"
    answer = brought(tmp_path, boss, text, record=ClimateReading)
    assert depot and (answer["new"], [(fault["cell"], fault["message"]) for fault in answer["faulty"]]) == (
        2,
        [("C4", "“64℉”的单位是“°F”，这一列按℃计，不能直接换算；请换算成℃，只写数字")],
    )
    assert "温度（℃）：2 格带着单位（℃），单位是这一列的，已取其中的数字" in answer["notes"]


def test_money_and_times_with_units_come_in_and_months_are_no_days(boss, db, tmp_path):
    text = "商品编号,商品名称,零售价,保质期\nP1,阿胶糕,￥12.5元,18个月\nP2,蛋白粉,1.2万,2周\n"
    answer = brought(tmp_path, boss, text, record=Product)
    assert [
        (fault["cell"], fault.get("better")) for fault in answer["faulty"] if fault["field"] == "shelf_life_days"
    ] == [("D2", None)]
    assert [note for note in answer["notes"] if "换算" in note] == [
        "零售价：1 格按单位换算，如“1.2万”→ ¥12,000.00",
        "保质期（天）：1 格按单位换算，如“2周”→ 14",
    ]


def test_the_head_of_a_column_may_count_in_another_unit_than_ours(boss, db, tmp_path):
    text = "车牌号,载重(吨),容积(L)\n川A12345,1.5,9000\n"
    answer = brought(tmp_path, boss, text, record=Vehicle)
    assert [note for note in answer["notes"] if "乘以" in note] == [
        "载重（kg）按吨计，已乘以 1,000",
        "容积（m³）按L计，已乘以 0.001",
    ]
    text = "车牌号,载重(克)\n川A12345,1.2万\n川A12346,1500-\n"
    answer = brought(tmp_path, boss, text, record=Vehicle)
    assert [fault["cell"] for fault in answer["faulty"] if fault["field"] == "load_kg"] == ["B2", "B3"], (
        "what names no unit is in grams as the head says, and less than nothing is no load"
    )
    answer = brought(tmp_path, boss, "车牌号,载重(磅)\n川A12345,1500\n", record=Vehicle)
    assert [fault["message"] for fault in answer["faulty"] if fault["field"] == "load_kg"] == [
        "文件里这一列的单位是“磅”，这里按kg计，不能直接换算；请换算成kg，并改正表头"
    ]
