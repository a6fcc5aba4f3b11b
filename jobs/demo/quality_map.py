"""The demo's map of the quality system: most of it complete, a few elements with gaps as there are in any company."""

from datetime import timedelta
from typing import Any

from models.department import SystemElement
from models.department.starters import ELEMENTS
from models.kit import Changes
from models.kit.clock import today

from .company import Company

# By element, as the usual map has them: the policies it is held by; None where nobody has written any yet.
HELD_BY = (
    "ZD-PZ-01",
    "ZD-PZ-01",
    "ZD-MD-02",
    "ZD-PZ-02",
    "ZD-PZ-02",
    "ZD-PZ-01",
    "ZD-WL-01",
    None,
    "ZD-MD-02",
    "ZD-PZ-01",
    "ZD-HY-02",
    "ZD-PX-01",
    "ZD-PZ-01",
    "ZD-WL-01",
)
LATE = 12  # the audits and the management's review: last looked at longer ago than they should be


def fill(c: Changes, world: Company) -> None:
    office = world.staff[None]
    rows = []
    for at, ((title, area, requirement), policy) in enumerate(zip(ELEMENTS, HELD_BY, strict=True)):
        ago = 400 if at == LATE else 20 + 9 * at
        values: dict[str, Any] = {"title": title, "area": area, "requirement": requirement}
        checked = {"checked_on": today() - timedelta(days=ago), "result": "文件、记录抽查符合要求", "every": 12}
        rows.append(
            values
            | checked
            | {
                "code": f"TX{at + 1:02d}",
                "policies": [policy] if policy else None,
                "owner": office[at % len(office)].id,
            }
        )
    c.add(SystemElement, rows)
