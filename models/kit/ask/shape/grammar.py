"""What a view's shape may say: its kind and the columns it is laid out by. One reading for views, addresses and answers."""

from collections.abc import Callable
from typing import Any

from ... import words
from ...text import Text
from ..query import BadQuery
from . import board, days, pivot
from .laid import Laid

MOST_FIELDS = 8
SCALES = ("week", "month", "quarter")
CHARTS = ("bar", "stack", "line")
NO_KIND = Text("没有“{kind}”这种视图；可用 {known}", "There is no kind of view “{kind}”; take one of {known}")
NOT_ITSELF = Text(
    "“{field}”不是关联到{record}自己的列，排不出先后",
    "“{field}” doesn't link to rows of {record} itself, so it says nothing of which comes first",
)
Reading = Callable[[Laid, dict[str, Any]], dict[str, Any]]


def shape_of(query: Laid, settings: Any) -> dict[str, Any]:
    """A shape as this person may use it, with nothing in it that isn't known. Raises BadQuery."""
    kind = settings.get("kind") if isinstance(settings, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadQuery(NO_KIND(kind=str(kind)[:20], known=", ".join(KINDS)))
    asked, read = KINDS[kind]
    if unknown := settings.keys() - {"kind", *asked.split()}:
        raise BadQuery(words.BAD_REQUEST(what=str(sorted(map(str, unknown))[0])[:40]))
    return {"kind": kind, **{name: value for name, value in read(query, settings).items() if value is not None}}


def _board(query: Laid, settings: dict[str, Any]) -> dict[str, Any]:
    query.axis(settings.get("by"), board.KINDS, board.BOARD)
    return {"by": settings["by"], "fields": _fields(query, settings), "picture": _flag(settings, "picture")}


def _calendar(query: Laid, settings: dict[str, Any]) -> dict[str, Any]:
    return {
        **_dated(query, settings, days.CALENDAR),
        "colour": _choice(query, settings),
        "scale": _one_of(settings, "scale", SCALES),
    }


def _timeline(query: Laid, settings: dict[str, Any]) -> dict[str, Any]:
    if settings.get("group") is not None:
        query.axis(settings["group"], board.KINDS, days.TIMELINE)
    dated = _dated(query, settings, days.TIMELINE)
    return {
        **dated,
        "group": settings.get("group"),
        "colour": _choice(query, settings),
        "scale": _one_of(settings, "scale", SCALES),
        "after": _after(query, settings.get("after")),
    }


def _after(query: Laid, name: Any) -> str | None:
    """The link to the row that has to end first: one of the type to its own rows."""
    if name is not None:
        query.axis(name, ("link",), days.TIMELINE)
        if getattr(query.fields[name], "rel_model", None) is not query.record:
            raise BadQuery(NOT_ITSELF(field=query.fields[name].label, record=query.record.sheet.label))
    return name


def _cards(query: Laid, settings: dict[str, Any]) -> dict[str, Any]:
    return {"fields": _fields(query, settings)}


def _pivot(query: Laid, settings: dict[str, Any]) -> dict[str, Any]:
    pivot.Pivot(query, settings.get("rows"), settings.get("columns"), settings.get("measure"))
    chart = _one_of(settings, "chart", CHARTS)
    return {
        "rows": settings.get("rows") or [],
        "columns": settings.get("columns") or [],
        "measure": settings.get("measure"),
        "chart": chart,
    }


KINDS: dict[str, tuple[str, Reading]] = {
    "board": ("by fields picture", _board),
    "calendar": ("starts ends colour scale", _calendar),
    "timeline": ("starts ends group colour scale after", _timeline),
    "cards": ("fields", _cards),
    "pivot": ("rows columns measure chart", _pivot),
}


def _dated(query: Laid, settings: dict[str, Any], shape: Text) -> dict[str, Any]:
    starts = query.axis(settings.get("starts"), days.KINDS, shape)
    if settings.get("ends") is not None and query.axis(settings["ends"], days.KINDS, shape).kind != starts.kind:
        raise BadQuery(days.ONE_KIND)
    return {"starts": settings["starts"], "ends": settings.get("ends")}


def _choice(query: Laid, settings: dict[str, Any]) -> str | None:
    if settings.get("colour") is not None:
        query.axis(settings["colour"], ("choice",), days.CALENDAR)
    return settings.get("colour")


def _fields(query: Laid, settings: dict[str, Any]) -> list[str] | None:
    """The columns told on a card; those that this person doesn't see are left out."""
    names = settings.get("fields")
    if names is None:
        return None
    if not isinstance(names, list) or len(names) > MOST_FIELDS or not all(isinstance(name, str) for name in names):
        raise BadQuery(words.BAD_REQUEST(what="fields"))
    return [name for name in dict.fromkeys(names) if name in query.shown]


def _flag(settings: dict[str, Any], name: str) -> bool | None:
    if not isinstance(settings.get(name, False), bool):
        raise BadQuery(words.BAD_REQUEST(what=name))
    return settings.get(name) or None


def _one_of(settings: dict[str, Any], name: str, known: tuple[str, ...]) -> str | None:
    if settings.get(name) is not None and settings[name] not in known:
        raise BadQuery(words.BAD_REQUEST(what=name))
    return settings.get(name)
