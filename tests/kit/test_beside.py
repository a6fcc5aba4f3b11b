"""Work beside the server: an order in, progress and an answer out, and whatever ends it early is told and leaves nothing."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from models.kit import Refused
from models.kit.server import database
from models.kit.server.beside import READY, Beside, Ended, beside, whole
from models.kit.server.machine import DISK_FULL

ROOT = Path(__file__).parent.parent.parent
TASKS = "tests.helpers.beside_tasks:"


def alone(name: str, argument=None, tell=lambda share, text: None, **more):
    return beside(TASKS + name, argument, tell, alone=True, **more)


def ended(name: str, argument=None, **more) -> Ended:
    with pytest.raises(Ended) as caught:
        alone(name, argument, **more)
    return caught.value


def is_there(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(number: int) -> bool:
    ends = time.monotonic() + 60
    while is_there(number) and time.monotonic() < ends:
        time.sleep(0.02)
    return not is_there(number)


def test_an_order_goes_in_and_progress_and_an_answer_come_out():
    heard = []
    assert alone("twice", 21, lambda share, text: heard.append((share, text.en))) == 42
    assert heard == [(0.5, "half")]


def test_bytes_go_in_and_come_out_in_pieces_with_an_answer_after_them():
    data = bytes(range(256)) * 4000
    made, answer = whole(TASKS + "pieces", data, alone=True)
    assert made == data + bytes(3_000_000) and answer == {"kept": len(data)}


def test_a_large_answer_arrives_whole():
    assert alone("large", 4_000_000) == "字" * 4_000_000


def test_work_that_is_alone_knows_nothing_of_the_servers_surroundings(monkeypatch):
    monkeypatch.setenv("OPS_SECRET", "s")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@h/d")
    assert not {"OPS_SECRET", "DATABASE_URL"} & set(alone("surroundings"))


def test_work_beside_a_server_that_an_update_overtook_waits_for_the_next_start(db):
    with database.writing():
        name = "(SELECT max(name) FROM schema_migration)"
        database.handle.execute_sql(f"DELETE FROM schema_migration WHERE name = {name}")
    before = database.fetch("SELECT count(*) FROM schema_migration")
    with pytest.raises(Refused, match="again"):
        beside(TASKS + "twice", 21)
    assert database.fetch("SELECT count(*) FROM schema_migration") == before
    assert list(db.parent.glob("**/*before*")) == []


@pytest.mark.parametrize("name", ["deaf", "locked", "flood", "flood_of_progress"])
def test_at_its_limit_it_is_killed_whatever_it_ignores_or_says(name):
    began = time.monotonic()
    assert ended(name, limit=0.5).cause == "limit"
    assert time.monotonic() - began < 30, "what it does has no end of its own"


def test_work_is_counted_by_the_processor_and_not_by_the_clock():
    assert ended("busy", work=1).cause == "work"
    assert alone("asleep", 1.5, work=1) == "awake", "who waits doesn't work"


def test_more_memory_than_it_may_take_ends_it_and_is_told():
    assert ended("greedy", memory=150 * 1024**2).cause == "memory"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_signal_that_ended_it_is_named(number):
    failure = ended("shot", int(number))
    assert (failure.cause, failure.number) == ("signal", number) and number.name in failure.text.zh


def test_a_crash_in_a_library_is_a_signal_too():
    assert ended("crashed").number == signal.SIGSEGV


def test_an_error_has_a_case_number_and_the_log_has_the_rest(caplog):
    with caplog.at_level(logging.ERROR):
        failure = ended("broken")
    assert failure.cause == "error" and failure.case in failure.text.en and "thirteen" not in failure.text.en
    assert failure.case in caplog.text and "ValueError: thirteen" in caplog.text


def test_a_full_disk_over_there_is_told_in_the_words_of_one_here():
    failure = ended("full")
    assert (failure.cause, failure.text) == ("disk", DISK_FULL)


def test_what_leaves_without_a_word_is_an_error_with_what_it_printed_last(caplog):
    assert ended("left", 0).cause == "error" and "last words" in caplog.text


def test_one_that_shuts_its_mouth_and_goes_on_is_killed():
    assert ended("mute").cause == "signal"


def test_an_answer_that_is_none_is_not_believed():
    with pytest.raises(ValueError, match="from beside"):
        alone("garbage")


def test_a_task_that_is_not_there_is_an_error():
    assert ended("nowhere").cause == "error"


def test_whoever_asks_for_it_ends_it_and_so_does_whoever_hears_of_its_progress():
    assert ended("deaf", stop=lambda: True).cause == "cancelled"
    numbers = []

    def tell(share, text):
        numbers.append(int(text.en))
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        alone("deaf", tell=tell)
    assert gone(numbers[0])


def test_another_thread_cancels_it_and_one_that_has_not_begun_never_does():
    work = Beside(TASKS + "deaf", None, lambda share, text: threading.Thread(target=work.cancel).start(), alone=True)
    with pytest.raises(Ended) as caught:
        list(work.pieces())
    assert caught.value.cause == "cancelled" and work.process.returncode == -signal.SIGKILL
    early = Beside(TASKS + "deaf", alone=True)
    early.cancel()
    with pytest.raises(Ended):
        list(early.pieces())
    assert early.process is None


def test_pieces_that_nobody_takes_any_more_end_it():
    work = Beside(TASKS + "pieces", b"first", alone=True)
    stream = work.pieces()
    next(stream)
    stream.close()
    assert work.process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("name", ["deaf", "locked"])
def test_it_dies_with_its_parent_however_that_ended(name):
    code = (
        "from models.kit.server.beside import beside\n"
        f"beside({TASKS + name!r}, None, lambda share, text: print(text.en, flush=True), alone=True)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    assert is_there(child)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert gone(child)


@pytest.fixture
def ready(db, monkeypatch):
    monkeypatch.setattr(READY, "keeps", True)
    yield READY
    READY.let_go()


def number_of(argument) -> int:
    who, same = beside(TASKS + "number", argument)
    assert same == argument
    return who


def test_after_work_that_reads_a_process_waits_for_the_next_and_ends_when_it_is_let_go(ready):
    number_of("first")
    waiting = ready._process
    assert is_there(waiting.pid)
    assert number_of("second") == waiting.pid
    after = ready._process
    assert after.pid != waiting.pid
    ready.let_go()
    assert gone(after.pid)
    assert ready.take() is None


def test_one_that_died_while_it_waited_is_not_asked(ready):
    number_of(1)
    os.kill(ready._process.pid, signal.SIGKILL)
    assert gone(ready._process.pid)
    assert number_of(2)


def test_work_is_done_also_where_no_process_can_be_made_for_the_next(ready, monkeypatch):
    def start(module: str) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(ready, "start", start)
    assert number_of(1)
    assert ready.take() is None


def test_work_that_is_alone_or_writes_takes_no_process_that_waits(ready):
    number_of(1)
    waiting = ready._process
    assert alone("twice", 2) == 4
    assert beside(TASKS + "number", 1, writes=True)[0] != waiting.pid
    assert ready._process is waiting


def test_where_none_is_kept_none_waits(db, monkeypatch):
    READY.let_go()  # a server that another test started may have kept one
    monkeypatch.setattr(READY, "keeps", False)
    number_of(1)
    assert READY.take() is None
