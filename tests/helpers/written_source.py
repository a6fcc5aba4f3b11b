"""A copy of the project that may be written to, and programs run in it."""

import os
import shutil
import subprocess
import sys
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
    """What was written there is as the linter and the formatter want it."""
    for words in (["ruff", "check", "models"], ["ruff", "format", "--check", "models"], *more):
        ran = run(folder, "-m", *words)
        assert ran.returncode == 0, ran.stdout + ran.stderr
