"""How an area closes: its records, what can be done with them, its figures, and who may do it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from ..ask.query import Query
from ..fields import Described
from ..text import Text
from ..week.measures import COUNTING, Measured
from ..write.stepping import asked, name_of, rule_of
from .access import Grant
from .beginning import Start
from .facts import declared_sheet
from .job import Job
from .occasions import Occasion
from .overview import Overview
from .paper import Paper
from .params import Param
from .record import Record
from .row_file import RowFile
from .rules import Rules
from .shortcuts import Shortcut
from .starters import Starter
from .states import state_label

HEADS = ("administrator", "operations_manager")
BECOMES = Text("之后状态为“{state}”，可以撤销。", "It becomes “{state}”; this can be undone.")


@dataclass(frozen=True)
class Action:
    """A rule with a button: `fn(c, row_id, **asks)` or, without `on`, `fn(c, **asks)`, with the open change (see `in_one_change`).

    many: it takes several rows at once, as `fn(c, [row_id, ...], **asks)`. offer: what is said above the grid while
    rows lie there that this action waits for, which `offered` says as a grid filter ({n} is how many).
    asks: what the dialog asks, as fields. tells: fields of the row that one has to know for the answer.
    when: what a row must hold for it, {"state": ("requested",)}. verb: the right
    it needs on `on` beside seeing the row. danger: asks for a confirmation in red. hint: what the action will do, said before
    it is done. photos: its dialog also takes files for the row. leads: the
    state it leads to, (field, value), where it is a step. leaves: fn(row_id, **asks so far) → what it would take, as `Takes`:
    what is left after stands in its dialog before it is done. joins: it makes two rows one, and this question is which of them
    stays. The rule returns the sentence that tells the person what
    happened, a `Handout`, or None.
    """

    fn: Callable
    zh: str
    en: str
    on: type[Record] | None = None
    asks: dict[str, Described] = field(default_factory=dict)
    when: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    verb: str = "edit"
    icon: str = "bolt"
    danger: bool = False
    hint: Text | None = None
    photos: bool = False
    many: bool = False
    offer: Text | None = None
    offered: dict[str, Any] = field(default_factory=dict)
    tells: tuple[str, ...] = ()
    leads: tuple[str, str] | None = None
    leaves: Callable | None = None
    joins: str = ""
    lines: Any = None

    @property
    def name(self) -> str:
        return self.fn.__name__

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    @property
    def at_once(self) -> bool:
        """Whether it is done as it is pressed: it asks nothing, has nothing to say first, and is one's own to take back."""
        return not (self.asks or self.photos or self.hint or self.danger or self.leaves) and self.verb == "edit"


