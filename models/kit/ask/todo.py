"""The to-do list 待办: whatever waits for this person, gathered from what the areas declare to fall due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ..clock import local, now, today
from ..declare.access import Who, may, visible
from ..declare.area import Area, Due
from ..declare.record import Record
from ..fields import DayField
from ..text import Refused
from ..write.notices import Notice
from .query import BadQuery, Query

MOST_EACH, LONGEST_PART = 200, 40
TELLING = frozenset({"link", "day", "month", "moment", "choice"})


@dataclass(frozen=True)
class Item:
    """One thing to do: the row, how it is called, its day (None for what has none), whose it is, and whether it is late."""

    due: Due
    id: int
    title: str
    on: date | None
    moment: datetime | None
    owner: str
    late: bool
    mine: bool
    owner_id: int | None = None


def waits_for(who: Who, due: Due) -> bool:
    """Whether this person has anything to do with it at all."""
    if not may(who, "see", due.record) or any(visible(who, due.record).get(name) != "full" for name in due.when):
        return False
    if due.owner is not None and due.owner in due.record.fields() and (who.employee_id or stands_for_store(who, due)):
        return True
    return may(who, "approve" if due.owner else due.verb, due.record)


def questions(area: Area, who: Who) -> Iterator[tuple[Due, Query]]:
    """The query behind each kind of thing that waits for this person."""
    for due in area.dues:
        if waits_for(who, due):
            try:
                yield due, Query(due.record, who, _filter(due, who), [due.due] if due.due else None)
            except BadQuery:
                continue  # a column of it is hidden from this role: there is nothing this person could do about it


def count(areas: list[Area], who: Who) -> int:
    """How many things wait for this person."""
    return sum(query.count() for area in areas for _, query in questions(area, who))


def todo(areas: list[Area], who: Who) -> list[tuple[Due, int, list[Item]]]:
    """Each kind of thing that waits, with how many there are and the most pressing of them, late ones first."""
    dues = []
    for area in areas:
        for due, query in questions(area, who):
            rows = query.rows(0, MOST_EACH)
            if rows:
                dues.append((due, query.count(), [item_of(due, row, who) for row in rows]))
    return sorted(dues, key=lambda due: (not any(item.late for item in due[2]), -due[1]))


def filter_of(due: Due, who: Who) -> dict[str, Any]:
    """The grid's filter that leaves exactly what waits."""
    return _filter(due, who)


def _filter(due: Due, who: Who) -> dict[str, Any]:
    """Open, near enough, and of this person, or who is away and he stands in for, unless he stands above the owners."""
    wanted = {name: dict(rules) for name, rules in due.when.items()}
    if due.due is not None and due.ahead is not None:
        wanted.setdefault(due.due, {})["le" if _is_day(due) else "lt"] = _horizon(due)
    if due.owner is not None and not may(who, "approve", due.record):
        if not stands_for_store(who, due):
            wanted.setdefault(due.owner, {})["in"] = who.answers_for or [None]
        elif who.employee_id is not None:
            wanted.setdefault(due.owner, {})["in"] = [*who.answers_for, None]
    return wanted


def stands_for_store(who: Who, due: Due) -> bool:
    """Whether this person answers for all of a store in this: for what there belongs to nobody, and as an account that
    is linked to no employee for whatever waits there.
    """
    grant = who.grants.get(due.record.key())
    return (
        due.heir and who.store_id is not None and grant is not None and grant.rows == "store" and "edit" in grant.verbs
    )


def _horizon(due: Due) -> str:
    if _is_day(due):
        return (today() + timedelta(days=due.ahead)).isoformat()
    return f"{(now() + timedelta(days=due.ahead)).isoformat()}Z"


def _is_day(due: Due) -> bool:
    return isinstance(due.record.fields()[due.due], DayField)


def item_of(due: Due, row: dict[str, Any], who: Who) -> Item:
    held = due.record.fields()
    value = held[due.due].parse(row.get(due.due)) if due.due and row.get(due.due) else None
    moment = value if isinstance(value, datetime) else None
    day = local(moment).date() if moment else value
    owner = row.get(due.owner) if due.owner else None
    late = moment < now() if moment else day is not None and day < today()
    id, name = (owner["id"], owner["text"]) if owner else (None, "")
    mine = id is not None and id in who.answers_for
    return Item(due, row["id"], called(due.record, row, who), day, moment, name, late, mine, id)


def called(record: type[Record], row: dict[str, Any], who: Who, besides: str = "") -> str:
    """What it is about, as far as this person may read it, in the words of the type: store, matter, number; less what is said already."""
    sheet, shown = record.sheet, visible(who, record)
    names = [name for name in told_by(record) if shown.get(name) == "full"] or [sheet.title]
    parts = [_part(record, name, row.get(name), who) for name in names]
    return " · ".join(dict.fromkeys(part for part in parts if part and part not in besides)) or (
        "" if besides else f"#{row['id']}"
    )


def told_by(record: type[Record]) -> tuple[str, ...]:
    """The columns that tell its rows apart for a reader: those the type names, else its title with what of its key is a
    name, a day or a choice; a bare place in an order or a version tells nobody anything.
    """
    sheet, fields = record.sheet, record.fields()
    apart = (name for name in sheet.key if fields[name].kind in TELLING)
    return sheet.says or tuple(dict.fromkeys((*apart, sheet.title)))


def rows_named(notices: list[Notice], records: Mapping[str, type[Record]], who: Who) -> dict[int, str]:
    """By notice about a row this person can open: which row that is, where the sentence doesn't say so itself."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    there = {
        notice.record for notice in notices if notice.row_id is not None and notice.record in records
    }  # its area may be gone
    for key in [key for key in there if may(who, "see", records[key])]:
        ids = {notice.row_id for notice in notices if notice.record == key}
        rows |= {(key, row["id"]): row for row in Query(records[key], who).by_ids([id for id in ids if id is not None])}
    return {
        notice.id: called(records[notice.record], rows[notice.record, notice.row_id], who, notice.text.say(who.lang))
        for notice in notices
        if (notice.record, notice.row_id) in rows
    }


def _part(record: Any, name: str, value: Any, who: Who) -> str:
    if value is None:
        return ""
    text = value["text"] if isinstance(value, dict) else _read(record.fields()[name], value, who.lang)
    return text if len(text) <= LONGEST_PART else text[: LONGEST_PART - 1] + "…"


def _read(item: Any, value: Any, lang: str) -> str:
    """A masked title stands for itself."""
    try:
        return item.show(item.parse(value), lang)
    except Refused:
        return str(value)
