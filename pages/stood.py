"""The page /stood/<record>: a list as it stood at a moment of the past, beside how it stands now."""

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from exports.stood import BLANK, STATE, STATES
from models import house
from models.kit.ask.query import BadQuery
from models.kit.clock import local, now
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.text import Refused, Text
from models.kit.write.history import Batch

from . import guard
from .api.answers import NOT_THERE
from .api.stood import looked_back
from .frame import page
from .parts.pieces import astray, button, card, empty, link, span, table, tag
from .parts.session import ask
from .parts.values import address, when
from .record import crumbs

TITLE = Text("{record}当时的样子", "{record} as it stood")
NAME = Text("当时的样子", "As it stood")
LEAD = Text(
    "选一个过去的时间，看这张表（连同眼前的筛选和排序）当时是什么样，和现在比改了哪些。现在看不到的行和列，这里也看不到。",
    "Choose a moment in the past to see this list, with its filter and order, as it was then, and what has changed since. "
    "Rows and columns you can't see now aren't shown here either.",
)
AT, SHOW = Text("时间", "Moment"), Text("查看", "Show")
BAD_ADDRESS = Text(
    "网址里的筛选认不出来，请回表格重新进入", "The filter in the address makes no sense; come again from the table"
)
DIFFERENCES, ALL = Text("只看有变化的", "Differences only"), Text("看全部", "All rows")
NOTHING = Text("当时没有符合条件的行", "No row fitted then")
BEGINS = Text("当时还没有内容：这张表从 {at} 开始有记录", "Nothing was there yet: this table's history begins at {at}")
NO_DIFFERENCE = Text("从那时到现在没有变化", "Nothing has changed since")
NOW = Text("现在：{value}", "Now: {value}")
WAIT = Text("正在还原当时的内容……", "Putting together how it was …")
TO_TABLE = Text("回到表格", "Back to the table")
EARLIER, LATER = Text("上一页", "Previous"), Text("下一页", "Next")
COUNTS = Text("当时 {then} 行，现在 {now} 行", "{then} rows then, {now} now")
TONES = {"same": "grey", "changed": "info", "gone": "negative", "left": "warning", "new": "positive"}
EXPORT = Text("导出 Excel", "As a workbook")
SHORTCUTS = {
    "day": Text("昨天此时", "A day ago"),
    "week": Text("本周一 0 点", "This Monday, midnight"),
    "last": Text("上周一 0 点", "Last Monday, midnight"),
    "month": Text("上月底", "End of last month"),
}
BLOCK = 100


def mount() -> None:
    @ui.page("/stood/{record}")
    async def stood_page(request: Request, record: str) -> None:
        record_type, who = house().records.get(record), guard.who(request)
        if record_type is None or not may(who, "see", record_type):
            raise HTTPException(404, NOT_THERE)
        made = Stood(record_type, who, dict(request.query_params))
        await made.show()


