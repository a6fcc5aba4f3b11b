"""Half requests don't stay: however many, at whatever point they stop; slow but steady ones are waited for."""

import re
import socket
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.helpers.attack import Target, cookies_of, visited

HEAD = "POST /api/v1/thing HTTP/1.1\r\nHost: x\r\n"
CONNECTIONS = Path("/proc/net/tcp")
GONE = 60.0  # the small app's limits are two seconds; the machine that tests may be busy


target = visited()


def plug(target: Target, sent: str = "") -> socket.socket:
    host, port = target.host.split(":")
    made = socket.create_connection((host, int(port)), timeout=90)
    made.sendall(sent.encode())
    return made


def signed_in(target: Target, client, length: int) -> str:
    own = f"Origin: {target.url}\r\nCookie: {cookies_of(client)}\r\nX-Requested-With: opsdesk\r\n"
    return f"POST /api/v1/thing HTTP/1.1\r\nHost: {target.host}\r\n{own}Content-Length: {length}\r\n\r\n"


def lived(made: socket.socket, since: float) -> tuple[float, bytes]:
    """How long the server kept it since then, and what it said; `since` is before it was made, for its time begins there."""
    said = b""
    try:
        while came := made.recv(65536):
            said += came
    except ConnectionResetError:
        pass
    return time.monotonic() - since, said


def is_cut_off(made: socket.socket) -> bool:
    """Waits until the server is through with it. Its farewell comes behind what nobody has read: the system knows of it before."""
    there, here = made.getpeername()[1], made.getsockname()[1]
    still = re.compile(rf"[0-9A-F]{{8}}:{there:04X} [0-9A-F]{{8}}:{here:04X} 01 ")
    ends = time.monotonic() + GONE
    while still.search(CONNECTIONS.read_text()) and time.monotonic() < ends:
        time.sleep(0.05)
    return still.search(CONNECTIONS.read_text()) is None


@pytest.mark.parametrize("sent", ["", "G", "GET / HT", "GET / HTTP/1.1\r\n", HEAD, HEAD + "X-A: b", "\r\n"])
def test_a_head_that_stops_anywhere_is_cut_off(target, sent):
    since = time.monotonic()
    with closing(plug(target, sent)) as made:
        seconds, said = lived(made, since)
    assert 1 < seconds < GONE and (said == b"" or b" 408 " in said)


def test_a_head_that_comes_a_byte_at_a_time_is_cut_off_and_one_that_is_late_after_another_too(target):
    with closing(plug(target)) as made, pytest.raises(OSError):
        for letter in f"{HEAD}X-A: {'b' * 150}":
            made.sendall(letter.encode())
            time.sleep(0.1)
    since = time.monotonic()
    with closing(plug(target, f"GET /healthz HTTP/1.1\r\nHost: {target.host}\r\n\r\nGET /he")) as made:
        seconds, said = lived(made, since)
    assert b"200 OK" in said and seconds < GONE


def test_a_body_that_stops_is_cut_off_and_one_that_is_slow_but_steady_is_taken(target):
    with target.browser("ann") as ann:
        since = time.monotonic()
        with closing(plug(target, signed_in(target, ann, 100_000) + "x" * 5000)) as made:
            seconds, said = lived(made, since)
        assert 2 < seconds < GONE and said == b""
        with closing(plug(target, signed_in(target, ann, 192_000))) as made:
            for _ in range(16):  # thirty times the pace that is asked for, as a busy machine sleeps longer
                made.sendall(b"x" * 12_000)
                time.sleep(0.2)
            assert b'{"ok":true}' in made.recv(65536)


def test_an_answer_that_nobody_fetches_is_not_kept_for_ever(target):
    with target.browser("ann") as ann, closing(plug(target)) as made:
        made.sendall(f"GET /long HTTP/1.1\r\nHost: {target.host}\r\nCookie: {cookies_of(ann)}\r\n\r\n".encode())
        answer = made.recv(4096)
        assert answer.startswith(b"HTTP/1.1 200")
        if CONNECTIONS.exists():
            assert is_cut_off(made)
        else:
            time.sleep(4.5)  # twice what the small app allows
        assert len(lived(made, 0.0)[1]) < 59_000_000


def test_hundreds_of_half_requests_are_gone_in_seconds_and_others_are_served_meanwhile(target):
    with ExitStack() as stack:
        half = [stack.enter_context(closing(plug(target, HEAD))) for _ in range(300)]
        began = time.monotonic()
        assert target.stranger().get("/healthz").status_code == 200
        assert all(b" 408 " in lived(socket, began)[1] for socket in half)
        assert time.monotonic() - began < GONE
    assert target.stranger().get("/healthz").status_code == 200
