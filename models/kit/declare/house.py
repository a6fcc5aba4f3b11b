"""The house: all that the areas declare, as one value that is built at once and never changes."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import Any, TypeVar

from ..server.standing import pinned
from ..text import Text
from .area import Action, Area, Daily, Metric
from .beginning import Start
from .facts import Facts, Shaped
from .job import Job
from .record import Record
from .rules import Rules
from .starters import Starter
from .wording import public_rule

T = TypeVar("T")
Named = MappingProxyType
_numbers = count(1)


@dataclass(frozen=True, eq=False, repr=False)
class House:
    """What pages, API, jobs and exports ask; each mapping is by name, in menu order.

    area_named: the areas. records: the record types by their names in URLs. metrics: the figures of the week, `counted` the
    areas that have some. rules: by record type, its own and those that areas lay on it. openings: by record type and field, what
    becomes of values that rows come with from a workbook although rules keep them. number: its own among those of this process;
    what is kept of one house means nothing in the next. recipe: "module:function" that builds the same one elsewhere.
    design: the number of the design in the database that it was built with, see `standing`. gone: by name, what types were
    called that were taken away and may come back.
    """

    areas: tuple[Area, ...]
    recipe: str | None
    number: int
    design: tuple[int, int] | None
    area_named: Named[str, Area] = field(init=False)
    records: Named[str, type[Record]] = field(init=False)
    actions: Named[str, Action] = field(init=False)
    metrics: Named[str, Metric] = field(init=False)
    dailies: Named[str, Daily] = field(init=False)
    counted: tuple[Area, ...] = field(init=False)
    jobs: tuple[Job, ...] = field(init=False)
    starts: tuple[Start, ...] = field(init=False)
    rules: Named[type[Record], Rules] = field(init=False)
    openings: Named[tuple[type[Record], str], Callable] = field(init=False)
    last: tuple[Callable, ...] = field(init=False)
    starters: Named[type[Record], Starter] = field(init=False)
    gone: Named[str, Text]
    _facts: dict[type[Record], Facts] = field(init=False)
    _followed: dict[Any, Any] = field(init=False)

    def __init__(
        self,
        areas: Iterable[Area],
        recipe: str | None = None,
        *,
        shaped: Mapping[type[Record], Shaped] = MappingProxyType({}),
        design: tuple[int, int] | None = None,
        gone: Mapping[str, Text] = MappingProxyType({}),
    ):
        """shaped: by record type, what it is where that isn't what its class says."""
        areas = tuple(areas)
        facts = {record: Facts(record, shaped.get(record)) for area in areas for record in area.records}
        self._keep(areas=areas, recipe=recipe, number=next(_numbers), design=design, _facts=facts, _followed={})
        self._keep(gone=Named(dict(gone)))
        with pinned(self):  # what types are is asked of this one already, and not of the one before
            self._keep(areas=tuple(area.with_steps() for area in areas))
            parts = _parts(self.areas)
        self._keep(**{name: value if isinstance(value, tuple) else Named(value) for name, value in parts.items()})

    def _keep(self, **parts: Any) -> None:
        for name, value in parts.items():
            object.__setattr__(self, name, value)

    def numbered(self, design: tuple[int, int] | None) -> "House":
        """The same, once what it was built of is saved under this number; what was followed from it before isn't kept."""
        same = copy(self)
        same._keep(design=design, _followed={})
        return same

    def facts(self, record: type[Record]) -> Facts:
        """What a record type is in this house; one of no area is what its class says when it is asked for first."""
        facts = self._facts.get(record)
        return facts if facts is not None else self._facts.setdefault(record, Facts(record))

    def area_of(self, record: type[Record]) -> Area:
        """Whose record type it is. Raises LookupError for one of no area."""
        return self.of(_owners)[record]

    def of(self, follow: Callable[["House"], T]) -> T:
        """What a pure function makes of this house: worked out once, and gone with it."""
        if follow not in self._followed:
            self._followed[follow] = follow(self)
        return self._followed[follow]


def _parts(areas: tuple[Area, ...]) -> dict[str, Any]:
    """All that follows from a list of areas."""
    counted = tuple(area for area in areas if area.metrics)
    return {
        "area_named": {area.name: area for area in areas},
        "records": {record.key(): record for area in areas for record in area.records},
        "actions": {action.name: action for area in areas for action in area.actions},
        "metrics": {metric.name: metric for area in counted for metric in area.metrics},
        "dailies": {daily.name: daily for area in areas for daily in area.dailies},
        "counted": counted,
        "jobs": tuple(sorted((job for area in areas for job in area.jobs), key=_hour)),
        "starts": tuple(sorted((start for area in areas for start in area.starts), key=lambda start: start.turn)),
        "rules": _rules(areas),
        "openings": {(item.model, item.name): fn for area in areas for item, fn in area.openings},
        "last": tuple(rule for area in areas for rule in area.last),
        "starters": {starter.record: starter for area in areas for starter in area.starters},
    }


def _hour(job: Job) -> str:
    """Jobs stand by their hour; those whose hour is a parameter count what the others did, so they come last."""
    return job.at if isinstance(job.at, str) else "~"


def _rules(areas: tuple[Area, ...]) -> dict[type[Record], Rules]:
    """By record type: its own rules, that of its public fields, those that areas lay on it, in menu order, and its checks by formula."""
    from ..formula.checks import rules_of  # formulas stand on the records

    laid: dict[type[Record], Rules] = {}
    for record in (record for area in areas for record in area.records):
        public = public_rule(record)
        laid[record] = record.sheet.asked + (Rules() if public is None else Rules(checks=(public,)))
    for area in areas:
        for record, rules in area.rules:
            laid[record] = laid.get(record, record.sheet.asked) + rules
    return {record: rules + rules_of(record) for record, rules in laid.items()}


def _owners(house: House) -> dict[type[Record], Area]:
    return {record: area for area in reversed(house.areas) for record in area.records}
