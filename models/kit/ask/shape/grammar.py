"""What a view's shape may say: its kind and the columns it is laid out by. One reading for views, addresses and answers."""

from collections.abc import Callable
from typing import Any

from ... import words
from ...text import Text
from ..query import BadQuery
from . import board, days, pivot
from .laid import Laid

MOST_FIELDS = 8
CARDS = Text("图片", "cards")
SCALES = ("week", "month", "quarter")
CHARTS = ("bar", "stack", "line")
NO_KIND = Text("没有“{kind}”这种视图；可用 {known}", "There is no kind of view “{kind}”; take one of {known}")
Reading = Callable[[Laid, dict[str, Any]], dict[str, Any]]


def shape_of(query: Laid, told: Any) -> dict[str, Any]:
    """A shape as this person may use it, with nothing in it that isn't known. Raises BadQuery."""
    kind = told.get("kind") if isinstance(told, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadQuery(NO_KIND(kind=str(kind)[:20], known=", ".join(KINDS)))
    asked, read = KINDS[kind]
    if unknown := told.keys() - {"kind", *asked.split()}:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(map(str, unknown))[0])[:40]))
    return {"kind": kind, **{name: value for name, value in read(query, told).items() if value is not None}}


def _board(query: Laid, told: dict[str, Any]) -> dict[str, Any]:
    query.axis(told.get("by"), board.KINDS, board.BOARD)
    return {"by": told["by"], "fields": _fields(query, told), "picture": _flag(told, "picture")}


def _calendar(query: Laid, told: dict[str, Any]) -> dict[str, Any]:
    return {
        **_dated(query, told, days.CALENDAR),
        "colour": _choice(query, told),
        "scale": _one_of(told, "scale", SCALES),
    }


def _timeline(query: Laid, told: dict[str, Any]) -> dict[str, Any]:
    if told.get("group") is not None:
        query.axis(told["group"], board.KINDS, days.TIMELINE)
    dated = _dated(query, told, days.TIMELINE)
    return {
        **dated,
        "group": told.get("group"),
        "colour": _choice(query, told),
        "scale": _one_of(told, "scale", SCALES),
    }


def _cards(query: Laid, told: dict[str, Any]) -> dict[str, Any]:
    return {"fields": _fields(query, told)}


def _pivot(query: Laid, told: dict[str, Any]) -> dict[str, Any]:
    pivot.Pivot(query, told.get("rows"), told.get("columns"), told.get("measure"))
    chart = _one_of(told, "chart", CHARTS)
    return {
        "rows": told.get("rows") or [],
        "columns": told.get("columns") or [],
        "measure": told.get("measure"),
        "chart": chart,
    }


KINDS: dict[str, tuple[str, Reading]] = {
    "board": ("by fields picture", _board),
    "calendar": ("starts ends colour scale", _calendar),
    "timeline": ("starts ends group colour scale", _timeline),
    "cards": ("fields", _cards),
    "pivot": ("rows columns measure chart", _pivot),
}


def _dated(query: Laid, told: dict[str, Any], shape: Text) -> dict[str, Any]:
    starts = query.axis(told.get("starts"), days.KINDS, shape)
    if told.get("ends") is not None and query.axis(told["ends"], days.KINDS, shape).kind != starts.kind:
        raise BadQuery(days.ONE_KIND)
    return {"starts": told["starts"], "ends": told.get("ends")}


def _choice(query: Laid, told: dict[str, Any]) -> str | None:
    if told.get("colour") is not None:
        query.axis(told["colour"], ("choice",), days.CALENDAR)
    return told.get("colour")


def _fields(query: Laid, told: dict[str, Any]) -> list[str] | None:
    """The columns told on a card; those that this person doesn't see are left out."""
    names = told.get("fields")
    if names is None:
        return None
    if not isinstance(names, list) or len(names) > MOST_FIELDS or not all(isinstance(name, str) for name in names):
        raise BadQuery(words.BAD_REQUEST(what="fields"))
    return [name for name in dict.fromkeys(names) if name in query.shown]


def _flag(told: dict[str, Any], name: str) -> bool | None:
    if not isinstance(told.get(name, False), bool):
        raise BadQuery(words.BAD_REQUEST(what=name))
    return told.get(name) or None


def _one_of(told: dict[str, Any], name: str, known: tuple[str, ...]) -> str | None:
    if told.get(name) is not None and told[name] not in known:
        raise BadQuery(words.BAD_REQUEST(what=name))
    return told.get(name)
