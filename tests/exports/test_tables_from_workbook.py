"""Tables from a workbook: kinds and links are guessed from what stands there, nothing is lost, and all of it is one batch."""

import io
from dataclasses import replace
from datetime import date, datetime
from random import Random

import openpyxl
import pytest

from exports.incoming.guessed_kinds import take, why_unread
from exports.incoming.guessing import link_to, names_there, propose
from exports.read.reading import read
from models import house
from models.design import DesignType
from models.design.tables.from_workbook import ColumnPlan, TablePlan, bring
from models.kit.ask.query import Query
from models.kit.reading import clean
from models.kit.text import Refused
from models.kit.write.history import verify
from models.kit.write.undo import undo
from tests.helpers import house_before, people
from tests.helpers.door import raw

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def workbook(**sheets) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


HEAD = ["序号", "设备编号", "设备名称", "门店", "购入日期", "购入价(元)", "折旧率", "温差", "情况", "电话", "备注"]


def equipment(count=12) -> list:
    """A ledger as people keep it: a title, signs that are easily lost, days in every way, a total at the end."""
    days = (date(2026, 3, 1), "2026年3月2日", "2026/3/3", "2026.03.04", 46086)
    places, shapes = ("锦江一店", "武侯一店"), ("在用", "待修")
    rows = [
        [at, f"00{at:02}", f"冷柜{at}", places[at % 2], days[at % 5], 1200.5 + at, "12.5%", -3.25, shapes[at % 2], None]
        for at in range(1, count + 1)
    ]
    return [["设备台账"], ["制表：门店管理组"], HEAD, *rows, ["合计", None, None, None, None, 9999], ["注：每月更新"]]


def plans_of(data: bytes, who, file: str = "台账.xlsx"):
    return propose(read(data, file), who)


def test_heads_without_rows_are_a_table_to_be_filled_and_a_line_of_text_is_none(db):
    boss = people.who(people.make("gail", "administrator"))
    plans, _ = plans_of(workbook(设备=[["编号", "名称", "购入日期"]], 说明=[["本表每周一更新"]], 空=[]), boss)
    assert [(plan.zh, [column.zh for column in plan.columns], plan.rows) for plan in plans] == [
        ("设备", ["编号", "名称", "购入日期"], [])
    ]
    answer = bring(plans, who=boss, file="空表.xlsx")
    assert answer.state == "applied", answer.errors
    labels = {item.label.zh for item in house().records[answer.rows[0]["name"]].fields().values()}
    assert labels >= {"编号", "名称", "购入日期"}


def kinds(plan) -> dict[str, str]:
    return {column.zh: column.kind for column in plan.columns if not column.leave}


def test_kinds_title_and_key_are_guessed_and_what_is_left_out_is_told(boss, stores):
    (plan,), _ = plans_of(workbook(设备台账=equipment()), boss)
    assert kinds(plan) == {
        "设备编号": "line",
        "设备名称": "line",
        "门店": "link",
        "购入日期": "day",
        "购入价(元)": "money",
        "折旧率": "percent",
        "温差": "decimal",
        "情况": "choice",
        "电话": "line",
        "备注": "line",
    }
    called = {column.at: column.zh for column in plan.columns}
    assert (called[plan.title], called[plan.key]) == ("设备名称", "设备编号")
    assert next(column for column in plan.columns if column.zh == "门店").target == "store"
    assert len(plan.rows) == 12 and "16、17" in "".join(note.zh for note in plan.notes)


