"""Field type → how a value is shown: text, a pill in its tone, chips, a link to the record it names."""

from functools import singledispatch
from typing import Any

from nicegui import ui
from nicegui.element import Element

from models import house
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.fields import BarcodeField, ChoiceField, Described, FilesField, LinkField, TagsField
from models.kit.text import Refused
from models.kit.write.history import Batch

from .codes import drawn
from .pieces import link, span, tag

NOTHING = "—"


@singledispatch
def text_of(item: Described, wire: Any, lang: str) -> str:
    """A wire value as people read it; what can't be read as the field (a masked value) stands for itself."""
    try:
        return item.show(item.parse(wire), lang)
    except Refused:
        return str(wire)


@text_of.register
def _(item: LinkField, wire: Any, lang: str) -> str:
    return str(wire.get("text", "")) if isinstance(wire, dict) else "" if wire is None else str(wire)


@singledispatch
def show(item: Described, wire: Any, who: Who) -> Element:
    """Draw a value that is not being edited."""
    return ui.label(text_of(item, wire, who.lang) or NOTHING)


@show.register
def _(item: ChoiceField, wire: Any, who: Who) -> Element:
    option = next((choice for choice in item.options if choice.key == wire), None)
    if option is None or all(choice.tone == "grey" for choice in item.options):
        return ui.label(text_of(item, wire, who.lang) or NOTHING)
    return span(option.label.say(who.lang), "o-pill").classes(option.tone)


@show.register
def _(item: BarcodeField, wire: Any, who: Who) -> Element:
    if not isinstance(wire, str) or not wire:
        return ui.label(NOTHING)
    with tag("div") as made:
        drawn(wire, who)
    return made


@show.register
def _(item: FilesField, wire: Any, who: Who) -> Element:
    """Small pictures and names; how they are put there stands beside them, see `files.column_files`."""
    if not isinstance(wire, list) or not wire:
        return ui.label(NOTHING if wire is None else str(wire))
    with tag("div", "o-files o-files-cell") as made:
        for file in wire:
            with ui.link(target=f"/api/v1/files/{int(file['id'])}").classes(replace="o-file-face"):
                if file["picture"]:
                    picture = tag("img")
                    picture.props["src"], picture.props["alt"] = f"/api/v1/files/{int(file['id'])}/small", file["name"]
                    picture.props["loading"] = "lazy"
                else:
                    span(file["name"], "o-file-name")
    return made


@show.register
def _(item: TagsField, wire: Any, who: Who) -> Element:
    if not isinstance(wire, list) or not wire:
        return ui.label(NOTHING if wire is None else str(wire))
    with tag("div", "o-chips") as made:
        for word in wire:
            span(str(word), "o-chip")
    return made


@show.register
def _(item: LinkField, wire: Any, who: Who) -> Element:
    target = item.rel_model
    if isinstance(wire, dict) and target.key() in house().records and may(who, "see", target):
        return link(str(wire["text"]), address(target, wire["id"]))
    return ui.label(text_of(item, wire, who.lang) or NOTHING)


def address(record: type[Record], id: int) -> str:
    """The page of one record."""
    return f"/r/{record.key()}/{int(id)}"


def when(at: str) -> str:
    """A wire moment on the wall clock of the business."""
    return Batch.at.show(Batch.at.parse(at))


def title_of(record: type[Record], row: dict[str, Any], lang: str) -> str:
    """How people call a row that was read; its number where its title is hidden."""
    name = record.sheet.title
    return text_of(record.fields()[name], row.get(name), lang) or f"#{row['id']}"


__all__ = ["NOTHING", "address", "show", "text_of", "title_of", "when"]
