"""What was done lately is looked up by what was done, not in all that was ever done to a type: that grows with the years."""

from datetime import timedelta

import pytest

from models import house
from models.kit.ask import lately
from models.kit.ask.heard import done_since
from models.kit.ask.lately import changed_since, newest_batch
from models.kit.ask.stack import steps_of
from models.kit.ask.veil import taken_back
from models.kit.clock import now
from models.kit.server.dialect import handle
from models.organization import Store
from tests.conftest import person
from tests.helpers.door import change

pytestmark = pytest.mark.embedded
ALL_OF_A_TYPE, OF_A_TYPE_SINCE = "change_record_row_id", "change_record_batch_id"
ANNA, MIA = ("Anna", "administrator", 150), ("Mia", "operations_manager", 140)


def plans(ask) -> str:
    """How the database goes about each question that is asked of the history in there."""
    asked, run = [], handle.obj.execute_sql

    def noted(sql, params=None, *rest, **more):
        asked.append((sql, params))
        return run(sql, params, *rest, **more)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(handle.obj, "execute_sql", noted)
        ask()
    of_history = [(sql, params) for sql, params in asked if sql.startswith("SELECT") and '"change"' in sql]
    assert of_history
    return " ".join(row[-1] for sql, params in of_history for row in run(f"EXPLAIN QUERY PLAN {sql}", params))


def test_the_list_beside_undo_reads_only_ones_own_steps(stores, boss):
    first, _ = stores.values()
    for address in ("一号路", "二号路"):
        change(Store, boss, first, address=address)
    assert ALL_OF_A_TYPE not in plans(lambda: steps_of(Store, house().records, boss))


def test_what_others_did_since_is_read_from_there_on(stores):
    (first, _), anna, mia = stores.values(), person(*ANNA), person(*MIA)
    since = newest_batch()
    change(Store, mia, first, address="别人改的")
    assert [done[:3] for done in done_since("store", since)] == [("store", first, "u")]
    assert ALL_OF_A_TYPE not in plans(lambda: done_since("store", since))
    assert ALL_OF_A_TYPE not in plans(lambda: changed_since(Store, anna, since))


def test_after_a_lot_only_the_type_s_own_are_looked_at(stores, monkeypatch):
    monkeypatch.setattr(lately, "MOST_READ", 1)
    (first, second), anna, mia = stores.values(), person(*ANNA), person(*MIA)
    since = newest_batch()
    for id in (first, second):
        change(Store, mia, id, address="别人改的")
    assert changed_since(Store, anna, since) == [second]
    assert f"{OF_A_TYPE_SINCE} (record=? AND batch_id>?)" in plans(lambda: changed_since(Store, anna, since))


def test_how_a_table_stood_is_read_from_its_changes_since_then(stores):
    moment = now().replace(tzinfo=None) - timedelta(hours=1)
    assert taken_back(Store, moment) == dict.fromkeys(stores.values())
    plan = plans(lambda: taken_back(Store, moment))
    assert f"{OF_A_TYPE_SINCE} (record=? AND batch_id=?)" in plan and ALL_OF_A_TYPE not in plan
