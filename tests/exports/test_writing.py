"""Lists go out as xlsx and csv that Excel opens as they are, and come back the same."""

import csv
import io
import re
import shutil
import subprocess
import time
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exports.read.reading import read
from exports.read.sheets import LIMITS, letters
from exports.write import package
from exports.write.columns import Column
from exports.write.csv_lists import csv_chunks, guarded, unguarded, write_csv
from exports.write.faults import FaultyRow, write_faults
from exports.write.sheet_cells import MOST_TEXT, Cells, legal, xml_rows
from exports.write.writing import write_xlsx, xlsx_chunks
from models.kit.reading import Shown
from models.kit.text import Text
from tests.helpers import cell_by_cell

COLUMNS = [
    Column("会员卡号"),
    Column("姓名"),
    Column("积分", "count"),
    Column("累计消费", "money"),
    Column("数量", "quantity"),
    Column("生日", "day"),
    Column("更新", "moment"),
    Column("备注", "note"),
    Column("完成率", "percent", 9),
]
FIRST = (
    "013800000000",
    "王小明",
    12345,
    Decimal("1234.50"),
    Decimal("1.5"),
    date(1960, 2, 29),
    datetime(2026, 3, 1, 8, 30),
    "糖尿病\n需低糖",
    0.25,
)
SECOND = ("=1+1", "<b>&", -3, Decimal("-0.01"), None, None, None, None, None)
DANGEROUS = [
    "=1+1",
    "+8613800000000",
    "-5",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    '"=1',
    "'=1",
    "''=1",
    "　=1",
]


def book(columns=COLUMNS, rows=(FIRST, SECOND), **more) -> bytes:
    out = io.BytesIO()
    write_xlsx(out, columns, rows, **more)
    return out.getvalue()


def csv_bytes(columns, rows) -> bytes:
    out = io.BytesIO()
    write_csv(out, columns, rows)
    return out.getvalue()


def texts_back(data: bytes, name: str) -> list:
    rows = read(data, name).sheets[0].rows[1:]
    return [row[0] if row else None for row in rows]


def test_openpyxl_finds_every_value_with_its_type_and_format():
    sheet = openpyxl.load_workbook(io.BytesIO(book()))["Sheet1"]
    head, first, second = sheet.iter_rows()
    assert [cell.value for cell in head] == [column.label for column in COLUMNS]
    assert [cell.value for cell in first] == [
        "013800000000",
        "王小明",
        12345,
        1234.5,
        1.5,
        datetime(1960, 2, 29),
        datetime(2026, 3, 1, 8, 30),
        "糖尿病\n需低糖",
        0.25,
    ]
    assert [cell.data_type for cell in first] == ["s", "s", "n", "n", "n", "d", "d", "s", "n"]
    assert [cell.number_format for cell in first] == [
        "@",
        "@",
        "#,##0",
        "#,##0.00",
        "#,##0.000",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
        "@",
        "0.0%",
    ]
    assert [cell.value for cell in second] == ["=1+1", "<b>&", -3, -0.01, None, None, None, None, None]
    assert second[0].data_type == "s"


def test_header_is_frozen_filtered_styled_and_wide_enough_for_its_label():
    sheet = openpyxl.load_workbook(io.BytesIO(book(title="会员名单")))["Sheet1"]
    assert sheet["A1"].value == "会员名单"
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:I4"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:I1"]
    assert sheet["A2"].font.b
    assert sheet["A2"].font.name == "微软雅黑"
    assert sheet.column_dimensions["D"].width >= 12
    assert sheet.column_dimensions["I"].width == 9
    assert sheet.print_title_rows == "$1:$2"


def test_our_own_reading_gives_back_what_was_written():
    rows = read(book(), "out.xlsx").sheets[0].rows
    assert rows[1] == [
        "013800000000",
        "王小明",
        12345,
        1234.5,
        1.5,
        date(1960, 2, 29),
        datetime(2026, 3, 1, 8, 30),
        "糖尿病\n需低糖",
        Shown(0.25, "25.0%", percent=True),
    ]
    assert rows[2][:4] == ["=1+1", "<b>&", -3, -0.01]


