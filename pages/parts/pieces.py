"""The small things every page is made of: buttons, cards, tables, empty states; text is only ever element text."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import isawaitable
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models.kit.text import Text

from .session import viewer
from .still import Part, Still, part

Cell = Part | Callable[[], Any]


class Said(ui.label):
    """Text in whichever HTML element suits; its text can be changed in place."""

    def __init__(self, tag: str, text: str):
        super().__init__(text)
        self.tag = tag


def tag(name: str, classes: str = "", text: str | None = None) -> Any:
    """A plain HTML element; with text, a Said."""
    return (ui.element(name) if text is None else Said(name, text)).classes(classes)


def span(text: str, classes: str = "") -> Said:
    return Said("span", text).classes(classes)


def rooted(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler as it outlives what it was attached to: a page often draws a button anew while its click is being served."""
    client = ui.context.client

    async def finish(result: Any) -> None:
        with client.content:
            await result

    def run() -> Any:
        with client.content:
            result = handler()
        return finish(result) if isawaitable(result) else None

    return run


def pressed(handler: Callable[..., Any]) -> Callable[..., Any]:
    """`rooted`, for what is pressed: pressed again before it is done, by a double tap or on a slow network, it is done once."""
    go, serving = rooted(handler), False

    async def finish(result: Any) -> None:
        nonlocal serving
        try:
            await result
        finally:
            serving = False

    def run() -> Any:
        nonlocal serving
        if serving:
            return None
        result = go()
        serving = result is not None
        return finish(result) if serving else None

    return run


def button(
    text: str, on_click: Callable[..., Any] | None = None, *, icon: str | None = None, kind: str = "", mark: str = ""
) -> Element:
    """`kind`: o-go for the main one, o-quiet, o-danger, o-small, o-why."""
    made = ui.element("button").classes("o-button").classes(kind)
    made.props["type"] = "button"
    with made:
        if icon:
            ui.icon(icon)
        if text:
            span(text)
    if on_click is not None:
        made.on("click", pressed(on_click), args=[])
    return made.mark(mark) if mark else made


def link(text: str, target: str, classes: str = "o-link", icon: str | None = None) -> Element:
    """A link to a page of our own; the text is text, the target a path made of names and numbers."""
    made = ui.link(target=target).classes(replace=classes)
    with made:
        if icon:
            ui.icon(icon)
        span(text)
    return made


COPY = """() => import("ops-sheet").then(({ copied }) => copied(%s)).then((done) => emit(Boolean(done)))"""
NOT_COPIED = Text("没能复制，请选中后手工复制", "Not copied; select it and copy by hand")


def call_script(function: str, *given: Any) -> None:
    """Call a function of ours in the page; what it is given travels as JSON, so that no text in it becomes program."""
    ui.run_javascript(_call(function, given))


def _call(function: str, given: tuple) -> str:
    return f"({function})(...{json.dumps(given, default=str)})"


def copy_button(label: str, text: str, done: str, *, kind: str = "o-small") -> Element:
    """Puts a text on the clipboard, also where the app is not reached over HTTPS, and says whether it did."""
    made, failed = button(label, None, icon="content_copy", kind=kind, mark="copy"), NOT_COPIED.say(viewer().lang)

    def on_copied(event: GenericEventArguments) -> None:
        notice(failed if event.args is False else done, bad=event.args is False)

    return made.on("click", on_copied, js_handler=COPY % json.dumps(text))


def icon_button(icon: str, title: str, on_click: Callable[..., Any] | None = None, *, kind: str = "") -> Element:
    made = button("", on_click, icon=icon, kind=kind)
    made.props["title"] = made.props["aria-label"] = title
    return made


@contextmanager
def card(title: str | None = None, count: str = "", *, flush: bool = False) -> Iterator[Element]:
    """A surface with a heading; yields the head, for buttons, and leaves the body open."""
    with tag("section", "o-card"):
        head = None
        if title is not None:
            with tag("div", "o-card-head") as head:
                counted = [part("span", "o-count", count)] if count else []
                Still(part("h2", "", title), *counted, part("div", "o-gap"), flat=True)
        with tag("div", "o-card-body o-flush" if flush else "o-card-body"):
            yield head


def empty(text: str, icon: str = "inbox", action: tuple[str, str] | None = None) -> None:
    """Nothing here, and what to do next."""
    with tag("div", "o-empty"):
        ui.icon(icon)
        ui.label(text)
        if action:
            link(*action, classes="o-button o-small")


def astray(text: str) -> None:
    """Above a page: what its address asks for isn't there, so that it shows something else."""
    with tag("div", "o-alert").mark("astray") as made:
        made.props["role"] = "status"
        ui.icon("wrong_location")
        span(text)


def table(heads: list[tuple[str, str]], rows: list[list[Cell]]) -> Element:
    """A plain table: heads are (text, classes); a cell is text, a part of a drawing or a function that draws it."""
    with tag("div", "o-scroll"), tag("table", "o-table") as made:
        Still(part("thead", "", part("tr", "", *(part("th", classes, text) for text, classes in heads))))
        with tag("tbody"):
            for row in rows:
                _row(heads, row)
    return made


def _row(heads: list[tuple[str, str]], row: list[Cell]) -> None:
    """On a phone each row becomes a small card, in which every cell is called by its head."""
    drawn = [
        cell if callable(cell) else part("td", classes, _still(cell), data_label=label)
        for (label, classes), cell in zip(heads, row, strict=True)
    ]
    still = [cell for cell in drawn if not callable(cell)]
    if len(still) == len(drawn):
        Still(part("tr", "", *still))
        return
    with tag("tr"):
        for (label, classes), cell in zip(heads, drawn, strict=True):
            if not callable(cell):
                Still(cell)
                continue
            with tag("td", classes) as made_cell:
                made_cell.props["data-label"] = label
                cell()


def _still(cell: Part) -> Part:
    return part("div", "", cell) if isinstance(cell, str) else cell


def progress(name: str, share: float = 0, *, size: str = "4px") -> Element:
    """How far something is, 0 to 1, with a name for those who hear the page."""
    made = ui.linear_progress(share, show_value=False, size=size, color=None)
    made.props["aria-label"] = name
    return made


def notice(text: str, *, bad: bool = False) -> None:
    """A line at the bottom that goes away by itself."""
    ui.notify(
        text, type="negative" if bad else "positive", position="bottom", timeout=7000 if bad else 3500, multi_line=True
    )


def form(action: str, method: str = "post", **hidden: str) -> Element:
    """An ordinary form, for what only an HTTP answer can do."""
    made = ui.element("form")
    made.props["method"], made.props["action"] = method, action
    with made:
        for name, value in hidden.items():
            held = ui.element("input")
            held.props["type"], held.props["name"], held.props["value"] = "hidden", name, value
    return made
