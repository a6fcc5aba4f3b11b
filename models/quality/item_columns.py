"""The items of a report as they stand in a flat workbook, one row each."""

import re

from ..kit import ChoiceField, LineField, QuantityField
from .requirements import VERDICTS

UNIT_BEHIND = re.compile(r"(.*\S)\s+(%|‰|[A-Za-zμµ]+(?:/\d*[A-Za-z]+)?)")


ITEM_COLUMNS = {
    "item": LineField("检验项目", "Test item", max_length=80, null=True, aka=("项目",)),
    "method": LineField("检验方法", "Method", null=True, max_length=80),
    "unit": LineField("单位", "Unit", null=True, max_length=20),
    "lower": QuantityField("标准下限", "Lower limit stated", null=True, aka=("下限",)),
    "upper": QuantityField("标准上限", "Upper limit stated", null=True, aka=("上限",)),
    "criterion": LineField("标准要求", "Requirement stated", null=True, max_length=120, aka=("标准值", "技术要求")),
    "result": LineField("检验结果", "Result", null=True, max_length=60, aka=("实测值", "结果")),
    "stated": ChoiceField("报告单项结论", "Verdict stated", options=VERDICTS, null=True, aka=("单项结论", "单项判定")),
}
