"""A house of fewer areas, for a process beside us to build."""

from models import AREAS
from models.kit.declare.house import House
from models.kit.server.standing import house


def without_training() -> House:
    return House([area for area in AREAS if area.name != "training"], "tests.helpers.other_house:without_training")


def areas_there(argument: object, tell: object) -> list:
    """What a process beside us finds."""
    return [house().recipe, "course" in house().records]
