"""An Action's questions → a dialog; a refusal → a notice beside the field it is about, or at the top."""

import uuid
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from typing import Any

from nicegui import ui
from nicegui.element import Element

from models import house
from models.kit.ask.blank import answer as starts_with
from models.kit.ask.past import rows_of
from models.kit.ask.query import Query
from models.kit.ask.reveal import reveal
from models.kit.declare.access import Who, visible
from models.kit.declare.area import Action
from models.kit.declare.record import Record
from models.kit.fields import LinkField
from models.kit.text import Refused, Text, join
from models.kit.write.acting import act, why_not_act
from models.kit.write.edits import Answer
from models.kit.write.handout import Handout
from models.kit.write.leaving import leaves
from models.kit.write.undo import undo

from ..sheet import assets
from ..sheet.words import said
from .files import files_asked
from .inputs import Entry
from .lines_asked import LinesAsked
from .pieces import button, call_script, notice, pressed, rooted, span, tag
from .session import ask, viewer
from .values import text_of

Done = Callable[[Answer], Awaitable[None]]

CANCEL = Text("取消", "Cancel")
NOT_DONE = Text("没有完成", "Not done")
CHOOSE_ONE, ONWARD = Text("请先选一个{record}", "Choose one: {record}"), Text("下一步", "Next")
DONE_BEFORE = Text("这一步之前已经完成", "This was done before")
UNDO = Text("撤销", "Undo")
UNDO_SURE = Text(
    "这一批共改动 {n} 行，会全部改回去，并记为一次新的修改。",
    "All {n} rows this batch changed are put back, as a new batch.",
)
UNDO_IMPORT = Text(
    "导入的 {n} 行会全部改回去，并记为一次新的修改。",
    "All {n} imported rows are put back, as a new batch.",
)
UNDO_DERIVED = Text(
    "导入的 {n} 行，以及由此产生的 {more} 行{records}，会全部改回去，并记为一次新的修改。",
    "All {n} imported rows are put back, and with them {more} rows of {records} that came of them, as a new batch.",
)
SETTLED = 0.25  # seconds after a key before what would be left is asked
TAPPING = 0.5  # seconds within which a second tap is still the first one's
MORE, UNDONE = Text("更多", "More"), Text("已撤销", "Undone")
CANNOT_UNDO = Text("没有撤销", "Not undone")
LOOK_AT = Text("查看{field}", "Show {field}")
REASON = Text("查看原因（会记入日志）", "Why you need it (this is logged)")
REASONS = (
    Text("核对身份", "Checking identity"),
    Text("电话回访", "Calling back"),
    Text("寄送礼品", "Sending a gift"),
    Text("客户要求", "The customer asked"),
)
SHOW = Text("查看", "Show")
HAND_OUT = """(told, words, style) => {
  if (!document.querySelector(`link[href="${style}"]`))
    document.head.append(Object.assign(document.createElement("link"), {rel: "stylesheet", href: style}));
  import("ops-sheet").then(({handOut}) => handOut(told, words));
}"""


@contextmanager
def dialog(title: str):
    """An open dialog that goes for good when it is closed; yields (dialog, place for a general refusal).

    The second tap of a double tap doesn't close it at once, and once something is typed only its own buttons do.
    """
    with (
        ui.context.client.content,
        ui.dialog(value=True) as made,
        tag("div", "o-dialog q-card column no-wrap") as inner,
    ):
        made.on_value_change(lambda event: None if event.value else made.delete())
        typed: list[bool] = []
        made.props("persistent")
        ui.timer(TAPPING, lambda: None if typed else made.props(remove="persistent"), once=True)

        def held() -> None:
            typed.append(True)
            made.props("persistent")

        inner.on("input.once", held, args=[])
        tag("h2", "", title)
        alert = tag("div", "o-alert")
        alert.props["role"] = "alert"
        alert.set_visibility(False)
        yield made, alert


