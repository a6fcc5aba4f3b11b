"""What a new row starts with, and what the list of changes says of rows that came and went."""

from dataclasses import replace
from datetime import date

from models import house
from models.kit.ask.blank import blank, form_of, given, is_form_of, there_already
from models.kit.ask.gist import gists
from models.kit.ask.past import batches
from models.kit.clock import today
from models.kit.write.edits import edit
from models.kit.write.undo import undo
from models.organization import Employee, Region
from models.stores.sales import StoreDay
from models.stores.visits import StoreVisit


def test_a_manager_begins_with_the_own_store_and_today_and_a_head_office_with_no_store(chen, boss, stores):
    mine, theirs = blank(StoreVisit, chen), blank(StoreVisit, boss)
    assert mine["store"]["id"] == chen.store_id and mine["store"]["text"] in stores
    assert "store" not in theirs
    days = [name for name, item in StoreVisit.fields().items() if item.kind == "day" and callable(item.default)]
    assert days and all(mine[name] == today().isoformat() for name in days)


def test_a_day_to_report_is_filled_in_where_it_is_seen_and_assumed_nowhere(chen, boss):
    assert blank(StoreDay, chen)["day"] == today().isoformat()
    assert blank(StoreDay, chen)["store"]["id"] == chen.store_id
    silent = edit(StoreDay, [{"id": None, "set": {"sales": "100", "transactions": 1}}], who=chen)
    assert [fault.field for fault in silent.errors] == ["day"]


def test_nothing_is_filled_in_that_the_person_may_not_write(chen, boss):
    for record in house().records.values():
        for who in (chen, boss):
            for name in blank(record, who):
                item = record.fields()[name]
                assert not item.locked and not item.secret, (record.key(), name)


def test_an_address_fills_a_form_in_and_what_it_names_wrongly_is_told(chen, boss, stores):
    asked = {"store": str(chen.store_id), "day": "2026-11-20", "sales": "1,200", "transactions": "viele", "no": "1"}
    row, lost = given(StoreDay, asked, chen)
    assert (row["store"]["id"], row["day"], row["sales"]) == (chen.store_id, "2026-11-20", "1200.00")
    assert lost == ["transactions", "no"]
    other = next(id for id in stores.values() if id != chen.store_id)
    assert given(StoreDay, {"store": str(other)}, chen) == ({}, ["store"])
    address = form_of(StoreDay, store=chen.store_id, day=date(2026, 11, 20))
    assert address == f"/r/store_day/new?store={chen.store_id}&day=2026-11-20"
    assert (is_form_of(address), is_form_of("/t/store_day"), is_form_of("//evil/r/x/new")) == ("store_day", None, None)


def test_what_is_there_already_is_opened_instead_of_entered_twice_where_it_is_in_sight(chen, boss, stores):
    day, other = "2026-11-20", next(id for id in stores.values() if id != chen.store_id)
    made = {}
    for store in (chen.store_id, other):
        values = {"store": store, "day": day, "sales": "1", "transactions": 1}
        made[store] = edit(StoreDay, [{"id": None, "set": values}], who=boss).rows[0]["id"]

    def there(store, who, on=day):
        asked = {"store": str(store), "day": on}
        return there_already(StoreDay, asked, given(StoreDay, asked, who)[0], who)

    assert there(chen.store_id, chen) == made[chen.store_id]
    assert there(chen.store_id, chen, "2026-11-21") is None
    assert (there(other, chen), there(other, boss)) == (None, made[other])


def test_a_number_given_by_itself_is_asked_of_nobody():
    numbered = [item for record in house().records.values() for item in record.fields().values() if item.auto]
    assert len(numbered) > 20 and not any(item.required for item in numbered)


def spoken(who, batch: int) -> tuple[str, str]:
    entries = batches(house().records, who)
    return next(entry["label"] for entry in entries if entry["id"] == batch), gists(entries, house().records, who).get(
        batch, ""
    )


def test_rows_that_came_and_went_are_named_with_the_word(boss):
    added = edit(Region, [{"id": None, "set": {"name": "川南"}}], who=boss)
    deleted = edit(Region, [], who=boss, delete=[added.rows[0]["id"]])
    assert spoken(boss, deleted.batch) == ("表格", "删除 川南")
    back = undo(deleted.batch, house().records, who=boss).batch
    assert spoken(boss, added.batch) == ("表格", "新增 川南")
    assert spoken(boss, back)[0] == "撤销：表格"
    again = undo(back, house().records, who=boss).batch
    assert spoken(boss, again)[0] == "重做：表格"
    assert spoken(boss, undo(again, house().records, who=boss).batch)[0] == "撤销：表格"


def test_a_store_managers_new_visit_is_a_self_check_and_needs_nothing_to_be_filled_in(chen, boss, stores):
    employee = {"staff_no": "E1", "name": "陈静", "store": chen.store_id}
    chen = replace(chen, employee_id=edit(Employee, [{"id": None, "set": employee}], who=boss).rows[0]["id"])
    row = blank(StoreVisit, chen)
    assert (row["kind"], row["inspector"]["text"]) == ("self", "陈静")
    assert blank(StoreVisit, boss)["kind"] == "announced" and "inspector" not in blank(StoreVisit, boss)
    assert edit(StoreVisit, [{"id": None, "set": {}}], who=chen).state == "applied"
    made = StoreVisit.get()
    assert (made.kind, made.store_id, made.inspector_id) == ("self", chen.store_id, chen.employee_id)


def test_a_visit_that_says_of_which_kind_it_is_is_held_against_the_rule(chen):
    refused = edit(StoreVisit, [{"id": None, "set": {"kind": "announced"}}], who=chen)
    assert refused.errors[0].text.zh == "店长只能登记门店自查"
    assert edit(StoreVisit, [{"id": None, "set": {"kind": "self"}}], who=chen).state == "applied"
