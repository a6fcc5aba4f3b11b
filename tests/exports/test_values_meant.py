"""Values come in as they are meant: units over a table, merged cells, further tables, days counted from 1904."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from exports.incoming import field_cells
from exports.incoming.arranged.ways import Asked
from exports.incoming.choosing import choose
from exports.incoming.incoming_book import Chosen
from exports.read.reading import read
from models.kit import system
from models.kit.incoming.cells import Unusable
from models.kit.text import Refused
from models.members import Member
from models.organization import Franchisee, Product
from models.stores import StoreDay

BOSS = system("tests")
UNITS = {"元": 1, "百元": 100, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "人民币万元": 10_000}
HEADERS = ("销售额({})", "销售额（{}）", "销售额（单位：{}）", "销售额/{}", "销售额{}", "销售额 {}", "*销售额[{}]")
TITLES = ("各店日报（{}）", "单位：{}", "金额单位:{}", "（单位： {}）", "日报 {}", "本表金额以{}计", "金额均为{}表示")


def chosen(*rows: list, record=StoreDay, merges: tuple[str, ...] = (), **sheets: list) -> Chosen:
    book = openpyxl.Workbook()
    book.active.title = "表"
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    for name, lines in sheets.items():
        other = book.create_sheet(name)
        for line in lines:
            other.append(line)
    out = io.BytesIO()
    book.save(out)
    return choose(record, BOSS, read(out.getvalue(), "x.xlsx"))


def values(picked: Chosen, name: str) -> list:
    """What the column's cells come to: values, or the sentence that refuses one."""
    item, meant = picked.record.fields()[name], []
    for _, raw in picked.scaled(picked.rows()):
        cell = raw.get(name)
        try:
            meant.append(
                cell.reason.zh
                if isinstance(cell, Unusable)
                else item.parse(cell)
                if name not in picked.record.links()
                else cell
            )
        except Refused as refused:
            meant.append(refused.text.zh)
    return meant


DAY = ["2026-11-01", "一店"]


@given(st.sampled_from(HEADERS), st.sampled_from([*UNITS]), st.integers(1, 10**6))
def test_a_unit_in_the_header_multiplies_and_is_told(header, unit, cents):
    picked = chosen(["日期", "门店", header.format(unit)], [*DAY, cents / 100])
    assert values(picked, "sales") == [Decimal(cents) / 100 * UNITS[unit]]
    assert any(unit in note.zh for note in picked.notes) == (UNITS[unit] > 1)


@given(st.sampled_from(TITLES), st.sampled_from([*UNITS]), st.integers(1, 10**6), st.booleans())
def test_a_unit_above_the_table_multiplies_its_money_and_nothing_else(title, unit, cents, as_text):
    amount = str(cents / 100) if as_text else cents / 100
    picked = chosen([title.format(unit)], ["日期", "门店", "销售额", "交易笔数"], [*DAY, amount, 7])
    assert values(picked, "sales") == [Decimal(cents) / 100 * UNITS[unit]]
    assert values(picked, "transactions") == [7]


def test_a_header_of_its_own_wins_over_the_title():
    picked = chosen(["日报（万元）"], ["日期", "门店", "销售额（元）"], [*DAY, 5])
    assert values(picked, "sales") == [Decimal(5)]


def test_a_unit_in_the_group_over_several_columns_is_that_of_each():
    picked = chosen(
        ["商品编码", "商品名称", "价格（万元）", None],
        [None, None, "零售价", "成本价"],
        ["P1", "某", 1.5, 1],
        record=Product,
        merges=("A1:A2", "B1:B2", "C1:D1"),
    )
    assert (values(picked, "list_price"), values(picked, "cost")) == ([Decimal(15000)], [Decimal(10000)])


@pytest.mark.parametrize("note", [["*销售额为万元"], ["注：销售额单位为万元"]])
def test_a_unit_that_a_remark_below_only_mentions_is_asked_for(note):
    assert "单位" in values(chosen(["日期", "门店", "销售额"], [*DAY, 5], note), "sales")[0]


