"""Any question about any record type as a workbook or a CSV, streamed, in the reader's language and within his rights."""

from collections.abc import Iterator
from typing import Any

from models.kit import words
from models.kit.access import Who, carried
from models.kit.fields import Described
from models.kit.query import BadQuery, Query
from models.kit.record import Record
from models.kit.week import local, now

from .cells import cell_kind, cell_value, shown_as_is
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


def as_xlsx(query: Query, names: list[str], who: Who) -> Iterator[bytes]:
    label, query.shown = query.record.sheet.label.say(who.lang), carried(who, query.record)
    return xlsx_chunks(columns(query, names, who.lang), rows(query, names, who.lang), sheet=label)


def as_csv(query: Query, names: list[str], who: Who) -> Iterator[bytes]:
    query.shown = carried(who, query.record)
    return csv_chunks(columns(query, names, who.lang), rows(query, names, who.lang))


def stamp() -> str:
    """The moment for a file's name."""
    return local(now()).strftime("%Y%m%d_%H%M")


def columns(query: Query, names: list[str], lang: str) -> list[Column]:
    fields = query.record.fields()
    return [
        Column(fields[name].label.say(lang), "text" if query.shown[name] == "masked" else cell_kind(fields[name]))
        for name in names
    ]


def rows(query: Query, names: list[str], lang: str) -> Iterator[tuple]:
    fields = query.record.fields()
    makers = [None if query.shown[n] == "masked" or shown_as_is(fields[n]) else _maker(fields[n], lang) for n in names]
    for chunk in query.stream(tuple(names)):
        if not any(makers):
            yield from chunk
            continue
        for row in chunk:
            yield tuple(
                value if make is None or value is None else make(value) for make, value in zip(makers, row, strict=True)
            )


def _maker(item: Described, lang: str):
    return lambda value: cell_value(item, value, lang)
