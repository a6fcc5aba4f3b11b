"""What the rows of a flat workbook bring beside a record's own columns: columns of its lines, taken from their declaration."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from ..fields import Described


@dataclass(frozen=True)
class Brings:
    """Columns of a type's lines that its workbook may have, one row for each line.

    lines: asked when it is needed, as lines are declared below what they belong to. names: their columns, separated by blanks.
    more: columns that no line keeps, which `Sheet.takes` makes something of. apart: headers that mean a column of a line in a
    file of lines alone, and another thing here; what the record's own columns are called is apart by itself.
    """

    lines: Callable[[], Any]
    names: str
    more: Mapping[str, Described] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()

    def columns(self, own: Mapping[str, Described]) -> dict[str, Described]:
        """The columns by name, as the house that holds here has them; own: the fields of the record itself."""
        taken = self.apart | {word for item in own.values() for word in (item.label.zh, item.label.en, *item.aka)}
        there = self.lines().fields()
        names = (name for name in self.names.split() if name in there and not there[name].aside)
        return {name: _brought(there[name], taken) for name in names} | dict(self.more)


def _brought(item: Described, taken: frozenset[str]) -> Described:
    """The column as a file may have it: a cell may be empty, for a line's own rules fill it in or refuse it."""
    brought = copy(item)
    brought.null, brought.default, brought.usual, brought.asked, brought.setter = True, None, None, False, None
    brought.aka = tuple(word for word in item.aka if word not in taken)
    return brought
