"""One column of a sheet in the preview: what it is called, its kind, what it links to, and how sure that is."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from exports.incoming import guessed_kinds
from models.design import KINDS
from models.design.tables.from_workbook import SHEET, ColumnPlan, TablePlan
from models.design.tables.types import tables
from models.kit.declare.access import Who
from models.kit.text import Text, join

from ..parts.pieces import span, tag
from . import words


class OneColumn:
    """The cells of its line, each drawn when its place is there; what rows are called by stays words and stays in."""

    def __init__(self, plan: TablePlan, column: ColumnPlan, plans: list[TablePlan], who: Who):
        self.plan, self.column, self.plans, self.who = plan, column, plans, who
        self.cells = [self.keep, self.label, self.kind, self.target, self.sure, "、".join(column.samples)]
        self.targets: Any = None
        self.weighed: Any = None

    def keep(self) -> None:
        column = self.column
        made = ui.checkbox(value=not column.leave, on_change=lambda e: setattr(column, "leave", not e.value))
        made.props["aria-label"] = f"{words.KEEP.say(self.who.lang)} {column.zh}"
        made.set_enabled(column.at != self.plan.title)

    def label(self) -> None:
        column = self.column
        made = ui.input(value=column.zh, on_change=lambda e: setattr(column, "zh", e.value or ""))
        made.props("outlined dense maxlength=40").mark(f"column {column.zh}")
        made.props["aria-label"] = words.LABEL.say(self.who.lang)

    def kind(self) -> None:
        name = f"{words.KIND.say(self.who.lang)} {self.column.zh}"
        made = select(None, _kinds(self.who), self.column.kind, self._take, self.who, f"kind {self.column.zh}", name)
        made.set_enabled(self.column.at != self.plan.title)

    def _take(self, kind: str) -> None:
        guessed_kinds.take(self.plan, self.column, kind)
        self.targets.set_visibility(kind == "link")
        self.weighed.clear()
        with self.weighed:
            _sure(self.column, self.who)

    def target(self) -> None:
        """The other sheets of the file, and every table that is there."""
        who, column = self.who, self.column
        sheets = {
            f"{SHEET}{at}": words.THIS_FILE(table=other.zh).say(who.lang)
            for at, other in enumerate(self.plans)
            if other is not self.plan
        }
        known = sheets | {name: labels[1 if who.lang == "en" else 0] for name, labels in tables().items()}
        name = f"{words.TARGET.say(who.lang)} {column.zh}"
        self.targets = select(
            None, known, column.target, lambda value: setattr(column, "target", value), who, name=name
        )
        self.targets.set_visibility(column.kind == "link")

    def sure(self) -> None:
        self.weighed = tag("div", "t-sure")
        with self.weighed:
            _sure(self.column, self.who)


def _kinds(who: Who) -> dict[str, str]:
    """The kinds that values of a file may be: not what is reckoned or numbered by the house."""
    return {
        name: kind.choice.label.say(who.lang)
        for name, kind in KINDS.items()
        if not kind.computes and "pattern" not in kind.takes
    }


def _sure(column: ColumnPlan, who: Who) -> None:
    """How much of it is of this kind; what isn't, and where that goes."""
    span(f"{int(column.sure * 100)}%" if column.samples else "—")
    if not column.unread:
        return
    odd = [words.ODD(row=at, value=text[:20]) for at, text in column.unread[:3]]
    said = join(odd, "、", ", ").say(who.lang) + (words.MORE.say(who.lang) if len(column.unread) > len(odd) else "")
    tag("div", "o-soft", words.ODD_ONES(n=f"{len(column.unread):,}", said=said).say(who.lang))
    if why := guessed_kinds.why_unread(column):
        tag("div", "o-soft", words.ODD_WHY(why=why).say(who.lang))
    made = ui.checkbox(
        words.APART.say(who.lang), value=column.apart, on_change=lambda e: setattr(column, "apart", e.value)
    )
    made.mark(f"apart {column.zh}")


def select(
    text: Text | None, options: dict, value: Any, took: Callable[[Any], None], who: Who, mark: str = "", name: str = ""
) -> Any:
    made = ui.select(
        options,
        value=value if value in options else None,
        label=text and text.say(who.lang),
        on_change=lambda e: took(e.value),
    )
    made.props("outlined dense options-dense")
    if name:
        made.props["aria-label"] = name
    return made.mark(mark) if mark else made
