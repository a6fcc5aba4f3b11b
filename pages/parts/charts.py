"""A declared chart as ECharts draws it: lines, bars, stacked bars or shares, legible in light, dark and grey."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from nicegui import ui
from nicegui.element import Element

from models.kit.declare.access import Who
from models.kit.declare.area import Chart
from models.kit.text import Text

QUIET, LINE = "#7d8894", "rgba(125, 136, 148, .25)"
COLOURS = ["#12805c", "#d9822b", "#2f6fb0", "#8e5bb5", "#b83a3a", "#7d8894"]
TONES = {"positive": "#12805c", "warning": "#d9822b", "negative": "#b83a3a", "info": "#2f6fb0", "grey": "#7d8894"}
FEW = 6  # names of bars that stand side by side; more of them lean
MANY_BARS = 40  # more names would only lie on each other
FEW_NAMES = 4  # names of lines that find room above them
MARKS = ["circle", "rect", "triangle", "diamond", "pin", "arrow"]


def draw(chart: Chart, data: dict[str, Any], who: Who) -> Element:
    """`told`: {"x": [labels], "series": [(Text, [numbers])]}; for shares, x are the slices, there is one series, and `tones`
    may say what each slice means."""
    made = ui.echart(options_of(chart, data, who)).classes("o-chart")
    return named(made, chart.label.say(who.lang))


def options_of(chart: Chart, data: dict[str, Any], who: Who) -> dict[str, Any]:
    """The chart as ECharts is told it."""
    x = [said(name, who) for name in data["x"]]
    series = [(said(name, who), [_number(value) for value in values]) for name, values in data["series"]]
    shares = chart.kind == "pie"
    drawn = _shares(x, series[0][1] if series else [], data.get("tones", ())) if shares else _axes(chart, x, series)
    return {"color": COLOURS, "aria": {"enabled": True}, "animation": False, **drawn}


def named(made: Element, name: str) -> Element:
    """A chart is a picture to those who hear the page, and says of what."""
    made.props["role"], made.props["aria-label"] = "img", name
    return made


def is_blank(data: dict[str, Any]) -> bool:
    """Nothing in it that could be seen."""
    return not any(value for _, values in data["series"] for value in values)


def said(label: Any, who: Who) -> str:
    return label.say(who.lang) if isinstance(label, Text) else str(label)


def _axes(chart: Chart, x: list[str], series: list[tuple[str, list[Any]]]) -> dict[str, Any]:
    bars = chart.kind in ("bar", "stack")
    kind = {"type": "bar", "barMaxWidth": 26} if bars else {"type": "line", "symbolSize": 6}
    stacked = {"stack": "all"} if chart.kind == "stack" else {}
    # Each bar has its name; of weeks some will do.
    named = (
        {
            "interval": 0 if len(x) <= MANY_BARS else "auto",
            "rotate": 30 if len(x) > FEW else 0,
            "overflow": "truncate",
            "width": 84,
        }
        if bars
        else {"hideOverlap": True}
    )
    return {
        "grid": {
            "left": 24 if bars and len(x) > FEW else 8,
            "right": 16,
            "top": 34 if len(series) > 1 else 14,
            "bottom": 8,
            "containLabel": True,
        },
        # Many names stay in one line: more would lie over what is drawn.
        "legend": {
            "show": len(series) > 1,
            "type": "scroll" if len(series) > FEW_NAMES else "plain",
            "top": 0,
            "left": 0,
            "textStyle": {"color": QUIET},
            "itemHeight": 10,
            "pageIconColor": QUIET,
            "pageTextStyle": {"color": QUIET},
        },
        "tooltip": {"trigger": "axis", "confine": True},
        "xAxis": {
            "type": "category",
            "data": x,
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": LINE}},
            "axisLabel": {"color": QUIET, **named},
        },
        "yAxis": {"type": "value", "axisLabel": {"color": QUIET}, "splitLine": {"lineStyle": {"color": LINE}}},
        "series": [
            {"name": name, "data": values, "symbol": MARKS[at % len(MARKS)], **kind, **stacked}
            for at, (name, values) in enumerate(series)
        ],
    }


def _shares(x: list[str], values: list[Any], tones: Sequence[str]) -> dict[str, Any]:
    slices = [
        {"name": name, "value": value, **_toned(tones, at)}
        for at, (name, value) in enumerate(zip(x, values, strict=True))
        if value
    ]
    return {
        "tooltip": {"trigger": "item", "confine": True},
        "series": [
            {
                "type": "pie",
                "radius": ["38%", "60%"],
                "data": slices,
                "label": {"color": QUIET, "formatter": "{b}\n{d}%"},
                "itemStyle": {"borderWidth": 1, "borderColor": "#fff"},
            }
        ],
    }


def _toned(tones: Sequence[str], at: int) -> dict[str, Any]:
    """The colour of a slice by what it means; a meaning that was there before gets fainter."""
    if at >= len(tones):
        return {}
    return {"itemStyle": {"color": TONES[tones[at]] + ("8c" if tones[at] in tones[:at] else "")}}


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
