"""What was made in the browser gives nothing away either: rows and columns out of sight may be anything, and every answer stays the same."""

import orjson
import pytest

from models import house
from models.accounts.people import Grant, Role
from models.design import DesignColumn, DesignType
from models.design.trying import terms, tried
from models.kit.ask.links import look
from models.kit.ask.query import BadQuery, Query
from models.kit.ask.todo import todo
from models.kit.declare.describe import describe
from models.kit.formula.asking import seen
from models.kit.text import Refused
from models.organization import Store
from pages.api import routes as api
from tests.helpers import house_before, people
from tests.helpers.door import change, made, new

ORDERS = ("", "-")


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def column(who, record, zh, kind, name, **more) -> None:
    made(DesignColumn, who, **{"record_type": record, "zh": zh, "kind": kind, "name": name, "seen_by": "all", **more})


@pytest.fixture
def loans(boss, stores):
    """A table per store, and columns of every computed kind in it and in the stores; a store manager doesn't see the price."""
    made(DesignType, boss, zh="借用", en="Loan", area="stores", per_store=True, seen_by="all", edited_by="all")
    for zh, kind, name in (
        ("押金", "money", "price"),
        ("数量", "count", "amount"),
        ("何时还", "day", "due"),
        ("经手", "line", "by"),
        ("标记", "tags", "marks"),
    ):
        column(boss, "loan", zh, kind, name)
    column(boss, "loan", "借自", "link", "lender", target="store")
    column(boss, "loan", "合计", "formula", "total", formula="=[押金]*[数量]")
    column(boss, "loan", "再算", "formula", "twice", formula="=[合计]*2")
    column(boss, "loan", "对方租金", "lookup", "rent", through="借自", picks="[月租金]")
    column(boss, "loan", "对方", "formula", "named", formula="=[借自].[门店名称]&[经手]")
    column(boss, "store", "借出", "rollup", "lent", target="loan", through="借自")
    column(
        boss, "store", "借出数量", "rollup", "lent_many", target="loan", through="借自", figure="sum", picks="[数量]"
    )
    column(
        boss, "store", "借出押金", "rollup", "lent_worth", target="loan", through="借自", figure="sum", picks="[押金]"
    )
    column(boss, "store", "经手人", "rollup", "lent_by", target="loan", through="借自", figure="list", picks="[经手]")
    column(
        boss, "store", "同名", "lookup", "alike", target="loan", condition="[经手]=[本行].[门店名称]", picks="[数量]"
    )
    manager = Role.get(Role.code == "store_manager").id
    right = next(row for row in Grant.rows(Grant.record_type == "loan", Grant.role == manager))
    assert change(Grant, boss, right.id, hidden=["loan.price"]).state == "applied"
    return house().records["loan"]


def said(ask, *given, **options) -> bytes:
    try:
        return orjson.dumps(ask(*given, **options), default=str, option=orjson.OPT_NON_STR_KEYS)
    except (BadQuery, Refused) as refused:
        return refused.text.zh.encode()


def answers(who, record, guesses) -> dict[tuple, bytes]:
    """Every column is shown, sorted and filtered by, grouped, counted and reckoned with, whether it is in sight or not."""
    key = record.key()
    answered = {(key, "rows"): said(api.block, record, who, {}), (key, "look"): said(look, record, who, "")}
    answered[key, "export"] = said(lambda: list(Query(record, who).stream(tuple(seen(who, record)))))
    answered[key, "terms"] = said(terms, record, who)
    for name, item in record.facts().readable.items():
        if item.secret or name in record._meta.fields:
            continue
        answered |= {(key, name, way): said(api.block, record, who, {"sort": [way + name]}) for way in ORDERS}
        answered[key, name, "group"] = said(api.block, record, who, {"group": [name]})
        answered[key, name, "listed"] = said(api.counted, record, who, {"field": name})
        answered[key, name, "tried"] = said(tried, record, {"kind": "formula", "formula": f"=[{name}]"}, who)
        for value in guesses:
            op = "contains" if "contains" in item.ops else "gt"
            answered[key, name, value] = said(api.block, record, who, {"filter": {name: {op: value}}})
    for value in guesses:
        answered[key, "search", value] = said(api.block, record, who, {"search": value})
    return answered


def all_answers(who, loan, guesses) -> dict[tuple, bytes]:
    answered = {("records",): said(describe, house().areas, who, {})}
    answered["todo",] = said(lambda: [(due.name, *rest) for due, *rest in todo(house().areas, who)])
    return answered | answers(who, loan, guesses) | answers(who, Store, guesses)


def test_rows_and_columns_out_of_sight_may_be_anything_and_every_answer_stays_the_same(boss, stores, loans):
    near, far = stores.values()
    chen = people.who(people.make("chen", "store_manager", store=near))
    own = made(loans, boss, name="梯子", store=near, lender=near, amount=3, price="5", by="老张")
    away = made(loans, boss, name="秤", store=far, lender=near, amount=7, price="6", by="canary1", marks=["canary1"])
    change(Store, boss, far, monthly_rent="111")
    third = made(loans, boss, name="伞", store=near, lender=far, amount=1, price="8", by="老李")
    guesses = ("canary1", "70", "60", "222")
    shown = seen(chen, loans)
    assert (
        "price" not in shown and "total" not in shown and "twice" not in shown and {"amount", "named"} <= shown.keys()
    )
    assert "lent_worth" not in seen(chen, Store) and "lent" in seen(chen, Store)
    before = all_answers(chen, loans, guesses)
    change(loans, boss, away, name="大秤", amount=70, price="60", by="canary2", marks=["canary2"], due="2026-01-01")
    change(loans, boss, own, price="50")
    change(loans, boss, third, price="80")
    change(Store, boss, far, monthly_rent="222")
    assert new(loans, boss, {"name": "桶", "store": far, "lender": near, "amount": 9, "price": "1"}).state == "applied"
    after = all_answers(chen, loans, guesses)
    assert before.keys() == after.keys() and len(before) > 150
    differing = {what: (before[what][:300], after[what][:300]) for what in before if before[what] != after[what]}
    assert not differing, list(differing.items())[:5]
    change(loans, boss, own, amount=4)
    assert all_answers(chen, loans, guesses) != before, "what is in sight is differing"
