"""Uploading a workbook: for a new template, or in the place of the one a template has."""

from pathlib import Path
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import UploadEventArguments

from exports.papers.package import MOST_BYTES
from models.design import DesignPaper
from models.design.allowed import types
from models.design.papers import KINDS, ROW, WEEK
from models.kit.declare.access import Who, may
from models.kit.declare.record import Row
from models.kit.server import machine
from models.kit.text import Refusals, Refused, join

from ..importing.upload import PICK, stored
from ..parts.leaving import Unkept
from ..parts.pieces import notice, span, tag
from ..parts.session import ask, viewer
from . import words
from .keeping import examined, kept
from .looked import result


def drop_zone(who: Who, took: Any) -> Element:
    def refused() -> None:
        notice(words.WRONG_KIND.say(viewer().lang), bad=True)

    made = ui.upload(on_upload=took, on_rejected=refused, auto_upload=True, max_files=1, max_file_size=MOST_BYTES)
    made.classes("i-drop").props("accept=.xlsx flat").mark("upload")
    with made.add_slot("list"), tag("button", "o-button") as face:
        face.props["type"] = "button"
        face.on("click", js_handler=PICK)
        ui.icon("upload_file")
        span(words.DROP.say(who.lang))
    tag("p", "o-faint", words.LIMITS.say(who.lang))
    return made


class Upload:
    """One workbook on its way to a template; what a page sends is judged here whatever the page itself allowed."""

    verb = "add"

    def __init__(self, who: Who):
        self.busy = False
        self.alert = tag("div", "o-alert")
        self.alert.props["role"] = "alert"
        self.alert.set_visibility(False)
        self.zone = drop_zone(who, self.took)
        self.place = tag("div", "o-stack")

    def about(self) -> tuple[str, str | None] | None:
        """What it is made of and for which table; None while that isn't said."""
        raise NotImplementedError

    async def keep(self, path: Path, file: str, who: Who) -> None:
        raise NotImplementedError

    async def took(self, event: UploadEventArguments) -> None:
        who = viewer()
        if self.busy or not may(who, self.verb, DesignPaper):
            return
        self.busy = True
        path, file = await stored(event), Path(event.file.name).name[:120]
        try:
            await self._take(path, file, who)
        finally:
            self.busy = False
            path.unlink(missing_ok=True)
            self.zone.reset()

    async def _take(self, path: Path, file: str, who: Who) -> None:
        self.say("")
        self.place.clear()
        about = self.about()
        if about is None:
            self.say(words.FIRST_SAY.say(who.lang))
            return
        try:
            looked = await ask(examined, who, path, file, *about)
            if looked["unknown"]:
                with self.place:
                    result(looked, who, saved=False)
                return
            await self.keep(path, file, who)
        except Refused as refused:
            self.say(refused.text.say(who.lang))
        except Refusals as several:
            self.say(join([refused.text for refused in several.refusals[:5]]).say(who.lang))
        except Exception as fault:
            if (why := machine.explained(fault)) is None:
                raise
            self.say(why.say(who.lang))

    def say(self, text: str) -> None:
        self.alert.clear()
        self.alert.set_visibility(bool(text))
        with self.alert:
            span(text)


class NewPaper(Upload):
    """The name and the table first; with the workbook it is saved."""

    def __init__(self, who: Who, record: str):
        known = {key: labels[1 if who.lang == "en" else 0] for key, labels in types().items()}
        with tag("div", "t-form"):
            self.name = ui.input(words.NAME.say(who.lang)).props("outlined dense maxlength=40").mark("paper name")
            kinds = {kind.key: kind.label.say(who.lang) for kind in KINDS}
            self.kind = ui.select(kinds, value=ROW, label=words.MADE_OF.say(who.lang))
            self.kind.props("outlined dense options-dense").mark("paper kind")
            chosen = record if record in known else None
            self.table = ui.select(known, value=chosen, label=words.TABLE.say(who.lang), with_input=True)
            self.table.props("outlined dense options-dense").mark("paper table")
        super().__init__(who)
        inputs = (self.name, self.kind, self.table)
        self.unkept = Unkept(lambda: [element.value for element in inputs])
        for element in inputs:
            element.on_value_change(self.unkept.look)

    def about(self) -> tuple[str, str | None] | None:
        kind, record = self.kind.value, None if self.kind.value == WEEK else self.table.value
        if not (self.name.value or "").strip() or kind not in {known.key for known in KINDS}:
            return None
        return (kind, record) if kind == WEEK or record in types() else None

    async def keep(self, path: Path, file: str, who: Who) -> None:
        kind, record = self.about() or (ROW, None)
        sets = {"name": self.name.value.strip()[:40], "kind": kind, "record_type": record}
        made = await ask(kept, who, path, file, sets)
        self.unkept.done()
        ui.navigate.to(f"/papers/{made}")


class Replacing(Upload):
    """Another workbook for a template that is there."""

    verb = "edit"

    def __init__(self, row: Row, who: Who):
        self.row = row
        super().__init__(who)

    def about(self) -> tuple[str, str | None] | None:
        return self.row.kind, self.row.record_type

    async def keep(self, path: Path, file: str, who: Who) -> None:
        await ask(kept, who, path, file, None, self.row.id)
        notice(words.REPLACED.say(who.lang))
        ui.navigate.reload()
