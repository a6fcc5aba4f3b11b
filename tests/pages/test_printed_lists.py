"""A list on paper as it stands in the grid, within what may be taken along, and noted."""

import json

import pytest
from nicegui.testing import User

from models import house
from models.kit.server.database import reading
from models.kit.write.history import Event
from pages.printing.list_paper import _quoted
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


async def page(user: User, path: str, status: int = 200, **asked) -> str:
    given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in asked.items()}
    answer = await user.http_client.get(path, params=given, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text[:500]
    return answer.text


async def two_stores(user: User) -> tuple[int, int]:
    await user.http_client.get("/healthz")
    first, second = put("store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯<b>店"})
    hire("chen", store=first)
    hire("bo")
    return first, second


async def test_a_list_is_printed_as_it_stands_with_its_heads_sums_and_page_numbers(user: User):
    first, second = await two_stores(user)
    days = [{"store": first, "day": f"2026-11-{n:02}", "sales": "1000.5", "transactions": 3} for n in (1, 2)]
    put("store_day", *days, {"store": second, "day": "2026-11-03", "sales": "9", "transactions": 1})
    await sign_in(user)
    asked = {"filter": {"store": {"eq": first}}, "sort": ["day"], "columns": ["day", "store", "sales"]}
    text = await page(user, "/print/store_day/list", query=asked, view="本月")
    assert "门店日销售 · 本月" in text and "共 2 行" in text and "2,001.00" in text
    assert text.index("2026-11-01") < text.index("2026-11-02") and "2026-11-03" not in text
    assert "counter(page)" in text and "portrait" in text and "table-header-group" in text
    stores = await page(user, "/print/store/list")
    assert "武侯&lt;b&gt;店" in stores and "武侯<b>" not in stores
    with reading():
        events = [(row.record, json.loads(row.detail)) for row in Event.select().where(Event.kind == "export")]
    assert [(key, detail["rows"], detail["printed"]) for key, detail in events] == [
        ("store_day", 2, True),
        ("store", 2, True),
    ]


async def test_a_sum_may_be_larger_than_any_one_cell(user: User, monkeypatch):
    first, _ = await two_stores(user)
    monkeypatch.setattr(house().records["store_day"].fields()["transactions"], "most", 3)
    put("store_day", *[{"store": first, "day": f"2026-11-{n:02}", "sales": 1, "transactions": 3} for n in (1, 2)])
    await sign_in(user)
    text = await page(user, "/print/store_day/list", query={"columns": ["day", "transactions"]})
    assert "共 2 行" in text and ">6<" in text


async def test_only_own_rows_come_on_paper_and_nothing_for_who_may_not_take_it(user: User):
    first, second = await two_stores(user)
    put(
        "member",
        {"card_no": "M1", "name": "王小明", "home_store": first, "phone": "13800001111"},
        {"card_no": "M2", "name": "王大明", "home_store": second, "phone": "13800002222"},
    )
    await sign_in(user, "chen")
    await page(user, "/print/member/list", 404)  # who may not export takes nothing out on paper either
    await page(user, "/print/user/list", 404)
    await page(user, "/print/nonsense/list", 404)


@pytest.mark.parametrize(
    ("query", "says"),
    [("[]", "query"), ("{", "query"), ('{"columns": ["nope"]}', "nope"), ('{"filter": {"nope": {"eq": 1}}}', "nope")],
)
async def test_what_makes_no_sense_is_a_sentence(user: User, query, says):
    await user.http_client.get("/healthz")
    await sign_in(user)
    assert says in await page(user, "/print/store/list", 400, query=query)


def test_no_name_ends_the_style_sheet_it_stands_in():
    assert _quoted('a"}</style><script>') == "a\\22 }\\3c /style\\3e \\3c script\\3e "
