"""Every file of tests/cases comes in exactly as its note demands: what is stored, what is refused, what is said.

A case is a folder with the files, a `note.md` (what the file is, its record type and its `Must:`) and an `expected.json`:

    {"before": [["store", {"code": "S1", "name": "…"}], …],          rows that are there first, links by name
     "files": {"input.csv": {"record": "member", "options": {…},     options of the import; only_good unless it says otherwise
                             "rows": [{"card_no": "…", …}, …],       every stored row of that type, the fields named here, by id
                             "faulty": {"C2": "不是数字", …},         every faulty cell (or row) → a piece of its sentence
                             "notes": ["万元", …],                   a piece of each remark that must be made
                             "unmapped": ["…"], "refused": "…"}},    columns left over; or the sentence that refuses the file
     "held_by": {"a.csv": "tests/test_x.py::test_y"}}                files that another test takes

`null` in a row is an empty field, a link is what its record is called.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from exports.incoming.importing import run
from models import house
from models.kit import Refused, system
from models.kit.ask.titles import titles_of
from models.kit.server import copies
from models.kit.server.database import folder_of, set_folders
from models.members import Member
from tests.helpers.shop import put
from tests.reliability.crowd import crowd

FOLDER = Path(__file__).parent.parent / "cases"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())
ASIDE = {"note.md", "expected.json"}


def expected(case: Path) -> dict[str, Any]:
    path = case / "expected.json"
    return json.loads(path.read_text()) if path.exists() else {}


FILES = [(case, name) for case in CASES for name in expected(case).get("files", {})]


def test_every_file_of_every_case_is_tried_here_or_where_its_case_says():
    for case in CASES:
        there = {str(path.relative_to(case)) for path in case.rglob("*") if path.is_file()} - ASIDE
        asked = expected(case)
        assert {*asked.get("files", {}), *asked.get("held_by", {})} == there, case.name
        for test in asked.get("held_by", {}).values():
            file, _, name = test.partition("::")
            assert re.search(rf"^def {name}\(", (FOLDER.parent.parent / file).read_text(), re.MULTILINE), test


@pytest.mark.parametrize(("case", "name"), FILES, ids=[f"{case.name}-{name}" for case, name in FILES])
def test_the_file_comes_in_as_its_note_demands(case, name, clock, db):
    clock("2026-11-28 10:00")
    asked = expected(case)
    for record, values in asked.get("before", ()):
        put(house().records[record], **values)
    wanted = asked["files"][name]
    options = {"only_good": True, **wanted.get("options", {})}
    try:
        done = run(
            case / name, name, house().records[wanted["record"]], system("cases"), wanted.get("mapping"), options
        )
    except Refused as refused:
        assert wanted.get("refused", "not to be refused") in refused.text.zh
        return
    wire = done.wire("zh")
    assert "refused" not in wanted, wire
    faulty = {fault["cell"]: fault["message"] for fault in wire["faulty"]}
    assert list(faulty) == list(wanted.get("faulty", {})), wire
    assert all(said in faulty[cell] for cell, said in wanted.get("faulty", {}).items()), faulty
    for piece in wanted.get("notes", ()):
        assert any(piece in note for note in wire["notes"]), wire["notes"]
    if "unmapped" in wanted:
        assert wire["unmapped"] == wanted["unmapped"]
    assert stored(wanted["record"], wanted["rows"]) == wanted["rows"], wire


def at_once(*names: str) -> list[str]:
    """What becomes of these files of the case, brought in by as many people in the same moment."""
    folder, who = FOLDER / "concurrent", system("cases")
    return crowd([lambda name=name: run(folder / name, name, Member, who).outcome.state for name in names])


def test_files_with_the_same_keys_at_once_make_no_twins(db):
    done = at_once("a.csv", "a.csv", "a.csv", "b.csv")
    assert "applied" in done
    assert set(done) <= {"applied", "nothing", "duplicate", "stale"}
    cards = [member.card_no for member in Member.select(Member.card_no)]
    assert len(cards) == len(set(cards)) in (800, 1200)


@pytest.mark.embedded
def test_large_files_of_the_same_second_all_come_in_after_a_copy(db, clock, caplog, tmp_path, monkeypatch):
    set_folders({"backups": tmp_path / "backups"})
    clock("2026-11-28 10:00")
    assert at_once("S1A.csv", "T2A.csv", "T2B.csv") == ["applied"] * 3
    assert Member.select().count() == 1800
    [copy] = folder_of("backups").glob("ops-before-import-*.db")
    assert copies.note_of(copy).rows.get("member", 0) == 0, "made before any of them wrote"
    assert "no copy before" not in caplog.text


def stored(record: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every row of the type, as far as the expected ones speak of it."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [
        {name: _kept(row, name) for name in names}
        for row in house().records[record].select().order_by(house().records[record].id)
    ]


def _kept(row: Any, name: str) -> Any:
    item, value = type(row).fields()[name], row.__data__[name]
    if name in type(row).links():
        return titles_of(item.rel_model, {value})[value] if value else None
    return item.keep(value)
