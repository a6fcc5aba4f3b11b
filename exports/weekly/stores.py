"""The stores: a ranking of all, and a page for each that can be printed and handed to its manager."""

from typing import Any

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter

from models import house
from models.department import WorkItem
from models.kit.clock import today
from models.organization import Store
from models.stores import Rectification
from models.weekly import Attention

from . import words
from .areas import state_of, trend_chart
from .charts import Cells, bars, place, thirds
from .meeting import Meeting
from .paper import Paper
from .reading import STORE_TRENDS
from .styles import BAND, HEAD, TONES, Put, day, figure, text

RANKED = (
    "store_sales",
    "store_week_reached",
    "store_month_reached",
    "store_like_for_like",
    "store_ticket",
    "store_units_per_ticket",
    "store_conversion",
    "store_member_share",
    "store_per_hour",
    "store_qsc",
    "delivery_on_time",
)
GOOD, BAD = "CFE8D5", "F6C9C2"
BEST, ONE_PAGE, MOST = 3, 26, 8
HALF = [12.5, 12.5, 12.5, 7, 11]  # this week, last week, target, rank, light; before them the figure's name
HALF_HEADS = (words.FIGURE, words.VALUE, words.LAST, words.TARGET, words.RANK, words.LIGHT)
NAME = {"zh": 22, "en": 41}
OPEN = [(1, 1), (2, 7), (8, 8), (9, 10), (11, 13)]
DRAWN_HIGH = 150


def stores_told(meeting: Meeting) -> list[int]:
    """The stores that have something to tell, in the order of their numbers."""
    ids = {
        int(id) for line in meeting.figures.values() for id, mine in line["stores"].items() if mine["value"] is not None
    }
    known = meeting.extras["stores"]
    return sorted(ids & known.keys(), key=lambda id: known[id].code)


# Ranking ----------------------------------------------------------------------------------------------------------------


def ranking(meeting: Meeting, ids: list[int]) -> None:
    """Stores and their leading figures, each with its rank; the names lead to the pages."""
    chosen = ranked(meeting)
    ids = [id for id in ids if any((line["stores"].get(str(id)) or {}).get("value") is not None for line in chosen)]
    widths = [20, 11, *[size for _ in chosen for size in (11.5, 5.5)]]
    paper = meeting.paper("ranking", widths, meeting.say(words.RANKING), freeze="B6")
    paper.part(meeting.say(words.BY_STORE))
    _ranking_heads(meeting, paper, chosen)
    start = paper.row
    for at, id in enumerate(_ordered(chosen, ids)):
        _ranking_row(meeting, paper, chosen, id, BAND if at % 2 else None)
    end = paper.row - 1
    _company(meeting, paper, chosen)
    _colour(paper, chosen, start, end)
    _ranking_charts(meeting, paper, chosen, start, end)
    meeting.finish(paper, repeat="1:5" if len(ids) > ONE_PAGE else "1:2")


def ranked(meeting: Meeting) -> list[dict[str, Any]]:
    """The figures that stores are ranked by; who may not see these reads those of his own areas instead."""
    lines = [
        line
        for line in meeting.figures.values()
        if sum(mine["value"] is not None for mine in line["stores"].values()) > 1
    ]
    first = [line for name in RANKED for line in lines if line["metric"] == name]
    return first or lines[: len(RANKED)]


def _ordered(chosen: list[dict[str, Any]], ids: list[int]) -> list[int]:
    """By the first figure's rank; those without one at the end."""
    first = chosen[0]["stores"] if chosen else {}
    return sorted(ids, key=lambda id: (first.get(str(id), {}).get("rank") or 9999, id))


def _ranking_heads(meeting: Meeting, paper: Paper, chosen: list[dict[str, Any]]) -> None:
    spans = [(1, 1), (2, 2), *((3 + 2 * at, 4 + 2 * at) for at in range(len(chosen)))]
    heads = [meeting.say(house().metrics[line["metric"]].label) for line in chosen]
    paper.heads(spans, [meeting.say(words.STORE), meeting.say(words.REGION), *heads])
    second = [Put("", fill=HEAD), Put("", fill=HEAD)]
    for _ in chosen:
        second += [Put(meeting.say(text), align="center", size=8.5, fill=HEAD) for text in (words.VALUE, words.RANK)]
    for at, put in enumerate(second, 1):
        paper.put(paper.row, (at, at), put, framed=True)
    paper.step(18)


