"""Fire equipment 消防器材: what hangs where, until when it is good, and when it is looked at next."""

from datetime import timedelta

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    Move,
    NoteField,
    Param,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    setting,
)
from ..kit.clock import today
from ..logistics import Warehouse
from ..organization import Store
from .actions import open_corrective_action

KINDS = (
    Choice("powder", "干粉灭火器", "Dry-powder extinguisher", "info", ("灭火器", "干粉")),
    Choice("carbon", "二氧化碳灭火器", "CO₂ extinguisher", "info", ("二氧化碳",)),
    Choice("hydrant", "消火栓", "Hydrant", "warning", ("消防栓",)),
    Choice("light", "应急灯", "Emergency light", "positive", ("应急照明",)),
    Choice("sign", "疏散标志", "Exit sign", "positive", ("安全出口标志",)),
    Choice("alarm", "烟感报警", "Smoke alarm", "negative", ("烟感",)),
    Choice("other", "其他", "Other", "grey"),
)
DEVICE_STATES = (
    Choice("in_use", "在用", "In use", "positive"),
    Choice("faulty", "有故障", "Faulty", "negative"),
    Choice("scrapped", "已报废", "Scrapped", "grey"),
)
EVERY = Param("fire_check_days", "消防器材每隔多少天检查一次", "Days between checks of fire equipment", 30, "天")
ONE_PLACE = Text("请填写门店或仓库，只填一个", "Say which store or which warehouse it is in, one of them")
FAULT = Text("{no} {kind}（{where}）：{reason}", "{no} {kind} ({where}): {reason}")
OVER = Text(
    "{no} {until} 已过有效期，不能登记为检查合格；请更换后登记",
    "{no} expired on {until}: replace it before it passes a check",
)


def keep_devices(c: Changes, moves: list[Move]) -> None:
    """A thing hangs in one place."""
    for move in moves:
        if move.new is not None and (move.new.store is None) == (move.new.warehouse is None):
            raise Refused(ONE_PLACE, "store", move.index)


class FireDevice(Record):
    """One piece of fire equipment."""

    no = LineField("器材编号", "Device no.", unique=True, max_length=30, width=120, aka=("编号",))
    kind = ChoiceField("种类", "Kind", options=KINDS, default="powder", width=120, aka=("器材",))
    store = LinkField(Store, "门店", "Store", null=True)
    warehouse = LinkField(Warehouse, "仓库", "Warehouse", null=True)
    location = LineField("位置", "Location", null=True, max_length=80, width=160, aka=("存放位置",))
    spec = LineField("规格", "Specification", null=True, max_length=40, width=100)
    made_on = DayField("生产日期", "Made on", null=True)
    valid_until = DayField("有效期至", "Good until", null=True, aka=("到期日期", "报废日期"))
    checked_on = DayField("上次检查", "Last checked", null=True, aka=("检查日期",))
    next_check_on = DayField("下次检查", "Check next on", null=True, index=True)
    state = ChoiceField("状态", "State", options=DEVICE_STATES, default="in_use", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "消防器材",
        "Fire equipment",
        title="no",
        says=("no", "kind", "store", "warehouse"),
        order=("next_check_on", "no"),
        key=("no",),
        search=("no", "location", "store", "warehouse"),
        fill=lambda c, rows: fill_devices(rows),
        checks=(keep_devices,),
        scopes={"store": "store", "region": "store.region"},
        steps=(
            Step(
                "check",
                "检查合格",
                "Passed a check",
                "in_use faulty",
                "in_use",
                then=lambda c, row, answers: passed(c, row),
                icon="verified",
            ),
            Step(
                "fault",
                "有故障",
                "Faulty",
                "in_use",
                "faulty",
                reason=True,
                then=lambda c, row, answers: failed(c, row, answers["reason"]),
                icon="report",
            ),
            Step("scrap", "报废", "Scrap", "in_use faulty", "scrapped", reason=True, danger=True, icon="delete"),
        ),
    )


def fill_devices(rows: list[dict]) -> None:
    """The next check follows from the last, or is due at once."""
    for row in rows:
        if row["next_check_on"] is None:
            row["next_check_on"] = today() if row["checked_on"] is None else _next(row["checked_on"])


def _next(day):
    return day + timedelta(days=int(setting(EVERY)))


def passed(c: Changes, row: Row) -> None:
    """What is past its day doesn't pass."""
    if row.valid_until is not None and row.valid_until < today():
        raise Refused(OVER(no=row.no, until=row.valid_until), "valid_until")
    c.update(FireDevice, row.id, checked_on=today(), next_check_on=_next(today()))


def failed(c: Changes, row: Row, reason: str) -> None:
    """A fault is a matter somebody has to settle."""
    where = Store.title_of(row.store) if row.store else Warehouse.title_of(row.warehouse)
    said = FAULT(no=row.no, kind=FireDevice.kind.show(row.kind), where=where, reason=reason)
    open_corrective_action(c, source="visit", problem=said.zh, reference=row.no, store=row.store)