@dataclass(frozen=True)
class Metric:
    """A figure of the week, in both languages, with what it counts in words.

    fn: a measure (`kit.measures`), which also knows its parts per store and the rows behind it, or `fn(week) -> number`
    with `rows` naming the rows behind it: (record type, function (week) -> grid filter). target: likewise, or None.
    standing: the function says how things stand today, whichever week it is asked for. better: `higher`, `lower`, or
    `neither` where more is not better nor worse. goal: what it should reach always, as a rate against a plan its 100, unless
    somebody sets another target. marks: whether it asks for an explanation; not where it says what another figure says.
    since, until: the first day whose week has it, and the first whose week has it no more. readers: `area` for who reads the
    area's figures; `rows` for who sees all the rows and columns that it is made of; `all` for whoever reads weeks.
    """

    fn: Callable | Measured
    zh: str
    en: str
    unit: str = "count"
    words: Text | None = None
    better: str = "higher"
    key: str = ""
    target: Callable | Measured | None = None
    rows: tuple[type[Record], Callable] | None = None
    standing: bool = False
    goal: int | None = None
    marks: bool = True
    since: Any = None
    until: Any = None
    readers: str = "area"

    def __init__(self, fn: Any, zh: str, en: str, name: str = "", **rest: Any):
        for key, value in {"fn": fn, "zh": zh, "en": en, "key": name, **rest}.items():
            if key not in self.__dataclass_fields__:
                raise TypeError(f"Metric has no {key!r}")
            object.__setattr__(self, key, value)

    @property
    def name(self) -> str:
        return self.key or getattr(self.fn, "__name__", "")

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    def value(self, week: Any) -> Any:
        return self.fn.value(week) if isinstance(self.fn, Measured) else self.fn(week)

    def per_store(self, week: Any) -> dict[int, Any]:
        """The figure by store id; empty where it knows no stores."""
        return self.fn.per_store(week) if isinstance(self.fn, Measured) else {}

    def behind(self, week: Any) -> tuple[type[Record], dict] | None:
        """The rows behind the figure: their type and the grid's filter that leaves exactly these."""
        if isinstance(self.fn, Measured):
            return self.fn.behind(week)
        return (self.rows[0], self.rows[1](week)) if self.rows else None

    @property
    def records(self) -> list[type[Record]]:
        """The record types it counts; empty where a function counts and doesn't say."""
        if isinstance(self.fn, Measured):
            return list(dict.fromkeys(part.record for part in self.fn.parts()))
        return [self.rows[0]] if self.rows else []

    @property
    def apart(self) -> tuple[type[Record], Measured] | None:
        """The record type it is also wanted of one by one, and the figure counted so."""
        if not isinstance(self.fn, Measured) or (counted := self.fn.apart()) is None:
            return None
        return self.fn.parts()[0].apart_by(), counted

    @property
    def is_standing(self) -> bool:
        """Whether it says how things stand now, which nobody can count again for a week long past."""
        return self.standing or (isinstance(self.fn, Measured) and any(part.when is None for part in self.fn.parts()))

    @property
    def gathers(self) -> str:
        """How weeks become a month: a `sum`, a `ratio` of sums, the `last` one stands, the days are counted `anew`, or
        not at all (`none`): nobody counts anew what could only be said of that day."""
        way = self.fn.gathers if isinstance(self.fn, Measured) else "last" if self.standing else "anew"
        return "none" if way == "anew" and self.is_standing else way

    @property
    def of(self) -> str:
        """What it speaks of by itself: the `week`, or its `month` or `year` to date."""
        return self.fn.of if isinstance(self.fn, Measured) else "week"

    def counts(self, days: Any) -> bool:
        """Whether a week, or any days, has it."""
        begun = self.since is None or self.since <= days.last
        return begun and (self.until is None or days.first < self.until)

    @property
    def compares(self) -> bool:
        """Whether one week says something of another: a sum that runs on through the month doesn't, its rate does."""
        return self.of == "week" or self.unit == "percent"

    def aims(self, week: Any) -> dict[int, Any]:
        """The targets by store id."""
        return self.target.per_store(week) if isinstance(self.target, Measured) else {}

    def aim(self, week: Any) -> Any:
        """What the figure should reach this week; None without a target, and where what it is made of comes to nothing."""
        if self.target is None:
            return None
        return (self.target.value(week) if isinstance(self.target, Measured) else self.target(week)) or None


@dataclass(frozen=True)
class Due:
    """What waits for somebody: the rows of a type that are open (`when`, a grid filter), with their day and their owner.

    owner: a link to an employee; without it everyone sees it who may `verb` the type. heir: what has no owner waits for the
    people of its store, who see and edit the rows of their own store only. ahead: how many days before `due`
    it appears; None for at once.
    """

    name: str
    record: type[Record]
    zh: str
    en: str
    when: dict[str, Any] = field(default_factory=dict)
    due: str | None = "due_on"
    owner: str | None = None
    heir: bool = False
    ahead: int | None = 7
    verb: str = "edit"
    icon: str = "task_alt"

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


@dataclass(frozen=True)
class Daily:
    """What every place hands in each day: rows of `record` that hold `where`, one per `day` and `place` (a link).

    places: `fn(day) -> ids` of the places that are expected to. What is not there is shown as a map of places and days.
    """

    name: str
    record: type[Record]
    place: str
    places: Callable
    zh: str
    en: str
    day: str = "day"
    where: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    def missing(self, week: Any, last: Any) -> dict[int, list[Any]]:
        """The days up to `last` that are not there, by place id; places that miss none are left out."""
        day, place = self.record.fields()[self.day], self.record.fields()[self.place]
        due = [date for date in week.days if date <= last]
        within = {self.day: {"ge": week.first.isoformat(), "le": last.isoformat()}}
        condition = Query(self.record, COUNTING, {**self.where, **within}).where
        there = set(self.record.select(place, day).where(condition).tuples())
        gaps: dict[int, list[Any]] = {}
        for date in due:
            for id in self.places(date):
                if (id, date) not in there:
                    gaps.setdefault(id, []).append(date)
        return gaps


@dataclass(frozen=True)
class Chart:
    """A picture on the area's page: `fn(week) -> {"x": [labels], "series": [(Text, [numbers]), ...]}`."""

    fn: Callable
    zh: str
    en: str
    kind: str = "line"
    unit: str = "count"

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


