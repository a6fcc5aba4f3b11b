"""A quick search narrowed to the rows that an index says may hold its words, where there is one and they are few.

Only narrowed: each of these rows is still asked whether it holds the words in columns that the person sees. A word that many rows
hold is met soon by walking in the order of the list, as without an index.
"""

from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING

import peewee

from ..server.database import fetch
from ..write.grams import telling
from ..write.searched import TEXTS, Searched, searched
from .figures import live_rows
from .searching import matches, spellings
from .walk import PATIENCE, ids_within

if TYPE_CHECKING:
    from .query import Query

LEAST = 500  # rows that are sorted sooner than any way is thought about
MOST_SORTED = 40_000
COUNTED = 20  # of so many rows one may be read by itself where all that fit are counted


@dataclass(frozen=True)
class Narrowed:
    """Which rows of a table may hold what is searched for. asked: in the index's own words."""

    index: Searched
    asked: str

    @property
    def condition(self) -> peewee.Expression:
        """In the statement itself, so that both are of one moment; what changed since the index was brought on may hold anything."""
        index = self.index
        ids = (
            f'SELECT rowid FROM "{index.name}" WHERE "{index.name}" MATCH ? UNION ALL SELECT "id" FROM "{index.noted}"'
        )
        return peewee.Expression(peewee.SQL('"t1"."id"'), peewee.OP.IN, peewee.SQL(f"({ids})", (self.asked,)))

    def is_few(self, most: int) -> bool:
        """Whether there are no more of them."""
        index, counted = self.index, "SELECT COUNT(*) FROM (SELECT {id} FROM {rows} LIMIT ?)"
        of_index = counted.format(id="rowid", rows=f'"{index.name}" WHERE "{index.name}" MATCH ?')
        of_noted = counted.format(id='"id"', rows=f'"{index.noted}"')
        ((count,),) = fetch(f"SELECT ({of_index}) + ({of_noted})", (self.asked, most + 1, most + 1))
        return count <= most


def narrowed(query: "Query") -> Narrowed | None:
    """The rows that a search may be of, as far as an index knows."""
    index = searched(query.record) if query.search else None
    if index is None:
        return None
    words = [_asked(query, index, word) for word in query.search_words()]
    if None in words:
        return None
    asked = " AND ".join(f"({word})" for word in words if word)
    return Narrowed(index, asked) if asked else None


def _asked(query: "Query", index: Searched, word: str) -> str | None:
    """What the index is asked for a word: all its pieces in one of the columns in which the person may find it.

    Empty where the word is too short to tell, or may stand nowhere anyway; None where it may stand beside the index.
    """
    ways = []
    for item in query.searched():
        if matches(item, word) is None:
            continue
        if not isinstance(item, TEXTS) or item.column_name not in index.columns:
            return None
        sign = index.sign(item.column_name)
        ways += [[f'"{sign}{piece}"' for piece in telling(text)] for text in spellings(item, word)]
    return "" if not all(ways) else " OR ".join(f"({' AND '.join(pieces)})" for pieces in ways)


def few_ids(query: "Query", wanted: int) -> list[int] | None:
    """The ids of the first rows of a search in its order; None where another way is as good.

    Where few rows hold the words, to read and sort them costs less than to walk until enough are met; of more, they are met
    soon unless they all stand far down.
    """
    rows = narrowed(query)
    if rows is None:
        return None
    all_of = live_rows(query.record)
    few = max(LEAST, isqrt(wanted * all_of))
    if not rows.is_few(few):  # asked first, as the index answers it as slowly as it names the rows
        if not rows.is_few(MOST_SORTED):
            return None
        if (met := ids_within(query, wanted, PATIENCE * wanted * all_of // few)) is not None:
            return met
    return [id for (id,) in query.selected([query.record.id], rows.condition).limit(wanted).tuples()]


def few_counted(query: "Query") -> Narrowed | None:
    """The rows among which those that fit are counted; None where all are looked through."""
    rows = narrowed(query)
    return rows if rows is not None and rows.is_few(live_rows(query.record) // COUNTED) else None
