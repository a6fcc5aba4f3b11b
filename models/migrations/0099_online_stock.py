"""Online stock."""

from peewee import *


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("online_shop", "warehouse_id", IntegerField(null=True, index=True)),
        migrator.add_column("online_shop", "stock_from", DateField(null=True)),
        migrator.add_column("online_order", "booked", CharField(null=True, max_length=30)),
        migrator.add_column("after_sale", "goods_to", CharField(null=True, max_length=30)),
        migrator.add_index("online_order", ("order_no",)),
    )
    db.execute_sql("UPDATE online_order SET booked = 'apart'")
