"""On the first of a month: who buys how recently, how often and for how much, and how many of each month's newcomers came back."""

from datetime import date
from typing import Any

import pandas as pd

from models.kit import Changes, Text
from models.kit.clock import add_months, local, start_of
from models.members import Purchase
from models.members.segments import keep_segments
from models.system import analysed_at

MOVED = Text("{n} 位会员换了分层", "{n} members moved")
DONE = Text("本月已评定", "scored this month already")
NONE = Text("还没有消费记录", "no purchases yet")
COHORTS = 12


def segment(c: Changes, day: date) -> Text:
    """Once a month, at the first night that has something to score; between times the segments stay as they are."""
    made = analysed_at("member_cohorts")
    if made and local(made).date() >= day.replace(day=1):
        return DONE
    bought = purchases(day)
    if bought.empty:
        return NONE
    return MOVED(n=keep_segments(c, scores(bought), cohorts(bought, day)))


def purchases(day: date) -> pd.DataFrame:
    """The purchases of the year before a day that weren't wholly refunded: member, at (local day), net in yuan."""
    since = add_months(day.replace(day=1), -COHORTS)
    query = Purchase.select(Purchase.member, Purchase.purchased_at, Purchase.amount, Purchase.refunded).where(
        Purchase.purchased_at >= start_of(since),
        Purchase.purchased_at < start_of(day),
        Purchase.amount > Purchase.refunded,
    )
    rows = [(member, at, float(amount - refunded)) for member, at, amount, refunded in query.tuples().iterator()]
    frame = pd.DataFrame(rows, columns=["member", "at", "net"])
    frame["at"] = pd.to_datetime(frame["at"], utc=True).dt.tz_convert("Asia/Shanghai")
    return frame


def scores(bought: pd.DataFrame) -> dict[int, tuple[int, int, int]]:
    """Quintiles from 1 to 5 of recency, frequency and spend, by member."""
    last, times, spent = (
        bought.groupby("member")[column].agg(how) for column, how in (("at", "max"), ("at", "count"), ("net", "sum"))
    )
    five = pd.DataFrame({"r": quintile(last), "f": quintile(times), "m": quintile(spent)})
    return {int(member): (int(r), int(f), int(m)) for member, r, f, m in five.itertuples()}


def quintile(values: pd.Series) -> pd.Series:
    """1 for the lowest fifth up to 5 for the highest; equal values get the same score."""
    share = values.rank(method="average", pct=True)
    return (share * 5).apply(lambda part: min(5, max(1, -int(-part // 1))))


def cohorts(bought: pd.DataFrame, day: date) -> list[dict[str, Any]]:
    """For each month of first purchase: how many members, and the share of them that bought again 1, 2, … months later."""
    months = bought.assign(month=bought["at"].dt.year * 12 + bought["at"].dt.month - 1)
    first = months.groupby("member")["month"].min().rename("first")
    seen = months.merge(first, on="member").drop_duplicates(["member", "month"])
    seen["later"] = seen["month"] - seen["first"]
    counts = seen.pivot_table(index="first", columns="later", values="member", aggfunc="count", fill_value=0)
    rows = []
    for month, row in counts.iterrows():
        size = int(row[0])
        last = day.year * 12 + day.month - 1 - int(month)
        kept = [round(100 * int(row.get(later, 0)) / size, 1) for later in range(1, last + 1)]
        rows.append({"month": f"{month // 12}-{month % 12 + 1:02d}", "members": size, "kept": kept})
    return rows
