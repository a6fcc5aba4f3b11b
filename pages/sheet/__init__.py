"""The sheet: one record type as a grid to work in, AG Grid as NiceGUI ships it over the HTTP API."""

from pathlib import Path

from nicegui import ui
from nicegui.dependencies import register_esm
from nicegui.element import Element

from .words import said

# Naming ui.aggrid registers the module 'nicegui-aggrid' that the sheet imports in the browser.
AG_GRID_VERSION = ui.aggrid.VERSION
WEB = Path(__file__).parent / "web"

# NiceGUI's own key follows the folder's time only; browsers keep modules for a year, so every file counts here.
register_esm("ops-sheet", WEB, max_time=max(file.stat().st_mtime for file in WEB.rglob("*.*")))


class Sheet(Element, component="sheet.js"):
    """`record`: what `pages.parts.columns.sheet_of` answers; the rows come over /api/v1, never through the socket."""

    def __init__(self, record: dict, *, me: dict, lang: str = "zh"):
        super().__init__()
        self._props["record"] = record
        self._props["me"] = {"id": me["id"], "name": me["name"]}
        self._props["words"] = said(lang)

    def apply_rows(self, rows: list[dict]) -> None:
        """Shows rows as this viewer may see them, in place."""
        self.run_method("apply_rows", rows)

    def refresh(self) -> None:
        """Asks the page to read again what is in sight: rows came or went."""
        self.run_method("refresh")
