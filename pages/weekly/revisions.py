"""The revisions of a week: who made each, when and why, which figures it moved, and which changes moved them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nicegui.element import Element

from exports.weeks.reader import for_reader
from exports.weeks.report import differences, report_of
from models import house
from models.kit.ask.links import visible_ids
from models.kit.ask.titles import titles_of
from models.kit.clock import local
from models.kit.declare.access import Who, may
from models.kit.own_words import both
from models.kit.text import Text
from models.kit.week.rollup import WeekRevision

from ..parts.pieces import card, empty, link, span, tag
from ..parts.session import ask, viewer
from ..parts.values import address
from .figures import POINTS, number
from .month import Month, month_card, read_periods
from .reading import Around, Told, read_told

TITLE = Text("第 {revision} 版", "Revision {revision}")
MADE = Text("{at} · {by}", "{at} · {by}")
FIRST = Text("首次关账，数字从此不再改动", "The first closing: these figures are never changed")
REASON = Text("原因：{reason}", "Reason: {reason}")
NONE_FOR_YOU = Text("没有你能看到的变动", "Nothing moved that you may see")
HEADS = (
    Text("指标", "Figure"),
    Text("范围", "Of"),
    Text("更正前", "Before"),
    Text("更正后", "After"),
    Text("差额", "Difference"),
)
COMPANY = Text("全公司", "The company")
CAUSES, STORES = Text("由这些修改引起", "Moved by these changes"), Text("各门店的变动（{n} 项）", "Of the stores ({n})")
KINDS = {"i": Text("新增", "added"), "u": Text("修改", "changed"), "d": Text("删除", "deleted")}
UNKNOWN_CAUSE = Text(
    "没有找到相关的修改（目标或统计口径可能变了）",
    "No change of rows was found; a target or a definition may have changed",
)
MOST = Text("另有 {n} 项", "{n} more")
SHOWN, FEW, FIRST_CAUSES = 100, 8, 4


@dataclass(frozen=True)
class Past:
    """One revision with what it moved, as its reader may know it; `open`: titles of the rows this reader may open."""

    made: WeekRevision
    moved: list[dict[str, Any]]
    open: dict[str, dict[int, str]]


class RevisionsPart:
    def __init__(self, around: Around, _subject: Any, place: Element):
        self.around, self.place = around, place

    async def fill(self) -> None:
        who = viewer()
        view, past, periods = await ask(read, self.around, who)
        self.place.clear()
        with self.place:
            for revision in past:
                revision_card(revision, view, who)
            for period in periods:
                month_card(period, view, who)


def read(around: Around, who: Who) -> tuple[Told, list[Past], list[Month]]:
    view, whole = read_told(around.week, around.seen, who), report_of(around.week)
    made = WeekRevision.select().where(WeekRevision.week == str(around.week)).order_by(WeekRevision.revision.desc())
    return view, [_past(revision, whole, around, who) for revision in made], read_periods(around)


def _past(made: WeekRevision, whole: dict[str, Any], around: Around, who: Who) -> Past:
    moved = for_reader({**whole, "differences": differences(made)}, around.seen)["differences"]
    rows: dict[str, set[int]] = {}
    for cause in (cause for difference in moved for cause in difference["causes"]):
        rows.setdefault(cause["record"], set()).add(cause["row"])
    seen = {
        name: house().records[name]
        for name in rows
        if name in house().records and may(who, "see", house().records[name])
    }
    inside = {name: visible_ids(record, who, rows[name]) for name, record in seen.items()}
    return Past(
        made,
        [difference for difference in moved if legibly(difference, who)],
        {name: titles_of(seen[name], ids, who) for name, ids in inside.items()},
    )


def revision_card(past: Past, view: Told, who: Who) -> None:
    made = past.made
    said = MADE(at=f"{local(made.made_at):%Y-%m-%d %H:%M}", by=both(made.by)).say(who.lang)
    with card(TITLE(revision=made.revision).say(who.lang), said, flush=True):
        if made.reason:
            tag("div", "o-note", REASON(reason=both(made.reason)).say(who.lang))
        if made.revision == 1:
            tag("div", "o-faint o-note w-last", FIRST.say(who.lang))
        elif not past.moved:
            empty(NONE_FOR_YOU.say(who.lang), "visibility_off")
        else:
            for causes, moved in together(past.moved):
                _moved(moved, view, who)
                _causes(causes, past.open, who)


def together(moved: list[dict[str, Any]]) -> list[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Figures that the same changes moved, under these changes."""
    groups: dict[str, tuple[list, list]] = {}
    for difference in moved:
        groups.setdefault(str(difference["causes"]), (difference["causes"], []))[1].append(difference)
    return list(groups.values())


