"""Some of a few things, as the dialogs of the design ask for them: what can be chosen is listed, nothing has to be known by heart."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from models.kit.declare.access import Who
from models.kit.fields import Choice, TagsField

from ..parts.inputs import Control, control


class SeveralField(TagsField):
    """Keys of the options it is made with, several of them."""

    def __init__(self, zh: str, en: str, *, options: tuple[Choice, ...], **more: Any):
        super().__init__(zh, en, **more)
        self.options = options


@control.register
def _(item: SeveralField, who: Who) -> Control:
    labels = {option.key: option.label.say(who.lang) for option in item.options}
    element = ui.select(labels, multiple=True, with_input=len(labels) > 12)
    element.props("outlined dense options-dense use-chips")

    def put(wire: Any) -> None:
        element.value = [key for key in wire or () if key in labels]

    def listen(on_change: Callable[[], None]) -> None:
        element.on_value_change(lambda _: on_change())

    return Control(element, lambda: list(element.value or ()) or None, put, listen)
