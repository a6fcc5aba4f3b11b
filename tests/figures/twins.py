"""Twins in pandas of the figures that count in a way of their own, by the class that counts or by the figure's name."""

from calendar import monthrange
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas

from models.key_accounts import KeyAccount
from models.kit.clock import Span, today
from models.kit.week import lasting
from models.logistics import week as logistics
from models.members import Gift, GiftBudget, PointsEntry, Purchase, RecruitTarget
from models.members import week as members
from models.organization import Store, Supplier
from models.promotions import Promotion
from models.quality import SafetyCheck
from models.quality import week as quality
from models.service import SurveyAnswer, SurveyQuestion
from models.service import week as service
from tests.figures.naive import (
    Answer,
    between,
    counted,
    day_column,
    days_up_to,
    holds,
    in_week,
    month_of,
    naive,
    only,
    split,
    table,
    total,
)


@naive.register
def _(measured: members.Points, week: Span) -> Answer:
    entries = between(table(PointsEntry), "occurred_at day", week.first, week.last)
    origin = table(PointsEntry)[["id", "kind"]].rename(columns={"id": "origin", "kind": "was"})
    entries = entries.merge(origin, left_on="reverses_id", right_on="origin", how="left")
    mine = (entries["kind"] == measured.kind) | ((entries["kind"] == "reversal") & (entries["was"] == measured.kind))
    return split(measured, entries[mine], lambda frame: measured.sign * total(frame["points"]))


@naive.register
def _(measured: members.Outstanding, week: Span) -> Answer:
    return total(between(table(PointsEntry), "occurred_at day", "0001-01-01", week.last)["points"]), {}


@naive.register
def _(measured: members.Net, week: Span) -> Answer:
    def cents(frame: pandas.DataFrame) -> Decimal:
        return (total(frame["amount"]) - total(frame["refunded"])) * Decimal("0.01")

    return split(measured, in_week(measured, week), cents)


@naive.register
def _(measured: members.Buyers, week: Span) -> Answer:
    bought = between(table(Purchase), "purchased_at day", days_up_to(week, measured.days), week.last)
    bought = only(bought, [row["amount"] > row["refunded"] for row in bought.to_dict("records")])

    def often(frame: pandas.DataFrame) -> int:
        return sum(times >= measured.least for times in Counter(frame["member_id"]).values())

    value, stores = split(measured, bought, often)
    return value, {store: times for store, times in stores.items() if times or measured.least == 1}


@naive.register
def _(measured: members.MonthSoFar, week: Span) -> Answer:
    frame = holds(measured.record, table(measured.record), measured.where)
    frame = between(frame, day_column(measured.record, measured.when), *month_of(week))
    return split(measured, frame, lambda some: counted(measured, some))


@naive.register
def _(measured: members.Budget, week: Span) -> Answer:
    budgets = table(GiftBudget)
    budgets = budgets[budgets["month"] == str(month_of(week)[0])[:7]]
    company = budgets[budgets["store_id"].isna()]
    value = Decimal(company["amount"].iloc[0]).scaleb(-2) if len(company) else None
    stores = budgets[budgets["store_id"].notna()]
    return value, {
        int(store): Decimal(cents).scaleb(-2) for store, cents in zip(stores["store_id"], stores["amount"], strict=True)
    }


@naive.register
def _(measured: members.RecruitsWanted, week: Span) -> Answer:
    targets, company, stores = table(RecruitTarget), Decimal(0), Counter()
    shops = {row["id"]: row for row in table(Store).to_dict("records")}
    for day in week.days:
        long = monthrange(day.year, day.month)[1]
        month = targets[targets["month"] == day.isoformat()[:7]]
        own = month[month["store_id"].notna()]
        for store, target in zip(own["store_id"], own["target"], strict=True):
            row = shops[store]
            opened, closed = row["opened_on"], row["closed_on"] if row["status"] == "closed" else None
            first = max(str(day.replace(day=1)), opened or "")  # from the opening on the whole month's target is due
            due = first <= str(day) and (closed is None or str(day) < closed)
            ahead = (date.fromisoformat(first) - day.replace(day=1)).days if first <= str(day) else 0
            share = target / Decimal(long - ahead) if due else Decimal(0)
            stores[int(store)] += share
            company += share
        if not total(own["target"]):
            company += total(month["target"]) / Decimal(long)
    return company, dict(stores)


@naive.register
def _(measured: service.Marks, week: Span) -> Answer:
    answers = table(SurveyAnswer).merge(
        table(SurveyQuestion)[["id", "kind"]], left_on="question_id", right_on="id", suffixes=("", "_q")
    )
    answers = answers[(answers["kind"] == "score") & answers["number"].notna()][["response_id", "number"]]
    marks = in_week(measured, week).merge(answers, left_on="id", right_on="response_id")
    return split(measured, marks, lambda frame: total(frame["number"]) if measured.total else len(frame))


