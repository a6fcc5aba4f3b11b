"""The cover of a week: the ten figures it begins with, what needs attention, and which days were not handed in."""

from dataclasses import dataclass
from typing import Any

from nicegui.element import Element

from exports.weeks.front import Front
from models import house
from models.kit.declare.access import Who
from models.kit.text import Text
from models.weekly import COVER

from ..parts.pieces import card, empty, span, tag
from ..parts.session import ask, viewer
from .attention import AttentionList, Waiting, read_waiting
from .figures import change, light, number, off, opening, spark
from .front import FrontCard, read_front
from .missing import missing_cards
from .ranking import RankingPart
from .reading import Around, Told, read_told

TEN = 10
TARGET = Text("目标 {aim}（{off}）", "Target {aim} ({off})")
LAST, NO_LAST = Text("上周 {value}", "Last week {value}"), Text("没有可比的上周", "Nothing to compare with")
RANK = Text("第 {rank} 名，共 {of} 家", "No. {rank} of {of}")
NO_FIGURES = Text("这一周没有你能看到的指标", "There are no figures of this week for you to see")
OF_STORE = Text("{store} 的一周", "The week of {store}")


@dataclass(frozen=True)
class Shown:
    """One card: the company's figure, or the own store's for somebody who is kept to it."""

    metric: str
    figure: dict[str, Any]
    store: int | None = None


class CoverPart:
    def __init__(self, around: Around, _subject: Any, place: Element):
        self.around, self.place = around, place

    async def fill(self) -> None:
        who = viewer()
        view, waiting, shown, front = await ask(read, self.around, who)
        self.place.clear()
        with self.place:
            if self.around.only_store is not None:
                tag("h2", "o-h2", OF_STORE(store=view.stores.get(self.around.only_store, "")).say(who.lang))
            FrontCard(self.around, view, *front)
            if shown:
                with tag("div", "w-cards"):
                    for chosen in shown:
                        figure_card(chosen, view, who)
            elif view.figures:
                await RankingPart(self.around, None, tag("div")).fill()
            else:
                with card():
                    empty(NO_FIGURES.say(who.lang), "insights")
            AttentionList(self.around, view, waiting)
            missing_cards(view, who)


def read(around: Around, who: Who) -> tuple[Told, Waiting, list[Shown], tuple[Front, dict[Any, str]]]:
    view = read_told(around.week, around.seen, who)
    shown = shown_on_cover(view, around.only_store)
    view = read_told(around.week, around.seen, who, [(chosen.metric, chosen.store) for chosen in shown])
    return view, read_waiting(around.week, view, who), shown, read_front(view, around, who)


def shown_on_cover(view: Told, store: int | None) -> list[Shown]:
    """The ten, as far as they may be known, filled up with the leading figures of each area; or a single store's."""
    known = view.figures
    leading = [area["figures"][0]["metric"] for area in view.report["areas"]]
    names = list(dict.fromkeys([*(name for name in COVER if name in known), *leading]))
    if store is None:
        return [Shown(name, known[name]) for name in names if known[name]["trend"]][:TEN]
    parts = [(name, known[name]["stores"].get(str(store))) for name in dict.fromkeys([*names, *known])]
    return [Shown(name, part, store) for name, part in parts if part][:TEN]


def figure_card(chosen: Shown, view: Told, who: Who) -> None:
    metric, figure = house().metrics[chosen.metric], chosen.figure
    with tag("section", "o-card o-figure w-card").mark("figure-" + chosen.metric):
        with tag("div", "o-line w-tight"):
            tag("h3", "o-name", metric.label.say(who.lang))
            tag("div", "o-gap")
            light(figure, metric, who)
        opening(number(figure["value"], metric, who), view.ways.get((chosen.metric, chosen.store)), "o-value")
        with tag("div", "o-trend"):
            if change(metric, figure["value"], figure["last"], who, figure["light"]) is None:
                span(NO_LAST.say(who.lang))
            else:
                span(LAST(value=number(figure["last"], metric, who)).say(who.lang))
        if figure["target"] is not None:
            aim = TARGET(aim=number(figure["target"], metric, who), off=off(figure, metric, who)).say(who.lang)
            tag("div", "o-faint", aim)
        if figure.get("rank"):
            of = len(view.figures[chosen.metric]["stores"])
            if of > 1:
                tag("div", "o-faint", RANK(rank=figure["rank"], of=of).say(who.lang))
        spark(figure.get("trend", []), who)
        if metric.words is not None:
            tag("div", "o-means", metric.words.say(who.lang))
