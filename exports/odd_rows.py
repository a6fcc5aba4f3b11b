"""Looking for what is odd in a long list: beside the server, in its turn, with how far it is, until nobody wants it any more."""

from collections.abc import Callable
from typing import Any

from models import house
from models.kit.ask.doubles import Double
from models.kit.ask.odd import Odd, look, odd
from models.kit.ask.outliers import Outlier
from models.kit.ask.query import Query
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.beside import Beside
from models.kit.server.patience import in_time
from models.kit.server.turns import QUEUE
from models.kit.text import Text

from .write.worker import asking

WHAT = Text("查重与异常：{record}", "Duplicates and outliers: {record}")
AT_ONCE = 5_000  # rows that are looked through before a process could start
SECONDS, MEMORY = 300, 1 << 30


def looked(
    record: type[Record],
    who: Who,
    filter: Any = None,
    search: Any = "",
    tell: Callable[..., None] = lambda share, before=0: None,
) -> Odd:
    """`odd`, see models.kit.ask.odd; tell(share, before): hears how far it is and how many are before it, may raise to end it.

    Raises BadQuery and Refused.
    """
    with in_time():
        long = Query(record, who, filter, None, search).count() > AT_ONCE
    if who.user_id is None or not long:
        return odd(record, who, filter, search)
    share = 0.0

    def heard(far: float | None, text: Text | None) -> None:
        nonlocal share
        share = far or share

    def over() -> bool:
        tell(share)
        return False

    order = {"user": who.user_id, "lang": who.lang, "record": record.key(), "filter": filter, "search": search}
    work = Beside("exports.odd_rows:made", order, heard, stop=over, limit=SECONDS, memory=MEMORY)
    with QUEUE.turn(who.user_id, lambda before: tell(0.0, before), WHAT(record=record.sheet.label)):
        for _ in work.pieces():
            pass
    return unwired(work.answer, record)


def made(order: dict[str, Any], tell: Callable[..., None]) -> dict[str, Any]:
    """The child's side."""
    record = house().records[order["record"]]
    return wired(look(record, asking(order), order["filter"], order["search"], tell), record)


def wired(seen: Odd, record: type[Record]) -> dict[str, Any]:
    items = record.fields()
    return {
        "doubles": [_group(group) for group in seen.doubles],
        "apart": [_group(group) for group in seen.apart],
        "values": [
            [value.id, value.name, items[value.name].keep(value.value), value.far, why.wire()]
            for value, why in seen.values
        ],
        "rows": {str(id): row for id, row in seen.rows.items()},
        "notes": [note.wire() for note in seen.notes],
    }


def _group(group: Double) -> list[Any]:
    return [list(group.ids), [why.wire() for why in group.why]]


def unwired(answer: dict[str, Any], record: type[Record]) -> Odd:
    """What came back, as it was over there; of a value only what is said of it."""
    items = record.fields()
    groups = {
        name: [Double(tuple(ids), tuple(Text(**why) for why in whys)) for ids, whys in answer[name]]
        for name in ("doubles", "apart")
    }
    values = [
        (Outlier(id, name, items[name].parse(value), far, None, None), Text(**why))
        for id, name, value, far, why in answer["values"]
    ]
    rows = {int(id): row for id, row in answer["rows"].items()}
    return Odd(groups["doubles"], values, rows, [Text(**note) for note in answer["notes"]], groups["apart"])
