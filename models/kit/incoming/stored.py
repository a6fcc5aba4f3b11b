"""What the table already holds of the rows in a file: found in bulk by their key, and who holds a unique value."""

from collections.abc import Iterable, Iterator
from typing import Any

from .. import words
from ..alike import plain
from ..ask.links import visible_ids
from ..ask.lookup import keys_of, rows_with, telling
from ..ask.marks import MARK, mark_of
from ..ask.titles import titles_of
from ..declare.access import Who, scope
from ..declare.record import Record
from ..fields import LinkField
from ..text import Text
from ..write.twins import held as held_otherwise
from ..write.unique import cell_of, said_of
from ..write.unseen import named, refusals, unseen_sets
from .cells import Line, Making
from .report import ALIKE_IN_FILE

REPEATS = Text("{field}“{value}”与第 {row} 行重复", "{field} “{value}” repeats row {row}")


class Stored:
    """The stored rows that the lines of a file are, by key."""

    def __init__(self, record: type[Record], who: Who, lines: list[Line], key: tuple[str, ...], names: Iterable[str]):
        self.record, self.who, self.key, self.fields = record, who, key, record.fields()
        unique = {name for names in record.unique_sets() for name in names}
        self.names = list(dict.fromkeys([*key, *names, *sorted(unique)]))
        self._ids: dict[tuple, list[int]] = {}
        self._rows: dict[int, dict[str, Any]] = {}
        self.keys = {line.row: self._key_of(line) for line in lines}
        self._alike: dict[tuple, list[int]] | None = None
        self.clashed = False  # with what the person can't see
        if key:
            self._fetch({value for value in self.keys.values() if value is not None})
        for id, *row in rows_with(record, self.names, "id", {id for line in lines for id in line.marks.values()}):
            self._rows[id] = dict(zip(self.names, row, strict=True))
        if scope(who, record) is not None:
            self._leave_out(self._rows.keys() - visible_ids(record, who, set(self._rows)))

    def _key_of(self, line: Line) -> tuple | None:
        """What the line is recognised by; None when it doesn't say, or not legibly."""
        if not self.key:
            return None
        value = tuple([self._part(line, name) for name in self.key])
        if line.faults and any(fault.field in self.key for fault in line.faults):
            return None
        if None not in value:
            return value
        if all(line.values.get(name) is None for name in self.key):
            return None
        empty = (name for name, part in zip(self.key, value, strict=True) if part is None)
        return None if any(not self.fields[name].null for name in empty) else value

    def _part(self, line: Line, name: str) -> Any:
        """A part of the key; one that the line leaves out is what a new row would get."""
        value, usual = line.values.get(name), self.fields[name].default
        return usual if value is None and not self.fields[name].null and not callable(usual) else value

    def _fetch(self, wanted: set[tuple]) -> None:
        findable = [value for value in wanted if not any(part.__class__ is Making for part in value)]
        if not findable:
            return
        telling = max(range(len(self.key)), key=lambda at: len({value[at] for value in findable}))
        width, known = len(self.key), set(findable)
        for id, *row in rows_with(self.record, self.names, self.key[telling], (v[telling] for v in findable)):
            value = tuple(row[:width])
            if value in known:
                self._ids.setdefault(value, []).append(id)
                self._rows[id] = dict(zip(self.names, row, strict=True))

    def _leave_out(self, unseen: set[int]) -> None:
        """A row that the person can't see is no row here: to him its key is as unknown as any."""
        self._ids = {value: [id for id in ids if id not in unseen] for value, ids in self._ids.items()}
        for id in unseen:
            del self._rows[id]

    def ids(self, value: tuple) -> list[int]:
        return self._ids.get(value, [])

    def plain(self, value: tuple) -> tuple:
        """A key without what people vary in writing it."""
        return tuple(plain(part) for part in value)

    def near(self, value: tuple, as_plain: tuple) -> list[int]:
        """The rows whose key is this one but for how it is written; all keys of the table are looked through, once."""
        if not any(isinstance(part, str) for part in value):
            return []
        if self._alike is None:
            self._alike = {}
            for id, *kept in keys_of(self.record, self.key):
                self._alike.setdefault(self.plain(tuple(kept)), []).append(id)
        ids = self._alike.get(as_plain)
        if not ids:
            return []
        seen = set(ids) if scope(self.who, self.record) is None else visible_ids(self.record, self.who, set(ids))
        missing = [id for id in ids if id in seen and id not in self._rows]
        for id, *row in rows_with(self.record, self.names, "id", missing) if missing else ():
            self._rows[id] = dict(zip(self.names, row, strict=True))
        return [id for id in ids if id in seen]

    def holds(self, id: int) -> bool:
        """Whether there is such a row within what the person may see: the one can't be told from the other."""
        return id in self._rows

    def row(self, id: int) -> dict[str, Any]:
        """The stored values of the columns that matter here."""
        return self._rows[id]

    def called(self, pairs: Iterable[tuple[int, str]]) -> dict[tuple[int, str], tuple[str, str | None]]:
        """How people and our files call what these rows link to now, for each (id, field)."""
        titles, pairs = {}, list(pairs)
        for name in {name for _, name in pairs}:
            now = {id: self._rows[id][name] for id, of in pairs if of == name}
            target = self.fields[name].rel_model
            known = titles_of(target, {link for link in now.values() if link is not None}, self.who)
            mark = mark_of(target.key())
            titles |= {(id, name): (known.get(link, ""), link and mark(link)) for id, link in now.items()}
        return titles

    def say(self, line: Line) -> str:
        """What the line is recognised by, as people read it."""
        return " / ".join(line.shown(name) for name in ([MARK] if MARK in line.marks else self.key))


