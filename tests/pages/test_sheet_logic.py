"""The logic of the sheet's modules (tests/web) in the node that comes with playwright: no browser, no page, a second in all.

By hand, with a node of one's own: node --test "tests/web/*.test.mjs"
"""

import re
import subprocess
from pathlib import Path

import playwright

ROOT = Path(__file__).parent.parent.parent


def test_the_logic_of_the_sheet_holds_without_a_browser():
    node = Path(playwright.__file__).parent / "driver" / "node"
    files = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests/web").glob("*.test.mjs"))
    done = subprocess.run([node, "--test", *files], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    counted = {name: int(n) for name, n in re.findall(r"^(?:ℹ|#) (\w+) (\d+)$", done.stdout, re.MULTILINE)}
    assert counted["pass"] == counted["tests"] > len(files), "each is run, none left out"
