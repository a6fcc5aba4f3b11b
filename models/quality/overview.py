"""Cards on the page where all of a row is gathered: food safety, fire equipment, recalls and open matters of a store; reports of a product."""

from ..kit import Overview, RowCard
from ..organization import Product, Store
from .actions import CorrectiveAction
from .fire import FireDevice
from .labels import HealthFoodPaper
from .nonconformances import Nonconformance
from .recalls import RecallNotice
from .reports import InspectionReport
from .safety import SafetyCheck

NOT_CLOSED = {"state": {"not_in": ["closed", "cancelled"]}}
OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "要执行的召回",
                "Recalls to carry out",
                18,
                12,
                RecallNotice,
                "store",
                "recall sent_at due_at read_at qty recovered state",
                where={"state": {"in": ["sent", "read"]}},
                order="due_at",
                quiet=True,
            ),
            RowCard(
                "食品安全检查",
                "Food-safety checks",
                130,
                6,
                SafetyCheck,
                "store",
                "checked_on kind checker result state",
                where={"state": {"eq": "done"}},
                order="-checked_on",
            ),
            RowCard(
                "消防器材",
                "Fire equipment",
                132,
                6,
                FireDevice,
                "store",
                "no kind location valid_until next_check_on state",
                where={"state": {"not_in": ["scrapped"]}},
                order="next_check_on",
            ),
            RowCard(
                "未关闭的不合格品",
                "Nonconformances open",
                134,
                6,
                Nonconformance,
                "store",
                "no product batch_no found_on severity state",
                where=NOT_CLOSED,
                order="-found_on",
                quiet=True,
            ),
            RowCard(
                "未关闭的改善措施",
                "Corrective actions open",
                136,
                6,
                CorrectiveAction,
                "store",
                "no problem owner due_on state",
                where=NOT_CLOSED,
                order="due_on",
                quiet=True,
            ),
        ),
    ),
    Overview(
        Product,
        (
            RowCard(
                "合规档案",
                "Compliance papers",
                50,
                6,
                HealthFoodPaper,
                "product",
                "kind number valid_until renew_by owner state",
                order="valid_until",
                quiet=True,
            ),
            RowCard(
                "检验报告",
                "Inspection reports",
                60,
                6,
                InspectionReport,
                "product",
                "report_no batch_no reported_on valid_until conclusion state",
                order="-reported_on",
            ),
            RowCard(
                "不合格品",
                "Nonconformances",
                70,
                6,
                Nonconformance,
                "product",
                "no batch_no store found_on severity state",
                order="-found_on",
            ),
        ),
    ),
)
