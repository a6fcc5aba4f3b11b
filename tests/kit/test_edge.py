"""A jump by content ends where it ends in Excel, whatever the order, the filter and the way."""

from datetime import date

import pytest

from models.kit import system
from models.kit.ask.edge import edge_of
from models.kit.ask.query import BadQuery, Query
from models.kit.write.writes import changes
from models.members import Member

BOSS = system("tests")
NOTES = [None, "a", "b", None, None, "c", None, "d", "e", "f"]


@pytest.fixture
def members(stores):
    with changes(who=BOSS) as c:
        rows = [
            {"card_no": f"E{n}", "name": f"会员{n}", "phone": f"1380000000{n}", "opening_spend": n, "note": note}
            for n, note in enumerate(NOTES)
        ]
        c.add(Member, [row | {"joined_on": date(2026, 1, 5)} for row in rows])


def expected(flags: list[bool], row: int) -> int:
    """Excel's way, said slowly."""
    if row >= len(flags) - 1:
        return len(flags) - 1
    if flags[row] and flags[row + 1]:
        while row + 1 < len(flags) and flags[row + 1]:
            row += 1
        return row
    return next((n for n in range(row + 1, len(flags)) if flags[n]), len(flags) - 1)


@pytest.mark.parametrize("sort", ["card_no", "-card_no"])
def test_from_every_row_a_jump_ends_where_excel_ends_it(members, sort):
    query = Query(Member, BOSS, {"card_no": {"starts": "E"}}, [sort])
    flags = [bool(row["note"]) for row in query.rows()]
    count = len(flags)
    for row in range(count):
        assert edge_of(query, "note", row) == expected(flags, row), row
        assert edge_of(query, "note", row, back=True) == count - 1 - expected(flags[::-1], count - 1 - row), row


def test_a_filter_moves_the_ends_and_what_may_not_be_asked_is_refused(members):
    query = Query(Member, BOSS, {"opening_spend": {"ge": "5"}}, ["card_no"])
    assert [edge_of(query, "note", row) for row in range(5)] == [2, 2, 4, 4, 4]
    for wrong in ("nothing", None, "id"):
        with pytest.raises(BadQuery):
            edge_of(query, wrong, 0)
    for row in (-1, "0", None, True):
        with pytest.raises(BadQuery):
            edge_of(query, "note", row)
