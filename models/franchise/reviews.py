"""Reviews 加盟商考核: sales, QSC, payment and complaints make a score, the score makes a grade."""

from decimal import ROUND_HALF_UP, Decimal

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LinkField,
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
    setting,
)
from ..kit.clock import today
from ..organization import Employee, Franchisee

REVIEW_STATES = (
    Choice("draft", "待确认", "Draft", "info"),
    Choice("confirmed", "已确认", "Confirmed", "positive"),
)
GRADES = (
    Choice("A", "A", "A", "positive"),
    Choice("B", "B", "B", "info"),
    Choice("C", "C", "C", "warning"),
    Choice("D", "D", "D", "negative"),
)
WEIGHTS = {
    "sales": Param("franchise_weight_sales", "加盟商考核：销售权重", "Franchisee review: weight of sales", 40, "%"),
    "qsc": Param("franchise_weight_qsc", "加盟商考核：QSC 权重", "Franchisee review: weight of QSC", 30, "%"),
    "payment": Param(
        "franchise_weight_payment", "加盟商考核：缴款权重", "Franchisee review: weight of payment", 20, "%"
    ),
    "complaints": Param(
        "franchise_weight_complaints", "加盟商考核：投诉权重", "Franchisee review: weight of complaints", 10, "%"
    ),
}
PER_COMPLAINT = Param(
    "franchise_points_per_complaint",
    "加盟商考核：每件投诉扣分",
    "Franchisee review: points off per complaint",
    20,
    "分",
)
MARKS = (("A", 90), ("B", 80), ("C", 70), ("D", 0))
HUNDRED, TENTH = Decimal(100), Decimal("0.1")
CONFIRMED = Text("考核已确认，不能再改", "The review is confirmed and stands")


class FranchiseReview(Record):
    """How a franchisee did in a month."""

    franchisee = LinkField(Franchisee, "加盟商", "Franchisee", width=160)
    month = MonthField("考核月份", "Month", index=True)
    sales = MoneyField("实际销售", "Sales", null=True, least=0, sum=True)
    target = MoneyField("销售指标", "Target", null=True, least=0, sum=True)
    qsc = QuantityField("QSC 得分", "QSC score", null=True, least=0, most=100)
    payment_rate = QuantityField("按时缴款率（%）", "Paid in time (%)", percent=True, null=True, least=0, most=100)
    complaints = CountField("投诉件数", "Complaints", null=True, least=0)
    sales_score = QuantityField("销售得分", "Points for sales", null=True, derived=True)
    complaint_score = QuantityField("投诉得分", "Points for complaints", null=True, derived=True)
    score = QuantityField("总分", "Score", null=True, derived=True)
    grade = ChoiceField("等级", "Grade", options=GRADES, null=True, derived=True, width=70)
    reviewer = LinkField(Employee, "考核人", "Reviewer", null=True)
    reviewed_on = DayField("考核日期", "Reviewed on", default=today, index=True)
    state = ChoiceField("状态", "State", options=REVIEW_STATES, default="draft", locked=True, width=90)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "加盟商考核",
        "Franchise reviews",
        says=("franchisee", "month"),
        title="month",
        order=("-month", "-score"),
        key=("franchisee", "month"),
        search=("franchisee",),
        columns=(
            "month",
            "franchisee",
            "sales",
            "target",
            "qsc",
            "payment_rate",
            "complaints",
            "score",
            "grade",
            "reviewer",
            "state",
        ),
        fill=lambda c, rows: [row.update(scored(Row(**row))) for row in rows],
        checks=(lambda c, moves: keep_confirmed(moves),),
        derives=(lambda c, moves: keep_scores(c, moves),),
        scopes={"region": "franchisee.region"},
        steps=(
            Step(
                "confirm",
                "确认",
                "Confirm",
                "draft",
                "confirmed",
                verb="approve",
                unlike=("reviewer",),
                needs=("score",),
                icon="verified",
            ),
            Step("reopen", "退回修改", "Reopen", "confirmed", "draft", verb="approve", reason=True, icon="undo"),
        ),
    )

    class Meta:
        indexes = ((("franchisee", "month"), True),)


COUNTED = ("sales", "target", "qsc", "payment_rate", "complaints")


def keep_scores(c: Changes, moves: list[Move]) -> None:
    """The score follows its parts."""
    c.alter(
        FranchiseReview,
        {move.id: scored(move.new) for move in moves if move.old and move.new and move.changed(*COUNTED)},
    )


def keep_confirmed(moves: list[Move]) -> None:
    """What is confirmed stands."""
    for move in moves:
        if move.old and move.new and move.changed(*COUNTED) and move.new.state == "confirmed":
            raise Refused(CONFIRMED, None, move.index)


def scored(row: Row) -> dict:
    """Each part out of a hundred, their weighted mean over the parts that are known, and the grade."""
    reached = min(HUNDRED, _tenth(HUNDRED * row.sales / row.target)) if row.target and row.sales is not None else None
    calm = (
        None if row.complaints is None else max(Decimal(0), HUNDRED - Decimal(setting(PER_COMPLAINT)) * row.complaints)
    )
    parts = {"sales": reached, "qsc": row.qsc, "payment": row.payment_rate, "complaints": calm}
    known = {name: (Decimal(setting(WEIGHTS[name])), part) for name, part in parts.items() if part is not None}
    whole = sum((weight for weight, _ in known.values()), Decimal(0))
    score = _tenth(sum((weight * part for weight, part in known.values()), Decimal(0)) / whole) if whole else None
    grade = next(letter for letter, least in MARKS if score >= least) if score is not None else None
    return {"sales_score": reached, "complaint_score": calm, "score": score, "grade": grade}


def _tenth(number: Decimal) -> Decimal:
    return number.quantize(TENTH, ROUND_HALF_UP)
