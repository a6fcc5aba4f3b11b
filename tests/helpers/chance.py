"""Chance that can be told again: one seed for everything random in the tests, the same in every worker, printed at the end.

OPS_SEED=12345 draws other examples than the usual ones; `python -m tests --seed random` thinks of a number.
"""

import os
from random import Random

SEED = int(os.environ.get("OPS_SEED") or 0)


def random_for(*names: object) -> Random:
    """Random numbers of their own for whoever asks by this name."""
    return Random(" ".join(map(str, (SEED, *names))))
