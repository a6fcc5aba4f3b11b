"""Which record types columns can be added to, by whom, and under which names."""

import re

from ..kit.ask.marks import MARK
from ..kit.declare.access import Who
from ..kit.declare.record import Record
from ..kit.server.standing import DESIGN, house, is_design

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Names that JavaScript's objects have of themselves, and those the wire uses.
RESERVED = frozenset({"id", "op", "constructor", "prototype", "valueof", "tostring", MARK, DESIGN.rstrip("_")})


def types() -> dict[str, tuple[str, ...]]:
    """The record types that columns can be added to."""
    return {name: (record.sheet.zh, record.sheet.en) for name, record in house().records.items() if is_open(record)}


def is_open(record: type[Record]) -> bool:
    return not is_design([record.key()])


def targets() -> dict[str, tuple[str, ...]]:
    return {name: (record.sheet.zh, record.sheet.en) for name, record in house().records.items()}


def may_design(who: Who, record: type[Record]) -> bool:
    """Whether somebody with a right on columns may use it here: who may edit all of the type, or fill it where nobody edits."""
    grant = who.grants.get(record.key())
    return is_open(record) and (
        who.all_rights or bool(grant and "see" in grant.verbs and grant.verbs & {"edit", "add"} and grant.rows == "all")
    )
