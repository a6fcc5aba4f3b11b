"""What an area names beside its records: functions and modules that are there, and one word for one thing."""

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from ..area import Area
from ..record import Record

ROOT = Path(__file__).parent.parent.parent.parent.parent


def named(area: Area, names: Collection[str]) -> Iterator[str]:
    """The pages, files and the parts of the demo that are named instead of imported; names: the areas there are."""
    for face in area.faces:
        yield from (f"face {mistake}" for mistake in leads_to(f"{face}:mount"))
    for file in area.files:
        yield from (f"file {mistake}" for mistake in leads_to(file.fn))
    for filler in area.demo:
        yield from (f"demo {mistake}" for mistake in leads_to(filler.fn))
        yield from (
            f"demo {filler.fn} comes after {name!r}, which is no area" for name in filler.after if name not in names
        )


def leads_to(what: Callable | str | None) -> Iterator[str]:
    """Whether "module:function" is there; the module is read and not run, for it may be dear."""
    if what is None or callable(what):
        return
    module, _, name = what.partition(":")
    path = ROOT.joinpath(*module.split("."))
    files = [file for file in (path.with_suffix(".py"), path / "__init__.py") if file.exists()]
    if not files:
        yield f"{what} names no module"
    elif not re.search(rf"^def {re.escape(name)}\(", files[0].read_text(encoding="utf-8"), re.MULTILINE):
        yield f"{what} names no function"


def said_twice(area: Area) -> Iterator[str]:
    """A field that is declared once more where a step asks for it, in other words than its own."""
    for record in (candidate for candidate in area.records if getattr(candidate, "sheet", None)):
        for step in record.sheet.steps:
            yield from (f"step {step.name!r} says {mistake}" for mistake in _otherwise(step.asks, record))


def _otherwise(asked: dict[str, Any], record: type[Record]) -> Iterator[str]:
    for name, item in asked.items():
        own = record.fields().get(name)
        if own is not None and own.label != item.label:
            yield f"{item.label.zh!r} / {item.label.en!r} for {record.key()}.{name}, which is {own.label.zh!r} / {own.label.en!r}"
