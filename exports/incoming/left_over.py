"""What is still asked of columns whose words say nothing: by what rows need, by what stands left and right of them, by what is left at all."""

from collections.abc import Callable

from exports.incoming.column_values import ColumnValues
from exports.incoming.fitting import Fit
from models.kit.declare.record import Record
from models.kit.fields import DayField, Described, LineField, MomentField
from models.kit.text import Text

ONLY_ONE = Text("只剩这一列可能是{field}", "no other column is left for {field}")
BETWEEN = Text("{field}在它左右两列之间", "{field} stands between its neighbours")
FITS = 0.3  # what values must be worth by themselves where words say nothing
MOSTLY = 0.8


class LeftOver:
    """Columns and fields that nobody found for each other. fits: how the values of a column would suit a field."""

    def __init__(
        self,
        record: type[Record],
        columns: dict[int, ColumnValues],
        free: list[str],
        fits: Callable[[int, str], Fit],
    ):
        self.record, self.columns, self.free, self.fits = record, columns, free, fits
        self.items = record.arriving()

    def asks(self, mapped: dict[int, str]) -> dict[int, tuple[str, Text]]:
        """Place of a column → the field it is asked about, and why; mapped: what is known of the others."""
        asked: dict[int, tuple[str, Text]] = {}
        for name in self._needed():
            suit = [at for at in self.columns if at not in asked and self._suits(at, name)]
            if len(suit) == 1:
                asked[suit[0]] = name, ONLY_ONE(field=self.items[name].label)
        taken = {name for name, _ in asked.values()}
        for at in self.columns.keys() - asked.keys():
            between = [name for name in self._between(at, mapped) if name not in taken and self._suits(at, name)]
            if len(between) == 1:
                asked[at] = between[0], BETWEEN(field=self.items[between[0]].label)
                taken.add(between[0])
        return asked

    def _needed(self) -> list[str]:
        keys = [name for name in self.record.sheet.key if self.items[name].required or is_coded(self.items[name])]
        names = [*keys, *(name for name, item in self.items.items() if item.required)]
        return [name for name in dict.fromkeys(names) if name in self.free and not self.items[name].locked]

    def _suits(self, at: int, name: str) -> bool:
        item, values = self.items[name], self.columns[at]
        if name in self.record.sheet.key and is_coded(item):
            return values.unique and values.codes >= MOSTLY and values.filled >= MOSTLY * values.rows
        return self.fits(at, name).worth >= FITS and (values.days < MOSTLY or isinstance(item, DayField | MomentField))

    def _between(self, at: int, mapped: dict[int, str]) -> list[str]:
        """The fields that are declared between those of the columns left and right of it, where these stand in that order."""
        order = {name: place for place, name in enumerate(self.items)}
        left, right = mapped.get(at - 1), mapped.get(at + 1)
        if left not in order or right not in order or order[left] >= order[right]:
            return []
        return [name for name in self.free if order[left] < order[name] < order[right]]


def is_coded(item: Described) -> bool:
    """Whether a field holds what tells rows apart, and no name of them."""
    return isinstance(item, LineField) and not item.label.zh.endswith(("名称", "姓名", "标题", "事项"))
