"""Units in cells: the column's own and what converts into it exactly is taken, anything else is refused with a remedy."""

import random
from decimal import Decimal

import pytest

from models.kit.fields import CountField, MoneyField, ProgressField, QuantityField, RatingField, YearField
from models.kit.measures import worth_in
from models.kit.reading import Shown
from models.kit.text import Refused
from models.kit.units import unit_over

COLD = QuantityField("温度（℃）", "Temperature (°C)")
WEIGHT = QuantityField("重量（kg）", "Weight (kg)")
AREA = QuantityField("面积（㎡）", "Area (m²)")
WAY = QuantityField("里程（km）", "Distance (km)")
BOXES = CountField("箱数", "Boxes")
PEOPLE = CountField("到场人数", "Came")
TERM = CountField("账期（天）", "Payment days")
MINUTES = CountField("用时（分钟）", "Minutes")
MONTHS = CountField("有效期（月）", "Valid (months)")
AMOUNT = MoneyField("金额", "Amount")
PRICE = MoneyField("单价（元/盒）", "Price (yuan/box)")
SALES = QuantityField("销售额（万元）", "Sales (10,000 yuan)")
PLAIN = QuantityField("数量", "Qty")
WORKED = QuantityField("工时", "Staff hours")
AWAY = QuantityField("请假天数", "Days of leave")
HOUR = QuantityField("收货开始（点）", "Takes goods from (hour)")

# column, number as written, units that leave it as it is
OWN = [
    (COLD, "18", ("℃", "°C", "度", "摄氏度")),
    (COLD, "-18.5", ("℃", "°C", "度", "摄氏度")),
    (WEIGHT, "1,200.5", ("kg", "KG", "㎏", "公斤", "千克", "kgs", "kilograms")),
    (AREA, "120", ("㎡", "m²", "m2", "平方米", "平米", "平", "sqm")),
    (WAY, "35.2", ("km", "㎞", "公里", "千米", "kilometers", "kilometres")),
    (BOXES, "3", ("箱", "boxes", "box", "cartons")),
    (PEOPLE, "1,024", ("人", "名", "位", "人次", "people")),
    (TERM, "30", ("天", "日", "days", "day", "d")),
    (MINUTES, "45", ("分钟", "分", "min", "mins", "minutes")),
    (MONTHS, "24", ("个月", "月", "months")),
    (AMOUNT, "1,234.5", ("元", "块", "元整", "yuan", "RMB", "CNY", "块钱")),
    (PRICE, "12.5", ("元/盒", "元", "块")),
    (SALES, "1.2", ("万元",)),
    (YearField("年份", "Year"), "2026", ("年",)),
    (RatingField("评分", "Rating"), "5", ("星", "颗星", "stars")),
    (HOUR, "9.5", ("点",)),
    (CountField("可用积分", "Points"), "300", ("分", "points", "pts")),
]
CONVERTED = [
    (WEIGHT, "3000g", "3"),
    (WEIGHT, "500克", "0.5"),
    (WEIGHT, "2斤", "1"),
    (WEIGHT, "3斤2两", "1.6"),
    (WEIGHT, "1.5吨", "1500"),
    (WEIGHT, "1.2万公斤", "12000"),
    (AREA, "0.5公顷", "5000"),
    (WAY, "800米", "0.8"),
    (TERM, "2周", "14"),
    (TERM, "48小时", "2"),
    (MINUTES, "1小时30分", "90"),
    (MINUTES, "1.5小时", "90"),
    (MONTHS, "2年", "24"),
    (MONTHS, "1年6个月", "18"),
    (AMOUNT, "1.2万", "12000"),
    (AMOUNT, "1.2万元", "12000"),
    (AMOUNT, "12元5角", "12.5"),
    (SALES, "12000元", "1.2"),
    (SALES, "1.2万", "1.2"),
    (PLAIN, "1.2万", "12000"),
    (COLD, "零下18℃", "-18"),
    (WORKED, "7小时30分", "7.5"),
    (WORKED, "90分钟", "1.5"),
]
REFUSED = [
    (COLD, "64℉", "按℃计"),
    (COLD, "3盒", "按℃计"),
    (COLD, "18%", "百分数"),
    (COLD, "¥18", "按℃计"),
    (WEIGHT, "5lb", "按kg计"),
    (WEIGHT, "5 盒", "按kg计"),
    (WEIGHT, "12元", "按kg计"),
    (BOXES, "3盒", "按箱计"),
    (BOXES, "3箱2盒", "按箱计"),
    (PEOPLE, "320单", "按人计"),
    (TERM, "2个月", "按天计"),
    (TERM, "30工作日", "按天计"),
    (TERM, "36小时", "不是整数"),
    (MONTHS, "60天", "按月计"),
    (WEIGHT, "1/3kg", "不是数字"),
    (QuantityField("用时（小时）", "Hours"), "50分钟", "除不尽"),
    (AMOUNT, "$5", "按元计"),
    (AMOUNT, "5美元", "按元计"),
    (AMOUNT, "3盒", "按元计"),
    (AMOUNT, "12元/盒", "不是数字"),
    (PRICE, "12元/瓶", "不是数字"),
    (PLAIN, "3盒", "没有写明单位"),
    (PLAIN, "3 boxes", "没有写明单位"),
    (PLAIN, "3千克", "没有写明单位"),
    (HOUR, "9分", "按点计"),
    (AREA, "1亩", "按㎡计"),
    # a day of work is no 24 hours, and a week of leave no seven days
    (WORKED, "2天", "按小时计"),
    (WORKED, "1天4小时", "按小时计"),
    (AWAY, "12小时", "按天计"),
    (AWAY, "1周", "按天计"),
    # what could mean several things is never guessed
    (WEIGHT, "约3kg", "不是数字"),
    (WEIGHT, "3-5kg", "不是数字"),
    (WEIGHT, "3kg左右", "不是数字"),
    (WEIGHT, "1,23kg", "不是数字"),
    (WEIGHT, "3 5kg", None),
    (WEIGHT, "kg", "不是数字"),
    (WEIGHT, "3kg3kg", "不是数字"),
    (WEIGHT, "2两3斤", "不是数字"),
    (PLAIN, "3×2盒", "不是数字"),
    (ProgressField("进度", "Progress"), "5天", "不是数字"),
]


