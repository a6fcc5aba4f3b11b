"""The first page of a week put together for its reader: as it was written for the meeting where somebody did, else made of the figures."""

import re
from dataclasses import dataclass, field
from typing import Any

from models.kit.ask.query import Query
from models.kit.clock import Week
from models.kit.declare.access import Who, may
from models.kit.text import Text
from models.kit.week.rollup import week_named
from models.weekly import WeekPage

from .causes import Causes, causes
from .decisions import WAITING, decisions, is_waiting
from .facts import facts
from .sentences import Sentence, plain

SECTIONS = ("happened", "causes", "decisions")


@dataclass(frozen=True)
class Front:
    """Its three sections as sentences, and how the whole gap is made up.

    written: the row somebody wrote, whose sections stand in the place of what the figures say (`made`) where they have words;
    a line of it that says what the figures say keeps its rows and light.
    stale: the figures moved after that. store: the store it is of; None for the company's.
    """

    week: Week
    store: int | None
    made: dict[str, list[Sentence]]
    split: Causes | None
    written: dict[str, Any] | None = None
    stale: bool = False
    shown: dict[str, list[Sentence]] = field(default_factory=dict)

    def text(self, section: str, lang: str) -> str:
        """A section as it can be edited: a line a sentence."""
        return "\n".join(sentence.text.say(lang) for sentence in self.shown[section])

    @property
    def is_empty(self) -> bool:
        return not any(self.shown.values())


def front_of(report: dict[str, Any], who: Who, store: int | None, names: dict[int, str]) -> Front:
    """report: as of `reader.for_reader`. store: the only store this person is kept to. names: of the stores."""
    week = week_named(report["week"])
    split = causes(report["chain"], week, names)
    made = {
        "happened": facts(report, store, names),
        "causes": split.sentences if split else [],
        "decisions": decisions(week, who, store),
    }
    written = written_for(week, report["revision"], who, store)
    shown = {section: _written(written, section, made[section]) for section in SECTIONS}
    stale = bool(written and written["revision"] < report["revision"] and any(written[name] for name in SECTIONS))
    return Front(week, store, made, split, written, stale, shown)


def written_for(week: Week, revision: int, who: Who, store: int | None) -> dict[str, Any] | None:
    """The newest that was written of this or an earlier revision, if this person may read it."""
    if not may(who, "see", WeekPage):
        return None
    of = {"empty": True} if store is None else {"in": [store]}
    filters = {"week": {"eq": str(week)}, "revision": {"le": revision}, "store": of}
    return next(iter(Query(WeekPage, who, filters, ["-revision"]).rows(limit=1)), None)


def _written(row: dict[str, Any] | None, section: str, made: list[Sentence]) -> list[Sentence]:
    """Line by line; what waits for approval is told each reader of his own, and not at all where nothing waits for him."""
    lines = [line.strip() for line in ((row or {}).get(section) or "").splitlines() if line.strip()]
    if not lines:
        return made
    waiting = [each for each in made if each.behind == WAITING][:1]
    return [each for line in lines for each in (waiting if is_waiting(line) else [_as_written(line, made)])]


def _as_written(line: str, made: list[Sentence]) -> Sentence:
    """Left as it was made it is that sentence, in either language. Put otherwise it is somebody's own words, with the rows
    behind what it names where that can only be one; a light is of a figure, and says nothing of what else is told."""
    as_made = next((each for each in made if line in (each.text.zh, each.text.en)), None)
    if as_made is not None:
        return as_made
    meant = [each for each in made if each.names is not None and _names(line, each.names)]
    if len(meant) != 1 or meant[0].behind is None:
        return Sentence(plain(line))
    return Sentence(plain(line), meant[0].behind, meant[0].light if meant[0].behind[0] == "figure" else "none")


def _names(line: str, names: Text) -> bool:
    """Whether it has these words: 会员 98 isn't 会员 980, nor 98.5."""
    return any(re.search(re.escape(words) + r"(?![\d%]|[.,]\d)", line) for words in (names.zh, names.en))
