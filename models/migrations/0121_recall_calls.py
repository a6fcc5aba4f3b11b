"""Recall calls."""

from peewee import *


def up(migrator, db):
    class Recall(Model):
        class Meta:
            database = db
            table_name = "recall"

    class Warehouse(Model):
        class Meta:
            database = db
            table_name = "warehouse"

    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class Member(Model):
        class Meta:
            database = db
            table_name = "member"

    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class RecallBalance(Model):
        recall_id = ForeignKeyField(Recall, column_name="recall_id", on_delete="RESTRICT")
        name = CharField(max_length=60)
        place_id = ForeignKeyField(Warehouse, column_name="place_id", null=True, on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        received = BigIntegerField()
        passed_on = BigIntegerField()
        sold = BigIntegerField()
        recovered = BigIntegerField()
        destroyed = BigIntegerField()
        lying = BigIntegerField()
        missing = BigIntegerField()

        class Meta:
            database = db
            table_name = "recall_balance"
            indexes = ((("recall_id", "name"), True),)

    db.create_tables([RecallBalance])

    class RecallCall(Model):
        recall_id = ForeignKeyField(Recall, column_name="recall_id", on_delete="RESTRICT")
        kind = CharField(max_length=30)
        member_id = ForeignKeyField(Member, column_name="member_id", null=True, on_delete="RESTRICT")
        buyer = CharField(null=True, max_length=60)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        source = CharField(max_length=60)
        batch_no = CharField(max_length=40)
        qty = BigIntegerField()
        got_on = DateField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        tries = BigIntegerField()
        last_at = DateTimeField(null=True)
        left = BigIntegerField(null=True)
        back = BigIntegerField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "recall_call"

    db.create_tables([RecallCall])
