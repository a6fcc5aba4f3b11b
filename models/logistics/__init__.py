"""Logistics and warehouse 物流仓储: stock by batch, stocktakes, vehicles and drivers, routes and deliveries."""

from ..kit import Action, Area, Chart, Due, Filler, Grant, Job, Metric, NoteField, Shortcut, Text
from ..kit.declare.access import VERBS
from ..organization import POSTS
from . import nightly, week
from .choosing import CUSTOMER_LEAST, NEAR_REASON, STORE_LEAST
from .counting import RECOUNT_FROM, Stocktake, StocktakeLine
from .deliveries import TOLERANCE, Delivery, DeliveryStop
from .entering import propose_batches
from .fleet import Driver, Vehicle
from .keeping import PASS_SCORE, RECTIFY_DAYS, ClimateReading, LogisticsCost, WarehouseCheck
from .ledger import StockMovement
from .moving import (
    ASKS_IN,
    ASKS_OUT,
    ASKS_SCRAP,
    ASKS_TRANSFER,
    NEAR_HINT,
    issue_goods,
    receive_goods,
    reverse_movement,
    scrap_stock,
    take_all_out,
    take_out,
    transfer_stock,
)
from .places import Warehouse
from .planning import ASKS_PLAN, plan_delivery
from .routes import ROAD_FACTOR, SHIFT, SPEED, STARTS, DeliveryRoute, RouteStop, StopPlace
from .stock import (
    BatchHold,
    NearExpiryRule,
    Stock,
    end_holds,
    hold_batch,
    hold_of,
    holds_of,
    refuse_held,
    release_batch,
)

COSTS = {"unit_cost", "amount"}
IN_USE = {"status": {"eq": "in_use"}}


def paper(name: str, record, field: str, zh: str, en: str, when: dict) -> Due:
    """A paper that runs out, told a month ahead."""
    return Due(name, record, zh, en, when={**when, field: {"empty": False}}, due=field, ahead=30, icon="verified")


