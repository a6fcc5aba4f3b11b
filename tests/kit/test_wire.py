"""Rows on the wire are, byte for byte, what each value says of itself by way of Python, whichever short way it goes."""

from datetime import datetime

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import house
from models.kit import system
from models.kit.ask.query import Query
from models.kit.ask.wire import from_database
from models.kit.fields import Described, LinkField
from models.kit.server.database import handle
from models.kit.write.edits import edit
from models.members import Member

BOSS = system("tests")
WORDS = st.text(st.sampled_from('王小明abc 0·é😀"\\'), min_size=1, max_size=8)
NUMBERS = st.integers(-(10**12), 10**12) | st.sampled_from([0, 1, -1, 99, -99, 100, -100, 5])
STORED = {
    "money": NUMBERS,
    "day": st.dates().map(str),
    "moment": st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda at: str(at)[:19]),
    "flag": st.sampled_from([0, 1]),
    "tags": st.lists(WORDS, min_size=1, max_size=3).map(lambda parts: orjson.dumps(parts).decode()),
    "number": NUMBERS,
    "percent": NUMBERS,
    "text": WORDS,
    "line": WORDS,
}


def plain_kinds() -> list[Described]:
    """A field of each kind and class whose stored values are known here."""
    items = {}
    for record in house().records.values():
        for item in record.facts().fields.values():
            if item.kind in STORED and not item.secret:
                items.setdefault((type(item), item.kind), item)
    return list(items.values())


def by_way_of_python(item: Described, stored, masked: bool):
    if stored is None:
        return None
    value = item.python_value(stored)
    return item.masked(value) if masked else item.keep(value)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), masked=st.booleans())
def test_a_column_is_carried_as_each_of_its_values_would_be(boss, data, masked):
    for item in plain_kinds():
        column = data.draw(st.lists(st.none() | STORED[item.kind], max_size=6))
        make = from_database(item.model.facts(), item.name, masked)
        short = column if make is None else make(column)
        long = [by_way_of_python(item, stored, masked) for stored in column]
        assert orjson.dumps(list(short)) == orjson.dumps(long), item


def test_the_rows_of_all_types_are_what_their_values_say(shop):
    """A written-once statement gives the same as one composed for the occasion, in every type that has rows here."""
    rows = [
        {"id": None, "set": {"card_no": f"W{at}", "name": "王小明", "tags": ["甲", "乙"], "opening_spend": "0.05"}}
        for at in range(3)
    ]
    assert edit(Member, rows, who=BOSS).state == "applied"
    asked = 0
    for record in house().records.values():
        query = Query(record, BOSS)
        first, second = query.rows(), Query(record, BOSS).rows()
        assert first == second == query.by_ids([row["id"] for row in first]), record
        asked += bool(first)
        for row in first[:2]:
            stored = handle.execute_sql(*record.select(query._columns()).where(record.id == row["id"]).sql()).fetchone()
            for name, value in zip(query.shown, stored[1:], strict=True):
                if not isinstance(query.fields[name], LinkField):
                    assert row[name] == by_way_of_python(query.fields[name], value, False), (record, name)
    assert asked > 3
