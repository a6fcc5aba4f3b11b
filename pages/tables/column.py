"""One column of a sheet in the preview: what it is called, its kind, what it links to, and how sure that is."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from nicegui import ui

from exports.incoming import guessed_kinds, guessing
from models.design import KINDS
from models.design.tables.from_workbook import SHEET, ColumnPlan, TablePlan
from models.design.tables.types import tables
from models.kit.declare.access import Who
from models.kit.text import Text, join

from ..parts.pieces import span, tag
from ..parts.session import ask, viewer
from . import words

MOST_NAMES = 5


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

    async def _take(self, kind: str) -> None:
        guessed_kinds.take(self.plan, self.column, kind)
        self.targets.set_visibility(kind == "link")
        await self._link(self.column.target)

    async def _link(self, target: str | None) -> None:
        """What has no name in the table that is linked to is told at once, not when all of it is brought."""
        column = self.column
        column.target = target
        if column.kind == "link" and target:
            named = await ask(guessing.names_there, self.plans, self.plan, column, viewer())
            if (column.kind, column.target) != ("link", target):
                return  # chosen otherwise meanwhile
            guessing.link_to(self.plan, column, target, named)
        self._weigh()

    def _weigh(self) -> None:
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
        self.targets = select(None, known, column.target, self._link, who, f"target {column.zh}", name)
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
    tag("div", "o-soft", _odd(column).say(who.lang))
    if why := guessed_kinds.why_unread(column):
        tag("div", "o-soft", words.ODD_WHY(why=why).say(who.lang))
    aside = words.APART_LINK if column.kind == "link" else words.APART
    made = ui.checkbox(aside.say(who.lang), value=column.apart, on_change=lambda e: setattr(column, "apart", e.value))
    made.mark(f"apart {column.zh}")


def _odd(column: ColumnPlan) -> Text:
    """The first of what isn't of this kind; names that link to nothing each once, the most frequent first."""
    if column.kind == "link":
        names = Counter(text for _, text in column.unread).most_common()
        odd, all_ = [words.NAMED_SO(value=text[:20], n=f"{n:,}") for text, n in names[:MOST_NAMES]], len(names)
    else:
        odd, all_ = [words.ODD(row=at, value=text[:20]) for at, text in column.unread[:3]], len(column.unread)
    said = join([*odd, *([words.MORE] if all_ > len(odd) else [])], "、", ", ")
    return (words.UNNAMED if column.kind == "link" else words.ODD_ONES)(n=f"{len(column.unread):,}", said=said)


def select(
    text: Text | None, options: dict, value: Any, took: Callable[[Any], Any], who: Who, mark: str = "", name: str = ""
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
