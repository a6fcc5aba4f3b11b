"""A view that was exported to be edited comes back: compared with what it was and with what is here now, written as one batch."""

import io
import shutil
from dataclasses import replace
from types import MappingProxyType

import openpyxl
import pytest

from exports.incoming import importing
from exports.incoming.returns import Came
from exports.write.returning import SHEET
from jobs.importing import import_file
from models import house
from models.kit import Refused, system
from models.kit.ask.marks import MARK
from models.kit.declare.access import Grant, Who
from models.kit.incoming.returning import Choices, still_meant
from models.kit.server import database
from models.kit.write.edits import edit
from models.kit.write.history import Batch
from models.kit.write.undo import undo
from models.members import Member, MemberTier
from models.organization import Region, Store
from tests.helpers import furnished, places
from tests.helpers.returned_files import FIRST, brought, by_office, column, line_of, put, taken, worked_on

BOSS = system("tests")
RETURNING = [key for key, record in house().records.items() if {"import", "edit"} <= record.sheet.allowed]
NAMES = ["card_no", "name", "phone", "tier", "home_store", "birthday", "note", "points"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two rows of every record type, in a database of their own."""
    made = furnished.opened(tmp_path_factory.mktemp("returning") / "ops.db")
    with database.reading():
        yield made
    database.close()


@pytest.mark.parametrize("key", RETURNING)
def test_a_file_nobody_touched_changes_nothing_whatever_its_type_and_language(made, key, tmp_path):
    record = house().records[key]
    for lang in ("zh", "en"):
        who = replace(BOSS, lang=lang)
        answer = brought(record, taken(record, who), who, tmp_path).wire(lang)
        kinds = ("mine", "conflicts", "locked", "faulty", "missing", "gone", "doubles")
        assert [answer[kind] for kind in kinds] == [[]] * len(kinds), answer
        assert (answer["changed"], answer["new"], answer["unchanged"]) == (0, 0, answer["total"])
        assert answer["total"] == len(record.rows())
        assert not any("现在算出的" in note or "is reckoned now" in note for note in answer["notes"]), answer["notes"]


@pytest.mark.parametrize("key", RETURNING)
def test_values_of_every_type_that_change_places_in_the_file_are_read_as_what_they_are(made, key, tmp_path):
    record = house().records[key]
    unique = {name for names in (record.sheet.key, *record.unique_sets()) for name in names}
    labels = {item.label.zh: name for name, item in record.fields().items() if name not in unique}

    def exchange(sheet):
        for place, cell in enumerate(sheet[2], 1):
            if cell.value in labels and not sheet.cell(FIRST, place).protection.locked:
                first, second = sheet.cell(FIRST, place), sheet.cell(FIRST + 1, place)
                first.value, second.value = second.value, first.value

    returned = brought(record, worked_on(taken(record, BOSS), exchange), BOSS, tmp_path).returned
    assert (returned.faults, returned.locked, returned.conflicts) == ([], [], [])
    ids = {line.row: line.marks[MARK] for line in returned.lines if line.row in (FIRST, FIRST + 1)}
    rows = record.rows_by_id(ids.values())
    read = {(cell.id, cell.name): cell.mine for cell in returned.mine}
    for row, id in ids.items():
        other = rows[ids[2 * FIRST + 1 - row]]
        for name in {*returned.open} & {*labels.values()}:
            was, value = getattr(rows[id], name), getattr(other, name)
            if returned.why[name] is None:
                mine = read.pop((id, name), was)
                assert mine == value or record.fields()[name].same(value, mine), (name, was, value)
    assert read == {}


# A company of members ---------------------------------------------------------------------------------------------------


@pytest.fixture
def members(boss, stores):
    edit(MemberTier, [{"id": None, "set": {"code": "T1", "name": "普通会员", "rank": 1}}], who=boss)
    rows = [
        {
            "card_no": f"M00{at}",
            "name": name,
            "phone": f"1380000000{at}",
            "tier": "普通会员",
            "home_store": store,
            "note": "老顾客",
        }
        for at, (name, store) in enumerate((("王一", "S1"), ("李二", "S1"), ("张三", "S2"), ("赵四", "S2")), 1)
    ]
    answer = edit(Member, [{"id": None, "set": row} for row in rows], who=boss)
    assert answer.state == "applied", answer.errors
    return {row["name"]: row["id"] for row in answer.rows}


def changed(id, who=BOSS, **values):
    assert edit(Member, [{"id": id, "set": values}], who=who).state == "applied"


def now(id, *names):
    row = Member.row(id)
    return tuple(getattr(row, name) for name in names)


def test_what_was_changed_on_either_side_alone_goes_together_and_is_undone_as_one_batch(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)
    changed(members["李二"], phone="13900000000", note="搬家了")

    def work(sheet):
        put(sheet, line_of(sheet, "姓名", "王一"), 姓名="王一一", 备注=None)
        put(sheet, line_of(sheet, "姓名", "李二"), 备注="搬家了", 入会门店="武侯一店")

    came = brought(Member, worked_on(data, work), boss, tmp_path, dry_run=False, op="back")
    assert (came.outcome.state, came.plan.changed, came.plan.cells) == ("applied", 2, 3)
    assert (len(came.returned.theirs), came.returned.both, came.returned.conflicts) == (1, 1, [])
    assert now(members["王一"], "name", "note", "phone") == ("王一一", None, "13800000001")
    assert now(members["李二"], "phone", "note") == ("13900000000", "搬家了")
    batch = Batch.get_by_id(came.outcome.batch)
    assert (batch.via, batch.label_zh) == ("grid", "导出修改 back.xlsx")
    again = brought(Member, worked_on(data, work), boss, tmp_path, dry_run=False)
    assert again.outcome.state == "nothing"
    assert undo(batch.id, house().records, who=boss).state == "applied"
    assert now(members["王一"], "name", "note") == ("王一", "老顾客")
    assert now(members["李二"], "phone", "note") == ("13900000000", "搬家了")


def test_a_cell_changed_on_both_sides_is_decided_before_anything_is_written(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)
    changed(members["王一"], note="他们写的")
    changed(members["李二"], note="他们写的")

    def work(sheet):
        put(sheet, line_of(sheet, "姓名", "王一"), 备注="我写的", 姓名="王一一")
        put(sheet, line_of(sheet, "姓名", "李二"), 备注="我也写了")

    file = worked_on(data, work)
    answer = brought(Member, file, boss, tmp_path, dry_run=False).wire("zh")
    assert (answer["state"], answer["undecided"]) == ("conflict", 2)
    first, second = answer["conflicts"]
    assert (first["before"], first["theirs"], first["mine"], first["by"]) == ("老顾客", "他们写的", "我写的", "tests")
    assert now(members["王一"], "name") == ("王一",)
    cells = {first["cell"]: "mine", second["cell"]: "theirs"}
    done = brought(Member, file, boss, tmp_path, dry_run=False, cells=cells)
    assert done.outcome.state == "applied"
    assert now(members["王一"], "name", "note") == ("王一一", "我写的")
    assert now(members["李二"], "note") == ("他们写的",)


@pytest.mark.parametrize(("taken_side", "left"), [("mine", "我写的"), ("theirs", "他们写的")])
def test_all_conflicts_can_be_decided_at_once(boss, members, tmp_path, taken_side, left):
    data = taken(Member, boss, NAMES)
    changed(members["王一"], note="他们写的")
    file = worked_on(data, lambda sheet: put(sheet, line_of(sheet, "姓名", "王一"), 备注="我写的"))
    brought(Member, file, boss, tmp_path, dry_run=False, conflicts=taken_side)
    assert now(members["王一"], "note") == (left,)


def test_rows_taken_out_of_the_file_are_deleted_only_where_somebody_says_so(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)
    changed(members["李二"], note="还在用")

    def work(sheet):
        for name in ("王一", "李二"):
            sheet.delete_rows(line_of(sheet, "姓名", name))

    file = worked_on(data, work)
    answer = brought(Member, file, boss, tmp_path).wire("zh")
    assert [(row["title"], row["moved"]) for row in answer["missing"]] == [("王一", False), ("李二", True)]
    assert brought(Member, file, boss, tmp_path, dry_run=False).outcome.state == "nothing"
    done = brought(Member, file, boss, tmp_path, dry_run=False, deleted=[members["王一"]])
    assert (done.outcome.state, done.outcome.text.zh) == ("applied", "已删除 1 行")
    assert {row.name for row in Member.rows()} == {"李二", "张三", "赵四"}
    assert undo(done.outcome.batch, house().records, who=boss).state == "applied"


def test_new_lines_are_rows_and_copied_ones_are_asked_about(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)

    def work(sheet):
        end = sheet.max_row
        put(
            sheet, end + 1, 会员卡号="M009", 姓名="钱九", 手机号="13800000009", 会员等级="普通会员", 入会门店="锦江一店"
        )
        source = line_of(sheet, "姓名", "王一")
        for place in range(1, sheet.max_column + 1):
            sheet.cell(end + 2, place).value = sheet.cell(source, place).value
        put(sheet, end + 2, 会员卡号="M010", 姓名="孙十", 手机号=13800000010)
        sheet.cell(end + 4, 1).value = "合计"

    file = worked_on(data, work)
    first = brought(Member, file, boss, tmp_path, dry_run=False)
    assert (first.outcome.state, first.plan.added, first.plan.undecided) == ("conflict", 1, 1)
    assert [double.first for double in first.returned.doubles] == [FIRST]
    done = brought(Member, file, boss, tmp_path, dry_run=False, doubles="new")
    assert (done.outcome.state, done.plan.added) == ("applied", 2), done.wire("zh")
    assert {row.name: row.phone for row in Member.rows()} == {
        "王一": "13800000001",
        "李二": "13800000002",
        "张三": "13800000003",
        "赵四": "13800000004",
        "钱九": "13800000009",
        "孙十": "13800000010",
    }


def test_a_cell_that_cannot_be_read_is_named_and_stops_the_whole_until_it_is_left_out(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)

    def work(sheet):
        put(sheet, line_of(sheet, "姓名", "王一"), 备注="新的", 生日="2025-02-30")
        put(sheet, line_of(sheet, "姓名", "李二"), 会员等级="白金卡", 备注="=A1&B1")

    file = worked_on(data, work)
    answer = brought(Member, file, boss, tmp_path, dry_run=False).wire("zh")
    assert answer["state"] == "refused"
    named = {(fault["column"], fault["value"]) for fault in answer["faulty"]}
    assert named == {("生日", "2025-02-30"), ("会员等级", "白金卡"), ("备注", "=A1&B1")}
    assert all(fault["cell"][1:].isdigit() for fault in answer["faulty"])
    assert now(members["王一"], "note") == ("老顾客",)
    brought(Member, file, boss, tmp_path, dry_run=False, only_good=True)
    assert now(members["王一"], "note") == ("新的",)
    assert now(members["李二"], "note") == ("老顾客",)


def test_a_decision_counts_in_the_next_comparison_only_where_all_is_as_it_was(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)
    first, second, *_ = ids = sorted(row.id for row in Member.rows())
    edit(Member, [{"id": first, "set": {"note": "ours"}}, {"id": second, "set": {"note": "ours, too"}}], who=BOSS)

    def change(sheet):
        for row in range(FIRST, FIRST + len(ids)):
            put(sheet, row, 备注="in the file")

    file = worked_on(data, change)
    before = brought(Member, file, boss, tmp_path).returned
    assert {cell.id for cell in before.conflicts} == {first, second}
    decided = Choices(cells={(cell.row, cell.name): "mine" for cell in before.conflicts}, delete=frozenset({ids[-1]}))
    edit(Member, [{"id": second, "set": {"note": "and once more"}}], who=BOSS)
    now = brought(Member, file, boss, tmp_path).returned
    kept = still_meant(decided, before, now)
    [(row, name)] = kept.cells
    assert next(cell.id for cell in now.conflicts if (cell.row, cell.name) == (row, name)) == first
    assert kept.delete == frozenset()  # that row is no longer missing


def test_what_the_rules_refuse_is_told_at_its_row_and_nothing_is_written(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)

    def work(sheet):
        put(sheet, line_of(sheet, "姓名", "王一"), 备注="新的")
        put(sheet, line_of(sheet, "姓名", "李二"), 会员卡号="M003")

    came = brought(Member, worked_on(data, work), boss, tmp_path)
    assert came.outcome.state == "refused"
    assert [(fault.row, fault.field) for fault in came.outcome.faults] == [(FIRST + 1, "card_no")]
    assert now(members["王一"], "note") == ("老顾客",)


def test_sorted_renamed_and_widened_sheets_are_recognised(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)

    def work(sheet):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
        for at, row in enumerate(reversed(rows), FIRST):
            for place, value in enumerate(row, 1):
                sheet.cell(at, place).value = value
        sheet.title = "我的表"
        put(sheet, line_of(sheet, "姓名", "张三"), 备注="改过")
        sheet.insert_cols(2)
        sheet.cell(2, 2).value = "我的记号"
        sheet.cell(FIRST, 2).value = "x"
        sheet.cell(2, column(sheet, "姓名")).value = "名字"

    answer = brought(Member, worked_on(data, work), boss, tmp_path).wire("zh")
    assert [(cell["title"], cell["mine"]) for cell in answer["mine"]] == [("张三", "改过")]
    assert answer["missing"] == answer["faulty"] == []
    assert any("我的记号" in note for note in answer["notes"])


def test_ids_left_out_when_sorting_move_nobody_into_another_row(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)

    def work(sheet):
        rows = [[cell.value for cell in row[:-1]] for row in sheet.iter_rows(min_row=FIRST)]
        for at, row in enumerate(reversed(rows), FIRST):
            for place, value in enumerate(row, 1):
                sheet.cell(at, place).value = value

    came = brought(Member, worked_on(data, work), boss, tmp_path, dry_run=False)
    assert came.outcome.state == "refused"
    assert all("排序时漏了行号" in fault.text.zh for fault in came.returned.faults)
    assert [row.name for row in Member.rows()] == ["王一", "李二", "张三", "赵四"]


def test_a_link_that_was_renamed_meanwhile_is_no_change_of_the_file(boss, members, stores, tmp_path):
    data = taken(Member, boss, NAMES)
    edit(Store, [{"id": stores["锦江一店"], "set": {"name": "锦江旗舰店"}}], who=boss)
    edit(Store, [{"id": None, "set": {"code": "S9", "name": "锦江一店"}}], who=boss)
    answer = brought(Member, data, boss, tmp_path).wire("zh")
    assert answer["mine"] == answer["conflicts"] == answer["faulty"] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_file_saved_by_libreoffice_says_the_same(boss, members, tmp_path, ending):
    data = by_office(taken(Member, boss, NAMES), tmp_path, ending)
    answer = brought(Member, data, boss, tmp_path, ending).wire("zh")
    assert (answer["unchanged"], answer["mine"], answer["faulty"], answer["missing"]) == (4, [], [], [])


def test_the_command_tells_what_is_to_be_decided_and_takes_an_answer(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)
    changed(members["王一"], note="他们写的")
    path, said = tmp_path / "back.xlsx", []
    path.write_bytes(worked_on(data, lambda sheet: put(sheet, FIRST, 备注="我写的")))
    assert import_file(path, "member", None, False, False, boss, said.append) == 1
    assert any("导出时“老顾客”，现在“他们写的”（tests），文件里“我写的”" in line for line in said), said
    assert any("--conflicts mine" in line for line in said)
    assert import_file(path, "member", None, False, False, boss, said.append, conflicts="mine") == 0
    assert now(members["王一"], "note") == ("我写的",)


# Rights -----------------------------------------------------------------------------------------------------------------


def chen(stores, verbs="see add edit delete import export", **rights) -> Who:
    """Chen has a store."""
    grants = {
        "member": Grant("chen", "member", verbs, "store", **rights),
        "store": Grant("chen", "store", "see"),
        "member_tier": Grant("chen", "member_tier", "see"),
    }
    return Who(7, "Chen", login="chen", role="chen", store_id=stores["锦江一店"], grants=MappingProxyType(grants))


def test_a_row_out_of_sight_is_as_one_that_was_deleted(boss, members, stores, tmp_path):
    file = worked_on(
        taken(Member, boss, NAMES),
        lambda sheet: [put(sheet, line_of(sheet, "姓名", name), 备注="改") for name in ("王一", "张三", "赵四")],
    )
    edit(Member, [], delete=[members["赵四"]], who=boss)
    who = chen(stores)
    came = brought(Member, file, who, tmp_path, dry_run=False)
    assert [line.row for line in came.returned.gone] == [FIRST + 2, FIRST + 3]
    assert (came.outcome.state, came.plan.changed, came.returned.missing) == ("applied", 1, {})
    assert now(members["张三"], "note") == ("老顾客",)


def test_masked_columns_are_never_read_whoever_brings_the_file_back(boss, members, stores, tmp_path):
    who = chen(stores, masked={"phone"})
    data = taken(Member, who, NAMES)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert "13800000001" not in {cell.value for row in sheet.iter_rows() for cell in row}
    for back in (who, boss):
        came = brought(Member, worked_on(data, lambda sheet: put(sheet, FIRST, 手机号="13911112222")), back, tmp_path)
        assert (came.returned.mine, came.returned.faults) == ([], [])
        assert any("手机号" in note.zh for note in came.notes)


def test_a_column_that_was_hidden_is_not_there_and_one_hidden_since_is_not_compared(boss, members, stores, tmp_path):
    who = chen(stores, hidden={"note"})
    labels = {cell.value for cell in openpyxl.load_workbook(io.BytesIO(taken(Member, who)), data_only=True).active[2]}
    assert "备注" not in labels
    file = worked_on(taken(Member, boss, NAMES), lambda sheet: put(sheet, FIRST, 备注="猜"))
    answer = brought(Member, file, who, tmp_path).wire("zh")
    assert answer["mine"] == answer["conflicts"] == answer["locked"] == []


def test_cells_that_are_locked_are_protected_and_told_when_they_are_changed_all_the_same(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)
    opened = openpyxl.load_workbook(io.BytesIO(data))
    sheet = opened.active
    assert sheet.protection.sheet
    assert opened[SHEET].sheet_state == "veryHidden"
    assert sheet.column_dimensions["I"].hidden
    points, name = column(sheet, "可用积分"), column(sheet, "姓名")
    assert sheet.cell(FIRST, points).protection.locked
    assert not sheet.cell(FIRST, name).protection.locked
    came = brought(Member, worked_on(data, lambda sheet: put(sheet, FIRST, 可用积分=99)), boss, tmp_path)
    assert [(cell.name, cell.mine) for cell, _ in came.returned.locked] == [("points", 99)]
    assert came.plan.is_empty


def test_choices_can_be_chosen_in_the_file(boss, members):
    sheet = openpyxl.load_workbook(io.BytesIO(taken(Member, boss, [*NAMES, "gender"]))).active
    rule = next(iter(sheet.data_validations.dataValidation))
    assert SHEET in rule.formula1


def test_whoever_may_not_edit_or_import_gets_no_comparison(boss, members, stores, tmp_path):
    data = taken(Member, boss, NAMES)
    for verbs in ("see edit export", "see import export"):
        with pytest.raises(Refused):
            brought(Member, data, chen(stores, verbs), tmp_path)


# The stamp --------------------------------------------------------------------------------------------------------------


def test_a_copied_column_and_a_list_that_is_there_twice_are_asked_about(boss, members, tmp_path):
    data = taken(Member, boss, NAMES)

    def copied(sheet):
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, sheet.max_column if row > 1 else sheet.max_column + 1).value = sheet.cell(row, 7).value

    with pytest.raises(Refused, match="twice"):
        brought(Member, worked_on(data, copied), boss, tmp_path)
    twice = worked_on(data, lambda sheet: sheet.parent.copy_worksheet(sheet))
    with pytest.raises(Refused, match="keep one"):
        brought(Member, twice, boss, tmp_path)
    with pytest.raises(Refused, match="hidden"):
        brought(Member, worked_on(data, lambda sheet: sheet.delete_cols(sheet.max_column)), boss, tmp_path)


def test_a_stamp_that_was_altered_is_refused(boss, members, tmp_path):
    def forged(data):
        opened = openpyxl.load_workbook(io.BytesIO(data))
        cell = opened[SHEET]["A4"]
        cell.value = cell.value[:-8] + ("A" if cell.value[-8] != "A" else "B") + cell.value[-7:]
        out = io.BytesIO()
        opened.save(out)
        return out.getvalue()

    with pytest.raises(Refused, match="altered"):
        brought(Member, forged(taken(Member, boss, NAMES)), boss, tmp_path)


def test_a_row_of_another_file_and_a_file_of_another_type_are_refused(boss, members, tmp_path):
    data = taken(Member, boss, NAMES, {"name": {"eq": "王一"}})
    other = openpyxl.load_workbook(io.BytesIO(taken(Member, boss, NAMES, {"name": {"eq": "张三"}}))).active
    mark = other.cell(FIRST, other.max_column).value
    came = brought(
        Member,
        worked_on(data, lambda sheet: setattr(sheet.cell(FIRST, sheet.max_column), "value", mark)),
        boss,
        tmp_path,
    )
    assert ["不是这份文件导出的" in fault.text.zh for fault in came.returned.faults] == [True]
    with pytest.raises(Refused, match="exported from Members"):
        brought(Region, data, boss, tmp_path)


def test_a_file_from_before_the_database_was_replaced_is_refused(boss, members, tmp_path, fresh):
    data = taken(Member, boss, NAMES)
    (tmp_path / "other").mkdir()
    database.close()
    database.open(places.copy(fresh, tmp_path / "ops2.db"))
    with database.reading(), pytest.raises(Refused, match="replaced"):
        brought(Member, data, boss, tmp_path)


def test_without_its_stamp_the_file_is_an_ordinary_one_and_says_so(boss, members, tmp_path):
    opened = openpyxl.load_workbook(io.BytesIO(taken(Member, boss, NAMES)))
    del opened[SHEET]
    put(opened.active, FIRST, 备注="改过")
    path = tmp_path / "bare.xlsx"
    opened.save(path)
    done = importing.run(path, path.name, Member, boss, options={"dry_run": True})
    assert not isinstance(done, Came)
    answer = done.wire("zh")
    assert (answer["changed"], answer["unchanged"], answer["faulty"]) == (1, 3, [])
    assert any("标记不见了" in note for note in answer["notes"])


def test_the_header_alone_finds_the_columns_where_the_hidden_row_was_deleted(boss, members, tmp_path):
    def work(sheet):
        sheet.delete_rows(1)
        sheet.cell(2, next(cell.column for cell in sheet[1] if cell.value == "备注")).value = "改过"

    came = brought(Member, worked_on(taken(Member, boss, NAMES), work), boss, tmp_path)
    assert [(cell.row, cell.name, cell.mine) for cell in came.returned.mine] == [(2, "note", "改过")]


def test_what_moved_between_the_comparison_and_the_writing_stops_it(boss, members, tmp_path):
    from exports.incoming import returns
    from models.kit.incoming.returning import write

    file = worked_on(taken(Member, boss, NAMES), lambda sheet: put(sheet, FIRST, 备注="我写的"))
    came = brought(Member, file, boss, tmp_path)
    changed(members["王一"], note="他们写的")
    assert returns.write is write
    assert write(came.returned, came.choices).state == "conflict"
    assert now(members["王一"], "note") == ("他们写的",)
