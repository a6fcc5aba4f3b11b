"""The HTTP API: the shape of every answer, a sentence for every wrong question, and never a fault whatever is sent.

The routes run here without the guard, so that thousands of questions take seconds. OPS_FUZZ=10000 asks that many of each kind.
"""

import asyncio
import os
import re
from dataclasses import replace
from itertools import count

import httpx
import orjson
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import ACTIONS, RECORDS, accounts
from models.accounts import Seat
from models.kit import database
from models.kit.edits import MOST_CHANGES
from models.kit.history import verify
from models.kit.query import OPERATORS
from pages import api, api_tab
from tests.over_http import world

EXAMPLES = int(os.environ.get("OPS_FUZZ", "60"))
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
FORBIDDEN = re.compile(r"Traceback|sqlite|apsw|SELECT |peewee|Error\b|0x[0-9a-f]{6}")
ops = count(1)


class Api:
    """The routes with somebody sitting before them."""

    def __init__(self, who, made):
        self.who, self.made = who, made
        routes = FastAPI()
        for router in (api.router, api_tab.router):
            routes.include_router(router)

        async def seated(scope, receive, send):
            scope["ops.seat"] = Seat(self.who)
            await routes(scope, receive, send)

        transport = httpx.ASGITransport(seated, raise_app_exceptions=False)
        self.loop = asyncio.new_event_loop()
        self.client = httpx.AsyncClient(transport=transport, base_url="http://test/api/v1/")

    def ask(self, method, path, **options) -> httpx.Response:
        return self.loop.run_until_complete(self.client.request(method, path, **options))

    def get(self, path, **options):
        return self.ask("GET", path, **options)

    def post(self, path, body=None, content=None):
        return self.ask("POST", path, content=orjson.dumps(body) if content is None else content)

    def json(self, path, body):
        answer = self.post(path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, path, body=None, content=None, status=400) -> str:
        """The sentence of a refusal."""
        answer = self.post(path, body, content)
        assert answer.status_code == status, (path, body, answer.status_code, answer.text)
        return sentence(answer)


def sentence(answer) -> str:
    message = answer.json()["message"]
    assert set(answer.json()) == {"message"}
    assert len(message) >= 4 and not FORBIDDEN.search(message)
    return message


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """One small company for the whole file; the administrator asks."""
    database.close()
    database.open(f"sqlite:///{tmp_path_factory.mktemp('api')}/ops.db")
    with database.reading():
        made = world.build()
        boss = accounts.who_for(accounts.User.get(accounts.User.login == "administrator").id)
    api = Api(boss, made)
    yield api
    api.loop.run_until_complete(api.client.aclose())
    api.loop.close()
    with database.reading():
        assert verify() is None
        assert database.handle.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    database.close()


def op() -> str:
    return f"op-{next(ops)}"


# The shape of answers ---------------------------------------------------------------------------------------------------


def test_the_record_types_are_described_as_the_contract_says(asked):
    told = asked.get("records").json()
    assert {"me", "areas", "records"} <= set(told)
    assert {"id", "name", "lang", "roles"} <= set(told["me"])
    assert (
        [key for area in told["areas"] for key in area["records"]]
        == list(RECORDS)
        == [one["name"] for one in told["records"]]
    )
    for one in told["records"]:
        assert {"name", "label", "may", "title", "columns", "order", "search", "fields", "actions", "view"} <= set(one)
        assert set(one["label"]) == {"zh", "en"}
        names = {item["name"] for item in one["fields"]}
        assert set(one["columns"]) <= names and one["title"] in names
        for item in one["fields"]:
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
            assert (item["link"] in RECORDS) == (item["kind"] == "link")
            assert bool(item["options"]) == (item["kind"] == "choice")
        for action in one["actions"]:
            assert {"name", "label", "asks"} <= set(action) and action["name"] in ACTIONS


@pytest.mark.parametrize("key", RECORDS)
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


