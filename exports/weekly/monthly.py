"""The workbook of a month or year, in the frame of the weekly one: cover, areas with charts, stores, definitions."""

from typing import Any

from openpyxl import Workbook

from models import house
from models.kit import Text
from models.kit.clock import is_year, local, now
from models.kit.week.weekly import moved
from models.organization import Region, Store
from models.weekly import COVER

from . import words
from .calendar_words import MONTH, YEAR
from .charts import Cells, lines, place, thirds
from .month import Told
from .names import Names
from .paper import Book, Paper
from .stores import RANKED
from .styles import Put, arrow, change, figure, text

STORE_FIGURES = 4
HIGH, LEAST = 170, 3


class Monthly:
    """A month's or year's workbook being made."""

    def __init__(self, summary: Told, lang: str):
        self.summary, self.lang, self.book, self.names = summary, lang, Book(), Names()
        self.said = YEAR if is_year(summary.month) else MONTH
        self.title = self.said.title(month=summary.month).say(lang)
        self.weeks = [name for name, _ in summary.parts]
        said = self.said.span if summary.whole else self.said.so_far
        first, last = f"{summary.span.first:%m-%d}", f"{summary.span.last:%m-%d}"
        made = said(first=first, last=last, made=f"{local(now()):%Y-%m-%d %H:%M}").say(lang)
        self.span = f"{made} · {_closed(summary).say(lang)}"
        each = 18 if len(self.weeks) < 5 else 15 if len(self.weeks) < 7 else 12
        self.widths = [38, *[each] * len(self.weeks), 19, 19, 16, 19, 16]
        self.each = [(at, at) for at in range(1, len(self.widths) + 1)]
        self.sheets: dict[Any, str] = {}

    def heads(self, first: str) -> list[str]:
        said, whole = self.said, self.summary.whole
        before = said.before if whole else said.before_so_far
        later = (said.total if whole else said.total_so_far, before[0], said.on[0], before[1], said.on[1])
        return [first, *self.weeks, *(text.say(self.lang) for text in later)]

    def paper(self, key: Any, title: str, widths: list[float] | None = None) -> Paper:
        back = self.sheets["cover"] if key != "cover" and "cover" in self.sheets else None
        return Paper(
            self.book, self.sheets[key], self.lang, widths or self.widths, title, self.span, back=back, freeze="B3"
        )

    def row(self, metric: str, store: int | None, name: Put) -> list[Put]:
        """Its weeks or months, the whole, and what that is held against."""
        line, unit = self.summary.lines[metric, store], house().metrics[metric].unit
        among = [value for value in line["weeks"] if value is not None]
        total, before, ago = line["month"], line["last_month"], line["year_ago"]
        return [
            name,
            *(figure(value, unit, among) for value in line["weeks"]),
            figure(total, unit, bold=True),
            figure(before, unit),
            change(moved(unit, total, before), unit, self.lang),
            figure(ago, unit),
            change(moved(unit, total, ago), unit, self.lang),
        ]


def _closed(summary: Told) -> Text:
    """Which closing of the month is told; what isn't closed may still move."""
    if summary.closed is None:
        return words.MONTH_OPEN
    at = f"{local(summary.closed.made_at):%Y-%m-%d %H:%M}"
    return words.MONTH_CLOSED(revision=summary.closed.revision, at=at)


def month_book(summary: Told, lang: str = "zh") -> Workbook:
    monthly = Monthly(summary, lang)
    whole = [area for area in house().counted if any((metric.name, None) in summary.lines for metric in area.metrics)]
    stores = _stores(summary)
    if whole:
        monthly.sheets["cover"] = monthly.names.take(words.COVER.say(lang))
    for key, label in [
        *(((area.name), area.label) for area in whole),
        *([("by store", words.BY_STORE)] if stores else []),
        ("definitions", words.DEFINITIONS),
        *([("changes", words.MONTH_CHANGES)] if summary.corrected else []),
    ]:
        monthly.sheets[f"of {key}"] = monthly.names.take(label.say(lang))
    if whole:
        _cover(monthly, whole)
    for area in whole:
        _area(monthly, area)
    if stores:
        _by_store(monthly, stores)
    _definitions(monthly)
    if summary.corrected:
        _changes(monthly)
    monthly.book.properties.title, monthly.book.properties.creator = monthly.title, "OpsDesk"
    return monthly.book


def _stores(summary: Told) -> list[Any]:
    ids = {store for _, store in summary.lines if store is not None}
    return sorted(Store.rows_by_id(ids).values(), key=lambda store: store.code)


def _cover(monthly: Monthly, whole: list[Any]) -> None:
    """The ten figures, each with its way to the area."""
    owner = {metric.name: area for area in whole for metric in area.metrics}
    chosen = [name for name in COVER if (name, None) in monthly.summary.lines]
    more = [name for name, store in monthly.summary.lines if store is None and name not in chosen]
    paper = monthly.paper("cover", monthly.title)
    paper.part(words.TEN.say(monthly.lang))
    rows = []
    for name in [*chosen, *more][:10]:
        line = monthly.summary.lines[name, None]
        sign = arrow(moved(house().metrics[name].unit, line["month"], line["last_month"]))
        label = f"{house().metrics[name].label.say(monthly.lang)} {sign}"
        rows.append(monthly.row(name, None, text(label, bold=True, sheet=monthly.sheets[f"of {owner[name].name}"])))
    paper.table(monthly.each, monthly.heads(words.FIGURE.say(monthly.lang)), rows, 24)
    paper.part(words.SHEETS.say(monthly.lang), 40)
    links = [name for key, name in monthly.sheets.items() if key != "cover"]
    spans = [(first, after - 1) for first, after in thirds(paper.widths, 4)]
    for start in range(0, len(links), len(spans)):
        for name, span in zip(links[start : start + len(spans)], spans, strict=False):
            paper.put(paper.row, span, text(name, sheet=name))
        paper.step(20)
    paper.finish(monthly.title)


