"""What a table made in the browser is set up with, as cards of its design: states and steps, to-do and due, what is handed in
daily, who may use it."""

from collections.abc import Awaitable
from typing import Any

from nicegui import ui

from models import house
from models.design import DesignStep, DesignType
from models.design.tables.setting_up import NEW, SetUp, make_states, set_dues, set_step, set_table
from models.kit.declare.access import Who
from models.kit.fields import Choice, ChoiceField, CountField, Described, FlagField, LineField, NoteField
from models.kit.formula import shown
from models.kit.text import Text
from models.kit.write.edits import Answer

from ..parts.dialogs import alarm, ask_action, dialog, foot, place_faults
from ..parts.inputs import Entry
from ..parts.pieces import button, card, empty, icon_button, link, notice, span, table, tag
from ..parts.session import ask, viewer
from . import words
from .asked import SeveralField

PLACES = (
    (words.TO_STATES, "steps"),
    (words.TO_DUES, "dues"),
    (words.TO_DAILIES, "dailies"),
    (words.TO_RIGHTS, "rights"),
)


def ways_on(name: str, who: Who) -> None:
    """What comes after a table was made, in its order."""
    with tag("nav", "o-row o-next"):
        span(words.NEXT.say(who.lang), "o-soft")
        link(words.TO_COLUMNS.say(who.lang), f"/t/{name}", "o-button o-small", icon="view_column")
        for text, place in PLACES:
            link(text.say(who.lang), f"#{place}", "o-button o-small", icon="arrow_downward")


def states(given: SetUp, who: Who) -> None:
    """The states with the steps between them, and the way to more of both."""
    title = words.TO_STATES.say(who.lang)
    with _place("steps"), card(title, str(len(given.steps)) if given.states else "", flush=bool(given.steps)) as head:
        if not given.states:
            _no_states(given, who)
            return
        with head:
            label = words.MAKE_STEP.say(who.lang)
            button(label, lambda: _ask_step(given, None), icon="add", kind="o-small", mark="add step")
        with tag("div", "o-pad o-stack" if given.steps else "o-stack"):
            span(words.HAS_STATES.say(who.lang), "o-soft")
            with tag("div", "o-row"):
                for option in given.states:
                    span(option.label.say(who.lang), f"o-pill {option.tone}")
        _steps(given, who)


def _steps(given: SetUp, who: Who) -> None:
    if not given.steps:
        empty(words.NO_STEPS.say(who.lang), "route")
        return
    heads = [words.STEP, words.SOURCES, words.TARGET, words.WHO_MAY, words.EYES, words.NEEDED]
    table(
        [*((text.say(who.lang), "") for text in heads), ("", "o-tight")],
        [_line(given, step, who) for step in given.steps],
    )


def _line(given: SetUp, step: Any, who: Who) -> list[Any]:
    between = "、" if who.lang == "zh" else ", "
    demands = [given.labels[name].say(who.lang) for name in step.needs or () if name in given.labels]
    demands += [text.say(who.lang) for asked, text in ((step.reason, words.REASON), (step.file, words.PAPERS)) if asked]
    demands += [Text(step.unmet, step.unmet_en or step.unmet).say(who.lang)] if step.condition else []

    def ways() -> None:
        with tag("div", "o-row"):
            called = Text(step.zh, step.en).say(who.lang)
            icon_button(
                "edit", f"{words.CHANGE.say(who.lang)} {called}", lambda: _ask_step(given, step), kind="o-quiet o-small"
            )
            icon_button(
                "delete", f"{words.REMOVE.say(who.lang)} {called}", lambda: _remove(step), kind="o-quiet o-small"
            )

    return [
        Text(step.zh, step.en).say(who.lang),
        between.join(given.state(key).say(who.lang) for key in step.sources),
        given.state(step.to).say(who.lang),
        DesignStep.may.show(step.may, who.lang),
        "" if step.eyes == "anybody" else DesignStep.eyes.show(step.eyes, who.lang),
        between.join(demands),
        ways,
    ]


