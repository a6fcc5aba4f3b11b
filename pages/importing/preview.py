"""What would happen to the rows, each faulty cell where it can be put right, and afterwards what did happen."""

from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import ui
from nicegui.element import Element

from models.kit.declare.access import Who, may
from models.kit.declare.beginning import card_shown
from models.kit.fields import NoteField
from models.kit.incoming.report import MORE_REFUSED
from models.kit.text import Text

from ..beginning import next_step
from ..parts.dialogs import ask_undo
from ..parts.inputs import Entry
from ..parts.pieces import button, card, empty, link, notice, span, table, tag
from ..parts.session import viewer
from . import words
from .columns import creatable, nameable
from .faulty import FaultList, faults_button
from .state import MOST_TRIED

MOST_NAMES = 12


def result_card(page: Any, who: Who) -> None:
    state = page.state
    if state.refused is not None:
        with card(words.RESULT.say(who.lang)):
            alert(state.refused, who)
        return
    report = state.incoming.report
    with card(words.RESULT.say(who.lang), flush=True) as head:
        with head:
            _corrections(page, who)
        with tag("div", "i-pad"):
            _warnings(page, who)
        Tabs(page, who)
        _bar(page, who)
    if not report.total and not state.left_out:
        notice(words.NOTHING_TO_DO.say(who.lang), bad=True)


def alert(text: Text, who: Who) -> None:
    """What stops the whole, where a screen reader tells it at once."""
    with tag("div", "o-alert") as made:
        made.props["role"] = "alert"
        ui.icon("error_outline")
        span(text.say(who.lang))


def _warnings(page: Any, who: Who) -> None:
    """What is about the file as a whole: missing columns, look-ups to be created, refusals without a row."""
    report, fields = page.state.incoming.report, page.record.fields()
    if report.missing and report.faults:
        labels = Text(*("、".join(fields[name].label.say(lang) for name in report.missing) for lang in ("zh", "en")))
        alert(words.MISSING(fields=labels), who)
    outcome = page.state.outcome
    if outcome is not None:
        alert(words.REFUSED if any(fault.row for fault in outcome.faults) else outcome.text, who)
        if outcome.more:
            alert(MORE_REFUSED, who)
    for fault in page.state.told_by_rules:
        if not fault.row:
            alert(fault.text, who)
    if page.state.untried and outcome is None:
        with tag("div", "i-note"):
            ui.icon("rule")
            span(words.RULES_LATER(n=f"{MOST_TRIED:,}").say(who.lang))
    if outcome is not None and outcome.asks == "reason":
        corrects(page.state.options.reason, lambda reason: page.ask(reason=reason), who)
    _doubtful(page, who)
    _again(page, who)
    _could_create(page, who)
    for record, names in report.making.items():
        said = "、".join(names[:MOST_NAMES])
        said = words.AND_MORE(names=said) if len(names) > MOST_NAMES else said
        with tag("div", "i-note"):
            ui.icon("add_circle_outline")
            span(words.CREATES(record=record.sheet.label, n=len(names), names=said).say(who.lang))


def corrects(reason: str | None, given: Callable[[str | None], Any], who: Who) -> None:
    """What is locked is corrected by an import, too, by who may and says why."""
    with tag("div", "i-note"):
        ui.icon("lock")
        entry = Entry("reason", NoteField(words.CORRECTS_WHY.zh, words.CORRECTS_WHY.en, longest=200), who, reason)
        button(words.CORRECT.say(who.lang), lambda: given(entry.value or None), kind="o-small", mark="correct")


def _doubtful(page: Any, who: Who) -> None:
    """One answer for all cells that only look like something."""
    report = page.state.incoming.report
    if not report.doubtful:
        return
    value = next(fault.value for fault in report.faults if fault.better == "")
    with tag("div", "i-note"):
        ui.icon("help_outline")
        span(words.DOUBTFUL(n=f"{report.doubtful:,}", value=value).say(who.lang))
        for how, text in (("empty", words.AS_EMPTY), ("keep", words.AS_IT_IS)):
            button(
                text.say(who.lang), lambda how=how: page.ask(placeholders=how), kind="o-small", mark=f"doubtful {how}"
            )


def _again(page: Any, who: Who) -> None:
    """One answer for all rows that seem to have come before."""
    if not (count := page.state.incoming.report.again):
        return
    with tag("div", "i-note"):
        ui.icon("content_copy")
        span(words.AGAIN(n=f"{count:,}").say(who.lang))
        for how, text in (("leave", words.LEAVE_THEM), ("add", words.ADD_AGAIN)):
            button(text.say(who.lang), lambda how=how: page.ask(again=how), kind="o-small", mark=f"again {how}")


