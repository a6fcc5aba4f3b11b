"""Each night for key accounts: what became overdue, what stands still, who may be converted; on the first, the levels."""

from datetime import date

from models.key_accounts import refresh_accounts, review_levels, suggest_accounts
from models.kit import Changes


def refresh(c: Changes, day: date) -> str:
    overdue, fresh = refresh_accounts(c, day), suggest_accounts(c, day)
    levels = review_levels(c) if day.day == 1 else 0
    return f"{overdue} accounts overdue, {fresh} members suggested, {levels} levels moved"
