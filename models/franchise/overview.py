"""Cards on the page where all of a row is gathered: formalities and guidance of a store that somebody else runs."""

from ..kit import Overview, RowCard
from ..organization import Store
from .cases import FranchiseCase
from .guidance import Guidance

OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "加盟手续",
                "Franchise formalities",
                58,
                6,
                FranchiseCase,
                "store",
                "no kind opened_on due_on progress owner state",
                where={"state": {"eq": "open"}},
                order="due_on",
                quiet=True,
            ),
            RowCard(
                "经营指导",
                "Guidance",
                92,
                6,
                Guidance,
                "store",
                "given_on topic title by follow_up_on state",
                order="-given_on",
                quiet=True,
            ),
        ),
    ),
)
