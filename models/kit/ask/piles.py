"""The to-do list in three piles: what waits for one's approval, what is one's own to do, and what others are late with, by post."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from ..clock import now, today
from ..declare.access import Who, may
from ..declare.area import Area, Due
from .answers import Look, types_behind
from .query import BadQuery, Query
from .todo import MOST_EACH, Item, filter_of, item_of, told_by, waits_for

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


def piles(areas: Sequence[Area], who: Who, later: Mapping[str, Iterable[int]] = {}) -> Piles:
    """later: by record type the ids of what this person put off."""
    look = Look(who)
    made: dict[str, list[Kind]] = {**{name: [] for name in PILES}, "later": []}
    for name, due in _asked(areas, look):
        wanted = frozenset(later.get(due.record.key(), ()))
        for pile, kind in _kept(look, "kinds", name, due, wanted, _kinds):
            made[pile].append(kind)
    return Piles(**{name: sorted(kinds, key=_pressing) for name, kinds in made.items()})


def count_waiting(areas: Sequence[Area], who: Who, later: Mapping[str, Iterable[int]] = {}) -> int:
    """How much waits for this person himself, without what was put off."""
    look = Look(who)
    return sum(
        _kept(look, "count", name, due, frozenset(later.get(due.record.key(), ())), _count)
        for name, due in _asked(areas, look)
        if name != "team"
    )


def _asked(areas: Sequence[Area], look: Look) -> list[tuple[str, Due]]:
    """What this person is asked about, by pile; rights alone decide."""
    dues = tuple(due for area in areas for due in area.dues)
    make = lambda: ([(name, due) for due in dues for name in _piles_of(due, look.who)], set[str]())  # noqa: E731
    return look.kept(("dues", *map(id, dues)), dues, make)


def _kept(look: Look, what: str, name: str, due: Due, off: frozenset[int], ask: Callable[..., Any]) -> Any:
    """The answer to one of the questions, asked anew when a row behind it or the day has changed."""

    def make() -> tuple[Any, set[str] | None]:
        narrowed = _narrow(name, due, look.who)
        query = _query(due, look.who, narrowed)
        answer = ask(name, due, look.who, narrowed, query, off)
        names = [name for name in (due.due, due.owner, *told_by(due.record)) if name]
        return answer, set() if query is None else types_behind(query, *names)

    return look.kept((what, name, id(due), off), (due,), make, _until(due), _weight)


def _weight(answer: Any) -> int:
    return 1 if isinstance(answer, int) else 1 + sum(len(kind.items) for _, kind in answer)


def _until(due: Due) -> Any:
    """What tells the time at which the same may be said: of what is due at a moment for a minute."""
    return today() if due.due is None or _is_day(due) else now().replace(second=0, microsecond=0)


def _kinds(
    name: str, due: Due, who: Who, narrowed: dict[str, Any], query: Query | None, wanted: frozenset[int]
) -> list[tuple[str, Kind]]:
    """What of it lies in this pile, and what of that was put off."""
    if query is None:
        return []
    made, off = [], _put_off(due, who, narrowed, wanted)
    rows = query.rows(0, MOST_EACH)
    total = (len(rows) if len(rows) < MOST_EACH else query.count()) - len(off)
    if total > 0:
        rows = [row for row in rows if row["id"] not in off]
        owners = _owners(due, query) if name == "team" else Counter()
        made.append((name, Kind(due, total, [item_of(due, row, who) for row in rows], narrowed, owners)))
    if off:
        rows = [row for row in query.by_ids(sorted(off)) if row["id"] in off]
        made.append(("later", Kind(due, len(off), [item_of(due, row, who) for row in rows], narrowed)))
    return made


def _count(name: str, due: Due, who: Who, narrowed: dict[str, Any], query: Query | None, wanted: frozenset[int]) -> int:
    return 0 if query is None else query.count() - len(_put_off(due, who, narrowed, wanted))


def _pressing(kind: Kind) -> tuple[bool, int]:
    return not any(item.late for item in kind.items), -kind.total


def _piles_of(due: Due, who: Who) -> Sequence[str]:
    """The piles in which some of this kind may lie."""
    if not waits_for(who, due):
        return ()
    if due.owner is None:
        return ("approve",) if due.verb == "approve" else ("mine",)
    return ("mine", "team") if due.due is not None and may(who, "approve", due.record) else ("mine",)


def _narrow(name: str, due: Due, who: Who) -> dict[str, Any]:
    """The filter that leaves what of it lies in this pile."""
    wanted = filter_of(due, who)
    if due.owner is None or not may(who, "approve", due.record):
        return wanted
    mine = [*who.answers_for, None]
    if name == "mine":
        return _narrowed(wanted, due.owner, {"in": mine})
    late = {"lt": today().isoformat() if _is_day(due) else f"{now().isoformat()}Z"}
    return _narrowed(_narrowed(wanted, due.owner, {"not_in": mine}), due.due, late)


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
