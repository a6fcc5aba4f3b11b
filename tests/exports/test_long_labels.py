"""Cells as long as a workbook allows are looked at for labels and units in no time."""

import pytest

from exports.incoming.labels import bare, loose, normal, units_around, unscaled
from tests.helpers.spent import at_most

UNITS = ("*", "(", "（", "【", "[", "a-", "万", "单位", "1年", " ", "_a", "、", "<a>", "百万", "/元", "：")
LONGEST_CELL = 32_767


@pytest.mark.parametrize("unit", UNITS)
def test_the_longest_cell_keeps_nobody_waiting(unit):
    """A row of stars took a minute and a half, in which nobody else on the server got on."""
    text = unit * (LONGEST_CELL // len(unit) - 1) + "!"
    with at_most(1.5):
        for read in (normal, bare, loose, unscaled):
            read(text)
        units_around([text])


def test_long_labels_are_told_apart_and_short_ones_read_as_before():
    assert normal("说" * 600 + "甲") != normal("说" * 600 + "乙")
    assert (normal("*姓名："), bare("年消费门槛(元)"), loose("入职时间")) == ("姓名", "年消费门槛", loose("入职日期"))
    assert unscaled("销售额(万元)")[1].times == 10_000
    assert [unit.times for unit in units_around(["说明" * 300 + "，单位：万元"])] == [10_000]