def test_rows_come_in_with_the_table_as_one_batch_and_nothing_is_lost(boss, stores):
    plans, _ = plans_of(workbook(设备台账=equipment()), boss)
    answer = bring(plans, who=boss, file="台账.xlsx")
    assert answer.state == "applied" and "12" in answer.text.zh, answer.errors
    record = house().records[answer.rows[0]["name"]]
    said = {item.label.zh: name for name, item in record.fields().items()}
    fields = {label.removesuffix("（%）"): name for label, name in said.items()}
    assert "折旧率（%）" in said, "the head says the unit"
    first, fifth = Query(record, boss).rows()[0], Query(record, boss).rows()[4]
    cells = {label: first[fields[label]] for label in HEAD[1:9]}
    assert (
        cells["设备编号"] == "0001"
        and cells["温差"] == "-3.25"
        and cells["折旧率"] == "12.5"
        and cells["购入价(元)"] == "1201.50"
    )
    assert (
        cells["门店"]["text"] == "武侯一店"
        and cells["购入日期"] == "2026-03-02"
        and fifth[fields["购入日期"]] == "2026-03-01"
    )
    assert list(record.facts().grid) == [fields[label] for label in HEAD[1:]] and record.sheet.key == (
        fields["设备编号"],
    )
    assert record.sheet.scopes["store"] == fields["门店"]
    assert len(raw('SELECT 1 FROM "batch" WHERE record = ?', "design_type")) == 1
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert record.key() not in house().records and raw(f"SELECT COUNT(*) FROM {record._meta.table_name}") == [(0,)]


def test_a_column_of_stores_says_whose_rows_they_are_as_soon_as_the_table_is_there(boss, stores):
    plans, _ = plans_of(workbook(设备台账=equipment()), boss)
    plans[0].area = "stores"
    answer = bring(plans, who=people.who(people.make("anna", "administrator")), file="台账.xlsx")
    manager = people.who(people.make("m1", "store_manager", store=stores["锦江一店"]))
    record = house().records[answer.rows[0]["name"]]
    place = record.sheet.scopes["store"]
    assert {row[place]["text"] for row in Query(record, manager).rows()} == {"锦江一店"}
    assert len(Query(record, boss).rows()) == 12


def test_sheets_link_to_one_another_by_key_or_name_whichever_stands_first(boss):
    anna = people.who(people.make("anna", "administrator"))  # whose rights on the new tables come with them
    sold = [["单号", "商品名称", "数量"], *([f"D{at}", ("鱼油", "钙片")[at % 2], at] for at in range(1, 9))]
    goods = [["商品编码", "商品名称", "零售价"], ["P1", "鱼油", 168], ["P2", "钙片", 98], ["P3", "蛋白粉", 298]]
    plans, _ = plans_of(workbook(销售=sold, 货品目录=goods), anna)
    link = next(column for column in plans[0].columns if column.zh == "商品名称")
    assert (link.kind, link.target) == ("link", "sheet:1")
    answer = bring(plans, who=anna, file="销售.xlsx")
    assert answer.state == "applied", answer.errors
    record = house().records[answer.rows[0]["name"]]
    name = next(name for name, item in record.fields().items() if item.label.zh == "商品名称")
    assert [row[name]["text"] for row in Query(record, boss).rows()[:2]] == ["钙片", "鱼油"]


def test_heads_that_are_merged_over_several_columns_name_each_of_them(boss):
    made = openpyxl.load_workbook(
        io.BytesIO(workbook(业绩=[["门店名", "上半年", None], [None, "计划", "实际"], ["一店", 1, 2], ["二店", 3, 4]]))
    )
    made["业绩"].merge_cells("B1:C1")
    made["业绩"].merge_cells("A1:A2")
    held = io.BytesIO()
    made.save(held)
    (plan,), _ = plans_of(held.getvalue(), boss)
    assert kinds(plan) == {"门店名": "line", "上半年计划": "count", "上半年实际": "count"} and len(plan.rows) == 2


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["001", "002", "010"], "line"),
        (["6947491606573001", "6947491606573002"], "line"),
        ([1, 2.5, -3], "decimal"),
        ([1, 2, -3], "count"),
        (["12%", "3.5%"], "percent"),
        ([datetime(2026, 3, 1, 8, 30), datetime(2026, 3, 2, 9, 0)], "moment"),
        (["2026-03-01", "待定"], "line"),
        (["2026-02-30", "2026-03-01"], "line"),
        (["是", "否", "是"], "flag"),
        (["甲\n乙", "丙"], "note"),
        (["x" * 300, "y"], "note"),
        ([None, None], "line"),
        ([44381, 44382], "count"),
        (["1,200.50", "¥3"], "decimal"),
    ],
)
def test_what_is_not_sure_stays_text(boss, values, kind):
    rows = [["名称", "某列"], *([f"行{at}", value] for at, value in enumerate(values))]
    (plan,), _ = plans_of(workbook(表=rows), boss)
    assert plan.columns[1].kind == kind
    assert bring([plan], who=boss, file="表.xlsx").state == "applied"


