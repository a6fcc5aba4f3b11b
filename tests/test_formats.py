"""What a number format shows, where it says more than the number: percentages, leading zeros, fixed decimals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.formats import shown, tells
from models.kit.fields import CountField, LineField, QuantityField
from models.kit.reading import Shown

RATE = QuantityField("率（%）", "Rate (%)", percent=True)
SHARE = CountField("进度（%）", "Progress (%)", percent=True)
CODE = LineField("编号", "Code")
PERCENT = (
    "0%", "0.00%", "0.0%", "#%", "##0%", "?0%", "0 %", "0%;-0%", "0.0%;[红色](0.0%)", '0.00%_);[Red]\\(0.00%\\)', '"约"0%', "[$-804]0%",
    "[>=0]0%;0.0%", "_ * 0.0%_ ;_ * -0.0%_ ", '0%" 以上"', "0.##%", "[绿色]0%;[红色]-0%;0%", "0%;-0%;0%;@", "0.00%;-0.00%;0.00%",
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "value", "seen"),
    [
        ("0%", 0.05, "5%"), ("0.00%", 0.055, "5.50%"), ("0%;-0%", -0.05, "-5%"), ("0.0%;[红色](0.0%)", -0.125, "(12.5%)"),
        ('"约"0%', 0.5, "约50%"), ("[>=1]0%;0.0", 1.5, "150%"), ("000000", 123, "000123"), ("00000000", 45, "00000045"),
        ("0000-0000", 1234567, "0123-4567"), ("000000", 12345678, "12345678"), ('"NO."0000', 12, "NO.0012"), ("0.00", 1.1, "1.10"),
        ("000-0000-0000", 13800138000, "138-0013-8000"), ('0"%"', 5, "5%"), ("0\\%", 5, "5%"),
    ],
)  # fmt: skip
def test_a_cell_is_taken_as_its_format_shows_it(code, value, seen):
    assert tells(code)
    assert str(shown(code, value)) == seen


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("General", 5), ("0", 5), ("#,##0.00", 1.1), ("yyyy-mm-dd", 46000), ("0.00E+00", 5), ("# ?/?", 0.5), ("@", 5), ("0!.0,", 12345),
        ("00000", -5), ("00000", 1.5), ('0%;-0%;"-"', 0), ("", 5), (";;;", 5), ("000000", 1e15), ("x" * 5000, 5),
    ],
)  # fmt: skip
def test_a_format_that_says_no_more_than_the_number_leaves_it_alone(code, value):
    assert shown(code, value) is value


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
    found = shown(code, value)
    assert found is value or (isinstance(found, Shown) and found.value is value)
