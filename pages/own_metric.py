"""A figure of the week made from a grid: what it counts on the left, what it comes to in the last weeks on the right."""

import json
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from nicegui import ui
from starlette.exceptions import HTTPException
from starlette.requests import Request

from models import house
from models.design import OwnMetric, shared_views
from models.design.metrics.measured import days_of, links_of, numbers_of, stores_of
from models.design.metrics.trying import Tried, depends, tried
from models.kit.ask.filters import BadQuery, columns_of
from models.kit.ask.query import Query
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.fields import Choice, ChoiceField, Described
from models.kit.text import Text
from models.kit.week.weekly import in_words
from models.kit.write.edits import Answer, edit

from .frame import page
from .parts.dialogs import place_faults
from .parts.inputs import Entry
from .parts.leaving import Unkept
from .parts.pieces import button, card, empty, link, notice, span, table, tag
from .parts.session import ask, viewer

MAKE, CHANGE = Text("做成周指标", "Make it a figure of the week"), Text("周指标“{label}”", "The figure “{label}”")
WHAT = Text(
    "统计“{record}”里的行：按日期落在哪一周，每周一和自带的指标一起关账，进周报、工作簿、异常关注，点数字能看到背后的行。",
    "Rows of {record} are counted: each week by their day. It is closed on Mondays with the others, stands in the report, the "
    "workbook and what needs attention, and a click on the number opens its rows.",
)
SETTINGS, COMES_TO = Text("算法", "What it counts"), Text("最近四周", "The last four weeks")
CONDITIONS, OF_THEM = Text("条件", "Conditions"), Text("其中", "Of them")
ALL_ROWS, AS_BROUGHT = Text("全部行", "All rows"), Text("表格带来的条件（{columns}）", "As the grid had it ({columns})")
CHOSEN, UNSEEN = Text("选定的行", "chosen rows"), Text("你看不到的列", "columns you don't see")
FROM_VIEW = Text("视图：{view}", "View: {view}")
WEEK, VALUE, STORES = Text("周", "Week"), Text("数值", "Value"), Text("门店数", "Stores")
RUNNING = Text("{week}（本周至今）", "{week} (so far)")
TO_GRID, SAVE, SAVED = Text("打开表格", "Open the grid"), Text("保存", "Save"), Text("已保存", "Saved")
TO_REPORT, TO_RECORD = Text("周报", "Weekly report"), Text("停用和历史", "Stop it, and its history")
DEPENDS, NOTHING_DEPENDS = Text("用到它的", "What depends on it"), Text("还没有", "Nothing yet")
STANDS = Text("算法在关账以后就不能改了", "Once a week is closed, what it counts stays as it is")
PICKED = {"amount": numbers_of, "day": days_of, "place": stores_of, "each": links_of}
TYPED = ("zh", "en", "figure", "amount", "part", "above", "below", "day", "place", "each")
MORE = ("unit", "better", "target", "area", "readers", "marks", "since", "words_zh", "words_en")
SHOWN = {
    "amount": ("sum", "mean", "share"),
    "part": ("share",),
    "above": ("ratio",),
    "below": ("ratio",),
    **dict.fromkeys(("narrowed", "day", "place", "each"), ("count", "sum", "mean", "share")),
}


@dataclass(frozen=True)
class Start:
    """row: the figure as the wire carries it. views: by key, what conditions can be taken from, and these as JSON."""

    row: dict[str, Any]
    views: dict[str, tuple[Text, str]]
    depends: list[Text]


def mount() -> None:
    @ui.page("/figure/new")
    async def new_page(request: Request, record: str) -> None:
        record_type, who = _type(record), viewer()
        if not may(who, "add", OwnMetric):
            raise HTTPException(404)
        start = await ask(begin, record_type, request.query_params.get("filter"), who)
        FigurePage(record_type, start)

    @ui.page("/figure/{id:int}")
    async def figure_page(id: int) -> None:
        row = await ask(_row, id, viewer())
        if row is None:
            raise HTTPException(404)
        record_type = _type(row["record_type"])
        FigurePage(record_type, await ask(begin, record_type, row["narrowed"], viewer(), row))


def _type(name: str) -> type[Record]:
    record = house().records.get(name)
    if record is None or not may(viewer(), "see", record):
        raise HTTPException(404)
    return record