def _remove(step: Any) -> Awaitable[Any] | None:
    async def done(answer: Answer) -> None:
        _told(answer)

    return ask_action(house().actions["design_step_remove"], step.id, done)


def _no_states(given: SetUp, who: Who) -> None:
    tag("p", "o-soft", words.NO_STATES.say(who.lang))
    choices = given.of_kind("choice")
    with tag("div", "o-row"):
        button(words.MAKE_STATES.say(who.lang), lambda: _ask_states(given), icon="add", kind="o-go", mark="make states")
        for name, label in choices.items():
            text = f"{words.TAKE_COLUMN.say(who.lang)} {label.say(who.lang)}"
            button(text, lambda name=name: _set(given, {"state_by": name}), mark=f"states by {name}")


def _ask_states(given: SetUp) -> None:
    who = viewer()
    fields: dict[str, Described] = {
        "zh": _called(LineField, words.COLUMN),
        "choices": _called(NoteField, words.STATES, hint=words.STATES_HINT),
    }

    async def go(values: dict[str, Any]) -> Answer:
        names = [name.strip() for name in (values["choices"] or "").splitlines() if name.strip()]
        said = values["zh"] or ""
        label = words.STATE if said in (words.STATE.zh, words.STATE.en) else Text(said, said)
        return await ask(make_states, given.table, label, names, viewer())

    _ask(words.STATES_TITLE, fields, {"zh": words.STATE.say(who.lang)}, go, who)


def _ask_step(given: SetUp, step: Any) -> None:
    who = viewer()
    columns = tuple(Choice(row.name, row.zh, row.en) for row in given.columns if row.name != given.table.state_by)
    fields: dict[str, Described] = {
        "zh": _called(LineField, words.STEP_NAME, max_length=20),
        "sources": _called(SeveralField, words.SOURCES, options=given.states),
        "to": _called(ChoiceField, words.TARGET, options=given.states),
        "may": _called(ChoiceField, words.WHO_MAY, options=DesignStep.may.options),
        "eyes": _called(ChoiceField, words.EYES, options=DesignStep.eyes.options),
        "needs": _called(SeveralField, words.NEEDED, options=columns, null=True),
        "reason": _called(FlagField, words.REASON, default=False),
        "file": _called(FlagField, words.PAPERS, default=False),
        "condition": _called(NoteField, words.CONDITION, null=True, hint=words.CONDITION_HINT),
        "unmet": _called(LineField, words.UNMET, null=True, max_length=120),
        "danger": _called(FlagField, words.DANGER, default=False),
    }
    start = {"may": "edit", "eyes": "anybody", "reason": False, "file": False, "danger": False}
    start |= {name: getattr(step, name) for name in fields} if step is not None else {}
    if start.get("condition"):
        start["condition"] = shown(start["condition"], house().records[given.table.name], who.lang)
    title = words.MAKE_STEP if step is None else words.CHANGE_STEP(step=Text(step.zh, step.en))

    async def go(values: dict[str, Any]) -> Answer:
        return await ask(set_step, given.table, step, values, viewer())

    _ask(title, fields, start, go, who)


def dues(given: SetUp, who: Who) -> None:
    """Which rows wait for somebody, whose they are, and until when."""
    with _place("dues"), card(words.TO_DUES.say(who.lang)):
        if not given.states:
            tag("p", "o-soft", words.DUES_FIRST.say(who.lang))
            return
        days = {**given.of_kind("day", "moment"), **({} if given.of_kind("moment") else {NEW: words.NEW_DUE})}
        owners = given.of_employees()
        fields: dict[str, Described] = {
            "due_states": _called(
                SeveralField, words.OPEN_STATES, options=given.states, null=True, hint=words.OPEN_HINT
            ),
            "due_by": _called(ChoiceField, words.DUE_BY, options=_options(days), null=True),
            "due_hours": _called(CountField, words.HOURS, null=True, least=1, hint=words.HOURS_HINT),
            "own_by": _called(ChoiceField, words.OWNER, options=_options(owners), null=True, hint=words.OWNER_HINT),
        }

        async def go(values: dict[str, Any]) -> Answer:
            return await ask(set_dues, given.table, values, viewer())

        _form(fields, {name: getattr(given.table, name) for name in fields}, go, who, "save dues")


