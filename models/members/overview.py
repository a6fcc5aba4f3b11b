"""Cards on the page where all of a row is gathered: members that a store won, against what it was to win."""

from ..kit import DrawnCard, Overview, RowCard
from ..organization import Store
from .people import Member, RecruitTarget

OVERVIEWS = (
    Overview(
        Store,
        (
            DrawnCard(
                "每月新增会员",
                "New members by month",
                110,
                6,
                Member,
                "home_store",
                by="joined_on:month",
                where={"joined_on": {"span": "days-365"}},
            ),
            RowCard(
                "会员招募指标",
                "Recruiting targets",
                112,
                6,
                RecruitTarget,
                "store",
                "month target actual rate",
                order="-month",
            ),
        ),
    ),
)
