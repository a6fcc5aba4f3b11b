"""Assistants at /mcp, by the protocol's own client: shut at first, then the rights of a token and not one more."""

import asyncio
import re
import uuid
from contextlib import asynccontextmanager

import httpx2
import orjson
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from .world import OWN


@pytest.fixture(scope="module")
def opened(served):
    """The same server, once the administrator has opened the door."""
    before = served.post("administrator", "/mcp", {})
    assert before.status_code == 404 and "assistants" in before.json()["message"]
    (row,) = served.post("administrator", "parameter/rows", {"filter": {"code": {"eq": "assistants"}}}).json()["rows"]
    change = {"id": row["id"], "set": {"value": 1}}
    done = served.post("administrator", "parameter/changes", {"op": uuid.uuid4().hex, "changes": [change]})
    assert done.json()["state"] == "applied"
    return served


@asynccontextmanager
async def talking(served, login: str):
    headers = {"Authorization": f"Bearer {served.tokens[login]}"}
    async with (
        httpx2.AsyncClient(headers=headers) as web,
        Client(streamable_http_client(f"{served.url}/mcp", http_client=web)) as client,
    ):
        yield client


def call(served, login: str, tool: str, **given):
    """What a tool answers: its JSON; where it refuses, the sentence as text."""

    async def asked():
        async with talking(served, login) as client:
            return await client.call_tool(tool, given)

    answer = asyncio.run(asked())
    text = answer.content[0].text
    served.bodies[login].append(text)
    return text if answer.is_error else orjson.loads(text)


def test_who_shows_no_token_hears_nothing_and_a_cookie_is_none(opened):
    for headers in ({}, {"Authorization": "Bearer ops_wrong"}, {"Cookie": "ops_session=x"}):
        assert httpx2.post(f"{opened.url}/mcp", json={}, headers=headers).status_code == 401


def test_the_tools_are_listed_with_what_they_take(opened):
    async def asked():
        async with talking(opened, "viewer") as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(asked())}
    assert {"list_types", "describe_type", "read_rows", "propose_changes", "apply_changes", "undo_batch"} <= set(tools)
    assert tools["read_rows"].annotations.read_only_hint and not tools["apply_changes"].annotations.read_only_hint


@pytest.mark.parametrize("login", ["viewer", "store_manager"])
def test_it_sees_the_types_columns_and_rows_that_its_person_sees(opened, login):
    known = opened.get(login, "records").json()
    types = call(opened, login, "list_types")["types"]
    assert {each["name"] for each in types} == {record["name"] for record in known["records"]}
    described = call(opened, login, "describe_type", type="member")
    (record,) = (record for record in known["records"] if record["name"] == "member")
    assert described["fields"] == record["fields"]
    asked = {"sort": ["id"], "limit": 50, "offset": 0}
    assert (
        call(opened, login, "read_rows", type="member", sort=["id"]) == opened.post(login, "member/rows", asked).json()
    )
    assert call(opened, login, "read_rows", type="user") == call(opened, login, "read_rows", type="nonsense")


def test_what_is_proposed_tells_every_fault_and_keeps_nothing(opened):
    store = opened.made["store"][OWN]
    before = opened.get("administrator", f"store/{store}").json()
    change = {"id": store, "set": {"name": "新名字"}, "seen": {"name": before["name"]}}
    proposed = call(opened, "administrator", "propose_changes", type="store", changes=[change])
    assert proposed["state"] == "checked" and proposed["rows"][0]["name"] == "新名字" and proposed["batch"] is None
    assert opened.get("administrator", f"store/{store}").json() == before
    wrong = [{"set": {"name": ""}}, {"id": store, "set": {"opened_on": "gestern"}}]
    faults = call(opened, "administrator", "propose_changes", type="store", changes=wrong)
    assert faults["state"] == "refused" and {fault["index"] for fault in faults["errors"]} == {0, 1}


