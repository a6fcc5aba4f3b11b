"""The piles of the to-do list: what waits for approval with a way to do many at once, what is one's own, what the team is late with."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from nicegui import ui

from models import house
from models.kit.ask.piles import Kind, Piles, by_post, piles
from models.kit.ask.todo import Item, filter_of
from models.kit.clock import today
from models.kit.declare.access import Who, may, visible
from models.kit.declare.area import Action, Due
from models.kit.text import Refused, Text
from models.kit.write.acting import act_on_each, why_not_act
from models.kit.write.edits import Answer
from models.later import later_of, put_off
from models.organization import Employee

from .parts.dialogs import dialog
from .parts.pieces import button, card, link, notice, span, tag
from .parts.session import ask, viewer
from .parts.still import Part, Still, part, sign, way
from .parts.values import address
from .todo_each import ask_each

HEADS = {
    "approve": Text("待我审批", "Waiting for my approval"),
    "mine": Text("我的", "Mine"),
    "team": Text("我下属逾期", "Late in my team"),
    "later": Text("稍后处理", "Put off"),
}
ALL_OF_THEM, MORE = Text("在表格中打开", "Open as a grid"), Text("另有 {n} 项", "{n} more")
LATE, TODAY, IN_DAYS, NO_DAY = (
    Text("逾期 {n} 天", "{n} d late"),
    Text("今天到期", "Due today"),
    Text("还有 {n} 天", "In {n} d"),
    Text("待处理", "Waiting"),
)
LATE_TODAY = Text("已逾期", "Late")
NO_POST = Text("其他岗位", "Other posts")
LATER, BACK = Text("稍后处理", "Put off"), Text("现在处理", "Take it up now")
WHEN = (
    (Text("明天", "Tomorrow"), lambda day: day + timedelta(days=1)),
    (Text("三天后", "In three days"), lambda day: day + timedelta(days=3)),
    (Text("下周一", "Next Monday"), lambda day: day + timedelta(days=7 - day.weekday())),
)
ALL = Text("全选", "Choose all")
CHOOSE = Text("选中 {title}", "Choose {title}")
NONE_CHOSEN = Text("请先勾选", "Choose some first")
DONE = Text("已{action} {n} 项", "{action}: {n} done")
SHOWN, FEW = 5, 12


@dataclass(frozen=True)
class Waiting:
    """The piles, and by employee the post, for what others are late with."""

    piles: Piles
    posts: dict[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any((self.piles.approve, self.piles.mine, self.piles.team, self.piles.later))


def read_piles(who: Who) -> Waiting:
    made = piles(house().areas, who, later_of(who.user_id))
    owners = {owner for kind in made.team for owner in kind.owners}
    return Waiting(made, _posts(who, owners))


def _posts(who: Who, ids: set[int]) -> dict[int, str]:
    """The posts of these, as far as this person may know them."""
    if not ids or not may(who, "see", Employee) or visible(who, Employee).get("position") != "full":
        return {}
    query = Employee.select(Employee.id, Employee.position).where(Employee.id.in_(list(ids)))
    return {id: post for id, post in query.tuples() if post}


class Heaps:
    """The piles as they are drawn; what is done in them draws the page anew."""

    def __init__(self, waiting: Waiting, refresh: Any):
        self.waiting, self.refresh = waiting, refresh

    def draw(self) -> None:
        who = viewer()
        for pile in ("approve", "mine"):
            kinds = getattr(self.waiting.piles, pile)
            if kinds:
                self._head(pile, sum(kind.total for kind in kinds), who)
                for kind in kinds:
                    self._kind(kind, who, approving=pile == "approve")
        self._team(who)
        self._later(who)

    def _head(self, pile: str, total: int, who: Who) -> None:
        with tag("div", "o-line o-pile").mark(f"pile-{pile}"):
            tag("h2", "o-h2", HEADS[pile].say(who.lang))
            span(f"{total:,}", "o-count")

    def _kind(self, kind: Kind, who: Who, approving: bool = False) -> None:
        """One kind of thing to do, as a card; each item leads to its record, the head to all of them as a grid."""
        with card(kind.due.label.say(who.lang), f"{kind.total:,}", flush=True) as head:
            with head:
                grid = address_of(kind.due, kind.filter)
                link(ALL_OF_THEM.say(who.lang), grid, "o-button o-quiet o-small")
            choosing = Choosing(kind, offered(kind.due, who), self.refresh) if approving else None
            with tag("ul", "o-todo"):
                for item in kind.items[:SHOWN]:
                    self._item(kind.due, item, who, choosing)
                if len(kind.items) > SHOWN and choosing and choosing.actions:
                    self._unfolding(kind, choosing, who)
            if choosing:
                choosing.bar(who)
            shown = len(kind.items) if choosing and choosing.actions else min(SHOWN, len(kind.items))
            if kind.total > shown:
                tag("div", "o-faint o-note", MORE(n=kind.total - shown).say(who.lang))

    def _unfolding(self, kind: Kind, choosing: "Choosing", who: Who) -> None:
        """The others, made when they are asked for: two hundred of them take longer than all the rest of the page."""
        with tag("details", "o-pile-more") as more:
            tag("summary", "", MORE(n=len(kind.items) - SHOWN).say(who.lang))

        def draw() -> None:
            with more:
                for item in kind.items[SHOWN:]:
                    self._item(kind.due, item, who, choosing)

        choosing.rest = draw
        more.on("toggle", choosing.draw_rest, args=[])

    def _item(self, due: Due, item: Item, who: Who, choosing: "Choosing | None" = None) -> None:
        with tag("li", "o-late" if item.late else ""):
            if choosing and choosing.actions:
                choosing.box(item, who)
            Still(*_said(due, item, who), flat=True)
            if not who.reads_only:
                self._snooze(due, item, who)

    def _snooze(self, due: Due, item: Item, who: Who) -> None:
        ask_when = lambda: self._ask_when(due, item)  # noqa: E731
        made = button("", ask_when, icon="snooze", kind="o-quiet o-small", mark=f"later-{due.record.key()}-{item.id}")
        made.props["title"] = made.props["aria-label"] = LATER.say(who.lang)

    def _ask_when(self, due: Due, item: Item) -> None:
        """Made when it is asked for: a dialog for each thing that waits would be most of the page."""
        who = viewer()
        with dialog(f"{LATER.say(who.lang)} · {item.title}") as (made, _), tag("div", "o-stack"):
            for number, (label, until) in enumerate(WHEN):
                put = lambda until=until: self._chosen(made, due, item, until(today()))  # noqa: E731
                button(label.say(who.lang), put, mark=f"until-{number}")

    async def _chosen(self, asked: Any, due: Due, item: Item, until: date) -> None:
        asked.close()
        await self._put_off(due, item, until)

    async def _put_off(self, due: Due, item: Item, until: date) -> None:
        why = await ask(attempted, viewer(), due.record, item.id, until)
        if why is not None:
            notice(why.say(viewer().lang), bad=True)
        await self.refresh()

    def _team(self, who: Who) -> None:
        """How many are late at which post; unfolded, which."""
        kinds = self.waiting.piles.team
        if not kinds:
            return
        self._head("team", sum(kind.total for kind in kinds), who)
        with card(flush=True):
            for post, (count, items) in by_post(kinds, self.waiting.posts).items():
                with tag("details", "o-post").mark("post"):
                    with tag("summary"):
                        span(post or NO_POST.say(who.lang))
                        span(f"{count:,}", "o-count")
                    with tag("ul", "o-todo"):
                        for due, item in items[:SHOWN]:
                            self._item(due, item, who)
                    if count > min(SHOWN, len(items)):
                        tag("div", "o-faint o-note", MORE(n=count - min(SHOWN, len(items))).say(who.lang))
            with tag("div", "o-line o-pile-bar"):
                for kind in kinds:
                    label = f"{kind.due.label.say(who.lang)} {kind.total:,}"
                    link(label, address_of(kind.due, kind.filter), "o-chip")

    def _later(self, who: Who) -> None:
        kinds = self.waiting.piles.later
        if not kinds:
            return
        with tag("details", "o-card o-post").mark("pile-later"):
            with tag("summary"):
                span(HEADS["later"].say(who.lang))
                span(str(sum(kind.total for kind in kinds)), "o-count")
            with tag("ul", "o-todo"):
                for kind in kinds:
                    for item in kind.items:
                        with tag("li"):
                            with tag("div", "o-grow"):
                                link(item.title, address(kind.due.record, item.id))
                                tag("div", "o-faint", kind.due.label.say(who.lang))
                            take = lambda due=kind.due, item=item: self._put_off(due, item, today())  # noqa: E731
                            button(BACK.say(who.lang), take, kind="o-small", mark=f"back-{item.id}")


class Choosing:
    """Several of a kind approved at once: which are ticked, and the actions that ask nothing."""

    def __init__(self, kind: Kind, actions: list[Action], refresh: Any):
        self.kind, self.actions, self.refresh = kind, actions, refresh
        self.boxes: dict[int, Any] = {}
        self.rest: Callable[[], None] | None = None  # draws those that aren't there yet

    def draw_rest(self) -> None:
        draw, self.rest = self.rest, None
        if draw is not None:
            draw()

    def box(self, item: Item, who: Who) -> None:
        made = ui.checkbox().props("dense").mark(f"choose-{item.id}")
        made.props["aria-label"] = CHOOSE(title=item.title).say(who.lang)
        self.boxes[item.id] = made

    def bar(self, who: Who) -> None:
        if not self.actions or len(self.kind.items) < 2:
            return
        with tag("div", "o-line o-pile-bar"):
            button(ALL.say(who.lang), self._all, kind="o-small o-quiet", mark=f"all-{self.kind.due.name}")
            for action in self.actions:
                go = lambda action=action: self._go(action)  # noqa: E731
                button(action.label.say(who.lang), go, icon=action.icon, kind="o-small", mark=f"each-{action.name}")

    def _all(self) -> None:
        self.draw_rest()
        ticked = all(box.value for box in self.boxes.values())
        for box in self.boxes.values():
            box.value = not ticked

    async def _go(self, action: Action) -> None:
        who, ids = viewer(), [id for id, box in self.boxes.items() if box.value]
        if not ids:
            notice(NONE_CHOSEN.say(who.lang), bad=True)
            return
        chosen = [item for item in self.kind.items if item.id in ids]
        await ask_each(action, chosen, lambda left: self._done(action, left))

    async def _done(self, action: Action, ids: list[int]) -> None:
        who = viewer()
        answer: Answer = await ask(approve_each, action.name, ids, who)
        if answer.state == "applied":
            notice(DONE(action=action.label, n=len(ids)).say(who.lang))
        else:
            notice("\n".join(fault.text.say(who.lang) for fault in answer.errors), bad=True)
        await self.refresh()


def approve_each(name: str, ids: list[int], who: Who) -> Answer:
    """In the thread that writes: all of them in one batch, or none."""
    return act_on_each(house().actions[name], who=who, ids=ids)


def offered(due: Due, who: Who) -> list[Action]:
    """What may be done with all that waits here without asking anything of each."""
    return [
        action
        for area in house().areas
        for action in area.actions
        if action.on is due.record and action.leads is not None and _is_plain(action) and _fits(action, due)
        if why_not_act(action, who) is None
    ]


def _is_plain(action: Action) -> bool:
    return not (action.asks or action.photos or action.danger or action.leaves or action.many)


def _fits(action: Action, due: Due) -> bool:
    """Whether it can be done in every state that waits."""
    for name, states in action.when.items():
        rules = due.when.get(name, {})
        waiting = rules.get("in", [rules["eq"]] if "eq" in rules else None)
        if waiting is None or not set(waiting) <= set(states):
            return False
    return bool(action.when)


def attempted(who: Who, record: Any, id: int, until: date) -> Text | None:
    """Why it can't be put off; None when it was."""
    try:
        put_off(who, record, id, until)
    except Refused as why:
        return why.text
    return None


