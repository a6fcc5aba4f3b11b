"""E-commerce: one row per shop and day, clocks that run, prices with a floor, and no held batch out of the door."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from exports.incoming.importing import run
from models import house
from models.ecommerce import (
    AfterSale,
    BannedWord,
    Campaign,
    Listing,
    OnlineOrder,
    OnlineOrderLine,
    OnlineShop,
    ShopDay,
    SkuMapping,
    claims_in,
    follow_dates,
)
from models.ecommerce.nightly import watch
from models.kit.declare.states import moves_of
from models.kit.server import database
from models.kit.server.dialect import placed
from models.kit.write.edits import edit
from models.logistics import StockMovement, Warehouse
from models.logistics.stock import hold_batch
from models.organization import Product
from models.promotions import Promotion
from models.promotions.campaigns import PromotionProduct
from models.system import import_map
from tests.conftest import person
from tests.exports.test_samples import sample
from tests.helpers.accounts_office import done, refused
from tests.helpers.shop import SYSTEM, broken, change, night, put, said, take_back

SENT = {"courier": "顺丰", "tracking_no": "SF1"}


class Desk:
    def __init__(self):
        self.shop = put(OnlineShop, name="天猫旗舰店")
        self.powder = put(Product, sku="P1", name="蛋白粉", list_price=298, member_price=270, cost=150)
        self.eve = person("Eve", "ecommerce", 301)
        self.boss = person("Boss", "operations_manager", 302)

    def listing(self, **values) -> int:
        return put(
            Listing, **{"shop": self.shop, "product": self.powder, "title": "乳清蛋白粉", "price": 280, **values}
        )

    def order(self, no="T1", **line) -> int:
        made = put(OnlineOrder, order_no=no, shop=self.shop, amount=280)
        put(OnlineOrderLine, **{"order": made, "product": self.powder, "price": 280, **line})
        return made


@pytest.fixture
def desk(clock, db) -> Desk:
    yield Desk()
    assert broken() == []


# Days --------------------------------------------------------------------------------------------------------------------


def test_a_day_s_rates_follow_from_its_figures_and_there_is_one_row_a_day(desk):
    values = {
        "shop": desk.shop,
        "day": "2026-11-22",
        "visitors": 1000,
        "buyers": 40,
        "orders": 44,
        "sales": 8000,
        "refunds": 400,
        "ad_cost": 1600,
    }
    row = ShopDay.row(put(ShopDay, **values))
    assert (row.conversion, row.average, row.ad_return, row.refund_rate) == (4, 200, 5, 5)
    assert said(edit(ShopDay, [{"id": None, "set": values}], who=SYSTEM))
    for wrong, words in (({"day": "2026-11-24"}, "还没到"), ({"day": "2026-11-21", "buyers": 1001}, "大于访客数")):
        assert words in said(edit(ShopDay, [{"id": None, "set": values | wrong}], who=SYSTEM))


def test_a_shop_says_its_platform_in_its_name(desk):
    assert OnlineShop.row(desk.shop).platform == "tmall"
    assert OnlineShop.row(put(OnlineShop, name="社区团购群")).platform == "other"


def test_the_platform_s_csv_goes_to_the_shop_that_its_name_names_and_again_changes_nothing(desk):
    path = sample("网店日报_天猫旗舰店.csv")
    first = run(path, path.name, ShopDay, SYSTEM)
    assert (first.outcome.new, first.report.faults) == (88, [])
    row = ShopDay.get(ShopDay.day == date(2026, 8, 24))
    assert (row.shop_id, row.visitors, row.sales, row.conversion) == (
        desk.shop,
        4969,
        Decimal("7574.53"),
        Decimal("1.83"),
    )
    assert run(path, path.name, ShopDay, SYSTEM).outcome.state == "nothing"
    assert run(path, "日报.csv", ShopDay, SYSTEM, None, {"dry_run": True}).report.faulty
    assert not run(
        path, "日报.csv", ShopDay, SYSTEM, None, {"dry_run": True, "fixed": {"shop": "天猫旗舰店"}}
    ).report.faulty


def test_a_shop_s_mapping_is_kept_for_its_next_file(desk, tmp_path):
    head = "统计日,来访,成交额\n"
    for name, day in (("一_天猫旗舰店.csv", "2026-11-01"), ("二_天猫旗舰店.csv", "2026-11-02")):
        (tmp_path / name).write_text(head + f"{day},100,50\n", encoding="gb18030")
    mapping = {"统计日": "day", "来访": "visitors", "成交额": "sales"}
    assert (
        run(
            tmp_path / "一_天猫旗舰店.csv", "一_天猫旗舰店.csv", house().records["shop_day"], SYSTEM, mapping
        ).outcome.new
        == 1
    )
    assert import_map("shop_day", "天猫旗舰店") == mapping
    assert (
        run(tmp_path / "二_天猫旗舰店.csv", "二_天猫旗舰店.csv", house().records["shop_day"], SYSTEM).outcome.new == 1
    )
    assert [row.sales for row in ShopDay.rows()] == [50, 50]


# Listings ----------------------------------------------------------------------------------------------------------------


def test_a_price_below_the_member_price_needs_another_person_s_approval(desk):
    low = desk.listing(price=260)
    assert Listing.row(low).below
    assert "低于底价 ¥270.00（会员价）；请提交审批" in refused("listing_publish", low, desk.eve)
    done("listing_submit", low, desk.eve, reason="冲量")
    assert "另一个人" in refused("listing_approve", low, replace(desk.boss, user_id=301), reason="自己批")
    done("listing_approve", low, desk.boss, reason="清库存")
    assert (Listing.row(low).state, Listing.row(low).approved_price) == ("online", 260)
    assert "低于底价" in said(change(Listing, low, price=259))
    assert change(Listing, low, price=265).state == "applied"


def test_a_running_promotion_lowers_the_floor(desk):
    promotion = put(
        Promotion,
        name="双十一",
        starts_on="2026-11-20",
        ends_on="2026-11-30",
        mechanics="特价",
        budget=1,
        target_sales=1,
    )
    put(PromotionProduct, promotion=promotion, product=desk.powder, price=250)
    low = desk.listing(price=255)
    assert "低于底价" in refused("listing_publish", low, desk.eve)
    with_state(promotion, "running")
    done("listing_publish", low, desk.eve)


def with_state(promotion: int, state: str) -> None:
    database.handle.execute_sql(placed("UPDATE promotion SET state = ? WHERE id = ?"), (state, promotion))


def test_forbidden_medical_claims_keep_a_listing_offline_whoever_approves(desk):
    bad = desk.listing(title="蛋白粉 根 治三高", text="临床证明")
    assert refused("listing_publish", bad, desk.eve) == "标题或图文里有禁用的说法：根治、临床证明"
    change(Listing, bad, title="蛋白粉", text=None)
    done("listing_publish", bad, desk.eve)
    assert "禁用的说法：特效" in said(change(Listing, bad, title="特效蛋白粉"))


def test_the_word_list_is_the_house_s_own_to_lengthen_and_to_shorten(desk):
    put(BannedWord, word="神奇")
    put(BannedWord, word="特效", state="allowed")
    assert claims_in("神奇的特效") == ["神奇"]


# Orders and after-sales --------------------------------------------------------------------------------------------------


def test_an_order_is_warned_of_at_three_quarters_of_its_time_and_late_after_it(desk, clock):
    order = desk.order()
    for at, state in (("2026-11-24 21:59", "ok"), ("2026-11-24 22:00", "soon"), ("2026-11-25 10:01", "late")):
        clock(at)
        night(watch, None)
        assert OnlineOrder.row(order).clock == state
    done("online_order_ship", order, desk.eve, **SENT)
    assert (OnlineOrder.row(order).clock, OnlineOrder.row(order).state) == ("missed", "shipped")


def test_a_shop_s_own_promise_comes_before_the_business_parameter(desk):
    change(OnlineShop, desk.shop, promise_hours=24)
    assert str(OnlineOrder.row(desk.order()).ship_by) == "2026-11-24 02:00:00"


def test_a_held_batch_is_not_shipped_and_an_unnamed_one_must_be_named(desk):
    order, unnamed = desk.order(batch_no="B1"), desk.order("T2")
    night(lambda c, _: hold_batch(c, desk.powder, "B1", "检验不合格"), None)
    assert "B1" in refused("online_order_ship", order, desk.eve, **SENT)
    assert "请填写批号" in refused("online_order_ship", unnamed, desk.eve, **SENT)
    line = OnlineOrderLine.get(OnlineOrderLine.order == unnamed).id
    change(OnlineOrderLine, line, batch_no="ｂ 1")
    assert OnlineOrderLine.row(line).batch_no == "B1"
    assert "已停售" in refused("online_order_ship", unnamed, desk.eve, **SENT)
    change(OnlineOrderLine, line, batch_no="B2")
    done("online_order_ship", unnamed, desk.eve, **SENT)


def test_a_batch_near_its_end_is_shipped_with_a_reason_and_an_ended_one_not_at_all(desk):
    depot = put(Warehouse, code="W1", name="总仓")
    for no, until in (("DEAD", "2026-11-22"), ("SHORT", "2026-12-01"), ("NEAR", "2026-12-10")):
        put(
            StockMovement,
            kind="opening",
            product=desk.powder,
            warehouse=depot,
            batch_no=no,
            qty=5,
            produced_on="2026-01-01",
            expires_on=until,
        )
    dead, short, near = (desk.order(no, batch_no=no, batch_reason="x") for no in ("DEAD", "SHORT", "NEAR"))
    assert "已于 2026-11-22 过期" in refused("online_order_ship", dead, desk.eve, **SENT)
    assert "发给顾客至少要剩 15 天" in refused("online_order_ship", short, desk.eve, **SENT)
    line = OnlineOrderLine.get(OnlineOrderLine.order == near).id
    change(OnlineOrderLine, line, batch_reason=None)
    assert "已临期，只剩 17 天" in refused("online_order_ship", near, desk.eve, **SENT)
    change(OnlineOrderLine, line, batch_reason="买家要临期特价")
    done("online_order_ship", near, desk.eve, **SENT)


def test_a_line_without_a_product_waits_until_its_code_is_mapped(desk):
    order = desk.order(product=None, code="TM-1", title="蛋白粉两罐装", qty=3)
    line = OnlineOrderLine.get(OnlineOrderLine.order == order).id
    assert OnlineOrderLine.row(line).unmapped
    assert "还没有对应到商品" in refused("online_order_ship", order, desk.eve, **SENT)
    put(SkuMapping, shop=desk.shop, code="TM-1", product=desk.powder, qty=2)
    row = OnlineOrderLine.row(line)
    assert (row.unmapped, row.product, row.units) == (False, desk.powder, 6)
    assert (
        OnlineOrderLine.get(OnlineOrderLine.order == desk.order("T2", product=None, code="TM-1")).product_id
        == desk.powder
    )


def test_an_after_sale_is_late_after_72_hours_and_closing_it_finishes_the_order(desk, clock):
    order = desk.order()
    done("online_order_ship", order, desk.eve, **SENT)
    case = put(AfterSale, order=order, amount=100, reason="damaged")
    assert OnlineOrder.row(order).state == "after_sale"
    for at, state in (("2026-11-25 16:00", "soon"), ("2026-11-26 10:01", "late")):
        clock(at)
        night(watch, None)
        assert AfterSale.row(case).clock == state
    assert "不能为空" in refused("after_sale_close", case, desk.eve)
    done("after_sale_close", case, desk.eve, blame="courier")
    row = OnlineOrder.row(order)
    assert (row.state, row.refunded, AfterSale.row(case).clock) == ("done", 100, "missed")


def test_an_after_sale_is_turned_down_in_words_and_keeps_what_the_buyer_said(desk):
    case = put(AfterSale, order=desk.order(), amount=100, reason="damaged")
    assert "不能为空" in refused("after_sale_reject", case, desk.eve)
    done("after_sale_reject", case, desk.eve, reason="照片与批次不符")
    assert (AfterSale.row(case).state, AfterSale.row(case).reason) == ("rejected", "damaged")
    assert moves_of(AfterSale, case)[0].reason == "照片与批次不符"


def test_an_order_whose_refund_is_turned_down_before_it_was_sent_is_to_be_sent_after_all(desk):
    order = desk.order()
    case = put(AfterSale, order=order, amount=100)
    assert OnlineOrder.row(order).state == "after_sale"
    done("after_sale_reject", case, desk.eve, reason="已与买家说好")
    row = OnlineOrder.row(order)
    assert (row.state, row.clock, row.ship_by is not None) == ("to_ship", "ok", True)
    done("online_order_ship", order, desk.eve, **SENT)
    case = put(AfterSale, order=order, amount=100)
    done("after_sale_reject", case, desk.eve, reason="已签收")
    assert OnlineOrder.row(order).state == "done", "what was sent is done"


@pytest.mark.parametrize(("back", "ends"), [(60, "to_ship"), (220, "done"), (200, "done")])
def test_an_order_of_which_a_part_is_refunded_before_it_was_sent_is_to_be_sent(desk, back, ends):
    order = desk.order()
    change(OnlineOrder, order, amount=220, freight=20)
    case = put(AfterSale, order=order, amount=back, reason="regret")
    done("after_sale_close", case, desk.eve, blame="buyer")
    assert (OnlineOrder.row(order).state, OnlineOrder.row(order).refunded) == (ends, back)


def test_refunds_are_never_more_than_was_paid(desk):
    order = desk.order()
    put(AfterSale, order=order, amount=200)
    answer = edit(AfterSale, [{"id": None, "set": {"order": order, "amount": 81}}], who=SYSTEM)
    assert said(answer) == "退款合计 ¥281.00 超过实付金额 ¥280.00"


def test_undoing_a_shipment_makes_the_order_wait_again(desk):
    order = desk.order()
    done("online_order_ship", order, desk.eve, **SENT)
    assert take_back().state == "applied"
    assert (OnlineOrder.row(order).state, OnlineOrder.row(order).clock) == ("to_ship", "ok")


# Campaigns ---------------------------------------------------------------------------------------------------------------


def test_a_campaign_knows_its_cost_per_click_and_its_return_and_follows_its_dates(desk):
    row = put(
        Campaign,
        shop=desk.shop,
        title="直播",
        starts_on="2026-11-23",
        ends_on="2026-11-30",
        cost=500,
        clicks=250,
        sales=1500,
    )
    assert (Campaign.row(row).per_click, Campaign.row(row).returned) == (2, 3)
    assert night(follow_dates, date(2026, 11, 23)) == 1
    assert Campaign.row(row).state == "running"
    night(follow_dates, date(2026, 12, 1))
    assert Campaign.row(row).state == "ended"
    assert "不能早于" in said(change(Campaign, row, ends_on="2026-11-01"))
    assert "大于展现量" in said(change(Campaign, row, impressions=10))
