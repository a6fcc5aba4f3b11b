"""Killed at any moment, a batch is there as a whole or not at all, and what was acknowledged is there."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def figures(module: str, *arguments: str) -> dict:
    """Run a command of this package as its own quiet process and read what it prints."""
    command = [sys.executable, "-m", f"tests.reliability.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.stdout, done.stderr
    print(done.stdout)
    return json.loads(done.stdout)


def test_sixty_kills_lose_nothing_acknowledged_and_leave_nothing_half_done():
    found = figures("kills", "--times", "60")
    assert found["wrong"] == [], f"seed {found['seed']}"
    assert (found["kills"], found["journal_mode"], found["synchronous"]) == (60, "wal", 2)
    assert found["acked"] > 60


def test_a_process_that_dies_before_any_statement_of_a_batch_leaves_all_or_nothing():
    found = figures("failpoints", "--every", "4")
    for batch in found["batches"]:
        assert (batch["half"], batch["in_order"]) == (0, True), batch
        assert batch["failpoints"] >= 5
    assert found["control"]["half"] > 10, "without a transaction the same run must leave halves, or it shows nothing"


def test_kills_amid_uploads_imports_exports_copies_and_restores_leave_nothing_behind_after_the_next_start():
    found = figures("remains", "--times", "5")
    assert found["wrong"] == [], f"seed {found['seed']}"
    assert found["kills"] == 5


def test_twenty_kills_amid_changes_of_the_design_leave_design_and_table_in_agreement():
    found = figures("design_kills", "--times", "20")
    assert found["wrong"] == [], f"seed {found['seed']}"
    assert found["kills"] == 20 and found["acked"] > 5