def test_a_unit_that_stands_alone_below_is_that_of_the_table():
    picked = chosen(["日期", "门店", "销售额"], [*DAY, 5], [None, None, "金额单位：万元"])
    assert values(picked, "sales") == [Decimal(50_000)]


@pytest.mark.parametrize("unit", ["角", "分", "美元"])
def test_amounts_in_other_money_or_in_parts_of_a_yuan_are_asked_for(unit):
    picked = chosen(["日期", "门店", f"销售额（{unit}）", f"交易笔数（{unit}）"], [*DAY, 5, 7])
    assert "单位" in values(picked, "sales")[0]
    assert values(picked, "transactions") == [7]


@pytest.mark.parametrize("unit", ["‰", "小数"])
def test_a_share_that_is_not_counted_in_per_cent_is_left_for_a_person_to_map(unit):
    picked = chosen(["加盟商编号", "加盟商名称", f"管理费率（{unit}）"], ["F1", "某", 5], record=Franchisee)
    assert [column.label for column in picked.table.unmapped] == [f"管理费率（{unit}）"]


@pytest.mark.parametrize(
    ("header", "format", "meant"),
    [("销售额", '0"万元"', 50_000), ("销售额（万元）", '0"万元"', 50_000), ("销售额（千元）", '0"万元"', None)],
)
def test_a_unit_that_a_cell_shows_counts_once_and_one_that_differs_is_asked_for(header, format, meant):
    book = openpyxl.Workbook()
    book.active.append(["日期", "门店", header])
    book.active.append([*DAY, 5])
    book.active["C2"].number_format = format
    out = io.BytesIO()
    book.save(out)
    (value,) = values(choose(StoreDay, BOSS, read(out.getvalue())), "sales")
    assert value == meant if meant else "单位" in value


def test_a_code_that_a_spreadsheet_made_a_day_of_is_no_code():
    picked = chosen(["会员卡号", "姓名", "备注"], [date(2026, 3, 1), "甲", date(2026, 3, 1)], record=Member)
    assert "改成了日期" in values(picked, "card_no")[0]
    assert values(picked, "note") == ["2026-03-01"]


@pytest.mark.parametrize("title", ["单位：元/万元", "单位：美元", "万元指标表", "日报（万元）（千元）"])
def test_a_unit_that_cannot_be_told_is_asked_for(title):
    picked = chosen([title], ["日期", "门店", "销售额"], [*DAY, 5])
    assert "单位" in values(picked, "sales")[0]


@pytest.mark.parametrize("title", ["万元以上门店清单", "完成500万元目标", "2026年日报", "以门店为单位统计"])
def test_a_title_that_only_mentions_money_changes_nothing(title):
    assert values(chosen([title], ["日期", "门店", "销售额"], [*DAY, 5]), "sales") == [Decimal(5)]


def test_a_cell_with_a_unit_of_its_own_is_not_multiplied_twice():
    picked = chosen(["日期", "门店", "销售额(万元)"], [*DAY, "12万"], ["2026-11-02", "一店", 3])
    assert "按万元计" in values(picked, "sales")[0]
    assert values(picked, "sales")[1] == Decimal(30000)


def test_what_a_person_corrects_is_in_the_unit_of_its_column_too():
    picked = chosen(["日期", "门店", "销售额(万元)"], [*DAY, "?"])
    rows = [(number, {**raw, "sales": "2"}) for number, raw in picked.rows()]
    assert Decimal(20000) == StoreDay.sales.parse(next(picked.scaled(rows))[1]["sales"])


@pytest.mark.parametrize("unit", ["万元", "（万元）", "单位：万元"])
def test_a_row_of_units_under_the_header_belongs_to_it(unit):
    picked = chosen(["日期", "门店", "销售额", "交易笔数"], [None, None, unit, "笔"], [*DAY, 2, 7])
    assert (values(picked, "sales"), values(picked, "transactions")) == ([Decimal(20000)], [7])


