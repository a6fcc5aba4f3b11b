"""An automation that fails again and again is switched off, and who answers for it hears of it."""

from ...accounts.people import ADMINISTRATOR, User
from ...kit import by_lines
from ...kit.declare.access import system
from ...kit.text import Text
from ...kit.write.notices import notify
from ...kit.write.writes import changes
from .body import Automation
from .rows import DesignAutomation

BY = by_lines.of(Text("自动化", "automations"))
STOPPED = Text(
    "自动化“{label}”连续失败 20 次，已关闭：{why}",
    "The automation “{label}” failed 20 times in a row and is switched off: {why}",
)


def off(automation: Automation, why: Text) -> None:
    """In a change of its own, after the one in which it failed."""
    with changes(who=system(BY.zh), via="job") as c:
        row = next(iter(DesignAutomation.rows(DesignAutomation.id == automation.id)), None)
        if row is None or not row.active:
            return
        c.label = STOPPED(label=automation.label, why=why)
        c.update(DesignAutomation, row.id, active=False)
        owners = [id for (id,) in User.select(User.id).where(User.login == row.owner, User.active == 1).tuples()]
        whom = {"users": owners} if owners else {"roles": [ADMINISTRATOR]}
        notify(c, c.label, record=DesignAutomation, row=row.id, urgent=True, **whom)
