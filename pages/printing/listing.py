"""What of a list goes on paper: texts of cells, as this person may take them along."""

from dataclasses import dataclass
from typing import Any

from models.kit import words
from models.kit.ask.query import BadQuery, Query
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.fields import Described, added_up

from ..api.answers import query_of
from ..parts.values import text_of
from .contents import NUMBERS

MOST_ROWS, BLOCK = 2_000, 500


@dataclass(frozen=True)
class Sheet:
    """A list: its columns with their labels, the rows as texts, how many there are in all, and the sums by column."""

    record: type[Record]
    names: list[str]
    labels: list[str]
    rows: list[list[str]]
    total: int
    sums: dict[str, str]
    right: frozenset[str] = frozenset()


def listed(record: type[Record], who: Who, text: str) -> Sheet:
    """As the grid stands: `text` is the JSON that the export takes. Raises BadQuery."""
    asked = query_of(text)
    query = Query(record, who, asked.get("filter"), asked.get("sort"), asked.get("search")).taken_away()
    names = asked.get("columns") or [name for name in record.facts().grid if name in query.shown]
    if not isinstance(names, list):
        raise BadQuery(words.BAD_REQUEST(what="columns"))
    for name in names:
        if not isinstance(name, str) or name not in query.shown:
            raise BadQuery(words.NO_SUCH_FIELD(field=str(name)[:40]))
    return _sheet(query, list(dict.fromkeys(names)), MOST_ROWS)


def _sheet(query: Query, names: list[str], most: int) -> Sheet:
    lang, fields, rows = query.who.lang, query.fields, []
    while len(rows) < most:
        block = query.rows(len(rows), min(BLOCK, most - len(rows)))
        rows += [[_text(fields[name], row.get(name), lang) for name in names] for row in block]
        if len(block) < BLOCK:
            break
    total = len(rows) if len(rows) < most else query.count()
    sums = {name: fields[name].show(value, lang) for name, value in _sums(query, names).items()}
    labels = [fields[name].label.say(lang) for name in names]
    right = frozenset(name for name in names if fields[name].sum or isinstance(fields[name], NUMBERS))
    return Sheet(query.record, names, labels, rows, total, sums, right)


def _sums(query: Query, names: list[str]) -> dict[str, Any]:
    """Of the summable columns among these."""
    if not any(item.name in names for item, _ in query.measures()):
        return {}
    return {name: added_up([value]) for name, value in query.sums().items() if name in names and value is not None}


def _text(item: Described, wire: Any, lang: str) -> str:
    if isinstance(wire, list) and wire and isinstance(wire[0], dict):  # files
        return "、".join(str(file.get("name", "")) for file in wire)
    return "" if wire is None else text_of(item, wire, lang)
