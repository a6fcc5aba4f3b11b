"""One condition, as people choose it: a column, how it is to be, and what."""

from typing import TYPE_CHECKING, Any

from nicegui import ui

from models.kit.declare.access import Who, visible
from models.kit.declare.record import Record
from models.kit.fields import ChoiceField, Described, FlagField

from ..parts.pieces import tag
from . import builder_words as words

if TYPE_CHECKING:
    from .editor import Editor


def choices_of(record: type[Record], who: Who) -> dict[str, Described]:
    """The columns by which rows of a type are narrowed down: those one chooses in."""
    shown = visible(who, record)
    return {
        name: item
        for name, item in record.fields().items()
        if isinstance(item, ChoiceField | FlagField) and shown.get(name) == "full"
    }


class Condition:
    """`said[key]` is the filter; one that was written otherwise, by a program, stays until another is chosen here."""

    def __init__(
        self, editor: "Editor", said: dict[str, Any], key: str, label: str, fields: dict[str, Described], nothing: str
    ):
        self.editor, self.said, self.key, self.fields = editor, said, key, fields
        filter = said.get(key) or {}
        self.name = next((name for name in filter if name in fields), "")
        asked = filter.get(self.name, {}) if self.name else {}
        self.op = next(iter(asked), "eq") if isinstance(asked, dict) else "eq"
        self.value = asked.get(self.op) if isinstance(asked, dict) else None
        labels = {"": nothing} | {name: editor.say(item.label) for name, item in fields.items()}
        with tag("div", "f-condition"):
            ui.select(labels, value=self.name, label=label, on_change=self._column).props("outlined dense").mark(
                f"{key} column"
            )
            self.rest = tag("div", "f-rest")
        self._draw()

    def _column(self, event: Any) -> None:
        self.name, self.op, self.value = event.value or "", "eq", None
        self._draw()
        self._put()

    def _draw(self) -> None:
        self.rest.clear()
        item = self.fields.get(self.name)
        if item is None:
            return
        say = self.editor.say
        ops = {"eq": say(words.IS), "ne": say(words.IS_NOT), "filled": say(words.FILLED), "empty": say(words.EMPTY)}
        now = "filled" if self.op == "empty" and self.value is False else self.op if self.op in ops else "eq"
        with self.rest:
            ui.select(ops, value=now, on_change=self._operator).props("outlined dense").mark(f"{self.key} op")
            if now in ("eq", "ne"):
                self._asked(item)

    def _asked(self, item: Described) -> None:
        label = self.editor.say(words.VALUE)
        if isinstance(item, ChoiceField):
            options: dict[Any, str] = {option.key: self.editor.say(option.label) for option in item.offered}
        elif isinstance(item, FlagField):
            options = {True: item.show(True, self.editor.lang), False: item.show(False, self.editor.lang)}
        else:
            made = ui.input(label, value=str(self.value or ""), on_change=self._typed).props("outlined dense")
            made.mark(f"{self.key} value")
            return
        value = self.value if isinstance(self.value, str | bool) and self.value in options else None
        ui.select(options, value=value, label=label, on_change=self._typed).props("outlined dense").mark(
            f"{self.key} value"
        )

    def _operator(self, event: Any) -> None:
        self.op, self.value = {"filled": ("empty", False), "empty": ("empty", True)}.get(
            event.value, (event.value, None)
        )
        self._draw()
        self._put()

    def _typed(self, event: Any) -> None:
        self.value = event.value
        self._put()

    def _put(self) -> None:
        whole = self.name and self.value not in (None, "")
        self.said[self.key] = {self.name: {self.op: self.value}} if whole else {}
        self.editor.touched()
