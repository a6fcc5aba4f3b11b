"""What the state machines share: how far they go, and a fresh database for each example from one template."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine

from models import AREAS, accounts
from models.kit.server import database
from tests.helpers import places
from tests.helpers.shop import broken

# OPS_MACHINES="2000x50" is the long run: examples × steps. The rules are the same on a server, which takes twice the time.
USUAL = "20x30" if places.SERVER else "40x30"
EXAMPLES, STEPS = (int(part) for part in os.environ.get("OPS_MACHINES", USUAL).split("x"))
# The machines look for wrong answers, not for lost disks, so memory will do where there is such a folder.
QUICK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
FAR = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


class OnDatabase(RuleBasedStateMachine):
    """A machine that starts from what `furnish` put into an empty database, and checks every promise at its end."""

    _templates: dict[type, Path] = {}

    @staticmethod
    def furnish() -> None:
        """Fill the template, once per machine."""

    def __init__(self):
        super().__init__()
        database.close()
        self.folder = tempfile.mkdtemp(prefix="machine-", dir=QUICK)
        database.point_at(places.copy(self._template(), f"{self.folder}/ops.db"))
        self._reading = database.reading()
        self._reading.__enter__()

    @classmethod
    def _template(cls) -> Path:
        if cls not in cls._templates:
            folder = tempfile.mkdtemp(prefix="template-", dir=QUICK)
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            path = Path(folder) / "ops.db"
            database.open(places.begun(path))
            with database.reading():
                accounts.seed_roles(AREAS)
                cls.furnish()
            database.fold()
            places.leave()
            cls._templates[cls] = path
        return cls._templates[cls]

    def teardown(self):
        try:
            assert broken() == []
        finally:
            self._reading.__exit__(None, None, None)
            database.close()
            places.clear(Path(self.folder))
            shutil.rmtree(self.folder, ignore_errors=True)
