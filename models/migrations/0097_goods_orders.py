"""Goods orders."""

from peewee import *


def up(migrator, db):
    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class Warehouse(Model):
        class Meta:
            database = db
            table_name = "warehouse"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    class GoodsOrder(Model):
        no = CharField(unique=True, null=True, max_length=30)
        kind = CharField(max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        from_store_id = ForeignKeyField(Store, column_name="from_store_id", null=True, on_delete="RESTRICT")
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", null=True, on_delete="RESTRICT")
        ordered_on = DateField(index=True)
        wanted_on = DateField(null=True)
        lines = BigIntegerField()
        qty = BigIntegerField()
        boxes = BigIntegerField()
        kg = BigIntegerField()
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "goods_order"

    db.create_tables([GoodsOrder])

    class GoodsOrderLine(Model):
        order_id = ForeignKeyField(GoodsOrder, column_name="order_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        qty = BigIntegerField()
        proposed = BigIntegerField(null=True)
        sold = BigIntegerField(null=True)
        stock = BigIntegerField(null=True)
        coming = BigIntegerField(null=True)
        near_elsewhere = BigIntegerField(null=True)
        boxes = BigIntegerField()
        reason = TextField(null=True)

        class Meta:
            database = db
            table_name = "goods_order_line"
            indexes = ((("order_id", "product_id"), True),)

    db.create_tables([GoodsOrderLine])

    class ProductDay(Model):
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        day = DateField(index=True)
        qty = BigIntegerField()
        amount = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "product_day"
            indexes = ((("store_id", "product_id", "day"), True), (("store_id", "day"), False))

    db.create_tables([ProductDay])

    class ReplenishRule(Model):
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", null=True, on_delete="RESTRICT")
        cover_days = BigIntegerField(null=True)
        minimum = BigIntegerField(null=True)
        pack = BigIntegerField(null=True)
        box_kg = BigIntegerField(null=True)
        carried = SmallIntegerField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "replenish_rule"
            indexes = ((("store_id", "product_id"), True),)

    db.create_tables([ReplenishRule])
