"""What was committed, and who is told of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from ..declare.access import Who
from ..server.standing import is_design, renew

log = logging.getLogger("opsdesk.writes")


@dataclass(frozen=True)
class Committed:
    """What listeners are told after a commit: which rows of which record types, what became of them, through which batch."""

    batch: int
    who: Who
    touched: dict[str, frozenset[int]] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    done: tuple = ()  # (record, id, kind, before, after): who hears of a row depends on what it was


def _nobody(committed: Committed) -> None:
    """Nobody listens."""


listener: Callable[[Committed], None] = _nobody


def listen(hearer: Callable[[Committed], None]) -> None:
    """From now on this one is told of commits, and nobody else: the live update, once it runs."""
    global listener
    listener = hearer


def tell(committed: Committed) -> None:
    """Tell whoever listens of what was committed."""
    listener(committed)


def announce(committed: Committed) -> None:
    """What is saved stays saved, even when somebody could not be told."""
    try:
        tell(committed)
    except Exception:
        log.exception("nobody was told of batch %s", committed.batch)


def after_commit(committed: Committed, afterwards: list[Callable[[], None]]) -> None:
    """What comes behind a commit: a new design holds, what asked to be done once it is saved, and the news."""
    if is_design(committed.touched):
        renew()
    for do in afterwards:
        do()
    announce(committed)
