"""Logistics and warehouse 物流仓储: stock by batch, stocktakes, vehicles and drivers, routes and deliveries."""

from ..kit import Action, Area, Due, Grant, NoteField, Text
from ..kit.access import VERBS
from ..organization import POSTS
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
    issue_goods,
    receive_goods,
    reverse_movement,
    scrap_stock,
    take_out,
    transfer_stock,
)
from .places import Warehouse
from .planning import ASKS_PLAN, plan_delivery
from .routes import ROAD_FACTOR, SPEED, DeliveryRoute, RouteStop, StopPlace
from .stock import BatchHold, NearExpiryRule, Stock, hold_batch, hold_of, refuse_held, release_batch

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
    records=(
        Stock, StockMovement, BatchHold, Stocktake, StocktakeLine, Delivery, DeliveryStop, DeliveryRoute, RouteStop, StopPlace,
        WarehouseCheck, ClimateReading, Warehouse, Vehicle, Driver, LogisticsCost, NearExpiryRule,
    ),
    params=(PASS_SCORE, RECTIFY_DAYS, RECOUNT_FROM, TOLERANCE, ROAD_FACTOR, SPEED),
    actions=(
        Action(receive_goods, "入库", "Receive", on=Warehouse, asks=ASKS_IN, icon="add_box", when={"status": ("in_use",)}),
        Action(issue_goods, "出库", "Issue", on=Warehouse, asks=ASKS_OUT, icon="outbox",
               hint=Text("最先到期的批次先出", "The batches that expire first go first")),
        Action(transfer_stock, "调拨", "Transfer", on=Stock, asks=ASKS_TRANSFER, icon="swap_horiz"),
        Action(scrap_stock, "报损", "Scrap", on=Stock, asks=ASKS_SCRAP, verb="approve", icon="delete", danger=True),
        Action(plan_delivery, "生成配送任务", "Plan a delivery", on=DeliveryRoute, asks=ASKS_PLAN, icon="event",
               when={"status": ("in_use",)}),
        Action(reverse_movement, "冲正", "Reverse", on=StockMovement, asks={"reason": NoteField("原因", "Reason")}, verb="approve",
               icon="undo", danger=True),
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
    "AREA", "BatchHold", "ClimateReading", "Delivery", "DeliveryRoute", "DeliveryStop", "Driver", "LogisticsCost", "NearExpiryRule",
    "RouteStop", "Stock", "StockMovement", "Stocktake", "StocktakeLine", "StopPlace", "Vehicle", "Warehouse", "WarehouseCheck",
    "hold_batch", "hold_of", "propose_batches", "refuse_held", "release_batch", "take_out",
]  # fmt: skip
