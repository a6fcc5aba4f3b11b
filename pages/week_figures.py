"""A week's figures as tiles: this week so far, the last one and what it is to be held against; each opens its rows."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from models.kit.clock import Week, local, now, today, week_of
from models.kit.declare.access import Who
from models.kit.declare.area import Metric
from models.kit.text import Text
from models.kit.week.weekly import Figure, in_words

from .parts.pieces import link, span, tag
from .weekly.figures import change, light

MORE = Text("更多", "More")
SO_FAR = Text("{area}本周情况", "{area} this week")
DAYS = Text(
    "本周自 {monday} 起，上周为完整一周 · 统计于 {time}",
    "This week since {monday}, last week whole · counted at {time}",
)
THIS, LAST = Text("本周至今", "This week so far"), Text("上周", "Last week")
BEFORE = Text("前一周 {before}", "The week before {before}")
NO_BEFORE = Text("没有可比的前一周", "No week before to compare with")
TARGET = Text("目标 {value}", "Target {value}")


def figures_of(
    title: str, figures: list[Figure], judged: dict[str, dict[str, Any]], who: Who, *, more: str | None = None
) -> None:
    """`told`: by figure how the last week was judged when it was closed, as `report.judged` has it. more: where more are."""
    with tag("div", "o-line o-figures-head"):
        tag("h2", "o-h2", title)
        if more:
            link(MORE.say(who.lang), more)
        tag("div", "o-gap")
        days = DAYS(monday=f"{week_of(today()).monday:%m-%d}", time=f"{local(now()):%H:%M}")
        tag("div", "o-faint", days.say(who.lang))
    with tag("div", "o-figures o-compared"):
        for counted in figures:
            with tag("div", "o-card o-figure"):
                _tile(counted, judged.get(counted.metric.name), who)


def _tile(counted: Figure, judged: dict[str, Any] | None, who: Who) -> None:
    tag("div", "o-name", counted.metric.label.say(who.lang))
    if counted.metric.words is not None:
        tag("div", "o-means", counted.metric.words.say(who.lang))
    monday = week_of(today()).monday
    with tag("div", "o-weeks"):
        with tag("div"):
            tag("div", "o-faint", THIS.say(who.lang))
            figure(counted, counted.now, who, Week(monday))
        with tag("div"):
            with tag("div", "o-line o-faint"):
                span(LAST.say(who.lang))
                if judged and judged["light"] != "none":
                    light(judged, counted.metric, who)
            with tag("div", "o-line o-with-change"):
                figure(counted, counted.last, who, Week(monday - timedelta(days=7)))
                if counted.last is not None and counted.before is not None:
                    change(
                        counted.metric,
                        float(counted.last),
                        float(counted.before),
                        who,
                        judged["light"] if judged else "none",
                    )
            against(counted, who)


def figure(counted: Figure, value: Any, who: Who, week: Week) -> None:
    """The number; a click opens the rows behind it."""
    target = rows_behind(counted.metric, week) if value is not None else None
    text = in_words(value, counted.metric.unit, who.lang)
    link(text, target, "o-value o-behind") if target else tag("div", "o-value", text)


def rows_behind(metric: Metric, week: Week) -> str | None:
    """The grid with exactly the rows that a figure counts; None where nobody can say which."""
    behind = metric.behind(week)
    if behind is None:
        return None
    record, narrowed = behind
    return f"/t/{record.key()}?filter={quote(json.dumps(narrowed, default=str, separators=(',', ':')))}"


def against(counted: Figure, who: Who) -> None:
    """What the last week's change is from, right below it: two whole weeks, as one that has just begun would only frighten."""
    with tag("div", "o-trend"):
        if counted.metric.compares:  # two weeks of a month's running total say nothing of one another
            known = counted.last is not None and counted.before is not None
            before = BEFORE(before=in_words(counted.before, counted.metric.unit, who.lang)) if known else NO_BEFORE
            span(before.say(who.lang))
        if counted.target is not None:
            span(TARGET(value=in_words(counted.target, counted.metric.unit, who.lang)).say(who.lang))
