"""Which batch goes out: the first to expire that lasts long enough; another one with a reason that stays in the ledger."""

from decimal import Decimal

import pytest

from models import house
from models.kit.declare.params import Parameter
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.logistics import BatchHold, NearExpiryRule, StockMovement, issue_goods, propose_batches
from models.logistics.choosing import CUSTOMER_LEAST, NEAR_REASON, STORE_LEAST
from models.organization import Product
from tests.helpers.depot import Depot, lies
from tests.helpers.shop import SYSTEM, change, put, refusal, said, take_back

LIFE = 360  # of the powder: it counts as near its end 20 days before it


@pytest.fixture
def depot(clock, stores) -> Depot:
    """10 of OLD with 200 days left, 10 of NEW with 350."""
    made = Depot()
    made.store = stores["锦江一店"]
    made.brings(10, "OLD", age=160)
    made.brings(10, "NEW", age=10)
    return made


def sent(depot, qty, batch_no=None, kind="store_out", via="grid", **more) -> str:
    """Goods out, or the sentence with which that is refused."""
    line = depot.line(kind, qty, batch_no=batch_no, store=depot.store if kind == "store_out" else None, **more)
    answer = edit(StockMovement, [line], who=SYSTEM, via=via)
    return "" if answer.state == "applied" else said(answer)


def left(depot, days: int, batch_no: str = "NEAR") -> None:
    depot.brings(5, batch_no, age=LIFE - days, kind="opening")


def sets(param, value) -> None:
    (row,) = Parameter.rows(Parameter.code == param.name) or [None]
    if row:
        change(Parameter, row.id, value=value)
    else:
        put(Parameter, code=param.name, name=param.zh, name_en=param.en, value=value, usual=param.default)


@pytest.mark.parametrize("kind", ["store_out", "sale_out", "gift_out"])
@pytest.mark.parametrize("via", ["grid", "paste", "import", "api"])
def test_a_later_batch_goes_out_with_a_reason_only_whichever_way_it_is_entered(depot, kind, via):
    assert "不是最先到期的：批次 OLD" in sent(depot, 3, "NEW", kind, via)
    assert sent(depot, 3, "NEW", kind, via, reason="备注不算原因") != ""
    assert sent(depot, 3, "NEW", kind, via, batch_reason="客户指定新货") == ""
    assert StockMovement.rows()[-1].batch_reason == "客户指定新货" and lies(depot.powder)["NEW"] == 7


def test_the_first_batch_needs_no_reason_and_neither_does_the_next_once_it_is_used_up(depot):
    assert sent(depot, 4, "OLD") == "" and sent(depot, 1) == ""
    lines = [depot.line("store_out", qty, batch_no=no, store=depot.store) for qty, no in ((2, "NEW"), (5, "OLD"))]
    # The document as a whole leaves none of OLD behind.
    assert edit(StockMovement, lines, who=SYSTEM).state == "applied"
    assert sent(depot, 2, "NEW") == ""


def test_what_can_t_go_is_not_passed_over(depot):
    put(BatchHold, product=depot.powder, batch_no="OLD", reason="送检")
    left(depot, 3, "SHORT")
    depot.brings(9, "OTHER", age=200, warehouse=depot.branch)
    assert sent(depot, 1, "NEW") == ""


def test_moving_scrapping_and_returning_to_the_supplier_choose_freely(depot):
    for kind in ("scrap", "supplier_return", "loss"):
        assert sent(depot, 1, "NEW", kind) == ""
    pair = [
        depot.line("transfer_out", 1, batch_no="NEW", no="T1"),
        depot.line("transfer_in", 1, batch_no="NEW", no="T1"),
    ]
    pair[1]["set"]["warehouse"] = depot.branch
    assert edit(StockMovement, pair, who=SYSTEM).state == "applied"


def test_a_correction_and_an_undo_need_no_reason(depot):
    assert sent(depot, 3, "NEW", batch_reason="客户指定") == ""
    take_back()
    assert lies(depot.powder)["NEW"] == 10


@pytest.mark.parametrize(
    ("kind", "days", "refused", "reasoned"),
    [
        ("store_out", 21, "", ""),
        ("store_out", 20, "已临期", ""),
        ("store_out", 7, "已临期", ""),
        ("store_out", 6, "发给门店至少要剩 7 天", "至少"),
        ("store_out", 0, "至少", "至少"),
        ("sale_out", 21, "", ""),
        ("sale_out", 15, "已临期", ""),
        ("sale_out", 14, "发给顾客至少要剩 15 天", "至少"),
        ("gift_out", 14, "至少", "至少"),
    ],
)
def test_few_days_need_a_reason_and_too_few_for_who_gets_it_are_refused(depot, kind, days, refused, reasoned):
    left(depot, days)
    answer = sent(depot, 1, "NEAR", kind)
    assert refused in answer and bool(answer) == bool(refused)
    answer = sent(depot, 1, "NEAR", kind, batch_reason="对方同意临期特价")
    assert reasoned in answer and bool(answer) == bool(reasoned)


def test_how_many_days_are_asked_for_is_a_business_parameter(depot):
    left(depot, 4)
    sets(STORE_LEAST, 3)
    assert "已临期" in sent(depot, 1, "NEAR")
    sets(NEAR_REASON, 0)
    assert sent(depot, 1, "NEAR") == ""
    sets(CUSTOMER_LEAST, 0)
    assert sent(depot, 1, "NEAR", "sale_out") == ""


def test_goods_that_keep_a_few_days_only_are_held_to_their_own_line(depot):
    put(NearExpiryRule, shelf_life_from=0, days_before=2)
    change(Product, depot.powder, shelf_life_days=14)
    depot.brings(5, "MILK", age=9)
    assert sent(depot, 1, "MILK", "sale_out") == ""


def test_the_button_passes_over_what_has_too_few_days_and_says_so_when_nothing_else_is_there(depot):
    left(depot, 5, "H105")
    assert propose_batches(depot.powder, depot.main, Decimal(12), "store_out") == [("OLD", 10), ("NEW", 2)]
    short = refusal(issue_goods, depot.main, product=depot.powder, qty=Decimal(21), store=depot.store)
    assert short.endswith("还差 1（另有 5 剩余天数太少，不能发给门店）")


def test_the_button_asks_for_a_reason_before_it_sends_what_is_near_its_end(depot):
    left(depot, 10)
    asked = {"product": depot.powder, "qty": "2", "store": depot.store}
    answer = act(house().actions["issue_goods"], who=SYSTEM, id=depot.main, answers=asked)
    assert "批次 NEAR 已临期，只剩 10 天" in said(answer)
    done = act(
        house().actions["issue_goods"], who=SYSTEM, id=depot.main, answers=asked | {"batch_reason": "门店要做特价"}
    )
    assert done.state == "applied" and StockMovement.rows()[-1].batch_reason == "门店要做特价"
