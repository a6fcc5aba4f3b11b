"""Two shops."""

from collections import defaultdict

from peewee import *

SENT = ("shipped", "received", "after_sale", "done")


def up(migrator, db):
    """Orders of several shops with one number of before 0124: whichever was not sent has taken nothing, and gets its own reference.

    Where more than one of them was sent nobody but the warehouse knows whose goods the ledger has: they stay.
    """
    orders = Table("online_order", ("id", "shop_id", "order_no", "state", "shipped_at", "booked", "stock_ref")).bind(db)
    shared = orders.select(orders.order_no).where(orders.stock_ref.is_null())
    shared = shared.group_by(orders.order_no).having(fn.COUNT(fn.DISTINCT(orders.shop_id)) > 1)
    numbers = [row["order_no"] for row in shared.dicts()]
    groups = defaultdict(list)
    for start in range(0, len(numbers), 500):
        same = orders.order_no.in_(numbers[start : start + 500]) & orders.stock_ref.is_null()
        for row in orders.select().where(same).order_by(orders.id).dicts():
            groups[row["order_no"]].append(row)
    for number, rows in groups.items():
        owners = [row["id"] for row in rows if row["state"] in SENT or row["shipped_at"]]  # or was closed since
        if len(owners) > 1:
            continue
        owner = owners[0] if owners else rows[0]["id"]
        for row in rows:
            if row["id"] != owner:
                named = {orders.stock_ref: f"{number}@{row['shop_id']}", orders.booked: "apart"}
                orders.update(named).where(orders.id == row["id"]).execute()
