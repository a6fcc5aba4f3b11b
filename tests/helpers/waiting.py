"""Waiting for what comes of itself: as long as a busy machine may need for it, and no longer than until it is there."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 90.0


async def until(true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """On an event loop. Returns what came; raises AssertionError when nothing does."""
    ends = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < ends, f"it did not come to that in {seconds:.0f} s"
        await asyncio.sleep(0.02)
    return value
