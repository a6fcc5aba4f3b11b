"""Comments on a row as a piece of a page: what was said there, and a place to say more."""

from nicegui import ui
from nicegui.element import Element

from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.formula.asking import seen

from . import assets
from .words import said


class Comments(Element, component="comments.js"):
    """What people say about one row; it reads and writes over /api/v1, as the person whose page it is.

    about: the column whose cell the next words are about; the keyboard stands there at once.
    """

    def __init__(self, record: type[Record], id: int, who: Who, about: str | None = None):
        super().__init__()
        ui.add_head_html(assets.head())
        fields, shown = record.facts().readable, seen(who, record)
        cells = [
            {"name": name, "label": fields[name].label.say(who.lang)} for name, mode in shown.items() if mode == "full"
        ]
        self._props["record"], self._props["id"], self._props["fields"] = record.key(), id, cells
        if about in {cell["name"] for cell in cells}:
            self._props["about"] = about
        self._props["words"], self._props["me"] = said(who.lang), {"id": who.user_id, "name": who.name}

    def refresh(self) -> None:
        """Read again: somebody said something."""
        self.run_method("refresh")
