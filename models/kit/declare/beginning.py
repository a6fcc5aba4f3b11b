"""What a company enters first, on an empty database: which tables, in the order their links need, and what is there of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..ask.query import Query
from ..text import Refused, Text
from ..write.writes import changes
from .access import Who, may, scope
from .params import Param, Parameter, seed_params, setting
from .record import NOT_FOUND, Record

CARD = Param("start_card", "首页显示快速上手", "Quick start on the home page", 1, "1 显示 0 收起")
PUT_AWAY, PUT_BACK = (
    Text("收起快速上手", "Put the quick start away"),
    Text("重新显示快速上手", "Show the quick start again"),
)


@dataclass(frozen=True)
class Start:
    """A table to begin with. turn: when it is, among those of all areas. least: from how many rows on it is begun; the
    program itself enters the first account. what: what it is for, to who has never seen it.
    """

    record: type[Record]
    turn: int
    what: Text | None = None
    least: int = 1


@dataclass(frozen=True)
class Step:
    """One table to begin with, as one person finds it."""

    record: type[Record]
    rows: int
    done: bool
    what: Text | None = None


def steps(starts: Iterable[Start], who: Who) -> list[Step]:
    """What this person may enter for the whole company, in order; who keeps the rows of one store only has nothing here."""
    mine = [
        start
        for start in in_order(starts)
        if may(who, "see", start.record) and scope(who, start.record) is None and _enters(who, start.record)
    ]
    counted = [(start, Query(start.record, who).count()) for start in mine]
    return [Step(start.record, rows, rows >= start.least, start.what) for start, rows in counted]


def next_step(starts: Iterable[Start], who: Who) -> Step | None:
    """The first table in order that is still missing; None when all are there."""
    return next((step for step in steps(starts, who) if not step.done), None)


def _enters(who: Who, record: type[Record]) -> bool:
    return any(may(who, verb, record) for verb in ("add", "import")) or (
        "add" not in record.sheet.allowed and may(who, "edit", record)
    )


def in_order(starts: Iterable[Start]) -> list[Start]:
    """Each after the ones its links point to, as far as there is such an order, else as declared."""
    declared = {start.record: start for start in starts}
    placed: list[Start] = []

    def place(record: type[Record], under: tuple = ()) -> None:
        if declared[record] in placed or record in under:
            return
        for item in record.links().values():
            if item.rel_model in declared and item.rel_model is not record and not item.outlives:
                place(item.rel_model, (*under, record))
        placed.append(declared[record])

    for record in declared:
        place(record)
    return placed


def card_shown() -> bool:
    return bool(setting(CARD))


def show_card(shown: bool, who: Who) -> None:
    """Put the quick start away for everybody, or bring it back; as a business parameter, so with its history."""
    if not may(who, "edit", Parameter, "value"):
        raise Refused(NOT_FOUND)
    seed_params((CARD,), who)
    with changes(who=who, label=PUT_BACK if shown else PUT_AWAY) as c:
        id = Parameter.select(Parameter.id).where(Parameter.code == CARD.name).scalar()
        c.update(Parameter, id, value=Decimal(shown))
