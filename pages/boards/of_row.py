"""The blocks that only the page of a row has: what it says itself, its sums over spans, its figures of the last week."""

from decimal import Decimal
from typing import Any

from exports.weeks.series import OfStore, of_store
from models import house
from models.design.boards.body import Block
from models.design.boards.reading import Shut
from models.design.boards.spans import Spanned, spanned
from models.design.boards.words import UNSEEN_COLUMN
from models.kit.ask.query import Query
from models.kit.clock import Week
from models.kit.declare.access import Who
from models.kit.fields import Described
from models.kit.week.weekly import in_words

from ..parts.pieces import card, empty, link, span, table, tag
from ..parts.values import show
from ..weekly.figures import change, light, number
from . import words

About = list[tuple[Described, Any]]


def about(block: Block, who: Who) -> About:
    """The fields this person sees of the row, and what is in them. Raises Shut where there are none."""
    record, said = house().records[block.settings["record"]], block.settings
    row = Query(record, who).row(said["id"]) or {}
    known = record.facts().readable
    shown = [(known[name], row[name]) for name in said["fields"] if name in known and name in row]
    if not shown:
        raise Shut(UNSEEN_COLUMN)
    return shown


def of_week(block: Block, who: Who) -> tuple[Week, list[OfStore]]:
    """The figures of the store's last whole week. Raises Shut where none is for this person."""
    week, figures = of_store(block.settings["figures"], block.settings["store"], who)
    if not figures:
        raise Shut(UNSEEN_COLUMN)
    return week, figures


def _about(block: Block, read: About, who: Who, again: Any) -> None:
    with card(block.called.say(who.lang)), tag("dl", "b-facts"):
        for item, value in read:
            tag("dt", "", item.label.say(who.lang))
            with tag("dd"):
                show(item, value, who)


def _spans(block: Block, read: Spanned, who: Who, again: Any) -> None:
    with card(block.called.say(who.lang), flush=True) as head:
        if read.last is None:
            empty((read.record.sheet.awaits or words.NO_ROWS).say(who.lang), "table_rows")
            return
        with head:
            span(words.UP_TO(day=f"{read.last:%Y-%m-%d}").say(who.lang), "o-faint")
        heads = [(words.SPAN.say(who.lang), ""), *((label.say(who.lang), "o-right") for label, _ in read.heads)]
        units = [unit for _, unit in read.heads]
        table(heads, [_line(label.say(who.lang), way, values, units, who) for label, way, values in read.lines])


def _line(label: str, way: str, values: tuple[Any, ...], units: list[str], who: Who) -> list[Any]:
    cells = [lambda value=value, unit=unit: _cell(value, unit, who) for value, unit in zip(values, units, strict=True)]
    return [lambda: link(label, way), *cells]


def _cell(value: Decimal | None, unit: str, who: Who) -> None:
    if unit == "moved" and value is not None:
        arrow, tone = ("▲", "w-up") if value > 0 else ("▼", "w-down") if value < 0 else ("=", "o-faint")
        span(f"{arrow} {abs(value)}%", tone)
    else:
        span(in_words(value, unit if unit in ("money", "percent") else "count"))


def _judged(block: Block, read: tuple[Week, list[OfStore]], who: Who, again: Any) -> None:
    week, figures = read
    heads = [(text.say(who.lang), css) for text, css in words.JUDGED]
    with card(block.called.say(who.lang), flush=True) as head:
        with head:
            span(words.IN_WEEK(week=week).say(who.lang), "o-faint")
        table(heads, [_figure(figure, who) for figure in figures])


def _figure(figure: OfStore, who: Who) -> list[Any]:
    kept, metric = figure.judged or {}, figure.metric

    def moved() -> None:
        value, before = figure.value, figure.before
        if value is None or before is None or change(metric, value, before, who, kept.get("light", "none")) is None:
            span("—", "o-faint")

    def shone() -> None:
        if kept.get("light", "none") != "none":
            light(kept, metric, who)

    value = number(figure.value, metric, who)
    return [metric.label.say(who.lang), value, moved, number(kept.get("target"), metric, who), shone]


READS = {"about": about, "spans": lambda block, who: spanned(block.settings, who), "judged": of_week}
DRAWN = {"about": _about, "spans": _spans, "judged": _judged}
