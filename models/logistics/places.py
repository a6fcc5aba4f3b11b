"""Places of goods 仓库: warehouses, the stores that keep stock, and the road between them; within which limits."""

from collections.abc import Iterable
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    FlagField,
    LineField,
    LinkField,
    Move,
    PhoneField,
    PinyinField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
    in_one_change,
)
from ..organization import Employee, Region, Store

WAREHOUSE_KINDS = (
    Choice("central", "总仓", "Central", "info"),
    Choice("regional", "分仓", "Regional", "info"),
    Choice("cold", "冷库", "Cold store", "positive"),
    Choice("returns", "退货仓", "Returns", "warning"),
    Choice("store", "门店", "Store", "grey"),
    Choice("way", "在途", "On the way", "grey"),
)
WAY_CODE = "WAY"
IN_USE = (
    Choice("in_use", "使用中", "In use", "positive", ("启用", "正常")),
    Choice("closed", "停用", "Out of use", "grey"),
)


KEPT = Text(
    "已为 {count} 家门店开始管理库存；期初库存请用“出入库流水”导入，类型填“期初”",
    "{count} stores keep stock from now on; import what lies there as stock movements of the kind “Opening”",
)
KEPT_ALREADY = Text("所选门店都已在管理库存", "These stores keep stock already")
NOT_OF_GOODS = Text(
    "“{store}”是网店，货从仓库发出，不单独管理库存", "“{store}” is online: its goods lie in a warehouse"
)


class DegreeField(QuantityField):
    """A latitude or longitude with five digits: a metre, not a street, apart."""

    digits = 5


class Warehouse(Record):
    """Where goods lie: a warehouse, a store that keeps stock, or the road to one."""

    code = LineField("仓库编码", "Warehouse code", unique=True, max_length=20, width=100, aka=("仓库编号", "编码"))
    name = LineField("仓库名称", "Warehouse", unique=True, max_length=60, width=140, aka=("仓库",))
    name_py = PinyinField("仓库拼音", "Warehouse pinyin", of="name")
    kind = ChoiceField(
        "类型", "Kind", options=WAREHOUSE_KINDS, open=True, default="central", width=90, aka=("仓库类型",)
    )
    store = LinkField(
        Store,
        "所属门店",
        "Its store",
        null=True,
        unique=True,
        hint=Text("只有门店库存才填", "Only where this is a store's own stock"),
    )
    on_way = FlagField("运输在途", "On the way", default=False, locked=True)
    region = LinkField(Region, "区域", "Region", null=True)
    keeper = LinkField(Employee, "仓管员", "Keeper", null=True, aka=("负责人", "管理员"))
    address = LineField("地址", "Address", null=True, width=220)
    phone = PhoneField("仓库电话", "Warehouse phone", null=True, of_place=True, aka=("电话",))
    area_m2 = QuantityField("面积（㎡）", "Area (m²)", null=True, least=0)
    latitude = DegreeField("纬度", "Latitude", null=True, least=-90, most=90)
    longitude = DegreeField("经度", "Longitude", null=True, least=-180, most=180)
    coldest = QuantityField("最低温度（℃）", "Lowest temperature (°C)", null=True)
    warmest = QuantityField("最高温度（℃）", "Highest temperature (°C)", null=True)
    driest = QuantityField("最低湿度（%）", "Lowest humidity (%)", percent=True, null=True, least=0, most=100)
    dampest = QuantityField("最高湿度（%）", "Highest humidity (%)", percent=True, null=True, least=0, most=100)
    status = ChoiceField("状态", "Status", options=IN_USE, default="in_use", width=90)

    sheet = Sheet(
        "仓库",
        "Warehouses",
        columns=("code", "name", "kind", "region", "keeper", "address", "status"),
        order=("code",),
        key=("code",),
        search=("name", "name_py", "code"),
        scopes={"store": "store", "region": "region", "own": "keeper"},
        fill=lambda c, rows: fill_places(rows),
        take_back=lambda c, rows: take_back_places(c, rows),
    )


def fill_places(rows: list[dict[str, Any]]) -> None:
    """A place of a store is of that kind, and lies in the store's region."""
    stores = Store.rows_by_id({row["store"] for row in rows if row["store"]})
    for row in rows:
        if row["store"] in stores:
            row["kind"], row["on_way"] = "store", False
            row["region"] = row["region"] or stores[row["store"]].region


def take_back_places(c: Changes, rows: list[Row]) -> None:
    """The way stays once it was made: what was undone on it has left its lines there."""
    c.remove(Warehouse, [row.id for row in rows if not row.on_way])


def follow_names(c: Changes, moves: list[Move]) -> None:
    """A store's stock is called like the store."""
    renamed = {move.id: move.new.name for move in moves if move.old and move.new and move.changed("name")}
    places = Warehouse.rows(Warehouse.store.in_(list(renamed))) if renamed else []
    c.alter(Warehouse, {place.id: {"name": renamed[place.store]} for place in places})


@in_one_change
def keep_stock_here(c: Changes, stores: list[int]) -> Text:
    """From now on these stores hold stock of their own, each in a place called like it; who does so already stays as it is."""
    known = place_of(stores)
    rows = [store for store in Store.rows_by_id(stores).values() if store.id not in known]
    for store in rows:
        if store.kind == "online":
            raise Refused(NOT_OF_GOODS(store=store.name))
    if not rows:
        raise Refused(KEPT_ALREADY)
    c.add(Warehouse, [{"code": store.code, "name": store.name, "kind": "store", "store": store.id} for store in rows])
    return KEPT(count=len(rows))


def place_of(stores: Iterable[int]) -> dict[int, Row]:
    """Where these stores' goods lie, by store; those that keep no stock are left out."""
    return {place.store: place for place in Warehouse.rows(Warehouse.store.in_(list(stores)))}


def the_way(c: Changes) -> Row:
    """Where goods are between leaving and being signed for: one place for all, made when it is first needed."""
    there = Warehouse.rows(Warehouse.on_way == 1, order=Warehouse.id)
    return there[0] if there else c.create(Warehouse, code=WAY_CODE, name="在途", kind="way", on_way=True)


def apart() -> list[int]:
    """The places that are no warehouse: orders of others don't take what lies there, and warehouse figures leave it out."""
    there = Warehouse.store.is_null(False) | (Warehouse.on_way == 1)
    return [id for (id,) in Warehouse.select(Warehouse.id).where(there).tuples()]
