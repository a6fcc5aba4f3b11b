"""How many groups of rows a chart has room for, and what becomes of the others."""

from dataclasses import replace

from models.design.boards.reading import Charted
from models.kit.declare.access import Who

from . import words

MOST = {"heat": 60, "funnel": 20, "pie": 12}
SHARES = ("pie", "funnel")  # of less than nothing there is no share


def fitted(kind: str, chart: Charted, who: Who) -> Charted:
    """The chart with what there is room for. The small shares of a pie are one together; other groups are only counted."""
    values = chart.series[0][1]
    shown = [at for at, value in enumerate(values) if kind not in SHARES or (value or 0) > 0]
    below = sum(1 for value in values if kind in SHARES and (value or 0) < 0)
    most = MOST.get(kind, len(shown))
    if kind == "pie" and len(shown) > most and chart.total is not None:
        largest = sorted(sorted(shown, key=lambda at: -(values[at] or 0))[: most - 1])
        beyond = chart.total - sum(value or 0 for value in values)  # of groups that weren't even listed
        rest = sum(values[at] or 0 for at in shown if at not in largest) + max(beyond, 0)
        return _of(chart, largest, below, (words.OTHERS.say(who.lang), rest))
    return _of(chart, shown[:most], chart.left + below + max(len(shown) - most, 0))


def _of(chart: Charted, kept: list[int], left: int, rest: tuple[str, float] | None = None) -> Charted:
    more = [rest] if rest else []
    return replace(
        chart,
        x=[*(chart.x[at] for at in kept), *(name for name, _ in more)],
        series=[(name, [*(values[at] for at in kept), *(value for _, value in more)]) for name, values in chart.series],
        ways=[*(chart.ways[at] for at in kept), *("" for _ in more)],
        left=left,
    )
