"""The to-do list 待办: what waits for approval, what is one's own, what the team is late with; and what one was told."""

from functools import partial

from nicegui import ui

from models import house
from models.design.subscriptions.mine import subscription_of, take
from models.kit import by_lines
from models.kit.ask.blank import is_form_of
from models.kit.ask.todo import rows_named
from models.kit.clock import local
from models.kit.declare.access import Who, may
from models.kit.server.database import writing
from models.kit.text import Text
from models.kit.write.notices import Notice, mark_read, notices_for

from .frame import page
from .parts.pieces import button, card, empty, link, span, tag
from .parts.pieces import notice as passing
from .parts.session import ask, viewer
from .subscriptions import attempted
from .subscriptions.words import ENDED, LEAVE
from .todo_piles import MORE, Heaps, Waiting, read_piles

TITLE = Text("待办", "To do")
NOTHING = Text(
    "没有等你处理的事。到期的证照、待审批的单据和分给你的任务会出现在这里。",
    "Nothing waits for you. Papers that end, approvals and tasks of yours will appear here.",
)
NOTICES = Text("通知", "Notices")
STANDS_IN = Text("你正在代 {name} 办理，到 {until}", "You stand in for {name} until {until}")
NOTICED = 4  # shown at once
READ_ALL, OPEN = Text("全部标为已读", "Mark all as read"), Text("查看", "Open")


def mount() -> None:
    @ui.page("/todo")
    async def todo_page() -> None:
        await TodoPage().refresh()


def read(who: Who) -> tuple[Waiting, list[Notice], dict[int, str]]:
    notices = notices_for(house().records, who)
    return read_piles(who), notices, rows_named(notices, house().records, who)


class TodoPage:
    def __init__(self):
        who = viewer()
        with page(TITLE.say(who.lang), "todo"):
            tag("h1", "o-h1", TITLE.say(who.lang))
            self.place = tag("div", "o-waits")

    async def refresh(self) -> None:
        who = viewer()
        waiting, notices, about = await ask(read, who)
        self.place.clear()
        with self.place:
            if notices:
                with tag("aside", "o-told"):
                    self._notices(notices, about, who)
            with tag("div", "o-stack"):
                for away in who.absent:
                    tag("div", "o-note", STANDS_IN(name=away.name, until=away.until).say(who.lang)).mark("stands-in")
                if waiting.is_empty:
                    empty(NOTHING.say(who.lang), "task_alt")
                Heaps(waiting, self.refresh).draw()

    def _notices(self, notices: list[Notice], about: dict[int, str], who: Who) -> None:
        with card(NOTICES.say(who.lang), str(len(notices)), flush=True) as head:
            with head:
                button(READ_ALL.say(who.lang), self._read, icon="done_all", kind="o-small").mark("read-all")
            with tag("ul", "o-todo"):
                for notice in notices[:NOTICED]:
                    self._notice(notice, about, who)
            if len(notices) > NOTICED:
                with tag("details", "o-post"):
                    tag("summary", "", MORE(n=len(notices) - NOTICED).say(who.lang))
                    with tag("ul", "o-todo"):
                        for notice in notices[NOTICED:]:
                            self._notice(notice, about, who)

    def _notice(self, notice: Notice, about: dict[int, str], who: Who) -> None:
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
