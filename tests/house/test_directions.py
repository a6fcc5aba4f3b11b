"""Who may import whom, and what nobody may write: held by reading the sources."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
OURS = ("main", "pages", "jobs", "exports", "models")
SOURCES = sorted(path for part in OURS[1:] for path in (ROOT / part).rglob("*.py")) + [ROOT / "main.py"]
FROZEN = ROOT / "models" / "migrations"

# Who may import which of us: downward only. pages and jobs never meet.
MAY_USE = {
    "main": {"pages", "jobs", "exports", "models"},
    "pages": {"pages", "exports", "models"},
    "jobs": {"jobs", "exports", "models"},
    "exports": {"exports", "models"},
    "models": {"models"},
}
WEB = {"nicegui", "fastapi", "starlette", "uvicorn", "socketio", "jinja2"}
FILES = {
    "openpyxl",
    "python_calamine",
    "xlsxwriter",
    "pyexcelerate",
    "xlrd",
    "rustpy_xlsxwriter",
    "defusedxml",
    "csv",
    "zipfile",
}
# Foreign packages and the rooms they may be in; whoever is not named may be anywhere.
ONLY_IN = {
    **dict.fromkeys(WEB, ("main", "pages")),
    **dict.fromkeys(FILES, ("exports",)),
    "pandas": ("exports", "jobs"),
    "schedule": ("jobs/clock.py",),
    "ctypes": (
        "models/kit/server/memory.py",
    ),  # no thread is raised into: work with a limit is a process that is killed
}


def imported(path: Path) -> set[str]:
    """The modules a file imports, written out: `models.kit.fields` for `from .fields import …`."""
    package = path.relative_to(ROOT).with_suffix("").parts
    package = package[:-1] if path.name != "__init__.py" else package[:-1]
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


WRITTEN = [str(path.relative_to(ROOT)) for path in SOURCES]


@cache
def imports() -> dict[str, set[str]]:
    """By file what it imports; read by the tests that ask, for every worker of a run imports this module."""
    return {str(path.relative_to(ROOT)): imported(path) for path in SOURCES}


def room(name: str) -> str:
    return name.split("/")[0].split(".")[0]


def test_the_sources_are_found():
    assert len(imports()) > 60
    assert (
        "models.kit.fields" in imports()["models/organization/places.py"]
        or "models.kit" in imports()["models/organization/places.py"]
    )


def test_imports_run_downward_only():
    wrong = {
        f"{name} imports {module}"
        for name, modules in imports().items()
        for module in modules
        if room(module) in OURS and room(module) not in MAY_USE[room(name)]
    }
    assert not wrong


def test_the_kit_knows_no_area_and_no_migration():
    wrong = {
        f"{name} imports {module}"
        for name, modules in imports().items()
        if name.startswith("models/kit/")
        for module in modules
        if module.split(".")[0] == "models" and not module.startswith("models.kit")
    }
    assert not wrong


def test_the_areas_form_no_circle():
    def area(module: str) -> str | None:
        parts = module.split(".")
        return parts[1] if parts[0] == "models" and len(parts) > 1 and parts[1] not in ("kit", "migrations") else None

    uses: dict[str, set[str]] = {}
    for name, modules in imports().items():
        here = area(name.removesuffix(".py").replace("/", "."))
        if here and here != "__init__":
            uses.setdefault(here, set()).update(used for used in map(area, modules) if used and used != here)
    areas = set(uses)

    def reached(start: str) -> set[str]:
        seen, todo = set(), [start]
        while todo:
            for other in uses.get(todo.pop(), set()) & areas - seen:
                seen.add(other)
                todo.append(other)
        return seen

    assert not [area for area in areas if area in reached(area)]


def test_foreign_packages_stay_in_their_rooms():
    wrong = {
        f"{name} imports {module}"
        for name, modules in imports().items()
        for module in modules
        if (rooms := ONLY_IN.get(module.split(".")[0])) and not name.startswith(rooms) and room(name) not in rooms
    }
    assert not wrong


def test_the_parts_of_pages_know_fields_but_no_area():
    wrong = {
        f"{name} imports {module}"
        for name, modules in imports().items()
        if name.startswith("pages/parts/")
        for module in modules
        if module.startswith(("models.members", "models.organization", "models.accounts"))
    }
    assert not wrong


def test_one_file_alone_starts_processes():
    starters = {"subprocess", "multiprocessing", "concurrent.futures.ProcessPoolExecutor"}
    assert {name for name, modules in imports().items() if modules & starters} == {"models/kit/server/beside.py"}


def test_nobody_writes_into_a_class_what_a_process_shares_or_what_another_area_declares():
    texts = {name: (ROOT / name).read_text() for name in WRITTEN}
    ours = {"cls", *(name for text in texts.values() for name in re.findall(r"^class (\w+)", text, re.MULTILINE))}
    written = {
        f"{name}: {setting[0].strip()}"
        for name, text in texts.items()
        for setting in re.finditer(r"^[ \t]*(\w+)(?:\.\w+)+ = .*", text, re.MULTILINE)
        if setting[1] in ours
    }
    assert not written, (
        "a module has such a state, with a function that sets it; an area declares what it adds to others"
    )


def test_migrations_stay_as_they_are_for_they_import_nothing_of_ours():
    for path in FROZEN.glob("0*.py"):
        assert not {module for module in imported(path) if room(module) in OURS and module != "models.migrations"}, (
            path.name
        )


def test_the_business_starts_without_a_web_face_or_a_file_format(tmp_path):
    hidden = sorted({*WEB, *FILES, "pandas", "schedule"} - {"csv", "zipfile"})
    code = f"""
