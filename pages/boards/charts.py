"""The charts of boards: lines, bars, shares, a funnel, a gauge as ECharts draws them; heat and stores as tables that can be read."""

import re
from functools import partial
from typing import Any

from nicegui import ui

from models.design.boards.body import Block
from models.design.boards.reading import Charted
from models.kit.declare.access import Who
from models.kit.declare.area import Chart
from models.kit.text import Text
from models.kit.week.weekly import in_words, plainly

from ..parts.charts import COLOURS, QUIET, is_blank, named, options_of
from ..parts.pieces import empty, link, span, tag
from . import words
from .reading import Lines, Tiles
from .room import fitted

DAY, MANY_DAYS = re.compile(r"\d{4}-\d\d-\d\d"), 12
STEPS = 5  # shades of a heat map
PLAIN = {"line": "line", "bar": "bar", "stack": "stack", "pie": "pie"}


def draw(block: Block, read: Any, who: Who) -> None:
    """What a chart block shows, with what isn't in it said below."""
    kind, label = block.settings["draw"], block.called.say(who.lang)
    if isinstance(read, Tiles):
        _tiles(read, who)
    elif isinstance(read, Lines):
        _lines(kind, read, label, who)
    else:
        _rows(kind, block, read, label, who)


def _lines(kind: str, lines: Lines, label: str, who: Who) -> None:
    data = {"x": lines.x, "series": lines.series}
    if is_blank(data):
        empty(words.NO_FIGURE_YET.say(who.lang), "insights")
    elif kind == "gauge":
        last = next((value for value in reversed(lines.series[0][1]) if value is not None), None)
        _gauge(last, lines.target, lines.metrics[0].unit, lines.series[0][0].say(who.lang), who)
    else:
        _echart(options_of(_chart(kind, label), data, who), label)
    notes = [(lines.own, words.OWN_STORE), (lines.unseen, words.UNSEEN_FIGURES(n=lines.unseen))]
    _notes([text for holds, text in notes if holds], who)


def _rows(kind: str, block: Block, chart: Charted, label: str, who: Who) -> None:
    chart = fitted(kind, chart, who)
    data = {"x": without_year(chart.x), "series": chart.series}
    if is_blank(data):
        empty(words.NOTHING_TO_DRAW.say(who.lang), "insights")
    elif kind == "heat":
        _heat(chart, who)
    elif kind == "gauge":
        _gauge(sum(value or 0 for value in chart.series[0][1]), block.says("goal"), chart.kind, chart.label, who)
    elif kind == "funnel":
        _echart(_funnel(chart, who), label, chart.ways)
    else:
        _echart(options_of(_chart(kind, label), data, who), label, chart.ways)
    notes = [
        (chart.part and "of" not in block.settings, words.ONLY_YOURS),
        (chart.left, words.GROUPS_LEFT(n=chart.left)),
    ]
    _notes([text for holds, text in notes if holds], who)


def _notes(texts: list[Text], who: Who) -> None:
    if texts:
        tag("div", "o-faint b-note", " · ".join(text.say(who.lang) for text in texts))


def _chart(kind: str, label: str) -> Chart:
    return Chart(lambda week: {}, label, label, kind=PLAIN[kind])


def _echart(options: dict[str, Any], label: str, ways: list[str] | None = None) -> None:
    """A click on a part opens its rows."""
    made = ui.echart(options, on_point_click=partial(_open, ways) if ways else None)
    named(made.classes("o-chart b-chart"), label)


def _open(ways: list[str], event: Any) -> None:
    if isinstance(event.data_index, int) and 0 <= event.data_index < len(ways) and ways[event.data_index]:
        ui.navigate.to(ways[event.data_index])


def _funnel(chart: Charted, who: Who) -> dict[str, Any]:
    """The names stand in a column of their own beside it: a narrow block would cut them off at its edge."""
    shape = {"type": "funnel", "left": 8, "right": "45%", "top": 8, "bottom": 8, "gap": 2, "sort": "none"}
    parts = [
        {
            "name": name,
            "value": value or 0,
            "label": {"formatter": f"{shortened(name)} {written(value or 0, chart.kind, who.lang)}"},
        }
        for name, value in zip(chart.x, chart.series[0][1], strict=True)
    ]
    # A low block has no room for every name; pointing tells it.
    labels = {"labelLayout": {"hideOverlap": True, "x": "58%", "align": "left"}, "labelLine": {"show": False}}
    label = {"color": QUIET, "position": "right", "fontSize": 11}
    return {
        "color": COLOURS,
        "aria": {"enabled": True},
        "animation": False,
        "tooltip": {"trigger": "item", "confine": True},
        "series": [{**shape, "minSize": "6%", "data": parts, "label": label, **labels}],
    }


def without_year(names: list[str]) -> list[str]:
    """Many days in a row as month and day: with the year before each there is room for none of them."""
    days = len(names) > MANY_DAYS and all(DAY.fullmatch(name) for name in names)
    return [name[5:] for name in names] if days else names


