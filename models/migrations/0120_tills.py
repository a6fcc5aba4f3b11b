"""Tills."""

from peewee import *


def up(migrator, db):
    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class Member(Model):
        class Meta:
            database = db
            table_name = "member"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    class OnlineShop(Model):
        class Meta:
            database = db
            table_name = "online_shop"

    migrator.migrate(migrator.add_column("batch_hold", "held_at", DateTimeField(null=True)))

    class Receipt(Model):
        doc = CharField(unique=True, null=True, max_length=30)
        no = CharField(max_length=40)
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        till = CharField(max_length=20)
        sold_at = DateTimeField(index=True)
        day = DateField(null=True)
        kind = CharField(max_length=30)
        of_no = CharField(null=True, max_length=40)
        of_id = ForeignKeyField("self", column_name="of_id", null=True, on_delete="RESTRICT")
        member_id = ForeignKeyField(Member, column_name="member_id", null=True, on_delete="RESTRICT")
        cashier = CharField(null=True, max_length=40)
        goods = BigIntegerField()
        discount = BigIntegerField()
        amount = BigIntegerField(null=True)
        gap = BigIntegerField()
        payment = CharField(null=True, max_length=30)
        late = SmallIntegerField()

        class Meta:
            database = db
            table_name = "receipt"
            indexes = ((("store_id", "till", "no"), True), (("store_id", "day"), False), (("store_id", "no"), False))

    db.create_tables([Receipt])

    class ReceiptLine(Model):
        receipt_id = ForeignKeyField(Receipt, column_name="receipt_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        batch_no = CharField(index=True, null=True, max_length=40)
        qty = BigIntegerField()
        price = BigIntegerField(null=True)
        discount = BigIntegerField()
        amount = BigIntegerField()
        taken = BigIntegerField()
        batches = CharField(null=True, max_length=200)
        booked = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "receipt_line"

    db.create_tables([ReceiptLine])

    class SaleDay(Model):
        day = DateField(index=True)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        shop_id = ForeignKeyField(OnlineShop, column_name="shop_id", null=True, on_delete="RESTRICT")
        tickets = BigIntegerField()
        sales = BigIntegerField()
        reported = BigIntegerField(null=True)
        sales_gap = BigIntegerField(null=True)
        tickets_gap = BigIntegerField(null=True)
        member_sales = BigIntegerField()
        members_gap = BigIntegerField(null=True)
        unmatched = BigIntegerField()
        units = BigIntegerField()
        units_gap = BigIntegerField(null=True)
        late = BigIntegerField()
        cause = CharField(null=True, max_length=30)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "sale_day"
            indexes = ((("store_id", "day"), False), (("shop_id", "day"), False))

    db.create_tables([SaleDay])
