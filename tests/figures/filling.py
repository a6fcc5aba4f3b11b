"""Random rows of any record type, straight into the tables, crowded around the edges of one week."""

import json
from datetime import datetime, timedelta
from random import Random
from typing import Any

from models.kit import Record
from models.kit.clock import Week, add_months, from_local
from models.kit.server.database import handle
from models.kit.server.dialect import placed

EDGES = (timedelta(0), timedelta(seconds=-1), timedelta(days=7), timedelta(days=7, seconds=-1))
FEW, EMPTY = 24, 0.15


class Filling:
    """Fills record types and whatever they point at; every row keeps the table's own constraints."""

    def __init__(self, week: Week, dice: Random):
        self.week, self.dice = week, dice
        self.ids: dict[type[Record], list[int]] = {}
        self.under_way: set[type[Record]] = set()

    def fill(self, record: type[Record]) -> None:
        if record in self.ids or record in self.under_way:
            return
        self.under_way.add(record)
        for link in record.links().values():
            self.fill(link.rel_model)
        self.ids[record] = []
        taken: dict[tuple[str, ...], set] = {names: set() for names in record.unique_sets()}
        rows = []
        for id in range(1, FEW + 1):
            row = {name: self.value(record, item, id) for name, item in record.fields().items()}
            if self.is_new(row, taken):
                rows.append((id, *row.values()))
                self.ids[record].append(id)
        columns = ["id", *(item.column_name for item in record.fields().values())]
        named = ", ".join(f'"{name}"' for name in columns)
        for row in rows:
            places = ", ".join("?" * len(row))
            handle.execute_sql(placed(f'INSERT INTO "{record._meta.table_name}" ({named}) VALUES ({places})'), row)

    def is_new(self, row: dict[str, Any], taken: dict[tuple[str, ...], set]) -> bool:
        """Whether it repeats nothing that may be there only once; an empty store is a store here."""
        keys = {names: tuple(row[name] for name in names) for names in taken}
        alone = {names: key for names, key in keys.items() if len(names) > 1 or key != (None,)}
        if any(key in taken[names] for names, key in alone.items()):
            return False
        for names, key in alone.items():
            taken[names].add(key)
        return True

    def value(self, record: type[Record], item: Any, id: int) -> Any:
        """A stored value of a field."""
        if item.null and item.name not in record.sheet.key and self.dice.random() < EMPTY:
            return None
        if item.kind == "link":
            return self.linked(record, item)
        if item.kind == "choice":
            return self.dice.choice(item.options).key
        if item.kind in ("line", "note", "phone", "pinyin", "idnumber", "barcode"):
            return f"{item.name} {id}"
        return getattr(self, item.kind)(item)

    def linked(self, record: type[Record], item: Any) -> int | None:
        """A row that is there; one of its own type only among those before it, and none where types point in a circle."""
        known = self.ids.get(item.rel_model, [])
        if not known:
            return None
        return self.dice.choice(known)

    def count(self, item: Any) -> int:
        least = item.least if item.least is not None else -5
        return (
            self.dice.choice((0, 1, 2, 7, 10, 1_000_000_007))
            if self.dice.random() < 0.5
            else self.dice.randint(least, 12)
        )

    def money(self, item: Any) -> int:
        return self.dice.choice((0, 0, 1, 99_999_999_99)) if self.dice.random() < 0.3 else self.dice.randint(0, 500_00)

    def quantity(self, item: Any) -> int:
        return self.dice.choice((0, 1, 999_999_999)) if self.dice.random() < 0.3 else self.dice.randint(0, 100_000)

    def flag(self, item: Any) -> int:
        return self.dice.randint(0, 1)

    def tags(self, item: Any) -> str:
        return json.dumps(["甲"])

    def day(self, item: Any) -> str:
        return self.local().date().isoformat()

    def month(self, item: Any) -> str:
        return f"{add_months(self.week.sunday, self.dice.randint(-1, 1)):%Y-%m}"

    def moment(self, item: Any) -> str:
        return from_local(self.local()).isoformat(" ", "seconds")

    def local(self) -> datetime:
        """By the wall clock: on an edge of the week, in it, around it, or anywhere in the seven months before."""
        monday = datetime.combine(self.week.monday, datetime.min.time())
        kind = self.dice.random()
        if kind < 0.25:
            return monday + self.dice.choice(EDGES)
        spread = (0, 7) if kind < 0.7 else (-4, 12) if kind < 0.85 else (-210, 7)
        return monday + timedelta(seconds=self.dice.randint(spread[0] * 86400, spread[1] * 86400 - 1))