def address_of(due: Due, narrowed: dict[str, Any]) -> str:
    return f"/t/{due.record.key()}?filter={quote(json.dumps(narrowed, separators=(',', ':')))}"


def _said(due: Due, item: Item, who: Who) -> list[Part]:
    """What it is, who has it where the title doesn't say so, and when it is due."""
    title = way(item.title, address(due.record, item.id))
    owner = [part("div", "o-faint", item.owner)] if item.owner and item.owner not in item.title else []
    when = part("span", "o-when", when_of(item).say(who.lang))
    return [sign(due.icon), part("div", "o-grow", title, *owner), when]


def kind_of(due: Due, total: int, items: list[Item], who: Who) -> None:
    """One kind of thing to do, as a card; each item leads to its record, the head to all of them as a grid."""
    with card(due.label.say(who.lang), f"{total:,}", flush=True) as head:
        with head:
            link(ALL_OF_THEM.say(who.lang), address_of(due, filter_of(due, who)), "o-button o-quiet o-small")
        lines = (part("li", "o-late" if item.late else "", *_said(due, item, who)) for item in items[:FEW])
        Still(part("ul", "o-todo", *lines))
        if total > FEW:
            tag("div", "o-faint o-note", MORE(n=total - FEW).say(who.lang))


def when_of(item: Item) -> Text:
    if item.on is None:
        return NO_DAY
    days = (item.on - today()).days
    if item.late:
        return LATE(n=-days) if days < 0 else LATE_TODAY
    return TODAY if days == 0 else IN_DAYS(n=days)
