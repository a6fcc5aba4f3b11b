"""Die before each SQL statement of an import, a paste, a merge and a delete: `python -m tests.reliability.failpoints`."""

import argparse
import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import apsw

from models.design import DesignColumn
from models.kit import changes
from models.kit.clock import set_source
from models.kit.server import database
from models.kit.write.edits import edit
from models.members import Member, MemberFollowUp, Purchase, merge
from tests.helpers.shop import SYSTEM, broken, source_at
from tests.reliability.nursery import DIED, Child, ask, copied, furnish, opened, ready

# A killed process loses nothing the system already has, so memory is as good a disk as any here, and quicker.
QUICK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def bring_in() -> None:
    with changes(who=SYSTEM, via="import", op="failpoint") as c:
        rows = c.add(Member, [{"card_no": f"I{at}", "name": "会员", "home_store": 1} for at in range(3)])
        Member.points.opening(c, [(row, 10) for row in rows])


def paste() -> None:
    rows = [{"id": None, "set": {"member": 1, "topic": f"回访{at}"}} for at in range(3)]
    assert edit(MemberFollowUp, rows, who=SYSTEM, op="failpoint", via="paste").state == "applied"


def join_cards() -> None:
    with changes(who=SYSTEM, op="failpoint") as c:
        merge(c, 1, into=2)


def remove() -> None:
    assert edit(Purchase, [], delete=[1, 2], who=SYSTEM, op="failpoint").state == "applied"


def design() -> None:
    rows = [{"record_type": "member", "zh": f"列{at}", "kind": "line"} for at in range(2)]
    assert edit(DesignColumn, [{"id": None, "set": row} for row in rows], who=SYSTEM, op="failpoint").state == "applied"


BATCHES: dict[str, Callable[[], None]] = {
    "import": bring_in,
    "paste": paste,
    "merge": join_cards,
    "delete": remove,
    "design": design,
}


def go(path: Path, batch: Callable[[], None], die_at: int, protected: bool) -> int:
    """Run a batch and die before its n-th statement; returns how many there were when it lived."""
    opened(path)
    count = 0

    def before_each(*_) -> bool:
        nonlocal count
        count += 1
        if count == die_at:
            os._exit(DIED)
        return True

    if not protected:  # the control: every statement commits by itself
        type(database.handle).atomic = lambda *_: contextlib.nullcontext()
    database.handle.connection().exec_trace = before_each
    batch()
    return count


def print_of(path: Path) -> str:
    """A fingerprint of every row of every table."""
    with contextlib.closing(apsw.Connection(str(path))) as copy:
        tables = copy.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
        rows = [copy.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for (name,) in tables]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def run(name: str, protected: bool = True, every: int = 1) -> dict:
    """How many failpoints there are, and how many left something between before and after."""
    batch = BATCHES[name]
    set_source(source_at("2026-11-23 10:00"))  # for all children, as nothing happens after they die
    with tempfile.TemporaryDirectory(prefix="failpoints-", dir=QUICK) as folder:
        base, path = Path(folder) / "base.db", Path(folder) / "ops.db"
        furnish(base)
        ready(copied(base, path))
        before = print_of(path)
        statements = ask(lambda: go(path, batch, 0, True))
        after = print_of(path)
        assert before != after
        count = statements if protected else ask(lambda: go(copied(base, path), batch, 0, False))
        half = []
        for at in range(1, count + 1, every):
            copied(base, path)
            _, status = Child(lambda say, at=at: go(path, batch, at, protected)).said()
            assert status == DIED, f"failpoint {at} ended with {status}"
            if print_of(path) not in (before, after):
                half.append(at)
        in_order = ask(lambda: (opened(path), broken())[1]) if protected else None
    return {"batch": name, "failpoints": len(range(1, count + 1, every)), "half": len(half), "in_order": in_order == []}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="try only each n-th statement")
    asked = parser.parse_args()
    outcomes = [run(name, every=asked.every) for name in BATCHES]
    control = run("import", protected=False, every=asked.every)
    print(json.dumps({"batches": outcomes, "control": control}, ensure_ascii=False))
    raise SystemExit(1 if any(outcome["half"] for outcome in outcomes) or not control["half"] else 0)


if __name__ == "__main__":
    main()
