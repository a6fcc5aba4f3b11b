"""Keeping the warehouse 仓库管理: checks with their rectification, the climate log, and what it all costs."""

from datetime import timedelta

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    MoneyField,
    MonthField,
    Move,
    NoteField,
    Param,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    Then,
    notify,
    numbered,
    setting,
)
from ..kit.clock import local, now, today
from ..organization import Employee
from .fleet import Vehicle
from .places import Warehouse

CHECK_KINDS = (
    Choice("5s", "5S", "5S", "info"),
    Choice("safety", "安全", "Safety", "warning"),
    Choice("fire", "消防", "Fire", "negative"),
    Choice("storage", "存放", "Storage", "info"),
    Choice("climate", "温湿度", "Temperature and humidity", "info"),
    Choice("pest", "虫害防治", "Pest control", "info"),
)
CHECK_STATES = (
    Choice("passed", "合格", "Passed", "positive"),
    Choice("open", "待整改", "To rectify", "negative"),
    Choice("done", "已整改", "Rectified", "warning", ("待验证",)),
    Choice("closed", "已验证", "Verified", "positive", ("关闭",)),
)
COST_KINDS = (
    Choice("rent", "仓租", "Rent", aka=("租金",)),
    Choice("labour", "人工", "Labour"),
    Choice("transport", "运输", "Transport", aka=("运费",)),
    Choice("packing", "包装", "Packing"),
    Choice("fuel", "油费", "Fuel", aka=("燃油",)),
    Choice("repair", "维修", "Repair", aka=("维修保养",)),
    Choice("other", "其他", "Other"),
)

PASS_SCORE = Param("warehouse_check_pass", "仓库检查合格分", "Score that passes a warehouse check", 80, "分")
RECTIFY_DAYS = Param("warehouse_rectify_days", "仓库整改期限（天）", "Days to rectify a warehouse check", 7, "天")

NO_PROBLEM = Text("不合格的检查要写明问题", "A failed check needs the problem written down")
WHOSE_COST = Text("请填写仓库或车辆，费用要有归属", "Name the warehouse or the vehicle this cost belongs to")
OUT_OF_RANGE = Text(
    "{warehouse} {at} 温度 {temperature}℃、湿度 {humidity}%，超出范围",
    "{warehouse} at {at}: {temperature} °C, humidity {humidity} %, out of range",
)


def judge_checks(c: Changes, rows: list[dict]) -> None:
    """A check that scores too low or found a problem is to be rectified by a day."""
    numbered(WarehouseCheck, rows)
    least, days = setting(PASS_SCORE), setting(RECTIFY_DAYS)
    for row in rows:
        failed = bool(row["problem"]) or (row["score"] is not None and row["score"] < least)
        if failed and row["state"] == "passed":
            row["state"] = "open"
        if failed and row["due_on"] is None and row["checked_on"]:
            row["due_on"] = row["checked_on"] + timedelta(days=days)


def keep_checks(c: Changes, moves: list[Move]) -> None:
    """What is to be rectified says what."""
    least = setting(PASS_SCORE)
    for move in moves:
        if move.new and not move.new.problem and move.new.score is not None and move.new.score < least:
            raise Refused(NO_PROBLEM, "problem", move.index)


def open_failed(c: Changes, moves: list[Move]) -> None:
    """A check that turns out to have failed later opens as well."""
    for row in [move.new for move in moves if move.new and move.new.problem and move.new.state == "passed"]:
        due = row.due_on or row.checked_on + timedelta(days=setting(RECTIFY_DAYS))
        c.update(WarehouseCheck, row.id, state="open", due_on=due)


class WarehouseCheck(Record):
    """One check of a warehouse, and the rectification of what it found."""

    no = LineField("检查单号", "Check no.", null=True, unique=True, max_length=30, width=150, aka=("单号",), auto="JC")
    warehouse = LinkField(Warehouse, "仓库", "Warehouse")
    checked_on = DayField("检查日期", "Checked on", default=today, index=True, aka=("日期",))
    kind = ChoiceField("检查类型", "Kind", options=CHECK_KINDS, aka=("类型",))
    inspector = LinkField(Employee, "检查人", "Inspector", null=True)
    score = CountField("得分", "Score", null=True, least=0, most=100, aka=("分数",))
    problem = NoteField("问题", "Problem", null=True, aka=("发现问题",))
    owner = LinkField(Employee, "整改人", "Who rectifies", null=True, aka=("责任人",))
    due_on = DayField("整改期限", "Due", null=True)
    rectification = NoteField("整改措施", "Rectification", null=True, aka=("整改情况",))
    done_on = DayField("完成日期", "Done on", null=True, locked=True)
    state = ChoiceField("状态", "State", options=CHECK_STATES, default="passed", locked=True, width=90)

    sheet = Sheet(
        "仓库检查",
        "Warehouse checks",
        says=("warehouse", "problem", "no"),
        later=("rectification",),
        title="no",
        order=("-checked_on",),
        key=("no",),
        search=("no", "warehouse", "problem"),
        fill=judge_checks,
        checks=(keep_checks,),
        consequences=(Then(open_failed, also="import"),),
        scopes={"own": "owner", "region": "warehouse.region"},
        steps=(
            Step("open", "转为整改", "Open", "passed", "open", auto=True),
            Step(
                "done",
                "完成整改",
                "Rectified",
                "open",
                "done",
                needs=("rectification",),
                icon="build",
                asks={"rectification": NoteField("整改措施", "Rectification")},
                then=lambda c, row, answers: c.update(WarehouseCheck, row, done_on=today()),
            ),
            Step(
                "verify",
                "验证通过",
                "Verify",
                "done",
                "closed",
                verb="approve",
                unlike=("owner", "mover"),
                icon="verified",
            ),
            Step("reopen", "退回重改", "Send back", "done", "open", verb="approve", reason=True, icon="undo"),
        ),
    )


