"""Coupons by their dates."""

from datetime import date

from ..kit import Changes, Text
from .issuing import expire

DONE = Text("{held} 张券过期，{kinds} 种券停发", "{held} coupons expired, {kinds} kinds ended")


def end(c: Changes, day: date) -> Text:
    held, kinds = expire(c, day)
    return DONE(held=held, kinds=kinds)
