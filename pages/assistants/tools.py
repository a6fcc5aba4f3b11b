"""What an assistant may call: the routes of the API in seven tools, with the same rights, masks and limits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jsonschema

from models import house
from models.design.views import shared_views
from models.kit.ask.past import history
from models.kit.ask.query import Query
from models.kit.declare.access import Who, may
from models.kit.declare.describe import describe, describe_record
from models.kit.declare.record import Record
from models.kit.server.patience import in_time
from models.kit.write.edits import edit
from models.kit.write.undo import undo

from ..api.answers import NotThere
from ..api.blocks import block

MOST_ROWS, MOST_CHANGES = 200, 2000
INSTRUCTIONS = (
    "OpsDesk is the operations desk of a chain of health-food stores. Every kind of record is a type: list_types, then "
    "describe_type for its columns, choices and what you may do, then read_rows. Values are written as describe_type says: "
    "choices by key, links by id or name, days as YYYY-MM-DD, money as text with two decimals. Before apply_changes call "
    "propose_changes with the same arguments: it asks every rule and keeps nothing. Show people what it answered and apply "
    "only what they agreed to. Each apply is one batch, undone as one by undo_batch."
)


class Wrong(Exception):
    """What was given doesn't fit the tool; the message says where."""


@dataclass(frozen=True)
class Tool:
    """One tool: `run` takes the person and arguments that fit `schema`. reads: it changes nothing."""

    name: str
    description: str
    run: Callable[[Who, dict[str, Any]], Any]
    properties: dict[str, Any]
    required: tuple[str, ...] = ()
    reads: bool = True
    destroys: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": self.properties,
            "required": list(self.required),
            "additionalProperties": False,
        }

    def fitting(self, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments as they are. Raises Wrong, naming the place."""
        fault = next(jsonschema.Draft202012Validator(self.schema).iter_errors(given), None)
        if fault is not None:
            place = ".".join(map(str, fault.absolute_path)) or "arguments"
            raise Wrong(f"{self.name}: {place}: {fault.message[:200]}")
        return given


def _type(who: Who, key: str) -> type[Record]:
    """A type that isn't there and one that may not be seen look the same."""
    record = house().records.get(key)
    if record is None or not may(who, "see", record):
        raise NotThere
    return record


def list_types(who: Who, given: dict[str, Any]) -> Any:
    with in_time():
        known = describe(house().areas, who, {})
    area_of = {name: area["label"] for area in known["areas"] for name in area["records"]}
    return {
        "me": known["me"],
        "types": [
            {"name": r["name"], "label": r["label"], "area": area_of[r["name"]], "may": r["may"]}
            for r in known["records"]
        ],
    }


def describe_type(who: Who, given: dict[str, Any]) -> Any:
    record = _type(who, given["type"])
    with in_time():
        described = describe_record(record, (), who)
        views = shared_views(record, who)
    left_out = ("view", "shapes", "opens", "actions")
    return {
        **{name: value for name, value in described.items() if name not in left_out},
        "views": [{"id": view["id"], "name": view["name"]} for view in views],
    }


def read_rows(who: Who, given: dict[str, Any]) -> Any:
    record = _type(who, given["type"])
    with in_time():
        view = _view(record, who, given["view"]) if "view" in given else {}
        filters = [part for part in (view.get("filter"), given.get("filter")) if part]
        asked = {
            "filter": {"and": filters} if len(filters) > 1 else filters[0] if filters else None,
            "sort": given.get("sort") or view.get("sort"),
            "search": given.get("search"),
            "offset": given.get("offset", 0),
            "limit": given.get("limit", 50),
        }
        return block(record, who, asked)


def _view(record: type[Record], who: Who, id: int) -> dict[str, Any]:
    for view in shared_views(record, who):
        if view["id"] == id:
            return view
    raise NotThere


def read_history(who: Who, given: dict[str, Any]) -> Any:
    record = _type(who, given["type"])
    with in_time():
        if Query(record, who).row(given["id"]) is None:
            raise NotThere
        return {"changes": history(record, given["id"], who, 50)}


def propose_changes(who: Who, given: dict[str, Any]) -> Any:
    return _edited(who, given, trial=True)


def apply_changes(who: Who, given: dict[str, Any]) -> Any:
    return _edited(who, given, op=given["op"])


def _edited(who: Who, given: dict[str, Any], **how: Any) -> Any:
    record = _type(who, given["type"])
    changes, delete = given.get("changes", []), given.get("delete", [])
    reason = given.get("reason")
    return edit(record, changes, who=who, delete=delete, via="assistant", reason=reason, **how).wire(who.lang)


def undo_batch(who: Who, given: dict[str, Any]) -> Any:
    return undo(given["batch"], house().records, who=who, op=given["op"]).wire(who.lang)


TYPE = {"type": "string", "maxLength": 60, "description": "name of a type, from list_types"}
ID = {"type": "integer", "minimum": 1, "maximum": 2**53 - 1}
OP = {
    "type": "string",
    "minLength": 1,
    "maxLength": 80,
    "description": "an id of your own for this wish: sent again with the same id, it isn't done twice",
}
CHANGES = {
    "type": "array",
    "maxItems": MOST_CHANGES,
    "items": {
        "type": "object",
        "properties": {
            "id": {"anyOf": [ID, {"type": "null"}], "description": "the row's id; null or left out adds a row"},
            "set": {"type": "object", "description": "column → new value"},
            "seen": {
                "type": "object",
                "description": "column → the value you read; refused where it is another by now",
            },
        },
        "required": ["set"],
        "additionalProperties": False,
    },
}
DELETE = {"type": "array", "maxItems": MOST_CHANGES, "items": ID, "description": "ids of rows to delete"}
REASON = {"type": "string", "maxLength": 500, "description": "why, where locked cells are corrected"}
WRITING = {"type": TYPE, "changes": CHANGES, "delete": DELETE, "reason": REASON}

_ALL = (
    Tool("list_types", "Every type you may see: name, label, area, and what you may do with it.", list_types, {}),
    Tool(
        "describe_type",
        "The columns of a type: kind, label, choices, whether required and editable, filter operators; its shared views.",
        describe_type,
        {"type": TYPE},
        ("type",),
    ),
    Tool(
        "read_rows",
        'Rows of a type: {rows, total, sums}. filter: {column: {operator: value}}, e.g. {"status": {"in": ["active"]}, '
        '"joined_on": {"ge": "2026-01-01"}}, or trees of {"and": […]} and {"or": […]}. sort: ["-joined_on", "name"]. '
        "search: words, pinyin or digits. view: the id of a shared view, whose filter and sort are taken.",
        read_rows,
        {
            "type": TYPE,
            "filter": {"type": "object"},
            "sort": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
            "search": {"type": "string", "maxLength": 100},
            "view": ID,
            "offset": {"type": "integer", "minimum": 0},
            "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        },
        ("type",),
    ),
    Tool(
        "read_history",
        "Who changed a row, when, through what, from what to what.",
        read_history,
        {"type": TYPE, "id": ID},
        ("type", "id"),
    ),
    Tool(
        "propose_changes",
        "A dry run: does the changes with every right and rule asked, tells the rows as they would be or each fault by row "
        "and column, and keeps nothing.",
        propose_changes,
        WRITING,
        ("type",),
    ),
    Tool(
        "apply_changes",
        "Adds, changes and deletes rows as one batch, all of it or nothing: {state: applied | duplicate | conflict | "
        "refused, batch, rows, errors}.",
        apply_changes,
        {**WRITING, "op": OP},
        ("type", "op"),
        reads=False,
        destroys=True,
    ),
    Tool(
        "undo_batch",
        "Takes a batch back as a new batch.",
        undo_batch,
        {"batch": ID, "op": OP},
        ("batch", "op"),
        reads=False,
        destroys=True,
    ),
)
TOOLS = {tool.name: tool for tool in _ALL}
