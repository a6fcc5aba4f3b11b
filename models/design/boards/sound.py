"""Whether what a block speaks of is there: figures, types, views, forms, actions, by the names they have."""

from collections.abc import Iterator
from typing import Any

from ...kit.ask.spans import span_of
from ...kit.clock import today
from ...kit.declare.record import Record
from ...kit.server.standing import house
from ...kit.text import Refused, Text
from . import words
from .body import Block


def misfits(block: Block) -> Iterator[Text]:
    """What a block names that there isn't, a sentence each."""
    said = block.settings
    for name in [*said.get("figures", []), *([said["figure"]] if "figure" in said else [])]:
        if name not in house().metrics:
            yield words.NO_FIGURE(name=name)
    if block.kind == "figures" and said["area"] not in ("*", "own", *house().area_named):
        yield words.NO_AREA(name=said["area"])
    if block.kind == "chart" and not said.get("figures"):
        yield from _of_rows(said)
    if "record" in said:
        yield from _of_view(said["record"], said.get("view"))
    if "within" in said:
        yield from _of_days(said)
    for button in said.get("buttons", []):
        yield from _of_button(button)


def _of_rows(said: dict[str, Any]) -> Iterator[Text]:
    if "record" not in said:
        yield words.BAD_BLOCK(block=words.MEASURES["count"], what="record")
    elif not said.get("by") and not said.get("view") and said["draw"] != "gauge":
        yield words.NO_AXIS


def _of_days(said: dict[str, Any]) -> Iterator[Text]:
    """Days that move with the calendar, in a column of days or moments."""
    record, within = house().records.get(said["record"]), said["within"]
    if record is None:
        return
    item = record.fields().get(within["field"])
    if item is None or item.kind not in ("day", "moment"):
        yield words.NO_DAYS(record=record.sheet.label, name=within["field"])
    try:
        span_of(within["days"], today())
    except Refused as why:
        yield why.text


def _of_view(name: str, view: str | None) -> Iterator[Text]:
    record = house().records.get(name)
    if record is None:
        yield words.NO_RECORD(name=name)
    elif view is not None and view_row(record, view) is None:
        yield words.NO_VIEW(record=record.sheet.label, name=view)


def _of_button(button: dict[str, Any]) -> Iterator[Text]:
    if button["do"] == "page":
        if not button["path"].startswith("/") or button["path"].startswith(("//", "/\\")):
            yield words.BAD_PAGE(name=button["path"][:60])
        return
    record = house().records.get(button["record"])
    if record is None:
        yield words.NO_RECORD(name=button["record"])
    elif button["do"] == "form" and form_row(record, button["name"]) is None:
        yield words.NO_FORM(record=record.sheet.label, name=button["name"])
    elif button["do"] in ("action", "automation") and action_of(button) is None:
        text = words.NO_ACTION if button["do"] == "action" else words.NO_BUTTON
        yield text(record=record.sheet.label, name=button["name"])


def view_row(record: type[Record], name: str) -> Any:
    """The shared view of a type that is called so; None where there is none (any more)."""
    views = house().records["design_view"]
    return next(iter(views.rows(views.record_type == record.key(), views.name == name)), None)


def form_row(record: type[Record], name: str) -> Any:
    forms = house().records["design_form"]
    return next(iter(forms.rows(forms.record_type == record.key(), forms.name == name)), None)


def action_of(button: dict[str, Any]) -> Any:
    """The action that a button stands for: a declared one by its name, an automation's by what the automation is called."""
    actions = house().actions.values()
    if button["do"] == "action":
        return next((a for a in actions if a.name == button["name"] and _is_on(a, button)), None)
    made = {a.label.zh: a for a in actions if a.name.startswith("automation_") and _is_on(a, button)}
    return made.get(
        button["name"]
    )  # automations are known by what they are called, here as in a design that is carried


def _is_on(action: Any, button: dict[str, Any]) -> bool:
    return action.on is not None and action.on.key() == button["record"]
