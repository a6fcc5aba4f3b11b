"""Power cuts, full disks and copies under load: what is on the disk is always a whole past."""

import random
import shutil
import threading
from pathlib import Path

import apsw
import pytest

from models.kit.server import database
from models.kit.write.edits import edit
from models.kit.write.history import Batch
from models.members import Member, MemberFollowUp
from tests.helpers.chance import random_for
from tests.helpers.shop import RULES_HELD, SYSTEM, Shop, broken, said
from tests.reliability.crowd import crowd
from tests.reliability.nursery import ask, copied, furnish, opened

pytestmark = pytest.mark.embedded

PAIR = "SELECT topic FROM member_follow_up GROUP BY topic HAVING count(*) <> 2"


def pair(topic: str):
    """Two calls in one batch: one of them alone is half a batch."""
    rows = [{"id": None, "set": {"member": member, "topic": topic, "content": "记" * 200}} for member in (1, 2)]
    return edit(MemberFollowUp, rows, who=SYSTEM)


# Power ------------------------------------------------------------------------------------------------------------------


def write_pairs(path: Path, count: int) -> None:
    """So many batches that are only in the log beside the database, for the process ends without closing it."""
    opened(path)
    for at in range(count):
        assert pair(f"p{at}").state == "applied"


def prefix_of(path: Path) -> tuple[list[str], int]:
    """What is wrong, and how many pairs are there; they must be the first ones."""
    opened(path)
    topics = [
        topic
        for (topic,) in database.handle.execute_sql(
            "SELECT DISTINCT topic FROM member_follow_up ORDER BY id"
        ).fetchall()
    ]
    faults = broken() + [f"half a batch: {half}" for half in database.handle.execute_sql(PAIR).fetchall()]
    if topics != [f"p{at}" for at in range(len(topics))]:
        faults.append(f"not the first ones: {topics}")
    return faults, len(topics)


def test_a_log_cut_at_any_length_opens_to_a_committed_past(tmp_path):
    dice, base, path = random_for("a log cut anywhere"), tmp_path / "base.db", tmp_path / "ops.db"
    furnish(base)
    ask(lambda: write_pairs(base, 12))
    log = (tmp_path / "base.db-wal").read_bytes()
    lengths = sorted([0, len(log), *(dice.randrange(len(log)) for _ in range(38))])
    counts = []
    for length in lengths:
        copied(base, path)
        torn = dice.randbytes(min(512, len(log) - length)) if dice.random() < 0.5 else b""
        (tmp_path / "ops.db-wal").write_bytes(log[:length] + torn)
        faults, count = ask(lambda: prefix_of(path))
        assert faults == [], f"cut at {length} of {len(log)}"
        counts.append(count)
    assert counts == sorted(counts), "a longer log never holds less"
    assert (counts[0], counts[-1]) == (0, 12)


def test_every_connection_commits_to_the_disk_itself(db):
    settings = crowd(
        [lambda: [database.handle.pragma(name) for name in ("synchronous", "journal_mode", "foreign_keys")]] * 5
    )
    assert settings == [[2, "wal", 1]] * 5


def test_a_connection_without_these_settings_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setitem(database.PRAGMAS, "synchronous", 1)
    with pytest.raises(RuntimeError, match="synchronous is 1"):
        database.open(f"sqlite:///{tmp_path}/ops.db")


def test_an_sqlite_with_the_wal_reset_bug_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(database.Embedded, "server_version", (3, 51, 2))
    with pytest.raises(RuntimeError, match="older than"):
        database.open(f"sqlite:///{tmp_path}/ops.db")
    assert apsw.sqlite_lib_version() >= "3.51.3"


# A full disk --------------------------------------------------------------------------------------------------------------


def test_a_full_disk_is_told_nothing_is_half_done_and_work_goes_on_when_there_is_space(stores):
    Shop(stores)
    used = database.handle.pragma("page_count")
    database.handle.execute_sql(f"PRAGMA max_page_count = {used + 12}").fetchall()
    kept = []
    for at in range(400):
        answer = pair(f"p{at}")
        if answer.state != "applied":
            break
        kept.append(answer.batch)
    assert said(answer) == "磁盘已满，没有保存；请清理磁盘后重试"
    assert Member.select().count() == 2, "reading goes on"
    assert {id for (id,) in Batch.select(Batch.id).tuples()} >= set(kept), "what was acknowledged is there"
    assert said(pair("again")).startswith("磁盘已满")
    assert database.handle.execute_sql(PAIR).fetchall() == []
    assert broken() == []
    database.handle.execute_sql("PRAGMA max_page_count = 1000000").fetchall()
    assert pair("after").state == "applied"
    assert broken() == []


# Copies under load ----------------------------------------------------------------------------------------------------------


def test_ten_copies_taken_while_twenty_write_are_whole(stores, tmp_path):
    Shop(stores)
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            written.append(pair(f"{threading.get_ident()}-{len(written)}-{random.random()}").batch)

    def copy() -> list[int]:
        sizes = []
        for at in range(10):
            database.back_up(tmp_path / f"copy{at}.db")
            with apsw.Connection(str(tmp_path / f"copy{at}.db")) as copy:
                assert copy.pragma("integrity_check") == "ok"
                for sql in (PAIR, *RULES_HELD.values(), "PRAGMA foreign_key_check"):
                    assert copy.execute(sql).fetchall() == [], sql
                sizes.append(copy.execute("SELECT count(*) FROM batch").get)
        stop.set()
        return sizes

    *_, sizes = crowd([write] * 20 + [copy])
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0], "they did write meanwhile"
    assert broken() == []


def test_the_last_copy_opens_in_today_s_code_with_the_same_rows(stores, tmp_path):
    Shop(stores)
    pair("p0")
    database.back_up(tmp_path / "copy.db")
    shutil.rmtree(tmp_path / "nothing", ignore_errors=True)
    before = Member.select().count(), Batch.select().count()
    database.close()
    database.open(f"sqlite:///{tmp_path}/copy.db")
    assert (Member.select().count(), Batch.select().count()) == before
    assert broken() == []
