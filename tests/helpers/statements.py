"""How often the database is asked, which tells the cost of what is done on a machine of any speed."""

from collections.abc import Callable
from typing import Any

from models.kit.server.database import handle


def statements(ask: Callable[[], Any]) -> int:
    """For SQLite alone."""
    asked: list[int] = []
    handle.connection().set_exec_trace(lambda *_: not asked.append(1))
    try:
        ask()
    finally:
        handle.connection().set_exec_trace(None)
    return len(asked)
