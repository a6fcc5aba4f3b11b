"""A person makes a figure of the week on its page and sees at once what it would come to."""

import pytest
from nicegui.testing import User

from models.design import OwnMetric
from models.kit.server.database import reading
from pages.described import described_for
from tests.conftest import person
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


async def test_a_figure_is_made_from_the_rows_of_a_grid_and_opened_again(user: User):
    await user.http_client.get("/healthz")
    [home] = put("store", {"code": "S1", "name": "锦江一店"})
    await sign_in(user, "admin")
    await user.open('/figure/new?record=complaint&filter={"store":{"empty":false}}')
    await user.should_see(marker="comes-to", retries=50)
    user.find(marker="zh").type("投诉甲")
    user.find(marker="save").click()
    await user.should_see("周指标“投诉甲”", retries=80)
    with reading():
        row = OwnMetric.rows()[0]
        assert (row.record_type, row.figure, row.narrowed) == ("complaint", "count", '{"store":{"empty":false}}')
    await user.open(f"/figure/{row.id}")
    await user.should_see("最近四周", retries=50)
    hire("chen", store=home)
    await sign_in(user, "chen")
    for path in ("/figure/new?record=complaint", f"/figure/{row.id}"):
        assert (await user.http_client.get(path)).status_code == 404


def test_the_grid_offers_it_to_who_may_make_one_where_a_row_has_a_day(db, chen):
    head = person("Li", "operations_manager", 105)
    assert described_for(head, "store_day")["figures"] and not described_for(head, "own_metric")["figures"]
    assert not described_for(head, "region")["figures"] and not described_for(chen, "store_day")["figures"]
