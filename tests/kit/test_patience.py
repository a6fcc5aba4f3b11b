"""A question that would take minutes is given up in time, whoever asks it; what is written is never broken off by that."""

import pytest

from models.kit.declare.access import system
from models.kit.server import database, patience
from models.kit.server.dialect import handle, is_embedded
from models.kit.text import Refused
from models.kit.write.history import Event, note

pytestmark = pytest.mark.usefixtures("db")
LONG = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {most}) SELECT count(*) FROM n"


def count(most: int) -> int:
    return handle.execute_sql(LONG.format(most=most)).fetchone()[0]


def test_a_question_that_takes_too_long_is_given_up_and_the_next_one_is_answered():
    with pytest.raises(Refused) as refused, patience.in_time(0.05):
        count(10**9)
    assert "停止" in refused.value.text.zh and "筛选" in refused.value.text.zh
    with patience.in_time():
        assert count(3) == 3
    with database.reading():
        assert count(200_000) == 200_000  # what nobody waits for has all the time it needs


def test_what_is_written_is_not_broken_off_though_the_time_is_over_nor_is_the_answer_to_it(db):
    with patience.in_time(0.001 if is_embedded() else 60):
        with database.writing():
            assert count(200_000) == 200_000
            note(system("tests"), "written")
        assert Event.select().where(Event.kind == "written").count() == 1
        assert count(300_000) == 300_000


def test_a_question_within_another_has_no_more_time_than_that_one():
    with pytest.raises(Refused), patience.in_time(0.05), patience.in_time(60):
        count(10**8)


@pytest.mark.embedded
def test_an_app_that_stops_waits_for_no_answer():
    patience.set_leaving(True)
    try:
        with pytest.raises(Refused), patience.in_time():
            count(10**9)
    finally:
        patience.set_leaving(False)


def test_a_fault_of_another_kind_stays_what_it_is():
    with pytest.raises(Exception, match="nowhere") as other, patience.in_time():
        handle.execute_sql("SELECT * FROM nowhere")
    assert not isinstance(other.value, Refused)
