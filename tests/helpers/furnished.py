"""The company with two rows of every record type, see `tests/over_http/world.py`: made once in a process, then copied."""

import atexit
import shutil
import tempfile
from copy import deepcopy
from functools import cache
from pathlib import Path

from models.kit.server import database
from models.kit.server.standing import renew
from tests.helpers import places
from tests.over_http import world


@cache
def _template() -> tuple[Path, dict[str, dict[str, int]]]:
    """Where it lies, and the id of each side's row by record type; three seconds of work."""
    folder = Path(tempfile.mkdtemp(prefix="furnished-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database.open(places.begun(folder / "ops.db"))
    with database.reading():
        made = world.build()
    database.fold()
    places.leave()
    return folder / "ops.db", made


def opened(path: Path | str) -> dict[str, dict[str, int]]:
    """Open a copy of it, which is the caller's to change; returns the id of each side's row by record type."""
    database.close()
    template, made = _template()
    database.point_at(places.copy(template, path))
    renew()  # some of it is designed
    return deepcopy(made)
