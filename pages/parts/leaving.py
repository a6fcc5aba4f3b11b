"""A page with work that isn't kept yet: the browser asks before it is left, whichever way."""

from nicegui import ui
from nicegui.element import Element

WARN = "window.onbeforeunload = event => event.preventDefault()"
NO_WARNING = "window.onbeforeunload = null"


def warn(unsaved: bool) -> None:
    """Whether there is something to lose on this page now."""
    ui.run_javascript(WARN if unsaved else NO_WARNING)


def watch(place: Element) -> None:
    """From the first thing on that is typed or ticked in there; `warn(False)` says that it is kept."""
    for happened in ("input", "change"):
        place.on(happened, js_handler=f"() => {{ {WARN} }}")
