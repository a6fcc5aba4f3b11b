"""Cards on the page where all of a row is gathered: complaints and surveys of a store; complaints of a product and of a key account."""

from ..key_accounts import KeyAccount
from ..kit import DrawnCard, Overview, RowCard
from ..organization import Product, Store
from .complaints import Complaint
from .surveys import SurveyResponse

YEAR = {"received_at": {"span": "days-365"}}
NOT_CLOSED = {"state": {"not_in": ["closed", "merged"]}}
OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "未结的投诉咨询",
                "Tickets open",
                100,
                6,
                Complaint,
                "store",
                "no kind category due_at state",
                where=NOT_CLOSED,
                order="due_at",
            ),
            DrawnCard(
                "每月投诉咨询", "Tickets by month", 102, 6, Complaint, "store", by="received_at:month", where=YEAR
            ),
            RowCard(
                "最近的问卷",
                "Latest survey answers",
                104,
                6,
                SurveyResponse,
                "store",
                "survey answered_at score",
                order="-answered_at",
            ),
        ),
    ),
    Overview(
        Product,
        (
            RowCard(
                "投诉",
                "Complaints",
                80,
                6,
                Complaint,
                "product",
                "no store batch_no category received_at state",
                order="-received_at",
            ),
            DrawnCard(
                "每月投诉", "Complaints by month", 82, 6, Complaint, "product", by="received_at:month", where=YEAR
            ),
        ),
    ),
    Overview(
        KeyAccount,
        (
            RowCard(
                "投诉咨询",
                "Tickets",
                80,
                6,
                Complaint,
                "key_account",
                "no kind category received_at due_at state",
                order="-received_at",
            ),
        ),
    ),
)
