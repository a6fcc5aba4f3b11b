"""The first page of a week put together for its reader: as it was written for the meeting where somebody did, else made of the figures."""

from dataclasses import dataclass, field
from typing import Any

from models.kit.ask.query import Query
from models.kit.clock import Week
from models.kit.declare.access import Who, may
from models.kit.text import Text
from models.kit.week.rollup import week_named
from models.weekly import WeekPage

from .causes import Causes, causes
from .decisions import decisions
from .facts import facts
from .sentences import Sentence, plain

SECTIONS = ("happened", "causes", "decisions")


@dataclass(frozen=True)
class Front:
    """Its three sections as sentences, and how the whole gap is made up.

    written: the row somebody wrote, whose sections stand in the place of what the figures say (`made`) where they have words.
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
    shown = {section: _written(written, section) or made[section] for section in SECTIONS}
    stale = bool(written and written["revision"] < report["revision"] and any(written[name] for name in SECTIONS))
    return Front(week, store, made, split, written, stale, shown)


def written_for(week: Week, revision: int, who: Who, store: int | None) -> dict[str, Any] | None:
    """The newest that was written of this or an earlier revision, if this person may read it."""
    if not may(who, "see", WeekPage):
        return None
    of = {"empty": True} if store is None else {"in": [store]}
    filters = {"week": {"eq": str(week)}, "revision": {"le": revision}, "store": of}
    return next(iter(Query(WeekPage, who, filters, ["-revision"]).rows(limit=1)), None)


def _written(row: dict[str, Any] | None, section: str) -> list[Sentence]:
    lines = ((row or {}).get(section) or "").splitlines()
    return [Sentence(_as_written(line)) for line in lines if line.strip()]


def _as_written(line: str) -> Text:
    """Somebody's own words, in whichever language they are."""
    return plain(line.strip())
