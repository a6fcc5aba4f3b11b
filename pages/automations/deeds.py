"""What an automation does, deed by deed."""

from typing import Any

from nicegui import ui

from models import house
from models.design.allowed import types
from models.design.automations.saying import shown
from models.kit.declare.access import Who
from models.kit.declare.record import Record

from ..parts.pieces import button, tag
from ..parts.session import viewer
from . import words
from .fields import Known, choice, choices, text


class Deeds:
    """The list in the body, changed in place and drawn anew when a deed comes or goes."""

    def __init__(
        self, deeds: list[dict[str, Any]], record: type[Record], items: dict[str, str], known: Known, who: Who
    ):
        self.deeds, self.record, self.items, self.known = deeds, record, items, known
        with tag("div", "o-stack"):
            self.place = tag("div", "o-stack")
            self.more = self._adding(who)
        self.draw(who)

    def _adding(self, who: Who) -> ui.select:
        """Stays while the deeds above are drawn anew: somebody may be choosing from it just then."""
        kinds = {
            kind: label.say(who.lang)
            for kind, label in words.DEEDS.items()
            if kind != "step" or self.record.sheet.steps
        }
        made = ui.select(kinds, label=words.ADD_DEED.say(who.lang), on_change=lambda e: self.add(e.value))
        made.props("outlined dense options-dense").mark("add deed")
        return made

    def draw(self, who: Who) -> None:
        self.place.clear()
        with self.place:
            for at, deed in enumerate(self.deeds):
                with tag("div", "o-stack"):
                    with tag("div", "o-line"):
                        tag("b", "", words.DEEDS[deed["do"]].say(who.lang))
                        drop = words.DROP.say(who.lang)
                        button(drop, lambda at=at: self.drop(at), icon="close", kind="o-small", mark="drop deed")
                    with tag("div", "t-form"):
                        getattr(self, f"_{deed['do']}")(deed, who)

    def drop(self, at: int) -> None:
        del self.deeds[at]
        self.draw(viewer())

    def add(self, kind: str | None) -> None:
        if kind is None:  # chosen and taken: the next may be of the same kind
            return
        self.more.set_value(None)
        begun: dict[str, dict[str, Any]] = {"set": {"values": {}}, "add": {"values": {}}, "tell": {"roles": []}}
        begun["send"] = {"form": "text", "roles": []}
        self.deeds.append({"do": kind, **begun.get(kind, {})})
        self.draw(viewer())

    def _by_labels(self, deed: dict[str, Any]) -> None:
        """Columns in sentences are kept by name and shown as they are called; saving takes the labels back to names."""
        for name, lang in (("text", "zh"), ("text_en", "en")):
            if deed.get(name):
                deed[name] = shown(deed[name], self.record, lang)

    def _tell(self, deed: dict[str, Any], who: Who) -> None:
        self._by_labels(deed)
        text(words.TEXT, deed, "text", who, long=True)
        text(words.TEXT_EN, deed, "text_en", who, long=True)
        choices(words.ROLES, self.known.roles, deed, "roles", who)
        choices(words.PEOPLE, self._people(), deed, "people", who)
        choices(words.CHANNELS, {name: name for name in self.known.channels}, deed, "channels", who)

    def _work(self, deed: dict[str, Any], who: Who) -> None:
        self._by_labels(deed)
        text(words.TEXT, deed, "text", who, long=True)
        choice(words.OWNER, self._people(), deed, "owner", who)
        text(words.DUE, deed, "days", who, number=True)

    def _step(self, deed: dict[str, Any], who: Who) -> None:
        steps = {step.name: step.label.say(who.lang) for step in self.record.sheet.steps if not step.auto}
        choice(words.STEP, steps, deed, "step", who)

    def _call(self, deed: dict[str, Any], who: Who) -> None:
        choice(
            words.CHANNEL,
            {name: name for name, kind in self.known.channels.items() if kind == "web"},
            deed,
            "channel",
            who,
        )
        choices(words.FIELDS, self.items, deed, "fields", who)

    def _send(self, deed: dict[str, Any], who: Who) -> None:
        """A shared view of any type that has one; first of the automation's own."""
        views = {f"{record} {name}": label for (record, name), label in self.known.views.items()}
        part = {"view": f"{deed.get('record', self.record.key())} {deed.get('view', '')}"}

        def chosen() -> None:
            record, _, name = part.get("view", "").partition(" ")
            deed.update(record=record, view=name)

        choice(words.VIEW, views, part, "view", who, took=chosen)
        choice(words.FORM, {form: label.say(who.lang) for form, label in words.FORMS.items()}, deed, "form", who)
        choices(words.TO_ROLES, self.known.roles, deed, "roles", who)
        choices(words.TO_CHANNELS, {name: name for name in self.known.channels}, deed, "channels", who)

    def _set(self, deed: dict[str, Any], who: Who) -> None:
        open_ones = {name: label for name, label in self.items.items() if not self.record.fields()[name].locked}
        self._values(deed, open_ones, who)

    def _add(self, deed: dict[str, Any], who: Who) -> None:
        known = {name: labels[1 if who.lang == "en" else 0] for name, labels in types().items()}
        choice(words.TABLE, known, deed, "record", who, took=lambda: self.draw(viewer()))
        other = house().records.get(deed.get("record", ""))
        if other is not None:
            fields = other.fields().items()
            self._values(
                deed, {n: item.label.say(who.lang) for n, item in fields if not item.locked and not item.secret}, who
            )

    def _values(self, deed: dict[str, Any], known: dict[str, str], who: Who) -> None:
        for name, value in list(deed["values"].items()):
            tag("div", "", known.get(name, name))
            Value(deed["values"], name, value, who)
        free = {name: label for name, label in known.items() if name not in deed["values"]}
        made = ui.select(
            free,
            label=words.ADD_VALUE.say(who.lang),
            with_input=True,
            on_change=lambda e: self._more(deed, e.value),
        )
        made.props("outlined dense options-dense").mark("add value")

    def _more(self, deed: dict[str, Any], name: str) -> None:
        deed["values"][name] = {"is": ""}
        self.draw(viewer())

    def _people(self) -> dict[str, str]:
        links = self.record.links().items()
        employee = house().records["employee"]
        return {name: self.items[name] for name, item in links if item.linked is employee}


class Value:
    """What one column is set to: in which way, and what."""

    def __init__(self, values: dict[str, Any], name: str, value: dict[str, Any], who: Who):
        ((way, given),) = value.items()
        self.values, self.name = values, name
        self.part = {"way": way, "given": "" if given is True else str(given)}
        ways = {way: label.say(who.lang) for way, label in words.WAYS.items()}
        choice(words.WAY, ways, self.part, "way", who, took=self.put)
        made = ui.input(words.VALUE.say(who.lang), value=self.part["given"], on_change=lambda e: self.put(e.value))
        made.props("outlined dense")

    def put(self, given: str | None = None) -> None:
        if given is not None:
            self.part["given"] = given
        way = self.part.get("way", "is")
        self.values[self.name] = {way: True if way == "this" else self.part["given"]}
