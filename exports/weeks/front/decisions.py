"""Three decisions: measures that are late, what stands out and is nobody's, and what waits for approval; read as they are now."""

import re
from collections.abc import Iterator
from typing import Any

from models import house
from models.department import WorkItem
from models.kit.ask.query import Query
from models.kit.ask.todo import questions
from models.kit.clock import Week, today
from models.kit.declare.access import Who, may
from models.kit.own_words import both
from models.kit.text import Text, join
from models.weekly import COVER, Attention

from .sentences import Sentence, plain

MOST, NAMED = 500, 3
NO_AIM = (None, "", "—")
GRAVITY = tuple(choice.key for choice in Attention.kind.options)
LATE = Text(
    "定下的改善措施有 {count} 项过了期限，最早的是“{title}”（{day} 到期，{owner}）：定新的期限，还是换人？",
    "Measures past their day: {count}, the first of them “{title}” (due {day}, {owner}): a new day, or somebody else?",
)
LATE_TASK = Text(
    "会上定的任务有 {count} 项过了期限，最早的是“{title}”（{day} 到期，{owner}）：定新的期限，还是换人？",
    "Tasks of meetings past their day: {count}, the first of them “{title}” (due {day}, {owner}): a new day, or somebody else?",
)
NOBODYS = Text(
    "“{title}”为 {value}，还没有责任人：今天定谁来负责；没有责任人的共 {count} 项。",
    "“{title}” stands at {value} and is nobody's: decide today whose it is; {count} such in all.",
)
UNEXPLAINED = Text(
    "“{title}”为 {value}，{owner}还没有说明原因和措施：今天说清；待说明的共 {count} 项。",
    "“{title}” stands at {value}; {owner} has not said why, nor what will be done: {count} such in all.",
)
APPROVALS = Text("有 {count} 件等你审批：{kinds}。", "Waiting for your approval: {count} in all, {kinds}.")
KIND, AND_MORE = Text("{kind} {count} 件", "{kind} {count}"), Text("等", " and others")
AGAINST = Text("{value}（对比值 {aim}）", "{value} (against {aim})")
OF_ALL = Text("{value}（全公司，对比值 {aim}）", "{value} (the whole company, against {aim})")
NO_OWNER = Text("没有责任人", "nobody's")
WAITING = ("page", "/todo")
TITLED = Text("“{title}”", "“{title}”")
KINDS_TOLD = {"zh": r".+ \d+ 件等?", "en": r".+ \d+(?: and others)?"}  # as `_approvals` tells them


def decisions(week: Week, who: Who, store: int | None = None) -> list[Sentence]:
    """What there is of the three, for this person; of a store what is of it, and what waits only for who is kept to it."""
    of = {} if store is None else {"store": {"in": [store]}}
    waiting = _approvals(who) if store is None or who.store_id == store else None
    return [sentence for sentence in (_late(who, of), _standing_out(week, who, of), waiting) if sentence]


def is_waiting(line: str) -> bool:
    """Whether it tells what waits for somebody's approval as it is told here: that is another number to each reader."""
    for lang, kinds in KINDS_TOLD.items():
        before, between, after = re.split("[#@]", APPROVALS(count="#", kinds="@").say(lang))
        if re.fullmatch(re.escape(before) + r"\d+" + re.escape(between) + kinds + re.escape(after), line):
            return True
    return False


def _late(who: Who, of: dict[str, Any]) -> Sentence | None:
    """Measures on figures first; where none is late, tasks that a meeting gave."""
    before = {**of, "due_on": {"lt": today().isoformat()}}
    measures = {**before, "state": {"in": ["open", "answered"]}}
    tasks = {**before, "source": {"eq": "meeting"}, "state": {"ne": "closed"}}
    for record, filters, said in ((Attention, measures, LATE), (WorkItem, tasks, LATE_TASK)):
        rows = _rows(record, who, filters, "due_on")
        if rows:
            first = rows[0]
            owner = _name(first["owner"])
            text = said(count=len(rows), title=_title(first), day=first["due_on"], owner=owner)
            return Sentence(text, ("rows", record.key(), filters), "red", _titled(first))
    return None


def _standing_out(week: Week, who: Who, of: dict[str, Any]) -> Sentence | None:
    """The gravest of this week's that is nobody's, else the gravest that nobody has explained."""
    filters = {**of, "week": {"eq": str(week)}, "state": {"eq": "open"}}
    rows = sorted(_rows(Attention, who, filters, "area"), key=_gravity)
    nobodys = [row for row in rows if not row["owner"]]
    if nobodys:
        narrowed = {**filters, "owner": {"empty": True}}
        text = NOBODYS(title=_title(nobodys[0]), value=_value(nobodys[0]), count=len(nobodys))
        return Sentence(text, ("rows", Attention.key(), narrowed), "red", _titled(nobodys[0]))
    if not rows:
        return None
    text = UNEXPLAINED(title=_title(rows[0]), value=_value(rows[0]), owner=_name(rows[0]["owner"]), count=len(rows))
    return Sentence(text, ("rows", Attention.key(), filters), "amber", _titled(rows[0]))


def _approvals(who: Who) -> Sentence | None:
    """How many wait, by kind, the most first; the list of what is to do has them all."""
    counts = sorted(_waiting(who), key=lambda kind: -kind[1])
    total = sum(count for _, count in counts)
    if not total:
        return None
    kinds = join([KIND(kind=label, count=count) for label, count in counts[:NAMED]], "、", ", ")
    more = AND_MORE if len(counts) > NAMED else plain("")
    said = Text(*(kinds.say(lang) + more.say(lang) for lang in ("zh", "en")))
    return Sentence(APPROVALS(count=total, kinds=said), WAITING, "amber")


def _waiting(who: Who) -> Iterator[tuple[Text, int]]:
    for area in house().areas:
        for due, query in questions(area, who):
            if due.verb == "approve" and due.owner is None and (count := query.count()):
                yield due.label, count


def _rows(record: Any, who: Who, filters: dict[str, Any], order: str) -> list[dict[str, Any]]:
    return Query(record, who, filters, [order]).rows(limit=MOST) if may(who, "see", record) else []


def _gravity(row: dict[str, Any]) -> tuple:
    """The company before a store, the ten of the cover before others, then as grave as it is marked."""
    return (bool(row["store"]), row["metric"] not in COVER, GRAVITY.index(row["kind"]), row["id"])


def _title(row: dict[str, Any]) -> Text:
    return both(row["title"])


def _titled(row: dict[str, Any]) -> Text:
    return TITLED(title=_title(row))


def _value(row: dict[str, Any]) -> Text:
    """What it stands at and, where that is known, what it is held against: a bare number says little when read aloud."""
    value = both(row["value"] or "—")
    if row["aim"] in NO_AIM:
        return value
    # where the title counts stores, the figure is the company's, not theirs
    against = OF_ALL if row["places"] and row["kind"] != "missing" else AGAINST
    return against(value=value, aim=both(row["aim"]))


def _name(link: Any) -> Text:
    return plain(link["text"]) if isinstance(link, dict) else NO_OWNER
