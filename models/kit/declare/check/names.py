"""What rights, figures and due dates name must be there: fields, roles, choices, and a report that counts the figure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ...fields import ChoiceField, LinkField
from ...week.measures import Measure, Measured
from ..access import Grant
from ..area import Area, Daily, Metric
from ..record import Record
from .own import leads_to

EQUAL, AMONG = ("eq", "ne"), ("in", "nin")


def shadowing(areas: Iterable[Area]) -> Iterator[str]:
    """Fields and reckoned columns called like what every type answers with (`save`, `rows`, …), or like the ids of a link beside them.

    Python takes them without a word, and from then on the type does something else than the others.
    """
    for area in areas:
        for record in area.records:
            ids = {f"{name}_id" for name, item in record._meta.fields.items() if isinstance(item, LinkField)}
            for name in (*record._meta.fields, *record._reckoned()):
                place = f"{area.name}.{record.__name__}: field {name!r}"
                if name != "id" and hasattr(Record, name):
                    yield f"{place} is called like something that every type can do"
                if name in ids:
                    yield f"{place} is called like the id of the link {name.removesuffix('_id')!r}"


def grants(area: Area, roles: Collection[str] | None) -> Iterator[str]:
    """Columns that are to stay out of sight, and whose sight it is."""
    records = {record.key(): record for record in area.records if getattr(record, "sheet", None)}
    for grant in area.grants:
        if roles is not None and grant.role not in roles:
            yield f"names the role {grant.role!r}, which nobody has"
        names = records if grant.record == "*" else grant.record.split()
        known = {name for key in names if key in records for name in records[key].fields()}
        yield from _columns(grant, known)


def _columns(grant: Grant, known: set[str]) -> Iterator[str]:
    for what, names in (("hidden", grant.hidden), ("masked", grant.masked - {"*"})):
        yield from (f"for {grant.role} keeps {name!r} {what}, which is no field" for name in sorted(names - known))


def metrics(area: Area) -> Iterator[str]:
    for metric in area.metrics:
        yield from (f"metric {metric.name!r} {mistake}" for mistake in _metric(metric))


def _metric(metric: Metric) -> Iterator[str]:
    for fn in (metric.fn, metric.target):
        for part in fn.parts() if isinstance(fn, Measured) else ():
            yield from _measure(part)


def _measure(part: Measure) -> Iterator[str]:
    fields = part.record.fields()
    for what in ("when", "sum", "distinct"):
        name = getattr(part, what)
        if name is not None and name not in fields:
            yield f"measures {name!r} of {part.record.key()} ({what}), which is no field"
    for what in ("by", "each"):
        path = getattr(part, what)
        if path is not None and not leads(part.record, path):
            yield f"leads {part.record.key()} along {path!r} ({what}), which is no path"
    yield from conditions(part.record, part.where)


def conditions(record: type[Record], where: dict[str, Any]) -> Iterator[str]:
    """A grid filter in a declaration: its fields and, where they are choices, their keys."""
    for name, asked in where.items():
        item = record.fields().get(name)
        if item is None and name != "id":
            yield f"asks for {name!r} of {record.key()}, which is no field"
        if isinstance(item, ChoiceField) and isinstance(asked, dict):
            wanted = [asked[how] for how in EQUAL if how in asked] + [
                key for how in AMONG for key in asked.get(how, ())
            ]
            keys = {choice.key for choice in item.options}
            yield from (
                f"asks for {name} {key!r} of {record.key()}, which is no choice"
                for key in wanted
                if key not in {*keys, None}
            )


def filters(area: Area) -> Iterator[str]:
    """The grid filters that stand elsewhere in the declarations, and the values that rows come with."""
    for record in (candidate for candidate in area.records if getattr(candidate, "sheet", None)):
        sheet, fields = record.sheet, record.fields()
        fixed = {**sheet.arrives, **(sheet.spread.fixed if sheet.spread else {})}
        given = {name: {"eq": value} for name, value in fixed.items()}
        if sheet.drafts:
            given[sheet.state] = {"in": sheet.drafts.split()}
        for where in (sheet.opens, given):
            yield from (f"{record.__name__}: {mistake}" for mistake in conditions(record, where))
        for name, item in {**fields, **_asked_in(record)}.items():
            yield from (f"{record.__name__}.{name}: {mistake}" for mistake in _offered(item))
    for action in area.actions:
        unmet = conditions(action.on, action.offered) if action.on is not None else ()
        offers = (mistake for item in action.asks.values() for mistake in _offered(item))
        yield from (f"action {action.name!r} {mistake}" for mistake in (*unmet, *offers))
    for daily in area.dailies:
        yield from (
            f"daily {daily.name!r} {mistake}" for mistake in (*_daily(daily), *conditions(daily.record, daily.where))
        )


def _asked_in(record: type[Record]) -> dict[str, Any]:
    return {f"{step.name}.{name}": item for step in record.sheet.steps for name, item in step.asks.items()}


def _offered(item: Any) -> Iterator[str]:
    """What a link offers to be picked, and what it tells of it."""
    target, where = getattr(item, "rel_model", None), getattr(item, "where", None)
    if isinstance(target, type) and issubclass(target, Record):
        yield from conditions(target, where) if isinstance(where, dict) else ()
        yield from (
            f"tells {name!r} of {target.key()}, which is no field"
            for name in item.beside
            if name not in target.fields()
        )


def _daily(daily: Daily) -> Iterator[str]:
    fields = daily.record.fields()
    yield from (f"names {name!r}, which is no field" for name in (daily.day, daily.place) if name not in fields)


def leads(record: type[Record], path: str) -> bool:
    """Whether a path of links and one last field (or `id`) can be gone from here."""
    head, _, rest = path.partition(".")
    if not rest:
        return head == "id" or head in record.fields()
    link = record.links().get(head)
    return link is not None and leads(link.rel_model, rest)


def labels(areas: list[Area]) -> Iterator[str]:
    """One thing, one name: two columns of a sheet, or two sheets, that people could not tell apart."""
    records = [record for area in areas for record in area.records if getattr(record, "sheet", None)]
    yield from _alike("record types", {record.key(): record.sheet.label for record in records})
    for record in records:
        named = {name: item.label for name, item in record.fields().items() if not item.secret}
        yield from (f"{record.__name__}: {mistake}" for mistake in _alike("fields", named))


def _alike(what: str, labels: dict[str, Any]) -> Iterator[str]:
    for lang in ("zh", "en"):
        names = defaultdict(list)
        for name, label in labels.items():
            names[label.say(lang)].append(name)
        yield from (
            f"{what} {', '.join(same)} are all called {label!r}"
            for label, same in names.items()
            if len(same) > 1 and label
        )


def jobs(declared: Collection[Any]) -> Iterator[str]:
    """A job that may hang for ever holds up all of its lane."""
    yield from (f"job {job.name!r} has no limit" for job in declared if not job.limit or job.limit <= 0)
    names = [job.name for job in declared]
    yield from (f"job {name!r} is declared twice" for name in dict.fromkeys(names) if names.count(name) > 1)
    for job in declared:
        yield from (f"job {job.name!r} {mistake}" for mistake in (*leads_to(job.fn), *leads_to(job.aside)))
