"""As whom an automation runs: somebody of its role and nobody in particular."""

from dataclasses import replace
from types import MappingProxyType

from ...accounts.people import Role
from ...accounts.rights import granted
from ...kit import by_lines
from ...kit.declare.access import Who
from ...kit.declare.house import House
from ...kit.declare.record import Record
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from .body import Automation

NO_ROLE = Text("没有名为“{name}”的角色，请换一个角色", "There is no role called “{name}”; choose another")
NAMED = by_lines.declare(Text("自动化·{label}", "Automation: {label}"))


def actor(automation: Automation) -> Who:
    """Raises Refused where its role is gone."""
    role = house().of(_roles).get(automation.role)
    if role is None:
        role = next(iter(Role.select(Role.id, Role.name).where(Role.code == automation.role).tuples()), None)
        if role is None:
            raise Refused(NO_ROLE(name=automation.role), "role")
        house().of(_roles)[automation.role] = role
    return Who(None, by_line(automation), role=automation.role, grants=granted.of(role[0], automation.role))


def by_line(automation: Automation) -> str:
    """What the trail calls it, told in the reader's language."""
    return NAMED(label=automation.label).zh


def _roles(built: House) -> dict[str, tuple[int, str]]:
    return {}


def over_all(who: Who, record: type[Record]) -> Who:
    """The same columns, over all rows of the type: who of the role is told of a row is asked when it is read."""
    grant = who.grants.get(record.key())
    if grant is None or grant.rows == "all":
        return who
    return replace(who, grants=MappingProxyType({**who.grants, record.key(): replace(grant, rows="all")}))