@pytest.mark.usefixtures("db")  # names of stores are held against those that are known
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_a_merged_text_stands_for_each_of_its_rows(spans):
    rows, merges, meant, top = [], [], [], 2
    for at, span in enumerate(spans):
        rows += [[f"店{at}" if line == 0 else None, f"K{at}{line}", "名"] for line in range(span)]
        merges += [f"A{top}:A{top + span - 1}"] if span > 1 else []
        meant += [f"店{at}"] * span
        top += span
    picked = chosen(["入会门店", "会员卡号", "姓名"], *rows, record=Member, merges=tuple(merges))
    assert values(picked, "home_store") == meant
    assert values(picked, "card_no") == [row[1] for row in rows]


@given(st.integers(2, 5))
def test_a_merged_amount_is_a_fault_that_names_its_range(span):
    rows = [[f"2026-11-{day + 1:02d}", "一店", 90 if day == 0 else None] for day in range(span)]
    said = values(chosen(["日期", "门店", "销售额"], *rows, merges=(f"C2:C{span + 1}",)), "sales")
    assert len(said) == span
    assert all(f"C2:C{span + 1} 是合并单元格" in text for text in said)


def test_merged_titles_headers_and_banners_are_no_values():
    picked = chosen(
        ["会员台账", None, None],
        ["会员", None, "备注"],
        ["会员卡号", "姓名", None],
        ["成都区", None, None],
        ["K1", "甲", "x"],
        record=Member,
        merges=("A1:C1", "A2:B2", "C2:C3", "A4:C4"),
    )
    assert (values(picked, "card_no"), values(picked, "note")) == (["K1"], ["x"])
    assert [kind.zh for kind in picked.table.skipped.values()] == ["横跨各列的小标题"]


def test_a_row_of_nothing_but_merged_cells_from_above_is_blank():
    picked = chosen(
        ["会员卡号", "姓名"], ["K1", "甲"], [None, None], ["K2", "乙"], record=Member, merges=("A2:A3", "B2:B3")
    )
    assert values(picked, "card_no") == ["K1", "K2"]


@pytest.mark.parametrize("title", [None, "二、商品"])
def test_another_table_below_is_told_and_none_of_the_first(title):
    picked = chosen(
        ["会员卡号", "姓名", "备注"],
        ["K1", "甲", "x"],
        ["K2", "乙", "y"],
        [],
        *([[title]] if title else []),
        ["商品编码", "商品名称", "单位"],
        ["P1", "某", "盒"],
        record=Member,
    )
    assert values(picked, "card_no") == ["K1", "K2"]
    assert any("另一张表" in note.zh for note in picked.notes)


def test_words_after_a_gap_that_are_no_header_are_still_a_row():
    picked = chosen(["会员卡号", "姓名", "备注"], ["K1", "甲", "x"], [], ["K2", "乙", "常客"], record=Member)
    assert values(picked, "card_no") == ["K1", "K2"]


def test_sheets_with_the_same_header_are_named(db):
    rows = [["会员卡号", "姓名"], ["K1", "甲"]]
    picked = chosen(*rows, record=Member, 二月=rows, 说明=[["别的"]])
    assert [way.text.zh for way in picked.proposals] == ["把 2 个工作表（表、二月）当作一次导入"]
    picked = choose(Member, BOSS, picked.book, arrange=Asked.of("leave", False))
    assert [note.zh for note in picked.notes] == ["只导入工作表“表”；表头相同的还有“二月”，请分别导入"]


def test_sheets_of_such_rows_under_another_header_are_named():
    others = {
        "新店": [["卡号", "姓名", "门店"], ["K2", "乙", None]],
        "目录": [["卡号", "姓名"], ["K3", "丙"]],
        "空": [["卡号", "姓名"]],
        "字段": [["姓名", "x", "y", "z"], ["丁"]],
    }
    picked = chosen(["会员卡号", "姓名", "备注"], ["K1", "甲", "x"], record=Member, **others)
    assert [note.zh.partition("，")[0] for note in picked.notes] == ["工作表“新店”里也像有会员"]


