"""A list as it stood: every change since is taken back in sight alone, and nobody sees more of the past than of the present."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from exports.stood import filed
from models import house
from models.design import DesignColumn, DesignType
from models.kit import Refused
from models.kit.ask import veil
from models.kit.ask.stood import Asked, stood
from models.kit.clock import time_source, today
from models.kit.server.database import fetch
from models.kit.write.edits import edit
from models.kit.write.undo import restore
from models.members import Member
from models.organization import Region, Store
from tests.conftest import person
from tests.helpers import house_before
from tests.helpers.door import change, made

NAMES = ["code", "name", "address"]
MONDAY = datetime(2026, 11, 23, 4, 0)  # noon in Chengdu


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


@pytest.fixture
def anna(clock, stores):
    return person("Anna", "administrator", 150)


def look(who, moment=MONDAY, names=NAMES, **asked):
    return stood(Store, who, moment, Asked(**asked), names)


def gone(record, who, id):
    assert edit(record, [], who=who, delete=[id]).state == "applied"


def by_name(answer):
    return {(row["then"] or row["now"])[1]: row for row in answer["rows"]}


def test_values_changed_since_are_shown_as_they_were_beside_what_they_are(anna, stores, clock):
    clock("2026-11-23 11:00")
    change(Store, anna, stores["锦江一店"], address="老地址")
    clock("2026-11-24 09:00")
    change(Store, anna, stores["锦江一店"], address="新地址")
    change(Store, anna, stores["锦江一店"], address="更新的地址")
    answer = look(anna)
    row = by_name(answer)["锦江一店"]
    assert (row["state"], row["then"][2], row["now"][2]) == ("changed", "老地址", "更新的地址")
    assert by_name(answer)["武侯一店"]["state"] == "same"
    assert {name: answer["counts"][name] for name in ("then", "now", "changed", "same", "new", "gone")} == {
        "then": 2,
        "now": 2,
        "changed": 1,
        "same": 1,
        "new": 0,
        "gone": 0,
    }


def test_rows_deleted_since_are_there_and_rows_added_since_only_where_differences_are_asked_for(anna, stores, clock):
    clock("2026-11-24 09:00")
    change(Store, anna, stores["武侯一店"], name="武侯旧店")
    gone(Store, anna, stores["武侯一店"])
    made(Store, anna, code="S9", name="新店")
    answer = look(anna)
    assert {name: row["state"] for name, row in by_name(answer).items()} == {"锦江一店": "same", "武侯一店": "gone"}
    assert (answer["counts"]["then"], answer["counts"]["now"], answer["counts"]["new"]) == (2, 2, 1)
    differing = by_name(look(anna, differs=True))
    assert {name: row["state"] for name, row in differing.items()} == {"武侯一店": "gone", "新店": "new"}
    assert differing["新店"]["then"] is None and differing["武侯一店"]["now"] is None


def test_a_filter_asks_what_was_true_then_and_what_fits_no_more_has_left(anna, stores, clock):
    clock("2026-11-24 09:00")
    change(Store, anna, stores["锦江一店"], name="高新一店")
    answer = look(anna, filter={"name": {"contains": "锦江"}})
    assert [(row["state"], row["then"][1], row["now"][1]) for row in answer["rows"]] == [
        ("left", "锦江一店", "高新一店")
    ]
    assert look(anna, filter={"name": {"contains": "高新"}})["rows"] == []
    assert [row["state"] for row in look(anna, filter={"name": {"contains": "高新"}}, differs=True)["rows"]] == ["new"]


def test_links_are_called_by_the_names_of_then(anna, stores, clock):
    region = made(Region, anna, code="R1", name="旧片区")
    change(Store, anna, stores["锦江一店"], region=region)
    clock("2026-11-24 09:00")
    change(Region, anna, region, name="新片区")
    row = by_name(look(anna, names=["code", "name", "region"]))["锦江一店"]
    assert (row["then"][2], row["now"][2]) == ("旧片区", "新片区")


def test_deleted_brought_back_and_changed_again_it_is_still_what_it_was(anna, stores, clock):
    clock("2026-11-24 09:00")
    change(Store, anna, stores["武侯一店"], address="先改")
    gone(Store, anna, stores["武侯一店"])
    assert restore(Store, stores["武侯一店"], who=anna, op="back").state == "applied"
    change(Store, anna, stores["武侯一店"], address="后改")
    row = by_name(look(anna))["武侯一店"]
    assert (row["state"], row["then"][2], row["now"][2]) == ("changed", "", "后改")


def test_who_sees_a_store_of_his_sees_of_the_past_no_more_than_that(anna, stores, clock):
    chen = replace(person("Chen", "store_manager", 103), store_id=stores["锦江一店"])
    clock("2026-11-24 09:00")
    change(Store, anna, stores["武侯一店"], address="别人的")
    gone(Store, anna, stores["武侯一店"])
    answer = look(chen)
    assert (len(answer["rows"]), answer["counts"]["then"], answer["counts"]["gone"]) == (1, 1, 0)
    grant = replace(anna.grants["store"], hidden=frozenset({"address"}))
    partly = replace(anna, grants={**anna.grants, "store": grant})
    change(Store, anna, stores["锦江一店"], address="改过")
    assert by_name(look(partly, names=["code", "name"]))["锦江一店"]["state"] == "same"


def test_today_is_the_day_of_then_and_afterwards_all_is_as_before(anna, stores, clock):
    clock("2026-11-25 09:00")
    change(Store, anna, stores["锦江一店"], address="今天")
    with veil.veiled({Store}, MONDAY):
        assert str(today()) == "2026-11-23"
        assert fetch('SELECT "address" FROM "store" WHERE "id" = ?', (stores["锦江一店"],)) == [(None,)]
    assert str(today()) == "2026-11-25" and time_source()() == datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    assert fetch('SELECT "address" FROM "store" WHERE "id" = ?', (stores["锦江一店"],)) == [("今天",)]


def test_columns_and_tables_made_in_the_browser_stood_as_well(boss, clock, stores, monkeypatch):
    """Empty before they were made; what is reckoned is reckoned of what was."""
    clock("2026-11-23 10:00")
    store = stores["锦江一店"]
    made(DesignColumn, boss, record_type="store", zh="等级", en="Level", name="level", kind="line")
    made(
        DesignColumn,
        boss,
        record_type="store",
        zh="等级地址",
        en="Both",
        kind="formula",
        name="both",
        formula="=[等级]&[地址]",
    )
    made(DesignType, boss, zh="借用", en="Loan", area="stores", seen_by="all", edited_by="all")
    change(Store, boss, store, level="甲", address="老")
    loan = made(house().records["loan"], boss, name="梯子")
    clock("2026-11-24 09:00")
    made(DesignColumn, boss, record_type="store", zh="后来的", en="Later", name="later", kind="line")
    change(Store, boss, store, level="乙", later="新")
    change(house().records["loan"], boss, loan, name="长梯")
    row = by_name(look(boss, names=["code", "name", "level", "both", "later"]))["锦江一店"]
    assert (row["state"], row["then"][2:], row["now"][2:]) == ("changed", ["甲", "甲老", ""], ["乙", "乙老", "新"])
    (row,) = stood(house().records["loan"], boss, MONDAY, Asked(), ["name"])["rows"]
    assert (row["then"], row["now"]) == (["梯子"], ["长梯"])
    _, *lines = filed_for(boss, monkeypatch, names=("code", "name", "level"))
    assert {line[2]: line[3] for line in lines} == {"锦江一店": "甲", "武侯一店": None}


def test_where_nothing_was_yet_it_says_when_it_began_to_who_sees_all_of_it(anna, stores):
    before = datetime(2026, 11, 20)
    assert look(anna, moment=before)["begins"] == "2026-11-23T02:00:00Z"
    chen = replace(person("Chen", "store_manager", 103), store_id=stores["锦江一店"])
    assert (look(chen, moment=before)["begins"], look(anna)["begins"]) == (None, None)


def test_nothing_changed_since_is_no_difference_and_too_much_is_refused_in_words(anna, stores, clock, monkeypatch):
    clock("2026-11-23 13:00")
    assert look(anna, moment=datetime(2026, 11, 23, 4, 59))["counts"]["same"] == 2
    monkeypatch.setattr(veil, "MOST_MOVED", 1)
    clock("2026-11-24 09:00")
    for text in ("一", "二"):
        change(Store, anna, stores["锦江一店"], address=text)
    with pytest.raises(Refused) as refused:
        look(anna)
    assert "选近一点的时间" in refused.value.text.zh


def filed_for(who, monkeypatch, record=Store, names=("code", "name", "opened_on", "phone"), **asked):
    """The lines of the workbook below its title, made as the child would."""
    monkeypatch.setattr("exports.stood.asking", lambda order: who)
    order = {"record": record.key(), "at": MONDAY.isoformat(), "names": list(names), "asked": {"limit": 100, **asked}}
    return list(load_workbook(BytesIO(b"".join(filed(order, None)))).active.iter_rows(min_row=2, values_only=True))


def test_a_workbook_of_then_has_its_values_as_such_and_says_at_the_end_of_a_line_what_is_different(
    anna, stores, clock, monkeypatch
):
    clock("2026-11-23 11:00")
    first, second = stores.values()
    change(Store, anna, first, opened_on="2020-05-01", phone="028-85551234")
    clock("2026-11-24 09:00")
    change(Store, anna, first, opened_on="2021-06-02", phone=None)
    gone(Store, anna, second)
    head, *lines = filed_for(anna, monkeypatch)
    assert head[0] == "后来" and head[-1] == "现在不同"
    by = {line[2]: line for line in lines}
    assert by["锦江一店"][3] == datetime(2020, 5, 1) and by["锦江一店"][4] == "02885551234"
    assert by["锦江一店"][-1].split("\n") == ["开业日期：2021-06-02", "门店电话：（空）"]
    assert by["武侯一店"][0] == "已删除" and by["武侯一店"][-1] is None


def test_in_a_workbook_of_then_is_masked_what_may_not_be_revealed_today(anna, stores, clock, monkeypatch):
    clock("2026-11-23 11:00")
    id = made(Member, anna, card_no="C1", name="王小明", phone="13812345678", home_store=stores["锦江一店"])
    clock("2026-11-24 09:00")
    change(Member, anna, id, phone="13912345678")
    bo = person("Bo", "viewer", 9)
    _, (state, card, phone, differs) = filed_for(bo, monkeypatch, Member, ("card_no", "phone"))
    assert (state, card) == ("改过", "C1") and "*" in phone and "12345" not in f"{phone}{differs}"
