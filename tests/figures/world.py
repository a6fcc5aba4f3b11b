"""A small world of its own for the figures of one area: built once, only read by its tests, on 23 November 2026 at ten."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models import AREAS
from models.kit import Record, changes
from models.kit.ask.query import Query
from models.kit.clock import Week
from models.kit.declare.area import Area, Metric
from models.kit.server import database
from tests.helpers import places
from tests.helpers.shop import SYSTEM, source_at

LAST = Week(date(2026, 11, 16))  # the week that closes on this Monday
NOW = "2026-11-23 10:00"


@contextmanager
def opened(fresh: Path, folder: Path, at: str = NOW) -> Iterator[None]:
    """An empty database that stays open over many tests, with the clock standing still."""
    path = folder / "ops.db"
    places.copy(fresh, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.kit.clock.source", source_at(at))
        database.close()
        database.open(places.url(path))
        with database.reading():
            yield
        database.close()
    places.clear(folder)


@contextmanager
def standing_at(text: str) -> Iterator[None]:
    """The same world looked at on another day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.kit.clock.source", source_at(text))
        yield


def rows(record: type[Record], names: str, *values: tuple) -> list[int]:
    """Rows as a table, through the door: the names of the columns, then a tuple a row. Returns their ids."""
    columns = names.split()
    with changes(who=SYSTEM, via="demo") as c:
        return [
            row.id for row in c.add(record, [_parsed(record, dict(zip(columns, row, strict=True))) for row in values])
        ]


def set_down(record: type[Record], id: int, **values: Any) -> None:
    """What a rule or a button would have written some other day."""
    with changes(who=SYSTEM, via="demo") as c:
        c.alter(record, {id: _parsed(record, values)})


def _parsed(record: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    """Values as people write them; links are ids already."""
    fields, links = record.fields(), record.links()
    return {name: value if name in links else fields[name].parse(value) for name, value in values.items()}


def area(name: str) -> Area:
    return next(area for area in AREAS if area.name == name)


def behind(metric: Metric, week: Week, name: str) -> list:
    """What stands in this column of the rows a click on the figure opens, sorted."""
    record, narrowed = metric.behind(week)
    rows = record.rows(Query(record, SYSTEM, narrowed).where)
    return sorted(getattr(row, name) for row in rows)


def read_whole(metrics: Iterable[Metric], week: Week) -> dict[str, set[str]]:
    """The tables that are read from end to end to count these figures, and for which of them."""
    tables: dict[str, set[str]] = {}
    for metric in metrics:
        for sql, params in _asked(metric, week):
            for *_, step in database.handle.execute_sql("EXPLAIN QUERY PLAN " + sql, params).fetchall():
                if step.startswith("SCAN") and step != "SCAN CONSTANT ROW":
                    tables.setdefault(_table(step.split()[1], sql), set()).add(metric.name)
    return tables


def _asked(metric: Metric, week: Week) -> list[tuple[str, Any]]:
    asked, base = [], database.handle.obj
    run = base.execute_sql

    def heard(sql: str, params: Any = None) -> Any:
        asked.append((sql, params))
        return run(sql, params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "execute_sql", heard)
        metric.value(week), metric.per_store(week)
    return asked


def _table(alias: str, sql: str) -> str:
    named = re.search(rf'"(\w+)" AS "{alias}"', sql)
    return named.group(1) if named else alias