def _row(id: int, who: Who) -> dict[str, Any] | None:
    return Query(OwnMetric, who).row(id) if may(who, "see", OwnMetric) else None


def begin(record: type[Record], asked: str | None, who: Who, row: dict[str, Any] | None = None) -> Start:
    """What the page begins with; a filter that this person can't ask is none."""
    views = {"all": (ALL_ROWS, "")}
    for key, text in (("brought", asked), ("part", (row or {}).get("part"))):
        columns = _columns(record, text, who)
        if columns is not None or (text and row):  # what a figure has it keeps, whoever looks at it
            views[key] = (AS_BROUGHT(columns=columns or UNSEEN), text or "")
    for view in shared_views(record, who):
        if view["filter"]:
            said = FROM_VIEW(view=Text(view["name"], view["name"]))
            views[f"view {view['id']}"] = (said, json.dumps(view["filter"], ensure_ascii=False))
    there = OwnMetric.row(row["id"]) if row else None
    first = next(iter(days_of(record)), None)
    place = next(iter(stores_of(record)), None)
    begun = {"record_type": record.key(), "figure": "count", "day": first, "place": place, "better": "higher"}
    return Start(row or {**begun, "readers": "rows", "marks": True}, views, depends(there) if there else [])


def _columns(record: type[Record], text: str | None, who: Who) -> Text | None:
    """The columns that conditions ask about, as people call them; None where they ask nothing, or can't be asked."""
    try:
        asked = json.loads(text) if text else {}
        Query(record, who, asked)
        names = sorted(columns_of(asked))
    except (ValueError, RecursionError, BadQuery):
        return None
    labels = [record.facts().readable[name].label for name in names if name in record.facts().readable]
    if not labels:
        return CHOSEN if asked else None
    return Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))