def test_a_row_of_a_csv_with_more_cells_than_its_header_is_a_fault_of_the_row():
    picked = choose(Member, BOSS, read("会员卡号,姓名,地址\nK1,甲,路1号,3栋\nK2,乙,路2号,,,\n".encode(), "x.csv"))
    rows = [raw for _, raw in picked.rows()]
    assert "比表头多 1 格（3栋）" in rows[0][""].reason.zh
    assert "" not in rows[1]


@pytest.mark.parametrize("sign", ["|", "，"])
def test_rare_separators_are_taken_where_no_other_cuts_the_lines(sign):
    book = read(f"会员卡号{sign}姓名\nK1{sign}甲\n".encode(), "x.csv")
    assert book.sheets[0].rows == [["会员卡号", "姓名"], ["K1", "甲"]]
    kept = read(f"会员卡号,地址\nK1,路{sign}号{sign}栋\nK2,路{sign}号{sign}栋\n".encode(), "x.csv")
    assert kept.delimiter == ","


def test_percent_fields_take_percent_cells_and_texts_alike_in_a_real_workbook():
    book = openpyxl.Workbook()
    book.active.append(["商品编码", "商品名称", "零售价"])
    book.active.append(["P1", "某", 0.5])
    book.active["C2"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    picked = choose(Product, BOSS, read(out.getvalue()))
    assert "百分数" in values(picked, "list_price")[0]


def told_aside(said: str, place: str) -> Chosen:
    """A list of sales whose unit stands in a comment on the header, or on its printed pages."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["门店", "日期", "销售额", "会员销售额"], ["一店", "2026-11-01", 1.5, 2]):
        sheet.append(row)
    if place == "comment":
        sheet["C1"].comment = Comment(said, "财务")
    else:
        getattr(sheet, place).center.text = said
    out = io.BytesIO()
    book.save(out)
    return choose(StoreDay, BOSS, read(out.getvalue(), "x.xlsx"))


@pytest.mark.parametrize("said", ["单位：万元", "万元", "金额单位: 人民币万元", "以万元为单位"])
def test_a_unit_in_a_comment_is_that_of_its_column_alone(said):
    picked = told_aside(said, "comment")
    assert values(picked, "sales") == [Decimal("15000.00")]
    assert values(picked, "member_sales") == [Decimal("2.00")]


@pytest.mark.parametrize("place", ["oddHeader", "oddFooter", "evenHeader", "firstHeader"])
def test_a_unit_printed_on_the_pages_is_that_of_the_sheet(place):
    picked = told_aside("单位：万元", place)
    assert (values(picked, "sales"), values(picked, "member_sales")) == ([Decimal("15000.00")], [Decimal("20000.00")])


@pytest.mark.parametrize("said", ["请按日填写", "第 &P 页", "含税"])
def test_other_comments_change_nothing(said):
    assert values(told_aside(said, "comment"), "sales") == [Decimal("1.50")]


def test_a_size_that_a_spreadsheet_made_a_day_of_is_asked_for_and_a_day_in_a_note_is_text():
    picked = chosen(
        ["商品编码", "商品名称", "规格"], ["P1", "钙片", date(2026, 3, 5)], ["P2", "鱼油", "3-5"], record=Product
    )
    first, second = values(picked, "spec")
    assert "被表格软件改成了日期" in first
    assert second == "3-5"
    picked = chosen(["会员卡号", "姓名", "备注"], ["M1", "王", date(2026, 3, 5)], record=Member)
    assert values(picked, "note") == ["2026-03-05"]


def test_each_text_of_a_column_of_days_is_looked_at_once_however_long_the_list_is(monkeypatch):
    looked, whole_day = [], field_cells.whole_day
    monkeypatch.setattr(field_cells, "whole_day", lambda *a: (looked.append(a), whole_day(*a))[1])
    days = ["2026-11-01", "11-2", "2026-11-03"] * 40
    picked = chosen(["2026年门店日报"], ["日期", "门店", "销售额"], *([day, "一店", 1] for day in days))
    said = values(picked, "day")
    assert said[:3] == said[3:6] and said[0] == date(2026, 11, 1) and "2026-11-02" in said[1]
    assert sorted(day for day, _ in looked) == sorted(set(days))
