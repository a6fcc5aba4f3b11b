"""The checklist 检查项, and how what was found in a store becomes a score and a grade."""

from decimal import Decimal
from typing import Any

from ..kit import (
    Choice,
    ChoiceField,
    FlagField,
    LineField,
    NoteField,
    Param,
    QuantityField,
    Record,
    Row,
    Sheet,
    Text,
    setting,
)

SECTIONS = (
    Choice("q", "Q 品质", "Q quality", "info", ("Q", "品质", "质量")),
    Choice("s", "S 服务", "S service", "positive", ("S", "服务")),
    Choice("c", "C 清洁", "C cleanliness", "warning", ("C", "清洁", "卫生")),
)
SEVERITIES = (
    Choice("normal", "一般", "Normal", "info", ("否", "非关键")),
    Choice("serious", "严重", "Serious", "warning"),
    Choice("critical", "红线", "Red line", "negative", ("是", "关键", "关键项")),
)
STORE_KINDS = (Choice("own", "自营", "Own"), Choice("franchise", "加盟", "Franchise"))
GRADES = tuple(
    Choice(key, key, key, tone) for key, tone in (("A", "positive"), ("B", "info"), ("C", "warning"), ("D", "negative"))
)

SHARES = {
    "q": Param("visit_share_q", "巡店品质（Q）占分", "Share of quality (Q) in a visit", 40, "分"),
    "s": Param("visit_share_s", "巡店服务（S）占分", "Share of service (S) in a visit", 30, "分"),
    "c": Param("visit_share_c", "巡店清洁（C）占分", "Share of cleanliness (C) in a visit", 30, "分"),
}
PASS_SCORE = Param("visit_pass_score", "巡店合格分", "Score that passes a visit", 80, "分")
FAIL_RATE = Param("visit_fail_rate", "检查项得分率低于多少要整改", "An item below this rate needs rectifying", 100, "%")
LOWEST = {
    "A": Param("visit_grade_a", "巡店 A 级最低分", "Lowest score of grade A", 90, "分"),
    "B": Param("visit_grade_b", "巡店 B 级最低分", "Lowest score of grade B", 80, "分"),
    "C": Param("visit_grade_c", "巡店 C 级最低分", "Lowest score of grade C", 70, "分"),
}
PARAMS = (*SHARES.values(), PASS_SCORE, FAIL_RATE, *LOWEST.values())


class ChecklistItem(Record):
    """Something that is looked at in every store."""

    text = LineField("检查项", "Item", unique=True, max_length=100, width=240, aka=("检查内容",))
    section = ChoiceField("项目类别", "Section", options=SECTIONS, default="q", aka=("类别",))
    weight = QuantityField(
        "满分", "Full points", least=Decimal("0.1"), most=1000, default=Decimal(5), aka=("权重", "分值")
    )
    severity = ChoiceField(
        "严重程度",
        "Severity",
        options=SEVERITIES,
        default="normal",
        aka=("关键项",),
        hint=Text("红线项不合格，整次巡店不合格，评为 D 级", "A failed red line fails the whole visit: grade D"),
    )
    how = NoteField("检查方法", "How to check", null=True)
    proof = FlagField("不合格要拍照", "Photo when failed", default=False)
    kind = ChoiceField(
        "适用门店", "For stores", options=STORE_KINDS, null=True, hint=Text("空为所有门店", "Empty: all stores")
    )
    active = FlagField("启用", "In use", default=True)

    sheet = Sheet(
        "检查项",
        "Checklist",
        title="text",
        order=("section", "text"),
        key=("text",),
        search=("text",),
        columns=("section", "text", "weight", "severity", "how", "proof", "kind", "active"),
    )


class Scoring:
    """The parameters of scoring, read once for many visits."""

    def __init__(self):
        self.shares = {section: Decimal(setting(param)) for section, param in SHARES.items()}
        self.passing = setting(PASS_SCORE)
        self.lowest = {grade: setting(param) for grade, param in LOWEST.items()}

    def verdict(self, lines: list[Row]) -> dict[str, Any]:
        """Σ weight × rate over the applicable items of each section, and the sections by their shares."""
        scores = {
            section: self._section([line for line in lines if line.section == section]) for section in self.shares
        }
        counted = {section: score for section, score in scores.items() if score is not None}
        whole = sum((self.shares[section] for section in counted), Decimal(0))
        total = (
            sum((self.shares[section] * score for section, score in counted.items()), Decimal(0)) / whole
            if whole
            else None
        )
        failed = [line for line in lines if line.failed]
        red = sum(line.severity == "critical" for line in failed)
        total = None if total is None else _rounded(total)
        return {
            **{f"{section}_score": None if score is None else _rounded(score) for section, score in scores.items()},
            "total": total,
            "grade": None if total is None else self._grade(total, red),
            "red_lines": red,
            "failed_items": len(failed),
            "passed": None if total is None else not red and total >= self.passing,
        }

    @staticmethod
    def _section(lines: list[Row]) -> Decimal | None:
        counted = [line for line in lines if line.points is not None and not line.na]
        full = sum((line.weight for line in counted), Decimal(0))
        return sum((line.points for line in counted), Decimal(0)) * 100 / full if full else None

    def _grade(self, total: Decimal, red: int) -> str:
        """A red line outweighs every score: a visit that it failed has the lowest grade."""
        return "D" if red else next((grade for grade, least in self.lowest.items() if total >= least), "D")


def _rounded(score: Decimal) -> Decimal:
    return score.quantize(Decimal("0.1"))
