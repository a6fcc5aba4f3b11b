"""Each night: who lacks what today, for certificates run out and people come, leave and change posts."""

from datetime import date

from models.kit import Changes
from models.training import refresh


def renew_needs(c: Changes, day: date) -> str:
    return f"{refresh(c, day=day)} training needs changed"
