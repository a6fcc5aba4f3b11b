"""On PostgreSQL tests are lent copies of a database, one after the other: none meets anything of the test before it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.kit.server import database
from tests.helpers import places

pytestmark = pytest.mark.served
TOLD = {"statement_timeout": "0", "default_transaction_read_only": "off", "session_replication_role": "origin"}


@pytest.fixture
def lent(fresh, tmp_path) -> Callable[[], None]:
    """Gives back the copy that is out, and lends the next."""

    def lend() -> None:
        database.close()
        places.clear(tmp_path)
        database.point_at(places.copy(fresh, tmp_path / "ops.db"))

    lend()
    return lend


def asked(sql: str) -> list[tuple]:
    with database.reading():
        return database.fetch(sql)


def do(*statements: str) -> None:
    with database.reading():
        for statement in statements:
            database.handle.execute_sql(statement)


def test_the_next_test_has_the_line_of_the_one_before_and_nothing_else_of_its_session(lent: Callable[[], None]):
    line = asked("SELECT pg_backend_pid()")
    do(
        "SET statement_timeout = 5000",
        "SET session_replication_role = replica",
        "CREATE TEMP TABLE here (id bigint)",
        "LISTEN somebody",
        "SELECT pg_advisory_lock(77)",
        "SET default_transaction_read_only = on",
    )
    lent()
    assert asked("SELECT pg_backend_pid()") == line
    assert {name: asked(f"SHOW {name}")[0][0] for name in TOLD} == TOLD
    assert asked("SELECT to_regclass('here')") == [(None,)]
    assert asked("SELECT pg_listening_channels()") == []
    assert asked("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()") == []


def test_rows_and_numbers_are_what_they_were_whatever_a_test_wrote(lent: Callable[[], None]):
    roles, grants = asked("SELECT * FROM role ORDER BY id"), asked('SELECT count(*) FROM "grant"')
    for turn in range(3):
        new = "INSERT INTO region (code, name) SELECT n, n FROM generate_series(1, 3) n RETURNING id"
        assert asked(new) == [(1,), (2,), (3,)], turn
        do(
            f"UPDATE role SET name = name || '{turn}'",
            'DELETE FROM "grant" WHERE mod(id, 2) = 0',
            "DELETE FROM region WHERE id = 2",
        )
        lent()
        assert asked("SELECT * FROM role ORDER BY id") == roles
        assert (asked('SELECT count(*) FROM "grant"'), asked("SELECT * FROM region")) == (grants, [])


def test_a_copy_whose_tables_were_changed_is_lent_no_more(lent: Callable[[], None]):
    name = asked("SELECT current_database()")
    do("CREATE TEMP TABLE here (id bigint)")  # is its session's alone
    lent()
    assert asked("SELECT current_database()") == name
    do("ALTER TABLE store ADD COLUMN more text")
    lent()
    assert asked("SELECT current_database()") != name
    assert asked("SELECT 1 FROM pg_attribute WHERE attrelid = 'store'::regclass AND attname = 'more'") == []


def test_a_line_that_was_ended_meanwhile_is_nobodys(lent: Callable[[], None], fresh: Path, tmp_path: Path):
    ((line,),) = asked("SELECT pg_backend_pid()")
    database.close()
    places.clear(tmp_path)
    places.server().execute("SELECT pg_terminate_backend(%s, 5000)", [line])
    database.point_at(places.copy(fresh, tmp_path / "ops.db"))
    assert asked("SELECT pg_backend_pid()") != [(line,)]
