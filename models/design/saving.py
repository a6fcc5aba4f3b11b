"""A column with its options, as one dialog sends them: one batch, through the same door as every other row."""

from typing import Any

from ..kit.access import Who
from ..kit.edits import REFUSING, Answer, Fault, Faulty, refusal, within
from ..kit.query import Query
from ..kit.record import Record, Row
from ..kit.standing import house
from ..kit.text import Refused, Text
from ..kit.writes import Changes, Duplicate, changes, digest_of
from .columns import TONES, DesignChoice, DesignColumn
from .computed import told
from .kinds import KINDS

ADDED = Text("{record}新增列“{label}”", "{record}: column “{label}” added")
CHANGED = Text("{record}修改列“{label}”", "{record}: column “{label}” changed")
NEEDS_OPTIONS = Text("请至少填一个选项", "Give at least one option")


def of_type(record: type[Record], who: Who) -> dict[str, Any]:
    """The columns that were made for a type, with their options, as the wire carries them; what each kind takes; the colours."""
    asked = {"record_type": {"eq": record.key()}, "state": {"eq": "active"}}
    columns = Query(DesignColumn, who, asked, ["id"]).rows(limit=500)
    ids = [row["id"] for row in columns]
    choices = Query(DesignChoice, who, {"column": {"in": ids}}, ["turn", "id"]).rows(limit=500) if ids else []
    mine = {id: [one for one in choices if one["column"]["id"] == id] for id in ids}
    takes = {name: sorted(kind.takes) for name, kind in KINDS.items()}
    tones = [{"key": one.key, "label": one.label.say(who.lang)} for one in TONES]
    rows = [{**row, "choices": mine[row["id"]], "told": told(Row(**row), record, who.lang)} for row in columns]
    return {
        "columns": rows,
        "takes": takes,
        "tones": tones,
        "reckoned": [name for name, kind in KINDS.items() if kind.computes],
    }


def save(record: type[Record], wanted: dict[str, Any], *, who: Who, op: str | None = None) -> Answer:
    """Make or change one column of a type: {id, set, seen, choices: [{id, set}]}; options are written in their order."""
    id, set_, choices = wanted.get("id"), dict(wanted.get("set") or {}), list(wanted.get("choices") or [])
    digest = digest_of("column", record.key(), wanted, who.user_id)
    try:
        with changes(who=who, via="form", op=op, digest=digest) as c:
            if id is None:
                set_["record_type"] = record.key()
            rows = [{"id": id, "set": set_, "seen": wanted.get("seen") or {}}]
            (id,) = within(c, DesignColumn, rows, who)
            _options(c, id, choices, who)
            row = DesignColumn.row(id)
            said = CHANGED if wanted.get("id") else ADDED
            c.label = said(record=house().records[row.record_type].sheet.label, label=Text(row.zh, row.en))
    except Duplicate as duplicate:
        return Answer("duplicate", duplicate.batch.id)
    except REFUSING as why:
        return refusal(why)
    return Answer("applied", c.batch_id, Query(DesignColumn, who).by_ids([id]), text=c.label, changed=c.changed)


def _options(c: Changes, column: int, choices: list[dict[str, Any]], who: Who) -> None:
    row = DesignColumn.row(column)
    if row.kind != "choice":
        return
    if not choices and not DesignChoice.select().where(DesignChoice.column == column).exists():
        raise Refused(NEEDS_OPTIONS, "choices")
    sets = [
        {
            "id": one.get("id"),
            "set": {**one.get("set", {}), "turn": at, **({} if one.get("id") else {"column": column})},
        }
        for at, one in enumerate(choices, 1)
    ]
    try:
        within(c, DesignChoice, sets, who)
    except Faulty as faulty:  # they stand in one field of the dialog
        raise Faulty([Fault(0, "choices", fault.text) for fault in faulty.found]) from None
    except Refused as why:
        raise Refused(why.text, "choices") from None
