"""In a step's dialog the rows below the one it is taken on: what is usual stands there, and only what differs is typed."""

from typing import Any

from models.kit.ask.query import Query
from models.kit.declare.access import Who, visible, why_not
from models.kit.declare.area import Action
from models.kit.text import Text

from .inputs import Entry
from .pieces import span, tag
from .session import ask
from .values import text_of

MOST = 200
MORE = Text(
    "只列出前 {n} 行，其余就是 {usual}；其中有差异的，请先在“{record}”里填好再办这一步",
    "Only the first {n} rows are listed, the others are as {usual} says; where one differs, write it under {record} before this step",
)
LINES = Text("{record}（{n} 行，不填就是 {usual}）", "{record} ({n}; left empty it is the {usual})")


class LinesAsked:
    """The first question of each row stands beside it; the others come once it is answered."""

    def __init__(self, action: Action, id: int, who: Who):
        self.action, self.id, self.who, self.record = action, id, who, action.lines.record()
        self.rows: list[tuple[int, dict[str, Entry]]] = []
        self.place = tag("div", "o-lines-asked")

    async def begin(self) -> None:
        """Draw what is there; nothing for who may not write it."""
        rows = await ask(_below, self.action, self.id, self.who)
        if not rows or self.place.is_deleted:
            return
        with self.place:
            usual = self.record.fields()[self.action.lines.usual].label
            names = {"record": self.record.sheet.label, "usual": usual}
            shown = rows[:MOST]
            tag("div", "o-label", LINES(n=len(shown), **names).say(self.who.lang))
            for row in shown:
                self.rows.append((row["id"], self._row(row)))
            if len(rows) > MOST:
                tag("div", "o-faint", MORE(n=MOST, **names).say(self.who.lang))

    def _row(self, row: dict[str, Any]) -> dict[str, Entry]:
        fields, asked = self.record.fields(), self.action.lines
        first, *others = asked.asks
        with tag("div", "o-line-asked"):
            with tag("div", "o-line-known"):
                known = [text_of(fields[name], row[name], self.who.lang) for name in asked.shows]
                span(known[0])
                tag("div", "o-faint", " · ".join(text for text in known[1:] if text))
            entries = {first: Entry(first, fields[first], self.who, row[first])}
            element = entries[first].control.element
            usual = text_of(fields[asked.usual], row[asked.usual], self.who.lang)
            element.props["placeholder"] = usual
            element.props["aria-label"] = f"{fields[first].label.say(self.who.lang)} · {' · '.join(known)}"
            more = tag("div", "o-line-more")
            with more:
                entries |= {name: Entry(name, fields[name], self.who, row[name]) for name in others}

        def follow() -> None:
            typed = entries[first].value not in (None, "", usual)
            more.set_visibility(typed or any(entries[name].value for name in others))

        entries[first].control.listen(follow)
        follow()
        return entries

    @property
    def sent(self) -> list[dict[str, Any]]:
        """What was typed, as an edit takes it: with what stood there, so that nothing a colleague wrote meanwhile is lost."""
        changed = [(id, {n: e for n, e in entries.items() if e.changed}) for id, entries in self.rows]
        return [
            {"id": id, "set": {n: e.value for n, e in typed.items()}, "seen": {n: e.stored for n, e in typed.items()}}
            for id, typed in changed
            if typed
        ]


def _below(action: Action, id: int, who: Who) -> list[dict[str, Any]]:
    """The rows this person may see and write, in the order people know them by; one more than are shown tells that there are more."""
    record, asked = action.lines.record(), action.lines
    shown = visible(who, record)
    if any(shown.get(name) != "full" for name in (*asked.shows, *asked.asks, asked.usual)):
        return []
    if any(why_not(who, "edit", record, name) for name in asked.asks):
        return []
    return Query(record, who, {record.sheet.parent: {"eq": id}}, list(record.sheet.order)).rows(limit=MOST + 1)
