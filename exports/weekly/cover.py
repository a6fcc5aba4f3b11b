"""The cover: ten figures with arrows and lights, and what the meeting has to decide, last week's first."""

from typing import Any

from exports.weeks.judging import KEY
from models import house
from models.kit.clock import today
from models.kit.own_words import both
from models.weekly import COVER, Attention

from . import words
from .areas import leaders
from .meeting import Meeting
from .paper import Paper
from .reference import visible
from .styles import Put, arrow, day, figure, text

WIDTHS = [30, 19, 19, 6, 13, 19, 13, 15, 26, 39]
EACH = [(at, at) for at in range(1, 11)]
TODO = [(1, 1), (2, 2), (3, 5), (6, 6), (7, 7), (8, 8), (9, 9), (10, 10)]
TODO_HEADS = (words.FIGURE, words.STORE, words.WHY, words.VALUE, words.AGAINST, words.OWNER, words.DUE, words.ACTION)
DECIDED = [(1, 1), (2, 7), (8, 8), (9, 9), (10, 10)]
GRAVITY = ("target", "stores", "low", "high", "usual", "worse", "missing")
MOST, TEN = 8, 10


def cover(meeting: Meeting) -> None:
    paper = meeting.paper("cover", WIDTHS, meeting.title)
    report = meeting.report
    if report["reason"]:
        paper.line(text(meeting.say(words.REASON(reason=both(report["reason"]))), size=9))
    if moved := visible(meeting)[0]:
        said = meeting.say(words.CORRECTED(count=len(moved)))
        paper.line(Put(said, bold=True, sheet=meeting.sheets.get("changes")))
    _figures(meeting, paper)
    _decide(meeting, paper)
    _contents(meeting, paper)
    meeting.finish(paper)


def ten(meeting: Meeting) -> list[tuple[str, dict[str, Any]]]:
    """The ten figures of the cover with their areas; who sees few of them reads leading ones of his areas instead."""
    there = {line["metric"]: (area["name"], line) for area in meeting.whole for line in area["figures"]}
    chosen = [name for name in COVER if name in there]
    more = [line["metric"] for area in meeting.whole for line in leaders(area) if line["metric"] not in chosen]
    return [there[name] for name in [*chosen, *more][:TEN]]


def _figures(meeting: Meeting, paper: Paper) -> None:
    paper.part(meeting.say(words.TEN))
    heads = meeting.heads(
        words.FIGURE,
        words.VALUE,
        words.LAST,
        words.CHANGE,
        words.TARGET,
        words.TO_TARGET,
        words.LIGHT,
        words.REMARK,
        words.AREA,
    )
    spans = [(1, 1), (2, 2), (3, 3), (4, 5), *EACH[5:]]
    start = paper.row
    paper.heads(spans, heads)
    for area, line in ten(meeting):
        metric = house().metrics[line["metric"]]
        row = [
            Put(meeting.say(metric.label), bold=True, size=11),
            figure(line["value"], metric.unit, bold=True, size=12),
            figure(line["last"], metric.unit),
            Put(arrow(line["change"]), align="center", bold=True, size=12),
            meeting.change(line, "change"),
            figure(line["target"], metric.unit),
            meeting.change(line, "to_target"),
            meeting.lamp(line["light"]),
            text(meeting.remark(line), size=9),
            text(meeting.area(area), sheet=meeting.sheets["area", area]),
        ]
        for put, span in zip(row, EACH, strict=True):
            paper.widen(put, span)
            paper.put(paper.row, span, put, framed=True)
        paper.step(20)
    if paper.row == start + 1:
        paper.line(text(meeting.say(words.NO_FIGURES)))
    paper.line(text(meeting.say(KEY) + meeting.say(words.ARROWS), size=8.5, colour="6B7280"))


def _decide(meeting: Meeting, paper: Paper) -> None:
    """Last week's open actions first, then what stands out by its gravity, then decisions not carried out."""
    attentions = meeting.extras["attention"]
    old = [attention for attention in attentions if attention.week != meeting.report["week"]]
    mine = [
        attention
        for attention in attentions
        if attention.week == meeting.report["week"] and attention.state != "closed"
    ]
    waiting = meeting.extras["notes"]["waiting"]
    paper.part(meeting.say(words.DECIDE))
    if not (old or mine or waiting):
        paper.line(text(meeting.say(words.QUIET)))
    _list(meeting, paper, words.OLD_OPEN, old)
    _list(meeting, paper, words.NEW_OPEN, sorted(mine, key=lambda attention: _gravity(meeting, attention)))
    if waiting:
        _heading(meeting, paper, words.WAITING)
        kind = [meeting.heads(words.WEEK, words.CONTENT, words.OWNER, words.DUE, words.AREA)]
        rows = [
            [
                text(note.week),
                text(note.text),
                meeting.person(note.owner),
                day(note.due_on, _late(note)),
                text(meeting.area(note.area), sheet=meeting.sheets.get(("area", note.area))),
            ]
            for note in waiting[:MOST]
        ]
        paper.table(DECIDED, kind[0], rows)


def _list(meeting: Meeting, paper: Paper, heading: Any, attentions: list[Any]) -> None:
    if not attentions:
        return
    _heading(meeting, paper, heading)
    paper.table(TODO, meeting.heads(*TODO_HEADS), [_row(meeting, attention) for attention in attentions[:MOST]], 18)
    if len(attentions) > MOST:
        paper.line(text(meeting.say(words.MORE(count=len(attentions) - MOST)), size=9, colour="6B7280"))


def _heading(meeting: Meeting, paper: Paper, heading: Any) -> None:
    if paper.used + 90 > paper.room:
        paper.turn()
    paper.line(Put(meeting.say(heading), bold=True), 22)


def _row(meeting: Meeting, attention: Any) -> list[Put]:
    """The figure leads to the sheet of its area, where cause and action stand."""
    return [
        text(meeting.marked(attention), sheet=meeting.sheets.get(("area", attention.area))),
        meeting.place(attention),
        text(Attention.fields()["kind"].show(attention.kind, meeting.lang)),
        *meeting.said(attention),
        meeting.person(attention.owner),
        day(attention.due_on, _late(attention)),
        text(attention.action or "", size=9),
    ]


def _late(row: Any) -> bool:
    return row.due_on is not None and row.due_on < today()


def _gravity(meeting: Meeting, attention: Any) -> tuple:
    """The company before a store, figures of the cover before others, then as grave as it is marked."""
    return (attention.store is not None, GRAVITY.index(attention.kind), attention.metric not in COVER, attention.id)


def _contents(meeting: Meeting, paper: Paper) -> None:
    """Every sheet, to click on."""
    left = ("cover", "trends") if meeting.printed else ("cover",)
    links = [name for key, name in meeting.sheets.items() if key not in left and key[0] != "store"]
    paper.part(meeting.say(words.SHEETS), 40)
    spans = [(1, 1), (2, 3), (4, 6), (7, 8), (9, 9), (10, 10)]
    for start in range(0, len(links), len(spans)):
        for name, span in zip(links[start : start + len(spans)], spans, strict=False):
            paper.put(paper.row, span, text(name, sheet=name))
        paper.step(20)
