"""The settings of a block, in a dialog: what its kind asks for, chosen from what this person sees."""

import copy
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui
from nicegui.element import Element

from models import house
from models.design.boards.body import FIGURE_DRAWS, KINDS, ROW_DRAWS, Block, block_of
from models.design.boards.sound import misfits
from models.design.views import shared_views
from models.kit.ask.shape.pivot import KINDS as DIVIDING
from models.kit.ask.shape.pivot import NUMBERS
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.fields import PinyinField
from models.kit.formula.asking import seen
from models.kit.text import Refused, Text

from ..automations.fields import choice, choices, text
from ..parts.dialogs import alarm, dialog, foot
from ..parts.pieces import tag
from ..parts.session import ask, viewer
from ..sheet.words import said as sheet_words
from . import words
from .buttons import Buttons, forms_called

NOTHING = (None, "", [], {})
# Days that a list may be held to, as a filter calls them; what it begins with.
SPANS = ("today", "week", "last_week", "month", "last_month", "days-7", "days-30", "days+30")
USUAL_DAYS = "days-7"
Took = Callable[[Block], Awaitable[None]]
# By kind how wide and high it begins, and whether it is asked for its settings at once.
BEGINS: dict[str, tuple[tuple[int, int], bool]] = {
    "card": ((3, 3), True),
    "figures": ((12, 5), True),
    "chart": ((6, 6), True),
    "list": ((6, 6), True),
    "todos": ((6, 6), False),
    "buttons": ((12, 2), True),
    "shortcuts": ((12, 2), False),
    "text": ((6, 2), True),
    "areas": ((12, 8), False),
    "changes": ((12, 7), False),
}


@dataclass(frozen=True)
class Known:
    """What there is to choose from, by name, as this person calls it. shared, forms: of each type asked about so far."""

    figures: dict[str, str]
    areas: dict[str, str]
    records: dict[str, str]
    shared: dict[str, dict[str, str]]
    forms: dict[str, dict[str, str]]


def known_to(who: Who, said: dict[str, Any]) -> Known:
    """Of the types that the block speaks of also their views and forms."""
    figures = {
        metric.name: f"{area.label.say(who.lang)} · {metric.label.say(who.lang)}"
        for area in house().counted
        for metric in area.metrics
    }
    areas = {"*": words.ALL_AREAS.say(who.lang), "own": words.OWN_STORE.say(who.lang)}
    areas |= {area.name: area.label.say(who.lang) for area in house().counted}
    records = {name: type.sheet.label.say(who.lang) for name, type in house().records.items() if may(who, "see", type)}
    shared = {name: views_of(name, who) for name in (said.get("record"),) if name in records}
    asked = {each.get("record") for each in said.get("buttons", [])} & records.keys()
    return Known(figures, areas, records, shared, {name: forms_called(house().records[name], who) for name in asked})


def views_of(name: str, who: Who) -> dict[str, str]:
    """The shared views of a type by the names they are kept under."""
    rows = house().records["design_view"]
    kept = {row.id: row.name for row in rows.rows(rows.record_type == name)}
    return {kept[view["id"]]: view["name"] for view in shared_views(house().records[name], who)}


def begun(kind: str, who: Who) -> dict[str, Any]:
    """What a new block shows before anybody said anything: something that is there."""
    known = known_to(who, {})
    first = next((name for name in ("store_sales", *known.figures) if name in known.figures), "")
    record = next((name for name in ("complaint", *known.records) if name in known.records), "")
    return copy.deepcopy(
        {
            "card": {"figure": first, "week": "closed"},
            "figures": {"area": "*"},
            "chart": {"draw": "line", "figures": [first], "weeks": 12},
            "list": {"record": record, "rows": 8},
            "todos": {"rows": 5},
            "buttons": {"buttons": [{"do": "new", "record": record}]},
            "text": {"text": {"zh": words.TEXT_ZH.zh, "en": words.TEXT_ZH.en}},
            "changes": {"rows": 8},
        }.get(kind, {})
    )


async def ask_settings(block: Block, took: Took) -> None:
    who = viewer()
    Settings(block, await ask(known_to, who, block.settings), took)


