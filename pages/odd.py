"""What is odd about the rows of a list 查重与异常: likely doubles, to be merged where the type allows it, and unusual values."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from exports.odd_rows import looked
from models import house
from models.kit.ask.doubles import Double, joining
from models.kit.ask.kept_apart import keep_apart
from models.kit.ask.odd import Odd
from models.kit.ask.query import BadQuery
from models.kit.declare.access import Who, may, why_not
from models.kit.declare.record import Record
from models.kit.incoming.report import Stopped
from models.kit.server.turns import WAITS
from models.kit.text import Refused, Text, join
from models.kit.write.acting import act_on_each, why_not_act

from . import guard
from .api.answers import NOT_THERE
from .frame import page
from .importing.work import Work
from .parts.dialogs import confirm
from .parts.pieces import astray, button, card, empty, link, notice, progress, span, table, tag
from .parts.session import ask, viewer
from .parts.values import address
from .record import crumbs

TITLE, NAME = (
    Text("查重与异常 · {record}", "Duplicates and outliers: {record}"),
    Text("查重与异常", "Duplicates and outliers"),
)
LEAD = Text(
    "在这张表里（按眼前的筛选）找疑似重复的行和离谱的数值。只按你看得到的列比较，打码的不参与；这里不改任何内容。",
    "Looks through this list, as it is filtered, for rows that may be the same and for values far from the usual. Only what "
    "you see is compared, nothing that is masked; looking changes nothing.",
)
WAIT = Text("正在查找……", "Looking …")
CANCEL, CANCELLED = Text("取消", "Cancel"), Text("已取消，没有找完", "Cancelled before it was done")
DOUBLES, VALUES = Text("疑似重复", "Likely doubles"), Text("异常的数值", "Unusual values")
NO_DOUBLES = Text("没有发现疑似重复的行", "No likely doubles")
NO_VALUES = Text("没有发现离谱的数值", "No value is far from the usual")
IN_TABLE, TO_TABLE = Text("在表格里看", "Show in the table"), Text("回到表格", "Back to the table")
KEEP_ROW = Text("保留{row}", "Keep {row}")
MERGE = Text("其余并入保留的", "Merge the others into it")
SURE = Text("{gone} 将并入“{kept}”。{hint}", "{gone} will be merged into “{kept}”. {hint}")
DONE = Text("已并入“{kept}”，可在修改记录里撤销", "Merged into “{kept}”; it can be undone in the history")
NOT_SAME, SAME_AGAIN = Text("不是同一个", "Not the same"), Text("重新列出", "List again")
APART = Text("已标为不是同一个", "Said not to be the same")
SAID_APART = Text("已标为不是同一个，以后不再列出", "They are not listed again")
ROW, FIELD, VALUE, USUAL = Text("行", "Row"), Text("列", "Column"), Text("值", "Value"), Text("通常", "Usual")
BAD_ADDRESS = Text(
    "网址里的筛选认不出来，请回表格重新进入", "The filter in the address makes no sense; come again from the table"
)

THREADS = ThreadPoolExecutor(4, "odd")


def mount() -> None:
    @ui.page("/odd/{record}")
    async def odd_page(request: Request, record: str) -> None:
        record_type, who = house().records.get(record), guard.who(request)
        if record_type is None or not may(who, "see", record_type):
            raise HTTPException(404, NOT_THERE)
        await OddPage(record_type, who, dict(request.query_params)).refresh()


class OddPage:
    """What was looked for once, and, of each group of doubles, which row is to stay."""

    def __init__(self, record: type[Record], who: Who, given: dict[str, str]):
        self.record, self.given, self.work = record, given, Work(THREADS)
        self.kept: dict[tuple[int, ...], int] = {}
        ui.context.client.on_delete(self.work.end)
        with page(TITLE(record=record.sheet.label).say(who.lang), record.key()):
            with tag("div", "o-line"):
                crumbs(record, who)
            with tag("div", "o-line"):
                tag("h1", "o-h1", NAME.say(who.lang))
                tag("div", "o-gap")
                link(TO_TABLE.say(who.lang), self._table(), "o-button")
            tag("p", "o-soft", LEAD.say(who.lang))
            self.place = tag("div", "o-stack")

    def _table(self, ids: Any = None) -> str:
        kept = {name: self.given[name] for name in ("filter", "q") if self.given.get(name)}
        kept = {"filter": json.dumps({"id": {"in": list(ids)}})} if ids else kept
        return f"/t/{self.record.key()}" + (f"?{urlencode(kept)}" if kept else "")

    async def refresh(self) -> None:
        who, timer = viewer(), self._waiting(viewer())
        try:
            filter = json.loads(self.given.get("filter") or "null")
            seen = await self.work.run(looked, self.record, who, filter, self.given.get("q", ""), self.work.tell)
        except (ValueError, BadQuery):
            self._instead(BAD_ADDRESS, who)
        except Stopped:
            self._instead(CANCELLED, who)
        except Refused as refused:
            self._instead(refused.text, who)
        else:
            self.draw(seen, who)
        finally:
            timer.cancel()

    def _waiting(self, who: Who) -> ui.timer:
        """How far it is or how many are before it, and a way to end it; it ends by itself when nobody looks any more."""
        self.place.clear()
        with self.place:
            said = tag("div", "o-faint", WAIT.say(who.lang))
            bar = progress(NAME.say(who.lang))
            with tag("div", "o-line"):
                button(CANCEL.say(who.lang), self.work.end, icon="close", kind="o-small", mark="cancel odd")

        def show() -> None:
            before = self.work.before
            bar.set_value(max(0.02, self.work.share))
            said.text = (WAITS(n=before) if before else WAIT).say(who.lang)

        return ui.timer(0.4, show)

    def _instead(self, text: Text, who: Who) -> None:
        self.place.clear()
        with self.place:
            astray(text.say(who.lang))

    def draw(self, seen: Odd, who: Who) -> None:
        self.place.clear()
        with self.place:
            for note in seen.notes:
                tag("div", "o-faint", note.say(who.lang))
            with card(DOUBLES.say(who.lang), str(len(seen.doubles))):
                if not seen.doubles:
                    empty(NO_DOUBLES.say(who.lang), "done_all")
                for group in seen.doubles:
                    self._group(group, seen, who)
            if seen.apart:
                with card(APART.say(who.lang), str(len(seen.apart))):
                    for group in seen.apart:
                        self._group(group, seen, who, apart=True)
            with card(VALUES.say(who.lang), str(len(seen.values)), flush=True):
                self._values(seen, who)

    def _group(self, group: Double, seen: Odd, who: Who, *, apart: bool = False) -> None:
        action = joining(house().actions.values(), self.record)
        merges = action is not None and why_not_act(action, who) is None and not apart
        with tag("div", "o-odd").mark(f"double-{group.ids[0]}"):
            with tag("div", "o-line"):
                for why in group.why:
                    span(why.say(who.lang), "o-pill warning")
                tag("div", "o-gap")
                link(IN_TABLE.say(who.lang), self._table(group.ids), "o-button o-small", icon="table_view")
                if why_not(who, "edit", self.record) is None:
                    said, mark = (SAME_AGAIN, "again") if apart else (NOT_SAME, "apart")
                    button(
                        said.say(who.lang),
                        lambda: self._part(group, apart),
                        kind="o-small",
                        mark=f"{mark}-{group.ids[0]}",
                    )
                if merges:
                    button(
                        MERGE.say(who.lang),
                        lambda: self._ask(group, seen),
                        icon="merge",
                        kind="o-small",
                        mark=f"merge-{group.ids[0]}",
                    )
            for id in group.ids:
                self._row(group, id, seen, merges, who)

    def _row(self, group: Double, id: int, seen: Odd, merges: bool, who: Who) -> None:
        row = seen.rows.get(id, {"title": f"#{id}", "beside": []})
        with tag("div", "o-line"):
            if merges:
                title = KEEP_ROW(row=row["title"]).say(who.lang)
                made = tag("input").mark(f"keep-{id}")
                made.props.update({"type": "radio", "name": f"keep-{group.ids[0]}"})
                made.props.update({"checked": True} if self._stays(group) == id else {})
                made.props["aria-label"] = made.props["title"] = title
                made.on("change", lambda: self.kept.__setitem__(group.ids, id), args=[])
            link(row["title"], address(self.record, id))
            span(" · ".join(row["beside"]), "o-faint")

    async def _part(self, group: Double, again: bool) -> None:
        try:
            await ask(keep_apart, self.record, viewer(), group.ids, again=again)
        except Refused as refused:
            notice(refused.text.say(viewer().lang))
            return
        if not again:
            notice(SAID_APART.say(viewer().lang))
        await self.refresh()

    def _stays(self, group: Double) -> int:
        return self.kept.get(group.ids, group.ids[0])

    def _values(self, seen: Odd, who: Who) -> None:
        if not seen.values:
            empty(NO_VALUES.say(who.lang), "done_all")
            return
        items = self.record.fields()

        def line(outlier: Any, why: Text) -> list[Any]:
            item, row = items[outlier.name], seen.rows.get(outlier.id, {"title": f"#{outlier.id}", "beside": []})

            def what() -> None:
                with tag("div"):
                    link(row["title"], address(self.record, outlier.id))
                    tag("div", "o-faint", " · ".join(row["beside"]))

            return [what, item.label.say(who.lang), item.show(outlier.value, who.lang), why.say(who.lang)]

        heads = [(text.say(who.lang), "o-right" if text is VALUE else "") for text in (ROW, FIELD, VALUE, USUAL)]
        table(heads, [line(outlier, why) for outlier, why in seen.values])
        link(
            IN_TABLE.say(who.lang),
            self._table(dict.fromkeys(outlier.id for outlier, _ in seen.values)),
            "o-button o-small",
            icon="table_view",
        )

    def _ask(self, group: Double, seen: Odd) -> None:
        who, kept = viewer(), self._stays(group)
        action = joining(house().actions.values(), self.record)
        gone, op = [id for id in group.ids if id != kept], uuid.uuid4().hex
        titles = {id: row["title"] for id, row in seen.rows.items()}

        async def go() -> Text | None:
            answers = {action.joins: kept}
            done = await ask(act_on_each, action, who=viewer(), ids=gone, answers=answers, op=op)
            if done.state not in ("applied", "duplicate"):
                return join(list(dict.fromkeys(fault.text for fault in done.errors)))
            notice(DONE(kept=titles.get(kept, "")).say(viewer().lang))
            await self.refresh()
            return None

        names = Text(*(separator.join(titles.get(id, "") for id in gone) for separator in ("、", ", ")))
        said = SURE(gone=names, kept=titles.get(kept, ""), hint=action.hint or "")
        confirm(action.label.say(who.lang), said.say(who.lang), action.label.say(who.lang), go)
