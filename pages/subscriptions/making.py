"""A new subscription: when, how and to whom a view is sent, beside what it would say now."""

from dataclasses import dataclass, field
from typing import Any

from nicegui import ui

from models import house
from models.accounts import Channel
from models.design import Subscription
from models.design.subscriptions import mine as own
from models.design.subscriptions.rows import AS, OFTEN, WHOM
from models.design.subscriptions.said import message_of
from models.design.subscriptions.viewed import readers, viewed
from models.kit.ask.query import BadQuery
from models.kit.declare.access import Who, may
from models.kit.text import Refusals, Refused, Text

from ..parts.leaving import Unkept
from ..parts.pieces import button, card, notice, tag
from ..parts.session import ask, viewer
from . import words

HOURS = [f"{hour:02d}:00" for hour in range(5, 23)]


@dataclass(frozen=True)
class Start:
    """What there is to choose from, and what would be sent. roles and channels: only for who may send to others."""

    record_type: str
    view: str
    text: Text
    roles: dict[int, tuple[str, str]] = field(default_factory=dict)
    channels: dict[int, str] = field(default_factory=dict)


def begin(who: Who, name: str, key: str) -> Start | None:
    """None where this person sees no such type."""
    record = house().records.get(name)
    if record is None or not may(who, "see", record) or who.user_id is None:
        return None
    try:
        sides = {lang: viewed(record, key, reader, who.user_id) for lang, reader in readers(who).items()}
    except (Refused, BadQuery):
        return None
    text = message_of(sides, sides["zh"].query.count(), as_text=True)
    if not may(who, "add", Subscription):
        return Start(name, key, text)
    channels = {row.id: row.name for row in Channel.rows(Channel.active == 1)} if key.isdecimal() or not key else {}
    return Start(name, key, text, own.role_names() if key.isdecimal() or not key else {}, channels)


class Making:
    """The form over settings that are changed in place."""

    def __init__(self, start: Start, who: Who):
        self.start = start
        self.given: dict[str, Any] = {"record_type": start.record_type, "view": start.view, "whom": "me"}
        self.given |= {"often": "day", "weekday": 1, "at": "08:00", "form": "text", "only_new": True}
        self.unkept = Unkept(lambda: dict(self.given))
        with card(words.NEW.say(who.lang)):
            self.form = tag("div", "t-form")
            self._draw(who)
            tag("p", "o-soft", words.FOR_FILES.say(who.lang))
            with tag("div", "o-line"):
                button(words.SUBSCRIBE.say(who.lang), self.save, icon="notifications", kind="o-go", mark="subscribe")
        with card(words.PREVIEW.say(who.lang)):
            tag("p", "o-soft", words.SAVED_VIEW.say(who.lang))
            tag("div", "o-lines", start.text.say(who.lang))

    def _draw(self, who: Who) -> None:
        self.form.clear()
        with self.form:
            if self.start.roles:
                self._choice(words.TO, {choice.key: choice.label.say(who.lang) for choice in WHOM}, "whom", who)
            if self.given["whom"] == "channel":
                self._choice(words.CHANNEL, self.start.channels, "channel", who)
            if self.given["whom"] != "me":
                label = words.ROLE if self.given["whom"] == "role" else words.ROLE_READS
                side = 1 if who.lang == "en" else 0
                self._choice(label, {id: names[side] for id, names in self.start.roles.items()}, "role", who)
            self._choice(words.OFTEN, {choice.key: choice.label.say(who.lang) for choice in OFTEN}, "often", who)
            if self.given["often"] == "week":
                days = {at: day.say(who.lang) for at, day in enumerate(words.DAYS, 1)}
                self._choice(words.WEEKDAY, days, "weekday", who)
            self._choice(words.AT, {hour: hour for hour in HOURS}, "at", who)
            self._choice(words.HOW, {choice.key: choice.label.say(who.lang) for choice in AS}, "form", who)
            made = ui.checkbox(words.ONLY_NEW.say(who.lang), value=self.given["only_new"])
            made.on_value_change(lambda event: self._put("only_new", bool(event.value)))

    def _put(self, name: str, value: Any) -> None:
        self.given[name] = value
        self.unkept.look()

    def _choice(self, label: Text, known: dict[Any, str], name: str, who: Who) -> None:
        def chosen(value: Any) -> None:
            self._put(name, value)
            if name in ("whom", "often"):
                self._draw(viewer())

        value = self.given.get(name)
        made = ui.select(known, value=value if value in known else None, label=label.say(who.lang))
        made.props("outlined dense options-dense").mark(f"choose {name}")
        made.on_value_change(lambda event: chosen(event.value))

    async def save(self) -> None:
        who = viewer()
        why = await ask(made, who, self.given)
        if why is not None:
            notice(why.say(who.lang), bad=True)
            return
        self.unkept.done()
        ui.navigate.to("/subscriptions")


def made(who: Who, given: dict[str, Any]) -> Text | None:
    """Why it could not be; None where it was."""
    try:
        own.subscribe(who, given)
    except (Refused, BadQuery) as why:
        return why.text
    except Refusals as refusals:
        return refusals.refusals[0].text
    return None