class Settings:
    """`said`: the block as it would be written, changed in place while the dialog is open."""

    def __init__(self, block: Block, known: Known, took: Took):
        self.block, self.known, self.took = block, known, took
        self.said: dict[str, Any] = copy.deepcopy(block.settings)
        self.title = {"zh": block.title.zh, "en": block.title.en} if block.title else {}
        who = viewer()
        with dialog(KINDS[block.kind].say(who.lang)) as (made, alert):
            self.made, self.alert = made, alert
            with tag("div", "t-form"):
                text(words.BLOCK_TITLE, self.title, "zh", who)
                text(words.BLOCK_TITLE_EN, self.title, "en", who)
            self.place: Element = tag("div", "o-stack")
            self.draw()
            foot(made, words.DONE.say(who.lang), self.go, who)

    def draw(self) -> None:
        """What the kind asks for, as things stand: a chart of rows asks for something else than one of figures."""
        who = viewer()  # while what was pressed still stands
        self.place.clear()
        with self.place:
            if self.block.kind == "buttons":
                Buttons(self.said["buttons"], self.known.records, self.known.forms, who)
                return
            with tag("div", "t-form"):
                ASKS.get(self.block.kind, lambda settings, who: None)(self, who)

    def again(self) -> None:
        self.draw()

    async def chose_record(self) -> None:
        """Another table has other views and columns."""
        for name in ("view", "by", "measure", "within"):
            self.said.pop(name, None)
        name = self.said.get("record")
        if name in self.known.records:
            self.known.shared[name] = await ask(views_of, name, viewer())
        self.draw()

    async def go(self) -> None:
        who = viewer()
        try:
            made = await ask(checked, self.block, self.title, self.said)
        except Refused as why:
            alarm(self.alert, why.text, who)
            return
        self.made.close()
        await self.took(made)

    @property
    def record(self) -> type[Record] | None:
        name = self.said.get("record")
        return house().records[name] if name in self.known.records else None


def checked(block: Block, title: dict[str, str], said: dict[str, Any]) -> Block:
    """The block with these settings. Raises Refused with what is wrong with them."""
    kept = {name: value for name, value in said.items() if value not in NOTHING}
    if "buttons" in kept:
        kept["buttons"] = [{name: v for name, v in each.items() if v not in NOTHING} for each in kept["buttons"]]
    at = [block.at.x, block.at.y, block.at.w, block.at.h]
    made = block_of({"id": block.id, "kind": block.kind, "at": at, "title": title or None, **kept})
    wrong = next(misfits(made), None)
    if wrong is not None:
        raise Refused(wrong)
    return made


# What each kind asks for -----------------------------------------------------------------------------------------------------


def _card(settings: Settings, who: Who) -> None:
    choice(words.FIGURE, settings.known.figures, settings.said, "figure", who)
    weeks = {"closed": words.CLOSED.say(who.lang), "running": words.RUNNING.say(who.lang)}
    choice(words.WEEK, weeks, settings.said, "week", who)


def _figures(settings: Settings, who: Who) -> None:
    choice(words.AREA, settings.known.areas, settings.said, "area", who)


def _rows(settings: Settings, who: Who) -> None:
    text(words.ROWS, settings.said, "rows", who, number=True)


def _list(settings: Settings, who: Who) -> None:
    _table(settings, who)
    _days(settings, who)
    _rows(settings, who)


def _days(settings: Settings, who: Who) -> None:
    """Which days of a column the rows are of; as long as none is chosen, of all."""
    record, within = settings.record, settings.said.get("within")
    columns = _columns(record, who) if record else {}
    days = {name: item.label.say(who.lang) for name, item in columns.items() if item.kind in ("day", "moment")}
    chosen = dict(within or {})

    def took() -> None:
        settings.said.pop("within", None)
        if chosen.get("field"):
            settings.said["within"] = {"days": USUAL_DAYS, **chosen}
        settings.draw()

    if days:
        optional(words.ONLY_DAYS, days, chosen, "field", who, took=took)
    if days and within:
        called = sheet_words(who.lang)
        choice(words.WHICH_DAYS, {name: called[f"span_{name}"] for name in SPANS}, within, "days", who)


def _table(settings: Settings, who: Who) -> None:
    choice(words.TABLE, settings.known.records, settings.said, "record", who, took=settings.chose_record)
    views = settings.known.shared.get(settings.said.get("record") or "", {})
    if views:
        optional(words.SHARED_VIEW, views, settings.said, "view", who)


