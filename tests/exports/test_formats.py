"""What a number format shows, where it says more than the number: percentages, leading zeros, fixed decimals."""

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.read import aside
from exports.read.aside import read_aside
from exports.read.formats import shown, tells
from exports.read.reading import read
from models.kit.fields import CountField, LineField, MoneyField, QuantityField
from models.kit.reading import Shown
from models.kit.text import Refused

RATE = QuantityField("率（%）", "Rate (%)", percent=True)
SHARE = CountField("进度（%）", "Progress (%)", percent=True)
PRICE = MoneyField("金额", "Amount")
CODE = LineField("编号", "Code")
PERCENT = (
    "0%",
    "0.00%",
    "0.0%",
    "#%",
    "##0%",
    "?0%",
    "0 %",
    "0%;-0%",
    "0.0%;[红色](0.0%)",
    "0.00%_);[Red]\\(0.00%\\)",
    '"约"0%',
    "[$-804]0%",
    "[>=0]0%;0.0%",
    "_ * 0.0%_ ;_ * -0.0%_ ",
    '0%" 以上"',
    "0.##%",
    "[绿色]0%;[红色]-0%;0%",
    "0%;-0%;0%;@",
    "0.00%;-0.00%;0.00%",
)


@pytest.mark.parametrize(
    ("code", "value", "seen"),
    [
        ("0%", 0.05, "5%"),
        ("0.00%", 0.055, "5.50%"),
        ("0%;-0%", -0.05, "-5%"),
        ("0.0%;[红色](0.0%)", -0.125, "(12.5%)"),
        ('"约"0%', 0.5, "约50%"),
        ("[>=1]0%;0.0", 1.5, "150%"),
        ("000000", 123, "000123"),
        ("00000000", 45, "00000045"),
        ("0000-0000", 1234567, "0123-4567"),
        ("000000", 12345678, "12345678"),
        ('"NO."0000', 12, "NO.0012"),
        ("0.00", 1.1, "1.10"),
        ('0"斤"', 2, "2斤"),
        ('0"斤"', 2.5, "2.5斤"),
        ('0"斤"', -2, "-2斤"),
        ('#,##0"g"', 1234, "1,234g"),
        ('#,##0"g";[Red]-#,##0"g"', -1234, "-1,234g"),
        ('#,##0.00" kg"', 1234.567, "1,234.57kg"),
        ('#,##0"盒"', 2.5, "2.5盒"),
        ('0.0"℃"', 18.04, "18.0℃"),
        ('"HY"#', 1, "HY1"),
        ('"HY"General', 1, "HY1"),
        ('General"号"', 5, "5号"),
        ("#000", 5, "005"),
        ("?0000", 12, "0012"),
        ("#,##0;00", -7, "07"),
        ('"A"00;"B"00', -7, "B07"),
        ('G/通用格式"号"', 5, "5号"),
        ("000-0000-0000", 13800138000, "138-0013-8000"),
        ('0"%"', 5, "5%"),
        ("0\\%", 5, "5%"),
    ],
)
def test_a_cell_is_taken_as_its_format_shows_it(code, value, seen):
    assert tells(code)
    assert str(shown(code, value)) == seen


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("General", 5),
        ("0", 5),
        ("#,##0.00", 1.1),
        ('#,##0"元"', 1500),
        ('#,##0"号"', 5),
        ('"¥"#,##0.00', 5),
        ("yyyy-mm-dd", 46000),
        ("0.00E+00", 5),
        ("# ?/?", 0.5),
        ("@", 5),
        ("0!.0,", 12345),
        ("00000", -5),
        ("00000", 1.5),
        ('0%;-0%;"-"', 0),
        ("", 5),
        (";;;", 5),
        ("000000", 1e15),
        ("x" * 5000, 5),
    ],
)
def test_a_format_that_says_no_more_than_the_number_leaves_it_alone(code, value):
    assert shown(code, value) is value


