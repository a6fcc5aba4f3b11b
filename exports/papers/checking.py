"""A workbook looked at before it becomes a template: what it asks for, what nobody knows, what its first row would say."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from exports.read.sheets import letters
from exports.write.worker import asking
from models import house
from models.kit.ask.query import Query
from models.kit.declare.access import Who
from models.kit.server.beside import Ended, whole
from models.kit.text import Refused
from models.kit.week.rollup import closed_weeks

from .filling import Source
from .making import scheme_of, source_of
from .package import HEAVY, opened
from .plan import Plan, plan
from .records import RecordSource

MOST_SECONDS, MOST_MEMORY, MOST_SHOWN = 60, 1024**3, 200


def looked_at(who: Who, order: dict[str, Any], stop: Callable[[], bool] = lambda: False) -> dict[str, Any]:
    """What `answer` says of the workbook at order["path"]. Raises Refused with the remedy."""
    sent = {**order, "user": who.user_id, "lang": who.lang}
    try:
        _, said = whole("exports.papers.checking:answer", sent, stop=stop, limit=MOST_SECONDS, memory=MOST_MEMORY)
    except Ended as ended:
        if ended.cause in ("limit", "memory"):
            raise Refused(HEAVY(name=order["name"])) from ended
        raise
    return said


def answer(order: dict[str, Any], tell: Any) -> dict[str, Any]:
    """For `beside`."""
    who = asking(order)
    scheme = scheme_of(order, who)
    planned = plan(opened(Path(order["path"]).read_bytes(), order["name"]), scheme)
    tried, title = _tried(order, who)
    return {
        "unknown": [vars(unknown) for unknown in planned.unknown[:MOST_SHOWN]],
        "repeats": [
            {"sheet": sheet.sheet.name, "first": first, "last": last, "label": scheme.label(repeat)}
            for sheet in planned.sheets
            for first, last, repeat in sheet.repeats
        ],
        "of": title,
        "cells": list(_cells(planned, tried))[:MOST_SHOWN],
        "sheets": len(planned.sheets),
    }


def _tried(order: dict[str, Any], who: Who) -> tuple[Source | None, str]:
    """The row that is asked for, else the first in the order of the list; the list itself; the newest closed week."""
    if order["kind"] == "row":
        record = house().records[order["record"]]
        ids = [order["id"]] if order.get("id") else Query(record, who).ids(0, 1)
        return (RecordSource(record, ids[0], who), record.title_of(ids[0])) if ids else (None, "")
    if order["kind"] == "week":
        week = max(map(str, closed_weeks()), default="")
        return (source_of({**order, "week": week}, who), week) if week else (None, "")
    return source_of(order, who), ""


def _cells(planned: Plan, source: Source | None) -> Iterator[dict[str, str]]:
    for sheet in planned.sheets:
        places = [
            (row, column, mark, place) for (row, column), marks in sheet.marks.items() for mark, place in marks.items()
        ]
        places += [(row, column, "", place) for (row, column), place in sheet.named.items()]
        for row, column, mark, place in sorted(places, key=lambda part: part[:2]):
            text = ""
            if source is not None:
                said = source.lines(place.repeat, place.path)[:1] if place.repeat else [source.once(place.path)]
                text = said[0].text if said else ""
            where = f"{letters(column)}{row}"
            yield {"sheet": sheet.sheet.name, "cell": where, "mark": mark, "text": text[:80]}
