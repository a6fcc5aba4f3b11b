"""Each night: who lacks what today, for certificates run out and people come, leave and change posts."""

from datetime import date

from ..kit import Changes, Text
from .records import refresh

CHANGED = Text("应训清单变动 {n} 条", "{n} training needs changed")


def renew_needs(c: Changes, day: date) -> Text:
    return CHANGED(n=refresh(c, day=day))
