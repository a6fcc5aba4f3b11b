"""What a new store is opened with 开业清单: goods, staff, equipment, displays and the hand-over, and the sheet of its first seven days."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
)
from ..kit.clock import today
from ..organization import Employee, Product
from .calendar import Workdays
from .openings import StoreOpening
from .sales import StoreDay, reached
from .templates import OpeningTemplate

LISTS = (
    Choice("goods", "首批商品", "First goods", "info", ("商品",)),
    Choice("staff", "人员编制", "Staff", "warning", ("人员", "岗位")),
    Choice("equipment", "设备", "Equipment", "info", ("设备清单",)),
    Choice("display", "陈列", "Display", "positive"),
    Choice("handover", "移交", "Hand-over", "grey", ("交接",)),
)
ITEM_STATES = (
    Choice("open", "未齐", "Not ready", "warning"),
    Choice("ready", "齐备", "Ready", "positive", ("已齐", "完成")),
    Choice("accepted", "缺额放行", "Short, accepted", "info"),
)
DAY_STATES = (Choice("open", "待填", "To fill in", "warning"), Choice("done", "已填", "Filled in", "positive"))
FIRST_DAYS = 7
SHORT = Text("“{item}”计划 {qty}，实际 {actual}，还没齐", "“{item}”: {actual} of {qty}, not all there yet")
COUNTED = Text(
    "“{item}”的到岗人数按员工资料统计，不能手填", "Staff of “{item}” are counted from the employees, not typed"
)
NOT_READY = Text(
    "开业清单还有 {count} 项必备的没齐：{items}", "{count} things the store must have aren't ready: {items}"
)
NOT_OPENED = Text("{day} 还没到，不能填", "{day} is still to come")
HANDS = Text("移交清单还有 {count} 项没有完成：{items}", "{count} things to be handed over aren't done: {items}")
DAYS_LEFT = Text("开业首周还有 {count} 天没有填", "{count} of the first seven days aren't filled in")
SIGNED_BY = Text("移交要由接收人 {name} 本人签收", "{name}, who takes it over, has to sign")
NOT_HANDED = Text("还没有移交，不能签收", "It hasn't been handed over yet")
NO_HAND_OVER = Text("移交清单还没有签收，不能复盘", "The hand-over isn't signed yet, so there is no review")


class OpeningTemplateItem(Record):
    """One thing that a store of this kind is opened with."""

    template = LinkField(OpeningTemplate, "筹备模板", "Template", aka=("模板",))
    kind = ChoiceField("清单", "List", options=LISTS, default="goods", width=100)
    text = LineField("内容", "Item", max_length=100, width=220, aka=("名称", "岗位", "设备名称", "商品名称"))
    product = LinkField(Product, "商品", "Product", null=True)
    qty = QuantityField("计划数量", "Planned", least=0, default=1, aka=("数量", "编制"))
    unit = LineField("单位", "Unit", null=True, max_length=10, width=70)
    days_before = CountField("提前工作日", "Working days before", least=-60, most=250, default=3)
    required = FlagField("必备", "Must have", default=True)

    sheet = Sheet(
        "模板清单",
        "Template lists",
        title="text",
        order=("template", "kind", "id"),
        key=("template", "kind", "text"),
        parent="template",
        search=("text",),
    )

    class Meta:
        indexes = ((("template", "kind", "text"), True),)


def keep_items(c: Changes, moves: list[Move]) -> None:
    """Staff are counted, not typed."""
    for move in moves:
        row = move.new
        typed = row and row.kind == "staff" and row.actual is not None and move.changed("actual", "kind")
        if typed and row.actual != _there(row):
            raise Refused(COUNTED(item=row.text), "actual", move.index)


def count_gaps(c: Changes, moves: list[Move]) -> None:
    """What is missing follows from plan and count."""
    changed = [move.new for move in moves if move.new and move.changed("qty", "actual", "kind", "text", "opening")]
    sets = {}
    for row in changed:
        actual = _there(row) if row.kind == "staff" else row.actual
        sets[row.id] = {"actual": actual, "gap": max(row.qty - (actual or Decimal(0)), Decimal(0))}
    c.alter(OpeningItem, sets)


def _there(row: Row) -> Decimal:
    """How many work there in this position."""
    store = StoreOpening.row(row.opening).store
    mine = (Employee.store == store, Employee.position == row.text, Employee.status == "active")
    return Decimal(Employee.select().where(*mine).count())


class OpeningItem(Record):
    """One thing of one opening: planned, there, and whether it is ready."""

    opening = LinkField(StoreOpening, "新店筹备", "Opening", aka=("筹备名称",))
    kind = ChoiceField("清单", "List", options=LISTS, default="goods", width=100)
    text = LineField("内容", "Item", max_length=100, width=220, aka=("名称", "岗位", "设备名称", "商品名称"))
    product = LinkField(Product, "商品", "Product", null=True)
    qty = QuantityField("计划数量", "Planned", least=0, default=1, aka=("数量", "编制"))
    actual = QuantityField(
        "实际数量",
        "There",
        null=True,
        least=0,
        aka=("到位数量", "到岗"),
        hint=Text("人员编制按本店在职员工的岗位统计", "Staff are counted by the positions of the store's employees"),
    )
    unit = LineField("单位", "Unit", null=True, max_length=10, width=70)
    gap = QuantityField("缺额", "Missing", null=True, derived=True)
    owner = LinkField(Employee, "责任人", "Owner", null=True)
    days_before = CountField("提前工作日", "Working days before", null=True, least=-60, most=250)
    due_on = DayField("期限", "Due on", null=True, index=True)
    required = FlagField("必备", "Must have", default=True)
    state = ChoiceField("状态", "State", options=ITEM_STATES, default="open", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "开业清单",
        "Opening lists",
        title="text",
        order=("opening", "kind", "id"),
        key=("opening", "kind", "text"),
        parent="opening",
        search=("text", "opening"),
        columns=(
            "opening",
            "kind",
            "text",
            "product",
            "qty",
            "actual",
            "unit",
            "gap",
            "owner",
            "due_on",
            "required",
            "state",
        ),
        scopes={"store": "opening.store", "region": "opening.store.region"},
        fill=lambda c, rows: date_items(rows),
        checks=(keep_items,),
        derives=(count_gaps,),
        steps=(
            Step(
                "ready",
                "齐备",
                "Ready",
                "open",
                "ready",
                photos=True,
                then=lambda c, row, answers: all_there(row),
                icon="done",
            ),
            Step(
                "accept",
                "缺额放行",
                "Accept as it is",
                "open",
                "accepted",
                verb="approve",
                reason=True,
                icon="fast_forward",
            ),
            Step("reopen", "重新打开", "Reopen", "ready accepted", "open", reason=True, icon="undo"),
        ),
    )

    class Meta:
        indexes = ((("opening", "kind", "text"), True),)


def date_items(rows: list[dict]) -> None:
    """By when a thing is there follows from its distance to the opening."""
    openings, days = StoreOpening.rows_by_id({row["opening"] for row in rows if row["opening"]}), Workdays()
    for row in rows:
        if row["opening"] in openings and row["due_on"] is None and row["days_before"] is not None:
            row["due_on"] = days.back(openings[row["opening"]].opening_on, row["days_before"])


def all_there(row: Row) -> None:
    if (row.actual or Decimal(0)) < row.qty:
        shown = {"qty": QuantityField.plain(row.qty), "actual": QuantityField.plain(row.actual or Decimal(0))}
        raise Refused(SHORT(item=row.text, **shown), "actual")


class OpeningDay(Record):
    """One of the first seven days of a store: what it was to sell, what it sold, and what was to be done about it."""

    opening = LinkField(StoreOpening, "新店筹备", "Opening", aka=("筹备名称",))
    number = CountField("第几天", "Day", least=1, most=FIRST_DAYS, width=80)
    day = DayField("日期", "Date", index=True)
    target = MoneyField("销售目标", "Target", null=True, least=0, sum=True)
    sales = MoneyField("销售额", "Sales", null=True, derived=True, sum=True)
    rate = QuantityField("完成率（%）", "Reached (%)", percent=True, null=True, derived=True)
    transactions = CountField("交易笔数", "Transactions", null=True, derived=True, sum=True)
    new_members = CountField("新增会员", "New members", null=True, derived=True, sum=True)
    problem = NoteField("问题", "Problems", null=True, width=200)
    measure = NoteField("措施", "Measures", null=True, width=200)
    state = ChoiceField("状态", "State", options=DAY_STATES, default="open", locked=True, width=80)

    sheet = Sheet(
        "开业首周",
        "First seven days",
        title="day",
        says=("opening", "day"),
        order=("opening", "day"),
        key=("opening", "day"),
        parent="opening",
        scopes={"store": "opening.store", "region": "opening.store.region"},
        verbs="see edit export",
        derives=(
            lambda c, moves: count_days(c, [move.new for move in moves if move.new and move.changed("target", "day")]),
        ),
        steps=(
            Step(
                "fill",
                "填好当天",
                "Fill in the day",
                "open",
                "done",
                needs=("problem",),
                asks={
                    "problem": NoteField("问题", "Problems"),
                    "measure": NoteField("措施", "Measures", null=True),
                },
                then=lambda c, row, answers: come(row),
                icon="edit_note",
            ),
        ),
    )

    class Meta:
        indexes = ((("opening", "day"), True),)


def come(row: Row) -> None:
    if row.day > today():
        raise Refused(NOT_OPENED(day=row.day), "day")


def count_days(c: Changes, rows: list[Row]) -> None:
    """What the store handed in for these days."""
    openings = StoreOpening.rows_by_id({row.opening for row in rows})
    sets = {}
    for row in rows:
        handed = StoreDay.rows(StoreDay.store == openings[row.opening].store, StoreDay.day == row.day)
        sold = handed[0] if handed else None
        sets[row.id] = {
            "sales": sold and sold.sales,
            "transactions": sold and sold.transactions,
            "new_members": sold and sold.new_members,
            "rate": reached(sold.sales, row.target) if sold and row.target else None,
        }
    c.alter(OpeningDay, sets)


# What follows from elsewhere ----------------------------------------------------------------------------------------------


def copy_lists(c: Changes, moves: list[Move]) -> None:
    """The lists of a template come with its tasks."""
    for move in moves:
        if move.new and move.changed("template") and move.new.template is not None:
            lines = OpeningTemplateItem.rows(OpeningTemplateItem.template == move.new.template)
            copied = ("kind", "text", "product", "qty", "unit", "days_before", "required")
            c.add(
                OpeningItem, [{"opening": move.id, **{name: getattr(line, name) for name in copied}} for line in lines]
            )


def move_lists(c: Changes, moves: list[Move]) -> None:
    """Moving the opening moves what isn't ready."""
    moved = {m.id: m.new.opening_on for m in moves if m.old and m.new and m.changed("opening_on")}
    days = Workdays()
    waiting = OpeningItem.rows(OpeningItem.opening.in_(list(moved)), OpeningItem.state == "open") if moved else []
    dated = [row for row in waiting if row.days_before is not None]
    c.derive(OpeningItem, {row.id: {"due_on": days.back(moved[row.opening], row.days_before)} for row in dated})


