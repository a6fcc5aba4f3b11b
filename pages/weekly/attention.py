"""What needs attention: actions of earlier weeks that are still open, then what this week's figures ask for."""

from dataclasses import dataclass
from typing import Any

from models import house
from models.kit.ask.query import Query
from models.kit.clock import Week, today
from models.kit.declare.access import Who, may
from models.kit.text import Text
from models.kit.write.edits import Answer
from models.weekly import AREA, Attention

from ..parts.dialogs import action_button
from ..parts.pieces import button, card, empty, link, span, tag
from ..parts.session import ask, viewer
from ..parts.values import address, show
from ..record import fits
from .figures import number
from .missing import daily_label
from .reading import Around, Told

TITLE = Text("需要关注", "What needs attention")
EARLIER = Text("前几周未完成的措施", "Open actions of earlier weeks")
THIS_WEEK = Text("本周异常", "This week's figures")
VALUES = Text("{value}，对比 {aim}", "{value} against {aim}")
DAYS = Text("缺 {n} 天", "{n} days missing")
CAUSE, ACTION, OWNER = Text("原因", "Cause"), Text("措施", "Action"), Text("责任人 {name}", "Owner: {name}")
STORES = Text("全公司，{n} 家店偏离", "the company, {n} stores off")
UNREPORTED = Text("{n} 家店缺报", "{n} stores without a report")
WHERE = Text("哪些门店", "Which stores")
NO_OWNER, DUE = Text("没有责任人", "No owner"), Text("{day} 前完成", "Due {day}")
NOTHING = Text(
    "没有需要关注的指标：没有偏离目标、也没有超出平常范围的数字",
    "Nothing stands out: no figure is off its target or outside its usual range",
)
ALL, MOST = Text("显示全部 {n} 项", "Show all {n}"), 1000
SHOWN = 8
ORDER = {kind.key: (kind.tone != "negative", at) for at, kind in enumerate(Attention.kind.options)}


@dataclass(frozen=True)
class Waiting:
    """Records of earlier weeks that are open, this week's, and alarms that are nobody's record (or not this reader's)."""

    earlier: list[dict[str, Any]]
    now: list[dict[str, Any]]
    plain: list[dict[str, Any]]


def read_waiting(week: Week, view: Told, who: Who) -> Waiting:
    if not may(who, "see", Attention):
        return Waiting([], [], _in_order(view.report["alarms"]))
    still_open = Query(Attention, who, {"state": {"in": ["open", "answered"]}}, ["week"]).rows(limit=500)
    now = Query(Attention, who, {"week": {"eq": str(week)}}).rows(limit=500)
    marked = {(row["metric"], _id(row["store"]), row["kind"]) for row in now}
    plain = [alarm for alarm in view.report["alarms"] if (alarm["metric"], alarm["store"], alarm["kind"]) not in marked]
    earlier = sorted((row for row in still_open if row["week"] < str(week)), key=lambda row: row["due_on"] or "")
    return Waiting(earlier, _in_order(now), _in_order(plain))


def _id(link: Any) -> int | None:
    return link["id"] if isinstance(link, dict) else link


