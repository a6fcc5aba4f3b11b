"""The record of the active row beside the grid: its form, comments, files, past and lines, without leaving the grid."""

from collections.abc import Callable
from typing import Any

from models.kit.ask.past import history
from models.kit.ask.todo import called
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.text import Text
from models.kit.write.edits import Answer

from .described import lines_of
from .parts.drawn import Drawn
from .parts.ears import listen_here
from .parts.files import files_card, read_files
from .parts.form import Form, Locks
from .parts.pieces import icon_button, link, notice, tag
from .parts.session import ask, viewer
from .parts.timeline import timeline
from .parts.under import lines_under
from .parts.values import address, title_of
from .record_reading import read_form
from .sheet import Sheet
from .sheet.saying import Comments

PANEL = Text("这一行的资料", "This row")
DETAILS, COMMENTS = Text("资料", "Details"), Text("评论", "Comments")
FILES, HISTORY = Text("附件", "Files"), Text("历史", "History")
WHOLE_PAGE, CLOSE = Text("打开整页", "Open its page"), Text("关闭（Esc）", "Close (Esc)")
UNSAVED_FIRST = Text(
    "侧栏里有未保存的修改，先保存或放弃，再换到别的行", "The panel holds unsaved changes; save or discard them first"
)
LARGEST = 2**53


class SidePanel:
    """It follows the active row, as the sheet tells it; what is half typed in it stays until it is saved or given up."""

    def __init__(self, record: type[Record], sheet: Sheet):
        self.record, self.sheet = record, sheet
        self.id: int | None = None
        self.form: Form | None = None
        self.talk: Comments | None = None
        self.asked, self.tab, self.drawn = 0, "details", Drawn()
        self.about: str | None = None  # the column whose cell is to be spoken of, once
        self.place = tag("aside", "o-panel")
        self.place.props["aria-label"] = PANEL.say(viewer().lang)
        self.place.set_visibility(False)
        self.place.on("keydown.esc", self.close, args=[])
        sheet.on("panel", self._told)

    async def _told(self, event: Any) -> None:
        """The sheet asks for a row, or, with none, to close. What comes from a page may be anything."""
        wanted = event.args if isinstance(event.args, dict) else {}
        id, tab = wanted.get("id"), wanted.get("tab")
        if tab in self._tabs(viewer()):
            self.tab = tab
            self.about = about if isinstance(about := wanted.get("about"), str) else None
        if type(id) is int and id == self.id and tab:
            await self._fill()  # what is half typed in the form stays
        elif type(id) is int and 0 < id < LARGEST:
            await self.show(id)
        else:
            self.close()

    async def show(self, id: int) -> None:
        """The row as this person may see it; one that isn't there closes the panel."""
        if self._is_held(id):
            return
        self.asked += 1
        turn, who = self.asked, viewer()
        row, locks = await ask(read_form, self.record, id, who)
        if turn != self.asked or self._is_held(id):
            return
        if not row:
            self.close()
            return
        self.id = id
        self.place.clear()
        self.place.set_visibility(True)
        with self.place:
            self._draw(row, locks, who)
            listen_here(self.record.key(), id, self.refresh)
        await self._fill()
        self.sheet.run_method("panelled", id)

    def _is_held(self, id: int | None) -> bool:
        held = self.form is not None and bool(self.form.dirty) and id != self.id
        if held:
            notice(UNSAVED_FIRST.say(viewer().lang), bad=True)
            self.sheet.run_method("panelled", self.id)
        return held

    def close(self) -> None:
        if self.id is None or self._is_held(None):
            return
        self.asked += 1
        self.id = self.form = self.talk = None
        self.place.clear()
        self.place.set_visibility(False)
        self.sheet.run_method("panelled", None)

    # Drawing ----------------------------------------------------------------------------------------------------------

    def _tabs(self, who: Who) -> dict[str, Text]:
        lines = {under.key(): under.sheet.label for under in lines_under(self.record)}
        return {"details": DETAILS, "comments": COMMENTS, **lines, "files": FILES, "history": HISTORY}

    def _draw(self, row: dict[str, Any], locks: Locks, who: Who) -> None:
        with tag("div", "o-line o-panel-head"):
            self.title = tag("h2", "", title_of(self.record, row, who.lang))
            self.which = tag("div", "o-about", called(self.record, row, who, title_of(self.record, row, who.lang)))
            tag("div", "o-gap")
            whole = link("", address(self.record, row["id"]), "o-button o-small", icon="open_in_full")
            whole.props["title"] = whole.props["aria-label"] = WHOLE_PAGE.say(who.lang)
            icon_button("close", CLOSE.say(who.lang), self.close, kind="o-small").mark("close-panel")
        with tag("div", "o-tabs o-scroll"):
            self.tabs = {name: self._tab(name, label, who) for name, label in self._tabs(who).items()}
        with tag("div", "o-panel-body"):
            with tag("div") as self.details:
                self.form = Form(self.record, row, self._saved, locks=locks)
            self.rest = tag("div")
        self.talk = None

    def _tab(self, name: str, label: Text, who: Who) -> Any:
        made = tag("button", "o-tab", label.say(who.lang)).mark(f"panel-{name}")
        made.props["type"] = "button"

        async def choose() -> None:
            self.tab = name
            await self._fill()

        return made.on("click", choose, args=[])

    async def _fill(self) -> None:
        """What the chosen tab shows, read only now; the form stays behind it with what is typed."""
        for name, tab in self.tabs.items():
            tab.classes(add="o-here") if name == self.tab else tab.classes(remove="o-here")
        self.details.set_visibility(self.tab == "details")
        self.talk, self.drawn = None, Drawn()
        self.rest.clear()
        await self._look()

    async def _look(self) -> None:
        """The chosen tab as it is now; what was chosen or asked for since is not drawn over."""
        who, id, asked, drawn = viewer(), self.id, self.asked, self.drawn
        turn = drawn.asks()
        made = await self._reader(who, id) if id is not None else None
        if made is None or asked != self.asked or drawn is not self.drawn or drawn.is_late(turn):
            return
        drawn.draw(self.rest, (made[0], who), made[1])

    async def _reader(self, who: Who, id: int) -> tuple[Any, Callable[[], Any]] | None:
        """What was read for the chosen tab, and how it is drawn."""
        if self.tab == "comments":
            return None, lambda: self._comments(who, id)
        if self.tab == "files":
            files = await ask(read_files, self.record, id)
            return files, lambda: files_card(self.record, id, files, who, self.refresh)
        if self.tab == "history":
            past = await ask(history, self.record, id, who)
            return past, lambda: timeline(self.record, past, who, self.refresh)
        if self.tab != "details" and (described := await ask(lines_of, who, self.tab, id)) is not None:
            return None, lambda: Sheet(described, me={"id": who.user_id, "name": who.name}, lang=who.lang)
        return None

    def _comments(self, who: Who, id: int) -> None:
        self.talk = Comments(self.record, id, who, self.about)
        self.about = None

    async def _saved(self, done: Answer) -> None:
        await self.refresh()

    async def refresh(self) -> None:
        """The row may have changed; what is half typed stays."""
        if self.id is None:
            return
        who, turn = viewer(), self.asked
        row, locks = await ask(read_form, self.record, self.id, who)
        if turn != self.asked or (not row and self.form.dirty):
            return
        if not row:
            self.close()
            return
        if not self.form.dirty:
            self.form.redraw(row, locks)
        self.title.set_text(title := title_of(self.record, row, who.lang))
        self.which.set_text(called(self.record, row, who, title))
        if self.talk is not None:
            self.talk.refresh()
        elif self.tab in ("files", "history"):
            await self._look()
