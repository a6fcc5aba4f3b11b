"""Warehouses 仓库: where goods lie, and within which limits."""

from ..kit import (
    Choice,
    ChoiceField,
    LineField,
    LinkField,
    PhoneField,
    PinyinField,
    QuantityField,
    Record,
    Sheet,
)
from ..organization import Employee, Region

WAREHOUSE_KINDS = (
    Choice("central", "总仓", "Central", "info"),
    Choice("regional", "分仓", "Regional", "info"),
    Choice("cold", "冷库", "Cold store", "positive"),
    Choice("returns", "退货仓", "Returns", "warning"),
)
IN_USE = (
    Choice("in_use", "使用中", "In use", "positive", ("启用", "正常")),
    Choice("closed", "停用", "Out of use", "grey"),
)


class DegreeField(QuantityField):
    """A latitude or longitude with five digits: a metre, not a street, apart."""

    digits = 5


class Warehouse(Record):
    """Where goods lie before they go to the stores."""

    code = LineField("仓库编码", "Warehouse code", unique=True, max_length=20, width=100, aka=("仓库编号", "编码"))
    name = LineField("仓库名称", "Warehouse", unique=True, max_length=60, width=140, aka=("仓库",))
    name_py = PinyinField("仓库拼音", "Warehouse pinyin", of="name")
    kind = ChoiceField(
        "类型", "Kind", options=WAREHOUSE_KINDS, open=True, default="central", width=90, aka=("仓库类型",)
    )
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
        scopes={"region": "region", "own": "keeper"},
    )
