"""What nobody needs any more: sessions and sign-in tries that ended long ago."""

from datetime import date

from models import accounts


def tidy(day: date) -> str:
    accounts.prune()
    return "ended sessions and old tries removed"
