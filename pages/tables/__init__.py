"""The page /tables/new: a table from nothing, from a copy, or from a workbook, for those who may design."""

from concurrent.futures import ThreadPoolExecutor

from nicegui import ui
from starlette.exceptions import HTTPException

from models.design import DesignType
from models.design.tables.types import areas, tables
from models.kit.declare.access import Who, may
from models.kit.write.edits import Answer, edit

from ..frame import page
from ..parts.leaving import Unkept
from ..parts.pieces import button, card, notice, tag
from ..parts.session import ask, viewer
from . import words
from .workbook import Workbook

PATH = "/tables/new"
COPIED = ("first", "per_store")  # isn't asked where another table says it


def mount() -> None:
    threads = ThreadPoolExecutor(2, "new tables")

    @ui.page(PATH)
    def new_table() -> None:
        who = viewer()
        if not may(who, "add", DesignType):
            raise HTTPException(404)
        with page(words.TITLE.say(who.lang), PATH):
            tag("h1", "o-h1", words.TITLE.say(who.lang))
            with card(words.BLANK.say(who.lang)):
                Blank(who)
            with card(words.BOOK.say(who.lang)):
                tag("p", "o-soft", words.BOOK_HINT.say(who.lang))
                Workbook(who, threads)


class Blank:
    """The few questions that a table begins with; everything else is asked of its columns."""

    def __init__(self, who: Who):
        self.asked: dict[str, ui.element] = {}
        with tag("div", "t-form"):
            for name, text in (("zh", words.NAME), ("en", words.ENGLISH), ("first", words.FIRST)):
                self.asked[name] = ui.input(text.say(who.lang)).props("outlined dense maxlength=40").mark(f"new {name}")
            shared = {option.key: option.label.say(who.lang) for option in DesignType.seen_by.options}
            self._select("area", words.AREA, _labels(areas(), who), "department", who)
            self._select("copied_from", words.COPY, _labels(tables(), who), None, who)
            self._select("seen_by", words.SEEN, shared, "area", who)
            self._select("edited_by", words.EDITED, shared, "area", who)
            self.asked["per_store"] = ui.checkbox(words.PER_STORE.say(who.lang)).mark("new per_store")
        for name in COPIED:
            self.asked[name].bind_visibility_from(self.asked["copied_from"], "value", backward=lambda value: not value)
        self.unkept = Unkept(self._given, "blank")
        for element in self.asked.values():
            element.on_value_change(self.unkept.look)
        with tag("div", "o-line"):
            button(words.MAKE.say(who.lang), self.make, icon="add", kind="o-go", mark="make table")

    def _select(self, name: str, text, options: dict[str, str], value: str | None, who: Who) -> None:
        made = ui.select(
            options, value=value, label=text.say(who.lang), clearable=value is None, with_input=len(options) > 12
        )
        self.asked[name] = made.props("outlined dense options-dense").mark(f"new {name}")

    def _given(self) -> dict:
        return {name: element.value for name, element in self.asked.items() if element.value not in (None, "")}

    async def make(self) -> None:
        who, sets = viewer(), self._given()
        if not sets.get("zh"):
            notice(words.MISSING.say(who.lang), bad=True)
            return
        if sets.get("copied_from"):
            sets = {name: value for name, value in sets.items() if name not in COPIED}
        answer = await ask(made, sets, who)
        if answer.state != "applied":
            notice("\n".join(fault.text.say(who.lang) for fault in answer.errors), bad=True)
            return
        self.unkept.done()
        ui.navigate.to("/t/" + answer.rows[0]["name"])


def made(sets: dict, who: Who) -> Answer:
    return edit(DesignType, [{"id": None, "set": sets}], who=who, via="form")


def _labels(known: dict[str, tuple[str, ...]], who: Who) -> dict[str, str]:
    return {name: labels[1 if who.lang == "en" else 0] for name, labels in known.items()}
