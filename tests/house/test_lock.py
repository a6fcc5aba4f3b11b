"""The lists of packages are a full lock: whatever a named package brings along is named, too, each in one version."""

from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
LISTS = (ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt")


def named(path: Path) -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-r ")]


def lacking(requirements: list[Requirement], locked: set[str]) -> set[str]:
    """What they need on this machine and is not named."""
    return {
        f"{package.name} needs {needed.name}"
        for package in requirements
        if package.marker is None or package.marker.evaluate()
        for needed in map(Requirement, metadata.requires(package.name) or ())
        if any(needed.marker is None or needed.marker.evaluate({"extra": extra}) for extra in ("", *package.extras))
        if canonicalize_name(needed.name) not in locked
    }


@pytest.mark.parametrize("path", LISTS, ids=("app", "tests"))
def test_each_package_is_named_once_in_one_version(path):
    requirements = named(path)
    assert [str(each) for each in requirements if [part.operator for part in each.specifier] != ["=="]] == []
    names = [canonicalize_name(each.name) for each in requirements]
    assert len(names) == len(set(names))


def test_what_the_app_and_its_tests_bring_along_is_named():
    app, tests = map(named, LISTS)
    locked = {canonicalize_name(each.name) for each in app}
    assert lacking(app, locked) == set()
    assert lacking(tests, locked | {canonicalize_name(each.name) for each in tests}) == set()
