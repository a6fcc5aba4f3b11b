"""Over random rows, crowded at the edges of the week, every figure is what whole tables in pandas come to."""

from datetime import date

import pytest

from models import house
from models.kit import Measure
from models.kit.clock import Week
from models.kit.server.database import handle
from models.members import Gift, Member, PointsEntry
from models.service import SurveyAnswer
from tests.figures.filling import Filling
from tests.figures.naive import Unknown
from tests.figures.plain import ids_behind
from tests.figures.twins import twin
from tests.figures.world import opened
from tests.helpers.chance import random_for

WEEKS = {"2026-W47": "2026-11-16", "2026-W53": "2026-12-28"}
HELD = "UPDATE member SET points = CASE id WHEN 1 THEN (SELECT sum(points) FROM points_entry) ELSE 0 END"
OURS = {"members", "service", "promotions", "training", "key_accounts", "quality"}


@pytest.fixture(scope="module", params=WEEKS)
def week(request, fresh, tmp_path_factory):
    """A week amid random rows of every type that a figure counts."""
    chosen = Week(date.fromisoformat(WEEKS[request.param]))
    with opened(fresh, tmp_path_factory.mktemp(request.param), at="2027-01-04 10:00"):
        with handle.atomic():
            filling = Filling(chosen, random_for("figures", request.param))
            counted = (record for area in house().counted for metric in area.metrics for record in metric.records)
            for record in (Member, PointsEntry, Gift, SurveyAnswer, *counted):
                filling.fill(record)
            handle.execute_sql(HELD)
        yield chosen


@pytest.mark.parametrize("area", house().counted, ids=lambda area: area.name)
def test_every_figure_is_what_a_naive_computation_gives(week, area):
    ours, wanted, without = {}, {}, []
    for metric in area.metrics:
        try:
            wanted[metric.name] = twin(metric, week)
        except Unknown:
            without.append(metric.name)
            continue
        ours[metric.name] = metric.value(week), metric.per_store(week)
    assert ours == wanted
    assert sum(bool(value) for value, _ in ours.values()) * 2 >= len(ours), "hardly anything was counted"
    assert not (area.name in OURS and without), without


@pytest.mark.parametrize("area", house().counted, ids=lambda area: area.name)
def test_a_count_is_the_number_of_rows_behind_it(week, area):
    counts = [
        metric
        for metric in area.metrics
        if isinstance(metric.fn, Measure) and not (metric.fn.sum or metric.fn.distinct)
    ]
    assert {metric.name: len(ids_behind(metric, week)) for metric in counts} == {
        metric.name: metric.value(week) for metric in counts
    }
