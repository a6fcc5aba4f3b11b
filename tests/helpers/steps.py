"""Taking steps and actions in tests, as a person would with the button."""

from typing import Any

from models import house
from models.kit import Who, system
from models.kit.write.acting import act
from models.kit.write.notices import Notice
from models.organization import Employee
from tests.helpers.shop import put

SYSTEM = system("tests")


def take(name: str, id: int, who: Who = SYSTEM, **answers: Any) -> str:
    """Press the button; returns what it says."""
    answer = act(house().actions[name], who=who, id=id, answers=answers)
    assert answer.state == "applied", [fault.text.zh for fault in answer.errors]
    return answer.text.zh


def refused(name: str, id: int, who: Who = SYSTEM, **answers: Any) -> str:
    """Press the button in vain; returns why."""
    answer = act(house().actions[name], who=who, id=id, answers=answers)
    assert answer.state == "refused", answer.state
    return "；".join(fault.text.zh for fault in answer.errors)


def hire(name: str, staff_no: str, **more: Any) -> int:
    return put(Employee, name=name, staff_no=staff_no, **more)


def notified() -> list[tuple]:
    """Every notice: whom and what."""
    return [
        (notice.role or notice.employee_id or f"store {notice.store_id}", notice.text_zh)
        for notice in Notice.select().order_by(Notice.id)
    ]
