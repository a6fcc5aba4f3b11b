"""A sheet for each area: its figures with all they are held against, charts, what stands out, what is still open, notes."""

from typing import Any

from models import house
from models.department import WorkItem
from models.kit.clock import today
from models.weekly import COVER, Attention, WeekNote

from . import words
from .charts import Cells, bars, lines, place, thirds
from .meeting import Meeting
from .paper import Paper, Spans, cells
from .styles import Put, change, day, figure, text

WIDTHS = [21, 12.5, 12.5, 9, 12.5, 12.5, 9, 12.5, 12.5, 13.5, 10, 17, 50]
EACH = [(at, at) for at in range(1, len(WIDTHS) + 1)]
HEADS = (
    words.FIGURE,
    words.VALUE,
    words.LAST,
    words.CHANGE,
    words.YEAR_AGO,
    words.TARGET,
    words.TO_TARGET,
    words.MEAN,
    words.MONTH,
    words.YEAR,
    words.LIGHT,
    words.REMARK,
    words.WORDS,
)
EXCEPTION = [(1, 1), (2, 2), (3, 4), (5, 5), (6, 6), (7, 8), (9, 10), (11, 11), (12, 12), (13, 13)]
EXCEPTION_HEADS = (
    words.FIGURE,
    words.STORE,
    words.WHY,
    words.VALUE,
    words.AGAINST,
    words.OWNER,
    words.CAUSE,
    words.DUE,
    words.STATE,
    words.ACTION,
)
OPEN = [(1, 1), (2, 5), (6, 6), (7, 8), (9, 9), (10, 10), (11, 12), (13, 13)]
OPEN_HEADS = (words.NO, words.ITEM, words.STORE, words.OWNER, words.DUE, words.PROGRESS, words.STATE, words.CONTENT)
SAID = [(1, 1), (2, 10), (11, 11), (12, 12), (13, 13)]
ONE_BY_ONE = [(1, 2), (3, 5), (6, 6), (7, 8), (9, 9), (10, 10), (11, 11)]
DRAWN, HIGH, BY_STORE, TELLING = 6, 170, 6, 4


def area_sheet(meeting: Meeting, area: dict[str, Any]) -> None:
    paper = meeting.paper(("area", area["name"]), WIDTHS, meeting.area(area["name"]), freeze="B3")
    paper.part(meeting.say(words.FIGURES))
    paper.table(
        EACH,
        meeting.heads(
            *HEADS[:8], meeting.to_date(words.MONTH, "month"), meeting.to_date(words.YEAR, "year"), *HEADS[10:]
        ),
        [figure_row(meeting, line) for line in area["figures"]],
    )
    leading = leaders(area)
    _lines(meeting, paper, leading)
    exceptions(
        meeting, paper, [attention for attention in meeting.extras["attention"] if attention.area == area["name"]]
    )
    open_work(meeting, paper, [item for item in meeting.extras["work"] if item.area == area["name"]])
    notes(meeting, paper, area["name"])
    _by_store(meeting, paper, area)
    _one_by_one(meeting, paper, area)
    meeting.finish(paper)