def _ranking_row(meeting: Meeting, paper: Paper, chosen: list[dict[str, Any]], id: int, fill: str | None) -> None:
    region = meeting.extras["regions"].get(meeting.extras["stores"][id].region)
    row = [meeting.store(id), text(region or "", size=9)]
    for line in chosen:
        mine = line["stores"].get(str(id)) or {"value": None, "rank": None}
        best = mine["rank"] is not None and mine["rank"] <= BEST
        among = [other["value"] for other in line["stores"].values()]
        row += [
            figure(mine["value"], house().metrics[line["metric"]].unit, among, bold=best),
            _rank(mine["rank"], best),
        ]
    for at, put in enumerate(row, 1):
        paper.widen(put, (at, at))
        paper.put(paper.row, (at, at), put if put.fill or not fill else Put(**{**vars(put), "fill": fill}), framed=True)
    paper.step(18)


def _rank(rank: int | None, best: bool = False) -> Put:
    return Put("", align="center") if rank is None else Put(rank, "0", "center", size=9, bold=best)


def _company(meeting: Meeting, paper: Paper, chosen: list[dict[str, Any]]) -> None:
    """The regions and the whole company under the stores, where the figure can be put together."""
    regions = sorted({id for line in chosen for id in line["regions"]}, key=int)
    lines = [
        (meeting.extras["regions"].get(int(id), id), [(line["regions"].get(id) or {}).get("value") for line in chosen])
        for id in regions
    ]
    if any(line["value"] is not None for line in chosen):
        lines.append((meeting.say(words.COMPANY), [line["value"] for line in chosen]))
    for name, values in lines:
        row = [Put(name, bold=True, fill=HEAD), Put("", fill=HEAD)]
        for line, value in zip(chosen, values, strict=True):
            among = [other["value"] for other in line["stores"].values()]
            row += [
                figure(value, house().metrics[line["metric"]].unit, among, bold=True, fill=HEAD),
                Put("", fill=HEAD),
            ]
        for at, put in enumerate(row, 1):
            paper.widen(put, (at, at))
            paper.put(paper.row, (at, at), put, framed=True)
        paper.step(19)


def _colour(paper: Paper, chosen: list[dict[str, Any]], start: int, end: int) -> None:
    """Values from bad to good, the way round that the figure is meant."""
    for at, line in enumerate(chosen):
        letter = get_column_letter(3 + 2 * at)
        low, high = (BAD, GOOD) if house().metrics[line["metric"]].better == "higher" else (GOOD, BAD)
        rule = ColorScaleRule(
            start_type="min",
            start_color=low,
            mid_type="percentile",
            mid_value=50,
            mid_color="FFFFFF",
            end_type="max",
            end_color=high,
        )
        paper.sheet.conditional_formatting.add(f"{letter}{start}:{letter}{end}", rule)


def _ranking_charts(meeting: Meeting, paper: Paper, chosen: list[dict[str, Any]], start: int, end: int) -> None:
    names, drawn = Cells(paper.sheet, start, 1, end - start + 1, down=True), []
    for at, line in enumerate(chosen[: 1 if meeting.printed else 3]):
        part = Cells(paper.sheet, start, 3 + 2 * at, end - start + 1, down=True)
        if part.alive:
            metric = house().metrics[line["metric"]]
            drawn.append(bars(meeting.say(metric.label), metric.unit, names, [(meeting.say(words.VALUE), part)]))
    if not drawn:
        return
    paper.turn()
    for chart in drawn:
        place(paper.sheet, chart, (1, len(paper.widths) + 1), paper.space(165), paper.widths)


# One store's page -------------------------------------------------------------------------------------------------------


def store_page(meeting: Meeting, id: int) -> None:
    """One sheet of paper: its figures against last week, target and rank, two charts, what is missing, what is open."""
    store = meeting.extras["stores"][id]
    up = {"up": "ranking"} if "ranking" in meeting.sheets else {}
    sub = " · ".join(
        part
        for part in (
            store.code,
            _kind(store, meeting.lang),
            meeting.extras["regions"].get(store.region),
            meeting.person(store.manager).value if store.manager else None,
            meeting.span,
        )
        if part
    )
    half = [NAME[meeting.lang], *HALF]
    paper = meeting.paper(("store", id), [*half, 2, *half], store.name, sub, **up)
    _store_figures(meeting, paper, id)
    _store_charts(meeting, paper, id)
    _store_missing(meeting, paper, id)
    _store_open(meeting, paper, id)
    meeting.finish(paper, one_page=True)


def _kind(store: Any, lang: str) -> str:
    return Store.fields()["kind"].show(store.kind, lang)


