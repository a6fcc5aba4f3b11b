"""What logistics has to do by a day, and for whom."""

from ..kit import Due
from .counting import Stocktake
from .deliveries import Delivery
from .fleet import Driver, Vehicle
from .keeping import WarehouseCheck
from .stock import BatchHold, Stock

IN_USE = {"status": {"eq": "in_use"}}


def paper(name: str, record, field: str, zh: str, en: str, when: dict) -> Due:
    """A paper that runs out, told a month ahead."""
    return Due(name, record, zh, en, when={**when, field: {"empty": False}}, due=field, ahead=30, icon="verified")


DUES = (
    Due(
        "near_expiry",
        Stock,
        "临期与过期库存待处理",
        "Stock near its expiry",
        due="expires_on",
        ahead=None,
        verb="see",
        icon="hourglass_bottom",
        when={"qty": {"gt": 0}, "stage": {"in": ["near", "expired"]}},
    ),
    Due(
        "batch_held",
        BatchHold,
        "停售批次待处置",
        "Held batches to dispose of",
        due=None,
        ahead=None,
        verb="approve",
        icon="block",
        when={"state": {"eq": "held"}, "reference": {"empty": True}},  # a document's hold ends with the document
    ),
    Due(
        "stocktake_open",
        Stocktake,
        "盘点未完成",
        "Stocktakes to finish",
        due="counted_on",
        ahead=1,
        when={"state": {"in": ["draft", "counting"]}},
    ),
    Due(
        "stocktake_review",
        Stocktake,
        "盘点待审批",
        "Stocktakes to approve",
        due=None,
        verb="approve",
        when={"state": {"eq": "review"}},
    ),
    Due(
        "warehouse_rectify",
        WarehouseCheck,
        "仓库整改",
        "Warehouse rectifications",
        owner="owner",
        when={"state": {"eq": "open"}},
    ),
    Due(
        "warehouse_verify",
        WarehouseCheck,
        "仓库整改待验证",
        "Warehouse rectifications to verify",
        due=None,
        verb="approve",
        when={"state": {"eq": "done"}},
    ),
    Due(
        "delivery_open",
        Delivery,
        "配送任务待派车",
        "Deliveries without a vehicle",
        due="delivered_on",
        ahead=1,
        icon="local_shipping",
        when={"state": {"eq": "planned"}, "vehicle": {"empty": True}},
    ),
    paper("vehicle_compulsory", Vehicle, "compulsory_until", "交强险到期", "Compulsory insurance that ends", IN_USE),
    paper("vehicle_commercial", Vehicle, "commercial_until", "商业险到期", "Commercial insurance that ends", IN_USE),
    paper("vehicle_inspection", Vehicle, "inspection_until", "车辆年检到期", "Vehicle inspections that end", IN_USE),
    paper("vehicle_permit", Vehicle, "permit_until", "营运证到期", "Operating permits that end", IN_USE),
    paper(
        "driver_licence",
        Driver,
        "licence_until",
        "驾驶证到期",
        "Driving licences that end",
        {"status": {"ne": "left"}},
    ),
    paper(
        "driver_health",
        Driver,
        "health_until",
        "驾驶员健康证到期",
        "Drivers' health certificates that end",
        {"status": {"ne": "left"}},
    ),
)
