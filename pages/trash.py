"""The trash 回收站 of a type: what was deleted, by whom and when, and the way back for one row or many."""

import uuid
from typing import Any

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.kit.ask.trash import Page, has_trash, trash
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.server.database import reading
from models.kit.text import Text, join
from models.kit.write.undo import restore

from . import guard
from .api.answers import NOT_THERE
from .frame import page
from .parts.pieces import button, card, empty, link, notice, table, tag
from .parts.session import ask, viewer
from .parts.values import address, when
from .record import crumbs

TITLE = Text("回收站 · {record}", "Trash: {record}")
NAME = Text("回收站", "Trash")
NOTE = Text(
    "删除的行都在这里，恢复后编号和内容和原来一样；恢复也可以撤销。",
    "Deleted rows stay here. They come back with the number and values they had; that can be undone too.",
)
NOTHING = Text("这张表没有删除过的行", "Nothing of this table was deleted")
NO_MATCH = Text("没有符合的行，换个关键字试试", "Nothing matches; try another word")
SEARCH = Text("在回收站里查找", "Search the trash")
ROW, BY, AT, HOW = Text("内容", "Row"), Text("删除人", "Deleted by"), Text("时间", "When"), Text("来自", "Through")
BACK, BACK_TICKED = Text("恢复", "Restore"), Text("恢复勾选的 {n} 行", "Restore the {n} ticked")
TICK_ALL, TICK = Text("勾选这一页", "Tick this page"), Text("勾选{row}", "Tick {row}")
DONE, DONE_ONE = Text("已恢复 {n} 行", "{n} rows are back"), Text("已恢复“{row}”", "“{row}” is back")
NOT_BACK = Text("没有恢复：{why}", "Not restored: {why}")
OLDER, TO_TABLE = Text("更早的", "Older ones"), Text("回到表格", "Back to the table")


def mount() -> None:
    @ui.page("/trash/{record}")
    async def trash_page(request: Request, record: str) -> None:
        record_type, who = house().records.get(record), guard.who(request)
        if record_type is None or not may(who, "see", record_type) or not has_trash(record_type, who):
            raise HTTPException(404, NOT_THERE)
        await TrashPage(record_type, who).refresh()


class TrashPage:
    """The list as far as it was opened, and what of it is ticked."""

    def __init__(self, record: type[Record], who: Who):
        self.record, self.search = record, ""
        self.listed: list[dict[str, Any]] = []
        self.next: int | None = None
        self.ticked: dict[int, str] = {}
        label = record.sheet.label
        with page(TITLE(record=label).say(who.lang), record.key(), "back"):
            with tag("div", "o-line"):
                crumbs(record, who)
            with tag("div", "o-line"):
                tag("h1", "o-h1", NAME.say(who.lang))
                tag("div", "o-gap")
                self._searching(who)
                self.go = button("", self.bring_back, icon="restore_from_trash", kind="o-go", mark="restore-ticked")
                with self.go:
                    self.count = tag("span", "", "")
                link(TO_TABLE.say(who.lang), "/t/" + record.key(), "o-button")
            tag("div", "o-faint", NOTE.say(who.lang))
            self.place = tag("div", "o-stack")

    def _searching(self, who: Who) -> None:
        async def look(event: Any) -> None:
            self.search = (event.value or "").strip()
            await self.refresh()

        hint = SEARCH.say(who.lang)
        made = ui.input(placeholder=hint, on_change=look).props("dense outlined clearable debounce=300 type=search")
        made.props["aria-label"] = hint
        made.mark("search-trash")

    async def refresh(self) -> None:
        self.listed, self.next, self.ticked = [], None, {}
        await self._further(None)

    async def _further(self, before: int | None) -> None:
        who, search = viewer(), self.search
        read = await ask(_read, self.record, who, search, before)
        if search == self.search:
            self.listed, self.next = [*self.listed, *read.rows], read.next
            self.draw(who)

    def draw(self, who: Who) -> None:
        self.place.clear()
        self._told(who)
        with self.place, card(flush=True):
            if not self.listed:
                empty((NO_MATCH if self.search else NOTHING).say(who.lang), "delete_outline")
                return
            table(
                [
                    ("", "o-tight"),
                    (ROW.say(who.lang), ""),
                    (BY.say(who.lang), "o-tight"),
                    (AT.say(who.lang), "o-tight"),
                    (HOW.say(who.lang), ""),
                    ("", "o-right o-tight"),
                ],
                [self._line(row, who) for row in self.listed],
            )
        with self.place, tag("div", "o-line"):
            if len(self.listed) > 1:
                button(TICK_ALL.say(who.lang), self.tick_all, icon="done_all", kind="o-small", mark="tick-all")
            if self.next is not None:
                button(
                    OLDER.say(who.lang),
                    lambda: self._further(self.next),
                    icon="expand_more",
                    kind="o-small",
                    mark="older",
                )

    def _line(self, row: dict[str, Any], who: Who) -> list[Any]:
        def tick() -> None:
            def choose(event: Any) -> None:
                self.ticked.pop(row["id"], None)
                if event.value:
                    self.ticked[row["id"]] = row["title"]
                self._told(viewer())

            made = ui.checkbox(value=row["id"] in self.ticked, on_change=choose).props("dense")
            made.props["aria-label"] = TICK(row=row["title"]).say(who.lang)
            made.mark(f"tick-{row['id']}")

        def what() -> None:
            with tag("div"):
                link(row["title"], address(self.record, row["id"]))
                tag("div", "o-faint", " · ".join(row["beside"]))

        def back() -> None:
            button(
                BACK.say(who.lang),
                lambda: self._restore({row["id"]: row["title"]}),
                icon="restore_from_trash",
                kind="o-small",
                mark=f"restore-{row['id']}",
            )

        return [tick, what, row["who"], when(row["at"]), row["label"], back]

    def tick_all(self) -> None:
        all_ticked = len(self.ticked) == len(self.listed)
        self.ticked = {} if all_ticked else {row["id"]: row["title"] for row in self.listed}
        self.draw(viewer())

    def _told(self, who: Who) -> None:
        self.go.set_visibility(bool(self.ticked))
        self.count.set_text(BACK_TICKED(n=len(self.ticked)).say(who.lang))

    async def bring_back(self) -> None:
        await self._restore(dict(self.ticked))

    async def _restore(self, rows: dict[int, str]) -> None:
        if not rows:
            return
        who = viewer()
        done = await ask(restore, self.record, list(rows), who=who, op=uuid.uuid4().hex)
        if done.state != "applied":
            notice(NOT_BACK(why=join(list(dict.fromkeys(fault.text for fault in done.errors)))).say(who.lang), bad=True)
            return
        notice((DONE_ONE(row=next(iter(rows.values()))) if len(rows) == 1 else DONE(n=len(rows))).say(who.lang))
        await self.refresh()


def _read(record: type[Record], who: Who, search: str, before: int | None) -> Page:
    with reading():
        return trash(record, who, search=search, before=before)
