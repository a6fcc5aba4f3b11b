"""Lines that nothing tells from new ones and that are here already, word for word: the same file, or a longer one, came twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from ..ask.links import visible_ids
from ..ask.lookup import rows_with
from ..declare.access import Who, scope
from ..declare.record import Record
from ..text import Text
from .cells import Line, Making

AGAIN = ("ask", "leave", "add")
LEAST_SAID = 2  # values by which a line may be known again: one alone says too little
HERE_ALREADY = Text(
    "系统里已有内容完全相同的一行：请选择不再导入，还是再加一行（API：again 写 leave 或 add）",
    "A row that says the very same is here already: choose to leave it or to add it again (API: again = leave or add)",
)
CAME_ALREADY = Text(
    "这个文件以前导入过，那时新增的 {count} 行有的后来改过或删了，分不清这一行是不是其中之一：请选择不再导入，还是再加一行"
    "（API：again 写 leave 或 add）",
    "This very file was imported before, and some of the {count} rows it added were changed or deleted since: whether this is one "
    "of them can't be told. Choose to leave it or to add it again (API: again = leave or add)",
)
LEFT = Text(
    "{count} 行系统里已有完全相同的，没有再加",
    "{count} rows say the very same as rows that are here already and were not added again",
)


class Again:
    """`here`: the lines that say what stored rows say, each stored row once. came: how many rows these very bytes added before.

    Only what the file says is compared: what has been added to a row since doesn't make it another.
    """

    def __init__(self, record: type[Record], who: Who, lines: list[Line], aside: set[str], came: int = 0):
        self.record, self.who, self.came = record, who, came
        self._fields = record.fields()
        self._aside = aside
        self.here: set[Any] = set()
        self.lines = lines
        by_names: dict[tuple[str, ...], list[tuple[Line, tuple]]] = defaultdict(list)
        for line in lines:
            names, said = self._said(line)
            if len(names) >= LEAST_SAID:
                by_names[names].append((line, said))
        used: set[int] = set()
        for names in sorted(by_names, key=len, reverse=True):  # who says most comes first
            self._hold(names, by_names[names], used)

    def _said(self, line: Line) -> tuple[tuple[str, ...], tuple]:
        said = {
            name: value
            for name, value in line.values.items()
            if name in self._fields and name not in self._aside and value is not None
        }
        if any(value.__class__ is Making for value in said.values()):
            return (), ()
        names = tuple(sorted(said))
        return names, _plain(said[name] for name in names)

    def _hold(self, names: tuple[str, ...], lines: list[tuple[Line, tuple]], used: set[int]) -> None:
        wanted = {said for _, said in lines}
        at = names.index(self._telling(names, lines))
        ids: dict[tuple, list[int]] = defaultdict(list)
        for id, *row in rows_with(self.record, list(names), names[at], {said[at] for _, said in lines}):
            if id not in used and (value := _plain(row)) in wanted:
                ids[value].append(id)
        if scope(self.who, self.record) is not None:
            seen = visible_ids(self.record, self.who, {id for several in ids.values() for id in several})
            ids = {value: [id for id in several if id in seen] for value, several in ids.items()}
        left = Counter({value: len(several) for value, several in ids.items()})
        for line, value in lines:
            if left[value] > 0:
                left[value] -= 1
                used.add(ids[value][left[value]])
                self.here.add(line.row)

    def _telling(self, names: tuple[str, ...], lines: list[tuple[Line, tuple]]) -> str:
        """The column to look rows up by: one with an index before others, then what differs most."""

        def rate(at: int) -> tuple[bool, int]:
            return bool(self._fields[names[at]].index), len({str(said[at]) for _, said in lines})

        return names[max(range(len(names)), key=rate)]

    def asks(self) -> Iterable[tuple[Line, Text]]:
        """What is to be asked of which lines; where rows of the same file were changed since, of all of them."""
        changed = self.came > len(self.here)
        for line in self.lines:
            if line.row in self.here:
                yield line, HERE_ALREADY
            elif changed:
                yield line, CAME_ALREADY(count=f"{self.came:,}")


def _plain(values: Iterable[Any]) -> tuple:
    """As values that can be looked up: several words are a list."""
    return tuple([tuple(value) if isinstance(value, list) else value for value in values])
