"""One batch from its supplier to the complaints about it, each person seeing what his role sees."""

from decimal import Decimal

import pytest

from models.ecommerce import OnlineOrder, OnlineOrderLine, OnlineShop
from models.logistics import StockMovement, Warehouse
from models.organization import Product
from models.quality import Nonconformance
from models.service import Complaint
from models.trace import PARTS, products_of, trace
from tests.conftest import person
from tests.helpers.laboratory import Laboratory, taken
from tests.helpers.shop import SYSTEM, put


@pytest.fixture
def lab(clock, stores):
    """B1 of 蛋白粉: 100 in, 30 to 锦江一店 of which 2 came back, 5 sold online, a complaint and a nonconformance."""
    lab = Laboratory()
    lab.first = next(iter(stores.values()))
    lab.house = put(Warehouse, code="W1", name="总仓")
    moved(lab, "purchase_in", 100, produced_on="2026-10-01", unit_cost="50", supplier=lab.supplier)
    moved(lab, "store_out", -30, store=lab.first)
    moved(lab, "store_return", 2, store=lab.first)
    moved(lab, "sale_out", -5, reference="TM1")
    shop = put(OnlineShop, name="天猫旗舰店", platform="tmall")
    order = put(OnlineOrder, order_no="TM1", shop=shop, ordered_at="2026-11-20 10:00")
    put(OnlineOrderLine, order=order, product=lab.powder, batch_no="B1", title="蛋白粉 2 罐", qty=5, price=0)
    put(
        Complaint,
        kind="complaint",
        category="quality",
        product=lab.powder,
        batch_no="B1",
        store=lab.first,
        description="有异味",
    )
    put(Nonconformance, product=lab.powder, batch_no="B1", defect="异味")
    put(Nonconformance, product=lab.powder, batch_no="B12", defect="破损")
    return lab


def moved(lab, kind: str, qty: int, **more) -> None:
    put(StockMovement, kind=kind, product=lab.powder, warehouse=lab.house, batch_no="B1", qty=qty, **more)


def counted(traced) -> dict[str, int]:
    return {hit.part.name: hit.total for hit in traced.hits if hit.total}


def test_everything_between_supplier_and_complaint_is_found_by_product_and_batch(lab):
    report = lab.report()
    lab.measures(report, "0.1", upper=1)
    traced = trace(lab.powder, "B1", SYSTEM)
    assert traced.suppliers == [(lab.supplier, "天润药业")]
    assert counted(traced) == {
        "reports": 1,
        "bought": 1,
        "lying": 1,
        "stores": 2,
        "sold": 1,
        "orders": 1,
        "complaints": 1,
        "faults": 1,
        "actions": 2,
    }
    assert traced.held is None


def test_what_came_in_is_what_lies_here_and_what_went_out(lab):
    sums = trace(lab.powder, "B1", SYSTEM).sums
    assert sums == {"came": 100, "lying": 67, "stores": -28, "sold": -5, "gone": 0}
    assert sums["came"] + sums["stores"] + sums["sold"] + sums["gone"] == sums["lying"] == Decimal(67)


def test_a_recall_of_b12_is_not_one_of_b1_and_a_stop_shows(lab):
    taken("recall_batch", id=lab.powder, batch_no="B12", level="two", cause="破损")
    assert "recalls" not in counted(trace(lab.powder, "B1", SYSTEM))
    taken("recall_batch", id=lab.powder, batch_no="B1", level="two", cause="异味")
    traced = trace(lab.powder, "B1", SYSTEM)
    assert (counted(traced)["recalls"], traced.held.startswith("召回")) == (1, True)


def test_a_number_alone_names_the_products_that_have_it(lab):
    assert products_of("B1", SYSTEM) == [(lab.powder, "蛋白粉")]
    other = put(Product, sku="P2", name="钙片")
    put(Nonconformance, product=other, batch_no="B1", defect="破损")
    assert [name for _, name in products_of("B1", SYSTEM)] == ["蛋白粉", "钙片"]
    assert products_of("无此批", SYSTEM) == []


@pytest.mark.parametrize("asked", ["b1", "Ｂ１", " B 1"])
def test_a_number_in_other_letters_is_the_batch_as_it_is_kept(lab, asked):
    assert products_of(asked, SYSTEM) == [(lab.powder, "蛋白粉")]
    traced, kept = trace(lab.powder, asked, SYSTEM), trace(lab.powder, "B1", SYSTEM)
    assert (traced.batch_no, counted(traced), traced.sums) == ("B1", counted(kept), kept.sums)


def test_chen_traces_no_further_than_his_own_rows(lab, chen):
    put(Nonconformance, product=lab.powder, batch_no="B1", defect="破损", store=lab.first)
    traced = trace(lab.powder, "B1", chen)
    assert counted(traced)["faults"] == 1  # the other one is of no store
    assert traced.suppliers == [] and "checks" not in {hit.part.name for hit in traced.hits}
    assert trace(lab.powder, "B1", person("Eve", "nobody", 9)) is None


def test_every_part_names_columns_that_are_there():
    for part in PARTS:
        found_by = set() if part.via else {"product"}
        assert {*part.columns, *part.where, *found_by} <= set(part.record.fields()), part.name
