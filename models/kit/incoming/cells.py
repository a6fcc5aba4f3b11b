"""Raw values of a file as values of a record type, column by column; what can't be read is a fault of its cell."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from .. import words
from ..ask.links import find, naming
from ..ask.marks import MARK
from ..declare.access import NO_FIELD, Who, visible, why_not
from ..declare.record import Record
from ..fields import Described, LinkField
from ..reading import clean
from ..shortened import GUESSED
from ..text import Refused, Text
from .empty import is_free, seems_empty
from .making import Maker, Making, can_create
from .united import Units

ROW = ""  # stands for the row itself among its raw values: what is Unusable there is wrong with all of it


@dataclass(frozen=True)
class Unusable:
    """A raw value the file's reader could not give, such as an uncalculated formula: what stands there, and why not."""

    shown: str
    reason: Text
    better: str | None = None  # what the file lets one suppose

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True)
class Doubt:
    """Stands for a cell that a person has to decide on: what it would be if it was meant as it stands."""

    value: Any


@dataclass(frozen=True)
class Guess:
    """Stands for a cell that leaves out what a person may mean by it: `better`, once somebody has said so."""

    text: Text
    better: str


UNSETTLED = frozenset((Text, Doubt, Guess))  # what a cell comes to that is no value


@dataclass(frozen=True)
class Fault:
    """Why a cell (or a whole row, without a field) can't go in; `value` as it stood in the file."""

    row: int
    field: str | None
    value: str
    text: Text
    better: str | None = None  # what the cell should probably say; "" for nothing


@dataclass(frozen=True, order=True)
class Spot:
    """The number of a line that is one cell of a row: told apart by its column (from 0), shown as the row."""

    row: int
    column: int

    def __str__(self) -> str:
        return str(self.row)

    def __int__(self) -> int:
        return self.row


class Line:
    """One row of the file: its raw values, and its values and faults as far as the file alone can tell."""

    __slots__ = ("brought", "doubts", "faults", "id", "marks", "raw", "row", "values", "watched")

    def __init__(self, row: int | Spot, raw: dict[str, Any]):
        self.row: Any = row  # a Spot stands for the number it is shown as
        self.raw = raw
        self.values: dict[str, Any] = {}
        self.watched: dict[str, Any] = {}
        self.brought: dict[str, Any] = {}
        self.marks: dict[str, int] = {}
        self.doubts: dict[str, Any] = {}  # cells that only look like something, and what would be stored
        self.faults: list[Fault] = []
        self.id: int | None = None

    def shown(self, name: str | None) -> str:
        """What stands in the cell, for people."""
        value = self.raw.get(name)
        return "" if value is None else str(value)[:200]

    def fault(self, name: str | None, text: Text, better: str | None = None) -> Fault:
        return Fault(self.row, name, self.shown(name), text, better)


