"""What one did in a list stands under its name, to be taken back or done again; others' steps are not among them."""

from datetime import date

import pytest

from models import house
from models.kit.ask.stack import steps_of
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.members import Member
from models.service import Complaint
from tests.conftest import person


@pytest.fixture
def members(stores, ann):
    rows = [
        {"card_no": f"ST{n}", "name": f"会员{n}", "phone": f"1380000000{n}", "joined_on": str(date(2026, 1, 5))}
        for n in range(3)
    ]
    answer = edit(Member, [{"id": None, "set": row} for row in rows], who=ann, via="form")
    return [row["id"] for row in answer.rows]


def names(who) -> tuple[list[str], list[str]]:
    steps = steps_of(Member, house().records, who)
    return [step["name"] for step in steps["undo"]], [step["name"] for step in steps["redo"]]


def note(ids, text, who, via="grid") -> int:
    return edit(Member, [{"id": id, "set": {"note": text}} for id in ids], who=who, via=via).batch


def back(batch, who) -> int:
    answer = undo(batch, house().records, who=who)
    assert answer.state == "applied", answer.errors
    return answer.batch


def test_steps_stand_under_their_names_and_go_to_and_fro(members, ann):
    note(members, "一", ann, "paste")
    note(members[:1], "二", ann)
    assert names(ann)[0][:2] == ["会员0 · 备注", "粘贴：3 行"]
    newest, older = (step["id"] for step in steps_of(Member, house().records, ann)["undo"][:2])
    first = back(newest, ann)
    second = back(older, ann)
    assert names(ann) == (["表单：3 行"], ["粘贴：3 行", "会员0 · 备注"])
    back(second, ann)
    assert names(ann) == (["粘贴：3 行", "表单：3 行"], ["会员0 · 备注"])
    back(first, ann)
    assert names(ann) == (["会员0 · 备注", "粘贴：3 行", "表单：3 行"], [])


def test_what_is_new_ends_doing_again_and_others_steps_are_theirs(members, ann):
    back(note(members, "一", ann), ann)
    note(members[:1], "新", ann)
    assert names(ann)[1] == []
    assert names(person("Bob", "members_service", 102)) == ([], [])
    assert steps_of(Complaint, house().records, ann) == {"undo": [], "redo": []}
