"""Which house holds here: what the company's areas declare is asked of it, never kept from an import.

A house may be swapped while the app runs, as when a column is made in the browser: the design in the database has a number, and
who begins a piece of work or takes the turn to write compares it with that of the house. Whatever is under way (a request, a
change, a job, a process beside us) is pinned to the one it began with, from beginning to end; whatever begins afterwards finds
the new one.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from ..named import named
from .database import fetch, is_embedded, on_opening, opening, reading

DESIGN = "design_"  # the record types whose names begin so say what the house is beside its declarations
FURTHER = ("own_metric", "board")  # those that say so under another name
_ALL = f"""SELECT SUM("version") FROM "tally" WHERE %s OR "record" IN ({", ".join(f"'{name}'" for name in FURTHER)})"""
# SQLite walks the few by its index; PostgreSQL's order of texts isn't by their bytes.
_WALKED, _SOUGHT = (
    _ALL % f""""record" GLOB '{DESIGN}*'""",
    _ALL % f"""SUBSTR("record", 1, {len(DESIGN)}) = '{DESIGN}'""",
)


newest: Any = None  # the house that whoever begins something now finds
_promised: Any = None  # the one of a design that is just being saved
_declared: Any = None


class Pin:
    """To which house something that is under way holds; let go when it ends, so that what it left running finds the newer one."""

    __slots__ = ("house",)

    def __init__(self, house: Any):
        self.house = house


_building = threading.Lock()
_pin: ContextVar[Pin | None] = ContextVar("house", default=None)


def house_if_any() -> Any:
    pin = _pin.get()
    return newest if pin is None or pin.house is None else pin.house


def house() -> Any:
    """The `kit.house.House` that holds here. Raises RuntimeError before the first one stands."""
    current = house_if_any()
    if current is None:
        raise RuntimeError("no house stands yet: `models` builds it")
    return current


def stand(built: Any) -> None:
    """From now on this house holds, in every thread, for whatever begins."""
    global newest, _declared
    newest = built
    if built is None or built.design is None:
        _declared = built


def declared_house() -> Any:
    """The newest house without any design of a database's own."""
    return _declared


def _forget() -> None:
    stand(_declared)


on_opening(_forget)


def design_number() -> tuple[int, int] | None:
    """What moves with every change of the design, in whichever process; None while nothing was ever designed here."""
    ((number,),) = fetch(number_sql())
    return _as_design(number)


def number_sql() -> str:
    """The statement for this number, for who reads it along with something else: see `renew_by`."""
    return _WALKED if is_embedded() else _SOUGHT


def _as_design(number: Any) -> tuple[int, int] | None:
    return (opening(), int(number)) if number else None


def renew_by(number: Any) -> None:
    """`renew`, where the number was just read."""
    if _as_design(number) != newest.design:
        renew()


def promise(built: Any) -> Any:
    """The house of a design that is about to be saved, by whoever writes it: whoever finds that design afterwards takes it from
    here and builds none, least of all with the turn to write, or where nobody may wait. Returns what `withdraw` takes.
    """
    global _promised
    _promised = built.numbered(design_number())
    return _promised


def withdraw(promised: Any) -> None:
    """It wasn't saved after all."""
    global _promised
    if promised is not None and _promised is promised:
        _promised = None


def renew() -> None:
    """See to it that the house that holds for whatever begins is that of the design as the database has it now."""
    with reading():
        if design_number() == newest.design:
            return
        with _building:
            there, promised = design_number(), _promised
            if newest.recipe is None or there == newest.design:
                return
            kept = promised is not None and promised.design == there
            stand(promised if kept else named(newest.recipe)())
            withdraw(promised if kept else None)


def renewed() -> None:
    """The same for who holds the turn to write: what is under way goes on in the newest house, as nobody can change it now."""
    renew()
    pin = _pin.get()
    if pin is not None and pin.house is not None and pin.house.design != newest.design:
        pin.house = newest


def is_design(records: Iterable[str]) -> bool:
    """Whether a change of rows of these types may have changed what the house is."""
    return any(name.startswith(DESIGN) or name in FURTHER for name in records)


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
