"""Killed at any moment, by mistake with two processes at it, each week is closed exactly once, and in order."""

from tests.reliability.test_kills import figures


def test_kills_around_the_closing_of_weeks_lose_nothing_and_double_nothing():
    found = figures("rollup_kills", "--times", "5", "--seed", "12", "--areas", "1", "--weeks", "3", "--children", "0")
    assert found["wrong"] == []
    assert (found["kills"], found["weeks"] >= 4) == (5, True)
    assert any("2 processes" in kind for kind in found["kinds"])
