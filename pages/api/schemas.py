"""OpenAPI with a schema for every record type: what its rows hold, what may be set, how changes are answered, for this very reader."""

from typing import Any

from fastapi.openapi.utils import get_openapi

from models import house
from models.kit.ask.query import MOST_IDS, MOST_ROWS
from models.kit.declare.access import Who, may
from models.kit.declare.describe import describe_record
from models.kit.declare.record import Record

Schema = dict[str, Any]
STATES = ["applied", "duplicate", "conflict", "refused"]
LINK = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "text": {"type": "string"}},
    "required": ["id", "text"],
}
FILE = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "picture": {"type": "boolean"}},
    "required": ["id", "name", "picture"],
}
KINDS: dict[str, Schema] = {
    "count": {"type": "integer"},
    "rating": {"type": "integer", "minimum": 1, "maximum": 5},
    "progress": {"type": "integer", "minimum": 0, "maximum": 100},
    "money": {"type": "string", "pattern": r"^-?\d+\.\d{2}$", "examples": ["19.90"]},
    "quantity": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["2.5"]},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "month": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
    "flag": {"type": "boolean"},
    "link": LINK,
    "tags": {"type": "array", "items": {"type": "string"}},
    "names": {"type": "array", "items": {"type": "string"}},
    "files": {"type": "array", "items": FILE},
}
TEXT: Schema = {"type": "string"}
FAULT: Schema = {"type": "object", "properties": {"message": TEXT}, "required": ["message"]}
ERRORS = {
    "400": "The question is wrong; the message says where",
    "404": "It isn't there, or isn't yours to see",
    "409": "Refused; the message says why and what to do",
}


def openapi_for(who: Who, routes: list) -> Schema:
    """The routes as they are declared, and those of each type that this person sees once more with what goes in and out."""
    described = get_openapi(title="OpsDesk", version="1", openapi_version="3.1.0", routes=routes)
    parts = described.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    schemas |= {"Fault": FAULT, "Error": _error()}
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    described["security"] = [{"token": []}]
    for area in house().areas:
        for record in area.records:
            if may(who, "see", record):
                known = describe_record(record, (), who)
                schemas |= _schemas(record, known)
                described["paths"] |= _paths(record, known, area.label.en)
    return described


def _error() -> Schema:
    """Why a change was not made, with the place in what was sent."""
    properties = {
        "index": {"type": ["integer", "null"], "description": "which of `changes`"},
        "field": {"type": ["string", "null"]},
        "message": TEXT,
        "theirs": {"description": "where somebody changed the cell meanwhile: what stands there now"},
        "by": {"type": ["string", "null"], "description": "who changed it"},
    }
    return {"type": "object", "properties": properties, "required": ["message"]}


def _schemas(record: type[Record], known: dict[str, Any]) -> dict[str, Schema]:
    name, label = known["name"], known["label"]
    fields = {field["name"]: read_schema(field) for field in known["fields"]}
    settable = [field for field in known["fields"] if field["editable"] or field["addable"]]
    row = {
        "type": "object",
        "title": label["en"],
        "description": f"{label['zh']} · {label['en']}",
        "properties": {"id": {"type": "integer", "readOnly": True}, **fields},
        "required": ["id", *fields],
    }
    sets = {
        "type": "object",
        "description": "A new row needs: " + (", ".join(_needed(known)) or "nothing"),
        "properties": {field["name"]: write_schema(field) for field in settable},
        "additionalProperties": False,
    }
    filters = {field["name"]: _filter(field) for field in known["fields"] if field["ops"]}
    return {
        name: row,
        f"{name}.set": sets,
        f"{name}.filter": {
            "type": "object",
            "properties": filters,
            "description": "Also all: [...] and any: [...] of such",
        },
        f"{name}.answer": _answer(name),
    }


def _needed(known: dict[str, Any]) -> list[str]:
    return [
        field["name"]
        for field in known["fields"]
        if field["required"] and field["addable"] and field["default"] is None
    ]


def read_schema(field: dict[str, Any]) -> Schema:
    """A column as it is read: what is masked is text, whatever it was."""
    schema = dict(TEXT if field["masked"] else KINDS.get(field["kind"], TEXT))
    if not field["masked"] and field["options"]:
        schema = {"type": "string", "enum": [option["key"] for option in field["options"]]}
    schema |= _said(field)
    if not (field["editable"] or field["addable"]):
        schema["readOnly"] = True
    return _or_nothing(schema)


def write_schema(field: dict[str, Any]) -> Schema:
    """A column as it is set: also as people write it, which the same reading takes as in a cell."""
    kind = field["kind"]
    if kind == "link":
        schema: Schema = {"type": ["integer", "string"], "description": f"id, name or code of {field['link']}"}
    elif field["options"]:
        offered = [option["key"] for option in field["options"] if not option.get("retired")]
        schema = {"type": "string", "enum": offered}
    elif kind in ("money", "quantity", "count", "rating", "progress"):
        schema = {"type": ["number", "string"]}
    elif kind in ("tags", "names"):
        schema = {"type": ["array", "string"], "items": TEXT}
    else:
        schema = {"type": "boolean"} if kind == "flag" else dict(TEXT)
    bounds = {"minimum": field["least"], "maximum": field["most"]}
    if "number" in schema["type"]:
        schema |= {name: float(bound) for name, bound in bounds.items() if bound is not None}
    if field["max_length"] and schema["type"] == "string" and "enum" not in schema:
        schema["maxLength"] = field["max_length"]
    said = _said(field)
    return _or_nothing({**said, **schema} if not said.get("description") else {**schema, **said}, field["required"])


