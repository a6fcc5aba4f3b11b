"""A copy of the project that may be written to, and programs run in it."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def copied(folder: Path) -> Path:
    for name in ("models", "jobs", "exports", "pages"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("main.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=kept | environment, timeout=200)


def is_sound(folder: Path, *more: list[str]) -> None:
    """What was written there is as the linter and the formatter want it, and whoever else is named."""
    _take_types(folder)
    for words in (["ruff", "check", "models"], ["ruff", "format", "--check", "models"], *more):
        ran = run(folder, "-m", *words)
        assert ran.returncode == 0, ran.stdout + ran.stderr


def _take_types(folder: Path) -> None:
    """The types of all that wasn't written anew, where the checker worked them out lately and isn't at it just now."""
    known = ROOT / ".mypy_cache"
    written = [path.stat().st_mtime for path in known.rglob("*") if path.is_file()]
    if written and max(written) < time.time() - 30:
        shutil.copytree(known, folder / known.name, dirs_exist_ok=True)
