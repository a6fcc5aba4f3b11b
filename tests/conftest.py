"""Fixtures everyone shares: an empty database file per test, and three people with fixed relations."""

import gc
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, wraps
from importlib import import_module
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from nicegui import app
from nicegui.testing import User, general

from models import AREAS, accounts
from models.kit import Who, system
from models.kit.declare.access import default_grants
from models.kit.server import database, memory
from models.kit.server.patience import set_leaving
from models.kit.write.edits import edit
from models.organization import Store
from tests.helpers import places
from tests.helpers.chance import SEED
from tests.helpers.shop import Shop, broken, source_at

simulation = import_module("nicegui.testing.user_simulation")  # the package calls a function by the name of its module
SAMPLES = Path(__file__).parent / "samples"
people = count(1)  # that NiceGUI simulated in this process


@cache
def declared_grants(role: str) -> MappingProxyType:
    """What the areas declare for a role, by record type: worked out once."""
    return MappingProxyType({grant.record: grant for grant in default_grants(AREAS) if grant.role == role})


def person(name: str, role: str, user_id: int, **where) -> Who:
    """Somebody with the declared rights of a role."""
    return Who(user_id, name, login=name.lower(), role=role, grants=declared_grants(role), **where)


# A run tries the same examples each time, so that red means the change; OPS_SEED looks for new ones.
settings.register_profile(
    "house", derandomize=not SEED, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


PATIENCE = 60.0  # seconds


def patient(waits: Any, pause: float) -> Any:
    """A simulated person waits for what is to come as long as one at a browser: a busy machine is slow and nothing more."""

    @wraps(waits)
    async def wait(self, *asked, retries: int = 0, **more):
        await waits(self, *asked, retries=max(retries, round(PATIENCE / pause)), **more)

    return wait


User.should_see, User.should_not_see = patient(User.should_see, 0.1), patient(User.should_not_see, 0.05)


def long(path: Path) -> bool:
    """Whether a file takes its time: what is long comes first, so that no worker sits alone with it at the end."""
    return path.parent.name in ("browser", "over_http", "reliability") or path.name in (
        "test_forged_events.py",
        "test_weekly_jobs.py",
    )


def pytest_ignore_collect(collection_path):
    """What isn't for this run's database need not even be read: a third of a minute for each worker."""
    return None if places.is_read_there(collection_path) else True


def pytest_collection_modifyitems(config, items):
    """On a server's database run the tests that open one, but for what is about SQLite's file (`embedded`) and the browser's."""
    config.hook.pytest_deselected(items=[item for item in items if not places.runs_there(item)])
    items[:] = sorted((item for item in items if places.runs_there(item)), key=lambda item: not long(item.path))


def pytest_collection_finish():
    """What was imported stays: NiceGUI sweeps all memory twice for every simulated user, and this part is most of it."""
    gc.collect()
    memory.keep()
    simulation.nicegui_reset_globals = resetting


@contextmanager
def resetting():
    """NiceGUI's own, which has just swept away the app of the test before: what is still there will mostly stay.

    What is kept never goes again, though some of it would: so it is kept before the 1st, 2nd, 4th, 8th … person of a run only.
    """
    with general.nicegui_reset_globals():
        if next(people).bit_count() == 1:
            memory.keep()
        yield


def pytest_sessionfinish():
    places.sweep()


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"seed {SEED} (OPS_SEED)")


@pytest.fixture(autouse=True)
def own_arguments(monkeypatch):
    """main.py reads its command line; inside a test run that would be pytest's."""
    monkeypatch.setattr(sys, "argv", ["main.py"])


@pytest.fixture(autouse=True)
def own_start(monkeypatch):
    """NiceGUI's app outlives the tests: each start wraps its start-up once more around those before, until Python gives up."""
    monkeypatch.setattr(app.router, "lifespan_context", app.router.lifespan_context)
    set_leaving(False)  # the one of the test before was stopped


@pytest.fixture(autouse=True)
def own_places(request):
    """What a test keeps in its own folder goes with it, also where that is a database of a server; where files lie is as before."""
    folder = request.getfixturevalue("tmp_path") if places.SERVER and "tmp_path" in request.fixturenames else None
    folders = database.folders()
    yield
    database.set_folders(folders)
    if folder is not None:
        places.clear(folder)


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """A database with tables, roles and rights, made once; tests get copies of it."""
    path = tmp_path_factory.mktemp("fresh") / "ops.db"
    database.close()
    database.open(places.begun(path))
    with database.reading():
        accounts.seed_roles(AREAS)
    places.leave()
    return path


@pytest.fixture
def db(fresh, tmp_path):
    """An empty database with roles and rights, open in this thread."""
    database.close()
    database.point_at(places.copy(fresh, tmp_path / "ops.db"))  # as it was opened once: nothing waits to be migrated
    with database.reading():
        yield tmp_path / "ops.db"
    database.close()


@pytest.fixture
def boss(db) -> Who:
    """The system itself: every right."""
    return system("tests")


@pytest.fixture
def stores(boss) -> dict[str, int]:
    """Two stores by name."""
    rows = [
        {"id": None, "set": {"code": code, "name": name}} for code, name in (("S1", "锦江一店"), ("S2", "武侯一店"))
    ]
    answer = edit(Store, rows, who=boss)
    return {row["name"]: row["id"] for row in answer.rows}


@pytest.fixture
def ann(db) -> Who:
    """Ann edits: she is the members and service post."""
    return person("Ann", "members_service", 101)


@pytest.fixture
def bo(db) -> Who:
    """Bo only reads."""
    return person("Bo", "viewer", 102)


@pytest.fixture
def chen(stores) -> Who:
    """Chen manages 锦江一店 and sees nothing of the others."""
    return replace(person("Chen", "store_manager", 103), store_id=stores["锦江一店"])


@pytest.fixture
def clock(monkeypatch):
    """Sets the wall clock of the business: `clock("2026-11-23 10:00")`."""

    def stand_at(text: str) -> None:
        monkeypatch.setattr("models.kit.clock.source", source_at(text))

    stand_at("2026-11-23 10:00")
    return stand_at


@pytest.fixture
def shop(clock, stores) -> Shop:
    """A small shop on 23 November 2026 at ten; whatever a test does there must leave every ledger in order."""
    yield Shop(stores)
    assert broken() == []
