"""Flat rows: several lines of a workbook that are one record and its parts, told apart by the record's key."""

from collections import defaultdict
from collections.abc import Callable

from ..declare.record import Record, Row
from ..text import Refusals, Refused, Text
from ..write.writes import Changes
from .cells import Line

DIFFERS = Text("同一{record}第 {row} 行写的是“{value}”", "Row {row} of the same record ({record}) says “{value}”")
TOGETHER = Text(
    "同一{record}的第 {row} 行有误，整张一起不导入",
    "Row {row} of the same record ({record}) is faulty, so all of it stays out",
)
Faulting = Callable[[Line, str | None, Text], None]


class Groups:
    """Which lines follow which: the first line of a record carries its values, every line its own part (`Sheet.brings`)."""

    def __init__(self, record: type[Record]):
        self.record = record
        self.parts: dict[int, list[Line]] = defaultdict(list)
        self._heads: dict[int, Line] = {}
        self.order: list[int] = []

    @property
    def wanted(self) -> bool:
        return bool(self.record.sheet.brings)

    def follow(self, line: Line, head: Line, fault: Faulting) -> None:
        """A further line of the record that `head` began; what it says of the record must be the same, or nothing."""
        self.parts[head.row].append(line)
        self._heads[line.row] = head
        for name, value in line.values.items():
            if name not in head.values:
                head.values[name] = value
            elif head.values[name] != value:
                said = DIFFERS(record=self.record.sheet.label, row=head.row, value=head.shown(name))
                fault(line, name, said)

    def is_part(self, line: Line) -> bool:
        return line.row in self._heads

    def head_of(self, row: int) -> int:
        """The row that began the record of this one: itself, unless it followed another."""
        return self._heads[row].row if row in self._heads else row

    def stand_together(self, faults: dict[int, list], heads: list[Line], fault: Faulting) -> None:
        """One faulty line keeps the whole record out: half of it would be worse than none."""
        for head in heads:
            lines = [head, *self.parts.get(head.row, ())]
            faulty = next((line.row for line in lines if line.row in faults), None)
            for line in lines if faulty is not None and len(lines) > 1 else ():
                if line.row not in faults:
                    fault(line, None, TOGETHER(record=self.record.sheet.label, row=faulty))

    def hand_over(self, door: Changes, made: list[Row], heads: list[Line]) -> None:
        """The parts of the new records, to the record's own rule; a refusal of one is told at its row of the file."""
        if not self.wanted:
            return
        groups, self.order = [], []
        for row, head in zip(made, heads, strict=True):
            lines = [line for line in (head, *self.parts.get(head.row, ())) if line.brought]
            groups.append((row, [line.brought for line in lines]))
            self.order += [line.row for line in lines]
        try:
            self.record.sheet.takes(door, groups)
        except Refused as refused:
            raise PartsRefused([refused], self.order) from refused
        except Refusals as several:
            raise PartsRefused(several.refusals, self.order) from several


class PartsRefused(Exception):
    """Refusals that count the parts, not the records."""

    def __init__(self, refusals: list[Refused], order: list[int]):
        super().__init__(str(refusals[0]))
        self.refusals, self.order = refusals, order
