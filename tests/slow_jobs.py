"""Heavy parts that the tests of the clock run in processes of their own."""

import os
import time
from typing import Any

from models.kit import Text, changes, system
from models.kit.week import today
from models.members import PointsRule


def count(period: str, tell: Any) -> dict:
    """Well behaved."""
    tell(40, Text("数到一半", "Half counted"))
    tell(90)
    return {"period": period, "today": str(today()), "nice": os.nice(0), "write": write(period)}


def hang(period: str, tell: Any) -> None:
    tell(10)
    time.sleep(60)


def write(name: str) -> str:
    """What becomes of a write beside the door."""
    try:
        with changes(who=system("aside")) as c:
            c.create(PointsRule, name=name, per_yuan=1)
    except Exception as error:
        return str(error)
    return "written"
