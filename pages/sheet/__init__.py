"""The sheet: one record type as a grid to work in, AG Grid as NiceGUI ships it over the HTTP API."""

from nicegui import ui
from nicegui.element import Element

from .. import guard
from ..parts import gathered, live
from . import assets
from .words import said

DESIGNED = (
    "design_type",
    "design_step",
    "design_column",
    "design_choice",
    "design_field",
    "design_option",
    "design_view",
    "design_automation",
    "design_paper",
)
# Naming ui.aggrid registers the module 'nicegui-aggrid' that the sheet imports in the browser.
AG_GRID_VERSION = ui.aggrid.VERSION
ECHARTS = ui.echart  # likewise 'nicegui-echart', which the chart of a pivot fetches when it is drawn


class Sheet(Element, component="sheet.js"):
    """`record`: what `pages.parts.columns.sheet_of` answers; the rows come over /api/v1, never through the socket.

    While it lives it hears of changes to its record type and of the others who look at it, and hands both to the page.
    """

    def __init__(self, record: dict, *, me: dict, lang: str = "zh"):
        super().__init__()
        ui.add_head_html(assets.head())
        self._props["record"] = record
        self._props["me"] = {"id": me["id"], "name": me["name"]}
        self._props["words"] = said(lang)
        self._gathered = gathered.Gathered(me["id"], self.tell)
        self._props["tab"] = self._join(record["name"], me)

    def send_along(self, first: dict) -> None:
        """The first rows, {record, asked, answer}, go with the page, which shows them if it asks the same."""
        ui.add_head_html(assets.embedded("s-first", first))

    def _join(self, record: str, me: dict) -> str:
        """Takes a place among those who look at this record type. Returns the page's name there."""
        app_live = live.running()
        if app_live is None:
            self._leave = lambda: None
            return ""
        tab = app_live.enter(record, me["id"], me["name"])
        client = self.client
        unlisten = app_live.listen(record, self._told, lambda: guard.who(client))
        # That columns or views are others now is no secret; which, each page asks as who it is.
        undesigned = [app_live.listen(name, self._designed) for name in DESIGNED]

        def leave() -> None:
            for stop in (unlisten, *undesigned):
                stop()
            app_live.leave(tab)

        self._leave = leave
        self.client.on_disconnect(lambda: app_live.away(tab))
        return tab

    def _told(self, message: dict) -> None:
        if "here" in message:
            self.tell(message)
        else:
            self._gathered(message)

    def _designed(self, message: dict) -> None:
        if "here" not in message:
            self.tell({"design": True})

    def tell(self, message: dict) -> None:
        """Tells the page which rows changed, or where a colleague is now."""
        self.run_method("hear", message)

    def _handle_delete(self) -> None:
        self._leave()
        self._gathered.stop()
        super()._handle_delete()
