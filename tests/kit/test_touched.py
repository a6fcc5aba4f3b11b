"""Groups, lists of values and ends of bars are worked out anew when a column of theirs moved, and not after any edit."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from models import house
from models.kit import system
from models.kit.ask import figures
from models.kit.ask.colours import Colours
from models.kit.ask.groups import Groups
from models.kit.ask.query import Query
from models.kit.ask.values import values_of
from models.kit.server import database
from models.kit.server.dialect import handle, is_embedded, one_look
from models.kit.write.edits import edit
from models.kit.write.history import new_versions
from models.members import Member
from models.organization import Store
from tests.helpers.shop import put

BOSS = system("tests")


@pytest.fixture
def worked(monkeypatch):
    """What was worked out, by its kind."""
    kinds, remember = [], figures._remember
    monkeypatch.setattr(figures, "_remember", lambda key, value: kinds.append(key[2]) or remember(key, value))
    return kinds


@pytest.fixture
def people(stores):
    rows = [
        {"id": None, "set": {"card_no": f"T{at}", "name": "王小明", "home_store": 1 + at % 2, "opening_spend": at}}
        for at in range(4)
    ]
    return [row["id"] for row in edit(Member, rows, who=BOSS).rows]


def asked() -> tuple:
    query = Query(Member, BOSS, {"status": {"eq": "active"}})
    grouped = [
        (row[":group"]["text"], row[":group"]["count"]) for row in Groups(query, ["home_store"], {"shut": True}).rows()
    ]
    listed = [(part["text"], part["count"]) for part in values_of(query, "home_store")["values"]]
    return grouped, listed, Colours(query, [{"column": "opening_spend", "show": "bar"}]).scales()


def test_an_edit_elsewhere_in_the_row_leaves_them_as_they_are(people, worked):
    first = asked()
    assert sorted(worked) == ["ends opening_spend", "groups", "values home_store"]
    edit(Member, [{"id": people[0], "set": {"note": "改", "birthday": "1980-01-01"}}], who=BOSS)
    assert asked() == first and len(worked) == 3


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ({"home_store": 2}, ["groups", "values home_store"]),
        ({"opening_spend": "99"}, ["ends opening_spend"]),
        ({"status": "left"}, ["ends opening_spend", "groups", "values home_store"]),
    ],
)
def test_what_hangs_on_a_column_follows_it(people, worked, values, kinds):
    first = asked()
    worked.clear()
    done = edit(Member, [{"id": people[0], "set": {"note": "改"}}, {"id": people[2], "set": values}], who=BOSS)
    assert done.state == "applied", done.errors
    assert (after := asked()) != first and sorted(worked) == kinds
    figures._kept.clear()
    assert asked() == after


def test_rows_that_come_and_go_names_and_what_is_written_beside_the_door_count_as_changes(people, worked):
    asked()
    edit(
        Member, [{"id": None, "set": {"card_no": "T9", "name": "李静", "home_store": 1, "opening_spend": 9}}], who=BOSS
    )
    grouped, listed, scales = asked()
    assert dict(grouped) == dict(listed) == {"锦江一店": 3, "武侯一店": 2} and scales == {
        "opening_spend": ["0.00", "9.00"]
    }
    edit(Member, [], who=BOSS, delete=[people[0]])
    assert dict(asked()[0]) == {"锦江一店": 2, "武侯一店": 2}
    edit(Store, [{"id": 1, "set": {"name": "金江一店"}}], who=BOSS)
    assert dict(asked()[0]) == dict(asked()[1]) == {"金江一店": 2, "武侯一店": 2}
    worked.clear()
    new_versions(["member"])
    asked()
    assert len(worked) == 3


def test_a_look_has_one_line_from_beginning_to_end_also_for_a_thread_that_had_none(db):
    def look() -> tuple[bool, bool]:
        with one_look():
            within = handle.is_closed()
        between = handle.is_closed()
        database.close()
        return within, between

    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(look).result() == (False, not is_embedded())


def test_groups_rest_on_a_name_two_steps_away(db, monkeypatch):
    asked, keep = [], figures._remember
    monkeypatch.setattr(figures, "_remember", lambda key, value: asked.append(dict(key[-1])) or keep(key, value))
    Groups(Query(house().records["purchase_line"], BOSS, {"purchase": {"contains": "王"}}), ["product"])
    put(Member, card_no="T1", phone="13800000001", name="王小明")
    Groups(Query(house().records["purchase_line"], BOSS, {"purchase": {"contains": "王"}}), ["product"])
    assert len(asked) == 2 and "member" in asked[-1]
