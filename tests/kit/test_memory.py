"""Memory is given back after something large, by one at a time."""

import asyncio
import gc
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from types import SimpleNamespace

import pytest
from nicegui import Client

from exports.read import aside
from models.kit.server import memory
from pages import guard
from pages.guard import sockets

ROOT = Path(__file__).parent.parent.parent


# In a process of its own: one that ran other tests has room from before, and takes less from the machine.
GIVING_BACK = """
from pathlib import Path
from models.kit.server import memory

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1000

keep = []
before = resident()
for _ in range(60_000):  # small pieces with something kept between them: freed, they stay with the process
    keep.append(bytearray(600))
    keep.append(bytearray(2000))
most = resident()
del keep[::2], keep[:-50]
memory.give_back()
print(before, most, resident())
"""


HEAVY = """
import main, sys
from models.kit.server import lean, memory
with memory.staying(), lean.without("aiohttp"):
    import pages
import gc
kept = gc.get_freeze_count()
assert gc.isenabled() and kept > 100_000
with memory.staying():
    more = [[] for _ in range(1000)]
assert gc.get_freeze_count() == kept, "a second time nothing is kept for good"
print(sorted({"psycopg", "aiohttp", "cryptography", "pandas", "numpy", "openpyxl", "pypinyin", "ortools", "authlib", "schedule"} & set(sys.modules)))
"""


DRIVER = """
import models, peewee, sys
from models.kit.server.served import Served
assert peewee.psycopg is None and "psycopg" not in sys.modules
there = Served.at("postgresql://ops@localhost/ops")
there._adapter.check_driver()
print(peewee.psycopg.__name__, there._adapter.txn_idle.name, there._adapter.txn_inerror.name, there._adapter.jsonb_type.__name__)
"""


def test_what_only_postgresql_needs_comes_with_its_address():
    ran = subprocess.run([sys.executable, "-c", DRIVER], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["psycopg", "IDLE", "INERROR", "Jsonb"]


def test_a_server_starts_without_what_only_some_work_needs_and_never_looks_through_what_it_imported():
    """Half a second, a hundred megabytes: who compares weeks, or writes the first Chinese name, waits for it once."""
    ran = subprocess.run([sys.executable, "-c", HEAVY], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["['schedule']"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there a process can be asked for its memory")
def test_what_a_large_reading_took_is_given_back():
    """In megabytes of the process."""
    ran = subprocess.run([sys.executable, "-c", GIVING_BACK], cwd=ROOT, capture_output=True, text=True, check=True)
    before, most, after = map(int, ran.stdout.split())
    assert most - before > 100 and after - before < (most - before) / 3


def test_what_hangs_together_in_a_circle_goes_too_and_a_second_call_meanwhile_does_nothing(monkeypatch):
    class Ring:
        pass

    ring = Ring()
    ring.itself, seen = ring, weakref.ref(ring)
    del ring
    calls: list[int] = []
    monkeypatch.setattr(
        memory, "_trim", lambda pad: (calls.append(pad), threading.Thread(target=memory.give_back).start())
    )
    gc.disable()
    try:
        memory.give_back()
    finally:
        gc.enable()
    assert seen() is None and calls == [0]


def test_a_large_file_gives_back_when_its_turn_is_over_and_a_small_one_asks_for_nothing(tmp_path, monkeypatch):
    called = []
    monkeypatch.setattr(aside, "give_back", lambda: called.append(1))
    file = tmp_path / "x"
    file.write_bytes(b"x" * 20)
    with aside.turn(file, 1):
        pass
    monkeypatch.setattr(aside, "LARGE", 10)
    with pytest.raises(ValueError, match="broke"), aside.turn(file, 1):
        raise ValueError("it broke")
    assert called == [1]


async def test_many_pages_that_closed_give_back_and_a_few_do_not(monkeypatch):
    called, started = [], []
    app = SimpleNamespace(on_startup=started.append)
    made = guard.Guard(guard.Limits(look_every=0), SimpleNamespace(alive=set), ())
    pages = {number: SimpleNamespace(_request=None) for number in range(100)}
    monkeypatch.setattr(Client, "instances", pages)
    monkeypatch.setattr(sockets, "give_back", lambda: called.append(len(pages)))
    tasks, looks = [], []

    async def look(guard) -> None:
        looks.append(1)

    monkeypatch.setattr(sockets, "_close", look)
    monkeypatch.setattr(
        sockets.background_tasks, "create", lambda work, name: tasks.append(asyncio.ensure_future(work))
    )
    sockets.close_dead_pages(app, made)
    started[0]()

    async def looked() -> None:
        """One look that began after now is through, for another has begun."""
        wanted = len(looks) + 2
        while len(looks) < wanted:
            await asyncio.sleep(0)

    for left, given in ((100, []), (70, []), (60, [60]), (30, [60]), (10, [60, 10])):
        while len(pages) > left:
            pages.popitem()
        await looked()
        assert called == given
    tasks[0].cancel()


def test_nothing_is_looked_through_while_any_large_work_grows_and_everything_afterwards():
    """Two that overlap, as two imports do; one of them fails."""
    assert gc.isenabled()
    with memory.growing():
        with pytest.raises(ValueError, match="it failed"), memory.growing():
            raise ValueError("it failed")
        assert not gc.isenabled()
    assert gc.isenabled()
