"""Numbers: counts, money and quantities, all exact."""

import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import peewee

from .. import measures, reading, units
from ..text import Refused, Text
from .described import RANGE, TOO_LARGE, Described

NOT_WHOLE = Text(
    "“{value}”不是整数，这一列不能有小数；请四舍五入，如 {rounded}",
    "“{value}” is not a whole number, and this column takes no decimals; round it, as {rounded}",
)
TOO_MANY_DIGITS = Text(
    "“{value}”的小数位数太多，这一列最多 {digits} 位小数；请四舍五入，如 {rounded}",
    "“{value}” has too many decimals, this column takes at most {digits} decimals; round it, as {rounded}",
)
LARGEST = 10**15
# A spreadsheet's 0.1 + 0.2 is 0.30000000000000004: that much is rounding, more is a mistake.
NOISE = Decimal("1e-6")


def added_up(wires: Iterable[Any]) -> Decimal:
    """What values as they come on the wire amount to; the bounds of one value are none of a sum's. Raises ArithmeticError."""
    return sum((Decimal(str(wire)) for wire in wires), Decimal(0))


def in_per_cent(label: Text) -> Text:
    """The label with its unit, which stands in the head here and not in each cell."""
    has_unit = ["%" in unicodedata.normalize("NFKC", said) for said in (label.zh, label.en)]
    return Text(label.zh if has_unit[0] else f"{label.zh}（%）", label.en if has_unit[1] else f"{label.en} (%)")


class Numeric(Described):
    """What all numbers share: they may come with the unit that their column counts in."""

    usual_unit = units.NOTHING  # where the head of the column doesn't say

    @property
    def unit(self) -> units.Own:  # type: ignore[override]
        return units.NOTHING if self.percent else units.own_unit(self.label.zh, self.label.en, self.usual_unit)

    def with_unit(self, value: Any) -> measures.Measured | None:
        return None if self.percent else measures.measured(value, self.unit)

    def number(self, value: Any) -> Decimal:
        """The number that is meant, in the column's own unit. Raises Refused."""
        if value.__class__ in (int, float, Decimal, bool) or (value.__class__ is str and value.isdecimal()):
            return reading.number(value, self.percent)
        came = self.with_unit(value)
        return reading.number(value, self.percent) if came is None else came.number


class CountField(Numeric, peewee.BigIntegerField):
    """A whole number."""

    kind, ops, width = "count", RANGE, 100
    native = int

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        least: int | None = None,
        most: int | None = None,
        percent: bool = False,
        **options: Any,
    ):
        self.least, self.most, self.percent = least, most, percent
        super().__init__(zh, en, **options)

    def read(self, value: Any) -> int:
        number = self.number(value)
        if abs(number) >= LARGEST:
            raise Refused(TOO_LARGE(most=f"{LARGEST - 1:,}"))
        whole = number.to_integral_value(ROUND_HALF_UP)
        if abs(whole - number) > NOISE:
            raise Refused(NOT_WHOLE(value=reading.quoted(value), rounded=int(whole)))
        return self.bound(int(whole))

    def show(self, value: int | None, lang: str = "zh") -> str:
        return "" if value is None else str(value) if self.unparted else f"{value:,}"


class YearField(CountField):
    """A calendar year: a number, and no quantity."""

    unparted, width = True, 80
    usual_unit = units.own_unit("年份", "Year")

    def __init__(self, zh: str, en: str, **options: Any):
        super().__init__(zh, en, least=2000, most=2100, **options)


class RatingField(CountField):
    """One to five stars."""

    kind, width = "rating", 110
    usual_unit = units.own_unit("（星）", "(stars)")

    def __init__(self, zh: str, en: str, **options: Any):
        super().__init__(zh, en, least=1, most=5, **options)

    def read(self, value: Any) -> int:
        stars = reading.narrow(value).strip() if isinstance(value, str) else ""
        return super().read(stars.count("★") if stars and not stars.strip("★☆") else value)

    def show(self, value: int | None, lang: str = "zh") -> str:
        return "" if value is None else "★" * value


class ProgressField(CountField):
    """How far something is, from 0 to 100 per cent; 50% and 50 are the same."""

    kind, width = "progress", 120

    def __init__(self, zh: str, en: str, **options: Any):
        super().__init__(zh, en, least=0, most=100, percent=True, **options)

    def show(self, value: int | None, lang: str = "zh") -> str:
        return "" if value is None else f"{value}%"


class DecimalAsInteger(Numeric, peewee.BigIntegerField):
    """An exact decimal with a fixed number of digits, stored as a whole number of its smallest unit."""

    ops = RANGE

    def __init__(self, zh: str, en: str, *, least: Any = None, most: Any = None, percent: bool = False, **options: Any):
        self.least, self.most, self.percent = least, most, percent
        self.scale = 10**self.digits
        self.step = Decimal(1).scaleb(-self.digits)
        if options.get("default") is not None:
            options["default"] = Decimal(options["default"]).quantize(self.step)
        super().__init__(zh, en, **options)

    def read(self, value: Any) -> Decimal:
        number = self.number(value)
        if abs(number) >= LARGEST // self.scale:
            raise Refused(TOO_LARGE(most=f"{LARGEST // self.scale - 1:,}"))
        rounded = number.quantize(self.step, ROUND_HALF_UP) + 0  # no minus before a zero
        if abs(rounded - number) > NOISE:
            raise Refused(TOO_MANY_DIGITS(value=reading.quoted(value), digits=self.digits, rounded=rounded))
        return self.bound(rounded)

    def keep(self, value: Decimal | None) -> str | None:
        return None if value is None else format(value, "f")

    def db_value(self, value: Any) -> int | None:
        return None if value is None else int((Decimal(value) * self.scale).to_integral_value(ROUND_HALF_UP))

    def python_value(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.digits)


class MoneyField(DecimalAsInteger):
    """Yuan with two digits, stored as cents."""

    kind, width, digits = "money", 120, 2
    usual_unit = units.YUAN

    def show(self, value: Decimal | None, lang: str = "zh") -> str:
        return "" if value is None else f"¥{value:,.2f}" if value >= 0 else f"-¥{-value:,.2f}"


class QuantityField(DecimalAsInteger):
    """A quantity or a factor with up to three digits, stored as thousandths."""

    kind, width, digits = "quantity", 100, 3

    def show(self, value: Decimal | None, lang: str = "zh") -> str:
        return "" if value is None else f"{self.plain(value):,f}"

    def keep(self, value: Decimal | None) -> str | None:
        return None if value is None else format(self.plain(value), "f")

    @staticmethod
    def plain(value: Decimal) -> Decimal:
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


class DecimalField(QuantityField):
    """A number with as many digits after the point as it was declared with."""

    def __init__(self, zh: str, en: str, *, digits: int, **options: Any):
        self.digits = digits
        super().__init__(zh, en, **options)
