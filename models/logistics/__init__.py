"""Logistics and warehouse 物流仓储: stock by batch, stocktakes, vehicles and drivers, routes and deliveries."""

from ..kit import Action, Area, Chart, Filler, Grant, Job, NoteField, Shortcut, Text
from ..kit.declare.access import VERBS
from ..kit.declare.rules import Rules, Then
from ..organization import POSTS, Store
from . import nightly, week
from .choosing import CUSTOMER_LEAST, NEAR_REASON, STORE_LEAST, ending, refuse_ending
from .counting import RECOUNT_FROM, Stocktake, StocktakeLine, counted_since
from .deliveries import TOLERANCE, Delivery, DeliveryStop
from .dues import DUES
from .entering import Book, propose_batches
from .figures import METRICS
from .fleet import Driver, Vehicle
from .hours import refuse_hours
from .keeping import PASS_SCORE, RECTIFY_DAYS, ClimateReading, LogisticsCost, WarehouseCheck
from .ledger import StockMovement, new_number, reverse_lines, reversed_first, standing_lines
from .moving import (
    ASKS_IN,
    ASKS_OUT,
    ASKS_SCRAP,
    ASKS_TRANSFER,
    NEAR_HINT,
    issue_goods,
    issuing_leaves,
    receive_goods,
    reverse_movement,
    scrap_stock,
    stock_leaves,
    take_all_out,
    take_out,
    transfer_stock,
)
from .overview import OVERVIEWS
from .papers import PAPERS
from .places import Warehouse, apart, follow_names, keep_stock_here, place_of, the_way
from .planning import ASKS_PLAN, plan_delivery
from .reaching import reach_stores
from .routes import ROAD_FACTOR, SHIFT, SPEED, STARTS, DeliveryRoute, RouteStop, StopPlace
from .spelling import spellings
from .stock import (
    BatchHold,
    NearExpiryRule,
    Stock,
    end_holds,
    held_since,
    hold_batch,
    hold_of,
    holds_of,
    refuse_held,
    release_batch,
    spell_batches,
)

COSTS = {"unit_cost", "amount"}


AREA = Area(
    "logistics",
    "物流仓储",
    "Logistics and warehouse",
    icon="local_shipping",
    overviews=OVERVIEWS,
    papers=PAPERS,
    pages=(("/logistics/routes", Text("线路优化", "Route suggestions")),),
    records=(
        Stock,
        StockMovement,
        BatchHold,
        Stocktake,
        StocktakeLine,
        Delivery,
        DeliveryStop,
        DeliveryRoute,
        RouteStop,
        StopPlace,
        WarehouseCheck,
        ClimateReading,
        Warehouse,
        Vehicle,
        Driver,
        LogisticsCost,
        NearExpiryRule,
    ),
    params=(
        PASS_SCORE,
        RECTIFY_DAYS,
        RECOUNT_FROM,
        TOLERANCE,
        ROAD_FACTOR,
        SPEED,
        SHIFT,
        STARTS,
        STORE_LEAST,
        CUSTOMER_LEAST,
        NEAR_REASON,
    ),
    actions=(
        Action(
            receive_goods, "入库", "Receive", on=Warehouse, asks=ASKS_IN, icon="add_box", when={"status": ("in_use",)}
        ),
        Action(
            issue_goods,
            "出库",
            "Issue",
            on=Warehouse,
            asks=ASKS_OUT,
            icon="outbox",
            hint=Text("最先到期的批次先出", "The batches that expire first go first"),
            leaves=issuing_leaves,
        ),
        Action(
            transfer_stock, "调拨", "Transfer", on=Stock, asks=ASKS_TRANSFER, icon="swap_horiz", leaves=stock_leaves
        ),
        Action(
            scrap_stock,
            "报损",
            "Scrap",
            on=Stock,
            asks=ASKS_SCRAP,
            verb="approve",
            icon="delete",
            danger=True,
            leaves=stock_leaves,
            hint=Text(
                "从库存扣减并记一笔报损流水，之后可以冲正",
                "Taken off the stock and booked as scrap; it can be reversed",
            ),
        ),
        Action(
            plan_delivery,
            "生成配送任务",
            "Plan a delivery",
            on=DeliveryRoute,
            asks=ASKS_PLAN,
            icon="event",
            when={"status": ("in_use",)},
        ),
        Action(
            keep_stock_here,
            "开始管理库存",
            "Keep stock here",
            on=Store,
            many=True,
            icon="inventory_2",
            hint=Text(
                "从此发到门店的货记入门店库存，按批次管理；期初库存用“出入库流水”导入",
                "From then on what goes to the store lies in its own stock, batch by batch; import what lies there as stock movements",
            ),
        ),
        Action(
            reverse_movement,
            "冲正",
            "Reverse",
            on=StockMovement,
            asks={"reason": NoteField("原因", "Reason")},
            verb="approve",
            icon="undo",
            danger=True,
            hint=Text("记一笔相反的流水，原流水保留", "An opposite movement is booked; the first one stays"),
        ),
    ),
    rules=(
        (StockMovement, Rules(consequences=(Then(reach_stores, also="import"),))),
        (Store, Rules(derives=(follow_names,))),
    ),
    dues=DUES,
    shortcuts=(Shortcut(Delivery, "新建配送", "New delivery", icon="local_shipping"),),
    metrics=METRICS,
    charts=(
        Chart(week.in_and_out, "出入库金额（近八周）", "Value in and out, eight weeks", kind="bar", unit="money"),
        Chart(week.value_by_stage, "库存效期结构", "Stock by shelf life", kind="pie", unit="money"),
        Chart(
            week.costs_by_kind, "物流成本构成（近六月）", "Costs by category, six months", kind="stack", unit="money"
        ),
        Chart(
            week.cost_by_store,
            "门店分摊的配送费用（近四周，按箱数）",
            "Delivery costs by store, four weeks, by boxes",
            kind="bar",
            unit="money",
        ),
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
        Grant("store_manager", "stock", "see export", rows="store", hidden={"unit_cost", "value"}),
        Grant("store_manager", "stocktake", "see add edit import", rows="store", hidden={"book_value", "gap_value"}),
        Grant("store_manager", "stocktake_line", "see add edit import", rows="store", hidden={"unit_cost"}),
        Grant("store_manager", "stock_movement", "see", rows="store", hidden=COSTS),
        Grant("store_manager", "stop_place route_stop", "see", rows="store"),
        Grant("store_manager", "delivery_stop", "see edit", rows="store"),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)

__all__ = [
    "AREA",
    "NEAR_HINT",
    "BatchHold",
    "Book",
    "ClimateReading",
    "Delivery",
    "DeliveryRoute",
    "DeliveryStop",
    "Driver",
    "LogisticsCost",
    "NearExpiryRule",
    "RouteStop",
    "Stock",
    "StockMovement",
    "Stocktake",
    "StocktakeLine",
    "StopPlace",
    "Vehicle",
    "Warehouse",
    "WarehouseCheck",
    "apart",
    "counted_since",
    "end_holds",
    "ending",
    "held_since",
    "hold_batch",
    "hold_of",
    "holds_of",
    "keep_stock_here",
    "new_number",
    "refuse_hours",
    "reversed_first",
    "standing_lines",
    "place_of",
    "propose_batches",
    "refuse_ending",
    "refuse_held",
    "release_batch",
    "spell_batches",
    "spellings",
    "reverse_lines",
    "take_all_out",
    "take_out",
    "the_way",
]
