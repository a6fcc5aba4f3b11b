"""Any question about any record type as a workbook or a CSV, streamed, in the reader's language and within his rights."""

from collections.abc import Iterator
from typing import Any

from models.kit import words
from models.kit.ask.marks import LABEL, mark_of
from models.kit.ask.naming import Naming
from models.kit.ask.query import BadQuery, Query
from models.kit.clock import local, now
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.fields import Described
from models.kit.write.comments import waiting_talks

from . import talks as saying
from .cells import cell_format, cell_kind, cell_value, shown_as_is
from .painting import PLAIN, Paint, Painted, paint_of
from .writing import Column, csv_chunks, xlsx_chunks

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def columns_of(record: type[Record], shown: dict[str, str], wanted: Any = None) -> list[str]:
    """The columns to write: those asked for in their order, else all of the sheet. Raises BadQuery for others."""
    if wanted is None:
        return [name for name in record.columns() if name in shown]
    if not isinstance(wanted, list) or not wanted:
        raise BadQuery(words.BAD_REQUEST(what="columns"))
    for name in wanted:
        if not isinstance(name, str) or name not in shown:
            raise BadQuery(words.NO_SUCH_FIELD(field=str(name)[:40]))
    return list(dict.fromkeys(wanted))


def as_xlsx(query: Query, names: list[str], who: Who, *, talks: bool = False, colours: Any = None) -> Iterator[bytes]:
    """talks: with a column of the comments that wait on each row. colours: the rules of the view, as `/rows` takes them."""
    label, paint = query.record.sheet.label.say(who.lang), paint_of(query, names, colours)
    return xlsx_chunks(*_there_and_back(query, names, who, talks, paint), sheet=label, paint=paint)


def as_csv(query: Query, names: list[str], who: Who, *, talks: bool = False, colours: Any = None) -> Iterator[bytes]:
    return csv_chunks(*_there_and_back(query, names, who, talks))


def _there_and_back(
    query: Query, names: list[str], who: Who, talks: bool, paint: Paint | None = None
) -> tuple[list[Column], Iterator[tuple]]:
    """Columns and rows; for those who may bring the file back, its last column says which row each line is."""
    query = query.taken_away()
    marked = may(who, "import", query.record)
    more = [*([saying.LABEL] if talks else []), *([LABEL] if marked else [])]
    heads = [*columns(query, names, who.lang), *(Column(label.say(who.lang)) for label in more)]
    return heads, rows(query, names, who.lang, marked=marked, talks=talks, paint=paint)


def stamp() -> str:
    """The moment for a file's name."""
    return local(now()).strftime("%Y%m%d_%H%M")


def columns(query: Query, names: list[str], lang: str) -> list[Column]:
    fields = query.fields
    return [
        Column(fields[name].label.say(lang), "text")
        if query.shown[name] == "masked"
        else Column(fields[name].label.say(lang), cell_kind(fields[name]), number_format=cell_format(fields[name]))
        for name in names
    ]


def rows(
    query: Query,
    names: list[str],
    lang: str,
    *,
    marked: bool = False,
    talks: bool = False,
    paint: Paint | None = None,
) -> Iterator[tuple]:
    """marked: with a last value that names the row itself. talks: before it, what people say of the row. paint: rows know their tones."""
    fields = query.fields
    makers = [None if query.shown[n] == "masked" or shown_as_is(fields[n]) else _maker(fields[n], lang) for n in names]
    makers += [None] if talks else []
    makers += [mark_of(query.record.key())] if marked else []
    known = marked or paint is not None
    for chunk in _spoken(query, names, lang, known) if talks else query.stream((*names, *["id"][:known]), Naming()):
        if paint is not None:
            yield from _painted(chunk, makers, paint, marked)
            continue
        if not any(makers):
            yield from chunk
            continue
        for row in chunk:
            yield tuple(
                value if make is None or value is None else make(value) for make, value in zip(makers, row, strict=True)
            )


def _painted(chunk: list[tuple], makers: list, paint: Paint, marked: bool) -> Iterator[tuple]:
    for row, tones in zip(chunk, paint.of([row[-1] for row in chunk]), strict=True):
        values = row if marked else row[:-1]
        made = (v if make is None or v is None else make(v) for make, v in zip(makers, values, strict=True))
        painted = Painted(made)
        painted.tones = () if tones is None else [*tones, *[PLAIN] * (len(values) - len(tones))]
        yield painted


def _spoken(query: Query, names: list[str], lang: str, marked: bool) -> Iterator[list[tuple]]:
    """The rows with what waits to be resolved on each, and after it the id where it is marked."""
    for chunk in query.stream((*names, "id"), Naming()):
        waiting = waiting_talks(query.record, [row[-1] for row in chunk], query.shown)
        talks = [saying.in_words(waiting.get(row[-1], ()), query.fields, lang) for row in chunk]
        yield [(*row[:-1], talk, *row[-1:][:marked]) for row, talk in zip(chunk, talks, strict=True)]


def _maker(item: Described, lang: str):
    return lambda value: cell_value(item, value, lang)
