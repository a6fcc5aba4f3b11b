"""What a file may not touch of rows that are here already: all of them, or the cells that hold something."""

from typing import Any

from ..fields import Described
from .cells import Fault, Line
from .stored import Stored

SPARING = ("skip", "fill")


def spared(
    mode: str, lines: list[Line], stored: Stored, fields: dict[str, Described], faults: dict[int, list[Fault]]
) -> tuple[int, int]:
    """Takes from lines of existing rows what is not to be written, with its faults; how many rows and cells differ there."""
    rows = cells = 0
    for line in lines:
        if line.id is None:
            continue
        kept = stored.row(line.id)
        closed = {name for name in line.raw if mode == "skip" or kept.get(name) is not None}
        differing = sum(_differs(fields[name], kept[name], line.values[name]) for name in closed & line.values.keys())
        rows, cells = rows + (mode == "skip"), cells + differing
        line.values = {name: value for name, value in line.values.items() if name not in closed or name in stored.key}
        line.doubts = {name: value for name, value in line.doubts.items() if name not in closed}
        remaining = [fault for fault in faults.pop(line.row, ()) if mode == "fill" and fault.field not in closed]
        faults |= {line.row: remaining} if remaining else {}
    return rows, cells


def _differs(item: Described, kept: Any, value: Any) -> bool:
    return kept != value and not item.same(kept, value)
