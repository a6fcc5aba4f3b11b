"""Tables made in the browser as a file: with their columns, states, steps and views they come into an empty house, and work there."""

import json

import pytest

from jobs.designing import take_over
from models import designed, house
from models.design import DesignChoice, DesignColumn, DesignStep, DesignType, DesignView
from models.design.carrying import exported, planned
from models.kit.server import database
from models.kit.server.standing import stand
from tests.helpers import house_before, places
from tests.helpers.door import change, made

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def test_a_table_with_its_states_steps_and_views_comes_into_an_empty_house_and_works_there(boss, fresh, tmp_path):
    table = made(DesignType, boss, zh="报修单", en="Repair requests", name="mending", area="stores", per_store=True)
    state = made(DesignColumn, boss, record_type="mending", zh="进度", name="progress_of", kind="choice")
    for label in ("已报", "修好"):
        made(DesignChoice, boss, column=state, zh=label)
    first = DesignChoice.rows(DesignChoice.zh == "已报")[0]
    assert (
        change(DesignChoice, boss, first.id, turn=9).state == "applied"
    )  # keys go by when they were made, not by order
    assert change(DesignType, boss, table, state_by="进度", due_states="已报", due_hours=48).state == "applied"
    made(DesignStep, boss, record_type="mending", zh="修好了", sources="已报", to="修好", reason=True)
    made(DesignStep, boss, record_type="mending", zh="不修了", sources="已报", to="修好")  # the second, if by no letter
    body = json.dumps({"columns": [{"name": "name"}], "sort": ["name"], "filter": {}})
    made(DesignView, boss, record_type="mending", name="全部", body=body)
    written = exported()
    assert planned(written).sentences == []
    database.close()
    database.open(places.copy(fresh, tmp_path / "two.db"))
    stand(designed())
    with database.reading():
        (tmp_path / "design.yaml").write_text(written, encoding="utf-8")
        assert "mending" not in house().records
        assert take_over(tmp_path / "design.yaml", dry_run=False, tell=str) == 0
        assert exported() == written
        assert house().records["mending"].sheet.scopes["store"] == "store"
        step = house().actions[f"mending_{DesignStep.rows()[0].name}"]
        assert step.label.zh == "修好了"
