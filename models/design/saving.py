"""A column with its options, as one dialog sends them: one batch, through the same door as every other row."""

from collections.abc import Callable
from typing import Any

from ..kit.ask.query import Query
from ..kit.declare.access import Who
from ..kit.declare.record import Record, Row
from ..kit.server.standing import house
from ..kit.text import Refused, Text
from ..kit.write.edits import REFUSING, Answer, Fault, Faulty, refusal, within
from ..kit.write.writes import Changes, Duplicate, changes, digest_of
from .columns import DesignChoice, DesignColumn, options_of
from .computed import labelled
from .kinds import KINDS, field_of
from .listed import TONES
from .words import GONE, NEVER_BY_RULES

ADDED = Text("{record}新增列“{label}”", "{record}: column “{label}” added")
CHANGED = Text("{record}修改列“{label}”", "{record}: column “{label}” changed")
NEEDS_OPTIONS = Text("请至少填一个选项", "Give at least one option")


def of_type(record: type[Record], who: Who) -> dict[str, Any]:
    """The columns that were made for a type, with their options, as the wire carries them; what each kind takes; the colours."""
    asked = {"record_type": {"eq": record.key()}, "state": {"eq": "active"}}
    columns = Query(DesignColumn, who, asked, ["id"]).rows(limit=500)
    ids = [row["id"] for row in columns]
    choices = Query(DesignChoice, who, {"column": {"in": ids}}, ["turn", "id"]).rows(limit=500) if ids else []
    mine = {id: [choice for choice in choices if choice["column"]["id"] == id] for id in ids}
    takes = {name: sorted(kind.takes) for name, kind in KINDS.items()}
    tones = [{"key": tone.key, "label": tone.label.say(who.lang)} for tone in TONES]
    rows = [{**row, "choices": mine[row["id"]], "told": labelled(Row(**row), record, who.lang)} for row in columns]
    return {
        "columns": rows,
        "takes": takes,
        "tones": tones,
        "reckoned": [name for name, kind in KINDS.items() if kind.computes],
        "turns": [name for name, kind in KINDS.items() if kind.turns],
    }


def save(record: type[Record], wanted: dict[str, Any], *, who: Who, op: str | None = None) -> Answer:
    """Make or change one column of a type: {id, set, seen, choices: [{id, set, seen}]}; options are written in their order."""
    id, set_, choices = wanted.get("id"), dict(wanted.get("set") or {}), list(wanted.get("choices") or [])

    def written(c: Changes) -> int:
        made = {"record_type": record.key()} if id is None else {}
        _not_gone(id)
        rows = [{"id": id, "set": set_ | made, "seen": wanted.get("seen") or {}}]
        (column,) = within(c, DesignColumn, rows, who)
        _options(c, column, choices, who)
        row = DesignColumn.row(column)
        said = CHANGED if id is not None else ADDED
        c.label = said(record=house().records[row.record_type].sheet.label, label=Text(row.zh, row.en))
        return column

    return as_one(DesignColumn, written, ("column", record.key(), wanted), who=who, op=op)


def _not_gone(id: int | None) -> None:
    """A dialog may have been opened before somebody else removed its column."""
    there = isinstance(id, int) and 0 < id < 2**53  # what else was sent is refused as any id of no row
    for row in DesignColumn.rows(DesignColumn.id == id, DesignColumn.state != "active") if there else ():
        raise Refused(GONE(label=Text(row.zh, row.en)))


def as_one(record: type[Record], written: Callable[[Changes], int], asked: Any, *, who: Who, op: str | None) -> Answer:
    """What a dialog sends, in one batch: `written` writes it all and tells the id of the row it is about, one of `record`."""
    try:
        with changes(who=who, via="form", op=op, digest=digest_of(*asked, who.user_id)) as c:
            id = written(c)
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id)
    except REFUSING as why:
        return refusal(why)
    return Answer("applied", c.batch_id, Query(record, who).by_ids([id]), text=c.label, changed=c.changed)


def _options(c: Changes, column: int, choices: list[dict[str, Any]], who: Who) -> None:
    row = DesignColumn.row(column)
    if row.kind != "choice":
        return
    if not choices and not DesignChoice.select().where(DesignChoice.column == column).exists():
        raise Refused(NEEDS_OPTIONS, "choices")
    in_order(c, DesignChoice, {"column": column}, choices, who)
    try:
        field_of(row, options_of(column))
    except Refused as why:
        raise Refused(NEVER_BY_RULES(why=why.text), "usual") from None


def in_order(c: Changes, record: type[Record], of: dict[str, int], choices: list[dict[str, Any]], who: Who) -> None:
    """The options of one column as they stand in its dialog; what is wrong with one is told at all of them."""
    sets = [
        {
            "id": choice.get("id"),
            "set": {**choice.get("set", {}), "turn": at, **({} if choice.get("id") else of)},
            "seen": choice.get("seen") or {},
        }
        for at, choice in enumerate(choices, 1)
    ]
    try:
        within(c, record, sets, who)
    except Faulty as faulty:  # they stand in one field of the dialog
        raise Faulty([Fault(0, "choices", fault.text) for fault in faulty.faults]) from None
    except Refused as why:
        raise Refused(why.text, "choices") from None