def watch_climate(c: Changes, moves: list[Move]) -> None:
    """A reading outside the warehouse's limits is marked."""
    read = [move.new for move in moves if move.new and move.changed("temperature", "humidity", "warehouse")]
    places = Warehouse.rows_by_id({row.warehouse for row in read})
    c.alter(ClimateReading, {row.id: {"out_of_range": _out_of_range(row, places[row.warehouse])} for row in read})


def _out_of_range(row: Row, place: Row) -> bool:
    too_warm_or_cold = _outside(row.temperature, place.coldest, place.warmest)
    return too_warm_or_cold or _outside(row.humidity, place.driest, place.dampest)


def tell_climate(c: Changes, moves: list[Move]) -> None:
    """One outside the limits is told at once and opens a check, unless one is open already."""
    for move in moves:
        row = move.new
        if row is None or not row.out_of_range or not move.changed("temperature", "humidity", "warehouse"):
            continue
        place = Warehouse.row(row.warehouse)
        said = OUT_OF_RANGE(
            warehouse=place.name,
            at=f"{local(row.measured_at):%m-%d %H:%M}",
            temperature=ClimateReading.temperature.show(row.temperature) or "–",
            humidity=ClimateReading.humidity.show(row.humidity) or "–",
        )
        notify(
            c, said, record=ClimateReading, row=move.id, roles=("logistics",), employees=(place.keeper,), urgent=True
        )
        waiting = WarehouseCheck.rows(
            WarehouseCheck.warehouse == place.id, WarehouseCheck.kind == "climate", WarehouseCheck.state == "open"
        )
        if not waiting:
            c.create(WarehouseCheck, warehouse=place.id, kind="climate", problem=said.zh, owner=place.keeper)


def _outside(value, least, most) -> bool:
    return value is not None and ((least is not None and value < least) or (most is not None and value > most))


class ClimateReading(Record):
    """Temperature and humidity of a warehouse, written down twice a day."""

    warehouse = LinkField(Warehouse, "仓库", "Warehouse")
    measured_at = MomentField("测量时间", "Measured at", happened=True, default=now, index=True, aka=("时间", "日期"))
    temperature = QuantityField("温度（℃）", "Temperature (°C)", null=True, least=-60, most=100, aka=("温度",))
    humidity = QuantityField("湿度（%）", "Humidity (%)", percent=True, null=True, least=0, most=100, aka=("湿度",))
    out_of_range = FlagField("超出范围", "Out of range", default=False, derived=True)
    action = NoteField("处理措施", "What was done", null=True)
    by = LineField("记录人", "By", null=True, max_length=60)

    sheet = Sheet(
        "温湿度记录",
        "Climate log",
        title="measured_at",
        order=("-measured_at",),
        search=("warehouse", "action"),
        key=("warehouse", "measured_at"),
        derives=(watch_climate,),
        consequences=(Then(tell_climate, also="import"),),
        scopes={"region": "warehouse.region", "own": "warehouse.keeper"},
    )

    class Meta:
        indexes = ((("warehouse", "measured_at"), True),)


def keep_costs(c: Changes, moves: list[Move]) -> None:
    """A cost belongs to a warehouse or to a vehicle."""
    for move in moves:
        if move.new and move.new.warehouse is None and move.new.vehicle is None:
            raise Refused(WHOSE_COST, "warehouse", move.index)


class LogisticsCost(Record):
    """What a warehouse or a vehicle cost in a month, by category."""

    month = MonthField("月份", "Month", index=True)
    category = ChoiceField("费用类别", "Category", options=COST_KINDS, open=True, aka=("类别", "费用类型"))
    warehouse = LinkField(Warehouse, "仓库", "Warehouse", null=True)
    vehicle = LinkField(Vehicle, "车辆", "Vehicle", null=True, aka=("车牌号",))
    amount = MoneyField("金额", "Amount", least=0, sum=True, aka=("费用金额",))
    invoice_no = LineField("发票号", "Invoice no.", null=True, max_length=40)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "物流成本",
        "Logistics costs",
        title="month",
        order=("-month",),
        search=("warehouse", "vehicle", "invoice_no"),
        columns=("month", "warehouse", "vehicle", "category", "amount", "invoice_no", "note"),
        checks=(keep_costs,),
    )
