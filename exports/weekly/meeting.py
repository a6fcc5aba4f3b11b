"""A workbook being made: what is told, in which language, what its sheets are called, and how things are named in it."""

import math
from datetime import datetime
from typing import Any

from exports.weeks.judging import NOT_KEPT
from models import house
from models.kit import Text
from models.kit.clock import local
from models.kit.week.rollup import week_named
from models.weekly import Attention

from . import words
from .names import Names
from .paper import Book, Paper
from .styles import Put, change, figure, kept, lamp, text


class Meeting:
    """A workbook being made: what is told, in which language, and what its sheets are called."""

    KIND = Attention.fields()["kind"]

    def __init__(self, report: dict[str, Any], extras: dict[str, Any], lang: str, printed: bool = False):
        """printed: each sheet is made to fit one page."""
        self.report, self.extras, self.lang, self.printed = report, extras, lang, printed
        self.week, self.book, self.names = week_named(report["week"]), Book(), Names()
        self.whole = [area for area in report["areas"] if any(line["trend"] for line in area["figures"])]
        self.figures = {line["metric"]: line for area in report["areas"] for line in area["figures"]}
        self.title = words.TITLE(week=report["week"]).say(lang)
        self.made = f"{local(datetime.fromisoformat(report['made_at'].rstrip('Z'))):%Y-%m-%d %H:%M}"
        self.sheets: dict[Any, str] = {}
        self.trends: dict[tuple, Any] = {}

    def say(self, what: Text) -> str:
        return what.say(self.lang)

    def to_date(self, head: Text, of: str) -> Text:
        """The heading with the days it tells of."""
        span = self.week.to_date(of)
        return Text(*(f"{head.say(lang)}\n{span.first:%m-%d}–{span.last:%m-%d}" for lang in ("zh", "en")))

    def heads(self, *texts: Text) -> list[str]:
        return [text.say(self.lang) for text in texts]

    def name(self, key: Any, wanted: str) -> None:
        """A sheet that will be there, so that others can lead to it."""
        self.sheets[key] = self.names.take(wanted)

    def paper(self, key: Any, widths: list[float], title: str, sub: str = "", **more: str) -> Paper:
        back = self.sheets.get("cover") if key != "cover" and not self.printed else None  # on paper nobody goes back
        if more.get("up"):
            back = self.sheets[more["up"]]
        head = f"{title} · {self.report['week']}" if key != "cover" else title
        paper = Paper(self.book, self.sheets[key], self.lang, widths, head, sub or self.span, back=back, **more)
        paper.room = math.inf if self.printed else paper.room
        return paper

    @property
    def span(self) -> str:
        monday, sunday, revision = (self.report[name] for name in ("monday", "sunday", "revision"))
        return self.say(words.SPAN(monday=monday, sunday=sunday, revision=revision, made=self.made))

    def finish(self, paper: Paper, **how: Any) -> None:
        paper.finish(self.title, **{**how, **({"one_page": True} if self.printed else {})})

    # Names --------------------------------------------------------------------------------------------------------------

    def area(self, name: str) -> str:
        return self.say(house().area_named[name].label)

    def store(self, id: int | None) -> Put:
        """A store's name, leading to its page; the whole company where there is none."""
        if id is None:
            return text(self.say(words.COMPANY))
        known = self.extras["stores"].get(id)
        return text(known.name if known else f"#{id}", sheet=self.sheets.get(("store", id)))

    def person(self, id: int | None) -> Put:
        return text(self.extras["people"].get(id) or self.say(words.NOBODY))

    def figure_name(self, metric: str) -> str:
        """What a figure, or what is handed in daily, is called."""
        declared = house().metrics.get(metric) or next(
            (daily for area in house().counted for daily in area.dailies if daily.name == metric), None
        )
        return self.say(declared.label) if declared else metric

    def marked(self, attention: Any) -> str:
        """What stands out: the figure's name; with the place where that is no store, and the week where it is another."""
        place = (
            attention.title.partition("（")[2].rstrip("）")
            if attention.kind == "missing" and attention.store is None
            else ""
        )
        week = "" if attention.week == self.report["week"] else f"{attention.week} "
        return f"{week}{self.figure_name(attention.metric)}" + (f" · {place}" if place else "")

    def said(self, attention: Any) -> tuple[Put, Put]:
        """How it stood when it was marked, and against what."""
        unit = house().metrics[attention.metric].unit if attention.metric in house().metrics else "days"
        return kept(attention.value, unit), kept(attention.aim, unit)

    def place(self, attention: Any) -> Put:
        """The store that a matter is of, or how many it is of."""
        many = len((attention.places or "").splitlines())
        said = words.UNREPORTED if attention.kind == "missing" else words.STORES
        return text(self.say(said(count=many))) if many else self.store(attention.store)

    def why(self, attention: Any) -> str:
        """Why it was marked, with the stores it is of where these are many."""
        said = type(self).KIND.show(attention.kind, self.lang)
        return "\n".join([said, *(attention.places or "").splitlines()])

    def change(self, line: dict[str, Any], name: str) -> Put:
        return change(line[name], house().metrics[line["metric"]].unit, self.lang)

    def remark(self, line: dict[str, Any]) -> str:
        """What the light goes by where that is no target, and what ended in the week; it says nothing that the light doesn't."""
        metric, said = house().metrics[line["metric"]], []
        unit = metric.unit
        if line["value"] is None and metric.is_standing:
            said.append(self.say(NOT_KEPT))
        if line["basis"] == "usual" and line["light"] in ("amber", "red"):
            low, high = (figure(line[side], unit).shown for side in ("low", "high"))
            said.append(self.say(words.USUALLY(low=low, high=high)))
        if line["worse"] >= 2:
            said.append(self.say(words.RUNNING(count=line["worse"])))
        if line["record"]:
            said.append(self.say(words.RECORDS[line["record"]]))
        for of in ("month", "year"):
            ended = self.week.ended(of)
            if ended and line.get(f"{of}_ended") is not None:
                name = f"{ended.last:%Y-%m}" if of == "month" else f"{ended.last:%Y}"
                said.append(self.say(words.ENDED[of](name=name, value=figure(line[f"{of}_ended"], unit).shown)))
        return "、".join(said) if self.lang == "zh" else ", ".join(said)

    def lamp(self, light: str) -> Put:
        return lamp(light, self.lang)
