"""How figures look in the weekly report: the number that opens its rows, its change, its light, and its way over the weeks."""

from typing import Any

from nicegui import ui
from nicegui.element import Element

from models.kit.access import Who
from models.kit.area import Metric
from models.kit.text import Text
from models.kit.weekly import in_words

from ..parts.pieces import link, span, tag
from ..parts.values import NOTHING

LIGHTS = {
    "green": ("●", "positive", Text("正常", "On track")),
    "amber": ("▲", "warning", Text("留意", "Watch")),
    "red": ("■", "negative", Text("偏差", "Off")),
    "none": ("○", "grey", Text("无对比", "No basis")),
}
AGAINST_TARGET, AGAINST_LAST = Text("与目标相比", "Against the target"), Text("与上周相比", "Against last week")
POINTS = Text("{n} 个百分点", "{n} pts")
SAME = Text("持平", "Unchanged")
TREND = Text("最近 13 周走势", "The last 13 weeks")
WIDE, HIGH = 120, 30
BARELY = 0.05  # of a point or a per cent: it would be written as 0.0


def number(value: Any, metric: Metric, who: Who) -> str:
    """A figure in its unit; means of many digits are rounded to what can be read."""
    if value is None:
        return NOTHING
    value = round(float(value), 0 if abs(float(value)) >= 10_000 else 2)
    value = int(value) if value.is_integer() else value
    if value < 0:
        return "−" + number(-value, metric, who)
    return in_words(value, metric.unit, who.lang)


def opening(text: str, way: str | None, classes: str) -> Element:
    """The number; a click opens the rows behind it."""
    return tag("div", classes, text) if way is None or text == NOTHING else link(text, way, classes + " o-behind")


def light(one: dict[str, Any], who: Who) -> Element:
    """Colour, shape and word, so that it is read in grey as well."""
    shape, tone, word = LIGHTS[one["light"]]
    made = span(f"{shape} {word.say(who.lang)}", "o-pill").classes(tone)
    made.props["title"] = (AGAINST_LAST if one["target"] is None else AGAINST_TARGET).say(who.lang)
    return made


def change(metric: Metric, value: Any, last: Any, who: Who) -> Element | None:
    """Against last week, with an arrow; green is for the better. Shares differ by points, all else by per cent."""
    if value is None or last is None:
        return None
    moved = value - last
    text = _moved(moved, last, metric, who)
    if text is None:
        return span("= " + SAME.say(who.lang), "o-faint")
    good = (moved > 0) == (metric.better == "higher")
    return span(f"{'▲' if moved > 0 else '▼'} {text}", "w-up" if good else "w-down")


def _moved(moved: float, last: float, metric: Metric, who: Who) -> str | None:
    """By how much; None where it comes to nothing. What was nothing before has no per cent."""
    if metric.unit == "percent":
        return POINTS(n=f"{abs(moved):,.1f}").say(who.lang) if abs(moved) >= BARELY else None
    if not last:
        return number(abs(moved), metric, who) if moved else None
    return f"{abs(moved / last):,.1%}" if abs(moved / last) >= BARELY / 100 else None


def off(one: dict[str, Any]) -> str:
    """How far from the target, in per cent of it."""
    return NOTHING if one["to_target"] is None else f"{one['to_target']:+.1%}"


def spark(trend: list[list[Any]], who: Who) -> None:
    """A line without axes: thirteen weeks at a glance, the last one marked."""
    known = [(at, value) for at, (_, value) in enumerate(trend) if value is not None]
    if len(known) < 2:
        return
    low, high = min(value for _, value in known), max(value for _, value in known)
    step, span_of = WIDE / (len(trend) - 1), (high - low) or 1
    points = [(round(at * step, 1), round(HIGH - 3 - (value - low) / span_of * (HIGH - 6), 1)) for at, value in known]
    drawn = [f"{x},{y}" for x, y in points]
    with ui.element("svg").classes("w-spark") as made:
        made.props["viewBox"], made.props["preserveAspectRatio"] = f"-3 0 {WIDE + 6} {HIGH}", "none"
        made.props["role"], made.props["aria-label"] = "img", TREND.say(who.lang)
        ui.element("polyline").props["points"] = " ".join(drawn)
        # A dot is a line of no length with round ends: it stays round however wide the picture is drawn.
        ui.element("polyline").classes("w-dot").props["points"] = f"{drawn[-1]} {drawn[-1]}"
