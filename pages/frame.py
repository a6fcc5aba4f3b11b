"""The frame around every page: header, menu by area and rights, language, light and dark, and who is signed in."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path

from fastapi import Request, Response
from nicegui import Client, ui
from nicegui.element import Element

from models import house
from models.design import Board, DesignType
from models.design.boards.standing import boards_for
from models.kit.ask.piles import count_waiting
from models.kit.declare.access import Who, may
from models.kit.text import Text
from models.kit.write.notices import notices_for
from models.later import later_of
from models.runs import runs_jobs
from models.weekly.readers import reads_weeks

from .guard.faults import SORRY, Within
from .parts.pieces import empty, form, link, notice, span, tag
from .parts.session import ask, viewer

log = logging.getLogger("opsdesk.faults")
STYLE = Path(__file__).parent / "style.css"
BACK = (Path(__file__).parent / "back.js").read_text(encoding="utf-8")
NAME, LATIN = "运营台", "OpsDesk"
CALLED = Text(f"{NAME} {LATIN}", LATIN)
LOOKS = {
    "auto": (None, "brightness_auto", Text("跟随系统", "As the system")),
    "light": (False, "light_mode", Text("浅色", "Light")),
    "dark": (True, "dark_mode", Text("深色", "Dark")),
}
KEEP_LOOK = {
    look: "document.cookie = 'ops_look=" + look + "; path=/; max-age=31536000; samesite=lax'" for look in LOOKS
}
SWITCH_MENU = (
    "() => { const wide = window.matchMedia('(min-width: 901px)').matches;"
    " const shut = document.body.classList.toggle(wide ? 'o-side-shut' : 'o-side-open');"
    " if (wide) document.cookie = 'ops_side=' + (shut ? 'shut' : 'open') + '; path=/; max-age=31536000; samesite=lax'; }"
)
CLOSE_MENU = "() => document.body.classList.remove('o-side-open')"
HOME, TODO, HISTORY = Text("首页", "Home"), Text("待办", "To do"), Text("修改记录", "Changes")
BOARDS = Text("仪表盘", "Dashboards")
WEEKLY, OVERVIEW = Text("周报", "Weekly report"), Text("概览", "Overview")
JOBS, NEW_TABLE = Text("后台任务", "Jobs"), Text("新建表", "New table")
MENU, LANGUAGE, LOOK = Text("菜单", "Menu"), Text("English", "中文"), Text("外观", "Appearance")
SUBSCRIPTIONS = Text("我的订阅", "My subscriptions")
SECOND_STEP = Text("动态验证码", "Second step")
PASSWORD, SIGN_OUT = Text("修改密码", "Change password"), Text("退出登录", "Sign out")
ACCOUNT = Text("我的账号", "My account")
HELP = Text("帮助", "Help")
LOOKING = Text(
    "{by} 正在以 {name} 的身份查看，只能看，什么都不会保存",
    "{by} is looking as {name}: for looking only, nothing is saved",
)
LOOK_END, WHY_CLOSED = Text("结束查看", "End looking"), Text("哪些看不到、为什么", "What is closed, and why")
PLACES = {
    "/tables/new": "tables",
    "/t/design_column": "setup",
    "/boards": "boards",
    "history": "back",
    "/subscriptions": "subscriptions",
}  # by menu entry: what the guide says of it
TO_HOME = Text("回到首页", "Back to the start")
SKIP = Text("跳到正文", "Skip to content")
ALL_OPEN = 32  # so many menu entries fit on a screen without folding


def mount() -> None:
    """The style sheet goes into the head of every page, so that nothing is drawn without it."""
    ui.add_head_html("<style>" + STYLE.read_text(encoding="utf-8") + "</style>", shared=True)
    Within.draw = refused_page


def refused_page(request: Request, status: int, title: Text, text: Text) -> Response:
    """What isn't there, or isn't this person's, is told where everything else is: the menu leads on."""
    with Client(ui.page(""), request=request) as client:
        with page(viewer().say(title)) as who:
            empty(text.say(who.lang), "explore_off", (TO_HOME.say(who.lang), "/"))
        return client.build_response(request, status)


