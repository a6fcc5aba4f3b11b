"""Who is looking at the page, in which language, and how pages ask the kit without holding up everybody else."""

import asyncio
from collections.abc import Callable
from typing import Any

from nicegui import run, ui

from models.kit.declare.access import Who
from models.kit.server.patience import in_time
from models.kit.server.standing import house, pinned

from .. import guard


def viewer() -> Who:
    """Who is behind this page now: the guard reads the session anew before every event, so ask again in each handler."""
    return guard.who(ui.context.client)


async def ask(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Have the kit do it in a thread with a connection of its own, in the house that holds here; the event loop stays free.

    Raises CancelledError when nobody waits for the answer any more, as when the server stops.
    """
    answer = await run.io_bound(_with_connection, house(), work, given, named)
    if answer is None:  # NiceGUI's way of saying so; whoever asked must not take it for what the kit said
        raise asyncio.CancelledError
    return answer[0]


def _with_connection(held: Any, work: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any]:
    with pinned(held), in_time():
        return (work(*given, **named),)
