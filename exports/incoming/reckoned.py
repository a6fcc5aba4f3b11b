"""What a file that came back says in columns that are reckoned here: it is never written, and told where it isn't what is reckoned."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from exports.incoming.incoming_book import Chosen
from exports.read.sheets import letters
from exports.write import book
from exports.write.sheet_cells import as_text
from models.kit.ask.marks import MARK
from models.kit.ask.query import Query
from models.kit.formula.asking import seen
from models.kit.incoming.returned import Returned
from models.kit.incoming.stamp import Stamp
from models.kit.reading import Shown
from models.kit.text import Refused, Text

TYPED_OVER = Text(
    "“{columns}”是算出来的列：文件里有 {count} 格（{cells}）和现在算出的不一样，不会写入；要改它，请改它所依据的列，写入后自动重算",
    "“{columns}” are reckoned: {count} cells of the file ({cells}) say something else than what is reckoned now. They are not written; "
    "change what they follow from, and they follow by themselves",
)
NAMED = 5
NUMBERS = (int, float, Decimal)


def typed_over(chosen: Chosen, stamp: Stamp, returned: Returned) -> Text | None:
    """What is to be told of them; rows that moved here since the export are left aside, as others changed what they follow from."""
    places = _places(chosen, stamp, returned)
    if not places:
        return None
    cells = sorted(_differing(chosen, stamp, returned, places))
    if not cells:
        return None
    fields = returned.record.facts().computed
    labels = [fields[name].label for name in places if any(name == other for _, other in cells)]
    named = Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
    addresses = [f"{letters(places[name] + 1)}{row}" for row, name in cells[:NAMED]]
    said = "、".join(addresses) + ("…" if len(cells) > NAMED else "")
    return TYPED_OVER(columns=named, count=f"{len(cells):,}", cells=said)


def _places(chosen: Chosen, stamp: Stamp, returned: Returned) -> dict[str, int]:
    """Where the reckoned columns that this person sees stand in the file, from 0."""
    computed, shown = returned.record.facts().computed, seen(returned.who, returned.record)
    labels = {label: name for name, (label, _) in stamp.columns.items() if name in computed}
    there = ((labels[column.label], column.index) for column in chosen.table.columns if column.label in labels)
    return {name: place for name, place in there if shown.get(name) == "full"}


def _differing(chosen: Chosen, stamp: Stamp, returned: Returned, places: dict[str, int]) -> Iterator[tuple[int, str]]:
    lines = {id: line.row for line in returned.lines if (id := line.marks.get(MARK)) is not None}
    rows, first = chosen.table.sheet.rows, chosen.table.sheet.first_row
    who, names = replace(returned.who, lang=stamp.lang), list(places)
    try:
        query = Query(returned.record, who, stamp.asked.get("filter"), None, stamp.asked.get("search"))
    except Refused:  # a column that it asked for is gone
        return
    reads = [column.read for column in book.columns(query, names, stamp.lang)]
    for block in book.blocks(query, names, marked=True):
        *columns, ids = block.columns
        for at, id in enumerate(ids):
            if id not in lines or returned.moved(id):
                continue
            row = rows[lines[id] - first]
            for (name, place), read, values in zip(places.items(), reads, columns, strict=True):
                value = values[at] if read is None or values[at] is None else read(values[at])
                if not _same(value, row[place] if place < len(row) else None):
                    yield lines[id], name


def _same(reckoned: Any, given: Any) -> bool:
    given = given.value if given.__class__ is Shown else given
    if isinstance(reckoned, NUMBERS) and isinstance(given, NUMBERS):
        return abs(float(reckoned) - float(given)) <= 1e-9 * max(1.0, abs(float(reckoned)))
    return as_text(reckoned).strip() == as_text(given).strip()
