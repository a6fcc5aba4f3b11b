"""From a row of the design to a record type: one class for each table made here, for the life of the process, and the sheet it has now."""

import threading
from collections.abc import Iterable
from dataclasses import replace

from ...kit.declare.area import Area
from ...kit.declare.facts import AskedSheet
from ...kit.declare.record import Record, Row, Sheet
from ...organization import Employee, Region, Store

PLACES = {"store": Store, "region": Region, "own": Employee}
_classes: dict[tuple[int, str], type[Record]] = {}
_making = threading.Lock()


def class_of(row: Row) -> type[Record]:
    """The one class of a table: it knows the table and nothing else, what the type is the house says."""
    with _making:
        known = _classes.get((row.id, row.name))
        return known if known is not None else _classes.setdefault((row.id, row.name), _class(row.id, row.name))


def _class(id: int, name: str) -> type[Record]:
    parts = {
        "__module__": __name__,
        "__doc__": f"The table {name}, made in the browser.",
        "sheet": AskedSheet(Sheet(name, name)),
        "key": classmethod(lambda cls: name),
        "Meta": type("Meta", (), {"table_name": f"t_{id}"}),
    }
    return type("".join(part.title() for part in name.split("_")), (Record,), parts)


def placed(areas: Iterable[Area], made: Iterable[tuple[Row, type[Record]]]) -> tuple[Area, ...]:
    """The areas with these types, each where it was put in the menu; of an area that is gone, in the last one."""
    areas = list(areas)
    for row, record in made:
        at = next((at for at, area in enumerate(areas) if area.name == row.area), len(areas) - 1)
        records = list(areas[at].records)
        names = [record.key() for record in records]
        records.insert(names.index(row.after) + 1 if row.after in names else len(records), record)
        areas[at] = replace(areas[at], records=tuple(records))
    return tuple(areas)


def standing_columns(row: Row, columns: list[Row]) -> list[Row]:
    """A table is never without the column its rows are called by: it stays, whatever became of it."""
    title = title_of(row, columns)
    return [Row(**{**vars(column), "state": "active"}) if column.name == title else column for column in columns]


def title_of(row: Row, columns: list[Row]) -> str:
    there = [column.name for column in columns if column.state == "active"]
    if row.title in there or not columns:
        return row.title or "name"
    return next(iter(there), columns[0].name)


def sheet_of(row: Row, columns: list[Row], scopes: dict[str, dict[str, str]]) -> Sheet:
    """How people meet the type now. scopes: by record type, of those whose rows it may belong to."""
    there = {column.name: column for column in columns if column.state == "active"}
    order = [name for name in (row.order or "").split() if name.removeprefix("-") in there]
    return Sheet(
        row.zh,
        row.en,
        title=title_of(row, columns),
        order=tuple(order) or ("id",),
        key=tuple(name for name in (row.keyed_by or "").split() if name in there),
        scopes=scopes_of(row, there, scopes),
        parent=row.parent if row.parent in there else None,
        icon=row.icon,
    )


def scopes_of(row: Row, there: dict[str, Row], known: dict[str, dict[str, str]]) -> dict[str, str]:
    """Which link says whose a row is: the one that was named, else the first that leads there, else that of its parent."""
    links = {name: column.target or "employee" for name, column in there.items() if column.kind in ("link", "person")}
    named = {"store": row.store_by, "own": row.own_by}
    scopes: dict[str, str] = {}
    for rows, target in PLACES.items():
        wanted = named.get(rows)
        first = next((name for name, to in links.items() if to == target.key()), None)
        if wanted in links or first:
            scopes[rows] = wanted if wanted in links else first
    if "store" in scopes and "region" not in scopes:
        scopes["region"] = f"{scopes['store']}.region"
    above = known.get(links.get(row.parent or "", ""), {})
    return {**{rows: f"{row.parent}.{path}" for rows, path in above.items() if "|" not in path}, **scopes}
