"""Guidance 经营指导: what a franchisee was advised, and what came of it."""

from ..kit import (
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    NoteField,
    Record,
    Refused,
    Sheet,
    Step,
    Text,
)
from ..kit.clock import today
from ..organization import Employee, Franchisee, Store

TOPICS = (
    Choice("sales", "销售提升", "Sales"),
    Choice("goods", "商品与订货", "Goods and orders"),
    Choice("display", "陈列布局", "Display"),
    Choice("staff", "人员与排班", "Staff"),
    Choice("members", "会员经营", "Members"),
    Choice("promotion", "促销执行", "Promotions"),
    Choice("standards", "标准与合规", "Standards"),
    Choice("finance", "费用与结算", "Costs and settlement"),
)
GUIDANCE_STATES = (
    Choice("open", "待跟进", "To follow up", "warning"),
    Choice("closed", "已闭环", "Closed", "positive"),
)
WHOSE = Text("请填写加盟商或门店", "Say which franchisee or store it was given to")


def fill_whose(rows: list[dict]) -> None:
    """Guidance given in a shop is guidance for whoever runs it."""
    stores = Store.rows_by_id({row["store"] for row in rows if row["store"]})
    for at, row in enumerate(rows):
        if row["franchisee"] is None and row["store"] in stores:
            row["franchisee"] = stores[row["store"]].franchisee
        if row["franchisee"] is None and row["store"] is None:
            raise Refused(WHOSE, "franchisee", at)


class Guidance(Record):
    """One visit or call in which a franchisee was advised."""

    franchisee = LinkField(Franchisee, "加盟商", "Franchisee", null=True, width=160)
    store = LinkField(Store, "门店", "Store", null=True)
    given_on = DayField("指导日期", "Given on", default=today, index=True)
    by = LinkField(Employee, "指导人", "By", null=True)
    topic = ChoiceField("主题", "Topic", options=TOPICS, open=True, default="sales")
    title = LineField("事项", "Matter", max_length=80, width=180)
    finding = NoteField("发现的问题", "Finding", null=True)
    advice = NoteField("建议", "Advice", null=True)
    follow_up_on = DayField("跟进日期", "Follow up on", null=True)
    result = NoteField("结果", "Result", null=True)
    state = ChoiceField("状态", "State", options=GUIDANCE_STATES, default="open", locked=True, width=90)

    sheet = Sheet(
        "经营指导",
        "Guidance",
        title="title",
        order=("-given_on",),
        search=("title", "franchisee", "store", "finding"),
        later=("result",),
        columns=(
            "given_on",
            "franchisee",
            "store",
            "topic",
            "title",
            "finding",
            "advice",
            "by",
            "follow_up_on",
            "result",
            "state",
        ),
        fill=lambda c, rows: fill_whose(rows),
        scopes={"store": "store", "region": "franchisee.region", "own": "by"},
        steps=(
            Step(
                "close",
                "闭环",
                "Close",
                "open",
                "closed",
                needs=("result",),
                icon="task_alt",
                asks={"result": NoteField("结果", "Result", null=True)},
            ),
            Step("reopen", "继续跟进", "Reopen", "closed", "open", reason=True, icon="undo"),
        ),
    )
