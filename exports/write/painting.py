"""What a view colours, in its workbook: rows and cells that meet a rule are filled, numbers have the bars and shades of Excel itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.kit.ask.colours import TONES, Colours
from models.kit.ask.filters import columns_of
from models.kit.ask.query import Query

from ..read.sheets import letters

FILLS = {"positive": "D0E1D9", "warning": "E7DDCC", "negative": "F0D4D3", "info": "D1DDEF", "grey": "DDDFE3"}
BAR, FAINT, STRONG = "FF8DB8A0", "FFF4F9F6", "FF9CC3AC"
PLAIN = 0  # the place of a cell that no rule colours; the tones follow it


@dataclass(frozen=True)
class Paint:
    """The rules of a view over the columns of its file; among: how many rows' worth of rules are asked at once."""

    colours: Colours
    names: Sequence[str]

    def of(self, ids: list[int]) -> list[Sequence[int] | None]:
        """By row, where its cells' tones stand; the first rule that a cell meets holds, else the first that the row does."""
        cells: dict[int, dict[str | None, str]] = {}
        for rule, met in zip(self.colours.rules, self._meeting(ids), strict=True):
            for id in met:
                cells.setdefault(id, {}).setdefault(rule.get("column"), rule["tone"])
        return [self._places(cells[id]) if id in cells else None for id in ids]

    def _meeting(self, ids: list[int]) -> list[list[int]]:
        parts = [self.colours.meeting(ids[start : start + 500]) for start in range(0, len(ids), 500)]
        return [[id for part in rule for id in part] for rule in zip(*parts, strict=True)]

    def _places(self, met: dict[str | None, str]) -> list[int]:
        tones = (met.get(name, met.get(None)) for name in self.names)
        return [PLAIN if tone is None else TONES.index(tone) + 1 for tone in tones]

    def shapes(self, first: int, last: int) -> str:
        """Bars and shades as the foot of a sheet says them, for rows from the first to the last."""
        said = []
        for rule in self.colours.rules:
            if "show" in rule and rule["column"] in self.names and last >= first:
                column = letters(self.names.index(rule["column"]) + 1)
                said.append(_shape(f"{column}{first}:{column}{last}", rule["show"], len(said) + 1))
        return "".join(said)


def _shape(cells: str, show: str, priority: int) -> str:
    ends = '<cfvo type="min"/><cfvo type="max"/>'
    if show == "bar":
        drawn = f'<cfRule type="dataBar" priority="{priority}"><dataBar>{ends}<color rgb="{BAR}"/></dataBar></cfRule>'
    else:
        shades = f'<color rgb="{FAINT}"/><color rgb="{STRONG}"/>'
        drawn = f'<cfRule type="colorScale" priority="{priority}"><colorScale>{ends}{shades}</colorScale></cfRule>'
    return f'<conditionalFormatting sqref="{cells}">{drawn}</conditionalFormatting>'


def paint_of(query: Query, names: Sequence[str], asked: Any) -> Paint | None:
    """The paint for a question's file; None where no rule is asked for. Raises BadQuery for rules that can't be read.

    A rule that goes by what is masked in a file would say there what the mask hides, and is left out.
    """
    if not asked:
        return None
    Colours(query, asked)
    readable = {name for name, mode in query.taken_away().shown.items() if mode == "full"} | {"id"}
    return Paint(Colours(query, [rule for rule in asked if _read_by(rule) <= readable]), names)


def _read_by(rule: dict[str, Any]) -> set[str]:
    return columns_of(rule.get("filter")) | ({rule["column"]} if rule.get("column") else set())
