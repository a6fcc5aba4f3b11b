"""Handing a new store over 移交门店: to whom, and the signature of who takes it."""

from collections.abc import Callable

from ..kit import LinkField, Record, Step, Text
from ..kit.clock import today
from ..organization import Employee


def handing(opening: Callable[[], type[Record]]) -> tuple[Step, ...]:
    """The steps of an opened store from who opened it to who runs it; what must be done by then is asked beside the lists."""
    return (
        Step(
            "hand_over",
            "移交门店",
            "Hand over",
            "opened",
            "opened",
            needs=("handed_to",),
            asks={"handed_to": LinkField(Employee, "接收人", "Taken over by", null=True)},
            then=lambda c, row, answers: c.update(opening(), row.id, handed_on=today(), signed_on=None),
            icon="handshake",
            hint=Text("移交清单全部完成、首周七天填好以后", "Once the list is done and the seven days are filled in"),
        ),
        Step(
            "sign",
            "签收门店",
            "Sign for it",
            "opened",
            "opened",
            then=lambda c, row, answers: c.update(opening(), row.id, signed_on=today()),
            icon="draw",
        ),
    )
