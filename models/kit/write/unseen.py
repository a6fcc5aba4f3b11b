"""Rows a person can't see: that a value is taken there is told, without the value and the row, and so often an hour."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from ..ask.links import visible_ids
from ..clock import lately
from ..declare.access import Who, scope, visible
from ..declare.record import Record
from ..server.database import writing
from ..text import Refusals, Refused, Text
from .history import Event, note

MOST_AN_HOUR = 200
TAKEN_UNSEEN = Text(
    "这个{field}已被占用，占用它的内容你看不到；请核对，仍有疑问请找能看到全部{record}的同事",
    "This {field} is taken already, by what you can't see; check it, or ask a colleague who sees all {record}",
)
TAKEN_AMONG = Text(
    "这 {count} 行里有{field}已被占用，占用它的内容你看不到，所以不指明是哪一行；请逐行录入",
    "In these {count} rows a {field} is taken already by what you can't see, so the row isn't named; enter them one by one",
)
ENOUGH = Text(
    "新的{field}要与你看不到的{record}核对是否重复，一小时最多核对 {most} 行，没有保存；请分次录入，或请能看到全部{record}的同事录入",
    "A new {field} is checked against {record} you can't see: at most {most} rows an hour. Nothing was saved; enter them in "
    "several steps, or ask a colleague who sees all {record}",
)
GUESSED = Text(
    "填的{field}对不上，而你看不到它：一小时最多核对 {most} 次，没有保存；请换一种办法核对，或过一小时再试",
    "The {field} is another, and you can't see it: it is compared {most} times an hour at most. Nothing was saved; check it in "
    "another way, or try again in an hour",
)
BESIDE_UNSEEN = Text(
    "与你看不到的一条{record}冲突，没有保存；请核对，仍有疑问请找能看到它的同事",
    "This clashes with one of {record} that you can't see; nothing was saved. Check it, or ask a colleague who sees it",
)


class Unseen(Refused):
    """A clash with what the person can't see: noted, whatever becomes of it."""


def unseen_sets(who: Who, record: type[Record]) -> list[tuple[str, ...]]:
    """The unique sets of which the person may not know every holder: a column is masked, or the row is out of sight."""
    if who.all_rights:
        return []
    shown = visible(who, record)
    whole = scope(who, record) is None
    grant = who.grants.get(record.key())
    paths = (grant and record.sheet.scopes.get(grant.rows)) or ""
    heads = {path.strip().split(".")[0] for path in paths.split("|")}
    return [
        names
        for names in record.unique_sets()
        if any(shown.get(name) != "full" for name in names) or not (whole or heads <= set(names))
    ]


def named(who: Who, record: type[Record], names: tuple[str, ...], ids: Iterable[int]) -> set[int]:
    """Those of the holders of unique values that may be told of: rows in sight, by columns in sight."""
    shown = visible(who, record)
    if not who.all_rights and any(shown.get(name) != "full" for name in names):
        return set()
    return visible_ids(record, who, set(ids))


def beside(
    record: type[Record], rows: set[int], who: Who, text: Text, field: str, index: int | None, quotes: Iterable[str]
) -> Refused:
    """What a rule says of other rows that stand in the way: `text`, which quotes these columns of them, to those who see
    the rows and the columns; to others that there is such a row, and that is noted.
    """
    shown = visible(who, record)
    seen = who.all_rights or all(shown.get(name) == "full" for name in quotes)
    if seen and visible_ids(record, who, rows) >= rows:
        return Refused(text, field, index)
    return Unseen(BESIDE_UNSEEN(record=record.sheet.label), field, index)


def refusals(record: type[Record], name: str, indexes: list[int | None]) -> list[Refused]:
    """What is said of a clash out of sight among the rows with these numbers: of one row so, of several all the same."""
    field, label = record.fields()[name].label, record.sheet.label
    if len(indexes) == 1:
        return [Unseen(TAKEN_UNSEEN(field=field, record=label), name, indexes[0])]
    return [Unseen(TAKEN_AMONG(count=len(indexes), field=field), name, index) for index in indexes]


def tries(who: Who, record: type[Record], rows: Iterable[tuple[Mapping[str, Any], Any]]) -> int:
    """How many of these rows (what a person sets, and the row as it is or None) hold a value against what he can't see.

    Raises Refused when that would be more than he may in an hour, whatever the values are.
    """
    sets = unseen_sets(who, record)
    if not sets:
        return 0
    wanted = {name for names in sets for name in names}
    count = sum(any(_brings(name, given, old) for name in wanted) for given, old in rows)
    if count and count + _lately(who) > MOST_AN_HOUR:
        labels = [record.fields()[names[-1]].label for names in sets]
        field = Text(*("/".join(label.say(lang) for label in labels) for lang in ("zh", "en")))
        raise Refused(ENOUGH(field=field, record=record.sheet.label, most=MOST_AN_HOUR))
    return count


def _brings(name: str, given: Mapping[str, Any], old: Any) -> bool:
    value = given.get(name)
    return value is not None and (old is None or getattr(old, name) != value)


def _lately(who: Who) -> int:
    mine = (Event.kind == "tried") & (Event.user_id == who.user_id) & lately(Event.at, timedelta(hours=1))
    return sum(json.loads(detail)["rows"] for (detail,) in Event.select(Event.detail).where(mine).tuples())


def keep_tries(who: Who, record: type[Record], count: int, clashed: bool = False) -> None:
    """Note that so many rows were held against what the person can't see, and whether one clashed; inside `writing()`."""
    if count:
        note(who, "tried", record.key(), rows=count)
    if clashed:
        note(who, "clash", record.key())


class Tries(dict[type[Record], int]):
    """How many rows of a write were held against what the person can't see.

    given: what he typed for a rule; where the rule writes it into a unique column, that is a try as his own entry is.
    """

    given: tuple[str, ...] = ()

    def hold(self, who: Who, record: type[Record], rows: list[tuple[Mapping[str, Any], Any]]) -> None:
        """Count those of these rows (what is written, and the row as it was) that carry what was typed. Raises Refused."""
        if self.given:
            typed = [({name: value for name, value in row.items() if value in self.given}, old) for row, old in rows]
            if count := tries(who, record, typed):
                self[record] = self.get(record, 0) + count

    def guess(self, who: Who, record: type[Record], name: str, wrong: int) -> None:
        """So many typed values were held against a column that the person can't read, and were not what stands there.

        For a rule that compares what is typed with what is masked: whoever may ask without end reads it. Raises Refused.
        """
        if not wrong or who.all_rights or visible(who, record).get(name) == "full":
            return
        self[record] = self.get(record, 0) + wrong
        if wrong + _lately(who) > MOST_AN_HOUR:
            raise Refused(GUESSED(field=record.fields()[name].label, most=MOST_AN_HOUR))

    def keep(self, who: Who) -> None:
        for record, count in self.items():
            keep_tries(who, record, count)


@contextmanager
def noted(who: Who, tried: Mapping[type[Record], int]) -> Iterator[None]:
    """Whatever becomes of the write inside: what was tried stays noted, also when nothing was saved."""
    try:
        yield
    except Exception as error:
        refusals = error.refusals if isinstance(error, Refusals) else [error]
        clashed = any(isinstance(refusal, Unseen) for refusal in refusals)
        if tried or clashed:
            with writing():
                for record, count in tried.items():
                    keep_tries(who, record, count)
                if clashed:
                    note(who, "clash", next((record.key() for record in tried), None))
        raise
