"""Sentences with columns of a row in [brackets], told to each reader as far as he sees these columns."""

import re
from typing import Any

from ...kit.alike import written
from ...kit.ask.query import Query
from ...kit.ask.titles import titles_of
from ...kit.declare.access import Who
from ...kit.declare.record import Record
from ...kit.formula.asking import seen
from ...kit.formula.naming import named_of
from ...kit.text import Refused, Text, join

COLUMN = re.compile(r"\[([^\[\]]{1,80})\]")
ROWS, COUNT, MOST_NAMED = "{rows}", "{n}", 30
FILLED = re.compile(rf"{COLUMN.pattern}|{re.escape(ROWS)}|{re.escape(COUNT)}")
SIGNS = ("%", "％")
UNSEEN, MORE = Text("（不可见）", "(not shown)"), Text("等 {n} 项", "{n} in all")
NO_COLUMN = Text("没有名为“{name}”的列；列名写在 [ ] 里", "There is no column “{name}”; columns stand in [ ]")


def kept(text: str, record: type[Record]) -> str:
    """By the names of columns, which labels may change around. Raises Refused."""
    return COLUMN.sub(lambda part: f"[{_name(record, part[1])}]", text)


def shown(text: str, record: type[Record], lang: str) -> str:
    """As people read and write it, with today's labels; a label that would be taken for another column's stays a name."""
    items = named_of(record)

    def called(name: str) -> str:
        label = items[name].label.say(lang) if name in items else name
        return label if label != name and _name(record, label) == name else name

    return COLUMN.sub(lambda part: f"[{called(part[1])}]", text)


def columns(text: str) -> set[str]:
    return set(COLUMN.findall(text))


def _name(record: type[Record], word: str) -> str:
    items = {name: item for name, item in named_of(record).items() if not item.secret}
    if word in items:
        return word
    names = [name for name, item in items.items() if written(word) in (written(item.label.zh), written(item.label.en))]
    if not names:
        raise Refused(NO_COLUMN(name=word), "body")
    return names[0]


def said(text: Text, record: type[Record], ids: list[int], readers: dict[str, Who]) -> dict[int, Text]:
    """By row, the sentence in both languages; readers: the same reader, by language. What he doesn't see of it isn't said."""
    sides = {}
    for lang, who in readers.items():
        template = text.say(lang)
        rows = {row["id"]: row for row in Query(record, who).by_ids(ids)} if columns(template) else {}
        shown_to = seen(who, record) if rows else {}
        titles = titles_of(record, set(ids), who) if ROWS in template else {}
        sides[lang] = {id: _filled(record, template, rows.get(id, {}), shown_to, who, titles.get(id, "")) for id in ids}
    return {id: Text(sides["zh"][id], sides["en"][id]) for id in ids}


def _filled(
    record: type[Record], template: str, row: dict[str, Any], shown_to: dict[str, str], who: Who, title: str
) -> str:
    """What lists say of their rows is said of a single one, too."""

    def part(match: re.Match[str]) -> str:
        if match[1] is not None:
            value = cell(record, match[1], row, shown_to, who)
            return f"{value}%" if _lacks_sign(record, match, value) else value
        return title if match[0] == ROWS else "1"

    return FILLED.sub(part, template)


def _lacks_sign(record: type[Record], match: re.Match[str], value: str) -> bool:
    """Whether it is a number in per cent, whose sign stands in the head of its column, and here nowhere."""
    item = record.facts().readable.get(match[1])
    return (
        bool(getattr(item, "percent", False)) and value[-1:].isdigit() and match.string[match.end() :][:1] not in SIGNS
    )


def cell(record: type[Record], name: str, row: dict[str, Any], shown_to: dict[str, str], who: Who) -> str:
    if name not in shown_to or name not in row:
        return UNSEEN.say(who.lang)
    value = row[name]
    if value is None:
        return "—"
    if isinstance(value, dict):
        return value["text"]
    if shown_to[name] != "full":
        return str(value)
    item = record.facts().readable[name]
    try:
        return item.show(item.parse(value), who.lang)
    except Refused:
        return str(value)


def listed(text: Text, titles: list[str]) -> Text:
    """A sentence over several rows: {n} of them, {rows} by name."""
    first = titles[:MOST_NAMED]
    names = join([Text(title, title) for title in first], "、", ", ")
    if len(titles) > len(first):
        more = MORE(n=len(titles))
        names = Text(f"{names.zh} {more.zh}", f"{names.en}, {more.en}")
    sides = (text.say(lang).replace(COUNT, str(len(titles))).replace(ROWS, names.say(lang)) for lang in ("zh", "en"))
    return Text(*sides)
