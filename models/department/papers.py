"""What the department signs on paper: expenses and appraisals."""

from ..kit import Paper, PaperLines, Text
from .appraisals import KpiReview, KpiScore
from .money import Expense

PAPERS = (
    Paper(
        "expense_note",
        Expense,
        "费用报销单",
        "Expense claim",
        "no spent_on category store department amount payee invoice_no purpose owner over_reason state",
        signs=(Text("经办人", "Claimed by"), Text("审批人", "Approved by"), Text("出纳", "Cashier")),
        photos=True,
    ),
    Paper(
        "appraisal_sheet",
        KpiReview,
        "绩效考核表",
        "Appraisal",
        "name month subject department store employee reviewer weight_total score grade published_on note",
        (PaperLines(KpiScore, "item weight target actual score points note", "weight points"),),
        signs=(Text("被考核人", "Appraised"), Text("考核人", "Appraiser")),
    ),
)
