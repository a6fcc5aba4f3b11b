"""The differences of a file that came back: by kind and column, each cell before, now and in the file, and what becomes of it."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from models.kit.declare.access import Who
from models.kit.incoming.returned import Cell
from models.kit.text import Text

from ..parts.pieces import button, empty, rooted, span, tag
from ..parts.session import ask, viewer
from . import difference_words as words
from .compared import EACH, MINE, NEW, THEIRS, Compared
from .mending import Mending, ReturnedFaults

LEAVE = "leave"


class Differences:
    """The kinds as tabs and what is of the open one; `changed` is called when something was decided."""

    def __init__(self, page: Any, state: Compared, who: Who, changed: Callable[[], None]):
        self.state, self.who, self.changed = state, who, changed
        self.mending = Mending(page, state)
        with tag("div", "o-tabs i-tabs") as heads:
            heads.props["role"] = "tablist"
            self.tabs = {
                kind: self._tab(kind, count) for kind, count in state.counts.items() if count or kind == "mine"
            }
        self.body = tag("div", "i-body")
        self.draw()

    def _tab(self, kind: str, count: int) -> Any:
        made = tag("button", f"o-tab i-{kind}").mark(f"kind {kind}")
        made.props["type"], made.props["role"] = "button", "tab"
        with made:
            span(words.KINDS[kind].say(self.who.lang))
            span(f"{count:,}", "i-number")
        made.on("click", rooted(lambda: self.show(kind)))
        return made

    async def show(self, kind: str, column: str = "", at: int = 0) -> None:
        self.state.open, self.state.column, self.state.at = kind, column, at
        await ask(self.state.look, viewer())
        self.draw()

    def draw(self) -> None:
        kind, lang = self.state.open, self.who.lang
        for name, made in self.tabs.items():
            made.classes(add="o-here") if name == kind else made.classes(remove="o-here")
            made.props["aria-selected"] = "true" if name == kind else "false"
            made.update()
        self.body.clear()
        with self.body:
            tag("div", "i-kind o-soft", words.EXPLAINED[kind].say(lang))
            drawn = {"new": self._new, "doubles": self._doubles, "missing": self._missing, "faulty": self._faulty}
            drawn.get(kind, self._gone if kind == "gone" else self._cells)()

    async def _again(self) -> None:
        await ask(self.state.look, viewer())
        self.changed()
        self.draw()

    def _pager(self, count: int) -> None:
        pages, at, lang = -(-count // EACH), self.state.at, self.who.lang
        if pages < 2:
            return
        with tag("div", "i-pager"):
            for icon, to in (("chevron_left", at - 1), ("chevron_right", at + 1)):
                if icon == "chevron_right":
                    span(words.PAGES(page=at + 1, pages=pages).say(lang), "o-faint")
                go = button(
                    "", lambda to=to: self.show(self.state.open, self.state.column, to), icon=icon, kind="o-small"
                )
                go.props["aria-label"] = (words.EARLIER if to < at else words.LATER).say(lang)
                if not 0 <= to < pages:
                    go.props["disabled"] = True

    # Cells --------------------------------------------------------------------------------------------------------------

    def _cells(self) -> None:
        state, kind = self.state, self.state.open
        listed = state.cells(kind)
        if not listed:
            empty(words.NOTHING.say(self.who.lang), "task_alt")
            return
        self._chips(kind)
        if kind in ("conflicts", "mine"):
            self._all(listed)
        locked = state.came.returned.locked if kind == "locked" else []
        why = {(cell.row, cell.name): text for cell, text in locked}
        with tag("div", "i-differences"):
            for cell, said in state.seen.cells:
                self._cell(cell, said, why.get((cell.row, cell.name)))
        self._pager(len(listed))

    def _chips(self, kind: str) -> None:
        columns, fields = self.state.columns(kind), self.state.came.returned.fields
        if len(columns) < 2:
            return
        with tag("div", "i-filter"):
            for name, count in [("", sum(columns.values())), *columns.most_common()]:
                label = words.ALL_COLUMNS if not name else fields[name].label
                made = tag("button", "i-chip o-here" if name == self.state.column else "i-chip").mark(f"column {name}")
                made.props["type"] = "button"
                with made:
                    span(label.say(self.who.lang))
                    span(f"{count:,}", "i-number")
                made.on("click", rooted(lambda name=name: self.show(kind, name)))

    def _all(self, listed: list[Cell]) -> None:
        """One answer for all cells of the open column."""
        with tag("div", "o-line i-guesses i-wide"):
            for text, taken in ((words.ALL_THEIRS, THEIRS), (words.ALL_MINE, MINE)):
                button(
                    text(n=f"{len(listed):,}").say(self.who.lang),
                    lambda taken=taken: self._decide(listed, taken),
                    kind="o-small",
                    mark=f"all {taken}",
                )

    async def _decide(self, cells: list[Cell], taken: str) -> None:
        self.state.decide(cells, taken)
        await self._again()

    def _cell(self, cell: Cell, said: dict[str, Any], why: Text | None) -> None:
        kind, lang = self.state.open, self.who.lang
        taken = self.state.taken(cell, MINE if kind == "mine" else "ask") if kind in ("conflicts", "mine") else ""
        with tag("div", f"i-difference {'i-open' if taken == 'ask' else ''}").mark(f"cell {said['cell']}"):
            with tag("div", "i-where"):
                span(said["cell"], "i-letter")
                span(said["title"], "i-label")
                span(said["column"], "o-faint")
            with tag("div", "i-versions"):
                self._version(words.BEFORE.say(lang), said["before"], "i-before")
                if kind != "mine":
                    by = said.get("by")
                    head = words.NOW_BY(by=by) if by else words.NOW
                    self._version(head.say(lang), said["theirs"], f"i-theirs {'i-taken' if taken == THEIRS else ''}")
                if kind != "theirs":
                    self._version(words.IN_FILE.say(lang), said["mine"], f"i-mine {'i-taken' if taken == MINE else ''}")
            if taken:
                self._sides(cell, taken, kind)
            elif why is not None:
                span(why.say(lang), "i-why")

    def _version(self, head: str, text: str, classes: str) -> None:
        with tag("div", f"i-version {classes}"):
            span(head, "i-head")
            span(text or words.EMPTY.say(self.who.lang), "i-said" if text else "i-said o-faint")

    def _sides(self, cell: Cell, taken: str, kind: str) -> None:
        mine, theirs = (words.TAKE_MINE, words.TAKE_THEIRS) if kind == "conflicts" else (words.TAKE, words.LEAVE)
        with tag("div", "i-sides"):
            for text, side in ((theirs, THEIRS), (mine, MINE)):
                made = button(
                    text.say(self.who.lang),
                    lambda side=side: self._decide([cell], side),
                    kind="o-small o-on" if taken == side else "o-small",
                    mark=f"{side} {cell.row} {cell.name}",
                )
                made.props["aria-pressed"] = "true" if taken == side else "false"

    # Lines --------------------------------------------------------------------------------------------------------------

    def _new(self) -> None:
        lines = self.state.came.returned.new
        self._lines(
            [words.LINE(row=line.row, said=self.state.said(line)) for line in self.state.page(lines)], len(lines)
        )

    def _gone(self) -> None:
        lines = self.state.came.returned.gone
        self._lines(
            [words.LINE(row=line.row, said=self.state.said(line)) for line in self.state.page(lines)], len(lines)
        )

    def _lines(self, texts: list[Text], count: int) -> None:
        with tag("div", "i-lines"):
            for text in texts:
                tag("div", "", text.say(self.who.lang))
        self._pager(count)

    def _doubles(self) -> None:
        doubles, lang = self.state.came.returned.doubles, self.who.lang
        rows = [double.line.row for double in doubles]
        with tag("div", "o-line i-guesses i-wide"):
            for text, taken in ((words.ALL_NEW, NEW), (words.NONE_NEW, LEAVE)):
                button(
                    text.say(lang), lambda taken=taken: self._add(rows, taken), kind="o-small", mark=f"doubles {taken}"
                )
        with tag("div", "i-lines"):
            for double in self.state.page(doubles):
                row = double.line.row
                taken = self.state.choices.rows.get(row, "")
                with tag("div", "o-line"):
                    span(words.COPY_OF(row=row, first=double.first, said=self.state.said(double.line)).say(lang))
                    tag("div", "o-gap")
                    for text, side in ((words.AS_NEW, NEW), (words.NOT_AT_ALL, LEAVE)):
                        kind = "o-small o-on" if taken == side else "o-small"
                        button(text.say(lang), lambda row=row, side=side: self._add([row], side), kind=kind)
        self._pager(len(doubles))

    async def _add(self, rows: list[int], taken: str) -> None:
        self.state.add(rows, taken)
        await self._again()

    def _missing(self) -> None:
        missing, who, lang = self.state.came.returned.missing, self.who, self.who.lang
        if not self.state.may_delete(who):
            tag("div", "i-kind", words.NO_DELETE(record=self.state.record.sheet.label).say(lang))
        else:
            with tag("div", "o-line i-guesses i-wide"):
                for text, away in ((words.ALL_OUT(n=f"{len(missing):,}"), True), (words.NONE_OUT, False)):
                    button(
                        text.say(lang),
                        lambda away=away: self._delete(set(missing), away),
                        kind="o-small",
                        mark=f"away {away}",
                    )
        with tag("div", "i-lines"):
            for row in self.state.seen.away:
                self._away(row)
        self._pager(len(missing))

    def _away(self, row: dict[str, Any]) -> None:
        with tag("div", "o-line"):
            box = ui.checkbox(row["title"], value=row["ticked"]).mark(f"away {row['id']}")
            box.on_value_change(rooted(lambda: self._delete({row["id"]}, bool(box.value))))
            if not self.state.may_delete(self.who):
                box.disable()
            if row["moved"]:
                span(words.MOVED.say(self.who.lang), "o-pill warning")

    async def _delete(self, ids: set[int], away: bool) -> None:
        self.state.delete(ids, away)
        await self._again()

    def _faulty(self) -> None:
        ReturnedFaults(self.mending, self.who, self.draw)
