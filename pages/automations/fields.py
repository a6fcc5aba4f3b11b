"""The inputs of the form: each keeps its value in a part of the body."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from models import house
from models.accounts import Channel
from models.design import DesignView
from models.design.views import roles
from models.kit.declare.access import Who, may
from models.kit.text import Text


@dataclass(frozen=True)
class Known:
    """What there is to choose from: roles by code, channels with their kinds, shared views by type and name."""

    roles: dict[str, str]
    channels: dict[str, str]
    views: dict[tuple[str, str], str]


def known_to(who: Who) -> Known:
    side = 1 if who.lang == "en" else 0
    channels = {row.name: row.kind for row in Channel.rows()} if may(who, "see", Channel) else {}
    records = {name: record for name, record in house().records.items() if may(who, "see", record)}
    views = {
        (row.record_type, row.name): f"{records[row.record_type].sheet.label.say(who.lang)} · {row.name}"
        for row in DesignView.rows()
        if row.record_type in records
    }
    return Known({code: labels[side] for code, labels in roles().items()}, channels, views)


def text(label: Text, into: dict[str, Any], name: str, who: Who, *, number: bool = False, long: bool = False) -> None:
    """A line, a number or several lines; what is emptied is left out."""

    def took(value: Any) -> None:
        if value in (None, ""):
            into.pop(name, None)
        else:
            into[name] = int(value) if number else value

    if number:
        ui.number(label.say(who.lang), value=into.get(name), format="%d", on_change=lambda e: took(e.value)).props(
            "outlined dense"
        )
    elif long:
        ui.textarea(label.say(who.lang), value=into.get(name), on_change=lambda e: took(e.value)).props(
            "outlined dense autogrow"
        )
    else:
        ui.input(label.say(who.lang), value=into.get(name), on_change=lambda e: took(e.value)).props("outlined dense")


def choice(
    label: Text,
    known: dict[str, str],
    into: dict[str, Any],
    name: str,
    who: Who,
    took: Callable[[], Any] = lambda: None,
) -> None:
    def chosen(value: Any) -> Any:
        if value is None:
            into.pop(name, None)
        else:
            into[name] = value
        return took()  # awaited where it takes its time

    value = into.get(name)
    made = ui.select(
        known,
        value=value if value in known else None,
        label=label.say(who.lang),
        with_input=len(known) > 12,
        on_change=lambda e: chosen(e.value),
    )
    made.props("outlined dense options-dense").mark(f"choose {name}")


def choices(label: Text, known: dict[str, str], into: dict[str, Any], name: str, who: Who) -> None:
    made = ui.select(
        known,
        value=[key for key in into.get(name) or [] if key in known],
        label=label.say(who.lang),
        multiple=True,
        on_change=lambda e: into.update({name: list(e.value or [])}),
    )
    made.props("outlined dense options-dense use-chips").mark(f"choose {name}")
