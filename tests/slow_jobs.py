"""Heavy parts that the tests of the clock run in processes of their own."""

import os
import time
from typing import Any

from models.kit import Refused, Text, changes, system
from models.kit.week import today
from models.members import PointsRule


def count(period: str, tell: Any) -> dict:
    """Well behaved."""
    tell(40, Text("数到一半", "Half counted"))
    tell(90)
    return {"period": period, "today": str(today()), "nice": os.nice(0), "rules": PointsRule.select().count()}


def hang(period: str, tell: Any) -> None:
    tell(10)
    time.sleep(60)


def die(period: str, tell: Any) -> None:
    os._exit(9)


def fail(period: str, tell: Any) -> None:
    raise KeyError("no such figure")


def refuse(period: str, tell: Any) -> None:
    raise Refused(Text("还没有数据", "There is nothing yet"))


def write(period: str, tell: Any) -> None:
    with changes(who=system("aside")) as c:
        c.create(PointsRule, name="beside the door", per_yuan=1)
