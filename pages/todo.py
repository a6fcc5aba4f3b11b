"""The to-do list 待办: everything that waits for the person who looks, by kind, late ones first; and what he was told."""

import json
from functools import partial
from urllib.parse import quote

from nicegui import ui

from models import house
from models.design.subscriptions.mine import subscription_of, take
from models.kit import by_lines
from models.kit.ask.blank import is_form_of
from models.kit.ask.todo import Item, filter_of, rows_named, todo
from models.kit.clock import local, today
from models.kit.declare.access import Who, may
from models.kit.declare.area import Due
from models.kit.server.database import writing
from models.kit.text import Text
from models.kit.write.notices import Notice, mark_read, notices_for

from .frame import page
from .parts.pieces import button, card, empty, link, span, tag
from .parts.pieces import notice as passing
from .parts.session import ask, viewer
from .parts.values import address
from .subscriptions import attempted
from .subscriptions.words import ENDED, LEAVE

TITLE = Text("待办", "To do")
NOTHING = Text(
    "没有等你处理的事。到期的证照、待审批的单据和分给你的任务会出现在这里。",
    "Nothing waits for you. Papers that end, approvals and tasks of yours will appear here.",
)
ALL_OF_THEM, MORE = Text("在表格中打开", "Open as a grid"), Text("另有 {n} 项", "{n} more")
LATE, TODAY, IN_DAYS, NO_DAY = (
    Text("逾期 {n} 天", "{n} d late"),
    Text("今天到期", "Due today"),
    Text("还有 {n} 天", "In {n} d"),
    Text("待处理", "Waiting"),
)
LATE_TODAY = Text("已逾期", "Late")
SHOWN = 12
NOTICES, NO_NOTICES = Text("通知", "Notices"), Text("没有未读通知", "No unread notices")
READ_ALL, OPEN = Text("全部标为已读", "Mark all as read"), Text("查看", "Open")


def mount() -> None:
    @ui.page("/todo")
    async def todo_page() -> None:
        await TodoPage().refresh()


def read(who: Who) -> tuple[list[tuple[Due, int, list[Item]]], list[Notice], dict[int, str]]:
    notices = notices_for(house().records, who)
    return todo(house().areas, who), notices, rows_named(notices, house().records, who)


class TodoPage:
    def __init__(self):
        who = viewer()
        with page(TITLE.say(who.lang), "todo"):
            tag("h1", "o-h1", TITLE.say(who.lang))
            self.place = tag("div", "o-stack")

    async def refresh(self) -> None:
        who = viewer()
        dues, notices, about = await ask(read, who)
        self.place.clear()
        with self.place:
            if notices:
                self._notices(notices, about, who)
            if not dues:
                empty(NOTHING.say(who.lang), "task_alt")
            for due, total, items in dues:
                kind_of(due, total, items, who)

    def _notices(self, notices: list[Notice], about: dict[int, str], who: Who) -> None:
        with card(NOTICES.say(who.lang), str(len(notices)), flush=True) as head:
            with head:
                button(READ_ALL.say(who.lang), self._read, icon="done_all", kind="o-small").mark("read-all")
            with tag("ul", "o-todo"):
                for notice in notices:
                    with tag("li", "o-late" if notice.urgent else ""):
                        ui.icon("priority_high" if notice.urgent else "notifications")
                        with tag("div", "o-grow"):
                            span(notice.text.say(who.lang), "o-lines")
                            if about.get(notice.id):
                                tag("div", "o-soft", about[notice.id])
                            tag(
                                "div",
                                "o-faint",
                                f"{local(notice.at):%m-%d %H:%M} · {by_lines.spoken(notice.by, who.lang)}",
                            )
                        if where := place_of(notice, about, who):
                            link(OPEN.say(who.lang), where, "o-button o-small")
                        if (id := subscription_of(notice.page)) is not None:
                            leaving = partial(self._leave, id)
                            button(LEAVE.say(who.lang), leaving, kind="o-small o-quiet", mark=f"leave {id}")

    async def _leave(self, id: int) -> None:
        """No more of a subscription, from its notice; the page by which it is taken up again says the same."""
        who = viewer()
        why = await ask(attempted, take, who, id, False)
        passing(why.say(who.lang) if why else ENDED.say(who.lang), bad=why is not None)
        if why is None:
            await self.refresh()

    async def _read(self) -> None:
        await ask(read_all, viewer())
        await self.refresh()


def place_of(notice: Notice, about: dict[int, str], who: Who) -> str | None:
    """Where a notice leads: to its page or row while it can be opened, where it is of no one row to the table.

    An empty form is for those who may fill it in.
    """
    asked = notice.page and house().records.get(is_form_of(notice.page) or "")
    if notice.page is not None and (not asked or may(who, "add", asked)):
        return notice.page
    if notice.row_id is None:
        return f"/t/{notice.record}" if notice.record in house().records else None
    return f"/r/{notice.record}/{notice.row_id}" if notice.id in about else None


def read_all(who: Who) -> None:
    if who.reads_only:
        return
    with writing():
        mark_read(house().records, who)


def kind_of(due: Due, total: int, items: list[Item], who: Who) -> None:
    """One kind of thing to do, as a card; each item leads to its record, the head to all of them as a grid."""
    narrowed = quote(json.dumps(filter_of(due, who), separators=(",", ":")))
    with card(due.label.say(who.lang), f"{total:,}", flush=True) as head:
        with head:
            link(ALL_OF_THEM.say(who.lang), f"/t/{due.record.key()}?filter={narrowed}", "o-button o-quiet o-small")
        with tag("ul", "o-todo"):
            for item in items[:SHOWN]:
                with tag("li", "o-late" if item.late else ""):
                    ui.icon(due.icon)
                    with tag("div", "o-grow"):
                        link(item.title, address(due.record, item.id))
                        if item.owner and item.owner not in item.title:
                            tag("div", "o-faint", item.owner)
                    span(when_of(item).say(who.lang), "o-when")
        if total > SHOWN:
            tag("div", "o-faint o-note", MORE(n=total - SHOWN).say(who.lang))


def when_of(item: Item) -> Text:
    if item.on is None:
        return NO_DAY
    days = (item.on - today()).days
    if item.late:
        return LATE(n=-days) if days < 0 else LATE_TODAY
    return TODAY if days == 0 else IN_DAYS(n=days)
