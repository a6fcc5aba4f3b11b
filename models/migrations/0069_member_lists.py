"""Member lists."""

from peewee import *


def up(migrator, db):
    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class Member(Model):
        class Meta:
            database = db
            table_name = "member"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    migrator.migrate(migrator.add_column("product", "pack_units", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("product", "daily_dose", BigIntegerField(null=True)))

    class MemberList(Model):
        title = CharField(unique=True, max_length=80)
        source = CharField(max_length=30)
        segment = CharField(null=True, max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        channel = CharField(max_length=30)
        script = TextField(null=True)
        starts_on = DateField()
        due_on = DateField()
        window = BigIntegerField()
        control = BigIntegerField()
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        members = BigIntegerField()
        contacted = BigIntegerField()
        reached = BigIntegerField()
        called_bought = BigIntegerField(null=True)
        control_bought = BigIntegerField(null=True)
        uplift = BigIntegerField(null=True)
        extra_sales = BigIntegerField(null=True)
        ended_on = DateField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "member_list"

    db.create_tables([MemberList])

    class MemberCall(Model):
        list_id = ForeignKeyField(MemberList, column_name="list_id", on_delete="RESTRICT")
        member_id = ForeignKeyField(Member, column_name="member_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", null=True, on_delete="RESTRICT")
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        due_on = DateField(null=True)
        outcome = CharField(null=True, max_length=30)
        called_on = DateField(index=True, null=True)
        next_on = DateField(null=True)
        note = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "member_call"
            indexes = ((("list_id", "member_id"), True),)

    db.create_tables([MemberCall])