@pytest.mark.parametrize("key", RECORDS)
def test_every_column_can_be_sorted_paged_and_filtered_by_what_it_says(asked, key):
    told = next(one for one in asked.get("records").json()["records"] if one["name"] == key)
    row = asked.get(f"{key}/{asked.made[key][world.OWN]}").json()
    for item in told["fields"]:
        name = item["name"]
        for direction in ("", "-"):
            sort = [f"{direction}{name}"]
            whole = [one["id"] for one in asked.json(f"{key}/rows", {"sort": sort, "limit": 20})["rows"]]
            first = asked.json(f"{key}/rows", {"sort": sort, "limit": 1})["rows"][0]["id"]
            rest = [one["id"] for one in asked.json(f"{key}/rows", {"sort": sort, "limit": 19, "after": first})["rows"]]
            assert whole == [first, *rest], (name, direction)
        value = row[name]["id"] if isinstance(row[name], dict) else row[name]
        for operator in item["ops"]:
            wanted = {"in": [value], "not_in": [value], "empty": value is None}.get(operator, value)
            if isinstance(wanted, list) and operator == "contains":
                wanted = wanted[0]
            answer = asked.post(f"{key}/rows", {"filter": {name: {operator: wanted}}})
            if value is None and operator not in ("eq", "ne", "in", "not_in", "empty", "contains", "starts"):
                assert answer.status_code == 400
                continue
            assert answer.status_code == 200, (name, operator, answer.text)
            found = {one["id"] for one in answer.json()["rows"]}
            if operator in ("eq", "in", "le", "ge", "contains", "starts", "empty") and not (
                value is None and operator in ("contains", "starts")
            ):
                assert row["id"] in found or answer.json()["total"] > 100, (name, operator, wanted)
            if operator in ("ne", "not_in", "lt", "gt"):
                assert row["id"] not in found, (name, operator, wanted)


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
    told = {one["name"]: one["view"] for one in asked.get("records").json()["records"]}
    assert told["member"] == {"columns": ["name"]}
    assert told["gift"] is None


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


# Wrong questions --------------------------------------------------------------------------------------------------------

WRONG_ROWS = [
    {"limit": 0}, {"limit": 501}, {"limit": "5"}, {"limit": 1.5}, {"limit": True}, {"limit": -1}, {"limit": None},
    {"limit": 2**63}, {"limit": []},
    {"offset": -1}, {"offset": "x"}, {"offset": 2**62}, {"offset": None}, {"after": "x"}, {"after": 0}, {"after": 10**9}, {"after": {}},
    {"sort": "name"}, {"sort": ["nonsense"]}, {"sort": ["name; DROP TABLE member"]}, {"sort": [1]}, {"sort": [["name"]]}, {"sort": [None]},
    {"sort": ["name"] * 7}, {"sort": ["--name"]}, {"sort": {"name": "asc"}}, {"sort": ["password_hash"]}, {"sort": ["t1.name"]}, {"sort": [""]},
    {"filter": []}, {"filter": "x"}, {"filter": {"nonsense": {"eq": 1}}}, {"filter": {"name": "x"}}, {"filter": {"name": {"nonsense": 1}}},
    {"filter": {"name__like": {"eq": "x"}}}, {"filter": {"": {"eq": 1}}}, {"filter": {"name": {"gt": "x"}}},
    {"filter": {"points": {"ge": "八百"}}},
    {"filter": {"points": {"ge": None}}}, {"filter": {"points": {"ge": [1]}}}, {"filter": {"points": {"eq": {}}}},
    {"filter": {"joined_on": {"ge": "2026-02-30"}}},
    {"filter": {"tier": {"in": 1}}}, {"filter": {"tier": {"in": ["x"]}}}, {"filter": {"tier": {"eq": "普通"}}},
    {"filter": {"tier": {"eq": 2**63}}},
    {"filter": {"points": {"in": list(range(2001))}}}, {"filter": {"points": {"in": [1] * 1500}, "spend_12m": {"in": [1] * 1500}}},
    {"filter": {"status": {"eq": "nonsense"}}}, {"filter": {"points": {"contains": "1"}}}, {"filter": {"name": {"contains": 5}}},
    {"filter": {"name": {"contains": "x" * 101}}}, {"filter": {"id": {"eq": "x"}}}, {"filter": {"id": {"ge": 1}}},
    {"filter": {"id": {"in": [2**60]}}},
    {"filter": {"tags": {"eq": "x"}}}, {"search": 5}, {"search": ["x"]}, {"search": "x" * 101}, {"nonsense": 1}, {"select": "password_hash"},
]  # fmt: skip


@pytest.mark.parametrize("body", WRONG_ROWS, ids=lambda body: str(body)[:50])
def test_a_wrong_question_for_rows_is_answered_by_a_sentence(asked, body):
    assert asked.refused("member/rows", body)


WRONG_CHANGES = [
    {}, {"op": ""}, {"op": "x" * 81}, {"op": 5}, {"op": None}, {"op": ["x"]}, {"op": "a\x00b"}, {"op": "a\nb"}, {"op": "x", "changes": {}},
    {"op": "x", "changes": "x"}, {"op": "x", "changes": None}, {"op": "x", "delete": 5}, {"op": "x", "delete": {}}, {"op": "x", "via": "job"},
    {"op": "x", "via": "import"}, {"op": "x", "via": []}, {"op": "x", "via": {}}, {"op": "x", "via": None}, {"op": "x",
    "user": 1}, {"op": "x", "who": "admin"},
]  # fmt: skip


