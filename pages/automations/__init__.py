"""The pages /automations and /automations/<id>: what is automated, what one may begin with, and each one as a form."""

import json
from functools import partial
from typing import Any

from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.design import AutomationRun, DesignAutomation
from models.design.allowed import types
from models.design.automations.templates import TEMPLATES, Template
from models.kit.declare.access import Who, may
from models.kit.declare.record import Row
from models.kit.write.edits import Answer, edit

from ..frame import page
from ..parts.pieces import button, card, empty, link, notice, span, table, tag
from ..parts.session import ask, viewer
from . import words
from .builder import Builder
from .fields import known_to

PATH = "/automations"


def mount() -> None:
    @ui.page(PATH)
    async def automations_page() -> None:
        who = viewer()
        sees = may(who, "see", DesignAutomation)
        rows = await ask(standing, who) if sees else []
        with page(words.TITLE.say(who.lang), PATH):
            if sees:
                _draw(rows, who)
            else:
                empty(words.BY_ADMINISTRATORS.say(who.lang), "smart_toy")

    @ui.page(PATH + "/{id:int}")
    async def automation_page(id: int) -> None:
        who = viewer()
        row = await ask(row_of, id, who)
        known = await ask(known_to, who)
        if row is None:
            raise HTTPException(404)
        with page(row.zh, PATH):
            tag("h1", "o-h1", row.zh if who.lang == "zh" else row.en or row.zh)
            Builder(row, known, who)


def standing(who: Who) -> list[tuple[Row, str]]:
    """Every automation, with the result of its last run."""
    rows = []
    for row in DesignAutomation.rows():
        last = AutomationRun.select(AutomationRun.result, AutomationRun.at).where(AutomationRun.number == row.id)
        ran = (
            last.order_by(AutomationRun.id.desc()).limit(1).tuples().first() if may(who, "see", AutomationRun) else None
        )
        fields = AutomationRun.fields()
        rows.append(
            (
                row,
                " ".join(
                    fields[name].show(part, who.lang) for name, part in zip(("result", "at"), ran or (), strict=False)
                ),
            )
        )
    return rows


def row_of(id: int, who: Who) -> Row | None:
    rows = DesignAutomation.rows_by_id([id]) if may(who, "see", DesignAutomation) else {}
    return rows.get(id)


def _draw(rows: list[tuple[Row, str]], who: Who) -> None:
    tag("h1", "o-h1", words.TITLE.say(who.lang))
    tag("p", "o-soft", words.WHAT.say(who.lang))
    with tag("div", "o-row"):
        link(words.LOG.say(who.lang), "/t/automation_run", "o-button", icon="receipt_long")
        link(words.GRID.say(who.lang), "/t/design_automation", "o-button", icon="grid_on")
    with card(words.TITLE.say(who.lang), str(len(rows)), flush=True):
        if rows:
            heads = [
                (text.say(who.lang), "") for text in (words.NAME, words.TABLE, words.STATE, words.ROLE, words.RESULT)
            ]
            table(heads, [_line(row, last, who) for row, last in rows])
        else:
            empty(words.NONE.say(who.lang), "smart_toy")
    if may(who, "add", DesignAutomation):
        with card(words.NEW.say(who.lang)):
            _new(who)
        with card(words.TEMPLATES.say(who.lang), str(len(TEMPLATES)), flush=True):
            heads = [(text.say(who.lang), "") for text in (words.NAME, words.TABLE)] + [("", "")]
            table(
                heads, [_template(template, who) for template in TEMPLATES if template.record_type in house().records]
            )


def _line(row: Row, last: str, who: Who) -> list[Any]:
    def called() -> None:
        link(row.zh if who.lang == "zh" else row.en or row.zh, f"{PATH}/{row.id}")

    def state() -> None:
        span((words.ON if row.active else words.OFF).say(who.lang), "o-pill positive" if row.active else "o-pill grey")

    fields = DesignAutomation.fields()
    return [
        called,
        fields["record_type"].show(row.record_type, who.lang),
        state,
        fields["role"].show(row.role, who.lang),
        last,
    ]


def _template(template: Template, who: Who) -> list[Any]:
    def take() -> None:
        label, body = template.label, template.body
        use = partial(begin, label.zh, label.en, template.record_type, template.role, body)
        button(words.USE.say(who.lang), use, kind="o-small", mark=f"template {template.name}")

    return [template.label.say(who.lang), house().records[template.record_type].sheet.label.say(who.lang), take]


def _new(who: Who) -> None:
    with tag("div", "t-form"):
        name = ui.input(words.NAME.say(who.lang)).props("outlined dense maxlength=60").mark("new name")
        known = {
            key: labels[1 if who.lang == "en" else 0] for key, labels in types().items() if key != "automation_run"
        }
        chosen = ui.select(known, label=words.TABLE.say(who.lang), with_input=True)
        chosen.props("outlined dense options-dense").mark("new table")
    # A whole one from the beginning, as only such is kept; it is off, and what it says and does is set on its page.
    tell = {"do": "tell", "text": words.FIRST_TEXT.say(who.lang), "roles": [who.role]}
    body = {"when": {"kind": "added"}, "only": {}, "then": [tell]}
    with tag("div", "o-row"):
        make = partial(_make, name, chosen, body)
        button(words.NEW.say(who.lang), make, icon="add", kind="o-go", mark="new automation")


async def _make(name: ui.input, chosen: ui.select, body: dict[str, Any]) -> None:
    await begin(name.value or "", None, chosen.value, viewer().role, body)


async def begin(zh: str, en: str | None, record_type: str | None, role: str, body: dict[str, Any]) -> None:
    """A new one, off at first; what it does is said on its own page."""
    who = viewer()
    answer = await ask(
        made, {"zh": zh, "en": en, "record_type": record_type, "role": role, "body": json.dumps(body)}, who
    )
    if answer.state != "applied":
        notice("\n".join(fault.text.say(who.lang) for fault in answer.errors), bad=True)
        return
    ui.navigate.to(f"{PATH}/{answer.rows[0]['id']}")


def made(sets: dict[str, Any], who: Who) -> Answer:
    return edit(DesignAutomation, [{"id": None, "set": sets}], who=who, via="form")
