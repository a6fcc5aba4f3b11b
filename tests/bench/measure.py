"""How everything here is measured: product and floor in turn, medians of seven rounds, equal answers first."""

import os
import platform
import statistics
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 7


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"


def timed(fn: Callable[[], Any], times: int = 1) -> float:
    """Milliseconds of one call, the mean of a few."""
    started = time.perf_counter()
    for _ in range(times):
        fn()
    return (time.perf_counter() - started) * 1000 / times


def side_by_side(
    product: Callable[[], Any], floor: Callable[[], Any], times: int = 5, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Medians in ms of both, taken A B A B after one warm-up each."""
    product(), floor()
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(timed(product, times))
        bare.append(timed(floor, times))
    return statistics.median(ours), statistics.median(bare)


def part(values: list[float], share: float) -> float:
    """The value that this share of all stays under: 0.95 for p95."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


class Table:
    """Lines of a report: what, ours, the floor, the ratio and whether it is within its target."""

    def __init__(self, title: str, floor: str = "floor", rounds: int = ROUNDS):
        print(f"\n{title}\n{machine()}; {rounds} rounds, alternating, medians in ms")
        print(f"{'':44}{'OpsDesk':>10}{floor:>12}{'ratio':>8}   target")

    def row(
        self, what: str, ours: float, floor: float | None = None, target: str = "", met: bool | None = None
    ) -> None:
        ratio = f"{ours / floor:8.2f}" if floor else " " * 8
        bare = f"{floor:12.2f}" if floor is not None else " " * 12
        verdict = "" if met is None else " ok" if met else " MISSED"
        wide = sum(ord(sign) > 0x2E80 for sign in what)
        print(f"{what:<{44 - wide}}{ours:10.2f}{bare}{ratio}   {target}{verdict}", flush=True)
