"""The week on one page: three facts, three causes, three decisions, each with its rows behind; editable before the meeting."""

import json
from typing import Any

from exports.weeks.front import Front, Sentence, front_of
from exports.weeks.front.causes import Causes
from exports.weeks.front.sentences import amount, share
from exports.weeks.judging import LIGHTS
from models import house
from models.kit.ask.query import BadQuery, Query
from models.kit.declare.access import Who, may
from models.kit.text import Text
from models.kit.write.edits import Answer
from models.weekly import WeekPage

from ..parts.form import Form
from ..parts.pieces import card, link, span, tag
from ..parts.session import ask, viewer
from .reading import Around, Told, listed, rows_behind

TITLE, OF_STORE = Text("本周一页", "The week on one page"), Text("本周一页 · {store}", "The week on one page · {store}")
HEADS = {
    "happened": Text("三件事实", "Three facts"),
    "causes": Text("三个原因", "Three causes"),
    "decisions": Text("三个决定", "Three decisions"),
}
NOTHING = {
    "happened": Text("这一周没有你能看到的指标", "There are no figures of this week for you to see"),
    "causes": Text("销售没有可拆开的差额", "There is no gap in the sales to explain"),
    "decisions": Text("没有要决定的事", "Nothing needs a decision"),
}
BEHIND = Text("看明细", "Rows behind")
SPLIT = Text("差额由什么组成", "What the gap is made of")
CAUSE, SUM, PART = Text("原因", "Cause"), Text("金额", "Amount"), Text("占差额", "Of the gap")
WHOLE = {
    "plan": Text("与计划的差额", "The gap to the plan"),
    "like": Text("与 {like} 的差额", "The gap to {like}"),
}
HOW = Text(
    "平常水平＝前四周同星期、没有促销和节假日的日子的平均；促销和节假日当天与平常水平的差归促销或节假日；其余日子拆成来客和客单价。各项相加正好等于差额。",
    "Usual: the mean of the same weekdays of the four weeks before, without promotions and festivals. What such days sold beside "
    "it is theirs; all other days are split into tickets and average ticket. The parts add up to the gap exactly.",
)
WRITTEN = Text("按第 {revision} 版写的", "Written of revision {revision}")
STALE = Text(
    "写好以后数字有更正（现在是第 {revision} 版），请核对；下面是按新数字生成的",
    "The figures were corrected since (now revision {revision}); please check it against what they say now",
)
EDIT, AGAIN = (
    Text("修改这一页", "Edit this page"),
    Text("按第 {revision} 版重新写", "Write it anew of revision {revision}"),
)
HINT = Text(
    "一行一句，每栏最多三句；清空一栏，就用系统按数字生成的。没改的句子照样能看明细；“等你审批”那一句，各人看到的是自己的件数。"
    "修改随这一版一起保存，印在周会材料的第一页。",
    "A sentence a line, three a box at most; a box left empty is said from the figures. What you leave as it is keeps its rows; what "
    "waits for approval is told each reader of his own. What you write is kept with this revision and printed first.",
)
ASKED = ("happened", "causes", "decisions")
POINTLESS = 1000  # per cent: a gap of next to nothing is no measure


def read_front(view: Told, around: Around, who: Who) -> tuple[Front, dict[Any, str]]:
    """The page for this reader, and the ways to the rows behind its sentences."""
    front = front_of(view.report, who, around.only_store, view.stores)
    return front, ways_of(front, view, who)


