"""How figures look in the weekly report: the number that opens its rows, its change, its light, and its way over the weeks."""

from typing import Any

from nicegui import ui
from nicegui.element import Element

from exports.weeks.judging import LIGHTS, NOT_KEPT
from models.kit.declare.access import Who
from models.kit.declare.area import Metric
from models.kit.text import Text
from models.kit.week.weekly import in_words, moved

from ..parts.pieces import link, span, tag
from ..parts.values import NOTHING

TONES = {"green": "positive", "amber": "warning", "red": "negative", "none": "grey"}
AGAINST = Text("与目标 {aim} 相比", "Against the target, {aim}")
USUALLY = Text("前 12 周平常在 {low} 到 {high} 之间", "Usually between {low} and {high} in the 12 weeks before")
NO_BASIS = Text("周数不够，或不分好坏，不作判断", "Too few weeks, or neither good nor bad: no judgement")
NO_LIGHT = Text("不作判断", "No judgement")
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


def light(figure: dict[str, Any], metric: Metric, who: Who) -> Element:
    """Colour, shape and word, so that it is read in grey as well; what it goes by is told by its title."""
    shape, word = LIGHTS[figure["light"]]
    said = word.say(who.lang) or NO_LIGHT.say(who.lang)
    made = span(f"{shape} {said}", "o-pill").classes(TONES[figure["light"]])
    made.props["title"] = basis(figure, metric, who)
    return made


def basis(figure: dict[str, Any], metric: Metric, who: Who) -> str:
    """What a light is held against, in words."""
    if figure["value"] is None and metric.is_standing:
        return NOT_KEPT.say(who.lang)
    if figure["basis"] == "target":
        return AGAINST(aim=number(figure["target"], metric, who)).say(who.lang)
    if figure["basis"] == "usual":
        return USUALLY(low=number(figure["low"], metric, who), high=number(figure["high"], metric, who)).say(who.lang)
    return NO_BASIS.say(who.lang)


def change(metric: Metric, value: Any, last: Any, who: Who, light: str = "none") -> Element | None:
    """Against last week, with an arrow. Green is for the better; red only where the light isn't green either."""
    if value is None or last is None or not metric.compares:
        return None
    text = moved_by(metric, value, last, who)
    if text is None:
        return span("= " + SAME.say(who.lang), "o-faint")
    return span(f"{'▲' if value > last else '▼'} {text}", tone(metric, value - last, light))


def tone(metric: Metric, moved: float, light: str = "none") -> str:
    if metric.better == "neither":
        return ""
    return "w-up" if (moved > 0) == (metric.better == "higher") else "" if light == "green" else "w-down"


def moved_by(metric: Metric, value: Any, last: Any, who: Who) -> str | None:
    """By how much, without its sign; None where it comes to nothing. Shares differ by points, all else by per cent; what was
    nothing before has no per cent."""
    size = moved(metric.unit, value, last)
    if size is None:
        return number(abs(value), metric, who) if value else None
    if metric.unit == "percent":
        return POINTS(n=f"{abs(size):,.1f}").say(who.lang) if abs(size) >= BARELY else None
    return f"{abs(size):,.1%}" if abs(size) >= BARELY / 100 else None


def off(figure: dict[str, Any], metric: Metric, who: Who) -> str:
    """How far from the target: shares in points, all else in per cent of it."""
    far = figure["to_target"]
    if far is None:
        return NOTHING
    return POINTS(n=f"{far:+,.1f}").say(who.lang) if metric.unit == "percent" else f"{far:+.1%}"


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
