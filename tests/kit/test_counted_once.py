"""A week is counted without asking the database the same thing twice."""

from collections import Counter
from datetime import date

import pytest

from models import members
from models.kit.clock import week_of
from models.kit.server.database import handle
from models.kit.week.rollup import counted


@pytest.mark.embedded
def test_what_several_figures_share_is_read_once(db, stores):
    said: Counter = Counter()
    connection = handle.connection()
    connection.exec_trace = lambda _, sql, values: bool(said.update([(sql, str(values))])) or True
    try:
        figures = counted([members.AREA], week_of(date(2026, 11, 16)))
    finally:
        connection.exec_trace = None
    bought = [times for (sql, _), times in said.items() if '"purchase"' in sql]
    assert figures["active_members", None].value == 0 and len(bought) >= 4
    assert set(bought) == {1}, "receipts are what a year of the roll-up is made of"
