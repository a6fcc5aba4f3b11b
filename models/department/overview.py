"""Cards on the page where all of a row is gathered: rent, open tasks and appraisals of a store; and those of a person."""

from ..kit import Overview, RowCard
from ..organization import Employee, Store
from .appraisals import KpiReview
from .money import RentSchedule
from .work import WorkItem

OPEN = {"state": {"in": ["open", "doing", "done"]}}
OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "租约",
                "Leases",
                56,
                6,
                RentSchedule,
                "store",
                "landlord starts_on ends_on monthly deposit",
                order="-ends_on",
            ),
            RowCard(
                "未完成的任务",
                "Tasks open",
                82,
                6,
                WorkItem,
                "store",
                "title severity owner due_on progress state",
                where=OPEN,
                order="due_on",
            ),
        ),
    ),
    Overview(
        Employee,
        (
            RowCard(
                "考核",
                "Appraisals",
                40,
                6,
                KpiReview,
                "employee",
                "month name score grade state",
                order="-month",
                quiet=True,
            ),
            RowCard(
                "未完成的任务",
                "Tasks open",
                75,
                6,
                WorkItem,
                "owner",
                "title store severity due_on progress state",
                where=OPEN,
                order="due_on",
            ),
        ),
    ),
)