def siblings(number: str, unit: str, chance: random.Random) -> list[str]:
    """The same cell as others would write it: width, blanks, letters, before or behind."""
    wide = str.maketrans({chr(at): chr(at + 0xFEE0) for at in range(0x21, 0x7F)})
    gap = chance.choice(("", " ", "\u3000", "\xa0", "  "))
    said = [f"{number}{gap}{unit}", f"{number}{gap}{unit.upper()}", f"{number}（{unit}）", f" {number}{unit} "]
    said.append(f"{number}{gap}{unit}".translate(wide))
    if "/" not in unit:
        said.append(f"{unit}{gap}{number}")
    return said


@pytest.mark.parametrize("item, number, units", OWN, ids=[f"{item.label.en}-{n}" for item, n, _ in OWN])
def test_a_number_may_come_with_the_unit_of_its_column_however_it_is_written(item, number, units):
    chance = random.Random(number)
    written = [cell for unit in units for cell in siblings(number, unit, chance)]
    meant = Decimal(number.replace(",", ""))
    assert {cell: item.parse(cell) for cell in written if item.parse(cell) != meant} == {}


def test_there_are_hundreds_of_such_writings():
    assert sum(len(siblings(number, unit, random.Random(1))) for _, number, units in OWN for unit in units) > 300


@pytest.mark.parametrize("item, written, meant", CONVERTED, ids=[written for _, written, _ in CONVERTED])
def test_another_unit_of_the_same_measure_is_converted_where_that_is_exact(item, written, meant):
    came = item.with_unit(written)
    assert (item.parse(written), came.usual) == (Decimal(meant), False)
    wide = written.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert item.parse(f" {wide} ") == Decimal(meant)


@pytest.mark.parametrize("item, written, why", REFUSED, ids=[written for _, written, _ in REFUSED])
def test_another_unit_is_refused_and_nothing_is_guessed(item, written, why):
    if why is None:  # blanks between figures are thousands marks elsewhere
        assert item.parse(written) == 35
        return
    with pytest.raises(Refused) as refused:
        item.parse(written)
    assert why in refused.value.text.zh and written.strip() in refused.value.text.zh
    own = refused.value.text.en.split("column counts in")
    assert len(own) == 1 or not any("一" <= sign <= "鿿" for sign in own[1] if item is not HOUR)


def test_a_column_that_times_something_is_called_by_its_unit_in_english():
    for item, unit in ((WORKED, "hours"), (AWAY, "days"), (TERM, "days"), (MONTHS, "months")):
        assert item.unit.said.en == unit


def test_days_over_a_file_are_worth_no_certain_hours_of_work():
    assert worth_in(WORKED.unit, unit_over("工时（天）")) == 0
    assert worth_in(WORKED.unit, unit_over("工时（分钟）")) == 0
    assert worth_in(MINUTES.unit, unit_over("用时（天）")) == 1440


def test_a_unit_in_a_column_that_names_none_is_offered_without_it():
    with pytest.raises(Refused) as refused:
        PLAIN.parse("３ 盒")
    assert refused.value.better == "3"
    with pytest.raises(Refused) as refused:
        WEIGHT.parse("3盒")
    assert refused.value.better is None  # how heavy a box is, nobody can tell


def test_the_unit_that_the_format_of_a_cell_shows_counts_as_well():
    assert WEIGHT.parse(Shown(3, "3kg")) == 3
    assert WEIGHT.parse(Shown(3000, "3000克")) == 3
    cells = Shown(1.256, "1.3kg"), Shown(-2.56, "-2.6公斤"), Shown(1256.4, "1256克")
    meant = [Decimal("1.256"), Decimal("-2.56")]
    assert [WEIGHT.parse(cell) for cell in cells[:2]] == meant, "what a format rounds is not rounded in here"
    assert WEIGHT.with_unit(cells[2]).number == Decimal("1.2564")
    assert AMOUNT.parse(Shown(1234.56, "1234.6元")) == Decimal("1234.56")
    assert WEIGHT.parse(Shown(1256, "1.256kg")) == Decimal("1.256"), "grams that are shown as kilograms"
    with pytest.raises(Refused, match="lb"):
        WEIGHT.parse(Shown(3, "3lb"))
    assert PLAIN.parse(Shown(3, "3盒")) == PLAIN.parse(Shown(3, "HY3")) == 3
    assert BOXES.parse(Shown(3, "3单")) == WEIGHT.parse(Shown(3, "¥3.00")) == 3  # numbers are often dressed as money


def test_a_money_sign_in_a_column_without_a_unit_stays_what_it_was():
    assert PLAIN.parse("¥1,234.50") == Decimal("1234.5")


@pytest.mark.parametrize(
    ("written", "better"),
    [("-18 ℃", "-18"), ("－18℃", "-18"), ("零下18度", "-18"), ("−3.5kg", "-3.5"), ("-1,200盒", "-1200"), ("18℃", "18")],
)
def test_what_is_proposed_without_its_unit_keeps_its_sign(written, better):
    with pytest.raises(Refused) as refused:
        PLAIN.parse(written)
    assert refused.value.better == better and better in refused.value.text.zh