def foot(made: ui.dialog, label: str, go: Callable[..., Any], who: Who, *, danger: bool = False) -> Element:
    with tag("div", "o-foot"):
        button(CANCEL.say(who.lang), made.close, mark="dismiss")
        return button(label, go, kind="o-go o-danger" if danger else "o-go", mark="go")


def alarm(place: Element, text: Text | None, who: Who) -> None:
    """Fill the place for refusals that are about no field on the form."""
    place.clear()
    place.set_visibility(text is not None)
    if text is not None:
        with place:
            ui.icon("error_outline")
            span(text.say(who.lang))


def place_faults(answer: Answer, entries: dict[str, Entry], alert: Element, who: Who) -> None:
    """Every fault at its field; those of no field here, together above."""
    for entry in entries.values():
        entry.tell(None)
    loose = []
    for fault in answer.errors:
        if fault.field in entries:
            entries[fault.field].tell(fault.text)
        else:
            loose.append(fault.text)
    alarm(alert, join(list(dict.fromkeys(loose))) if loose else None, who)


def action_button(action: Action, id: int, done: Done, *, kind: str = "") -> Element:
    """The button of a rule; where this person may not use it, it says why instead."""
    who = viewer()
    why = why_not_act(action, who)
    label = action.label.say(who.lang)
    if why is not None:
        made = button(
            label,
            lambda: notice(why.say(viewer().lang), bad=True),
            icon="lock",
            kind="o-why " + kind.replace("o-go", ""),
        )
        made.props["title"] = why.say(who.lang)
        return made.mark(action.name)
    danger = " o-danger" if action.danger else ""
    return button(label, lambda: ask_action(action, id, done), icon=action.icon, kind=kind + danger, mark=action.name)


def action_bar(actions: list[Action], id: int, done: Done, *, first: int = 3) -> None:
    """The first few actions as buttons, the others under “more”."""
    for action in actions[:first]:
        main = action is actions[0] and len(actions) > 1 and not action.danger
        action_button(action, id, done, kind="o-go" if main else "")
    if not actions[first:]:
        return
    who = viewer()
    more = button(MORE.say(who.lang), icon="expand_more").mark("more")
    with more, ui.menu():
        for action in actions[first:]:
            _menu_item(action, id, done, who)


def _menu_item(action: Action, id: int, done: Done, who: Who) -> None:
    why = why_not_act(action, who)
    go = (lambda: notice(why.say(viewer().lang), bad=True)) if why else (lambda: ask_action(action, id, done))
    with ui.menu_item(on_click=pressed(go)).mark(action.name), tag("div", "o-line"):
        ui.icon("lock" if why else action.icon).classes("o-shut" if why else "o-danger" if action.danger else "")
        span(action.label.say(who.lang), "o-shut" if why else "")


def ask_action(action: Action, id: int, done: Done) -> Awaitable[Any] | None:
    """Ask what the action asks, run it once, tell what it did; what asks nothing is done as it is pressed, once awaited."""
    who, op = viewer(), uuid.uuid4().hex
    if action.at_once:
        return _run(action, id, {}, op, done)
    with dialog(action.label.say(who.lang)) as (made, alert):
        known = tag("div", "o-soft", "")
        if action.hint is not None:
            tag("div", "o-soft", action.hint.say(who.lang))
        with tag("div", "o-form o-one"):
            entries = {name: _question(name, item, who) for name, item in action.asks.items()}
            ahead = _ahead(action, id, entries) if action.leaves else None
            lines = LinesAsked(action, id, who) if action.lines else None
            if action.photos:
                files_asked(action.on, id, lambda why: alarm(alert, Text(why, why) if why else None, viewer()))

        async def go() -> None:
            confirm.props["disabled"] = True
            answers = {name: entry.value for name, entry in entries.items()}
            answer = await _run(action, id, answers, op, done, made.close, lines=lines.sent if lines else None)
            confirm.props["disabled"] = False
            if answer is not None and (entries or action.photos or lines is not None):
                place_faults(answer, entries, alert, viewer())
            elif answer is not None:  # there is nothing here to put right
                made.close()
                notice(why_refused(answer).say(viewer().lang), bad=True)

        async def begin() -> None:
            beginning = await ask(_beginning, action, id, who)
            if beginning is None or made.is_deleted:
                return  # closed meanwhile, or the server is stopping
            starts, text = beginning
            known.set_text(text)
            for name, entry in entries.items():
                if starts[name] is not None and not entry.changed:
                    entry.start(starts[name])
            for more in (lines.begin if lines else None, ahead):
                if more:
                    await more()

        confirm = foot(made, action.label.say(who.lang), go, who, danger=action.danger)
        if action.asks or ahead is not None or lines is not None:
            ui.timer(0.01, begin, once=True)
    return None


