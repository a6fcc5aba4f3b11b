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
    recent = [batch for batch in batches(house().records, who, mine=mine, limit=limit) if batch["rows"]]
    # A day's business is about no one row.
    about = gists([batch for batch in recent if batch["rows"] <= SMALL], house().records, who)
    return [{**batch, "about": about.get(batch["id"], "")} for batch in recent]


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
        recent = await ask(read_batches, who, self.mine, 100)
        self.place.clear()
        with self.place, card(flush=True):
            if recent:
                batch_table(recent, who, self.refresh)
            else:
                empty(NOTHING.say(who.lang), "history")


def batch_table(listed: list[dict[str, Any]], who: Who, done: Any) -> None:
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
            when(batch["at"]),
            batch["who"],
            lambda batch=batch: _what(batch),
            lambda batch=batch: _where(batch, who),
            lambda batch=batch: _rows(batch, who),
            VIA[batch["via"]].say(who.lang) if batch["via"] in VIA else batch["via"],
            lambda batch=batch: way_back(batch, who, done),
        ]
        for batch in listed
    ]
    table([(text.say(who.lang), classes) for text, classes in heads], rows)


def _what(batch: dict[str, Any]) -> None:
    with tag("div"):
        ui.label(batch["label"])
        if batch["about"]:
            more = batch["rows"] > 1
            tag("div", "o-faint", batch["about"] + (" …" if more else ""))


def _rows(batch: dict[str, Any], who: Who) -> None:
    """Of an import: the rows of the file, and apart from them what came of these."""
    own = batch["rows"] if batch["own"] is None else batch["own"]
    with tag("div"):
        ui.label(f"{own:,}")
        if more := batch["rows"] - own:
            tag("div", "o-faint", DERIVED(n=f"{more:,}").say(who.lang))


def _where(batch: dict[str, Any], who: Who) -> None:
    record = house().records.get(batch["record"] or "")
    if record is not None and may(who, "see", record):
        link(record.sheet.label.say(who.lang), "/t/" + record.key())
    else:
        span("—", "o-faint")


def way_back(batch: dict[str, Any], who: Who, done: Any) -> None:
    if batch["undone"]:
        span(UNDONE.say(who.lang), "o-pill")
    elif batch["undoes"]:
        span(AN_UNDO.say(who.lang), "o-faint")
    elif batch["via"] not in NO_WAY_BACK:
        undo = button(
            UNDO.say(who.lang), lambda: ask_undo(batch["id"], batch["label"], done), icon="undo", kind="o-small"
        )
        undo.mark("undo")