def test_the_parts_are_in_the_order_excel_insists_on():
    with zipfile.ZipFile(io.BytesIO(book(title="会员"))) as archive:
        assert archive.testzip() is None
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        types = archive.read("[Content_Types].xml").decode()
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    assert [child.tag.rpartition("}")[2] for child in sheet] == [
        "sheetPr",
        "sheetViews",
        "sheetFormatPr",
        "cols",
        "sheetData",
        "autoFilter",
        "mergeCells",
        "pageMargins",
        "pageSetup",
        "ignoredErrors",
    ]
    assert all(
        f'PartName="/{name}"' in types for name in ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml")
    )
    for group in styles:
        assert int(group.get("count")) == len(group)


def by_openpyxl(path) -> list[list]:
    sheet = openpyxl.load_workbook(path).active
    return [[str(value) if value is not None else "" for value in row] for row in sheet.iter_rows(values_only=True)]


def by_libreoffice(path) -> list[list]:
    convert = ["soffice", f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--convert-to"]
    command = [*convert, "csv:Text - txt - csv (StarCalc):44,34,76", path.name]
    subprocess.run(command, cwd=path.parent, check=True, capture_output=True, timeout=300)
    with open(path.with_suffix(".csv"), encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


OTHERS = [by_openpyxl, *([by_libreoffice] if shutil.which("soffice") else [])]


@pytest.mark.parametrize("opened", OTHERS)
def test_other_programs_open_the_file_and_find_the_same_texts(tmp_path, opened):
    path = tmp_path / "out.xlsx"
    path.write_bytes(book(title="会员"))
    rows = opened(path)
    assert rows[0][0] == "会员"
    assert rows[1] == [column.label for column in COLUMNS]
    assert [rows[2][place] for place in (0, 1, 7)] == ["013800000000", "王小明", "糖尿病\n需低糖"]
    assert rows[2][5].startswith("1960-02-29")
    assert rows[2][6].startswith("2026-03-01 08:30")
    assert rows[3][:4] == ["=1+1", "<b>&", "-3", "-0.01"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text_in_both_and_comes_back(text):
    sheet = openpyxl.load_workbook(io.BytesIO(book([Column("文字")], [(text,)])))["Sheet1"]
    assert sheet["A2"].data_type == "s"
    assert texts_back(book([Column("文字")], [(text,)]), "a.xlsx") == [text]
    assert csv_bytes([Column("文字")], [(text,)]).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
    assert texts_back(csv_bytes([Column("文字")], [(text,)]), "a.csv") == [text]


def test_no_cell_of_any_export_is_a_formula_or_a_link():
    with zipfile.ZipFile(
        io.BytesIO(book([Column("文字")], [(text,) for text in [*DANGEROUS, "http://x.cn"]]))
    ) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
        assert archive.namelist().count("xl/worksheets/_rels/sheet1.xml.rels") == 0
    assert b"<f" not in xml and b"hyperlink" not in xml


def test_numbers_in_csv_stay_numbers_a_minus_sign_included():
    data = csv_bytes(
        [Column("甲", "count"), Column("乙", "money"), Column("丙", "day")], [(-5, Decimal("-1.50"), date(2026, 3, 1))]
    )
    assert data.decode("utf-8-sig").splitlines()[1] == "-5,-1.50,2026-03-01"
    assert data.startswith(b"\xef\xbb\xbf")


anything = st.text(max_size=40) | st.text(alphabet="=+-@\t\r\n'\"＝＋－＠ ,;_x0123aA\u200b<&>", max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(anything, min_size=1, max_size=30))
@example(["_x0041_", "_x005F_x0041_", "a\r\nb\rc", " 前后 ", "]]>", "\ufeff=1", "="])
def test_any_text_comes_back_from_xlsx_as_it_went(texts):
    back = texts_back(book([Column("文字"), Column("数", "count")], [(text, 1) for text in texts]), "a.xlsx")
    assert back == [legal(text) or None for text in texts]


@settings(max_examples=100, deadline=None)
@given(st.lists(anything, min_size=1, max_size=30))
@example(["'=1", "''=1", "'abc", "'", '="6901"', "a;b;c", "sep=;", '"', "'\t", "\n", " ", " 前"])
def test_any_text_comes_back_from_csv_as_it_went(texts):
    back = texts_back(csv_bytes([Column("文字")], [(text,) for text in texts]), "a.csv")
    assert back == [legal(text) or None for text in texts]


@given(anything)
def test_the_guard_is_taken_off_exactly_where_it_was_put_on(text):
    assert unguarded(guarded(text)) == text or text.startswith('="')


def test_what_xml_cannot_hold_is_left_out_and_long_text_is_cut():
    assert texts_back(book([Column("文字")], [("a\x00\x0b\ud800\uffffb",)]), "a.xlsx") == ["ab"]
    for text in ("长" * 40_000, "长 " * 20_000):
        assert texts_back(book([Column("文字")], [(text,)]), "a.xlsx") == [text[:MOST_TEXT]]
    assert LIMITS.text == MOST_TEXT


def test_what_excel_has_no_number_for_is_written_as_text():
    columns = [Column("日", "day"), Column("数", "count"), Column("钱", "money")]
    rows = [(date(1899, 5, 1), 123456789012345678, "138****0000"), (date(1900, 2, 28), float("nan"), float("inf"))]
    written = read(book(columns, rows), "a.xlsx").sheets[0].rows[1:]
    assert written == [["1899-05-01", "123456789012345678", "138****0000"], ["1900-02-28", "nan", "inf"]]


@given(st.datetimes(datetime(1900, 3, 1), datetime(2100, 12, 31)).map(lambda moment: moment.replace(microsecond=0)))
@example(datetime(1963, 7, 14, 20, 52))
def test_a_moment_is_never_written_a_hair_below_itself(moment):
    data = book([Column("时", "moment")], [(moment,)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        serial = Decimal(re.search(rb"<v>([0-9.]+)</v>", archive.read("xl/worksheets/sheet1.xml"))[1].decode())
    assert int(serial % 1 * 86400) == moment.hour * 3600 + moment.minute * 60 + moment.second
    (back,) = read(data, "a.xlsx").sheets[0].rows[1]
    assert back == (moment if isinstance(back, datetime) else moment.date())


def test_a_moment_with_a_zone_is_written_as_its_own_clock_shows():
    moment = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    assert read(book([Column("时", "moment")], [(moment,)]), "a.xlsx").sheets[0].rows[1] == [
        datetime(2026, 3, 1, 23, 59, 59)
    ]


@pytest.mark.parametrize(
    ("name", "legal_name"),
    [
        ("会员[2026]:*?/\\表", "会员 2026      表"),
        ("'引'", "引"),
        ("", "Sheet1"),
        ("History", "Sheet1"),
        ("长" * 40, "长" * 31),
    ],
)
def test_sheet_names_are_made_legal(name, legal_name):
    assert openpyxl.load_workbook(io.BytesIO(book(sheet=name))).sheetnames == [legal_name]


def test_an_empty_list_is_a_header_and_nothing_else():
    assert read(book(rows=[]), "a.xlsx").sheets[0].rows == [[column.label for column in COLUMNS]]


@pytest.mark.parametrize(("rows", "sheets"), [(8, ["表"]), (9, ["表", "表 (2)"]), (17, ["表", "表 (2)", "表 (3)"])])
def test_a_list_longer_than_a_sheet_goes_on_in_the_next(monkeypatch, rows, sheets):
    monkeypatch.setattr("exports.write.writing.MOST_ROWS", 9)
    data = book([Column("号", "count")], [(n,) for n in range(rows)], sheet="表")
    back = read(data, "a.xlsx").sheets
    assert [sheet.name for sheet in back] == sheets
    assert [row[0] for sheet in back for row in sheet.rows[1:]] == list(range(rows))


def test_pieces_make_the_same_file_and_the_first_comes_at_once():
    seen = []
    pieces = xlsx_chunks(COLUMNS, (seen.append(1) or FIRST for _ in range(20_000)))
    first = next(pieces)
    assert first.startswith(b"PK")
    assert len(seen) < 2_000
    assert len(read(first + b"".join(pieces), "a.xlsx").sheets[0].rows) == 20_001
    assert b"".join(csv_chunks(COLUMNS, [FIRST])).decode("utf-8-sig").startswith("会员卡号,姓名")


def test_a_hundred_thousand_rows_are_written_fast_and_without_holding_them(tmp_path):
    columns = [Column(f"列{n}", "text" if n < 7 else "count") for n in range(14)]
    row = ("8174733273", "王小明", "女", "普通会员", "锦江社区一店", "成都市 1 号", "转介绍", 1, 2, 3, 4, 5, 6, 7)
    start = time.process_time()
    count = write_xlsx(tmp_path / "out.xlsx", columns, (row for _ in range(100_000)))
    assert (count, time.process_time() - start < 8) == (100_000, True)  # about 1.1 s alone on a quiet machine
    tracemalloc.start()
    write_xlsx(tmp_path / "out.xlsx", columns, (row for _ in range(20_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


ANY = st.one_of(
    st.none(),
    st.sampled_from(
        ["王小明", "01380", " a", "a ", "a<b", "&", "_x0041_", "一\n二", "", "\u3000x", "<<", "x" * 33_000]
    ),
    st.text(max_size=6),
    st.integers(-3, 3) | st.integers(),
    st.booleans(),
    st.floats() | st.sampled_from([0.0, -0.0, 1.0]),
    st.decimals(allow_nan=False, places=2) | st.sampled_from([Decimal("1"), Decimal("1.00")]),
    st.dates() | st.datetimes(),
)
KINDS = ("text", "note", "count", "money", "day", "moment")


@settings(max_examples=120)
@given(
    alike=st.lists(st.one_of(*(st.lists(ANY, min_size=n, max_size=n) for n in (1, 2, 30))), min_size=1, max_size=3),
    first=st.integers(2, 2000),
)
def test_lists_made_by_column_are_what_they_are_cell_by_cell(alike, first):
    """Blocks of one column's values after each other: what is remembered of one must fit the next."""
    columns, styles = [Column(kind, kind) for kind in KINDS], range(3, 3 + len(KINDS))
    cells = [Cells(c.kind, letters(at), style) for at, (c, style) in enumerate(zip(columns, styles, strict=True), 1)]
    for values in alike:
        rows = [(value,) * len(KINDS) for value in values]
        made = xml_rows([each.of(values) for each in cells], first)
        assert made == cell_by_cell.rows_of(columns, rows, first, styles)


def test_values_that_differ_are_written_as_one_and_those_that_need_a_look_are_not():
    for values in ([f"会员{n}" for n in range(999)], [f"a{n}" for n in range(99)] + ["a<b", None, " "], ["x", "<"]):
        made = xml_rows([Cells("text", "A", 3).of(values)], 7)
        assert made == cell_by_cell.rows_of([Column("甲")], [(value,) for value in values], 7, [3])


def test_faulty_rows_go_out_with_reasons_and_come_back_in():
    reason = Text("手机号少一位", "the phone number is a digit short")
    out = io.BytesIO()
    write_faults(out, ["卡号", "手机号"], [FaultyRow(136, ("=8174", "1503084802"), (("D136", "1503084802", reason),))])
    rows = read(out.getvalue(), "错误.xlsx").sheets[0].rows
    assert rows[0] == ["原行号", "单元格", "错误值", "原因", "卡号", "手机号"]
    assert rows[1] == [136, "D136", "1503084802", "手机号少一位", "=8174", "1503084802"]


def test_every_kind_of_column_has_a_format():
    for kind in package.FORMATS:
        assert read(book([Column("甲", kind)], [("x",)]), "a.xlsx").sheets[0].rows[1] == ["x"]