@pytest.mark.parametrize("body", WRONG_CHANGES, ids=lambda body: str(body)[:50])
def test_a_wrong_request_to_change_is_answered_by_a_sentence(asked, body):
    assert asked.refused("member/changes", body)


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b"5", b"null", b'"x"', b"{'a': 1}", b"\xff\xfe", b"\x00", b"{\"op\": \"\\ud800\"}", b'{"limit": NaN}', b'{"limit": 1e999}',
    b'{"limit": ' + b"9" * 5000 + b"}", b"[" * 100_000, b'{"a":' * 2000 + b"1" + b"}" * 2000, b"op=x&changes=[]", b"\xef\xbb\xbf{}",
    b'{"filter": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}", b'{"search": "' + b"x" * 1_000_000 + b'"}',
], ids=lambda content: repr(content[:20]))  # fmt: skip
@pytest.mark.parametrize(
    "path", ["member/rows", "member/changes", "actions/redeem", "batches/1/undo", "member/1/reveal", "member/1/restore"]
)
def test_a_broken_body_is_answered_by_a_sentence(asked, path, content):
    answer = asked.post(path, content=content)
    if path == "member/rows" and content == b"":
        assert answer.status_code == 200
        return
    assert answer.status_code in (400, 409)
    assert sentence(answer)


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("depth", [3, 100, 200])
def test_lists_in_lists_are_no_value_anywhere(asked, depth):
    deep = nested(depth)
    own = asked.made["member"][world.OWN]
    assert asked.post("member/rows", {"filter": {"name": {"eq": deep}}}).status_code == 400
    assert (
        asked.json("member/changes", {"op": op(), "changes": [{"id": own, "set": {"name": deep}}]})["state"]
        == "refused"
    )
    assert (
        asked.json(
            "member/changes", {"op": op(), "changes": [{"id": own, "set": {"name": "x"}, "seen": {"name": deep}}]}
        )["state"]
        == "conflict"
    )
    assert asked.json("member/changes", {"op": op(), "changes": [deep], "delete": [deep]})["state"] in (
        "refused",
        "conflict",
    )
    assert asked.json("actions/redeem", {"op": op(), "id": own, "asks": {"gift": deep}})["state"] == "refused"
    assert asked.json("actions/redeem", {"op": op(), "id": deep, "asks": deep})["state"] == "refused"
    assert asked.post(f"member/{own}/reveal", {"field": deep, "reason": deep}).status_code == 409
    assert asked.ask("PUT", "member/view", content=orjson.dumps({"a": deep})).status_code in (200, 400)


@pytest.mark.parametrize(
    "path",
    ["member/0", "member/-1", "member/x", "member/1.5", f"member/{2**53}", f"member/{2**70}", "member/999999999", "nonsense/1",
     "member/1%00", "member/1/nonsense",
     "Member/1", "member /1", "__class__/1", "user'/1", "member/%F0%9F%98%80", f"member/{2**70}/history", "nonsense/look", "nonsense/export.csv"],
)  # fmt: skip
def test_what_is_not_there_is_answered_by_a_sentence(asked, path):
    answer = asked.get(path)
    assert answer.status_code in (400, 404)
    assert answer.json().get("message") or answer.json().get("detail")


@pytest.mark.parametrize("id", [0, -1, 10**9, 2**53, 2**63, 2**70, "x", "1.5", "NaN"])
def test_no_batch_is_undone_that_never_was(asked, id):
    answer = asked.post(f"batches/{id}/undo", {"op": op()})
    assert answer.status_code in (400, 404) or answer.json()["state"] == "refused"


def test_unknown_actions_and_answers_are_refused(asked):
    assert asked.refused("actions/nonsense", {"op": op()}, status=404)
    assert asked.refused("actions/redeem", {"id": 1})
    own = asked.made["member"][world.OWN]
    for asks in (
        {"nonsense": 1},
        {"gift": 10**9},
        {"gift": "没有"},
        {"gift": None},
        {"gift": 1, "qty": "八"},
        {"gift": 1, "qty": 10**12},
        {"gift": {"id": []}},
    ):
        assert asked.json("actions/redeem", {"op": op(), "id": own, "asks": asks})["state"] == "refused", asks


@pytest.mark.parametrize("query", ["", "x", "[]", "5", "{", '{"filter": []}', '{"sort": "x"}', '{"columns": ["nonsense"]}',
'{"columns": [["name"]]}', '{"columns": []}',
                                   '{"columns": 5}', '{"columns": [{}]}', '{"filter": {"name": {"eq": "\\ud800"}}}',
                                   '{"search": NaN}', "[" * 5000])  # fmt: skip
