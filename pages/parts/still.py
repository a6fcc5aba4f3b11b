"""What only shows and leads somewhere, as one element however much is in it: to make an element takes longer than to draw it.

It goes to the page as plain values, and is only ever text there. What is pressed or changes stays an element of its own.
"""

from collections.abc import Iterator
from typing import Any

import orjson
from nicegui.element import Element

Part = list[Any] | str  # ["a", {"class": …, "href": …}, *parts], or a text


def part(tag: str, classes: str = "", *inside: Part, **given: str) -> Part:
    """An HTML element with what is in it; `aria_label` stands for aria-label."""
    named = {name.replace("_", "-"): value for name, value in given.items()}
    return [tag, {"class": classes, **named} if classes else named, *inside]


def sign(name: str, classes: str = "") -> Part:
    """An icon, for those who see the page."""
    return part("i", f"q-icon notranslate material-icons {classes}".rstrip(), name, aria_hidden="true")


def way(text: str, target: str, classes: str = "o-link") -> Part:
    """A link to a page of our own; the target is a path made of names and numbers."""
    return part("a", classes, text, href=target)


class Still(Element, component="still.js"):
    """A drawing; `flat`: its parts stand where it stands, as if each had been put there by itself."""

    def __init__(self, *parts: Part, flat: bool = False):
        super().__init__()
        self.drawn = part("div", "o-flat", *parts) if flat else parts[0]
        with self._props.suspend_updates():  # as JSON, for NiceGUI would look through every part of it for changes
            self._props["drawn"] = orjson.Fragment(orjson.dumps(self.drawn))

    def _displayed_contents(self, *, only_visible: bool) -> list[str]:
        return [*super()._displayed_contents(only_visible=only_visible), *_texts(self.drawn)]


def _texts(drawn: Part) -> Iterator[str]:
    if isinstance(drawn, str):
        yield drawn
        return
    for inside in drawn[2:]:
        yield from _texts(inside)
