"""What a view holds beside its name: read, asked which columns it names, and told without those that somebody doesn't see."""

import json
from collections.abc import Callable
from typing import Any

from ..kit.ask.colours import Colours
from ..kit.ask.filters import kept, named
from ..kit.ask.group_keys import column_of, keys_of
from ..kit.ask.shape.grammar import shape_of
from ..kit.ask.shape.laid import Laid
from ..kit.declare.access import Who
from ..kit.declare.record import Record

PARTS = {"columns": list, "sort": list, "filter": dict}
# What it may hold besides: what it is laid out as; in which groups, whether these tell means or sums and are folded at
# first; colours; the height of rows in steps.
MORE = {"shape": dict, "group": list, "means": bool, "shut": bool, "colours": list, "height": int}
HEIGHTS = range(1, 5)
NOTHING: dict[str, Any] = {"filter": {}, "sort": []}


def read(text: str) -> dict[str, Any] | None:
    """The contents of a view; None where they are of another shape."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or not PARTS.keys() <= body.keys() <= PARTS.keys() | MORE.keys():
        return None
    kinds = PARTS | MORE
    sound = all(isinstance(value, kinds[name]) for name, value in body.items()) and body.get("height", 1) in HEIGHTS
    return body if sound else None


def ask(record: type[Record], who: Who, body: dict[str, Any]) -> None:
    """Asks what the view asks. Raises BadQuery for what its maker may not, or nobody can."""
    query = Laid(record, who, body["filter"], body["sort"])
    if body.get("group"):
        keys_of(body["group"], query)
    Colours(query, body.get("colours", []))
    if "shape" in body:
        shape_of(query, body["shape"])


def columns_of(body: dict[str, Any]) -> set[str]:
    """The columns that a view asks by; those it only shows are not among them."""
    rules = body.get("colours", [])
    by_rules = {name for rule in rules for name in (*named(rule.get("filter")), rule.get("column")) if name}
    sorts = (part.removeprefix("-") for part in body["sort"])
    laid = _words(body.get("shape", {})) - {body.get("shape", {}).get("kind")}
    return {*named(body["filter"]), *sorts, *map(column_of, body.get("group", [])), *by_rules, *laid}


def _words(body: Any) -> set[str]:
    """What a shape says: names of columns, and what can't be told from them here."""
    if isinstance(body, dict | list):
        return {word for part in (body.values() if isinstance(body, dict) else body) for word in _words(part)}
    return {body} if isinstance(body, str) else set()


def seen_as(body: dict[str, Any], sees: Callable[[set[str]], bool]) -> dict[str, Any]:
    """The view without what it asks by columns out of sight: conditions, orders, groups, colours, the shape."""
    shown = {
        **{
            name: value for name, value in body.items() if name != "shape" or sees(columns_of({**NOTHING, name: value}))
        },
        "filter": kept(body["filter"], sees),
        "sort": [part for part in body["sort"] if sees({part.removeprefix("-")})],
    }
    if "group" in body:
        shown["group"] = [key for key in body["group"] if sees({column_of(key)})]
    if "colours" in body:
        shown["colours"] = [rule for rule in body["colours"] if sees(columns_of({**NOTHING, "colours": [rule]}))]
    return shown
