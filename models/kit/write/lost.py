"""What a row that comes back points to may be gone meanwhile: that is said, by name, with the way to bring it back first."""

from typing import Any

from .. import words
from ..ask.trash import title_of_gone
from ..declare.access import Who
from ..declare.record import Record
from .edits import Fault, Faulty

CHUNK, MOST = 500, 50


def refuse_lost(record: type[Record], rows: dict[int, dict[str, Any]], who: Who) -> None:
    """Refuses values by row that link to rows which were deleted since; the rows come back together, so links among them hold."""
    faults: list[Fault] = []
    for name, item in record.links().items():
        if item.outlives:
            continue
        target = item.rel_model
        wanted: dict[int, int] = {}
        for at, values in enumerate(rows.values()):
            if values.get(name) is not None and not (target is record and values[name] in rows):
                wanted.setdefault(values[name], at)
        for id in sorted(wanted.keys() - _there(target, list(wanted))):
            text = words.LOST_LINK(field=item.label, record=target.sheet.label, row=title_of_gone(target, id, who))
            faults.append(Fault(wanted[id], name, text))
    if faults:
        raise Faulty(faults[:MOST])


def _there(record: type[Record], ids: list[int]) -> set[int]:
    parts = (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
    return {id for part in parts for (id,) in record.select(record.id).where(record.id.in_(part)).tuples()}
