"""The whole suite is asked of PostgreSQL, part by part: one commit after the other sees all of it."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests import __main__ as command
from tests.helpers import places
from tests.postgres import HERE, LONG, OFTEN, PARTS, is_asked, parts_of, turn

FILES = [path for path in sorted(HERE.rglob("test_*.py")) if "browser" not in path.parts]
EACH = range(1, PARTS + 1)


def test_each_file_is_asked_in_exactly_one_part_and_the_grammar_in_every_second(monkeypatch):
    asked: Counter[Path] = Counter()
    for part in EACH:
        monkeypatch.setenv("OPS_TEST_PART", str(part))
        asked.update(path for path in FILES if is_asked(path))
    assert set(asked) == set(FILES)
    assert {path for path, times in asked.items() if times == PARTS // 2} == {
        path for path in FILES if path.parent.name == OFTEN
    }
    assert set(asked.values()) == {1, PARTS // 2}


def test_two_commits_after_each_other_see_the_whole_grammar_in_halves_that_are_about_alike():
    grammar = [path for path in FILES if path.parent.name == OFTEN]
    for part in EACH:
        half = sum(part in parts_of(path) for path in grammar)
        assert 0.35 < half / len(grammar) < 0.65
        assert all(len({part, part % PARTS + 1} & parts_of(path)) == 1 for path in grammar)


def test_without_a_part_all_are_asked(monkeypatch):
    monkeypatch.setenv("OPS_TEST_PART", "")
    assert all(map(is_asked, FILES))


def test_what_is_not_asked_is_not_even_read(monkeypatch):
    monkeypatch.setenv("OPS_TEST_PART", "3")
    monkeypatch.setattr(places, "SERVER", "postgresql://there/postgres")
    assert [path for path in FILES if places.is_read_there(path)] == [path for path in FILES if is_asked(path)]
    assert not places.is_read_there(HERE / "browser") and places.is_read_there(HERE / "jobs")
    monkeypatch.setattr(places, "SERVER", "")
    assert all(map(places.is_read_there, (*FILES, HERE / "browser")))


def test_what_takes_long_is_there_and_shared_out_evenly():
    named = [HERE / f"{name}.py" for name in LONG]
    assert [path for path in named if path not in FILES] == []
    times = Counter(part for path in named for part in parts_of(path))
    assert max(times.values()) - min(times[part] for part in EACH) <= 1


def git(folder: Path, *words: str) -> None:
    author = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
    subprocess.run(["git", *author, *words], cwd=folder, check=True, capture_output=True)


def test_commit_by_commit_each_part_has_its_turn(tmp_path):
    git(tmp_path, "init", "-q")
    turns = []
    for _ in range(PARTS + 1):
        git(tmp_path, "commit", "-q", "--allow-empty", "-m", "More")
        turns.append(turn(tmp_path))
    assert sorted(turns[:PARTS]) == list(EACH)
    assert turns[0] == turns[PARTS]
    assert turn(tmp_path) == turns[-1]  # asked again it is the same


def test_a_clone_without_its_history_has_a_turn_too(tmp_path):
    source, clone = tmp_path / "source", tmp_path / "clone"
    source.mkdir()
    git(source, "init", "-q")
    for _ in range(3):
        git(source, "commit", "-q", "--allow-empty", "-m", "More")
    git(tmp_path, "clone", "-q", "--depth", "1", source.as_uri(), str(clone))
    assert turn(clone) in EACH


def test_a_part_that_there_is_not_is_refused():
    assert (command.part("1"), command.part(str(PARTS))) == (1, PARTS)
    for word in ("0", str(PARTS + 1), "all"):
        with pytest.raises(ValueError, match=r".+"):
            command.part(word)
