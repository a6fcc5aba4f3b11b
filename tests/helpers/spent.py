"""How much a test may work: a machine that is busy with other things lengthens the hours, not the work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """What is done within takes this thread no longer on a processor of its own."""
    begun = time.thread_time()
    yield
    spent = time.thread_time() - begun
    assert spent < seconds, f"{spent:.1f} s of work"
