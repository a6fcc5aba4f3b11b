"""What a record page reads: the row, its neighbours in the list one came from, what points to it, its past and files."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from fastapi import Request

from models import house
from models.kit.ask.answers import Look, types_behind
from models.kit.ask.blank import blank, given, there_already
from models.kit.ask.past import history
from models.kit.ask.query import BadQuery, Query
from models.kit.declare.access import Who, may, visible
from models.kit.declare.house import House
from models.kit.declare.overview import cards_of
from models.kit.declare.record import Record
from models.kit.declare.states import StateMove, moves_of
from models.kit.text import Text
from models.kit.write.files import Attachment, files_of
from models.kit.write.undo import restorable

from .api.frozen import locked_cells
from .papers.offered import Offered, papers_of
from .parts.form import Locks


@dataclass(frozen=True)
class Way:
    """One link that leads to a row: whose, by which of its columns, and from how many rows."""

    record: type[Record]
    link: str
    label: Text
    id: int
    count: int

    @property
    def address(self) -> str:
        """The grid, narrowed to those rows."""
        narrowed = json.dumps({self.link: {"in": [self.id]}}, separators=(",", ":"))
        return "/t/" + self.record.key() + "?filter=" + quote(narrowed)


@dataclass(frozen=True)
class Around:
    """What surrounds a row: its neighbours in the list one came from, what points to it, what happened to it."""

    before: int | None
    after: int | None
    related: list[Way]
    past: list[dict[str, Any]]
    files: list[Attachment]
    moves: list[StateMove]
    papers: tuple[Offered, ...] = ()


def overview_of(record: type[Record], id: int) -> str | None:
    """Where all of a row stands on one page; None where its type has no such page."""
    return f"/r/{record.key()}/{id}/overview" if cards_of(record) else None


def read_row(record: type[Record], id: int, who: Who) -> dict[str, Any] | None:
    """The row as this person may see it; {} where it was deleted and may be brought back; None where there is nothing to say."""
    if not may(who, "see", record):
        return None
    row = Query(record, who).row(id) if 0 < id < 2**53 else None
    return {} if row is None and restorable(record, id, who) else row


def read_form(record: type[Record], id: int, who: Who) -> tuple[dict[str, Any] | None, Locks]:
    """The row as `read_row` has it, and what locks cells of it."""
    row = read_row(record, id, who)
    return row, locked_cells(record, {id}, who)["rules"] if row else []


def read_page(record: type[Record], id: int, who: Who) -> tuple[dict[str, Any] | None, Locks, tuple[Offered, ...]]:
    """What its page begins with: `read_form`, and the papers, whose menu may be open before the rest is read."""
    row, locks = read_form(record, id, who)
    return row, locks, papers_of(record, id, who) if row else ()


def blank_row(record: type[Record], asked: dict[str, str], who: Who) -> tuple[dict[str, Any], list[str], int | None]:
    """What a new row starts with: the defaults, then what the address says; what of that names nothing; the row that is it already."""
    row, lost = given(record, asked, who)
    return {**blank(record, who), **row}, lost, there_already(record, asked, row, who)


def read_around(record: type[Record], id: int, who: Who, walk: dict[str, Any]) -> Around:
    return Around(
        beside(record, id, who, walk, back=True),
        beside(record, id, who, walk),
        related(record, id, who),
        history(record, id, who),
        files_of(record, id),
        moves_of(record, id) if record.sheet.steps else [],
        papers_of(record, id, who),
    )


def related(record: type[Record], id: int, who: Who) -> list[Way]:
    """What points to this row, as far as this person sees it."""
    look, ways = Look(who), []
    for other, name, label in house().of(_pointing).get(record, ()):
        if visible(who, other).get(name) == "full":
            ask = partial(_counted, other, who, name, id)
            ways.append(Way(other, name, label, id, look.kept(("pointing", other, name, id), (), ask)))
    return sorted(ways, key=lambda way: way.count == 0)


def _counted(record: type[Record], who: Who, link: str, id: int) -> tuple[int, set[str] | None]:
    """How many rows point there by this link, and the types behind that number."""
    query = Query(record, who, filter={link: {"eq": id}}, sort=["id"])
    return query.count(), types_behind(query)


def _pointing(built: House) -> dict[type[Record], list[tuple[type[Record], str, Text]]]:
    """By record type all links to it: whose, by which column, and what they are called."""
    pointing: dict[type[Record], list[tuple[type[Record], str, Text]]] = {}
    for other in built.records.values():
        links = other.links().values()
        several = Counter(item.rel_model for item in links)
        for item in links:
            label = other.sheet.label if several[item.rel_model] == 1 else join_label(other.sheet.label, item.label)
            pointing.setdefault(item.rel_model, []).append((other, item.name, label))
    return pointing


def join_label(label: Text, field: Text) -> Text:
    return Text(f"{label.zh}（{field.zh}）", f"{label.en} ({field.en})")


def walk_of(request: Request, record: type[Record]) -> dict[str, Any]:
    """The list one walks through: named in the address, else the grid one came from."""
    asked = parse_qs(request.url.query)
    came = urlsplit(request.headers.get("referer", ""))
    if not asked and came.path == "/t/" + record.key():
        asked = parse_qs(came.query)
    return {name: asked[name][0][:4000] for name in ("q", "filter", "sort") if asked.get(name)}


def beside(record: type[Record], id: int, who: Who, walk: dict[str, Any], *, back: bool = False) -> int | None:
    """The next row of the list in its order, or the one before."""
    sort = walk["sort"].split(",") if walk.get("sort") else list(record.sheet.order)
    if back:
        sort = [name[1:] if name.startswith("-") else "-" + name for name in sort]
    try:
        narrowed = json.loads(walk.get("filter", "{}"))
        rows = Query(record, who, narrowed, sort, walk.get("q", "")).rows(0, 1, after=id)
    except (BadQuery, ValueError):
        return None  # the address was written by hand, or the row is not in that list: there is no neighbour to offer
    return rows[0]["id"] if rows else None