import sys
for name in {hidden!r}:
    sys.modules[name] = None
from models import AREAS, house
from models.kit.declare import check
from models.kit.server import database
from models.kit.ask.query import Query
from models.kit.write.edits import edit
from models.kit import system
check.check(AREAS)
database.open("sqlite:///{tmp_path}/bare.db")
with database.reading():
    assert edit(house().records["region"], [{{"id": None, "set": {{"name": "x"}}}}], who=system("t")).state == "applied"
    assert Query(house().records["region"], system("t")).count() == 1
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


# Bans -------------------------------------------------------------------------------------------------------------------

# What takes a string that a browser or an interpreter will run or draw: never one put together from values.
TEXT_SINKS = {
    "props",
    "style",
    "classes",
    "add_slot",
    "run_javascript",
    "add_head_html",
    "add_body_html",
    "add_css",
    "add_scss",
    "add_sass",
    "run_method",
    "html",
    "markdown",
}
BANNED_CALLS = {"eval", "exec", "add_static_files", "add_static_file", "add_media_files", "add_media_file"}
BANNED_MODULES = {"pickle", "shelve", "marshal", "dill"}


def put_together(node: ast.AST, fixed: set[str]) -> bool:
    """Whether a string is made from values that are not constants of the module."""
    if isinstance(node, ast.JoinedStr):
        inner = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return any(not (isinstance(part, ast.Name) and part.id in fixed) for part in inner)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return any(
            isinstance(side, ast.JoinedStr | ast.BinOp) and put_together(side, fixed)
            for side in (node.left, node.right)
        ) or (isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str))
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def faults_of(source: str) -> set[str]:
    """What the bans find in one source."""
    tree = ast.parse(source)
    fixed = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper()
    }
    faults = {f"import {name}" for name in BANNED_MODULES & {module.split(".")[0] for module in _plain_imports(tree)}}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            faults |= _call_faults(node, fixed)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "v-html" in node.value:
            faults.add("v-html")
    return faults


def _plain_imports(tree: ast.Module) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def _call_faults(call: ast.Call, fixed: set[str]) -> set[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    of = call.func.value.id if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) else ""
    faults = set()
    if name in BANNED_CALLS or (of, name) == ("yaml", "load"):
        faults.add(f"{name}()")
    if name in TEXT_SINKS and of != "re" and any(put_together(argument, fixed) for argument in call.args):
        faults.add(f"a string put together in {name}()")
    for keyword in call.keywords:
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if (keyword.arg, value) in (("sanitize", False), ("html", True)) or keyword.arg == "html_columns":
            faults.add(f"{keyword.arg}=")
    return faults


@pytest.mark.parametrize("name", [name for name in WRITTEN if not name.startswith("models/migrations/0")])
def test_no_source_does_what_is_banned(name):
    assert not faults_of((ROOT / name).read_text())


@pytest.mark.parametrize(
    "line",
    [
        "ui.html(text, sanitize=False)",
        "ui.notify(text, html=True)",
        "ui.aggrid({}, html_columns=[0])",
        "x.add_slot('body', '<b v-html=\"a\"/>')",
        "x.props(f'label={name}')",
        "x.style(f'color: {c}')",
        "x.classes(f'a-{b}')",
        "ui.run_javascript(f'go({x})')",
        "ui.run_javascript('go(%s)' % x)",
        "ui.run_javascript('go({})'.format(x))",
        "ui.add_head_html(f'<b>{x}')",
        "ui.add_css(f'.a {{ color: {c} }}')",
        "import pickle",
        "from pickle import loads",
        "eval(x)",
        "exec(x)",
        "yaml.load(x)",
        "app.add_static_files('/x', folder)",
    ],
)
def test_the_bans_find_what_they_are_to_find(line):
    assert faults_of(line)


def test_no_file_grows_past_what_one_reads_at_a_sitting():
    scripts = [str(path.relative_to(ROOT)) for path in (ROOT / "pages").rglob("*.js")]
    long = {
        name: lines
        for name in (*WRITTEN, *scripts)
        if (lines := len((ROOT / name).read_text().splitlines())) > 400 and "migrations/0" not in name
    }
    assert not long


def test_the_formatter_lays_out_every_line():
    ours = [*WRITTEN, *(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.py"))]
    assert [name for name in ours if "# fmt" + ":" in (ROOT / name).read_text()] == []


def test_pages_and_files_ask_a_field_where_it_leads_instead_of_what_class_it_is():
    asking = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in ("pages", "exports", "jobs")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        if "LinkField" in ast.unparse(node.args[1])
    }
    assert not asking, "`item.linked` is the type that a link leads to"
