"""Strangers of one address try passwords one after the other, and wait the seconds they must instead of being sent away."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from models.accounts import TooOften
from models.accounts.tries import IN_A_MOMENT, LONGEST_HOLD

LONGEST_WAIT, MOST_WAITING = 25.0, 40


@dataclass
class Line:
    """Who stands before the door from one address."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    there: int = 0


class Knocking:
    """In the order they came; a person notices no more than a slow answer."""

    def __init__(self, longest: float = LONGEST_WAIT, most: int = MOST_WAITING):
        self.longest, self.most = longest, most
        self.lines: dict[str, Line] = {}

    async def in_turn(self, address: str, attempt: Callable[[], Awaitable[Any]]) -> Any:
        """What the attempt returns or raises. Raises TooOften when it would take too long."""
        line = self.lines.setdefault(address, Line())
        if line.there >= self.most:
            raise TooOften(IN_A_MOMENT(seconds=LONGEST_HOLD), LONGEST_HOLD)
        line.there += 1
        try:
            ends = asyncio.get_running_loop().time() + self.longest
            await self._come_to(line, ends)
            try:
                return await self._tried(attempt, ends)
            finally:
                line.turn.release()
        finally:
            line.there -= 1
            if not line.there:
                del self.lines[address]

    async def _come_to(self, line: Line, ends: float) -> None:
        try:
            async with asyncio.timeout_at(ends):
                await line.turn.acquire()
        except TimeoutError:
            raise TooOften(IN_A_MOMENT(seconds=LONGEST_HOLD), LONGEST_HOLD) from None

    async def _tried(self, attempt: Callable[[], Awaitable[Any]], ends: float) -> Any:
        while True:
            try:
                return await attempt()
            except TooOften as often:
                if not often.seconds or asyncio.get_running_loop().time() + often.seconds > ends:
                    raise
                await asyncio.sleep(often.seconds)