def _ahead(action: Action, id: int, entries: dict[str, Entry]) -> Callable[[], Awaitable[None]]:
    """A line that says what would be left, as often as an answer changes; the newest answers are the ones that count."""
    place, turn = tag("div", "o-ahead o-wide"), 0

    async def say() -> None:
        nonlocal turn
        turn += 1
        mine, answers = turn, {name: entry.value for name, entry in entries.items()}
        left = await ask(leaves, action, viewer(), id, answers)
        if left is None or mine != turn or place.is_deleted:
            return
        place.clear()
        with place:
            for part in left:
                span(part.text.say(viewer().lang), "o-short" if part.short else "")

    later = rooted(lambda: ui.timer(SETTLED, say, once=True) and None)
    for entry in entries.values():
        entry.control.listen(later)
    return say


def _question(name: str, item: Any, who: Who) -> Entry:
    default = None if item.default is None or callable(item.default) else item.keep(item.default)
    return Entry(name, item, who, default)


def _beginning(action: Action, id: int, who: Who) -> tuple[dict[str, Any], str]:
    """What each question starts with, and what of the row one has to know for the answer."""
    later = [name for name in action.asks if name in action.on.sheet.later] if action.on is not None else []
    row = Query(action.on, who).row(id) if action.tells or later else None
    shown = visible(who, action.on) if row else {}
    parts = [
        f"{action.on.fields()[name].label.say(who.lang)} {text_of(action.on.fields()[name], row[name], who.lang)}"
        for name in action.tells
        if shown.get(name) == "full"
    ]
    filled = {name: row[name] for name in later if shown.get(name) == "full" and row[name] is not None}
    starts = {name: filled.get(name, starts_with(item, who)) for name, item in action.asks.items()}
    return starts, " · ".join(parts)


async def _run(
    action: Action,
    id: int,
    answers: dict[str, Any],
    op: str,
    done: Done,
    close: Callable[[], None] | None = None,
    reason: str | None = None,
    lines: list[dict[str, Any]] | None = None,
) -> Answer | None:
    """Do it; what was refused comes back where there is a dialog to tell it in."""
    who = viewer()
    answer = await ask(act, action, who=who, id=id, answers=answers, op=op, reason=reason, lines=lines)
    if answer.asks == "reason":
        from .reasons import ask_reason  # a dialog like the others

        async def again(why: str) -> None:
            left = await _run(action, id, answers, uuid.uuid4().hex, done, close, why, lines)
            if left is not None and close is not None:
                notice(why_refused(left).say(viewer().lang), bad=True)

        ask_reason(answer, again)
        return None
    if answer.state not in ("applied", "duplicate"):
        if close is None:
            notice(why_refused(answer).say(who.lang), bad=True)
        return answer
    if close is not None:
        close()
    if answer.handout is not None:
        hand_out(answer.handout, who)
    else:
        notice((answer.text if answer.state == "applied" else DONE_BEFORE).say(who.lang))
    await done(answer)
    return None


def why_refused(answer: Answer) -> Text:
    return join(list(dict.fromkeys(fault.text for fault in answer.errors))) if answer.errors else NOT_DONE