def _store_figures(meeting: Meeting, paper: Paper, id: int) -> None:
    """Two columns of figures under the names of their areas."""
    blocks = [block for block in (_block(meeting, area, id) for area in meeting.report["areas"]) if block]
    blocks.sort(key=lambda block: block[0] != "stores")
    lines: list[tuple[str, Any]] = []
    for area, rows in blocks:
        lines += [("head", meeting.say(house().area_named[area].label)), *(("row", row) for row in rows)]
    half = (len(lines) + 1) // 2
    if half < len(lines) and lines[half - 1][0] == "head":
        half += 1
    start = paper.row
    for column, part in ((1, lines[:half]), (8, lines[half:])):
        if part:
            _column(meeting, paper, start, column, part)
    paper.row = start
    for at in range(max(half, len(lines) - half) + 1):
        paper.step(24 if at == 0 else 18)


def _block(meeting: Meeting, area: dict[str, Any], id: int) -> tuple[str, list] | None:
    rows = []
    for line in area["figures"]:
        mine = line["stores"].get(str(id))
        if mine and (mine["value"] is not None or mine["last"] is not None):
            of = len(line["stores"])
            rows.append(_half_row(meeting, house().metrics[line["metric"]], mine, of))
    return (area["name"], rows) if rows else None


def _half_row(meeting: Meeting, metric: Any, mine: dict[str, Any], of: int) -> list[Put]:
    rank = (
        Put("—", align="center")
        if mine["rank"] is None
        else Put(mine["rank"], f'0"/{of}"' if of > 1 else "0", "center")
    )
    return [
        text(meeting.say(metric.label), size=9.5),
        figure(mine["value"], metric.unit, bold=True),
        figure(mine["last"], metric.unit),
        figure(mine["target"], metric.unit),
        rank,
        meeting.lamp(mine["light"]),
    ]


def _column(meeting: Meeting, paper: Paper, row: int, column: int, lines: list[tuple[str, Any]]) -> None:
    for at, head in enumerate(meeting.heads(*HALF_HEADS)):
        paper.put(row, (column + at, column + at), Put(head, bold=True, align="center", fill=HEAD), framed=True)
    for down, (kind, what) in enumerate(lines, 1):
        if kind == "head":
            paper.put(row + down, (column, column + 5), Put(what, bold=True, fill=BAND), framed=True)
            continue
        for at, put in enumerate(what):
            paper.widen(put, (column + at, column + at))
            paper.put(row + down, (column + at, column + at), put, framed=True)


def _store_charts(meeting: Meeting, paper: Paper, id: int) -> None:
    charts = [chart for chart in (trend_chart(meeting, name, id) for name in STORE_TRENDS) if chart]
    if charts:
        rows = paper.space(DRAWN_HIGH)
        for chart, where in zip(charts, thirds(paper.widths, len(charts)), strict=True):
            place(paper.sheet, chart, where, rows, paper.widths)


def _store_missing(meeting: Meeting, paper: Paper, id: int) -> None:
    said = [
        meeting.say(words.ONE_MISSING(day=day_, what=meeting.figure_name(gap["daily"])))
        for gap in meeting.report["missing"]
        for place_ in gap["places"]
        if place_["store"] == id
        for day_ in place_["missing"]
    ]
    if said:
        paper.part(meeting.say(words.MISSED))
        joined = ("；" if meeting.lang == "zh" else "; ").join(said)
        paper.line(Put(joined, colour=TONES["red"][0]))


def _store_open(meeting: Meeting, paper: Paper, id: int) -> None:
    """What stands out here, what is to be put right, and the tasks of this store."""
    heads = meeting.heads(words.NO, words.ABOUT, words.DUE, words.OWNER, words.STATE)
    marked = [
        attention for attention in meeting.extras["attention"] if attention.store == id and attention.state != "closed"
    ]
    parts = (
        (
            words.EXCEPTIONS,
            [(attention, attention.week, _marked(meeting, attention), Attention) for attention in marked],
        ),
        (
            words.RECTIFY,
            [(row, row.no, row.problem, Rectification) for row in meeting.extras["rectify"] if row.store == id],
        ),
        (words.WORK, [(item, item.no, item.title, WorkItem) for item in meeting.extras["work"] if item.store == id]),
    )
    for heading, rows in parts:
        if rows:
            paper.part(meeting.say(heading))
            paper.table(OPEN, heads, [_open_row(meeting, *row) for row in rows[:MOST]])


def _open_row(meeting: Meeting, row: Any, no: str, said: str, record: Any) -> list[Put]:
    late = row.due_on is not None and row.due_on < today() and row.state != "done"
    owner, state = meeting.person(row.owner), state_of(meeting, record, row, late)
    return [text(no), text(said), day(row.due_on, late), owner, state]


def _marked(meeting: Meeting, attention: Any) -> str:
    """Which figure stands out, why, and what is done about it."""
    kind, value = Attention.fields()["kind"].show(attention.kind, meeting.lang), meeting.said(attention)[0].shown
    said = f"{meeting.figure_name(attention.metric)} {value} · {kind}"
    return f"{said} · {attention.action}" if attention.action else said
