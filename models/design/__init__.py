"""Design 设计: what is made in the browser, kept as rows like everything else, and built into the house."""

from ..kit.access import VERBS, Grant
from ..kit.area import Area
from ..kit.house import House
from . import build as building
from .columns import DesignChoice, DesignColumn, may_design
from .kinds import KINDS

AREA = Area(
    "design",
    "设计",
    "Design",
    icon="design_services",
    records=(DesignColumn, DesignChoice),
    grants=(Grant("administrator", "*", frozenset(VERBS)),),
)


def build(areas: tuple[Area, ...], recipe: str) -> House:
    """The house of these areas as the open database designs it."""
    return building.build(areas, recipe, DesignColumn, DesignChoice)


__all__ = ["AREA", "KINDS", "DesignChoice", "DesignColumn", "build", "may_design"]
