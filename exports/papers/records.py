"""What papers of a row, and lists of rows, are filled from: columns, links, and the lines that link to the row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models import house
from models.kit.ask.query import Query
from models.kit.clock import local, now
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.formula.asking import seen
from models.kit.text import Text

from .filling import Said
from .plan import ANY, Place
from .values import HIDDEN, column, path_of, plain

MOST_LINES = 2000  # sources tell of one more, so that it is seen that there are too many
NUMBER, ROWS = Text("序号", "No."), Text("行", "Rows")
TODAY, NOW = Text("今天", "Today"), Text("现在", "Now")
BY, COUNT, VIEW = Text("打印人", "Printed by"), Text("行数", "Row count"), Text("视图名称", "View name")
TOTAL = Text("合计", "Total")
NUMBERED = "#"


def is_called(text: str, label: Text) -> bool:
    return plain(text) in (plain(label.zh), plain(label.en))


def after(mark: str, label: Text) -> str | None:
    """What follows `label.` in a mark."""
    wanted = plain(mark)
    starts = (plain(called) + "." for called in (label.zh, label.en))
    return next((wanted[len(start) :] for start in starts if wanted.startswith(start)), None)


SPECIAL: dict[str, tuple[Text, Callable[[Who], Said]]] = {
    "today": (TODAY, lambda who: Said(local(now()).date(), "day", local(now()).date().isoformat())),
    "now": (NOW, lambda who: Said(local(now()), "moment", f"{local(now()):%Y-%m-%d %H:%M}")),
    "by": (BY, lambda who: Said(text=who.name)),
}


def special(mark: str) -> Place | None:
    return next((Place("", ("special", key)) for key, (label, _) in SPECIAL.items() if is_called(mark, label)), None)


def numbers(count: int) -> list[Said]:
    return [Said(at, "count", str(at)) for at in range(1, count + 1)]


@dataclass(frozen=True)
class Lines:
    """One link that leads to a row of the type: whose rows are lines of it."""

    record: type[Record]
    link: str
    label: Text

    @property
    def key(self) -> str:
        return f"{self.record.key()}.{self.link}"


def lines_to(record: type[Record]) -> list[Lines]:
    """Every type whose rows link here, by its name; where several columns do, with the column's name behind it."""
    ways = []
    for other in house().records.values():
        links = [item for item in other.links().values() if item.rel_model is record]
        for item in links:
            label = other.sheet.label
            if len(links) > 1 and item.name != other.sheet.parent:
                label = Text(f"{label.zh}_{item.label.zh}", f"{label.en}_{item.label.en}")
            ways.append(Lines(other, item.name, label))
    return ways


class RecordScheme:
    """What a paper of one row of a type may ask for."""

    def __init__(self, record: type[Record], who: Who):
        self.record, self.who = record, who
        self.lines = {lines.key: lines for lines in lines_to(record)}

    def find(self, mark: str, repeat: str = "") -> Place | None:
        if repeat and (path := path_of(self.lines[repeat].record, mark)):
            return Place(repeat, path)
        if path := path_of(self.record, mark):
            return Place("", path)
        for key, lines in self.lines.items():
            rest = after(mark, lines.label)
            if rest is None:
                continue
            if is_called(rest, NUMBER):
                return Place(key, (NUMBERED,))
            if path := path_of(lines.record, rest):
                return Place(key, path)
        if is_called(mark, NUMBER):
            return Place(repeat or ANY, (NUMBERED,))
        return special(mark)

    def repeated(self, name: str) -> str | None:
        return next((key for key, lines in self.lines.items() if is_called(name, lines.label)), None)

    def label(self, repeat: str) -> str:
        return self.who.say(self.lines[repeat].label) if repeat in self.lines else self.who.say(NUMBER)

    def names(self) -> list[str]:
        return [
            *names_of(self.record, self.who),
            *self._of_lines(),
            *(self.who.say(label) for label, _ in SPECIAL.values()),
        ]

    def _of_lines(self) -> Iterator[str]:
        for lines in self.lines.values():
            if may(self.who, "see", lines.record):
                for name in names_of(lines.record, self.who, deep=False):
                    yield f"{self.who.say(lines.label)}.{name}"


def names_of(record: type[Record], who: Who, deep: bool = True) -> list[str]:
    """The columns that this person sees, and those one link further."""
    fields, names = record.facts().readable, []
    for name in seen(who, record):
        item = fields[name]
        if item.secret:
            continue
        names.append(who.say(item.label))
        if deep and item.linked and may(who, "see", item.linked):
            names += [f"{who.say(item.label)}.{further}" for further in names_of(item.linked, who, deep=False)]
    return names


