"""What every answer of the real server carries, and what it never does, whoever asks and whatever for."""

import re

import pytest

from models import house
from tests.helpers import places
from tests.over_http.world import OWN

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
ASKED = [
    ("GET", "records"),
    ("POST", "member/rows"),
    ("POST", "member/changes"),
    ("GET", "member/look"),
    ("GET", "member/1"),
    ("GET", "member/1/history"),
    ("GET", "member/export.csv"),
    ("GET", "member/export.xlsx"),
    ("GET", "member/template.xlsx"),
    ("POST", "member/1/reveal"),
    ("POST", "member/1/restore"),
    ("POST", "batches/1/undo"),
    ("GET", "batches"),
    ("POST", "actions/redeem"),
    ("PUT", "member/view"),
    ("GET", "openapi.json"),
    ("GET", "nonsense/1"),
    ("DELETE", "member/1"),
    ("GET", "/healthz"),
    ("GET", "/login"),
    ("GET", "/"),
    ("GET", "/nowhere"),
    ("GET", "/t/member"),
]


@pytest.mark.parametrize(("method", "path"), ASKED, ids=[f"{m} {p}" for m, p in ASKED])
def test_every_answer_carries_the_security_headers_signed_in_or_not(served, method, path):
    for login in ("", "operations_manager", "viewer"):
        answer = served.ask(login, method, path, **({} if method == "GET" else {"json": {}}))
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, (login, path, name)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert "server" not in answer.headers
        if not login and path not in ("/healthz", "/login"):
            assert answer.status_code in (303, 401), (path, answer.status_code)


@pytest.mark.parametrize("token", ["x", "ops_", "ops_" + "A" * 43, "\x00", "a" * 9000, "null", "Bearer x"])
def test_an_invented_token_opens_nothing(served, token):
    headers = {"Authorization": f"Bearer {token}".encode("latin-1", "replace").replace(b"\x00", b"%00")}
    for method, path in (("GET", "records"), ("POST", "member/rows")):
        answer = served.ask("", method, path, headers=headers)
        assert answer.status_code in (400, 401, 431)
        assert not re.search(r"member_tier|card_no", answer.text)


def test_files_are_attachments_with_a_name_of_ours_and_their_own_type(served):
    for path, kind in (
        ("member/export.csv", "text/csv"),
        ("member/export.xlsx", "application/vnd.openxml"),
        ("member/template.xlsx", "application/vnd.openxml"),
    ):
        answer = served.get("operations_manager", path)
        assert answer.status_code == 200 and answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-disposition"].startswith('attachment; filename="member.')


def test_an_export_is_noted_before_it_leaves(served):
    """Who exported what stands in the log of events; the test reads it the way an administrator's copy would."""
    before = count(served)
    served.get("members_service", "member/export.csv", params={"query": '{"search": "canary"}'})
    served.get("viewer", "member/export.csv")
    assert count(served) == before + 1
    last = "SELECT user_name, record, detail FROM event WHERE kind = 'export' ORDER BY id DESC LIMIT 1"
    ((name, record, detail),) = places.ask(served.address, last)
    assert (name, record) == ("canary members_service", "member")
    assert '"rows": ' in detail and '"search": "canary"' in detail


def count(served) -> int:
    ((exports,),) = places.ask(served.address, "SELECT count(*) FROM event WHERE kind = 'export'")
    return exports


def test_the_routes_described_are_the_routes_there_are(served):
    described = served.get("viewer", "openapi.json").json()
    assert "/api/v1/{record}/rows" in described["paths"] and "/api/v1/{record}/changes" in described["paths"]
    assert not [path for path in described["paths"] if not path.startswith("/api/v1/")]
    assert "password_hash" not in str(described)


@pytest.mark.parametrize("kind", ["count", "quantity", "money", "day", "choice"])
def test_every_cell_that_may_be_empty_may_be_emptied(served, kind):
    """What follows from the cell follows from an empty one as well, or says in words why it can't."""
    for record in served.get("administrator", "records").json()["records"]:
        for item in record["fields"]:
            if item["kind"] == kind and item["editable"] and not item["required"]:
                change = {"id": served.made[record["name"]][OWN], "set": {item["name"]: None}}
                asked = {"op": "x", "changes": [change], "trial": True}
                assert served.post("administrator", f"{record['name']}/changes", asked).status_code == 200


def test_no_secret_stands_in_the_servers_own_log(served):
    for key in house().records:
        served.get("administrator", f"{key}/{served.made[key][OWN]}")
    log = served.log.read_text()
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", log)
    assert not [token for token in served.tokens.values() if token in log]
    assert "Traceback" not in log, log[-3000:]
