"""Building one form: its questions and settings on the left, a phone that shows it on the right; kept when it is saved."""

import json
from functools import partial
from typing import Any

from nicegui import ui

from models.design import DesignForm
from models.design.forms.begun import askable_columns, asked, remarks, tried
from models.design.forms.body import written
from models.design.forms.paper import Shut
from models.kit.declare.access import Who
from models.kit.declare.record import Record, Row
from models.kit.text import Text
from models.kit.write.edits import Answer, edit

from ..parts.dialogs import why_refused
from ..parts.leaving import warn
from ..parts.pieces import button, card, icon_button, notice, span, tag
from ..parts.session import ask, viewer
from . import builder_words as words
from .conditions import Condition, choices_of
from .drawing import form_page, word_page
from .settings import fixed_card, texts_card, way_card

SETTINGS = ("name", "name_en", "open", "public", "closes_on", "most", "once")


class Editor:
    """`said` is the body as it would be kept, `sets` the other settings; nothing of them counts before it is saved."""

    def __init__(self, record: type[Record], form: Row, base: str, nonce: str):
        self.record, self.form, self.base, self.nonce = record, form, base, nonce
        self.said: dict[str, Any] = json.loads(form.body)
        self.sets: dict[str, Any] = {name: getattr(form, name) for name in SETTINGS}
        self.seen = dict(self.sets) | {"body": form.body}
        self.dragged: tuple[int, int] | None = None
        self.lang = viewer().lang
        self.drawing = False
        self.unfolded: set[str] = set()

    def say(self, text: Text) -> str:
        return text.say(viewer().lang)

    async def draw(self) -> None:
        self.columns = await ask(askable_columns, self.record, viewer())
        wrong = await ask(remarks, self.form, viewer())
        with tag("div", "o-line"):
            tag("h1", "o-h1", self.say(Text(self.form.name, self.form.name_en or self.form.name)))
            tag("div", "o-gap")
            self.unsaved = span(self.say(words.UNSAVED), "o-soft")
            self.unsaved.set_visibility(False)
            button(self.say(words.SAVE), self.save, icon="save", kind="o-go", mark="save form")
        for text in wrong:
            tag("div", "o-fault", self.say(text))
        with tag("div", "o-two o-wide-side"):
            with tag("div", "o-stack"):
                with card(self.say(words.QUESTIONS)):
                    self.questions = tag("div", "o-stack")
                self.fixed = tag("div")
                texts_card(self)
                self.way = tag("div")
            with tag("div", "o-stack f-phone"), card(self.say(words.PREVIEW)) as head:
                with head:
                    for lang, label in (("zh", "中文"), ("en", "English")):
                        button(label, partial(self._speak, lang), kind="o-small", mark=f"preview {lang}")
                self.phone = tag("iframe", "f-screen").mark("preview")
                self.phone.props["sandbox"] = "allow-scripts"
                self.phone.props["title"] = self.say(words.PREVIEW)
        self.again()
        ui.timer(0.3, self._show)

    def again(self) -> None:
        """Draw what depends on which questions there are."""
        for place, fill in ((self.questions, self._questions), (self.fixed, self._fixed), (self.way, self._way)):
            place.clear()
            with place:
                fill()
        self.stale = True

    def touched(self) -> None:
        """Something differs from what is kept: the preview follows within a moment."""
        self.stale = True
        differs = self._row() != self.seen
        if differs != self.unsaved.visible:
            warn(differs)
        self.unsaved.set_visibility(differs)

    def _row(self) -> dict[str, Any]:
        return {**self.sets, "body": written(self.said)}

    def _speak(self, lang: str) -> None:
        self.lang, self.stale = lang, True

    # The phone ----------------------------------------------------------------------------------------------------------

    async def _show(self) -> None:
        if not self.stale or self.drawing:
            return
        self.stale, self.drawing = False, True
        try:
            row = Row(**{**vars(self.form), **self._row()})
            html = await ask(_html, row, viewer(), self.lang, self.nonce)
        finally:
            self.drawing = False
        if self.phone.props.get("srcdoc") != html:
            self.phone.props["srcdoc"] = html
            self.phone.update()

    # Questions ----------------------------------------------------------------------------------------------------------

    def _questions(self) -> None:
        for at, part in enumerate(self.said["parts"]):
            if at or part.get("title"):
                self.words_of(part, "title", words.SECTION)
            for place, question in enumerate(part["fields"]):
                if question["name"] in self.record.fields():
                    self._question(at, place, question)
            with tag("div", "o-line") as under:
                under.on("dragover.prevent", js_handler="() => {}")
                under.on("drop.prevent", lambda at=at: self._drop(at, len(self.said["parts"][at]["fields"])))
                self._adder(at)
        button(self.say(words.ADD_SECTION), self._section, icon="add", kind="o-small", mark="add section")

    def _adder(self, at: int) -> None:
        there = {question["name"] for part in self.said["parts"] for question in part["fields"]}
        labels = {name: self.label(name) for name in self.columns if name not in {*there, *self.said.get("fixed", {})}}

        def add(event: Any) -> None:
            if event.value in labels:
                self.said["parts"][at]["fields"].append(asked(self.record, event.value))
                self.again()
                self.touched()

        ui.select(labels, label=self.say(words.ADD), on_change=add, with_input=True).props("outlined dense").classes(
            "f-adder"
        ).mark("add question")

    def _section(self) -> None:
        self.said["parts"].append({"title": {}, "fields": []})
        self.again()

    def label(self, name: str) -> str:
        return self.say(self.record.fields()[name].label)

    def _question(self, at: int, place: int, question: dict[str, Any]) -> None:
        name = question["name"]
        label = self.label(name)
        with tag("div", "f-question") as line:
            line.props["draggable"] = "true"
            line.props["data-name"] = name
            line.on("dragstart", lambda: setattr(self, "dragged", (at, place)))
            line.on("dragover.prevent", js_handler="() => {}")
            line.on("drop.prevent", lambda: self._drop(at, place))
            with tag("div", "o-line"):
                ui.icon("drag_indicator").classes("f-handle").tooltip(self.say(words.DRAG))
                span(label, "f-name")
                if question.get("required"):
                    span("*", "o-star")
                tag("div", "o-gap")
                for text, icon, do in (
                    (words.UP, "arrow_upward", lambda: self._shift(at, place, -1)),
                    (words.DOWN, "arrow_downward", lambda: self._shift(at, place, 1)),
                    (words.MORE, "tune", lambda: self._unfold(name)),
                    (words.REMOVE, "close", lambda: self._remove(at, place)),
                ):
                    icon_button(icon, self.say(text(label=label)), do, kind="o-quiet o-small").mark(f"{icon} {name}")
            if name in self.unfolded:
                self._settings(question)

    def _settings(self, question: dict[str, Any]) -> None:
        def required(event: Any) -> None:
            question["required"] = bool(event.value)
            self.touched()

        item = self.record.fields()[question["name"]]
        with tag("div", "f-settings"):
            ui.checkbox(self.say(words.REQUIRED), value=bool(question.get("required")), on_change=required).mark(
                "required"
            )
            self.words_of(question, "label", words.LABEL)
            self.words_of(question, "help", words.HELP)
            earlier = dict(self._earlier(question["name"]))
            Condition(self, question, "when", self.say(words.WHEN), earlier, self.say(words.ALWAYS))
            if target := item.linked:
                said = self.say(words.OFFER(record=target.sheet.label))
                Condition(self, question, "offer", said, choices_of(target, viewer()), self.say(words.ALL))

    def _earlier(self, name: str) -> list[tuple[str, Any]]:
        names = [question["name"] for part in self.said["parts"] for question in part["fields"]]
        fields = self.record.fields()
        return [
            (other, fields[other])
            for other in names[: names.index(name)]
            if other in fields and not fields[other].uploaded
        ]

    def words_of(self, said: dict[str, Any], key: str, label: Text, *, long: bool = False) -> None:
        """Two inputs for one text."""
        with tag("div", "f-pair"):
            for lang, what in (("zh", words.ZH), ("en", words.EN)):

                def put(event: Any, lang: str = lang) -> None:
                    said[key] = {**(said.get(key) or {}), lang: str(event.value or "")}
                    self.touched()

                make = ui.textarea if long else ui.input
                made = make(self.say(what(what=label)), value=(said.get(key) or {}).get(lang, ""), on_change=put)
                made.props("outlined dense maxlength=1000" + (" autogrow" if long else "")).mark(f"{key} {lang}")

    # Order ---------------------------------------------------------------------------------------------------------------

    def _shift(self, at: int, place: int, by: int) -> None:
        """Up or down by one; past the edge of its section into the next."""
        parts = self.said["parts"]
        question = parts[at]["fields"].pop(place)
        to, there = at, place + by
        if not 0 <= there <= len(parts[at]["fields"]):
            to = min(max(at + by, 0), len(parts) - 1)
            there = there if to == at else len(parts[to]["fields"]) if by < 0 else 0
        parts[to]["fields"].insert(max(there, 0), question)
        self.again()
        self.touched()

    def _drop(self, at: int, place: int) -> None:
        if self.dragged is None:
            return
        (from_part, from_place), self.dragged = self.dragged, None
        parts = self.said["parts"]
        question = parts[from_part]["fields"].pop(from_place)
        parts[at]["fields"].insert(place - (from_part == at and from_place < place), question)
        self.again()
        self.touched()

    def _remove(self, at: int, place: int) -> None:
        self.said["parts"][at]["fields"].pop(place)
        self.said["parts"] = [part for part in self.said["parts"] if part["fields"]] or [{"fields": []}]
        self.again()
        self.touched()

    def _unfold(self, name: str) -> None:
        self.unfolded ^= {name}
        self.again()

    def _fixed(self) -> None:
        fixed_card(self)

    def _way(self) -> None:
        way_card(self)

    # Keeping -------------------------------------------------------------------------------------------------------------

    async def save(self) -> None:
        who = viewer()
        answer: Answer = await ask(_saved, self.form.id, self._row(), self.seen, who)
        if answer.state not in ("applied", "duplicate"):
            notice(why_refused(answer).say(who.lang), bad=True)
            return
        self.form = await ask(DesignForm.row, self.form.id)
        self.sets = {name: getattr(self.form, name) for name in SETTINGS}
        self.seen = dict(self.sets) | {"body": self.form.body}
        self.said = json.loads(self.form.body)
        self.again()
        self.touched()
        notice(words.SAVED.say(who.lang))


def _saved(id: int, row: dict[str, Any], seen: dict[str, Any], who: Who) -> Answer:
    differs = {name: value for name, value in row.items() if value != seen[name]}
    fields = DesignForm.fields()
    before = {name: fields[name].keep(seen[name]) for name in differs}
    return edit(DesignForm, [{"id": id, "set": differs, "seen": before}], who=who, via="form")


def _html(form: Row, who: Who, lang: str, nonce: str) -> str:
    try:
        made = form_page(tried(form, who), lang, op="preview", nonce=nonce)
    except Shut as shut:
        made = word_page(words.CANT(why=shut.text), lang, 200)
    return bytes(made.body).decode()
