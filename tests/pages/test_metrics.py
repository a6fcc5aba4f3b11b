"""What a monitoring program reads: routes, never addresses; numbers, never names; and only on the machine or by its token."""

import logging
import re
from dataclasses import replace

import pytest
from nicegui.testing import User
from prometheus_client.parser import text_string_to_metric_families
from starlette.requests import Request

from models.kit.server import logs
from models.kit.server.surroundings import Surroundings
from pages import metrics
from pages.guard.metering import route_of
from tests.helpers import desk

pytestmark = pytest.mark.nicegui_main_file("main.py")
folder = pytest.fixture(desk.folder)


def numbers(text: str) -> dict[tuple, float]:
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_requests_are_counted_by_route_and_the_state_is_told_in_numbers(folder, user: User):
    await user.http_client.get("/healthz")
    desk.put("store", {"code": "S1", "name": "锦江一店"})
    await user.http_client.get("/s/" + "secret-token-of-a-person" * 2)
    await user.http_client.get("/api/v1/member/1?q=13812345678")
    first = numbers((await user.http_client.get("/metrics")).text)
    await user.http_client.get("/login")
    answer = await user.http_client.get("/metrics")
    second = numbers(answer.text)
    login = ("opsdesk_requests_total", "/login", "200", "GET")
    key = next(key for key in second if set(key) == set(login))
    assert second[key] == first.get(key, 0) + 1
    for name in ("opsdesk_database_up", "opsdesk_edits_total", "opsdesk_heavy_waiting", "opsdesk_started_seconds"):
        assert (name,) in second, name
    assert second[("opsdesk_database_up",)] == 1 and second[("opsdesk_edits_total",)] >= 1
    assert any(name.startswith("opsdesk_request_seconds_bucket") for name, *_ in second)
    # The whole number: seconds and bytes among the samples may hold any few digits of it by chance.
    assert not re.search(r"secret-token|13812345678|锦江|admin", answer.text)


async def test_others_than_the_machine_itself_are_turned_away(folder, user: User):
    for name in metrics.FORWARDED:
        answer = await user.http_client.get("/metrics", headers={name: "203.0.113.9"})
        assert answer.status_code == 403 and "opsdesk_" not in answer.text, name


def asked(client: str, **headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "client": (client, 1), "headers": raw, "method": "GET", "path": "/metrics"})


def test_with_a_token_it_is_the_token_that_counts():
    token = "t" * 24
    assert metrics.may_read(asked("203.0.113.9", authorization=f"Bearer {token}"), token)
    assert not metrics.may_read(asked("127.0.0.1"), token)
    assert not metrics.may_read(asked("127.0.0.1", authorization="Bearer x"), token)
    assert not metrics.may_read(asked("203.0.113.9"), "") and metrics.may_read(asked("127.0.0.1"), "")


@pytest.mark.parametrize(
    ("scope", "route"),
    [
        ({"path": "/assets/x.js"}, "assets"),
        ({"path": "/nowhere/王小明"}, "other"),
        ({"path": "/_nicegui_ws/x/y", "root_path": "/_nicegui_ws", "endpoint": object()}, "/_nicegui_ws/…"),
        ({"path": "/healthz", "endpoint": object(), "path_params": {}}, "/healthz"),
        ({"path": "/s/token", "endpoint": object(), "path_params": {"token": "token"}}, "other"),
    ],
)
def test_an_address_never_becomes_a_name_of_its_own(scope, route):
    assert route_of(scope) == route


def test_the_log_is_turned_over_and_so_many_older_ones_stay(tmp_path):
    root = logging.getLogger()
    before, level = list(root.handlers), logging.getLogger("opsdesk").level
    file = tmp_path / "logs" / "ops.log"
    around = replace(Surroundings(), log=file, log_mb=1, log_keep=2)
    try:
        assert logs.to_file(around) == file
        for at in range(50):
            logging.getLogger("opsdesk.test").info("%d %s", at, "x " * 35_000)
        logging.getLogger("httpx").info("https://robot.example/send?key=secret")
        assert sorted(path.name for path in file.parent.iterdir()) == ["ops.log", "ops.log.1", "ops.log.2"]
        assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o600}
        assert "secret" not in file.read_text()
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
            handler.close()
        logging.getLogger("opsdesk").setLevel(level)
    assert logs.to_file(Surroundings()) is None