@pytest.mark.parametrize(
    ("label", "good", "odd", "kind"),
    [
        ("生日", "1990-01-0{}", "记不清", "day"),
        ("入会日期", "2025年3月{}日", "去年：春天", "day"),
        ("数量", "1{}", "约四", "count"),
        ("手机", "1381234567{}", "同上", "phone"),
        ("门店", "锦江一店", "旧址", "link"),
        ("数量", "1{}", "007", "line"),
        ("编号", "0{}", "待定", "line"),
    ],
)
def test_a_few_odd_values_in_a_long_column_are_named_and_come_into_a_column_beside(
    boss, stores, label, good, odd, kind
):
    rows = [[f"行{at}", good.format(at % 9 + 1)] for at in range(19)]
    rows[3][1] = "武侯一店" if kind == "link" else rows[3][1]
    (plan,), _ = plans_of(workbook(表=[["名称", label], *rows, ["行20", odd]]), boss)
    column = plan.columns[1]
    assert column.kind == kind and column.unread == ([] if kind == "line" else [(21, odd)])
    assert column.sure == (1 if kind == "line" else 0.95) and column.apart == (kind != "line")
    answer = bring([plan], who=boss, file="表.xlsx")
    assert answer.state == "applied", answer.errors
    record = house().records[answer.rows[0]["name"]]
    fields = {item.label.zh: name for name, item in record.fields().items()}
    last = Query(record, boss).rows()[-1]
    assert last.get(fields.get(f"{label}（原文）", fields[label])) == odd
    assert kind == "line" or last.get(fields[label]) is None
    assert Query(record, boss).rows()[0].get(fields[label]) is not None


def test_a_link_to_a_sheet_that_is_left_out_is_refused_with_its_remedy(boss):
    sold = [["单号", "商品名称"], *([f"D{at}", ("鱼油", "钙片")[at % 2]] for at in range(1, 9))]
    plans, _ = plans_of(workbook(销售=sold, 货品目录=[["商品名称", "价"], ["鱼油", 168], ["钙片", 98]]), boss)
    plans[1].leave = True
    answer = bring(plans, who=boss, file="销售.xlsx")
    assert answer.state == "refused" and "“商品名称”关联到的表" in answer.errors[0].text.zh and not DesignType.rows()


def test_names_unknown_to_the_table_a_person_links_to_are_told_at_once_and_come_into_a_column_beside(boss, stores):
    rows = [["名称", "地点"], ["一", "锦江一店"], ["二", "旧址"], ["三", None], ["四", "旧址"], ["五", "武侯一店"]]
    (plan,), _ = plans_of(workbook(表=rows), boss)
    column = plan.columns[1]
    take(plan, column, "link")
    column.target = "store"
    link_to(plan, column, "store", names_there([plan], plan, column, boss))
    assert column.unread == [(3, "旧址"), (5, "旧址")] and column.apart
    answer = bring([plan], who=boss, file="表.xlsx")
    assert answer.state == "applied", answer.errors
    record = house().records[answer.rows[0]["name"]]
    fields = {item.label.zh: name for name, item in record.fields().items()}
    kept = [(row.get(fields["地点"]) is None, row.get(fields["地点（原文）"])) for row in Query(record, boss).rows()]
    assert kept == [(False, None), (True, "旧址"), (True, None), (True, "旧址"), (False, None)]


