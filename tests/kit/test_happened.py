"""What has happened did so by now: a moment that is still to come is refused, by whichever way it comes in, but for clocks that differ a little."""

from datetime import timedelta

import pytest

from exports.incoming.importing import run
from models import house
from models.kit.clock import local, now
from models.kit.fields import MomentField
from models.logistics import ClimateReading, Warehouse
from models.service import Complaint
from tests.helpers.door import change, made, new, said
from tests.helpers.shop import SYSTEM, put

# What people plan; every other moment that they enter is one of something done.
PLANNED = {"planned_departure", "planned_arrival", "planned_at", "starts_at", "ends_at"}


def by_the_wall(**ahead) -> str:
    return f"{local(now() + timedelta(**ahead)):%Y-%m-%d %H:%M:%S}"


def reading(**ahead) -> dict:
    return {
        "warehouse": put(Warehouse, code="W9", name="九号仓"),
        "measured_at": by_the_wall(**ahead),
        "temperature": 20,
    }


def test_every_moment_that_people_enter_is_planned_or_has_happened(db):
    wrong = [
        (key, name)
        for key, record in house().records.items()
        if record.sheet.allowed & {"add", "edit", "import"}
        for name, item in record.fields().items()
        if isinstance(item, MomentField) and not item.locked and item.happened == (name in PLANNED)
    ]
    assert wrong == []


def test_what_is_still_to_come_is_refused_with_the_time_that_it_is(boss):
    [(index, field, text)] = said(new(ClimateReading, boss, reading(minutes=7)))
    assert (index, field) == (0, "measured_at")
    assert f"测量时间 {by_the_wall(minutes=7)[:16]} 还没到（现在是 {by_the_wall()[:16]}）" in text


@pytest.mark.parametrize("ahead", [0, 1, 2])
def test_a_clock_may_be_fast_by_two_minutes(boss, ahead):
    assert new(ClimateReading, boss, reading(minutes=ahead)).state == "applied"


def test_a_row_is_not_moved_ahead_either_and_what_else_it_says_may_be_changed(boss):
    id = made(ClimateReading, boss, **reading(hours=-1))
    assert "还没到" in said(change(ClimateReading, boss, id, measured_at=by_the_wall(hours=1)))[0][2]
    assert change(ClimateReading, boss, id, temperature=21).state == "applied"


def test_every_line_of_a_file_that_is_ahead_is_named(boss, tmp_path):
    path = tmp_path / "complaints.csv"
    lines = [f"没发货{at},{by_the_wall(hours=hours)}" for at, hours in enumerate((-2, 3, 4))]
    path.write_text("描述,受理时间\n" + "\n".join(lines) + "\n", encoding="utf-8")
    done = run(path, path.name, Complaint, SYSTEM)
    faults = [(fault.row, "还没到" in fault.text.zh) for fault in (*done.report.faults, *done.outcome.faults)]
    assert [row for row, ahead in faults if ahead] == [3, 4]
