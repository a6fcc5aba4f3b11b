"""A company to try things on is a server of its own beside this one, and thrown away nothing of it is left."""

import socket
import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from models.kit import Refused
from models.kit.server import trial
from models.kit.server.trial import FOLDER, Trial, free_port

PASSWORD = "bo paints small wooden boats"
STUB = """
import time
from pathlib import Path

def serve(asked, tell):
    Path(asked["data"]).mkdir()
    {then}
    tell(1.0)
    time.sleep(60)
"""


@pytest.fixture
def beside(tmp_path):
    made = Trial(tmp_path / FOLDER, "127.0.0.1", 18_080)
    yield made
    made.end()


def until(made: Trial, kind: str, seconds: float = 300) -> trial.State:
    """Such a server starts behind everybody else's work, so a busy machine takes its time."""
    ends = time.monotonic() + seconds
    while made.state.kind != kind and time.monotonic() < ends:
        time.sleep(0.05)
    assert made.state.kind == kind, made.state
    return made.state


def stubbed(monkeypatch, tmp_path, then: str = "pass") -> None:
    (tmp_path / "stub.py").write_text(STUB.format(then=then))
    monkeypatch.setattr(trial, "TASK", f"{tmp_path}/stub.py:serve")


def test_one_is_made_and_serves_on_its_own_with_cookies_that_end_no_session_of_the_real_one(beside):
    beside.begin(PASSWORD, "")
    state = until(beside, "ready")
    with closing(HTTPConnection("127.0.0.1", state.port, timeout=90)) as line:
        heads = {"Origin": f"http://127.0.0.1:{state.port}", "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/auth/login", urlencode({"username": "admin", "password": PASSWORD}), heads)
        answer = line.getresponse()
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert any(kept.startswith("trial_ops_session=") for kept in answer.headers.get_all("set-cookie"))
    assert beside.folder.joinpath("ops.db").exists()
    beside.end()
    assert not beside.folder.exists() and beside.state == trial.NONE
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", state.port), timeout=30)


def test_a_second_click_makes_no_second_one_and_it_can_be_stopped_while_it_is_made(beside, monkeypatch, tmp_path):
    stubbed(monkeypatch, tmp_path, "time.sleep(60)")
    beside.begin(PASSWORD)
    first = beside.state
    beside.begin(PASSWORD)
    assert beside.state is first and first.kind == "making"
    beside.end()
    assert beside.state == trial.NONE and not beside.folder.exists()


def test_one_that_fails_says_so_leaves_nothing_and_can_be_begun_anew(beside, monkeypatch, tmp_path):
    stubbed(monkeypatch, tmp_path, "raise ValueError")
    beside.begin(PASSWORD)
    assert "编号" in until(beside, "failed").said.zh and not beside.folder.exists()
    stubbed(monkeypatch, tmp_path)
    beside.begin(PASSWORD)
    until(beside, "ready")


def test_one_that_opens_while_it_is_thrown_away_stays_away(beside, monkeypatch):
    begun, gone = threading.Event(), threading.Event()

    class Slow:
        def __init__(self, task, asked, tell, **more):
            self.tell = tell

        def pieces(self):
            begun.set()
            gone.wait(90)
            self.tell(1.0, None)
            return iter(())

        def cancel(self):
            pass

    monkeypatch.setattr(trial, "Beside", Slow)
    beside.begin(PASSWORD)
    assert begun.wait(90)
    waiting = next(thread for thread in threading.enumerate() if thread.name == "trial")
    beside.end()
    gone.set()
    waiting.join(90)
    assert beside.state == trial.NONE


def test_where_no_process_can_be_begun_it_is_said(beside, monkeypatch):
    def refuse(*_):
        raise OSError("too many open files")

    monkeypatch.setattr(trial.Beside, "pieces", refuse)
    beside.begin(PASSWORD)
    assert "too many open files" in until(beside, "failed").said.zh


def test_there_is_none_inside_of_one_and_none_where_nobody_serves(tmp_path):
    for made in (Trial(tmp_path / FOLDER, "127.0.0.1", 18_080, inside=True), Trial(None, "127.0.0.1", 0)):
        made.begin(PASSWORD)
        assert not made.offered and made.state == trial.NONE


def test_its_port_is_the_next_free_one_and_an_address_that_is_not_here_is_refused():
    first = free_port("127.0.0.1", 18_090)
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", first))
        assert free_port("127.0.0.1", first) > first
    with pytest.raises(Refused, match="port"):
        free_port("203.0.113.9", 18_090)
