"""Looking up what was typed: type by type, those of one's own work first, a part at a time, so that each answer is soon there."""

import time
from collections.abc import Callable
from typing import Any

from models import house
from models.kit.ask.everywhere import MOST, hits, is_searched, is_telling
from models.kit.declare.access import Who
from models.kit.declare.overview import AT_A_GLANCE
from models.kit.declare.record import Record
from models.kit.declare.shortcuts import own_first
from models.kit.server.patience import in_time
from models.kit.text import Refused
from models.places import places_of

from ..guide import found_in_guide
from ..record_reading import overview_of
from .places import ROW

TYPES_AT_ONCE, SECONDS_AT_ONCE, SECONDS_EACH = 20, 1.5, 3.0
LONGEST, FEW = 60, 3  # hits of a type, each of which is offered with all that is known of it, too


def order_of(who: Who) -> list[type[Record]]:
    """The types this person can look through: those of rows he opened lately, those of the own post, lines last."""
    _, recent = places_of(who.user_id)
    lately = dict.fromkeys(row["record"] for path in recent if (row := ROW.fullmatch(path)))
    mine = [record for area in own_first(house().areas, who) for record in area.records]
    mine.sort(key=lambda record: record.sheet.parent is not None)
    known = house().records
    ordered = dict.fromkeys([*(known[key] for key in lately if key in known), *mine])
    return [record for record in ordered if is_searched(record, who)]


def look_up(who: Who, text: str, after: int) -> dict[str, Any]:
    """One part of the answer, and where the next begins; None when everything was looked through.

    late: the types that took too long, which are to be searched by themselves.
    """
    text = " ".join(text.split())[:LONGEST]
    guide = found_in_guide(text, who.lang) if after == 0 and text else []
    answer: dict[str, Any] = {"hits": [], "late": [], "next": None, "help": guide}
    if not is_telling(text):
        return answer
    with in_time(SECONDS_EACH):
        types = order_of(who)
    ends, last = time.monotonic() + SECONDS_AT_ONCE, min(after + TYPES_AT_ONCE, len(types))
    for at in range(after, last):
        if time.monotonic() > ends:
            last = at
            break
        _into(answer, types[at], lambda record: hits(record, who, text, MOST), who.lang)
    answer["next"] = last if last < len(types) else None
    return answer


def _into(answer: dict[str, Any], record: type[Record], ask: Callable[[type[Record]], list], lang: str) -> None:
    label, key = record.sheet.label.say(lang), record.key()
    try:
        with in_time(SECONDS_EACH):
            rows = ask(record)
    except Refused:
        answer["late"].append(label)
        return
    if rows:
        icon = record.sheet.icon or house().area_of(record).icon
        shown = [
            {"path": f"/r/{key}/{hit.id}", "label": hit.title, "hint": hit.hint, "exact": hit.exact} for hit in rows
        ]
        if len(rows) <= FEW:
            shown += [_gathered(record, hit, lang) for hit in rows if overview_of(record, hit.id)]
        answer["hits"].append({"record": key, "label": label, "icon": icon, "rows": shown, "more": len(rows) >= MOST})


def _gathered(record: type[Record], hit: Any, lang: str) -> dict[str, Any]:
    label = f"{hit.title} · {AT_A_GLANCE.say(lang)}"
    return {"path": overview_of(record, hit.id), "label": label, "hint": hit.hint, "exact": False}
