"""One automation as a form: when, only if, then; tried before it is switched on."""

import json
from collections.abc import Callable
from typing import Any

from nicegui import ui

from models import house
from models.design import AutomationRun, DesignAutomation
from models.design.automations.body import TRIGGERS, read
from models.design.automations.tried import tried
from models.kit.ask.query import BadQuery
from models.kit.declare.access import Who, may
from models.kit.declare.record import Row
from models.kit.fields.times import DayField, MomentField
from models.kit.text import Refusals, Refused, Text
from models.kit.write.edits import Answer, Faulty, edit

from ..parts.leaving import warn
from ..parts.pieces import button, card, link, notice, span, tag
from ..parts.session import ask, viewer
from ..sheet.conditions import Conditions
from . import words
from .deeds import Deeds
from .fields import Known, choice, choices, text

LOOKS = 0.5  # seconds between two looks at whether something is to be saved


class Builder:
    """The form over a body that is changed in place, and saved as a whole."""

    def __init__(self, row: Row, known: Known, who: Who):
        self.known = known
        self.row, self.record = row, house().records.get(row.record_type)
        self.body: dict[str, Any] = read(row.body) or {"when": {"kind": "added"}, "only": {}, "then": []}
        self.sets: dict[str, Any] = {"zh": row.zh, "en": row.en, "role": row.role, "imports": bool(row.imports)}
        if self.record is None:
            return
        self.items = {name: item.label.say(who.lang) for name, item in self.record.fields().items() if not item.secret}
        self._head(who)
        with card(words.WHEN.say(who.lang)):
            self.when = tag("div", "o-stack")
        self._draw_when(who)
        with card(words.ONLY.say(who.lang)):
            self._filter(self.body["only"], words.ONLY, who, lambda filter: self.body.update(only=filter))
        with card(words.THEN.say(who.lang)):
            Deeds(self.body["then"], self.record, self.items, known, who)
        self._foot(who)
        self.kept, self.unsaved = self.written(), False
        ui.timer(LOOKS, self._look)

    def _look(self) -> None:
        """Whoever leaves with something unsaved is asked, whichever way it came in: typed, chosen, ticked, added or dropped."""
        unsaved = self.written() != self.kept
        if unsaved != self.unsaved:
            self.unsaved = unsaved
            warn(unsaved)

    def _head(self, who: Who) -> None:
        with tag("div", "o-row"):
            span(
                (words.ON if self.row.active else words.OFF).say(who.lang),
                f"o-pill {'positive' if self.row.active else 'grey'}",
            )
            span(self.record.sheet.label.say(who.lang), "o-soft")
            asked = json.dumps({"number": {"eq": str(self.row.id)}})
            if may(who, "see", AutomationRun):
                link(words.LOG.say(who.lang), f"/t/automation_run?filter={asked}", "o-button", icon="receipt_long")
        with tag("div", "t-form"):
            text(words.NAME, self.sets, "zh", who)
            text(words.ENGLISH, self.sets, "en", who)
            choice(words.ROLE, self.known.roles, self.sets, "role", who)
            ui.checkbox(
                words.IMPORTS.say(who.lang),
                value=self.sets["imports"],
                on_change=lambda e: self.sets.update(imports=e.value),
            )

    def _draw_when(self, who: Who) -> None:
        self.when.clear()
        when = self.body["when"]
        with self.when:
            with tag("div", "t-form"):
                kinds = {trigger.key: trigger.label.say(who.lang) for trigger in TRIGGERS}
                choice(words.WHEN, kinds, when, "kind", who, took=lambda: self._draw_when(viewer()))
                self._settings(when, who)
            if when["kind"] in ("meets", "leaves"):
                self._filter(when.get("filter") or {}, words.CONDITION, who, lambda filter: when.update(filter=filter))

    def _settings(self, when: dict[str, Any], who: Who) -> None:
        if when["kind"] == "changed":
            choices(words.COLUMNS, self.items, when, "fields", who)
        if when["kind"] == "day":
            days = {
                n: label
                for n, label in self.items.items()
                if isinstance(self.record.fields()[n], DayField | MomentField)
            }
            choice(words.DAY, days, when, "day", who)
            text(words.DAYS, when, "days", who, number=True)
        if when["kind"] == "time":
            often = {"day": words.DAILY, "week": words.WEEKLY, "month": words.MONTHLY}
            choice(words.EVERY, {key: label.say(who.lang) for key, label in often.items()}, when, "every", who)
            text(words.WEEKDAY, when, "weekday", who, number=True)
            text(words.MONTHDAY, when, "monthday", who, number=True)
            ui.checkbox(
                words.AS_LIST.say(who.lang),
                value=when.get("list", False),
                on_change=lambda e: when.update(list=e.value),
            )
        if when["kind"] in ("day", "time"):
            text(words.AT, when, "at", who)

    def _filter(self, filter: dict[str, Any], label: Text, who: Who, took: Callable[[dict[str, Any]], None]) -> None:
        Conditions(self.record.key(), filter, label.say(who.lang), who, took)

    def _foot(self, who: Who) -> None:
        with tag("div", "o-line"):
            if may(who, "edit", DesignAutomation):
                button(words.SAVE.say(who.lang), lambda: self.save(), icon="save", kind="o-go", mark="save")
                button(words.TRY.say(who.lang), self.attempt, icon="science", mark="try")
                switch = words.SWITCH_OFF if self.row.active else words.SWITCH_ON
                button(
                    switch.say(who.lang),
                    lambda: self.save(active=not self.row.active),
                    icon="power_settings_new",
                    mark="switch",
                )
        self.outcome = tag("div", "o-stack")

    def written(self) -> dict[str, Any]:
        """What is saved; settings of another trigger stay behind."""
        when, kind = self.body["when"], self.body["when"]["kind"]
        takes = {
            "meets": ("filter",),
            "leaves": ("filter",),
            "changed": ("fields",),
            "day": ("day", "days", "at"),
            "time": ("at", "every", "weekday", "monthday", "list", "yearly"),
        }.get(kind, ())
        kept = {name: value for name, value in when.items() if name in takes and value is not None}
        body = {"when": {"kind": kind, **kept}, "only": self.body["only"], "then": self.body["then"]}
        return {**self.sets, "body": json.dumps(body, ensure_ascii=False)}

    async def save(self, **more: Any) -> None:
        who, written = viewer(), self.written()
        answer = await ask(changed, self.row.id, {**written, **more}, who)
        if answer.state != "applied":
            notice("\n".join(fault.text.say(who.lang) for fault in answer.errors), bad=True)
            return
        self.kept = written
        self._look()
        if more:
            ui.navigate.reload()
        notice(words.SAVED.say(who.lang))

    async def attempt(self) -> None:
        who = viewer()
        wanted = Row(**{**vars(self.row), **self.written()})
        answer = await ask(outcome, wanted, who)
        self.outcome.clear()
        with self.outcome, card(words.TRY.say(who.lang)):
            _told(answer, who)


def _told(answer: dict[str, Any] | Text, who: Who) -> None:
    if isinstance(answer, Text):
        tag("p", "o-bad", answer.say(who.lang))
        return
    tag("p", "", words.TRIED(n=answer["count"]).say(who.lang) if answer["count"] else words.TRIED_NOW.say(who.lang))
    for row in answer["rows"]:
        with tag("div", "o-stack"):
            tag("b", "", row["title"])
            tag("div", "o-soft", row["what"] if row["done"] else f"{words.WOULD_FAIL.say(who.lang)}：{row['what']}")
            for line in row["changes"]:
                tag("div", "", line)


def changed(id: int, sets: dict[str, Any], who: Who) -> Answer:
    return edit(DesignAutomation, [{"id": id, "set": sets}], who=who, via="form")


def outcome(row: Row, who: Who) -> dict[str, Any] | Text:
    """What trying it tells, or why it can't be tried."""
    if not may(who, "edit", DesignAutomation):
        return words.NONE
    try:
        return tried(row, who)
    except BadQuery as why:
        return why.text
    except (Refused, Refusals, Faulty) as why:
        return (
            why.text
            if isinstance(why, Refused)
            else why.refusals[0].text
            if isinstance(why, Refusals)
            else why.faults[0].text
        )
