"""A page with work that isn't kept yet: the browser asks before it is left, whichever way."""

from nicegui import ui

WARN = "window.onbeforeunload = event => event.preventDefault()"
NO_WARNING = "window.onbeforeunload = null"


def warn(unsaved: bool) -> None:
    """Whether there is something to lose on this page now."""
    ui.run_javascript(WARN if unsaved else NO_WARNING)