def test_a_wrong_question_for_an_export_is_answered_before_the_file_begins(asked, query):
    for ending in ("csv", "xlsx"):
        answer = asked.get(f"member/export.{ending}", params={"query": query})
        assert answer.status_code == 400
        assert sentence(answer)


def test_so_many_changes_at_once_and_no_more(asked):
    done = asked.json("region/changes", {"op": op(), "delete": [10**9] * (MOST_CHANGES + 1)})
    assert (done["state"], len(done["errors"])) == ("refused", 1)


def test_a_layout_is_small(asked):
    assert asked.ask("PUT", "member/view", content=orjson.dumps({"a": "x" * 20_001})).status_code == 400
    assert asked.ask("PUT", "member/view", content=b"[]").status_code == 400
    assert asked.ask("PUT", "nonsense/view", content=b"{}").status_code == 404


HOSTILE = [
    "%", "_", "\\", "%%", "\\%", "'", '"', "' OR '1'='1", "x'); DROP TABLE member; --", "\x00", "a\x00b", "\u202e", "\u2028",
    "\u200b", "😀", "x" * 100,
    "{0}", "{x.__class__}", "%s%n", "${jndi:ldap://x}", "<img src=x onerror=__x()>", "=1+1", "nan", "1e400", "-0",
    str(2**70), "\ufeff", "\r\nSet-Cookie: x",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_wildcards_quotes_and_signs_are_letters_like_others(asked, text):
    own = asked.made["member"][world.OWN]
    total = asked.json("member/rows", {})["total"]
    exact = asked.json("member/rows", {"filter": {"name": {"contains": text}}})["total"]
    assert exact in (0, total) if not text.strip("\x00\u202e\u200b\ufeff\u2028 ") else exact == 0
    assert asked.post("member/rows", {"search": text}).status_code == 200
    assert asked.get("member/look", params={"q": text}).status_code == 200
    assert asked.get("member/export.csv", params={"query": orjson.dumps({"search": text}).decode()}).status_code == 200
    body = {"op": op(), "changes": [{"id": own, "set": {"note": text}}]}
    done = asked.json("member/changes", body)
    assert done["state"] == "applied"
    kept = done["rows"][0]["note"]
    assert kept is None or kept == re.sub("[\x00\u202e\u200b\ufeff]", "", text).replace("\r\n", "\n").strip()
    assert asked.get(f"member/{own}/history").status_code == 200
    if kept:
        assert asked.json("member/rows", {"filter": {"note": {"eq": kept}}})["total"] >= 1


@pytest.mark.parametrize(
    "name",
    [
        "name",
        "phone",
        "points",
        "birthday",
        "tier",
        "tags",
        "consent",
        "status",
        "spend_12m",
        "joined_on",
        "note",
        "interests",
    ],
)
@pytest.mark.parametrize(
    "value", ["x" * 10_000_000, 2**63, -(2**63), 1e308, [1], {"id": 1}, True, "\x00"], ids=lambda value: repr(value)[:9]
)
def test_a_huge_or_odd_value_is_stored_or_refused_field_by_field(asked, name, value):
    own = asked.made["member"][world.OWN]
    done = asked.json("member/changes", {"op": op(), "changes": [{"id": own, "set": {name: value}}]})
    assert done["state"] in ("applied", "refused")
    assert done["state"] == "applied" or done["errors"][0]["field"] == name
    assert len(orjson.dumps(done)) < 100_000


# Anything at all --------------------------------------------------------------------------------------------------------

SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(HOSTILE)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
    | st.sampled_from(["", "1", "2026-03-01", "¥1", "own", "open", "canary00001", "13800138000", "店", "***", "2026-11", "是"])
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(list(RECORDS))
NAMES = st.sampled_from(
    sorted(
        {name for record in RECORDS.values() for name in record.fields()} | {"id", "", "nonsense", "-id", "__class__"}
    )
)
SMALL = st.integers(-1, 30) | st.none() | ANYTHING


def own_names(key: str):
    return st.sampled_from([*RECORDS[key].fields(), "id"]) | NAMES


def rows_of(key: str):
    filters = st.dictionaries(
        own_names(key),
        st.dictionaries(st.sampled_from([*OPERATORS, "contains", "like", ""]), ANYTHING | st.lists(SCALARS, max_size=4), max_size=2) | ANYTHING,
        max_size=3,
    )  # fmt: skip
    sorts = st.lists(st.builds(str.__add__, st.sampled_from(["", "-"]), own_names(key)) | ANYTHING, max_size=4)
    return st.fixed_dictionaries(
        {},
        optional={
            "offset": SMALL, "limit": SMALL, "after": SMALL, "sort": sorts | ANYTHING, "filter": filters | ANYTHING, "search": SCALARS, "x": ANYTHING,
        },
    )  # fmt: skip


def changes_of(key: str):
    values = st.dictionaries(own_names(key), ANYTHING, max_size=6)
    one = (
        st.fixed_dictionaries(
            {}, optional={"id": st.integers(1, 12) | SMALL, "set": values | ANYTHING, "seen": values | ANYTHING}
        )
        | ANYTHING
    )
    return st.fixed_dictionaries(
        {"op": st.uuids().map(str)},
        optional={
            "changes": st.lists(one, max_size=4) | ANYTHING,
            "delete": st.lists(SMALL, max_size=2) | ANYTHING,
            "via": st.sampled_from(["grid", "paste"]) | ANYTHING,
        },
    )


def sound(answer) -> None:
    """Never a fault, always JSON, and a sentence where it was refused."""
    assert answer.status_code in (200, 400, 404, 409), answer.text
    told = answer.json()
    if answer.status_code != 200:
        assert sentence(answer)
    elif "state" in told:
        assert told["state"] in ("applied", "duplicate", "conflict", "refused")
        assert bool(told["errors"]) == (told["state"] in ("conflict", "refused"))
        assert all(error["message"] and not FORBIDDEN.search(error["message"]) for error in told["errors"])


@FUZZ
@given(st.data())
def test_any_question_for_rows_is_answered(asked, data):
    key = data.draw(KEYS)
    answer = asked.post(f"{key}/rows", data.draw(rows_of(key)))
    sound(answer)
    assert answer.status_code != 200 or len(answer.json()["rows"]) <= 500


@FUZZ
@given(st.data())
def test_any_request_to_change_is_answered(asked, data):
    key = data.draw(KEYS.filter(lambda key: key not in ("user", "grant", "role")))
    sound(asked.post(f"{key}/changes", data.draw(changes_of(key))))


@FUZZ
@given(st.data())
def test_any_question_of_the_link_picker_is_answered(asked, data):
    asking = {
        "q": data.draw(st.text(st.characters(exclude_categories=("Cs",)), max_size=120) | st.sampled_from(HOSTILE))
    }
    if data.draw(st.booleans()):
        asking["ids"] = data.draw(st.text("0123456789,-x٣ ", max_size=40))
    sound(asked.get(f"{data.draw(KEYS)}/look", params=asking))


@FUZZ
@given(st.data())
def test_any_question_for_an_export_is_answered(asked, data):
    key = data.draw(KEYS)
    body = {**data.draw(rows_of(key)), "columns": data.draw(st.lists(own_names(key), max_size=4) | ANYTHING)}
    answer = asked.get(f"{key}/export.csv", params={"query": orjson.dumps(body).decode()})
    assert answer.status_code == 200 or sentence(answer) and answer.status_code == 400


@FUZZ
@given(st.data())
def test_any_wish_for_an_action_is_answered(asked, data):
    name = data.draw(st.sampled_from([name for name, action in ACTIONS.items() if action.on.key() != "user"]))
    names = st.sampled_from([*ACTIONS[name].asks, "nonsense"])
    body = st.fixed_dictionaries(
        {"op": st.uuids().map(str)},
        optional={
            "id": st.integers(1, 4) | SMALL,
            "asks": st.dictionaries(names, st.integers(-3, 3) | ANYTHING, max_size=4) | ANYTHING,
        },
    )
    sound(asked.post(f"actions/{name}", data.draw(body)))


@FUZZ
@given(st.data())
def test_any_wish_to_reveal_restore_or_undo_is_answered(asked, data):
    key, id = data.draw(KEYS), data.draw(st.integers(-1, 40) | st.integers())
    sound(
        asked.post(f"{key}/{id}/reveal", {"field": data.draw(own_names(key) | ANYTHING), "reason": data.draw(ANYTHING)})
    )
    sound(asked.post(f"{key}/{id}/restore", {"op": data.draw(st.uuids().map(str) | ANYTHING)}))
    sound(asked.post(f"batches/{id}/undo", {"op": data.draw(st.uuids().map(str) | ANYTHING)}))
    sound(
        asked.post(
            f"{key}/here", {"tab": data.draw(ANYTHING), "id": data.draw(ANYTHING), "field": data.draw(NAMES | ANYTHING)}
        )
    )
    sound(asked.post("outbox/discarded", {"ops": data.draw(ANYTHING)}))
