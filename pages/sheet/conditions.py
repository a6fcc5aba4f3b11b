"""A filter as one field of a form, put together by the dialog that grids have."""

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.element import Element

from models.kit.declare.access import Who

from ..described import described_for
from ..parts.columns import sheet_of
from . import assets
from .words import said


class Conditions(Element, component="conditions.js"):
    """`took` hears of each filter over rows of the type that the person makes."""

    def __init__(self, name: str, filter: dict[str, Any], label: str, who: Who, took: Callable[[dict[str, Any]], None]):
        super().__init__()
        ui.add_head_html(assets.head())
        described = described_for(who, name)
        self._props["record"] = described and sheet_of(described, who.lang)
        self._props["words"] = said(who.lang)
        self._props["me"] = {"id": who.user_id, "name": who.name}
        self._props["filter"], self._props["label"] = filter, label
        self.on("filtered", lambda event: took(event.args if isinstance(event.args, dict) else {}))
