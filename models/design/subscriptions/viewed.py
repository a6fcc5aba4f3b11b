"""A view as one receiver sees it: its rows, its columns and what it is called; without what is out of his sight."""

from dataclasses import dataclass, replace
from typing import Any

from ...kit.ask.group_keys import column_of
from ...kit.ask.query import MOST_SORTS, Query
from ...kit.declare.access import Who, may
from ...kit.declare.record import Record
from ...kit.formula.asking import seen
from ...kit.text import Refused, Text
from ...system import view_of
from ..body import NOTHING, seen_as
from ..views import shared_views

WHOLE = Text("整张表", "The whole table")
GONE = Text(
    "“{record}”的视图“{view}”已删除或不再共享，请另选一个视图",
    "The view “{view}” of {record} was deleted or is no longer shared; choose another",
)
OUT_OF_SIGHT = Text("{who}看不到“{record}”了", "{who} can't see {record} any more")
NO_EXPORT = Text("{who}不能导出“{record}”；请改成发文字", "{who} may not export {record}; have it sent as text instead")


@dataclass(frozen=True)
class Viewed:
    """query: the rows, masked as what leaves the house is; names: its columns, else those a grid opens with.

    partly: conditions or columns were left out.
    """

    record: type[Record]
    label: Text
    query: Query
    names: list[str]
    partly: bool
    asked: dict[str, Any]


def viewed(record: type[Record], key: str | None, who: Who, owner: int | None = None, name: str = "") -> Viewed:
    """The view `key` (the number of a shared one, the key of one of `owner`'s own, nothing for the whole table) as `who` sees it.

    Raises Refused, in words for whoever answers for it, where the view or the right to see is gone; BadQuery where it
    asks what can't be asked any more.
    """
    if not may(who, "see", record):
        raise Refused(OUT_OF_SIGHT(who=who.name, record=record.sheet.label))
    view = _shared(record, key, who) if key and key.isdecimal() else _own(record, key, who, owner)
    if view is None:
        raise Refused(GONE(record=record.sheet.label, view=name or key or ""), "view")
    sort = list(dict.fromkeys([*map(column_of, view.get("group") or ()), *(view["sort"] or ())]))[:MOST_SORTS]
    query = Query(record, who, view["filter"], sort or None).taken_away()
    kept = [column["name"] for column in view["columns"] if not column.get("hidden")]
    readings = set(record.pinyin().values())
    names = [name for name in kept or record.facts().grid if name in query.shown and (kept or name not in readings)]
    asked = {"filter": view["filter"], "sort": sort, "columns": names}
    return Viewed(record, view["label"], query, names, bool(view.get("partly")), asked)


def readers(who: Who) -> dict[str, Who]:
    return {lang: replace(who, lang=lang) for lang in ("zh", "en")}


def _shared(record: type[Record], key: str, who: Who) -> dict[str, Any] | None:
    sides = [
        view for reader in readers(who).values() for view in shared_views(record, reader) if str(view["id"]) == key
    ]
    return {**sides[0], "label": Text(*(view["name"] for view in sides))} if sides else None


def _own(record: type[Record], key: str | None, who: Who, owner: int | None) -> dict[str, Any] | None:
    layout = view_of(owner).get(record.key(), {}) if owner is not None else {}
    if not key:
        shown = seen(who, record)
        columns = [column for column in layout.get("columns") or () if column.get("name") in shown]
        opens = seen_as({**NOTHING, "filter": record.sheet.opens}, _sees(record, who))["filter"]
        return {"label": WHOLE, "columns": columns, "sort": [], "filter": opens}
    view = next((view for view in layout.get("named") or () if view.get("key") == key), None)
    if view is None:
        return None
    body = {name: view.get(name) or empty for name, empty in (("columns", []), ("sort", []), ("filter", {}))}
    legible = seen_as({**body, "group": view.get("group") or []}, _sees(record, who))
    label = Text(view["name"], view["name"])
    return {**legible, "label": label, "partly": legible["filter"] != body["filter"]}


def _sees(record: type[Record], who: Who) -> Any:
    shown = seen(who, record)
    return {*(name for name, mode in shown.items() if mode == "full"), "id"}.issuperset