class FrontCard:
    """The card; what is saved in it is shown in it."""

    def __init__(self, around: Around, view: Told, front: Front, ways: dict[Any, str]):
        self.around, self.view, self.ways = around, view, ways
        self.place = tag("div", "o-stack").mark("front")
        self._draw(front)

    async def refresh(self, _done: Answer | None = None) -> None:
        front, self.ways = await ask(read_front, self.view, self.around, viewer())
        self._draw(front)

    def _draw(self, front: Front) -> None:
        who = viewer()
        self.place.clear()
        store = self.view.stores.get(front.store or 0)
        title = OF_STORE(store=store) if store else TITLE
        with self.place, card(title.say(who.lang), self._state(front, who)):
            if front.stale:
                self._stale(front, who)
            with tag("div", "w-front"):
                for section in ASKED:
                    self._section(section, front.shown[section], who)
            if front.split is not None and front.split.parts:
                split_table(front.split, who)
            self._edit(front, who)

    def _state(self, front: Front, who: Who) -> str:
        written = front.written and any(front.written[name] for name in ASKED)
        return WRITTEN(revision=front.written["revision"]).say(who.lang) if written else ""

    def _section(self, section: str, sentences: list[Sentence], who: Who) -> None:
        with tag("section").mark(f"front-{section}"):
            tag("h3", "o-h3", HEADS[section].say(who.lang))
            if not sentences:
                tag("div", "o-faint", NOTHING[section].say(who.lang))
                return
            with tag("ol", "w-sentences"):
                for sentence in sentences:
                    self._sentence(sentence, who)

    def _sentence(self, sentence: Sentence, who: Who) -> None:
        with tag("li", f"w-{sentence.light}" if sentence.light in ("red", "amber") else ""):
            shape, word = LIGHTS[sentence.light]
            if word.zh and sentence.light != "green":
                span(f"{shape} ", "w-mark").props["title"] = word.say(who.lang)
            span(sentence.text.say(who.lang))
            way = self.ways.get(sentence.behind and json.dumps(sentence.behind, default=str))
            if way is not None:
                link(BEHIND.say(who.lang), way, "o-link w-way")

    def _stale(self, front: Front, who: Who) -> None:
        with tag("div", "w-stale").mark("front-stale"):
            tag("div", "", STALE(revision=self.view.report["revision"]).say(who.lang))
            for section in ("happened", "causes"):
                for sentence in front.made[section] if front.written[section] else ():
                    tag("div", "o-faint", sentence.text.say(who.lang))

    def _edit(self, front: Front, who: Who) -> None:
        revision = self.view.report["revision"]
        row = front.written if front.written and front.written["revision"] == revision else None
        if not may(who, "edit" if row else "add", WeekPage):
            return
        label = AGAIN(revision=revision) if front.written and row is None else EDIT
        with tag("details", "o-talk w-say").mark("edit-front"):
            with tag("summary"):
                span(label.say(who.lang))
            tag("div", "o-faint o-note", HINT.say(who.lang))
            preset: dict[str, Any] = {"week": str(self.around.week), "store": _as_link(front.store, self.view)}
            source = front.made if front.stale else front.shown
            preset |= {name: "\n".join(each.text.say(who.lang) for each in source[name]) for name in ASKED}
            Form(WeekPage, row, self.refresh, preset, ASKED)


def _as_link(store: int | None, view: Told) -> dict[str, Any] | None:
    return None if store is None else {"id": store, "text": view.stores.get(store, "")}


def ways_of(front: Front, view: Told, who: Who) -> dict[Any, str]:
    """By what stands behind a sentence the address of it, if this person may see that."""
    behind = [each.behind for section in front.made.values() for each in section if each.behind]
    ways = {json.dumps(each, default=str): _way(view, who, *each) for each in behind}
    return {key: way for key, way in ways.items() if way}


def _way(view: Told, who: Who, kind: str, what: str, more: Any = None) -> str | None:
    if kind == "page":
        return what
    if kind == "part":
        return f"/weekly/{view.week}" if what == "cover" else f"/weekly/{view.week}/{what}"
    if kind == "figure":
        return rows_behind(house().metrics[what], view.week, who, more)
    return listed(what, more) if _may_list(what, more, who) else None


def _may_list(key: str, narrowed: dict[str, Any], who: Who) -> bool:
    record = house().records.get(key)
    if record is None or not may(who, "see", record):
        return False
    try:
        Query(record, who, narrowed)
    except BadQuery:
        return False
    return True


def split_table(split: Causes, who: Who) -> None:
    """Every part of the gap, the heaviest first, and what they come to."""
    whole = WHOLE[split.basis](like=split.like or "")
    with tag("details", "o-more").mark("split"):
        tag("summary", "", SPLIT.say(who.lang))
        tag("div", "o-faint o-note", HOW.say(who.lang))
        with tag("div", "o-scroll"), tag("table", "o-table w-split"):
            with tag("tr"):
                for text, classes in ((CAUSE, ""), (SUM, "o-right"), (PART, "o-right")):
                    tag("th", classes, text.say(who.lang))
            for part in split.parts:
                _split_line(part.label, part.amount, split.gap, who)
            _split_line(whole, split.gap, split.gap, who, "o-strong")


def _split_line(label: Text, sum_: Any, gap: Any, who: Who, classes: str = "") -> None:
    of_gap = sum_ * 100 / gap if gap else None
    with tag("tr", classes):
        tag("td", "", label.say(who.lang))
        tag("td", "o-right", f"{'−' if sum_ < 0 else '+'}{amount(sum_).say(who.lang)}")
        known = of_gap is not None and abs(of_gap) < POINTLESS
        tag("td", "o-right", ("−" if of_gap < 0 else "") + share(sum_, gap) if known else "—")
