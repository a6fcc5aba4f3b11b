"""Rows on their way into a table: their defaults, what they need, and how the database and the history keep them."""

from collections.abc import Callable
from typing import Any

from .. import words
from ..declare.access import Who
from ..declare.record import Record, Row
from ..fields import Described
from ..pinyin import dictionary, is_to_be_opened
from ..text import Refusals, Refused
from .history import as_json

LARGEST = 2**63  # what a column holds
NAMING = frozenset(
    {"action", "form", "import"}
)  # ways that may give names where nobody sees beforehand whether they do


def with_defaults(record: type[Record], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every row with every field; a default that is looked up is looked up once for all of them."""
    fields = record.fields()
    shapes = {tuple(values) for values in rows}  # few, however many rows there are
    lacking = {name for names in shapes for name in fields.keys() - set(names)}
    usual = {name: item.default if name in lacking else None for name, item in fields.items()}
    usual = {name: default() if callable(default) else default for name, default in usual.items()}
    if fields.keys() >= set().union(*shapes):
        full = [{**usual, **values} for values in rows]
    else:
        full = [{name: values.get(name, usual[name]) for name in fields} for values in rows]
    for source, target in record.pinyin().items():
        for values in full:
            if not values[target]:
                values[target] = fields[target].made_from(values[source])
    return full


def with_pinyin(record: type[Record], before: Row, values: dict[str, Any]) -> dict[str, Any]:
    """A new name brings its new reading, unless the person gave one in the same breath."""
    for source, target in record.pinyin().items():
        if source not in values and target not in values:
            continue
        name = values.get(source, getattr(before, source))
        renamed = source in values and values[source] != getattr(before, source)
        if (renamed and target not in values) or (target in values and not values[target]):
            values = {**values, target: record.fields()[target].made_from(name)}
    return values


def opens_dictionary(record: type[Record], wanted: list[Any]) -> bool:
    """Whether what people write is the first in this process to be read into pinyin, which is then better made ready before the
    turn to write than in it, where everybody would wait for that.
    """
    rows = (row["set"] for row in wanted if isinstance(row, dict) and isinstance(row.get("set"), dict))
    return is_to_be_opened(row.get(name) for row in rows for name in record.pinyin())


def ready_for_names(who: Who, via: str) -> None:
    """The same for what may give names without that being seen beforehand; jobs, which wait for nobody, don't make a process larger."""
    if via in NAMING and who.user_id is not None:
        dictionary()


def row_of(*parts: dict[str, Any]) -> Row:
    """A row of all these values, the last word counting; made of keywords it takes twice as long."""
    row = Row()
    for values in parts:
        vars(row).update(values)
    return row


def as_stored(item: Any, values: list[Any]) -> list[Any]:
    """A column of new rows as the database keeps it; most columns of an import are empty or as they begin, and cost nothing."""
    kinds = set(map(type, values))
    if len(kinds) == 1 and len(values) > 1 and values.count(values[0]) == len(values):
        return as_stored(item, values[:1]) * len(values)
    keep, kept = item.db_value, values
    if not kinds <= {type(None), item.native}:
        kept = [None if value is None else keep(value) for value in values]
        kinds = set(map(type, kept))
    numbers = [value for value in kept if value.__class__ is int] if int in kinds else ()
    if numbers and (min(numbers) < -LARGEST or max(numbers) >= LARGEST):
        # Two numbers that were fine may make one that isn't.
        raise Refused(words.TOO_LARGE(field=item.label), item.name)
    return kept


def require(record: type[Record], rows: list[dict], indexes: list, only: dict | None = None, moves: Any = ()) -> None:
    missing = []
    needed = {name: item for name, item in record.fields().items() if not item.null}
    if only is None:  # whole rows, which hardly ever lack anything: by column that is seen at once
        needed = {name: item for name, item in needed.items() if None in [row[name] for row in rows]}
    if not needed:
        return
    for at, (row, index) in enumerate(zip(rows, indexes, strict=True)):
        names = needed if only is None else needed.keys() & only[moves[at].id].keys()
        for name in names:
            if row[name] is None:
                missing.append(Refused(words.REQUIRED(field=needed[name].label), name, index))
    if missing:
        raise Refusals(missing)


def keepers(record: type[Record]) -> dict[str, Callable[[Any], Any]]:
    """How each field that history may hold is kept there; asked once for many rows."""
    return {name: item.keep for name, item in record.fields().items() if not item.secret}


def kept_rows(record: type[Record], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What history keeps of whole rows, without what is empty; column by column, as most columns of many rows are empty or kept as they are."""
    columns: dict[str, list[Any]] = {}
    for name, item in record.fields().items():
        values = [] if item.secret else [row[name] for row in rows]
        if values.count(None) == len(values):
            continue
        if type(item).keep is not Described.keep:
            values = [None if value is None else item.keep(value) for value in values]
        columns[name] = values
    made = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    if any(None in values for values in columns.values()):
        return [{name: value for name, value in row.items() if value is not None} for row in made]
    return made or [{} for _ in rows]


def as_text(values: dict | None) -> str | None:
    return None if values is None else as_json(values)


def quoted(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def places(count: int) -> str:
    return ", ".join("?" * count)


def own_links(record: type[Record]) -> list[str]:
    """The links from rows of a type to others of it: together they come and go, whichever is written first."""
    return [name for name, item in record.links().items() if item.rel_model is record and item.null]


def put_back(record: type[Record], full: list[dict[str, Any]], given: list[dict[str, Any]]) -> None:
    """A row that comes back is what it was: what it had no value for stays empty, but for what follows from other values.

    What it must have and was kept without, as a column added since, stays as it was filled.
    """
    mine = [(name, item.null) for name, item in record.fields().items() if not item.derived]
    for values, was in zip(full, given, strict=True):
        values |= {name: was.get(name) for name, may_lack in mine if was.get(name) is not None or may_lack}
