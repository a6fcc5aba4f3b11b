"""The buttons of a block while it is set up: what each does, and what stands on it."""

from typing import Any

from models import house
from models.design.boards.body import MOST_BUTTONS
from models.design.forms import forms_of
from models.kit.declare.access import Who
from models.kit.declare.record import Record

from ..automations.fields import choice, text
from ..parts.pieces import button, icon_button, tag
from ..parts.session import ask, viewer
from . import words


class Buttons:
    """`said`: the buttons as they would be written, changed in place. forms: by table those that can be named."""

    def __init__(self, said: list[dict[str, Any]], records: dict[str, str], forms: dict[str, dict[str, str]], who: Who):
        self.said, self.records, self.forms = said, records, forms
        self.place = tag("div", "o-stack")
        self.draw()

    def draw(self) -> None:
        who = viewer()
        self.place.clear()
        with self.place:
            for at, each in enumerate(self.said):
                self._button(at, each, who)
            if len(self.said) < MOST_BUTTONS:
                button(words.ADD_BUTTON.say(who.lang), self._add, icon="add", kind="o-small", mark="add button")

    def _button(self, at: int, each: dict[str, Any], who: Who) -> None:
        with tag("div", "t-form b-button"):
            deeds = {name: label.say(who.lang) for name, label in words.DEEDS.items()}
            choice(words.BUTTON_DOES, deeds, each, "do", who, took=lambda: self._again(each, "record", "name", "path"))
            if each["do"] == "page":
                text(words.PATH, each, "path", who)
            else:
                choice(words.TABLE, self.records, each, "record", who, took=lambda: self._chose(each))
                if each["do"] != "new" and each.get("record") in self.records:
                    label = {"form": words.FORM, "action": words.ACTION, "automation": words.AUTOMATION}[each["do"]]
                    choice(label, self._names(each, who), each, "name", who)
            label = each.setdefault("label", {})
            text(words.BUTTON_LABEL, label, "zh", who)
            text(words.BUTTON_LABEL_EN, label, "en", who)
            icon_button("close", words.REMOVE_BUTTON.say(who.lang), lambda: self._remove(at), kind="o-quiet o-small")

    def _names(self, each: dict[str, Any], who: Who) -> dict[str, str]:
        if each["do"] == "form":
            return self.forms.get(each["record"], {})
        actions = [action for action in house().actions.values() if action.on and action.on.key() == each["record"]]
        made = [action for action in actions if action.name.startswith("automation_")]
        if each["do"] == "automation":
            return {action.zh: action.label.say(who.lang) for action in made}
        return {action.name: action.label.say(who.lang) for action in actions if action not in made}

    async def _chose(self, each: dict[str, Any]) -> None:
        if each.get("record") in self.records:
            self.forms[each["record"]] = await ask(forms_called, house().records[each["record"]], viewer())
        self._again(each, "name")

    def _again(self, each: dict[str, Any], *without: str) -> None:
        for name in without:
            each.pop(name, None)
        self.draw()

    def _add(self) -> None:
        self.said.append({"do": "new", "label": {}})
        self.draw()

    def _remove(self, at: int) -> None:
        del self.said[at]
        self.draw()


def forms_called(record: type[Record], who: Who) -> dict[str, str]:
    """The forms of a type by the names they are kept under."""
    english = who.lang == "en"
    return {form.name: (english and form.name_en) or form.name for form in forms_of(record)}
