"""What people call the rows that others link to: ids to titles, kept until the linked table changes."""

import threading
from collections import OrderedDict
from dataclasses import replace

from .. import own_words
from ..declare.access import Who, may, scope, visible
from ..declare.record import GONE, Record
from ..fields import LinkField
from ..server.database import handle, opening
from ..server.standing import house
from .figures import version_of

_LARGEST = 50_000
_kept: OrderedDict[tuple[str, int, int, int], dict[int, str]] = OrderedDict()
_lock = threading.Lock()


def titles_of(record: type[Record], ids: set[int], who: Who | None = None) -> dict[int, str]:
    """The title of each id, as far as this person may read it; a deleted one is said to be so."""
    if who is not None and not names_shown(record, who):
        return {id: f"#{id}" for id in ids}
    if not ids:
        return {}
    if who is not None and who.lang != "zh" and record.fields()[record.sheet.title].ours:
        return {
            id: own_words.spoken(title, who.lang)
            for id, title in titles_of(record, ids, replace(who, lang="zh")).items()
        }
    if who is not None and record.sheet.discreet and (unseen := ids - _seen(record, ids, who)):
        return {**{id: f"#{id}" for id in unseen}, **titles_of(record, ids - unseen)}
    title = record.fields()[record.sheet.title]
    if isinstance(title, LinkField):
        return _by_link(record, ids, title, who)
    known = _shelf(record)
    titles = {id: known[id] for id in ids if id in known}
    missing = [id for id in ids if id not in titles]
    for start in range(0, len(missing), 500):
        part = missing[start : start + 500]
        stored = dict(record.select(record.id, title).where(record.id.in_(part)).tuples())
        for id in part:
            value = stored.get(id)
            titles[id] = title.show(value) if value is not None else GONE(record=record.sheet.label, id=id).zh
    known.update((id, titles[id]) for id in missing)
    return titles


def _by_link(record: type[Record], ids: set[int], title: LinkField, who: Who | None) -> dict[int, str]:
    """Rows that are called by what they point to, as far as the person may know that."""
    links: dict[int, int | None] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        links |= dict(record.select(record.id, title).where(record.id.in_(wanted[start : start + 500])).tuples())
    known = titles_of(title.rel_model, {id for id in links.values() if id is not None}, who)
    return {id: known[links[id]] if links.get(id) else GONE(record=record.sheet.label, id=id).zh for id in ids}


def names_shown(record: type[Record], who: Who) -> bool:
    """Whether links to this type are told by name: not to a role from which the name is hidden or masked.

    A role that sees a column of links but not the linked type is told the names: the column's right decides. Not so
    where the type is discreet.
    """
    if not may(who, "see", record):
        return not record.sheet.discreet
    return visible(who, record).get(record.sheet.title) == "full"


def told_all(item: LinkField, who: Who) -> bool:
    """Whether rows may be sorted and searched by what this column points to: a discreet type is that only to those who
    see all of it, or where the rows themselves are seen by way of this very link.
    """
    target, grant = item.rel_model, who.grants.get(item.model.key())
    if not names_shown(target, who):
        return False
    if not target.sheet.discreet or scope(who, target) is None:
        return True
    return (item.model.sheet.scopes.get(grant.rows) or "").startswith(f"{item.name}.") if grant else False


def _seen(record: type[Record], ids: set[int], who: Who) -> set[int]:
    """Which of these rows the person sees."""
    condition, seen, wanted = scope(who, record), set(), list(ids)
    if condition is None:
        return set(ids)
    for start in range(0, len(wanted), 500):
        rows = record.select(record.id).where(record.id.in_(wanted[start : start + 500]), condition)
        seen |= {id for (id,) in rows.tuples()}
    return seen


def _shelf(record: type[Record]) -> dict[int, str]:
    if handle.in_transaction():
        return {}  # a name that isn't committed yet may never be
    at = (record.key(), version_of(record), opening(), house().number)
    with _lock:
        for stale in [key for key in _kept if key[0] == at[0] and key != at]:
            del _kept[stale]
        shelf = _kept.setdefault(at, {})
        if len(shelf) > _LARGEST:
            shelf.clear()
    return shelf
