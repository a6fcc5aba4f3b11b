"""Views: named ways to look at a type, shared through the door, and told to each reader as far as he may see."""

import json

import pytest

from models import house
from models.design import DesignView, shared_views
from models.design.uses import uses
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.members import Member
from pages.described import described_for
from pages.grid import first_rows
from tests.conftest import person

BODY = {
    "columns": [{"name": "name"}, {"name": "phone"}, {"name": "home_store", "width": 120, "own": True}],
    "sort": ["-joined_on"],
    "filter": {"phone": {"contains": "139"}, "status": {"in": ["active"]}},
}


@pytest.fixture
def manager(db):
    return person("Gail", "operations_manager", 7)


def share(who, **more):
    row = {"record_type": "member", "name": "常来的会员", "body": json.dumps(BODY)} | more
    return edit(DesignView, [{"id": None, "set": row}], who=who)


def refused(answer):
    assert answer.state == "refused"
    return [(fault.field, fault.text.zh) for fault in answer.errors]


def test_a_shared_view_is_told_to_everybody_who_sees_the_type_and_is_undone_like_any_row(manager):
    made = share(manager)
    assert made.state == "applied", made.errors
    (view,) = shared_views(Member, manager)
    assert view["name"] == "常来的会员" and view["filter"] == BODY["filter"] and view["sort"] == ["-joined_on"]
    assert not view["partly"] and not view["default"]
    assert undo(made.batch, house().records, who=manager).state == "applied"
    assert shared_views(Member, manager) == []


def test_what_a_reader_does_not_see_in_full_is_not_told_in_a_view_nor_what_was_looked_for_in_it(manager):
    assert share(manager).state == "applied"
    chen = person("Chen", "store_manager", 8, store_id=1)
    (view,) = shared_views(Member, chen)
    assert "139" not in json.dumps(view) and view["partly"]
    assert view["filter"] == {"status": {"in": ["active"]}}


def test_a_condition_against_a_column_out_of_sight_is_left_out_and_a_column_out_of_sight_is_none(manager):
    beside = {"joined_on": {"gt": "=birthday"}, "status": {"in": ["active"]}}
    assert share(manager, body=json.dumps({**BODY, "filter": beside})).state == "applied"
    (view,) = shared_views(Member, person("Chen", "store_manager", 8, store_id=1))
    assert view["filter"] == {"status": {"in": ["active"]}} and view["partly"]
    (view,) = shared_views(Member, manager)
    assert view["filter"] == beside and not view["partly"]


def test_a_view_keeps_what_it_is_laid_out_as_and_a_reader_who_does_not_see_that_column_gets_a_sheet(manager):
    calendar = {"kind": "calendar", "starts": "birthday"}
    made = share(manager, body=json.dumps({**BODY, "filter": {}, "shape": calendar}))
    assert made.state == "applied", made.errors
    (view,) = shared_views(Member, manager)
    assert view["shape"] == calendar and not view["partly"]
    (view,) = shared_views(Member, person("Chen", "store_manager", 8, store_id=1))
    assert "shape" not in view and view["partly"]


@pytest.mark.parametrize("shape", [{"kind": "tree"}, {"kind": "board", "by": "name"}, {"kind": "board", "x": 1}, {}, 5])
def test_a_shape_that_is_none_is_no_view(manager, shape):
    assert [field for field, _ in refused(share(manager, body=json.dumps({**BODY, "shape": shape})))] == ["body"]


def test_the_view_of_a_role_is_its_default_and_each_role_has_one_for_a_type(manager):
    assert share(manager, default_for="store_manager").state == "applied"
    assert [field for field, _ in refused(share(manager, name="另一个", default_for="店长"))] == ["default_for"]
    assert [field for field, _ in refused(share(manager, name="另一个", default_for="没有的角色"))] == ["default_for"]
    chen = described_for(person("Chen", "store_manager", 8, store_id=1), "member")
    assert [view["default"] for view in chen["views"]] == [True]
    assert first_rows(person("Chen", "store_manager", 8, store_id=1), chen) is None, "the first rows are the view's"
    assert [view["default"] for view in shared_views(Member, manager)] == [False]


def test_a_view_keeps_its_groups_and_tells_those_that_its_reader_sees(manager):
    more = {"group": ["home_store", "-birthday:month"], "means": True, "shut": True}
    assert share(manager, body=json.dumps({**BODY, **more})).state == "applied"
    (view,) = shared_views(Member, manager)
    assert {name: view[name] for name in more} == more
    (view,) = shared_views(Member, person("Chen", "store_manager", 8, store_id=1))
    assert view["group"] == ["home_store"]
    assert any("常来的会员" in use.where.zh for use in uses(Member, "birthday"))
    for group in (["note"], ["home_store", "home_store"], ["phone:month"], [1]):
        assert [
            field for field, _ in refused(share(manager, name="另一个", body=json.dumps({**BODY, "group": group})))
        ] == ["body"]


