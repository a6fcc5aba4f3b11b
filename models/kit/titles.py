"""What people call the rows that others link to: ids to titles, kept until the linked table changes."""

import threading
from collections import OrderedDict

from .figures import version_of
from .record import GONE, Record

_LARGEST = 50_000
_kept: OrderedDict[tuple[str, int], dict[int, str]] = OrderedDict()
_lock = threading.Lock()


def titles_of(record: type[Record], ids: set[int]) -> dict[int, str]:
    """The title of each id; a deleted one is said to be so."""
    if not ids:
        return {}
    known = _shelf(record)
    missing = [id for id in ids if id not in known]
    title = record.fields()[record.sheet.title]
    for start in range(0, len(missing), 500):
        part = missing[start : start + 500]
        found = dict(record.select(record.id, title).where(record.id.in_(part)).tuples())
        for id in part:
            value = found.get(id)
            known[id] = title.show(value) if value is not None else GONE(record=record.sheet.label, id=id).zh
    return {id: known[id] for id in ids}


def _shelf(record: type[Record]) -> dict[int, str]:
    at = (record.key(), version_of(record))
    with _lock:
        for stale in [key for key in _kept if key[0] == at[0] and key != at]:
            del _kept[stale]
        shelf = _kept.setdefault(at, {})
        if len(shelf) > _LARGEST:
            shelf.clear()
    return shelf
