"""The faulty cells of a file, each with what its row is called; what is wrong in many rows is put right once."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from models.kit.declare.access import Who
from models.kit.incoming.incoming import Fault

from ..parts.inputs import control
from ..parts.pieces import button, empty, icon_button, rooted, span, tag
from ..parts.session import viewer
from . import words
from .counted import ALL
from .repairs import as_typed, naming

EACH = 20  # faults on one page
# A cell that is left for a button is checked after the button has had its click: a page drawn anew would swallow it.
LEFT = """() => {
  if (document.querySelector("button:active")) window.addEventListener("click", () => emit(), {once: true});
  else emit();
}"""


class FaultList:
    """All faults or those of one column, a page of them at a time; `page` keeps which."""

    def __init__(self, page: Any, who: Who, redraw: Callable[[], None]):
        self.page, self.who, self.redraw = page, who, redraw
        self.counted, lang = page.state.counted, who.lang
        if not self.counted.faults:
            empty(words.NO_FAULTS.say(lang), "task_alt")
            return
        if page.column not in self.counted.columns:
            page.column = ALL
        shown = self.counted.of(page.column)
        pages = -(-len(shown) // EACH)
        page.at = min(page.at, pages - 1)
        with tag("div", "i-filter"):
            self._chip(ALL, words.ALL.say(lang), len(self.counted.faults))
            for name, count in self.counted.columns.items():
                self._chip(name, self._called(name), count)
            tag("div", "o-gap")
            self._row_buttons()
        self._groups()
        self._table(shown[page.at * EACH : (page.at + 1) * EACH])
        if pages > 1:
            self._pager(pages)

    def _called(self, name: str | None) -> str:
        text = words.WHOLE_ROW if name is None else self.page.record.arriving()[name].label
        return text.say(self.who.lang)

    def _chip(self, name: str | None, label: str, count: int) -> None:
        made = tag("button", "i-chip o-here" if self.page.column == name else "i-chip")
        made.props["type"] = "button"
        with made:
            span(label)
            span(f"{count:,}", "i-number")

        def choose() -> None:
            self.page.column = name
            self.page.at = 0
            self.redraw()

        made.on("click", choose)

    def _row_buttons(self) -> None:
        rows, lang = self.counted.rows(self.page.column), self.who.lang
        if better := self.counted.suggested(self.page.column):
            text = words.ADOPT_ALL(n=f"{len(better):,}").say(lang)
            button(text, lambda: self.page.correct(better), icon="auto_fix_high", kind="o-small", mark="adopt all")
        self._file_button()
        leave = words.LEAVE_ALL(n=f"{len(rows):,}").say(lang)
        button(
            leave, lambda: self.page.leave_out(rows), icon="playlist_remove", kind="o-small o-quiet", mark="leave all"
        )

    def _file_button(self) -> None:
        faults_button(self.page, self.who.lang, "o-small")

    # What is wrong in many rows ---------------------------------------------------------------------------------------

    def _groups(self) -> None:
        if alike := self.counted.alike(self.page.column):
            with tag("div", "i-groups"):
                for same in alike:
                    self._group(same)

    def _group(self, same: list[Fault]) -> None:
        """One answer for all rows that say the same wrong thing. It has no handler of leaving: the button alone saves."""
        lang, fault = self.who.lang, same[0]
        item = self.page.record.arriving()[fault.field]
        said = words.SAME_FAULT if fault.value else words.SAME_EMPTY
        with tag("div", "i-group"):
            with tag("div", "i-group-said"):
                span(said(n=f"{len(same):,}", column=item.label, value=fault.value).say(lang), "i-label")
                span(fault.text.say(lang), "i-why")
            with tag("div", "o-field i-value"):
                entry = control(item, self.who)
                entry.element.props["aria-label"] = item.label.say(lang)
                entry.element.mark(f"all {fault.field} {fault.value}")

            async def replace() -> None:
                value = as_typed(item, entry.get(), viewer())
                if value:
                    await self.page.correct({(fault.row, fault.field): value for fault in same})

            text = (words.REPLACE_ALL if fault.value else words.FILL_ALL).say(lang)
            button(text, replace, icon="done_all", kind="o-small", mark=f"replace {fault.field} {fault.value}")

    # One by one -------------------------------------------------------------------------------------------------------

    def _table(self, shown: list[Fault]) -> None:
        called = naming(self.page.state, {fault.row for fault in shown})
        with tag("div", "i-faults"):
            for head in (words.CELL, words.THIS_ROW, words.COLUMN, words.VALUE, words.REASON):
                tag("div", "i-head", head.say(self.who.lang))
            tag("div", "i-head")
            for fault in shown:
                self._fault(fault, called.get(fault.row, {}))

    def _fault(self, fault: Fault, called: dict[str, str]) -> None:
        page, lang = self.page, self.who.lang
        tag("div", "i-cell", page.state.chosen.cell(fault.row, fault.field))
        tag("div", "i-named", " · ".join(text for name, text in called.items() if name != fault.field))
        tag("div", "i-column", self._called(fault.field))
        with tag("div", "o-field i-value"):
            if fault.field is not None:
                self._value(fault)
        tag("div", "i-why", fault.text.say(lang))
        with tag("div", "i-do"):
            made = icon_button(
                "close", words.LEAVE_OUT.say(lang), lambda: page.leave_out({fault.row}), kind="o-small o-quiet"
            )
            made.mark(f"leave {fault.row}")

    def _value(self, fault: Fault) -> None:
        page = self.page
        value = ui.input(value=fault.value).props("outlined dense").mark(f"fix {fault.row} {fault.field}")
        value.props["aria-label"] = self._called(fault.field)

        def typed() -> None:
            page.typed(fault, value.value or "")

        value.on_value_change(typed)
        value.on("keydown.enter", rooted(page.check_typed), args=[])
        value.on("blur", rooted(page.check_typed), args=[], js_handler=LEFT)

    def _pager(self, pages: int) -> None:
        def turn(by: int) -> None:
            self.page.at = max(0, min(pages - 1, self.page.at + by))
            self.redraw()

        with tag("div", "i-pager"):
            icon_button("chevron_left", "‹", lambda: turn(-1), kind="o-small")
            span(words.PAGES(page=self.page.at + 1, pages=pages).say(self.who.lang), "o-faint")
            icon_button("chevron_right", "›", lambda: turn(1), kind="o-small")


def faults_button(page: Any, lang: str, kind: str = "") -> None:
    async def download() -> None:
        lang = viewer().lang
        made = await page.work.run(page.state.faulty_workbook, lang)
        ui.download.content(made, words.FAULTS_NAME(record=page.record.sheet.label).say(lang))

    button(words.FAULTS_FILE.say(lang), download, icon="download", kind=kind, mark="faulty rows")