def ask_row(action: Action, done: Done) -> None:
    """The row of an action that doesn't begin at one: chosen by name, number or phone, then asked as ever."""
    who, record = viewer(), action.on
    where = {name: {"in": list(values)} for name, values in action.when.items()}
    with dialog(action.label.say(who.lang)) as (made, alert):
        wanted = LinkField(record, record.sheet.zh, record.sheet.en, where=where or None)
        entry = Entry(record.key(), wanted, who, None)

        async def go() -> None:
            if entry.value is None:
                entry.tell(CHOOSE_ONE(record=record.sheet.label))
                return
            made.close()
            if (running := ask_action(action, entry.value, done)) is not None:
                await running

        foot(made, ONWARD.say(who.lang), go, who)


def hand_out(given: Handout, who: Who) -> None:
    """What is shown once: the sheet's own dialog, which stays until it is closed. It goes to this page and nowhere else."""
    call_script(HAND_OUT, given.wire(who.lang), said(who.lang), assets.style().url)


def confirm(
    title: str, text: str, label: str, go: Callable[[], Awaitable[Text | None]], *, danger: bool = True
) -> None:
    """Ask once; `go` returns None when it is done, else why not."""
    who = viewer()
    with dialog(title) as (made, alert):
        tag("div", "o-soft", text)

        async def run() -> None:
            why = await go()
            if why is None:
                made.close()
            else:
                alarm(alert, why, viewer())

        foot(made, label, run, who, danger=danger)


async def ask_undo(batch: int, what: str, done: Callable[[], Awaitable[None]]) -> None:
    """Take a batch back, or say row by row what was built on it since."""
    who, op = viewer(), uuid.uuid4().hex
    said = what_goes_back(*await ask(rows_of, batch))

    async def go() -> Text | None:
        answer = await ask(undo, batch, house().records, who=viewer(), op=op)
        if answer.state not in ("applied", "duplicate"):
            texts = list(dict.fromkeys(fault.text for fault in answer.errors))[:6]
            return join(texts) if texts else CANNOT_UNDO
        notice(UNDONE.say(viewer().lang))
        await done()
        return None

    title = Text("撤销“{what}”？", "Undo “{what}”?")(what=what).say(who.lang)
    confirm(title, said.say(who.lang), UNDO.say(who.lang), go, danger=False)


def what_goes_back(imported: int | None, others: dict[str, int]) -> Text:
    """How many rows an undo is about; of an import, what was in the file and what came of it are told apart."""
    more = sum(others.values())
    if imported is None:
        return UNDO_SURE(n=f"{more:,}")
    if not more:
        return UNDO_IMPORT(n=f"{imported:,}")
    labels = [
        house().records[key].sheet.label
        for key in sorted(others, key=others.get, reverse=True)
        if key in house().records
    ][:3]
    return UNDO_DERIVED(n=f"{imported:,}", more=f"{more:,}", records=join(labels, "、", ", "))


def ask_reveal(record: type[Record], id: int, name: str, shown: Callable[[Any], None]) -> None:
    """One masked value for a reason that stays in the log; `shown` gets the wire value."""
    who, item = viewer(), record.fields()[name]
    with dialog(LOOK_AT(field=item.label).say(who.lang)) as (made, alert):
        with tag("div", "o-field"):
            with tag("label", "o-label"):
                span(REASON.say(who.lang))
            reason = ui.input().props("outlined dense autofocus").mark("reason")
            reason.props["aria-label"] = REASON.say(who.lang)
        with tag("div", "o-line"):
            for text in REASONS:
                button(text.say(who.lang), lambda text=text: reason.set_value(text.say(who.lang)), kind="o-small")

        async def go() -> None:
            asker = viewer()
            try:
                value = await ask(reveal, record, id, name, reason.value, asker)
            except Refused as refused:
                alarm(alert, refused.text, asker)
                return
            made.close()
            shown(value)

        reason.on("keydown.enter", rooted(go), args=[])
        foot(made, SHOW.say(who.lang), go, who)
