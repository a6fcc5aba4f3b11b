"""Subscriptions 订阅: those of the person who looks, each as it would be sent now, and a new one from a grid's menu of views."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.design import Subscription
from models.design.subscriptions import mine as own
from models.design.subscriptions.mine import Mine
from models.design.subscriptions.said import message_of
from models.design.subscriptions.viewed import Viewed, readers, viewed
from models.kit.ask.query import BadQuery
from models.kit.clock import local
from models.kit.declare.access import Who, may
from models.kit.text import Refusals, Refused, Text

from ..frame import page
from ..parts.pieces import button, card, empty, link, notice, span, table, tag
from ..parts.session import ask, viewer
from . import words
from .making import Making, begin

PATH = "/subscriptions"


def mount() -> None:
    @ui.page(PATH)
    async def subscriptions_page() -> None:
        await List().draw()

    @ui.page("/subscriptions/new")
    async def new_page(record: str, view: str = "") -> None:
        who = viewer()
        start = await ask(begin, who, record, view)
        if start is None:
            raise HTTPException(404)
        with page(words.NEW.say(who.lang), PATH):
            tag("h1", "o-h1", words.NEW.say(who.lang))
            Making(start, who)

    @ui.page("/subscriptions/{id:int}")
    async def subscription_page(id: int) -> None:
        who = viewer()
        known_now = await ask(as_it_is, who, id)
        if known_now is None:
            raise HTTPException(404, own.NOT_THERE)
        known, view, text = known_now
        _draw(known, view, text, who)


def as_it_is(who: Who, id: int) -> tuple[Mine, Viewed | None, Text] | None:
    """One of this person's with what it would say to him now, or why it can't."""
    try:
        known = own.of(who, id)
    except Refused:
        return None
    row = known.row
    record = house().records.get(row.record_type)
    try:
        if record is None:
            return known, None, own.NOT_THERE
        owner = row.owner if row.owner == who.user_id or row.whom == "me" else None
        sides = {lang: viewed(record, row.view, reader, owner) for lang, reader in readers(who).items()}
    except (Refused, BadQuery) as why:
        return known, None, words.CANT(why=why.text)
    return known, sides["zh"], message_of(sides, sides["zh"].query.count(), as_text=True)


def _draw(known: Mine, view: Viewed | None, text: Text, who: Who) -> None:
    with page(known.name.say(who.lang), PATH):
        tag("h1", "o-h1", known.name.say(who.lang))
        with tag("div", "o-row"):
            span(when_of(known.row).say(who.lang), "o-soft")
            state = tag("span", "o-pill positive" if known.on else "o-pill grey", _state(known).say(who.lang))
        with tag("div", "o-row"):
            if view is not None and may(who, "export", view.record):
                asked = quote(json.dumps(view.asked, ensure_ascii=False, separators=(",", ":")))
                file = ui.link(target=f"/api/v1/{view.record.key()}/export.xlsx?query={asked}")
                with file.classes(replace="o-button o-go").props("download").mark("download"):
                    ui.icon("download")
                    span(words.DOWNLOAD.say(who.lang))
            if view is not None:
                where = f"/t/{view.record.key()}" + (f"?view={quote(known.row.view)}" if known.row.view else "")
                link(words.GRID.say(who.lang), where, "o-button", icon="grid_on")
            if known.on and known.meant:
                leaving = partial(_left, known.row.id, state)
                button(words.LEAVE.say(who.lang), leaving, icon="notifications_off", mark="leave")
            link(words.TITLE.say(who.lang), PATH, "o-button o-quiet")
        with card(words.PREVIEW.say(who.lang)):
            tag("div", "o-lines", text.say(who.lang))


async def _left(id: int, state: Any) -> None:
    if await _do(own.take, words.ENDED, id, False):
        state.set_text(words.OFF.say(viewer().lang))
        state.classes(replace="o-pill grey")


async def _do(doing: Callable[..., Any], done: Text, *given: Any) -> bool:
    """Says what became of it."""
    who = viewer()
    why = await ask(attempted, doing, who, *given)
    notice((why or done).say(who.lang), bad=why is not None)
    return why is None


def attempted(doing: Callable[..., Any], who: Who, *given: Any) -> Text | None:
    """Why it could not be done; None where it was."""
    try:
        doing(who, *given)
    except (Refused, BadQuery) as why:
        return why.text
    except Refusals as refusals:
        return refusals.refusals[0].text
    return None


def _state(known: Mine) -> Text:
    return words.ON if known.on else words.OFF


def when_of(row: Any) -> Text:
    if row.often == "week":
        return words.WEEKLY(day=words.DAYS[(row.weekday or 1) - 1], at=row.at)
    return words.DAILY(at=row.at)


class List:
    """The page of all of them, drawn anew when one comes or goes."""

    def __init__(self):
        who = viewer()
        with page(words.TITLE.say(who.lang), PATH):
            tag("h1", "o-h1", words.TITLE.say(who.lang))
            tag("p", "o-soft", words.WHAT.say(who.lang))
            self.place = tag("div", "o-stack")

    async def draw(self) -> None:
        who = viewer()
        rows = await ask(own.mine, who)
        self.place.clear()
        with self.place, card(words.TITLE.say(who.lang), str(len(rows)), flush=True):
            if not rows:
                empty(words.NONE.say(who.lang), "notifications_none")
                return
            labels = (words.VIEW, words.WHEN, words.HOW, words.TO, words.LAST, words.STATE)
            table(
                [*((text.say(who.lang), "") for text in labels), ("", "")], [self._line(known, who) for known in rows]
            )

    def _line(self, known: Mine, who: Who) -> list[Any]:
        fields = Subscription.fields()
        return [
            partial(link, known.name.say(who.lang), f"{PATH}/{known.row.id}"),
            when_of(known.row).say(who.lang),
            fields["form"].show(known.row.form, who.lang),
            known.to.say(who.lang),
            f"{local(known.sent_at):%Y-%m-%d %H:%M}" if known.sent_at else words.NEVER.say(who.lang),
            partial(span, _state(known).say(who.lang), "o-pill positive" if known.on else "o-pill grey"),
            partial(self._buttons, known, who),
        ]

    def _buttons(self, known: Mine, who: Who) -> None:
        row, id = known.row, known.row.id
        with tag("div", "o-row"):
            if known.meant and (known.answers or row.active):
                text, done = (words.LEAVE, words.ENDED) if known.on else (words.BACK, words.TAKEN)
                self._button(text, f"take {id}", own.take, done, id, not known.on)
            if known.answers and row.whom != "me":
                text, done = (words.STOP, words.STOPPED) if row.active else (words.GO_ON, words.STARTED)
                self._button(text, f"switch {id}", own.switch, done, id, not row.active)
            if known.answers:
                self._button(words.DROP, f"drop {id}", own.remove, words.DROPPED, id)

    def _button(self, text: Text, mark: str, doing: Callable[..., Any], done: Text, *given: Any) -> None:
        async def go() -> None:
            if await _do(doing, done, *given):
                await self.draw()

        button(text.say(viewer().lang), go, kind="o-small", mark=mark)
