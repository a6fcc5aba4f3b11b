"""The print set 打印版: the week on a page, the cover, each area on one page, the ranking; what one looks up stays in the whole book."""

from typing import Any

from openpyxl import Workbook

from models.weekly import Attention

from . import cover, front, reference, stores, words
from .areas import EXCEPTION_HEADS, exception_row, figure_row, leaders, notes, trend_chart
from .charts import place, thirds
from .meeting import Meeting
from .paper import Paper
from .styles import text

# Of the figures without their definitions, so that a page is read without a magnifying glass.
WIDTHS: list[float] = [24, 13, 13, 10, 13, 13, 10, 13, 13, 11, 30]
EACH = [(at, at) for at in range(1, len(WIDTHS) + 1)]
SAID = [(1, 1), (2, 8), (9, 9), (10, 10), (11, 11)]
EXCEPTION = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 8), (9, 9), (10, 10), (11, 11)]
DRAWN, HIGH, MOST, FEW = 3, 130, 5, 20


def print_book(report: dict[str, Any], extras: dict[str, Any], lang: str = "zh") -> Workbook:
    """Some fourteen pages: a sheet is a page. Charts draw from a sheet that isn't printed."""
    meeting = Meeting(report, extras, lang, printed=True)
    if not extras["front"].is_empty:
        meeting.name("front", meeting.say(words.FRONT))
    meeting.name("cover", meeting.say(words.COVER))
    for area in meeting.whole:
        meeting.name(("area", area["name"]), meeting.area(area["name"]))
    shown = stores.stores_told(meeting)
    if len(shown) > 1 and stores.ranked(meeting):
        meeting.name("ranking", meeting.say(words.RANKING))
    meeting.name("trends", meeting.say(words.TRENDS))
    reference.trends(meeting)
    _pages(meeting, shown)
    return _in_order(meeting)


def _pages(meeting: Meeting, shown: list[int]) -> None:
    if "front" in meeting.sheets:
        front.front(meeting)
    cover.cover(meeting)
    for area in meeting.whole:
        _area(meeting, area)
    if "ranking" in meeting.sheets:
        stores.ranking(meeting, shown)


def _in_order(meeting: Meeting) -> Workbook:
    book = meeting.book
    first = ("front", "cover", "area", "ranking", "trends")
    order = sorted(meeting.sheets, key=lambda key: first.index(key if isinstance(key, str) else key[0]))
    book._sheets = [book[meeting.sheets[key]] for key in order]
    beside = book[meeting.sheets["trends"]]
    beside.sheet_state, beside.print_area = "hidden", None  # some print what is hidden, but no sheet without an area
    book.active = 0
    for at, sheet in enumerate(book.worksheets):
        sheet.sheet_view.tabSelected = at == 0
    book.properties.title, book.properties.creator = meeting.title, "OpsDesk"
    return book


def _area(meeting: Meeting, area: dict[str, Any]) -> None:
    """An area on one page: its figures, three charts, what stands out most, what was said."""
    paper = meeting.paper(("area", area["name"]), WIDTHS, meeting.area(area["name"]), freeze="B3")
    paper.part(meeting.say(words.FIGURES))
    heads = (words.FIGURE, words.VALUE, words.LAST, words.CHANGE, words.YEAR_AGO, words.TARGET, words.TO_TARGET)
    dated = [meeting.to_date(words.MONTH, "month"), meeting.to_date(words.YEAR, "year")]
    rows = [_without_definition(figure_row(meeting, line)) for line in _worth_printing(area["figures"])]
    paper.table(EACH, meeting.heads(*heads, *dated, words.LIGHT, words.REMARK), rows, 18)
    _charts(meeting, paper, area)
    _exceptions(meeting, paper, area["name"])
    notes(meeting, paper, area["name"], SAID)
    meeting.finish(paper)


def _worth_printing(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All of them where they fit; else without those that nothing is said of, and that came to nothing two weeks running."""
    if len(figures) <= FEW:
        return figures
    return [line for line in figures if line["light"] != "none" and (line["value"] or line["last"])]


def _without_definition(row: list[Any]) -> list[Any]:
    """The mean of four weeks and the words of the figure stay in the whole book."""
    return [*row[:7], *row[8:12]]


def _charts(meeting: Meeting, paper: Paper, area: dict[str, Any]) -> None:
    charts = [chart for line in leaders(area) if (chart := trend_chart(meeting, line["metric"], None))][:DRAWN]
    if charts:
        paper.part(meeting.say(words.TREND), HIGH)
        rows = paper.space(HIGH)
        for chart, where in zip(charts, thirds(paper.widths), strict=False):
            place(paper.sheet, chart, where, rows, paper.widths)


def _exceptions(meeting: Meeting, paper: Paper, area: str) -> None:
    """Of earlier weeks first; the rest is counted."""
    mine = [row for row in meeting.extras["attention"] if row.area == area and row.state != "closed"]
    if not mine:
        return
    paper.part(meeting.say(words.EXCEPTIONS))
    rows = [_in_short(meeting, attention) for attention in mine[:MOST]]
    paper.table(EXCEPTION, meeting.heads(*EXCEPTION_HEADS), rows, 18)
    if len(mine) > MOST:
        paper.line(text(meeting.say(words.MORE_IN_BOOK(count=len(mine) - MOST)), size=9))


def _in_short(meeting: Meeting, attention: Any) -> list[Any]:
    """Why it was marked, without the stores it is of: these stand in the whole book."""
    row = exception_row(meeting, attention)
    row[2] = text(Attention.fields()["kind"].show(attention.kind, meeting.lang), size=9)
    return row