@contextmanager
def frame(title: str, here: str = "") -> Iterator[Who]:
    """Header and menu around what is drawn inside; `here` is the menu entry to mark. Yields who is looking."""
    who = viewer()
    look = _look()
    _for_this_person(who, look)
    ui.page_title(f"{title} · {CALLED.say(who.lang)}")
    ui.on_exception(_apologise)
    ui.run_javascript(BACK)
    if ui.context.client.request.cookies.get("ops_side") == "shut":
        ui.query("body").classes("o-side-shut")
    if who.behind is not None:
        _looking(who)
    with tag("header", "o-top"):
        _header(who, look, here)
    with tag("div", "o-body"):
        with tag("nav", "o-side") as side:
            side.props["aria-label"] = MENU.say(who.lang)
            _menu(who, here)
        tag("div", "o-scrim").on("click", js_handler=CLOSE_MENU)
        with tag("main", "o-main"):
            yield who


@contextmanager
def page(title: str, here: str = "") -> Iterator[Who]:
    """A frame with the margins of a page to read; the grid fills the frame itself."""
    with frame(title, here) as who, tag("div", "o-page"):
        yield who


def _for_this_person(who: Who, look: str) -> None:
    """Language and darkness belong to the visitor, yet NiceGUI keeps them on the page they share: give him a copy."""
    client = ui.context.client
    client.page = copy(client.page)
    client.page.language = "en-US" if who.lang == "en" else "zh-CN"
    client.page.dark = LOOKS[look][0]


def _look() -> str:
    kept = ui.context.client.request.cookies.get("ops_look", "auto")
    return kept if kept in LOOKS else "auto"


def _header(who: Who, look: str, here: str) -> None:
    _top_button("menu", MENU.say(who.lang)).on("click", js_handler=SWITCH_MENU)
    with ui.link(target="/").classes(replace="o-brand"):
        if who.lang == "en":
            span(LATIN)
        else:
            span(NAME)
            span(LATIN).classes("o-latin")
    tag("div", "o-gap")
    _waiting(who)
    _help(who, here)
    _language(who)
    _appearance(who, look)
    _account(who)


def _looking(who: Who) -> None:
    """On every page as long as it lasts: whose view this is, and the way out."""
    with tag("div", "o-looking") as made:
        made.props["role"] = "status"
        ui.icon("visibility")
        span(LOOKING(name=who.name, by=who.behind.name).say(who.lang))
        link(WHY_CLOSED.say(who.lang), "/look-as", "o-button o-small").mark("why closed")
        with form("/auth/look/end"):
            out = tag("button", "o-button o-small", LOOK_END.say(who.lang)).mark("end look")
            out.props["type"] = "submit"


def _waiting(who: Who) -> None:
    """How much waits for this person; counted once the page stands."""
    made = link("", "/todo", "o-top-button", icon="task_alt").mark("waiting")
    made.props["title"] = made.props["aria-label"] = TODO.say(who.lang)

    async def fill() -> None:
        number = await ask(waiting, viewer())
        if number:
            shown = str(number) if number < 1000 else "999+"
            with made:
                span(shown, "o-badge")
            made.props["aria-label"] = f"{TODO.say(who.lang)} {shown}"

    ui.timer(0.4, fill, once=True)


def waiting(who: Who) -> int:
    return count_waiting(house().areas, who, later_of(who.user_id)) + len(notices_for(house().records, who))


def _help(who: Who, here: str) -> None:
    """The users' guide, where it speaks of what is on the page."""
    place = PLACES.get(here) or ("views" if here in house().records else "")
    made = link("", f"/help#{place}" if place else "/help", "o-top-button", icon="help_outline").mark("help")
    made.props["title"] = made.props["aria-label"] = HELP.say(who.lang)


def _top_button(icon: str | None, title: str, text: str = "") -> Element:
    made = tag("button", "o-top-button")
    made.props["type"] = "button"
    made.props["title"] = made.props["aria-label"] = title
    with made:
        if icon:
            ui.icon(icon)
        if text:
            span(text)
    return made


def _language(who: Who) -> None:
    """An ordinary form: only an HTTP answer can keep the choice in a cookie."""
    other = "zh" if who.lang == "en" else "en"
    with form("/auth/language", lang=other, next=_address()):
        made = _top_button("translate", LANGUAGE.say(who.lang), LANGUAGE.say(who.lang))
        made.props["type"] = "submit"
        made.mark("language")