class RecordSource:
    """One row, as this reader may see it."""

    def __init__(self, record: type[Record], id: int, who: Who):
        self.record, self.id, self.who = record, id, who
        self.known: dict[str, list[int] | None] = {}

    def once(self, path: tuple) -> Said:
        if path[0] == "special":
            return SPECIAL[path[1]][1](self.who)
        if path == (NUMBERED,):
            return numbers(1)[0]
        return column(self.record, [self.id], path, self.who).get(self.id, Said())

    def count(self, repeat: str) -> int:
        return len(self._ids(repeat) or ())

    def lines(self, repeat: str, path: tuple) -> Sequence[Said]:
        ids = self._ids(repeat)
        if ids is None:
            return [Said(text=HIDDEN.say(self.who.lang))]
        if path == (NUMBERED,):
            return numbers(len(ids))
        said = column(house().records[repeat.partition(".")[0]], ids, path, self.who)
        return [said.get(id, Said()) for id in ids]

    def _ids(self, repeat: str) -> list[int] | None:
        """The lines in the order people know them by; None where the reader sees none of them at all."""
        if repeat not in self.known:
            name, _, link = repeat.partition(".")
            record = house().records[name]
            mine = may(self.who, "see", record) and seen(self.who, record).get(link) == "full"
            self.known[repeat] = (
                Query(record, self.who, {link: {"eq": self.id}}).ids(0, MOST_LINES + 1) if mine else None
            )
        return self.known[repeat]


class ListScheme:
    """What a paper of many rows of a type may ask for: each row's columns, and what is said of all of them."""

    def __init__(self, record: type[Record], who: Who):
        self.record, self.who = record, who

    def find(self, mark: str, repeat: str = "") -> Place | None:
        if path := path_of(self.record, mark):
            return Place("rows", path)
        if is_called(mark, NUMBER):
            return Place("rows", (NUMBERED,))
        for key, label in (("count", COUNT), ("view", VIEW)):
            if is_called(mark, label):
                return Place("", (key,))
        rest = after(mark, TOTAL)
        path = path_of(self.record, rest) if rest else None
        if path is not None and len(path) == 1 and self.record.facts().readable[path[0]].sum:
            return Place("", ("sum", *path))
        return special(mark)

    def repeated(self, name: str) -> str | None:
        return "rows" if is_called(name, ROWS) or is_called(name, self.record.sheet.label) else None

    def label(self, repeat: str) -> str:
        return self.who.say(self.record.sheet.label)

    def names(self) -> list[str]:
        labels = (NUMBER, COUNT, VIEW, *(label for label, _ in SPECIAL.values()))
        sums = [item for item in self.record.facts().readable.values() if item.sum]
        totals = [f"{self.who.say(TOTAL)}.{self.who.say(item.label)}" for item in sums]
        return [*names_of(self.record, self.who), *map(self.who.say, labels), *totals]


class ListSource:
    """The rows of a view, in its order."""

    def __init__(self, record: type[Record], who: Who, asked: dict[str, Any], view: str = ""):
        self.record, self.who, self.view = record, who, view
        self.query = Query(record, who, asked.get("filter"), asked.get("sort"), asked.get("search"))
        self.ids = self.query.ids(0, MOST_LINES + 1)

    def once(self, path: tuple) -> Said:
        if path[0] == "special":
            return SPECIAL[path[1]][1](self.who)
        if path == ("count",):
            return Said(len(self.ids), "count", str(len(self.ids)))
        if path == ("view",):
            return Said(text=self.view or self.who.say(self.record.sheet.label))
        return self._sum(path[1])

    def _sum(self, name: str) -> Said:
        """Of the rows that stand there, as far as the reader sees them."""
        said = [value for value in column(self.record, self.ids, (name,), self.who).values() if value.value is not None]
        if not said:
            mode = seen(self.who, self.record, taken=True).get(name)
            return Said() if mode == "full" else Said(text=HIDDEN.say(self.who.lang))
        total = sum(value.value for value in said)
        item = self.record.facts().readable[name]
        return Said(total, said[0].kind, item.show(total, self.who.lang), said[0].format)

    def count(self, repeat: str) -> int:
        return len(self.ids)

    def lines(self, repeat: str, path: tuple) -> Sequence[Said]:
        if path == (NUMBERED,):
            return numbers(len(self.ids))
        said = column(self.record, self.ids, path, self.who)
        return [said.get(id, Said()) for id in self.ids]
