"""Cards on the page where all of a row is gathered: what stood out in a store and is not answered yet."""

from ..kit import Overview, RowCard
from ..organization import Store
from .meeting import Attention

OVERVIEWS = (
    Overview(
        Store,
        (
            RowCard(
                "未关闭的异常关注",
                "Attention open",
                42,
                6,
                Attention,
                "store",
                "week title kind value aim owner state",
                where={"state": {"in": ["open", "answered"]}},
                order="-week",
                quiet=True,
            ),
        ),
    ),
)
