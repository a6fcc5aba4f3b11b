"""A small quality desk to try the rules at: one product, its supplier, two people of the post, and short ways to take a step."""

from typing import Any

from models import house
from models.kit import Row
from models.kit.declare.states import moves_of
from models.kit.write.acting import act
from models.kit.write.edits import Answer
from models.kit.write.notices import Notice
from models.organization import Employee, Product, ProductCategory, Supplier
from models.quality import InspectionItem, InspectionReport, QualityStandard
from tests.conftest import person
from tests.helpers.shop import SYSTEM, put


class Laboratory:
    """蛋白粉 of 天润药业 on 23 November 2026; 何英 does the work, 马岚 looks after her; Gao leads."""

    def __init__(self):
        self.supplier = put(Supplier, code="V1", name="天润药业", business_until="2028-01-01")
        self.kind = put(ProductCategory, name="保健食品")
        self.powder = put(
            Product, sku="P1", name="蛋白粉", category=self.kind, supplier=self.supplier, shelf_life_days=540
        )
        self.he = put(Employee, staff_no="Y1", name="何英", department="quality")
        self.ma = put(Employee, staff_no="Y2", name="马岚", department="quality")
        self.ying = person("何英", "quality", 201, employee_id=self.he)
        self.lan = person("马岚", "quality", 202, employee_id=self.ma)
        self.gao = person("高经理", "operations_manager", 203)

    def standard(self, item: str = "铅", adopt: bool = True, **values: Any) -> int:
        """A standard for the product, in force unless told otherwise."""
        values = {"product": self.powder, "effective_on": "2026-01-01", "upper": "0.5", **values}
        id = put(QualityStandard, item=item, **values)
        if adopt:
            assert step("quality_standard_adopt", id).state == "applied"
        return id

    def report(self, **values: Any) -> int:
        values = {"report_no": f"JC-{InspectionReport.select().count() + 1}", "laboratory": "市质检所", **values}
        return put(
            InspectionReport, **{"product": self.powder, "batch_no": "B1", "reported_on": "2026-11-20", **values}
        )

    def measures(self, report: int, result: str | None, item: str = "铅", **values: Any) -> Row:
        """One more item of a report; returns it with its verdict."""
        id = put(InspectionItem, report=report, item=item, result=result, **values)
        return InspectionItem.row(id)


def step(name: str, id: int, who: Any = SYSTEM, **answers: Any) -> Answer:
    """Take a step or run an action as a person does."""
    return act(house().actions[name], who=who, id=id, answers=answers)


def taken(*names: str, id: int, who: Any = SYSTEM, **answers: Any) -> None:
    for name in names:
        answer = step(name, id, who, **(answers if name == names[-1] else {}))
        assert answer.state == "applied", (name, [fault.text.zh for fault in answer.errors])


def notices(role: str | None = None, urgent: bool | None = None) -> list[str]:
    """What was told, to one role if named."""
    rows = Notice.select().order_by(Notice.id)
    return [
        notice.text_zh
        for notice in rows
        if (role is None or notice.role == role) and (urgent is None or notice.urgent == urgent)
    ]


def way(record: Any, id: int) -> list[str]:
    """The states a row went through, the first one first."""
    return [move.after for move in reversed(moves_of(record, id))]