def legibly(difference: dict[str, Any], who: Who) -> bool:
    """Whether it moved by something that can be read here."""
    metric = house().metrics.get(difference["metric"])
    if metric is None:
        return True
    before, after = (
        number(None if difference[side] is None else float(difference[side]), metric, who)
        for side in ("before", "after")
    )
    return before != after


def _moved(moved: list[dict[str, Any]], view: Told, who: Who) -> None:
    """The company's figures at once; where many stores moved with them, these on demand."""
    company = [difference for difference in moved if not difference["store"]]
    stores = [difference for difference in moved if difference["store"]]
    if len(stores) <= FEW or not company:
        _table([*company, *stores], view, who)
        return
    _table(company, view, who)
    with tag("details", "o-more o-note"):
        tag("summary", "", STORES(n=len(stores)).say(who.lang))
        _table(stores, view, who)


def _table(moved: list[dict[str, Any]], view: Told, who: Who) -> None:
    with tag("div", "o-scroll"), tag("table", "o-table w-moved"):
        with tag("thead"), tag("tr"):
            for at, text in enumerate(HEADS):
                tag("th", "o-right" if at > 1 else "", text.say(who.lang))
        with tag("tbody"):
            for difference in moved[:SHOWN]:
                _line(difference, view, who)
    if len(moved) > SHOWN:
        tag("div", "o-faint o-note", MOST(n=len(moved) - SHOWN).say(who.lang))


def _line(difference: dict[str, Any], view: Told, who: Who) -> None:
    metric = house().metrics.get(difference["metric"])
    if metric is None:
        return
    before, after = (None if difference[name] is None else float(difference[name]) for name in ("before", "after"))
    with tag("tr").mark(f"moved-{metric.name}-{difference['store'] or 0}"):
        place = (
            view.stores.get(difference["store"], str(difference["store"]))
            if difference["store"]
            else COMPANY.say(who.lang)
        )
        texts = (
            metric.label.say(who.lang),
            place,
            number(before, metric, who),
            number(after, metric, who),
            gap(before, after, metric, who),
        )
        for at, (head, text) in enumerate(zip(HEADS, texts, strict=True)):
            made = tag("td", "o-right" if at > 1 else "", text)
            made.props["data-label"] = "" if at == 0 else head.say(who.lang)


def gap(before: float | None, after: float | None, metric: Any, who: Who) -> str:
    if before is None or after is None:
        return "—"
    moved = round(after - before, 2)
    size = POINTS(n=f"{abs(moved):,.2f}").say(who.lang) if metric.unit == "percent" else number(abs(moved), metric, who)
    return ("+" if moved > 0 else "−") + size


def _causes(causes: list[dict[str, Any]], titles: dict[str, dict[int, str]], who: Who) -> None:
    tag("h3", "w-part", CAUSES.say(who.lang))
    if not causes:
        tag("div", "o-faint o-note w-last", UNKNOWN_CAUSE.say(who.lang))
        return
    _listed(causes[:FIRST_CAUSES], titles, who)
    if causes[FIRST_CAUSES:]:
        with tag("details", "o-more o-note w-last"):
            tag("summary", "", MOST(n=len(causes) - FIRST_CAUSES).say(who.lang))
            _listed(causes[FIRST_CAUSES:], titles, who)


def _listed(causes: list[dict[str, Any]], titles: dict[str, dict[int, str]], who: Who) -> None:
    with tag("ul", "o-todo w-causes"):
        for cause in causes:
            with tag("li"), tag("div", "o-line o-grow"):
                span(f"{local(datetime.fromisoformat(cause['at'])):%m-%d %H:%M}", "o-faint")
                tag("b", "", cause["by"])
                span(KINDS.get(cause["kind"], Text("", "")).say(who.lang))
                _row(cause, titles, who)


def _row(cause: dict[str, Any], titles: dict[str, dict[int, str]], who: Who) -> None:
    record = house().records.get(cause["record"])
    if record is None:
        return
    span(record.sheet.label.say(who.lang), "o-soft")
    title = titles.get(cause["record"], {}).get(cause["row"])
    if title is not None:
        link(title or f"#{cause['row']}", address(record, cause["row"]))
    else:
        span(f"#{cause['row']}")
