"""What was changed, batch by batch: my own or everybody's that I may undo, how many rows, through what, and the way back."""

from typing import Any

from nicegui import ui

from models import house
from models.kit.ask.gist import gists
from models.kit.ask.past import VIA, batches
from models.kit.declare.access import Who, may
from models.kit.text import Text

from .frame import page
from .parts.dialogs import ask_undo
from .parts.pieces import button, card, empty, link, span, table, tag
from .parts.session import ask, viewer
from .parts.values import when

TITLE = Text("修改记录", "Changes")
MINE, ALL = Text("我的", "Mine"), Text("全部", "Everybody's")
NOTE = Text(
    "每一次保存、粘贴、导入和操作都是一批，可以整批撤销。",
    "Every save, paste, import and action is one batch and can be undone as a whole.",
)
NOTHING = Text(
    "还没有修改。保存、导入或操作之后会列在这里。", "No changes yet. What you save, import or do is listed here."
)
AT, BY, WHAT = Text("时间", "When"), Text("姓名", "Who"), Text("内容", "What")
WHERE, ROWS, HOW = Text("表", "Table"), Text("行数", "Rows"), Text("来自", "Through")
UNDO, UNDONE, AN_UNDO = Text("撤销", "Undo"), Text("已撤销", "Undone"), Text("撤销操作", "An undo")

DERIVED = Text("另产生 {n} 行", "{n} more came of them")
SMALL = 20
NO_WAY_BACK = ("account", "setup")  # one's own language or password, and the first start


def mount() -> None:
    @ui.page("/history")
    async def history_page() -> None:
        await HistoryPage().refresh()


def read_batches(who: Who, mine: bool = True, limit: int = 100) -> list[dict[str, Any]]:
    """The newest batches that changed something, each with a few words on what it was about."""
    found = [one for one in batches(house().records, who, mine=mine, limit=limit) if one["rows"]]
    # A day's business is about no one row.
    about = gists([one for one in found if one["rows"] <= SMALL], house().records, who)
    return [{**one, "about": about.get(one["id"], "")} for one in found]


class HistoryPage:
    """The list, and whose changes it shows."""

    def __init__(self):
        self.mine = True
        who = viewer()
        with page(TITLE.say(who.lang), "history"):
            with tag("div", "o-line"):
                tag("h1", "o-h1", TITLE.say(who.lang))
                tag("div", "o-gap")
                if who.all_rights or any(may(who, "undo", record) for record in house().records.values()):
                    self._whose(who)
            tag("div", "o-faint", NOTE.say(who.lang))
            self.place = tag("div")

    def _whose(self, who: Who) -> None:
        async def choose(event: Any) -> None:
            self.mine = event.value
            await self.refresh()

        options = {True: MINE.say(who.lang), False: ALL.say(who.lang)}
        ui.toggle(options, value=True, on_change=choose).classes("o-segments").props("unelevated no-caps").mark("whose")

    async def refresh(self) -> None:
        who = viewer()
        found = await ask(read_batches, who, self.mine, 100)
        self.place.clear()
        with self.place, card(flush=True):
            if found:
                batch_table(found, who, self.refresh)
            else:
                empty(NOTHING.say(who.lang), "history")


def batch_table(found: list[dict[str, Any]], who: Who, done: Any) -> None:
    """Batches as rows, each with its undo."""
    heads = [
        (AT, "o-tight"),
        (BY, "o-tight"),
        (WHAT, ""),
        (WHERE, "o-tight"),
        (ROWS, "o-right o-tight"),
        (HOW, "o-tight"),
        (Text("", ""), "o-right o-tight"),
    ]
    rows = [
        [
            when(one["at"]),
            one["who"],
            lambda one=one: _what(one),
            lambda one=one: _where(one, who),
            lambda one=one: _rows(one, who),
            VIA[one["via"]].say(who.lang) if one["via"] in VIA else one["via"],
            lambda one=one: way_back(one, who, done),
        ]
        for one in found
    ]
    table([(text.say(who.lang), classes) for text, classes in heads], rows)


def _what(one: dict[str, Any]) -> None:
    with tag("div"):
        ui.label(one["label"])
        if one["about"]:
            more = one["rows"] > 1
            tag("div", "o-faint", one["about"] + (" …" if more else ""))


def _rows(one: dict[str, Any], who: Who) -> None:
    """Of an import: the rows of the file, and apart from them what came of these."""
    own = one["rows"] if one["own"] is None else one["own"]
    with tag("div"):
        ui.label(f"{own:,}")
        if more := one["rows"] - own:
            tag("div", "o-faint", DERIVED(n=f"{more:,}").say(who.lang))


def _where(one: dict[str, Any], who: Who) -> None:
    record = house().records.get(one["record"] or "")
    if record is not None and may(who, "see", record):
        link(record.sheet.label.say(who.lang), "/t/" + record.key())
    else:
        span("—", "o-faint")


def way_back(one: dict[str, Any], who: Who, done: Any) -> None:
    if one["undone"]:
        span(UNDONE.say(who.lang), "o-pill")
    elif one["undoes"]:
        span(AN_UNDO.say(who.lang), "o-faint")
    elif one["via"] not in NO_WAY_BACK:
        undo = button(UNDO.say(who.lang), lambda: ask_undo(one["id"], one["label"], done), icon="undo", kind="o-small")
        undo.mark("undo")
