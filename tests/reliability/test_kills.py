"""Killed at any moment, a batch is there as a whole or not at all, and what was acknowledged is there."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.helpers.chance import SEED

ROOT = Path(__file__).parent.parent.parent
SEEDED = ("--seed", str(SEED))


def figures(module: str, *arguments: str) -> dict:
    """Run a command of this package as its own quiet process and read what it prints."""
    command = [sys.executable, "-m", f"tests.reliability.{module}", *arguments]
    # It looks what is left in there; tests beside it put theirs elsewhere, and who outlives a kill may still write as it goes.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as alone:
        around = os.environ | {"TMPDIR": alone}
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, env=around)
    assert done.stdout, done.stderr
    print(done.stdout)
    return json.loads(done.stdout)


def test_sixty_kills_lose_nothing_acknowledged_and_leave_nothing_half_done():
    outcome = figures("kills", "--times", "60", *SEEDED)
    assert outcome["wrong"] == [], f"seed {outcome['seed']}"
    assert (outcome["kills"], outcome["journal_mode"], outcome["synchronous"]) == (60, "wal", 2)
    assert outcome["acked"] > 60


def test_thirty_kills_amid_groups_of_edits_lose_nothing_acknowledged_and_a_failing_disk_leaves_nothing_half_done():
    outcome = figures("group_kills", "--times", "30", *SEEDED)
    assert outcome["wrong"] == [], f"seed {outcome['seed']}"
    assert outcome["kills"] == 30 and outcome["acked"] > 30
    assert outcome["in_company"] > 1.5, "each commit held several edits, or it shows nothing of groups"


def test_a_process_that_dies_before_any_statement_of_a_batch_leaves_all_or_nothing():
    outcome = figures("failpoints", "--every", "4")
    for batch in outcome["batches"]:
        assert (batch["half"], batch["in_order"]) == (0, True), batch
        assert batch["failpoints"] >= 5
    assert outcome["control"]["half"] > 10, "without a transaction the same run must leave halves, or it shows nothing"


def test_kills_amid_uploads_imports_exports_copies_and_restores_leave_nothing_behind_after_the_next_start():
    outcome = figures("remains", "--times", "5", *SEEDED)
    assert outcome["wrong"] == [], f"seed {outcome['seed']}"
    assert outcome["kills"] == 5


def test_twenty_kills_amid_changes_of_the_design_leave_design_and_table_in_agreement():
    outcome = figures("design_kills", "--times", "20", *SEEDED)
    assert outcome["wrong"] == [], f"seed {outcome['seed']}"
    assert outcome["kills"] == 20 and outcome["acked"] > 5


def test_ten_kills_amid_the_sending_of_subscriptions_send_nothing_twice_and_forget_nothing():
    outcome = figures("subscription_kills", "--times", "10", *SEEDED)
    assert outcome["wrong"] == [], f"seed {outcome['seed']}"
    assert outcome["kills"] == 10 and outcome["acked"] > 10
