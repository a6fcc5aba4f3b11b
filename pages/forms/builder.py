"""The pages on which forms are built: all forms of a table, and each of them with a preview as a phone shows it."""

from dataclasses import dataclass

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.design import DesignForm, FormAnswer, forms_of, may_form
from models.design.forms.begun import begun
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record, Row
from models.kit.text import Text
from models.kit.write.edits import Answer, edit

from ..frame import page
from ..parts.dialogs import why_refused
from ..parts.pieces import button, card, empty, link, notice, span, tag
from ..parts.session import ask, viewer
from . import builder_words as words
from .editor import Editor


@dataclass(frozen=True)
class Listed:
    """A form in the list of a table's."""

    form: Row
    answers: int


def mount() -> None:
    @ui.page("/forms/{record}")
    async def forms_page(record: str) -> None:
        who, record_type = viewer(), _type(record)
        forms = await ask(_listed, record_type)
        title = words.FORMS(record=record_type.sheet.label).say(who.lang)
        with page(title, f"/t/{record}", "forms"):
            link(record_type.sheet.label.say(who.lang), f"/t/{record}", "o-link", icon="arrow_back")
            tag("h1", "o-h1", title)
            tag("p", "o-soft", words.WHAT.say(who.lang))
            _beginning(record_type, who)
            with card(title, str(len(forms)) if forms else ""):
                if not forms:
                    empty(words.NONE.say(who.lang), "dynamic_form")
                for listed in forms:
                    _line(record, listed, who)

    @ui.page("/forms/{record}/{id:int}")
    async def form_page(request: Request, record: str, id: int) -> None:
        record_type = _type(record)
        form = await ask(_form, record_type, id)
        if form is None:
            raise HTTPException(404)
        who = viewer()
        with page(Text(form.name, form.name_en or form.name).say(who.lang), f"/t/{record}", "forms"):
            link(words.BACK.say(who.lang), f"/forms/{record}", "o-link", icon="arrow_back")
            editor = Editor(record_type, form, str(request.base_url), request.scope.get("ops.nonce", ""))
            await editor.draw()


def _type(name: str) -> type[Record]:
    """The type whose forms this person makes; for everybody else there is no such page."""
    who, record = viewer(), house().records.get(name)
    if record is None or not (may(who, "see", DesignForm) and may_form(who, record)):
        raise HTTPException(404)
    return record


def _listed(record: type[Record]) -> list[Listed]:
    return [Listed(form, FormAnswer.select().where(FormAnswer.form == form.id).count()) for form in forms_of(record)]


def _form(record: type[Record], id: int) -> Row | None:
    return next((form for form in forms_of(record) if form.id == id), None)


def _line(record: str, listed: Listed, who: Who) -> None:
    form = listed.form
    with tag("div", "o-line"):
        name = Text(form.name, form.name_en or form.name).say(who.lang)
        link(name, f"/forms/{record}/{form.id}", "o-link")
        span((words.OPEN if form.open else words.SHUT).say(who.lang), "o-pill " + ("positive" if form.open else "grey"))
        span(words.COUNT(n=listed.answers).say(who.lang), "o-soft")


def _beginning(record: type[Record], who: Who) -> None:
    """A new form asks for its name; everything else is there to begin with."""
    with tag("div", "o-line"):
        name = ui.input(words.NAME.say(who.lang)).props("outlined dense maxlength=60").mark("form name")

        async def make() -> None:
            asker = viewer()
            answer: Answer = await ask(_made, record, (name.value or "").strip(), asker)
            if answer.state == "applied":
                ui.navigate.to(f"/forms/{record.key()}/{answer.rows[0]['id']}")
            else:
                notice(why_refused(answer).say(asker.lang), bad=True)

        button(words.NEW.say(who.lang), make, icon="add", kind="o-go", mark="new form")


def _made(record: type[Record], name: str, who: Who) -> Answer:
    row = {"record_type": record.key(), "name": name, "body": begun(record, who)}
    return edit(DesignForm, [{"id": None, "set": row}], who=who, via="form")
