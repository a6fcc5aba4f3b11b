"""From a file to tables: what was guessed of it, where it can be corrected, and what became of it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from nicegui import ui
from nicegui.events import UploadEventArguments

from exports.incoming import guessed_kinds, guessing
from exports.read.aside import read_aside, turn
from models import house
from models.design import DesignType
from models.design.tables.from_workbook import TablePlan, bring
from models.design.tables.types import areas
from models.kit.declare.access import Who, may
from models.kit.incoming.incoming import Stopped
from models.kit.server import machine
from models.kit.text import Refused, Text
from models.kit.write.edits import Answer
from models.kit.write.undo import undo

from ..importing.upload import drop_zone, stored
from ..importing.work import Work
from ..parts.dialogs import confirm
from ..parts.leaving import warn
from ..parts.pieces import button, card, link, notice, progress, span, table, tag
from ..parts.session import ask, viewer
from . import words
from .column import OneColumn, select


class Workbook:
    """One person's file on its way to tables."""

    def __init__(self, who: Who, threads: ThreadPoolExecutor):
        self.work, self.busy = Work(threads), False
        self.plans: list[TablePlan] = []
        self.notes: list[Text] = []
        self.file, self.answer = "", None
        self.alert = tag("div", "o-alert")
        self.alert.props["role"] = "alert"
        self.bar = progress(words.TITLE.say(who.lang))
        self.bar.set_visibility(False)
        self.place = tag("div", "o-stack")
        self.draw(who)

    # Steps ------------------------------------------------------------------------------------------------------------

    async def took(self, event: UploadEventArguments) -> None:
        """A file has arrived; what a page sends is judged here whatever the page itself allowed."""
        who = viewer()
        if self.busy or not may(who, "add", DesignType):
            return
        path, self.file = await stored(event), Path(event.file.name).name[:200]
        try:
            answer = await self.do(read, path, self.file, who, self.work.tell)
        finally:
            path.unlink(missing_ok=True)
        if answer is not None:
            self.plans, self.notes = answer
            self.draw(who)

    async def go(self) -> None:
        who = viewer()
        answer = await self.do(write, self.plans, who, self.file, self.work.tell)
        if answer is None:
            return
        if answer.state != "applied":
            self.say("\n".join(fault.text.say(who.lang) for fault in answer.errors[:5]))
            return
        self.answer = answer
        self.draw(who)

    async def take_back(self) -> None:
        who = viewer()
        answer = await ask(undone, self.answer.batch, who)
        if answer.state == "applied":
            notice(words.UNDONE.say(who.lang))
            self.again()
        else:
            self.say("\n".join(fault.text.say(who.lang) for fault in answer.errors[:5]))

    def another(self) -> None:
        """What was corrected of this file is lost with it, so the person is asked."""
        who = viewer()
        title, said = words.ANOTHER.say(who.lang), words.CHOICES_GO(file=self.file).say(who.lang)
        confirm(title, said, words.ANOTHER.say(who.lang), self._anew)

    async def _anew(self) -> None:
        self.again()

    def again(self) -> None:
        self.plans, self.notes, self.answer = [], [], None
        self.draw(viewer())

    async def do(self, work: Any, *given: Any) -> Any:
        """Long work with its progress shown; None where it ended otherwise than well, which is said."""
        if self.busy:
            return None
        who, self.busy = viewer(), True
        self.say("")
        self.bar.set_visibility(True)
        timer = ui.timer(0.4, lambda: self.bar.set_value(max(0.02, self.work.share)))
        try:
            return await self.work.run(work, *given)
        except Stopped:
            self.say(words.CANCELLED.say(who.lang))
        except Refused as refused:
            self.say(refused.text.say(who.lang))
        except Exception as fault:
            if (why := machine.explained(fault)) is None:
                raise
            self.say(why.say(who.lang))
        finally:
            self.busy = False
            timer.cancel()
            self.bar.set_visibility(False)
        return None

    def say(self, text: str) -> None:
        self.alert.clear()
        self.alert.set_visibility(bool(text))
        with self.alert:
            ui.icon("error_outline")
            span(text)

    # Drawing ----------------------------------------------------------------------------------------------------------

    def draw(self, who: Who) -> None:
        self.say("")
        warn(bool(self.plans) and self.answer is None, "workbook")
        self.place.clear()
        with self.place:
            if self.answer is not None:
                self._done(who)
            elif not self.plans:
                for note in self.notes:
                    tag("div", "o-soft", note.say(who.lang))
                drop_zone(who, self.took)
            else:
                for note in self.notes:
                    tag("div", "o-soft", note.say(who.lang))
                for plan in self.plans:
                    self._sheet(plan, who)
                self._foot(who)

    def _done(self, who: Who) -> None:
        tag("div", "", words.DONE(said=self.answer.text).say(who.lang))
        with tag("div", "o-line"):
            for row in self.answer.rows:
                link(row["zh"], "/t/" + row["name"], "o-button", icon="table_rows")
            button(words.UNDO.say(who.lang), self.take_back, icon="undo", mark="undo tables")
            button(words.ANOTHER.say(who.lang), self.again, icon="swap_horiz", mark="another file")

    def _foot(self, who: Who) -> None:
        taken = [plan for plan in self.plans if not plan.leave]
        bring = words.BRING_ALONE if len(taken) == 1 else words.BRING
        said = bring(tables=len(taken), rows=f"{sum(len(plan.rows) for plan in taken):,}")
        with tag("div", "o-line"):
            button(said.say(who.lang), self.go, icon="add", kind="o-go", mark="bring tables")
            button(words.ANOTHER.say(who.lang), self.another, icon="swap_horiz", mark="another file")

    def _sheet(self, plan: TablePlan, who: Who) -> None:
        rows = words.SINGLE if len(plan.rows) == 1 else words.ROWS
        with card(plan.sheet, rows(n=f"{len(plan.rows):,}").say(who.lang)) as head:
            with head:
                ui.checkbox(
                    words.TAKE.say(who.lang), value=not plan.leave, on_change=lambda e: self._leave(plan, not e.value)
                )
            with tag("div", "t-form"):
                named = ui.input(
                    words.NAME.say(who.lang), value=plan.zh, on_change=lambda e: setattr(plan, "zh", e.value or "")
                )
                named.props("outlined dense maxlength=40").mark(f"table {plan.sheet}")
                known = {name: labels[1 if who.lang == "en" else 0] for name, labels in areas().items()}
                select(words.AREA, known, plan.area, lambda value: setattr(plan, "area", value), who)
                columns = {column.at: column.zh for column in plan.columns}
                select(words.CALLED, columns, plan.title, lambda value: self._called(plan, value), who)
            for note in plan.notes:
                tag("div", "o-soft", note.say(who.lang))
            if plan.parts:
                split = words.SPLIT(n=len(plan.parts)).say(who.lang)
                button(split, lambda: self._apart(plan), icon="call_split", kind="o-small", mark=f"split {plan.sheet}")
            heads = [
                (text.say(who.lang), "")
                for text in (words.KEEP, words.LABEL, words.KIND, words.TARGET, words.SURE, words.SAMPLES)
            ]
            table(heads, [OneColumn(plan, column, self.plans, who).cells for column in plan.columns])

    def _called(self, plan: TablePlan, at: int) -> None:
        """What rows are called by is words, and is never left out."""
        plan.title = at
        column = next(column for column in plan.columns if column.at == at)
        guessed_kinds.take(plan, column, "line")
        column.leave = False
        self.draw(viewer())

    async def _apart(self, plan: TablePlan) -> None:
        who = viewer()
        self.plans = await ask(guessing.apart, self.plans, plan, Path(self.file).stem, who)
        self.draw(who)

    def _leave(self, plan: TablePlan, leave: bool) -> None:
        plan.leave = leave
        self.draw(viewer())


def read(path: Path, file: str, who: Who, tell: Any) -> tuple[list[TablePlan], list[Text]]:
    with turn(path, who.user_id):
        return guessing.propose(read_aside(path, file, tell), who)


def write(plans: list[TablePlan], who: Who, file: str, tell: Any) -> Answer:
    return bring(plans, who=who, file=file, tell=tell)


def undone(batch: int, who: Who) -> Answer:
    return undo(batch, house().records, who=who)
