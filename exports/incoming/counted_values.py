"""How far the values of a column count in the unit of a field: 18℃ in a field of ℃, 500g in one of kilograms."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log10
from typing import Any

from exports.incoming.column_values import ColumnValues, number_of
from models.kit.measures import measured
from models.kit.reading import Shown
from models.kit.text import Refused
from models.kit.units import Own, is_physical


@dataclass(frozen=True)
class Counted:
    """numbers: what the values are worth in the field's unit; share: how many of them are such numbers; in_unit: how many
    of them say the unit, or one that converts; other: how many say a unit that doesn't, or that the field has none of."""

    numbers: tuple[float, ...]
    share: float
    in_unit: float
    other: float

    @property
    def whole(self) -> float:
        """The share of the numbers that are whole."""
        return sum(value.is_integer() for value in self.numbers) / len(self.numbers) if self.numbers else 0.0


def counted(column: ColumnValues, own: Own) -> Counted:
    """The values of a column as numbers of a field that counts in `own`."""
    numbers, dressed, other, several = [], 0, 0, len(column.values) or 1
    for value in column.values:
        bare = number_of(value)
        if bare is None or value.__class__ is Shown:
            try:
                came = measured(value, own)
            except Refused:
                other += 1
                continue
            bare, dressed = (bare, dressed) if came is None else (float(came.number), dressed + (not came.usual))
        if bare is not None:
            numbers.append(bare)
    return Counted(tuple(numbers), len(numbers) / several, dressed / several, other / several)


def tells_itself(own: Own) -> bool:
    """Whether a unit says by itself what is measured, as ℃ and kg do; pieces and yuan are counted in many columns."""
    return is_physical(own.meanings)


def as_large(held: Counted, stored: Iterable[Any]) -> float:
    """Whether the numbers are about as large as those that are here: ages are no amounts."""
    ours = sorted(value for value in (_as_number(kept) for kept in stored) if value)
    theirs = sorted(abs(value) for value in held.numbers if value)
    if len(ours) < 8 or not theirs:
        return 0.0
    apart = abs(log10(ours[len(ours) // 2]) - log10(theirs[len(theirs) // 2]))
    return 0.3 if apart < 0.4 else 0.15 if apart < 0.8 else 0.0 if apart < 1.5 else -0.3


def _as_number(kept: Any) -> float:
    try:
        return abs(float(kept))
    except (ValueError, TypeError):
        return 0.0
