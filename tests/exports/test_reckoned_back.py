"""A file that was exported to be edited comes back with something typed over a column that is reckoned: told, and not written."""

import pytest

from models.design import DesignColumn
from models.kit import system
from models.kit.server import database
from models.kit.server.standing import house_if_any, stand
from models.kit.write.edits import edit
from models.members import Member
from tests.helpers import places
from tests.helpers.door import made
from tests.helpers.returned_files import FIRST, brought, by_office, put, taken, worked_on

BOSS = system("tests")


@pytest.fixture(scope="module")
def company(fresh, tmp_path_factory):
    before = house_if_any()
    database.close()
    database.open(places.copy(fresh, tmp_path_factory.mktemp("reckoned") / "ops.db"))
    with database.reading():
        column = {"record_type": "member", "kind": "formula", "seen_by": "all"}
        made(DesignColumn, BOSS, zh="双倍", en="Twice", name="twice", formula="=[opening_spend]*2", **column)
        made(DesignColumn, BOSS, zh="称呼", en="Called", name="called", formula='=[name]&"先生"', **column)
        rows = [
            {"card_no": f"M{at}", "name": name, "opening_spend": at + 0.1}
            for at, name in enumerate(("王一", "李二", "张三"))
        ]
        assert edit(Member, [{"id": None, "set": row} for row in rows], who=BOSS).state == "applied"
        yield Member
    database.close()
    stand(before)


def notes(record, data, folder, **options):
    return [note for note in brought(record, data, BOSS, folder, **options).wire("zh")["notes"] if "算出来的列" in note]


def test_a_file_nobody_touched_says_nothing_of_them_whoever_saved_it(company, tmp_path):
    data = taken(company, BOSS)
    assert notes(company, data, tmp_path) == []
    assert notes(company, by_office(data, tmp_path), tmp_path) == []


def test_what_was_typed_over_them_is_told_with_its_cells_and_never_written(company, tmp_path):
    def change(sheet):
        put(sheet, FIRST, 双倍=99, 备注="新的备注")
        put(sheet, FIRST + 1, 称呼="李女士")

    data = worked_on(taken(company, BOSS, ["card_no", "name", "opening_spend", "note", "twice", "called"]), change)
    [said] = notes(company, data, tmp_path)
    assert said.startswith("“双倍、称呼”是算出来的列：文件里有 2 格（E3、F4）和现在算出的不一样，不会写入")
    came = brought(company, data, BOSS, tmp_path)
    assert [(cell.name, cell.mine) for cell in came.returned.mine] == [("note", "新的备注")]
    assert (came.returned.faults, came.returned.locked) == ([], [])


def test_rows_that_moved_here_meanwhile_are_no_change_of_the_file(company, tmp_path):
    data = taken(company, BOSS)
    row = next(row for row in company.rows() if row.name == "张三")
    assert edit(company, [{"id": row.id, "set": {"name": "张三丰"}}], who=BOSS).state == "applied"
    assert notes(company, data, tmp_path) == []
