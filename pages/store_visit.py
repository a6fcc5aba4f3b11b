"""A visit under way: its checklist as one list to tap through with the phone in hand, above what every record page shows."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.kit.ask.query import Query
from models.kit.declare.access import Who, may
from models.kit.text import Text, join
from models.kit.write.edits import edit
from models.kit.write.files import Attachment
from models.stores import StoreVisit, VisitItem

from . import guard
from .api.answers import NOT_THERE
from .parts.dialogs import action_button
from .parts.drawn import Drawn
from .parts.ears import listen_here
from .parts.files import file_button
from .parts.pieces import button, card, notice, progress, span, tag
from .parts.session import ask, viewer
from .parts.values import show, text_of
from .record import RecordPage, redraw
from .record_reading import read_page, read_row, walk_of

ITEMS = Text("检查项", "Checklist")
FULL, HALF, NONE = Text("满分 {n}", "Full {n}"), Text("一半 {n}", "Half {n}"), Text("0 分", "0")
NA, POINTS = Text("不适用", "Not applicable"), Text("得分", "Points")
REMARK = Text("问题描述", "Remark")
SCORED = Text("已打分 {done}/{all}", "{done}/{all} scored")
MOST = 200


def mount() -> None:
    @ui.page("/r/store_visit/{id:int}")
    async def visit_page(request: Request, id: int) -> None:
        row, *more = await ask(read_page, StoreVisit, id, guard.who(request))
        if row is None:
            raise HTTPException(404, NOT_THERE)
        VisitPage(StoreVisit, id, row, walk_of(request, StoreVisit), *more)


def may_walk(row: dict[str, Any], who: Who) -> bool:
    """While it is under way, by who inspects, or by the store where it checks itself."""
    mine = may(who, "approve", StoreVisit) or row.get("kind") == "self"
    return row.get("state") == "doing" and mine and may(who, "edit", VisitItem, "points")


def read_items(visit: int, who: Who) -> tuple[list[dict[str, Any]], dict[int, int]]:
    """The items as this person sees them, and how many files hang on each."""
    rows = Query(VisitItem, who, filter={"visit": {"in": [visit]}}).rows(0, MOST)
    ids = [row["id"] for row in rows]
    mine = (Attachment.record == VisitItem.key()) & Attachment.row_id.in_(ids) & Attachment.removed_at.is_null()
    files: dict[int, int] = {}
    for (id,) in Attachment.select(Attachment.row_id).where(mine).tuples():
        files[id] = files.get(id, 0) + 1
    return rows, files


class VisitPage(RecordPage):
    """The record page of a visit; while it is under way the items stand first."""

    walking: "Walk | None" = None

    def _draw(self, row: dict[str, Any], title: str, who: Who) -> None:
        super()._draw(row, title, who)
        listen_here(VisitItem.key(), None, self.refresh_items)

    def _lines(self, who: Who) -> None:
        """The grid of items would say the list a second time; it comes once the visit is done."""

    async def refresh(self, first: bool = False) -> None:
        await super().refresh(first)
        who = viewer()
        row = await ask(read_row, self.record, self.id, who)
        walks = bool(row) and may_walk(row, who)
        if walks and self.walking is None:
            self.lines.clear()
            self.first.clear()
            with self.first:
                self.walking = Walk(self.id, self.saved)
        elif not walks and (first or self.walking is not None):
            self.walking = None
            self.first.clear()
            redraw(self.lines, lambda: super(VisitPage, self)._lines(who))
        await self.refresh_items()

    async def refresh_items(self) -> None:
        if self.walking is not None:
            await self.walking.refresh()


class Walk:
    """One row for each item: its points in one tap, its photos, a remark; then how far it is, and the end."""

    def __init__(self, visit: int, done: Callable[..., Any]):
        self.visit, self.lines, who = visit, {}, viewer()
        with card(ITEMS.say(who.lang), flush=True) as head:
            with head:
                self.counted = span("", "o-faint")
            self.place = tag("ul", "o-walk")
            with tag("div", "o-walk-end"):
                self.bar = progress(ITEMS.say(who.lang), size="6px")
                self.count = span("")
                action_button(house().actions["store_visit_finish"], visit, done, kind="o-go")

    async def refresh(self) -> None:
        who = viewer()
        rows, files = await ask(read_items, self.visit, who)
        if list(self.lines) != [row["id"] for row in rows]:
            self.place.clear()
            with self.place:
                self.lines = {row["id"]: Line(row, self.refresh, who) for row in rows}
        for row in rows:
            self.lines[row["id"]].put(row, files.get(row["id"], 0), who)
        done = sum(row["points"] is not None or bool(row["na"]) for row in rows)
        for place in (self.counted, self.count):
            place.set_text(SCORED(done=done, all=len(rows)).say(who.lang))
        self.bar.set_value(done / len(rows) if rows else 0)


class Line:
    """One item of the checklist."""

    def __init__(self, row: dict[str, Any], done: Callable[..., Any], who: Who):
        self.row, self.done, self.buttons, self.drawn = row, done, {}, Drawn()
        weight = VisitItem.weight.parse(row["weight"]) or Decimal(0)
        red = row["severity"] == "critical"
        with tag("li", "o-red" if red else ""):
            with tag("div", "o-line"):
                span(row["text"], "o-text")
                tag("div", "o-gap")
                if row["severity"] != "normal":
                    show(VisitItem.severity, row["severity"], who)
            with tag("div", "o-marks"):
                for mark, text, points in (
                    ("full", FULL(n=_short(weight)), weight),
                    ("half", HALF(n=_short(weight / 2)), weight / 2),
                    ("none", NONE, Decimal(0)),
                ):
                    self._choice(mark, text, {"points": _short(points), "na": False}, who)
                self._choice("na", NA, {"points": None, "na": True}, who)
                self.points = _typed(f"points-{row['id']}", POINTS, self._type_points, who, "inputmode=decimal")
                self.photos = tag("div")
            with tag("div", "o-said"):
                self.remark = _typed(f"remark-{row['id']}", REMARK, self._type_remark, who)

    def _choice(self, mark: str, text: Text, cells: dict[str, Any], who: Who) -> None:
        made = button(text.say(who.lang), lambda: self.write(cells), kind="o-small", mark=f"{mark}-{self.row['id']}")
        self.buttons[mark] = (made, cells)

    def put(self, row: dict[str, Any], files: int, who: Who) -> None:
        """Show what is stored now; what is being typed here stays."""
        points, na = VisitItem.points.parse(row["points"]), bool(row["na"])
        shown = "" if points is None else _short(points)
        for made, cells in self.buttons.values():
            here = na if cells["na"] else not na and points is not None and shown == cells["points"]
            made.props["aria-pressed"] = "true" if here else "false"
        self.points.set_value(shown)
        if self.row["remark"] != row["remark"] or not self.remark.value:
            self.remark.set_value(row["remark"] or "")
        self.row = row
        to, count = f"/api/v1/{VisitItem.key()}/{row['id']}/files", str(files) if files else ""
        self.drawn.draw(self.photos, (count, who), lambda: file_button(to, who, self._sent, count))

    async def _sent(self, event: Any) -> None:
        if event.args:
            notice(str(event.args)[:300], bad=True)
        await self.done()

    async def _type_points(self) -> None:
        value = str(self.points.value or "").strip()
        if value != text_of(VisitItem.points, self.row["points"], "zh"):
            await self.write({"points": value or None, "na": False} if value else {"points": None})

    async def _type_remark(self) -> None:
        value = str(self.remark.value or "").strip()
        if value != (self.row["remark"] or ""):
            await self.write({"remark": value or None})

    async def write(self, cells: dict[str, Any]) -> None:
        """Through the ordinary door, against what was seen."""
        seen = {name: self.row[name] for name in cells}
        wanted = {"id": self.row["id"], "set": cells, "seen": seen}
        who = viewer()
        said = await ask(edit, VisitItem, [wanted], who=who, op=uuid.uuid4().hex, via="form")
        if said.errors:
            notice(join(list(dict.fromkeys(fault.text for fault in said.errors))).say(who.lang), bad=True)
        await self.done()


def _typed(mark: str, label: Text, put: Callable[[], Any], who: Who, more: str = "") -> Any:
    made = ui.input(placeholder=label.say(who.lang)).props("outlined dense").props(more).mark(mark)
    made.props["aria-label"] = label.say(who.lang)
    return made.on("blur", put, args=[]).on("keydown.enter", put, args=[])


def _short(value: Decimal) -> str:
    return VisitItem.points.show(value.quantize(Decimal("0.001")))
