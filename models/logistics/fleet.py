"""The fleet 车队: vehicles and drivers with their papers, and whether they may go out."""

from datetime import date

from ..kit import (
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    PhoneField,
    PinyinField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Text,
)
from ..organization import Employee
from .places import Warehouse

VEHICLE_KINDS = (
    Choice("van", "面包车", "Van", "info"),
    Choice("truck", "厢式货车", "Box truck", "info", ("货车",)),
    Choice("reefer", "冷藏车", "Refrigerated truck", "positive"),
    Choice("small", "电动三轮", "Electric tricycle", "grey"),
)
VEHICLE_STATES = (
    Choice("in_use", "在用", "In use", "positive", ("正常",)),
    Choice("repair", "维修中", "In repair", "warning", ("维修",)),
    Choice("retired", "已报废", "Retired", "grey", ("报废",)),
)
DRIVER_STATES = (
    Choice("active", "在岗", "On duty", "positive", ("在职", "正常")),
    Choice("leave", "休假", "On leave", "info"),
    Choice("left", "离职", "Left", "grey"),
)
LICENCE_CLASSES = tuple(Choice(name, name, name) for name in ("C1", "C2", "B1", "B2", "A1", "A2", "D"))
MOST_POINTS = 12

PAPER_EXPIRED = Text(
    "{who}的{paper}已于 {day} 到期，不能派车", "{who}: {paper} ran out on {day}, so it can't be assigned"
)
NOT_IN_USE = Text("{who}现为“{state}”，不能派车", "{who} is “{state}” and can't be assigned")
LICENCE_LOST = Text("{who}已记满 {most} 分，不能派车", "{who} has {most} penalty points and can't be assigned")


class Vehicle(Record):
    """A vehicle and its papers."""

    plate = LineField("车牌号", "Plate", unique=True, max_length=20, width=110, aka=("车牌",))
    kind = ChoiceField(
        "车型", "Kind", options=VEHICLE_KINDS, open=True, default="truck", width=100, aka=("类型", "车辆类型")
    )
    brand = LineField("品牌型号", "Make", null=True, max_length=60)
    warehouse = LinkField(Warehouse, "所属仓库", "Warehouse", null=True, aka=("仓库",))
    load_kg = QuantityField("载重（kg）", "Load (kg)", null=True, least=0, aka=("载重",))
    volume_m3 = QuantityField("容积（m³）", "Volume (m³)", null=True, least=0, aka=("容积",))
    boxes = CountField("可装箱数", "Boxes it takes", null=True, least=1)
    compulsory_until = DayField("交强险到期日", "Compulsory insurance until", null=True, aka=("交强险",))
    commercial_until = DayField("商业险到期日", "Commercial insurance until", null=True, aka=("商业险", "保险到期日"))
    inspection_until = DayField("年检到期日", "Inspection until", null=True, aka=("年检", "年检有效期"))
    permit_until = DayField("营运证到期日", "Operating permit until", null=True, aka=("营运证",))
    mileage = QuantityField("里程（km）", "Mileage (km)", least=0, default=0, aka=("里程数", "里程"))
    service_at = QuantityField("下次保养里程（km）", "Next service at (km)", null=True, least=0)
    fuel_card = LineField("油卡号", "Fuel card", null=True, max_length=40, mask=True)
    status = ChoiceField("状态", "Status", options=VEHICLE_STATES, default="in_use", width=90)

    sheet = Sheet(
        "车辆档案",
        "Vehicles",
        title="plate",
        order=("plate",),
        key=("plate",),
        search=("plate", "brand"),
        columns=(
            "plate",
            "kind",
            "warehouse",
            "boxes",
            "load_kg",
            "mileage",
            "compulsory_until",
            "commercial_until",
            "inspection_until",
            "status",
        ),
    )


class Driver(Record):
    """A driver and the papers that let them drive."""

    name = LineField("姓名", "Name", max_length=40, width=100, aka=("驾驶员", "司机", "驾驶员姓名"))
    name_py = PinyinField("拼音", "Pinyin", of="name")
    employee = LinkField(Employee, "员工", "Employee", null=True)
    phone = PhoneField("手机号", "Phone", null=True, mask=True, aka=("电话", "联系电话"))
    licence_no = LineField("驾驶证号", "Licence no.", unique=True, max_length=40, mask=True, width=170)
    licence_class = ChoiceField("准驾车型", "Licence class", options=LICENCE_CLASSES, default="C1", width=90)
    licence_until = DayField("驾驶证到期日", "Licence until", null=True, aka=("驾驶证有效期",))
    health_until = DayField("健康证到期日", "Health certificate until", null=True, aka=("健康证",))
    points = CountField("年度记分", "Penalty points this year", least=0, most=MOST_POINTS, default=0)
    accidents = CountField("年度事故次数", "Accidents this year", least=0, default=0)
    vehicle = LinkField(Vehicle, "常用车辆", "Usual vehicle", null=True)
    status = ChoiceField("状态", "Status", options=DRIVER_STATES, default="active", width=90)

    sheet = Sheet(
        "驾驶员档案",
        "Drivers",
        order=("name",),
        key=("licence_no",),
        search=("name", "name_py", "licence_no"),
        columns=("name", "phone", "licence_class", "licence_until", "health_until", "points", "vehicle", "status"),
    )


VEHICLE_PAPERS = ("compulsory_until", "commercial_until", "inspection_until", "permit_until")
DRIVER_PAPERS = ("licence_until", "health_until")


def refuse_unfit(vehicle: Row | None, driver: Row | None, day: date) -> None:
    """Raises Refused when the vehicle or the driver may not be on the road that day, and says why."""
    if vehicle is not None:
        _in_order(Vehicle, vehicle, vehicle.plate, "in_use", VEHICLE_PAPERS, "vehicle", day)
    if driver is not None:
        _in_order(Driver, driver, driver.name, "active", DRIVER_PAPERS, "driver", day)
        if driver.points >= MOST_POINTS:
            raise Refused(LICENCE_LOST(who=driver.name, most=MOST_POINTS), "driver")


def _in_order(
    record: type[Record], row: Row, who: str, fit: str, papers: tuple[str, ...], field: str, day: date
) -> None:
    fields = record.fields()
    if row.status != fit:
        state = Text(*(fields["status"].show(row.status, lang) for lang in ("zh", "en")))
        raise Refused(NOT_IN_USE(who=who, state=state), field)
    for name in papers:
        until = getattr(row, name)
        if until is not None and until < day:
            paper = Text(fields[name].label.zh.removesuffix("到期日"), fields[name].label.en.removesuffix(" until"))
            raise Refused(PAPER_EXPIRED(who=who, paper=paper, day=until), field)
