"""The import page /import/<record>: a file is dropped, every row is judged, faulty cells are put right, one batch goes in."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi import Request
from nicegui import ui
from nicegui.events import UploadEventArguments
from starlette.exceptions import HTTPException

from exports.incoming.remarks import SUITS
from exports.read.encodings import NO_ENCODING
from models import house
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.incoming.incoming import Fault, Stopped
from models.kit.server import machine
from models.kit.server.turns import WAITS
from models.kit.text import Refused, Text
from models.kit.write.history import Event

from .. import guard
from ..api.answers import NOT_THERE
from ..frame import page
from ..parts.leaving import Unkept
from ..parts.pieces import button, card, link, notice, progress, span, tag
from ..parts.session import viewer
from . import difference_words, words
from .arranging import proposals
from .columns import columns_card, encoding_line, readings_card
from .preview import done_card, result_card
from .returned_card import returned_cards
from .state import State
from .upload import drop_zone, stored
from .work import Work

STYLE = Path(__file__).parent / "style.css"


def mount() -> None:
    ui.add_head_html("<style>" + STYLE.read_text(encoding="utf-8") + "</style>", shared=True)
    threads = ThreadPoolExecutor(4, "importing")  # large files wait for their turn, small ones for no large one

    @ui.page("/import/{record}")
    def import_page(request: Request, record: str) -> None:
        record_type = house().records.get(record)
        if record_type is None or not may(guard.who(request), "import", record_type):
            raise HTTPException(404, NOT_THERE)
        ImportPage(record_type, threads)


class ImportPage:
    """The page of one person: the state of one upload, and the places where it is drawn."""

    def __init__(self, record: type[Record], threads: ThreadPoolExecutor):
        self.record, self.work = record, Work(threads)
        self.state, self.turns = State(record), asyncio.Lock()
        self.tab: str | None = None  # what of the result is open: which rows, the faults of which column, which page
        self.column: str | None = ""
        self.at = 0
        self.unkept = Unkept(lambda: self.state.holds_work)
        who = viewer()
        title = words.TITLE(record=record.sheet.label).say(who.lang)
        with page(title, record.key(), "import"):
            with tag("div", "o-crumbs"):
                link(record.sheet.label.say(who.lang), "/t/" + record.key())
                ui.icon("chevron_right")
                span(words.IMPORT.say(who.lang))
            with tag("div", "o-line"):
                tag("h1", "o-h1", title)
                tag("div", "o-gap")
                template = f"/api/v1/{record.key()}/template.xlsx"
                link(words.TEMPLATE.say(who.lang), template, "o-button", icon="download")
            self.alert = tag("div", "o-alert")
            self.alert.props["role"] = "alert"
            self.progress = tag("div")
            self.place = tag("div", "o-stack")
        self.draw()

    # Steps ------------------------------------------------------------------------------------------------------------

    async def took(self, event: UploadEventArguments) -> None:
        """A file has arrived; what a page sends is judged here whatever the page itself allowed."""
        who = viewer()
        if self.turns.locked() or not may(who, "import", self.record):
            return
        path, name = await stored(event), Path(event.file.name).name[:200]
        self.state, self.tab, self.column, self.at = State(self.record), None, "", 0
        try:
            await self.do(words.READING(file=name), self.state.read, path, name)
        finally:
            path.unlink(missing_ok=True)

    async def take(self, sheet: str) -> None:
        await self.do(words.CHECKING, self.state.take, sheet)

    async def read_as(self, encoding: str) -> None:
        await self.do(words.READING(file=self.state.filename), self.state.read_as, encoding)

    async def fill(self, name: str, value: str) -> None:
        """The same value for all rows, where the file lacks a column."""
        self._keep_typed()
        await self.do(words.CHECKING, self.state.fill, name, value)

    async def map(self, place: int, name: str | None) -> None:
        self._keep_typed()
        await self.do(words.CHECKING, self.state.map, place, name)

    async def confirm(self, places: set[int], taken: bool) -> None:
        self._keep_typed()
        await self.do(words.CHECKING, self.state.confirm, places, taken)

    async def arrange(self, kind: str, taken: bool) -> None:
        """Whether the file is to be read otherwise than row by row below its header."""
        await self.do(words.CHECKING, self.state.arranged, kind, taken)

    async def ask(self, **options) -> None:
        """Other options: mode, key, create_links."""
        self._keep_typed()
        await self.do(words.CHECKING, self.state.asked, options)

    async def correct(self, cells: dict[tuple[int, str], str]) -> None:
        """What cells of the file are to say instead, one of them or a thousand."""
        self.state.fixes = {**self.state.fixes, **cells}
        await self._checked()

    def typed(self, fault: Fault, value: str) -> None:
        """What stands in the box of a cell; it counts with the next check, whatever brings that about."""
        self.state.typed.pop((fault.row, fault.field), None)
        if value != fault.value:
            self.state.typed[fault.row, fault.field] = value
        self.unkept.look()

    def _keep_typed(self) -> None:
        self.state.fixes, self.state.typed = {**self.state.fixes, **self.state.typed}, {}

    async def check_typed(self) -> None:
        if self.state.typed:
            await self._checked()

    async def leave_out(self, rows: set[int]) -> None:
        self.state.left_out = self.state.left_out | rows
        await self._checked()

    async def put_back(self) -> None:
        self.state.fixes, self.state.typed, self.state.left_out = {}, {}, set()
        await self._checked()

    async def _checked(self) -> None:
        """Check anew; what is corrected during a check is checked after it. Leaving a cell for a button does both."""
        self._keep_typed()
        await self._look_again(words.CHECKING)

    async def _look_again(self, what: Text) -> None:
        if not self.state.due:  # else one waits for its turn already, and takes this along
            self.state.due = True
            await self.do(what, self.state.corrected)

    async def go(self) -> None:
        """Import what was announced; what was typed since is checked and shown first."""
        if self.state.to_confirm:
            return
        if self.state.typed:
            await self._checked()
            return
        await self._write(words.WRITING, self.state.apply)

    async def _write(self, what: Text, work) -> None:
        """Only what has been seen: a click that comes during a check is answered, and done once it is pressed again."""
        if self.turns.locked():
            notice(words.LOOK_FIRST.say(viewer().lang))
        else:
            await self.do(what, work)

    async def compare(self) -> None:
        """A file that came back, held anew against what is here now."""
        await self.do(difference_words.COMPARING, self.state.compare)

    async def mend(self) -> None:
        """The same with what was put right; what is put right meanwhile is compared afterwards."""
        self.state.returned.keep_typed()
        await self._look_again(difference_words.COMPARING)

    async def write_back(self) -> None:
        """What was decided of it; what was typed since is compared and shown first."""
        if self.state.returned.typed:
            await self.mend()
            return
        await self._write(difference_words.WRITING, self.state.write_back)

    async def again(self) -> None:
        self.state = State(self.record)
        self.draw()

    async def do(self, what: Text, work, *given) -> None:
        """Long work with its progress shown; the page is drawn anew when it is over, however it ended.

        What is asked for meanwhile comes in its turn, unless another file is here by then.
        """
        state, client = self.state, ui.context.client
        async with self.turns:
            if state is self.state:
                with client.content:  # where it was pressed may have been drawn anew
                    await self._do(what, work, *given)

    async def _do(self, what: Text, work, *given) -> None:
        who, state, why = viewer(), self.state, None
        self.place.classes(add="i-busy")
        timer = self._progress(what, who)
        try:
            await self.work.run(work, *given, who, self.work.tell)
        except Stopped:
            why = words.CANCELLED
        except Refused as refused:
            why = refused.text
        except Exception as fault:
            if (why := machine.explained(fault)) is None:
                raise
        finally:
            timer.cancel()
            self.progress.clear()
            self.place.classes(remove="i-busy")
        if state is not self.state:
            return  # another file was asked for meanwhile
        back = self.state.returned
        if self.state.readings:
            why = None if why == NO_ENCODING else why  # the card asks for it
        elif self.state.incoming is None and self.state.refused is None and (back is None or back.came is None):
            self.state = State(self.record)
        self.draw(why)

    def _progress(self, what: Text, who: Who) -> ui.timer:
        """A bar that appears when it takes longer than a moment."""
        with self.progress, tag("div", "o-card i-progress") as box:
            box.set_visibility(False)
            with tag("div", "o-line"):
                said = span(what.say(who.lang))
                tag("div", "o-gap")
                button(words.CANCEL.say(who.lang), self.work.end, kind="o-small", mark="stop")
            bar = progress(what.say(who.lang)).props("rounded")

        def look() -> None:
            box.set_visibility(True)
            bar.value = max(0.02, self.work.share)
            said.text = (WAITS(n=self.work.before) if self.work.before else what).say(who.lang)
            if self.work.ending:
                said.text = words.STOPPING.say(who.lang)

        with self.progress:
            return ui.timer(0.4, look, immediate=False)

    # Drawing ----------------------------------------------------------------------------------------------------------

    def draw(self, why: Text | None = None) -> None:
        who, state = viewer(), self.state
        self.alert.clear()
        self.alert.set_visibility(why is not None)
        if why is not None:
            with self.alert:
                ui.icon("error_outline")
                span(why.say(who.lang))
        self.unkept.look()
        self.place.clear()
        with self.place:
            if state.readings:
                readings_card(self, who)
            if state.book is None:
                drop_zone(who, self.took)
            elif state.returned is not None:
                returned_cards(self, who)
            elif state.outcome is not None and state.outcome.state in ("applied", "duplicate"):
                done_card(self, who)
            else:
                self._file_card(who)
                columns_card(self, who)
                result_card(self, who)

    def _file_card(self, who: Who) -> None:
        state = self.state
        table = state.chosen.table
        rows = state.incoming.report.total + len(state.left_out) if state.incoming else len(table.sheet.rows)
        said = words.ROWS(sheet=table.sheet.name, header=table.header, rows=f"{rows:,}")
        with card(state.filename) as head:
            with head:
                button(words.OTHER_FILE.say(who.lang), self.again, icon="swap_horiz", kind="o-small", mark="other file")
            sentence = said if state.chosen.headed else words.ROWS_UNKNOWN(sheet=table.sheet.name)
            tag("div", "o-soft", sentence.say(who.lang))
            if state.text:
                encoding_line(self, who)
            proposals(self, who)
            for note in state.book.notes:
                _note("info", note.say(who.lang))
            for note in state.remarks():
                _note("info", note.say(who.lang))
            if state.suits is not None:
                record, count = state.suits
                with tag("div", "i-note"):
                    ui.icon("warning_amber")
                    span(SUITS(record=record.sheet.label, count=count).say(who.lang))
                    to = f"/import/{record.key()}"
                    link(words.GO_THERE(record=record.sheet.label).say(who.lang), to, "o-button o-small")
            if state.before is not None:
                text = words.BEFORE if state.incoming and state.incoming.key else words.BEFORE_KEYLESS
                before = text(who=state.before.who, at=Event.at.show(state.before.at))
                _note("history", before.say(who.lang))


def _note(icon: str, text: str) -> None:
    with tag("div", "i-note"):
        ui.icon(icon)
        span(text)
