"""What is shown of a run: a line that is drawn anew only when it has changed, a badge, and times and sizes in words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from nicegui.element import Element

from models.kit.clock import local, now
from models.kit.declare.access import Who
from models.kit.server.turns import WAITS
from models.kit.text import Text
from models.runs import is_silent, log_of, spoken
from models.system import JobRun

from .parts.pieces import progress, span, tag
from .parts.session import viewer

AT_ONCE = Text("不到 1 秒", "Under 1 s")
SECONDS, MINUTES = Text("{n} 秒", "{n} s"), Text("{m} 分 {s} 秒", "{m} min {s} s")
STATES = {
    "asked": (Text("等待运行", "Waiting"), "info"),
    "queued": (Text("排队中", "In line"), "info"),
    "running": (Text("运行中", "Running"), "info"),
    "done": (Text("完成", "Done"), "positive"),
    "failed": (Text("失败", "Failed"), "negative"),
    "silent": (Text("没有响应", "Not responding"), "negative"),
    "": (Text("未运行", "Not run"), ""),
}
SILENT = Text("超过 50 秒没有消息", "Not heard of for more than 50 s")
WHOLE_MINUTES = Text("{n} 分钟", "{n} min")
HOURS, DAYS = Text("{n} 小时", "{n} h"), Text("{n} 天", "{n} days")


@dataclass(frozen=True)
class Line:
    """What is shown of one run, or of a job that has none: equal lines need not be drawn anew."""

    job: str
    period: str = ""
    state: str = ""
    began: datetime | None = None
    took: float | None = None
    result: str = ""
    progress: int | None = None
    tries: int = 0
    next: datetime | None = None
    log: tuple[tuple[datetime, str], ...] = ()

    @property
    def in_trouble(self) -> bool:
        return self.state in ("failed", "silent")

    @property
    def at_work(self) -> bool:
        return self.state in ("running", "asked", "queued")

    @property
    def buttons(self) -> tuple[Any, ...]:
        """What its buttons hang on."""
        return self.at_work, self.state == "queued", self.period

    def behind(self, before: int | None, who: Who) -> "Line":
        """The same while it waits for its turn at heavy work, after so many others; None: it doesn't."""
        return self if before is None else replace(self, state="queued", result=WAITS(n=before).say(who.lang))


def line_of(run: JobRun | None, who: Who, job: str, following: datetime | None, *, log: bool = False) -> Line:
    if run is None:
        return Line(job, next=following)
    silent = is_silent(run)
    ended = run.finished_at if run.state in ("done", "failed") else now() if run.state == "running" else None
    return Line(
        job,
        run.period,
        "silent" if silent else run.state,
        run.started_at,
        None if ended is None else max(0, (ended - run.started_at).total_seconds()),
        SILENT.say(who.lang) if silent else spoken(run.result, who.lang) if run.state in ("done", "failed") else "",
        run.progress if run.state == "running" else None,
        run.tries,
        following,
        tuple(log_of(run, who.lang)) if log else (),
    )


class Rows:
    """A table whose rows stay where they are; only cells of a row that changed are drawn anew, the last one hardly ever."""

    def __init__(self, heads: tuple[Text | None, ...], tight: tuple[Text, ...] = ()):
        who = viewer()
        self.classes = ["o-tight" if head in tight else "" if head else "o-right o-tight" for head in heads]
        self.heads = [head.say(who.lang) if head else "" for head in heads]
        self.shown: dict[str, tuple[Line, list[Element]]] = {}
        with tag("div", "o-scroll"), tag("table", "o-table"):
            with tag("thead"), tag("tr"):
                for head in self.heads:
                    tag("th", "", head)
            self.body = tag("tbody")

    def show(self, rows: list[tuple[str, Line, list[Callable[[], Any]]]]) -> None:
        if [key for key, *_ in rows] != list(self.shown):
            self.body.clear()
            self.shown = {}
        for key, line, cells in rows:
            before, places = self.shown.get(key, (None, []))
            if before == line:
                continue
            if before is None:
                places = self._places()
            same_buttons = before is not None and before.buttons == line.buttons
            for place, draw in zip(places[: -1 if same_buttons else None], cells, strict=False):
                place.clear()
                with place:
                    draw()
            self.shown[key] = (line, places)

    def _places(self) -> list[Element]:
        with self.body, tag("tr"):
            places = [tag("td", classes) for classes in self.classes]
        for place, head in zip(places, self.heads, strict=True):
            place.props["data-label"] = head
        return places


def badge(line: Line, who: Who) -> None:
    text, tone = STATES[line.state]
    with tag("div"):
        span(text.say(who.lang) + (f" {line.progress}%" if line.progress is not None else ""), f"o-pill {tone}")
        if line.progress is not None:
            bar = progress(text.say(who.lang), line.progress / 100, size="5px")
            bar.style("width: 96px; margin-top: 4px; border-radius: 3px; color: var(--o-accent)")


def age_of(seconds: float) -> Text:
    if seconds >= 2 * 86400:
        return DAYS(n=round(seconds / 86400))
    return HOURS(n=round(seconds / 3600)) if seconds >= 3600 else WHOLE_MINUTES(n=round(seconds / 60))


def span_of(seconds: float) -> Text:
    whole = round(seconds)
    if not whole:
        return AT_ONCE
    return SECONDS(n=whole) if whole < 60 else MINUTES(m=whole // 60, s=whole % 60)


def moment(at: datetime | None) -> str:
    return f"{local(at):%m-%d %H:%M}" if at else ""
