"""The frame around every page: header, menu by area and rights, language, light and dark, and who is signed in."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path

import orjson
from fastapi import Request, Response
from nicegui import Client, ui
from nicegui.element import Element

from models import house
from models.kit.ask.piles import count_waiting
from models.kit.declare.access import Who
from models.kit.server import trial
from models.kit.text import Text
from models.kit.write.notices import notices_for
from models.later import later_of

from .finding import head as finding
from .guard.faults import SORRY, set_drawn
from .guide_text import latest_news
from .menu import HISTORY, TODO, address_of, menu_for
from .parts.pieces import empty, form, link, notice, span, tag
from .parts.session import ask, viewer

log = logging.getLogger("opsdesk.faults")
STYLE = Path(__file__).parent / "style.css"
BACK = (Path(__file__).parent / "back.js").read_text(encoding="utf-8")
NAME, LATIN = "运营台", "OpsDesk"
CALLED = Text(f"{NAME} {LATIN}", LATIN)
LOOKS = {
    "auto": (None, Text("跟随系统", "As the system")),
    "light": (False, Text("浅色", "Light")),
    "dark": (True, Text("深色", "Dark")),
}
WORDS = {
    "menu": Text("菜单", "Menu"),
    "todo": TODO,
    "help": Text("帮助", "Help"),
    "language": Text("English", "中文"),
    "look": Text("外观", "Appearance"),
    "account": Text("我的账号", "My account"),
    "out": Text("退出登录", "Sign out"),
}
OWN = (
    (HISTORY, "/history", "history"),
    (Text("我的订阅", "My subscriptions"), "/subscriptions", "notifications"),
    (Text("更新内容", "What's new"), "/news", "new_releases"),
    (Text("修改密码", "Change password"), "/account/password", "key"),
    (Text("动态验证码", "Second step"), "/account/second-step", "phonelink_lock"),
)
LOOKING = Text(
    "{by} 正在以 {name} 的身份查看，只能看，什么都不会保存",
    "{by} is looking as {name}: for looking only, nothing is saved",
)
TRYING = Text(
    "这是示例公司：随便看、随便改，扔掉后什么都不留下",
    "The company to try things on: look and change what you like, nothing of it will be left",
)
LOOK_END, WHY_CLOSED = Text("结束查看", "End looking"), Text("哪些看不到、为什么", "What is closed, and why")
PLACES = {
    "": "enter",
    "home": "first",
    "todo": "todo",
    "weekly": "weekly",
    "history": "back",
    "/a/tills": "tills",
    "/automations": "automations",
    "/boards": "boards",
    "/look-as": "look-as",
    "/papers": "papers",
    "/subscriptions": "subscriptions",
    "/t/attention": "weekly",
    "/t/automation": "automations",
    "/t/design_column": "setup",
    "/t/letterhead": "papers",
    "/t/own_metric": "figures",
    "/t/user": "users",
    "/t/role": "users",
    "/tables/new": "tables",
}  # by menu entry: what the guide says of it; "": of a table
TO_HOME = Text("回到首页", "Back to the start")


def mount() -> None:
    """The style sheet goes into the head of every page, so that nothing is drawn without it."""
    ui.add_head_html("<style>" + STYLE.read_text(encoding="utf-8") + "</style>", shared=True)
    finding.mount()
    set_drawn(refused_page)


def refused_page(request: Request, status: int, title: Text, text: Text) -> Response:
    """What isn't there, or isn't this person's, is told where everything else is: the menu leads on."""
    with Client(ui.page(""), request=request) as client:
        with page(viewer().say(title)) as who:
            empty(text.say(who.lang), "explore_off", (TO_HOME.say(who.lang), "/"))
        return client.build_response(request, status)


@contextmanager
def frame(title: str, here: str = "", about: str = "") -> Iterator[Who]:
    """Header and menu around what is drawn inside; yields who is looking.

    `here` is the menu entry to mark, `about` the part of the guide that speaks of the page where that is another one.
    """
    who = viewer()
    look = _look()
    _for_this_person(who, look)
    ui.page_title(f"{title} · {CALLED.say(who.lang)}")
    ui.on_exception(_apologise)
    ui.run_javascript(BACK)
    if ui.context.client.request.cookies.get("ops_side") == "shut":
        ui.query("body").classes("o-side-shut")
    if trial.standing().inside:
        _trying(who)
    if who.behind is not None:
        _looking(who)
    with (shown := Frame(who, look, here, about)), tag("main", "o-main"):
        shown.count()
        yield who


@contextmanager
def page(title: str, here: str = "", about: str = "") -> Iterator[Who]:
    """A frame with the margins of a page to read; the grid fills the frame itself."""
    with frame(title, here, about) as who, tag("div", "o-page"):
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


def _trying(who: Who) -> None:
    with tag("div", "o-looking") as made:
        made.props["role"] = "status"
        ui.icon("science")
        span(TRYING.say(who.lang))


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


def waiting(who: Who) -> int:
    return count_waiting(house().areas, who, later_of(who.user_id)) + len(notices_for(house().records, who))


@cache
def words_in(lang: str) -> orjson.Fragment:
    """What the header says, with the ways of one's own account."""
    said = {name: text.say(lang) for name, text in WORDS.items()}
    looks = {look: text.say(lang) for look, (_, text) in LOOKS.items()}
    own = [{"text": text.say(lang), "to": to, "icon": icon} for text, to, icon in OWN]
    brand = [LATIN] if lang == "en" else [NAME, LATIN]
    return orjson.Fragment(orjson.dumps({**said, "looks": looks, "own": own, "brand": brand}))


class Frame(Element, component="frame.js"):
    """Header and menu as one element, for every element costs time on each page; the page itself goes into it.

    What is large is given as JSON that was made once: NiceGUI would look through every part of it for changes.
    """

    def __init__(self, who: Who, look: str, here: str, about: str = ""):
        super().__init__()
        menu, address = menu_for(who), address_of(here)
        self.texts = (*menu.texts, who.name, *(text.say(who.lang) for text in WORDS.values()))
        place = about or PLACES.get(here) or PLACES.get(address) or (PLACES[""] if here in house().records else "")
        given = {
            "words": words_in(who.lang),
            "menu": menu.drawn,
            "here": address,
            "open": menu.areas.get(address, ""),
            "me": orjson.Fragment(orjson.dumps({"name": who.name, "login": who.login})),
            "other": "zh" if who.lang == "en" else "en",
            "address": _address(),
            "help": f"/help#{place}" if place else "/help",
            "news": latest_news(),
            "look": look,
            "find": finding.words_in(who.lang),
            "person": str(who.user_id or ""),
        }
        with self._props.suspend_updates():
            self._props.update(given)

    def count(self) -> None:
        """How much waits for this person; counted once the page stands."""

        async def fill() -> None:
            if number := await ask(waiting, viewer()):
                self.run_method("waits", str(number) if number < 1000 else "999+")

        ui.timer(0.4, fill, once=True)

    def _displayed_contents(self, *, only_visible: bool) -> list[str]:
        return [*super()._displayed_contents(only_visible=only_visible), *self.texts]


def _address() -> str:
    url = ui.context.client.request.url
    return url.path + ("?" + url.query if url.query else "")


def _apologise(error: Exception) -> None:
    """A bug gives a number that finds its log line, and nothing else of itself."""
    case = secrets.token_hex(4).upper()
    log.error("case %s: on an open page", case, exc_info=error)
    notice(SORRY(case=case).say(viewer().lang), bad=True)
