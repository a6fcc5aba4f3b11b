"""Trials by kills, each on its own: how often, and with which seed, is asked on the command line; 1 is the end where something was wrong."""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.reliability.nursery import Child, ask, furnish, ready


def by_hand(run: Callable[[int, int], dict], what: str, times: int) -> None:
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--times", type=int, default=times)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    figures = run(asked.times, asked.seed)
    print(json.dumps(figures, ensure_ascii=False))
    raise SystemExit(1 if figures["wrong"] else 0)


def under_kills(
    times: int,
    seed: int,
    work: Callable[[Path, int, Callable[[str], None]], Any],
    wrong: Callable[[Path, list[str]], list[str]],
    *,
    lay: Callable[[Path], Any] | None = None,
    pause: tuple[float, float] = (0.1, 0.4),
    every: int = 10,
) -> tuple[dict, list[str]]:
    """Children that work on one database, one after the other, each killed amid its work; the figures, and what all of them said was done.

    lay: what stands in the database before. wrong: what is wrong with it, asked after so many kills as `every` says.
    """
    dice, began, said, faults, at = random.Random(seed), time.monotonic(), [], [], 0
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        path = Path(folder) / "ops.db"
        furnish(path)
        if lay is not None:
            ask(lambda: lay(path))
        ready(path)
        for at in range(times):
            child = Child(lambda say, at=at: work(path, at, say))
            child.kill_after(dice.uniform(*pause))
            lines, status = child.said()
            assert status == -9, f"the child ended by itself with {status}"
            said += lines
            if at % every == every - 1 or at == times - 1:
                faults = ask(partial(wrong, path, list(said)))
            if faults:
                break
    seconds = round(time.monotonic() - began, 1)
    return {"kills": at + 1, "acked": len(said), "wrong": faults, "seed": seed, "seconds": seconds}, said