def _said(field: dict[str, Any]) -> Schema:
    said: Schema = {"title": field["label"]["zh"], "x-label": field["label"], "x-kind": field["kind"]}
    if field["hint"]:
        said["description"] = field["hint"]["en"]
    if field["link"]:
        said["x-record"] = field["link"]
    if field["options"]:
        said["x-options"] = {option["key"]: option["label"] for option in field["options"]}
    return said


def _or_nothing(schema: Schema, required: bool = False) -> Schema:
    if required:
        return schema
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    schema = {**schema, "type": [*kinds, "null"]}
    return {**schema, "enum": [*schema["enum"], None]} if "enum" in schema else schema


def _filter(field: dict[str, Any]) -> Schema:
    return {"type": "object", "properties": {op: {} for op in field["ops"]}, "additionalProperties": False}


def _answer(name: str) -> Schema:
    properties = {
        "state": {"type": "string", "enum": STATES},
        "batch": {"type": ["integer", "null"], "description": "what POST /batches/{id}/undo takes back"},
        "rows": {"type": "array", "items": _ref(name)},
        "errors": {"type": "array", "items": _ref("Error")},
        "message": {"type": ["string", "null"]},
    }
    return {"type": "object", "properties": properties, "required": ["state", "rows", "errors"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


# Paths --------------------------------------------------------------------------------------------------------------------


def _paths(record: type[Record], known: dict[str, Any], area: str) -> dict[str, Schema]:
    name, label = known["name"], known["label"]["en"]
    sort = {"type": "array", "items": TEXT, "description": "names of columns, - before one for descending"}
    asked = {
        "filter": _ref(f"{name}.filter"),
        "search": TEXT,
        "sort": sort,
        "offset": {"type": "integer", "minimum": 0},
    }
    rows = {
        **asked,
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        "totals": {
            "enum": ["now", "later", "none"],
            "description": "later: not counted first, see counting; none: rows alone",
        },
        "as": {"enum": ["rows", "columns"], "description": "columns: each column once, with the values of all rows"},
    }
    ids = {**asked, "limit": {"type": "integer", "minimum": 1, "maximum": MOST_IDS}}
    counted = {"total": {"type": ["integer", "null"]}, "sums": {"type": "object"}}
    still = {
        "type": "boolean",
        "description": "the figures are from a while ago, or not there; ask for them at …/totals",
    }
    columns = {"type": "object", "description": "in place of rows, where they are asked for by column"}
    block = {"rows": {"type": "array", "items": _ref(name)}, "columns": columns, **counted, "counting": still}
    question = _object({"filter": asked["filter"], "search": TEXT, "sort": sort})
    found_ids = {"ids": {"type": "array", "items": {"type": "integer"}}}
    paths = {
        f"/api/v1/{name}/rows": {"post": _operation(area, f"Rows of {label}", _object(rows), _object(block, "total"))},
        f"/api/v1/{name}/totals": {
            "post": _operation(area, f"How many rows of {label}, and their sums", question, _object(counted, "total"))
        },
        f"/api/v1/{name}/ids": {"post": _operation(area, f"Ids of {label}", _object(ids), _object(found_ids, "ids"))},
        f"/api/v1/{name}/{{id}}": {
            "get": {**_operation(area, f"One row of {label}", None, _ref(name)), "parameters": [_ID]}
        },
    }
    if {"add", "edit", "delete"} & set(known["may"]):
        summary = f"Add, change and delete rows of {label}"
        body = _object(_changes(record, name), "op")
        paths[f"/api/v1/{name}/changes"] = {"post": _operation(area, summary, body, _ref(f"{name}.answer"))}
    return paths


_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}


def _changes(record: type[Record], name: str) -> dict[str, Schema]:
    seen = {
        "type": "object",
        "description": "what stood in the cells when they were read: refused where it no longer does",
    }
    line = {
        "id": {"type": ["integer", "null"], "description": "null adds a row"},
        "set": _ref(f"{name}.set"),
        "seen": seen,
    }
    return {
        "op": {
            "type": "string",
            "maxLength": 80,
            "description": "yours; the same one sent again changes nothing twice",
        },
        "changes": {"type": "array", "items": _object(line, "set")},
        "delete": {"type": "array", "items": {"type": "integer"}},
        "trial": {"type": "boolean", "description": "asks every rule and keeps nothing"},
    }


def _object(properties: dict[str, Schema], *required: str) -> Schema:
    return {"type": "object", "properties": properties, **({"required": [*required]} if required else {})}


def _operation(area: str, summary: str, body: Schema | None, answer: Schema) -> Schema:
    wrong = {
        code: {"description": said, "content": {"application/json": {"schema": _ref("Fault")}}}
        for code, said in ERRORS.items()
    }
    good = {"200": {"description": "Answer", "content": {"application/json": {"schema": answer}}}}
    operation: Schema = {"tags": [area], "summary": summary, "responses": {**good, **wrong}}
    if body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return operation
