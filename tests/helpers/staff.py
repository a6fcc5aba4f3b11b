"""Ann and Dora administer, Bo reads, Chen manages a store: a database with people who can sign in, and a clock to move."""

from datetime import UTC, datetime, timedelta

import pytest

from models import AREAS, accounts
from models.accounts import ADMINISTRATOR
from models.kit.server import database
from tests.helpers import places
from tests.helpers.people import make


@pytest.fixture(scope="session")
def settled(tmp_path_factory):
    """A database with roles and people, made once: Ann and Dora administer, Bo reads, Chen manages a store."""
    path = tmp_path_factory.mktemp("accounts") / "settled.db"
    database.close()
    database.open(places.begun(path))
    roles = {"ann": ADMINISTRATOR, "dora": ADMINISTRATOR, "bo": "viewer", "chen": "store_manager"}
    with database.reading():
        accounts.seed_roles(AREAS)
        people = {login: make(login, role) for login, role in roles.items()}
    database.fold()
    places.leave()
    return path, people


@pytest.fixture
def people(settled, tmp_path):
    """The ids of the people in a copy of it, open in this thread."""
    database.close()
    places.copy(settled[0], tmp_path / "ops.db")
    database.open(places.url(f"{tmp_path}/ops.db"))
    with database.reading():
        yield settled[1]
    database.close()


@pytest.fixture
def nobody_yet(people):
    """As on a first start: roles, but nobody who could sign in."""
    database.handle.execute_sql('DELETE FROM "user"')


@pytest.fixture
def later(monkeypatch):
    """A clock the test moves by hand: later(minutes=16)."""
    at = [datetime(2026, 11, 23, 1, 0, tzinfo=UTC)]
    monkeypatch.setattr("models.kit.clock.source", lambda: at[0])
    return lambda **step: at.__setitem__(0, at[0] + timedelta(**step))
