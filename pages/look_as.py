"""Look as somebody 以别人的身份查看: whom an administrator may look as, who did so, and, while looking, what is closed and why."""

from typing import Any

from nicegui import app, ui
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from models import accounts, house
from models.kit.declare.access import Who, scope, why_not
from models.kit.text import Refused, Text

from .frame import page
from .guard import plain
from .guard.seats import seat_of
from .parts.pieces import card, empty, form, table, tag
from .parts.session import ask, viewer
from .parts.values import when

TITLE = Text("以别人的身份查看", "Look as somebody")
WHAT_FOR = Text(
    "看到的就是这个人看到的：同样的菜单、行、列和打码。只能查看，什么都不会保存；每次都记入日志。",
    "You see what this person sees: the same menu, rows, columns and masks. It is for looking only, nothing is saved, and each time is logged.",
)
SEARCH = Text("姓名、登录名或拼音", "Name, login or pinyin")
NAME, LOGIN, ROLE = Text("姓名", "Name"), Text("登录名", "Login"), Text("角色", "Role")
LOOK, NOBODY = Text("以此身份查看", "Look as"), Text("没有可以查看的人", "There is nobody to look as")
LOG, AT, BY, WHOM = (
    Text("查看记录", "Who looked"),
    Text("时间", "When"),
    Text("谁", "Who"),
    Text("以谁的身份", "As whom"),
)
NO_LOG = Text("还没有人用过", "Nobody has yet")
CLOSED, WHAT, WHY = Text("看不到、改不了的", "What is closed"), Text("表", "Table"), Text("原因", "Why")
CLOSED_FOR = Text(
    "你正在以{name}的身份查看。下面是对{name}关着的表和原因；打开表格，锁着的格子停在上面也有说明。",
    "You are looking as {name}. These tables are closed to {name}, for these reasons; in a grid a locked cell says why on hovering.",
)
PART = Text("只看得到自己{range}的行", "Sees only the rows of the own {range}")
RANGES = {"store": Text("门店", "store"), "region": Text("区域", "region"), "own": Text("名下", "name")}


def mount() -> None:
    app.add_route("/auth/look", begin, methods=["POST"], include_in_schema=False)
    app.add_route("/auth/look/end", leave, methods=["POST"], include_in_schema=False)

    @ui.page("/look-as")
    async def look_page(q: str = "") -> None:
        who = viewer()
        if who.behind is not None:
            await _closed(who)
            return
        if not accounts.may_look(who):
            raise HTTPException(404)
        people, log = await ask(read, who, q)
        with page(TITLE.say(who.lang), "/look-as"):
            tag("h1", "o-h1", TITLE.say(who.lang))
            tag("p", "o-soft", WHAT_FOR.say(who.lang))
            _search(q, who)
            with card(flush=True):
                _people(people, who)
            with card(LOG.say(who.lang), str(len(log)) if log else "", flush=bool(log)):
                _log(log, who)


def read(who: Who, search: str) -> tuple[list[dict[str, Any]], list[Any]]:
    return accounts.lookable(who, search), accounts.looked(who)


def _search(q: str, who: Who) -> None:
    with form("/look-as", method="get"):
        box = ui.element("input").classes("o-plain")
        box.props["name"], box.props["value"], box.props["type"] = "q", q, "search"
        box.props["placeholder"] = box.props["aria-label"] = SEARCH.say(who.lang)


def _people(people: list[dict[str, Any]], who: Who) -> None:
    if not people:
        empty(NOBODY.say(who.lang), "person_off")
        return
    heads = [(NAME.say(who.lang), ""), (LOGIN.say(who.lang), ""), (ROLE.say(who.lang), ""), ("", "o-tight")]
    table(heads, [[row["name"], row["login"], row["role"].say(who.lang), _button(row, who)] for row in people])


def _button(row: dict[str, Any], who: Who) -> Any:
    def draw() -> None:
        with form("/auth/look", user=str(row["id"])):
            made = tag("button", "o-button o-small", LOOK.say(who.lang))
            made.props["type"], made.props["aria-label"] = "submit", f"{LOOK.say(who.lang)} {row['name']}"

    return draw


def _log(log: list[Any], who: Who) -> None:
    if not log:
        empty(NO_LOG.say(who.lang), "history")
        return
    heads = [(text.say(who.lang), "") for text in (AT, BY, WHOM)]
    table(heads, [[when(line.at), line.by, line.whom] for line in log])


async def _closed(who: Who) -> None:
    rows = closed(who)
    with page(CLOSED.say(who.lang), "/look-as"):
        tag("h1", "o-h1", CLOSED.say(who.lang))
        tag("p", "o-soft", CLOSED_FOR(name=who.name).say(who.lang))
        with card(CLOSED.say(who.lang), str(len(rows)), flush=True):
            heads = [(WHAT.say(who.lang), ""), (WHY.say(who.lang), "")]
            table(heads, [[label.say(who.lang), why.say(who.lang)] for label, why in rows])


def closed(who: Who) -> list[tuple[Text, Text]]:
    """Each type that this person can't see, can't edit or sees a part of, and why."""
    lines = []
    for record in house().records.values():
        verb = "edit" if "edit" in record.sheet.allowed else "see"
        grant = who.grants.get(record.key())
        if why := why_not(who, verb, record):
            lines.append((record.sheet.label, why))
        elif grant is not None and scope(who, record) is not None:
            lines.append((record.sheet.label, PART(range=RANGES[grant.rows])))
    return lines


# The routes: only an HTTP answer turns the whole session over ---------------------------------------------------------------


async def begin(request: Request) -> Response:
    seat = seat_of(request.scope)
    async with request.form(max_files=0, max_fields=2) as given:
        user = str(given.get("user", ""))
    try:
        await request.app.state.guard.write(
            accounts.look, seat.who, int(user) if user.isdecimal() and len(user) < 16 else 0
        )
    except Refused as refused:
        return plain.answer(request, 403, refused.text)
    return RedirectResponse("/", 303)


async def leave(request: Request) -> Response:
    await request.app.state.guard.write(accounts.end_look, seat_of(request.scope).who)
    return RedirectResponse("/look-as", 303)
