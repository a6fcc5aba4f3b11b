"""What a file doesn't say itself: values for all its rows, and how the columns of this sender were mapped last time."""

import re
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from exports.incoming.guesses import unsure
from exports.incoming.incoming_book import NO_FIELD, Chosen, remap
from models.accounts import LONGEST_WORD, keep_words, words_of
from models.kit.ask.links import find
from models.kit.declare.access import Who, visible
from models.kit.server.database import reading, writing
from models.kit.text import Refused, Text
from models.kit.write.writes import changes
from models.system import import_map, keep_import_map

LEARNED = Text("记住{record}的表头对应", "Headers of {record} remembered")


def with_fixed(chosen: Chosen, who: Who, given: dict[str, Any] | None = None) -> Chosen:
    """The table with one value for all rows where it lacks the column: what was given, else whom the file's name names."""
    given, shown = given or {}, visible(who, chosen.record)
    for name in given:
        if name not in shown:
            raise Refused(NO_FIELD(record=chosen.record.sheet.label, field=str(name)[:60]))
    fixed = {**_named(chosen, who), **given}
    guessed = {column.index: column.name for column in unsure(chosen.table) if column.name}
    there = chosen.table.names - set(guessed.values())
    lacking = {name: value for name, value in fixed.items() if name not in there}
    if not lacking:
        return chosen
    released = {place for place, name in guessed.items() if name in lacking}  # what is said comes before what seems so
    columns = [replace(c, name=None, guess=None) if c.index in released else c for c in chosen.table.columns]
    return replace(chosen, table=replace(chosen.table, columns=tuple(columns)), fixed=lacking)


def _named(chosen: Chosen, who: Who) -> dict[str, str]:
    """网店日报_天猫旗舰店.csv is about 天猫旗舰店: a link that rows need and the table lacks, and one part of the name is known there."""
    parts = [part for part in re.split(r"[\s_\-—－（）()]+", PurePath(chosen.book.name).stem) if len(part) > 1]
    links, named = chosen.record.links(), {}
    there = chosen.table.names - {column.name for column in unsure(chosen.table)}
    needed = [name for name, item in chosen.record.fields().items() if item.required and not item.locked]
    for name in dict.fromkeys((*chosen.record.sheet.key, *needed)):
        if name in links and name not in there:
            known = find(links[name].rel_model, who, set(parts))
            sure = [part for part in parts if len(known.get(part, ())) == 1]
            named |= {name: sure[0]} if len(sure) == 1 else {}
    return named


def layout_of(chosen: Chosen, asked: str | None) -> str | None:
    """Under which name the mapping is kept: the one asked for, else the fixed value, such as the shop."""
    return asked or next((str(value) for value in chosen.fixed.values()), None)


def as_last_time(chosen: Chosen, name: str | None) -> Chosen:
    """The columns as they were mapped for this sender before, as far as the file still has them."""
    with reading():
        kept = _words(chosen) | (import_map(chosen.record.key(), name) if name else {})
    labels, wanted = {column.label for column in chosen.table.columns}, {want.name for want in chosen.table.wanted}
    known = {label: to for label, to in kept.items() if label in labels and (to is None or to in wanted)}
    return replace(remap(chosen, known), fixed=chosen.fixed) if known else chosen


def _words(chosen: Chosen) -> dict[str, str | None]:
    """What people said of such headers before, in whichever file, where this file's own labels don't say otherwise."""
    known = words_of(chosen.record.key())
    columns = chosen.table.columns
    sure = {column.name for column in columns if column.name and column.guess is None}
    free = {column.label for column in columns if column.name is None or column.guess is not None}
    return {label: to for label, to in known.items() if label in free and to not in sure}


def _keep_words(chosen: Chosen, who: Who) -> None:
    """A header that a person had to place is known from now on, for everybody who imports such rows."""
    said = {c.label: c.name for c in chosen.table.columns if c.chosen and c.name and not c.added}
    said = {label: name for label, name in said.items() if label and len(label) <= LONGEST_WORD}
    if said and said != {label: words_of(chosen.record.key()).get(label) for label in said}:
        with changes(who=who, via="import", label=LEARNED(record=chosen.record.sheet.label)) as c:
            keep_words(c, chosen.record.key(), said)


def remember(chosen: Chosen, name: str | None, who: Who) -> None:
    """Keep how the columns were mapped, for the next file of this sender, and what a person said of them, for any file."""
    _keep_words(chosen, who)
    if name:
        with writing():
            mapping = {c.label: c.name for c in chosen.table.columns if c.label and not c.serial}
            keep_import_map(chosen.record.key(), name, mapping)
