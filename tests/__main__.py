"""All tests, with what they need: python -m tests [--seed N | --seed random] [--both] [--part N] [what pytest understands].

Without further words the whole suite runs on three workers, what is long first; much of it waits for servers and browsers,
so three keep two cores busy. A browser and a Chinese font are installed where there are none (Debian's packages as root or
by sudo, else Playwright's own browser).
OPS_TEST_DATABASE=postgres runs all that opens a database on a PostgreSQL of its own, out of a wheel;
OPS_TEST_DATABASE=postgresql://… on a server that is there. Of such a run --part 2 takes half of the grammar and the second of the parts
that tests/postgres.py makes of the rest, --part commit the one whose turn it is: one commit after the other sees all.
--both runs the tests on a file as always and at the same time those of PostgreSQL, whose lines come when both have ended:
much of either run is waiting, for servers, browsers and clocks, and the other goes on meanwhile.
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
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests import needs, postgres

ROOT = Path(__file__).parent.parent
SHARED = ("--dist", "loadfile", "--no-loadscope-reorder")
WHOLE = (
    "-n",
    "3",
    *SHARED,
)  # workers hash each in its own way, and pytest refuses to go on where two collected different tests
BESIDE = ("-n", "2", *SHARED)  # of the run on PostgreSQL beside the one on a file
UNKEPT = ("-p", "no:cacheprovider")  # what failed last is written by the run on a file alone
NOTHING = 5  # what pytest says where none of the named tests is for this database
MEMORY, ROOM = Path("/dev/shm"), 10 * 2**30


# Whether a machine calls itself CI is nothing to the tests; an app that one of them starts reads what Python compiled for the last;
# and what stands in sets has no order that a test could lean on.
UNHEARD = ("CI", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED")


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


def part(word: str) -> int:
    """Which part of the tests is meant. Raises ValueError when there is no such part."""
    number = postgres.turn(ROOT) if word == "commit" else int(word)
    if not 1 <= number <= postgres.PARTS:
        raise ValueError(word)
    return number


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", help="another seed than 0 for everything random; `random` thinks of one")
    parser.add_argument(
        "--part",
        type=part,
        help=f"on PostgreSQL half of the grammar and one of {postgres.PARTS} parts of the rest, or `commit`",
    )
    parser.add_argument("--both", action="store_true", help="on a file, and beside it on PostgreSQL")
    options, others = parser.parse_known_args(arguments)
    try:
        around = environment(options.seed, needs.provide())
    except (needs.Lacking, ValueError) as wrong:
        sys.stderr.write(f"tests: {wrong}\n")
        return 2
    seed = [f"--hypothesis-seed={around['OPS_SEED']}"] if int(around.get("OPS_SEED") or 0) else []
    asked = os.environ.get("OPS_TEST_DATABASE", "")
    with quick_folder() as more, postgres.chosen(asked or "postgres" * options.both, options.part) as there:
        if options.both:
            return both(others, seed, around | more, there)
        return subprocess.run(pytest((*(others or WHOLE), *seed)), cwd=ROOT, env=around | more | there).returncode


def pytest(words: Iterable[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *words]


def both(words: list[str], seed: list[str], around: dict[str, str], there: dict[str, str]) -> int:
    """Both runs at once: the one on a file is seen as it goes, the other is told when it has ended; fails where one does."""
    with tempfile.TemporaryFile() as lines:
        beside = subprocess.Popen(
            pytest((*UNKEPT, *(words or BESIDE), *seed)),
            cwd=ROOT,
            env=around | there,
            stdout=lines,
            stderr=subprocess.STDOUT,
        )
        try:
            here = subprocess.run(
                pytest((*(words or WHOLE), *seed)), cwd=ROOT, env=around | {"OPS_TEST_DATABASE": ""}
            ).returncode
            other = beside.wait()
        finally:
            beside.terminate()
            beside.wait()
        lines.seek(0)
        sys.stdout.write(f"\nThe same on PostgreSQL:\n{lines.read().decode(errors='replace')}")
    return here or (0 if words and other == NOTHING else other)


if __name__ == "__main__":
    ends_tidily()
    sys.exit(main(sys.argv[1:]))
