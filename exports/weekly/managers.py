"""The pages of the stores apart: a workbook for each manager with the stores that are his, all of them in one zip."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from exports.weeks.reader import Sight, for_reader, kept_to, sight
from exports.weeks.report import report_of
from exports.write.writing import Pipe
from models.kit.clock import Week
from models.kit.declare.access import Who
from models.organization import Employee, Store

from .book import as_bytes, week_book
from .reading import extras

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def by_manager(seen: Sight, report: dict[str, Any]) -> dict[str, list[Any]]:
    """The stores of the week that this person reads, by what their manager's file is called; without one each by itself."""
    there = {int(id) for area in report["areas"] for line in area["figures"] for id in line["stores"]}
    stores = [store for store in Store.rows(order=Store.code) if store.id in there]
    stores = [store for store in stores if seen.stores is None or store.id in seen.stores]
    people = dict(Employee.select(Employee.id, Employee.name).tuples())
    files: dict[Any, list[Any]] = {}
    for store in stores:
        files.setdefault(store.manager or -store.id, []).append(store)
    return {_called(mine, people.get(key)): mine for key, mine in files.items()}


def _called(stores: list[Any], manager: str | None) -> str:
    """S01 锦江一店 林晓; of several stores the first and how many."""
    first = f"{stores[0].code} {stores[0].name}"
    more = f" +{len(stores) - 1}" if len(stores) > 1 else ""
    return " ".join(part for part in (first + more, manager) if part)


def books_of_managers(week: Week, who: Who) -> Iterator[bytes]:
    """The zip in pieces. Raises LookupError for an open week."""
    whole, seen = report_of(week), sight(who)
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, stores in by_manager(seen, for_reader(whole, seen)).items():
            archive.writestr(
                f"{NOT_IN_NAMES.sub('_', name)}.xlsx", _book(week, whole, who, [store.id for store in stores])
            )
            yield from pipe.take()
    yield from pipe.take()


def _book(week: Week, whole: dict[str, Any], who: Who, stores: list[int]) -> bytes:
    """What somebody who is kept to these stores would read, and no more than the asker may."""
    kept = kept_to(who, stores)
    report = for_reader(whole, kept)
    return as_bytes(week_book(report, extras(report, kept, who), who.lang))
