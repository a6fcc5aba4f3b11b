"""A table made in the browser is opened beside the declared one it was copied from: its first rows, counted, with its totals.

    python -m tests.bench opening [--rows 20000]

In a database of its own. Both hold the same rows.
"""

import argparse
import tempfile
from collections.abc import Callable
from typing import Any

from models import AREAS, accounts, designed, house
from models.design import DesignType
from models.kit import system
from models.kit.ask.query import Query
from models.kit.declare.record import Record
from models.kit.server import database
from models.kit.server.database import execute_many, fetch
from models.kit.server.standing import stand
from models.kit.write.edits import edit
from models.organization import Store

from .measure import Table, side_by_side

WHO = system("bench")
MOST = 1.15


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench opening", description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    rows = parser.parse_args(arguments).rows
    with tempfile.TemporaryDirectory() as folder:
        database.open(f"sqlite:///{folder}/ops.db")
        stand(designed())
        accounts.seed_roles(AREAS)
        made = _made()
        _filled(Store, [f"{at}" for at in range(rows)])
        _filled(made, [f"{at}" for at in range(rows)])
        table = Table(
            f"{rows:,} rows, {len(made.fields())} columns made beside {len(Store.fields())} declared", "declared"
        )
        for what, ask in (("the first 100 rows", _first), ("the first 100 by name", _by_name), ("counted", _counted)):
            if what == "counted" and ask(made)() != ask(Store)():
                raise SystemExit("not the same answer")
            ours, declared = side_by_side(ask(made), ask(Store))
            table.row(what, ours, declared, f"≤ {MOST}×", ours <= MOST * declared)
        database.close()


def _made() -> type[Record]:
    sets = {"zh": "门店副本", "en": "Copied stores", "name": "copied_stores", "area": "stores", "copied_from": "store"}
    answer = edit(DesignType, [{"id": None, "set": sets}], who=WHO)
    if answer.state != "applied":
        raise SystemExit("\n".join(fault.text.en for fault in answer.errors))
    stand(designed())
    return house().records["copied_stores"]


def _filled(record: type[Record], names: list[str]) -> None:
    """Straight into the table, for speed: every column that takes words says the name, the others stay as they begin."""
    items = [item for item in record.fields().values() if not item.null or item.native is str]
    columns = ", ".join(f'"{item.column_name}"' for item in items)
    places = ", ".join("?" * len(items))
    rows = [tuple(_value(item, name) for item in items) for name in names]
    execute_many(f'INSERT INTO "{record._meta.table_name}" ({columns}) VALUES ({places})', rows)
    execute_many(
        'INSERT INTO "tally" ("record", "next_id", "rows", "version") VALUES (?, ?, ?, 1) '
        'ON CONFLICT ("record") DO UPDATE SET "rows" = excluded."rows"',
        [(record.key(), len(names) + 1, len(names))],
    )


def _value(item: Any, name: str) -> Any:
    usual = item.default() if callable(item.default) else item.default
    return name if item.native is str else 0 if usual is None else item.db_value(usual)


def _first(record: type[Record]) -> Callable[[], Any]:
    return lambda: Query(record, WHO).rows()


def _by_name(record: type[Record]) -> Callable[[], Any]:
    return lambda: Query(record, WHO, sort=[record.sheet.title]).rows()


def _counted(record: type[Record]) -> Callable[[], Any]:
    return lambda: (Query(record, WHO).count(), fetch(f'SELECT COUNT(*) FROM "{record._meta.table_name}"')[0][0])
