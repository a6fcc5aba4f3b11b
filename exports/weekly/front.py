"""The first sheet 本周一页: three facts, three causes, three decisions, and what the gap is made of, to be read aloud."""

from typing import Any

from exports.weeks.front import Front, Sentence
from exports.weeks.front.causes import Causes
from exports.weeks.judging import LIGHTS

from . import words
from .meeting import Meeting
from .paper import Paper
from .styles import Put, figure, text

WIDTHS: list[float] = [6, 64, 24, 24, 32]
SPLIT = [(1, 2), (3, 3), (4, 4)]
SPOKEN = 12  # points: it is read from a table, not from a screen


def front(meeting: Meeting) -> None:
    """The page as this reader has it; nothing of it where there is nothing to say."""
    shown: Front = meeting.extras["front"]
    paper = meeting.paper("front", WIDTHS, meeting.say(words.FRONT))
    paper.room *= 2  # all of it on one page, however it is made to fit
    if shown.stale:
        paper.line(text(meeting.say(words.FRONT_STALE(revision=shown.written["revision"])), size=9))
    for section, head in words.FRONT_HEADS.items():
        paper.part(meeting.say(head), 60)
        sentences = shown.shown[section]
        for number, sentence in enumerate(sentences, 1):
            _sentence(meeting, paper, number, sentence)
        if not sentences:
            paper.line(text(meeting.say(words.FRONT_NOTHING)))
    if shown.split is not None and shown.split.parts:
        _split(meeting, paper, shown.split)
    meeting.finish(paper, one_page=True)


def _sentence(meeting: Meeting, paper: Paper, number: int, sentence: Sentence) -> None:
    """Its number with the light, which leads to the sheet where the rows stand; the words are there to be read."""
    shape = LIGHTS[sentence.light][0] if sentence.light in ("red", "amber") else ""
    said = text(sentence.text.say(meeting.lang), size=SPOKEN)
    span = (2, len(WIDTHS))
    paper.put(
        paper.row,
        (1, 1),
        Put(f"{shape}{number}", align="center", bold=True, size=SPOKEN, sheet=_sheet(meeting, sentence.behind)),
    )
    paper.put(paper.row, span, said)
    paper.step(max(24, paper.lines(said, span) * 18.5 + 5))


def _sheet(meeting: Meeting, behind: tuple[Any, ...] | None) -> str | None:
    if behind is None or behind[0] not in ("figure", "part"):
        return None
    if behind[0] == "part":
        return meeting.sheets.get(words.FRONT_SHEETS.get(behind[1]))
    area = next((area for area in meeting.whole if any(line["metric"] == behind[1] for line in area["figures"])), None)
    store = meeting.sheets.get(("store", behind[2]))
    return store or (meeting.sheets.get(("area", area["name"])) if area else None)


def _split(meeting: Meeting, paper: Paper, split: Causes) -> None:
    """Every part of the gap; they add up to the last line."""
    paper.part(meeting.say(words.SPLIT), 60)
    heads = meeting.heads(words.SPLIT_CAUSE, words.SPLIT_SUM, words.SPLIT_PART)
    lines = [*((part.label, part.amount) for part in split.parts), (words.SPLIT_WHOLE[split.basis], split.gap)]
    rows = []
    for label, amount in lines:
        last = amount is split.gap
        of_gap = float(amount / split.gap) * 100 if split.gap else None
        rows.append(
            [
                text(meeting.say(label(like=split.like or "")), bold=last),
                figure(float(amount), "money", bold=last),
                figure(None if of_gap is None or abs(of_gap) > words.POINTLESS else of_gap, "percent"),
            ]
        )
    paper.table(SPLIT, heads, rows)
