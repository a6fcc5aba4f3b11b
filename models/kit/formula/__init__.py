"""Formulas as Excel's people write them, as one expression of the database: see `understand`."""

from .formula import Formula, understand
from .naming import kept, named, shown
from .nodes import Mistake
from .why import why_empty

__all__ = ["Formula", "Mistake", "kept", "named", "shown", "understand", "why_empty"]
