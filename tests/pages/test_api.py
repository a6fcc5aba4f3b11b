"""The HTTP API: the shape of every answer, and what every column can be asked."""

from dataclasses import replace
from zlib import crc32

import pytest

from models import house
from models.organization import Store
from models.service import Complaint
from tests.helpers.api_asked import op, small_api
from tests.over_http import world

KINDS = [choice.key for choice in Complaint.fields()["kind"].options]


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    with small_api(tmp_path_factory.mktemp("api")) as api:
        yield api


def test_a_new_row_begins_with_what_the_address_names_before_the_usual_and_never_with_what_may_not_be_entered(asked):
    usual = asked.get("complaint/new").json()["row"]
    kind, store = next(key for key in KINDS if key != usual.get("kind")), Store.select().first()
    row = asked.get(f"complaint/new?kind={kind}&store={store.id}&claimant=true&state=closed&no=&x=1").json()["row"]
    assert (row["kind"], row["store"]["id"], row["claimant"]) == (kind, store.id, True)
    assert row == {**usual, **{name: row[name] for name in ("kind", "store", "claimant")}}
    assert asked.get("complaint/new?store=999999&kind=none&claimant=perhaps").json()["row"] == usual


# The shape of answers ---------------------------------------------------------------------------------------------------


def test_the_record_types_are_described_as_the_contract_says(asked):
    described = asked.get("records").json()
    assert {"me", "areas", "records"} <= set(described)
    assert {"id", "name", "lang", "roles"} <= set(described["me"])
    assert (
        [key for area in described["areas"] for key in area["records"]]
        == list(house().records)
        == [record["name"] for record in described["records"]]
    )
    for record in described["records"]:
        assert {"name", "label", "may", "title", "columns", "order", "search", "fields", "actions", "view"} <= set(
            record
        )
        assert set(record["label"]) == {"zh", "en"}
        names = {item["name"] for item in record["fields"]}
        assert set(record["columns"]) <= names and record["title"] in names
        for item in record["fields"]:
            assert {
                "name",
                "kind",
                "label",
                "hint",
                "required",
                "editable",
                "why",
                "masked",
                "options",
                "link",
                "width",
                "sum",
                "ops",
            } <= set(item)
            assert (item["link"] in house().records) == (item["kind"] == "link")
            assert bool(item["options"]) == (item["kind"] == "choice")
        for action in record["actions"]:
            assert {"name", "label", "asks"} <= set(action) and action["name"] in house().actions


@pytest.mark.parametrize("key", house().records)
def test_every_type_can_be_listed_read_looked_up_and_traced(asked, key):
    block = asked.json(f"{key}/rows", {"limit": 1})
    assert set(block) == {"rows", "total", "sums"}
    assert len(block["rows"]) == 1 and block["total"] >= 2
    id = asked.made[key][world.OWN]
    row = asked.get(f"{key}/{id}").json()
    assert row == asked.json(f"{key}/rows", {"filter": {"id": {"eq": id}}})["rows"][0]
    past = asked.get(f"{key}/{id}/history").json()["changes"]
    assert past and {"at", "who", "via", "kind", "cells", "batch"} <= set(past[0])
    assert {"field", "from", "to"} <= set(past[-1]["cells"][0])
    looked = asked.get(f"{key}/look").json()["rows"]
    assert looked and set(looked[0]) == {"id", "text", "hint"}


@pytest.mark.parametrize("key", house().records)
def test_a_block_by_column_holds_what_one_of_rows_holds(asked, key):
    question = {"limit": 3, "totals": "now"}
    rows, columns = (asked.json(f"{key}/rows", {**question, "as": form}) for form in ("rows", "columns"))
    names, values = tuple(columns["columns"]), zip(*columns.pop("columns").values(), strict=True)
    assert [dict(zip(names, row, strict=True)) for row in values] == rows.pop("rows")
    assert columns == rows, "what all rows come to is told alike"


def test_a_block_in_no_known_form_is_refused_and_lines_of_groups_come_as_lines(asked):
    assert asked.post("member/rows", {"as": "table"}).status_code == 400
    grouped = asked.json("member/rows", {"group": ["tier"], "as": "columns"})
    assert "columns" not in grouped and grouped["rows"]
    none = asked.json("member/rows", {"filter": {"name": {"eq": "谁也不叫这个"}}, "as": "columns"})
    assert none["columns"]["id"] == none["columns"]["name"] == [] and none["total"] == 0


@pytest.fixture(scope="module")
def described(asked):
    """What is told of each type: 138 of them take a while to describe."""
    return {record["name"]: record for record in asked.get("records").json()["records"]}


def some_of(operators: list[str], column: str) -> list[str]:
    """A third of what a kind can be asked by, another third for another column: there are some dozens of columns of each kind."""
    return [operator for operator in operators if crc32(f"{column} {operator}".encode()) % 3 == 0]