@dataclass(frozen=True)
class Filler:
    """A part of the demo company's past: fn is "module:function", called as (open change, company).

    after: the names of the areas on whose past it builds. late: when every area has lived through its own.
    """

    fn: str
    after: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True)
class Area:
    """One responsibility of the department. `grants` says what each role may do with its records.

    pages: paths and names of pages written by hand for this area, for the menu; faces: the modules that draw such pages.
    dues: what appears in the to-do list. jobs: what is done unattended. demo: its part of the demo company. starts: what
    of it a company enters first.
    dailies: what has to be handed in each day. rules: what it asks of other areas' records, as (record type, `Rules`); such
    rules run after the record's own of the same kind. openings: what becomes of values that rows come with from a workbook
    although rules keep them, as (field, function (c, [(new row, value)])). shortcuts: what its people do several times a day.
    starters: the usual rows that a table may be begun with. hint: where its work is done, said on its page, if not there.
    starters: the usual rows that a table may be begun with. workdays: the type that says which days are off, and a function that
    gives a function (day) -> whether it is worked; formulas count by it. last: functions (c) called once of every change, when all
    else of it is written. occasions: what of it sets days of stores apart. papers: how its records are printed.
    files: workbooks that are made of its rows. overviews: the cards it lays on the page of a row on which all is gathered.
    The steps of its records' states are among its actions.
    """

    name: str
    zh: str
    en: str
    records: tuple[type[Record], ...]
    actions: tuple[Action, ...] = ()
    metrics: tuple[Metric, ...] = ()
    grants: tuple[Grant, ...] = ()
    icon: str = "table_view"
    pages: tuple[tuple[str, Text], ...] = ()
    dues: tuple[Due, ...] = ()
    charts: tuple[Chart, ...] = ()
    params: tuple[Param, ...] = ()
    dailies: tuple[Daily, ...] = ()
    rules: tuple[tuple[type[Record], Rules], ...] = ()
    openings: tuple[tuple[Described, Callable], ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    jobs: tuple[Job, ...] = ()
    faces: tuple[str, ...] = ()
    demo: tuple[Filler, ...] = ()
    starts: tuple[Start, ...] = ()
    starters: tuple[Starter, ...] = ()
    hint: Text | None = None
    workdays: tuple[type[Record], Callable] | None = None
    occasions: tuple[Occasion, ...] = ()
    last: tuple[Callable, ...] = ()
    papers: tuple[Paper, ...] = ()
    files: tuple[RowFile, ...] = ()
    overviews: tuple[Overview, ...] = ()

    def __post_init__(self):
        # Only what classes say: an area is made while another house holds than the one it will stand in.
        object.__setattr__(self, "actions", (*self._steps(declared_sheet), *self.actions))

    def _steps(self, sheet_of: Callable[[type[Record]], Any]) -> list[Action]:
        """The buttons of its records' steps that aren't among its actions yet."""
        there = {action.name for action in self.actions}
        sheets = [(record, sheet_of(record)) for record in self.records]
        taken = [(record, step) for record, sheet in sheets if sheet for step in sheet.steps if not step.auto]
        return [_action_of(record, step) for record, step in taken if name_of(record, step) not in there]

    def with_steps(self) -> "Area":
        """This area with the steps that its records have in the house that holds here."""
        more = self._steps(lambda record: getattr(record, "sheet", None))
        return replace(self, actions=(*more, *self.actions)) if more else self

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    @property
    def post(self) -> str | None:
        """The role whose work this is: the first beside the heads that may edit all of it."""
        mine = (
            grant.role for grant in self.grants if grant.record == "*" and "edit" in grant.verbs and grant.rows == "all"
        )
        return next((role for role in mine if role not in HEADS), None)


def _action_of(record: type[Record], step: Any) -> Action:
    """A step as the button people press; one that is not taken lightly says first what becomes of the row."""
    last = not any(step.to in other.froms for other in record.sheet.steps)
    weighty = step.danger or step.verb != "edit" or last
    return Action(
        rule_of(record, step),
        step.zh,
        step.en,
        on=record,
        asks=asked(record, step),
        when={record.sheet.state: step.froms},
        verb=step.verb,
        icon=step.icon,
        danger=step.danger,
        hint=step.hint or (BECOMES(state=state_label(record, step.to)) if weighty else None),
        photos=step.attachment or step.photos,
        leads=(record.sheet.state, step.to),
        lines=step.lines,
    )


def takes(fn: Callable) -> dict[str, Any]:
    """The names of what a rule asks for, to hold an Action's `asks` against."""
    return dict(inspect.signature(fn).parameters)
