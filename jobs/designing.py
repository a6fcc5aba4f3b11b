"""The design from the command line: written out for a review, and taken over from another server."""

import sys
from collections.abc import Callable
from pathlib import Path

from models.design.carrying import carry_out, exported, planned
from models.kit import system
from models.kit.text import Refused, Text, join
from models.kit.write.edits import REFUSING, refusal
from models.kit.write.writes import changes

SAME = Text("和这里的设计一样，没有要改的", "The design here is the same; there is nothing to change")
DONE = Text("已导入，可在“修改记录”里撤销", "Imported; Changes can take it back")


def write_out(areas: list[str]) -> int:
    sys.stdout.write(exported(tuple(areas)))
    return 0


def take_over(path: Path, dry_run: bool, tell: Callable[[Text], None]) -> int:
    """One batch, or, dry, the difference as sentences. Raises Refused."""
    plan = planned(path.read_text(encoding="utf-8"))
    if plan.wrong:
        raise Refused(join(plan.wrong, "；", "; "))
    for sentence in plan.sentences or [SAME]:
        tell(sentence)
    if dry_run or not plan.sentences:
        return 0
    who = system("系统·命令行")
    try:
        with changes(who=who, via="command") as c:
            carry_out(c, plan, who)
    except REFUSING as why:
        raise Refused(join([fault.text for fault in refusal(why).errors], "；", "; ")) from None
    tell(DONE)
    return 0