class Cells:
    """The columns that came: which go in, which become opening ledger lines, which are only compared.

    `taken`: what rows may bring. `opening`: those of them that become ledger lines. `watched`: computed or locked
    columns. `brought`: what belongs to the parts of a record. `masked`: columns that this person may fill in for new
    rows but not change; `begun`: the state, which new rows bring and only steps move on. `ignored`: column → why.
    placeholders: what becomes of - and 无 in columns that may be empty: "ask", "empty" or "keep".
    """

    def __init__(
        self,
        record: type[Record],
        who: Who,
        create_links: bool | Collection[str],
        tell: Callable[[float], None],
        placeholders: str = "ask",
    ):
        self.record, self.who, self.create_links, self.tell = record, who, create_links, tell
        self.placeholders = placeholders
        self.fields = record.arriving()
        self.links = {name: item for name, item in self.fields.items() if isinstance(item, LinkField)}
        self.taken: list[str] = []
        self.brought: list[str] = []
        self.opening: set[str] = set()
        self.watched: list[str] = []
        self.masked: set[str] = set()
        self.begun: set[str] = {record.sheet.state} if record.sheet.steps else set()
        self.ignored: dict[str, Text] = {}
        self.units = Units()
        self.marked = False  # whether the file says itself which rows its lines are

    def read(self, rows: Iterable[tuple[int, dict[str, Any]]]) -> list[Line]:
        lines = [
            Line(row, raw) for row, raw in rows if any(value is not None and value != "" for value in raw.values())
        ]
        for line in lines:
            if (wrong := line.raw.pop(ROW, None)) is not None:
                line.faults.append(Fault(line.row, None, wrong.shown[:200], wrong.reason))
        shapes = dict.fromkeys(tuple(line.raw) for line in lines)  # few, however many lines there are
        self._arrange(dict.fromkeys(name for names in shapes for name in names), lines)
        columns = [name for name in (*self.taken, *self.brought, *self.watched) if name not in self.links]
        columns += [MARK] if self.marked else []
        for at, name in enumerate(columns):
            self.tell(0.5 * at / len(columns))
            self._parse(name, lines)
        self.link(lines)
        return lines

    def _arrange(self, names: Iterable[str], lines: list[Line]) -> None:
        shown = visible(self.who, self.record)
        for name in names:
            item = self.fields.get(name)
            if name in self.record.facts().brought:
                self.brought.append(name)
                continue
            if name == MARK:
                self.marked = any(line.raw.get(MARK) not in (None, "") for line in lines)
                continue
            why = why_not(self.who, "import", self.record, name)
            if item is None or name not in shown:
                self.ignored[name] = why if name in self.record.facts().computed else NO_FIELD
            elif item.opening and shown[name] == "full":
                self.taken.append(name)
                self.opening.add(name)
            elif why and name not in self.begun:
                if shown[name] == "full":  # whether a guess differs from what is masked is an answer, too
                    self.watched.append(name)
                self.ignored[name] = why
            else:
                self.taken.append(name)
                self.masked |= {name} if shown[name] == "masked" else set()

    def _parse(self, name: str, lines: list[Line]) -> None:
        """Each different value of the column is read once."""
        item, known, watched, kept = self.fields[name], {}, name in self.watched, attrgetter(self.goes(name))
        united = False
        for line in lines:
            raw = line.raw.get(name)
            if raw is None or raw == "":
                continue
            key = raw if raw.__class__ is str else _key(raw)
            value = known.get(key, known)
            if value is known:
                value = known[key] = self._meaning(item, raw, watched)
                united = self.units.look(item, key, raw, value) or united
            if united:
                self.units.count(name, key)
            if value.__class__ not in UNSETTLED:
                if value is not None:
                    kept(line)[name] = value
            elif value.__class__ is Doubt:
                line.doubts[name] = value.value
            elif not watched:
                line.faults.append(_fault(line, name, value))

    def _meaning(self, item: Described, raw: Any, watched: bool) -> Any:
        """What `_read` says, but nothing is stored of what only looks like something until a person has said so."""
        value = _read(item, raw)
        if watched or item.required or self.placeholders == "keep" or not seems_empty(raw):
            return value
        if value.__class__ is not Text and not is_free(item):
            return value  # 无 is an answer where yes or no is asked
        return None if self.placeholders == "empty" else Doubt(None if value.__class__ is Text else value)

    def goes(self, name: str) -> str:
        """Where a column's values stand in a line."""
        return {MARK: "marks"}.get(name) or (
            "watched" if name in self.watched else "brought" if name in self.brought else "values"
        )

    # Links ------------------------------------------------------------------------------------------------------------

    def link(self, lines: list[Line]) -> None:
        """Names, codes and pinyin of other records as their ids; may be asked again when those have changed."""
        for name in self.links:
            if name in self.taken or name in self.brought:
                self.tell(0.5)
                self._link(name, lines)

    def _link(self, name: str, lines: list[Line]) -> None:
        target, goes = self.fields[name].rel_model, self.goes(name)
        texts: dict[Any, Any] = {}
        for line in lines:
            raw = line.raw.get(name)
            if raw is not None and raw not in texts:
                texts[raw] = _name(raw)
        by_text = find(
            target,
            naming(self.fields[name], self.who),
            {text for text in texts.values() if text.__class__ is str and text},
        )
        maker = Maker(target, self.who, self.create_links if goes == "values" else False)
        meant = {raw: self._meant(target, text, by_text, maker) for raw, text in texts.items()}
        for line in lines:
            kept = getattr(line, goes)
            kept.pop(name, None)
            line.faults = [fault for fault in line.faults if fault.field != name]
            raw = line.raw.get(name)
            value = meant.get(raw)
            line.doubts.pop(name, None)
            if value.__class__ is Text and self._is_nothing(name, raw):
                line.doubts |= {name: None} if self.placeholders == "ask" else {}
            elif value.__class__ is Text:
                line.faults.append(line.fault(name, value))
            elif value is not None:
                kept[name] = value

    def _is_nothing(self, name: str, raw: Any) -> bool:
        return not self.fields[name].required and self.placeholders != "keep" and seems_empty(raw)

    def _meant(
        self, target: type[Record], text: str | Text, by_text: dict[str, list[int]], maker: Maker
    ) -> int | Making | Text | None:
        if isinstance(text, Text) or not text:
            return text or None
        ids = by_text.get(text, ())
        if len(ids) == 1:
            return ids[0]
        if ids:
            return words.AMBIGUOUS(record=target.sheet.label, value=text[:40])
        return maker.made(text) or words.NO_LINK(record=target.sheet.label, value=text[:40])

    def making(self, rows: Iterable[dict[str, Any]]) -> dict[type[Record], list[str]]:
        """The look-ups these rows need created, each once, in the order of the file."""
        if not self.create_links:
            return {}
        wanted: dict[Making, None] = {}
        links = self.record.links().items()
        names = [name for name, item in links if can_create(item.rel_model, self.who, self.create_links)]
        for values in rows:
            for name in names:
                if values.get(name).__class__ is Making:
                    wanted[values[name]] = None
        made: dict[type[Record], list[str]] = {}
        for wish in wanted:
            made.setdefault(wish.record, []).append(wish.name)
        return made


