"""Any of these trials on its own: how often, and with which seed, is asked on the command line; it ends with 1 where something was wrong."""

import argparse
import json
import random
from collections.abc import Callable


def by_hand(run: Callable[[int, int], dict], what: str, times: int) -> None:
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--times", type=int, default=times)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    figures = run(asked.times, asked.seed)
    print(json.dumps(figures, ensure_ascii=False))
    raise SystemExit(1 if figures["wrong"] else 0)
