"""The key accounts' office to try the rules in: 顾海 and 罗英 sell, 唐总 leads, and each of the two has an account."""

from dataclasses import replace
from typing import Any

from models import house
from models.key_accounts import GroupOrder, GroupOrderLine, GroupPolicy, KeyAccount
from models.kit import Who
from models.kit.write.acting import act
from models.kit.write.edits import Answer
from models.organization import Employee, Product
from tests.conftest import person
from tests.helpers.shop import put


class Office:
    """`gu` and `luo` are sellers, `tang` leads; `hospital` is gu's account and `school` luo's; a powder costs ¥60 and lists at ¥100."""

    def __init__(self):
        self.staff = {
            name: put(Employee, staff_no=no, name=name) for no, name in (("Y1", "顾海"), ("Y2", "罗英"), ("Y3", "唐总"))
        }
        self.gu = replace(person("Gu", "key_account_seller", 201), employee_id=self.staff["顾海"])
        self.luo = replace(person("Luo", "key_account_seller", 202), employee_id=self.staff["罗英"])
        self.tang = replace(person("Tang", "key_accounts", 203), employee_id=self.staff["唐总"])
        self.powder = put(Product, sku="P1", name="蛋白粉", list_price=100, member_price=90, cost=60)
        self.hospital = self.account("KA1", "市第四人民医院", "顾海", kind="institution", phone="13800000011")
        self.school = self.account("KA2", "三小学", "罗英", kind="school", phone="13800000022")

    def account(self, code: str, name: str, owner: str, **more: Any) -> int:
        return put(KeyAccount, code=code, name=name, owner=self.staff[owner], contact="王老师", **more)

    def order(self, account: int | None = None, qty: int = 10, price: Any = None, **more: Any) -> int:
        made = put(GroupOrder, account=account or self.hospital, **more)
        put(GroupOrderLine, order=made, product=self.powder, qty=qty, price=price)
        return made

    def policy(self, discount: int, **more: Any) -> int:
        made = put(GroupPolicy, title=f"让利 {discount}", discount=discount, **more)
        assert do("group_policy_activate", made, self.tang).state == "applied"
        return made


def do(action: str, id: int, who: Who, **answers: Any) -> Answer:
    """Press a button in somebody's name."""
    return act(house().actions[action], who=who, id=id, answers=answers)


def done(action: str, id: int, who: Who, **answers: Any) -> str:
    """Press a button that works; what it says."""
    answer = do(action, id, who, **answers)
    assert answer.state == "applied", [fault.text.zh for fault in answer.errors]
    return answer.text.zh


def refused(action: str, id: int, who: Who, **answers: Any) -> str:
    """Press a button that refuses; why."""
    answer = do(action, id, who, **answers)
    assert answer.state == "refused", answer
    return "；".join(fault.text.zh for fault in answer.errors)
