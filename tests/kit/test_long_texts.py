"""What people type is read in time that grows with its length: a text that took hours would keep everybody else waiting."""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from models import house
from models.kit import Refused
from models.kit.fields import Described

UNITS = (
    "(",
    "a",
    "0",
    " ",
    "0,",
    "-",
    "'",
    "/",
    "年",
    "星期",
    "1月",
    '="',
    "a.",
    "a@",
    "{",
    "http://",
    "\u200b",
    "、",
    "零",
    "1:",
    "T",
    "*",
    "元",
)
LENGTH = 20_000


def each_type() -> Iterator[Described]:
    """One field of each type that the company has."""
    fields = (item for record in house().records.values() for item in record.fields().values())
    yield from {type(item): item for item in fields}.values()


@pytest.mark.parametrize("unit", UNITS)
def test_no_text_is_read_for_long(db, unit):
    """20,000 brackets for a day took eight seconds, and a filter, which everybody may ask with, takes two hundred thousand."""
    slow = []
    for item in each_type():
        begun = time.thread_time()  # a busy machine makes no text longer
        with suppress(Refused):
            item.parse(unit * (LENGTH // len(unit)) + "!")
        if time.thread_time() - begun > 1:
            slow.append(type(item).__name__)
    assert slow == []
