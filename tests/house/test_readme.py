"""What the README prints is true: its commands, and the recipe for a new record type, followed to the letter."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models import AREAS, house
from models.kit.declare.beginning import in_order
from tests.bench.__main__ import NAMES

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.S)
TRY_IT = """
import json, sys
from models import AREAS, accounts, house
from models.kit.declare import check
from models.kit.server import database
from models.kit import system
from models.kit.declare.describe import describe
from models.kit.write.edits import edit
from models.kit.ask.query import Query
from models.organization import Store

check.check(AREAS)
database.open(sys.argv[1])
with database.reading():
    accounts.seed_roles(AREAS)
    who = system("readme")
    edit(Store, [{"id": None, "set": {"code": "S1", "name": "锦江一店"}}], who=who)
    done = edit(house().records["asset"], [{"id": None, "set": {"no": "A1", "name": "冰柜", "store": "jjyd", "price": "¥3,200"}}], who=who)
    told = [record["name"] for record in describe(AREAS, who, {})["records"]]
    print(json.dumps({"state": done.state, "rows": Query(house().records["asset"], who).rows(), "told": "asset" in told}))
"""


def block(opening: str) -> str:
    return next(text for _, text in BLOCKS if text.startswith(opening))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, env=environment, timeout=300
    )


@pytest.fixture
def copy(tmp_path):
    """The project in a folder where the recipe may be followed."""
    folder = tmp_path / "opsdesk"
    for name in ("models", "jobs", "exports", "pages"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "main.py", folder)
    return folder


def test_following_the_recipe_to_the_letter_adds_a_record_type_that_works(copy, tmp_path):
    (copy / "models" / "assets.py").write_text(block('"""Assets'), encoding="utf-8")
    company = copy / "models" / "__init__.py"
    imported, listed = block("    assets,\n    department").split("\n\n")
    text = company.read_text(encoding="utf-8")
    for line in (imported.rstrip(), listed.strip()):
        before = re.sub(r"\s*assets(\.AREA)?,", "", line)
        assert before in text, "the README shows lines that aren't there"
        text = text.replace(before, line, 1)
    company.write_text(text, encoding="utf-8")

    data = tmp_path / "data"
    migrated = run(copy, "main.py", "--data", str(data), *block(".venv/bin/python main.py migrate").split()[2:])
    assert migrated.returncode == 0, migrated.stderr
    assert len(list((copy / "models" / "migrations").glob("0*_assets.py"))) == 1

    (copy / "try_it.py").write_text(TRY_IT, encoding="utf-8")
    tried = run(copy, "try_it.py", f"sqlite:///{data / 'ops.db'}")
    assert tried.returncode == 0, tried.stderr
    assert (
        '"state": "applied"' in tried.stdout and '"price": "3200.00"' in tried.stdout and '"told": true' in tried.stdout
    )


def test_each_set_up_is_one_line_and_the_check_script_runs_the_printed_test_command():
    lines = [line for _, text in BLOCKS for line in text.strip().splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2 and lines[0].endswith("main.py") and lines[1].endswith("-m tests")
    script = (ROOT / ".ci" / "run").read_text()
    assert "README.md" in script and "unset CI" in script


def test_every_flag_and_variable_the_readme_names_is_explained_by_help(tmp_path):
    printed = run(ROOT, "main.py", "--help").stdout
    for name in re.findall(r"`--(\w+) (OPS_\w+)`", README):
        assert f"--{name[0]}" in printed and name[1] in printed
    for name in (
        "DATABASE_URL",
        "OPS_ADMIN_PASSWORD",
        "--demo",
        "token USER",
        "import FILE",
        "--create-links",
        "--dry-run",
    ):
        assert name in printed, name


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--port", "eighty"], "port"),
        (["--port", "70000"], "port"),
        (["--host", "a b"], "host"),
        (["--nonsense"], "nonsense"),
        (["--data", "/proc/nowhere"], "data folder"),
    ],
)
def test_a_bad_setting_is_one_clear_line_and_exit_2(arguments, says, tmp_path):
    done = run(ROOT, "main.py", *arguments)
    assert done.returncode == 2 and says in done.stderr.strip().splitlines()[-1] and "Traceback" not in done.stderr


def test_a_database_address_of_another_kind_is_a_bad_setting(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere")
    done = run(ROOT, "main.py", "--data", str(tmp_path))
    assert done.returncode == 2 and "DATABASE_URL" in done.stderr


def test_the_measurements_the_readme_names_are_those_there_are():
    paragraph = README[README.index("Measured, not promised") :]
    named = set(re.findall(r"`(?:python -m tests\.bench )?([a-z_]+)(?: --data DIR)?`", paragraph))
    assert named == NAMES.keys()


def test_the_quick_start_names_the_tables_in_the_order_in_which_the_app_asks_for_them():
    steps = re.search(r"列出先录入什么：(.*?)；", README)[1].split(" → ")
    assert steps == [start.record.sheet.label.zh for start in in_order(house().starts)]


def test_there_are_as_many_figures_as_the_quick_start_says():
    said = int(re.search(r"各板块 (\d+) 多项指标", README)[1])
    assert said <= sum(len(area.metrics) for area in AREAS) < said + 100