def test_a_link_to_another_sheet_tells_the_names_that_stand_there_not_at_all_or_twice(boss):
    sold = [["单号", "货"], ["D1", "鱼油"], ["D2", "钙片"], ["D3", "没有的"], ["D4", "蜂蜜"]]
    goods = [["商品名称", "价"], ["鱼油", 168], ["钙片", 98], ["蜂蜜", 5], ["蜂蜜", 6]]
    plans, _ = plans_of(workbook(销售=sold, 货品目录=goods), boss)
    column = plans[0].columns[1]
    take(plans[0], column, "link")
    column.target = "sheet:1"
    link_to(plans[0], column, "sheet:1", names_there(plans, plans[0], column, boss))
    assert [text for _, text in column.unread] == ["没有的", "蜂蜜"]
    answer = bring(plans, who=boss, file="表.xlsx")
    assert answer.state == "applied", answer.errors


def test_a_link_under_which_not_one_name_is_known_is_not_emptied_unasked(boss, stores):
    (plan,), _ = plans_of(workbook(表=[["名称", "地点"], ["一", "旧址"], ["二", "新址"]]), boss)
    column = plan.columns[1]
    take(plan, column, "link")
    column.target = "store"
    link_to(plan, column, "store", names_there([plan], plan, column, boss))
    assert (column.sure, column.apart, len(column.unread)) == (0, False, 2)
    refused = bring([plan], who=boss, file="表.xlsx")
    assert refused.state == "refused" and "没有“旧址”" in refused.errors[0].text.zh


def test_what_a_person_corrects_counts_and_a_cell_that_does_not_fit_is_named_and_nothing_is_made(boss):
    rows = [["名称", "数量", "颜色"], ["一", "3", "红"], ["二", "约四", "蓝"]]
    (plan,), _ = plans_of(workbook(表=rows), boss)
    take(plan, plan.columns[1], "count")
    refused = bring([plan], who=boss, file="表.xlsx")
    assert refused.state == "refused" and "第 3 行“数量”" in refused.errors[0].text.zh
    assert not raw("SELECT id FROM design_type") and not raw("SELECT id FROM design_column")
    take(plan, plan.columns[1], "line")
    take(plan, plan.columns[2], "choice")
    plan.zh, plan.columns[2].zh = "小件", "色"
    answer = bring([plan], who=boss, file="表.xlsx")
    assert answer.state == "applied", answer.errors
    record = house().records[answer.rows[0]["name"]]
    options = next(item.options for item in record.fields().values() if item.label.zh == "色")
    assert record.sheet.zh == "小件" and [option.zh for option in options] == ["红", "蓝"]


def test_only_who_may_design_brings_tables_and_a_name_that_is_taken_is_made_free(boss, ann):
    plans, _ = plans_of(workbook(门店=[["名称", "地址"], ["一", "甲"]]), boss)
    assert plans[0].zh == "门店（导入）"
    assert bring(plans, who=ann, file="x").state == "refused" and not DesignType.rows()


def test_sheets_that_nobody_named_are_called_as_the_file_is_and_a_tenth_one_still_fits(boss):
    rows = [["名称", "数量"], ["甲", 1]]
    (plan,), _ = plans_of(workbook(Sheet1=rows, Sheet2=[]), boss, "盘点表.xlsx")
    assert plan.zh == "盘点表"
    others = [["名称", "件数"], ["甲", 1]]
    first, second = plans_of(workbook(Sheet1=rows, 工作表2=others), boss, "盘点表.xlsx")[0]
    assert (first.zh, second.zh) == ("盘点表 Sheet1", "盘点表 工作表2")
    names = []
    for _ in range(3):
        (plan,), _ = plans_of(workbook(**{"甲" * 31: rows}), boss, "x.xlsx")
        assert bring([plan], who=boss, file="x").state == "applied"
        names.append(plan.zh)
    assert names == ["甲" * 31, "甲" * 31 + "（导入）", "甲" * 31 + "（导入2）"]