def test_what_is_applied_is_one_batch_that_says_how_it_came_and_is_undone_as_one(opened):
    store, op = opened.made["store"][OWN], uuid.uuid4().hex
    name = opened.get("administrator", f"store/{store}").json()["name"]
    change = {"id": store, "set": {"name": "助手改的"}, "seen": {"name": name}}
    done = call(opened, "administrator", "apply_changes", type="store", changes=[change], op=op)
    assert done["state"] == "applied"
    assert call(opened, "administrator", "apply_changes", type="store", changes=[change], op=op)["state"] == "duplicate"
    newest = call(opened, "administrator", "read_history", type="store", id=store)["changes"][0]
    assert (newest["batch"], newest["via"]) == (done["batch"], "assistant")
    undone = call(opened, "administrator", "undo_batch", batch=done["batch"], op=uuid.uuid4().hex)
    assert undone["state"] == "applied" and opened.get("administrator", f"store/{store}").json()["name"] == name


def test_who_may_not_write_is_refused_in_words(opened):
    change = {"id": opened.made["store"][OWN], "set": {"name": "x"}}
    for tool, more in (("propose_changes", {}), ("apply_changes", {"op": uuid.uuid4().hex})):
        refused = call(opened, "viewer", tool, type="store", changes=[change], **more)
        assert refused["state"] == "refused" and refused["errors"][0]["message"]


@pytest.mark.parametrize(
    ("tool", "given", "place"),
    [
        ("read_rows", {}, "type"),
        ("read_rows", {"type": "member", "limit": 10**9}, "limit"),
        ("read_rows", {"type": "member", "filter": {"nonsense": {"eq": 1}}}, "nonsense"),
        ("apply_changes", {"type": "member", "changes": [{"id": 0, "set": {}}], "op": "x"}, "changes.0.id"),
        ("read_rows", {"type": "member", "extra": 1}, "extra"),
        ("format_disk", {}, "list_types"),
    ],
)
def test_a_wrong_call_hears_where_it_is_wrong(opened, tool, given, place):
    answer = call(opened, "viewer", tool, **given)
    assert isinstance(answer, str) and place in answer


def test_a_token_of_one_table_reaches_that_table_only(opened):
    asked = {"name": "assistant", "user": "administrator", "reach": "listed"}
    made = opened.post(
        "administrator", "access_token/changes", {"op": uuid.uuid4().hex, "changes": [{"id": None, "set": asked}]}
    ).json()["rows"][0]
    line = {"token": made["id"], "record_type": "member"}
    opened.post("administrator", "access_scope/changes", {"op": "scope-1", "changes": [{"id": None, "set": line}]})
    given = opened.post("administrator", "actions/give_tokens", {"op": uuid.uuid4().hex, "ids": [made["id"]]}).json()
    opened.tokens["assistant"], opened.bodies["assistant"] = given["handout"]["rows"][0][-1], []
    assert [each["name"] for each in call(opened, "assistant", "list_types")["types"]] == ["member"]
    assert isinstance(call(opened, "assistant", "read_rows", type="store"), str)
    del opened.tokens["assistant"], opened.bodies["assistant"]


def test_the_filter_that_a_tool_shows_is_one_that_it_takes(opened):
    async def asked():
        async with talking(opened, "administrator") as client:
            return (await client.list_tools()).tools

    (tool,) = (tool for tool in asyncio.run(asked()) if tool.name == "read_rows")
    shown = orjson.loads(re.search(r"e\.g\. (\{.*?\}\})", tool.description)[1])
    assert "rows" in call(opened, "administrator", "read_rows", type="member", filter=shown)


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_nobody_listens_at_the_door_where_nothing_is_said(opened, method):
    """A stream that never speaks would keep one of the places that its person has for requests."""
    headers = {"Authorization": f"Bearer {opened.tokens['viewer']}", "Accept": "text/event-stream"}
    answer = httpx2.request(method, f"{opened.url}/mcp", headers=headers, timeout=60)
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"


def test_sixteen_at_once_are_all_answered(opened):
    async def all_at_once():
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_asked(opened)) for _ in range(16)]
        return [task.result() for task in tasks]

    assert all(not answer.is_error for answer in asyncio.run(all_at_once()))


async def _asked(served):
    async with talking(served, "viewer") as client:
        return await client.call_tool("read_rows", {"type": "member"})
