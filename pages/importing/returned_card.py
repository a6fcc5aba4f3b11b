"""The page of a file that came back: whose export it is, what differs, what will be written, and afterwards what was."""

from functools import partial
from typing import Any

from nicegui import ui

from models.kit.declare.access import Who
from models.kit.text import Text

from ..parts.dialogs import ask_undo
from ..parts.pieces import button, card, link, rooted, span, tag
from ..parts.session import ask, viewer
from . import difference_words as words
from . import words as usual
from .compared import Compared
from .difference import Differences
from .mending import corrections
from .preview import alert, corrects


def returned_cards(page: Any, who: Who) -> None:
    state = page.state.returned
    if state.outcome is not None and state.outcome.state in ("applied", "duplicate"):
        _done(page, state, who)
        return
    _about(page, state, who)
    with card(words.RESULT.say(who.lang), flush=True) as head:
        with head:
            corrections(page, state, who.lang)
        with tag("div", "i-pad"):
            _told(page, state, who)
        bar = _Bar(page, state, who)
        Differences(page, state, who, bar.settle)
        bar.draw()


def _about(page: Any, state: Compared, who: Who) -> None:
    came, lang = state.came, who.lang
    with card(state.filename) as head:
        with head:
            span(words.TITLE.say(lang), "o-pill info")
            button(usual.OTHER_FILE.say(lang), page.again, icon="swap_horiz", kind="o-small", mark="other file")
        sheet, rows = came.chosen.table.sheet.name, f"{len(came.returned.lines):,}"
        tag("div", "o-soft", words.FROM(by=came.stamp.by, at=came.stamp.at, sheet=sheet, rows=rows).say(lang))
        for text in came.notes:
            with tag("div", "i-note"):
                ui.icon("info")
                span(text.say(lang))


def _told(page: Any, state: Compared, who: Who) -> None:
    """What the last trial, or the writing itself, came to."""
    outcome = state.outcome
    if outcome is None or outcome.text is None:
        return
    alert(words.BY_RULES if outcome.state == "refused" and any(f.row for f in outcome.faults) else outcome.text, who)
    for fault in outcome.faults:
        if not fault.row and fault.text != outcome.text:
            alert(fault.text, who)
    if outcome.asks == "reason":
        corrects(state.reason, partial(_because, page), who)
    elif outcome.state in ("conflict", "stale") and not state.seen.plan.undecided:
        button(words.AGAIN.say(who.lang), page.compare, icon="refresh", kind="o-small", mark="compare again")


async def _because(page: Any, reason: str | None) -> None:
    page.state.returned.reason = reason
    await page.compare()


class _Bar:
    """What will be written as things stand, and the button."""

    def __init__(self, page: Any, state: Compared, who: Who):
        self.page, self.state, self.who = page, state, who

    def draw(self) -> None:
        left_out = self.state.choices.left_out
        faults = sum(fault.row not in left_out for fault in self.state.came.returned.faults)
        with tag("div", "o-savebar i-bar"):
            if faults:
                text = words.SKIP(n=f"{faults:,}").say(self.who.lang)
                skip = ui.checkbox(text, value=self.state.choices.skip).mark("skip")
                skip.on_value_change(rooted(lambda: self._skip(bool(skip.value))))
            tag("div", "o-gap")
            self.said = span("", "o-soft i-will")
            self.go = button(words.GO.say(self.who.lang), self.page.write_back, icon="check", kind="o-go", mark="go")
        self.settle()

    async def _skip(self, skipped: bool) -> None:
        self.state.skip(skipped)
        await ask(self.state.look, viewer())
        self.settle()

    def settle(self) -> None:
        plan, lang = self.state.seen.plan, self.who.lang
        if plan.faults:
            text = words.FIX_FIRST
        elif plan.undecided:
            text = words.DECIDE_FIRST(n=f"{plan.undecided:,}")
        else:
            text = words.NOTHING if plan.is_empty else words.WILL(what=_what(plan))
        self.said.text = text.say(lang)
        ready = not (plan.faults or plan.undecided or plan.is_empty)
        self.go.props.pop("disabled", None) if ready else self.go.props.update(disabled=True)
        self.go.update()


def _what(plan: Any) -> Text:
    parts = [words.CHANGED(rows=f"{plan.changed:,}", cells=f"{plan.cells:,}")] if plan.changed else []
    parts += [words.ADDED(n=f"{plan.added:,}")] if plan.added else []
    parts += [words.DELETED(n=f"{len(plan.delete):,}")] if plan.delete else []
    english = ", ".join(part.en for part in parts)
    return Text("、".join(part.zh for part in parts), english[:1].upper() + english[1:])


def _done(page: Any, state: Compared, who: Who) -> None:
    lang, outcome = who.lang, state.outcome
    with card(), tag("div", "i-done"):
        ui.icon("task_alt")
        tag("div", "i-done-title", words.DONE.say(lang))
        tag("div", "", outcome.text.say(lang))
        with tag("div", "o-line") as place:
            link(usual.OPEN(record=page.record.sheet.label).say(lang), "/t/" + page.record.key(), "o-button o-go")

            async def undone() -> None:
                place.clear()
                with place:
                    span(usual.WAS_UNDONE.say(viewer().lang), "o-pill warning")
                    button(usual.AGAIN.say(viewer().lang), page.again, mark="again")

            if outcome.state == "applied":
                back = partial(ask_undo, outcome.batch, state.filename, undone)
                button(words.UNDO.say(lang), back, icon="undo", mark="undo")
            button(usual.AGAIN.say(lang), page.again, icon="upload_file", mark="again")
