"""Choosing from more than a glance takes in: records by name, code or pinyin, and names of what is declared by label or pinyin."""

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models.kit.ask.links import look
from models.kit.declare.access import Who
from models.kit.fields import Described, LinkField, NamesField
from models.kit.text import Text

from .pieces import span
from .session import ask, viewer

CHOOSE = Text("输入名称、编号或拼音", "Name, code or pinyin")
NOTHING_FOUND = Text("没有找到“{text}”", "Nothing found for “{text}”")
MOST = 50  # offered at once


class Picker(Element):
    """What it offers is asked as one types; `chosen` is what would be sent."""

    def __init__(self, item: Described, who: Who, props: str = "hide-selected fill-input"):
        super().__init__("q-select")
        self.item, self.chosen = item, None
        self._told: list[Callable[[], None]] = []
        self._asked = 0
        self.props("outlined dense use-input options-dense input-debounce=200 options=[]")
        self.props(props)
        self.props("clearable" if item.null else "")
        self.props["popup-content-class"] = "o-pick"
        self.props["placeholder"] = CHOOSE.say(who.lang)
        self.on("update:model-value", self._picked)
        self.on("input-value", self._typed)
        self.on("focus", lambda: self._offer(""), args=[])
        with self.add_slot("no-option"), ui.element("q-item"):
            self._none = span("", "o-faint")

    def listen(self, on_change: Callable[[], None]) -> None:
        self._told.append(on_change)

    def accepts(self, wire: Any) -> bool:
        """Whether this is a value that can be shown as chosen."""
        return wire is not None

    def choose(self, wire: Any) -> None:
        raise NotImplementedError

    def taken(self, option: Any) -> Any:
        """The wire value of what the browser says was picked; None when it isn't one of ours."""
        raise NotImplementedError

    async def matches(self, text: str) -> list[dict[str, Any]]:
        raise NotImplementedError

    def is_shown(self, text: str) -> bool:
        """Whether this text is what is chosen, not something typed to find another."""
        return False

    def _picked(self, event: GenericEventArguments) -> None:
        self.choose(self.taken(event.args))
        for on_change in self._told:
            on_change()

    async def _typed(self, event: GenericEventArguments) -> None:
        text = event.args if isinstance(event.args, str) else ""
        if not self.is_shown(text):
            await self._offer(text[:100])

    async def _offer(self, text: str) -> None:
        self._asked += 1
        turn = self._asked
        options = await self.matches(text)
        if turn == self._asked and not self.is_deleted:  # a slower answer to an earlier key comes too late
            self._none.text = NOTHING_FOUND(text=text).say(viewer().lang)
            self.props["options"] = options


class LinkPicker(Picker):
    """A record."""

    item: LinkField

    def accepts(self, wire: Any) -> bool:
        return isinstance(wire, dict)

    def choose(self, wire: dict[str, Any] | None) -> None:
        self.chosen = wire
        self.props["model-value"] = wire and {"value": wire["id"], "label": str(wire.get("text", ""))}

    def taken(self, option: Any) -> Any:
        if isinstance(option, dict) and isinstance(option.get("value"), int):
            return {"id": option["value"], "text": str(option.get("label", ""))}
        return None

    def is_shown(self, text: str) -> bool:
        return bool(self.chosen) and text == self.chosen.get("text")

    async def matches(self, text: str) -> list[dict[str, Any]]:
        rows = await ask(look, self.item.rel_model, viewer(), text, item=self.item)
        return [{"value": row["id"], "label": row["text"], "caption": row["hint"]} for row in rows]


class NamePicker(Picker):
    """One name of something declared."""

    def choose(self, wire: str | None) -> None:
        self.chosen = wire
        self.props["model-value"] = wire and {"value": wire, "label": self.label(wire)}

    def taken(self, option: Any) -> Any:
        key = option.get("value") if isinstance(option, dict) else None
        return key if any(key == offer["key"] for offer in self.item.offers()) else None

    def is_shown(self, text: str) -> bool:
        return bool(self.chosen) and text == self.label(self.chosen)

    def label(self, key: str) -> str:
        return self.item.show(key, viewer().lang)

    def offers(self) -> list[dict[str, Any]]:
        return self.item.offers()

    async def matches(self, text: str) -> list[dict[str, Any]]:
        wanted, lang = text.casefold(), viewer().lang
        said = [(offer["key"], offer["label"][lang], offer["also"]) for offer in self.offers()]
        fitting = [(key, label) for key, label, also in said if wanted in label.casefold() or wanted in also]
        return [{"value": key, "label": label} for key, label in fitting[:MOST]]


class NamesPicker(NamePicker):
    """Several names of what belongs to what `owner` answers with; without it, of anything."""

    item: NamesField

    def __init__(self, item: NamesField, who: Who):
        super().__init__(item, who, "multiple use-chips")
        self.owner: Callable[[], str | None] = lambda: None

    def choose(self, wire: list[str] | None) -> None:
        self.chosen = list(wire or ())
        self.props["model-value"] = [{"value": key, "label": self.label(key)} for key in self.chosen]

    def taken(self, option: Any) -> Any:
        known = {offer["key"] for offer in self.item.offers()}
        keys = [part.get("value") for part in option if isinstance(part, dict)] if isinstance(option, list) else []
        return [key for key in keys if key in known]

    def is_shown(self, text: str) -> bool:
        return False

    def label(self, key: str) -> str:
        return self.item.show([key], viewer().lang)

    def offers(self) -> list[dict[str, Any]]:
        owner = self.owner()
        return [offer for offer in self.item.offers() if owner is None or offer["key"].startswith(f"{owner}.")]


__all__ = ["LinkPicker", "NamePicker", "NamesPicker", "Picker"]
