"""Copies while many write: `python -m tests.reliability.backups --times 50 --writers 20 [--data DIR]` prints the writers' waits.

One run without copies, one with; each copy must open, be whole, hold no half batch and agree with its ledgers. With --data
the database there (of tests.bench generate, of the demo) is copied into a folder of its own first and used instead of a small one.
"""

import argparse
import json
import tempfile
import threading
import time
from pathlib import Path

import apsw

from jobs.soundness import LEDGERS
from models import AREAS, accounts
from models.kit.server import copies, database
from models.kit.write.edits import edit
from models.members import Member, MemberFollowUp
from models.organization import Store
from tests.helpers.shop import SYSTEM, Shop, put
from tests.reliability.crowd import crowd

PAIR = "SELECT topic FROM member_follow_up WHERE topic LIKE 'pair %' GROUP BY topic HAVING count(*) <> 2"


def pair(members: list[int], topic: str) -> None:
    """Two rows in one batch: one of them alone is half a batch."""
    rows = [{"id": None, "set": {"member": member, "topic": f"pair {topic}"}} for member in members]
    assert edit(MemberFollowUp, rows, who=SYSTEM).state == "applied"


def wrong(path: Path) -> list[str]:
    """What is not whole in a copy: its bytes, its pages, its batches, its ledgers."""
    faults = [str(why.en) for why in [copies.wrong_with(path)] if why]
    with copies.looked_at(path) as copy:
        if (answer := copy.pragma("integrity_check")) != "ok":
            faults.append(str(answer))
        for sql in (PAIR, *LEDGERS.values(), "PRAGMA foreign_key_check"):
            faults += [f"{sql[:60]}: {row}" for row in copy.execute(sql).fetchall()[:2]]
    return faults


def run(writers: int, times: int, pause: float, thorough: bool = True) -> dict:
    """So many copies, one after the other, while so many people write at their pace; with times=0 only the writing, 5 s long."""
    members = [id for (id,) in Member.select(Member.id).order_by(Member.id).limit(2).tuples()]
    stop, waits, taken, sizes, bad = threading.Event(), [], [], [], []

    def write() -> None:
        me = threading.get_ident()
        while not stop.is_set():
            began = time.monotonic()
            pair(members, f"{me} {len(waits)} {began}")
            waits.append(time.monotonic() - began)
            stop.wait(pause)

    def copy() -> None:
        for at in range(times):
            began = time.monotonic()
            path = copies.take(f"drill-{at:03d}", thorough=thorough)
            taken.append(time.monotonic() - began)
            bad.extend(wrong(path))
            with copies.looked_at(path) as copy:
                sizes.append(copy.execute("SELECT count(*) FROM batch").get)
            path.unlink()
        if not times:
            time.sleep(5)
        stop.set()

    crowd([write] * writers + [copy])
    return {
        "waits": sorted(waits),
        "copies": len(taken),
        "seconds": sorted(taken),
        "wrong": bad,
        "grew": sizes == sorted(sizes),
    }


def figures(waits: list[float], copied: list[float]) -> dict:
    def at(share: float) -> float:
        return round(waits[min(len(waits) - 1, int(share * len(waits)))] * 1000, 1)

    summary = {"writes": len(waits), "p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99), "worst_ms": at(1)}
    return summary | (
        {"copy_median_s": round(copied[len(copied) // 2], 2), "copy_worst_s": round(copied[-1], 2)} if copied else {}
    )


def prepare(folder: Path, data: Path | None) -> None:
    """A small shop, or a copy of a large database."""
    path = folder / "ops.db"
    if data is None:
        database.open(f"sqlite:///{path}")
        with database.reading():
            accounts.seed_roles(AREAS)
            Shop({name: put(Store, code=name, name=name) for name in ("一店", "二店")})
        return
    database.point_at(f"sqlite:///{data / 'ops.db'}")
    database.back_up(path, "quick_check")
    database.open(f"sqlite:///{path}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between two writes of one person")
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="backups-") as folder:
        prepare(Path(folder), asked.data)
        size = (Path(folder) / "ops.db").stat().st_size
        without = run(asked.writers, 0, asked.pause)
        during = run(asked.writers, asked.times, asked.pause)
        database.close()
    print(
        json.dumps(
            {
                "sqlite": apsw.sqlite_lib_version(),
                "mb": round(size / 1e6),
                "copies": during["copies"],
                "writers": asked.writers,
                "wrong": during["wrong"],
                "each_newer": during["grew"],
                "without": figures(without["waits"], []),
                "with": figures(during["waits"], during["seconds"]),
            },
            ensure_ascii=False,
            indent=1,
        )
    )
    raise SystemExit(1 if during["wrong"] or not during["grew"] else 0)


if __name__ == "__main__":
    main()
