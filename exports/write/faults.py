"""What an import refused, with the reasons, to be put right and imported again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models.kit.text import Text

from .columns import Column, Target
from .sheet_cells import as_text
from .writing import write_xlsx


@dataclass(frozen=True)
class FaultyRow:
    """A refused row: its number in the file, its values, and per fault the cell, the value and the reason."""

    number: int
    values: tuple
    faults: tuple[tuple[str, Any, Text], ...]


FAULT_LABELS = (Text("原行号", "Row"), Text("单元格", "Cell"), Text("错误值", "Value"), Text("原因", "Reason"))
FAULTS = Text("错误行", "Faulty rows")


def write_faults(target: Target, labels: list[str], faulty: Iterable[FaultyRow], lang: str = "zh") -> int:
    """The refused rows with their reasons in front, to be put right and imported again."""
    kinds = ("number", "text", "text", "note")
    front = [Column(text.say(lang), kind) for text, kind in zip(FAULT_LABELS, kinds, strict=True)]
    columns = front + [Column(label) for label in labels]
    return write_xlsx(target, columns, (_faulty(row, len(labels), lang) for row in faulty), sheet=FAULTS.say(lang))


def _faulty(row: FaultyRow, width: int, lang: str) -> tuple:
    cells, values, reasons = zip(*row.faults, strict=True) if row.faults else ((), (), ())
    said = [reason.say(lang) for reason in reasons]
    own = (*row.values, *[None] * width)[:width]
    return (row.number, "、".join(cells), "、".join(map(as_text, values)), "\n".join(said), *own)
