"""Field type → how a value is shown: text, a pill in its tone, chips, a link to the record it names."""

from collections.abc import Callable
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
from .still import Part, Still, part, way

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
def part_of(item: Described, wire: Any, who: Who) -> Part:
    """A value that is not being edited, as a part of a drawing."""
    return part("div", "", text_of(item, wire, who.lang) or NOTHING)


@part_of.register
def _(item: ChoiceField, wire: Any, who: Who) -> Part:
    option = next((choice for choice in item.options if choice.key == wire), None)
    if option is None or all(choice.tone == "grey" for choice in item.options):
        return part("div", "", text_of(item, wire, who.lang) or NOTHING)
    return part("span", f"o-pill {option.tone}", option.label.say(who.lang))


@part_of.register
def _(item: TagsField, wire: Any, who: Who) -> Part:
    if not isinstance(wire, list) or not wire:
        return part("div", "", NOTHING if wire is None else str(wire))
    return part("div", "o-chips", *(part("span", "o-chip", str(word)) for word in wire))


@part_of.register
def _(item: LinkField, wire: Any, who: Who) -> Part:
    if _leads(item, wire, who):
        return way(wire["text"], address(item.rel_model, wire["id"]))
    return part("div", "", text_of(item, wire, who.lang) or NOTHING)


def _leads(item: LinkField, wire: Any, who: Who) -> bool:
    """Whether this person gets to the row that it names."""
    target = item.rel_model
    return isinstance(wire, dict) and target.key() in house().records and may(who, "see", target)


@singledispatch
def show(item: Described, wire: Any, who: Who) -> Element:
    """Draw a value that is not being edited."""
    return Still(part_of(item, wire, who))


@show.register
def _(item: LinkField, wire: Any, who: Who) -> Element:
    if _leads(item, wire, who):
        return link(wire["text"], address(item.rel_model, wire["id"]))
    return Still(part_of(item, wire, who))


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


@singledispatch
def cell_of(item: Described, wire: Any, who: Who) -> Part | Callable[[], Element]:
    """The same as the cell of a table: a part of its row's drawing, where the kind has such."""
    return part_of(item, wire, who)


@cell_of.register(BarcodeField)
@cell_of.register(FilesField)
def _(item: Described, wire: Any, who: Who) -> Callable[[], Element]:
    return lambda: show(item, wire, who)


__all__ = ["NOTHING", "address", "cell_of", "part_of", "show", "text_of", "title_of", "when"]