@pytest.mark.parametrize(
    ("label", "values", "kind"),
    [
        ("检查日期", ["2026.3.5", "20260309", "20260310"] * 4, "day"),  # repeat as options do, and are none
        ("检查", ["2026.3.5", "20260309", "20260310"] * 4, "choice"),
        ("检查日期", ["2026.3.5", "3月8日", "3月9日"] * 4, "choice"),  # of which year, nothing tells
        ("金额(万元)", [1.2, 3, 0.5], "decimal"),  # ¥1.20 under a head that says ten thousands would be wrong
        ("金额(元)", [1.2, 3, 0.5], "money"),
    ],
)
def test_what_stands_over_a_column_tells_days_however_written_and_that_money_is_counted_in_ten_thousands(
    boss, label, values, kind
):
    (plan,), _ = plans_of(workbook(表=[["名称", label], *([f"行{at}", each] for at, each in enumerate(values))]), boss)
    assert plan.columns[1].kind == kind
    assert bring([plan], who=boss, file="表.xlsx").state == "applied"


def test_numbers_under_a_sign_of_per_cent_are_per_cents_and_nothing_of_a_label_is_half_left(boss):
    rows = [["名称", "税率（%）", "折扣(%)", "增幅％说明"], ["甲", 13, None, "涨了"], ["乙", 6.5, None, "跌了"]]
    (plan,), _ = plans_of(workbook(表=rows), boss)
    assert [(column.zh, column.kind) for column in plan.columns[1:]] == [
        ("税率（%）", "percent"),
        ("折扣(%)", "percent"),
        ("增幅说明", "line"),
    ]
    answer = bring([plan], who=boss, file="表.xlsx")
    record = house().records[answer.rows[0]["name"]]
    name = next(name for name, item in record.fields().items() if "税率" in item.label.zh)
    assert [str(getattr(row, name)) for row in record.rows()] == ["13.0", "6.5"]


def test_what_stands_under_no_head_is_shown_by_its_letter_and_a_remark_beside_a_few_rows_is_not_taken(boss):
    head = ["名称", None, "数量", "单价", "备注"]
    rows = [head, ["甲", "红", 1, 2.5, "好", "见附件"], ["乙", "蓝", 2, 3.5, "好"], ["丙", None, 3, 1, "差"]]
    (plan,), _ = plans_of(workbook(表=rows), boss)
    assert [column.zh for column in plan.columns] == ["名称", "B列", "数量", "单价", "备注", "F列"]
    assert [column.zh for column in plan.columns if column.leave] == ["F列"]
    (in_english,), _ = plans_of(workbook(表=rows), replace(boss, lang="en"))
    assert [column.zh for column in in_english.columns if column.leave] == ["Column F"]
    answer = bring([plan], who=boss, file="表.xlsx")
    assert answer.state == "applied", answer.errors
    record = house().records[answer.rows[0]["name"]]
    name = next(name for name, item in record.fields().items() if item.label.zh == "B列")
    assert [getattr(row, name) for row in record.rows()] == ["红", "蓝", None]


def test_cells_that_come_with_a_unit_are_numbers_and_the_head_says_which(boss):
    head = ["冷库", "库温", "库存", "规格", "净重(kg)", "进价", "档位", "备注"]
    rows = [
        [
            f"冷库{at}",
            f"{-18 - at / 2}℃",
            f"{at} 盒",
            f"{at}盒" if at % 2 else f"{at}瓶",
            f"{at * 500}g",
            f"{at}.5元",
            f"{at}档",
            "3盒",
        ]
        for at in range(1, 13)
    ]
    (plan,), _ = propose(read(workbook(冷库=[head, *rows]), "x.xlsx"), boss)
    guessed = {column.zh: column.kind for column in plan.columns}
    assert guessed | {"库温（℃）": "decimal", "库存（盒）": "count", "净重(kg)": "decimal", "进价": "money"} == guessed
    assert {"规格", "档位", "备注"} <= guessed.keys(), (
        "different units, none that is known, and remarks stay as they are"
    )
    assert not any(column.unread for column in plan.columns)
    answer = bring([plan], who=boss, file="x.xlsx")
    assert answer.state == "applied", answer.errors
    record = house().records[answer.rows[0]["name"]]
    labels = {item.label.zh: name for name, item in record.fields().items()}
    first = record.rows()[0]
    shown = [str(getattr(first, labels[name])) for name in ("库温（℃）", "库存（盒）", "净重(kg)", "进价")]
    assert shown == ["-18.5", "1", "0.5", "1.50"]


