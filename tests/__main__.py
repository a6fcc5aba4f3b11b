"""All tests, with what they need: python -m tests [--seed N | --seed random] [--long] [what pytest understands].

Without further words the whole suite runs on three workers, what is long first; much of it waits for servers and browsers,
so three keep two cores busy. A browser and a Chinese font are installed where there are none (Debian's packages as root or
by sudo, else Playwright's own browser).
OPS_TEST_DATABASE=postgres runs all that opens a database on a PostgreSQL of its own, out of a wheel;
OPS_TEST_DATABASE=postgresql://… on a server that is there. What such a run leaves out, and why, stands in tests/postgres.py;
--long takes in what is left out for its length alone.
"""

import argparse
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import needs, postgres

ROOT = Path(__file__).parent.parent
WHOLE = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder")
MEMORY, ROOM = Path("/dev/shm"), 10 * 2**30


# Whether a machine calls itself CI is nothing to the tests; and an app that one of them starts reads what Python compiled for the last.
UNHEARD = ("CI", "PYTHONDONTWRITEBYTECODE")


def environment(seed: str | None, browser: str) -> dict[str, str]:
    """What the tests see: the same on everybody's machine."""
    plain = {name: value for name, value in os.environ.items() if name not in UNHEARD}
    plain["CHROMIUM"] = browser
    if seed:
        plain["OPS_SEED"] = str(secrets.randbelow(10**6)) if seed == "random" else str(int(seed))
    return plain


@contextlib.contextmanager
def quick_folder() -> Iterator[dict[str, str]]:
    """Tests wait for the disk at each of many thousand commits: where memory has room to spare, they keep their files there."""
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="opsdesk-tests-", dir=MEMORY, ignore_cleanup_errors=True) as folder:
        yield {"TMPDIR": folder}


def ends_tidily() -> None:
    """Whoever ends the run from outside leaves neither its database server nor its files behind."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", help="another seed than 0 for everything random; `random` thinks of one")
    parser.add_argument(
        "--long", action="store_true", help="on PostgreSQL also what a run there leaves out as too long"
    )
    options, others = parser.parse_known_args(arguments)
    try:
        around = environment(options.seed, needs.provide())
    except (needs.Lacking, ValueError) as wrong:
        sys.stderr.write(f"tests: {wrong}\n")
        return 2
    if int(around.get("OPS_SEED") or 0):
        others.append(f"--hypothesis-seed={around['OPS_SEED']}")
    with quick_folder() as more, postgres.chosen(options.long) as there:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *(others or WHOLE)], cwd=ROOT, env=around | more | there
        ).returncode


if __name__ == "__main__":
    ends_tidily()
    sys.exit(main(sys.argv[1:]))
