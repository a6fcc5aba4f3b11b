"""Cells that come with their unit, 18℃, 3 盒: the unit is said in the head of the column, and the cells are numbers."""

import re
from collections import Counter
from decimal import Decimal
from typing import Any

from models.kit.reading import narrow
from models.kit.text import Refused
from models.kit.units import MONEY, meanings_of, own_unit

_WITH_UNIT = re.compile(r"(?:[+-]|零下)?[0-9][0-9,]*(?:\.[0-9]+)?(?P<unit>[^0-9.,].{0,11})")
_NUMBER = re.compile(r"^\D*[\d,.，．]+\s*")
_POINTS = frozenset("月日号点时")  # 3月 is a month and 9点 an hour: they count nothing
LONGEST_HEAD = 36
MOST_PLACES, YEARS = 6, 1000


def unit_of(texts: list[str], nearly: float) -> str | None:
    """The unit that nearly all of these numbers come with, as it is written; None where it is none that is known, or not the same."""
    written = Counter(unit for text in texts if (unit := _unit(text)) is not None)
    unit, count = next(iter(written.most_common(1)), ("", 0))
    return unit if count and count >= nearly * len(texts) else None


def _unit(text: str) -> str | None:
    match = _WITH_UNIT.fullmatch(narrow(text).replace(" ", ""))
    known = match is not None and match["unit"].casefold() in meanings_of()
    unit = _NUMBER.sub("", text).strip() if known else ""
    return unit if unit and unit not in _POINTS else None  # as they write it: ℃, and not °C


def _is_money(unit: str) -> bool:
    return MONEY in meanings_of()[narrow(unit).casefold()]


def head_with(head: str, unit: str) -> str | None:
    """What the column is called that counts in this unit; money is told by the kind. None where it has no room for it."""
    if own_unit(head, head) or _is_money(unit):
        return head
    said = f"{head}（{unit}）"
    return said if len(said) <= LONGEST_HEAD and own_unit(said, said) else None


def kind_of(unit: str, worths: list[Decimal]) -> str | None:
    """The narrowest kind of number that holds them all."""
    places = max((max(0, -int(worth.normalize().as_tuple().exponent)) for worth in worths), default=0)
    if _is_money(unit):
        return "money" if places <= 2 else None
    if unit == "年" and max(worths, default=0) >= YEARS:
        return None  # 2026年 is one of them
    return "count" if not places else "decimal" if places <= MOST_PLACES else None


def worth_of(item: Any, value: Any) -> Decimal | None:
    """What a cell is worth in a column of decimals; None where it is no number there."""
    try:
        return item.number(value)
    except Refused:
        return None