def leaders(area: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures worth a picture: those of the cover first, then as the area declares them; without the dead ones.

    Those that only go between two or three values, as a count that is 0 or 1, come where no others are left.
    """
    first = sorted(area["figures"], key=lambda line: (line["metric"] not in COVER, len(_values(line)) < TELLING))
    return [line for line in first if _moves(line)][:DRAWN]


def _moves(line: dict[str, Any]) -> bool:
    known = [value for _, value in line["trend"] if value is not None]
    return len(known) > 3 and len(_values(line)) > 1


def _values(line: dict[str, Any]) -> set[Any]:
    """The different values of its trend."""
    return {value for _, value in line["trend"] if value is not None}


def figure_row(meeting: Meeting, line: dict[str, Any]) -> list[Put]:
    metric = house().metrics[line["metric"]]
    money = [figure(line[name], metric.unit) for name in ("last", "year_ago", "target", "mean4", "month", "year")]
    last, year_ago, target, mean4, month, year = money
    said = meeting.say(metric.words) if metric.words else ""
    return [
        text(meeting.say(metric.label), bold=True),
        figure(line["value"], metric.unit, bold=True),
        last,
        meeting.change(line, "change"),
        year_ago,
        target,
        meeting.change(line, "to_target"),
        mean4,
        month,
        year,
        meeting.lamp(line["light"]),
        text(meeting.remark(line), size=9),
        text(said, size=8.5),
    ]


# Charts -----------------------------------------------------------------------------------------------------------------


def _lines(meeting: Meeting, paper: Paper, leading: list[dict[str, Any]]) -> None:
    """One small chart per leading figure: 13 weeks, the year before, and the target where there is one."""
    charts = [chart for chart in (trend_chart(meeting, line["metric"], None) for line in leading) if chart]
    if not charts:
        return
    paper.part(meeting.say(words.TREND), HIGH)
    columns = thirds(paper.widths)
    for start in range(0, len(charts), 3):
        rows = paper.space(HIGH)
        for chart, where in zip(charts[start : start + 3], columns, strict=False):
            place(paper.sheet, chart, where, rows, paper.widths)


def trend_chart(meeting: Meeting, metric: str, store: int | None) -> Any:
    """The chart of one figure, or nothing where there is nothing to draw."""
    series = [(words.THIS_YEAR, "now"), (words.LAST_YEAR, "year_ago"), (words.TARGET, "target")]
    drawn = [(meeting.say(label), meeting.trends.get((metric, store, key))) for label, key in series]
    drawn = [(label, part) for label, part in drawn if part is not None and part.alive]
    if not drawn or drawn[0][0] != meeting.say(words.THIS_YEAR):
        return None
    declared = house().metrics[metric]
    return lines(meeting.say(declared.label), declared.unit, meeting.trends["weeks"], drawn)


def _by_store(meeting: Meeting, paper: Paper, area: dict[str, Any]) -> None:
    """The area's figures store by store, with a chart of the first two."""
    known = [line for line in area["figures"] if _spread(line) > 2]
    first = sorted(known, key=lambda line: (line["metric"] not in COVER, -_spread(line)))[:BY_STORE]
    if len(first) < 2:
        return
    ids = {int(id) for line in first for id in line["stores"] if int(id) in meeting.extras["stores"]}
    lead = first[0]["stores"]
    order = sorted(ids, key=lambda id: ((lead.get(str(id)) or {}).get("rank") or 999, id))
    paper.part(meeting.say(words.BY_STORE), min(len(order), 26) * 15 + 195)
    spans = [(1, 2), *[(3, 4), (5, 6), (7, 8), (9, 10), (11, 12), (13, 13)][: len(first)]]
    heads = [meeting.say(words.STORE), *(meeting.say(house().metrics[line["metric"]].label) for line in first)]
    values = [[(line["stores"].get(str(id)) or {}).get("value") for id in order] for line in first]
    units = [house().metrics[line["metric"]].unit for line in first]
    rows = [
        [meeting.store(id), *(figure(mine[at], unit, mine, size=9) for mine, unit in zip(values, units, strict=True))]
        for at, id in enumerate(order)
    ]
    there = paper.table(spans, heads, rows, 15)
    names = Cells(paper.sheet, there.start, 1, len(there), down=True)
    drawn = []
    for line, span in zip(first[:3], spans[1:], strict=False):
        part = Cells(paper.sheet, there.start, span[0], len(there), down=True)
        if part.alive:
            metric = house().metrics[line["metric"]]
            drawn.append(bars(meeting.say(metric.label), metric.unit, names, [(meeting.say(words.VALUE), part)]))
    if drawn:
        where = paper.space(155)
        for chart, columns in zip(drawn, thirds(paper.widths, len(drawn)), strict=True):
            place(paper.sheet, chart, columns, where, paper.widths)


def _one_by_one(meeting: Meeting, paper: Paper, area: dict[str, Any]) -> None:
    """Figures that are wanted of each online shop (or of whatever else), against the week before and a year ago."""
    for key in dict.fromkeys(line["each"]["record"] for line in area["figures"] if line["each"]):
        rows = [
            row
            for line in area["figures"]
            if line["each"] and line["each"]["record"] == key
            for row in _of_each(meeting, line)
        ]
        if rows:
            label = meeting.say(house().records[key].sheet.label)
            paper.part(label)
            heads = meeting.heads(words.FIGURE, words.VALUE, words.LAST, words.CHANGE, words.YEAR_AGO, words.LIGHT)
            paper.table(ONE_BY_ONE, [heads[0], label, *heads[1:]], rows)


def _of_each(meeting: Meeting, line: dict[str, Any]) -> list[list[Put]]:
    unit = house().metrics[line["metric"]].unit
    rows = sorted(line["each"]["rows"].values(), key=lambda row: row["rank"] or 999)
    if not any(row["value"] for row in rows):
        return []
    return [
        [
            text(meeting.figure_name(line["metric"])),
            text(row["name"]),
            figure(row["value"], unit, bold=True),
            figure(row["last"], unit),
            change(row["change"], unit, meeting.lang),
            figure(row["year_ago"], unit),
            meeting.lamp(row["light"]),
        ]
        for row in rows
    ]


def _spread(line: dict[str, Any]) -> int:
    """How many stores have something to tell."""
    return sum(1 for mine in line["stores"].values() if mine["value"] not in (None, 0))


# What stands out, what is open ------------------------------------------------------------------------------------------


def exceptions(meeting: Meeting, paper: Paper, attentions: list[Any]) -> None:
    """What earlier weeks left open comes first, then what this week brought."""
    parts = (
        (words.OLD_OPEN, [attention for attention in attentions if attention.week != meeting.report["week"]]),
        (words.NEW_OPEN, [attention for attention in attentions if attention.week == meeting.report["week"]]),
    )
    for heading, rows in parts:
        if rows:
            paper.part(meeting.say(heading))
            paper.table(
                EXCEPTION, meeting.heads(*EXCEPTION_HEADS), [exception_row(meeting, attention) for attention in rows]
            )


def exception_row(meeting: Meeting, attention: Any) -> list[Put]:
    fields = Attention.fields()
    late = attention.state != "closed" and attention.due_on is not None and attention.due_on < today()
    return [
        text(meeting.marked(attention)),
        meeting.place(attention),
        text(meeting.why(attention), size=9),
        *meeting.said(attention),
        meeting.person(attention.owner),
        text(attention.cause or "", size=9),
        day(attention.due_on, late),
        text(fields["state"].show(attention.state, meeting.lang)),
        text(attention.action or "", size=9),
    ]


def open_work(meeting: Meeting, paper: Paper, items: list[Any]) -> None:
    """What is overdue comes first, by its day."""
    if not items:
        return
    paper.part(meeting.say(words.WORK))
    rows = [_task(meeting, item) for item in sorted(items, key=lambda item: (item.due_on is None, item.due_on))]
    paper.table(OPEN, meeting.heads(*OPEN_HEADS), rows)


def _task(meeting: Meeting, item: Any) -> list[Put]:
    late = item.due_on is not None and item.due_on < today() and item.state != "done"
    return [
        text(item.no),
        text(item.title),
        meeting.store(item.store) if item.store else text(""),
        meeting.person(item.owner),
        day(item.due_on, late),
        Put((item.progress or 0) / 100, "0%", "right"),
        state_of(meeting, WorkItem, item, late),
        text(item.content or "", size=9),
    ]


def state_of(meeting: Meeting, record: Any, row: Any, late: bool) -> Put:
    """The state in words; what is late says so, not only in red."""
    said = record.fields()["state"].show(row.state, meeting.lang)
    return text(meeting.say(words.OVERDUE(state=said)) if late else said, bold=late, size=9)


def notes(meeting: Meeting, paper: Paper, area: str, spans: Spans = SAID) -> None:
    said = [note for note in meeting.extras["notes"]["mine"] if note.area == area]
    if not said:
        return
    paper.part(meeting.say(words.NOTES))
    heads = meeting.heads(words.KIND, words.CONTENT, words.OWNER, words.DUE, words.WEEK)
    kind = WeekNote.fields()["kind"]
    rows = [
        [
            *cells(kind.show(note.kind, meeting.lang), note.text),
            meeting.person(note.owner) if note.owner else text(""),
            day(note.due_on),
            text(note.week),
        ]
        for note in said
    ]
    paper.table(spans, heads, rows)
