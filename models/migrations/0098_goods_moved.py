"""Goods moved."""

from peewee import *


def up(migrator, db):
    class GoodsOrder(Model):
        class Meta:
            database = db
            table_name = "goods_order"

    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    migrator.migrate(migrator.add_column("goods_order", "picked", BigIntegerField(default=0)))
    migrator.migrate(migrator.add_column("goods_order", "received", BigIntegerField(default=0)))
    migrator.migrate(migrator.add_column("goods_order", "delivery_id", IntegerField(null=True, index=True)))
    migrator.migrate(migrator.add_column("goods_order", "signed_by", CharField(null=True, max_length=40)))
    migrator.migrate(migrator.add_column("goods_order", "received_on", DateField(index=True, null=True)))

    class GoodsDifference(Model):
        no = CharField(unique=True, null=True, max_length=30)
        order_id = ForeignKeyField(GoodsOrder, column_name="order_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        batch_no = CharField(max_length=40)
        qty = BigIntegerField()
        cause = CharField(null=True, max_length=30)
        note = TextField(null=True)
        opened_on = DateField(index=True)
        outcome = CharField(null=True, max_length=30)
        settled_on = DateField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "goods_difference"

    db.create_tables([GoodsDifference])

    class GoodsPick(Model):
        order_id = ForeignKeyField(GoodsOrder, column_name="order_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        batch_no = CharField(index=True, max_length=40)
        expires_on = DateField(null=True)
        qty = BigIntegerField()
        batch_reason = TextField(null=True)
        received_qty = BigIntegerField(null=True)
        cause = CharField(null=True, max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "goods_pick"
            indexes = ((("order_id", "product_id", "batch_no"), True),)

    db.create_tables([GoodsPick])
