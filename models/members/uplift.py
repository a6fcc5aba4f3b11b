"""What working with members brought: those contacted beside those left alone, over the same days."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import peewee

from ..kit import Row, Text
from ..kit.clock import Days, today
from .purchases import Purchase

CHUNK = 500
CENT = Decimal("0.01")
CAME = Text(
    "联系组 {called} 人，{called_bought} 人购买；对照组 {alone} 人，{alone_bought} 人购买",
    "Contacted: {called}, of whom {called_bought} bought; left alone: {alone}, of whom {alone_bought} bought",
)


@dataclass(frozen=True)
class Reckoned:
    """What is kept with the list, and the sentence for whoever ended it."""

    values: dict[str, Any]
    words: Text


def drawn(row: Row, calls: list[Row]) -> set[int]:
    """Whose turn it is to be left alone: the list's share of them, by a lot that comes out the same each time."""
    by_lot = sorted(calls, key=lambda call: sha256(f"{row.id}:{call.member}".encode()).hexdigest())
    return {call.id for call in by_lot[: len(calls) * row.control // 100]}


def reckoned(row: Row, calls: list[Row]) -> Reckoned:
    """Without a control group nothing is said of the effect."""
    span = Days(row.starts_on, min(today(), row.starts_on + timedelta(days=row.window - 1)))
    spent = _spent({call.member for call in calls}, span)
    called = [spent.get(call.member, Decimal(0)) for call in calls if call.state != "held"]
    alone = [spent.get(call.member, Decimal(0)) for call in calls if call.state == "held"]
    mine, theirs = _rate(called), _rate(alone)
    known = mine is not None and theirs is not None
    values = {
        "called_bought": mine,
        "control_bought": theirs,
        "uplift": mine - theirs if known else None,
        "extra_sales": (_sum(called) - _sum(alone) * len(called) / len(alone)).quantize(CENT) if known else None,
    }
    bought = {"called_bought": sum(map(bool, called)), "alone_bought": sum(map(bool, alone))}
    return Reckoned(values, CAME(called=len(called), alone=len(alone), **bought))


def _sum(spent: list[Decimal]) -> Decimal:
    return sum(spent, Decimal(0))


def _rate(spent: list[Decimal]) -> Decimal | None:
    return (Decimal(100) * sum(map(bool, spent)) / len(spent)).quantize(CENT) if spent else None


def _spent(members: set[int], span: Days) -> dict[int, Decimal]:
    """What each kept of what he bought in these days."""
    net, spent, ids = peewee.fn.SUM(Purchase.amount - Purchase.refunded).coerce(False), {}, sorted(members)
    within = (Purchase.purchased_at >= span.starts) & (Purchase.purchased_at < span.ends)
    for start in range(0, len(ids), CHUNK):
        some = Purchase.member.in_(ids[start : start + CHUNK])
        query = Purchase.select(Purchase.member, net).where(within, some).group_by(Purchase.member)
        spent |= {member: Decimal(int(cents or 0)).scaleb(-2) for member, cents in query.tuples()}
    return spent