def _in_order(alarms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The company's before a store's, what is off target before what only ran worse; what is closed at the end."""
    areas = [area.name for area in house().counted]
    return sorted(
        alarms,
        key=lambda alarm: (
            alarm.get("state") == "closed",
            alarm["kind"] == "missing",
            alarm["store"] is not None,
            ORDER.get(alarm["kind"], (True, 9)),
            areas.index(alarm["area"]) if alarm["area"] in areas else 99,
        ),
    )


class AttentionList:
    """The card; what is done in it is shown in it."""

    def __init__(self, around: Around, view: Told, waiting: Waiting):
        self.around, self.view, self.waiting, self.all = around, view, waiting, False
        self.place = tag("div", "o-stack")
        self._draw()

    async def refresh(self, _done: Answer | None = None) -> None:
        self.waiting = await ask(read_waiting, self.around.week, self.view, viewer())
        self._draw()

    def _draw(self) -> None:
        who, waiting = viewer(), self.waiting
        self.place.clear()
        count = len(waiting.earlier) + len(waiting.now) + len(waiting.plain)
        with self.place, card(TITLE.say(who.lang), str(count) if count else "", flush=True):
            if not count:
                empty(NOTHING.say(who.lang), "task_alt")
            if waiting.earlier:
                tag("h3", "w-part", EARLIER.say(who.lang))
                self._list(waiting.earlier, [], who)
            if waiting.now or waiting.plain:
                if waiting.earlier:
                    tag("h3", "w-part", THIS_WEEK.say(who.lang))
                self._list(waiting.now, waiting.plain, who)

    def _list(self, rows: list[dict[str, Any]], plain: list[dict[str, Any]], who: Who) -> None:
        most = MOST if self.all else SHOWN
        with tag("ul", "o-todo w-attention"):
            for row in rows[:most]:
                self._row(row, who)
            for alarm in plain[: max(0, most - len(rows))]:
                plain_row(alarm, self.view, who)
        if len(rows) + len(plain) > most:
            with tag("div", "o-note w-more"):
                label = ALL(n=len(rows) + len(plain)).say(who.lang)
                button(label, self._show_all, kind="o-quiet o-small", icon="expand_more", mark="all-attention")

    def _show_all(self) -> None:
        self.all = True
        self._draw()

    def _row(self, row: dict[str, Any], who: Who) -> None:
        fields = Attention.fields()
        with tag("li").mark(f"attention-{row['id']}"):
            with tag("div", "o-grow"):
                with tag("div", "o-line"):
                    show(fields["kind"], row["kind"], who)
                    link(_title(row, who), address(Attention, row["id"]), "o-strong")
                    if isinstance(row["store"], dict):
                        span(row["store"]["text"])
                    of_area(row["area"], who)
                    if row["week"] != str(self.around.week):
                        span(row["week"], "o-faint")
                    if row["value"]:
                        span(_against(row["kind"], row["value"], row["aim"], who), "o-soft")
                if row["places"]:
                    with tag("details", "o-more"):
                        tag("summary", "", WHERE.say(who.lang))
                        for line in row["places"].splitlines():
                            tag("div", "o-faint", line)
                for label, name in ((CAUSE, "cause"), (ACTION, "action")):
                    if row[name]:
                        with tag("div", "o-reason"):
                            span(label.say(who.lang) + " ", "o-faint")
                            span(row[name])
                self._foot(row, who)
            with tag("div", "o-line w-steps"):
                for action in AREA.actions:
                    if action.on is Attention and fits(action, row):
                        made = action_button(action, row["id"], self.refresh, kind="o-small")
                        made.mark(f"{action.name} {action.name}-{row['id']}")

    def _foot(self, row: dict[str, Any], who: Who) -> None:
        with tag("div", "o-line o-faint"):
            show(Attention.fields()["state"], row["state"], who)
            owner = row["owner"]
            span((OWNER(name=owner["text"]) if isinstance(owner, dict) else NO_OWNER).say(who.lang))
            if row["due_on"]:
                late = row["state"] != "closed" and row["due_on"] < today().isoformat()
                span(DUE(day=row["due_on"]).say(who.lang), "w-down" if late else "")


def of_area(name: str, who: Who) -> None:
    area = house().area_named.get(name)
    if area is not None:
        span(area.label.say(who.lang), "o-faint")


def _title(row: dict[str, Any], who: Who) -> str:
    """The figure by its name in the reader's language; a place that belongs to no store stands behind it."""
    metric = house().metrics.get(row["metric"])
    label = metric.label if metric else daily_label(row["metric"])
    if label is None or not row["title"].startswith(label.zh):
        return row["title"]
    many = len((row["places"] or "").splitlines())
    if many:
        return f"{label.say(who.lang)} · {_of_many(row['kind'], many).say(who.lang)}"
    place = "" if row["store"] else row["title"].removeprefix(label.zh)
    return label.say(who.lang) + place


def _of_many(kind: str, many: int) -> Text:
    """Whose figure it is, where many stores have the matter in common; days that lack are theirs alone."""
    return (UNREPORTED if kind == "missing" else STORES)(n=many)


def _against(kind: str, value: Any, aim: Any, who: Who) -> str:
    if kind == "missing":
        return DAYS(n=str(value).partition(" ")[0]).say(who.lang)
    return VALUES(value=value, aim=aim or "—").say(who.lang)


def plain_row(alarm: dict[str, Any], view: Told, who: Who) -> None:
    """An alarm without a record to explain it in: said, and no more."""
    metric = house().metrics.get(alarm["metric"])
    label = metric.label if metric else daily_label(alarm["metric"]) or Text(alarm["metric"], alarm["metric"])
    with tag("li"), tag("div", "o-grow"), tag("div", "o-line"):
        show(Attention.fields()["kind"], alarm["kind"], who)
        tag("b", "", label.say(who.lang))
        many = len(alarm.get("stores") or [])
        place = (
            _of_many(alarm["kind"], many).say(who.lang)
            if many
            else view.stores.get(alarm["store"]) or alarm.get("place")
        )
        if place:
            span(place)
        of_area(alarm["area"], who)
        value, aim = ((number(each, metric, who) if metric else each) for each in (alarm["value"], alarm["aim"]))
        span(_against(alarm["kind"], value, aim, who), "o-soft")
