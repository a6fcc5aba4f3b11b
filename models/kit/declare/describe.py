"""A record type as JSON tells it to a page or a program: fields, labels, and what this very person may do."""

from typing import Any

from ..ask.blank import answer
from ..ask.conditions import operators_of
from ..ask.filters import kept
from ..ask.group_keys import steps_of
from ..ask.shape.suggest import suggested
from ..fields import ChoiceField, Described, LinkField
from ..formula.asking import seen
from ..write.acting import why_not_act
from ..write.freezing import concerned
from .access import VERBS, Who, may, why_not
from .area import Action, Area
from .record import Record


def describe(areas: list[Area], who: Who, views: dict[str, Any]) -> dict[str, Any]:
    """Everything a grid or a program needs to know before it asks for rows."""
    seen = [(area, [record for record in area.records if may(who, "see", record)]) for area in areas]
    return {
        "me": {"id": who.user_id, "name": who.name, "login": who.login, "lang": who.lang, "roles": [who.role]},
        "areas": [
            {"name": area.name, "label": area.label.wire(), "icon": area.icon, "records": [r.key() for r in records]}
            for area, records in seen
            if records
        ],
        "records": [
            describe_record(record, area.actions, who, views.get(record.key()))
            for area, records in seen
            for record in records
        ],
    }


def describe_record(
    record: type[Record], actions: tuple[Action, ...], who: Who, view: dict[str, Any] | None = None
) -> dict[str, Any]:
    """One record type: `columns` in the order of the grid, `fields` in the order of the declaration."""
    shown, fields = seen(who, record), record.facts().readable
    return {
        "name": record.key(),
        "label": record.sheet.label.wire(),
        "may": [verb for verb in VERBS if may(who, verb, record)],
        "title": record.sheet.title,
        "columns": [name for name in record.facts().grid if name in shown],
        "order": list(record.sheet.order),
        "key": list(record.sheet.key),
        "search": bool(record.facts().search),
        "opens": kept(record.sheet.opens, lambda names: all(shown.get(name) == "full" for name in names)),
        "fields": [_field(record, fields[name], who, mode) for name, mode in shown.items()],
        "actions": [
            _action(record, action, shown, who)
            for action in actions
            if action.on is record and why_not_act(action, who) is None
        ],
        "shapes": suggested(record, shown),
        "freezes": concerned(record),
        "view": view,
    }


def _action(record: type[Record], action: Action, shown: dict[str, str], who: Who) -> dict[str, Any]:
    return {
        "name": action.name,
        "label": action.label.wire(),
        "icon": action.icon,
        "danger": action.danger,
        "at_once": action.at_once,
        "hint": action.hint and action.hint.wire(),
        "when": {name: list(values) for name, values in action.when.items()},
        "photos": action.photos,
        "many": action.many,
        "leads": action.leads and {"field": action.leads[0], "to": action.leads[1]},
        "tells": [name for name in action.tells if shown.get(name) == "full"],
        "leaves": action.leaves is not None,
        "offer": action.offer and {"text": action.offer.wire(), "filter": action.offered},
        "asks": [
            {
                **_asked(name, item),
                "asked": f"{action.name}.{name}",
                "default": answer(item, who),
                "own": name in record.sheet.later and shown.get(name) == "full",
            }
            for name, item in action.asks.items()
        ],
    }


def _field(record: type[Record], item: Described, who: Who, mode: str) -> dict[str, Any]:
    why = why_not(who, "edit", record, item.name)
    asked = _asked(item.name, item)
    masked, steps = mode == "masked", steps_of(item)
    return {
        **asked,
        **({"asked": f"{record.key()}.{item.name}"} if getattr(item, "beyond", False) else {}),
        "editable": why is None,
        "addable": why_not(who, "add", record, item.name) is None,
        "later": item.name in record.sheet.later,
        "why": why and why.wire(),
        "masked": masked,
        "reckoned": item.name in record.facts().computed,
        "sum": (item.sum or item.ratio) and not masked,
        **({"ratio": True} if item.ratio and not masked else {}),
        "unique": (item.name,) in record.unique_sets(),
        "ops": [] if masked else list(operators_of(item)),
        "groups": None if masked or steps is None else list(steps),
    }


def _asked(name: str, item: Described) -> dict[str, Any]:
    """What every input needs to know of a field, be it a column or a question of an action."""
    options = None
    if isinstance(item, ChoiceField):
        options = [
            {"key": c.key, "label": c.label.wire(), "tone": c.tone} | ({"retired": True} if c.retired else {})
            for c in item.options
        ]
    usual = item.default if item.usual is None else item.usual
    default = None if usual is None or callable(usual) else item.keep(usual)
    return {
        "name": name,
        "kind": item.kind,
        "label": item.label.wire(),
        "hint": item.hint and item.hint.wire(),
        "required": item.required,
        "editable": True,
        "why": None,
        "masked": False,
        "options": options,
        "offers": item.offers(),
        "within": getattr(item, "within", None),
        **({"pictures": item.pictures} if item.uploaded else {}),
        **({"plain": True} if item.unparted else {}),
        "link": item.rel_model.key() if isinstance(item, LinkField) else None,
        "width": item.width,
        "least": _bound(item, "least"),
        "most": _bound(item, "most"),
        "max_length": getattr(item, "max_length", None),
        "default": default,
        "auto": item.numbered_like,
    }


def _bound(item: Described, which: str) -> str | int | None:
    value = getattr(item, which, None)
    return value if value is None or isinstance(value, int) else str(value)
