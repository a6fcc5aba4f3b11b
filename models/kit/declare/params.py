"""Business parameters 业务参数: figures a rule goes by that a manager may change; declared by the areas, edited as a grid."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..fields import Choice, ChoiceField, LineField, NoteField, QuantityField
from ..text import Text
from ..write.writes import changes
from .access import Who
from .record import Record, Sheet

SEEDED = Text("登记业务参数", "Business parameters noted")


# What a figure counts; a unit is kept as its Chinese, as it always was.
UNITS = tuple(
    Choice(zh, zh, en)
    for zh, en in {
        "元": "yuan",
        "分": "points (score)",
        "点": "points",
        "份": "copies",
        "次": "times",
        "%": "%",
        "月": "months",
        "天": "days",
        "小时": "hours",
        "分钟": "minutes",
        "日": "day of the month",
        "时": "o’clock",
        "km/h": "km/h",
        "1 显示 0 收起": "1 shown, 0 put away",
    }.items()
)


@dataclass(frozen=True)
class Param:
    """One figure of a rule: its key, both labels, the value it has until a manager changes it, and the unit."""

    name: str
    zh: str
    en: str
    default: int | Decimal
    unit: str = ""


class Parameter(Record):
    """One business parameter as it stands now."""

    code = LineField("参数编码", "Key", unique=True, max_length=60, locked=True, width=220)
    name = LineField("参数", "Parameter", max_length=80, locked=True, ours=True, width=240)
    name_en = LineField("英文名称", "Name in English", max_length=120, locked=True, width=240)
    value = QuantityField("数值", "Value")
    usual = QuantityField("默认值", "Usual value", locked=True)
    unit = ChoiceField("单位", "Unit", options=UNITS, null=True, locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "业务参数",
        "Business parameters",
        columns=("name", "name_en", "value", "unit", "usual", "note"),
        order=("code",),
        key=("code",),
        search=("name", "name_en", "code"),
        verbs="see edit export",
    )


def setting(param: Param) -> Any:
    """The figure in force: the manager's, else the declared one; whole figures as int."""
    value = Parameter.select(Parameter.value).where(Parameter.code == param.name).scalar()
    value = param.default if value is None else value
    return int(value) if value == int(value) else value


def seed_params(params: Iterable[Param], who: Who) -> None:
    """A row for every declared parameter that has none yet, so that managers find it in the grid."""
    there = {code for (code,) in Parameter.select(Parameter.code).tuples()}
    rows = [
        {
            "code": param.name,
            "name": param.zh,
            "name_en": param.en,
            "unit": param.unit or None,
            "value": Decimal(param.default),
            "usual": Decimal(param.default),
        }
        for param in params
        if param.name not in there
    ]
    if rows:
        with changes(who=who, via="setup", label=SEEDED) as c:
            c.add(Parameter, rows)