class Stood:
    """What the address asks: the moment on the wall clock of the business, and the question of the grid."""

    def __init__(self, record: type[Record], who: Who, given: dict[str, str]):
        self.record, self.who, self.given = record, who, given
        with page(TITLE(record=record.sheet.label).say(who.lang), record.key(), "back"):
            with tag("div", "o-line"):
                crumbs(record, who)
            with tag("div", "o-line"):
                tag("h1", "o-h1", NAME.say(who.lang))
                tag("div", "o-gap")
                link(TO_TABLE.say(who.lang), self._table(), "o-button")
            tag("p", "o-soft", LEAD.say(who.lang))
            self._choosing()
            self.place = tag("div", "o-stack")

    def _table(self) -> str:
        kept = {name: self.given[name] for name in ("filter", "sort", "q") if self.given.get(name)}
        return f"/t/{self.record.key()}" + (f"?{urlencode(kept)}" if kept else "")

    def _again(self, **changed: Any) -> str:
        given = {**self.given, "offset": None, **changed}
        return f"/stood/{self.record.key()}?" + urlencode({name: value for name, value in given.items() if value})

    def _choosing(self) -> None:
        lang = self.who.lang
        with tag("div", "o-row"):
            chosen = ui.input(AT.say(lang), value=self.given.get("at", ""))
            chosen.props("type=datetime-local outlined dense stack-label").mark("stood-at")
            go = button(SHOW.say(lang), None, icon="history", kind="o-go", mark="stood-go")
            go.on("click", lambda: ui.navigate.to(self._again(at=chosen.value)), args=[])
            for name, moment in shortcuts().items():
                link(SHORTCUTS[name].say(lang), self._again(at=f"{moment:%Y-%m-%dT%H:%M}"), "o-button o-small")

    async def show(self) -> None:
        if not self.given.get("at"):
            return
        lang = self.who.lang
        with self.place, tag("div", "o-row") as waiting:
            ui.spinner(size="md")
            span(WAIT.say(lang), "o-soft")
        try:
            moment, asked = self._asked()
            answer = await ask(looked_back, self.who, self.record, moment, asked)
        except (Refused, BadQuery) as refused:
            self.place.clear()
            with self.place:
                astray(refused.text.say(lang))
            return
        waiting.delete()
        with self.place:
            self._counted(answer["counts"])
            self._listed(answer)

    def _asked(self) -> tuple[datetime, dict[str, Any]]:
        moment = Batch.at.parse(self.given["at"])
        try:
            filter = json.loads(self.given.get("filter") or "null")
            offset = int(self.given.get("offset") or 0)
        except (ValueError, RecursionError):
            raise Refused(BAD_ADDRESS) from None
        sort = [part for part in self.given.get("sort", "").split(",") if part]
        asked = {"filter": filter, "sort": sort or None, "search": self.given.get("q", ""), "offset": offset}
        columns = [name for name in self.given.get("columns", "").split(",") if name]
        asked["columns"] = columns or None
        return moment, {**asked, "differs": self.given.get("differs") == "1", "limit": BLOCK}

    def _question(self) -> str:
        """What the page shows, all of it, as the API takes it."""
        _, asked = self._asked()
        kept = {name: value for name, value in asked.items() if value and name not in ("offset", "limit")}
        return json.dumps({"at": self.given["at"], **kept}, ensure_ascii=False)

    def _counted(self, counts: dict[str, int]) -> None:
        lang, differs = self.who.lang, self.given.get("differs") == "1"
        with tag("div", "o-row"):
            span(COUNTS(then=f"{counts['then']:,}", now=f"{counts['now']:,}").say(lang))
            for state, text in STATES.items():
                if counts[state]:
                    span(f"{text.say(lang)} {counts[state]:,}", f"o-pill {TONES[state]}")
            tag("div", "o-gap")
            if may(self.who, "export", self.record):
                way = f"/api/v1/{self.record.key()}/stood.xlsx?" + urlencode({"query": self._question()})
                made = link(EXPORT.say(lang), way, "o-button o-small", icon="download")
                made.props["download"] = True
            label = (ALL if differs else DIFFERENCES).say(lang)
            link(label, self._again(differs="" if differs else "1"), "o-button o-small", icon="difference")

    def _listed(self, answer: dict[str, Any]) -> None:
        lang, rows, fields = self.who.lang, answer["rows"], self.record.facts().readable
        if not rows:
            if answer["begins"]:
                empty(BEGINS(at=when(answer["begins"])).say(lang), "history")
                return
            empty((NO_DIFFERENCE if self.given.get("differs") == "1" else NOTHING).say(lang), "history")
            return
        heads = [(STATE.say(lang), "o-tight"), *((fields[name].label.say(lang), "") for name in answer["names"])]
        with card(flush=True):
            table(heads, [self._line(row) for row in rows]).classes("o-wide")
        offset = int(self.given.get("offset") or 0)
        with tag("div", "o-row"):
            if offset:
                link(EARLIER.say(lang), self._again(offset=max(0, offset - BLOCK)), "o-button o-small")
            if offset + BLOCK < answer["counts"]["listed"]:
                link(LATER.say(lang), self._again(offset=offset + BLOCK), "o-button o-small")

    def _line(self, row: dict[str, Any]) -> list[Any]:
        text, tone = STATES[row["state"]], TONES[row["state"]]
        then, present = row["then"], row["now"]

        def state() -> None:
            if row["state"] == "gone":
                span(text.say(self.who.lang), f"o-pill {tone}")
            else:
                link(text.say(self.who.lang), address(self.record, row["id"]), f"o-pill {tone}")

        shown = then if then is not None else present
        after = present if then is not None and present is not None else None
        return [state, *(self._cell(value, after and after[at]) for at, value in enumerate(shown))]

    def _cell(self, value: str, present: str | None) -> Any:
        if present is None or present == value:
            return value

        def differing() -> None:
            with tag("div", "o-then"):
                span(value or BLANK.say(self.who.lang))
                span(NOW(value=present or BLANK.say(self.who.lang)).say(self.who.lang), "o-now")

        return differing


def shortcuts() -> dict[str, datetime]:
    """Moments that are asked for again and again, on the wall clock of the business."""
    here = local(now())
    midnight = here.replace(hour=0, minute=0, second=0)
    monday = midnight - timedelta(days=here.weekday())
    return {
        "day": here - timedelta(days=1),
        "week": monday,
        "last": monday - timedelta(days=7),
        "month": midnight.replace(day=1) - timedelta(minutes=1),
    }
