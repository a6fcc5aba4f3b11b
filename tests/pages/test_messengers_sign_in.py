"""Signing in with WeCom, DingTalk or Feishu: in for whom they say it is and who has an account here, out for everybody else."""

import logging
from contextlib import closing

import pytest
from nicegui.testing import User as Visitor

from models.kit.server import surroundings
from pages import platforms
from tests.helpers import desk
from tests.helpers.messengers import AGENT, CLIENT, SECRET, Messengers
from tests.pages.test_elsewhere_sign_in import PAGE, away, signed_in

pytestmark = pytest.mark.nicegui_main_file("main.py")
SAID = {"wecom": "用企业微信登录", "dingtalk": "用钉钉登录", "feishu": "用飞书登录"}


@pytest.fixture
def messengers():
    with closing(Messengers()) as made:
        yield made


@pytest.fixture(params=SAID)
def platform(request, fresh, tmp_path, monkeypatch, messengers):
    given = {"": request.param, "_CLIENT": CLIENT, "_SECRET": SECRET, "_AGENT": AGENT}
    for name, value in given.items():
        monkeypatch.setenv(f"OPS_OIDC{name}", value)
    monkeypatch.setenv("OPS_URL", "http://localhost")
    desk.folder(fresh, tmp_path, monkeypatch)
    return request.param


@pytest.fixture
async def visitor(platform, messengers, user: Visitor, monkeypatch):
    """The running app's own modules: the plugin that runs it loads them anew for every test."""
    await user.http_client.get("/healthz")
    from pages import platforms

    for name in ("WECOM", "DINGTALK", "FEISHU"):
        monkeypatch.setattr(platforms, name, messengers.address)
    desk.hire("bo")
    return user


async def test_whoever_has_an_account_comes_in_by_the_button_once_for_each_code(platform, messengers, visitor):
    assert SAID[platform] in (await visitor.http_client.get("/login?next=/todo", headers=PAGE)).text
    back = messengers.sign_in(platform, await away(visitor))
    answer = await visitor.http_client.get(back, headers=PAGE)
    assert answer.status_code == 303 and answer.headers["location"] == "/todo", answer.text
    assert (await visitor.http_client.get("/auth/session")).json()["login"] == "bo"
    assert (await visitor.http_client.get(back, headers=PAGE)).status_code == 400


async def test_who_is_unknown_here_or_there_stays_outside(platform, messengers, visitor):
    nothing = {} if platform == "wecom" else None
    for said in ({"userid": "carla", "mobile": "carla"}, {"userid": None, "openid": "o"}, {"email": "bo"}, nothing):
        messengers.says[platform] = said
        answer = await visitor.http_client.get(messengers.sign_in(platform, await away(visitor)), headers=PAGE)
        assert answer.status_code in (400, 403) and not await signed_in(visitor), said


async def test_a_code_that_is_forged_used_up_or_another_browsers_opens_nothing(platform, messengers, visitor):
    back = messengers.sign_in(platform, await away(visitor))
    for wrong in (
        back.replace("the-code", "x"),
        back.replace("state=", "state=x"),
        back.replace("ode=the-code", "ode="),
    ):
        assert (await visitor.http_client.get(wrong, headers=PAGE)).status_code == 400
    messengers.codes.clear()
    assert (await visitor.http_client.get(back, headers=PAGE)).status_code == 400
    assert not await signed_in(visitor)


async def test_a_platform_that_is_away_is_a_sentence_and_no_secret_reaches_the_log(
    platform, messengers, visitor, caplog
):
    back = messengers.sign_in(platform, await away(visitor))
    messengers.down = 503
    with caplog.at_level(logging.WARNING):
        answer = await visitor.http_client.get(back, headers=PAGE)
    assert answer.status_code == 503 and "现在连不上" in answer.text and not await signed_in(visitor)
    assert SECRET not in caplog.text and SECRET.replace(" ", "+") not in caplog.text


@pytest.mark.parametrize(
    "said, mobile",
    [
        ({"mobile": "15112345678", "stateCode": "86"}, "15112345678"),
        ({"mobile": "15112345678", "stateCode": "+86"}, "15112345678"),
        ({"mobile": "+8615112345678"}, "15112345678"),
        ({"mobile": "15112345678", "stateCode": "49"}, "+4915112345678"),
        ({"mobile": "+4915112345678"}, "+4915112345678"),
        ({"mobile": None, "stateCode": "49"}, None),
    ],
)
def test_a_number_of_another_country_is_nobody_here(said, mobile):
    assert platforms._of_china(said)["mobile"] == mobile


def test_each_platform_needs_all_of_it_and_half_a_setting_is_refused():
    whole = {
        "OPS_OIDC": "wecom",
        "OPS_OIDC_CLIENT": "a",
        "OPS_OIDC_SECRET": "b",
        "OPS_OIDC_AGENT": "1",
        "OPS_URL": "https://o.cn",
    }
    assert surroundings.read(whole).provider.claim == "userid"
    assert surroundings.read(whole | {"OPS_OIDC": "feishu", "OPS_OIDC_CLAIM": "user_id"}).provider.claim == "user_id"
    assert surroundings.PLATFORMS.keys() == platforms.PLATFORMS.keys()
    for name in ("OPS_OIDC_CLIENT", "OPS_OIDC_SECRET", "OPS_OIDC_AGENT", "OPS_URL"):
        with pytest.raises(ValueError, match=name):
            surroundings.read({key: value for key, value in whole.items() if key != name})
