"""RFM segments and cohorts on a small world whose figures can be counted by hand."""

from datetime import date
from urllib.parse import unquote

import pandas as pd
import pytest

from jobs import segments
from models.kit import changes
from models.kit.ask.query import Query
from models.kit.write.edits import edit
from models.members import Member, Purchase
from models.members.people import SEGMENTS
from models.members.segments import GRID, segment_of
from models.system import analysis
from pages.analysis import read_analysis

DAY = date(2026, 11, 1)


@pytest.fixture
def shoppers(boss, stores):
    """Ten members; the n-th bought n times, the last time 10 × (10 − n) days before the day, for 100 yuan each."""
    people = [{"id": None, "set": {"card_no": f"{n:03}", "name": f"会员{n}", "home_store": "S1"}} for n in range(1, 12)]
    ids = [row["id"] for row in edit(Member, people, who=boss).rows]
    rows = [
        {
            "receipt_no": f"{n}-{k}",
            "member": ids[n - 1],
            "store": "S1",
            "amount": "100",
            "purchased_at": (pd.Timestamp(DAY) - pd.Timedelta(days=10 * (11 - n) + k)).strftime("%Y-%m-%d 12:00"),
        }
        for n in range(1, 11)
        for k in range(n)
    ]
    assert edit(Purchase, [{"id": None, "set": row} for row in rows], who=boss).state == "applied"
    return ids


def test_scores_are_fifths_of_recency_frequency_and_spend(shoppers):
    scores = segments.scores(segments.purchases(DAY))
    assert [scores[id] for id in shoppers[:10]] == [(n, n, n) for n in (1, 1, 2, 2, 3, 3, 4, 4, 5, 5)]


def test_members_get_the_segment_of_their_scores_and_one_who_never_bought_gets_none(shoppers, boss):
    with changes(who=boss, via="job") as c:
        segments.segment(c, DAY)
    rows = {row["id"]: row for row in Query(Member, boss).rows()}
    assert rows[shoppers[9]]["segment"] == "champions" and rows[shoppers[9]]["rfm"] == "555"
    assert rows[shoppers[0]]["segment"] == "lost" and rows[shoppers[10]]["segment"] is None


def test_segments_stay_as_they_are_until_the_next_month(shoppers, boss):
    with changes(who=boss, via="job") as c:
        segments.segment(c, DAY)
    with changes(who=boss, via="job") as c:
        assert segments.segment(c, date(2026, 11, 2)).en == "scored this month already"


def test_refunded_purchases_do_not_count(shoppers, boss):
    bought = len(segments.purchases(DAY))
    first = Query(Purchase, boss, sort=["id"]).rows()[0]
    edit(Purchase, [{"id": first["id"], "set": {"refunded": first["amount"]}}], who=boss)
    assert len(segments.purchases(DAY)) == bought - 1


def test_cohorts_tell_how_many_of_a_months_newcomers_bought_again(boss, stores):
    edit(Member, [{"id": None, "set": {"card_no": str(n), "name": "甲"}} for n in (1, 2)], who=boss)
    days = {"1": ("2026-08-05", "2026-09-05", "2026-10-05"), "2": ("2026-08-06", "2026-10-06")}
    rows = [
        {"receipt_no": f"{n}{d}", "member": n, "store": "S1", "amount": "1", "purchased_at": d}
        for n, ds in days.items()
        for d in ds
    ]
    assert edit(Purchase, [{"id": None, "set": row} for row in rows], who=boss).state == "applied"
    assert segments.cohorts(segments.purchases(DAY), DAY) == [
        {"month": "2026-08", "members": 2, "kept": [50.0, 100.0, 0.0]}
    ]
    with changes(who=boss, via="job") as c:
        segments.segment(c, DAY)
    assert analysis("member_cohorts")[0]["members"] == 2


def test_every_mix_of_scores_has_one_of_the_eleven_names():
    named = {segment_of(r, f, m) for r in range(1, 6) for f in range(1, 6) for m in range(1, 6)}
    assert named == {choice.key for choice in SEGMENTS} == {name for row in GRID for name in row}
    assert len(named) == 11


def test_the_analysis_shows_a_store_manager_the_own_store_only_and_leads_to_its_members(shoppers, boss, chen):
    with changes(who=boss, via="job") as c:
        segments.segment(c, DAY)
    elsewhere = edit(Member, [{"id": shoppers[9], "set": {"home_store": "S2"}}], who=boss)
    assert elsewhere.state == "applied"
    mine, whole = read_analysis(chen), read_analysis(boss)
    assert sum(part.members for part in whole[0]) == 10 and sum(part.members for part in mine[0]) == 9
    assert whole[2] and not mine[2]
    assert "champions" in unquote(whole[0][0].target)