class FigurePage:
    def __init__(self, record: type[Record], start: Start):
        self.record, self.start, self.row = record, start, start.row
        self.entries: dict[str, Entry] = {}
        self.turn, self.busy = 0, False
        who = viewer()
        label = Text(self.row["zh"], self.row["en"]) if "id" in self.row else None
        title = (CHANGE(label=label) if label else MAKE).say(who.lang)
        with page(title, "/t/own_metric"):
            tag("h1", "o-h1", title)
            tag("p", "o-soft", WHAT(record=record.sheet.label).say(who.lang))
            with tag("div", "o-row"):
                link(TO_GRID.say(who.lang), self._grid(), "o-button", icon="grid_on")
                if label:
                    link(TO_RECORD.say(who.lang), f"/r/own_metric/{self.row['id']}", "o-button", icon="history")
                    link(TO_REPORT.say(who.lang), "/weekly", "o-button", icon="insights")
            with tag("div", "o-two"):
                with card(SETTINGS.say(who.lang), STANDS.say(who.lang)):
                    self._draw(who)
                with tag("div", "o-stack"):
                    with card(COMES_TO.say(who.lang)):
                        self.place = tag("div")
                    if label:
                        self._depends(who)
        ui.timer(0.05, self.look, once=True)

    def _grid(self) -> str:
        asked = self.start.views.get("brought", (None, ""))[1]
        return f"/t/{self.record.key()}" + (f"?filter={quote(asked)}" if asked else "")

    def _depends(self, who: Who) -> None:
        with card(DEPENDS.say(who.lang)):
            for text in self.start.depends:
                tag("div", "", text.say(who.lang))
            if not self.start.depends:
                empty(NOTHING_DEPENDS.say(who.lang), "link_off")

    # The form -------------------------------------------------------------------------------------------------------------

    def _draw(self, who: Who) -> None:
        self.alert = tag("div", "o-alert")
        self.alert.props["role"] = "alert"
        self.alert.set_visibility(False)
        verb = "edit" if "id" in self.row else "add"
        with tag("div", "o-form"):
            for name in (*TYPED[:3], "narrowed", *TYPED[3:], *MORE):
                item = self._item(name)
                self.entries[name] = Entry(name, item, who, self._given(name), on_change=self.changed)
        self._fit()
        self.unkept = Unkept(self.sets)
        if may(who, verb, OwnMetric):
            with tag("div", "o-savebar"):
                tag("div", "o-gap")
                button(SAVE.say(who.lang), self.save, icon="check", kind="o-go", mark="save")

    def _item(self, name: str) -> Described:
        """The field, or where it names what the type has, a choice of that."""
        item = OwnMetric.fields()[name]
        if name in PICKED:
            there = {
                key: part if isinstance(part, Text) else part.label for key, part in PICKED[name](self.record).items()
            }
        elif name in ("narrowed", "part"):
            skipped = {"narrowed": ("part",), "part": ("all", "brought")}[name]
            there = {key: said for key, (said, _) in self.start.views.items() if key not in skipped}
        else:
            return item
        label = {"narrowed": CONDITIONS, "part": OF_THEM}.get(name, item.label)
        options = tuple(Choice(key, text.zh, text.en) for key, text in there.items())
        return ChoiceField(label.zh, label.en, options=options, null=name != "narrowed", hint=item.hint)

    def _given(self, name: str) -> Any:
        if name == "narrowed":
            return "brought" if "brought" in self.start.views else "all"
        return ("part" if self.row.get("part") else None) if name == "part" else self.row.get(name)

    def _fit(self) -> None:
        """Only what means something to this kind of figure."""
        chosen = self.entries["figure"].value
        for name, kinds in SHOWN.items():
            self.entries[name].box.set_visibility(chosen in kinds)

    def sets(self) -> dict[str, Any]:
        """What would be sent."""
        values = {name: entry.value for name, entry in self.entries.items()}
        for name in ("narrowed", "part"):
            values[name] = self.start.views.get(values[name] or "all", (None, ""))[1] or None
        kind = values["figure"]
        values |= {name: None for name, kinds in SHOWN.items() if kind not in kinds}
        if "id" not in self.row:  # what was left empty is filled in by itself
            values = {name: value for name, value in values.items() if value is not None}
        if kind != "ratio" or "id" in self.row:
            values["record_type"] = self.record.key()
        return values

    # What it comes to -----------------------------------------------------------------------------------------------------

    def changed(self) -> None:
        self._fit()
        self.unkept.look()
        self.turn += 1
        turn = self.turn
        ui.timer(0.4, lambda: self.look(turn), once=True)

    async def look(self, turn: int | None = None) -> None:
        """The last weeks as this would count them; an answer to settings that have changed since comes too late."""
        if turn is not None and turn != self.turn:
            return
        name = {"name": self.row["name"]} if "id" in self.row else {}
        counted = await ask(tried, {**self.sets(), **name}, viewer())
        if turn is None or turn == self.turn:
            self.place.clear()
            with self.place:
                self._weeks(counted, viewer())

    def _weeks(self, counted: Tried, who: Who) -> None:
        if counted.why is not None:
            tag("div", "o-soft", counted.why.say(who.lang)).mark("why-not")
            return
        heads = [(WEEK.say(who.lang), ""), (VALUE.say(who.lang), "o-right"), (STORES.say(who.lang), "o-right")]
        rows = []
        for at, (week, value, stores) in enumerate(counted.weeks):
            said = str(week) if at else RUNNING(week=week).say(who.lang)
            rows.append([said, self._value(in_words(value, counted.unit, who.lang)), str(stores or "—")])
        table(heads, rows)

    def _value(self, text: str) -> Any:
        return lambda: span(text, "w-now").mark("comes-to")

    async def save(self) -> None:
        if self.busy:
            return
        self.busy, who, sets = True, viewer(), self.sets()
        if "id" in self.row:
            sets = {name: value for name, value in sets.items() if value != self.row.get(name)}
        seen = {name: self.row.get(name) for name in sets} if "id" in self.row else {}
        wanted = {"id": self.row.get("id"), "set": sets, "seen": seen}
        try:
            answer: Answer = await ask(edit, OwnMetric, [wanted], who=who, op=uuid.uuid4().hex, via="form")
        finally:
            self.busy = False
        if answer.state != "applied":
            place_faults(answer, self.entries, self.alert, who)
            return
        self.unkept.done()
        notice(SAVED.say(who.lang))
        ui.navigate.to(f"/figure/{answer.rows[0]['id'] if answer.rows else self.row['id']}")
