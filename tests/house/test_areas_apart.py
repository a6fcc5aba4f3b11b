"""An area is its folder, its import and its line: whoever takes these away has an app without it, and nothing else to mend."""

import ast
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from models import AREAS

ROOT = Path(__file__).parent.parent.parent
OURS = ("main", "pages", "jobs", "exports", "models")
# What runs without being imported by anybody: the app itself and the processes beside it.
ROOTS = ("main", "models.kit.server.beside_child", "exports.drawing")
SHARED = ("weekly", "organization", "accounts", "design")  # what all of them stand on


def file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.exists()), None)


@cache
def imports(module: str) -> frozenset[str]:
    """The modules of ours that a module imports, wherever in it, with the packages they lie in."""
    path = file_of(module)
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join((*base, *([node.module] if node.module else [])))
            imported |= {name} | {f"{name}.{alias.name}" for alias in node.names}
    whole = {".".join(name.split(".")[:n]) for name in imported for n in range(1, name.count(".") + 2)}
    return frozenset(name for name in whole if name.split(".")[0] in OURS and file_of(name) is not None)


def area_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "models" and len(parts) > 1 and parts[1] in NAMES else None


NAMES = {area.name for area in AREAS}
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "models").rglob("*.py")
]


@cache
def uses(name: str) -> frozenset[str]:
    """The areas that an area imports."""
    mine = [module for module in MODULES if area_of(module) == name]
    return frozenset({area_of(other) for module in mine for other in imports(module)} - {name, None})


def with_those_that_build_on(name: str) -> set[str]:
    """An area and the ones that can't be without it."""
    out = {name}
    while more := {area for area in NAMES if uses(area) & out} - out:
        out |= more
    return out


def named_by(name: str) -> set[str]:
    area = next(area for area in AREAS if area.name == name)
    jobs = [what for job in area.jobs for what in (job.fn, job.aside) if isinstance(what, str)]
    return {what.partition(":")[0] for what in (*area.faces, *(filler.fn for filler in area.demo), *jobs)}


def reached_without(out: set[str]) -> dict[str, set[str]]:
    """Every module that may still be run, with what it imports."""
    waiting = {*ROOTS, *(module for name in NAMES - out for module in (f"models.{name}", *named_by(name)))}
    reached: dict[str, set[str]] = {}
    while waiting:
        module = waiting.pop()
        reached[module] = {
            imported for imported in imports(module) if not (module == "models" and area_of(imported) in out)
        }
        waiting |= {
            imported for imported in reached[module] if imported not in reached and area_of(imported) not in out
        }
    return reached


def left_behind(out: set[str]) -> set[str]:
    """Who would still import what is gone; the demo's own story of members, told by nobody but `--demo`, is left out."""
    reached = reached_without(out).items()
    return {
        f"{module} imports {other}"
        for module, imported in reached
        for other in imported
        if area_of(other) in out and not module.startswith("jobs.demo")
    }


@pytest.mark.parametrize("name", sorted(NAMES - {*SHARED}))
def test_whatever_an_area_needs_is_imported_by_nobody_who_stays(name):
    out = with_those_that_build_on(name)
    if "weekly" in out:  # the meeting speaks of stores and hands out tasks: these two stand with it
        assert name in ("stores", "department")
    else:
        assert left_behind(out) == set()


def test_the_walk_finds_who_would_be_left_behind():
    assert "exports.weeks.report imports models.organization" in left_behind({"organization"})


START = """
import sys
import main, pages
from models import house
from models.kit.server import database, settings
from models.kit.ask.query import Query
from models.kit.declare.access import system
chosen = settings.parse(["--data", sys.argv[1]])
database.set_folders(chosen.folders)
main.prepare(chosen)
with database.reading():
    pages.mount()
    told = {key: Query(record, system("t")).count() for key, record in house().records.items()}
print("training" in house().area_named, any(key.startswith("training") for key in told), told["role"] > 5, len(house().counted))
"""


def test_the_app_starts_without_an_area_that_was_taken_out(tmp_path):
    folder = tmp_path / "opsdesk"
    for name in ("models", "jobs", "exports", "pages"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "main.py", folder)
    shutil.rmtree(folder / "models" / "training")
    company = folder / "models" / "__init__.py"
    text = company.read_text(encoding="utf-8")
    without = re.sub(r"^    training,\n", "", text, flags=re.M).replace(" training.AREA,", "")
    assert len(without) == len(text) - len("    training,\n training.AREA,")
    company.write_text(without, encoding="utf-8")
    (folder / "start.py").write_text(START)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    done = subprocess.run(
        [sys.executable, "start.py", str(tmp_path / "data")],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"False False True {len([area for area in AREAS if area.metrics]) - 1}"
