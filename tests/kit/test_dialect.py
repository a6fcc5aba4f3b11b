"""What holds on either database: the kit says in one place what they do differently."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from models.kit.declare.access import system
from models.kit.server import database, served
from models.kit.server.machine import UNWRITABLE
from models.kit.text import Refused
from models.kit.write.history import Event, note
from tests.helpers import places


@pytest.mark.embedded
def test_days_and_amounts_are_bound_as_text_and_what_nobody_meant_to_keep_is_a_mistake(db):
    assert database.fetch("SELECT ?, ?", (date(2026, 11, 30), Decimal("1.50"))) == [("2026-11-30", "1.50")]
    with pytest.raises(TypeError, match="Path"):
        database.fetch("SELECT ?", (Path("here"),))


def test_what_a_rule_writes_is_kept_whole_however_short_its_column_was_thought(db):
    with database.writing():
        note(system("tests"), "k" * 300)
    assert Event.select().order_by(Event.id.desc()).get().kind == "k" * 300


@pytest.mark.served
def test_a_server_without_the_best_rules_for_letters_gets_the_next_or_none(db, monkeypatch):
    for rules, capital in (((), "é"), (served.RULES[3:], "É"), (served.RULES, "É")):
        monkeypatch.setattr(served, "RULES", ("provider = unheard_of, locale = 'xx'", *rules))
        database.handle.execute_sql(f'DROP COLLATION "{served.LETTERS}"')
        database.handle.obj.teach()
        assert database.fetch(f"SELECT upper('é' COLLATE \"{served.LETTERS}\")") == [(capital,)]


def test_whoever_asks_when_the_reading_is_over_gets_an_answer(fresh, tmp_path):
    database.open(places.copy(fresh, tmp_path / "ops.db"))
    with database.reading():
        pass
    assert database.fetch("SELECT 1 + ?", (1,)) == [(2,)]
    database.close()


def test_who_may_only_read_is_told_so_in_words(fresh, tmp_path):
    database.open(places.copy(fresh, tmp_path / "ops.db"))
    with database.reading():
        database.only_read()
        with pytest.raises(Refused) as refused, database.writing():
            note(system("tests"), "kind")
    assert refused.value.text == UNWRITABLE
    places.leave()