def _area(monthly: Monthly, area: Any) -> None:
    """Every figure of the area, and its weeks as small charts."""
    names = [metric.name for metric in area.metrics if (metric.name, None) in monthly.summary.lines]
    paper = monthly.paper(
        f"of {area.name}", f"{house().area_named[area.name].label.say(monthly.lang)} · {monthly.summary.month}"
    )
    paper.part(words.FIGURES.say(monthly.lang))
    rows = [monthly.row(name, None, text(house().metrics[name].label.say(monthly.lang), bold=True)) for name in names]
    head = paper.row
    there = paper.table(monthly.each, monthly.heads(words.FIGURE.say(monthly.lang)), rows)
    labels, charts = Cells(paper.sheet, head, 2, len(monthly.weeks)), []
    for at, name in zip(there, names, strict=False):
        part, metric = Cells(paper.sheet, at, 2, len(monthly.weeks)), house().metrics[name]
        values = [value for value in part.values() if isinstance(value, int | float)]
        if len(values) >= LEAST and any(values):
            chart = lines(
                metric.label.say(monthly.lang), metric.unit, labels, [(words.THIS_YEAR.say(monthly.lang), part)]
            )
            charts.append((name not in COVER, chart))
    drawn = [chart for _, chart in sorted(charts, key=lambda pair: pair[0])][:3]
    if drawn:
        paper.part(monthly.said.trend.say(monthly.lang), HIGH)
        where = paper.space(HIGH)
        for chart, columns in zip(drawn, thirds(paper.widths), strict=False):
            place(paper.sheet, chart, columns, where, paper.widths)
    paper.finish(monthly.title)


def _by_store(monthly: Monthly, stores: list[Any]) -> None:
    """The leading store figures, each a table of its own, the best of the month on top."""
    paper = monthly.paper("of by store", f"{words.BY_STORE.say(monthly.lang)} · {monthly.summary.month}")
    regions = dict(Region.select(Region.id, Region.name).tuples())
    ranked = [name for name in RANKED if any((name, store.id) in monthly.summary.lines for store in stores)]
    for name in ranked[:STORE_FIGURES] or _others(monthly.summary):
        metric = house().metrics[name]
        mine = [store for store in stores if (name, store.id) in monthly.summary.lines]
        mine.sort(key=lambda store: _order(monthly.summary.lines[name, store.id]["month"], metric.better))
        paper.part(metric.label.say(monthly.lang))
        rows = [
            monthly.row(name, store.id, text(" · ".join(filter(None, (store.name, regions.get(store.region))))))
            for store in mine
        ]
        paper.table(monthly.each, monthly.heads(words.STORE.say(monthly.lang)), rows, 18)
    paper.finish(monthly.title)


def _others(summary: Told) -> list[str]:
    return list(dict.fromkeys(name for name, store in summary.lines if store is not None))[:STORE_FIGURES]


def _order(value: float | None, better: str) -> tuple[bool, float]:
    return (value is None, 0 if value is None else -value if better == "higher" else value)


def _definitions(monthly: Monthly) -> None:
    paper = monthly.paper("of definitions", words.DEFINITIONS.say(monthly.lang), [16, 26, 14, 90])
    rows = []
    known = {name for name, _ in monthly.summary.lines}
    for area in house().counted:
        for metric in area.metrics:
            if metric.name in known:
                said = metric.words.say(monthly.lang) if metric.words else ""
                rows.append(
                    [
                        text(area.label.say(monthly.lang)),
                        text(metric.label.say(monthly.lang), bold=True),
                        text(words.MONTHLY[metric.gathers].say(monthly.lang)),
                        text(said),
                    ]
                )
    heads = [text.say(monthly.lang) for text in (words.AREA, words.FIGURE, words.GATHERS, words.WORDS)]
    paper.part(words.DEFINITIONS.say(monthly.lang))
    paper.table([(at, at) for at in range(1, 5)], heads, rows)
    paper.finish(monthly.title)


def _changes(monthly: Monthly) -> None:
    """What was corrected after the closing, revision by revision, the newest first."""
    paper = monthly.paper("of changes", words.MONTH_CHANGES.say(monthly.lang), [10, 34, 24, 20, 20, 20])
    stores = dict(Store.select(Store.id, Store.name).tuples())
    rows = []
    for each in monthly.summary.corrected:
        metric = house().metrics[each.metric]
        before, after = (None if value is None else float(value) for value in (each.before, each.after))
        gap = None if before is None or after is None else after - before
        place = words.COMPANY.say(monthly.lang) if each.store is None else stores.get(each.store, f"#{each.store}")
        amounts = [figure(amount, metric.unit) for amount in (before, after, gap)]
        rows.append([text(each.revision), text(metric.label.say(monthly.lang)), text(place), *amounts])
    heads = (words.MONTH_REVISION, words.FIGURE, words.STORE, words.BEFORE, words.AFTER, words.DIFFERENCE)
    paper.part(words.MONTH_CHANGES.say(monthly.lang))
    paper.table([(at, at) for at in range(1, 7)], [head.say(monthly.lang) for head in heads], rows)
    paper.finish(monthly.title)
