"""No figure goes without a world worked out by hand: every area has its module, and every module all the area's figures."""

from importlib import import_module

import pytest

from models import house


@pytest.mark.parametrize("area", house().counted, ids=lambda area: area.name)
def test_every_figure_of_the_area_is_worked_out_by_hand(area):
    module = import_module(f"tests.figures.test_{area.name}")
    assert set(module.EXPECTED) == {metric.name for metric in area.metrics}


def test_the_areas_hold_every_figure_of_the_week_once():
    named = [metric.name for area in house().counted for metric in area.metrics]
    assert len(named) == len(set(named)) == len(house().metrics)
