"""A company to try things on: made and thrown away with one click each, beside one's own."""

from urllib.parse import urlsplit

from nicegui import ui

from models.accounts import passwords
from models.kit import Refused
from models.kit.clock import now
from models.kit.declare.access import Who, may
from models.kit.declare.params import Parameter
from models.kit.server import trial
from models.kit.text import Text

from .frame import page
from .parts.pieces import button, card, empty, link, notice, span, table, tag
from .parts.session import ask, viewer

PATH = "/trial"
TITLE = Text("示例公司", "The company to try things on")
BY_ADMINISTRATORS = Text("由系统管理员或运营经理打开", "An administrator or the operations manager opens it")
WHAT = Text(
    "一家装满数据的公司：24 家门店、两千名会员、几周的周报、各岗位的账号。随便看、随便改，和你们的数据互不相干；看完扔掉，什么都不留下。",
    "A company full of data: 24 stores, two thousand members, some weeks of reports and an account for each post. Look, and change "
    "what you like: it has nothing to do with your data. Thrown away, nothing of it is left.",
)
BEGIN = Text("打开示例公司", "Make it")
MAKING = Text(
    "正在生成，大约一两分钟，已用 {n} 秒。可以先离开这一页。",
    "It is being made, which takes a minute or two; {n} s so far. You may leave this page.",
)
READY = Text("已经可以用了，在另一个地址打开，用下面的账号登录：", "It is ready, at another address; sign in there as:")
OPEN = Text("打开 {address}", "Open {address}")
CLOSED = Text(
    "打不开的话，是服务器没有对外开放 {port} 端口：请管理服务器的人开放，或在服务器上打开。最多开 {hours} 小时，服务器重启后也不再保留。",
    "If it doesn't open, port {port} of the server isn't open to others: have it opened, or open it on the server itself. It lasts "
    "{hours} hours at most, and no longer than the server runs.",
)
END, STOP = Text("扔掉示例公司", "Throw it away"), Text("取消", "Cancel")
LOGIN, NAME, PASSWORD = Text("登录名", "Login"), Text("岗位", "Post"), Text("密码（都一样）", "Password (of all)")
INSIDE = Text("这里就是示例公司，看完在自己的系统里扔掉它。", "This is that company; throw it away in your own system.")
LOGINS = (
    ("manager", Text("运营经理", "Operations manager")),
    ("store01", Text("店长", "Store manager")),
    ("members", Text("会员客服", "Members and service")),
    ("logistics", Text("物流仓储", "Logistics")),
    ("quality", Text("品质控制", "Quality")),
    ("admin", Text("系统管理员", "Administrator")),
)


def may_try(who: Who) -> bool:
    """Whoever sets the company up; who looks as somebody else changes nothing."""
    return who.behind is None and may(who, "edit", Parameter, "value") and trial.standing().offered


def mount() -> None:
    @ui.page(PATH)
    def trial_page() -> None:
        who = viewer()
        with page(TITLE.say(who.lang), PATH, "first"):
            tag("h1", "o-h1", TITLE.say(who.lang))
            if trial.standing().inside:
                empty(INSIDE.say(who.lang), "science")
            elif may_try(who):
                Trying()
            else:
                empty(BY_ADMINISTRATORS.say(who.lang), "science")


class Trying:
    """What becomes of it, looked at again while it is being made."""

    def __init__(self):
        request = ui.context.client.request
        self.host = urlsplit(str(request.url)).hostname or "127.0.0.1"
        self.place = tag("div", "o-stack")
        self.shown: trial.State | None = None
        self.draw()
        ui.timer(1, self.look)

    def look(self) -> None:
        state = trial.standing().state
        if state is not self.shown or state.kind == "making":
            self.draw()

    def draw(self) -> None:
        self.shown, who = trial.standing().state, viewer()
        self.place.clear()
        with self.place, card(TITLE.say(who.lang)):
            tag("p", "", WHAT.say(who.lang))
            {"making": self._making, "ready": self._ready}.get(self.shown.kind, self._none)(who)

    def _none(self, who: Who) -> None:
        if self.shown.said is not None:
            with tag("div", "o-alert"):
                span(self.shown.said.say(who.lang))
        button(BEGIN.say(who.lang), self.begin, icon="science", kind="o-primary", mark="begin trial")

    def _making(self, who: Who) -> None:
        seconds = int((now() - self.shown.since).total_seconds())
        tag("p", "", MAKING(n=seconds).say(who.lang)).props["role"] = "status"
        button(STOP.say(who.lang), self.end, icon="close", mark="end trial")

    def _ready(self, who: Who) -> None:
        port, password = self.shown.port, self.shown.password
        name = f"[{self.host}]" if ":" in self.host else self.host
        address = f"http://{name}:{port}"
        tag("p", "", READY.say(who.lang))
        table(
            [(LOGIN.say(who.lang), ""), (NAME.say(who.lang), ""), (PASSWORD.say(who.lang), "")],
            [[login, post.say(who.lang), password] for login, post in LOGINS],
        )
        with tag("div", "o-line"):
            opened = link(OPEN(address=address).say(who.lang), address, "o-button o-primary", icon="open_in_new")
            opened.props["target"], opened.props["rel"] = "_blank", "noopener"
            button(END.say(who.lang), self.end, icon="delete", kind="o-danger", mark="end trial")
        tag("p", "o-faint", CLOSED(port=port, hours=trial.HOURS).say(who.lang))

    async def begin(self) -> None:
        """Rights are asked anew: the page may be older than they are."""
        if may_try(viewer()):
            try:
                await ask(trial.standing().begin, passwords.one_time())
            except Refused as refused:
                notice(refused.text.say(viewer().lang), bad=True)
        self.draw()

    async def end(self) -> None:
        if may_try(viewer()):
            await ask(trial.standing().end)
        self.draw()
