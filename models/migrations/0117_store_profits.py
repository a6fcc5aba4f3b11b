"""Store profits."""

from peewee import *


def up(migrator, db):
    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class StoreProfit(Model):
        month = CharField(index=True, max_length=7)
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        sales = BigIntegerField()
        margin = BigIntegerField(null=True)
        basis = CharField(max_length=30)
        goods = BigIntegerField()
        gross = BigIntegerField()
        rent = BigIntegerField()
        labour = BigIntegerField()
        promotion = BigIntegerField()
        other = BigIntegerField()
        profit = BigIntegerField()
        profit_rate = BigIntegerField(null=True)
        rent_ratio = BigIntegerField(null=True)
        break_even = BigIntegerField(null=True)
        above = BigIntegerField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "store_profit"
            indexes = ((("store_id", "month"), True),)

    db.create_tables([StoreProfit])
