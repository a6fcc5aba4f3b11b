"""Any question about any record type as a workbook or a CSV, streamed, in the reader's language and within his rights."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from models.kit import words
from models.kit.ask.by_column import reader, stored
from models.kit.ask.marks import LABEL, mark_of
from models.kit.ask.naming import Naming
from models.kit.ask.query import BadQuery, Query
from models.kit.clock import local, now
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.fields import Described
from models.kit.write.comments import Comment, waiting_talks

from . import talks as saying
from .blocks import Block
from .cells import cell_format, cell_kind, cell_value, shown_as_is
from .columns import Column
from .csv_lists import csv_of
from .notes import Notes
from .painting import PLAIN, Paint, paint_of
from .writing import xlsx_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def columns_of(record: type[Record], shown: dict[str, str], wanted: Any = None) -> list[str]:
    """The columns to write: those asked for in their order, else all of the sheet but the pinyin that only searches use.

    Raises BadQuery for others.
    """
    if wanted is None:
        spelt = set(record.pinyin().values())
        return [name for name in record.columns() if name in shown and name not in spelt]
    if not isinstance(wanted, list) or not wanted:
        raise BadQuery(words.BAD_REQUEST(what="columns"))
    for name in wanted:
        if not isinstance(name, str) or name not in shown:
            raise BadQuery(words.NO_SUCH_FIELD(field=str(name)[:40]))
    return list(dict.fromkeys(wanted))


def as_xlsx(query: Query, names: list[str], who: Who, *, talks: bool = False, colours: Any = None) -> Iterator[bytes]:
    """talks: with a column of the comments that wait on each row, and each as a note on its cell.

    colours: the rules of the view, as `/rows` takes them.
    """
    label, paint = query.record.sheet.label.say(who.lang), paint_of(query, names, colours)
    notes = Notes() if talks else None
    return xlsx_of(*_there_and_back(query, names, who, talks, paint, notes), sheet=label, paint=paint, notes=notes)


def as_csv(query: Query, names: list[str], who: Who, *, talks: bool = False, colours: Any = None) -> Iterator[bytes]:
    return csv_of(*_there_and_back(query, names, who, talks))


def _there_and_back(
    query: Query, names: list[str], who: Who, talks: bool, paint: Paint | None = None, notes: Notes | None = None
) -> tuple[list[Column], Iterator[Block]]:
    """Columns and rows; for those who may bring the file back, its last column says which row each line is."""
    query = query.taken_away()
    marked = may(who, "import", query.record)
    heads = columns(query, names, who.lang)
    heads += [Column(saying.LABEL.say(who.lang))] if talks else []
    heads += [mark_column(query, who.lang)] if marked else []
    return heads, blocks(query, names, marked=marked, talks=talks, paint=paint, notes=notes)


def stamp() -> str:
    """The moment for a file's name."""
    return local(now()).strftime("%Y%m%d_%H%M")


def columns(query: Query, names: list[str], lang: str) -> list[Column]:
    """What stands over these columns, and how their cells come of what `blocks` brings."""
    fields = query.fields
    return [
        Column(fields[name].label.say(lang), "text", read=reader(query, name))
        if query.shown[name] == "masked"
        else Column(
            fields[name].label.say(lang),
            cell_kind(fields[name]),
            number_format=cell_format(fields[name]),
            read=_shown(fields[name], reader(query, name), lang),
        )
        for name in names
    ]


def mark_column(query: Query, lang: str) -> Column:
    """The column that names the rows themselves, by their ids."""
    return Column(LABEL.say(lang), read=mark_of(query.record.key()))


def _shown(item: Described, read: Callable[[Any], Any] | None, lang: str) -> Callable[[Any], Any] | None:
    if shown_as_is(item):
        return read
    if read is None:
        return lambda value: cell_value(item, value, lang)
    return lambda stored: None if (value := read(stored)) is None else cell_value(item, value, lang)


def blocks(
    query: Query,
    names: list[str],
    *,
    marked: bool = False,
    talks: bool = False,
    paint: Paint | None = None,
    notes: Notes | None = None,
) -> Iterator[Block]:
    """marked: with a last column of the ids. talks: before it, what people say of the row; `notes` hears it by cell.

    paint: rows know their tones.
    """
    done = 0
    for *cells, ids in stored(query, (*names, "id"), Naming()):
        if talks:
            waiting = waiting_talks(query.record, list(ids), query.shown)
            cells.append([saying.in_words(waiting.get(id, ()), query.fields, query.who.lang) for id in ids])
            if notes is not None:
                _note(notes, {done + at: waiting[id] for at, id in enumerate(ids) if id in waiting}, query, names)
        done += len(ids)
        width = len(cells) + marked
        tones = () if paint is None else [_tones(places, width) for places in paint.of(list(ids))]
        yield Block([*cells, *[ids][:marked]], tones)


def _note(notes: Notes, waiting: dict[int, list[Comment]], query: Query, names: list[str]) -> None:
    """What is said of a column that isn't in the list stands on the row's first cell, as what is said of the row."""
    for row, comments in waiting.items():
        for name, said in saying.by_cell(comments, query.fields, query.who.lang).items():
            notes.put(row, names.index(name) if name in names else 0, said)


def _tones(places: Sequence[int] | None, width: int) -> Sequence[int] | None:
    return None if places is None else [*places, *[PLAIN] * (width - len(places))]
