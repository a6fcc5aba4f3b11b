"""Which stored row each line of a file is: by the row number of our own exports, else by its key, however it is written."""

from collections.abc import Callable

from .. import words
from ..alike import only_zeros
from ..ask.marks import LABEL, MARK, NO_SUCH_ROW
from ..declare.record import Record
from ..text import Text
from . import report as says
from .cells import Cells, Line
from .groups import Groups
from .stored import REPEATS, Stored

Faulting = Callable[..., None]


class Matching:
    """Gives each line the id of its row. `unclear`: rows of the file that are neither new nor a known one.

    alike: rows that were recognised although their key is written otherwise (ub001 for UB001), and how it is stored.
    """

    def __init__(self, record: type[Record], cells: Cells, stored: Stored, groups: Groups, mode: str, fault: Faulting):
        self.record, self.cells, self.stored, self.groups, self.mode = record, cells, stored, groups, mode
        self.key, self.fields, self._told = stored.key, record.fields(), fault
        self.unclear: set[int] = set()
        self.alike: dict[int, str] = {}
        self._first: dict[tuple, Line] = {}
        self._plain: dict[tuple, Line] = {}
        self._owner: dict[int, Line] = {}

    def run(self, lines: list[Line]) -> None:
        for line in lines:
            line.id = None
            if MARK in line.marks:
                self._by_mark(line)
            elif any(fault.field == MARK for fault in line.faults):
                self.unclear.add(line.row)
            else:
                self._by_key(line, self.stored.keys[line.row])

    def _by_mark(self, line: Line) -> None:
        id = line.marks[MARK]
        if not self.stored.holds(id):
            self._lost(line, NO_SUCH_ROW(record=self.record.sheet.label, value=line.shown(MARK)[:40]))
        elif self._is_of_another(line, id):
            said = " / ".join(line.shown(name) for name in self.key)
            self._lost(line, says.OF_ANOTHER(value=line.shown(MARK)[:40], said=said, field=self._key_label()))
        else:
            self._take(line, id)

    def _is_of_another(self, line: Line, id: int) -> bool:
        """Whether the line has the key of another row and is more like that one, too: not two rows that change places."""
        value = self.stored.keys[line.row]
        ids = [] if value is None else self.stored.ids(value)
        return id not in ids and any(self._agreeing(line, other) > self._agreeing(line, id) for other in ids)

    def _agreeing(self, line: Line, id: int) -> int:
        """In how many columns besides the key a line says what is stored; a masked one is not for guessing."""
        stored, aside = self.stored.row(id), {*self.key, *self.cells.masked}
        given = ((name, value) for name, value in line.values.items() if name not in aside)
        return sum(stored[name] == value or self.fields[name].same(stored[name], value) for name, value in given)

    def _key_label(self) -> Text:
        return Text(*("＋".join(self.fields[name].label.say(lang) for name in self.key) for lang in ("zh", "en")))

    def _by_key(self, line: Line, value: tuple | None) -> None:
        if value is None:
            if self.mode == "update" and not any(fault.field in self.key for fault in line.faults):
                self._lost(line, words.REQUIRED(field=self.fields[self.key[-1]].label if self.key else LABEL))
        elif value in self._first:
            self._again(line, self._first[value])
        else:
            self._first[value] = line
            self._find(line, value, self.stored.ids(value))

    def _find(self, line: Line, value: tuple, ids: list[int]) -> None:
        if len(ids) > 1:
            self._lost(line, says.SEVERAL(count=len(ids), value=self.stored.say(line)))
        elif ids:
            self._take(line, ids[0])
        else:
            self._near(line, value)

    def _near(self, line: Line, value: tuple) -> None:
        """No row has this very key: perhaps one has it in capitals, full width or without the blank."""
        plain = self.stored.plain(value)
        near = self.stored.near(value, plain)
        if len(near) > 1:
            self._lost(line, says.SEVERAL_ALIKE(count=len(near), value=self.stored.say(line)))
        elif near:
            self._known_otherwise(line, value, near[0])
        elif (first := self._plain.setdefault(plain, line)) is not line:
            self._lost(line, says.ALIKE_IN_FILE(value=self.stored.say(line), row=first.row))
        elif self.mode == "update":
            self._lost(line, says.NOT_THERE(value=self.stored.say(line)))

    def _known_otherwise(self, line: Line, value: tuple, id: int) -> None:
        kept = tuple(self.stored.row(id)[name] for name in self.key)
        for name, mine, theirs in zip(self.key, value, kept, strict=True):
            if mine != theirs and only_zeros(mine, theirs):
                self.unclear.add(line.row)
                self._told(line, name, says.ZEROS_GONE(value=line.shown(name), kept=theirs), theirs)
                return
        line.values |= dict(zip(self.key, kept, strict=True))
        self.alike[line.row] = " / ".join(str(value) for value in kept if isinstance(value, str))
        self._take(line, id)

    def _take(self, line: Line, id: int) -> None:
        owner = self._owner.setdefault(id, line)
        if owner is line:
            line.id = id
        else:
            self._again(line, owner)

    def _again(self, line: Line, first: Line) -> None:
        """A second line for the same row belongs to the first where a row comes in several lines, else it is faulty."""
        if self.groups.wanted:
            self.groups.follow(line, first, self._told)
            return
        label = LABEL
        if MARK not in line.marks:
            label = self._key_label()
        self._lost(line, REPEATS(field=label, value=self.stored.say(line), row=first.row))

    def _lost(self, line: Line, text: Text) -> None:
        self.unclear.add(line.row)
        self._told(line, MARK if MARK in line.marks or not self.key else self.key[-1], text)
