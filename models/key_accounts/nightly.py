"""Each night for key accounts: what became overdue, what stands still, who may be converted; on the first, the levels."""

from datetime import date

from ..kit import Changes, Text
from .converting import suggest_accounts
from .leading import refresh_accounts, review_levels

REFRESHED = Text(
    "逾期客户 {overdue} 家，推荐会员 {fresh} 位，级别变动 {levels} 家",
    "{overdue} accounts overdue, {fresh} members suggested, {levels} levels moved",
)


def refresh(c: Changes, day: date) -> Text:
    overdue, fresh = refresh_accounts(c, day), suggest_accounts(c, day)
    levels = review_levels(c) if day.day == 1 else 0
    return REFRESHED(overdue=overdue, fresh=fresh, levels=levels)
