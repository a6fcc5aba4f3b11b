"""Promotions begin and end by their dates, nobody has to remember."""

from datetime import date, timedelta

from ..kit import Changes, Row, setting
from .campaigns import Promotion
from .results import AFTER_DAYS, HAPPENED


def move_on(c: Changes, day: date) -> int:
    """What was agreed to runs from its first day, and is over after its last."""
    moved = 0
    for row in Promotion.rows(Promotion.state == "approved", Promotion.starts_on <= day):
        c.update(Promotion, row.id, state="running")
        moved += 1
    for row in Promotion.rows(Promotion.state == "running", Promotion.ends_on < day):
        c.update(Promotion, row.id, state="finished")
        moved += 1
    return moved


def watched(day: date) -> list[Row]:
    """Promotions whose sales still count: they run, or the weeks after them are still looked at."""
    since = day - timedelta(days=int(setting(AFTER_DAYS)) + 1)
    return Promotion.rows(Promotion.state.in_(HAPPENED), Promotion.starts_on <= day, Promotion.ends_on >= since)
