"""Whether a figure is as it should be: against its target where there is one, else against its usual range; one judgement for
every light, remark and alarm, on the page and in the workbooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, median

from models.kit.declare.area import Metric
from models.kit.text import Text
from models.kit.week.measures import Measured, Ratio

# Each light has a form of its own, so that it reads without colour; the same words wherever it is shown.
LIGHTS = {
    "green": ("●", Text("正常", "Fine")),
    "amber": ("▲", Text("注意", "Watch")),
    "red": ("■", Text("预警", "Alert")),
    "none": ("—", Text("", "")),
}
KEY = Text(
    "有目标的与目标比：● 达到 ▲ 差 10% 以内 ■ 差 10% 以上；没有目标的与前 12 周的平常范围比：● 在范围内或更好 ▲ 略超出 ■ 明显超出。"
    "数量很少时，偶然波动以内不算差；— 周数不够或不分好坏，不作判断。",
    "With a target, against it: ● reached ▲ within 10% ■ more than 10% off; without one, against the usual range of the 12 weeks "
    "before: ● within it or better ▲ a little outside ■ far outside. In small numbers what chance does is not held against "
    "them; — too few weeks, or neither good nor bad: no judgement.",
)
NOT_KEPT = Text(
    "只在当周关账时记录，补算的周没有", "Only written down when the week is closed; a week filled in later has none"
)
LOOK_BACK, LEAST = 12, 6  # weeks that say what is usual; with fewer known ones nobody can say
OFF_TARGET = 0.10
WIDE, TOO_WIDE = 2.0, 3.0  # so many spreads from the middle is still usual; from there on it is an alert
MAD, MEAN = 1.4826, 1.2533  # the median and the mean distance in a bell curve as standard deviations
SHARES = ("percent", "quantity")
ALIKE = 0.03  # figures that hardly ever move differ by so much of themselves without meaning anything


@dataclass(frozen=True)
class Judged:
    """A light with what it is held against: the target, or the usual range; `none` where nothing can be said."""

    light: str = "none"
    basis: str | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_bad(self) -> bool:
        return self.light in ("amber", "red")


NOTHING = Judged()


def judge(
    metric: Metric, value: float | None, target: float | None, past: Sequence[float | None], bottom: float | None = None
) -> Judged:
    """past: the weeks before, the last one at the end. bottom: what stands below the line of a ratio."""
    if value is None or metric.better == "neither":
        return NOTHING
    if target is not None:
        return Judged(_against(metric, value, target, bottom), "target")
    known = [value for value in past[-LOOK_BACK:] if value is not None]
    if metric.of != "week" or len(known) < LEAST:
        return NOTHING
    middle, spread = usual(metric, known, bottom)
    if not spread and _short(metric, value, middle) > 0:
        return NOTHING  # where there never was any, nobody knows how much is much
    low, high = (round(middle + WIDE * side * spread, 4) for side in (-1, 1))
    short = _short(metric, value, middle)
    light = "green" if short <= WIDE * spread else "amber" if short <= TOO_WIDE * spread else "red"
    return Judged(light, "usual", low, high)


def _against(metric: Metric, value: float, target: float, bottom: float | None) -> str:
    """On the wrong side by more than a tenth is an alert; of small numbers a tenth is nothing, chance moves them more."""
    short = _short(metric, value, target)
    if short <= 0:
        return "green"
    return "red" if short > max(abs(target) * OFF_TARGET, _chance(metric, target, bottom, planned=True)) else "amber"


def _short(metric: Metric, value: float, aim: float) -> float:
    return aim - value if metric.better == "higher" else value - aim


def usual(metric: Metric, known: Sequence[float], bottom: float | None) -> tuple[float, float]:
    """Where the figure usually is, and how far it usually strays. Of what stands, as a balance, the steps from week to week
    are looked at: one that grows as it always does is as usual."""
    if metric.gathers == "last":
        steps = [later - earlier for earlier, later in zip(known, known[1:], strict=False)]
        middle, level = known[-1] + median(steps), known[-1]
        strayed = [abs(step - median(steps)) for step in steps]
    else:
        middle = level = median(known)
        strayed = [abs(value - middle) for value in known]
    spread = MAD * median(strayed) or MEAN * mean(strayed)  # of what is mostly nothing the median says nothing
    return middle, max(spread, abs(level) * ALIKE / WIDE, _chance(metric, max(1, level), bottom))


def _chance(metric: Metric, level: float, bottom: float | None, planned: bool = False) -> float:
    """How far chance alone moves a count, or a share of a count, around this level."""
    if metric.unit == "count":
        return sqrt(abs(level))
    if not bottom or metric.unit not in SHARES or not isinstance(metric.fn, Ratio) or not _of_rows(metric.fn.top):
        return 0.0
    expected = abs(level) * bottom / metric.fn.times
    share = 0.0 if planned and metric.goal else min(1.0, expected / bottom)
    return metric.fn.times * sqrt(max(1.0, expected * (1 - share))) / bottom


def _of_rows(part: Measured) -> bool:
    """Whether it is a number of rows."""
    return bool(part.parts()) and not any(piece.sum for piece in part.parts())
