"""Columns made in the browser: of every kind, in every way, on a real database file; they are columns like all others."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from exports.incoming import importing
from exports.write import book, template
from models import declared, designed, house
from models.accounts.people import Grant as Right
from models.design import KINDS, DesignChoice, DesignColumn
from models.kit.ask.past import history
from models.kit.ask.query import Query
from models.kit.declare.access import Grant, visible
from models.kit.declare.describe import describe_record
from models.kit.fields import in_per_cent
from models.kit.formula.traced import TRACES
from models.kit.server.standing import house_if_any, renew, stand
from models.kit.text import Text
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.kit.write.writes import changes
from models.members import Member
from models.organization import Employee, Region, Store
from tests.helpers import house_before
from tests.helpers.api_asked import Api, op
from tests.helpers.door import change, made, new, raw, said

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def column(who, record="store", zh="备注名", kind="line", **more) -> int:
    return made(DesignColumn, who, record_type=record, zh=zh, kind=kind, **more)


def name_of(id: int) -> str:
    return DesignColumn.row(id).name


# By kind: what is typed, what the wire carries, what people read, and what is no such value.
VALUES = {
    "line": ("王小明", "王小明", "王小明", "x" * 201),
    "note": ("第一行\n第二行", "第一行\n第二行", "第一行\n第二行", "x" * 20_001),
    "count": ("1,234", 1234, "1,234", "一打"),
    "decimal": ("3.25", "3.25", "3.25", "3.255"),
    "money": ("¥1,200.5", "1200.50", "¥1,200.50", "很多"),
    "percent": ("12.5%", "12.5", "12.5", "高"),
    "day": ("2026年3月1日", "2026-03-01", "2026-03-01", "2026-02-30"),
    "moment": ("2026-03-01 08:30", "2026-03-01T00:30:00Z", "2026-03-01 08:30", "早上"),
    "month": ("2026年3月", "2026-03", "2026-03", "13月"),
    "flag": ("是", True, "是", "也许"),
    "choice": ("高", "o1", "高", "没有的"),
    "tags": ("甲、乙", ["甲", "乙"], "甲、乙", ["x" * 501]),
    "phone": ("138 0000 0000", "13800000000", "13800000000", "123"),
    "idnumber": ("11010519491231002X", "11010519491231002X", "11010519491231002X", "110105194912310021"),
    "email": ("ann@Example.com", "ann@example.com", "ann@example.com", "ann@"),
    "url": ("example.com/a?b=1", "https://example.com/a?b=1", "https://example.com/a?b=1", "javascript:alert(1)"),
    "person": ("E1", "王店长", "王店长", "没有这人"),
    "link": ("川西", "川西", "川西", "没有这区"),
    "barcode": ("６９０１２３４５６７８９２", "6901234567892", "6901234567892", "x" * 501),
    "rating": ("★★★", 3, "★★★", "6"),
    "progress": ("50%", 50, "50%", "101"),
}


@pytest.fixture
def of_kind(request, boss, stores):
    """A column of one kind on the stores, and its name."""
    kind = request.param
    made(Region, boss, name="川西", code="R1")
    made(Employee, boss, name="王店长", staff_no="E1")
    more = {"target": "region"} if kind == "link" else {}
    zh = "测试列"
    id = column(boss, zh=zh, kind=kind, seen_by="all", **more)
    if kind == "choice":
        new(DesignChoice, boss, {"column": id, "zh": "高", "tone": "negative"}, {"column": id, "zh": "低"})
    return kind, name_of(id), zh


KEPT = [name for name, kind in KINDS.items() if kind.turns and "pattern" not in kind.takes]  # what people fill in
every_kind = pytest.mark.parametrize("of_kind", KEPT, indirect=True)


def headed(zh: str, kind: str) -> Text:
    """The head says the unit; files that call the column as it was called come in all the same."""
    return in_per_cent(Text(zh, zh)) if kind == "percent" else Text(zh, zh)


def wired(value):
    return value["text"] if isinstance(value, dict) else value


def test_every_kind_is_tried():
    assert VALUES.keys() == set(KEPT)


@every_kind
def test_a_made_column_is_typed_read_sorted_filtered_exported_imported_kept_and_taken_back(
    of_kind, boss, stores, tmp_path
):
    kind, name, zh = of_kind
    typed, wire, read, wrong = VALUES[kind]
    store, other = stores.values()
    answer = change(Store, boss, store, **{name: typed})
    assert answer.state == "applied", said(answer)
    assert wired(answer.rows[0][name]) == wire and wired(Query(Store, boss).row(store)[name]) == wire
    refused = change(Store, boss, store, **{name: wrong})
    assert refused.state == "refused" and said(refused)[0][1] == name
    asked = Query(Store, boss, {name: {"empty": False}}, [f"-{name}"] if kind not in ("note", "tags") else None)
    assert [row["id"] for row in asked.rows()] == [store] and asked.count() == 1
    assert Store.row(store).__dict__[name] is not None and Store.row(other).__dict__[name] is None
    cells = history(Store, store, boss)[0]["cells"]
    assert next(cell for cell in cells if cell["field"] == name)["to"] == read
    for ending, make in (("xlsx", book.as_xlsx), ("csv", book.as_csv)):
        query = Query(Store, boss)
        path = tmp_path / f"stores.{ending}"
        path.write_bytes(b"".join(make(query, book.columns_of(Store, query.shown), boss)))
        imported = importing.run(path, path.name, Store, boss, options={"dry_run": True}).wire("zh")
        assert (imported["new"], imported["changed"], imported["faulty"], imported["unchanged"]) == (0, 0, [], 2), (
            imported
        )
    assert headed(zh, kind).zh in [
        cell.value for cell in openpyxl.load_workbook(io.BytesIO(template.template(Store, boss))).worksheets[0][1]
    ]
    path = tmp_path / "new.csv"
    text = "、".join(typed) if isinstance(typed, list) else typed
    path.write_text(f'门店编号,门店名称,{zh}\nS9,新店,"{text}"\n', encoding="utf-8-sig")
    imported = importing.run(path, path.name, Store, boss, options={}).wire("zh")
    assert (imported["new"], imported["faulty"]) == (1, []), imported
    assert wired(Query(Store, boss, {"code": {"eq": "S9"}}).rows()[0][name]) == wire
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert Query(Store, boss).row(store)[name] is None


@every_kind
def test_a_made_column_is_described_and_masked_and_hidden_by_role(of_kind, boss, stores, bo):
    kind, name, zh = of_kind
    field = next(field for field in describe_record(Store, (), boss)["fields"] if field["name"] == name)
    head = headed(zh, kind)
    assert field["label"] == {"zh": head.zh, "en": head.en} and field["editable"] and not field["required"]
    assert name in describe_record(Store, (), boss)["columns"]
    store = stores["锦江一店"]
    change(Store, boss, store, **{name: VALUES[kind][0]})
    assert wired(Query(Store, bo).row(store)[name]) == VALUES[kind][1]
    grant = bo.grants["store"]
    masked = replace(bo, grants={**bo.grants, "store": replace(grant, masked=grant.masked | {name})})
    assert Query(Store, masked).row(store)[name] not in (None, VALUES[kind][1])
    hidden = replace(bo, grants={**bo.grants, "store": replace(grant, hidden=grant.hidden | {name})})
    assert name not in Query(Store, hidden).row(store)
    assert wired(Query(Store, bo, {name: {"empty": False}}).rows()[0][name]) == VALUES[kind][1]


# What may not be, in words -----------------------------------------------------------------------------------------------


def refusal(who, **sets) -> tuple[str, str]:
    answer = new(DesignColumn, who, {"record_type": "store", "zh": "新列", "kind": "line", **sets})
    assert answer.state == "refused", answer
    assert designed().design is None or "new_col" not in Store.fields()
    return answer.errors[0].field, answer.errors[0].text.zh


@pytest.mark.parametrize(
    ("sets", "field", "said_so"),
    [
        ({"name": "rows"}, "name", "系统保留"),
        ({"name": "code"}, "name", "系统保留"),
        ({"name": "region_id"}, "name", "系统保留"),
        ({"name": "class"}, "name", "系统保留"),
        ({"name": "constructor"}, "name", "系统保留"),
        ({"name": "Über"}, "name", "小写字母"),
        ({"name": "x" * 41}, "name", "40"),
        ({"zh": "门店名称"}, "zh", "已有一列"),
        ({"en": "ADDRESS"}, "en", "已有一列"),
        ({"zh": "门店 名称"}, "zh", "已有一列"),
        ({"en": "Ａｄｄｒｅｓｓ"}, "en", "已有一列"),
        ({"zh": "完成[1]"}, "zh", "方括号"),
        ({"zh": "【内部】完成"}, "zh", "方括号"),
        ({"en": "「done"}, "en", "方括号"),
        ({"zh": "完成%"}, "zh", "百分比"),
        ({"kind": "link"}, "target", "关联"),
        ({"kind": "link", "target": "nothing"}, "target", "关联"),
        ({"kind": "count", "least": "5", "most": "2"}, "least", "最小值"),
        ({"kind": "count", "usual": "一打"}, "usual", "默认值不对"),
        ({"kind": "count", "least": "5", "usual": "2"}, "usual", "默认值不对"),
        ({"kind": "music"}, "kind", "music"),
        ({"record_type": "nothing"}, "record_type", "nothing"),
        ({"record_type": "design_column"}, "record_type", "不能加列"),
    ],
)
def test_a_column_that_cannot_be_is_refused_with_its_remedy_and_nothing_is_laid(boss, sets, field, said_so):
    before = raw('SELECT COUNT(*) FROM "design_column"')
    named, text = refusal(boss, **sets)
    assert named == field and said_so in text
    assert raw('SELECT COUNT(*) FROM "design_column"') == before and declared().facts(Store).grid == Store.facts().grid


def test_a_name_is_never_used_again_and_what_was_made_keeps_its_kind(boss):
    id = column(boss, name="visits")
    assert act(house().actions["design_column_remove"], who=boss, id=id).state == "applied"
    assert refusal(boss, name="visits")[0] == "name" and refusal(boss, name="visits_py")[0] == "name"
    again = name_of(column(boss, zh="备注名", en="Visits"))
    assert again == "visits_2"
    other = column(boss, zh="另一列")
    for name, value in {"kind": "note", "name": "other", "record_type": "member"}.items():
        assert said(change(DesignColumn, boss, other, **{name: value}))[0][1] == name


def test_a_table_has_two_hundred_columns_at_most(boss, monkeypatch):
    monkeypatch.setattr("models.design.columns.MOST_COLUMNS", len(Region.fields()) + 1)
    column(boss, "region", "一", "count")
    answer = new(DesignColumn, boss, {"record_type": "region", "zh": "二", "kind": "count"})
    assert answer.state == "refused" and "不能再加" in answer.errors[0].text.zh


def test_only_who_may_edit_all_of_a_table_and_design_changes_its_columns(boss, ann, bo):
    wanted = {"record_type": "member", "zh": "偏好", "kind": "line"}
    assert "看不到" in new(DesignColumn, bo, wanted).errors[0].text.zh
    rights = house_rights(ann, "design_column", "see add edit")
    assert new(DesignColumn, rights, wanted).state == "applied"
    answer = new(DesignColumn, rights, wanted | {"record_type": "role", "zh": "级别"})
    assert answer.state == "refused" and "系统管理员" in answer.errors[0].text.zh


def house_rights(who, record, verbs):
    return replace(who, grants={**who.grants, record: Grant(who.role, record, verbs)})


def test_a_new_column_is_seen_at_first_only_by_who_may_edit_the_table_and_then_by_whom_the_rights_page_says(
    boss, ann, bo
):
    id = column(boss, "member", "偏好", "line")
    name = name_of(id)
    assert name in visible(ann, Member) and name not in visible(bo, Member) and f"{name}_py" not in visible(bo, Member)
    change(DesignColumn, boss, id, seen_by="all")
    assert visible(bo, Member)[name] == "full"
    role = raw("SELECT id FROM role WHERE code = 'viewer'")[0][0]
    right = raw('SELECT id FROM "grant" WHERE role_id = ? AND record_type = ?', role, "member")[0][0]
    assert change(Right, boss, right, masked=["偏好"]).state == "applied"
    assert Right.row(right).masked == [f"member.{name}"]


# What the house fills in -------------------------------------------------------------------------------------------------


def test_who_made_a_row_and_changed_it_last_and_when_are_columns_from_the_first_day(clock, boss, ann, stores):
    clock("2026-11-29 10:00")
    store = made(Store, boss, code="S3", name="三店")
    names = {kind: name_of(column(boss, zh=kind, kind=kind, seen_by="all")) for kind in TRACES}
    clock("2026-11-30 10:00")
    writes = replace(ann, grants={**ann.grants, "store": Grant(ann.role, "store", "see add edit")})
    change(Store, writes, store, address="一路")
    row = Query(Store, boss).row(store)
    assert [row[names[kind]] for kind in ("created_by", "changed_by")] == ["tests", "Ann"]
    assert row[names["created_at"]] == "2026-11-29T02:00:00Z" and row[names["changed_at"]] == "2026-11-30T02:00:00Z"
    assert Query(Store, boss, {names["changed_by"]: {"eq": "Ann"}}).count() == 1
    assert [row["id"] for row in Query(Store, boss, sort=[f"-{names['changed_at']}"]).rows()][0] == store


# Required, default, totals, search ---------------------------------------------------------------------------------------


def test_a_required_column_is_asked_of_people_and_of_imports_but_holds_up_no_rule(boss, stores):
    name = name_of(column(boss, zh="商圈", required=True))
    answer = new(Store, boss, {"code": "S3", "name": "三店"})
    assert said(answer) == [(0, name, "商圈不能为空")]
    assert new(Store, boss, {"code": "S3", "name": "三店", name: "春熙路"}).state == "applied"
    store = stores["锦江一店"]
    assert change(Store, boss, store, address="一路").state == "applied"
    assert change(Store, boss, store, **{name: ""}).state == "refused"
    first = change(Store, boss, store, **{name: "盐市口"})
    assert undo(first.batch, house().records, who=boss).state == "applied" and getattr(Store.row(store), name) is None


def test_a_default_stands_in_new_rows_and_a_total_below_and_words_are_found_by_pinyin(boss, stores):
    size = name_of(column(boss, zh="面积二", kind="money", usual="12.50"))
    alias = name_of(column(boss, zh="绰号", kind="line"))
    id = made(Store, boss, code="S3", name="三店", **{alias: "春熙路"})
    made(Store, boss, code="S4", name="四店", **{size: "1.05"})
    assert Query(Store, boss).sums()[size] == "13.55" and Query(Store, boss).row(id)[size] == "12.50"
    assert [row["id"] for row in Query(Store, boss, search="cxl").rows()] == [id]
    assert [row["id"] for row in Query(Store, boss, search="chunxi").rows()] == [id]


def test_a_column_stands_where_it_was_put(boss):
    column(boss, zh="甲", kind="count", after="code", name="jia")
    column(boss, zh="乙", kind="count", after="id", name="yi")
    column(boss, zh="丙", kind="count", name="bing")
    grid = describe_record(Store, (), boss)["columns"]
    assert grid[0] == "yi" and grid[grid.index("code") + 1] == "jia" and grid[-1] == "bing"


def test_what_is_called_alike_in_both_languages_goes_on_so_when_its_chinese_name_changes(boss, stores):
    id = column(boss, zh="付清", kind="choice")
    alike = made(DesignChoice, boss, column=id, zh="是")
    apart = made(DesignChoice, boss, column=id, zh="否", en="No")
    for record, row, words in (
        (DesignChoice, alike, ("已付", "已付")),
        (DesignChoice, apart, ("未付", "No")),
        (DesignColumn, id, ("已付清", "已付清")),
    ):
        renamed = change(record, boss, row, zh=words[0])
        assert (record.row(row).zh, record.row(row).en) == words
        assert undo(renamed.batch, house().records, who=boss).state == "applied"
        assert record.row(row).zh != words[0] and record.row(row).en != words[0]
    change(DesignChoice, boss, alike, zh="付了", en="Paid")
    assert DesignChoice.row(alike).en == "Paid"


def test_options_are_renamed_ordered_and_retired_without_touching_what_was_chosen(boss, stores):
    id = column(boss, zh="等级", kind="choice")
    name = name_of(id)
    first = made(DesignChoice, boss, column=id, zh="高")
    made(DesignChoice, boss, column=id, zh="低", tone="positive")
    store = stores["锦江一店"]
    change(Store, boss, store, **{name: "高"})
    change(DesignChoice, boss, first, zh="很高", retired=True)
    assert Store.fields()[name].show(getattr(Store.row(store), name)) == "很高"
    assert change(Store, boss, store, name="锦江店").state == "applied"
    for answer in (
        change(Store, boss, list(stores.values())[1], **{name: "很高"}),
        new(Store, boss, {"code": "S9", "name": "新店", name: "很高"}),
    ):
        assert said(answer)[0][1:] == (name, "“很高”已停用，请改选：低")
    away = change(Store, boss, store, **{name: "低"})
    assert undo(away.batch, house().records, who=boss).state == "applied" and getattr(Store.row(store), name) == "o1"
    assert [choice.zh for choice in Store.fields()[name].offered] == ["低"]
    assert "已有选项" in new(DesignChoice, boss, {"column": id, "zh": "低"}).errors[0].text.zh


def test_columns_in_per_cent_whose_heads_are_alike_are_not_made(boss):
    assert in_per_cent(Text("占比%", "Share")) == Text("占比%", "Share (%)")
    column(boss, zh="折扣", kind="percent", name="discount")
    assert refusal(boss, zh="折扣(%)", en="Off", kind="percent")[0] == "zh"
    column(boss, zh="毛利率（%）", en="Margin (%)", kind="percent", name="margin")
    assert refusal(boss, zh="毛利", en="margin", kind="percent")[0] == "en"


def test_options_alike_that_were_made_before_that_was_refused_are_still_retired(boss):
    id = column(boss, zh="尺码", kind="choice")
    first, second = made(DesignChoice, boss, column=id, zh="M码"), made(DesignChoice, boss, column=id, zh="L码")
    raw("UPDATE design_choice SET zh = 'M 码', en = 'M 码' WHERE id = ?", second)
    assert change(DesignChoice, boss, second, retired=True).state == "applied"
    assert "已有选项" in change(DesignChoice, boss, first, zh="Ｍ码").errors[0].text.zh


# Taking away and bringing back -------------------------------------------------------------------------------------------


def test_taking_a_column_back_hides_it_and_its_values_come_back_with_it(boss, stores):
    answer = new(DesignColumn, boss, {"record_type": "store", "zh": "商圈", "kind": "line"})
    id, store = answer.rows[0]["id"], stores["锦江一店"]
    name = name_of(id)
    written = change(Store, boss, store, **{name: "春熙路"})
    gone = new(Store, boss, {"code": "S3", "name": "三店", name: "城南"})
    deleted = edit(Store, [], who=boss, delete=[gone.rows[0]["id"]])
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert name not in Store.fields() and name not in Query(Store, boss).row(store)
    for batch in (written.batch, deleted.batch):
        refused = undo(batch, house().records, who=boss)
        assert refused.state == "refused" and "商圈" in refused.errors[0].text.zh
    assert act(house().actions["design_column_bring_back"], who=boss, id=id).state == "applied"
    assert Query(Store, boss).row(store)[name] == "春熙路"
    assert undo(deleted.batch, house().records, who=boss).state == "applied"
    assert undo(written.batch, house().records, who=boss).state == "applied"


def test_removing_can_be_undone_and_a_label_taken_meanwhile_is_told_when_it_comes_back(boss):
    id = column(boss, zh="商圈", en="Quarter")
    answer = act(house().actions["design_column_remove"], who=boss, id=id)
    assert answer.state == "applied" and "30" in answer.text.zh and name_of(id) not in Store.fields()
    assert undo(answer.batch, house().records, who=boss).state == "applied" and name_of(id) in Store.fields()
    act(house().actions["design_column_remove"], who=boss, id=id)
    column(boss, zh="商圈", en="Other")
    refused = act(house().actions["design_column_bring_back"], who=boss, id=id)
    assert refused.state == "refused" and "商圈" in refused.errors[0].text.zh


def test_a_row_that_a_made_link_points_to_is_not_deleted(boss, stores):
    name = name_of(column(boss, zh="督导区", kind="link", target="region"))
    region = made(Region, boss, name="川西", code="R1")
    change(Store, boss, stores["锦江一店"], **{name: region})
    refused = edit(Region, [], who=boss, delete=[region])
    assert refused.state == "refused" and "门店" in refused.errors[0].text.zh


# One house at a time -----------------------------------------------------------------------------------------------------


def test_what_another_process_designed_is_there_when_work_begins_and_inside_a_change(boss, stores):
    before = house_if_any()
    name = name_of(column(boss, zh="商圈"))
    stand(before)  # as a process that hasn't heard of it
    assert name not in Store.fields()
    assert change(Store, boss, stores["锦江一店"], **{name: "春熙路"}).state == "applied"
    assert name in Store.fields()
    stand(before)
    renew()
    assert Query(Store, boss).row(stores["锦江一店"])[name] == "春熙路"


def test_a_design_that_is_refused_leaves_table_and_house_as_they_were(boss):
    before = house_if_any()
    wanted = [{"record_type": "region", "zh": "一"}, {"record_type": "region", "zh": "一"}]
    assert new(DesignColumn, boss, *wanted).state == "refused"
    assert house_if_any() is before and not raw('SELECT * FROM "design_column"')


def test_the_classes_stay_as_they_are_declared(boss):
    name = name_of(column(boss))
    assert name not in Store._meta.fields and not hasattr(Store, name) and name not in declared().facts(Store).fields


def test_a_column_whose_name_is_declared_by_a_newer_program_is_left_out_and_the_house_still_stands(boss, monkeypatch):
    id = column(boss, zh="商圈")
    monkeypatch.setitem(Store._meta.combined, name_of(id), Store.name)
    assert name_of(id) not in designed().facts(Store).fields


# By night ----------------------------------------------------------------------------------------------------------------


def test_a_removed_column_is_emptied_after_thirty_days_and_told_of_a_week_before(boss, stores, clock):
    id, store = column(boss, zh="商圈"), stores["锦江一店"]
    change(Store, boss, store, **{name_of(id): "春熙路"})
    clock("2026-11-01 10:00")
    removed = act(house().actions["design_column_remove"], who=boss, id=id)
    job = next(job for job in house().jobs if job.name == "design_clear")
    sql = "SELECT text_zh FROM notice WHERE role = 'administrator'"
    for day, notices, kept in (("2026-11-23", 0, "春熙路"), ("2026-11-24", 1, "春熙路"), ("2026-12-01", 1, None)):
        with changes(who=boss, via="job") as c:
            job.work(c, date.fromisoformat(day))
        assert len(raw(sql)) == notices and raw(f"SELECT x_{id} FROM store WHERE id = {store}") == [(kept,)]
    assert DesignColumn.row(id).state == "cleared" and "商圈" in raw(sql)[0][0]
    assert undo(removed.batch, house().records, who=boss).state == "conflict"
    emptied = undo(c.batch_id, house().records, who=boss)
    assert emptied.state == "refused" and "已清空" in emptied.errors[0].text.zh
    assert act(house().actions["design_column_bring_back"], who=boss, id=id).state == "refused"


# What the grid's dialogs ask ---------------------------------------------------------------------------------------------


def test_a_dialog_makes_a_column_with_its_options_in_one_batch_and_the_open_grid_is_told_of_it(boss, stores):
    api = Api(boss, {})
    options = [{"id": None, "set": {"zh": "高", "tone": "negative"}}, {"id": None, "set": {"zh": "低"}}]
    asked = {"op": op(), "set": {"zh": "等级", "kind": "choice", "after": "code"}, "choices": options}
    answer = api.json("store/design", asked)
    assert answer["state"] == "applied" and "等级" in answer["message"]
    assert api.json("store/design", asked)["state"] == "duplicate"
    sheet = api.get("store/sheet").json()
    name = answer["rows"][0]["name"]
    assert sheet["design"] and sheet["columns"][sheet["columns"].index("code") + 1] == name
    field = next(field for field in sheet["fields"] if field["name"] == name)
    assert [(option["label"], option["tone"]) for option in field["options"]] == [("高", "negative"), ("低", "grey")]
    (known,) = api.get("store/design").json()["columns"]
    changed = [
        {"id": known["choices"][1]["id"], "set": {"zh": "很低"}},
        {"id": known["choices"][0]["id"], "set": {"retired": True}},
    ]
    answer = api.json(
        "store/design",
        {"op": op(), "id": known["id"], "set": {"zh": "级别"}, "seen": {"zh": "等级"}, "choices": changed},
    )
    assert answer["state"] == "applied"
    assert [(option.zh, option.retired) for option in Store.fields()[name].options] == [("很低", False), ("高", True)]
    undone = api.json(f"batches/{answer['batch']}/undo", {"op": op()})
    assert undone["state"] == "applied" and undone["record"].startswith("design_")
    assert [option.zh for option in Store.fields()[name].options] == ["高", "低"] and Store.fields()[
        name
    ].label.zh == "等级"


def test_a_column_of_choices_can_begin_with_one_of_its_options_and_with_no_other(boss, stores):
    api, options = Api(boss, {}), [{"id": None, "set": {"zh": "高"}}, {"id": None, "set": {"zh": "低"}}]
    wrong = api.json(
        "store/design", {"op": op(), "set": {"zh": "级", "kind": "choice", "usual": "中"}, "choices": options}
    )
    assert wrong["state"] == "refused" and wrong["errors"][0]["field"] == "usual"
    asked = {"op": op(), "set": {"zh": "级", "kind": "choice", "usual": "低"}, "choices": options}
    answer = api.json("store/design", asked)
    assert answer["state"] == "applied"
    name = answer["rows"][0]["name"]
    assert Store.fields()[name].show(getattr(Store.row(made(Store, boss, code="S9", name="新店")), name)) == "低"
    change(DesignChoice, boss, DesignChoice.rows()[-1].id, retired=True)
    assert Store.fields()[name].default is None and made(Store, boss, code="S8", name="又一店")


def test_a_dialog_is_told_what_is_wrong_at_which_field_and_nothing_of_it_is_kept(boss, bo):
    api = Api(boss, {})
    for sets, choices, field in (
        ({"zh": "门店名称", "kind": "line"}, [], "zh"),
        ({"zh": "等级", "kind": "choice"}, [], "choices"),
        ({"zh": "等级", "kind": "choice"}, [{"id": None, "set": {"zh": "高"}}] * 2, "choices"),
        ({"kind": "line"}, [], "zh"),
    ):
        answer = api.json("store/design", {"op": op(), "set": sets, "choices": choices})
        assert answer["state"] == "refused" and answer["errors"][0]["field"] == field, answer
    assert not raw('SELECT * FROM "design_column"')
    api.refused("store/design", {"op": op(), "set": [], "choices": []})
    assert Api(bo, {}).get("store/design").status_code == 404 and not Api(bo, {}).get("store/sheet").json()["design"]
    Api(bo, {}).refused("store/design", {"op": op(), "set": {"zh": "列"}}, status=404)


def test_two_administrators_at_one_column_see_each_others_change(boss):
    id = column(boss, zh="商圈")
    change(DesignColumn, boss, id, zh="片区")
    answer = change(DesignColumn, boss, id, {"zh": "商圈"}, zh="街区")
    assert answer.state == "conflict" and "片区" in answer.errors[0].text.zh
