"""Choices that rules depend on: what an area's source compares a choice with must be one of its options."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from ...fields import ChoiceField
from ..area import Area
from ..record import Record

# Store.kind == "own", row.state in ("open", "done"), Need.state.in_(OPEN), move.new.kind not in KINDS
ROWS = ("row", "new", "old")  # what rules call a row; whatever else has such a name may be of another kind
COMPARED = re.compile(
    r'\b(?P<owner>\w+)\.(?P<field>\w+)(?: (?:==|!=) (?P<key>"[^"]*")|(?: (?:not )?in |\.(?:not_)?in\w*\()(?P<keys>\(?"[^()]*\)|[A-Z_]+\b))'
)
KEY = re.compile(r'"([^"]*)"')


def choices(area: Area) -> Iterator[str]:
    """What the modules of its record types, and those that lie beside them, compare choices with."""
    for module in _modules(area):
        records = {
            name: value for name, value in vars(module).items() if isinstance(value, type) and issubclass(value, Record)
        }
        for match in COMPARED.finditer(Path(module.__file__).read_text(encoding="utf-8")):
            known = _keys(records, match["owner"], match["field"])
            wrong = [key for key in _meant(match, module) if key not in known] if known else ()
            if known and _is_open(records, match["owner"], match["field"]):
                yield f"{module.__name__} compares {match['field']!r}, which is open: rules depend on it"
            yield from (
                f"{module.__name__} compares {match['field']!r} with {key!r}, which is no choice" for key in wrong
            )


def _modules(area: Area) -> list[ModuleType]:
    """A folder's modules, or the one file."""
    homes = {record.__module__ for record in area.records}
    folders = {name.rpartition(".")[0] for name in homes if name.count(".") > 1}
    return [
        module for name, module in sorted(sys.modules.items()) if name in homes or name.rpartition(".")[0] in folders
    ]


def _meant(match: re.Match, module: ModuleType) -> list[str]:
    """The keys on the other side: written there, or in a constant of the module."""
    written = match["key"] or match["keys"]
    if '"' in written:
        return KEY.findall(written)
    named = getattr(module, written, ())
    return [key for key in named if isinstance(key, str)] if isinstance(named, tuple | frozenset | set | list) else []


def _is_open(records: dict[str, type[Record]], owner: str, field: str) -> bool:
    return owner in records and records[owner].fields()[field].open


def _keys(records: dict[str, type[Record]], owner: str, field: str) -> set[str]:
    """The options of a field, of whichever of the types the module knows; empty where one of them keeps no choice there."""
    types = [records[owner]] if owner in records else [*records.values()] if owner in ROWS else []
    items = [record.fields()[field] for record in types if getattr(record, "sheet", None) and field in record.fields()]
    if not all(isinstance(item, ChoiceField) for item in items):
        return set()
    return {choice.key for item in items for choice in item.options}