def shortened(name: str) -> str:
    """As much of a name as eight Chinese characters take."""
    room = 16
    for at, sign in enumerate(name):
        room -= 1 if sign.isascii() else 2
        if room < 0:
            return name[: max(at - 1, 1)] + "…"
    return name


def _gauge(value: float | None, goal: float | None, unit: str, label: str, who: Who) -> None:
    """How far it is; without a goal a share goes to a hundred, and all else can't be said."""
    full = goal or (100 if unit == "percent" else None)
    if value is None or not full:
        tag("div", "b-number", written(value, unit, who.lang))
        return
    share = max(0.0, min(1.0, value / full))
    scale = {
        "type": "gauge",
        "startAngle": 200,
        "endAngle": -20,
        "min": 0,
        "max": 1,
        "radius": "96%",
        "center": ["50%", "62%"],
    }
    shown = {
        "pointer": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"show": False},
        "axisLabel": {"show": False},
    }
    track = {"axisLine": {"lineStyle": {"width": 14, "color": [[1, "rgba(125, 136, 148, .22)"]]}}}
    bar = {"progress": {"show": True, "width": 14, "itemStyle": {"color": COLOURS[0]}}}
    number, goal_said = (written(each, unit, who.lang) for each in (value, full))
    # In the picture itself, so that it stands within the arc however high or low the block is.
    said = {
        "formatter": f"{{number|{number}}}\n{{goal|{words.TARGET(value=goal_said).say(who.lang)}}}",
        "rich": {
            "number": {"fontSize": 22, "fontWeight": 600, "color": COLOURS[0], "lineHeight": 28},
            "goal": {"fontSize": 12, "color": QUIET, "lineHeight": 18},
        },
        "offsetCenter": [0, "-4%"],
    }
    text = {"detail": said, "title": {"show": False}, "data": [{"value": share}]}
    small = {"number": {"fontSize": 11, "lineHeight": 14}, "goal": {"fontSize": 8, "lineHeight": 10}}
    thin = {"axisLine": {"lineStyle": {"width": 5}}, "progress": {"width": 5}, "detail": {"rich": small}}
    media = [{"query": {"maxHeight": 150}, "option": {"series": [thin]}}]
    options = {"animation": False, "series": [{**scale, **shown, **track, **bar, **text}], "media": media}
    named(ui.echart(options).classes("o-chart b-chart"), f"{label} {number} / {goal_said}")


def _heat(chart: Charted, who: Who) -> None:
    """A line for each of the one side; the darker, the more; a click on a line's name opens its rows."""
    most = max((value for _, values in chart.series for value in values if value is not None), default=0)
    with tag("div", "o-scroll"), tag("table", "o-table o-heat"):
        with tag("thead"), tag("tr"):
            for text in ("", *(name for name, _ in chart.series)):
                tag("th", "o-right" if text else "", text)
        with tag("tbody"):
            for at, name in enumerate(chart.x):
                with tag("tr"):
                    with tag("td"):
                        link(name, chart.ways[at])
                    for _, values in chart.series:
                        tag("td", f"o-right {shade(values[at], most)}", written(values[at], chart.kind, who.lang))


def _tiles(tiles: Tiles, who: Who) -> None:
    """Stores as tiles by region: where there are no coordinates, who is with whom is what a map would say."""
    values = [value for _, stores in tiles.regions for _, _, value, _ in stores]
    if not values:
        empty(words.NOTHING_TO_DRAW.say(who.lang), "map")
        return
    with tag("div", "b-regions"):
        for region, stores in tiles.regions:
            with tag("section", "b-region"):
                tag("h3", "", region)
                with tag("div", "b-stores"):
                    for _, name, value, way in stores:
                        _tile(name, written(value, tiles.unit, who.lang), shade(value, max(values)), way)
    said = words.LEAST_MOST(
        least=written(min(values), tiles.unit, who.lang), most=written(max(values), tiles.unit, who.lang)
    )
    week = [words.IN_WEEK(week=tiles.week)] if tiles.week else []
    _notes([tiles.label, *week, said, *([words.ONLY_YOURS] if tiles.part else [])], who)


def _tile(name: str, value: str, shade: str, way: str | None) -> None:
    with tag("div", f"b-store {shade}"):
        if way:
            link(name, way, "b-store-name")
        else:
            span(name, "b-store-name")
        span(value, "b-store-value")


def shade(value: float | None, most: float) -> str:
    """The class of one of five shades; nothing has none."""
    if value is None or value <= 0 or most <= 0:
        return ""
    return f"o-heat-{min(STEPS, int(value / most * STEPS) + 1)}"


def written(value: float | None, unit: str, lang: str) -> str:
    """A number as people write it, without a tail of zeros."""
    if value is None:
        return ""
    whole = round(value) if abs(value) >= 1000 or float(value).is_integer() else round(value, 2)
    return in_words(whole, unit, lang) if unit in ("money", "percent", "days", "hours") else plainly(whole)