def unique_faults(
    lines: list[Line], stored: Stored, taken: list[str], masked: set[str]
) -> Iterator[tuple[Line, str, Text]]:
    """Lines that would hold a value somebody else holds, in the file or in the table; whoever holds it already keeps it.

    `masked`: columns that existing rows keep, whatever the file says.
    """
    unseen = unseen_sets(stored.who, stored.record)
    for names in stored.record.unique_sets():
        known = set(names) == set(stored.key) and names not in unseen and not any(line.marks for line in lines)
        if set(names) & set(taken) and not known:
            yield from _clashes(lines, stored, names, masked)


def _clashes(
    lines: list[Line], stored: Stored, names: tuple[str, ...], masked: set[str]
) -> Iterator[tuple[Line, str, Text]]:
    owners: dict[tuple, Line] = {}
    claims: list[tuple[Line, tuple]] = []
    now: dict[int, tuple] = {}
    excludes = stored.record.facts().excludes
    linked = any(isinstance(stored.fields[name], LinkField) for name in names)
    for line in lines:
        if line.id is None:
            value = tuple([line.values.get(name) for name in names])
        else:
            value = now[line.id] = tuple([_would_be(line, stored, name, masked) for name in names])
        if not excludes(names, value) or (linked and any(part.__class__ is Making for part in value)):
            continue
        if line.id is not None and value == tuple(stored.row(line.id)[name] for name in names):
            owners[value] = line
        else:
            claims.append((line, value))
    held = dict(_holders(stored.record, names, {value for _, value in claims})) if claims else {}
    known = named(stored.who, stored.record, names, held.values()) if held else set()
    unseen = False
    for line, value in claims:
        holder = held.get(value)
        if value in owners:
            yield (
                line,
                cell_of(names, value),
                REPEATS(**said_of(stored.record, names, value, stored.who), row=owners[value].row),
            )
        elif holder is not None and holder != line.id and now.get(holder, value) == value:
            if holder in known:
                yield line, cell_of(names, value), words.TAKEN(**said_of(stored.record, names, value, stored.who))
            unseen = unseen or holder not in known
        else:
            owners[value] = line
    yield from _written_otherwise(claims, stored, names)
    if unseen:  # of several lines none is singled out: all of them stay out
        stored.clashed = True
        said = refusals(stored.record, names[-1], [None] * len(claims))
        yield from ((line, names[-1], refused.text) for (line, _), refused in zip(claims, said, strict=True))


def _written_otherwise(
    claims: list[tuple[Line, tuple]], stored: Stored, names: tuple[str, ...]
) -> Iterator[tuple[Line, str, Text]]:
    """Claims that differ from what is there, or from one another, only in case, width or blanks."""
    if not telling(stored.record, names):
        return
    moved = {line.id for line, _ in claims if line.id is not None}

    def again(value: str, kept: str, first: int) -> Text:
        return ALIKE_IN_FILE(value=value, row=claims[first][0].row)

    places = [(at, value) for at, (_, value) in enumerate(claims)]
    for refused in held_otherwise(stored.record, names, places, moved, stored.who, again):
        yield claims[refused.index][0], refused.field, refused.text


def _would_be(line: Line, stored: Stored, name: str, masked: set[str]) -> Any:
    value = line.values.get(name)
    keeps = value is None or name in masked
    return stored.row(line.id)[name] if keeps else value


def _holders(record: type[Record], names: tuple[str, ...], wanted: set[tuple]) -> Iterator[tuple[tuple, int]]:
    telling = max(range(len(names)), key=lambda at: (len({value[at] for value in wanted}), at))
    for id, *value in rows_with(record, list(names), names[telling], (value[telling] for value in wanted)):
        if tuple(value) in wanted:
            yield tuple(value), id
