"""What a block of rows shows to whoever looks: asked as that person, so nobody sees more on a board than in the grid."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from ...kit.ask.filters import ALL
from ...kit.ask.query import BadQuery, Query
from ...kit.ask.shape.laid import Laid
from ...kit.ask.shape.pivot import Pivot
from ...kit.declare.access import Who, may, scope
from ...kit.declare.record import Record
from ...kit.fields import Described
from ...kit.formula.asking import seen
from ...kit.server.standing import house
from ...kit.text import Text
from ..views import shared_views
from . import words
from .sound import view_row

MOST_COLUMNS, USUAL_ROWS, MOST_BETWEEN = 7, 8, 200
TWO_WAYS = ("bar", "stack", "line", "heat")  # the others have room for one division: of a second they would show a part


class Unshown(Exception):
    """Why a block stays empty, in words that tell nothing of what stands in it."""

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


class Shut(Unshown):
    """A block that is not for this person at all: it is left out, and only counted."""


@dataclass(frozen=True)
class Listed:
    """Rows of a view as the wire carries them. count: of all that this person sees; part: others exist that he may not see."""

    record: type[Record]
    columns: tuple[Described, ...]
    rows: list[dict[str, Any]]
    count: int
    part: bool
    way: str


@dataclass(frozen=True)
class Charted:
    """Numbers to draw. x: what they stand for; series: named lines of them; ways: by x, where their rows are listed.

    kind: of the measure, by which a number is written. part: it is made of the rows that this person sees.
    left: how many groups there are besides. total: of all rows, where the parts add up to it.
    """

    x: list[str]
    series: list[tuple[str, list[float | None]]]
    ways: list[str]
    kind: str
    label: str
    part: bool = False
    left: int = 0
    keys: list[Any] = field(default_factory=list)
    total: float | None = None


def record_of(said: dict[str, Any], who: Who) -> type[Record]:
    """The type that a block is about. Raises Unshown where it is gone, or out of sight."""
    record = house().records.get(said.get("record") or "")
    if record is None:
        raise Unshown(words.GONE(why=words.NO_RECORD(name=str(said.get("record")))))
    if not may(who, "see", record):
        raise Shut(words.UNSEEN_COLUMN)
    return record


def view_of(record: type[Record], said: dict[str, Any], who: Who) -> dict[str, Any] | None:
    """The view a block goes by, as this person may use it. Raises Unshown where it is gone, or goes by what is out of sight."""
    if said.get("view") is None:
        return None
    row = view_row(record, said["view"])
    if row is None:
        raise Unshown(words.GONE(why=words.NO_VIEW(record=record.sheet.label, name=said["view"])))
    view = next(view for view in shared_views(record, who) if view["id"] == row.id)
    if view["partly"]:  # with a condition less it would show other rows than are meant
        raise Unshown(words.UNSEEN_COLUMN)
    return view


def _days_of(said: dict[str, Any]) -> dict[str, Any]:
    """Of which days the block is, as a filter says it."""
    within = said.get("within")
    return {within["field"]: {"span": within["days"]}} if within else {}


def belonging(record: type[Record], said: dict[str, Any]) -> dict[str, Any]:
    """That rows belong to the row which a page is about, as a filter says it."""
    if "of" not in said:
        return {}
    name, _, further = said["of"].partition(".")
    if not further:
        return {name: {"eq": said["id"]}}
    between = record.links()[name].rel_model
    ids = between.select(between.id).where(between.links()[further] == said["id"]).limit(MOST_BETWEEN)
    return {name: {"in": [id for (id,) in ids.tuples()]}}


def _narrowed(record: type[Record], said: dict[str, Any]) -> list[dict[str, Any]]:
    """What a block asks of its rows beside its view."""
    return [part for part in (_days_of(said), belonging(record, said), said.get("where")) if part]


def listed(said: dict[str, Any], who: Who) -> Listed:
    """The first rows of a view. Raises Unshown."""
    record = record_of(said, who)
    view, narrowed = view_of(record, said, who), _narrowed(record, said)
    asked = [part for part in (view and view["filter"], *narrowed) if part]
    try:
        query = Query(record, who, {ALL: asked} if asked else None, view["sort"] if view else _sort(record, said, who))
    except BadQuery as why:
        raise Unshown(why.text) from None
    fields = [query.fields[name] for name in _columns(record, said, view) if name in query.shown]
    if not fields:
        raise Shut(words.UNSEEN_COLUMN)
    way = f"/t/{record.key()}" + (f"?view={view['id']}" if view else "")
    way = grid_of(record, view["filter"] if view else {}, *narrowed) if narrowed else way
    rows = query.rows(limit=said.get("rows") or USUAL_ROWS)
    return Listed(record, tuple(fields[:MOST_COLUMNS]), rows, query.count(), scope(who, record) is not None, way)


def _columns(record: type[Record], said: dict[str, Any], view: dict[str, Any] | None) -> list[str]:
    if view:
        return [column["name"] for column in view["columns"] if not column.get("hidden")]
    known = record.facts().readable
    return [name for name in said.get("columns") or record.facts().columns if name in known]


def _sort(record: type[Record], said: dict[str, Any], who: Who) -> list[str] | None:
    """The declared order as far as this person sees its columns; by others nobody may sort."""
    shown = in_full(record, who)
    return [name for name in said.get("sort", ()) if name.removeprefix("-") in shown] or None


def charted(said: dict[str, Any], who: Who) -> Charted:
    """Rows of a view in groups, each with its measure. Raises Unshown."""
    record = record_of(said, who)
    view = view_of(record, said, who)
    narrowed = [part for part in (view and view["filter"], *_narrowed(record, said)) if part]
    filter = {ALL: narrowed} if len(narrowed) > 1 else narrowed[0] if narrowed else {}
    rows, columns, measure = _laid(said, view)
    columns = columns if said["draw"] in TWO_WAYS else []
    try:
        pivot = Pivot(Laid(record, who, filter), rows, columns, measure)
        answer = pivot.answer()
    except BadQuery as why:
        asked = {part.get("field") for part in (*rows, *columns, measure) if part} - {None}
        raise Unshown(why.text if asked <= in_full(record, who) else words.UNSEEN_COLUMN) from None
    label = words.MEASURES[pivot.fn](field=pivot.of.label if pivot.of is not None else "").say(who.lang)
    heads = answer["rows"] or [{"label": [label], "filter": {}, "total": answer["total"], "key": [None]}]
    return Charted(
        x=[" · ".join(head["label"]) for head in heads],
        series=_series(answer, heads, label),
        ways=[grid_of(record, filter, head["filter"]) for head in heads],
        kind=answer["kind"],
        label=label,
        part=scope(who, record) is not None,
        left=answer["out"]["rows"] + answer["out"]["columns"],
        keys=[head["key"][0] for head in heads],
        total=number(answer["total"]) if pivot.fn in ("count", "sum") else None,
    )


def _series(answer: dict[str, Any], heads: list[dict[str, Any]], label: str) -> list[tuple[str, list[float | None]]]:
    if not answer["columns"]:
        return [(label, [number(head["total"]) for head in heads])]
    return [
        (" · ".join(column["label"]), [number(line[at]) for line in answer["cells"]])
        for at, column in enumerate(answer["columns"])
    ]


def _laid(said: dict[str, Any], view: dict[str, Any] | None) -> tuple[list[Any], list[Any], Any]:
    """By what it is divided and what is measured: as the block says, else as its view is laid out or grouped."""
    shape = (view or {}).get("shape") or {}
    if said["draw"] == "gauge":  # one number over all rows: of means and of largest values there is no sum
        return [], [], said.get("measure") or (shape.get("measure") if shape.get("kind") == "pivot" else None)
    if said.get("by"):
        return said["by"][:1], said["by"][1:], said.get("measure")
    if shape.get("kind") == "pivot":
        return shape["rows"][:1], shape["columns"][:1], said.get("measure") or shape["measure"]
    if view and view.get("group"):
        axes = [_axis(key) for key in view["group"][:2]]
        return axes[:1], axes[1:], said.get("measure")
    raise Unshown(words.NO_AXIS)


def _axis(key: str) -> dict[str, Any]:
    """`-joined_on:month`, as views group, as a chart says it."""
    name, _, grain = key.removeprefix("-").partition(":")
    return {"field": name, **({"grain": grain} if grain else {})}


def in_full(record: type[Record], who: Who) -> set[str]:
    return {name for name, mode in seen(who, record).items() if mode == "full"}


def number(value: Any) -> float | None:
    """A measure as it is drawn; what is no number, as a day, isn't."""
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def grid_of(record: type[Record], *narrowed: dict[str, Any]) -> str:
    """The grid with exactly the rows behind a part."""
    parts = [part for part in narrowed if part]
    asked = {ALL: parts} if len(parts) > 1 else parts[0] if parts else {}
    return f"/t/{record.key()}" + (f"?filter={quote(json.dumps(asked, separators=(',', ':')))}" if asked else "")