def _read(item: Described, raw: Any) -> Any:
    """The value, None for an empty cell, or the sentence that says what is wrong with it."""
    if raw.__class__ is Unusable:
        return raw.reason if raw.better is None else Guess(raw.reason, raw.better)
    try:
        # A workbook knows no time zones: what it shows is the wall clock, as typed text is, and not UTC.
        return item.parse(raw.isoformat(" ") if isinstance(raw, datetime) else raw)
    except Refused as refused:
        guessed = _guessed(item, raw)
        return guessed or (refused.text if refused.better is None else Guess(refused.text, refused.better))


def _guessed(item: Described, raw: Any) -> Guess | Text | None:
    """What would be meant by it if it was entered today: a file may be of another year, so that a person has to say."""
    try:
        better = item.completed(raw)
        if better == raw:
            return None
        item.parse(better)
    except Refused as refused:
        return refused.text if refused.better is None else Guess(refused.text, refused.better)
    return Guess(GUESSED(value=clean(raw)[:40], better=better), better)


def _key(raw: Any) -> tuple:
    """1, 1.0 and True are not the same cell; what has parts, as an API may give it, goes by how it is written."""
    return raw.__class__, repr(raw) if isinstance(raw, list | dict) else raw


def _fault(line: Line, name: str, wrong: Any) -> Fault:
    """wrong: a sentence, or a guess with what would be better."""
    return line.fault(name, wrong.text, wrong.better) if isinstance(wrong, Guess) else line.fault(name, wrong)


def _name(raw: Any) -> str | Text:
    if raw.__class__ is Unusable:
        return raw.reason
    try:
        return clean(raw)
    except Refused as refused:
        return refused.text


__all__ = ["Cells", "Fault", "Line", "Making", "Spot", "Unusable", "can_create"]