def test_a_view_keeps_its_colours_and_height_and_tells_those_that_its_reader_sees(manager):
    by_phone = {"filter": {"phone": {"contains": "139"}}, "tone": "negative"}
    more = {"colours": [by_phone, {"filter": {"points": {"ge": 5}}, "tone": "info", "column": "name"}], "height": 3}
    assert share(manager, body=json.dumps({**BODY, **more})).state == "applied"
    assert {name: shared_views(Member, manager)[0][name] for name in more} == more
    (view,) = shared_views(Member, person("Chen", "store_manager", 8, store_id=1))
    assert view["colours"] == more["colours"][1:] and view["height"] == 3
    for wrong in ({"colours": [{"filter": {}, "tone": "pink"}]}, {"height": 5}, {"height": "x"}, {"colours": {}}):
        assert [field for field, _ in refused(share(manager, name="另一个", body=json.dumps({**BODY, **wrong})))] == [
            "body"
        ]


def test_a_locked_view_whose_deletion_is_undone_is_again_locked_by_who_locked_it(manager):
    id = share(manager, locked=True).rows[0]["id"]
    admin = person("Anna", "administrator", 9)
    gone = edit(DesignView, [], who=admin, delete=[id])
    assert gone.state == "applied"
    assert undo(gone.batch, house().records, who=admin).state == "applied"
    assert DesignView.get_by_id(id).locked_by == manager.login
    freed = edit(DesignView, [{"id": id, "set": {"locked": False}}], who=admin)
    assert edit(DesignView, [{"id": id, "set": {"locked": True}}], who=admin).rows[0]["locked_by"] == admin.login
    locked = undo(freed.batch, house().records, who=admin)  # locked by her since: that stays
    assert (locked.state, DesignView.get_by_id(id).locked_by) == ("conflict", admin.login)


def test_a_locked_view_is_changed_and_deleted_by_who_locked_it_and_by_administrators_alone(manager):
    shared = share(manager, locked=True)
    assert shared.state == "applied", shared.errors
    id = shared.rows[0]["id"]
    other, admin = person("Olga", "operations_manager", 11), person("Ada", "administrator", 12)
    assert [(view["locked"], view["mine"]) for view in shared_views(Member, manager)] == [(True, True)]
    assert [(view["locked"], view["mine"]) for view in shared_views(Member, other)] == [(True, False)]
    for change in ({"name": "别的"}, {"locked": None}, {"body": json.dumps({**BODY, "sort": []})}):
        ((field, sentence),) = refused(edit(DesignView, [{"id": id, "set": change}], who=other))
        assert field == "locked" and "gail 锁定" in sentence
    assert edit(DesignView, [], who=other, delete=[id]).state == "refused"
    assert edit(DesignView, [{"id": id, "set": {"name": "我的"}}], who=manager).state == "applied"
    freed = edit(DesignView, [{"id": id, "set": {"locked": False}}], who=admin)
    assert freed.state == "applied" and freed.rows[0]["locked_by"] is None
    assert edit(DesignView, [{"id": id, "set": {"name": "大家的"}}], who=other).state == "applied"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "三部分"),
        ("[]", "三部分"),
        ("[" * 9000, "三部分"),
        (json.dumps({**BODY, "more": 1}), "三部分"),
        (json.dumps({**BODY, "columns": [{"name": "salary"}]}), "没有“salary”这一列"),
        (json.dumps({**BODY, "columns": ["name"]}), "没有“None”"),
        (json.dumps({**BODY, "sort": ["salary"]}), "salary"),
        (json.dumps({**BODY, "filter": {"name": {"like": 1}}}), "like"),
        (json.dumps({**BODY, "filter": {"name": {"contains": "长" * 4000}}}), "最多 20000"),
    ],
)
def test_a_view_whose_contents_mean_nothing_is_refused_with_the_reason(manager, body, said):
    ((field, sentence),) = refused(share(manager, body=body))
    assert field == "body" and said in sentence


def test_names_are_told_apart_by_type_and_a_view_is_made_only_by_who_may_and_of_what_he_sees(manager):
    assert share(manager).state == "applied"
    assert [field for field, _ in refused(share(manager))] == ["name"]
    assert [field for field, _ in refused(share(manager, record_type="nonsense"))] == ["record_type"]
    other = {"columns": [], "sort": [], "filter": {}}
    assert share(manager, record_type="store", body=json.dumps(other)).state == "applied"
    assert share(person("Ann", "members_service", 9)).state == "refused"


def test_a_view_keeps_a_tree_of_conditions_and_tells_of_it_what_its_reader_sees(manager):
    tree = {
        "or": [{"phone": {"contains": "139"}}, {"status": {"in": ["active"]}}],
        "and": [{"points": {"ge": 5}}, {"birthday": {"lt": "2000-01-01"}}],
    }
    assert share(manager, body=json.dumps({**BODY, "filter": tree})).state == "applied"
    assert shared_views(Member, manager)[0]["filter"] == tree
    (view,) = shared_views(Member, person("Chen", "store_manager", 8, store_id=1))
    assert view["filter"] == {"and": [{"points": {"ge": 5}}]} and view["partly"] and "139" not in json.dumps(view)
    assert any("常来的会员" in use.where.zh for use in uses(Member, "phone")), "its use is known at any depth"
