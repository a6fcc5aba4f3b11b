"""The HTTP API: a sentence for every wrong question, and no fault whatever stands in it."""

import re

import orjson
import pytest

from models.kit.write.edits import MOST_CHANGES
from tests.helpers.api_asked import HOSTILE, op, sentence, small_api
from tests.over_http import world


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    with small_api(tmp_path_factory.mktemp("api")) as api:
        yield api


# Wrong questions --------------------------------------------------------------------------------------------------------

WRONG_ROWS = [
    {"limit": 0},
    {"limit": 501},
    {"limit": "5"},
    {"limit": 1.5},
    {"limit": True},
    {"limit": -1},
    {"limit": None},
    {"limit": 2**63},
    {"limit": []},
    {"offset": -1},
    {"offset": "x"},
    {"offset": 2**62},
    {"offset": None},
    {"after": "x"},
    {"after": 0},
    {"after": 10**9},
    {"after": {}},
    {"sort": "name"},
    {"sort": ["nonsense"]},
    {"sort": ["name; DROP TABLE member"]},
    {"sort": [1]},
    {"sort": [["name"]]},
    {"sort": [None]},
    {"sort": ["name"] * 7},
    {"sort": ["--name"]},
    {"sort": {"name": "asc"}},
    {"sort": ["password_hash"]},
    {"sort": ["t1.name"]},
    {"sort": [""]},
    {"filter": []},
    {"filter": "x"},
    {"filter": {"nonsense": {"eq": 1}}},
    {"filter": {"name": "x"}},
    {"filter": {"name": {"nonsense": 1}}},
    {"filter": {"name__like": {"eq": "x"}}},
    {"filter": {"": {"eq": 1}}},
    {"filter": {"name": {"gt": "x"}}},
    {"filter": {"points": {"ge": "八百"}}},
    {"filter": {"points": {"ge": None}}},
    {"filter": {"points": {"ge": [1]}}},
    {"filter": {"points": {"eq": {}}}},
    {"filter": {"joined_on": {"ge": "2026-02-30"}}},
    {"filter": {"tier": {"in": 1}}},
    {"filter": {"tier": {"in": ["x"]}}},
    {"filter": {"tier": {"eq": "普通"}}},
    {"filter": {"tier": {"eq": 2**63}}},
    {"filter": {"points": {"in": list(range(2001))}}},
    {"filter": {"points": {"in": [1] * 1500}, "spend_12m": {"in": [1] * 1500}}},
    {"filter": {"status": {"eq": "nonsense"}}},
    {"filter": {"points": {"contains": "1"}}},
    {"filter": {"name": {"contains": 5}}},
    {"filter": {"name": {"contains": "x" * 101}}},
    {"filter": {"id": {"eq": "x"}}},
    {"filter": {"id": {"ge": 1}}},
    {"filter": {"id": {"in": [2**60]}}},
    {"filter": {"tags": {"eq": "x"}}},
    {"search": 5},
    {"search": ["x"]},
    {"search": "x" * 101},
    {"nonsense": 1},
    {"select": "password_hash"},
]


@pytest.mark.parametrize("body", WRONG_ROWS, ids=lambda body: str(body)[:50])
def test_a_wrong_question_for_rows_is_answered_by_a_sentence(asked, body):
    assert asked.refused("member/rows", body)


WRONG_CHANGES = [
    {},
    {"op": ""},
    {"op": "x" * 81},
    {"op": 5},
    {"op": None},
    {"op": ["x"]},
    {"op": "a\x00b"},
    {"op": "a\nb"},
    {"op": "x", "changes": {}},
    {"op": "x", "changes": "x"},
    {"op": "x", "changes": None},
    {"op": "x", "delete": 5},
    {"op": "x", "delete": {}},
    {"op": "x", "via": "job"},
    {"op": "x", "via": "import"},
    {"op": "x", "via": []},
    {"op": "x", "via": {}},
    {"op": "x", "via": None},
    {"op": "x", "user": 1},
    {"op": "x", "who": "admin"},
]


@pytest.mark.parametrize("body", WRONG_CHANGES, ids=lambda body: str(body)[:50])
def test_a_wrong_request_to_change_is_answered_by_a_sentence(asked, body):
    assert asked.refused("member/changes", body)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"5",
        b"null",
        b'"x"',
        b"{'a': 1}",
        b"\xff\xfe",
        b"\x00",
        b'{"op": "\\ud800"}',
        b'{"limit": NaN}',
        b'{"limit": 1e999}',
        b'{"limit": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 2000 + b"1" + b"}" * 2000,
        b"op=x&changes=[]",
        b"\xef\xbb\xbf{}",
        b'{"filter": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}",
        b'{"search": "' + b"x" * 1_000_000 + b'"}',
    ],
    ids=lambda content: repr(content[:20]),
)
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
    [
        "member/0",
        "member/-1",
        "member/x",
        "member/1.5",
        f"member/{2**53}",
        f"member/{2**70}",
        "member/999999999",
        "nonsense/1",
        "member/1%00",
        "member/1/nonsense",
        "Member/1",
        "member /1",
        "__class__/1",
        "user'/1",
        "member/%F0%9F%98%80",
        f"member/{2**70}/history",
        "nonsense/look",
        "nonsense/export.csv",
    ],
)
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


@pytest.mark.parametrize(
    "query",
    [
        "",
        "x",
        "[]",
        "5",
        "{",
        '{"filter": []}',
        '{"sort": "x"}',
        '{"columns": ["nonsense"]}',
        '{"columns": [["name"]]}',
        '{"columns": []}',
        '{"columns": 5}',
        '{"columns": [{}]}',
        '{"filter": {"name": {"eq": "\\ud800"}}}',
        '{"search": NaN}',
        "[" * 5000,
    ],
)
def test_a_wrong_question_for_an_export_is_answered_before_the_file_begins(asked, query):
    for ending in ("csv", "xlsx"):
        answer = asked.get(f"member/export.{ending}", params={"query": query})
        assert answer.status_code == 400
        assert sentence(answer)


def test_so_many_changes_at_once_and_no_more(asked):
    done = asked.json("region/changes", {"op": op(), "delete": [10**9] * (MOST_CHANGES + 1)})
    assert (done["state"], len(done["errors"])) == ("refused", 1)


def test_a_layout_is_small(asked):
    assert asked.ask("PUT", "member/view", content=orjson.dumps({"a": "x" * 200_001})).status_code == 400
    assert asked.ask("PUT", "member/view", content=b"[]").status_code == 400
    assert asked.ask("PUT", "nonsense/view", content=b"{}").status_code == 404


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
