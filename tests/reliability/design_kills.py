"""Kill a child amid changes of the design and see whether design and table agree: `python -m tests.reliability.design_kills --times 200`."""

import random
from datetime import timedelta
from pathlib import Path

from models import house
from models.accounts import Grant
from models.design import DesignColumn, DesignType, bills, mend_rights
from models.design.nightly import clear_removed
from models.design.saving import save
from models.design.turning import places
from models.kit import changes
from models.kit.clock import today
from models.kit.server import database
from models.kit.server.standing import renew
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.history import Change
from models.kit.write.undo import undo
from models.organization import Store
from tests.helpers.shop import SYSTEM, broken
from tests.reliability.hand import by_hand, under_kills
from tests.reliability.nursery import opened

KINDS, MOST = ("line", "count", "money", "barcode", "tags", "note"), 25
HELD = "7"  # every kind of these can hold it, so that it must be there after each turn


def design_on(path: Path, seed: int, say) -> None:
    """Make, fill, turn, remove, bring back, empty and undo columns without end; each is said only after its commit."""
    opened(path)
    renew()
    dice, number = random.Random(seed), 0
    while True:
        number += 1
        rows = store_columns()
        fitting = [turn for turn in (turn_one, turn_one, remove_or_back, empty, take_back) if rows]
        fitting += [make_table] if number == 2 else []
        work = dice.choice([make, *fitting] if len(rows) < MOST else fitting)
        work(dice, f"{seed}.{number}")
        say(f"{work.__name__} {seed}.{number}")


def store_columns() -> list:
    """Those of the stores: a table that is made brings columns of its own along."""
    return DesignColumn.rows(DesignColumn.record_type == "store")


def make(dice: random.Random, op: str) -> None:
    answer = save(Store, {"set": {"zh": f"列{op}", "kind": dice.choice(KINDS)}}, who=SYSTEM, op=op)
    name = answer.rows[0]["name"]
    assert edit(Store, [{"id": 1, "set": {name: HELD}}], who=SYSTEM, op=f"{op}.cell").state == "applied"


def make_table(dice: random.Random, op: str) -> None:
    values = {"zh": f"表{op}", "area": "stores", "seen_by": dice.choice(("heads", "all"))}
    answer = edit(DesignType, [{"id": None, "set": values}], who=SYSTEM, op=op)
    other = {"heads": "all", "all": "heads"}[values["seen_by"]]
    edit(DesignType, [{"id": answer.rows[0]["id"], "set": {"seen_by": other}}], who=SYSTEM, op=f"{op}.shared")


def turn_one(dice: random.Random, op: str) -> None:
    columns = [row for row in store_columns() if row.state == "active"]
    if columns:
        row = dice.choice(columns)
        kind = dice.choice([kind for kind in KINDS if kind != row.kind])
        assert bills.turn(Store, row.name, {"set": {"kind": kind}}, 0, who=SYSTEM, op=op).state == "applied"


def remove_or_back(dice: random.Random, op: str) -> None:
    row = dice.choice(store_columns())
    step = {"active": "remove", "removed": "bring_back"}.get(row.state)
    if step:
        act(house().actions[f"design_column_{step}"], who=SYSTEM, id=row.id, op=op)


def empty(dice: random.Random, op: str) -> None:
    with changes(who=SYSTEM, via="job", op=op) as c:
        clear_removed(c, today() + timedelta(days=dice.choice((1, 31))))


def take_back(dice: random.Random, op: str) -> None:
    newest = "SELECT MAX(batch_id) FROM change WHERE record = 'design_column'"
    undo(database.handle.execute_sql(newest).fetchone()[0], house().records, who=SYSTEM, op=op)


def wrong(path: Path) -> list[str]:
    """Where design and table say different things."""
    opened(path)
    renew()
    rows, faults = {row.id: row for row in store_columns()}, []
    there = {column.name for column in database.handle.get_columns("store")}
    laid = {int(name.split("_")[1]) for name in there if name.startswith("x_")}
    faults += [f"columns of the table without a design: {laid - rows.keys()}"] if laid - rows.keys() else []
    for row in rows.values():
        item = Store.fields().get(row.name)
        if (item is not None) != (row.state == "active"):
            faults.append(f"{row.name} is {row.state} and yet {'shown' if item else 'not shown'}")
        if item is not None and item.column_name not in there:
            faults.append(f"{row.name} lies in no column of the table")
        filled = Change.select().where(Change.record == "store", Change.after.contains(f'"{row.name}"')).exists()
        held = [
            database.handle.execute_sql(f'SELECT "{place}" FROM store WHERE id = 1').fetchone()[0]
            for place in places(Store, row.id)
        ]
        if item is not None and filled and HELD not in item.show(getattr(Store.row(1), row.name)):
            faults.append(f"{row.name} lost its value on the way to {row.kind}")
        if row.state == "cleared" and any(value is not None for value in held):
            faults.append(f"{row.name} is told to be emptied and isn't")
        if row.state == "removed" and filled and all(value is None for value in held):
            faults.append(f"{row.name} is emptied and not told to be")
    mend_rights()
    for table in DesignType.rows(DesignType.state == "active"):
        seeing = Grant.select().where(Grant.record_type == table.name, Grant.can_see == 1).count()
        if (seeing > 2) != (table.seen_by == "all"):
            faults.append(f"{table.name} is seen by {table.seen_by} and {seeing} roles have the right")
    return faults + broken()


def run(times: int, seed: int) -> dict:
    figures, said = under_kills(
        times,
        seed,
        lambda path, at, say: design_on(path, seed + at, say),
        lambda path, said: wrong(path),
        pause=(0.15, 0.5),
        every=5,
    )
    return figures | {"works": sorted({line.split()[0] for line in said})}


if __name__ == "__main__":
    by_hand(run, __doc__, times=20)
