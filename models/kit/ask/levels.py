"""Rows that contain each other, as a year its months and the company its stores: only what is of one level adds up.

Each row's level is a number, and three sums of it tell whether it varies: they are added, taken away and put together like any other.
"""

from collections.abc import Sequence

import peewee

from ..declare.record import Record

TOLD_BY = 3  # sums


def levels_of(record: type[Record]) -> list[peewee.Node]:
    """What is summed to tell whether rows are of one level: one each, the level, its square; nothing where there are no levels."""
    if not record.sheet.levels:
        return []
    code: peewee.Node = peewee.SQL("0")
    for name in record.sheet.levels:
        code = code * peewee.SQL("10") + _level(record, name)
    return [peewee.SQL("1"), code, code * code]


def mixed(spread: Sequence[int]) -> bool:
    """Whether these sums are of rows of several levels: where all are alike, the squares come to the square of the sum."""
    return bool(spread) and spread[0] * spread[2] != spread[1] * spread[1]


def _level(record: type[Record], name: str) -> peewee.Node:
    """Of a choice which it is, of anything else whether it is filled in; without parameters, as `Totals` puts its own before them."""
    item = record.fields()[name]
    options = [choice.key for choice in getattr(item, "options", ())]
    if not options:
        return peewee.Case(None, [(item.is_null(False), peewee.SQL("1"))], peewee.SQL("0"))
    which = [(item == peewee.SQL(f"'{key}'"), peewee.SQL(str(at))) for at, key in enumerate(options)]
    return peewee.Case(None, which, peewee.SQL("9"))
