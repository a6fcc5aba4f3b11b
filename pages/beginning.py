"""The quick start on the home page: what to enter first and how, until all is there or somebody puts it away."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui

from models import house
from models.accounts import stores_without_reader
from models.kit.declare import beginning
from models.kit.declare.access import Who, may, scope
from models.kit.declare.beginning import Step
from models.kit.declare.params import Parameter
from models.kit.declare.starters import begin_with, starter_of
from models.kit.text import Text
from models.organization import Store

from .parts.pieces import button, card, link, notice, span, tag
from .parts.session import ask, viewer
from .trying import PATH as TRIAL
from .trying import may_try

TITLE = Text("快速上手：还差 {n} 步", "Quick start: {n} steps to go")
NOTE = Text(
    "按下面的顺序录入，后面的表会用到前面的内容。已有 Excel 台账的直接导入，随时可以撤销。",
    "Enter these in order: later tables refer to earlier ones. Import the workbooks you have; every import can be undone.",
)
ROWS, NONE = Text("已有 {n} 行", "{n} rows"), Text("还没有内容", "Nothing yet")
IMPORT, OPEN, BY_HAND = Text("导入", "Import"), Text("打开", "Open"), Text("手工录入", "Enter by hand")
USUAL = Text("用常用的一套", "Use the usual set")
TEMPLATE = Text("模板", "Template")
PUT_AWAY, SHOW = Text("收起", "Put away"), Text("显示快速上手", "Show the quick start")
UNREAD = Text(
    "{n} 家门店没有店长账号，整改和通知没人收。给店长开账号并填所属门店，或在门店里填店长。",
    "{n} stores have no manager's account: nobody reads their rectifications and notices. Give the manager an account of the "
    "store, or enter the store's manager.",
)
TRY = Text("先看看一家装满数据的示例公司", "Look at a company full of data first")
TO_USERS = Text("去开账号", "To the accounts")


@dataclass(frozen=True)
class Beginning:
    """What this person has still to enter. shown: nobody put it away; may_hide: this person may, and may bring it back."""

    steps: list[Step]
    shown: bool
    may_hide: bool
    unread: int

    @property
    def missing(self) -> int:
        return sum(not step.done for step in self.steps)


def read_beginning(who: Who) -> Beginning:
    stores = may(who, "edit", Store) and scope(who, Store) is None
    steps = beginning.steps(house().starts, who)
    unread = stores_without_reader() if stores else 0
    return Beginning(steps, beginning.card_shown(), may(who, "edit", Parameter, "value"), unread)


def next_step(who: Who) -> Step | None:
    """What comes next in the quick start, for a page on which a step has just been done; None when nothing is missing."""
    return beginning.next_step(house().starts, who)


def start_card(begins: Beginning, who: Who, refresh: Callable[[], Awaitable[None]]) -> None:
    if begins.unread:
        with tag("div", "o-alert"):
            ui.icon("notifications_off")
            span(UNREAD(n=begins.unread).say(who.lang))
            link(TO_USERS.say(who.lang), "/t/user", "o-button o-small")
    if not begins.missing:
        return

    async def show(shown: bool) -> None:
        await ask(beginning.show_card, shown, viewer())
        await refresh()

    if not begins.shown:
        if begins.may_hide:
            button(SHOW.say(who.lang), lambda: show(True), icon="checklist", kind="o-quiet o-small", mark="show start")
        return
    with card(TITLE(n=begins.missing).say(who.lang), flush=True) as head:
        if begins.may_hide:
            with head:
                button(
                    PUT_AWAY.say(who.lang), lambda: show(False), icon="close", kind="o-quiet o-small", mark="hide start"
                )
        tag("div", "o-faint o-note", NOTE.say(who.lang))
        if may_try(who):
            link(TRY.say(who.lang), TRIAL, "o-button o-quiet o-small o-trial", icon="science")
        with tag("div", "o-steps"):
            for number, step in enumerate(begins.steps, 1):
                _step(number, step, who, refresh)


def _step(number: int, step: Step, who: Who, refresh: Callable[[], Awaitable[None]]) -> None:
    record, key = step.record, step.record.key()
    usual = not step.rows and starter_of(who, record) is not None
    with tag("div", "o-step" + " o-done" * step.done):
        ui.icon("check_circle" if step.done else "radio_button_unchecked")
        with tag("div"):
            tag("b", "", f"{number}. {record.sheet.label.say(who.lang)}")
            there = ROWS(n=f"{step.rows:,}") if step.rows else NONE
            if step.what and not step.done:
                tag("div", "o-faint", step.what.say(who.lang))
            tag("div", "o-faint", there.say(who.lang))
        if usual:
            button(
                USUAL.say(who.lang), lambda: _begin(step, refresh), icon="done_all", kind="o-small", mark=f"usual {key}"
            )
        if not step.done and may(who, "import", record):
            if not usual:
                address = f"/api/v1/{key}/template.xlsx"
                link(TEMPLATE.say(who.lang), address, "o-button o-quiet o-small", icon="download")
            link(IMPORT.say(who.lang), "/import/" + key, "o-button o-small", icon="upload_file")
        by_hand = not step.done and may(who, "add", record)
        link((BY_HAND if by_hand else OPEN).say(who.lang), "/t/" + key, "o-button o-quiet o-small")


async def _begin(step: Step, refresh: Callable[[], Awaitable[None]]) -> None:
    """Rights are asked anew: the page may be older than they are."""
    who = viewer()
    if starter := starter_of(who, step.record):
        done = await ask(begin_with, starter, who=who)
        said = done.text if done.state == "applied" else done.errors[0].text
        notice(said.say(who.lang), bad=done.state != "applied")
    await refresh()
