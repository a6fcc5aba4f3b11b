"""What franchisees get on paper."""

from ..kit import Paper, PaperLines, Text
from .royalties import RoyaltyBill, RoyaltyPayment

PAPERS = (
    Paper(
        "royalty_bill_note",
        RoyaltyBill,
        "加盟管理费账单",
        "Royalty bill",
        "no franchisee franchisee.phone month base rate amount due_on paid left state note",
        (PaperLines(RoyaltyPayment, "paid_on amount method reference", "amount"),),
        (
            Text(
                "请在应缴日期前把款项汇到本单抬头所列的账户，并注明账单编号。",
                "Please pay by the day it is due to the account above, giving the number of the bill.",
            ),
        ),
        (Text("制单人", "Made out by"), Text("加盟商确认", "Confirmed by the franchisee")),
    ),
)
