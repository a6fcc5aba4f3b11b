"""Whatever order keys and clicks come in, a person's work is kept as it was meant and nobody else's changes."""

import os
from random import Random

import pytest

from tests.browser.hands import Hands
from tests.helpers.chance import SEED, random_for

FIRST, _, LAST = os.environ.get("OPS_HANDS", "").partition("-")
WALKS = [str(seed) for seed in range(int(FIRST), int(LAST or FIRST) + 1)] if FIRST else [f"of the suite {SEED}"]


@pytest.mark.parametrize("walk", WALKS)
def test_random_hands_lose_nothing_change_nothing_else_and_the_history_tells_it_all(sheet, office, walk):
    at = sheet()
    hands = Hands(at, office.person("bert"), Random(walk) if FIRST else random_for("hands"))
    try:
        hands.live(14)
    except BaseException:
        print(f"walk {walk}:", *hands.story, sep="\n  ")
        raise