def dailies(given: SetUp, who: Who) -> None:
    """Whether each store hands in a row a day, and by which of its days."""
    with _place("dailies"), card(words.TO_DAILIES.say(who.lang)):
        days = given.of_kind("day")
        tag("p", "o-soft", (words.DAILY_NOTE if days else words.DAILY_FIRST).say(who.lang))
        if not days:
            return
        fields: dict[str, Described] = {
            "daily_by": _called(ChoiceField, words.DAILY_BY, options=_options(days), null=True),
        }

        async def go(values: dict[str, Any]) -> Answer:
            return await ask(set_table, given.table, values, viewer())

        _form(fields, {"daily_by": given.table.daily_by}, go, who, "save dailies")


def rights(given: SetUp, who: Who) -> None:
    """Who sees and who edits it, in three sizes."""
    with _place("rights"), card(words.TO_RIGHTS.say(who.lang)):
        fields: dict[str, Described] = {
            "seen_by": _called(ChoiceField, words.SEEN, options=DesignType.seen_by.options),
            "edited_by": _called(ChoiceField, words.EDITED, options=DesignType.edited_by.options),
        }

        async def go(values: dict[str, Any]) -> Answer:
            return await ask(set_table, given.table, values, viewer())

        _form(fields, {name: getattr(given.table, name) for name in fields}, go, who, "save rights")
        with tag("p", "o-soft"):
            span(words.RIGHTS_NOTE.say(who.lang) + " ")
            asked = f'/t/grant?filter={{"record_type":{{"eq":"{given.table.name}"}}}}'
            link(words.TO_GRANTS.say(who.lang), asked)


# The pieces of them -------------------------------------------------------------------------------------------------------


def _place(name: str) -> Any:
    made = tag("div", "o-place")
    made.props["id"] = name
    return made


def _called(kind: type, text: Text, **more: Any) -> Any:
    return kind(text.zh, text.en, **more)


def _options(known: dict[str, Text]) -> tuple[Choice, ...]:
    return tuple(Choice(name, label.zh, label.en) for name, label in known.items())


async def _set(given: SetUp, sets: dict[str, Any]) -> None:
    answer = await ask(set_table, given.table, sets, viewer())
    _told(answer)


def _told(answer: Answer) -> bool:
    """Draws the page anew once it was done; else says why not."""
    who = viewer()
    if answer.state == "applied":
        ui.navigate.reload()
        return True
    notice("\n".join(fault.text.say(who.lang) for fault in answer.errors), bad=True)
    return False


def _form(fields: dict[str, Described], start: dict[str, Any], go: Any, who: Who, mark: str) -> None:
    """The questions on the card itself, with a button that saves them."""
    alert = tag("div", "o-alert")
    alert.props["role"] = "alert"
    alert.set_visibility(False)
    with tag("div", "o-form"):
        entries = {name: Entry(name, item, who, start.get(name)) for name, item in fields.items()}

    async def save() -> None:
        answer = await go({name: entry.value for name, entry in entries.items()})
        if answer.state == "applied":
            _told(answer)
        else:
            place_faults(answer, entries, alert, viewer())

    with tag("div", "o-line"):
        button(words.SAVE.say(who.lang), save, icon="check", kind="o-go", mark=mark)


def _ask(title: Text, fields: dict[str, Described], start: dict[str, Any], go: Any, who: Who) -> None:
    """The same in a dialog."""
    with dialog(title.say(who.lang)) as (made, alert):
        with tag("div", "o-form o-one"):
            entries = {name: Entry(name, item, who, start.get(name)) for name, item in fields.items()}

        async def save() -> None:
            alarm(alert, None, viewer())
            answer = await go({name: entry.value for name, entry in entries.items()})
            if answer.state == "applied":
                made.close()
                _told(answer)
            else:
                place_faults(answer, entries, alert, viewer())

        foot(made, words.SAVE.say(who.lang), save, who)
