"""What files call the rows that others link to: by a name that reads back as that very row and no other."""

from ..declare.access import Who
from ..declare.record import Record
from .links import MOST_TITLE, find, names_of, visible_ids
from .marks import mark_of
from .titles import names_shown, titles_of


class Naming:
    """Titles of ids as `titles_of` tells them; where one would be read as another row, or as several, its code goes with it.

    One for each file: what was found once is not asked again.
    """

    def __init__(self):
        self._known: dict[type[Record], dict[int, str]] = {}

    def __call__(self, record: type[Record], ids: set[int], who: Who) -> dict[int, str]:
        known = self._known.setdefault(record, {})
        if new := ids - known.keys():
            known |= _named(record, new, who)
        return known


def _named(record: type[Record], ids: set[int], who: Who) -> dict[int, str]:
    mark = mark_of(record.key())
    if not names_shown(record, who):
        return {id: mark(id) for id in ids}
    titles = {id: mark(id) if title == f"#{id}" else title for id, title in titles_of(record, ids, who).items()}
    meant, seen = find(record, who, set(titles.values())), visible_ids(record, who, ids)
    # A row out of the person's sight keeps its bare title, unless that would be read as one within.
    unclear = {id for id, title in titles.items() if meant.get(title, [] if id in seen else [id]) != [id]}
    codes = _codes(record, unclear, who)
    return titles | {id: f"{titles[id][:MOST_TITLE]}（{codes.get(id) or mark(id)}）" for id in unclear}


def _codes(record: type[Record], ids: set[int], who: Who) -> dict[int, str]:
    """The code of each row, where the type has one that this person may read and that is nobody's secret."""
    fields, title = record.fields(), record.sheet.title
    unique = {name for (name, *more) in record.unique_sets() if not more}
    named = (name for name in names_of(record, who) if name != title and name in unique and not fields[name].mask)
    code = next(named, None)
    if code is None or not ids:
        return {}
    wanted = list(ids)
    codes = {}
    for start in range(0, len(wanted), 500):
        codes |= dict(record.select(record.id, fields[code]).where(record.id.in_(wanted[start : start + 500])).tuples())
    meant = find(record, who, {code for code in codes.values() if code})
    return {id: code for id, code in codes.items() if code and meant.get(code) == [id]}
