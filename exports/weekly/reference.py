"""What is looked up: the numbers behind the charts, days that were not handed in, definitions, what a revision changed."""

from datetime import date, datetime, timedelta
from typing import Any

from models import house
from models.kit.ask.past import VIA
from models.kit.clock import Week, local

from . import words
from .areas import leaders
from .charts import Cells
from .meeting import Meeting
from .paper import Paper
from .reading import STORE_TRENDS
from .styles import TONES, Put, change, figure, text

FIRST_WEEK = 4  # the column of the oldest week
WEEKS = 13
MISSING_WIDTHS = [24, *[11] * 7, 12]
DEFINED = (words.AREA, words.FIGURE, words.UNIT, words.BETTER, words.GATHERS, words.WORDS)
MOVED = (
    words.FIGURE,
    words.STORE,
    words.BEFORE,
    words.AFTER,
    words.DIFFERENCE,
    words.WHO,
    words.WHEN,
    words.THROUGH,
    words.ROW,
)


def trends(meeting: Meeting) -> None:
    """Thirteen weeks of every figure in whole, and of the stores what their pages draw; the charts point here."""
    past = meeting.extras["past"]
    rows = [(key, kind) for key in past for kind in ("now", "year_ago", "target") if _worth(meeting, key, kind)]
    if not rows:
        meeting.sheets.pop("trends")
        return
    widths = [22, 18, 10, *[11] * WEEKS]
    paper = meeting.paper("trends", widths, meeting.say(words.TRENDS), freeze="D4")
    labels = [name[5:] for name in _weeks(meeting)]
    heads = [*meeting.heads(words.FIGURE, words.STORE, words.SERIES), *labels]
    paper.heads([(at, at) for at in range(1, len(widths) + 1)], heads)
    meeting.trends["weeks"] = Cells(paper.sheet, paper.row - 1, FIRST_WEEK, WEEKS)
    for key, kind in rows:
        _trend(meeting, paper, key, kind, past[key][kind])
    meeting.finish(paper, repeat="1:3")


def _weeks(meeting: Meeting) -> list[str]:
    return [str(Week(meeting.week.monday - timedelta(weeks=back))) for back in reversed(range(WEEKS))]


def _worth(meeting: Meeting, key: tuple[str, int | None], kind: str) -> bool:
    metric, store = key
    if store is not None and ("store", store) not in meeting.sheets:
        return False
    if kind != "now" and metric not in _drawn(meeting, store):
        return False
    values = meeting.extras["past"][key][kind]
    return any(value is not None for value in values)


def _drawn(meeting: Meeting, store: int | None) -> set[str]:
    """The figures that a chart shows; only they need their targets and the year before."""
    if store is not None:
        return set(STORE_TRENDS)
    return {line["metric"] for area in meeting.whole for line in leaders(area)}


def _trend(meeting: Meeting, paper: Paper, key: tuple[str, int | None], kind: str, values: list) -> None:
    metric, store = key
    label = {"now": words.THIS_YEAR, "year_ago": words.LAST_YEAR, "target": words.TARGET}[kind]
    unit = house().metrics[metric].unit
    row = [text(meeting.say(house().metrics[metric].label)), meeting.store(store), text(meeting.say(label), size=9)]
    row += [Put(None) if value is None else figure(value, unit) for value in values]
    for at, put in enumerate(row, 1):
        paper.widen(put, (at, at))
        paper.put(paper.row, (at, at), put, framed=True)
    meeting.trends[metric, store, kind] = Cells(paper.sheet, paper.row, FIRST_WEEK, WEEKS)
    paper.step(17)


# Days that are missing --------------------------------------------------------------------------------------------------


def missing_days(meeting: Meeting) -> None:
    """A map of places and days for each thing that is handed in daily."""
    gaps = meeting.report["missing"]
    if not gaps:
        meeting.sheets.pop("missing", None)
        return
    paper = meeting.paper("missing", MISSING_WIDTHS, meeting.say(words.MISSING))
    for gap in gaps:
        name = f"{meeting.area(gap['area'])} · {meeting.figure_name(gap['daily'])}"
        paper.part(name)
        said = words.SUMMARY if gap["places"] else words.ALL_THERE
        paper.line(text(meeting.say(said(place=_plain(name), expected=gap["expected"], missing=len(gap["places"])))))
        if gap["places"]:
            _map(meeting, paper, gap)
    meeting.finish(paper)


def _plain(name: str) -> str:
    return name.partition(" · ")[2]


def _map(meeting: Meeting, paper: Paper, gap: dict[str, Any]) -> None:
    spans = [(at, at) for at in range(1, 10)]
    heads = [
        meeting.say(words.PLACE),
        *(f"{date.fromisoformat(day):%m-%d}" for day in gap["days"]),
        meeting.say(words.COUNT),
    ]
    rows = []
    for place in gap["places"]:
        sheet = meeting.sheets.get(("store", place["store"]))
        marks = [_mark(day in place["missing"]) for day in gap["days"]]
        rows.append([text(place["name"], sheet=sheet), *marks, Put(len(place["missing"]), "0", "center", bold=True)])
    paper.table(spans, heads, rows)