AREA = Area(
    "logistics",
    "物流仓储",
    "Logistics and warehouse",
    icon="local_shipping",
    pages=(("/logistics/routes", Text("线路优化", "Route suggestions")),),
    records=(
        Stock, StockMovement, BatchHold, Stocktake, StocktakeLine, Delivery, DeliveryStop, DeliveryRoute, RouteStop, StopPlace,
        WarehouseCheck, ClimateReading, Warehouse, Vehicle, Driver, LogisticsCost, NearExpiryRule,
    ),
    params=(
        PASS_SCORE, RECTIFY_DAYS, RECOUNT_FROM, TOLERANCE, ROAD_FACTOR, SPEED, SHIFT, STARTS, STORE_LEAST, CUSTOMER_LEAST, NEAR_REASON,
    ),
    actions=(
        Action(receive_goods, "入库", "Receive", on=Warehouse, asks=ASKS_IN, icon="add_box", when={"status": ("in_use",)}),
        Action(issue_goods, "出库", "Issue", on=Warehouse, asks=ASKS_OUT, icon="outbox",
               hint=Text("最先到期的批次先出", "The batches that expire first go first")),
        Action(transfer_stock, "调拨", "Transfer", on=Stock, asks=ASKS_TRANSFER, icon="swap_horiz"),
        Action(scrap_stock, "报损", "Scrap", on=Stock, asks=ASKS_SCRAP, verb="approve", icon="delete", danger=True,
               hint=Text("从库存扣减并记一笔报损流水，之后可以冲正", "Taken off the stock and booked as scrap; it can be reversed")),
        Action(plan_delivery, "生成配送任务", "Plan a delivery", on=DeliveryRoute, asks=ASKS_PLAN, icon="event",
               when={"status": ("in_use",)}),
        Action(reverse_movement, "冲正", "Reverse", on=StockMovement, asks={"reason": NoteField("原因", "Reason")}, verb="approve",
               icon="undo", danger=True,
               hint=Text("记一笔相反的流水，原流水保留", "An opposite movement is booked; the first one stays")),
    ),
    dues=(
        Due("near_expiry", Stock, "临期与过期库存待处理", "Stock near its expiry", due="expires_on", ahead=None, verb="see", icon="hourglass_bottom",
            when={"qty": {"gt": 0}, "stage": {"in": ["near", "expired"]}}),
        Due("batch_held", BatchHold, "停售批次待处置", "Held batches to dispose of", due=None, ahead=None, verb="approve", icon="block",
            when={"state": {"eq": "held"}}),
        Due("stocktake_open", Stocktake, "盘点未完成", "Stocktakes to finish", due="counted_on", ahead=1,
            when={"state": {"in": ["draft", "counting"]}}),
        Due("stocktake_review", Stocktake, "盘点待审批", "Stocktakes to approve", due=None, verb="approve", when={"state": {"eq": "review"}}),
        Due("warehouse_rectify", WarehouseCheck, "仓库整改", "Warehouse rectifications", owner="owner", when={"state": {"eq": "open"}}),
        Due("warehouse_verify", WarehouseCheck, "仓库整改待验证", "Warehouse rectifications to verify", due=None, verb="approve",
            when={"state": {"eq": "done"}}),
        Due("delivery_open", Delivery, "配送任务待派车", "Deliveries without a vehicle", due="delivered_on", ahead=1, icon="local_shipping",
            when={"state": {"eq": "planned"}, "vehicle": {"empty": True}}),
        paper("vehicle_compulsory", Vehicle, "compulsory_until", "交强险到期", "Compulsory insurance that ends", IN_USE),
        paper("vehicle_commercial", Vehicle, "commercial_until", "商业险到期", "Commercial insurance that ends", IN_USE),
        paper("vehicle_inspection", Vehicle, "inspection_until", "车辆年检到期", "Vehicle inspections that end", IN_USE),
        paper("vehicle_permit", Vehicle, "permit_until", "营运证到期", "Operating permits that end", IN_USE),
        paper("driver_licence", Driver, "licence_until", "驾驶证到期", "Driving licences that end", {"status": {"ne": "left"}}),
        paper("driver_health", Driver, "health_until", "驾驶员健康证到期", "Drivers' health certificates that end", {"status": {"ne": "left"}}),
    ),
    shortcuts=(Shortcut(Delivery, "新建配送", "New delivery", icon="local_shipping"),),
    metrics=(
        Metric(week.in_qty, "入库数量", "Goods in", name="stock_in_qty", better="neither", unit="quantity",
               words=Text("采购入库与退货入库，已减冲正", "Purchases and returns, net of reversals")),
        Metric(week.in_value, "入库金额", "Value in", name="stock_in_value", better="neither", unit="money",
               words=Text("采购入库与退货入库的成本金额，已减冲正", "Purchases and returns at cost, net of reversals")),
        Metric(week.out_qty, "出库数量", "Goods out", name="stock_out_qty", better="neither", unit="quantity",
               words=Text("销售、配送与赠品出库，已减冲正", "Sales, store deliveries and gifts, net of reversals")),
        Metric(week.out_value, "出库金额", "Value out", name="stock_out_value", better="neither", unit="money",
               words=Text("销售、配送与赠品出库的成本金额（移动平均），已减冲正",
                          "Sales, store deliveries and gifts at the moving average cost, net of reversals")),
        Metric(week.stock_value, "库存金额", "Stock value", unit="money", name="stock_value", better="lower",
               words=Text("周末全部仓库的库存成本", "Stock of all warehouses at cost, at the week's end")),
        Metric(week.stock_turns, "库存周转（次/年）", "Stock turns a year", name="stock_turns", unit="score",
               words=Text("到周末四周的出库成本 × 365 ÷ 28 ÷ 期初期末平均库存成本",
                          "Goods out of the four weeks to the week's end × 365 ÷ 28, over the mean of the stock before and after")),
        Metric(week.stock_out_rate, "缺货率", "Stock-out rate", name="stock_out_rate", unit="percent", better="lower",
               words=Text("周末各仓合计库存为零的在售商品 ÷ 进过货的在售商品",
                          "Of the products on sale that were ever stocked, those of which no warehouse had any at the week's end")),
        Metric(week.on_time_rate, "配送准时率", "Deliveries on time", name="delivery_on_time", unit="percent",
               words=Text("本周准时到达的停靠点 ÷ 到达且有计划时间的停靠点", "Stops on time, of those reached in the week that had a time")),
        Metric(week.perfect_rate, "准时足量率", "On time in full", name="delivery_in_full", unit="percent",
               words=Text("本周准时且全部签收的停靠点 ÷ 到达且有计划时间的停靠点",
                          "Stops on time and signed in full, of those reached in the week that had a time")),
        Metric(week.short_rate, "配送短少率", "Boxes short", name="delivery_short_rate", unit="percent", better="lower",
               words=Text("本周到达的停靠点：没签收的箱数 ÷ 送货箱数，只计有签收结果的",
                          "Of the boxes sent to stops reached in the week, those not signed for; stops with a result only")),
        Metric(week.trips, "完成配送趟次", "Trips", name="delivery_trips",
               words=Text("本周完成的配送任务数", "Deliveries finished in the week")),
        Metric(week.cost_per_order, "单均配送成本", "Delivery cost per order", name="delivery_cost_per_order", unit="money", better="lower",
               words=Text("本周完成的配送：总成本 ÷ 单数，只计记了成本的", "Cost of the trips finished over their orders, where the cost is known")),
        Metric(week.cost_per_km, "每公里成本", "Delivery cost per km", name="delivery_cost_per_km", unit="money", better="lower",
               words=Text("本周完成的配送：总成本 ÷ 行驶公里，只计成本和公里都记了的",
                          "Cost of the trips finished over the kilometres driven, where both are known")),
        Metric(week.cost_per_box, "每箱配送成本", "Delivery cost per box", name="delivery_cost_per_box", unit="money", better="lower",
               words=Text("本周完成的配送：总成本 ÷ 送货箱数，只计记了成本的",
                          "Cost of the trips finished over the boxes sent, where the cost is known")),
        Metric(week.expiring_value, "临期库存金额", "Stock near its expiry", name="stock_expiring_value", unit="money", better="lower",
               words=Text("目前临期与过期库存的成本", "Near expiry and expired, at cost, as it stands now")),
        Metric(week.loss_value, "损耗金额", "Losses", name="stock_loss_value", unit="money", better="lower",
               words=Text("本周报损与盘亏的成本，已减冲正", "Scrapped and missing in the week at cost, net of reversals")),
        Metric(week.difference_rate, "盘点差异率", "Stocktake difference", name="stocktake_difference_rate", unit="percent", better="lower",
               words=Text("本周过账的盘点：差异金额绝对值 ÷ 账面金额", "Of the stocktakes posted: absolute differences over book value")),
        Metric(week.lines_off_rate, "盘点差异行占比", "Stocktake lines that differ", name="stocktake_lines_off", unit="percent", better="lower",
               words=Text("本周过账的盘点：有差异的行 ÷ 全部盘点行", "Of the stocktakes posted: lines that differ, of all lines counted")),
        Metric(week.checks_failed, "仓库检查不合格", "Warehouse checks failed", name="warehouse_checks_failed", better="lower",
               words=Text("本周检查时不合格的次数，后来整改好的也算", "Checks that failed in the week, also if put right since")),
        Metric(week.climate_alarms, "温湿度超标", "Temperature alarms", name="climate_alarms", better="lower",
               words=Text("本周温湿度超出范围的记录数", "Readings out of range in the week")),
        Metric(week.batches_held, "停售批次", "Held batches", name="batches_held", better="lower",
               words=Text("周末仍在停售的批次", "Batches still held at the week's end")),
        Metric(week.costs, "物流成本", "Logistics costs", name="logistics_costs", unit="money", better="lower",
               words=Text("当月费用按天分摊到本周 7 天",
                          "The months' costs, shared by days, of the seven days of the week"), rows=(LogisticsCost, week.cost_rows)),
    ),
    charts=(
        Chart(week.in_and_out, "出入库金额（近八周）", "Value in and out, eight weeks", kind="bar", unit="money"),
        Chart(week.value_by_stage, "库存效期结构", "Stock by shelf life", kind="pie", unit="money"),
        Chart(week.costs_by_kind, "物流成本构成（近六月）", "Costs by category, six months", kind="stack", unit="money"),
    ),
    jobs=(Job("stock_age", nightly.age_stock, at="00:20", words=("更新库存效期", "Age the stock")),),
    faces=("pages.routes",),
    demo=(Filler("jobs.demo.logistics:fill"),),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        Grant("logistics", "*", frozenset(VERBS)),
        *(Grant(post, "*", "see", masked={"*"}) for post in POSTS if post != "logistics"),
        Grant("quality", "batch_hold", "see add edit approve export"),
        Grant("quality", "stock stock_movement", "see export"),
        Grant("store_manager", "warehouse batch_hold", "see"),
        Grant("store_manager", "delivery_route", "see", hidden={"cost"}),
        Grant("store_manager", "stock", "see", hidden={"unit_cost", "value"}),
        Grant("store_manager", "stock_movement", "see", rows="store", hidden=COSTS),
        Grant("store_manager", "stop_place route_stop", "see", rows="store"),
        Grant("store_manager", "delivery_stop", "see edit", rows="store"),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)  # fmt: skip

__all__ = [
    "AREA", "NEAR_HINT", "BatchHold", "ClimateReading", "Delivery", "DeliveryRoute", "DeliveryStop", "Driver", "LogisticsCost", "NearExpiryRule",
    "RouteStop", "Stock", "StockMovement", "Stocktake", "StocktakeLine", "StopPlace", "Vehicle", "Warehouse", "WarehouseCheck",
    "end_holds", "hold_batch", "hold_of", "holds_of", "propose_batches", "refuse_held", "release_batch", "take_all_out", "take_out",
]  # fmt: skip
