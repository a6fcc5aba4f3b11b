"""Numbers that came with their unit in the cell: how many of each column, and what became of those that were converted."""

from typing import Any

from ..fields import Described
from ..measures import Measured
from ..text import Refused, Text

TAKEN = Text(
    "{field}：{count} 格带着单位（{unit}），单位是这一列的，已取其中的数字",
    "{field}: {count} cells came with the column's own unit ({unit}), which is left off",
)
CONVERTED = Text(
    "{field}：{count} 格按单位换算，如“{value}”→ {meant}",
    "{field}: {count} cells are converted into the column's unit, as “{value}” → {meant}",
)


class Units:
    """Keeps, column by column, which cells had a unit, until the dry run tells of them."""

    def __init__(self) -> None:
        self._items: dict[str, Described] = {}
        self._came: dict[str, dict[Any, tuple[str, Measured]]] = {}
        self._counts: dict[tuple[str, Any], int] = {}

    def look(self, item: Described, key: Any, raw: Any, value: Any) -> bool:
        """Whether a value that was read had a unit; what was refused says so itself."""
        try:
            came = None if value is None or value.__class__ is Text else item.with_unit(raw)
        except Refused:
            return False
        if came is None or came.usual:
            return False
        self._items[item.name] = item
        self._came.setdefault(item.name, {})[key] = (str(raw)[:40], came)
        return True

    def count(self, name: str, key: Any) -> None:
        """One more cell of a column of which some had a unit."""
        if key in self._came[name]:
            self._counts[name, key] = self._counts.get((name, key), 0) + 1

    def sentences(self) -> list[Text]:
        """A sentence for each column with units of its own, and one for each with others that were converted."""
        texts = []
        for name, cells in self._came.items():
            item = self._items[name]
            for converted, text in ((False, TAKEN), (True, CONVERTED)):
                of_kind = {key: cell for key, cell in cells.items() if cell[1].converted is converted}
                if of_kind:
                    value, came = next(iter(of_kind.values()))
                    count = f"{sum(self._counts[name, key] for key in of_kind):,}"
                    more = {"unit": item.unit.said or came.unit, "value": value, "meant": _meant(item, came)}
                    texts.append(text(field=item.label, count=count, **more))
        return texts


def _meant(item: Described, came: Measured) -> str:
    return item.show(item.parse(came.number))
