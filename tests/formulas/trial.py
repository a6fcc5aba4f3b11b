"""A record type of no area with a column of each kind, and random rows of it, full of what goes wrong."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import peewee

from models.kit import (
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    MonthField,
    QuantityField,
    Record,
    Sheet,
    TagsField,
)
from models.kit.fields import Described

KINDS = (Choice("new", "新的", "New"), Choice("old", "旧的", "Old"))


class Trial(Record):
    """One row to try formulas on."""

    a = CountField("数量", "Count", null=True)
    b = QuantityField("系数", "Factor", null=True)
    m = MoneyField("金额", "Amount", null=True)
    n = CountField("件数", "Pieces", default=1)
    t = LineField("文字", "Words", null=True)
    u = LineField("片段", "Piece", null=True)
    d = DayField("开始", "From", null=True)
    e = DayField("结束", "Until", null=True)
    f = FlagField("勾选", "Ticked", null=True)
    k = ChoiceField("状态", "State", options=KINDS, null=True)
    w = MomentField("时间", "At", null=True)
    y = MonthField("月份", "Month", null=True)
    s = TagsField("标签", "Tags", null=True)
    up = LinkField("self", "上级", "Above", null=True)

    sheet = Sheet("试行", "Trials", title="t")


NUMBERS = (0, 1, -1, 2, 3, 7, -7, 10, 12, 100, -2, 5, 999, 123456, 10**12, -(10**9))
FACTORS = ("0", "0.5", "-0.5", "1.005", "2.5", "-2.5", "1.5", "0.1", "0.3", "3", "-7.25", "1234.567", "0.001", "99.999")
SUMS = ("0", "0.01", "1.1", "-1.1", "99.99", "19.9", "-0.05", "1000000", "12345.67", "0.05", "2.25")
TEXTS = (
    "",
    "a",
    "Abc",
    "ABC",
    "金卡",
    "银卡 12",
    " a  b ",
    "12",
    "-3.5",
    "1,234.5",
    "5%",
    "x?y",
    "a*b",
    "门店A店",
    "abcabc",
    "1e3",
    "é",
    "É",
)
PIECES = ("a", "A", "b", "卡", "店", "12", "zz", "", "c")
DAYS = (
    "2024-02-29",
    "2026-01-31",
    "2025-12-31",
    "2024-12-30",
    "2026-11-29",
    "2023-01-01",
    "2026-03-01",
    "2025-08-31",
    "2026-02-28",
    "2026-01-01",
)


def rows(seed: int, count: int) -> list[dict[str, Any]]:
    """Random rows as Python values; the same ones for the same seed."""
    chance = Random(seed)

    def some(make, lacking: float = 0.12):
        return None if chance.random() < lacking else make()

    def day() -> date:
        if chance.random() < 0.5:
            return date.fromisoformat(chance.choice(DAYS))
        return date(2023, 1, 1) + timedelta(days=chance.randrange(1400))

    def number(known, scale: int):
        return chance.choice(known) if chance.random() < 0.6 else chance.randrange(-5000, 5000) * Decimal(1) / scale

    made = []
    for at in range(count):
        made.append(
            {
                "a": some(lambda: int(number(NUMBERS, 1))),
                "b": some(lambda: Decimal(number(FACTORS, 1000))),
                "m": some(lambda: Decimal(number(SUMS, 100))),
                "n": int(number(NUMBERS, 1)),
                "t": some(lambda: chance.choice(TEXTS) or None),
                "u": some(lambda: chance.choice(PIECES) or None),
                "d": some(day),
                "e": some(day),
                "f": some(lambda: chance.random() < 0.5),
                "k": some(lambda: chance.choice(KINDS).key),
                "w": None,
                "y": some(lambda: f"2026-{chance.randrange(1, 13):02d}"),
                "s": some(lambda: chance.sample(["高", "低", "A"], 2)),
                "up": at if at and chance.random() < 0.5 else None,
            }
        )
    return made


def create(execute, kind: str) -> None:
    """Its table, on either engine, without the door: it is of no area."""
    types = {"sqlite": {}, "postgresql": {"d": "date", "e": "date", "w": "timestamp", "f": "smallint", "id": "bigint"}}[
        kind
    ]
    whole = {"a", "b", "m", "n", "f", "id", "up"}
    columns = [
        f'"{item.column_name}" {types.get(item.name) or ("bigint" if item.name in whole else "text")}'
        for item in _items()
    ]
    execute(f'CREATE TEMP TABLE "trial" ({", ".join(columns)})')


def stored(row: dict[str, Any], id: int) -> list[Any]:
    """A row as the database keeps it."""
    return [
        id if item.name == "id" else item.db_value(row[item.name]) if row[item.name] is not None else None
        for item in _items()
    ]


def _items() -> list[peewee.Field]:
    return [item for item in Trial._meta.sorted_fields if item.name == "id" or isinstance(item, Described)]
