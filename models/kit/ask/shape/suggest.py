"""Which shapes a type's own declaration suggests: its states make a board, its days a calendar, a span a timeline, its photos cards."""

from typing import Any

from ...declare.record import Record
from ...fields import ChoiceField, Described
from . import days, pivot

MOST_OPTIONS = 12
Shown = dict[str, str]


def suggested(record: type[Record], shown: Shown) -> dict[str, dict[str, Any]]:
    """By kind, the settings it opens with, out of the columns that this person sees in full; kinds without a reason are left out."""
    full = {name for name, mode in shown.items() if mode == "full"}
    shapes = {
        "board": _board(record, full),
        "calendar": _calendar(record, full),
        "timeline": _timeline(record, full),
        "cards": _cards(record),
        "pivot": _pivot(record, full),
    }
    return {kind: {"kind": kind, **settings} for kind, settings in shapes.items() if settings is not None}


def _board(record: type[Record], full: set[str]) -> dict[str, Any] | None:
    by = state_of(record, full)
    return {"by": by} if by else None


def state_of(record: type[Record], full: set[str]) -> str | None:
    """The state, else the first choice in the grid that isn't too long a list for columns side by side."""
    names = [record.sheet.state, *record.facts().grid]
    return next((name for name in names if name in full and _is_short(record.facts().readable.get(name))), None)


def _is_short(item: Described | None) -> bool:
    return isinstance(item, ChoiceField) and len(item.options) <= MOST_OPTIONS and not item.derived


def days_of(record: type[Record], full: set[str]) -> tuple[str, ...]:
    """The day a row is of, or its first and its last: as declared, else from when to when it is, else the grid's first day."""
    declared = tuple(name for name in record.sheet.days if name in full)
    if declared and declared[0] == record.sheet.days[0]:
        return declared
    grid = (name for name in record.facts().grid if name in full and _is_day(record.fields().get(name)))
    return span_of(record, full) or tuple(name for name in (next(grid, None),) if name)


def span_of(record: type[Record], full: set[str]) -> tuple[str, ...]:
    """From when to when a row is: as declared, else starts_… and ends_…; nothing where it has no such two columns."""
    fields = record.fields()
    pairs = [
        record.sheet.days,
        *((name, name.replace("starts_", "ends_")) for name in fields if name.startswith("starts_")),
    ]
    fits = (
        pair
        for pair in pairs
        if len(pair) == 2 and full.issuperset(pair) and fields[pair[0]].kind == fields[pair[1]].kind
    )
    return next(fits, ())


def _is_day(item: Described | None) -> bool:
    return item is not None and item.kind in days.KINDS and not item.derived


def _calendar(record: type[Record], full: set[str]) -> dict[str, Any] | None:
    names = days_of(record, full)
    return {**_named(names), **_coloured(record, full)} if names else None


def _timeline(record: type[Record], full: set[str]) -> dict[str, Any] | None:
    names = span_of(record, full)
    if not names:
        return None
    groups = (record.sheet.parent, *(name for name in record.facts().grid if name in record.links()))
    group = next((name for name in groups if name and name in full and name != record.sheet.title), None)
    after = record.sheet.follows if record.sheet.follows in full else None
    more = {name: value for name, value in (("group", group), ("after", after)) if value}
    return {**_named(names), **more, **_coloured(record, full)}


def _named(names: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(("starts", "ends"), names, strict=False))


def _coloured(record: type[Record], full: set[str]) -> dict[str, str]:
    by = state_of(record, full)
    return {"colour": by} if by else {}


def _cards(record: type[Record]) -> dict[str, Any] | None:
    sheet = record.sheet
    return {} if sheet.pictures or any(step.attachment or step.photos for step in sheet.steps) else None


def _pivot(record: type[Record], full: set[str]) -> dict[str, Any] | None:
    """Whose it is, or what state it is in, by month."""
    fields, names = record.fields(), days_of(record, full)
    links = (name for name in record.facts().grid if name in full and name in record.links())
    row = state_of(record, full) or next(links, None)
    if row is None:
        return None
    added = next((name for name in record.facts().grid if name in full and name in fields and fields[name].sum), None)
    measure = {"fn": "sum", "field": added} if added and fields[added].kind in pivot.NUMBERS else {"fn": "count"}
    columns = [{"field": names[0], "grain": "month"}] if names else []
    return {"rows": [{"field": row}], "columns": columns, "measure": measure}
