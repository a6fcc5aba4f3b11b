"""Bills of the platforms."""

from peewee import *


def up(migrator, db):
    class OnlineShop(Model):
        class Meta:
            database = db
            table_name = "online_shop"

    class BillLine(Model):
        shop_id = ForeignKeyField(OnlineShop, column_name="shop_id", on_delete="RESTRICT")
        occurred_at = DateTimeField(index=True)
        flow_no = CharField(max_length=60, null=True)
        order_no = CharField(max_length=60, null=True, index=True)
        order_id = IntegerField(index=True, null=True)
        kind = CharField(max_length=60, null=True)
        income = BigIntegerField(null=True)
        outgo = BigIntegerField(null=True)
        amount = BigIntegerField(null=True)
        way = CharField(max_length=30, null=True)
        net = BigIntegerField()
        balance = BigIntegerField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "bill_line"
            indexes = ((("shop_id", "occurred_at", "flow_no", "order_no", "kind", "income", "outgo", "amount"), True),)

    db.create_tables([BillLine])