def _chart(settings: Settings, who: Who) -> None:
    said = settings.said
    made_of = {"source": "rows" if "figures" not in said else "figures"}
    known = {"figures": words.FROM_FIGURES.say(who.lang), "rows": words.FROM_ROWS.say(who.lang)}
    choice(words.SOURCE, known, made_of, "source", who, took=lambda: _turn(settings, made_of["source"]))
    draws = FIGURE_DRAWS if "figures" in said else ROW_DRAWS
    choice(
        words.DRAW, {name: words.DRAWS[name].say(who.lang) for name in draws}, said, "draw", who, took=settings.again
    )
    if "figures" in said:
        choices(words.FIGURES, settings.known.figures, said, "figures", who)
        text(words.WEEKS, said, "weeks", who, number=True)
    else:
        _table(settings, who)
        _divided(settings, who)
    if said["draw"] == "gauge":
        text(words.GOAL, said, "goal", who, number=True)


def _turn(settings: Settings, source: str) -> None:
    """From figures to rows and back."""
    said = settings.said
    for name in ("figures", "weeks", "record", "view", "by", "measure", "goal"):
        said.pop(name, None)
    first = next(iter(settings.known.figures), "")
    said |= {"figures": [first], "weeks": 12, "draw": "line"} if source == "figures" else {"draw": "bar"}
    settings.draw()


def _divided(settings: Settings, who: Who) -> None:
    record = settings.record
    if record is None:
        return
    columns = _columns(record, who)
    axes = {name: item.label.say(who.lang) for name, item in columns.items() if item.kind in DIVIDING}
    by = settings.said.setdefault("by", [])
    for at, label in enumerate((words.BY, words.THEN_BY)):
        if at <= len(by):
            _axis(settings, at, label, axes, columns, who)
    measure = settings.said.setdefault("measure", {"fn": "count"})
    known = {name: said.say(who.lang) for name, said in words.MEASURES.items()}
    choice(words.MEASURE, known, measure, "fn", who, took=settings.again)
    if measure.get("fn", "count") != "count":
        kinds = (*DIVIDING, *NUMBERS) if measure["fn"] == "distinct" else NUMBERS
        numbers = {name: item.label.say(who.lang) for name, item in columns.items() if item.kind in kinds}
        choice(words.OF, numbers, measure, "field", who)
    else:
        measure.pop("field", None)


def _axis(settings: Settings, at: int, label: Text, axes: dict[str, str], columns: dict[str, Any], who: Who) -> None:
    by = settings.said["by"]
    chosen = dict(by[at]) if at < len(by) else {}

    def took() -> None:
        rest = by[at + 1 :]
        by[at:] = [{"field": chosen["field"]}, *rest] if chosen.get("field") else rest
        settings.draw()

    optional(label, axes, chosen, "field", who, took=took)
    if at < len(by) and columns[by[at]["field"]].kind in ("day", "moment"):
        by[at].setdefault("grain", "month")
        choice(words.GRAIN, {name: said.say(who.lang) for name, said in words.GRAINS.items()}, by[at], "grain", who)


def _columns(record: type[Record], who: Who) -> dict[str, Any]:
    """What this person sees in full."""
    there = record.facts().readable
    names = [name for name, mode in seen(who, record).items() if mode == "full" and name in there]
    return {name: there[name] for name in names if not isinstance(there[name], PinyinField)}


def _text(settings: Settings, who: Who) -> None:
    words_of = settings.said.setdefault("text", {})
    text(words.TEXT_ZH, words_of, "zh", who, long=True)
    text(words.TEXT_EN, words_of, "en", who, long=True)


def optional(
    label: Text,
    known: dict[str, str],
    into: dict[str, Any],
    name: str,
    who: Who,
    took: Callable[[], Any] = lambda: None,
) -> None:
    """A choice that may also be none."""

    def chosen(value: Any) -> Any:
        into.update({name: value}) if value is not None else into.pop(name, None)
        return took()

    made = ui.select(
        known,
        value=into.get(name) if into.get(name) in known else None,
        label=label.say(who.lang),
        with_input=len(known) > 12,
        clearable=True,
        on_change=lambda event: chosen(event.value),
    )
    made.props("outlined dense options-dense").mark(f"choose {name}")


ASKS: dict[str, Callable[[Settings, Who], None]] = {
    "card": _card,
    "figures": _figures,
    "chart": _chart,
    "list": _list,
    "todos": _rows,
    "changes": _rows,
    "text": _text,
}
