"""Kill somebody amid groups of small edits, and let commits of groups fail on the disk itself: `python -m tests.reliability.group_kills`."""

import random
import resource
import tempfile
import threading
import time
from pathlib import Path

from models.kit.declare.access import Who
from models.kit.server import database, lane
from models.kit.server.lane import LANE
from models.kit.write.history import Batch
from models.kit.write.together import edit_in_line
from models.members import MemberFollowUp
from tests.helpers.shop import broken
from tests.reliability.hand import by_hand
from tests.reliability.nursery import Child, ask, furnish, opened, ready

EDITORS = 8
HALF = "SELECT topic FROM member_follow_up GROUP BY topic HAVING count(*) <> 2"


def pair(name: str, number: int) -> str:
    """Two calls in one edit, one alone is half of it. Returns what became of it."""
    rows = [{"id": None, "set": {"member": member, "topic": name, "content": "记" * 60}} for member in (1, 2)]
    who = Who(number, f"P{number}", f"p{number}", all_rights=True)
    return edit_in_line(MemberFollowUp, rows, who, op=name).state


def work_on(path: Path, name: str, say) -> None:
    """Several editors without end; an op is said behind its answer, with how many were in the groups so far."""
    opened(path)
    lane.TOGETHER = 1.0  # who waits goes along, however slow the machine writes

    def live(number: int) -> None:
        at = 0
        while True:
            at += 1
            op = f"{name}.{number}.{at}"
            assert pair(op, number) == "applied"
            say(f"{op} {LANE.groups} {LANE.pieces}")

    threads = [threading.Thread(target=live, args=(number,)) for number in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def wrong(path: Path, acked: list[str]) -> list[str]:
    """What is lost or half done."""
    opened(path)
    there = {op for (op,) in Batch.select(Batch.op).tuples()}
    faults = [f"lost: {op}" for op in acked if op not in there]
    faults += [f"half an edit: {topic}" for (topic,) in database.handle.execute_sql(HALF).fetchall()]
    return faults + broken()


def starve(path: Path) -> tuple[list[str], list[str]]:
    """Editors whose disk takes no more bytes at some moment: the ops that were acknowledged, and what the others were answered."""
    opened(path)
    applied, refused, lock = [], [], threading.Lock()
    assert pair("first", 0) == "applied"
    size = Path(f"{path}-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 300_000, resource.RLIM_INFINITY))

    def live(number: int) -> None:
        for at in range(40):
            state = pair(op := f"full.{number}.{at}", number)
            with lock:
                (applied if state == "applied" else refused).append(op if state == "applied" else state)

    threads = [threading.Thread(target=live, args=(number,)) for number in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return applied, refused


def run(times: int, seed: int) -> dict:
    """The figures of so many kills and one failing disk; `wrong` is empty when nothing was lost or half done."""
    dice, began = random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="group-kills-") as folder:
        path = Path(folder) / "ops.db"
        furnish(path)
        ready(path)
        acked, groups, pieces, faults = [], 0, 0, []
        for at in range(times):
            child = Child(lambda say, at=at: work_on(path, f"k{at}", say))
            child.kill_after(dice.uniform(0.1, 0.4))
            lines, status = child.said()
            assert status == -9, f"the child ended by itself with {status}"
            acked += [line.split()[0] for line in lines]
            if lines:
                groups, pieces = (
                    sum(pair) for pair in zip((groups, pieces), map(int, lines[-1].split()[1:]), strict=True)
                )
            if at % 10 == 9 or at == times - 1:
                faults = ask(lambda acked=acked: wrong(path, acked))
            if faults:
                break
        applied, refused = ask(lambda: starve(path))
        if not refused or set(refused) != {"refused"}:
            faults.append(f"a disk that takes nothing was answered with {set(refused)}")
        faults += ask(lambda: wrong(path, applied))
        lost = ask(lambda: not_there(path, applied))
        faults += [f"answered and not there, or there and refused: {op}" for op in lost]
    return {
        "kills": at + 1,
        "acked": len(acked),
        "in_company": round(pieces / max(groups, 1), 1),
        "refused": len(refused),
        "wrong": faults,
        "seed": seed,
        "seconds": round(time.monotonic() - began, 1),
    }


def not_there(path: Path, applied: list[str]) -> list[str]:
    """In which ops the answers and the database differ."""
    opened(path)
    kept = {op for (op,) in Batch.select(Batch.op).where(Batch.op.startswith("full.")).tuples()}
    return sorted(kept ^ set(applied))


if __name__ == "__main__":
    by_hand(run, __doc__, times=60)
