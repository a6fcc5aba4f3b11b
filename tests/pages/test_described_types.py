"""The OpenAPI description: valid, true to what the app answers for every type, and telling nobody more than he may know."""

import json

import jsonschema
import pytest
from fastapi.openapi.models import OpenAPI

from models import accounts, house
from models.kit.ask.query import Query
from models.kit.declare.access import Who, may, why_not
from models.kit.server import database
from models.kit.write.edits import edit
from pages.api.routes import router
from pages.api.schemas import openapi_for, read_schema
from tests.helpers import furnished

CALLED = ("title", "description")
ROLES = ("administrator", "viewer", "store_manager", "quality")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    made = furnished.opened(f"{tmp_path_factory.mktemp('described')}/ops.db")
    with database.reading():
        yield made
    database.close()


def reader(role: str) -> Who:
    return accounts.who_for(accounts.User.get(accounts.User.login == role).id)


@pytest.fixture(scope="module", params=ROLES)
def described(made, request):
    who = reader(request.param)
    return who, json.loads(json.dumps(openapi_for(who, router.routes)))


def holder(described: dict, name: str) -> jsonschema.Draft202012Validator:
    inside = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    return jsonschema.Draft202012Validator(inside)


def distinct(schemas: dict[str, dict]) -> list[dict]:
    """The schemas without their columns, and each way in which a column is described once, whatever it is called."""
    columns = [column for schema in schemas.values() for column in schema.get("properties", {}).values()]
    assert all(isinstance(column.get(name, ""), str) for column in columns for name in CALLED)
    parts = [{name: value for name, value in schema.items() if name != "properties"} for schema in schemas.values()]
    parts += [{name: value for name, value in column.items() if name not in CALLED} for column in columns]
    return [json.loads(part) for part in sorted({json.dumps(part, sort_keys=True) for part in parts})]


def test_it_is_openapi_and_each_schema_is_one(described):
    _, spec = described
    assert OpenAPI.model_validate(spec).openapi.startswith("3.1")
    for schema in distinct(spec["components"]["schemas"]):
        jsonschema.Draft202012Validator.check_schema(schema)
    referred = {part.split('"')[0] for part in json.dumps(spec).split("#/components/schemas/")[1:]}
    assert referred <= spec["components"]["schemas"].keys()


def test_what_is_answered_is_what_is_described_for_every_type(described):
    who, spec = described
    for key, record in house().records.items():
        if not may(who, "see", record):
            assert key not in spec["components"]["schemas"] and f"/api/v1/{key}/rows" not in spec["paths"]
            continue
        rows = Query(record, who).rows(0, 20)
        validator = holder(spec, key)
        for row in rows:
            wrong = [f"{key}.{'.'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(row)]
            assert not wrong, wrong[0]
            assert set(row) == set(spec["components"]["schemas"][key]["properties"])


def test_only_what_may_be_set_is_described_as_such(described):
    who, spec = described
    for key, record in house().records.items():
        if may(who, "see", record):
            sets = spec["components"]["schemas"][f"{key}.set"]["properties"]
            open_ones = {
                name
                for name in record.fields()
                if name in spec["components"]["schemas"][key]["properties"]
                and not (why_not(who, "edit", record, name) and why_not(who, "add", record, name))
            }
            assert set(sets) == open_ones
            assert (f"/api/v1/{key}/changes" in spec["paths"]) == any(
                may(who, verb, record) for verb in ("add", "edit", "delete")
            )


def test_a_change_as_described_is_taken_and_answered_as_described(made):
    who = reader("administrator")
    spec = openapi_for(who, router.routes)
    sets = {"name": "城西", "code": "W9"}
    holder(spec, "region.set").validate(sets)
    answer = edit(house().records["region"], [{"id": None, "set": sets}], who=who, op="described-1").wire(who.lang)
    holder(spec, "region.answer").validate(json.loads(json.dumps(answer)))
    refused = edit(house().records["region"], [{"id": None, "set": {"code": "W8"}}], who=who, op="described-2").wire(
        "zh"
    )
    assert refused["state"] == "refused" and refused["errors"]
    holder(spec, "region.answer").validate(json.loads(json.dumps(refused)))
    with pytest.raises(jsonschema.ValidationError):
        holder(spec, "region.set").validate({"nothing": 1})
    body = spec["paths"]["/api/v1/region/changes"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    whole = jsonschema.Draft202012Validator({**body, "components": spec["components"]})
    whole.validate({"op": "x", "changes": [{"id": None, "set": sets}], "delete": [], "trial": True})
    assert list(whole.iter_errors({"changes": []})), "without an op a retry can't be spec from a second wish"


def test_what_is_masked_is_text_whatever_it_was():
    field = {"masked": True, "kind": "day", "options": None, "editable": False, "addable": False, "hint": None}
    more = {"link": None, "label": {"zh": "生日", "en": "Birthday"}, "name": "birthday"}
    schema = read_schema({**field, **more})
    assert schema["type"] == ["string", "null"] and schema["readOnly"] and "format" not in schema
