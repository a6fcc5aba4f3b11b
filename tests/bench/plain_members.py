"""The members' figures of a week as somebody would ask for them by hand: one plain statement a figure, one more for the stores."""

from calendar import monthrange
from datetime import timedelta
from decimal import Decimal
from typing import Any

from models.kit.clock import Week, start_of
from models.kit.server.database import fetch

Found = dict[tuple[str, int | None], Any]
BOUGHT = "FROM purchase WHERE purchased_at >= ? AND purchased_at < ?"
KEPT = f"{BOUGHT} AND amount > refunded"
# What was undone of a kind is the reversals of its lines.
MOVED = """FROM points_entry e {join}WHERE e.occurred_at >= ? AND e.occurred_at < ? AND (e.kind = '{kind}' OR (e.kind = 'reversal'
  AND EXISTS (SELECT 1 FROM points_entry o WHERE o.id = e.reverses_id AND o.kind = '{kind}')))"""
GIVEN = "FROM redemption WHERE requested_at >= ? AND requested_at < ? AND state = 'issued'"
TWICE = "SELECT {by}member_id {kept} GROUP BY {by}member_id HAVING COUNT(*) > 1"


def plain(week: Week) -> Found:
    """Every figure by (name, store id or None)."""
    figures: Found = {}
    span = (f"{week.starts}", f"{week.ends}")
    _joined(figures, week)
    _buyers(figures, week, span[1])
    for name, unit, sql in (
        ("member_sales", 100, "SUM(amount - refunded)"),
        ("average_spend", 0, "SUM(amount - refunded), COUNT(*)"),
    ):
        _both(
            figures, name, sql, BOUGHT, "store_id", span, lambda *row, unit=unit: _yuan(row[0]) if unit else _mean(*row)
        )
    for name, kind, sign in (("points_earned", "earn", 1), ("points_spent", "redeem", -1)):
        _both(
            figures,
            name,
            "SUM(e.points)",
            MOVED.format(kind=kind, join=""),
            "e.store_id",
            span,
            lambda points, sign=sign: sign * (points or 0),
        )
    _expired(figures, span)
    _outstanding(figures, span[1])
    _gifts(figures, week, span)
    return figures


def _both(figures: Found, name: str, what: str, source: str, store: str, values: tuple, read: Any) -> None:
    figures[name, None] = read(*fetch(f"SELECT {what} {source}", values)[0])
    rows = fetch(f"SELECT {store}, {what} {source} AND {store} IS NOT NULL GROUP BY {store}", values)
    figures.update({(name, id): read(*rest) for id, *rest in rows})


def _joined(figures: Found, week: Week) -> None:
    days = (f"{week.monday}", f"{week.sunday}")
    _both(
        figures,
        "new_members",
        "COUNT(*)",
        "FROM member WHERE joined_on >= ? AND joined_on <= ?",
        "home_store_id",
        days,
        int,
    )
    wanted: dict[int | None, Decimal] = {}
    for day in week.days:
        long = monthrange(day.year, day.month)[1]
        for store, target in fetch("SELECT store_id, target FROM recruit_target WHERE month = ?", (f"{day:%Y-%m}",)):
            wanted[store] = wanted.get(store, Decimal(0)) + Decimal(target) / long
    wanted.pop(None, None)  # the stores' targets add up to the company's
    joined = fetch(
        "SELECT home_store_id, COUNT(*) FROM member WHERE joined_on >= ? AND joined_on <= ? GROUP BY home_store_id",
        days,
    )
    in_stores, all_wanted = dict(joined), sum(wanted.values())
    figures["recruiting_reached", None] = _share(sum(in_stores.values()), all_wanted)
    figures.update(
        {("recruiting_reached", id): _share(in_stores.get(id, 0), goal) for id, goal in wanted.items() if goal}
    )


def _buyers(figures: Found, week: Week, ends: str) -> None:
    quarter, half = ((f"{start_of(week.sunday - timedelta(days=days - 1))}", ends) for days in (90, 180))
    lately: Found = {}
    _both(figures, "active_members", "COUNT(DISTINCT member_id)", KEPT, "store_id", quarter, int)
    _both(lately, "dormant_members", "COUNT(DISTINCT member_id)", KEPT, "store_id", half, int)
    for (name, id), count in lately.items():
        figures[name, id] = count - figures.get(("active_members", id), 0)
    often = fetch(f"SELECT COUNT(*) FROM ({TWICE.format(by='', kept=KEPT)})", quarter)[0][0]
    in_stores = dict(
        fetch(f"SELECT store_id, COUNT(*) FROM ({TWICE.format(by='store_id, ', kept=KEPT)}) GROUP BY store_id", quarter)
    )
    for id, count in {None: often, **in_stores}.items():
        figures["repeat_rate", id] = _share(count, figures["active_members", id])
    for name, id in list(figures):
        if name == "active_members" and id not in in_stores and id is not None:
            figures["repeat_rate", id] = _share(0, figures[name, id])


def _expired(figures: Found, span: tuple) -> None:
    join = "JOIN member m ON m.id = e.member_id "
    _both(
        figures,
        "points_expired",
        "SUM(e.points)",
        MOVED.format(kind="expire", join=join),
        "m.home_store_id",
        span,
        lambda points: -(points or 0),
    )


def _outstanding(figures: Found, ends: str) -> None:
    held = fetch("SELECT SUM(points) FROM member")[0][0] - (
        fetch("SELECT SUM(points) FROM points_entry WHERE occurred_at >= ?", (ends,))[0][0] or 0
    )
    cents, points = fetch("SELECT SUM(unit_cost), SUM(price) FROM gift WHERE status = 'on' AND price > 0")[0]
    figures["points_outstanding", None] = held
    figures["points_cost", None] = (Decimal(held) * cents / 100 / points).quantize(Decimal("0.01"))


def _gifts(figures: Found, week: Week, span: tuple) -> None:
    _both(figures, "gifts_issued", "SUM(qty)", GIVEN, "store_id", span, lambda qty: qty or 0)
    _both(figures, "gifts_cost", "SUM(cost)", GIVEN, "store_id", span, _yuan)
    _both(figures, "members_served", "COUNT(DISTINCT member_id)", GIVEN, "store_id", span, int)
    _both(figures, "cost_per_member", "SUM(cost), COUNT(DISTINCT member_id)", GIVEN, "store_id", span, _mean)
    month = (f"{start_of(week.sunday.replace(day=1))}", span[1])
    spent: Found = {}
    _both(spent, "budget_used", "SUM(cost)", f"{GIVEN} AND past = 0", "store_id", month, _yuan)
    for id, cents in fetch("SELECT store_id, amount FROM gift_budget WHERE month = ?", (f"{week.sunday:%Y-%m}",)):
        if cents:
            figures["budget_used", id] = _share(spent.get(("budget_used", id), Decimal(0)), _yuan(cents))


def _yuan(cents: int | None) -> Decimal:
    return Decimal(cents or 0).scaleb(-2)


def _mean(cents: int | None, count: int) -> Decimal | None:
    return (_yuan(cents) / count).quantize(Decimal("0.01")) if count else None


def _share(part: Any, whole: Any) -> Decimal | None:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1")) if whole else None
