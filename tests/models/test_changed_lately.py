"""What changed since somebody last looked: others' doings alone, as far as he sees them, and one visit is one look."""

from dataclasses import replace

from models.kit.ask.lately import changed_since, newest_batch
from models.organization import Store
from models.system import LastLook, looked_at
from tests.conftest import person
from tests.helpers.door import change, made

ANNA, MIA = ("Anna", "administrator", 150), ("Mia", "operations_manager", 140)


def test_what_others_added_and_changed_is_told_and_not_ones_own(stores):
    anna, mia = person(*ANNA), person(*MIA)
    first, second = stores.values()
    since = newest_batch()
    assert changed_since(Store, anna, since) == []
    change(Store, anna, second, address="自己改的")
    change(Store, mia, first, address="别人改的")
    fresh = made(Store, mia, code="S9", name="新店")
    assert changed_since(Store, anna, since) == [fresh, first]
    assert changed_since(Store, mia, since) == [second]
    assert changed_since(Store, anna, newest_batch()) == []


def test_a_change_in_what_one_does_not_see_is_none(stores):
    anna, mia = person(*ANNA), person(*MIA)
    first, second = stores.values()
    grant = replace(anna.grants["store"], hidden=frozenset({"address"}))
    partly = replace(anna, grants={**anna.grants, "store": grant})
    chen = replace(person("Chen", "store_manager", 103), store_id=first)
    since = newest_batch()
    change(Store, mia, second, address="看不到的列")
    assert (changed_since(Store, partly, since), changed_since(Store, chen, since)) == ([], [])
    change(Store, mia, second, phone="02812345678")
    change(Store, mia, first, phone="02812345679")
    assert changed_since(Store, partly, since) == [first, second] and changed_since(Store, chen, since) == [first]


def test_who_comes_back_soon_is_still_looking_and_each_view_is_looked_at_by_itself(stores, clock):
    clock("2026-11-23 10:00")
    assert looked_at(1, "store", "", 10) == 10  # the first time nothing is new
    clock("2026-11-23 10:20")
    assert looked_at(1, "store", "", 15) == 10
    clock("2026-11-23 10:45")
    assert looked_at(1, "store", "", 20) == 10
    clock("2026-11-24 09:00")
    assert looked_at(1, "store", "", 40, keep=False) == 20
    assert (looked_at(1, "store", "", 40), looked_at(1, "store", "", 41)) == (20, 20)
    assert (looked_at(1, "store", "7", 40), looked_at(2, "store", "", 40)) == (40, 40)
    assert LastLook.select().count() == 3
