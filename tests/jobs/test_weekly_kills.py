"""Killed at any moment, by mistake with two processes at it, each week is closed exactly once, and in order."""

from tests.reliability.test_kills import figures


def test_kills_around_the_closing_of_weeks_lose_nothing_and_double_nothing():
    found = figures("rollup_kills", "--times", "4", "--seed", "12", "--areas", "1", "--weeks", "2")
    assert found["wrong"] == []
    assert (found["kills"], found["weeks"] >= 3) == (4, True)
    assert any("2 processes" in kind for kind in found["kinds"])
