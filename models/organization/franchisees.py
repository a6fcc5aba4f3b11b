"""Franchisees 加盟商: who runs franchise shops, from the first talk to leaving."""

from datetime import timedelta
from typing import Any

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    NoteField,
    Param,
    PhoneField,
    PinyinField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    Text,
    setting,
)
from .places import Region

FRANCHISEE_STATES = (
    Choice("talking", "洽谈", "In talks", "info", ("洽谈中",)),
    Choice("signed", "签约", "Signed", "positive", ("已签约",)),
    Choice("preparing", "筹备", "Preparing", "info", ("筹备中",)),
    Choice("open", "营业", "Open", "positive", ("营业中",)),
    Choice("leaving", "退出中", "Leaving", "warning"),
    Choice("left", "已退出", "Left", "grey", ("退出",)),
)
DISCLOSURE_DAYS = Param(
    "franchise_disclosure_days", "信息披露后可签约的天数", "Days from disclosure to signing", 30, "天"
)
TOO_EARLY = Text(
    "{disclosed} 披露，满 {days} 天（{first}）后才能签约",
    "Disclosed on {disclosed}: sign {days} days later, from {first}",
)


def disclosed_before(c: Changes, row: Row, answers: dict[str, Any]) -> None:
    """The law gives a franchisee time to read: no contract before so many days from the written disclosure."""
    days = setting(DISCLOSURE_DAYS)
    first = row.disclosed_on + timedelta(days=days)
    if row.signed_on < first:
        raise Refused(TOO_EARLY(disclosed=row.disclosed_on, days=days, first=first), "signed_on")


class Franchisee(Record):
    """Who runs franchise shops under a contract with us."""

    code = LineField("加盟商编号", "Franchisee code", unique=True, max_length=20, width=110, aka=("编号",))
    name = LineField("加盟商名称", "Franchisee", unique=True, max_length=80, width=160, aka=("加盟商",))
    name_py = PinyinField("加盟商拼音", "Franchisee pinyin", of="name")
    contact = LineField("联系人", "Contact", null=True, max_length=40)
    phone = PhoneField("联系电话", "Phone", null=True, mask=True, aka=("电话", "手机号"))
    region = LinkField(Region, "区域", "Region", null=True)
    contract_no = LineField("合同编号", "Contract no.", null=True, max_length=40)
    disclosed_on = DayField(
        "信息披露日期",
        "Disclosed on",
        null=True,
        hint=Text("书面披露满 30 天后才能签约", "A contract may be signed 30 days after written disclosure"),
    )
    signed_on = DayField("签约日期", "Signed on", null=True)
    starts_on = DayField("合同开始", "Contract from", null=True)
    ends_on = DayField("合同到期", "Contract to", null=True, aka=("合同到期日",))
    fee = MoneyField("加盟费", "Fee", null=True, least=0)
    deposit = MoneyField("保证金", "Deposit", null=True, least=0)
    royalty_rate = QuantityField("管理费率（%）", "Royalty (%)", percent=True, null=True, least=0, most=100)
    state = ChoiceField("状态", "State", options=FRANCHISEE_STATES, default="talking", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "加盟商",
        "Franchisees",
        columns=("code", "name", "contact", "phone", "region", "signed_on", "ends_on", "state"),
        order=("code",),
        key=("code",),
        search=("name", "name_py", "code", "contact"),
        scopes={"region": "region"},
        steps=(
            Step(
                "sign",
                "签约",
                "Sign",
                "talking",
                "signed",
                verb="approve",
                icon="draw",
                then=disclosed_before,
                needs=("contract_no", "signed_on", "starts_on", "ends_on", "disclosed_on"),
            ),
            Step("prepare", "开始筹备", "Prepare", "signed", "preparing", icon="construction"),
            Step("open", "开业", "Open", "preparing", "open", icon="storefront"),
            Step("end_talks", "终止洽谈", "End talks", "talking", "left", reason=True, danger=True, icon="block"),
            Step(
                "leave",
                "开始退出",
                "Begin leaving",
                "signed preparing open",
                "leaving",
                verb="approve",
                reason=True,
                danger=True,
                icon="logout",
            ),
            Step("stay", "撤回退出", "Stay", "leaving", "open", verb="approve", reason=True, icon="undo"),
            Step("leave_done", "完成退出", "Left", "leaving", "left", auto=True),
        ),
    )
