"""What was answered about rows, kept until a row of a type behind it changes: a start page asks for a hundred things of
which most hold still.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..declare.access import Who, leads_over
from ..declare.house import House
from ..declare.record import Record
from ..fields import LinkField
from ..server.database import fetch, handle, opening
from ..server.standing import house
from .filters import named
from .touched import types_in

if TYPE_CHECKING:
    from .query import Query

MOST_KEPT = 30_000  # things that answers are made of: some fifteen megabytes
ALL_VERSIONS = 'SELECT "record", "version" FROM "tally"'

_lock = threading.Lock()


@dataclass(frozen=True)
class Answer:
    """at: the time of which it holds. behind: the types it tells of, and `versions` theirs, in that order. held: what its key
    names by id, so that nothing else has that id. weight: how many things it is made of.
    """

    value: Any
    at: Any
    behind: tuple[str, ...]
    versions: tuple[int | None, ...]
    held: tuple[Any, ...]
    weight: int


@dataclass
class Shelf:
    """The answers in one house, the last asked for last; gone with it."""

    answers: OrderedDict[tuple, Answer] = field(default_factory=OrderedDict)
    weight: int = 0

    def put(self, key: tuple, answer: Answer) -> None:
        """In the place of what was there; what was asked for longest ago makes room."""
        self.take(key)
        self.answers[key] = answer
        self.weight += answer.weight
        while self.weight > MOST_KEPT and len(self.answers) > 1:
            self.take(next(iter(self.answers)))

    def take(self, key: tuple) -> None:
        if (gone := self.answers.pop(key, None)) is not None:
            self.weight -= gone.weight


class Look:
    """One person's questions at one moment; the versions are read before any of them, so that no answer is newer than it says."""

    def __init__(self, who: Who):
        self.who = who
        self.shelf = None if handle.in_transaction() else house().of(_shelf)  # what isn't committed yet may never be
        self._versions: Mapping[str, int] = dict(fetch(ALL_VERSIONS)) if self.shelf is not None else {}

    def kept(
        self,
        asked: tuple,
        held: tuple,
        make: Callable[[], tuple[Any, set[str] | None]],
        at: Any = None,
        weigh: Callable[[Any], int] = lambda value: 1,
    ) -> Any:
        """What was made for the same question of somebody with the same rights; `make` says with it which types stand
        behind it, None where it can't be kept. held: the objects that `asked` names by their ids. at: the time of which
        it holds.
        """
        if self.shelf is None:
            return make()[0]
        key = (opening(), *asked, *person_key(self.who))
        with _lock:
            known = self.shelf.answers.get(key)
            if known is not None and known.at == at and known.versions == self._at(known.behind):
                self.shelf.answers.move_to_end(key)
                return known.value
        value, behind = make()
        if behind is not None:
            types = tuple(sorted(behind))
            answer = Answer(value, at, types, self._at(types), (*held, self.who.grants), weigh(value))
            with _lock:
                self.shelf.put(key, answer)
        return value

    def _at(self, types: tuple[str, ...]) -> tuple[int | None, ...]:
        return tuple(map(self._versions.get, types))


def _shelf(built: House) -> Shelf:
    return Shelf()


def person_key(who: Who) -> tuple:
    """All of a person that decides what he is answered; whoever keeps something by it holds the grants, too."""
    placed = (who.store_id, who.region_id, who.employee_id)
    return id(who.grants), who.all_rights, who.lang, who.role, *placed, tuple(who.answers_for)


def types_behind(query: "Query", *names: str) -> set[str] | None:
    """The types whose changes may change which rows fit or what these columns of them say, links by their titles; None
    where that hangs on more than rows.
    """
    record = query.record
    if {*named(query.filter), *names} & record.facts().computed.keys():
        return None
    types = {record, *query.over()}
    for name in record.links().keys() & set(names):
        types |= _told_by(record.links()[name].rel_model, query.who)
    select = record.select(record.id)
    sql, _ = (select if query.where is None else select.where(query.where)).sql()
    return {behind.key() for behind in types} | types_in(sql)


def _told_by(record: type[Record], who: Who) -> set[type[Record]]:
    """The types by whose rows a row is called, with those by which it is seen where that decides about its name."""
    types = {record} | (leads_over(who, record) if record.sheet.discreet else set())
    title = record.fields()[record.sheet.title]
    return types | _told_by(title.rel_model, who) if isinstance(title, LinkField) else types
