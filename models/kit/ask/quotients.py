"""Totals of columns that divide: one sum over another, as `formula.ratios` takes them apart."""

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import peewee

from ..fields import Described
from ..formula.asking import formula_of
from ..server.dialect import bare

if TYPE_CHECKING:
    from .query import Query


def ratios_of(query: "Query") -> list[tuple[Described, Any, Any]]:
    """The columns whose total is a sum over a sum, as far as who asks sees them, with what is added up above and below."""
    items = [item for name, item in query.fields.items() if item.ratio and query.shown.get(name) == "full"]
    formulas = [(item, formula_of(query.who, query.record, item.name).ratio) for item in items]
    return [(item, *(peewee.SQL(f"({bare(side)})") for side in ratio)) for item, ratio in formulas if ratio is not None]


def quotient(item: Described, above: int, below: int) -> Any:
    """One sum over another as a value of the column; None where there is nothing to divide by."""
    if not below:
        return None
    units = Decimal(above) / Decimal(below) * (100 if item.percent else 1) * getattr(item, "scale", 1)
    return item.keep(item.python_value(int(units.to_integral_value(ROUND_HALF_UP))))
