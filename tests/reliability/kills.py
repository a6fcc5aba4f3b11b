"""Kill a writing child again and again and look for lost or half-done work: `python -m tests.reliability.kills --times 1000`."""

import random
import tempfile
import time
from pathlib import Path

from models.kit import changes
from models.kit.server import database
from models.kit.write.edits import edit
from models.kit.write.history import Batch
from models.members import Gift, Member, MemberFollowUp, PointsEntry, receive_gifts, redeem
from tests.helpers.shop import SYSTEM, broken
from tests.reliability.hand import by_hand
from tests.reliability.nursery import Child, ask, furnish, opened, ready

PASTED, IMPORTED = 8, 25


def work_on(path: Path, name: str, seed: int, say) -> None:
    """Edit, paste, import and redeem without end; the op is said only after its commit."""
    opened(path)
    dice, number = random.Random(seed), 0
    while True:
        number += 1
        op = f"{name}.{number}"
        dice.choice([edit_all, paste, bring_in, take_gift])(op)
        say(op)


def edit_all(op: str) -> None:
    ids = [id for (id,) in Member.select(Member.id).where(Member.id <= 2).tuples()]
    assert edit(Member, [{"id": id, "set": {"note": op}} for id in ids], who=SYSTEM, op=op).state == "applied"


def paste(op: str) -> None:
    rows = [{"id": None, "set": {"member": 1 + at % 2, "topic": op}} for at in range(PASTED)]
    assert edit(MemberFollowUp, rows, who=SYSTEM, op=op, via="paste").state == "applied"


def bring_in(op: str) -> None:
    with changes(who=SYSTEM, via="import", op=op) as c:
        rows = c.add(
            Member, [{"card_no": f"{op}-{at}", "name": "会员", "home_store": 1, "tags": [op]} for at in range(IMPORTED)]
        )
        Member.points.opening(c, [(row, 10) for row in rows])


def take_gift(op: str) -> None:
    with changes(who=SYSTEM, op=op) as c:
        if Gift.row(1).stock < 1:
            receive_gifts(c, 1, kind="in", qty=50)
        redeem(c, 1, gift=1)


def wrong(path: Path, acked: list[str]) -> list[str]:
    """What is lost or half done."""
    opened(path)
    there = {op for (op,) in Batch.select(Batch.op).tuples()}
    faults = [f"lost: {op}" for op in acked if op not in there]
    if Member.select(Member.note).where(Member.id <= 2).distinct().count() > 1:
        faults.append("an edit is half done")
    topics = "SELECT topic FROM member_follow_up GROUP BY topic HAVING count(*) <> ?"
    faults += [f"half a paste: {op}" for (op,) in database.handle.execute_sql(topics, (PASTED,)).fetchall()]
    cards = "SELECT tags, count(*), sum(points) FROM member WHERE tags IS NOT NULL GROUP BY tags HAVING count(*) <> ? OR sum(points) <> ?"
    faults += [
        f"half an import: {row}" for row in database.handle.execute_sql(cards, (IMPORTED, IMPORTED * 10)).fetchall()
    ]
    return faults + broken()


def settings_of(path: Path) -> dict:
    opened(path)
    asked = ("journal_mode", "synchronous", "foreign_keys")
    kept = {name: database.handle.pragma(name) for name in asked}
    return {
        "sqlite": ".".join(map(str, database.handle.server_version)),
        **kept,
        "entries": PointsEntry.select().count(),
    }


def run(times: int, seed: int) -> dict:
    """The figures of so many kills; `wrong` is empty when nothing was lost or half done."""
    dice, began = random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        path = Path(folder) / "ops.db"
        furnish(path)
        ready(path)
        acked, new, faults = 0, [], []
        for at in range(times):
            child = Child(lambda say, at=at: work_on(path, f"k{at}", dice.randrange(10**9) + at, say))
            child.kill_after(dice.uniform(0.1, 0.4))
            lines, status = child.said()
            assert status == -9, f"the child ended by itself with {status}"
            acked, new = acked + len(lines), new + lines
            if at % 5 == 4 or at == times - 1:
                faults, new = ask(lambda new=new: wrong(path, new)), []
            if faults:
                break
        figures = ask(lambda: settings_of(path))
    return {
        "kills": at + 1,
        "acked": acked,
        "wrong": faults,
        "seed": seed,
        "seconds": round(time.monotonic() - began, 1),
        **figures,
    }


if __name__ == "__main__":
    by_hand(run, __doc__, times=60)