def _mark(absent: bool) -> Put:
    colour, fill = TONES["red"]
    return Put("✗", align="center", colour=colour, fill=fill, bold=True) if absent else Put("✓", align="center")


# Definitions ------------------------------------------------------------------------------------------------------------


def definitions(meeting: Meeting) -> None:
    """What every figure of this workbook counts."""
    paper = meeting.paper("definitions", [26, 34, 12, 14, 20, 110], meeting.say(words.DEFINITIONS), freeze="C4")
    rows = []
    for area in meeting.report["areas"]:
        for line in area["figures"]:
            metric = house().metrics[line["metric"]]
            rows.append(
                [
                    text(meeting.area(area["name"])),
                    text(meeting.say(metric.label), bold=True),
                    text(meeting.say(words.UNITS.get(metric.unit, words.UNITS["count"]))),
                    text(meeting.say(words.BETTERS[metric.better])),
                    text(meeting.say(words.MONTHLY[metric.gathers])),
                    text(meeting.say(metric.words) if metric.words else ""),
                ]
            )
    each = [(at, at) for at in range(1, 7)]
    paper.heads(each, meeting.heads(*DEFINED))
    for row in rows:
        height = max(20.0, *(paper.lines(put, span) * 15.5 + 5 for put, span in zip(row, each, strict=True)))
        for put, span in zip(row, each, strict=True):
            paper.put(paper.row, span, put, framed=True)
        paper.step(height)
    meeting.finish(paper, repeat="1:3")


# What a revision changed ------------------------------------------------------------------------------------------------


def changes(meeting: Meeting) -> None:
    """Which figures this revision moved, by how much, and who changed which row."""
    paper = meeting.paper("changes", [24, 20, 14, 14, 14, 16, 17, 12, 44], meeting.say(words.CHANGES), freeze="A4")
    moved, hidden = visible(meeting)
    if not moved:
        first = meeting.report["revision"] == 1
        said = words.BARELY(count=hidden) if hidden else words.NO_DIFFERENCES if first else words.NONE_FOR_YOU
        paper.line(text(meeting.say(said)))
        meeting.finish(paper)
        return
    # What somebody's change explains comes first, and the company before its stores.
    moved = sorted(moved, key=lambda difference: (not difference["causes"], difference["store"] is not None))
    rows = [row for difference in moved for row in _difference(meeting, difference)]
    paper.table([(at, at) for at in range(1, 10)], meeting.heads(*MOVED), rows)
    if hidden:
        paper.line(text(meeting.say(words.BARELY(count=hidden)), size=9))
    meeting.finish(paper)


def visible(meeting: Meeting) -> tuple[list[dict[str, Any]], int]:
    """What moved by something that can be read here, and how much else there is."""
    moved = meeting.report["differences"]
    shown = [difference for difference in moved if _shown(difference, "before") != _shown(difference, "after")]
    return shown, len(moved) - len(shown)


def _shown(difference: dict[str, Any], side: str) -> str:
    metric = house().metrics.get(difference["metric"])
    return figure(
        None if difference[side] is None else float(difference[side]), metric.unit if metric else "count"
    ).shown


def _difference(meeting: Meeting, difference: dict[str, Any]) -> list[list[Put]]:
    """The figure in the first row; each change behind it in a row of its own."""
    metric = house().metrics.get(difference["metric"])
    unit = metric.unit if metric else "count"
    before, after = (None if difference[side] is None else float(difference[side]) for side in ("before", "after"))
    gap = None if before is None or after is None else round(after - before, 4)
    by = change(gap, unit, meeting.lang) if unit == "percent" else figure(gap, unit)
    head = [
        text(meeting.figure_name(difference["metric"]), bold=True),
        meeting.store(difference["store"]),
        figure(before, unit),
        figure(after, unit, bold=True),
        by,
    ]
    causes = [_cause(meeting, cause) for cause in difference["causes"]] or [[text("")] * 4]
    return [[*(head if at == 0 else [text("")] * 5), *cause] for at, cause in enumerate(causes)]


def _cause(meeting: Meeting, cause: dict[str, Any]) -> list[Put]:
    record = house().records.get(cause["record"])
    label = meeting.say(record.sheet.label) if record else cause["record"]
    kind, via = words.KINDS.get(cause["kind"]), VIA.get(cause["via"])
    done = meeting.say(kind) if kind else cause["kind"]
    at = local(datetime.fromisoformat(cause["at"])).replace(microsecond=0)
    return [
        text(cause["by"]),
        Put(at, "yyyy-mm-dd hh:mm"),
        text(meeting.say(via) if via else cause["via"]),
        text(f"{label} · {cause['title']} · {done}"),
    ]
