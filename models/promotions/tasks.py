"""Getting a promotion into the stores: tasks with a photo as proof, and what the competition is doing meanwhile."""

from datetime import date

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    NoteField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    in_one_change,
    notify,
)
from ..kit.clock import today
from ..kit.write.ending import EndsWith
from ..organization import Employee, Product, Region, Store
from .campaigns import AGREED, Promotion, stores_of

TASK_STATES = (
    Choice("todo", "待布置", "To do", "info"),
    Choice("done", "已布置", "Done", "positive"),
    Choice("checked", "已确认", "Checked", "grey"),
    Choice("dropped", "已取消", "Dropped", "grey", ("取消",)),
)
IMPACTS = (
    Choice("high", "大", "High", "negative"),
    Choice("middle", "中", "Middle", "warning"),
    Choice("low", "小", "Low", "info"),
)
NOTE_CHANNELS = (
    Choice("store", "门店", "Store"),
    Choice("online", "线上", "Online"),
    Choice("community", "社群", "Community"),
)

NOT_AGREED = Text("促销批准后才能布置门店", "Stores are set up once the promotion is approved")
NO_ITEMS = Text("请写明要布置什么，每行一项", "Say what is to be set up, one item per line")
MADE = Text("已给 {stores} 家门店布置 {n} 项任务", "{n} tasks for {stores} stores")
RETURNED = Text("“{item}”被退回：{reason}", "“{item}” was returned: {reason}")


def note_done(c: Changes, row: Row, answers: dict) -> None:
    c.update(PromotionTask, row.id, done_on=today())


def return_task(c: Changes, row: Row, answers: dict) -> None:
    c.update(PromotionTask, row.id, done_on=None)
    notify(
        c, RETURNED(item=row.item, reason=answers["reason"]), record=PromotionTask, row=row.id, employees=(row.owner,)
    )


class PromotionTask(Record):
    """One thing a store sets up for a promotion, proven by a photo."""

    promotion = LinkField(Promotion, "促销活动", "Promotion")
    store = LinkField(Store, "门店", "Store")
    item = LineField("布置事项", "Item", max_length=120, width=220, aka=("任务", "事项"))
    owner = LinkField(Employee, "负责人", "Owner", null=True)
    due_on = DayField("完成期限", "Due on", index=True, aka=("截止日期",))
    done_on = DayField("完成日期", "Done on", null=True, locked=True)
    note = NoteField("备注", "Note", null=True)
    state = ChoiceField("状态", "State", options=TASK_STATES, default="todo", locked=True, width=90)

    sheet = Sheet(
        "门店布置",
        "Promotion tasks",
        title="item",
        says=("store", "promotion", "item"),
        order=("due_on", "store"),
        parent="promotion",
        state="state",
        search=("item", "promotion", "store"),
        scopes={"store": "store", "region": "store.region", "own": "owner"},
        steps=(
            Step("done", "完成", "Done", "todo", "done", attachment=True, then=note_done, icon="task_alt"),
            Step(
                "check", "确认", "Check", "done", "checked", verb="approve", unlike=("owner", "mover"), icon="verified"
            ),
            Step(
                "give_back",
                "退回",
                "Return",
                "done",
                "todo",
                verb="approve",
                reason=True,
                then=return_task,
                icon="undo",
            ),
            Step("drop", "随促销取消", "End with the promotion", "todo done", "dropped", auto=True),
        ),
    )


TASKS_END = EndsWith(PromotionTask, "promotion", over=("cancelled",), waiting=("todo", "done"), to="dropped")


@in_one_change
def set_up_stores(c: Changes, promotion: int, *, items: str, due_on: date):
    """The same list of things to set up for every store of the promotion, each for its manager."""
    named = [line.strip() for line in items.splitlines() if line.strip()]
    if not named:
        raise Refused(NO_ITEMS, "items")
    row = c.fresh(Promotion, promotion)
    if row.state not in AGREED:
        raise Refused(NOT_AGREED, "state")
    stores = Store.rows_by_id(stores_of([row])[row.id])
    there = {(task.store, task.item) for task in PromotionTask.rows(PromotionTask.promotion == promotion)}
    made = c.add(
        PromotionTask,
        [
            {"promotion": promotion, "store": store.id, "item": item[:120], "owner": store.manager, "due_on": due_on}
            for store in stores.values()
            for item in named
            if (store.id, item[:120]) not in there
        ],
    )
    return MADE(stores=len(stores), n=len(made))


class CompetitorNote(Record):
    """Something a competitor does that was seen or heard of."""

    seen_on = DayField("发现日期", "Seen on", default=today, index=True, aka=("日期",))
    competitor = LineField("竞品/竞店", "Competitor", max_length=60, width=150, aka=("竞争对手",))
    channel = ChoiceField("渠道", "Channel", options=NOTE_CHANNELS, default="store", width=90)
    activity = LineField("活动内容", "Activity", max_length=200, width=240, aka=("活动",))
    product = LinkField(Product, "对应商品", "Our product", null=True)
    price = MoneyField("对方价格", "Their price", null=True, least=0, aka=("价格",))
    region = LinkField(Region, "区域", "Region", null=True)
    store = LinkField(Store, "受影响门店", "Store affected", null=True)
    impact = ChoiceField("影响", "Impact", options=IMPACTS, default="middle", width=80)
    source = LineField("信息来源", "Source", null=True, max_length=100)
    by = LinkField(Employee, "记录人", "By", null=True)
    response = NoteField("应对", "Our response", null=True)

    sheet = Sheet(
        "竞品动态",
        "Competitor notes",
        title="competitor",
        order=("-seen_on",),
        search=("competitor", "activity", "source"),
        scopes={"store": "store", "region": "region", "own": "by"},
    )
