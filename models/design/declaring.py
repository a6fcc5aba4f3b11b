"""A declared column as one dialog shows and sends it: what is set, what can't be and why, where the column is used."""

from typing import Any

from ..kit.ask.query import Query
from ..kit.declare.access import Who
from ..kit.declare.record import Record
from ..kit.fields import ChoiceField, Described
from ..kit.text import Text
from ..kit.write.edits import Answer, within
from ..kit.write.writes import Changes
from .fields import CLOSED, DesignField, DesignOption, refused
from .listed import TONES
from .saving import CHANGED, as_one, in_order
from .uses import uses


def of_field(record: type[Record], name: str, who: Who) -> dict[str, Any] | None:
    """What the dialog needs of one declared column; None where it isn't one."""
    item = record._meta.fields.get(name)
    if not isinstance(item, Described) or item.secret:
        return None
    mine = Query(DesignField, who, {"record_type": {"eq": record.key()}, "field": {"eq": name}}).rows(limit=1)
    row = mine[0] if mine else None
    asked = {"settings": {"eq": row["id"]}} if row else None
    further = Query(DesignOption, who, asked, ["turn", "id"]).rows(limit=500) if row else []
    choice = isinstance(item, ChoiceField)
    return {
        "name": name,
        "declared": {lang: item.label.say(lang) for lang in ("zh", "en")},
        "row": row,
        "choices": further,
        "refused": {setting: why.say(who.lang) for setting, why in refused(record, item).items()},
        "stand": [{"label": option.label.say(who.lang), "tone": option.tone} for option in item.options]
        if choice
        else [],
        "open": choice and item.open,
        "closed": CLOSED(label=item.label).say(who.lang) if choice and not item.open else None,
        "tones": [{"key": tone.key, "label": tone.label.say(who.lang)} for tone in TONES],
    }


def used(record: type[Record], name: str, who: Who) -> dict[str, Any] | None:
    """Where a column is used, in sentences, and which of them can't be without it; None where there is no such column."""
    item = record.facts().readable.get(name)
    if item is None or item.secret:
        return None
    places = uses(record, name)
    return {
        "label": item.label.say(who.lang),
        "uses": [use.where.say(who.lang) for use in places],
        "bears": [use.where.say(who.lang) for use in places if use.bears],
    }


def save_field(record: type[Record], name: str, wanted: dict[str, Any], *, who: Who, op: str | None = None) -> Answer:
    """Set a declared column: {set, seen, choices: [{id, set}]}, in one batch; further options are written in their order."""

    def written(c: Changes) -> int:
        id = _set(c, record, name, wanted, who)
        in_order(c, DesignOption, {"settings": id}, list(wanted.get("choices") or []), who)
        label, row = record._meta.fields[name].label, DesignField.row(id)
        c.label = CHANGED(record=record.sheet.label, label=Text(row.zh or label.zh, row.en or label.en))
        return id

    return as_one(DesignField, written, ("field", record.key(), name, wanted), who=who, op=op)


def _set(c: Changes, record: type[Record], name: str, wanted: dict[str, Any], who: Who) -> int:
    mine = DesignField.rows(DesignField.record_type == record.key(), DesignField.field == name)
    change = {"id": None, "set": {**wanted.get("set", {}), "record_type": record.key(), "field": name}}
    if mine:
        change = {"id": mine[0].id, "set": wanted.get("set", {}), "seen": wanted.get("seen") or {}}
    (id,) = within(c, DesignField, [change], who)
    return id
