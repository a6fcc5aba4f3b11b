"""Signing in at a provider: in with every proof and an account that is here, out with any of them missing."""

import time
from contextlib import closing

import pytest
from nicegui.testing import User as Visitor

from models.accounts import second
from models.accounts.people import User
from models.kit import system
from models.kit.clock import now
from models.kit.server import surroundings
from models.kit.server.database import reading
from models.kit.write.history import Event
from models.kit.write.writes import changes
from pages import elsewhere
from tests.helpers import desk
from tests.helpers.identity import CLIENT, SECRET, Identity

pytestmark = pytest.mark.nicegui_main_file("main.py")
PAGE = {"Accept": "text/html"}


@pytest.fixture
def identity():
    with closing(Identity()) as made:
        yield made


@pytest.fixture
def folder(fresh, tmp_path, monkeypatch, identity):
    given = {"": identity.issuer, "_CLIENT": CLIENT, "_SECRET": SECRET, "_NAME": "公司账号"}
    for name, value in given.items():
        monkeypatch.setenv(f"OPS_OIDC{name}", value)
    monkeypatch.setenv("OPS_URL", "http://localhost")
    return desk.folder(fresh, tmp_path, monkeypatch)


async def away(user: Visitor, target: str = "/todo") -> str:
    """To the provider's door; returns its address."""
    await user.http_client.get("/healthz")
    answer = await user.http_client.get(f"/auth/elsewhere?next={target}", headers=PAGE)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def signed_in(user: Visitor) -> bool:
    return (await user.http_client.get("/auth/session", headers=PAGE)).status_code == 200


async def test_whoever_has_an_account_comes_in_by_the_button_and_goes_where_he_wanted(folder, identity, user: Visitor):
    await user.http_client.get("/healthz")
    desk.hire("bo")
    page = await user.http_client.get("/login?next=/todo", headers=PAGE)
    assert "用公司账号登录" in page.text and "/auth/elsewhere?next=/todo" in page.text
    back = identity.sign_in(await away(user))
    answer = await user.http_client.get(back, headers=PAGE)
    assert answer.status_code == 303 and answer.headers["location"] == "/todo"
    assert (await user.http_client.get("/auth/session")).json()["login"] == "bo"
    again = await user.http_client.get(back, headers=PAGE)
    assert again.status_code == 400, "what came back is good once"
    with reading():
        assert any(event.kind == "signed_in" and "elsewhere" in event.detail for event in Event.select())


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "somebody else"},
        {"aud": [CLIENT, "somebody else"]},
        {"iss": "http://evil.example"},
        {"exp": int(time.time()) - 600},
        {"nonce": "another"},
        {"preferred_username": "nobody-here"},
        {"preferred_username": None},
        {"preferred_username": ["bo"]},
        {"preferred_username": "robot"},
        {"preferred_username": "gone"},
    ],
)
async def test_a_proof_that_does_not_hold_and_a_name_that_is_nobodys_open_nothing(
    folder, identity, user: Visitor, wrong
):
    await user.http_client.get("/healthz")
    desk.hire("bo")
    with reading():
        role = User.get(User.login == "bo").role_id
    with changes(who=system("tests")) as c:
        c.create(User, login="robot", name="R", role=role, machine=True)
        c.create(User, login="gone", name="G", role=role, active=False)
    identity.says |= wrong
    answer = await user.http_client.get(identity.sign_in(await away(user)), headers=PAGE)
    assert answer.status_code in (400, 403) and not await signed_in(user)


async def test_forged_ways_back_open_nothing(folder, identity, user: Visitor):
    await user.http_client.get("/healthz")
    desk.hire("bo")
    assert (await user.http_client.get("/auth/elsewhere/back?code=x&state=", headers=PAGE)).status_code == 400
    back = identity.sign_in(await away(user))
    assert (await user.http_client.get(back.replace("state=", "state=x"), headers=PAGE)).status_code == 400
    identity.signs_with = identity.other
    assert (await user.http_client.get(back, headers=PAGE)).status_code == 400
    identity.signs_with = identity.key
    back = identity.sign_in(await away(user))
    identity.codes["the-code"]["code_challenge"] = "of another browser"
    assert (await user.http_client.get(back, headers=PAGE)).status_code == 400
    assert not await signed_in(user)


async def test_a_second_step_that_was_set_up_here_is_asked_for_all_the_same(folder, identity, user: Visitor):
    await user.http_client.get("/healthz")
    desk.hire("bo")
    with reading():
        bo = User.get(User.login == "bo").id
    with changes(who=system("tests")) as c:
        second.SecondStep.insert(user_id=bo, secret="A" * 32, made_at=now(), proved_at=now()).execute()
        c.update(User, bo, second_step=True)
    answer = await user.http_client.get(identity.sign_in(await away(user)), headers=PAGE)
    assert answer.headers["location"] == "/login/code?next=/todo" and not await signed_in(user)


async def test_a_provider_that_is_away_is_a_sentence_and_the_password_stays(
    folder, identity, user: Visitor, monkeypatch
):
    await user.http_client.get("/healthz")
    monkeypatch.setenv("OPS_OIDC", "http://127.0.0.1:9")
    answer = await user.http_client.get("/auth/elsewhere", headers=PAGE)
    assert answer.status_code == 503 and "现在连不上" in answer.text
    monkeypatch.delenv("OPS_OIDC")
    assert (await user.http_client.get("/auth/elsewhere", headers=PAGE)).status_code == 404
    assert "/auth/elsewhere" not in (await user.http_client.get("/login", headers=PAGE)).text


def test_an_address_counts_only_when_it_was_proved_and_half_a_setting_is_refused(monkeypatch):
    whole = {
        "OPS_OIDC": "https://id.example",
        "OPS_OIDC_CLIENT": "a",
        "OPS_OIDC_SECRET": "b",
        "OPS_URL": "https://o.example",
    }
    named = surroundings.read(whole | {"OPS_OIDC_CLAIM": "email"}).provider
    assert named.name == "id.example"
    assert elsewhere._login({"email": "bo@x.example", "email_verified": True}, named) == "bo@x.example"
    assert elsewhere._login({"email": "bo@x.example"}, named) == ""
    for name in ("OPS_OIDC_CLIENT", "OPS_OIDC_SECRET", "OPS_URL"):
        with pytest.raises(ValueError, match=name):
            surroundings.read({key: value for key, value in whole.items() if key != name})
    with pytest.raises(ValueError, match="issuer"):
        surroundings.read(whole | {"OPS_OIDC": "http://id.example"})
