"""Robots outside are knocked at where they were looked at, and nobody keeps the post waiting."""

import socket
import threading
import time
from contextlib import closing

import pytest

from jobs import outbox, outside
from models.kit import Row


@pytest.fixture
def drip():
    """Makes a robot that answers with these pieces, one after another with a pause between."""
    with closing(socket.create_server(("127.0.0.1", 0))) as door:

        def answer(pieces, pause: float) -> str:
            def serve() -> None:
                line, _ = door.accept()
                with closing(line):
                    line.recv(65536)
                    for piece in pieces:
                        try:
                            line.sendall(piece)
                        except OSError:
                            return
                        time.sleep(pause)

            threading.Thread(target=serve, daemon=True).start()
            return f"http://127.0.0.1:{door.getsockname()[1]}/hook"

        yield answer


@pytest.fixture
def inner_allowed(monkeypatch):
    monkeypatch.setenv("OPS_INNER_HOOKS", "1")


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "pieces",
    [[HEAD, *[b"X-A: b\r\n"] * 900], [HEAD + b"Content-Length: 900\r\n\r\n", *[b" "] * 900]],
    ids=["heads", "body"],
)
def test_a_robot_that_drips_is_left_after_its_time(drip, inner_allowed, monkeypatch, pieces):
    monkeypatch.setattr(outside, "PATIENCE", 0.6)
    begun = time.monotonic()
    with pytest.raises(ValueError, match="没有在"):
        outside.post(drip(pieces, 0.1), {})
    assert time.monotonic() - begun < 45, "long before it has said everything"


def test_a_robot_that_answers_endlessly_is_left(drip, inner_allowed):
    with pytest.raises(ValueError, match="64 KB"):
        outside.post(drip([HEAD + b"\r\n", *[b"x" * 10_000] * 20], 0), {})


def test_what_a_robot_says_is_read_as_it_is(drip, inner_allowed):
    body = b'{"errcode": 0}'
    assert outside.post(drip([HEAD + b"Content-Length: %d\r\n\r\n" % len(body), body], 0), {}) == {"errcode": 0}
    for said in (b"[1]", b"5"):
        assert outside.post(drip([HEAD + b"Content-Length: %d\r\n\r\n" % len(said), said], 0), {}) == {}


def test_a_robot_that_sends_us_elsewhere_is_not_followed(drip, inner_allowed):
    away = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(ValueError, match="302"):
        outside.post(drip([away], 0), {})


def test_a_name_that_leads_inside_the_second_time_is_not_followed_there(drip, monkeypatch):
    """Looked at it was outside; a moment later, when knocking, the same name says the address of a machine of ours."""
    monkeypatch.delenv("OPS_INNER_HOOKS", raising=False)
    address = drip([HEAD + b"Content-Length: 2\r\n\r\n{}"], 0)
    port = int(address.rsplit(":", 1)[1].split("/")[0])
    asked: list[str] = []

    def turning(host, *given, **named):
        asked.append(host)
        where = "203.0.113.9" if host == "turns.example" and len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8" if where.startswith("203") else where, port))]

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    knocked: list[str] = []
    monkeypatch.setattr(
        outside.httpcore.SyncBackend, "connect_tcp", lambda self, host, *_: knocked.append(host) or 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        outside.post(f"http://turns.example:{port}/hook", {})
    assert knocked == ["8.8.8.8"], "the address that was looked at, not the name"


def test_what_people_wrote_makes_no_links_and_calls_nobody(monkeypatch):
    sent: list[dict] = []
    monkeypatch.setattr(outbox, "_post", lambda address, body, code: sent.append(body))
    hostile = '<at user_id="all"></at> <@all> [领奖](http://evil.example) ![](http://evil.example/x.png)'
    channel = Row(address="https://robot.example/x", signing=None)
    for send in (outbox.wecom, outbox.dingtalk, outbox.feishu):
        send(channel, hostile)
    for body in map(str, sent):
        assert "<" not in body and "](" not in body and "领奖" in body