def begin_days(c: Changes, moves: list[Move]) -> None:
    """A store that opens has a sheet of its first seven days."""
    opened = [m.new for m in moves if m.new and m.changed("opened_on") and m.new.opened_on is not None]
    there = (
        {row.opening for row in OpeningDay.rows(OpeningDay.opening.in_([row.id for row in opened]))}
        if opened
        else set()
    )
    rows = [
        {"opening": row.id, "number": at + 1, "day": row.opened_on + timedelta(days=at)}
        for row in opened
        if row.id not in there
        for at in range(FIRST_DAYS)
    ]
    count_days(c, c.add(OpeningDay, rows))


def lists_ready(c: Changes, moves: list[Move]) -> None:
    """No store is ready to open without what it must have; what is handed over is done and signed for before the review."""
    for move in moves:
        if move.old is None or move.new is None:
            continue
        if move.changed("state") and move.new.state in ("ready", "opened"):
            _refuse_open(move, OpeningItem.kind != "handover", NOT_READY)
        if move.changed("handed_on") and move.new.handed_on is not None:
            _refuse_unhanded(move)
        if move.changed("signed_on") and move.new.signed_on is not None:
            _refuse_unsigned(c, move)
        if move.changed("state") and move.new.state == "reviewed" and move.new.signed_on is None and _hands(move.id):
            raise Refused(NO_HAND_OVER, "state", move.index)


