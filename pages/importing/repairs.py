"""What helps to put a file right: which faults are one and the same, what a row is called, what is probably meant."""

from collections import defaultdict
from functools import singledispatch
from typing import Any

from models.kit.ask.links import find
from models.kit.ask.marks import mark_of
from models.kit.ask.titles import titles_of
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.fields import Described, FlagField, LinkField, TagsField
from models.kit.incoming.incoming import Fault

MOST_NAMED, LONGEST_NAMED = 4, 30


def groups(record: type[Record], faults: list[Fault]) -> list[list[Fault]]:
    """The faults that two rows or more have in common, down to the sentence, the most frequent first.

    A value that every row must have for itself is no such fault.
    """
    alone = {names[0] for names in (record.sheet.key, *record.unique_sets()) if len(names) == 1}
    alike: dict[tuple, list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.field is not None and fault.field not in alone:
            alike[fault.field, fault.value, fault.text].append(fault)
    return sorted((same for same in alike.values() if len(same) > 1), key=len, reverse=True)


def suggested(faults: list[Fault]) -> dict[tuple[Any, str], str]:
    """By row and field, what the check proposes instead; that a cell means nothing is asked about elsewhere."""
    return {(fault.row, fault.field): fault.better for fault in faults if fault.field and fault.better}


def naming(state: Any, rows: set[Any]) -> dict[Any, dict[str, str]]:
    """By row, the cells of the file that tell people which one it is: key, name, and whose it is."""
    sheet, names = state.record.sheet, []
    owners = [path.split(".")[0] for path in sheet.scopes.values()]
    for name in dict.fromkeys((*sheet.key, sheet.title, *sheet.says, *owners)):
        if name in state.chosen.table.names or name in state.chosen.fixed:
            names.append(name)
    lines = [state.counted.lines[row] for row in rows if row in state.counted.lines]
    return {
        line.row: {name: line.shown(name)[:LONGEST_NAMED] for name in names[:MOST_NAMED] if line.shown(name)}
        for line in lines
    }


@singledispatch
def as_typed(item: Described, value: Any, who: Who) -> str:
    """What a form's control holds, as it would stand in a file; empty where nothing was entered."""
    return "" if value is None else str(value)


@as_typed.register(FlagField)
def _(item, value: Any, who: Who) -> str:
    return "" if value is None else ("是" if value else "否")


@as_typed.register(TagsField)
def _(item, value: Any, who: Who) -> str:
    return "、".join(value or ())


@as_typed.register(LinkField)
def _(item, value: Any, who: Who) -> str:
    """By name where that is enough, else by the number our exports give the row."""
    if value is None:
        return ""
    target = item.rel_model
    title = titles_of(target, {value}, who)[value]
    return title if find(target, who, {title}).get(title) == [value] else mark_of(target.key())(value)