def _could_create(page: Any, who: Who) -> None:
    """Faults that one tick would settle: names of small look-ups that aren't there yet."""
    state = page.state
    asked = state.options.create_links
    small, larger = creatable(page.record, who), nameable(page.record, who)
    allowed = {target.key() for target in small} if asked is True else set(asked or ())
    for target in [*(() if asked is True else small), *larger]:
        if target.key() in allowed:
            continue
        names = [name for name, item in page.record.links().items() if item.rel_model is target]
        missing = set[str]().union(*(state.counted.values(name) for name in names))
        if missing:
            with tag("div", "i-note"):
                ui.icon("add_circle_outline")
                span(words.NOT_THERE_YET(records=target.sheet.label, n=len(missing)).say(who.lang))
                wish = True if target in small and not asked else (*sorted(allowed), target.key())
                button(
                    words.CREATE_THEM.say(who.lang),
                    lambda wish=wish: page.ask(create_links=wish),
                    kind="o-small",
                    mark=f"create them {target.key()}",
                )


def _corrections(page: Any, who: Who) -> None:
    state = page.state
    if state.fixes:
        span(words.FIXED(n=len(state.fixes)).say(who.lang), "o-pill info")
    if state.left_out:
        span(words.LEFT(n=len(state.left_out)).say(who.lang), "o-pill warning")
    if state.fixes or state.left_out:
        button(words.PUT_BACK.say(who.lang), page.put_back, icon="undo", kind="o-small o-quiet", mark="put back")


class Tabs:
    """The four kinds of rows: which is open, which column's faults, which page of them."""

    def __init__(self, page: Any, who: Who):
        self.page, self.who = page, who
        report = page.state.incoming.report
        counts = {
            "faulty": (words.FAULTY, len(page.state.counted.rows())),
            "new": (words.NEW, len(report.new)),
            "changed": (words.CHANGED, len(report.changed)),
            "unchanged": (words.UNCHANGED, report.unchanged),
        }
        first = next((name for name, (_, count) in counts.items() if count), "new")
        self.open = page.tab if page.tab and counts[page.tab][1] else first
        with tag("div", "o-tabs i-tabs") as self.heads:
            self.heads.props["role"] = "tablist"
            self.buttons = {name: self._head(name, *pair) for name, pair in counts.items()}
        self.body = tag("div", "i-body")
        self.draw()

    def _head(self, name: str, label: Text, count: int) -> Element:
        made = tag("button", "o-tab i-" + name).mark("tab " + name)
        made.props["type"], made.props["role"] = "button", "tab"
        with made:
            span(label.say(self.who.lang))
            span(f"{count:,}", "i-number")
        made.on("click", lambda: self.show(name))
        return made

    def show(self, name: str) -> None:
        self.page.tab = self.open = name
        self.draw()

    def draw(self) -> None:
        for name, made in self.buttons.items():
            made.classes(add="o-here") if name == self.open else made.classes(remove="o-here")
        self.body.clear()
        with self.body:
            faulty = partial(FaultList, self.page, self.who, self.draw)
            {"faulty": faulty, "new": self._new, "changed": self._changed, "unchanged": self._unchanged}[self.open]()

    # Good rows --------------------------------------------------------------------------------------------------------

    def _new(self) -> None:
        state, lang, fields = self.page.state, self.who.lang, self.page.record.arriving()
        names, rows = state.new_rows(lang)
        if not rows:
            empty(words.NOTHING_TO_DO.say(lang))
            return
        heads = [(words.ROW.say(lang), "o-right"), *((fields[name].label.say(lang), "") for name in names)]
        with tag("div", "i-scroll"):
            table(heads, [[str(row), *said] for row, said in rows])
        self._first(len(rows), len(state.incoming.report.new))

    def _changed(self) -> None:
        state, lang = self.page.state, self.who.lang
        rows = state.changed_rows(lang)
        if not rows:
            empty(words.NOTHING_TO_DO.say(lang))
            return
        heads = [(words.ROW.say(lang), "o-right"), (self.page.record.sheet.label.say(lang), "")]
        heads += [(words.COLUMN.say(lang), ""), (words.WAS.say(lang), "i-was"), (words.BECOMES.say(lang), "i-becomes")]
        with tag("div", "i-scroll"):
            table(heads, [[str(row), *said] for row, *said in rows])
        self._first(len({row[0] for row in rows}), len(state.incoming.report.changed))

    def _unchanged(self) -> None:
        empty(words.SAME(n=f"{self.page.state.incoming.report.unchanged:,}").say(self.who.lang), "drag_handle")

    def _first(self, shown: int, all: int) -> None:
        if shown < all:
            tag("div", "o-faint i-pad", words.FIRST_ROWS(n=shown, all=f"{all:,}").say(self.who.lang))