def _hands(opening: int, *which: Any) -> list[Row]:
    mine = (OpeningItem.opening == opening, OpeningItem.kind == "handover")
    return OpeningItem.rows(*mine, *which, order=OpeningItem.id)


def _refuse_unhanded(move: Move) -> None:
    """Everything on the list is done, and the seven days are filled in."""
    left = [item.text for item in _hands(move.id, OpeningItem.state == "open")]
    if left:
        raise Refused(HANDS(count=len(left), items="、".join(left[:6])), "state", move.index)
    bare = OpeningDay.select().where(OpeningDay.opening == move.id, OpeningDay.state == "open").count()
    if bare:
        raise Refused(DAYS_LEFT(count=bare), "state", move.index)


def _refuse_unsigned(c: Changes, move: Move) -> None:
    """Who takes the store over says so himself."""
    if move.new.handed_on is None or move.new.handed_to is None:
        raise Refused(NOT_HANDED, "state", move.index)
    if c.who.employee_id != move.new.handed_to:
        raise Refused(SIGNED_BY(name=Employee.title_of(move.new.handed_to)), "state", move.index)


def _refuse_open(move: Move, which: Any, why: Text) -> None:
    mine = (OpeningItem.opening == move.id, OpeningItem.state == "open", OpeningItem.required == 1, which)
    lacking = [row.text for row in OpeningItem.rows(*mine, order=OpeningItem.id)]
    if lacking:
        raise Refused(why(count=len(lacking), items="、".join(lacking[:6])), "state", move.index)


def sold_there(c: Changes, moves: list[Move]) -> None:
    """What a store hands in shows in the sheet of its first days."""
    places = {(row.store, row.day) for move in moves for row in (move.old, move.new) if row}
    days = OpeningDay.rows(OpeningDay.day.in_({day for _, day in places})) if places else []
    openings = StoreOpening.rows_by_id({row.opening for row in days})
    count_days(c, [row for row in days if (openings[row.opening].store, row.day) in places])


def staff_there(c: Changes, moves: list[Move]) -> None:
    """Who comes, leaves or changes position moves the head count of the openings under way."""
    moved = [move for move in moves if move.changed("store", "position", "status")]
    stores = {row.store for move in moved for row in (move.old, move.new) if row and row.store}
    openings = [row.id for row in StoreOpening.rows(StoreOpening.store.in_(list(stores)))] if stores else []
    items = OpeningItem.rows(OpeningItem.opening.in_(openings), OpeningItem.kind == "staff") if openings else []
    there = Counter({row.id: int(_there(row)) for row in items})
    sets = {
        row.id: {"actual": Decimal(there[row.id]), "gap": max(row.qty - there[row.id], Decimal(0))} for row in items
    }
    c.derive(OpeningItem, sets)