@pytest.mark.parametrize(
    ("said", "head", "kind"),
    [
        ("{}年", "质保（年）", "count"),
        ("202{}年", "质保", "line"),
        ("{}月", "质保", "line"),
        ("{}点", "质保", "line"),
        ("{}m2", "质保（m2）", "count"),
        ("零下{}℃", "质保（℃）", "count"),
        ("{}1234567档", "质保", "line"),
    ],
)
def test_a_number_with_a_word_behind_it_is_a_measure_only_where_the_word_is_a_unit(boss, said, head, kind):
    rows = [[f"货{at}", said.format(at)] for at in range(1, 10)]
    (plan,), _ = propose(read(workbook(货=[["货名", "质保"], *rows]), "x.xlsx"), boss)
    assert [(column.zh, column.kind) for column in plan.columns[1:]] == [(head, kind)]


@pytest.mark.parametrize(
    ("head", "kind", "good", "odd", "why"),
    [
        ("金额(元)", "money", "{}.5", "100.005", "最多 2 位小数；请四舍五入，如 100.01"),
        ("日期", "day", "2026-03-0{}", "记不清", "请写成 2026-03-01"),
        ("手机", "phone", "1380013800{}", "138001380012", "请核对位数"),
        ("门店", "link", "锦江一店", "没这家店", "没有叫“没这家店”的记录"),
    ],
)
def test_what_is_not_of_its_columns_kind_says_why_and_what_to_do(boss, stores, head, kind, good, odd, why):
    rows = [[f"行{at}", good.format(at % 9 + 1)] for at in range(19)]
    (plan,), _ = plans_of(workbook(表=[["名称", head], *rows, ["行20", odd]]), boss)
    if plan.columns[1].kind != kind:
        take(plan, plan.columns[1], kind)
    assert [text for _, text in plan.columns[1].unread] == [odd]
    assert why in why_unread(plan.columns[1]).zh
    assert why_unread(plan.columns[0]) is None


def test_one_cell_in_another_unit_comes_in_converted_or_into_a_column_beside(boss):
    rows = [[f"样品{at}", f"{at}kg"] for at in range(1, 20)] + [["样品20", "500g"], ["样品21", "2 盒"]]
    (plan,), _ = propose(read(workbook(样品=[["样品", "重量"], *rows]), "x.xlsx"), boss)
    (weight,) = [column for column in plan.columns if column.zh == "重量（kg）"]
    assert (weight.kind, weight.digits, weight.apart, [text for _, text in weight.unread]) == (
        "decimal",
        1,
        True,
        ["2 盒"],
    )


def test_each_cell_comes_in_as_if_it_stood_alone_however_often_its_like_has_been_read(boss):
    """A value is read once for all its rows: 1, 1.0, True and "1" must not be taken for one another."""
    chance, kinds_ = Random(5), ("line", "count", "decimal", "money", "flag", "day", "note")
    raws = (
        1,
        1.0,
        True,
        False,
        0,
        "1",
        "１",
        " 1",
        1.5,
        "1.5",
        "是",
        "否",
        date(2026, 3, 1),
        "2026年3月1日",
        46082,
        None,
        "",
        "冷柜",
    )
    columns = [ColumnPlan(0, "名称")]
    columns += [ColumnPlan(at, f"列{at}", kind, digits=2, apart=True) for at, kind in enumerate(kinds_, 1)]
    rows = [(at, [f"行{at}", *chance.choices(raws, k=len(kinds_))]) for at in range(1, 300)]
    plan = TablePlan("表", "各种各样", columns, rows, 0)
    answer = bring([plan], who=boss, file="x.xlsx")
    assert answer.state == "applied", answer.errors
    record = house().records[answer.rows[0]["name"]]
    there = {item.label.zh: item for item in record.fields().values()}
    for (_, cells), row in zip(rows, record.rows(), strict=True):
        for column, value in zip(columns[1:], cells[1:], strict=True):
            item, apart = there[column.zh], there[f"{column.zh}（原文）"]
            try:
                expected = (item.parse(value), None)
            except Refused:
                expected = (None, clean(str(value)))
            assert (getattr(row, item.name), getattr(row, apart.name)) == expected, (column.kind, value)
    assert verify() is None