# The button, and what came of it ---------------------------------------------------------------------------------------


def _bar(page: Any, who: Who) -> None:
    """Says exactly what the button will do; a faulty row must be put right or skipped knowingly."""
    state, report = page.state, page.state.incoming.report
    faulty, going = len(state.counted.rows()), len(report.new) + len(report.changed)
    blocked = any(fault.row for fault in state.told_by_rules)
    with tag("div", "o-savebar i-bar"):
        if report.faults and going:
            skip = ui.checkbox(words.SKIP(n=f"{len(report.faulty):,}").say(who.lang), value=state.skip)
            skip.mark("skip")
        tag("div", "o-gap")
        what = _what(len(report.new), len(report.changed))
        sentence = words.WILL(what=what) if going else words.FIX_ALL if faulty else words.NOTHING_TO_DO
        said = span(sentence.say(who.lang), "o-soft i-will")
        go = button((what if going else words.IMPORT).say(who.lang), page.go, icon="check", kind="o-go", mark="go")

    def settle() -> None:
        ready = going and not blocked and (state.skip or not faulty) and not state.to_confirm
        go.props.pop("disabled", None) if ready else go.props.update(disabled=True)
        first = words.CONFIRM_FIRST(n=state.to_confirm) if state.to_confirm else words.FIX_FIRST
        said.text = (sentence if ready or not going else first).say(who.lang)
        go.update()

    if report.faults and going:

        def choose(event: Any) -> None:
            state.skip = bool(event.value)
            settle()

        skip.on_value_change(choose)
    settle()


def _what(new: int, changed: int) -> Text:
    shown = {"new": f"{new:,}", "changed": f"{changed:,}"}
    return (words.GO_BOTH if new and changed else words.GO_CHANGED if changed else words.GO_NEW)(**shown)


def done_card(page: Any, who: Who) -> None:
    state, lang = page.state, who.lang
    outcome, report = state.outcome, state.incoming.report
    with card(), tag("div", "i-done"):
        ui.icon("task_alt")
        tag("div", "i-done-title", words.DONE.say(lang))
        tag("div", "", outcome.text.say(lang))
        more = [words.SKIPPED(n=f"{len(report.faulty):,}")] if report.faults else []
        more += [words.SAME(n=f"{report.unchanged:,}")] if report.unchanged else []
        if outcome.state == "applied":
            more += [words.MADE(n=len(names), record=made.sheet.label) for made, names in report.making.items()]
        for text in more:
            tag("div", "o-faint", text.say(lang))
        with tag("div", "o-line") as place:
            link(words.OPEN(record=page.record.sheet.label).say(lang), "/t/" + page.record.key(), "o-button o-go")

            async def undone() -> None:
                place.clear()
                with place:
                    span(words.WAS_UNDONE.say(viewer().lang), "o-pill warning")
                    button(words.AGAIN.say(viewer().lang), page.again, mark="again")

            if outcome.new or outcome.changed:
                back = partial(ask_undo, outcome.batch, state.filename, undone)
                button(words.UNDO.say(lang), back, icon="undo", mark="undo")
            if report.faults:
                faults_button(page, lang)
            button(words.AGAIN.say(lang), page.again, icon="upload_file", mark="again")
        _next(page, who)


def _next(page: Any, who: Who) -> None:
    """What comes next in the quick start, until it is done or put away."""
    step = next_step(who) if card_shown() else None
    if step is None or step.record is page.record:
        return
    record, key = step.record, step.record.key()
    with tag("div", "o-line"):
        span(words.NEXT.say(who.lang), "o-faint")
        if may(who, "import", record):
            link(words.GO_THERE(record=record.sheet.label).say(who.lang), f"/import/{key}", "o-button o-small")
        else:
            link(words.OPEN(record=record.sheet.label).say(who.lang), f"/t/{key}", "o-button o-small")