@naive.register
def _(measured: lasting.StillOpen, week: Span) -> Answer:
    record, where = measured.record, {**measured.where, **(measured.among() if measured.among else {})}
    yesterday = today() - timedelta(days=1)
    last = min(week.last, yesterday) if measured.late else week.last
    rows = between(holds(record, table(record), where), day_column(record, measured.when), "0001-01-01", last)
    if measured.began:
        rows = between(rows, day_column(record, measured.began), "0001-01-01", week.last)
    for name in measured.ended:
        days = rows[day_column(record, name)]
        rows = only(rows, [pandas.isna(day) or day > week.last.isoformat() for day in days])
    return split(measured, rows, lambda frame: counted(measured, frame))


@naive.register
def _(measured: lasting.Time, week: Span) -> Answer:
    def time(frame: pandas.DataFrame) -> Decimal:
        seconds = 0
        for row in frame.to_dict("records"):
            start = next((row[name] for name in measured.start if not pandas.isna(row[name])), None)
            if start is not None and not pandas.isna(row[measured.end]):
                seconds += (datetime.fromisoformat(row[measured.end]) - datetime.fromisoformat(start)).total_seconds()
        return Decimal(int(seconds)) / measured.per

    return split(measured, in_week(measured, week), time)


@naive.register
def _(measured: lasting.Size, week: Span) -> Answer:
    item = measured.record.fields()[measured.sum]

    def sizes(frame: pandas.DataFrame) -> Decimal:
        return total(frame[item.column_name].dropna().abs(), item)

    return split(measured, in_week(measured, week), sizes)


@naive.register
def _(measured: logistics.Out, week: Span) -> Answer:
    return split(measured, in_week(measured, week), lambda frame: -counted(measured, frame))


def was_open(row: dict, day: date) -> bool:
    since, until = row["opened_on"], row["closed_on"]
    left = row["status"] == "closed" and until is not None and until > day.isoformat()
    return (row["status"] == "open" or left) and (since is None or since <= day.isoformat())


@naive.register
def _(measured: quality.ChecksOwed, week: Span) -> Answer:
    stores = table(Store)
    stores = stores[stores["kind"] != "online"].to_dict("records")
    owed = {(row["id"], day.isoformat()) for row in stores for day in week.days if was_open(row, day)}
    if isinstance(measured, quality.ChecksMade):
        checks = table(SafetyCheck)
        checks = checks[checks["kind"] == "day"]
        owed &= set(zip(checks["store_id"], checks["checked_on"], strict=True))
    return len(owed), dict(Counter(store for store, _ in owed))


# Figures that are functions --------------------------------------------------------------------------------------------------


def points_cost(week: Span) -> Decimal | None:
    gifts = table(Gift)
    gifts = gifts[(gifts["status"] == "on") & (gifts["price"] > 0)]
    if not len(gifts):
        return None
    points = total(between(table(PointsEntry), "occurred_at day", "0001-01-01", week.last)["points"])
    return round(Decimal(points) * total(gifts["unit_cost"]) / 100 / total(gifts["price"]), 2)


def promotions_running(week: Span) -> int:
    rows = table(Promotion)
    rows = rows[rows["state"].isin(["approved", "running", "finished", "reviewed"])]
    return int(((rows["starts_on"] <= str(week.last)) & (rows["ends_on"] >= str(week.first))).sum())


def key_account_silent(week: Span) -> int:
    rows = table(KeyAccount)
    rows = rows[(rows["stage"] == "active") & rows["last_order_on"].notna()]
    return int((rows["last_order_on"] < str(week.last - timedelta(days=60))).sum())


def key_account_top_share(week: Span) -> Decimal | None:
    sales = sorted((cents for cents in table(KeyAccount)["sales_12m"] if cents > 0), reverse=True)
    return round(Decimal(sum(sales[:10])) * 100 / sum(sales), 1) if sales else None


def quality_suppliers_expiring(week: Span) -> int:
    until = str(week.last + timedelta(days=30))
    rows = table(Supplier)
    rows = rows[rows["status"] == "active"]
    return sum(
        any(day is not None and day <= until for day in days)
        for days in zip(rows["business_until"], rows["production_until"], strict=True)
    )


FUNCTIONS = {
    fn.__name__: fn
    for fn in (points_cost, promotions_running, key_account_silent, key_account_top_share, quality_suppliers_expiring)
}


def twin(metric: Any, week: Span) -> Answer:
    """What the figure comes to by the naive way. Raises Unknown where there is none."""
    if metric.name in FUNCTIONS:
        return FUNCTIONS[metric.name](week), {}
    return naive(metric.fn, week)