def test_of_several_cells_that_are_nothing_of_their_kind_the_topmost_is_named(boss):
    columns = [ColumnPlan(0, "名称"), ColumnPlan(1, "数量", "count"), ColumnPlan(2, "日期", "day")]
    plan = TablePlan(
        "表", "试", columns, [(2, ["甲", 1, "2026-01-01"]), (3, ["乙", 2, "昨天"]), (4, ["丙", "多", None])], 0
    )
    answer = bring([plan], who=boss, file="x.xlsx")
    assert answer.state == "refused" and "第 3 行“日期”" in answer.errors[0].text.zh


def test_numbers_whose_digits_a_spreadsheet_lost_are_named_by_row_and_the_rest_of_the_file_comes_in(boss):
    cards = [510105199001011234, "510105199001011235", 510105199001011236]
    rows = [["卡号", "另一号", "错的", "姓名"], *([card, cards[0], "=1/0", f"张{at}"] for at, card in enumerate(cards))]
    (plan,), _ = plans_of(workbook(卡=rows), boss)
    assert kinds(plan) == {"卡号": "line", "姓名": "line"}
    notes = [note.zh for note in plan.notes]
    assert notes[0].startswith("“卡号”第 2、4 行：数字超过 15 位") and notes[1].startswith(
        "“另一号”没有带进来：数字超过"
    )
    assert [row for row, _ in plan.columns[0].unread] == [2, 4]
    answer = bring([plan], who=boss, file="卡.xlsx")
    record = house().records[answer.rows[0]["name"]]
    (name,) = (name for name, item in record.fields().items() if item.label.zh == "卡号")
    assert [row[name] for row in Query(record, boss).rows()] == [None, cards[1], None]


def test_a_long_number_that_came_as_its_powers_of_ten_is_named_and_comes_into_a_column_beside(boss):
    rows = [
        ["姓名", "身份证号"],
        ["张三", "510105199001011234"],
        ["李四", "5.10101E+17"],
        ["王五", "510105199001011251"],
    ]
    (plan,), _ = plans_of(workbook(员工=rows), boss)
    assert [note.zh[:14] for note in plan.notes] == ["“身份证号”第 3 行：数字"]
    assert (plan.columns[1].unread, plan.columns[1].apart) == ([(3, "5.10101E+17")], True)
    answer = bring([plan], who=boss, file="员工.xlsx")
    assert answer.state == "applied", answer.errors
    record = house().records[answer.rows[0]["name"]]
    names = {item.label.zh: name for name, item in record.fields().items()}
    kept = [(row[names["身份证号"]], row[names["身份证号（原文）"]]) for row in Query(record, boss).rows()]
    assert kept == [("510105199001011234", None), (None, "5.10101E+17"), ("510105199001011251", None)]


def test_what_a_formula_failed_with_comes_into_the_column_beside_also_where_the_column_holds_words(boss):
    amounts = ["#DIV/0!", "640", "=B2*C2", "约 30"]
    rows = [["品名", "金额"], *([f"货{at}", amount] for at, amount in enumerate(amounts))]
    (plan,), _ = plans_of(workbook(库存=rows), boss)
    assert (plan.columns[1].kind, plan.columns[1].apart) == ("line", True)
    answer = bring([plan], who=boss, file="库存.xlsx")
    record = house().records[answer.rows[0]["name"]]
    names = {item.label.zh: name for name, item in record.fields().items()}
    kept = [(row[names["金额"]], row[names["金额（原文）"]]) for row in Query(record, boss).rows()]
    assert kept == [(None, "#DIV/0!"), ("640", None), (None, "=B2*C2"), ("约 30", None)]
