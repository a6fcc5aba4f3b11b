"""Columns that tell when a row came to be and was changed last, and by whom, as the design describes them."""

from typing import Any

from ..kit.declare.record import Row
from ..kit.formula.fields import Computed
from ..kit.formula.traced import TracedField


def field_of(row: Row, options: dict[str, Any]) -> Computed:
    """What a row of one of these kinds describes."""
    names = ("hint", "keepers")
    more = {name: value for name, value in options.items() if name in names}
    return TracedField(row.zh, row.en, row.kind, **more).called(row.name)
