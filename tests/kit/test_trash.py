"""The trash of a type: what is gone, told to those who may bring it back, and brought back together or not at all."""

import pytest

from models import house
from models.kit.ask import trash as trashing
from models.kit.ask.past import history
from models.kit.ask.trash import trash
from models.kit.write.edits import edit
from models.kit.write.undo import restore, undo
from models.members.people import Member
from models.organization import Employee, Region, Store
from models.stores import OpeningTemplate, OpeningTemplateLine
from tests.helpers.door import made, said


def delete(record, who, *ids):
    assert edit(record, [], who=who, delete=list(ids)).state == "applied"


def titles(record, who, **asked):
    return [row["title"] for row in trash(record, who, **asked).rows]


def test_what_was_deleted_is_listed_with_who_and_when_and_what_came_back_is_not(boss):
    west, east = made(Region, boss, name="川西"), made(Region, boss, name="川东")
    delete(Region, boss, west)
    delete(Region, boss, east)
    rows = trash(Region, boss).rows
    assert [(row["id"], row["title"], row["who"]) for row in rows] == [(east, "川东", "tests"), (west, "川西", "tests")]
    assert rows[0]["at"] >= rows[1]["at"]
    restore(Region, west, who=boss)
    assert titles(Region, boss) == ["川东"]
    delete(Region, boss, west)
    assert titles(Region, boss) == ["川西", "川东"]  # deleted twice, listed once, where it went last


def test_a_page_goes_on_where_the_last_one_ended(boss, monkeypatch):
    ids = [made(Region, boss, name=f"区{n}") for n in range(7)]
    delete(Region, boss, *ids)
    for looked_at in (2_000, 3):  # also where the look ends before a page is full
        monkeypatch.setattr(trashing, "LOOKED_AT", looked_at)
        seen, before = [], None
        while True:
            page = trash(Region, boss, before=before, limit=3)
            seen += [row["id"] for row in page.rows]
            before = page.next
            if before is None:
                break
        assert seen == ids[::-1]


def test_the_search_looks_only_at_what_the_person_is_shown(boss, chen, stores):
    id = made(Member, boss, card_no="M1", name="王小明", phone="19912343390", home_store="S1")
    delete(Member, boss, id)
    assert [row["id"] for row in trash(Member, boss, search="19912343390").rows] == [id]
    assert "19912343390" not in str(trash(Member, chen))
    assert [row["id"] for row in trash(Member, chen).rows] == [id]
    assert trash(Member, chen, search="19912343390").rows == []


def test_rows_of_other_stores_are_in_nobody_elses_trash(boss, chen, bo, stores):
    own, other = (made(Member, boss, card_no=f"M{code}", name="王", home_store=code) for code in ("S1", "S2"))
    delete(Member, boss, own, other)
    assert [row["id"] for row in trash(Member, chen).rows] == [own]
    assert trash(Member, bo).rows == []  # who can't put a row back is told of none


def test_many_come_back_as_one_batch_that_can_be_taken_back(boss):
    ids = [made(Region, boss, name=f"区{n}") for n in range(3)]
    delete(Region, boss, *ids)
    answer = restore(Region, ids, who=boss)
    assert (answer.state, sorted(row["id"] for row in answer.rows)) == ("applied", ids)
    assert {history(Region, id, boss)[0]["batch"] for id in ids} == {answer.batch}
    assert undo(answer.batch, house().records, who=boss).state == "applied"
    assert sorted(row["id"] for row in trash(Region, boss).rows) == ids


@pytest.mark.parametrize("stranger", ["there", "taken", "never"])
def test_where_one_cant_come_back_none_does(boss, stranger):
    west, east = made(Region, boss, name="川西"), made(Region, boss, name="川东")
    delete(Region, boss, west, east)
    if stranger == "there":
        restore(Region, east, who=boss)
    if stranger == "taken":
        made(Region, boss, name="川东")
    answer = restore(Region, [west, 999 if stranger == "never" else east], who=boss)
    assert answer.state == "refused"
    assert [fault[0] for fault in said(answer)] == [1]
    assert Region.get_or_none(Region.id == west) is None


def test_too_many_at_once_are_refused_in_words(boss):
    answer = restore(Region, list(range(1, 502)), who=boss)
    assert said(answer)[0][2] == "一次最多恢复 500 行，选了 501 行"


def test_those_who_came_to_nothing_and_a_list_of_nothing_are_refused(boss):
    assert restore(Region, [], who=boss).state == "refused"
    assert restore(Employee, [0, -1], who=boss).state == "refused"


def test_what_a_row_points_to_is_brought_back_first_and_named(boss):
    region = made(Region, boss, name="川西")
    store = made(Store, boss, code="W1", name="西一店", region=region)
    delete(Store, boss, store)
    delete(Region, boss, region)
    answer = restore(Store, store, who=boss)
    assert answer.state == "refused" and answer.errors[0].field == "region"
    assert answer.errors[0].text.zh == "“区域”所指的区域“川西”已删除；请先在区域的回收站里恢复它，再试一次"
    assert restore(Region, region, who=boss).state == restore(Store, store, who=boss).state == "applied"


def test_a_line_does_not_come_back_without_what_it_belongs_to(boss):
    template = made(OpeningTemplate, boss, name="社区店")
    lines = [made(OpeningTemplateLine, boss, template=template, task=text, days_before=9) for text in ("量房", "报批")]
    delete(OpeningTemplateLine, boss, *lines)
    delete(OpeningTemplate, boss, template)
    answer = restore(OpeningTemplateLine, lines, who=boss)
    assert answer.state == "refused" and "社区店" in answer.errors[0].text.zh and len(answer.errors) == 1
    assert not list(OpeningTemplateLine.rows())


def test_who_does_not_see_what_it_points_to_hears_its_number(boss, ann):
    region = made(Region, boss, name="川西")
    delete(Region, boss, region)
    assert trashing.title_of_gone(Region, region, boss) == "川西"
    assert trashing.title_of_gone(Region, region, ann) == f"#{region}" == trashing.title_of_gone(Region, region, ann)
