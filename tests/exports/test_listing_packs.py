"""One product in packs of several sizes: a bottle and three of them are two listings, and orders count the units."""

from decimal import Decimal

import pytest

from exports.incoming.importing import run
from models import house
from models.ecommerce import Listing, OnlineOrder, OnlineOrderLine, OnlineShop, SkuMapping
from models.kit.write.edits import edit
from models.organization import Product
from tests.conftest import person
from tests.helpers.accounts_office import done, refused
from tests.helpers.shop import SYSTEM, broken, change, put, said


class Counter:
    def __init__(self):
        self.shop, self.other = put(OnlineShop, name="天猫旗舰店"), put(OnlineShop, name="京东旗舰店")
        self.tonic = put(Product, sku="HQ1", name="黄芪口服液", list_price=100, member_price=90)
        self.powder = put(Product, sku="P1", name="蛋白粉", list_price=298)

    def offer(self, **values):
        row = {"shop": self.shop, "product": self.tonic, "title": "黄芪口服液", "price": 100, **values}
        return edit(Listing, [{"id": None, "set": row}], who=SYSTEM)

    def line(self, no="T1", shop=None, **values):
        order = put(OnlineOrder, order_no=no, shop=shop or self.shop)
        return OnlineOrderLine.row(put(OnlineOrderLine, order=order, price=1, **values))


@pytest.fixture
def counter(clock, db) -> Counter:
    yield Counter()
    assert broken() == []


def test_a_bottle_and_three_of_them_are_both_online(counter):
    assert counter.offer(code="A1").state == "applied"
    assert counter.offer(code="A3", pack=3, title="黄芪口服液（3 瓶装）", price=270).state == "applied"
    assert counter.offer(code="A1b", title="黄芪口服液 礼盒").state == "applied"  # the same pack under another code
    assert counter.offer(code="A1", shop=counter.other).state == "applied"
    assert sorted((listing.shop, listing.pack) for listing in Listing.rows()) == sorted(
        [(counter.shop, 1), (counter.shop, 3), (counter.shop, 1), (counter.other, 1)]
    )


def test_without_a_platform_code_packs_are_told_apart_by_their_size(counter):
    assert counter.offer().state == "applied"
    assert counter.offer(pack=3, title="三瓶装").state == "applied"
    text = said(counter.offer(pack=3, title="又是三瓶"))
    assert text.startswith("天猫旗舰店 黄芪口服液（平台商品 ID为空）的每件含数量“3”已存在")
    three = Listing.get(Listing.pack == 3).id
    assert "的每件含数量“1”已存在" in said(change(Listing, three, pack=1))
    assert change(Listing, three, pack=1, code="B").state == "applied"
    assert "已存在" in said(change(Listing, three, code=None))


def test_a_code_stands_for_one_listing_of_a_shop(counter):
    counter.offer(code="A1", title="单瓶")
    text = said(counter.offer(code="A1", product=counter.powder, title="蛋白粉"))
    assert text == "天猫旗舰店已有平台编码“A1”的商品“单瓶”；一个编码只登记一次，请填另一个编码，或修改那一条"
    assert "天猫旗舰店" in said(counter.offer(code="A1"))


def test_two_listings_change_codes_with_each_other_in_one_batch(counter):
    counter.offer(code="A"), counter.offer(code="B", title="另一条")
    first, second = [listing.id for listing in Listing.rows()]
    rows = [{"id": first, "set": {"code": "B"}}, {"id": second, "set": {"code": "A"}}]
    assert edit(Listing, rows, who=SYSTEM).state == "applied"
    assert [listing.code for listing in Listing.rows()] == ["B", "A"]


def test_order_lines_count_the_units_of_the_pack_they_sold(counter):
    counter.offer(code="A3", pack=3)
    put(SkuMapping, shop=counter.shop, code="M2", product=counter.powder, qty=2)
    for code, qty, expected in (
        ("A3", 2, (counter.tonic, 6)),
        ("M2", 3, (counter.powder, 6)),
        ("HQ1", 4, (counter.tonic, 4)),
    ):
        row = counter.line(f"T-{code}", code=code, qty=qty)
        assert (row.product, row.units, row.unmapped) == (*expected, False)
    named = counter.line("T-named", code="A3", product=counter.tonic, qty=1)
    assert named.units == 3
    assert counter.line("T-else", code="A3", product=counter.powder, qty=1).units == 1
    assert counter.line("T-shop", shop=counter.other, code="A3").unmapped


def test_a_mapping_of_the_shop_counts_before_a_listing(counter):
    counter.offer(code="X", pack=3)
    put(SkuMapping, shop=counter.shop, code="X", product=counter.tonic, qty=6)
    assert counter.line(code="X").units == 6


def test_lines_that_waited_find_the_listing_that_gets_their_code(counter):
    waiting = counter.line(code="A3", qty=2)
    assert waiting.unmapped
    counter.offer(code="A3", pack=3)
    row = OnlineOrderLine.row(waiting.id)
    assert (row.product, row.units, row.unmapped) == (counter.tonic, 6, False)


def test_the_floor_of_a_pack_is_that_of_its_units(counter):
    eve = person("Eve", "ecommerce", 301)
    counter.offer(code="A3", pack=3, price=260)
    assert "低于底价 ¥270.00" in refused("listing_publish", Listing.get().id, eve)
    change(Listing, Listing.get().id, price=270)
    done("listing_publish", Listing.get().id, eve)


def test_a_file_without_packs_and_codes_still_finds_its_rows(counter, tmp_path):
    counter.offer()
    counter.offer(pack=3, title="三瓶装")
    path = tmp_path / "上架.csv"
    path.write_text("网店,商品,标题,售价\n天猫旗舰店,黄芪口服液,黄芪口服液 单瓶,95\n", encoding="utf-8")
    outcome = run(path, path.name, house().records["listing"], SYSTEM).outcome
    assert (outcome.new, outcome.changed) == (0, 1)
    assert {listing.pack: listing.price for listing in Listing.rows()} == {1: Decimal(95), 3: Decimal(100)}


def test_a_file_brings_packs_by_their_codes(counter, tmp_path):
    path = tmp_path / "上架.csv"
    path.write_text(
        "网店,商品,标题,平台商品 ID,每件含数量,售价\n天猫旗舰店,黄芪口服液,单瓶,A1,1,95\n天猫旗舰店,黄芪口服液,三瓶,A3,3,270\n",
        encoding="utf-8",
    )
    assert run(path, path.name, house().records["listing"], SYSTEM).outcome.new == 2
    path.write_text(path.read_text(encoding="utf-8").replace("270", "265"), encoding="utf-8")
    outcome = run(path, path.name, house().records["listing"], SYSTEM).outcome
    assert (outcome.new, outcome.changed) == (0, 1)