@pytest.mark.parametrize("key", house().records)
def test_every_column_can_be_sorted_paged_and_filtered_by_what_it_says(asked, described, key):
    row, kinds = asked.get(f"{key}/{asked.made[key][world.OWN]}").json(), set()
    for at, item in enumerate(described[key]["fields"]):
        name = item["name"]
        if item["kind"] in kinds:
            continue  # columns of a kind are asked in the same way: one of them stands for the type's others
        kinds.add(item["kind"])
        for direction in ("", "-")[at % 2 :][:1]:  # one column upwards, the next one downwards
            sort = [f"{direction}{name}"]
            whole = [row["id"] for row in asked.json(f"{key}/rows", {"sort": sort, "limit": 20})["rows"]]
            rest = [
                row["id"] for row in asked.json(f"{key}/rows", {"sort": sort, "limit": 19, "after": whole[0]})["rows"]
            ]
            assert whole[1:] == rest, (name, direction)
        value = row[name]["id"] if isinstance(row[name], dict) else row[name]
        for operator in some_of(item["ops"], f"{key}.{name}"):
            wanted = {"in": [value], "not_in": [value], "empty": value is None, "span": "week"}.get(operator, value)
            if isinstance(wanted, list) and operator in ("contains", "lacks"):
                wanted = wanted[0]
            if isinstance(row[name], dict) and operator in ("contains", "lacks"):
                wanted = row[name]["text"]  # a row of another table is looked for by what it is called
            if isinstance(wanted, str) and operator in ("contains", "lacks", "starts"):
                wanted = wanted[:100]  # as much as one looks for
            answer = asked.post(f"{key}/rows", {"filter": {name: {operator: wanted}}})
            if value is None and operator not in (
                "eq",
                "ne",
                "in",
                "not_in",
                "empty",
                "contains",
                "lacks",
                "mine",
                "starts",
                "span",
            ):
                assert answer.status_code == 400
                continue
            assert answer.status_code == 200, (name, operator, answer.text)
            ids = {row["id"] for row in answer.json()["rows"]}
            if operator in ("eq", "in", "le", "ge", "contains", "starts", "empty") and not (
                value is None and operator in ("contains", "starts")
            ):
                assert row["id"] in ids or answer.json()["total"] > 100, (name, operator, wanted)
            if operator in ("ne", "not_in", "lt", "gt"):
                assert row["id"] not in ids, (name, operator, wanted)


def test_a_change_answers_with_its_state_its_batch_and_the_rows_as_they_are_now(asked):
    body = {"op": op(), "changes": [{"id": None, "set": {"name": "川南"}}]}
    done = asked.json("region/changes", body)
    assert set(done) == {"state", "batch", "rows", "errors", "message"}
    assert (done["state"], done["rows"][0]["name"], done["errors"]) == ("applied", "川南", [])
    assert asked.json("region/changes", body) == {**done, "state": "duplicate"}
    id = done["rows"][0]["id"]
    stale = asked.json(
        "region/changes", {"op": op(), "changes": [{"id": id, "set": {"name": "x"}, "seen": {"name": "川北"}}]}
    )
    assert (stale["state"], stale["batch"], stale["rows"]) == ("conflict", None, [])
    assert set(stale["errors"][0]) == {"index", "field", "message", "theirs", "by"}
    assert (stale["errors"][0]["theirs"], stale["errors"][0]["by"]) == ("川南", asked.who.name)
    undone = asked.json(f"batches/{done['batch']}/undo", {"op": op()})
    assert undone["state"] == "applied"
    assert asked.get(f"region/{id}").status_code == 404
    assert asked.json(f"region/{id}/restore", {"op": op()})["rows"][0]["id"] == id
    assert asked.json("region/changes", {"op": op(), "delete": [id]})["state"] == "applied"


def test_an_action_answers_like_a_change_with_a_sentence(asked):
    own = asked.made["member"][world.OWN]
    done = asked.json("actions/freeze", {"op": op(), "id": own, "asks": {"reason": "试"}})
    assert (done["state"], done["rows"][0]["status"]) == ("applied", "frozen")
    assert "已冻结" in done["message"]
    assert asked.json("actions/thaw", {"op": op(), "id": own})["state"] == "applied"
    refused = asked.json("actions/freeze", {"op": op(), "id": own, "asks": {}})
    assert (refused["state"], refused["errors"][0]["field"]) == ("refused", "reason")


def test_sums_come_with_the_first_block_only(asked):
    assert "amount" in asked.json("purchase/rows", {})["sums"]
    assert asked.json("purchase/rows", {"offset": 1})["sums"] == {}
    assert asked.json("purchase/rows", {"after": asked.made["purchase"][world.OWN]})["sums"] == {}


def test_a_column_layout_is_kept_and_told_again(asked):
    answer = asked.ask("PUT", "member/view", content=b'{"columns": ["name"]}')
    assert answer.json() == {"ok": True}
    views = {record["name"]: record["view"] for record in asked.get("records").json()["records"]}
    assert views["member"] == {"columns": ["name"]}
    assert views["gift"] is None


def test_answers_are_in_the_language_of_the_person(asked):
    zh = asked.refused("member/rows", {"limit": 0})
    asked.who = replace(asked.who, lang="en")
    en = asked.refused("member/rows", {"limit": 0})
    asked.who = replace(asked.who, lang="zh")
    assert (zh, en) == ("每次取 1 到 500 行", "Ask for 1 to 500 rows at a time")


def test_my_batches_are_listed_newest_first(asked):
    done = asked.json("region/changes", {"op": op(), "changes": [{"set": {"name": "川外"}}]})
    batch = asked.get("batches").json()["batches"][0]
    assert (batch["id"], batch["rows"], batch["undone"], batch["record"]) == (done["batch"], 1, False, "region")
    assert asked.get("batches", params={"mine": "maybe"}).status_code == 400
