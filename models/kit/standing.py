"""Which house holds here: what the company's areas declare is asked of it, never kept from an import.

A house may be swapped while the app runs. Whatever is under way (a request, a change, a job, a process beside us) is pinned
to the one it began with, from beginning to end; whatever begins afterwards finds the new one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from .named import named


class Standing:
    """The house that whoever begins something now finds."""

    house: Any = None


class Pin:
    """To which house something that is under way holds; let go when it ends, so that what it left running finds the newer one."""

    __slots__ = ("house",)

    def __init__(self, house: Any):
        self.house = house


_pin: ContextVar[Pin | None] = ContextVar("house", default=None)


def house_if_any() -> Any:
    pin = _pin.get()
    return Standing.house if pin is None or pin.house is None else pin.house


def house() -> Any:
    """The `kit.house.House` that holds here. Raises RuntimeError before the first one stands."""
    found = house_if_any()
    if found is None:
        raise RuntimeError("no house stands yet: `models` builds it")
    return found


def stand(built: Any) -> None:
    """From now on this house holds, in every thread, for whatever begins."""
    Standing.house = built


@contextmanager
def pinned(to: Any = None) -> Iterator[Any]:
    """Within it one house holds, whatever is put in place meanwhile: this one, else the one that holds here already.

    A thread of a pool knows nothing of who sent it: hand it `house()` and let it pin that.
    """
    pin = Pin(house() if to is None else to)
    token = _pin.set(pin)
    try:
        yield pin.house
    finally:
        _pin.reset(token)
        pin.house = None


def order() -> str:
    """How a process beside us builds the house that holds here: "module:function". Raises ValueError where nobody said."""
    recipe = house().recipe
    if recipe is None:
        raise ValueError("a house without a recipe can't be built in another process")
    return recipe


def build(recipe: str) -> None:
    """In a process of its own, once its database is open: the house it was told of."""
    stand(named(recipe)())
