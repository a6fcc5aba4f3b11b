"""Every declaration mistake, found at start and listed together."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any
from unicodedata import normalize

from ...fields import ChoiceField, Described, IdNumberField, PhoneField, PinyinField
from ...text import Text
from .. import paper as check_paper
from ..access import ROWS, VERBS, default_grants
from ..area import Action, Area, takes
from ..record import Record
from . import names as check_names
from . import own as check_own
from . import rules as check_rules

KEEPS = frozenset({"add", "edit", "import"})


class Mistakes(Exception):
    """The declarations contradict themselves; the message lists every place."""


def check(
    areas: list[Area],
    roles: Collection[str] | None = None,
    jobs: Collection[Any] = (),
) -> None:
    """Raises Mistakes with one line per mistake.

    roles: the codes there are. jobs: what runs unattended.
    """
    if shadowing := [*check_names.shadowing(areas)]:
        raise Mistakes("\n".join(shadowing))  # nothing else can be asked of a type that lost what it answers with
    names = {area.name for area in areas}
    mistakes = [*_names(areas), *check_names.labels(areas), *check_names.jobs(jobs)]
    for area in areas:
        for record in area.records:
            mistakes += [f"{area.name}.{record.__name__}: {mistake}" for mistake in _record(record)]
        for action in area.actions:
            mistakes += [f"{area.name}.{action.name}: {mistake}" for mistake in _action(action)]
        mistakes += [f"{area.name}: grant {mistake}" for mistake in (*_grants(area), *check_names.grants(area, roles))]
        wrong = (
            *check_names.metrics(area),
            *check_names.filters(area),
            *_dues(area),
            *_shortcuts(area),
            *_starters(area),
            *_papers(area),
            *(mistake for overview in area.overviews for mistake in overview.mistakes()),
        )
        wrong += (*check_own.named(area, names), *check_own.said_twice(area), *check_rules.choices(area))
        mistakes += [f"{area.name}: {mistake}" for mistake in wrong]
    if mistakes:
        raise Mistakes("\n".join(mistakes))


def _names(areas: list[Area]) -> Iterator[str]:
    for what, names in (
        ("area", [area.name for area in areas]),
        ("record type", [record.key() for area in areas for record in area.records]),
        ("action", [action.name for area in areas for action in area.actions]),
        ("metric", [metric.name for area in areas for metric in area.metrics]),
        ("due", [due.name for area in areas for due in area.dues]),
        ("parameter", [param.name for area in areas for param in area.params]),
        ("paper", [paper.name for area in areas for paper in area.papers]),
    ):
        yield from (f"{what} {name!r} is declared {n} times" for name, n in Counter(names).items() if n > 1)


def _record(record: type[Record]) -> Iterator[str]:
    sheet = getattr(record, "sheet", None)
    if sheet is None:
        yield "has no sheet"
        return
    fields = record.fields()
    shown = [name for name in sheet.columns if name not in record.facts().computed]
    named = [sheet.title, *sheet.says, *shown, *sheet.key, *sheet.search, *sheet.arrives, *sheet.later]
    named += [name.removeprefix("-") for name in sheet.order if name not in ("id", "-id")]
    yield from (f"the sheet names {name!r}, which is no field" for name in dict.fromkeys(named) if name not in fields)
    yield from (f"scope {rows!r} is not one of {ROWS}" for rows in sheet.scopes if rows not in ROWS)
    shared = {name for names in record.unique_sets() if len(names) > 1 for name in names}
    outside = [name for name in sheet.many_without if name not in shared or not fields[name].null]
    yield from (f"many rows may be without {name!r}, which is no optional field of a unique set" for name in outside)
    must = [name for name in sheet.later if name in fields and fields[name].required]
    yield from (f"{name!r} comes later and yet no row can be added without it" for name in must)
    for rows, paths in sheet.scopes.items():
        yield from (
            f"scope {rows!r}: no path {path!r}" for path in paths.split("|") if not _leads(record, path.strip())
        )
    yield from (f"verb {verb!r} is unknown" for verb in sheet.verbs.split() if verb not in VERBS)
    if not {name for names in record.unique_sets() for name in names} >= set(sheet.key):
        yield f"key {sheet.key} is not unique"
    for name in record._meta.fields:
        if name != "id" and name not in fields:
            yield f"field {name!r} is not one of our field types"
    for name, item in fields.items():
        yield from (f"field {name!r}: {mistake}" for mistake in _field(record, item))
    yield from _arrivals(record)
    yield from _steps(record)
    yield from _holds(record)


def _holds(record: type[Record]) -> Iterator[str]:
    from ...formula.checks import misdeclared  # formulas stand on the records

    yield from (f"check {label!r}: {mistake}" for label, mistake in misdeclared(record))


def _arrivals(record: type[Record]) -> Iterator[str]:
    spread = record.sheet.spread
    named = (spread.over, spread.value, *spread.fixed) if spread else ()
    yield from (f"spread names {name!r}, which is no field" for name in named if name not in record.fields())
    if brings := record.sheet.brings:
        lines, names = brings.lines(), brings.names.split()
        yield from (
            f"brings {name!r}, which is no field of {lines.key()}" for name in names if name not in lines.fields()
        )
        yield from (f"brings {name!r} and says again what it is" for name in brings.more if name in lines.fields())


def _steps(record: type[Record]) -> Iterator[str]:
    sheet, fields = record.sheet, record.fields()
    if sheet.follows is not None and getattr(record.links().get(sheet.follows), "rel_model", None) is not record:
        yield f"follows {sheet.follows!r}, which is no link to rows of its own"
    if sheet.parent is not None and sheet.parent not in record.links():
        yield f"parent {sheet.parent!r} is no link"
    if not sheet.steps:
        return
    held = fields.get(sheet.state)
    if not (isinstance(held, ChoiceField) and held.locked and held.default is not None):
        yield f"has steps, so {sheet.state!r} must be a locked choice with a default"
        return
    keys = {choice.key for choice in held.options}
    for step in sheet.steps:
        yield from (f"step {step.name!r}: no state {key!r}" for key in {*step.froms, step.to} - keys)
        people = {name for name in step.unlike if name not in ("creator", "mover")}
        yield from (f"step {step.name!r}: no field {name!r}" for name in (*step.needs, *people) if name not in fields)


def _leads(record: type[Record], path: str) -> bool:
    head, _, rest = path.partition(".")
    if head == "id":
        return not rest
    link = record.links().get(head)
    return link is not None and (not rest or _leads(link.rel_model, rest))


def _field(record: type[Record], item: Described) -> Iterator[str]:
    if not (isinstance(item.label, Text) and item.label.zh.strip() and item.label.en.strip()):
        yield "needs both labels"
    if ("%" in normalize("NFKC", item.label.zh + item.label.en)) != item.percent:
        yield "says % in its label but is no percent field, or the other way about"
    if item.name.startswith(":") or item.name in ("id", "op"):
        yield "has a reserved name"
    if isinstance(item, PhoneField | IdNumberField) and not item.mask and not getattr(item, "of_place", False):
        yield "is a person's: mask=True, or of_place=True where it is a place's"
    if isinstance(item, PinyinField) and item.of not in record.fields():
        yield f"is the pinyin of {item.of!r}, which is no field"
    if isinstance(item, ChoiceField):
        keys = Counter(choice.key for choice in item.options)
        yield from (f"option {key!r} occurs twice" for key, n in keys.items() if n > 1)
        for lang in ("zh", "en"):
            words = Counter(choice.label.say(lang) for choice in item.options)
            yield from (f"two options are called {word!r}" for word, n in words.items() if n > 1)
        if item.open and (item.locked or item.derived):
            yield "is open, and yet rules keep it"
        if item.default is not None and item.default not in keys:
            yield f"default {item.default!r} is not an option"
    if item.derived and not item.null and item.default is None:
        yield "is derived: it needs a default or null=True"


def _action(action: Action) -> Iterator[str]:
    parameters = takes(action.fn)
    expected = set(action.asks)
    open_ended = any(parameter.kind == parameter.VAR_KEYWORD for parameter in parameters.values())
    if (missing := expected - set(parameters)) and not open_ended:
        yield f"the rule does not take {sorted(missing)}"
    if action.verb not in VERBS:
        yield f"verb {action.verb!r} is unknown"
    fields = action.on.fields() if action.on is not None else {}
    for name, values in action.when.items():
        options = {choice.key for choice in getattr(fields.get(name), "options", ())}
        if name not in fields or not set(values) <= options:
            yield f"holds only when {name!r} is one of {values}, which the record doesn't know"
    positional = [name for name, p in parameters.items() if p.kind == p.POSITIONAL_OR_KEYWORD]
    if positional[:1] != ["c"]:
        yield "the rule must take the open change `c` first"
    if action.on is not None and len(positional) < 2:
        yield "works on a record, so the rule must take its id after that"


def _dues(area: Area) -> Iterator[str]:
    for due in area.dues:
        fields = due.record.fields()
        named = [name for name in (due.due, due.owner) if name is not None]
        yield from (f"due {due.name!r} names {name!r}, which is no field" for name in named if name not in fields)
        yield from (f"due {due.name!r} {mistake}" for mistake in check_names.conditions(due.record, due.when))
        if due.verb not in VERBS:
            yield f"due {due.name!r}: verb {due.verb!r} is unknown"


def _papers(area: Area) -> Iterator[str]:
    for paper in area.papers:
        yield from (f"paper {paper.name!r}: {mistake}" for mistake in check_paper.mistakes(paper))


def _shortcuts(area: Area) -> Iterator[str]:
    on = {action.name: action.on for action in area.actions}
    for shortcut in area.shortcuts:
        if shortcut.action and on.get(shortcut.action) is not shortcut.record:
            yield f"shortcut {shortcut.en!r} names {shortcut.action!r}, which is no action on {shortcut.record.__name__}"
        elif not shortcut.action and "add" not in shortcut.record.sheet.allowed:
            yield f"shortcut {shortcut.en!r} would add {shortcut.record.__name__}, which nobody does by hand"


def _starters(area: Area) -> Iterator[str]:
    for starter in area.starters:
        for record, rows in starter.tables:
            unknown = sorted({name for row in rows for name in row} - record.fields().keys())
            yield from (
                f"starter of {starter.record.__name__} names {name!r}, which {record.__name__} lacks"
                for name in unknown
            )
        if starter.record not in area.records:
            yield f"starter of {starter.record.__name__}, which is not in this area"


def _grants(area: Area) -> Iterator[str]:
    names = {record.key() for record in area.records}
    for grant in area.grants:
        for name in grant.record.split():
            if name != "*" and name not in names:
                yield f"for {grant.role} names {name!r}, which is not in this area"
        yield from (f"for {grant.role} has unknown verb {verb!r}" for verb in grant.verbs if verb not in VERBS)
        if grant.rows not in ROWS:
            yield f"for {grant.role} has unknown rows {grant.rows!r}"
    yield from _bare(area)


def _bare(area: Area) -> Iterator[str]:
    """What is masked for anybody is so for all who only look: whoever keeps the rows needs the values, others reveal them."""
    records = {record.key(): record for record in area.records}
    for grant in default_grants([area]):
        fields = records[grant.record].fields().items() if grant.record in records and "see" in grant.verbs else ()
        masked = {name for name, item in fields if item.mask} - grant.hidden - grant.masked
        if masked and "*" not in grant.masked and not grant.verbs & KEEPS:
            yield f"shows {grant.role} {sorted(masked)} of {grant.record} in full, who keeps no such rows: masked={{'*'}}"
