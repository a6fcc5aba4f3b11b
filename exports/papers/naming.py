"""Which columns a template names: for who is about to rename or remove one."""

from functools import lru_cache

from models import house
from models.design.papers import ROW, WEEK, stored_book
from models.kit.declare.access import system
from models.kit.declare.record import Record, Row
from models.kit.server.database import folder_of
from models.kit.server.standing import opening
from models.kit.text import Refused

from .making import scheme_of
from .package import opened
from .plan import ANY, plan
from .records import NUMBERED, lines_to

MOST_KEPT = 300  # workbooks whose marks are remembered
SYSTEM = system("papers")
Named = frozenset[tuple[str, str]]


def columns_in(paper: Row) -> Named:
    """(record type, column) of every mark that leads to one, along links and in lines; none where its workbook can't be read."""
    file = stored_book(paper)
    if file is None or paper.kind == WEEK or paper.record_type not in house().records:
        return frozenset()
    path = folder_of("attachments") / file.stored
    if not path.is_file():
        return frozenset()
    return _named(str(path), paper.kind, paper.record_type, house().number, opening())


@lru_cache(MOST_KEPT)
def _named(path: str, kind: str, key: str, number: int, opened_at: int) -> Named:
    record = house().records[key]
    scheme = scheme_of({"kind": kind, "record": key}, SYSTEM)
    try:
        with open(path, "rb") as file:
            planned = plan(opened(file.read(), path), scheme)
    except Refused:
        return frozenset()
    starts = {lines.key: lines.record for lines in lines_to(record)} if kind == ROW else {}
    return frozenset(
        step
        for sheet in planned.sheets
        for place in sheet.places()
        if place.repeat != ANY and place.path[0] != NUMBERED
        for step in _along(starts.get(place.repeat, record), place.path)
    )


def _along(record: type[Record], path: tuple) -> list[tuple[str, str]]:
    steps = []
    for name in path:
        item = record.facts().readable.get(name)
        if item is None:  # what isn't a column, such as today
            break
        steps.append((record.key(), name))
        record = item.linked or record
    return steps