@pytest.mark.parametrize(
    ("code", "times"),
    [
        ('0"万元"', 10_000),
        ('0.00"万"', 10_000),
        ('#,##0"千元"', 1000),
        ('#,##0.00_ "万元"', 10_000),
        ('"¥"#,##0"万元"', 10_000),
        ('0"百元"', 100),
        ('0.0"亿元"', 10**8),
        ('General"万元"', 10_000),
        ('G/通用格式"万元"', 10_000),
        ('0"万元/月"', 10_000),
        ('0"（万元）"', 10_000),
        ('0.00"k"', 1000),
        ("#,##0\\万", 10_000),
        ('[>=0]0"万元";-0"万元"', 10_000),
        ('0!.0,"万"', 1),
        ('0!.0000"万元"', 1),
        ('0.0,"千元"', 1),
        ('0.00,,"百万"', 1),
        ('0"元"', 1),
        ('0"盒"', 1),
        ('0"元/盒"', 1),
        ('"¥"#,##0.00', 1),
        ("[$¥-804]#,##0", 1),
        ('0"千克"', 1),
        ("#,##0", 1),
        ('"K"000', 1),
    ],
)
def test_an_amount_is_worth_what_its_cell_shows(code, times):
    assert PRICE.parse(shown(code, 12)) == PRICE.parse(shown(code, 12.0)) == 12 * times


@pytest.mark.parametrize(
    "code",
    [
        '"US$"#,##0.00',
        "[$$-409]#,##0.00",
        "[$€-407]0.00",
        "[$HK$-C04]#,##0",
        '0.00"港元"',
        '0"折"',
        '0.00"‰"',
        '0" USD"',
    ],
)
def test_money_of_elsewhere_and_parts_of_a_whole_are_no_plain_numbers(code):
    for item in (PRICE, RATE):
        with pytest.raises(Refused, match="不是数字|is not a number"):
            item.parse(shown(code, 12))


@given(st.sampled_from(PERCENT), st.integers(-1000, 1000))
def test_every_way_to_show_per_cent_is_worth_what_it_shows(code, thousandths):
    cell = shown(code, thousandths / 100_000 * 100)
    assert RATE.parse(cell) == Decimal(thousandths) / 10


@given(st.sampled_from(PERCENT), st.integers(-100, 100))
def test_whole_per_cents_are_whole_whatever_binary_makes_of_them(code, whole):
    assert SHARE.parse(shown(code, whole / 100)) == whole


@given(st.integers(2, 15), st.data())
def test_zeros_of_the_format_are_part_of_a_code(width, data):
    value = data.draw(st.integers(0, 10**width - 1))
    cell = shown("0" * width, value)
    assert CODE.parse(cell) == f"{value:0{width}d}"
    assert CountField("数", "N").parse(cell) == value


@given(
    st.text(alphabet='0#?.,%;"\\_*[]<>=-$@EeGyms/ !()红万1', max_size=30),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_no_format_breaks_the_reader(code, value):
    written = shown(code, value)
    assert written is value or (isinstance(written, Shown) and written.value is value)


def test_what_a_cell_shows_survives_the_reading_of_a_large_file(tmp_path, monkeypatch):
    book = openpyxl.Workbook()
    for place, (code, value) in enumerate([('0"万元"', 5), ("0%", 0.05), ("000", 7), ('"US$"0', 5)], 1):
        book.active.cell(1, place, value).number_format = code
    book.save(tmp_path / "x.xlsx")
    here = read_aside(tmp_path / "x.xlsx", "x.xlsx").sheets[0].rows
    monkeypatch.setattr(aside, "LARGE", 1)
    assert read_aside(tmp_path / "x.xlsx", "x.xlsx").sheets[0].rows == here
    assert [cell.times for cell in here[0]] == [10_000, 1, 1, 0]


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ('"HY"@', "HY0012"),
        ('@"号"', "0012号"),
        ('0;-0;0;"HY"@', "HY0012"),
        ("@", "0012"),
        ("General", "0012"),
        ('"HY"0', "0012"),
    ],
)
def test_letters_that_a_format_adds_to_a_text_are_part_of_it(code, seen):
    book = openpyxl.Workbook()
    book.active.append(["0012"])
    book.active["A1"].number_format = code
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), "x.xlsx").sheets[0].rows == [[seen]]
