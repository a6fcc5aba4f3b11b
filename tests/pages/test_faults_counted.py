"""200,000 faults are gone through once a check, however often the list of them is drawn."""

from types import SimpleNamespace

from models.kit.incoming.incoming import Fault
from models.kit.text import Text
from models.members import Member
from pages.importing.counted import ALL, Counted
from pages.importing.repairs import naming

WRONG, LACKS = Text("没有“{value}”这一项", "no “{value}”"), Text("不能为空", "is missing")


class Watched(list):
    """A list that knows how often it was gone through."""

    times = 0

    def __iter__(self):
        self.times += 1
        return super().__iter__()


def faults(rows: int) -> Watched:
    tiers = [
        Fault(row, "tier", f"{'白金' if row % 3 else '黑'}卡", WRONG, "金卡" if row % 2 else None)
        for row in range(rows)
    ]
    return Watched([*tiers, *(Fault(row, "name", "", LACKS) for row in range(rows, rows + 10))])


def test_what_is_drawn_again_is_not_gone_through_again():
    all_faults = faults(20_000)
    counted = Counted(Member, SimpleNamespace(lines=[]), all_faults, ["name"])

    def drawn() -> tuple:
        asked = [(len(counted.rows(c)), len(counted.suggested(c)), counted.alike(c)) for c in (ALL, "tier")]
        return counted.columns, len(counted.rows()), asked, counted.values("tier")

    first, times = drawn(), all_faults.times
    assert first[0] == {"tier": 20_000, "name": 10} and first[1] == 20_010
    assert first[2][1][:2] == (20_000, 10_000)
    assert [(same[0].value, len(same)) for same in first[2][1][2]] == [("白金卡", 13_333), ("黑卡", 6_667)]
    assert first[3] == {"白金卡", "黑卡"}
    assert [same[0].field for same in first[2][0][2]] == ["tier", "tier"], "a whole column is filled elsewhere"
    assert drawn() == first and all_faults.times == times


def test_the_rows_of_a_page_are_named_without_going_through_the_file():
    lines = Watched([SimpleNamespace(row=row, shown=lambda name, row=row: f"{name} {row}") for row in range(1000)])
    sheet = SimpleNamespace(table=SimpleNamespace(names={"card_no", "name"}), fixed={})
    state = SimpleNamespace(record=Member, chosen=sheet)
    state.counted = Counted(Member, SimpleNamespace(lines=lines), [], [])
    for row in (3, 7):
        assert naming(state, {row, 5000}) == {row: {"card_no": f"card_no {row}", "name": f"name {row}"}}
    assert lines.times == 1
