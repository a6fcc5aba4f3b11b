"""Killed at any moment, by mistake with two processes at it, each week is closed exactly once, and in order."""

from tests.reliability.test_kills import figures


def test_kills_around_the_closing_of_weeks_lose_nothing_and_double_nothing():
    outcome = figures("rollup_kills", "--times", "4", "--seed", "12", "--areas", "1", "--weeks", "2")
    assert outcome["wrong"] == []
    assert (outcome["kills"], outcome["weeks"] >= 3) == (4, True)
    assert any("2 processes" in kind for kind in outcome["kinds"])
