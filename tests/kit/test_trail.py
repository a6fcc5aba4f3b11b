"""What the history keeps and how it is guarded: the chain of hashes, the append-only tables, and peewee shut out."""

import json

import apsw
import peewee
import pytest

from models.kit import Refused, changes
from models.kit.write.edits import edit
from models.kit.write.history import Change, verify
from models.members.people import Member
from models.members.points import PointsEntry, PointsLot, earn
from models.organization import Region
from tests.helpers import places
from tests.helpers.door import change, made, raw

# History -----------------------------------------------------------------------------------------------------------------


def test_every_change_is_in_the_history_with_who_when_and_from_what_to_what(ann, boss):
    id = made(Member, ann, card_no="M1", name="王小明")
    change(Member, ann, id, name="王大明")
    edit(Member, [], who=ann, delete=[id])
    kept = [
        (
            change.kind,
            json.loads(change.before or "null"),
            json.loads(change.after or "null"),
            change.batch.user_name,
            change.batch.via,
        )
        for change in Change.select().where(Change.record == "member", Change.row_id == id).order_by(Change.id)
    ]
    assert [change[0] for change in kept] == ["i", "u", "d"]
    assert kept[0][2]["name"] == "王小明"
    assert (kept[1][1]["name"], kept[1][2]["name"]) == ("王小明", "王大明")
    assert set(kept[1][1]) == {"name", "name_py"}
    assert kept[2][1]["name"] == "王大明"
    assert {change[3:] for change in kept} == {("Ann", "grid")}
    assert verify() is None


def forge(*statements):
    """What somebody with the file in hands could do: away with the triggers, then change it."""
    places.disarm()
    for statement in statements:
        raw(statement)


SWAP = """UPDATE "change" SET before = (SELECT o.before FROM "change" o WHERE o.id = 13 - "change".id),
    after = (SELECT o.after FROM "change" o WHERE o.id = 13 - "change".id) WHERE id IN (6, 7)"""


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE "change" SET after = '{"name":"别的"}' WHERE id = 7""",
        """UPDATE "change" SET row_id = 99 WHERE id = 7""",
        """UPDATE "change" SET hash = (SELECT hash FROM "change" WHERE id = 6) WHERE id = 7""",
        """DELETE FROM "change" WHERE id = 7""",
        """DELETE FROM "change" WHERE id = 1""",
        """DELETE FROM "change" WHERE id = (SELECT max(id) FROM "change")""",
        """DELETE FROM "change" """,
        """INSERT INTO "change" (batch_id, record, row_id, kind, after, hash) VALUES (1, 'store', 1, 'u', '{}', 'x')""",
        SWAP,
        """UPDATE "batch" SET user_name = 'Bo' WHERE id = 3""",
        """UPDATE "batch" SET user_id = 7 WHERE id = 3""",
        """UPDATE "batch" SET at = '2020-01-01 00:00:00' WHERE id = 3""",
        """UPDATE "batch" SET via = 'job' WHERE id = 3""",
    ],
    ids=[
        "value",
        "row",
        "hash",
        "deletion",
        "first",
        "cut tail",
        "all",
        "insertion",
        "swap",
        "author",
        "author id",
        "moment",
        "way",
    ],
)
def test_whatever_is_changed_in_the_history_is_found(boss, statement):
    for n in range(4):
        made(Region, boss, name=f"{n}区")
    assert verify() is None
    forge(statement)
    assert verify() is not None


@pytest.mark.parametrize("table", ["points_entry", "gift_movement", "batch", "change", "event"])
def test_ledgers_and_the_history_refuse_every_update_and_deletion(boss, table):
    member = made(Member, boss, card_no="M1", name="王")
    with changes(who=boss) as c:
        earn(c, [{"member": member, "points": 5, "expires_on": None}])
        c.note("test")
        if table == "gift_movement":
            from models.members.gifts import Gift, GiftMovement

            gift = c.create(Gift, code="G1", name="礼", price=1)
            c.create(GiftMovement, gift=gift.id, kind="in", qty=1)
    rows = raw(f'SELECT * FROM "{table}"')
    assert rows
    for statement in (
        f'UPDATE "{table}" SET id = id',
        f'DELETE FROM "{table}"',
        *places.replacing(table),
        f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE true ON CONFLICT(id) DO UPDATE SET id = excluded.id',
    ):
        with pytest.raises((peewee.DatabaseError, apsw.Error), match="append-only"):
            raw(statement)
    assert raw(f'SELECT * FROM "{table}"') == rows


def test_a_ledger_line_cannot_be_changed_through_the_door_either(boss):
    member = made(Member, boss, card_no="M1", name="王")
    with changes(who=boss) as c:
        earn(c, [{"member": member, "points": 5, "expires_on": None}])
    line = PointsEntry.rows()[0]
    with pytest.raises((peewee.DatabaseError, apsw.Error, Refused)), changes(who=boss) as c:
        c.update(PointsEntry, line.id, points=500)
    assert (PointsEntry.row(line.id).points, Member.row(member).points) == (5, 5)
    assert PointsLot.rows()[0].left == 5


# Nobody writes past the door ---------------------------------------------------------------------------------------------

SIDE_DOORS = {
    "insert": lambda: Region.insert(name="x").execute(),
    "insert_many": lambda: Region.insert_many([{"name": "x"}]).execute(),
    "update": lambda: Region.update(name="x").execute(),
    "delete": lambda: Region.delete().execute(),
    "create": lambda: Region.create(name="x"),
    "save": lambda: Region(name="x").save(),
    "save again": lambda: Region.get().save(),
    "get_or_create": lambda: Region.get_or_create(name="x"),
    "bulk_create": lambda: Region.bulk_create([Region(name="x")]),
    "bulk_update": lambda: Region.bulk_update([Region.get()], fields=[Region.name]),
    "replace": lambda: Region.replace(name="x").execute(),
    "replace_many": lambda: Region.replace_many([{"name": "x"}]).execute(),
    "set_by_id": lambda: Region.set_by_id(1, {"name": "x"}),
    "delete_by_id": lambda: Region.delete_by_id(1),
    "delete_instance": lambda: Region.get().delete_instance(),
    "setitem": lambda: (
        Region.__setitem__(1, {"name": "x"}) if hasattr(Region, "__setitem__") else Region.set_by_id(1, {"name": "x"})
    ),
}


@pytest.mark.parametrize("way", SIDE_DOORS)
def test_peewees_own_write_calls_are_shut_inside_the_door_too(boss, way):
    made(Region, boss, name="川西")
    with pytest.raises(RuntimeError, match="the one door"):
        SIDE_DOORS[way]()
    with pytest.raises(RuntimeError, match="the one door"), changes(who=boss):
        SIDE_DOORS[way]()
    assert [row.name for row in Region.rows()] == ["川西"]
