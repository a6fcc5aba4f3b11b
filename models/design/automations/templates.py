"""Automations that a house may begin with: a person takes one, looks at it, and switches it on."""

from dataclasses import dataclass
from typing import Any

from ...kit.text import Text


@dataclass(frozen=True)
class Template:
    """One to begin with."""

    name: str
    label: Text
    record_type: str
    role: str
    when: dict[str, Any]
    only: dict[str, Any]
    then: tuple[dict[str, Any], ...]

    @property
    def body(self) -> dict[str, Any]:
        return {"when": self.when, "only": self.only, "then": list(self.then)}


def _tell(zh: str, en: str, *roles: str, people: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"do": "tell", "text": zh, "text_en": en, "roles": list(roles), "people": list(people)}


MANAGER = "operations_manager"
EVERY_MONDAY = {"kind": "time", "every": "week", "weekday": 1, "at": "08:00", "list": True}


def _work(text: str, days: int, owner: str = "") -> dict[str, Any]:
    return {"do": "work", "text": text, "owner": owner, "days": days}


def _meets(**filter: Any) -> dict[str, Any]:
    return {"kind": "meets", "filter": filter}


def _day(name: str, days: int) -> dict[str, Any]:
    return {"kind": "day", "day": name, "days": days, "at": "08:00"}


OPEN_COMPLAINTS = {"state": {"in": ["new", "assigned", "working", "reopened"]}}
TEMPLATES = (
    Template(
        "birthdays",
        Text("每周一列出七天内过生日的会员", "Each Monday, members with a birthday in seven days"),
        "member",
        "administrator",
        {**EVERY_MONDAY, "yearly": "birthday"},
        {"status": {"in": ["active", "dormant"]}},
        (
            _tell(
                "本周 {n} 位会员过生日：{rows}", "{n} members have their birthday this week: {rows}", "members_service"
            ),
        ),
    ),
    Template(
        "complaint_half",
        Text("投诉用去一半时限，提醒处理人", "A complaint past half its time: tell the handler"),
        "complaint",
        "administrator",
        _meets(mark={"ge": "50"}, **OPEN_COMPLAINTS),
        {},
        (
            _tell(
                "投诉 [no] 已用去 [mark]% 的时限", "Complaint [no] has used [mark] % of its time", people=("handler",)
            ),
        ),
    ),
    Template(
        "gift_short",
        Text("礼品低于安全库存，建补货任务", "A gift below its safety stock: a work item to order more"),
        "gift",
        "administrator",
        _meets(stock={"le": "=safety_stock"}),
        {"safety_stock": {"gt": "0"}},
        (_work("补货：[name] 现有 [stock]，安全库存 [safety_stock]", 7),),
    ),
    Template(
        "report_missing",
        Text("到货缺检验报告，提醒向供应商催要", "Received without its report: remind to ask the supplier for it"),
        "batch_hold",
        "administrator",
        _meets(for_report={"eq": True}),
        {"state": {"in": ["held"]}},
        (
            _tell(
                "[product] 批号 [batch_no] 缺检验报告，请向供应商催要",
                "[product] batch [batch_no] has no report; ask the supplier",
                "quality",
            ),
            _work("向供应商催要报告：[product] [batch_no]", 3),
        ),
    ),
    Template(
        "big_order",
        Text("大额团购订单，告诉运营经理", "A big group order: tell the operations manager"),
        "group_order",
        "administrator",
        _meets(amount={"ge": "50000"}),
        {"state": {"not_in": ["cancelled"]}},
        (_tell("大单 [no]：[account]，[amount]", "Big order [no]: [account], [amount]", MANAGER),),
    ),
    Template(
        "licence",
        Text("门店许可证到期前 60 天提醒", "60 days before a store's licence ends"),
        "store",
        "administrator",
        _day("licence_until", -60),
        {"status": {"in": ["open"]}},
        (
            _tell(
                "[name] 的许可证 [licence_until] 到期",
                "The licence of [name] ends on [licence_until]",
                "store_manager",
                "store_management",
            ),
        ),
    ),
    Template(
        "rectification_late",
        Text("整改逾期一天，催责任人", "A rectification one day late: urge its owner"),
        "rectification",
        "administrator",
        _day("due_on", 1),
        {"state": {"in": ["issued", "accepted"]}},
        (
            _tell(
                "整改 [no]（[store]）已逾期",
                "Rectification [no] ([store]) is late",
                "store_management",
                people=("owner",),
            ),
        ),
    ),
    Template(
        "opening_task",
        Text("筹备任务到期前 3 天，提醒责任人", "3 days before an opening task is due: tell its owner"),
        "opening_task",
        "administrator",
        _day("due_on", -3),
        {"state": {"in": ["open", "doing"]}},
        (_tell("筹备任务“[task]”[due_on] 到期", "The opening task “[task]” is due on [due_on]", people=("owner",)),),
    ),
    Template(
        "large_refund",
        Text("售后退款 500 元以上，告诉电商和经理", "A refund of 500 or more: tell e-commerce and the manager"),
        "after_sale",
        "administrator",
        _meets(amount={"ge": "500"}),
        {},
        (_tell("售后 [no] 退款 [amount]", "After-sale [no]: a refund of [amount]", "ecommerce", MANAGER),),
    ),
    Template(
        "urgent_work",
        Text("紧急任务没有负责人，告诉运营经理", "An urgent work item without an owner: tell the operations manager"),
        "work_item",
        "administrator",
        _meets(severity={"in": ["high"]}, owner={"empty": True}),
        {"state": {"in": ["open"]}},
        (_tell("紧急任务 [no] 还没有负责人：[title]", "Urgent item [no] has no owner: [title]", MANAGER),),
    ),
)