def _appearance(who: Who, look: str) -> None:
    dark = ui.dark_mode(LOOKS[look][0])
    made = _top_button(LOOKS[look][1], LOOK.say(who.lang)).mark("look")
    with made, ui.menu():
        for name, (value, icon, text) in LOOKS.items():

            def choose(name: str = name, value: bool | None = value) -> None:
                dark.value = value
                ui.run_javascript(KEEP_LOOK[name])

            with ui.menu_item(on_click=choose), tag("div", "o-line"):
                ui.icon(icon)
                span(text.say(who.lang))


def _account(who: Who) -> None:
    made = _top_button("account_circle", f"{ACCOUNT.say(who.lang)} {who.name}").mark("account")
    with made:
        span(who.name, "o-user-name")
        with ui.menu(), tag("div", "o-stack").style("padding: 8px; gap: 2px; min-width: 190px"):
            tag("div", "o-faint", who.name + " · " + who.login).style("padding: 4px 10px")
            link(HISTORY.say(who.lang), "/history", "o-nav", icon="history")
            link(SUBSCRIPTIONS.say(who.lang), "/subscriptions", "o-nav", icon="notifications")
            link(PASSWORD.say(who.lang), "/account/password", "o-nav", icon="key")
            link(SECOND_STEP.say(who.lang), "/account/second-step", "o-nav", icon="phonelink_lock")
            with form("/auth/logout"):
                out = tag("button", "o-nav").style(
                    "width: 100%; border: 0; background: none; font: inherit; cursor: pointer"
                )
                out.props["type"] = "submit"
                with out.mark("sign-out"):
                    ui.icon("logout")
                    span(SIGN_OUT.say(who.lang))


def _address() -> str:
    url = ui.context.client.request.url
    return url.path + ("?" + url.query if url.query else "")


def _menu(who: Who, here: str) -> None:
    seen = [(area, [record for record in area.records if may(who, "see", record)]) for area in house().areas]
    seen = [(area, records) for area, records in seen if records]
    all_open = sum(len(records) for _, records in seen) <= ALL_OPEN
    _entry(HOME.say(who.lang), "/", "home", here == "home")
    _entry(TODO.say(who.lang), "/todo", "task_alt", here == "todo")
    if reads_weeks(who):
        _entry(WEEKLY.say(who.lang), "/weekly", "event_note", here == "weekly")
    if boards_for(who) or may(who, "add", Board):
        _entry(BOARDS.say(who.lang), "/boards", "dashboard", here == "/boards")
    _entry(HISTORY.say(who.lang), "/history", "history", here == "history")
    if runs_jobs(who):
        _entry(JOBS.say(who.lang), "/jobs", "schedule", here == "jobs")
    for area, records in seen:
        with tag("details", "o-area") as made:
            mine = {"/a/" + area.name, *(record.key() for record in records), *(path for path, _ in area.pages)}
            if all_open or here in mine:
                made.props["open"] = True
            with tag("summary"):
                ui.icon(area.icon)
                span(area.label.say(who.lang))
                ui.icon("chevron_right").classes("o-fold")
            if area.metrics or area.charts or area.dues:
                _entry(OVERVIEW.say(who.lang), "/a/" + area.name, None, here == "/a/" + area.name)
            for record in [record for record in records if record.sheet.parent is None]:
                _entry(record.sheet.label.say(who.lang), "/t/" + record.key(), record.sheet.icon, here == record.key())
            for path, label in area.pages:
                _entry(label.say(who.lang), path, None, here == path)
    if may(who, "add", DesignType):
        _entry(NEW_TABLE.say(who.lang), "/tables/new", "add", here == "/tables/new")


def _entry(text: str, target: str, icon: str | None, here: bool) -> None:
    """One element where one will do: with a hundred record types the menu is most of what a page is built of."""
    made = tag("a", "o-nav o-here" if here else "o-nav", None if icon else text)
    made.props["href"] = target
    if icon:
        with made:
            ui.icon(icon)
            span(text)
    if here:
        made.props["aria-current"] = "page"


def _apologise(error: Exception) -> None:
    """A bug gives a number that finds its log line, and nothing else of itself."""
    case = secrets.token_hex(4).upper()
    log.error("case %s: on an open page", case, exc_info=error)
    notice(SORRY(case=case).say(viewer().lang), bad=True)
