"""The to-do list in three piles: what waits for one's approval, what is one's own to do, and what others are late with, by post."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from ..clock import now, today
from ..declare.access import Who, may
from ..declare.area import Area, Due
from .query import BadQuery, Query
from .todo import MOST_EACH, Item, filter_of, item_of, waits_for

PILES = ("approve", "mine", "team")


@dataclass(frozen=True)
class Kind:
    """One kind of thing in a pile: how many there are, the most pressing of them, and the grid's filter that leaves them.

    owners: of a team's late things how many are whose (employee ids).
    """

    due: Due
    total: int
    items: list[Item]
    filter: dict[str, Any]
    owners: Counter = field(default_factory=Counter)


@dataclass(frozen=True)
class Piles:
    """What waits for somebody, by pile; `later`: what he put off, which is in no pile until its day."""

    approve: list[Kind]
    mine: list[Kind]
    team: list[Kind]
    later: list[Kind]

    def total(self, pile: str) -> int:
        return sum(kind.total for kind in getattr(self, pile))

    @property
    def waiting(self) -> int:
        """How much waits for the person himself."""
        return self.total("approve") + self.total("mine")


def piles(areas: list[Area], who: Who, later: Mapping[str, Iterable[int]] = {}) -> Piles:
    """later: by record type the ids of what this person put off."""
    made: dict[str, list[Kind]] = {**{name: [] for name in PILES}, "later": []}
    for name, due, narrowed in _questions(areas, who):
        query = _query(due, who, narrowed)
        if query is None:
            continue
        off = _put_off(due, who, narrowed, later.get(due.record.key(), ()))
        rows = query.rows(0, MOST_EACH)
        total = (len(rows) if len(rows) < MOST_EACH else query.count()) - len(off)
        if total > 0:
            rows = [row for row in rows if row["id"] not in off]
            owners = _owners(due, query) if name == "team" else Counter()
            made[name].append(Kind(due, total, [item_of(due, row, who) for row in rows], narrowed, owners))
        if off:
            rows = [row for row in query.by_ids(sorted(off)) if row["id"] in off]
            made["later"].append(Kind(due, len(off), [item_of(due, row, who) for row in rows], narrowed))
    return Piles(**{name: sorted(kinds, key=_pressing) for name, kinds in made.items()})


def count_waiting(areas: list[Area], who: Who, later: Mapping[str, Iterable[int]] = {}) -> int:
    """How much waits for this person himself, without what was put off."""
    total = 0
    for name, due, narrowed in _questions(areas, who):
        query = _query(due, who, narrowed) if name != "team" else None
        if query is not None:
            total += query.count() - len(_put_off(due, who, narrowed, later.get(due.record.key(), ())))
    return total


def _pressing(kind: Kind) -> tuple[bool, int]:
    return not any(item.late for item in kind.items), -kind.total


def _questions(areas: list[Area], who: Who) -> Iterator[tuple[str, Due, dict[str, Any]]]:
    """Each kind of thing with its pile and the filter that leaves what of it lies there."""
    for due in (due for area in areas for due in area.dues):
        if not waits_for(who, due):
            continue
        wanted = filter_of(due, who)
        if due.owner is None:
            yield ("approve" if due.verb == "approve" else "mine"), due, wanted
        elif not may(who, "approve", due.record):
            yield "mine", due, wanted
        else:
            mine = [*who.answers_for, None]
            yield "mine", due, _narrowed(wanted, due.owner, {"in": mine})
            if due.due is not None:
                late = {"lt": today().isoformat() if _is_day(due) else f"{now().isoformat()}Z"}
                others = _narrowed(wanted, due.owner, {"not_in": mine})
                yield "team", due, _narrowed(others, due.due, late)


def _narrowed(wanted: dict[str, Any], name: str, rules: dict[str, Any]) -> dict[str, Any]:
    return {**wanted, name: {**wanted.get(name, {}), **rules}}


def _is_day(due: Due) -> bool:
    return due.record.fields()[due.due].kind == "day"


def _query(due: Due, who: Who, narrowed: dict[str, Any]) -> Query | None:
    """A column of it may be hidden from this role: then there is nothing this person could do about it."""
    try:
        return Query(due.record, who, narrowed, [due.due] if due.due else None)
    except BadQuery:
        return None


def _put_off(due: Due, who: Who, narrowed: dict[str, Any], ids: Iterable[int]) -> set[int]:
    """Which of these are among what waits."""
    wanted = list(ids)
    if not wanted:
        return set()
    return {row["id"] for row in Query(due.record, who, {**narrowed, "id": {"in": wanted}}).rows(0, MOST_EACH)}


def _owners(due: Due, query: Query) -> Counter:
    owner = getattr(due.record, due.owner)
    asked = due.record.select(owner, fn.COUNT(due.record.id)).group_by(owner)
    return Counter(dict((asked if query.where is None else asked.where(query.where)).tuples()))


def by_post(kinds: list[Kind], posts: Mapping[int, str]) -> dict[str, tuple[int, list[tuple[Due, Item]]]]:
    """What a team is late with by the post of who should have done it, most first: how many, and the items that are known."""
    counts: Counter = Counter()
    items: dict[str, list[tuple[Due, Item]]] = defaultdict(list)
    for kind in kinds:
        for owner, count in kind.owners.items():
            counts[posts.get(owner, "")] += count
        for item in kind.items:
            items[posts.get(item.owner_id or 0, "")].append((kind.due, item))
    return {post: (count, items[post]) for post, count in counts.most_common()}
